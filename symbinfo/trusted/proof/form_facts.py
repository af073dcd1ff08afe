"""What can be read off a form without a search: whole values, quotients, coefficients, bounds of numbers and functions."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from .context import Context
from .forms import Algebra, Form, Monomial, Rational, whole
from .number_bounds import bounds_of_base

__all__ = [
    "as_it_was",
    "bounds_of",
    "coefficients_of",
    "exponentials_in",
    "facts_of_functions",
    "is_integer",
    "is_integer_monomial",
    "quotient_of",
]


def is_integer(form: Form, context: Context) -> bool:
    """Whether a form is a polynomial with whole coefficients in symbols declared as integers."""
    return all(c.denominator == 1 and is_integer_monomial(m, context) for m, c in form.items())


def is_integer_monomial(monomial: Monomial, context: Context) -> bool:
    """Whether a monomial is a product of natural powers of symbols declared as integers."""
    algebra = context.algebra
    for g, p in monomial:
        base, exponent = algebra.generators[g]
        kind, *data = algebra.bases[base]
        if exponent or p.denominator != 1 or p < 0 or kind not in ("symbol", "floor"):
            return False
        if kind == "symbol" and "integer" not in context.kinds.get(data[0], "real"):
            return False
    return True


def quotient_of(monomial: Monomial, own: Monomial) -> Monomial | None:
    """What a monomial of a fact has to be multiplied by to give a monomial: of it a part, so that terms get no larger."""
    if monomial == own:
        return ()
    powers = dict(monomial)
    for g, p in own:
        if g not in powers or (powers[g] - p) * p < 0:
            return None
        powers[g] -= p
    return tuple(sorted((g, whole(p)) for g, p in powers.items() if p))


def coefficients_of(form: Form, name: str, context: Context) -> tuple[Form, Form, Form] | None:
    """The coefficients of 1, x and x^2 in a form that is a polynomial in x of degree 1 or 2."""
    algebra = context.algebra
    g = algebra.generator(algebra.base("symbol", name, free=frozenset({name})))
    parts: tuple[Form, Form, Form] = ({}, {}, {})
    for m, c in form.items():
        powers = dict(m)
        p = powers.pop(g, 0)
        if p not in (0, 1, 2) or any(name in algebra.free_of(h) for h in powers):
            return None
        parts[int(p)][tuple(sorted(powers.items()))] = c
    return parts if parts[1] or parts[2] else None


def bounds_of(monomial: Monomial, context: Context) -> tuple[Rational, Rational] | None:
    """Rational numbers below and above a monomial of numbers such as pi^2 or log 2."""
    low: Rational = 1
    high: Rational = 1
    for g, p in monomial:
        base, exponent = context.algebra.generators[g]
        found = None if exponent else bounds_of_base(context.algebra.bases[base], context.algebra, p)
        if found is None:
            return None
        low, high = low * found[0], high * found[1]
    return low, high


def facts_of_functions(monomials: set[Monomial], context: Context) -> Iterator[tuple[Form, bool]]:
    """Bounds of functions that occur: |sin|, |cos| <= 1, |erf| < 1, and max(u, v) >= u."""
    algebra = context.algebra
    for g in sorted({g for m in monomials for g, p in m if p == 1}):
        base, exponent = algebra.generators[g]
        kind, *data = algebra.bases[base]
        own: Monomial = ((g, 1),)
        if not exponent and kind in ("sin", "cos", "erf"):
            for c in (1, -1):
                yield {(): 1, own: c}, kind == "erf"
        elif not exponent and kind == "max":
            for q, monomial in data:
                least = algebra.expanded({monomial: -q} if q else {})
                yield algebra.plus({own: 1}, least), False


def as_it_was(form: Form, q: Rational, outside: Monomial, bound: str, algebra: Algebra) -> tuple[Rational, Monomial]:
    """What is left of a body inside of an integral, as a product that was not multiplied out; 0 stands for unknown.

    All that stands outside must be factors of the body as it was: nothing is divided by that may be 0.
    """
    if len(form) != 1:
        return 0, ()
    ((m, c),) = form.items()
    factor, left = algebra.product(m, tuple((g, -p) for g, p in outside))
    return (c * factor / Fraction(q), left) if all(bound in algebra.free_of(g) for g, _ in left) else (0, ())


def exponentials_in(form: Form, context: Context) -> Iterator[tuple[Form, Form, Form]]:
    """The ways to write a form as A + B exp(u), or as a positive multiple of that: A, B and u."""
    algebra = context.algebra
    grown = {g for m in form for g, _ in m if algebra.generators[g][0] == algebra.e}
    for g in sorted(grown):
        powers = {dict(m).get(g, 0) for m in form}
        p = next(iter(powers - {0}), 0)
        exponent = algebra.generators[g][1]
        if len(powers) == 2 and 0 in powers and exponent:
            start = {m: c for m, c in form.items() if g not in dict(m)}
            slope = {tuple(x for x in m if x[0] != g): c for m, c in form.items() if g in dict(m)}
            yield start, slope, {exponent: p}
    parts: dict[Monomial, Form] = {}
    for m, c in form.items():
        parts.setdefault(tuple(x for x in m if x[0] in grown), {})[tuple(x for x in m if x[0] not in grown)] = c
    if len(parts) == 2:
        (low, start), (high, slope) = sorted(parts.items())
        yield start, slope, algebra.plus(_exponent(high, context), algebra.scaled(_exponent(low, context), -1))


def _exponent(exponentials: Monomial, context: Context) -> Form:
    """Of a product of exponentials: the sum of their exponents."""
    algebra, found = context.algebra, Form()
    for g, p in exponentials:
        found = algebra.plus(found, {algebra.generators[g][1]: p})
    return found
