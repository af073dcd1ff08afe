"""Entropy: the expected self-information of one law."""

from __future__ import annotations

from typing import Any

from sympy import Expr, log

from symbinfo.laws.expectation import Expectation, named_density
from symbinfo.measures.base import Measure

__all__ = ["Entropy"]


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

    key, letter = "entropy", "H"
    because = "Entropy is the expected self-information."

    def in_nats(self) -> Expr:
        """The definition with the natural logarithm."""
        (law,) = self.laws
        return Expectation(-log(named_density(law, law.variable)), law)

    def _latex(self, printer: Any) -> str:
        return rf"H\left({self.laws[0].name}\right)"
