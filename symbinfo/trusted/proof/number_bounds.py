"""Rational numbers below and above pi, e, Euler's and Catalan's constant, logarithms and roots of whole numbers.

Digits are cut: the last one plus 1 is above. Logarithms are summed from log(p/q) = 2 artanh((p-q)/(p+q)), DLMF 4.6.4,
with the tail below a geometric series; roots by whole roots.
"""

from __future__ import annotations

from fractions import Fraction
from math import isqrt
from typing import Any

from .facts.function_table import CONSTANTS
from .forms import Algebra, Rational

__all__ = ["bounds_of_base"]

SCALE = 10**30
Bounds = tuple[Rational, Rational]


def bounds_of_base(base: tuple[Any, ...], algebra: Algebra, power: Rational) -> Bounds | None:
    """Numbers strictly below and above a base to a power, both positive; None of what is no number, or 0 or less."""
    kind, *data = base
    found: Bounds | None = None
    if kind == "constant" and data[0] in CONSTANTS:
        found = Fraction(CONSTANTS[data[0]], SCALE), Fraction(CONSTANTS[data[0]] + 1, SCALE)
    elif kind == "prime":
        return _root(data[0], power)
    elif kind == "log" and algebra.bases[data[0]][0] == "prime":
        number: int = algebra.bases[data[0]][1]
        found = _logarithm(number)
    if found is None or power.denominator != 1 or not -20 <= power <= 20:
        return None
    low, high = Fraction(found[0]), Fraction(found[1])
    n = int(power)
    return (low**n, high**n) if n > 0 else (high**n, low**n)


def _logarithm(n: int) -> Bounds | None:
    """Bounds of log n for a whole number n > 1, as k log 2 + log(n / 2^k)."""
    if n.bit_length() > 200:
        return None
    k = n.bit_length() - 1
    low, high = _artanh(Fraction(1, 3))
    rest = _artanh(Fraction(n - 2**k, n + 2**k))
    return 2 * (k * low + rest[0]), 2 * (k * high + rest[1])


def _artanh(t: Fraction) -> Bounds:
    """Bounds of t + t^3/3 + t^5/5 + ... for 0 <= t <= 1/3: forty terms, and a tail below t^81 / (1 - t^2)."""
    total = sum((Fraction(t) ** (2 * j + 1) / (2 * j + 1) for j in range(40)), Fraction(0))
    low = Fraction(total.numerator * SCALE // total.denominator, SCALE)
    return low, low + t**81 / (1 - t * t) + Fraction(2, SCALE)


def _root(p: int, power: Rational) -> Bounds | None:
    """p^(a/b) for b = 2, 4, 8, ..."""
    n, d = power.numerator, power.denominator
    if d & (d - 1) or abs(n) * p.bit_length() > 400:
        return None
    value = Fraction(p) ** n
    low, high = value, value
    while d > 1:
        low = Fraction(isqrt(low.numerator * SCALE**2 // low.denominator), SCALE)
        high = Fraction(isqrt(high.numerator * SCALE**2 // high.denominator) + 1, SCALE)
        d //= 2
    low -= Fraction(1, SCALE)
    return (low, high) if low > 0 else None
