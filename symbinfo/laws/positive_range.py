"""Where a density written by hand is positive: a range on which it is 0 is no part of its support.

Between two neighbouring places where a Max, a Min, an Abs, a sign, a step or a condition can change, each of them is one
expression. So a few looks at each part tell what every part is; the places themselves are found exactly.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import combinations, pairwise
from typing import Any, NamedTuple

from sympy import (
    Abs,
    Basic,
    Eq,
    Expr,
    Heaviside,
    Integer,
    Max,
    Min,
    Ne,
    Piecewise,
    Poly,
    PolynomialError,
    Rational,
    S,
    ceiling,
    floor,
    frac,
    oo,
    sign,
    solve,
    zoo,
)
from sympy.core.relational import Relational

from symbinfo.laws.parameter_points import parameter_points

__all__ = ["BROKEN", "STEPS", "Part", "Unclear", "joined", "pieces_where_positive", "positive_parts", "vanishes"]

BROKEN = (Max, Min, Abs, sign, Heaviside, Piecewise)
STEPS = (floor, ceiling, frac)
#: How many places a density may have, and how many looks are taken at each part and at points of the parameters.
MOST_PLACES, LOOKS, POINTS = 24, 3, 3
#: What is smaller than this at so many digits is 0: no density of ours comes near it inside its support.
DIGITS, NOTHING = 30, Rational(1, 10**400)


class Part(NamedTuple):
    """A part of a range, and whether the density is 0 on it."""

    low: Expr
    high: Expr
    zero: bool


class Unclear(Exception):
    """The places where a density changes cannot be found, or put in one order."""


def positive_parts(
    density: Expr, variable: Any, ends: tuple[Expr, Expr], conditions: Sequence[Any] = ()
) -> tuple[Expr, list[Part]]:
    """The density with what never changes in its support settled, and the parts of the range.

    Parameters
    ----------
    density : Expr
        In `variable`.
    variable : Symbol
        Real.
    ends : tuple of Expr
        The stated range.
    conditions : sequence of Boolean
        The domain of the parameters.

    Raises
    ------
    Unclear
        When the places where it changes are not found.

    Examples
    --------
    >>> from sympy import Symbol
    >>> x = Symbol("x", real=True)
    >>> settled, parts = positive_parts(Max(0, 2 - 4*Abs(x - S.Half)), x, (S.Zero, S(9)))
    >>> settled, [tuple(part) for part in parts if not part.zero]
    (2 - 4*Abs(x - 1/2), [(0, 1/2, False), (1/2, 1, False)])
    """
    if density.has(*STEPS):
        raise Unclear
    places = [p for p in _places(density, variable) if p not in ends]
    free = (density.free_symbols | ends[0].free_symbols | ends[1].free_symbols) - {variable}
    points = parameter_points(free, conditions, POINTS)
    if not points or len(places) > MOST_PLACES:
        raise Unclear
    found = [_ordered(places, ends, point) for point in points]
    if len({tuple(order) for order in found}) > 1:
        raise Unclear
    order = [ends[0], *found[0], ends[1]]
    looks = {
        (low, high): [(point, at) for point in points for at in _inside(low.xreplace(point), high.xreplace(point))]
        for low, high in pairwise(order)
    }
    parts = [Part(*pair, _is_zero(density, variable, seen)) for pair, seen in looks.items()]
    there = [look for part in parts if not part.zero for look in looks[part.low, part.high]]
    return (_settled(density, variable, there) if any(p.zero for p in parts) else density), parts


class Piece(NamedTuple):
    """An interval where a density is positive, and what it is there."""

    low: Expr
    high: Expr
    density: Expr


@lru_cache(maxsize=1024)
def pieces_where_positive(law: Any) -> tuple[Piece, ...]:
    """The intervals on which the density of a law is positive; its whole range where nothing else is known."""
    whole = (Piece(law.lower, law.upper, law.density),)
    if not law.continuous or not law.density.has(*BROKEN):
        return whole
    try:
        _, parts = positive_parts(law.density, law.variable, (law.lower, law.upper), [law.condition])
    except Unclear:
        return whole
    intervals = joined(parts)
    if len(intervals) < 2:
        return whole
    looks = [[(point, at) for point in _points_of(law) for at in _inside(*_at(pair, point))] for pair in intervals]
    settled = (_settled(law.density, law.variable, seen) for seen in looks)
    return tuple(Piece(*pair, density) for pair, density in zip(intervals, settled, strict=True))


def _points_of(law: Any) -> list[dict[Any, Any]]:
    return parameter_points(law.free_symbols, [law.condition], POINTS)


def _at(ends: tuple[Expr, Expr], point: dict[Any, Any]) -> tuple[Expr, Expr]:
    return ends[0].xreplace(point), ends[1].xreplace(point)


def joined(parts: Sequence[Part]) -> list[tuple[Expr, Expr]]:
    """The intervals where the density is not 0, with neighbours put together."""
    found: list[tuple[Expr, Expr]] = []
    for part in parts:
        if part.zero:
            continue
        if found and found[-1][1] == part.low:
            found[-1] = (found[-1][0], part.high)
        else:
            found.append((part.low, part.high))
    return found


# --- the places where something changes ------------------------------------------------------------------------------


def _places(density: Expr, variable: Any) -> list[Expr]:
    """Every place at which a part of the density may change, each once."""
    found: dict[Expr, None] = {}
    for node in density.atoms(*BROKEN, Relational):
        for edge in _edges(node):
            if edge.has(variable):
                for branch in _branches(edge):
                    found |= dict.fromkeys(_zeros(branch, variable))
    return list(found)


def _edges(node: Basic) -> Iterator[Expr]:
    """What is 0 where the node changes."""
    if isinstance(node, (Max, Min)):
        yield from (a - b for a, b in combinations(node.args, 2))
    elif isinstance(node, Relational):
        yield node.lhs - node.rhs
    elif isinstance(node, (Abs, sign, Heaviside)):
        yield node.args[0]


def _branches(edge: Expr) -> Iterator[Expr]:
    """The edge with everything in it that has branches replaced by each of them."""
    inner = sorted(edge.atoms(*BROKEN), key=lambda node: node.count_ops(), reverse=True)
    if not inner:
        yield edge
        return
    outer = inner[0]
    for branch in _branches_of(outer):
        yield from _branches(edge.xreplace({outer: branch}))


def _branches_of(node: Any) -> list[Expr]:
    if isinstance(node, Abs):
        return [node.args[0], -node.args[0]]
    if isinstance(node, (Max, Min)):
        return list(node.args)
    if isinstance(node, Piecewise):
        return [value for value, _ in node.args]
    return [S.Zero, S.One, S.NegativeOne]


def _zeros(edge: Expr, variable: Any) -> list[Expr]:
    """The real zeros of an expression without branches."""
    if not edge.has(variable):
        return []
    try:
        polynomial = Poly(edge, variable)
    except PolynomialError:
        polynomial = None
    if polynomial is not None and polynomial.degree() == 1:
        slope, constant = polynomial.all_coeffs()
        return [-constant / slope]
    if edge.count_ops() > 40:
        raise Unclear
    try:
        zeros = solve(edge, variable)
    except NotImplementedError:
        raise Unclear from None
    return [zero for zero in zeros if zero.is_real is not False and not zero.has(zoo)]


# --- in order, and looked at -----------------------------------------------------------------------------------------


def _ordered(places: Sequence[Expr], ends: tuple[Expr, Expr], point: dict[Any, Any]) -> list[Expr]:
    """The places inside the range, in order at a point of the parameters; of equal ones the first."""
    low, high = (_number(end.xreplace(point)) for end in ends)
    values: dict[Expr, Expr] = {}
    for place in places:
        value = _number(place.xreplace(point))
        if value is not None and low < value < high and not any(abs(value - v) < 1e-20 for v in values.values()):
            values[place] = value
    return sorted(values, key=lambda place: values[place])


def _number(expr: Expr) -> Any:
    """The value of a real number to many digits; None of anything else."""
    value = expr if expr in (oo, -oo) else expr.evalf(DIGITS)
    return value if value.is_extended_real and value.is_number else None


def _inside(low: Expr, high: Expr) -> list[Rational]:
    """A few rational places between two ends."""
    shares = [Rational(3, 11), Rational(13, 25), Rational(19, 23)][:LOOKS]
    first, last = (end if end in (oo, -oo) else Rational(str(end.evalf(DIGITS))) for end in (low, high))
    if first == -oo and last == oo:
        return [-Rational(9, 7), Rational(2, 9), Rational(17, 6)]
    if last == oo:
        return [first + 3 * share for share in shares]
    if first == -oo:
        return [last - 3 * share for share in shares]
    return [first + (last - first) * share for share in shares]


def _is_zero(density: Expr, variable: Any, looks: Sequence[tuple[dict[Any, Any], Rational]]) -> bool:
    return all(vanishes(density.xreplace({**point, variable: at})) for point, at in looks)


def vanishes(value: Expr) -> bool:
    """Whether a number is 0, as far as numbers tell."""
    if value.is_zero or value == 0:
        return True
    if value.is_Rational:
        return False
    number = value.evalf(DIGITS, maxn=500)
    return bool(number.is_number and number.is_finite and abs(number) < NOTHING)


def _settled(expr: Expr, variable: Any, looks: Sequence[tuple[dict[Any, Any], Rational]]) -> Expr:
    """The expression with every node that is one of its branches wherever the law has mass replaced by that branch."""

    def at_all(test: Callable[[Expr], bool], inner: Expr) -> bool:
        return all(test(inner.xreplace({**point, variable: at})) for point, at in looks)

    def change(node: Any) -> Any:
        if not node.args or not node.has(*BROKEN, Relational):
            return node
        if isinstance(node, (Max, Min)):
            way = 1 if isinstance(node, Max) else -1
            for arg in node.args:
                others = [other for other in node.args if other != arg]
                if all(at_all(lambda v: bool(v.evalf(DIGITS) > 0), way * (arg - other)) for other in others):
                    return change(arg)
        if isinstance(node, Piecewise):
            kept = [(change(v), c) for v, c in node.args if not all(_no(c, variable, look) for look in looks)]
            first = kept[0] if kept else None
            if first is not None and all(_yes(first[1], variable, look) for look in looks):
                return first[0]
            return Piecewise(*kept) if kept else node
        if isinstance(node, Heaviside):
            for value, way in ((S.One, 1), (S.Zero, -1)):
                if at_all(lambda v: bool(v.evalf(DIGITS) > 0), way * node.args[0]):
                    return value
        if isinstance(node, (Abs, sign)):
            for way in (1, -1):
                if at_all(lambda v: bool(v.evalf(DIGITS) > 0), way * node.args[0]):
                    return way * change(node.args[0]) if isinstance(node, Abs) else Integer(way)
        return node.func(*(change(arg) for arg in node.args))

    return change(expr)


def _yes(condition: Any, variable: Any, look: tuple[dict[Any, Any], Rational]) -> bool:
    return bool(condition.xreplace({**look[0], variable: look[1]}) == True)  # noqa: E712 - a SymPy Boolean


def _no(condition: Any, variable: Any, look: tuple[dict[Any, Any], Rational]) -> bool:
    if isinstance(condition, Eq):
        return True  # a single place
    if isinstance(condition, Ne):
        return False
    return bool(condition.xreplace({**look[0], variable: look[1]}) == False)  # noqa: E712 - a SymPy Boolean
