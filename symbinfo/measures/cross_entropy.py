"""Cross-entropy: the expected code length for one law under a code made for another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from sympy import Expr, log

from symbinfo.laws.expectation import Expectation, named_density
from symbinfo.measures.base import Measure
from symbinfo.measures.entropy import Entropy
from symbinfo.measures.kl import KL

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

    key, letter, arity, title = "cross-entropy", "H", 2, "cross-entropy"
    because = "Cross-entropy is the expected self-information under the model, averaged under the true law."
    words: ClassVar = {"H": Entropy.words["H"], "CrossEntropy": "H(P, Q)"}
    records: ClassVar = {"cross_entropy": 1}
    notation = r"H\left($P, $Q\right)"
    in_atlas = "cross-entropies"
    near = True
    nonnegative = None
    of_equals = None
    symmetric = False
    infinite_outside = True
    without: ClassVar = {
        "nonnegative": "that of a density is negative where the model is large",
        "of_equals": "it is the entropy of the law",
    }

    def decomposition(self) -> tuple[Expr, str]:
        """The entropy of the true law, and the divergence of the model from it."""
        true_law, model = self.laws
        total = Entropy(true_law, base=self.base) + KL(true_law, model, base=self.base)
        return total, "a cross-entropy is an entropy and a divergence"

    @classmethod
    def mistaken(cls, of: Sequence[Any], base: Expr) -> Iterator[tuple[str, Expr]]:
        """The cross-entropy, by name and symbol."""
        if len(of) == 2:
            made = cls(*of, base=base)
            yield f"the {cls.title} {made}", made

    def in_nats(self) -> Expr:
        """The definition with the natural logarithm."""
        true_law, model = self.laws
        return Expectation(-log(named_density(model, true_law.variable)), true_law)
