"""Ranges as they are typed, and the usual one of a parameter where none is given."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from sympy import Rational, Symbol, oo

from symbinfo.expressions.errors import SymbinfoError
from symbinfo.kernels.kernel_parameters import Range

__all__ = ["Axis", "read_ranges", "usual_axis"]

#: How far the usual range goes where the parameter has no end, and how many whole numbers it holds.
FAR, WHOLE = 5, 20


@dataclass(frozen=True)
class Axis:
    """A parameter that varies, and the ends of what is shown; `own` is where it may lie at all."""

    symbol: Symbol
    low: Fraction
    high: Fraction
    own: Range

    @property
    def whole(self) -> bool:
        """Whether only whole numbers are meant."""
        return self.own.integer


def read_ranges(given: Mapping[str, Any]) -> dict[str, Fraction | tuple[Fraction, Fraction]]:
    """Numbers and ranges by the name of their parameter: ``2``, ``"1/2"``, ``(0, 1)``, ``"0:1"``.

    Raises
    ------
    SymbinfoError
        When one is no number, or a range is empty.
    """
    found: dict[str, Fraction | tuple[Fraction, Fraction]] = {}
    for name, value in given.items():
        parts = value.split(":") if isinstance(value, str) else value
        if isinstance(parts, (str, bytes)) or not hasattr(parts, "__len__"):
            parts = (parts,)
        if len(parts) > 2:
            raise SymbinfoError(f"{name} has {len(parts)} ends: write {name}=0:1 for a range, or {name}=1/2 to fix it")
        numbers = [_number(name, part) for part in parts]
        if len(numbers) == 2 and not numbers[0] < numbers[1]:
            raise SymbinfoError(
                f"the range {name}={':'.join(map(str, parts))} is empty: the first end must be the smaller one"
            )
        found[name] = numbers[0] if len(numbers) == 1 else (numbers[0], numbers[1])
    return found


def _number(name: str, part: Any) -> Fraction:
    try:
        value = Fraction(part.strip() if isinstance(part, str) else str(part))
        if math.isfinite(float(value)):
            return value
    except (ValueError, ZeroDivisionError, OverflowError):
        pass
    raise SymbinfoError(f"{name}={part} is no number: write {name}=0:1 for a range, or {name}=1/2 to fix it")


def usual_axis(symbol: Symbol, own: Range, bounds: Iterable[Any] = ()) -> Axis:
    """A range that shows what a parameter does, where none is given.

    Parameters
    ----------
    symbol : Symbol
        The parameter.
    own : Range
        Where it may lie.
    bounds : iterable of Boolean
        Inequalities that the question asks of it: those between the parameter and a number are taken.
    """
    own = replace(own)
    for bound in bounds:
        if getattr(bound, "rel_op", "") in ("<", "<=", ">", ">=") and {bound.lts, bound.gts} & {symbol}:
            end = bound.gts if bound.lts == symbol else bound.lts
            if end.is_Rational:
                (own.below if bound.lts == symbol else own.above)(end, bound.rel_op in ("<", ">"))
    low, high = (None if end in (oo, -oo) else Fraction(str(Rational(end))) for end in (own.low, own.high))
    far = WHOLE if own.integer else FAR
    if low is None and high is None:
        low, high = Fraction(-far), Fraction(far)
    low = high - far if low is None and high is not None else low
    high = low + far if high is None and low is not None else high
    if own.integer and own.low_open and own.low != -oo:
        low = low + 1 if low is not None else low
    return Axis(symbol, low or Fraction(0), high or Fraction(0), own)
