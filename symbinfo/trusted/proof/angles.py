"""Sines and cosines of forms: sums by angle addition, multiples, rational multiples of pi, arcsines.

References: DLMF 4.21.2 (sums), 4.17.1 (values), 4.24.1 (sin arcsin u = u, cos arcsin u = (1 - u^2)^(1/2)).
"""

from __future__ import annotations

from fractions import Fraction

from .context import Context
from .forms import ONE, Form, Monomial, NoNormalForm, Rational
from .powers import power

__all__ = ["cosine", "sine"]

MOST_MULTIPLES, MOST_ANGLES = 12, 5
#: sin of pi/12 times 0, 2, 3, 4, 6 as squares: sin^2.
_SQUARES = {0: Fraction(0), 2: Fraction(1, 4), 3: Fraction(1, 2), 4: Fraction(3, 4), 6: Fraction(1)}
Pair = tuple[Form, Form]


def cosine(angle: Form, context: Context) -> Form:
    """The cosine of u."""
    return _pair(angle, context)[0]


def sine(angle: Form, context: Context) -> Form:
    """The sine of u."""
    return _pair(angle, context)[1]


def _pair(angle: Form, context: Context) -> Pair:
    """(cos u, sin u), term by term of u."""
    algebra = context.algebra
    if len(angle) > MOST_ANGLES:
        raise NoNormalForm("a sum of many angles")
    cos, sin = ONE, Form()
    for m, c in angle.items():
        own_cos, own_sin = _of_term(m, c, context)
        cos, sin = (
            algebra.plus(algebra.times(cos, own_cos), algebra.scaled(algebra.times(sin, own_sin), -1)),
            algebra.plus(algebra.times(sin, own_cos), algebra.times(cos, own_sin)),
        )
    return cos, sin


def _of_term(monomial: Monomial, q: Rational, context: Context) -> Pair:
    algebra = context.algebra
    if monomial == ((algebra.generator(algebra.base("constant", "%pi")), 1),) and (q * 12).denominator == 1:
        found = _of_twelfths(int(q * 12), context)
        if found is not None:
            return found
    n = abs(q.numerator)
    if n > MOST_MULTIPLES:
        raise NoNormalForm("a high multiple of an angle")
    unit = Fraction(1, q.denominator)
    cos, sin = _of_one(monomial, unit, context)
    result: Pair = (ONE, {})
    for _ in range(n):
        a, b = result
        result = (
            algebra.plus(algebra.times(a, cos), algebra.scaled(algebra.times(b, sin), -1)),
            algebra.plus(algebra.times(b, cos), algebra.times(a, sin)),
        )
    return (result[0], algebra.scaled(result[1], -1)) if q < 0 else result


def _of_one(monomial: Monomial, unit: Rational, context: Context) -> Pair:
    algebra = context.algebra
    if unit == 1 and len(monomial) == 1 and monomial[0][1] == 1:
        base, exponent = algebra.generators[monomial[0][0]]
        kind, *data = algebra.bases[base]
        if kind == "asin" and not exponent:
            argument: Form = {data[0][1]: data[0][0]}
            square = algebra.plus(ONE, algebra.scaled(algebra.times(argument, argument), -1))
            return power(square, {(): Fraction(1, 2)}, context), argument
    free = algebra.free_in({monomial: 1})
    whole = unit.numerator if unit.denominator == 1 else unit
    cos, sin = (algebra.atom(algebra.base(kind, (whole, monomial), free=free)) for kind in ("cos", "sin"))
    return cos, sin


def _of_twelfths(k: int, context: Context) -> Pair | None:
    """Cosine and sine of k pi/12, where they are square roots of rational numbers."""
    values = []
    for place in (k + 6, k):
        place %= 24
        sign = 1 if place < 12 else -1
        place %= 12
        place = min(place, 12 - place)
        if place not in _SQUARES:
            return None
        square = _SQUARES[place]
        root = power({(): square} if square else {}, {(): Fraction(1, 2)}, context)
        values.append(context.algebra.scaled(root, sign))
    return values[0], values[1]
