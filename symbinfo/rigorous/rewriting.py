"""Terms prepared for proofs: distances measured from a point, exactly, and logarithms of products taken apart."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from math import isqrt
from typing import Any

from symbinfo.certificate import Term, free_symbols
from symbinfo.polynomials import moved, polynomial, written

__all__ = ["DISTANCE", "apart", "from_point", "mirrored", "roots"]

#: The name of the distance from a point, which is positive.
DISTANCE = "_distance"


def from_point(term: Term, name: str, point: Fraction, side: int, width: Fraction | None) -> Term:
    """A term in the distance w from a point: x = point + side * w with 0 < w < width (None: without end).

    Polynomials with rational coefficients are computed exactly, so that 1 - x near 1 is w and loses nothing; absolute
    values and comparisons whose sign is the same for all such w are settled.

    Parameters
    ----------
    term : Term
        The term, without binders over the name.
    name : str
        The symbol x.
    point : Fraction
        Where the distance is 0.
    side : int
        1 or -1.
    width : Fraction or None
        How far w goes.
    """

    def move(part: Term) -> Term:
        if part == name or (isinstance(part, tuple) and part[0] == "+"):
            p = polynomial(part, name)
            if p is not None:
                return written(moved(p, point, side), DISTANCE)
        if not isinstance(part, tuple):
            return part
        return _settled((part[0], *(move(argument) for argument in part[1:])), width)

    return move(term)


def mirrored(term: Term, name: str) -> Term:
    """A term at -k for k, where k is a whole number: I of order -k is I of order k then."""

    def turned(part: Term) -> Term:
        if part == name:
            return ("*", -1, name)
        if not isinstance(part, tuple):
            return part
        if part[0] == "besseli" and part[1] == name:
            return ("besseli", name, turned(part[2]))
        return (part[0], *(turned(argument) for argument in part[1:]))

    return turned(term)


def _settled(term: tuple[Any, ...], width: Fraction | None) -> Term:
    if term[0] in ("abs", "sign"):
        sign = _sign(term[1], width)
        if sign is not None:
            inside = polynomial(term[1], DISTANCE) or {}
            return sign if term[0] == "sign" else written({d: c * sign for d, c in inside.items()}, DISTANCE)
    if term[0] in ("<", "<=", "=", "!="):
        sign = _sign(("+", term[2], ("*", -1, term[1])), width)
        if sign is not None:
            holds = {"=": False, "!=": True}.get(term[0], sign > 0)
            return "true" if holds else "false"
    return term


def _sign(term: Term, width: Fraction | None) -> int | None:
    """The sign of a polynomial in the distance, where it is the same everywhere inside."""
    p = polynomial(term, DISTANCE)
    if not p:
        return None
    if width is not None and set(p) <= {0, 1}:
        ends = {p.get(0, Fraction(0)), p.get(0, Fraction(0)) + p.get(1, Fraction(0)) * width}
    else:
        ends = set(p.values())
    signs = {(e > 0) - (e < 0) for e in ends} - {0}
    return signs.pop() if len(signs) == 1 else None


def apart(term: Term) -> Term:
    """A term whose logarithms of products, powers and exponentials are taken apart, as if every factor were positive.

    Where one is not, the result has no value; it never has another one.
    """
    if not isinstance(term, tuple):
        return term
    if term[0] == "log":
        return _log(term[1])
    if term[0] == "^" and isinstance(term[1], tuple) and term[1][0] in ("exp", "*"):
        return _power(term[1], term[2])
    return (term[0], *(apart(argument) for argument in term[1:]))


def _power(base: tuple[Any, ...], exponent: Term) -> Term:
    """A power of a product, its exponentials taken out: they are positive, whatever the exponent is."""
    factors = base[1:] if base[0] == "*" else (base,)
    grown = [f for f in factors if isinstance(f, tuple) and f[0] == "exp"]
    others = [f for f in factors if f not in grown]
    powers: list[Term] = [("exp", ("*", apart(exponent), apart(f[1]))) for f in grown]
    if others:
        rest = others[0] if len(others) == 1 else ("*", *others)
        powers.append(("^", apart(rest), apart(exponent)))
    return powers[0] if len(powers) == 1 else ("*", *powers)


def _log(inside: Term) -> Term:
    if isinstance(inside, tuple):
        head = inside[0]
        if head == "*":
            return ("+", *(_log(factor) for factor in inside[1:]))
        if head == "exp":
            return apart(inside[1])
        if head == "^":
            even = isinstance(inside[2], int) and inside[2] % 2 == 0
            return ("*", apart(inside[2]), _log(("abs", inside[1]) if even and not _positive(inside[1]) else inside[1]))
        if head in ("factorial", "gamma"):
            return ("loggamma", apart(("+", inside[1], 1) if head == "factorial" else inside[1]))
    return ("log", apart(inside))


def _positive(term: Term) -> bool:
    """Whether a term is positive by its looks."""
    if isinstance(term, (int, Fraction)):
        return term > 0
    return term in ("%pi", "%e", DISTANCE) or (isinstance(term, tuple) and term[0] == "exp")


def roots(body: Term, name: str) -> list[Fraction]:
    """The rational roots and the vertices of the polynomials of degree 1 and 2 among the sums in a body."""
    found: set[Fraction] = set()

    def look(part: Term) -> None:
        if not isinstance(part, tuple) or name not in free_symbols(part):
            return
        if part[0] in ("<", "<=", "=", "!=", "min", "max"):
            for a, b in pairwise(part[1:]):
                _add_roots(("+", a, ("*", -1, b)), name, found)
        if part[0] == "+":
            _add_roots(part, name, found)
        for argument in part[1:]:
            look(argument)

    look(body)
    return sorted(found)


def _add_roots(term: Term, name: str, found: set[Fraction]) -> None:
    p = polynomial(term, name)
    if p is None or not p or max(p) not in (1, 2):
        return
    a, b, c = (p.get(d, Fraction(0)) for d in (2, 1, 0))
    if not a:
        found.add(-c / b)
        return
    found.add(-b / (2 * a))
    square = b * b - 4 * a * c
    if square > 0:
        top, bottom = isqrt(square.numerator), isqrt(square.denominator)
        if top * top == square.numerator and bottom * bottom == square.denominator:
            root = Fraction(top, bottom)
            found.update(((-b - root) / (2 * a), (-b + root) / (2 * a)))
