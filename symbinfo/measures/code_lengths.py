"""Expected lengths of binary codes: of Huffman's, the shortest that there is, and of Shannon's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import permutations
from typing import Any, ClassVar, Self

from sympy import Add, Expr, Integer, Min, ceiling, log

from symbinfo.expressions.errors import MeasureError
from symbinfo.laws.common_outcomes import as_finite
from symbinfo.laws.expectation import Expectation, named_density
from symbinfo.laws.law import FiniteLaw
from symbinfo.laws.read import law_of
from symbinfo.measures.base import Measure, base_of

__all__ = ["MOST_WORDS", "CodeLength", "HuffmanLength", "ShannonLength", "lengths_of_codes", "listed_law"]

#: How many outcomes a code is made for; and where the order of the probabilities is not known.
MOST_WORDS, MOST_UNORDERED = 64, 4


def listed_law(law: Any) -> FiniteLaw:
    """The law as a list of outcomes.

    Raises
    ------
    MeasureError
        When it is none, or a long one.
    """
    found = as_finite(law)
    if found is None or len(found.outcomes) > MOST_WORDS:
        raise MeasureError(f"a code is made for at most {MOST_WORDS} listed outcomes: got {law.title}")
    return found


def lengths_of_codes(words: int) -> Iterator[tuple[int, ...]]:
    """The lengths, in rising order, of all prefix codes that waste nothing: whose Kraft sum is 1.

    Examples
    --------
    >>> list(lengths_of_codes(4))
    [(1, 2, 3, 3), (2, 2, 2, 2)]
    """

    def grown(found: tuple[int, ...], level: int, free: int) -> Iterator[tuple[int, ...]]:
        left = words - len(found)
        if free == left:
            yield found + (level,) * free
        for used in range(free - 1, -1, -1):
            if free < left and 2 * (free - used) <= left - used:
                yield from grown(found + (level,) * used, level + 1, 2 * (free - used))

    yield from grown((), 0, 1)


class CodeLength(Measure):
    """What a code for a listed law costs in the mean, in digits."""

    of_lists = True
    unitless = True
    nonnegative = "a mean of lengths"
    without: ClassVar = {
        "in_atlas": "families of laws are no lists of outcomes",
        "mistaken": "an answer in digits is none about another measure",
        "records": "files of claims name families of laws",
    }

    def __new__(cls, *args: Any, unit: Any = "nats", base: Any = None) -> Self:
        """The measure of the law as a list of outcomes, not evaluated."""
        given, rest = args[:1], args[1:]
        if not given or len(rest) > 1:
            raise MeasureError(f"{cls.__name__} takes 1 law: got {len(args)} arguments")
        return Expr.__new__(cls, listed_law(law_of(given[0])), base_of(rest[0] if rest else unit, base))

    @classmethod
    def mistaken(cls, of: Sequence[Any], base: Expr) -> Iterator[tuple[str, Expr]]:
        """Of no other measure: its laws need not be lists."""
        return iter(())


class HuffmanLength(CodeLength):
    """The least expected length of a binary prefix code for a listed law, that of Huffman's code, in binary digits.

    Parameters
    ----------
    P : Law or RandomSymbol
        With listed outcomes.

    Examples
    --------
    >>> from sympy import Rational
    >>> from sympy.stats import FiniteRV
    >>> HuffmanLength(FiniteRV("P", {0: Rational(2, 5), 1: Rational(3, 10), 2: Rational(3, 10)})).doit()
    8/5

    References
    ----------
    D. A. Huffman, A Method for the Construction of Minimum-Redundancy Codes, Proc. IRE 40 (1952) 1098-1101.
    """

    key, letter, arity, title = "huffman-length", "Huffman", 1, "expected length of a Huffman code"
    because = "The least expected length over all binary prefix codes."
    words: ClassVar = {"Huffman": "Huffman(P)"}
    notation = r"L_{\mathrm{Huffman}}\left($P\right)"

    def in_nats(self) -> Expr:
        """The definition: the least of the expected lengths."""
        masses = [mass for _, mass in self.laws[0].outcomes]
        if all(mass.is_number for mass in masses):
            masses.sort(reverse=True)
            if len(masses) > 16:
                raise MeasureError("the definition of a Huffman length is written out for at most 16 outcomes")
            return Min(*(_mean(masses, lengths) for lengths in lengths_of_codes(len(masses))))
        if len(masses) > MOST_UNORDERED:
            raise MeasureError(f"of more than {MOST_UNORDERED} outcomes a code wants probabilities that are numbers")
        orders = {order for lengths in lengths_of_codes(len(masses)) for order in permutations(lengths)}
        return Min(*(_mean(masses, order) for order in orders))


class ShannonLength(CodeLength):
    """The expected length of Shannon's code for a listed law: E[ceiling(-log2 p(X))], in binary digits.

    Parameters
    ----------
    P : Law or RandomSymbol
        With listed outcomes.

    Examples
    --------
    >>> from sympy import Rational
    >>> from sympy.stats import FiniteRV
    >>> ShannonLength(FiniteRV("P", {0: Rational(2, 5), 1: Rational(3, 10), 2: Rational(3, 10)})).doit()
    2

    References
    ----------
    T. M. Cover and J. A. Thomas, Elements of Information Theory, 2nd edition, section 5.4.
    """

    key, letter, arity, title = "shannon-length", "ShannonCode", 1, "expected length of a Shannon code"
    because = "An outcome of probability p gets a word of the next whole number of digits above -log2 p."
    words: ClassVar = {"ShannonCode": "ShannonCode(P)"}
    notation = r"L_{\mathrm{Shannon}}\left($P\right)"

    def in_nats(self) -> Expr:
        """The definition."""
        (law,) = self.laws
        return Expectation(ceiling(-log(named_density(law, law.variable)) / log(Integer(2))), law)


def _mean(masses: list[Expr], lengths: tuple[int, ...]) -> Expr:
    return Add(*(mass * length for mass, length in zip(masses, lengths, strict=True)))
