"""Powers, logarithms, exponentials and absolute values of forms, and which of their laws hold under what signs.

(u v)^r = u^r v^r and log(u v) = log u + log v are used for factors that are proved positive; what is left over stays
together, and at points where the whole is defined it has the sign that the law needs. (b^m)^r = b^(m r) is used for
positive b, for whole r, and for odd whole m where b^m is all that is left (b^m >= 0 means b >= 0 there); for even m it
is |b|^(m r). Powers with symbolic exponents are split for positive bases alone, or for bases that are not 0 and whole
exponents. So x^2 has the logarithm 2 log|x| and the root |x|, and (x^a)^b stays as it is for real x.
"""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from .context import Context
from .form_facts import is_integer_monomial
from .form_signs import sign_of, sign_of_base
from .forms import ONE, Form, Monomial, NoNormalForm, Rational, number_of, whole
from .sign_sets import NEGATIVE, POSITIVE, ZERO

__all__ = ["absolute", "exponential", "factored", "logarithm", "power"]

LARGEST_PRIME, LARGEST_WHOLE = 1000, 200
Factors = list[tuple[int, Rational]]


class Split(NamedTuple):
    """A form as a product: |q|, the sign of q, factors proved positive, and the others."""

    size: Rational
    sign: int
    positive: Factors
    nonnegative: Factors
    unknown: Factors


def factored(form: Form, context: Context) -> tuple[Rational, Monomial]:
    """A form as a number times a monomial; sums that a hint writes as products are written so."""
    q, monomial = context.algebra.as_product(form)
    if context.hints:
        product: Form = {(): q}
        for g, p in monomial:
            base, exponent = context.algebra.generators[g]
            hint = context.hints.get(base) if not exponent and p.denominator == 1 else None
            if hint is None:
                product = context.algebra.times(product, {((g, p),): 1})
            else:
                product = context.algebra.times(product, power(hint, {(): p}, context))
        ((monomial, q),) = product.items() if product else (((), 0),)
    return q, monomial


def split(form: Form, context: Context) -> Split:
    """The factors of a form by what is known of their signs; factors proved negative are turned."""
    algebra = context.algebra
    q, monomial = factored(form, context)
    sign = 1 if q > 0 else -1 if q < 0 else 0
    positive: Factors = []
    nonnegative: Factors = []
    unknown: Factors = []
    for g, p in monomial:
        base, exponent = algebra.generators[g]
        own = sign_of_base(base, context)
        if own == POSITIVE:
            positive.append((g, p))
        elif exponent:
            unknown.append((g, p))
        elif not own & NEGATIVE:
            nonnegative.append((g, p))
        elif not own & POSITIVE and p.denominator == 1:
            (nonnegative if own & ZERO else positive).append((algebra.generator(algebra.negative(base)), p))
            sign = sign if p % 2 == 0 else -sign
        elif p.denominator == 1 and p % 2 == 0:
            (nonnegative if own & ZERO else positive).append((algebra.generator(_absolute_base(base, context)), p))
        else:
            unknown.append((g, p))
    if sign < 0 and not nonnegative and len(unknown) == 1:
        g, p = unknown[0]
        base, exponent = algebra.generators[g]
        if not exponent and p.denominator == 1:
            sign, unknown = 1, [(algebra.generator(algebra.negative(base)), p)]
    return Split(q if q >= 0 else -q, sign, positive, nonnegative, unknown)


def _absolute_base(base: int, context: Context) -> int:
    """|b| as a base; of a sum the sign is that of its first term, |-b| = |b|."""
    return context.algebra.base("abs", base, free=context.algebra.free[base])


def _rest(parts: Split, context: Context) -> tuple[int, Rational] | None:
    """The factors that are not proved positive as one generator with its power; None where there are none.

    Of b^m with a symbolic whole m the sign says nothing of b, so that it stays whole.
    """
    factors = parts.nonnegative + parts.unknown
    if not factors and parts.sign > 0:
        return None
    algebra = context.algebra
    if len(factors) == 1 and parts.sign > 0 and not algebra.generators[factors[0][0]][1]:
        return factors[0]
    factor, monomial = algebra.settled(dict(factors))
    return algebra.generator(algebra.sum_base({monomial: parts.sign * factor})), 1


def power(base: Form, exponent: Form, context: Context) -> Form:
    """b^e."""
    r = number_of(exponent)
    if r is not None and r.denominator == 1:
        return _whole_power(base, int(r), context)
    if not base:
        positive = r > 0 if r is not None else sign_of(exponent, context) == POSITIVE
        return {} if positive else _opaque(base, exponent, context)
    if r is not None:
        return _rational_power(base, r, context)
    return _symbolic_power(base, exponent, context)


def _whole_power(form: Form, n: int, context: Context) -> Form:
    if n == 0:
        return ONE
    algebra = context.algebra
    if not form:
        return {} if n > 0 else _opaque(form, {(): n}, context)
    q, monomial = factored(form, context)
    if abs(n) * max(q.numerator.bit_length(), q.denominator.bit_length()) > 4000:
        raise NoNormalForm("a huge number")
    factor, raised = algebra.settled({g: whole(p * n) for g, p in monomial})
    return {raised: whole(factor * Fraction(q) ** n)}


def _rational_power(base: Form, r: Rational, context: Context) -> Form:
    parts = split(base, context)
    result = _number_power(parts.size, {(): r}, context)
    powers = {}
    for g, p in parts.positive:
        powers[g] = whole(p * r)
    if parts.sign > 0 and not parts.unknown:
        # Where the whole is defined each of them may be taken to the power: all are >= 0, and > 0 if r < 0.
        left = parts.nonnegative
    else:
        rest = _rest(parts, context)
        if rest is not None and rest[1] % 2 != 1 and rest[0] not in dict(parts.nonnegative):
            return _opaque(base, {(): r}, context)
        left = [] if rest is None else [rest]
    for g, p in left:
        powers[g] = whole(powers.get(g, 0) + p * r)
    factor, monomial = context.algebra.settled(powers)
    return context.algebra.times(result, {monomial: factor})


def _symbolic_power(base: Form, exponent: Form, context: Context) -> Form:
    algebra = context.algebra
    parts = split(base, context)
    result = _number_power(parts.size, exponent, context)
    rest = parts.nonnegative + parts.unknown
    if rest or parts.sign < 0:
        integer = all(c.denominator == 1 and is_integer_monomial(m, context) for m, c in exponent.items())
        vanishing = any(sign_of_base(algebra.generators[g][0], context) & ZERO for g, _ in rest)
        if not integer or vanishing or any(p.denominator != 1 for _, p in rest):
            if not rest:
                return _opaque(base, exponent, context)
            # Factors that are positive stand outside: the others then have the sign of the whole.
            factor, monomial = algebra.settled(dict(rest))
            result = algebra.times(result, _opaque({monomial: parts.sign * factor}, exponent, context))
            rest = []
        elif parts.sign < 0:
            result = algebra.times(result, _raised(algebra.base("minus one"), exponent, context))
    for g, p in parts.positive + rest:
        own, inner = algebra.generators[g]
        total = algebra.times({inner: p}, exponent)
        result = algebra.times(result, _raised(own, total, context))
    return result


def _opaque(base: Form, exponent: Form, context: Context) -> Form:
    """A power about which nothing is known: a base of its own."""
    algebra = context.algebra
    free = algebra.free_in(base) | algebra.free_in(exponent)
    return algebra.atom(algebra.base("power", algebra.as_product(base), algebra.as_product(exponent), free=free))


def _number_power(q: Rational, exponent: Form, context: Context) -> Form:
    """q^e for a positive number: its primes to the powers."""
    algebra = context.algebra
    result = ONE
    for p, n in prime_factors(q):
        result = algebra.times(result, _raised(algebra.base("prime", p), algebra.scaled(exponent, n), context))
    return result


def prime_factors(q: Rational) -> list[tuple[int, int]]:
    """The small prime factors of a positive number with their powers; of a large rest its root counts as prime.

    That is sound: nothing is used of a prime but that it is a whole number above 1.
    """
    found = []
    for number, sign in ((q.numerator, 1), (q.denominator, -1)):
        p = 2
        while p * p <= number and p < LARGEST_PRIME:
            n = 0
            while number % p == 0:
                number, n = number // p, n + 1
            if n:
                found.append((p, sign * n))
            p += 1 if p == 2 else 2
        if number > 1:
            root, n = _root_of(number)
            found.append((root, sign * n))
    return found


def _root_of(number: int) -> tuple[int, int]:
    """The whole number of which a number is the highest power, up to the 8th, and that power."""
    for n in range(8, 1, -1):
        low, high = 1, 1 << (number.bit_length() // n + 1)
        while low < high:
            middle = (low + high) // 2
            low, high = (middle + 1, high) if middle**n < number else (low, middle)
        if low**n == number:
            return low, n
    return number, 1


def _raised(base: int, exponent: Form, context: Context) -> Form:
    """b^e for a base that is positive, or not 0 with whole exponents: one generator a term of the exponent."""
    algebra = context.algebra
    powers: dict[int, Rational] = {}
    result = ONE
    for m, c in reduced(exponent, context).items():
        logs = [(b, g) for g, p in m if p == 1 and (b := _under_log(g, context)) is not None]
        other = min(logs, default=None)
        if other is not None and (base == algebra.e or other[0] < base):
            # b^(u log c) = c^(u log b), and e^(u log c) = c^u.
            rest: Form = {tuple(x for x in m if x[0] != other[1]): c}
            if base != algebra.e:
                rest = algebra.times(rest, log_of_base(base, context))
            result = algebra.times(result, _raised(other[0], rest, context))
        else:
            g = algebra.generator(base, m)
            powers[g] = whole(powers.get(g, 0) + c)
    factor, monomial = algebra.settled({g: p for g, p in powers.items() if p})
    return algebra.times(result, {monomial: factor})


def _under_log(generator: int, context: Context) -> int | None:
    """The base b if a generator is log b."""
    base, exponent = context.algebra.generators[generator]
    kind, *data = context.algebra.bases[base]
    return data[0] if kind == "log" and not exponent else None


def reduced(form: Form, context: Context) -> Form:
    """A form multiplied out; over a common denominator where that goes away, so that a/(a+b) + b/(a+b) is 1."""
    algebra = context.algebra
    form = algebra.expanded(form)
    if len(form) > 1 and any(algebra.sum_of(algebra.generators[g][0]) and p < 0 for m in form for g, p in m):
        q, monomial = algebra.as_product(form)
        if not any(algebra.sum_of(algebra.generators[g][0]) and p < 0 for g, p in monomial):
            return algebra.expanded({monomial: q})
    return form


def exponential(exponent: Form, context: Context) -> Form:
    """e^u, with e^(c log b) as b^c."""
    return _raised(context.algebra.e, exponent, context)


def log_of_base(base: int, context: Context) -> Form:
    """The logarithm of a base."""
    algebra = context.algebra
    return ONE if base == algebra.e else algebra.atom(algebra.base("log", base, free=algebra.free[base]))


def logarithm(form: Form, context: Context) -> Form:
    """The logarithm of u."""
    algebra = context.algebra
    if not form:
        return algebra.atom(algebra.base("log of no positive number", 0))
    parts = split(form, context)
    factors = list(parts.positive)
    rest = _rest(parts, context)
    if rest is not None:
        factors.append(rest)
    total: Form = {}
    for prime, n in prime_factors(parts.size):
        total = algebra.plus(total, algebra.scaled(log_of_base(algebra.base("prime", prime), context), n))
    for g, p in factors:
        base, exponent = algebra.generators[g]
        total = algebra.plus(total, algebra.times({exponent: p}, log_of_base(base, context)))
    return algebra.expanded(total)


def absolute(form: Form, context: Context) -> Form:
    """|u| as the product of the |b| of its factors."""
    algebra = context.algebra
    q, monomial = factored(form, context)
    size: Rational = q if q > 0 else -q
    result: Form = {(): size} if size else {}
    for g, p in monomial:
        base, exponent = algebra.generators[g]
        sign = sign_of_base(base, context)
        factor: Form = {((g, p),): 1}
        if sign & NEGATIVE and p.denominator == 1 and (exponent or p % 2):
            if exponent or sign & POSITIVE:
                inner = algebra.sum_base({((g, 1),): 1}) if exponent else base
                factor = algebra.atom(_absolute_base(inner, context), p)
            else:  # |b|^p = (-b)^p
                factor = {((g, p),): -1}
        result = algebra.times(result, factor)
    return result
