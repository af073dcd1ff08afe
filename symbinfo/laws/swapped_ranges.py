"""The order of two variables turned round, where the range of the second depends on the first."""

from __future__ import annotations

from sympy import Dummy, Expr, diff, limit, oo, solve, true

from symbinfo.expressions.domain import Domain, Variable
from symbinfo.expressions.errors import MeasureError

__all__ = ["swapped"]

Range = tuple[Expr, Expr]


def swapped(x: Variable, over: Range, y: Variable, ends: Range, conditions: Domain) -> tuple[Range, Range]:
    """The range of y as such, and that of x given y, of the pairs with x in a range and y between ends that may hold x.

    Parameters
    ----------
    x, y : Variable
        The variables.
    over : tuple of Expr
        The range of x.
    ends : tuple of Expr
        The range of y given x; each end goes up or down all the way, or is free of x.
    conditions : Domain
        Where the parameters live.

    Raises
    ------
    MeasureError
        When an end is not of that kind, or the range of x given y has several pieces.

    Examples
    --------
    >>> from sympy import S
    >>> from symbinfo.laws.law import real_variable
    >>> x, y = real_variable("x"), real_variable("y")
    >>> swapped(x, (S.Zero, S.One), y, (S.Zero, x), Domain.of([]))
    ((0, 1), (y, 1))
    """
    t = Dummy("t", positive=True) if over[0].is_nonnegative else Dummy("t", real=True)
    inside = conditions.and_(*(c for c in (over[0] < t, t < over[1]) if c != true))
    bounds: list[Range] = []
    whole: list[Expr] = []
    for end, is_lower in zip(ends, (True, False), strict=True):
        if not end.has(x):
            whole.append(end)
            continue
        moved = end.xreplace({x: t})
        rises = _rises(moved, t, inside)
        whole.append(_at(moved, t, over[0] if rises == is_lower else over[1]))
        place = _inverse(moved, t, y, over)
        bounds.append((over[0], place) if rises == is_lower else (place, over[1]))
    lows, highs = ({b[k] for b in bounds} - {over[k]} for k in (0, 1))
    if len(lows) > 1 or len(highs) > 1 or (bounds and len(bounds) > 1 and not (lows and highs)):
        raise MeasureError(SEVERAL)
    narrowed = ((lows or {over[0]}).pop(), (highs or {over[1]}).pop())
    range_of_y = (whole[0], whole[1])
    if bounds and any(not _beyond(narrowed[k], over[k], y, range_of_y, conditions, k) for k in (0, 1)):
        raise MeasureError(SEVERAL)
    return range_of_y, narrowed


SEVERAL = "the range of one variable given the other has several pieces: such a joint density is not read"


def _rises(end: Expr, t: Dummy, inside: Domain) -> bool:
    slope = diff(end, t)
    if inside.positive(slope):
        return True
    if inside.positive(-slope):
        return False
    raise MeasureError("an end of a range that depends on another variable goes up, or down, all the way")


def _at(end: Expr, t: Dummy, place: Expr) -> Expr:
    found: Expr = limit(end, t, place) if place in (oo, -oo) or end.has(1 / t) else end.xreplace({t: place})
    return found


def _inverse(end: Expr, t: Dummy, y: Variable, over: Range) -> Expr:
    roots = solve(end - y, t, dict=False, check=False)
    if len(roots) != 1:
        raise MeasureError("an end of a range is solved for the other variable, and has not one solution")
    found: Expr = roots[0]
    return found


def _beyond(place: Expr, end: Expr, y: Variable, range_of_y: Range, conditions: Domain, side: int) -> bool:
    """Whether a bound for x lies inside of the range of x for every y."""
    if place == end or end in (oo, -oo):
        return True
    t = Dummy("y", positive=True) if range_of_y[0].is_nonnegative else Dummy("y", real=True)
    inside = conditions.and_(*(c for c in (range_of_y[0] < t, t < range_of_y[1]) if c != true))
    gap = place.xreplace({y: t}) - end
    return inside.positive(gap if side == 0 else -gap)
