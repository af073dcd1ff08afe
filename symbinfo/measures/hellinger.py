"""Hellinger distance: from the overlap of the square roots of two densities."""

from __future__ import annotations

from typing import Any

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

    key, letter, arity = "hellinger", "Hellinger", 2
    because = "The Hellinger distance is the root of one minus the overlap of the square roots of the densities."
    infinite_outside = False

    def in_unit(self, nats: Expr) -> Expr:
        """The same in every unit: there is no logarithm."""
        return nats

    def in_nats(self) -> Expr:
        """The definition."""
        return sqrt(add(S.One, mul(S.NegativeOne, overlap(self.laws[0], self.laws[1], S.Half))), evaluate=False)

    def _latex(self, printer: Any) -> str:
        return rf"\mathrm{{H}}\left({self.laws[0].name}, {self.laws[1].name}\right)"
