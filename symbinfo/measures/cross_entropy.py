"""Cross-entropy: the expected code length for one law under a code made for another."""

from __future__ import annotations

from typing import Any

from sympy import Expr, log

from symbinfo.laws.expectation import Expectation, named_density
from symbinfo.measures.base import Measure

__all__ = ["CrossEntropy"]


class CrossEntropy(Measure):
    """H(P, Q) = E_P[-log q(X)].

    Parameters
    ----------
    P, Q : Law or RandomSymbol
        The true law and the model, both discrete or both continuous.
    unit, base
        Nats by default.

    Examples
    --------
    >>> from sympy import Rational
    >>> from sympy.stats import Bernoulli
    >>> CrossEntropy(Bernoulli("P", Rational(9, 10)), Bernoulli("Q", Rational(1, 2))).doit()
    log(2)

    References
    ----------
    Goodfellow, Bengio and Courville, Deep Learning, equation (3.51).
    """

    key, letter, arity = "cross-entropy", "H", 2
    because = "Cross-entropy is the expected self-information under the model, averaged under the true law."

    def in_nats(self) -> Expr:
        """The definition with the natural logarithm."""
        true_law, model = self.laws
        return Expectation(-log(named_density(model, true_law.variable)), true_law)

    def _latex(self, printer: Any) -> str:
        return rf"H\left({self.laws[0].name}, {self.laws[1].name}\right)"
