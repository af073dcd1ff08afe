"""Tsallis entropy: a power mean of the density without the logarithm."""

from __future__ import annotations

from typing import ClassVar

from sympy import Expr, S

from symbinfo.expressions.unevaluated import add, mul, power, quotient
from symbinfo.laws.expectation import Expectation, named_density
from symbinfo.measures.entropy import Entropy
from symbinfo.measures.ordered import OrderedMeasure

__all__ = ["Tsallis"]


class Tsallis(OrderedMeasure):
    """S_q(P) = (1 - E[p(X)**(q - 1)]) / (q - 1); at order 1 the entropy. It has no unit.

    Parameters
    ----------
    P : Law or RandomSymbol
        The law.
    q : Expr
        The order, positive.

    Examples
    --------
    >>> from sympy import Rational
    >>> from sympy.stats import Bernoulli
    >>> Tsallis(Bernoulli("P", Rational(1, 2)), 2).doit()
    1/2

    References
    ----------
    C. Tsallis, Possible generalization of Boltzmann-Gibbs statistics (1988).
    """

    key, letter, title = "tsallis-entropy", "S", "Tsallis entropy"
    because = "The Tsallis entropy is one minus the mean of a power of the density, over the order less one."
    order_name = "q"
    words: ClassVar = {"Tsallis": "Tsallis(P; q)"}
    records: ClassVar = {"tsallis_entropy": 1}
    notation = r"S_{$order}\left($P\right)"
    unitless = True
    nonnegative = None
    in_atlas = "Tsallis entropies"
    without: ClassVar = {
        "nonnegative": "that of a density may be negative",
        "mistaken": "no order of it is usual enough to be computed by mistake",
    }

    def in_nats(self) -> Expr:
        """The definition."""
        (law,) = self.laws
        if self.order == 1:
            return Entropy(law).in_nats()
        mean = Expectation(power(named_density(law, law.variable), self.order - 1), law)
        return quotient(add(S.One, mul(S.NegativeOne, mean)), self.order - 1)
