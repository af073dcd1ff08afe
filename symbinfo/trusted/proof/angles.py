"""Sines and cosines of forms: sums by angle addition, multiples, rational multiples of pi, arcsines.

References: DLMF 4.21.2 (sums), 4.17.1 (values), 4.24.1 (sin arcsin u = u, cos arcsin u = (1 - u^2)^(1/2)).
"""

from __future__ import annotations

from fractions import Fraction

from ..terms import Term, parse, replace_together
from .context import Context
from .forms import ONE, Form, Monomial, NoNormalForm, Rational, whole
from .powers import power

__all__ = ["cosine", "positive_where", "reflected", "sine"]

MOST_MULTIPLES, MOST_ANGLES = 12, 5
#: The squares of the cosines of pi/d; that of pi itself is negative.
_SQUARES = {1: Fraction(1), 2: Fraction(0), 3: Fraction(1, 4), 4: Fraction(1, 2), 6: Fraction(3, 4)}
#: sin(pi z) for 0 < z < 1: DLMF 5.5.3.
_SINE = "(* %pi (^ (* (gamma z) (gamma (+ 1 (* -1 z)))) -1))"
Pair = tuple[Form, Form]


def positive_where(head: str, angle: Term) -> Term:
    """A condition under which the sine, or the cosine, of an angle is positive: DLMF 4.16."""
    low, high = (0, 1) if head == "sin" else (Fraction(-1, 2), Fraction(1, 2))
    return ("and", ("<", ("*", low, "%pi"), angle), ("<", angle, ("*", high, "%pi")))


def cosine(angle: Form, context: Context) -> Form:
    """The cosine of u."""
    return _pair(angle, context)[0]


def sine(angle: Form, context: Context) -> Form:
    """The sine of u."""
    return _pair(angle, context)[1]


def _pair(angle: Form, context: Context) -> Pair:
    """(cos u, sin u), term by term of u."""
    if len(angle) > MOST_ANGLES:
        raise NoNormalForm("a sum of many angles")
    result: Pair = (ONE, {})
    for m, c in angle.items():
        result = _added(result, _of_term(m, c, context), context)
    return result


def _added(first: Pair, second: Pair, context: Context) -> Pair:
    """The pair of u + v from those of u and v."""
    algebra = context.algebra
    (a, b), (c, d) = first, second
    return (
        algebra.plus(algebra.times(a, c), algebra.scaled(algebra.times(b, d), -1)),
        algebra.plus(algebra.times(b, c), algebra.times(a, d)),
    )


def _of_term(monomial: Monomial, q: Rational, context: Context) -> Pair:
    """The pair of q u, as a multiple of a unit; of pi, once around is nothing."""
    algebra = context.algebra
    of_pi = monomial == ((algebra.generator(algebra.base("constant", "%pi")), 1),)
    if of_pi and q.denominator not in _SQUARES:
        return _of_part_of_pi(monomial, Fraction(q), context)
    q = q % 2 if of_pi else q
    if abs(q.numerator) > MOST_MULTIPLES:  # an angle by itself
        cos, sin = _atoms(monomial, abs(Fraction(q)), context)
        return cos, algebra.scaled(sin, 1 if q > 0 else -1)
    unit = _of_unit(monomial, q.denominator, of_pi, context)
    cos, sin = ONE, Form()
    for _ in range(abs(q.numerator)):
        cos, sin = _added((cos, sin), unit, context)
    return cos, algebra.scaled(sin, 1 if q > 0 else -1)


def _of_part_of_pi(monomial: Monomial, q: Fraction, context: Context) -> Pair:
    """The pair of q pi by that of an angle up to pi/4, which are positive, by periods and mirrors: DLMF 4.16."""
    algebra = context.algebra
    q, turn = q % 2, 1
    if q >= 1:
        q, turn = q - 1, -1
    mirrored = q > Fraction(1, 2)
    q = 1 - q if mirrored else q
    exchanged = q > Fraction(1, 4)
    cos, sin = _atoms(monomial, Fraction(1, 2) - q if exchanged else q, context)
    cos, sin = (sin, cos) if exchanged else (cos, sin)
    return algebra.scaled(cos, -turn if mirrored else turn), algebra.scaled(sin, turn)


def _atoms(monomial: Monomial, unit: Fraction, context: Context) -> Pair:
    algebra = context.algebra
    free = algebra.free_in({monomial: 1})
    cos, sin = (algebra.atom(algebra.base(kind, (whole(unit), monomial), free=free)) for kind in ("cos", "sin"))
    return cos, sin


def _of_unit(monomial: Monomial, d: int, of_pi: bool, context: Context) -> Pair:
    """The pair of u/d: numbers for pi, by the argument for an arcsine, and otherwise two atoms."""
    algebra = context.algebra
    half: Form = {(): Fraction(1, 2)}
    if of_pi and d in _SQUARES:
        cos, sin = (power({(): q} if q else {}, half, context) for q in (_SQUARES[d], 1 - _SQUARES[d]))
        return algebra.scaled(cos, -1 if d == 1 else 1), sin
    if d == 1 and len(monomial) == 1 and monomial[0][1] == 1:
        base, exponent = algebra.generators[monomial[0][0]]
        kind, *data = algebra.bases[base]
        if kind == "asin" and not exponent:
            argument: Form = {data[0][1]: data[0][0]}
            square = algebra.plus(ONE, algebra.scaled(algebra.times(argument, argument), -1))
            return power(square, half, context), argument
    return _atoms(monomial, Fraction(1, d), context)


def reflected(head: str, angle: Term, form: Form, context: Context) -> tuple[Term, Term] | None:
    """A condition, and what the sine of pi z, or the cosine as sin(pi (1/2 - z)), is where it holds: DLMF 5.5.3.

    Of the cosine only for a z without bound variables: inside an integral a cosine has a derivative by name.
    """
    algebra = context.algebra
    pi = algebra.generator(algebra.base("constant", "%pi"))
    free = algebra.free_in(form)
    if len(form) != 1 or not free or any(dict(m).get(pi) != 1 for m in form):
        return None
    z: Term = ("*", angle, ("^", "%pi", -1))
    if head == "cos":
        if free & set(context.ranges):
            return None
        z = ("+", Fraction(1, 2), ("*", -1, z))
    return ("and", ("<", 0, z), ("<", z, 1)), replace_together(parse(_SINE), {"z": z})
