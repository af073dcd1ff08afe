"""A result over one of its parameters, as points; and what sliders for the parameters allow."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from sympy import And, Expr, Rational, Symbol, oo
from sympy.core.relational import Relational

from symbinfo.expressions.errors import SymbinfoError

__all__ = ["curve_of", "parameters_of"]

#: Of one curve.
MOST_POINTS = 200
DIGITS = 15
#: After so long a curve has the points that were found: sums and integrals take long.
SECONDS = 1.5
#: How far sliders go: of a positive number, of a real one, of a whole number.
POSITIVE, REAL, WHOLE = (0, 5), (-5, 5), (0, 20)
STEPS = 200


def parameters_of(derivation: Any) -> list[dict[str, Any]]:
    """The parameters of a result that can be varied: name, ends, step and a first value; none where it has no number.

    The ends are those of the domain where it has some, else near ones; they are open where the domain is.
    """
    value = derivation.value
    if not isinstance(value, Expr) or not value.free_symbols or _term_of(value) is None:
        return []
    symbols = sorted(value.free_symbols, key=lambda s: (s.name.rstrip("0123456789"), s.name))
    if not all(isinstance(symbol, Symbol) and symbol.is_real for symbol in symbols):
        return []
    found = [_range_of(symbol, derivation) for symbol in symbols]
    start = _start(derivation, symbols, found)
    return [{**row, "value": _on_a_step(row, float(x))} for row, x in zip(found, start, strict=True)]


def _on_a_step(row: dict[str, Any], value: float) -> float:
    """The nearest place at which a slider can stand."""
    return round(row["low"] + round((value - row["low"]) / row["step"]) * row["step"], 9)


def _range_of(symbol: Symbol, derivation: Any) -> dict[str, Any]:
    low, high = REAL if symbol.is_nonnegative is not True else WHOLE if symbol.is_integer else POSITIVE
    if symbol.is_integer and symbol.is_nonnegative is not True:
        low = -high
    for part in And.make_args(derivation.condition):
        if isinstance(part, Relational) and part.free_symbols == {symbol}:
            ends = part.as_set()
            low, high = (end if end not in (oo, -oo) else kept for end, kept in ((ends.inf, low), (ends.sup, high)))
    whole = bool(symbol.is_integer)
    step = 1.0 if whole else (float(high) - float(low)) / STEPS
    open_low = bool(symbol.is_positive) and low == 0
    return {
        "name": symbol.name,
        "math": _math_of(symbol, derivation),
        "low": float(low) + (step if open_low else 0.0),
        "high": float(high),
        "step": step,
    }


def _math_of(symbol: Symbol, derivation: Any) -> str:
    from symbinfo.render.mathml import mathml_of_layout
    from symbinfo.render.story import typesetter_of

    return mathml_of_layout(typesetter_of(derivation)(symbol), display=False)


def _start(derivation: Any, symbols: list[Symbol], rows: list[dict[str, Any]]) -> list[Rational]:
    """A place in the domain, from which the sliders start."""
    from symbinfo.laws.parameter_points import parameter_points

    inside = [
        bound
        for symbol, row in zip(symbols, rows, strict=True)
        for bound in (symbol >= row["low"], symbol <= row["high"])
    ]
    points = parameter_points(symbols, [derivation.condition, *inside], 1)
    if points:
        return [points[0][symbol] for symbol in symbols]
    return [Rational(round((row["low"] + row["high"]) / 2, 3)) for row in rows]


def curve_of(
    derivation: Any, name: str, at: Mapping[str, float], low: float, high: float, count: int
) -> dict[str, Any]:
    """The result over one parameter, the others held: pairs of numbers, null where there is no finite value.

    Parameters
    ----------
    derivation : Derivation
        Its result is a number.
    name : str
        The parameter that varies.
    at : mapping
        The numbers of all parameters.
    low, high : float
        Between which it varies.
    count : int
        At how many places, both ends among them.
    """
    value, term = derivation.value, _term_of(derivation.value)
    names = {symbol.name: symbol for symbol in getattr(value, "free_symbols", ())}
    if term is None or name not in names or set(names) - set(at):
        raise SymbinfoError("there is no curve of this: give a number for each parameter of a result that is a number")
    numbers = [low, high, *at.values()]
    if not all(isinstance(x, int | float) and math.isfinite(x) for x in numbers) or not 2 <= count <= MOST_POINTS:
        raise SymbinfoError(f"a curve takes finite numbers and from 2 to {MOST_POINTS} points")
    if low >= high or (math.ceil(low) > math.floor(high) and names[name].is_integer):
        raise SymbinfoError("a curve goes from a smaller number to a larger one")
    held = {word: Fraction(x).limit_denominator(10**6) for word, x in at.items() if word in names}
    whole = bool(names[name].is_integer)
    places = (
        [Fraction(n) for n in range(math.ceil(low), math.floor(high) + 1)[:MOST_POINTS]]
        if whole
        else [Fraction(low + (high - low) * i / (count - 1)).limit_denominator(10**6) for i in range(count)]
    )
    of = _Values(derivation, term, names)
    here = of(held)
    points: dict[Fraction, float | None] = {}
    end = time.process_time() + SECONDS
    for x in _coarse_first(places):
        if time.process_time() > end and len(points) > 2:
            break
        points[x] = of({**held, name: x})
    rows = [[float(x), y] for x, y in sorted(points.items())]
    return {"name": name, "whole": whole, "points": rows, "value": here}


def _coarse_first(places: list[Fraction]) -> Iterator[Fraction]:
    """All places, the ends first and then halves of halves: what is there when time runs out is spread evenly."""
    stride = 1 << (len(places) - 1).bit_length()
    seen: set[int] = set()
    while stride:
        for i in (*range(0, len(places), stride), len(places) - 1):
            if i not in seen:
                seen.add(i)
                yield places[i]
        stride //= 2


class _Values:
    """The result as a function of numbers: None outside of the domain, and where there is no finite value."""

    def __init__(self, derivation: Any, term: Any, names: Mapping[str, Symbol]) -> None:
        from symbinfo.trusted import Evaluator

        self.term, self.names = term, names
        self.evaluator = Evaluator(DIGITS)
        given = derivation.domain.condition if derivation.given is None else derivation.given
        self.conditions = [part for part in And.make_args(given) if part.free_symbols <= set(names.values())]

    def __call__(self, point: Mapping[str, Fraction]) -> float | None:
        """The value at a point."""
        from symbinfo.trusted import Undefined

        exact = {
            symbol: Rational(point[word].numerator, point[word].denominator) for word, symbol in self.names.items()
        }
        if any(_against(symbol, x) for symbol, x in exact.items()):
            return None
        if any(part.subs(exact) == False for part in self.conditions):  # noqa: E712 - SymPy's own false
            return None
        try:
            value = float(self.evaluator.value(self.term, point).value)
        except (Undefined, ArithmeticError, ValueError):
            return None
        return value if math.isfinite(value) else None


def _against(symbol: Symbol, x: Rational) -> bool:
    """Whether a number is not what a symbol stands for."""
    return bool(
        (symbol.is_positive and x <= 0) or (symbol.is_nonnegative and x < 0) or (symbol.is_integer and x.q != 1)
    )


def _term_of(value: Any) -> Any:
    """The result as the checker reads it; None where it is no number for it."""
    from symbinfo.derivation.certify.terms_of_sympy import term_of

    try:
        return term_of(value)
    except (SymbinfoError, TypeError, ValueError, NotImplementedError):
        return None
