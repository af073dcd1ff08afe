"""Values of expressions in floating point, with a bound of their error: what is clearly not 0 needs no algebra."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import Any
from zlib import crc32

from sympy import (
    Abs,
    Add,
    Dummy,
    Expr,
    Mul,
    NumberSymbol,
    Pow,
    Symbol,
    cos,
    cosh,
    erf,
    erfc,
    exp,
    gamma,
    log,
    loggamma,
    sin,
    sinh,
    tanh,
)
from sympy.core.numbers import Float, Rational
from sympy.core.relational import Ge, Gt, Le, Lt, Ne
from sympy.logic.boolalg import Boolean

__all__ = ["Place", "is_clearly_negative", "is_clearly_not_zero", "places_in", "rough_value"]

# Rounding of one operation, and of one function of the library, with room to spare.
ROUNDING, OF_FUNCTIONS = 1e-15, 1e-12
#: A value counts that is so many times larger than the bound of its error.
MARGIN = 1e3
#: Places are drawn so often, and so many are kept.
MOST_DRAWN, MOST_KEPT = 12, 2
# In turn: near 1, small and large ones.
RANGES = ((0.4, 2.6), (0.05, 0.95), (1.1, 4.0))

FUNCTIONS: dict[type, Callable[[float], float]] = {
    gamma: math.gamma,
    loggamma: math.lgamma,
    erf: math.erf,
    erfc: math.erfc,
    sin: math.sin,
    cos: math.cos,
    sinh: math.sinh,
    cosh: math.cosh,
    tanh: math.tanh,
}

Rough = tuple[float, float]


class Place(dict[Symbol, float]):
    """Values of symbols; those that are not stated get one that their own assumptions allow, the same in every run."""

    def __init__(self, trial: int = 0, **values: float) -> None:
        super().__init__(**values)
        self.trial = trial

    def __missing__(self, symbol: Symbol) -> float:
        return _drawn(symbol, self.trial)


class _Unknown(Exception):
    """No value: a function that is not in the table, a logarithm of a negative number, an overflow."""


def rough_value(expr: Expr, at: Place) -> Rough | None:
    """A value in floating point and a bound of its error; None where there is none.

    Parameters
    ----------
    expr : Expr
        Real at the place.
    at : Place
        The values of its symbols.

    Examples
    --------
    >>> from sympy import symbols
    >>> a, b, at = *symbols("a b", positive=True), Place()
    >>> value, error = rough_value((a + b)**2 - a**2 - 2*a*b, at)
    >>> abs(value - at[b]**2) <= error < 1e-10
    True
    """
    try:
        value, error = _value(expr, at)
    except (_Unknown, OverflowError, ValueError, ZeroDivisionError):
        return None
    return (value, error) if math.isfinite(value) and math.isfinite(error) else None


def is_clearly_not_zero(expr: Expr, place: Place | None = None) -> bool:
    """Whether an expression has a value that is not 0 at a place, or at one that its symbols allow (False: not seen to).

    Examples
    --------
    >>> from sympy import symbols
    >>> a, b = symbols("a b", positive=True)
    >>> is_clearly_not_zero(a - b), is_clearly_not_zero((a + b)**2 - a**2 - 2*a*b - b**2)
    (True, False)
    """
    found = rough_value(expr, Place() if place is None else place)
    return found is not None and abs(found[0]) > MARGIN * found[1]


def is_clearly_negative(expr: Expr, places: Iterable[Place]) -> bool:
    """Whether an expression is negative at one of the places (False: not seen to be)."""
    values = (rough_value(expr, place) for place in places)
    return any(found is not None and found[0] < -MARGIN * found[1] for found in values)


def places_in(conditions: Iterable[Boolean], slack: Iterable[tuple[Symbol, Expr]]) -> tuple[Place, ...]:
    """A few places where conditions hold, the same in every run; none where it cannot be seen that they do.

    Parameters
    ----------
    conditions : iterable of Boolean
        Inequalities.
    slack : iterable of pairs
        Substitutions that make them hold, one after the other.

    Examples
    --------
    >>> from sympy import symbols
    >>> a, b, w = *symbols("a b", real=True), symbols("w", positive=True)
    >>> [place[a] < place[b] for place in places_in([a < b], [(b, a + w)])]
    [True, True]
    """
    conditions, steps = list(conditions), list(slack)
    found: list[Place] = []
    for trial in range(MOST_DRAWN):
        place = _place(steps, conditions, trial)
        if place is not None:
            found.append(place)
            if len(found) == MOST_KEPT:
                break
    return tuple(found)


def _place(steps: list[tuple[Symbol, Expr]], conditions: list[Boolean], trial: int) -> Place | None:
    replaced = {symbol for symbol, _ in steps}
    spoken = {s for c in conditions for s in c.free_symbols} | {s for _, e in steps for s in e.free_symbols}
    at = Place(trial)
    at.update({s: at[s] for s in spoken - replaced})
    # A value may hold symbols that are replaced later.
    for symbol, value in reversed(steps):
        found = rough_value(value, at)
        if found is None:
            return None
        at[symbol] = found[0]
    allowed = all(_allows(symbol, value) for symbol, value in at.items())
    return at if allowed and all(_holds(condition, at) for condition in conditions) else None


def _drawn(symbol: Symbol, trial: int) -> float:
    """A value that the assumptions of a symbol allow, unlike those of others."""
    index = symbol.dummy_index if isinstance(symbol, Dummy) else 0
    chance = (crc32(f"{symbol.name} {trial}".encode()) / 2**32 + index * 0.6180339887498949) % 1
    low, high = RANGES[trial % len(RANGES)]
    value = float(math.ceil(7 * chance) + 1) if symbol.is_integer else low + (high - low) * chance
    negative = symbol.is_nonpositive or (symbol.is_nonnegative is None and chance * 1024 % 2 < 1)
    return -value if negative else value


def _allows(symbol: Symbol, value: float) -> bool:
    signs = not (symbol.is_positive and value <= 0) and not (symbol.is_negative and value >= 0)
    ends = not (symbol.is_nonnegative and value < 0) and not (symbol.is_nonpositive and value > 0)
    return signs and ends and (not symbol.is_integer or value == int(value))


def _holds(condition: Boolean, at: Place) -> bool:
    if not isinstance(condition, (Lt, Le, Gt, Ge, Ne)):
        return False
    found = rough_value(condition.lhs - condition.rhs, at)
    if found is None or abs(found[0]) <= MARGIN * found[1]:
        return False
    return isinstance(condition, Ne) or (found[0] > 0) == isinstance(condition, (Gt, Ge))


def _value(node: Any, at: Place) -> Rough:
    if isinstance(node, Symbol):
        return at[node], 0.0
    if isinstance(node, (Rational, Float, NumberSymbol)):
        value = float(node)
        return value, abs(value) * ROUNDING
    if isinstance(node, Add):
        parts = [_value(arg, at) for arg in node.args]
        total = math.fsum(value for value, _ in parts)
        return total, sum(error + abs(value) * ROUNDING for value, error in parts)
    if isinstance(node, Mul):
        value, error = 1.0, 0.0
        for arg in node.args:
            other, more = _value(arg, at)
            value, error = value * other, error * abs(other) + abs(value) * more + error * more
            error += abs(value) * ROUNDING
        return value, error
    if isinstance(node, exp):
        value, error = _value(node.args[0], at)
        return math.exp(value), math.exp(value) * (math.expm1(error) + OF_FUNCTIONS)
    if isinstance(node, Pow):
        return _power(_value(node.args[0], at), _value(node.args[1], at), whole=bool(node.args[1].is_Integer))
    if isinstance(node, (log, Abs)):
        value, error = _value(node.args[0], at)
        if isinstance(node, Abs):
            return abs(value), error
        if value <= MARGIN * error:
            raise _Unknown
        found = math.log(value)
        return found, 2 * error / value + (1 + abs(found)) * OF_FUNCTIONS
    function = FUNCTIONS.get(type(node))
    if function is None:
        raise _Unknown
    return _of_function(function, _value(node.args[0], at))


def _power(base: Rough, exponent: Rough, *, whole: bool) -> Rough:
    (b, of_base), (e, of_exponent) = base, exponent
    if abs(b) <= MARGIN * of_base or (b < 0 and not whole):
        if b == 0 and whole and e > 0:
            return 0.0, 0.0
        raise _Unknown
    value = b**e
    relative = 2 * abs(e) * of_base / abs(b) + 2 * abs(math.log(abs(b))) * of_exponent + (1 + abs(e)) * OF_FUNCTIONS
    if relative > 1e-3:
        raise _Unknown
    return value, abs(value) * relative


def _of_function(function: Callable[[float], float], argument: Rough) -> Rough:
    """The slope is estimated by a step: what is steep has a large bound."""
    value, error = argument
    found, step = function(value), 1e-6 * (1 + abs(value))
    slope = max(abs(function(value + step) - found), abs(function(value - step) - found)) / step
    return found, 10 * slope * error + (1 + abs(found)) * OF_FUNCTIONS
