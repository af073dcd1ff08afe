"""Two places or two parameters of unknown order, such as the modes of two triangular laws: each order is derived."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations

from sympy import Abs, Add, Eq, Expr, Ne, Piecewise, S, Symbol, default_sort_key, expand, nan, oo, true, zoo

from symbinfo.derivation import Derivation, Relation, Status, Step
from symbinfo.derivation.integrals.bends import BENT, kinks_of
from symbinfo.derivation.simplify.lengths import same
from symbinfo.derivation.simplify.tidying import tidy
from symbinfo.derivation.witness import Reasoning
from symbinfo.expressions.domain import Domain
from symbinfo.expressions.unevaluated import evaluated
from symbinfo.laws.law import ContinuousLaw
from symbinfo.measures.base import Measure

__all__ = ["by_order"]

Derive = Callable[[Measure, Domain], Derivation]


def by_order(measure: Measure, domain: Domain, derive: Derive) -> Derivation | None:
    """The measure by cases: its densities change their formula at two places in either order, or a sign hangs on the order.

    Of two places a tie is derived as well; two parameters that are said to differ, such as the rates of a sum of two
    exponential variables, have none. Laws of one family that differ in one parameter are the same where it is.

    Parameters
    ----------
    measure : Measure
        Of laws with a density.
    domain : Domain
        Where the parameters live; from it the order does not follow.
    derive : callable
        What derives the measure where the order is known.

    Returns
    -------
    Derivation or None
        None where the order of all places is known, or one of the cases stays open.
    """
    if len(measure.laws) == 2 and (pair := _unordered(measure, domain)) is not None:
        return _with_tie(measure, domain, derive, *pair)
    if (pair := _one_parameter_apart(measure, domain)) is not None:
        return _with_equal_laws(measure, domain, _each_order(measure, domain, derive, *pair), *pair)
    for low, high in _told_to_differ(measure, domain):
        if (found := _without_tie(measure, domain, derive, low, high)) is not None:
            return found
    return None


def _with_tie(measure: Measure, domain: Domain, derive: Derive, low: Expr, high: Expr) -> Derivation | None:
    found = _each_order(measure, domain, derive, low, high)
    tie = _tie(measure, domain, derive, low, high) if found else None
    if tie is None:
        return None
    first, second = (evaluated(case.stands) for case in found)
    where = low <= high
    if not _is_continued(first, tie, low, high):
        if not _is_continued(second, tie, low, high):
            apart = _one_parameter_apart(measure, domain)
            same_laws = apart is not None and {*apart} == {low, high}
            return _with_equal_laws(measure, domain, found, low, high) if same_laws else None
        where = low < high
    value = Piecewise((first, where), (second, true))
    because = f"Each order of {low} and {high} by itself; where they are equal both formulas hold."
    cases = (expand(low - high), expand(high - low))
    witness = Reasoning("lemmas", cases=cases)
    step = Step(Relation.EQ, value, "tell-orders-apart", because, (*found, tie), measure, witness=witness)
    return Derivation(left=measure, domain=domain).then(step).closing(Status.CLOSED)


def _each_order(measure: Measure, domain: Domain, derive: Derive, low: Expr, high: Expr) -> list[Derivation]:
    """The measure in either order; empty where one of them stays open."""
    found: list[Derivation] = []
    for condition in (low < high, high < low):
        found.append(derive(measure, domain.and_(condition)))
        if found[-1].status is not Status.CLOSED:
            return []
    return found


def _one_parameter_apart(measure: Measure, domain: Domain) -> tuple[Expr, Expr] | None:
    """Of two laws of one family, in a measure that does not tell them apart, the one parameter in which they differ.

    None where they differ in more, or where the order is known.
    """
    if not measure.symmetric or len(measure.laws) != 2 or not all(type(law) is ContinuousLaw for law in measure.laws):
        return None
    first, second = measure.laws
    own, other = first.free_symbols - second.free_symbols, second.free_symbols - first.free_symbols
    if len(own) == len(other) == 1:  # a name for a name, in laws written by hand as well
        pairs = [(*own, *other)]
    else:
        both = zip(first.parameters, second.parameters, strict=False)
        pairs = [pair for pair in both if pair[0] != pair[1] and all(isinstance(part, Expr) for part in pair)]
    if len(pairs) != 1 or any(domain.positive(side * (pairs[0][0] - pairs[0][1])) for side in (1, -1)):
        return None
    ((low, high),) = pairs
    alike = first.xreplace({low: high}).args[1:] == second.args[1:] if isinstance(low, Symbol) else None
    if alike is None:
        alike = isinstance(high, Symbol) and second.xreplace({high: low}).args[1:] == first.args[1:]
    return (low, high) if alike else None


def _with_equal_laws(
    measure: Measure, domain: Domain, found: list[Derivation], low: Expr, high: Expr
) -> Derivation | None:
    """Each order of a parameter of the one and of the other law by itself, and 0 where they are equal."""
    if not found:
        return None
    first, second = (evaluated(case.stands) for case in found)
    tie = (S(measure.of_equals), Eq(low, high))
    value: Expr = Piecewise(tie, (first, low < high), (second, true))
    if same(first, -second):
        value = Abs(first) if _vanishes_at_tie(first, low, high) else Piecewise(tie, (Abs(first), true))
    because = f"Each order of {low} and {high} by itself; where they are equal so are the laws."
    witness = Reasoning("lemmas", cases=(expand(low - high),))
    step = Step(Relation.EQ, value, "tell-orders-apart", because, tuple(found), measure, witness=witness)
    return Derivation(left=measure, domain=domain).then(step).closing(Status.CLOSED)


def _vanishes_at_tie(formula: Expr, low: Expr, high: Expr) -> bool:
    one, other = (low, high) if isinstance(low, Symbol) else (high, low)
    return isinstance(one, Symbol) and formula.xreplace({one: other}) == 0


def _told_to_differ(measure: Measure, domain: Domain) -> list[tuple[Expr, Expr]]:
    """Pairs of parameters of the laws that differ, of which neither is known to be the larger."""
    known = {symbol for law in measure.laws for symbol in law.free_symbols}
    pairs = ((-low, high) for c in domain.conditions if isinstance(c, Ne) for low, high in _difference(c.lhs - c.rhs))
    return [
        tuple(sorted(pair, key=default_sort_key))
        for pair in pairs
        if set(pair) <= known and not any(domain.positive(s * (pair[0] - pair[1])) for s in (1, -1))
    ]


def _difference(gap: Expr) -> list[tuple[Expr, Expr]]:
    """``-a + b`` as its two terms, the one that is taken away first."""
    terms = sorted(Add.make_args(gap), key=lambda term: not term.could_extract_minus_sign())
    return [(terms[0], terms[1])] if len(terms) == 2 else []


def _without_tie(measure: Measure, domain: Domain, derive: Derive, low: Expr, high: Expr) -> Derivation | None:
    found = _each_order(measure, domain, derive, low, high)
    if not found:
        return None
    first, second = (evaluated(case.stands) for case in found)
    value = first if same(first, second) else Piecewise((first, low < high), (second, true))
    because = f"Each order of {low} and {high} by itself."
    witness = Reasoning("lemmas", cases=(low - high,))
    step = Step(Relation.EQ, value, "tell-orders-apart", because, tuple(found), measure, witness=witness)
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
