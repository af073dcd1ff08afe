"""Chi-squared divergence: the mean density ratio, less one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

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

    key, letter, arity, title = "chi-squared", "Chi2", 2, "chi-squared divergence"
    because = "The chi-squared divergence is the mean density ratio, less one."
    words: ClassVar = {"Chi2": "Chi2(P || Q)", "ChiSquaredDivergence": "Chi2(P || Q)"}
    bars = True
    records: ClassVar = {"chi2": 1}
    notation = r"\chi^{2}\left($P\,\|\,$Q\right)"
    in_atlas = "chi-squared"
    unitless = True
    nonnegative = "the mean of a square"
    of_equals = 0
    symmetric = False
    infinite_outside = True
    infinite_beyond = True

    @classmethod
    def mistaken(cls, of: Sequence[Any], base: Expr) -> Iterator[tuple[str, Expr]]:
        """The divergence, and the mean ratio that it is made of."""
        if len(of) == 2:
            yield f"the {cls.title}", cls(*of)
            yield f"one more than the {cls.title} (the mean of P/Q)", cls(*of) + 1

    def in_nats(self) -> Expr:
        """The definition."""
        law, reference = self.laws
        x = law.variable
        ratio = quotient(named_density(law, x), named_density(reference, x))
        return add(Expectation(ratio, law), S.NegativeOne)
