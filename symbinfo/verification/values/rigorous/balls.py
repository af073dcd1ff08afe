"""Balls: real numbers with a proven radius, and the one place that sets FLINT's precision."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from importlib.util import find_spec
from typing import Any

from symbinfo.expressions.one_line import OneLine

__all__ = ["Ball", "available", "ball_of", "precision", "real"]


def available() -> bool:
    """Whether python-flint is installed."""
    return find_spec("flint") is not None


@dataclass(frozen=True, repr=False)
class Ball(OneLine):
    """A closed interval that provably contains a number, with exact ends.

    Attributes
    ----------
    lower, upper : Fraction
        The ends.

    Examples
    --------
    >>> ball = Ball(Fraction(314, 100), Fraction(315, 100))
    >>> ball.contains(Fraction(22, 7)), ball.sign, ball.digits()
    (True, 1, '3.1')
    """

    lower: Fraction
    upper: Fraction

    def __str__(self) -> str:
        return f"[{self.lower}, {self.upper}]"

    def contains(self, number: Fraction | int) -> bool:
        """Whether a number lies inside."""
        return self.lower <= number <= self.upper

    @property
    def sign(self) -> int | None:
        """The sign of the number inside: 1, 0 or -1; None where the ball does not tell."""
        if self.lower > 0 or self.upper < 0:
            return 1 if self.lower > 0 else -1
        return 0 if self.lower == self.upper else None

    @property
    def radius(self) -> Fraction:
        """Half of the width."""
        return (self.upper - self.lower) / 2

    def overlaps(self, other: Ball) -> bool:
        """Whether the two balls can hold the same number."""
        return self.lower <= other.upper and other.lower <= self.upper

    def reaches(self, digits: int) -> bool:
        """Whether so many significant digits are certain, to one unit of the last."""
        size = min(abs(self.lower), abs(self.upper)) if self.sign else Fraction(0)
        return self.upper - self.lower <= size / 10**digits if size else self.lower == self.upper == 0

    def digits(self, most: int = 1000) -> str:
        """The decimal digits that are certain, at most so many: the number rounds to them within one unit of the last.

        An empty text where not even the first is certain.
        """
        if self.lower == self.upper == 0:
            return "0"
        count = self._count(most)
        return decimal((self.lower + self.upper) / 2, count) if count else ""

    def _count(self, most: int) -> int:
        low, high = 0, most
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if self.reaches(middle) else (low, middle - 1)
        return low


def decimal(number: Fraction, digits: int) -> str:
    """A number rounded to so many significant digits, as mpmath would write it."""
    from mpmath.ctx_mp import MPContext

    ctx = MPContext()
    ctx.dps = digits + 10
    return str(ctx.nstr(ctx.mpf(number.numerator) / number.denominator, digits, strip_zeros=False))


@contextmanager
def precision(bits: int) -> Iterator[None]:
    """FLINT's precision, which is global to the process, for a while."""
    from flint import ctx

    before = ctx.prec
    ctx.prec = bits
    try:
        yield
    finally:
        ctx.prec = before


def real(number: Fraction | int) -> Any:
    """A rational number as a real ball at the present precision."""
    from flint import arb, fmpq

    return arb(fmpq(number.numerator, number.denominator)) if isinstance(number, Fraction) else arb(number)


def ball_of(value: Any) -> Ball | None:
    """A finite real ball of FLINT with exact ends."""
    if not value.is_finite():
        return None
    middle, radius = (_exact(part) for part in (value.mid(), value.rad()))
    return Ball(middle - radius, middle + radius)


def _exact(value: Any) -> Fraction:
    mantissa, exponent = (int(n) for n in value.man_exp())
    return Fraction(mantissa << exponent) if exponent >= 0 else Fraction(mantissa, 1 << -exponent)
