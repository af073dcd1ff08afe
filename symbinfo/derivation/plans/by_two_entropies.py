"""Mutual information as a book has it of a channel: the entropy of the output less that which the noise leaves of it.

``I(X; Y) = H(Y) - H(Y | X)``, or the same with the variables exchanged, whichever is shorter.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from sympy import Add, And, Expr, S, cancel, expand, log, pi, preorder_traversal

from symbinfo.derivation import Derivation, Relation, Status, Step
from symbinfo.derivation.rules.algebra import COLLECT
from symbinfo.derivation.rules.expectations import moment
from symbinfo.derivation.rules.lemmas import flattened
from symbinfo.derivation.rules.rule import Context, apply_rule
from symbinfo.derivation.rules.unfolding import DEFINITION
from symbinfo.derivation.witness import Reasoning
from symbinfo.expressions.domain import Domain
from symbinfo.expressions.unevaluated import add, ln, mul, replace_where
from symbinfo.laws.expectation import ConditionalValue, Expectation
from symbinfo.laws.joint_normal import JointNormal
from symbinfo.laws.table import JointTable
from symbinfo.measures import ConditionalEntropy, Entropy, MutualInformation
from symbinfo.measures.base import Measure

__all__ = ["by_two_entropies"]

Derive = Callable[[Measure, Domain], Derivation]

WORDS = "Since P({x}, {y}) = P({x}) P({y} | {x}), the log ratio is log P({y} | {x}) - log P({y})."
NORMAL = "Since p({x}, {y}) = p({x}) p({y} | {x}): these are H({Y}) and H({Y} | {X})."


def by_two_entropies(measure: Measure, domain: Domain, derive: Derive) -> Derivation | None:
    """The mutual information of a table with symbols, or of two jointly normal variables; None for any other measure."""
    if not isinstance(measure, MutualInformation) or len(measure.joint.names) != 2 or len(measure.blocks) != 2:
        return None
    if isinstance(measure.joint, JointNormal):
        return _of_normal_variables(measure, domain)
    if isinstance(measure.joint, JointTable) and measure.joint.free_symbols:
        return _of_a_channel(measure, domain, derive)
    return None


def _places(measure: MutualInformation) -> tuple[tuple[int, int], ...]:
    """Output and input, first as they stand."""
    (first,), (second,) = measure.blocks
    return ((second, first), (first, second))


# --- tables ----------------------------------------------------------------------------------------------------------


def _of_a_channel(measure: MutualInformation, domain: Domain, derive: Derive) -> Derivation | None:
    """Where the conditional probabilities are shorter than the joint ones: a channel is given by them."""
    law: JointTable = measure.joint
    ways = []
    for of, given in _places(measure):
        marginal = law.marginal((given,))
        rows = [cancel(p / marginal.density_at(outcome[given])) for outcome, p in law.outcomes]
        if sum(row.count_ops() for row in rows) < sum(p.count_ops() for _, p in law.outcomes):
            ways.append(_difference(measure, of, given, domain, derive))
    return min((way for way in ways if way is not None), key=_length, default=None)


def _length(way: Derivation) -> int:
    return sum(int(step.expr.count_ops()) for step in way.steps[2:])


def _difference(measure: MutualInformation, of: int, given: int, domain: Domain, derive: Derive) -> Derivation | None:
    law: JointTable = measure.joint
    output, left = law.marginal((of,)), ConditionalEntropy(law.variables[of], law.variables[given], base=measure.base)
    whole = Entropy(output, base=measure.base)
    derivation = apply_rule(Derivation(left=measure, domain=domain), DEFINITION, Context(domain))
    x, y = (law.variable[i].name for i in (given, of))
    words = WORDS.format(x=x, y=y)
    derivation = derivation.then(Step(Relation.EQ, add(whole, mul(S.NegativeOne, left)), "recognise", words))
    lemmas = (derive(whole, domain), derive(left, domain))
    if any(lemma.status is not Status.CLOSED for lemma in lemmas):
        return None
    inserted = flattened(add(lemmas[0].stands, mul(S.NegativeOne, lemmas[1].stands)))
    derivation = derivation.then(Step(Relation.EQ, inserted, "insert-measures", "Insert both.", lemmas))
    logs = (node.args[0] for node in preorder_traversal(inserted) if isinstance(node, log))
    under = [factor for argument in logs for factor in argument.as_powers_dict()]
    if len(set(under)) < len(under):  # something to gather
        derivation = apply_rule(derivation, COLLECT, Context(domain))
    return derivation.closing(Status.CLOSED)


# --- jointly normal variables ----------------------------------------------------------------------------------------


def _of_normal_variables(measure: MutualInformation, domain: Domain) -> Derivation | None:
    law: JointNormal = measure.joint
    of, given = min(_places(measure), key=lambda place: sum(p.count_ops() for p in law.given(*place).parameters))
    derivation = apply_rule(Derivation(left=measure, domain=domain), DEFINITION, Context(domain))
    value = measure.value_at((of,))
    conditional = ConditionalValue(measure.value_at((of,), (given,)), measure.value_at((given,)))
    lemmas = [
        _mean_of_log(ln(value), law.marginal((of,)), law, domain),
        _mean_of_log(ln(conditional), law.given(of, given), law, domain),
    ]
    found = [lemma for lemma in lemmas if lemma is not None]
    if len(found) < 2:
        return None
    names = {"X": law.names[given].name, "Y": law.names[of].name}
    words = NORMAL.format(**names, x=law.variable[given], y=law.variable[of])
    split = measure.in_unit(add(found[0].left, mul(S.NegativeOne, found[1].left)))
    derivation = derivation.then(
        Step(Relation.EQ, split, "linearity-of-expectation", words, witness=Reasoning("linear"))
    )
    inserted = measure.in_unit(add(found[0].stands, mul(S.NegativeOne, found[1].stands)))
    requires = And(*(lemma.requires for lemma in found))
    said = "Insert both means."
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


def _mean_of_log(value: Expr, own: Any, law: JointNormal, domain: Domain) -> Derivation | None:
    """E[-log p(Y)] of a normal density, a square once that is inserted."""
    mean, deviation = own.parameters
    square = deviation**2
    start = Derivation(left=Expectation(mul(S.NegativeOne, value), law), domain=domain)
    distance = own.variable - mean
    body = add(mul(S.Half, ln(2 * pi * square)), distance**2 / (2 * square))
    whose = own.name.replace(" | ", " given ")
    words = f"The normal density of {whose}."
    derivation = start.then(Step(Relation.EQ, Expectation(body, law), "insert-log-densities", words))
    last = moment(derivation.stands, domain)
    if last is None or len(last.steps) != 1:
        return None
    words = f"The mean of the square is the variance, {square}."
    return derivation.then(replace(last.steps[0], because=words)).closing(Status.CLOSED)
