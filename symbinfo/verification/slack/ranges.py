"""Where a parameter lives, read off its assumptions and the conditions that compare it with numbers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from sympy import Expr, Symbol
from sympy.core.relational import Ge, Gt, Le, Lt

from symbinfo.expressions.domain import Domain

__all__ = ["Range", "ranges_of", "tied_by"]


@dataclass(frozen=True)
class Range:
    """An interval: its two ends, None for infinite ones, each of which may belong to it.

    Examples
    --------
    >>> Range(Fraction(0), None).is_half_line, Range(Fraction(0), Fraction(1)).is_half_line
    (True, False)
    """

    low: Fraction | None
    high: Fraction | None
    low_belongs: bool = False
    high_belongs: bool = False

    @property
    def is_line(self) -> bool:
        """Whether it has no ends."""
        return self.low is None and self.high is None

    @property
    def is_half_line(self) -> bool:
        """Whether it is that of all positive numbers."""
        return self.low == 0 and not self.low_belongs and self.high is None

    @property
    def is_scaled(self) -> bool:
        """Whether it stays the same when all numbers are multiplied by a positive one."""
        return self.is_line or (self.low == 0 and self.high is None) or (self.low is None and self.high == 0)

    def contains(self, x: Fraction) -> bool:
        """Whether a number lies inside, an end that does not belong to it aside."""
        above = self.low is None or self.low < x or (self.low == x and self.low_belongs)
        below = self.high is None or x < self.high or (self.high == x and self.high_belongs)
        return above and below

    @property
    def inside(self) -> Fraction:
        """A number inside, no end."""
        if self.low is not None and self.high is not None:
            return (self.low + self.high) / 2
        if self.low is not None:
            return self.low + 1
        return self.high - 1 if self.high is not None else Fraction(0)

    def above(self, x: Fraction, belongs: bool) -> Range:
        """What lies above a number."""
        if self.low is not None and (x < self.low or (x == self.low and (belongs or not self.low_belongs))):
            return self
        return Range(x, self.high, belongs, self.high_belongs)

    def below(self, x: Fraction, belongs: bool) -> Range:
        """What lies below a number."""
        if self.high is not None and (x > self.high or (x == self.high and (belongs or not self.high_belongs))):
            return self
        return Range(self.low, x, self.low_belongs, belongs)


def ranges_of(symbols: Iterable[Symbol], domain: Domain) -> dict[Symbol, Range]:
    """The range of each symbol; what is not read of a condition makes it wider, never narrower.

    Examples
    --------
    >>> from sympy import symbols
    >>> p = Symbol("p", positive=True)
    >>> ranges_of([p], Domain.of([p < 1]))[p]
    Range(low=Fraction(0, 1), high=Fraction(1, 1), low_belongs=False, high_belongs=False)
    """
    return {s: _range(s, domain) for s in symbols}


def _range(symbol: Symbol, domain: Domain) -> Range:
    found = Range(None, None)
    if symbol.is_nonnegative:
        whole = bool(symbol.is_integer and symbol.is_positive)
        found = Range(Fraction(int(whole)), None, whole or not symbol.is_positive)
    elif symbol.is_nonpositive:
        found = Range(None, Fraction(0), False, not symbol.is_negative)
    for condition in domain.conditions:
        if not isinstance(condition, (Lt, Le, Gt, Ge)):
            continue
        gap, weak = condition.gts - condition.lts, isinstance(condition, (Le, Ge))
        slope = gap.diff(symbol)
        if not slope.is_Rational or slope == 0 or not (end := (symbol - gap / slope).expand()).is_Rational:
            continue
        found = found.above(_fraction(end), weak) if slope > 0 else found.below(_fraction(end), weak)
    return found


def _fraction(number: Expr) -> Fraction:
    return Fraction(int(number.p), int(number.q))


def tied_by(domain: Domain) -> frozenset[Symbol]:
    """The symbols of conditions between several symbols."""
    return frozenset(s for c in domain.conditions if len(c.free_symbols) > 1 for s in c.free_symbols)
