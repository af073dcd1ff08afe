"""Two places of unknown order, such as the modes of two triangular laws: each order is derived, and so is a tie."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations

from sympy import Expr, Piecewise, Symbol, default_sort_key, expand, nan, oo, true, zoo

from symbinfo.derivation import Derivation, Relation, Status, Step
from symbinfo.derivation.rules.algebra import tidy
from symbinfo.derivation.rules.bends import BENT, kinks_of
from symbinfo.derivation.witness import Reasoning
from symbinfo.expressions.domain import Domain
from symbinfo.expressions.unevaluated import evaluated
from symbinfo.laws.law import ContinuousLaw
from symbinfo.measures.base import Measure

__all__ = ["by_order"]

Derive = Callable[[Measure, Domain], Derivation]


def by_order(measure: Measure, domain: Domain, derive: Derive) -> Derivation | None:
    """The measure by cases, where the formulas of its densities change at two places in either order.

    Parameters
    ----------
    measure : Measure
        Of laws with a density on an interval.
    domain : Domain
        Where the parameters live; from it the order does not follow.
    derive : callable
        What derives the measure where the order is known.

    Returns
    -------
    Derivation or None
        None where the order of all places is known, or one of the cases stays open.
    """
    pair = _unordered(measure, domain)
    if pair is None:
        return None
    low, high = pair
    found = [derive(measure, domain.and_(condition)) for condition in (low < high, high < low)]
    tie = _tie(measure, domain, derive, low, high)
    if tie is None or any(case.status is not Status.CLOSED for case in found):
        return None
    first, second = (evaluated(case.stands) for case in found)
    where = low <= high
    if not _is_continued(first, tie, low, high):
        if not _is_continued(second, tie, low, high):
            return None
        where = low < high
    value = Piecewise((first, where), (second, true))
    because = f"Each order of {low} and {high} by itself; where they are equal both formulas hold."
    cases = (expand(low - high), expand(high - low))
    witness = Reasoning("lemmas", cases=cases)
    step = Step(Relation.EQ, value, "tell-orders-apart", because, (*found, tie), measure, witness=witness)
    return Derivation(left=measure, domain=domain).then(step).closing(Status.CLOSED)


def _unordered(measure: Measure, domain: Domain) -> tuple[Expr, Expr] | None:
    """The two places where a formula changes of which neither is known to be the larger; None where there are more."""
    places: list[Expr] = []
    for law in measure.laws:
        if not isinstance(law, ContinuousLaw):
            return None
        found = kinks_of(law.density, law.variable, law.inside(domain)) if law.density.has(*BENT) else []
        places.extend(place for place in found or [] if place not in places and place.is_finite is not False)
    unknown = [
        pair
        for pair in combinations(sorted(places, key=default_sort_key), 2)
        if not domain.nonnegative(pair[0] - pair[1]) and not domain.nonnegative(pair[1] - pair[0])
    ]
    return unknown[0] if len(unknown) == 1 else None


def _tie(measure: Measure, domain: Domain, derive: Derive, low: Expr, high: Expr) -> Derivation | None:
    """The measure where the two places are one."""
    one, other = (low, high) if isinstance(low, Symbol) else (high, low)
    if not isinstance(one, Symbol) or other.has(one):
        return None
    tied = measure.xreplace({one: other})
    if not isinstance(tied, Measure):
        return None
    found = derive(tied, Domain.of(condition.xreplace({one: other}) for condition in domain.conditions))
    return found if found.status is Status.CLOSED else None


def _is_continued(formula: Expr, tie: Derivation, low: Expr, high: Expr) -> bool:
    """Whether a formula has the value of the tie where the places are equal."""
    one, other = (low, high) if isinstance(low, Symbol) else (high, low)
    there = formula.xreplace({one: other})
    return not there.has(nan, zoo, oo) and tidy(there - evaluated(tie.stands), tie.domain) == 0
