"""From the range that is stated to the support: what is 0 at an end is cut off, a mass with gaps becomes a list.

Where it cannot be told, the range is asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sympy import Dummy, Expr, Integer, Rational, ceiling, floor, oo
from sympy.core.relational import Relational

from symbinfo.expressions.errors import DomainError, MeasureError
from symbinfo.laws.common_outcomes import MOST_OUTCOMES
from symbinfo.laws.parameter_points import parameter_points
from symbinfo.laws.positive_range import BROKEN, STEPS, Unclear, joined, positive_parts, vanishes

__all__ = ["density_on_its_support", "mass_on_its_support"]

Found = tuple[Expr, Expr, Expr, "list[tuple[Expr, Expr]] | None"]
#: How many points of the parameters are looked at, and how many places of a range.
POINTS, PLACES = 3, 41


def density_on_its_support(
    density: Expr, variable: Any, lower: Expr, upper: Expr, conditions: Sequence[Any]
) -> tuple[Expr, Expr, Expr, None]:
    """The density, its support, and no list.

    Raises
    ------
    DomainError
        When it is 0 everywhere.
    MeasureError
        When it is 0 somewhere, and where it is positive cannot be told.
    """
    if not density.has(*BROKEN, *STEPS):
        return density, lower, upper, None
    try:
        settled, parts = positive_parts(density, variable, (lower, upper), conditions)
    except Unclear:
        _demand_positive(density, variable, lower, upper, conditions)
        return density, lower, upper, None
    pieces = joined(parts)
    if not pieces:
        raise DomainError("Density", "the density", density, "positive inside the support")
    return settled, pieces[0][0], pieces[-1][1], None


def _demand_positive(density: Expr, variable: Any, lower: Expr, upper: Expr, conditions: Sequence[Any]) -> None:
    """Refuse a density that is 0 at one of many places."""
    free = (density.free_symbols | lower.free_symbols | upper.free_symbols) - {variable}
    for point in parameter_points(free, conditions, POINTS):
        low, high = lower.xreplace(point), upper.xreplace(point)
        for share in (Rational(2 * i + 1, 2 * PLACES + 5) for i in range(PLACES + 2)):
            odds = 4 * share / (1 - share)
            if low == -oo and high == oo:
                place: Expr = odds - 1 / odds
            else:
                place = low + odds if high == oo else high - odds if low == -oo else low + (high - low) * share
            if vanishes(density.xreplace({**point, variable: place})):
                raise MeasureError(
                    f"si.Density: the density is 0 at {variable} = {place}, and where it is positive is not known: "
                    f"give the ends between which it is, as in ({variable}, 0, 1)"
                )


def mass_on_its_support(density: Expr, variable: Any, lower: Expr, upper: Expr, conditions: Sequence[Any]) -> Found:
    """The mass, its range, and a list of its outcomes with their masses where it has gaps.

    Raises
    ------
    DomainError
        When it is 0 everywhere.
    MeasureError
        When it is 0 somewhere between, and the outcomes cannot be listed.
    """
    if density.has(*BROKEN, Relational):
        lower, upper = _between_conditions(density, variable, lower, upper, conditions)
    points = parameter_points(
        (density.free_symbols | lower.free_symbols | upper.free_symbols) - {variable}, conditions, POINTS
    )

    def zero(place: Expr) -> bool:
        mass = density.xreplace({variable: place})
        return bool(points) and all(vanishes(mass.xreplace(point)) for point in points)

    short = lower.is_Integer and upper.is_Integer and upper - lower < MOST_OUTCOMES
    lower, upper = _trimmed(zero, lower, upper)
    if short:
        places = [lower + i for i in range(int(upper - lower) + 1)]
        there = [place for place in places if not zero(place)]
        listed = [(place, density.xreplace({variable: place})) for place in there] if there != places else None
        return density, lower, upper, listed
    for place in _some_places(lower, upper):
        if zero(place):
            raise MeasureError(
                f"si.Mass: the mass is 0 at {variable} = {place}, between outcomes that have some: write it over those "
                f"alone, for instance with 2*j in place of an even {variable}"
            )
    return density, lower, upper, None


def _trimmed(zero: Any, lower: Expr, upper: Expr) -> tuple[Expr, Expr]:
    """The range without what is 0 at its ends."""
    for _ in range(MOST_OUTCOMES):
        if lower == -oo or not zero(lower):
            break
        lower = lower + 1
    else:
        raise DomainError(
            "Mass", "the mass", 0, f"positive near the lower end {lower - MOST_OUTCOMES}: give a higher one"
        )
    for _ in range(MOST_OUTCOMES):
        if upper == oo or not zero(upper):
            break
        upper = upper - 1
    return lower, upper


def _some_places(lower: Expr, upper: Expr) -> list[Expr]:
    """Places of a long range near an end that it has."""
    if lower != -oo:
        most = min(PLACES, int(upper - lower)) if lower.is_Integer and upper.is_Integer else PLACES
        steps = most if upper == oo or (lower.is_Integer and upper.is_Integer) else 2
        return [lower + i for i in range(steps)]
    if upper != oo:
        return [upper - i for i in range(PLACES)]
    return [Integer(i - PLACES // 2) for i in range(PLACES)]


def _between_conditions(
    density: Expr, variable: Any, lower: Expr, upper: Expr, conditions: Sequence[Any]
) -> tuple[Expr, Expr]:
    """The range cut where a condition makes the mass 0 from some place on."""
    real = Dummy(variable.name, real=True)
    try:
        _, parts = positive_parts(density.xreplace({variable: real}), real, (lower - 1, upper + 1), conditions)
    except Unclear:
        return lower, upper
    if not parts[0].zero and not parts[-1].zero:
        return lower, upper
    pieces = joined(parts)
    if not pieces:
        raise DomainError("Mass", "the mass", density, "positive at some outcome")
    low = _rounded(pieces[0][0], ceiling) if parts[0].zero else lower
    high = _rounded(pieces[-1][1], floor) if parts[-1].zero else upper
    return low, high


def _rounded(end: Expr, way: Any) -> Expr:
    return end if end.is_integer or not end.is_number else way(end)
