"""Where an expression in one parameter may be largest: its range, its stationary points, and in which coordinate it is concave.

What is found here is only proposed: the bound that is made of it is replayed by the checker.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, NamedTuple

from sympy import (
    Add,
    Expr,
    Max,
    Min,
    Mul,
    S,
    Symbol,
    cancel,
    diff,
    exp,
    expand_log,
    fraction,
    limit,
    log,
    logcombine,
    oo,
    powdenest,
    simplify,
    solve,
    sqrt,
    together,
)
from sympy.core.relational import Ge, Gt, Le, Lt

from symbinfo.expressions.domain import Domain
from symbinfo.jobs.soft_limit import attempted
from symbinfo.laws.catalogue import FAMILIES
from symbinfo.laws.from_catalogue import law_of_family
from symbinfo.laws.parameter_points import parameter_points
from symbinfo.laws.strengthen import laws_in

__all__ = [
    "COORDINATES",
    "Coordinate",
    "Interval",
    "interval_of",
    "measure_at_end",
    "places_of",
    "sign_at",
    "sorted_ends",
    "stationary_points",
]

LONGEST_SOLVE = 8.0
PLACES = 12
TINY = 1e-18


class Interval(NamedTuple):
    """The range of a parameter; whether its ends belong to it."""

    lower: Expr
    upper: Expr
    closed: tuple[bool, bool]

    def holds(self, place: Expr, domain: Domain) -> bool:
        """Whether a place is known to lie inside, by the domain of the other parameters or at places of it."""
        inside = (self.lower == -oo or domain.positive(place - self.lower)) and (
            self.upper == oo or domain.positive(self.upper - place)
        )
        return inside or self._at_places(place, domain)

    def _at_places(self, place: Expr, domain: Domain) -> bool:
        gaps = [gap for gap in (place - self.lower, self.upper - place) if gap.is_infinite is not True]
        return all(sign_at(gap, domain) == 1 for gap in gaps)


def interval_of(symbol: Symbol, domain: Domain) -> Interval:
    """The range of a parameter, by its assumptions and by the conditions of a domain.

    Examples
    --------
    >>> p = Symbol("p", positive=True)
    >>> tuple(interval_of(p, Domain.of([p <= 1])))[:2]
    (0, 1)
    """
    lower: list[tuple[Expr, bool]] = []
    upper: list[tuple[Expr, bool]] = []
    if symbol.is_positive or symbol.is_nonnegative:
        lower.append((S.Zero, not symbol.is_positive))
    if symbol.is_negative or symbol.is_nonpositive:
        upper.append((S.Zero, not symbol.is_negative))
    for condition in domain.conditions:
        if not isinstance(condition, (Lt, Le, Gt, Ge)) or not condition.has(symbol):
            continue
        closed, gap = isinstance(condition, (Le, Ge)), condition.gts - condition.lts
        slope = diff(gap, symbol)
        if slope.has(symbol) or not slope.is_nonzero:
            continue
        end = simplify(symbol - gap / slope)
        (lower if slope.is_positive else upper).append((end, closed))
    low = Max(*(end for end, _ in lower)) if lower else -oo
    high = Min(*(end for end, _ in upper)) if upper else oo
    return Interval(low, high, (_closed(lower, low), _closed(upper, high)))


def _closed(ends: list[tuple[Expr, bool]], end: Expr) -> bool:
    return bool(ends) and all(closed for other, closed in ends if other == end)


def places_of(expr: Expr, domain: Domain, more: Any = ()) -> list[dict[Any, Any]]:
    """Places in the domain at which an expression is looked at."""
    symbols = {*expr.free_symbols, *more, *(s for c in domain.conditions for s in c.free_symbols)}
    return parameter_points(symbols, domain.conditions, PLACES)


def sign_at(expr: Expr, domain: Domain) -> int | None:
    """The sign of an expression at all places that are looked at: 1, -1, 0; None where it changes or has none."""
    found = set()
    for place in places_of(expr, domain):
        value = expr.xreplace(place).evalf(25)
        if not value.is_number or not value.is_real:
            return None
        found.add(0 if abs(value) < TINY else 1 if value > 0 else -1)
    return found.pop() if len(found) == 1 else None


def stationary_points(expr: Expr, symbol: Symbol, interval: Interval, domain: Domain) -> list[Expr]:
    """The places inside the range at which the derivative is 0, as far as they are found in closed form."""
    slope = diff(expr, symbol)
    others = Domain.of(c for c in domain.conditions if not c.has(symbol))
    found: list[Expr] = []
    for equation in _equations(slope, symbol):
        nothing: list[Expr] = []
        roots = attempted(partial(_solved, equation, symbol), LONGEST_SOLVE, nothing)
        for root in roots:
            value = simplify(root)
            real = value.is_number is False or value.is_real is not False
            if value in found or not real or value.has(S.ImaginaryUnit, oo):
                continue
            if interval.holds(value, others) and sign_at(slope.xreplace({symbol: value}), others) == 0:
                found.append(value)
        if found:
            break
    return found


def _solved(equation: Expr, symbol: Symbol) -> list[Expr]:
    try:
        return list(solve(equation, symbol))
    except (NotImplementedError, ValueError, TypeError, RecursionError):
        return []


def _equations(slope: Expr, symbol: Symbol) -> Iterator[Expr]:
    """The equation that the slope is 0, in forms that are solved more easily, the easiest first."""
    opened = expand_log(slope, force=True)
    yield from _as_one_logarithm(opened, symbol)
    yield fraction(together(cancel(together(slope))))[0]
    yield slope


def _as_one_logarithm(slope: Expr, symbol: Symbol) -> Iterator[Expr]:
    """``c log u - c log v + c k = 0`` as u exp(k) - v = 0."""
    terms = Add.make_args(slope.expand())
    heads: dict[Expr, Expr] = {}
    rest = S.Zero
    for term in terms:
        logs = [f for f in Mul.make_args(term) if isinstance(f, log) and f.has(symbol)]
        if len(logs) != 1:
            rest += term
            continue
        times = term / logs[0]
        heads[logs[0]] = heads.get(logs[0], S.Zero) + times
    if not heads or any(times.has(symbol) for times in heads.values()):
        return
    rest = simplify(rest)
    if rest.has(symbol):
        return
    scale = next(iter(heads.values()))
    powers = {head: cancel(together(times / scale)) for head, times in heads.items()}
    if not all(power.is_Integer for power in powers.values()):
        return
    product = Mul(*(head.args[0] ** power for head, power in powers.items()))
    top, bottom = fraction(cancel(together(product)))
    constant = simplify(exp(logcombine(-rest / scale, force=True)))
    yield (top - constant * bottom).expand()


# --- coordinates in which a function may be concave --------------------------------------------------------------------


class Coordinate(NamedTuple):
    """A function of the parameter, its inverse, and whether it is for positive parameters alone."""

    words: str
    of: Callable[[Expr], Expr]
    inverse: Callable[[Expr], Expr]
    positive: bool = True

    def body(self, expr: Expr, symbol: Symbol, variable: Symbol) -> Expr:
        """The expression in the coordinate."""
        put = expr.xreplace({symbol: self.inverse(variable)})
        found: Expr = powdenest(expand_log(put), force=True)
        return found


COORDINATES = (
    Coordinate("", lambda p: p, lambda t: t, False),
    Coordinate("log {0}", lambda p: log(p), lambda t: exp(t)),
    Coordinate("1/{0}", lambda p: 1 / p, lambda t: 1 / t),
    Coordinate("1/{0}^2", lambda p: 1 / p**2, lambda t: 1 / sqrt(t)),
    Coordinate("{0}^2", lambda p: p**2, lambda t: sqrt(t)),
)


def sorted_ends(coordinate: Coordinate, interval: Interval) -> tuple[Expr, Expr]:
    """The ends of the range in a coordinate, the lower one first."""
    if not coordinate.positive:
        return interval.lower, interval.upper
    t = Symbol("t", positive=True)
    ends = [
        limit(coordinate.of(t), t, end, side) if end in (0, oo) else coordinate.of(end)
        for end, side in ((interval.lower, "+"), (interval.upper, "-"))
    ]
    low, high = ends if diff(coordinate.of(t), t).is_positive else ends[::-1]
    return low, high


def measure_at_end(objective: Expr, symbol: Symbol, end: Expr) -> Expr:
    """The measure at an end of a range: its laws are made anew, since an edge may be none of those that they know."""
    changes = {}
    for law in laws_in(objective):
        family = FAMILIES.get(law.family)
        if family is not None and law.has(symbol):
            values = tuple(value.xreplace({symbol: end}) for value in law.parameters)
            changes[law] = law_of_family(family, values, law.name)
    kept: Expr = objective.xreplace(changes).xreplace({symbol: end})
    return kept
