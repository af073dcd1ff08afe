"""Germs: what a function is, at most and at least, on all of [V, oo), read off its term.

Two forms are kept. A `Sum` is a sum of monomials v**p * log(v)**q, each with a coefficient that may vary inside a ball.
A `Power` is exp of such a sum, times a power of log(log(v)) within the sum's loglog, with a sign; its sign is None where
only the size is bounded, from above. Sums, products, powers, exp, log and a few special functions go from germs to
germs; what leaves the two forms raises `NotCovered`. Nothing is asked of the term but that the bounds hold from V on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from symbinfo.verification.values.rigorous.balls import real

__all__ = ["Germ", "NotCovered", "Power", "Scale", "Sum"]

Monomial = tuple[Fraction, int]
ONE: Monomial = (Fraction(0), 0)
LOG: Monomial = (Fraction(0), 1)
MOST_MONOMIALS = 24


class NotCovered(ArithmeticError):
    """No proven bound is known here."""


@dataclass(frozen=True)
class Sum:
    """The sum of c * v**p * log(v)**q over its monomials (p, q), each c somewhere in its ball at every v >= V."""

    parts: Mapping[Monomial, Any]

    @property
    def leading(self) -> Monomial:
        """The monomial that grows fastest."""
        return max(self.parts)


@dataclass(frozen=True)
class Power:
    """sign * exp(exponent) * log(v)**loglog; where the sign is None, a bound on the size."""

    sign: int | None
    exponent: Sum
    loglog: Fraction = Fraction(0)


Germ = Sum | Power


class Scale:
    """The arithmetic of germs on [V, oo) with V = exp(T), T >= 2.

    Parameters
    ----------
    start : int or Fraction
        T, at least 2, so that log(v) and log(log(v)) are positive.
    """

    def __init__(self, start: Fraction | int) -> None:
        if start < 2:
            raise NotCovered("germs begin at exp(2)")
        self.start, self.t = start, real(start)

    # --- bounds of monomials and sums --------------------------------------------------------------------------------

    def at_start(self, monomial: Monomial) -> Any:
        """The value of a monomial at V."""
        power, logs = monomial
        return (real(power) * self.t).exp() * self.t**logs

    def top(self, monomial: Monomial) -> Any:
        """A bound on a monomial that does not grow: exp(p t) t**q over t >= T is largest at T or at t = -q/p."""
        power, logs = monomial
        if monomial > ONE:
            raise NotCovered("a monomial that grows")
        peak = -Fraction(logs) / power if power and logs > 0 else Fraction(0)
        if peak <= self.start:
            return self.at_start(monomial)
        return (real(power) * real(peak)).exp() * real(peak) ** logs

    def between(self, monomial: Monomial) -> Any:
        """The ball that a monomial that does not grow stays in."""
        return real(1) if monomial == ONE else real(0).union(self.top(monomial))

    def range(self, germ: Sum) -> Any:
        """The ball that a sum without growing monomials stays in."""
        return sum((c * self.between(m) for m, c in germ.parts.items()), real(0))

    def relative(self, germ: Sum) -> tuple[Monomial, Any, Sum]:
        """A sum as c * m * (1 + rest): its leading monomial, the coefficient, and a rest that stays above -1."""
        if not germ.parts:
            raise NotCovered("zero has no leading part")
        lead = germ.leading
        c = germ.parts[lead]
        if c.contains(0):
            raise NotCovered("a leading coefficient that may vanish")
        rest = Sum({(p - lead[0], q - lead[1]): k / c for (p, q), k in germ.parts.items() if (p, q) != lead})
        if not self.range(rest) > -1:
            raise NotCovered("a sum whose sign is not settled yet")
        return lead, c, rest

    def upper(self, germ: Sum) -> Any:
        """A bound from above on a sum, whose coefficients are first replaced by the ends of their balls."""
        ends = self._total([Sum({m: c.upper() for m, c in germ.parts.items()})])
        if not any(m > ONE for m in ends.parts):
            return self.range(ends).upper()
        lead, c, rest = self.relative(ends)
        if not c < 0:
            raise NotCovered("a sum that grows")
        return (c * self._least(lead) * (1 + self.range(rest))).upper()

    def least(self, germ: Sum) -> Any:
        """The least size of a sum whose leading monomial does not fall."""
        lead, c, rest = self.relative(germ)
        return c * (1 + self.range(rest)) * (real(1) if lead == ONE else self._least(lead))

    def _least(self, monomial: Monomial) -> Any:
        """The least value of a monomial that grows from V on."""
        power, logs = monomial
        if power * self.start < -logs:
            raise NotCovered("a monomial that falls before it grows")
        return self.at_start(monomial)

    # --- arithmetic --------------------------------------------------------------------------------------------------

    def constant(self, value: Any) -> Sum:
        """A constant, or whatever stays in a ball."""
        if not value.is_finite():
            raise NotCovered("a constant without a finite value")
        return Sum({} if value.is_zero() else {ONE: value})

    def added(self, germs: list[Germ]) -> Germ:
        """A sum of germs."""
        plain = [g for g in germs if isinstance(g, Sum)]
        total = self._total(plain)
        powers = [g for g in germs if isinstance(g, Power)]
        if not powers:
            return total
        terms = [*powers, *([self.power_of(total)] if total.parts else [])]
        return terms[0] if len(terms) == 1 else self._dominated(terms)

    def _total(self, germs: list[Sum]) -> Sum:
        found: dict[Monomial, Any] = {}
        for germ in germs:
            for m, c in germ.parts.items():
                found[m] = found[m] + c if m in found else c
        return Sum({m: c for m, c in found.items() if not c.is_zero()})

    def _dominated(self, terms: list[Power]) -> Power:
        """A sum seen from its largest term: that times 1 plus the ratios, which only fall."""
        for lead in terms:
            others = [other for other in terms if other is not lead]
            try:
                ratios = [self.upper_of_log(self._quotient(other, lead)).exp() for other in others]
            except NotCovered:
                continue
            signed = real(1)
            for other, ratio in zip(others, ratios, strict=True):
                sign = _both(lead.sign, other.sign)
                signed += real(0).union(ratio * sign) if sign is not None else ratio.union(-ratio)
            if lead.sign is not None and signed > 0:
                return self._scaled(lead, signed.log(), lead.sign)
            return self._scaled(lead, (1 + sum(ratios, real(0))).log().upper(), None)
        raise NotCovered("a sum of which no term is known to be the largest")

    def _scaled(self, germ: Power, log_factor: Any, sign: int | None) -> Power:
        return Power(sign, self._total([germ.exponent, self.constant(log_factor)]), germ.loglog)

    def _quotient(self, top: Power, bottom: Power) -> Power:
        minus = Sum({m: -c for m, c in bottom.exponent.parts.items()})
        return Power(1, self._total([top.exponent, minus]), top.loglog - bottom.loglog)

    def upper_of_log(self, germ: Power) -> Any:
        """A bound from above on the logarithm of the size."""
        if germ.loglog < 0:
            return (self.upper(germ.exponent) + real(germ.loglog) * self.t.log()).upper()
        return self.upper(self._loglog_as_log(germ))

    def _loglog_as_log(self, germ: Power) -> Sum:
        """The exponent, with log(log(v)) written as a part of log(v): it is at most log(T)/T of it (T >= e)."""
        if not germ.loglog:
            return germ.exponent
        if self.start < 3:
            raise NotCovered("log(log(v)) is compared with log(v) from exp(3) on")
        share = real(0).union(self.t.log() / self.t)
        return self._total([germ.exponent, Sum({LOG: share * real(germ.loglog)})])

    def multiplied(self, germs: list[Germ]) -> Germ:
        """A product of germs."""
        if any(isinstance(g, Sum) and not g.parts for g in germs):
            return Sum({})
        product: Germ = Sum({ONE: real(1)})
        for germ in germs:
            product = self._product(product, germ)
        return product

    def _product(self, one: Germ, other: Germ) -> Germ:
        if isinstance(one, Sum) and isinstance(other, Sum):
            if len(one.parts) * len(other.parts) > MOST_MONOMIALS:
                return self._product(self.power_of(one), self.power_of(other))
            pairs = [
                Sum({(p + s, q + r): c * k}) for (p, q), c in one.parts.items() for (s, r), k in other.parts.items()
            ]
            return self._total(pairs)
        a, b = (g if isinstance(g, Power) else self.bounded(g) for g in (one, other))
        return Power(_both(a.sign, b.sign), self._total([a.exponent, b.exponent]), a.loglog + b.loglog)

    def power_of(self, germ: Germ) -> Power:
        """A germ as a power, by its leading monomial."""
        if isinstance(germ, Power):
            return germ
        lead, c, rest = self.relative(germ)
        exponent = self._total([self.constant(abs(c).log()), Sum({LOG: real(lead[0])}), self._log_of_one_plus(rest)])
        return Power(1 if c > 0 else -1, exponent, Fraction(lead[1]))

    def bounded(self, germ: Germ) -> Power:
        """A germ as a power, or a bound on its size where its sign is not settled."""
        try:
            return self.power_of(germ)
        except NotCovered:
            if isinstance(germ, Power) or not germ.parts:
                raise
        sizes = [self.power_of(Sum({m: abs(c).upper()})) for m, c in germ.parts.items() if abs(c).upper() > 0]
        found = sizes[0] if len(sizes) == 1 else self._dominated(sizes)
        return Power(None, found.exponent, found.loglog)

    def _log_of_one_plus(self, rest: Sum) -> Sum:
        """log(1 + r) = r * h with h between 1/(1 + |r|) and 1/(1 - |r|), which keeps the decay of r."""
        if not rest.parts:
            return Sum({})
        bound = self.range(rest)
        low, high = bound.lower(), bound.upper()
        factor = (1 / (1 + low)).union(1 / (1 + high)).union(real(1))
        return Sum({m: c * factor for m, c in rest.parts.items()})

    def log(self, germ: Germ) -> Sum:
        """The logarithm of a germ that is positive."""
        found = self.power_of(germ)
        if found.sign != 1:
            raise NotCovered("the logarithm of what may not be positive")
        return self._loglog_as_log(found)

    def exp(self, germ: Germ) -> Germ:
        """The exponential of a germ."""
        if isinstance(germ, Sum):
            return self._exp_of_small(germ) if germ.parts and germ.leading < ONE else Power(1, germ)
        try:
            size = self.upper_of_log(germ).exp()
        except NotCovered:
            if germ.sign != -1 or germ.loglog:
                raise
            return self._exp_of_minus(germ.exponent)
        near = real(0).union(size * germ.sign) if germ.sign is not None else size.union(-size)
        return Power(1, self.constant(near))

    def _exp_of_small(self, germ: Sum) -> Sum:
        """exp(r) = 1 + r h with h between exp(-|r|) and exp(|r|), of an r that tends to 0."""
        size = abs(self.range(germ)).upper()
        factor = (-size).exp().union(size.exp())
        return self._total([Sum({ONE: real(1)}), Sum({m: c * factor for m, c in germ.parts.items()})])

    def _exp_of_minus(self, exponent: Sum) -> Power:
        """exp(-exp(b)) <= exp(-b**2/2) for b >= 0."""
        lead, c, _ = self.relative(exponent)
        if not (lead > ONE and c > 0):
            raise NotCovered("an exponential whose exponent is not settled yet")
        square = self._product(exponent, exponent)
        if isinstance(square, Power):
            raise NotCovered("an exponent with too many parts")
        return Power(None, Sum({m: -k / 2 for m, k in square.parts.items()}))

    def raised(self, germ: Germ, exponent: Fraction) -> Germ:
        """A germ to a rational power."""
        if exponent == 0:
            return Sum({ONE: real(1)})
        if exponent == 1:
            return germ
        if isinstance(germ, Sum) and exponent.denominator == 1 and 0 < exponent <= 6:
            return self.multiplied([germ] * int(exponent))
        if isinstance(germ, Sum) and len(germ.parts) == 1:
            ((p, q), c) = next(iter(germ.parts.items()))
            if (c > 0 or (exponent.denominator == 1 and c < 0)) and (q * exponent).denominator == 1:
                raised = c ** int(exponent) if exponent.denominator == 1 else (c.log() * real(exponent)).exp()
                return Sum({(p * exponent, int(q * exponent)): raised})
        if isinstance(germ, Sum) and len(germ.parts) > 1:
            try:
                return self._raised_sum(germ, exponent)
            except NotCovered:
                pass
        base = self.bounded(germ) if exponent.denominator == 1 and exponent > 0 else self.power_of(germ)
        sign = self._sign_of_power(base.sign, exponent)
        scaled = Sum({m: c * real(exponent) for m, c in base.exponent.parts.items()})
        return Power(sign, scaled, base.loglog * exponent)

    def _raised_sum(self, germ: Sum, exponent: Fraction) -> Sum:
        """(c m (1 + r))**e = c**e m**e (1 + r h), with h between e and e (1 + r)**(e - 1)."""
        lead, c, rest = self.relative(germ)
        head = self.raised(Sum({lead: c}), exponent)
        bound = self.range(rest)
        slope = real(exponent)
        ends = [((1 + end).log() * (slope - 1)).exp() * slope for end in (bound.lower(), bound.upper())]
        factor = ends[0].union(ends[1]).union(slope)
        near = self._total([Sum({ONE: real(1)}), Sum({m: k * factor for m, k in rest.parts.items()})])
        found = self._product(head, near)
        if isinstance(found, Power):
            raise NotCovered("a power with too many parts")
        return found

    def _sign_of_power(self, sign: int | None, exponent: Fraction) -> int | None:
        whole = exponent.denominator == 1
        if sign is None and whole and exponent > 0:
            return None
        if sign is None or (sign < 0 and not whole):
            raise NotCovered("a power of what may be negative or vanish")
        return sign if whole and exponent.numerator % 2 else 1

    def size(self, germ: Germ) -> Germ:
        """The absolute value."""
        if isinstance(germ, Sum):
            try:
                _, c, _ = self.relative(germ)
            except NotCovered:
                return self.bounded(germ)
            return germ if c > 0 else Sum({m: -k for m, k in germ.parts.items()})
        return Power(None if germ.sign is None else 1, germ.exponent, germ.loglog)

    def sign(self, germ: Germ) -> int | None:
        """The sign from V on, 0 for zero, or None."""
        if isinstance(germ, Power):
            return germ.sign
        if not germ.parts:
            return 0
        try:
            _, c, _ = self.relative(germ)
        except NotCovered:
            return None
        return 1 if c > 0 else -1

    def log_gamma(self, germ: Germ) -> Germ:
        """Stirling: log Gamma(u) = (u - 1/2) log u - u + log(2 pi)/2 + r with 0 < r < 1/(12 u), for u > 0."""
        if not isinstance(germ, Sum) or self.sign(germ) != 1:
            raise NotCovered("the gamma function of what may not be positive")
        if germ.leading < ONE:
            raise NotCovered("the gamma function near its pole")
        least = self.least(germ)
        half_log = (2 * real(1).pi()).log() / 2
        remainder = real(0).union(1 / (12 * least.lower()))
        half = Sum({ONE: real(Fraction(-1, 2))})
        shifted = self._total([germ, half])
        main = self._product(shifted, self.log(germ))
        minus = Sum({m: -k for m, k in germ.parts.items()})
        if isinstance(main, Power):
            raise NotCovered("the gamma function of a sum with too many parts")
        return self._total([main, minus, self.constant(half_log + remainder)])

    # --- what lies beyond --------------------------------------------------------------------------------------------

    def beyond(self, germ: Germ, outwards: bool) -> Any:
        """A bound on the integral of a germ beyond V: over v in [V, oo), or (not outwards) over 1/v in (0, 1/V].

        With v = exp(t) the integrand is exp(U(t)), U made of the upper ends of the balls; where U'(t) <= -r < 0 for all
        t >= T, the integral is at most exp(U(T))/r.
        """
        if isinstance(germ, Sum) and not germ.parts:
            return real(0)
        bound = self.bounded(germ)
        slope = Sum({LOG: real(1 if outwards else -1)})
        total = self._total([bound.exponent, slope])
        fixed = {m: c.upper() for m, c in total.parts.items()}
        rates: list[Sum] = [Sum({(p, q): c * real(p), (p, q - 1): c * q}) for (p, q), c in fixed.items()]
        if bound.loglog:
            rates.append(Sum({(Fraction(0), -1): real(bound.loglog)}))
        rate = self.upper(self._total(rates))
        if not rate < 0:
            raise NotCovered("a tail that does not fall fast enough yet")
        height = sum((c * self.at_start(m) for m, c in fixed.items()), real(0))
        height += real(bound.loglog) * self.t.log()
        return (height.exp() / -rate).upper()


def _both(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one * other
