"""Mutual information of two jointly normal variables by three entropies: H(X) + H(Y) - H(X, Y), each a mean of a quadratic."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sympy import Add, And, Expr, S, expand, log

from symbinfo.derivation import Derivation, Relation, Status, Step
from symbinfo.derivation.rules.algebra import COLLECT
from symbinfo.derivation.rules.densities import INSERT_LOG_DENSITIES
from symbinfo.derivation.rules.expectations import moment
from symbinfo.derivation.rules.rule import Context, apply_rule
from symbinfo.derivation.rules.unfolding import DEFINITION
from symbinfo.derivation.witness import Reasoning
from symbinfo.expressions.domain import Domain
from symbinfo.expressions.unevaluated import add, ln, mul, replace_where
from symbinfo.laws.expectation import DensityValue, Expectation
from symbinfo.laws.joint_normal import JointNormal
from symbinfo.measures import MutualInformation
from symbinfo.measures.base import Measure

__all__ = ["by_three_entropies"]

NORMAL = "The log of a normal density."
WORDS = "The log of the ratio is a difference of three logs: their means are the entropies of {X}, of {Y} and of both."


def by_three_entropies(measure: Measure, domain: Domain) -> Derivation | None:
    """The mutual information of two jointly normal variables; None for any other measure."""
    if not isinstance(measure, MutualInformation) or not isinstance(measure.joint, JointNormal):
        return None
    law: JointNormal = measure.joint
    if len(law.names) != 2:
        return None
    derivation = apply_rule(Derivation(left=measure, domain=domain), DEFINITION, Context(domain))
    values = [measure.value_at((0, 1)), measure.value_at((0,)), measure.value_at((1,))]
    lemmas = [_mean_of_log(value, law, domain) for value in values]
    if any(lemma is None for lemma in lemmas):
        return None
    found = [lemma for lemma in lemmas if lemma is not None]
    signs = (1, -1, -1)
    words = WORDS.format(X=law.names[0].name, Y=law.names[1].name)
    split = measure.in_unit(add(*(_signed(s, lemma.left) for s, lemma in zip(signs, found, strict=True))))
    derivation = derivation.then(
        Step(Relation.EQ, split, "linearity-of-expectation", words, witness=Reasoning("linear"))
    )
    inserted = measure.in_unit(add(*(_signed(s, lemma.stands) for s, lemma in zip(signs, found, strict=True))))
    requires = And(*(lemma.requires for lemma in found))
    said = "Insert the three means."
    derivation = derivation.then(
        Step(Relation.EQ, inserted, "insert-expectations", said, tuple(found), requires=requires)
    )
    derivation = apply_rule(derivation, COLLECT, Context(domain))
    shown = replace_where(derivation.stands, _one_plus)
    if shown != derivation.stands:
        derivation = derivation.then(Step(Relation.EQ, shown, "simplify", "Divide by the noise."))
    return derivation.closing(Status.CLOSED)


def _one_plus(node: Any) -> Expr | None:
    """``log((S + N)/N)`` as ``log(1 + S/N)``, the signal over the noise."""
    if not isinstance(node, log):
        return None
    above, below = node.args[0].as_numer_denom()
    terms = Add.make_args(expand(above / below)) if above.is_Add and below != 1 else ()
    if len(terms) != 2 or S.One not in terms:
        return None
    return ln(Add(*terms))


def _signed(sign: int, expr: Expr) -> Expr:
    return expr if sign == 1 else mul(-1, expr)


def _mean_of_log(value: DensityValue, law: JointNormal, domain: Domain) -> Derivation | None:
    """E[log p(X)], a quadratic once the density is inserted."""
    start = Derivation(left=Expectation(ln(value), law), domain=domain)
    derivation = apply_rule(start, INSERT_LOG_DENSITIES, Context(domain))
    derivation = replace(derivation, steps=tuple(replace(step, lemmas=(), because=NORMAL) for step in derivation.steps))
    last = moment(derivation.stands, domain) if isinstance(derivation.stands, Expectation) else None
    if last is None or not last.steps:
        return None
    for step in last.steps:
        derivation = derivation.then(step)
    return derivation.closing(Status.CLOSED)
