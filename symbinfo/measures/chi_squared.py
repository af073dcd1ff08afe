"""Chi-squared divergence: the mean density ratio, less one."""

from __future__ import annotations

from typing import Any

from sympy import Expr, S

from symbinfo.expressions.unevaluated import add, quotient
from symbinfo.laws.expectation import Expectation, named_density
from symbinfo.measures.base import Measure

__all__ = ["ChiSquaredDivergence"]


class ChiSquaredDivergence(Measure):
    """chi^2(P || Q) = E_P[p(X)/q(X)] - 1 (Pearson). It has no unit.

    Parameters
    ----------
    P, Q : Law or RandomSymbol
        Both discrete or both continuous.

    Examples
    --------
    >>> from sympy.stats import Exponential
    >>> ChiSquaredDivergence(Exponential("P", 2), Exponential("Q", 1)).doit()
    1/3

    References
    ----------
    A. B. Tsybakov, Introduction to Nonparametric Estimation, section 2.4.
    """

    key, letter, arity = "chi-squared", "Chi2", 2
    because = "The chi-squared divergence is the mean density ratio, less one."
    infinite_beyond = True

    def in_unit(self, nats: Expr) -> Expr:
        """The same in every unit: there is no logarithm."""
        return nats

    def in_nats(self) -> Expr:
        """The definition."""
        law, reference = self.laws
        x = law.variable
        ratio = quotient(named_density(law, x), named_density(reference, x))
        return add(Expectation(ratio, law), S.NegativeOne)

    def _latex(self, printer: Any) -> str:
        return rf"\chi^{{2}}\left({self.laws[0].name}\,\|\,{self.laws[1].name}\right)"
