"""Integrals inside integrals: two of them over one range, and values of elementary ones to about nine digits.

Each range is brought to the line by the double-exponential rule, and the trapezoidal rule is taken on a grid; grids of
two steps, and a shifted one, must agree. What cannot be evaluated in floating point has no value here.

References
----------
Takahasi and Mori, Double exponential formulas for numerical integration (1974).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from ..terms import Term, fold, free_symbols, replace

__all__ = ["double_integral", "is_double", "same_range"]


BINDERS = ("integral", "sum")


def is_double(term: Term) -> bool:
    """Whether an integral stands inside an integral."""
    return depth_of(term) > 1


def depth_of(term: Term) -> int:
    depth: int = fold(term, _layers)
    return depth


def _layers(term: Term, parts: list[Any]) -> int:
    inner = max((p for p in parts if isinstance(p, int)), default=0)
    return inner + (isinstance(term, tuple) and term[0] == "integral")


def _factors_inside(term: Term) -> Term:
    """A product with one integral or sum as that of the product, where the others do not contain its variable."""
    if not isinstance(term, tuple) or term[0] != "*":
        return term
    inner = [f for f in term[1:] if isinstance(f, tuple) and f[0] in BINDERS]
    others = [f for f in term[1:] if not (isinstance(f, tuple) and f[0] in BINDERS)]
    if len(inner) != 1 or any(inner[0][2] in free_symbols(f) for f in others):
        return term
    binder, body, x, *ends = inner[0]
    return (binder, ("*", *others, body), x, *ends)


def same_range(left: Term, right: Term) -> tuple[tuple[Any, ...], Term, Term] | None:
    """The binder, the variable and its ends, and the two bodies, of two integrals or two sums over one range."""
    left, right = _factors_inside(left), _factors_inside(right)
    if not (isinstance(left, tuple) and isinstance(right, tuple) and left[0] == right[0] in BINDERS):
        return None
    binder, before, x, *ends = left
    _, after, y, *others = right
    if ends != others or (y != x and x in free_symbols(after)):
        return None
    return (binder, x, *ends), before, after if x == y else replace(after, y, x)


# --- values in floating point -----------------------------------------------------------------------------------

Floats = dict[str, float]
Run = Callable[[Floats], float]
# The grid: from -REACH to REACH in this many steps, coarse and fine; what agrees to TOLERANCE is believed.
REACH, COARSE, FINE, TOLERANCE = 3.4, 72, 108, 1e-9

_FUNCTIONS: dict[str, Callable[[float], float]] = {
    "exp": math.exp,
    "abs": abs,
    "sin": math.sin,
    "cos": math.cos,
    "sinh": math.sinh,
    "cosh": math.cosh,
    "tanh": math.tanh,
    "atan": math.atan,
    "erf": math.erf,
    "erfc": math.erfc,
    "loggamma": math.lgamma,
    "sign": lambda x: float((x > 0) - (x < 0)),
}
_CONSTANTS = {"%pi": math.pi, "%e": math.e, "%gamma": 0.5772156649015329, "%oo": math.inf, "%-oo": -math.inf}
_COMPARED: dict[str, Callable[[float, float], bool]] = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    "=": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
}


def double_integral(term: Term, point: Mapping[str, Fraction]) -> tuple[float, float] | None:
    """The value and the error of an integral of an integral; None where it does not settle.

    Parameters
    ----------
    term : Term
        ``(integral (integral f y c d) x a b)``, also with factors before the inner integral.
    point : mapping
        The values of its symbols.
    """
    try:
        return _settled(term, {name: float(x) for name, x in point.items()})
    except (ArithmeticError, ValueError, KeyError, TypeError):
        return None


def _settled(term: Term, at: Floats) -> tuple[float, float] | None:
    run = _compiled(term)
    found = []
    size = 0.0
    for steps, shift in ((COARSE, 0.0), (FINE, 0.0), (FINE, 0.5)):
        grid = _Grid(steps, shift)
        found.append(run({**at, **grid.values}))
        size = max(size, abs(found[-1]))
    spread = max(found) - min(found)
    if not math.isfinite(spread) or spread > TOLERANCE * max(size, 1.0):
        return None
    return found[1], 10 * spread + TOLERANCE * max(size, 1.0) / 10


class _Grid:
    """The step and the shift of a grid, handed down as values of names that no term has."""

    def __init__(self, steps: int, shift: float) -> None:
        self.values = {"%steps": float(steps), "%shift": shift}


def _compiled(term: Term) -> Run:
    if isinstance(term, (int, Fraction)):
        number = float(term)
        return lambda at: number
    if isinstance(term, str):
        constant = _CONSTANTS.get(term)
        return lambda at: at[term] if constant is None else constant
    head = term[0]
    if head == "integral":
        names = (*sorted(free_symbols(term)), "%steps", "%shift")
        return _once(_integral(_compiled(term[1]), term[2], *(_compiled(end) for end in term[3:])), names)
    if head == "cases":
        return _cases([(_compiled(c[1]), _truth(c[2])) for c in term[1:]])
    parts = [_compiled(part) for part in term[1:]]
    if head == "+":
        return lambda at: math.fsum([part(at) for part in parts])
    if head == "*":
        return _product(parts)
    if head == "^":
        return _power(*parts)
    if head in ("min", "max"):
        extreme: Any = min if head == "min" else max
        return lambda at: float(extreme(part(at) for part in parts))
    if head == "log":
        signed = _signed_log(term[1])
        return lambda at: _of_positive(*signed(at))
    function, inner = _FUNCTIONS[head], parts[0]
    return lambda at: function(inner(at))


def _of_positive(sign: float, logarithm: float) -> float:
    if sign <= 0:
        raise ValueError("the log of a negative number")
    return logarithm


def _signed_log(term: Term) -> Callable[[Floats], tuple[float, float]]:
    """The sign of a term and the log of its size, by factors, so that none of them is out of range."""
    head = term[0] if isinstance(term, tuple) else ""
    if head == "*" and isinstance(term, tuple):
        factors = [_signed_log(part) for part in term[1:]]

        def of_product(at: Floats) -> tuple[float, float]:
            rows = [factor(at) for factor in factors]
            return math.prod(sign for sign, _ in rows), math.fsum(size for _, size in rows)

        return of_product
    if head == "^" and isinstance(term, tuple):
        base, exponent = _signed_log(term[1]), _compiled(term[2])

        def of_power(at: Floats) -> tuple[float, float]:
            (sign, size), power = base(at), exponent(at)
            return (1.0 if sign > 0 else sign ** int(power) if power == int(power) else 0.0), size * power

        return of_power
    if head == "exp" and isinstance(term, tuple):
        inner = _compiled(term[1])
        return lambda at: (1.0, inner(at))
    value = _compiled(term)

    def of_value(at: Floats) -> tuple[float, float]:
        found = value(at)
        return math.copysign(1.0, found), math.log(abs(found))

    return of_value


def _power(base: Run, exponent: Run) -> Run:
    def run(at: Floats) -> float:
        found = base(at) ** exponent(at)
        if isinstance(found, complex):
            raise ValueError("a power of a negative number")
        return float(found)

    return run


def _product(parts: list[Run]) -> Run:
    """A factor that is 0 makes a product 0, whatever the others are, as under any integral."""

    def run(at: Floats) -> float:
        found, failure = 1.0, None
        for part in parts:
            try:
                value = part(at)
            except (ArithmeticError, ValueError) as error:
                failure = error
                continue
            if value == 0:
                return 0.0
            found *= value
        if failure is not None:
            raise failure
        return found

    return run


def _cases(rows: list[tuple[Run, Callable[[Floats], bool]]]) -> Run:
    def run(at: Floats) -> float:
        for value, holds in rows:
            if holds(at):
                return value(at)
        raise ValueError("no case holds")

    return run


def _truth(term: Term) -> Callable[[Floats], bool]:
    if isinstance(term, str):
        return lambda at: term == "true"
    if not isinstance(term, tuple):
        raise TypeError("no condition")
    head = term[0]
    if head in ("and", "or"):
        rows = [_truth(part) for part in term[1:]]
        every: Any = all if head == "and" else any
        return lambda at: bool(every(row(at) for row in rows))
    if head == "not":
        inner = _truth(term[1])
        return lambda at: not inner(at)
    left, right = (_compiled(part) for part in term[1:])
    compare = _COMPARED[head]
    return lambda at: compare(left(at), right(at))


def _integral(body: Run, variable: str, lower: Run, upper: Run) -> Run:
    def run(at: Floats) -> float:
        low, high = lower(at), upper(at)
        steps, here = int(at["%steps"]), dict(at)
        h, total = 2 * REACH / steps, []
        for k in range(steps + 1):
            u = -REACH + (k + at["%shift"]) * h
            t, slope = math.pi / 2 * math.sinh(u), math.pi / 2 * math.cosh(u)
            x, weight = _placed(t, low, high)
            if weight * slope == 0 or x in (low, high):
                continue
            here[variable] = x
            total.append(body(here) * weight * slope)
        return math.fsum(total) * h

    return run


def _once(run: Run, names: tuple[str, ...]) -> Run:
    """An integral is computed once for the values of what it depends on: a marginal density stands in many places."""
    known: dict[tuple[float, ...], float] = {}

    def looked_up(at: Floats) -> float:
        key = tuple(at[name] for name in names)
        if key not in known:
            known[key] = run(at)
        return known[key]

    return looked_up


def _placed(t: float, low: float, high: float) -> tuple[float, float]:
    """A place of a range for a place of the line, and its slope."""
    if math.isinf(low) and math.isinf(high):
        return math.sinh(t / 4) * 4, math.cosh(t / 4)
    if math.isinf(high):
        return low + math.exp(t / 2), math.exp(t / 2) / 2
    if math.isinf(low):
        return high - math.exp(t / 2), math.exp(t / 2) / 2
    share = 1 / (1 + math.exp(-t)) if t > -700 else 0.0
    return low + (high - low) * share, (high - low) * share * (1 - share)
