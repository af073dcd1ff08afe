"""Terms prepared for proofs: distances measured from a point, exactly, and logarithms of products taken apart."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from math import isqrt
from typing import Any

from symbinfo.trusted import Term, as_polynomial, free_symbols, polynomial_as_term, shifted_polynomial

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
            p = as_polynomial(part, name)
            if p is not None:
                return polynomial_as_term(shifted_polynomial(p, point, side), DISTANCE)
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
            inside = as_polynomial(term[1], DISTANCE) or {}
            return sign if term[0] == "sign" else polynomial_as_term({d: c * sign for d, c in inside.items()}, DISTANCE)
    if term[0] in ("<", "<=", "=", "!="):
        sign = _sign(("+", term[2], ("*", -1, term[1])), width)
        if sign is not None:
            holds = {"=": False, "!=": True}.get(term[0], sign > 0)
            return "true" if holds else "false"
    return term


def _sign(term: Term, width: Fraction | None) -> int | None:
    """The sign of a polynomial in the distance, where it is the same everywhere inside."""
    p = as_polynomial(term, DISTANCE)
    if not p:
        return None
    if width is not None and set(p) <= {0, 1}:
        ends = {p.get(0, Fraction(0)), p.get(0, Fraction(0)) + p.get(1, Fraction(0)) * width}
    else:
        ends = set(p.values())
    signs = {(e > 0) - (e < 0) for e in ends} - {0}
    return signs.pop() if len(signs) == 1 else None


def apart(term: Term, sums: bool = False) -> Term:
    """A term whose logarithms of products, powers and exponentials are taken apart, as if every factor were positive.

    Where one is not, the result has no value; it never has another one. Exponentials come out of powers.

    Parameters
    ----------
    term : Term
        Any term.
    sums : bool
        Whether log(a + b) of positive terms becomes ``(logsum log(a) log(b))``, which is analytic further out: the
        cut of log(1 + exp(u)) runs along the real axis at a distance, that of u + log(1 + exp(-u)) does not.
    """
    return _Apart(sums).of(term)


class _Apart:
    def __init__(self, sums: bool) -> None:
        self.sums = sums

    def of(self, term: Term) -> Term:
        """The term, taken apart."""
        if not isinstance(term, tuple):
            return term
        if term[0] == "log":
            return self.log(term[1])
        if term[0] == "^" and isinstance(term[1], tuple) and term[1][0] in ("exp", "*", "+"):
            return self.power(term[1], term[2])
        return (term[0], *(self.of(argument) for argument in term[1:]))

    def power(self, base: tuple[Any, ...], exponent: Term) -> Term:
        """A power of a product, its positive factors taken out, and of a sum of positive terms, by its logarithm."""
        if base[0] == "+":
            if self.sums and not isinstance(exponent, int) and _positive(base):
                return ("exp", ("*", self.of(exponent), self.log(base)))
            return ("^", self.of(base), self.of(exponent))
        factors = base[1:] if base[0] == "*" else (base,)
        powers: list[Term] = []
        others: list[Term] = []
        for factor in factors:
            if isinstance(factor, tuple) and factor[0] == "exp":
                powers.append(("exp", ("*", self.of(exponent), self.of(factor[1]))))
            elif _positive(factor):
                powers.append(self.of(("^", factor, exponent)))
            else:
                others.append(factor)
        if others:
            rest = others[0] if len(others) == 1 else ("*", *others)
            powers.append(("^", self.of(rest), self.of(exponent)))
        return powers[0] if len(powers) == 1 else ("*", *powers)

    def log(self, inside: Term) -> Term:
        """The logarithm of a term, taken apart."""
        if isinstance(inside, tuple):
            head = inside[0]
            if head == "*":
                return ("+", *(self.log(factor) for factor in inside[1:]))
            if head == "exp":
                return self.of(inside[1])
            if head == "^":
                even = isinstance(inside[2], int) and inside[2] % 2 == 0 and not _positive(inside[1])
                return ("*", self.of(inside[2]), self.log(("abs", inside[1]) if even else inside[1]))
            if head in ("factorial", "gamma"):
                return ("loggamma", self.of(("+", inside[1], 1) if head == "factorial" else inside[1]))
            if head == "+" and self.sums and _positive(inside):
                return ("logsum", *(self.log(part) for part in inside[1:]))
        return ("log", self.of(inside))


def _positive(term: Term) -> bool:
    """Whether a term is positive by its looks."""
    if isinstance(term, (int, Fraction)):
        return term > 0
    if not isinstance(term, tuple):
        return term in ("%pi", "%e", DISTANCE)
    if term[0] in ("+", "*"):
        return all(_positive(part) for part in term[1:])
    return term[0] == "exp" or (term[0] == "^" and _positive(term[1]))


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
    p = as_polynomial(term, name)
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
