"""Parameters on axes without ends: powers of two away from the ends of their ranges.

A step of one on an axis doubles or halves the distance to the nearer end, so that every end is a few steps away.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from symbinfo.trusted import Term
from symbinfo.verification.claims.sample_points import Places

__all__ = ["Axis", "axes_of"]

# How far out a coordinate is taken, and what a rounded value may have for denominators.
FARTHEST = 100.0
DENOMINATORS = (1, 2, 3, 4, 5, 10, 20, 50, 100, 1000, 10**4, 10**6)


@dataclass(frozen=True)
class Axis:
    """A parameter with its range.

    Parameters
    ----------
    name, kind : str
        As a certificate declares it.
    low, high : Fraction or None
        The numbers that its range ends at, None for none.

    Examples
    --------
    >>> chance = Axis("p", "positive", Fraction(0), Fraction(1))
    >>> [str(chance.value(t)) for t in (-3, 0, 3)]
    ['1/16', '1/2', '15/16']
    >>> chance.coordinate(Fraction(15, 16))
    3.0
    """

    name: str
    kind: str
    low: Fraction | None
    high: Fraction | None

    def value(self, t: float) -> Fraction:
        """The parameter at a coordinate."""
        t = max(-FARTHEST, min(FARTHEST, t))
        if self.low is not None and self.high is not None:
            part = _power(-abs(t) - 1)
            found = self.low + (self.high - self.low) * (part if t <= 0 else 1 - part)
        elif self.low is not None:
            found = self.low + _power(t)
        elif self.high is not None:
            found = self.high - _power(t)
        else:
            found = (_power(abs(t)) - 1) * (1 if t >= 0 else -1)
        return Fraction(round(found)) if "integer" in self.kind else found

    def coordinate(self, value: Fraction) -> float:
        """The coordinate of a value of the parameter."""
        if self.low is not None and self.high is not None:
            part = (value - self.low) / (self.high - self.low)
            return _log2(part) + 1 if part <= Fraction(1, 2) else -_log2(1 - part) - 1
        if self.low is not None:
            return _log2(value - self.low)
        if self.high is not None:
            return _log2(self.high - value)
        return math.copysign(_log2(abs(value) + 1), value)

    def rounded(self, value: Fraction) -> Iterator[Fraction]:
        """Shorter numbers near a value, the shortest first: powers of ten from an end, or small denominators."""
        if self.low is not None and value != self.low:
            yield from (self.low + ten for ten in _tens(value - self.low))
        if self.high is not None and value != self.high:
            yield from (self.high - ten for ten in _tens(self.high - value))
        if abs(value) > 1 and self.low is None:
            yield from (ten if value > 0 else -ten for ten in _tens(abs(value)))
        yield from dict.fromkeys(value.limit_denominator(n) for n in DENOMINATORS)


def axes_of(places: Places) -> tuple[Axis, ...]:
    """The axis of each parameter: its kind and the conditions that compare it with numbers say where it ends."""
    return tuple(_axis(name, kind, places.conditions) for name, kind in places.symbols)


def _axis(name: str, kind: str, conditions: Sequence[Term]) -> Axis:
    low = Fraction(0) if kind in ("positive", "nonnegative", "nonnegative integer") else None
    low = Fraction(1) if kind == "positive integer" else low
    high = Fraction(0) if kind == "negative" else None
    for condition in conditions:
        if not (isinstance(condition, tuple) and len(condition) == 3 and condition[0] in ("<", "<=")):
            continue
        _, small, large = condition
        if small == name and (bound := _number(large)) is not None:
            high = bound if high is None else min(high, bound)
        if large == name and (bound := _number(small)) is not None:
            low = bound if low is None else max(low, bound)
    return Axis(name, kind, low, high) if low is None or high is None or low < high else Axis(name, kind, None, None)


def _number(term: Term) -> Fraction | None:
    return Fraction(term) if isinstance(term, (int, Fraction)) and not isinstance(term, bool) else None


def _power(t: float) -> Fraction:
    """A power of two to 12 binary digits."""
    whole = math.floor(t)
    return Fraction(round(2.0 ** (t - whole) * 4096), 4096) * Fraction(2) ** whole


def _log2(x: Fraction) -> float:
    if x <= 0:
        return -FARTHEST
    return math.log2(x.numerator) - math.log2(x.denominator)


def _tens(distance: Fraction) -> list[Fraction]:
    """The powers of ten about a distance, nearer to 1 first, where the distance is far from 1."""
    power = round(_log2(distance) * math.log10(2))
    return sorted((Fraction(10) ** n for n in (power - 1, power, power + 1) if abs(n) > 1), key=lambda x: abs(x - 1))
