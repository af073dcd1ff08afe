"""Exact arithmetic of normal forms: finite sums q * g1^r1 * ... * gn^rn with rational q and r.

A generator g is a base with an exponent monomial: b^(2 k + 1/2) is (b, k)^2 (b, 1)^(1/2). So b^u b^v = b^(u + v) is no
rule but the addition of rational numbers. Bases are primes, constants, symbols, logarithms, special functions of normal
forms, integrals, and *sums*: normal forms of several terms from which what is common was taken out.

Every operation here preserves the value at each point at which its input is defined, and asks for no signs:
b^r b^s = b^(r+s) wherever both are defined; |u|^2 = u^2; p^(3/2) = p p^(1/2) for a prime. Which exponents may be
split over a product is decided in `powers`.
"""

from __future__ import annotations

from collections.abc import Hashable
from fractions import Fraction
from math import gcd, lcm
from typing import Any

__all__ = ["ONE", "Algebra", "Form", "Monomial", "NoNormalForm", "Rational", "number_of", "whole"]

Rational = int | Fraction
#: Pairs of a generator and its power, in the order of the generators.
Monomial = tuple[tuple[int, Rational], ...]
#: Monomial -> coefficient; never changed once it is built.
Form = dict[Monomial, Rational]

ONE: Form = {(): 1}
# Above these nothing is multiplied out: the term has no normal form here, and is not proved.
MOST_TERMS, MOST_PRODUCTS, HIGHEST_POWER, MOST_BITS = 4000, 40_000, 40, 4000


class NoNormalForm(Exception):
    """The term is too large, or no value (an infinity under arithmetic)."""


def whole(q: Rational) -> Rational:
    """A rational number, as an int where it is one."""
    return q.numerator if q.denominator == 1 else q


def number_of(form: Form) -> Rational | None:
    """The number that a form is, or None."""
    if not form:
        return 0
    return form.get(()) if len(form) == 1 else None


class Algebra:
    """The bases and generators that occur in the forms of one context and of those inside it, each under a number.

    Forms may be compared only within one algebra: the order of monomials is that in which generators were met.
    """

    def __init__(self) -> None:
        self.bases: list[tuple[Any, ...]] = []
        #: The free symbols of each base; what is bound inside is not among them.
        self.free: list[frozenset[str]] = []
        self.generators: list[tuple[int, Monomial]] = []
        self._base_numbers: dict[Hashable, int] = {}
        self._generator_numbers: dict[tuple[int, Monomial], int] = {}
        self._sums: dict[int, Form] = {}
        #: Generators whose powers are settled; those whose natural powers are multiplied out.
        self._settling: set[int] = set()
        self._opening: set[int] = set()
        #: Sums as generators, each with the base that is minus it, once there is one.
        self._opposites: dict[int, int] = {}
        self._products: dict[frozenset[tuple[Monomial, Rational]], tuple[Rational, Monomial]] = {}
        #: Products of terms since a question was asked: more than a limit is no answer, so that each comes in time.
        self.products = 0
        self.e = self.base("constant", "%e")

    # --- bases and generators ----------------------------------------------------------------------------------------

    def base(self, kind: str, *data: Any, free: frozenset[str] = frozenset()) -> int:
        """The number of a base: `kind` and hashable data determine it."""
        name = (kind, *data)
        number = self._base_numbers.get(name)
        if number is None:
            number = self._base_numbers[name] = len(self.bases)
            self.bases.append(name)
            self.free.append(free)
        return number

    def sum_base(self, form: Form) -> int:
        """A form as a base, just as it is."""
        number = self.base("sum", frozenset(form.items()), free=self.free_in(form))
        self._sums.setdefault(number, form)
        return number

    def sum_of(self, base: int) -> Form | None:
        """The form that a base is, or None."""
        return self._sums.get(base)

    def negative(self, base: int) -> int:
        """-b as a base."""
        form = self._sums.get(base)
        other = self.sum_base(self.scaled(form if form is not None else self.atom(base), -1))
        if form is not None:
            self._opposites.setdefault(self.generator(base), other)
            self._opposites.setdefault(self.generator(other), base)
        return other

    def generator(self, base: int, exponent: Monomial = ()) -> int:
        """The number of a generator."""
        number = self._generator_numbers.get((base, exponent))
        if number is None:
            number = self._generator_numbers[base, exponent] = len(self.generators)
            self.generators.append((base, exponent))
            kind = self.bases[base][0]
            if kind == "minus one" or (not exponent and kind in ("prime", "abs")):
                self._settling.add(number)
            if not exponent and kind in ("sum", "sin"):
                self._opening.add(number)
        return number

    def atom(self, base: int, power: Rational = 1) -> Form:
        """A base to a rational power, as a form."""
        factor, monomial = self.settled({self.generator(base): power})
        return {monomial: factor}

    def free_in(self, form: Form) -> frozenset[str]:
        """The free symbols of a form."""
        return frozenset().union(*(self.free_of(g) for m in form for g, _ in m))

    def free_of(self, generator: int) -> frozenset[str]:
        """The free symbols of a generator, those of its exponent among them."""
        base, exponent = self.generators[generator]
        return self.free[base].union(*(self.free_of(g) for g, _ in exponent)) if exponent else self.free[base]

    # --- arithmetic --------------------------------------------------------------------------------------------------

    def product(self, first: Monomial, second: Monomial) -> tuple[Rational, Monomial]:
        """The product of two monomials, with the rational number that comes out of it."""
        if not first or not second:
            return 1, first or second
        powers = dict(first)
        for g, p in second:
            total = powers.get(g, 0) + p
            if total:
                powers[g] = whole(total)
            else:
                del powers[g]
        return self.settled(powers)

    def settled(self, powers: dict[int, Rational]) -> tuple[Rational, Monomial]:
        """A monomial with p^(3/2) as p p^(1/2), |u|^2 as u^2, (-1)^(2n) as 1, and u^n beside (-u)^r as (-1)^n (-u)^n."""
        factor: Rational = self._turned(powers) if len(powers) > 1 and self._opposites else 1
        for g in self._settling.intersection(powers):
            base, p = self.generators[g][0], powers.pop(g)
            kind, *data = self.bases[base]
            if kind == "prime":
                n, p = p // 1, whole(p % 1)
                if abs(n) * data[0].bit_length() > MOST_BITS:
                    raise NoNormalForm("a huge number")
                factor = whole(factor * Fraction(data[0]) ** n)
            elif kind == "minus one":
                p = p % 2
            elif p.denominator == 1:
                plain, even = self.generator(data[0]), p - p % 2
                p = p % 2
                total = powers.pop(plain, 0) + even
                if total:
                    powers[plain] = whole(total)
            if p:
                powers[g] = p
        return factor, tuple(sorted(powers.items()))

    def _turned(self, powers: dict[int, Rational]) -> Rational:
        """The sign that comes out where u is written as -u, as powers of that stand beside it: whole powers of sums."""
        sign = 1
        for g in sorted(self._opposites.keys() & powers):
            other = self._opposites[g]
            if g in powers and powers[g].denominator == 1 and any(self.generators[h][0] == other for h in powers):
                p, plain = powers.pop(g), self.generator(other)
                sign = sign if p % 2 == 0 else -sign
                total = powers.pop(plain, 0) + p
                if total:
                    powers[plain] = whole(total)
        return sign

    def scaled(self, form: Form, q: Rational) -> Form:
        """A form times a number."""
        return {m: whole(c * q) for m, c in form.items()} if q else {}

    def plus(self, *forms: Form) -> Form:
        """The sum, in which equal monomials are collected."""
        total: Form = {}
        for form in forms:
            for m, c in form.items():
                new = total.get(m, 0) + c
                if new:
                    total[m] = whole(new)
                else:
                    total.pop(m, None)
        return total

    def times(self, first: Form, second: Form) -> Form:
        """The product, multiplied out."""
        if second == ONE or first == ONE:
            return first if second == ONE else second
        self.products += len(first) * len(second)
        if len(first) * len(second) > MOST_TERMS or self.products > MOST_PRODUCTS:
            raise NoNormalForm("a product of too many terms")
        total: Form = {}
        for m, c in first.items():
            for n, d in second.items():
                factor, mono = self.product(m, n)
                new = total.get(mono, 0) + c * d * factor
                if new:
                    total[mono] = whole(new)
                else:
                    total.pop(mono, None)
        return total

    def to_the(self, form: Form, n: int) -> Form:
        """A form to a natural power, multiplied out."""
        if len(form) > 1 and n > HIGHEST_POWER:
            raise NoNormalForm("a sum to a high power")
        result, square = ONE, form
        while n:
            if n & 1:
                result = self.times(result, square)
            n >>= 1
            if n:
                square = self.times(square, square)
        return result

    def expanded(self, form: Form) -> Form:
        """The form with all natural powers of sums multiplied out: S^(5/2) becomes S^2 S^(1/2), and S^2 its terms.

        Of sines the squares are 1 - cos^2.
        """
        if not any(p >= 1 and g in self._opening for m in form for g, p in m):
            return form
        waiting, done = [form], []
        while waiting:
            plain: Form = {}
            for m, c in waiting.pop().items():
                powers = dict(m)
                factors = [f for g, p in m if (f := self._expansion(g, p, powers)) is not None]
                if not factors:
                    plain[m] = c
                    continue
                part: Form = {tuple(sorted(powers.items())): c}
                for inner, n in factors:
                    part = self.times(part, self.to_the(inner, n))
                waiting.append(part)
            done.append(plain)
        return done[0] if len(done) == 1 else self.plus(*done)

    def _expansion(self, generator: int, p: Rational, powers: dict[int, Rational]) -> tuple[Form, int] | None:
        """The form that is multiplied out, and how often; the power that is left is put into `powers`."""
        base, exponent = self.generators[generator]
        if exponent or p < 1:
            return None
        inner, step = self._sums.get(base), 1
        if p >= 2 and self.bases[base][0] == "sin":
            inner, step = self._squared_sine(base), 2
        if inner is None:
            return None
        del powers[generator]
        if p % step:
            powers[generator] = p % step
        return inner, int(p // step)

    def _squared_sine(self, base: int) -> Form:
        cosine = self.atom(self.base("cos", *self.bases[base][1:], free=self.free[base]), 2)
        return self.plus(ONE, self.scaled(cosine, -1))

    def as_product(self, form: Form) -> tuple[Rational, Monomial]:
        """A form as a number times a monomial: what its terms have in common, times the sum of the rest as a base.

        The sum has coprime whole coefficients, the first of them positive. Of a form that was multiplied out this is
        unique; of one product it is the product itself. A denominator that is a sum is common to all terms when they are multiplied by it, which is sound
        where it is not 0, hence wherever the form is defined.
        """
        if len(form) == 1:
            ((m, c),) = form.items()
            return c, m
        name = frozenset(form.items())
        if name not in self._products:
            self._products[name] = self._as_product(self.expanded(form))
        return self._products[name]

    def _as_product(self, form: Form) -> tuple[Rational, Monomial]:
        outer: dict[int, Rational] = {}
        while len(form) > 1:
            common = self._common(form)
            if not common:
                break
            for g, p in common.items():
                outer[g] = whole(outer.get(g, 0) + p)
            inverse: Form = {tuple(sorted((g, -p) for g, p in common.items())): 1}
            form = self.expanded(self.times(inverse, form))
        if not form:
            return 0, ()
        if len(form) == 1:
            ((m, c),) = form.items()
        else:
            q = self._content(form)
            m, c = ((self.generator(self.sum_base(self.scaled(form, 1 / Fraction(q)))), 1),), q
        factor, left = self.settled({g: p for g, p in outer.items() if p})
        again, left = self.product(left, m)
        return whole(c * factor * again), left

    def _common(self, form: Form) -> dict[int, Rational]:
        """The lowest power of each generator over all terms, where it is not 0."""
        monomials = iter(form)
        low = dict(next(monomials))
        for m in monomials:
            powers = dict(m)
            for g in low:
                low[g] = min(low[g], powers.get(g, 0))
            for g, p in powers.items():
                if g not in low and p < 0:
                    low[g] = p
        return {g: p for g, p in low.items() if p}

    def _content(self, form: Form) -> Rational:
        """The number that makes the coefficients whole and coprime, and the first one positive, when divided by."""
        top = gcd(*(c.numerator for c in form.values()))
        bottom = lcm(*(c.denominator for c in form.values()))
        return whole(Fraction(top if form[max(form)] > 0 else -top, bottom))
