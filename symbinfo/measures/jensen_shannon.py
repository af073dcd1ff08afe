"""Jensen-Shannon divergence: how far two laws are from their mixture."""

from __future__ import annotations

from typing import ClassVar

from sympy import Expr, S, log

from symbinfo.expressions.domain import Domain
from symbinfo.expressions.unevaluated import add, ln, mul, quotient
from symbinfo.laws.expectation import Expectation, named_density
from symbinfo.laws.law import FiniteLaw
from symbinfo.laws.support import contained
from symbinfo.measures.base import Measure
from symbinfo.measures.kl import GIBBS
from symbinfo.measures.ordered import over_both

__all__ = ["JensenShannon"]


class JensenShannon(Measure):
    """JS(P || Q) = (KL(P || M) + KL(Q || M))/2 with the mixture M = (P + Q)/2; never above log 2.

    Parameters
    ----------
    P, Q : Law or RandomSymbol
        Both discrete or both continuous.
    unit, base
        Nats by default.

    Examples
    --------
    >>> from sympy.stats import Bernoulli
    >>> JensenShannon(Bernoulli("P", 0), Bernoulli("Q", 1), unit="bits").doit()
    1

    References
    ----------
    J. Lin, Divergence measures based on the Shannon entropy (1991).
    """

    key, letter, arity, title = "jensen-shannon", "JS", 2, "Jensen-Shannon divergence"
    because = "The Jensen-Shannon divergence is the mean KL divergence of the two laws from their mixture."
    words: ClassVar = {"JS": "JS(P || Q)", "JensenShannon": "JS(P || Q)"}
    bars = True
    records: ClassVar = {"jensen_shannon": 1}
    notation = r"\mathrm{JS}\left($P\,\|\,$Q\right)"
    nonnegative = f"{GIBBS} for both laws against their mean"
    of_equals = 0
    symmetric = True
    infinite_outside = False
    without: ClassVar = {"in_atlas": "few pairs of families have a closed form: the mixture is of no family"}

    def bound(self) -> tuple[Expr, str]:
        """That of laws without a common place."""
        return log(2) / log(self.base), "a Jensen-Shannon divergence is at most one bit"

    def in_nats(self) -> Expr:
        """The definition with the natural logarithm; a place where one law has no mass gives log 2."""
        first, second = self.laws
        x = first.variable
        domain = Domain.of([first.condition, second.condition])
        if not (domain.implies(contained(first, second)) and domain.implies(contained(second, first))):
            return add(ln(S(2)), mul(S.Half, over_both(first, second, _excess)))
        p, q = named_density(first, x), named_density(second, x)
        if not (isinstance(first, FiniteLaw) or isinstance(second, FiniteLaw)):
            logs = (Expectation(ln(quotient(own, add(p, q))), law) for own, law in ((p, first), (q, second)))
            return add(ln(S(2)), *(mul(S.Half, mean) for mean in logs))
        means = (Expectation(ln(quotient(mul(S(2), own), add(p, q))), law) for own, law in ((p, first), (q, second)))
        return add(*(mul(S.Half, mean) for mean in means))


def _excess(p: Expr, q: Expr) -> Expr:
    """``p log(p/(p + q)) + q log(q/(p + q))``."""
    return add(*(mul(own, ln(quotient(own, add(p, q)))) for own in (p, q)))
