"""Renyi entropy and Renyi divergence: logarithms of power means of the density."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from sympy import Expr, Integer, S, oo
from sympy.core.logic import fuzzy_not
from sympy.logic.boolalg import Boolean

from symbinfo.expressions.domain import Domain
from symbinfo.expressions.unevaluated import ln, power, quotient
from symbinfo.laws.expectation import Expectation, named_density
from symbinfo.laws.support import apart, contained
from symbinfo.measures.entropy import Entropy
from symbinfo.measures.kl import KL
from symbinfo.measures.ordered import OrderedMeasure, overlap

__all__ = ["Renyi", "RenyiDivergence"]


class Renyi(OrderedMeasure):
    """H_alpha(P) = log(E[p(X)**(alpha - 1)]) / (1 - alpha); at order 1 the entropy.

    Parameters
    ----------
    P : Law or RandomSymbol
        The law.
    alpha : Expr
        The order, positive.
    unit, base
        Nats by default.

    Examples
    --------
    >>> from sympy import symbols
    >>> from sympy.stats import Uniform
    >>> a = symbols("a", positive=True)
    >>> Renyi(Uniform("P", 0, a), 2).doit()
    log(a)

    References
    ----------
    A. Renyi, On measures of entropy and information (1961).
    """

    key, letter, title = "renyi-entropy", "H", "Renyi entropy"
    because = "The Renyi entropy is a logarithm of the mean of a power of the density."
    words: ClassVar = {"Renyi": "Renyi(P; alpha) or Renyi(P || Q; alpha)"}
    records: ClassVar = {"renyi_entropy": 1}
    notation = r"H_{$order}\left($P\right)"
    nonnegative = None
    usual_orders = (Integer(2), S.Half)
    in_atlas = "Renyi entropies"
    without: ClassVar = {"nonnegative": "that of a density may be negative"}

    def in_nats(self) -> Expr:
        """The definition with the natural logarithm."""
        (law,) = self.laws
        if self.order == 1:
            return Entropy(law).in_nats()
        mean = Expectation(power(named_density(law, law.variable), self.order - 1), law)
        return quotient(ln(mean), S.One - self.order)


class RenyiDivergence(OrderedMeasure):
    """D_alpha(P || Q) = log(E_P[(p(X)/q(X))**(alpha - 1)]) / (alpha - 1); at order 1 the KL divergence.

    Parameters
    ----------
    P, Q : Law or RandomSymbol
        Both discrete or both continuous.
    alpha : Expr
        The order, positive.
    unit, base
        Nats by default.

    Examples
    --------
    >>> from sympy import symbols
    >>> from sympy.stats import Normal
    >>> m = symbols("m", real=True)
    >>> RenyiDivergence(Normal("P", m, 1), Normal("Q", 0, 1), 2).doit()
    m**2

    References
    ----------
    T. van Erven and P. Harremoes, Renyi divergence and Kullback-Leibler divergence (2014), equation (5).
    """

    key, letter, arity, title = "renyi-divergence", "D", 2, "Renyi divergence"
    because = "The Renyi divergence is a logarithm of the mean of a power of the density ratio."
    words: ClassVar = {"Renyi": "Renyi(P || Q; alpha)", "RenyiDivergence": "Renyi(P || Q; alpha)"}
    bars, between = True, " || "
    records: ClassVar = {"renyi_divergence": 1}
    notation = r"D_{$order}\left($P\,\|\,$Q\right)"
    nonnegative = "Jensen's inequality"
    of_equals = 0
    symmetric = False
    usual_orders = (Integer(2), S.Half)
    in_atlas = "Renyi divergences"

    infinite_apart = True
    infinite_beyond = True  # below order 1 the integral is at most 1

    @property
    def infinite_outside(self) -> bool | None:  # type: ignore[override]
        """Whether mass of P where Q has none makes it +oo: so from order 1 on; None where the order is not known."""
        return fuzzy_not((1 - self.order).is_positive)

    @property
    def finite_outside(self) -> Boolean:
        """Below order 1."""
        return self.order < 1

    @classmethod
    def mistaken(cls, of: Sequence[Any], base: Expr) -> Iterator[tuple[str, Expr]]:
        """Those of usual orders, and the distance that is made of one of them."""
        yield from super().mistaken(of, base)
        if len(of) == 2:
            half = cls(*of, S.Half) / 2
            yield f"half the {cls.title} of order 1/2 (the Bhattacharyya distance)", half

    def in_nats(self) -> Expr:
        """The definition with the natural logarithm."""
        first, second = self.laws
        if self.order == 1:
            return KL(first, second).in_nats()
        domain = Domain.of([law.condition for law in self.laws])
        if domain.implies(apart(first, second)):
            return oo
        below_one = self.infinite_outside is None and domain.excludes(contained(first, second))
        if self.infinite_outside is not False and not below_one:
            x = first.variable
            ratio = quotient(named_density(first, x), named_density(second, x))
            return quotient(ln(Expectation(power(ratio, self.order - 1), first)), self.order - 1)
        return quotient(ln(overlap(first, second, self.order)), self.order - 1)
