"""Signs as sets: which of negative, zero and positive are possible, and what follows for sums, products and maxima."""

from __future__ import annotations

from .forms import Rational

__all__ = [
    "ANY",
    "NEGATIVE",
    "NONNEGATIVE",
    "NONPOSITIVE",
    "NONZERO",
    "POSITIVE",
    "ZERO",
    "flipped",
    "sign_of_largest",
    "sign_of_number",
    "sign_of_product",
    "sign_of_sum",
]

# A sign is the set of those that are possible, as bits.
NEGATIVE, ZERO, POSITIVE = 1, 2, 4
NONPOSITIVE, NONZERO, NONNEGATIVE, ANY = 3, 5, 6, 7
_FLIPPED = (0, 4, 2, 6, 1, 5, 3, 7)


def flipped(sign: int) -> int:
    """The sign of -u."""
    return _FLIPPED[sign]


def sign_of_product(first: int, second: int) -> int:
    """The sign of a product of two."""
    found = ZERO if (first | second) & ZERO else 0
    if first & POSITIVE:
        found |= second & NONZERO
    if first & NEGATIVE:
        found |= flipped(second) & NONZERO
    return found


def sign_of_number(q: Rational) -> int:
    """The sign of a number."""
    return POSITIVE if q > 0 else NEGATIVE if q < 0 else ZERO


def sign_of_sum(signs: list[int]) -> int:
    """The sign of a sum whose terms have these signs."""
    together = 0
    for sign in signs:
        together |= sign
    if together & POSITIVE and together & NEGATIVE:
        return ANY
    if any(not s & ZERO for s in signs):
        return together & NONZERO
    return together


def sign_of_largest(signs: list[int]) -> int:
    """The sign of the largest of numbers with these signs."""
    found = 0
    for sign in signs:
        found |= sign
    if POSITIVE in signs:
        return POSITIVE
    return found & NONNEGATIVE if any(not s & NEGATIVE for s in signs) else found
