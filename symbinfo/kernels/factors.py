"""The factors of a product in the order in which they are computed: what could overflow meets what holds it back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sympy as sy

__all__ = ["fraction_of", "negative", "ratios_of_powers", "squares_with_exponentials"]


def fraction_of(factors: Iterable[Any]) -> tuple[Any, list[Any], list[Any]]:
    """A rational number, the factors above and the factors below the line."""
    number, top, bottom = sy.S.One, [], []
    for factor in factors:
        if factor.is_Rational:
            number *= factor
        elif isinstance(factor, sy.Pow) and negative(factor.exp):
            bottom.append(sy.Pow(factor.base, -factor.exp, evaluate=False) if factor.exp != -1 else factor.base)
        else:
            top.append(factor)
    return number, top, bottom


def ratios_of_powers(top: list[Any], bottom: list[Any]) -> tuple[list[tuple[Any, Any, Any]], list[Any], list[Any]]:
    """Powers ``a**n/b**n`` as (a, b, n), and the other factors: the ratio comes before the power, which could overflow."""
    top, bottom, found = list(top), list(bottom), []
    for below in list(bottom):
        if not (isinstance(below, sy.Pow) and below.exp.is_Integer):
            continue
        above = next((t for t in top if isinstance(t, sy.Pow) and t.exp == below.exp), None)
        if above is not None:
            top.remove(above)
            bottom.remove(below)
            found.append((above.base, below.base, below.exp))
    for above in [t for t in top if isinstance(t, sy.Pow) and t.exp == 2]:
        if len(bottom) < 2:
            break
        top.remove(above)
        found += [(above.base, bottom.pop(), sy.S.One) for _ in range(2)]
    return found, top, bottom


def squares_with_exponentials(top: list[Any]) -> list[Any]:
    """``a**2*exp(u)`` as ``(a*exp(u/2))**2``: the exponential alone could overflow beside an `a` that is 0."""
    square = next((f for f in top if isinstance(f, sy.Pow) and f.exp == 2), None)
    exponential = next((f for f in top if isinstance(f, sy.exp)), None)
    if square is None or exponential is None:
        return top
    rest = [f for f in top if f not in (square, exponential)]
    return [*rest, sy.Pow(square.base * sy.exp(exponential.args[0] / 2), 2, evaluate=False)]


def negative(exponent: Any) -> bool:
    """Whether the exponent carries a minus sign, so that its power goes below the line."""
    return bool(exponent.as_coeff_Mul()[0].is_negative)
