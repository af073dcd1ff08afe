"""The terms of the definition were added up wrongly over the outcomes of a law that lists them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Any

from sympy import Expr, Integer, log

from symbinfo.laws.common_outcomes import as_finite, together_discrete
from symbinfo.laws.law import FiniteLaw
from symbinfo.measures import KL, ConditionalEntropy, CrossEntropy, Entropy, JointEntropy
from symbinfo.verification.diagnosis.case import short
from symbinfo.verification.diagnosis.number_tree import CTX, tree
from symbinfo.verification.diagnosis.other_measures import alone
from symbinfo.verification.diagnosis.question import Found, Question
from symbinfo.verification.diagnosis.slip import Slip

__all__ = ["MOST_OUTCOMES", "SLIPS", "terms_of_definition"]

MOST_OUTCOMES, MOST_LEFT_OUT = 64, 6

# A term by its outcome, its weight and its logarithm at each place.
Terms = list[tuple[Any, Sequence[Any], Sequence[Any]]]


def sum_of_outcomes(q: Question) -> Found:
    """Outcomes left out, weights lost or taken for equal, logarithms of other outcomes."""
    for node in alone(q.left, Entropy, KL, CrossEntropy):
        if node != q.left:
            continue
        terms = terms_of_definition(q, node)
        if len(terms) > 1:
            most = 1 if q.within is not None or len(terms) > MOST_LEFT_OUT else len(terms) - 1
            yield from (words for words, values in _wrong_sums(terms, type(node), most) if q.claimed_is(values))
    for node in alone(q.left, Entropy, CrossEntropy, JointEntropy):
        first = as_finite(node.laws[0], MOST_OUTCOMES) if node == q.left else None
        size = len(first.outcomes) if first is not None else 1
        if size > 1 and q.claimed_is_form(log(Integer(size)) / log(node.base)):
            yield f"this is the logarithm of the number of outcomes, {size}: they are not equally likely"


def terms_of_definition(q: Question, node: Any) -> Terms:
    """The terms of the definition."""
    listed = [as_finite(law, MOST_OUTCOMES) for law in together_discrete(node.laws)]
    laws = [law for law in listed if type(law) is FiniteLaw and len(law.outcomes) <= MOST_OUTCOMES]
    if len(laws) < len(listed):
        return []
    first, last, base = laws[0], laws[-1], log(node.base)
    found: Terms = []
    for outcome, mass in first.outcomes:
        other = last.density_at(outcome)
        if other == 0:
            return []
        inside = {KL: mass / other}.get(type(node), 1 / other)
        weights, logs = (tree(expr, q.case.at).values for expr in (mass, log(inside) / base))
        if any(v is None for v in (*weights, *logs)):
            return []
        found.append((outcome, weights, logs))
    return found


def _wrong_sums(terms: Terms, kind: type, most_left_out: int) -> Iterator[tuple[str, list[Any]]]:
    places = range(len(terms[0][1]))
    size = len(terms)

    def total(some: Sequence[int], weight: Any) -> list[Any]:
        return [CTX.fsum(weight(i, k) * terms[i][2][k] for i in some) for k in places]

    everything = range(size)
    for left in range(1, most_left_out + 1):
        for out in combinations(everything, left):
            names = ", ".join(str(terms[i][0]) for i in out)
            kept = [i for i in everything if i not in out]
            words = f"the outcome {names} is left out" if left == 1 else f"the outcomes {names} are left out"
            yield words, total(kept, lambda i, k: terms[i][1][k])
    yield "the weights are lost: each logarithm is multiplied by its probability", total(everything, lambda i, k: 1)
    words = "the outcomes are taken for equally likely: each logarithm is multiplied by its own probability"
    yield words, total(everything, lambda i, k: CTX.mpf(1) / size)
    if size == 2:
        words = f"the logarithms of {terms[0][0]} and {terms[1][0]} stand in each other's place"
        yield words, total(everything, lambda i, k: terms[1 - i][1][k])
    if kind is Entropy:
        chance = [1 - CTX.fsum(terms[i][1][k] ** 2 for i in everything) for k in places]
        yield "this is the chance that two draws differ (the Gini index), without a logarithm", chance


# --- conditions ------------------------------------------------------------------------------------------------------


def sum_of_conditions(q: Question) -> Found:
    """The entropy given one value of the condition, or the mean over all values with other weights."""
    for node in alone(q.left, ConditionalEntropy):
        if node != q.left or not isinstance(node.joint, FiniteLaw) or len(node.joint.outcomes) > MOST_OUTCOMES:
            continue
        rows = _rows(q, node)
        if rows is None or len(rows) < 2:
            continue
        places = q.case.places
        first, given = (node.name_of(block) for block in node.blocks)
        for value, _, entropies in rows:
            if q.claimed_is(entropies):
                yield f"this is H({first} | {given} = {short(value)}) alone, for one value of the condition"
        size = len(rows)
        if q.claimed_is([CTX.fsum(e[k] for _, _, e in rows) / size for k in places]):
            yield f"the values of {given} are taken for equally likely"
        if q.claimed_is([CTX.fsum(e[k] for _, _, e in rows) for k in places]):
            yield f"the entropies given each value of {given} are added: each is multiplied by its probability"
        if size == 2:
            (_, one, e), (_, two, f) = rows
            if q.claimed_is([two[k] * e[k] + one[k] * f[k] for k in places]):
                yield f"the probabilities of the two values of {given} stand in each other's place"


def _rows(q: Question, node: Any) -> Terms | None:
    """Each value of the condition with its probability and the entropy given it, at each place."""
    first, given = node.blocks
    totals: dict[Any, Expr] = {}
    cells: dict[Any, dict[Any, Expr]] = {}
    for outcome, mass in node.joint.outcomes:
        value, other = (tuple(outcome[i] for i in block) for block in (given, first))
        totals[value] = totals.get(value, Integer(0)) + mass
        own = cells.setdefault(value, {})
        own[other] = own.get(other, Integer(0)) + mass
    found: Terms = []
    for value, total in totals.items():
        parts = [mass / total for mass in cells[value].values()]
        entropy = -sum((p * log(p) for p in parts), Integer(0)) / log(node.base)
        weights, entropies = (tree(expr, q.case.at).values for expr in (total, entropy))
        if any(v is None for v in (*weights, *entropies)):
            return None
        found.append((value[0] if len(value) == 1 else value, weights, entropies))
    return found


SLIPS: tuple[Slip, ...] = (
    Slip(
        name="sum over the outcomes",
        why="Outcomes were left out, or their logarithms were not weighted by their own probabilities.",
        equal="the terms of the definition, some left out or with other weights, add up to the claim",
        find=sum_of_outcomes,
        example="H(Bernoulli(p)) = -log(p) - log(1 - p)",
        refuses="H(Bernoulli(p)) = -log(p) - 2*log(1 - p)",
        of_decimals=True,
        beside_another=True,
    ),
    Slip(
        name="sum over the condition",
        why="The entropies given the values of the condition were not weighted by the probabilities of these.",
        equal="the entropy given one value, or their mean with other weights, is the claim",
        find=sum_of_conditions,
        given=("X ~ Bernoulli(p)", "Y | X = 1 ~ Bernoulli(a)", "Y | X = 0 ~ Bernoulli(b)"),
        example="H(Y | X) = -p*(b*log(b) + (1 - b)*log(1 - b)) - (1 - p)*(a*log(a) + (1 - a)*log(1 - a))",
        refuses="H(Y | X) = -p*(b*log(b) + (1 - b)*log(1 - b)) - (1 - p)*(a*log(a) + (1 - a)*log(a))",
    ),
)
