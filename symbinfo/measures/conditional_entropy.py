"""Conditional entropy: what is left of the uncertainty of X once Y is known."""

from __future__ import annotations

from sympy import Expr, log

from symbinfo.expectation import ConditionalValue, Expectation
from symbinfo.measures.joint import JointMeasure

__all__ = ["ConditionalEntropy"]


class ConditionalEntropy(JointMeasure):
    """H(X | Y) = E[-log P(X | Y)], the entropy of X given Y.

    Parameters
    ----------
    X, Y : Component or tuple of Component
        Variables of one joint law: the first given the second.
    unit, base
        Nats by default.

    Examples
    --------
    >>> from sympy import Rational
    >>> import symbinfo as si
    >>> X, Y = si.table([[Rational(1, 4), Rational(1, 4)], [Rational(1, 2), 0]]).variables
    >>> ConditionalEntropy(Y, X, unit="bits").doit()
    1/2

    References
    ----------
    Cover and Thomas, Elements of Information Theory, 2nd edition, equation (2.10).
    """

    key, letter, arity = "conditional-entropy", "H", 2
    because = "Conditional entropy is the expected self-information of X given Y."
    separators = (" | ",)

    def in_nats(self) -> Expr:
        """The definition with the natural logarithm."""
        first, given = self.blocks
        conditional = ConditionalValue(self.value_at(first, given), self.value_at(given))
        return Expectation(-log(conditional), self.joint)
