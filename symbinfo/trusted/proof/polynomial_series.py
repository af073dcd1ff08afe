"""Hypergeometric series that end: with a parameter that is a whole number, 0 or below: DLMF 15.2.4, and so of 13.2.2, 16.2.1."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import factorial
from typing import Any

from ..terms import Term
from .forms import Form, number_of

__all__ = ["terminating"]

LONGEST = 40
#: Head -> how many parameters stand above.
ABOVE = {"hyper1f1": 1, "hyper2f1": 2, "hyper2f2": 2, "hyper3f2": 3}


def terminating(term: Any, arguments: Sequence[Form]) -> Iterator[tuple[Term, Term]]:
    """A condition (the parameters below are positive), and the polynomial that a series is; nothing where it does not end."""
    above = ABOVE.get(term[0])
    if above is None:
        return
    numbers = [number_of(argument) for argument in arguments[:above]]
    lengths = [int(-q) for q in numbers if q is not None and q.denominator == 1 and -LONGEST <= q <= 0]
    if not lengths:
        return
    *parameters, z = term[1:]
    terms: list[Term] = []
    for k in range(min(lengths) + 1):
        top = [_rising(part, k) for part in parameters[:above]]
        bottom = [("^", _rising(part, k), -1) for part in parameters[above:]]
        power: Term = ("^", z, k) if k else 1
        terms.append(("*", Fraction(1, factorial(k)), *top, *bottom, power))
    yield ("and", *(("<", 0, part) for part in parameters[above:])), ("+", 0, *terms)


def _rising(part: Term, k: int) -> Term:
    """The product a (a + 1) ... (a + k - 1)."""
    return ("*", 1, *(("+", part, i) for i in range(k)))
