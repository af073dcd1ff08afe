"""Entropy: the expected self-information of one law."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from sympy import Expr, Integer, log

from symbinfo.laws.expectation import Expectation, named_density
from symbinfo.laws.law import FiniteLaw
from symbinfo.measures.base import Measure

__all__ = ["OF_A_DISCRETE_LAW", "Entropy", "counts"]

OF_A_DISCRETE_LAW = "the entropy of a discrete law is not negative"


def counts(law: Any) -> bool:
    """Whether a law has probabilities rather than densities."""
    return isinstance(law, FiniteLaw) or not getattr(law, "continuous", True)


class Entropy(Measure):
    """H(P) = E[-log p(X)]: Shannon entropy of a discrete law, differential entropy of a continuous one.

    Parameters
    ----------
    P : Law or RandomSymbol
        The law.
    unit, base
        Nats by default.

    Examples
    --------
    >>> from sympy import symbols
    >>> from sympy.stats import Exponential
    >>> rate = symbols("lamda", positive=True)
    >>> Entropy(Exponential("P", rate)).doit()
    1 - log(lamda)

    References
    ----------
    Cover and Thomas, Elements of Information Theory, 2nd edition, equations (2.1) and (8.1).
    """

    key, letter, title = "entropy", "H", "entropy"
    because = "Entropy is the expected self-information."
    words: ClassVar = {"H": "H(P) for an entropy, H(P, Q) for a cross-entropy", "Entropy": "Entropy(P)"}
    words_of_variables = ("H", "Entropy")
    records: ClassVar = {"entropy": 1}
    notation = r"H\left($P\right)"
    in_atlas = "entropies"
    near = True
    nonnegative = None
    without: ClassVar = {"nonnegative": "that of a density may be negative: `why_nonnegative` tells the laws apart"}

    def why_nonnegative(self) -> str | None:
        """That of a discrete law is a mean of logarithms of numbers from 1 on."""
        return OF_A_DISCRETE_LAW if counts(self.laws[0]) else None

    def bound(self) -> tuple[Expr, str] | None:
        """Of a listed law: that of the uniform law on as many outcomes."""
        if not isinstance(self.laws[0], FiniteLaw):
            return None
        size = Integer(len(self.laws[0].outcomes))
        return log(size) / log(self.base), "the uniform law has the largest entropy"

    @classmethod
    def mistaken(cls, of: Sequence[Any], base: Expr) -> Iterator[tuple[str, Expr]]:
        """The entropy of each law."""
        for law in of:
            made = cls(law, base=base)
            yield f"the {cls.title} {made}", made

    def in_nats(self) -> Expr:
        """The definition with the natural logarithm."""
        (law,) = self.laws
        return Expectation(-log(named_density(law, law.variable)), law)
