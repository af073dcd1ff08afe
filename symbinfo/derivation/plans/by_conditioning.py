"""Measures of two jointly normal variables: condition on one of them, and average over it.

The mutual information is the expected divergence of the conditional law from the marginal one, and the conditional
entropy is the expected entropy of the conditional law. Both inner measures are of univariate normal laws.
"""

from __future__ import annotations

from collections.abc import Callable

from sympy import Expr, Symbol, log

from symbinfo.derivation import Derivation, Relation, Step
from symbinfo.derivation.integrals.chains_of_laws import fresh_symbol
from symbinfo.derivation.integrals.iterated_integrals import inner_integral
from symbinfo.derivation.rules.expectations import moment
from symbinfo.derivation.rules.rule import Context, apply_rule
from symbinfo.derivation.rules.unfolding import DEFINITION
from symbinfo.derivation.witness import Reasoning
from symbinfo.expressions.domain import Domain
from symbinfo.expressions.unevaluated import add, replace_where
from symbinfo.laws.expectation import Expectation, named_density
from symbinfo.laws.joint_normal import JointNormal
from symbinfo.laws.law import Law
from symbinfo.measures import JointEntropy
from symbinfo.measures.base import Measure
from symbinfo.measures.joint import JointMeasure

__all__ = ["conditioned"]

Values = tuple[tuple[Symbol, Expr], ...]


def conditioned(measure: Measure, domain: Domain, derive: Callable[[Measure, Domain], Derivation]) -> Derivation | None:
    """The first steps of a measure of two jointly normal variables, up to one expectation over the condition.

    Parameters
    ----------
    measure : Measure
        Any measure; None is returned for one that is not of two jointly normal variables.
    domain : Domain
        Where the parameters live.
    derive : callable
        What derives the inner measure.
    """
    if not isinstance(measure, JointMeasure) or not isinstance(measure.joint, JointNormal):
        return None
    law: JointNormal = measure.joint
    kind: type[JointMeasure] = type(measure)
    if len(law.names) != 2 or not kind.because_conditioned:
        return None
    # The condition is the variable that the integrals of the definition run over outermost: the first.
    outer, inner = law.marginal((0,)), law.given(1, 0)
    y = law.variable[0]
    marginal = law.marginal((1,))

    def own(conditional: Law, name: str | None = None) -> Measure:
        return kind.inner(conditional, marginal if name is None else marginal.renamed(name))

    m, s = fresh_symbol("m", law, "real"), fresh_symbol("s", law, "positive")
    lemma = derive(own(law.normal(1, m, s, "P"), "Q"), domain)
    mean, deviation = inner.parameters
    average = _average(measure, own(inner), outer)
    names = {"X": law.names[1].name, "Y": law.names[0].name, "x": law.variable[1].name, "y": y.name}
    derivation = apply_rule(Derivation(left=measure, domain=domain), DEFINITION, Context(domain))
    words = kind.because_conditioned.format(**names)
    at = ((m, mean), (s, deviation))
    inside = _inside(derivation, lemma, at, domain) if isinstance(measure, JointEntropy) else Reasoning("linear")
    derivation = derivation.then(Step(Relation.EQ, measure.in_unit(average), "condition", words, witness=inside))
    value = lemma.stands.xreplace({m: mean, s: deviation})
    said = f"Insert the inner measure, for the mean m and the standard deviation s of {inner.name}."
    inserted = replace_where(derivation.stands, lambda node: value if node == own(inner) else None)
    witness = Reasoning("lemmas", at=at)
    return derivation.then(Step(Relation.EQ, inserted, "insert-lemma", said, (lemma,), witness=witness))


def _inside(derivation: Derivation, lemma: Derivation, at: Values, domain: Domain) -> Reasoning:
    """Both sides are one integral over the condition, after the integrals inside of theirs are taken."""
    nodes = sorted(derivation.stands.atoms(Expectation), key=str)
    inner = [found for node in nodes if (found := inner_integral(node, domain, moment)) is not None]
    return Reasoning("lemmas", cites=(*((found, ()) for found in inner), (lemma, at)))


def _average(measure: Measure, inner: Expr, outer: object) -> Expr:
    if isinstance(measure, JointEntropy):
        return Expectation(add(-log(named_density(outer, outer.variable)), inner), outer)  # type: ignore
    return Expectation(inner, outer)  # type: ignore[arg-type]
