"""Laws written by hand must be nowhere negative, and integrate or sum to 1: looked at once a law, numerically."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import lru_cache
from typing import Any

from sympy import Abs, Function, Integral, Piecewise, Rational, exp, log, oo

from symbinfo.derivation.certify.terms_of_sympy import term_of
from symbinfo.expressions.domain import Domain
from symbinfo.expressions.errors import BudgetExceeded, MeasureError, NotNormalised, SymbinfoError
from symbinfo.laws.domains_by_sign import integers_of
from symbinfo.laws.expectation import Expectation
from symbinfo.laws.hierarchy import others_in
from symbinfo.laws.law import AbstractLaw, FiniteLaw, Law
from symbinfo.laws.parameter_points import parameter_points
from symbinfo.laws.positive_range import Unclear, positive_parts
from symbinfo.trusted import Evaluator, Undefined, Unknown, sign_of_divergence

__all__ = ["demand_normalised"]

DIGITS, TOLERANCE, SECONDS = 20, 10, 20
#: For how long a density that was derived is looked at: a second opinion.
SHORTLY = 2
#: To how many digits, and for how many seconds, the growth of a density far out is looked at.
LOOKED_AT, LOOKING = 80, 2
#: How many points of the parameters decide, of how many that are tried; places looked at for a sign, and narrowings.
ENOUGH, POINTS, PLACES, NARROWINGS = 3, 8, 61, 30
#: What is below this share of the largest value counts as negative: rounding stays far above.
NEGATIVE = -1e-13
BY_HAND = ("Density", "Mass")
PLAIN = (exp, log, Abs, Piecewise)

Place = dict[str, Fraction]


def demand_normalised(law: Law) -> None:
    """Refuse a law written by hand that is negative somewhere, or does not integrate or sum to 1.

    With parameters it is looked at in a few points of their domain. A total other than 1 in one of them is refused, and
    so is a law that is none in any of them. One that is none in some may have a domain that is stated too widely (p > 0
    for a probability); the derivation narrows it.

    Parameters
    ----------
    law : Law
        Any law; those of the catalogue are not looked at.

    Raises
    ------
    NotNormalised
        With what it integrates to, and where.
    MeasureError
        When it has no integral, or is negative, and where.
    """
    if law.family not in BY_HAND or isinstance(law, AbstractLaw) or others_in(law) or _is_derived_and_special(law):
        return
    complaint = _complaint(law)
    if complaint is not None:
        raise complaint.with_traceback(None)


def _is_derived_and_special(law: Any) -> bool:
    """Whether a density was derived and holds special functions of the variable, whose values take long."""
    return hasattr(law, "origin") and any(
        f.has(law.variable) for f in law.density.atoms(Function) if type(f) not in PLAIN
    )


@lru_cache(maxsize=1024)
def _complaint(law: Law) -> SymbinfoError | None:
    seconds = SHORTLY if hasattr(law, "origin") else SECONDS
    evaluator = Evaluator(DIGITS, deadline=time.process_time() + seconds)
    conditions = Domain.of([law.condition]).conditions
    good, complaints = 0, []
    try:
        for point in parameter_points(law.free_symbols, conditions, POINTS, integers_of(law)):
            plain = {s.name: Fraction(int(value.p), int(value.q)) for s, value in point.items()}
            found = _negative(law, plain, evaluator) or _total(law, plain, evaluator)
            if isinstance(found, NotNormalised):
                return found
            if isinstance(found, SymbinfoError):
                complaints.append(found)
            good += found is True
            if good == ENOUGH:
                break
    except BudgetExceeded:  # what was found until then decides
        pass
    return complaints[0] if complaints and not good else None


# --- the total -------------------------------------------------------------------------------------------------------


def _total(law: Law, point: Place, evaluator: Evaluator) -> SymbinfoError | bool:
    """Whether the total is 1 at this point, what is wrong there, or False where the point decides nothing."""
    if law.continuous and not hasattr(law, "origin") and _grows(law, point):  # what is derived has an integral
        return MeasureError(
            f"{law.title} has no integral over its support{_at(point)}: it does not fall off fast enough"
        )
    try:
        total = evaluator.value(term_of(_as_parts(law)), point)
    except Undefined as error:
        return MeasureError(f"{law.title} has no integral over its support{_at(point)}: {error}")
    ctx = evaluator.ctx
    small = ctx.mpf(10) ** -TOLERANCE
    if total.error > small:
        return False
    if abs(total.value - 1) <= small:
        return True
    return NotNormalised(law.title, ctx.nstr(total.value, 10) + _at(point), "integrate" if law.continuous else "sum")


def _grows(law: Any, point: Place) -> bool:
    """Whether a density is too large towards an infinite end to have an integral: quadrature would look for one in vain."""
    evaluator = Evaluator(LOOKED_AT, deadline=time.process_time() + LOOKING)
    at = {s: Rational(point[s.name].numerator, point[s.name].denominator) for s in law.free_symbols if s.name in point}
    low, high = (end.xreplace(at) for end in (law.lower, law.upper))
    ends = [(one, other) for one, other in ((low, high), (high, low)) if one in (oo, -oo)]
    if not all(end in (oo, -oo) or end.is_Rational for end in (low, high)):
        return False
    along = evaluator.along(term_of(_with_number_in_front(law, at, evaluator)), law.variable.name)

    def value(x: Fraction) -> Any:
        try:
            return along(x)
        except (Undefined, Unknown, BudgetExceeded):
            return None

    numbers = {end: float(end) if end in (oo, -oo) else Fraction(int(end.p), int(end.q)) for end in (low, high)}
    return any(sign_of_divergence(value, numbers[end], numbers[other], whole=False) == 1 for end, other in ends)


def _with_number_in_front(law: Any, at: dict[Any, Any], evaluator: Evaluator) -> Any:
    """The density at a point, with what is constant in it as a rounded number: it would be computed at each place."""
    constant, moving = law.density.xreplace(at).as_independent(law.variable, as_Add=False)
    try:
        return Rational(evaluator.ctx.nstr(evaluator.value(term_of(constant), {}).value, LOOKED_AT)) * moving
    except (Undefined, Unknown, BudgetExceeded, ValueError):
        return constant * moving


def _as_parts(law: Any) -> Any:
    """The total, of a density with kinks and jumps part by part."""
    if law.continuous:
        try:
            _, parts = positive_parts(law.density, law.variable, (law.lower, law.upper), [law.condition])
        except Unclear:
            return Expectation(1, law)
        if len(parts) > 1:
            integrals = (Integral(law.density, (law.variable, p.low, p.high)) for p in parts if not p.zero)
            return sum(integrals, start=0 * law.density)
    return Expectation(1, law)


def _at(point: Place) -> str:
    return " at " + ", ".join(f"{name} = {value}" for name, value in point.items()) if point else ""


# --- the sign --------------------------------------------------------------------------------------------------------


def _negative(law: Any, point: Place, evaluator: Evaluator) -> SymbinfoError | None:
    """The complaint of a place where the law is negative."""
    if isinstance(law, FiniteLaw):
        found = next((str(outcome) for outcome, mass in law.outcomes if mass.is_negative), None)
    else:
        found = _negative_place(law, point, evaluator)
    if found is None:
        return None
    word = "density" if law.continuous else "mass"
    place = {law.variable.name: found, **{name: str(value) for name, value in point.items()}}
    shown = ", ".join(f"{name} = {value}" for name, value in place.items())
    return MeasureError(f"{law.title} is negative at {shown}: a {word} is nowhere negative; correct it, or its support")


def _negative_place(law: Any, point: Place, evaluator: Evaluator) -> str | None:
    name = law.variable.name
    try:
        low, high = (None if end in (oo, -oo) else _end(end, point, evaluator) for end in (law.lower, law.upper))
        value = evaluator.compile(term_of(law.density))
    except (Undefined, Unknown):
        return None

    def at(place: Fraction) -> Any:
        try:
            found = value({n: evaluator.number(v) for n, v in {**point, name: place}.items()})
            return found if isinstance(found, (evaluator.ctx.mpf, int, float)) else None
        except (Undefined, Unknown):
            return None

    seen = [(at(place), place) for place in (_reals if law.continuous else _integers)(low, high)]
    found = _lowest(seen)
    if found is None and law.continuous:
        found = _lowest([*seen, *_narrowed(at, seen)])
    if found is None:
        return None
    inner = [p for p in map(found.limit_denominator, (10, 100, 10**4)) if _between(low, p, high) and law.continuous]
    found = next((place for place in inner if (v := at(place)) is not None and v < 0), found)
    return str(found if found.denominator < 10**6 else float(found))


def _between(low: Fraction | None, place: Fraction, high: Fraction | None) -> bool:
    return (low is None or low < place) and (high is None or place < high)


def _end(end: Any, point: Place, evaluator: Evaluator) -> Fraction:
    value = evaluator.value(term_of(end), point).value
    return Fraction(evaluator.ctx.nstr(value, DIGITS))


def _lowest(seen: list[tuple[Any, Fraction]]) -> Fraction | None:
    """The place of the lowest value, if it is negative."""
    known = [(value, place) for value, place in seen if value is not None]
    if not known:
        return None
    value, place = min(known)
    return place if value < NEGATIVE * max(abs(v) for v, _ in known) else None


def _narrowed(at: Callable[[Fraction], Any], seen: list[tuple[Any, Fraction]]) -> Iterator[tuple[Any, Fraction]]:
    """Values ever closer to each place that is lower than its neighbours."""
    for (left, a), (middle, b), (right, c) in zip(seen, seen[1:], seen[2:], strict=False):
        if None in (left, middle, right) or not (middle <= left and middle <= right) or left == middle == right:
            continue
        for _ in range(NARROWINGS):
            first, second = a + (b - a) / 2, b + (c - b) / 2
            one, two = at(first), at(second)
            if one is None or two is None:
                break
            yield from ((one, first), (two, second))
            if one < middle:
                b, c, middle = first, b, one
            elif two < middle:
                a, b, middle = b, second, two
            else:
                a, c = first, second


def _reals(low: Fraction | None, high: Fraction | None) -> Iterator[Fraction]:
    """Places of an interval, denser at its ends."""
    for i in range(PLACES):
        share = Fraction(2 * i + 1, 2 * PLACES)
        if low is not None and high is not None:
            yield low + (high - low) * share * share * (3 - 2 * share)
        elif low is not None:
            yield low + 3 * (share / (1 - share)) ** 2
        elif high is not None:
            yield high - 3 * ((1 - share) / share) ** 2
        else:
            yield 3 * (share / (1 - share) - (1 - share) / share)


def _integers(low: Fraction | None, high: Fraction | None) -> Iterator[Fraction]:
    """Places of a range of integers."""
    if low is not None:
        most = 2 * PLACES if high is None else min(2 * PLACES, int(high - low) + 1)
        yield from (low + i for i in range(most))
    elif high is not None:
        yield from (high - i for i in range(2 * PLACES))
    else:
        yield from (Fraction(i - PLACES) for i in range(2 * PLACES))
