"""Kullback-Leibler divergence: the expected log ratio of two laws."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from sympy import Expr

from symbinfo.expressions.unevaluated import ln, quotient
from symbinfo.laws.expectation import Expectation, named_density
from symbinfo.measures.base import Measure

__all__ = ["GIBBS", "KL"]

GIBBS = "Gibbs' inequality"


class KL(Measure):
    """D(P || Q) = E_P[log(p(X) / q(X))], the relative entropy of P with respect to Q.

    Parameters
    ----------
    P, Q : Law or RandomSymbol
        Both discrete or both continuous.
    unit, base
        Nats by default.

    Examples
    --------
    >>> from sympy import symbols
    >>> from sympy.stats import Exponential
    >>> a, b = symbols("a b", positive=True)
    >>> KL(Exponential("P", a), Exponential("Q", b)).doit()
    log(a/b) - 1 + b/a

    References
    ----------
    Cover and Thomas, Elements of Information Theory, 2nd edition, equations (2.26) and (8.46).
    """

    key, letter, arity, title = "kl", "KL", 2, "divergence"
    because = "The KL divergence is the expected log ratio of the two laws."
    words: ClassVar = {"KL": "KL(P || Q)"}
    bars, between = True, " || "
    records: ClassVar = {"kl": 1}
    notation = r"D_{\mathrm{KL}}\left($P\,\|\,$Q\right)"
    head = ("D", "KL")
    in_atlas = "KL divergences"
    near = True
    nonnegative = GIBBS
    of_equals = 0
    symmetric = False
    infinite_outside = True

    @classmethod
    def mistaken(cls, of: Sequence[Any], base: Expr) -> Iterator[tuple[str, Expr]]:
        """The divergence, by name and symbol."""
        if len(of) == 2:
            made = cls(*of, base=base)
            yield f"the {cls.title} {made}", made

    def in_nats(self) -> Expr:
        """The definition with the natural logarithm."""
        law, reference = self.laws
        x = law.variable
        return Expectation(ln(quotient(named_density(law, x), named_density(reference, x))), law)
