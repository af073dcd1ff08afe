"""The definitions of expected lengths of codes: the least over all prefix codes, and that of Shannon's lengths.

Nothing here merges anything: the least is looked for among the lengths of all codes that fill the inequality of Kraft,
each given to the outcomes in the order of their probabilities.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import permutations

from .exceptions import CertificateError
from .statements import LISTED, Law, Measure
from .terms import Term

__all__ = ["CODES", "of_code"]

#: The measures, all of one law.
CODES = {"huffman-length": 1, "shannon-length": 1}
#: How many words the codes have that are all looked at.
MOST_WORDS, MOST_UNORDERED = 16, 4


def of_code(measure: Measure, laws: list[Law]) -> Term:
    """The definition of an expected length, a number."""
    if len(laws) != 1 or laws[0].kind not in LISTED or measure.order is not None or measure.at is not None:
        raise CertificateError(f"no definition of the measure {measure.name} of these laws is known")
    masses = [mass for _, mass in laws[0].outcomes if mass != 0]
    if not all(isinstance(mass, (int, Fraction)) for mass in masses):
        return _of_terms(measure, masses)
    numbers = sorted((Fraction(mass) for mass in masses if isinstance(mass, (int, Fraction))), reverse=True)
    if measure.name == "shannon-length":
        return _plain(sum((mass * _digits(mass) for mass in numbers), Fraction(0)))
    if len(numbers) > MOST_WORDS:
        raise CertificateError(f"codes of more than {MOST_WORDS} words are not compared")
    return _plain(
        min(sum((m * n for m, n in zip(numbers, code, strict=True)), Fraction(0)) for code in _full(len(numbers)))
    )


def _of_terms(measure: Measure, masses: list[Term]) -> Term:
    """The least expected length of probabilities whose order is not known: over all orders of the lengths."""
    if measure.name != "huffman-length" or len(masses) > MOST_UNORDERED:
        raise CertificateError("the length of this code is known of probabilities that are fractions")
    orders = sorted({order for code in _full(len(masses)) for order in permutations(code)})
    sums = [("+", *(("*", mass, n) for mass, n in zip(masses, order, strict=True))) for order in orders]
    return sums[0] if len(sums) == 1 else ("min", *sums)


def _digits(mass: Fraction) -> int:
    """The least number of digits of a word for a probability: 2 to minus that is not above it."""
    count = 0
    while Fraction(1, 2**count) > mass:
        count += 1
    return count


def _full(words: int) -> Iterator[list[int]]:
    """The lengths, in rising order, of all codes of so many words whose sum of 2**-length is 1."""
    waiting: list[tuple[list[int], int, int]] = [([], 0, 1)]
    while waiting:
        found, level, free = waiting.pop()
        left = words - len(found)
        if free == left:
            yield found + [level] * free
            continue
        for inner in range(1, free + 1):
            if 2 * inner + free - inner <= left:
                waiting.append((found + [level] * (free - inner), level + 1, 2 * inner))


def _plain(value: Fraction) -> Term:
    return value.numerator if value.denominator == 1 else value
