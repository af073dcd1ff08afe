"""Terms that are polynomials with rational coefficients in one symbol, computed with exactly."""

from __future__ import annotations

from fractions import Fraction
from math import comb

from ..terms import Term

__all__ = ["Polynomial", "added", "as_polynomial", "polynomial_as_term", "shifted_polynomial"]

HIGHEST_DEGREE = 16
#: Degree -> coefficient, without zeros.
Polynomial = dict[int, Fraction]


def as_polynomial(term: Term, name: str) -> Polynomial | None:
    """A term as a polynomial with rational coefficients in one symbol, or None."""
    if isinstance(term, (int, Fraction)):
        return {0: Fraction(term)}
    if term == name:
        return {1: Fraction(1)}
    if not isinstance(term, tuple) or term[0] not in ("+", "*", "^"):
        return None
    if term[0] == "^":
        if isinstance(term[2], int) and 0 <= term[2] <= HIGHEST_DEGREE:
            base = as_polynomial(term[1], name)
            return None if base is None else _product([base] * term[2])
        inside = as_polynomial(term[1], name)
        constant = inside is not None and isinstance(term[2], int) and set(inside) == {0} and inside[0]
        return {0: inside[0] ** term[2]} if constant and inside and abs(term[2]) < 200 else None
    parts = [as_polynomial(part, name) for part in term[1:]]
    if any(part is None for part in parts):
        return None
    known = [part for part in parts if part is not None]
    return _product(known) if term[0] == "*" else added(known)


def added(parts: list[Polynomial]) -> Polynomial:
    """The sum of polynomials."""
    total: Polynomial = {}
    for part in parts:
        for degree, c in part.items():
            total[degree] = total.get(degree, Fraction(0)) + c
    return {d: c for d, c in total.items() if c}


def _product(parts: list[Polynomial]) -> Polynomial | None:
    total: Polynomial = {0: Fraction(1)}
    for part in parts:
        total = added([{d + e: c * k} for d, c in total.items() for e, k in part.items()])
        if total and max(total) > HIGHEST_DEGREE:
            return None
    return total


def shifted_polynomial(p: Polynomial, point: Fraction, side: int) -> Polynomial:
    """The polynomial of point + side * w, in w."""
    terms = [{k: c * comb(d, k) * point ** (d - k) * side**k} for d, c in p.items() for k in range(d + 1)]
    return added(terms)


def polynomial_as_term(p: Polynomial, name: str) -> Term:
    """The polynomial as a term."""
    terms: list[Term] = []
    for degree, c in sorted(p.items()):
        power: Term = name if degree == 1 else ("^", name, degree)
        number: Term = int(c) if c.denominator == 1 else c
        terms.append(number if degree == 0 else power if c == 1 else ("*", number, power))
    return 0 if not terms else terms[0] if len(terms) == 1 else ("+", *terms)
