"""Hellinger distance: from the overlap of the square roots of two densities."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from sympy import Expr, S, sqrt

from symbinfo.expressions.unevaluated import add, mul
from symbinfo.measures.base import Measure
from symbinfo.measures.ordered import overlap

__all__ = ["Hellinger"]


class Hellinger(Measure):
    """H(P, Q) = sqrt(1 - BC), with the Bhattacharyya coefficient BC, the integral of sqrt(p q). It has no unit.

    Parameters
    ----------
    P, Q : Law or RandomSymbol
        Both discrete or both continuous.

    Examples
    --------
    >>> from sympy.stats import Exponential
    >>> Hellinger(Exponential("P", 1), Exponential("Q", 4)).doit()
    sqrt(5)/5

    References
    ----------
    A. B. Tsybakov, Introduction to Nonparametric Estimation, section 2.4 (there without the half).
    """

    key, letter, arity, title = "hellinger", "Hellinger", 2, "Hellinger distance"
    because = "The Hellinger distance is the root of one minus the overlap of the square roots of the densities."
    words: ClassVar = {"Hellinger": "Hellinger(P || Q)"}
    bars = True
    records: ClassVar = {"hellinger": 1, "hellinger2": 2}
    notation = r"\mathrm{H}\left($P, $Q\right)"
    in_atlas = "hellinger"
    unitless = True
    nonnegative = "a square root"
    of_equals = 0
    symmetric = True
    infinite_outside = False

    def bound(self) -> tuple[Expr, str]:
        """That of laws without a common place."""
        return S.One, "a Hellinger distance is at most 1"

    @classmethod
    def mistaken(cls, of: Sequence[Any], base: Expr) -> Iterator[tuple[str, Expr]]:
        """The distance, and its square, which others call by the same name."""
        if len(of) == 2:
            yield f"the {cls.title}", cls(*of)
            yield f"the squared {cls.title}", cls(*of) ** 2

    def in_nats(self) -> Expr:
        """The definition."""
        return sqrt(add(S.One, mul(S.NegativeOne, overlap(self.laws[0], self.laws[1], S.Half))), evaluate=False)
