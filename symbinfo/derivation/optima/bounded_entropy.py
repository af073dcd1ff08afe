"""The entropy of any law is at most its cross-entropy with a law that is chosen, which depends on a few means alone."""

from __future__ import annotations

from symbinfo.derivation import Derivation
from symbinfo.derivation.rules.algebra import COLLECT
from symbinfo.derivation.rules.densities import INSERT_LOG_DENSITIES
from symbinfo.derivation.rules.lemmas import solved_for, using
from symbinfo.derivation.rules.rule import run
from symbinfo.derivation.rules.totals import AS_TOTAL, LINEARITY_OF_TOTAL, TOTAL_IS_ONE
from symbinfo.derivation.rules.unfolding import DEFINITION
from symbinfo.derivation.theorems import cross_entropy_decomposition, gibbs_inequality
from symbinfo.expressions.domain import Domain
from symbinfo.laws.law import Law
from symbinfo.measures import CrossEntropy, Entropy

__all__ = ["entropy_bound"]

PLAN = (DEFINITION, INSERT_LOG_DENSITIES, AS_TOTAL, LINEARITY_OF_TOTAL, TOTAL_IS_ONE, COLLECT)


def entropy_bound(first: Law, second: Law) -> Derivation:
    """H(P) = H(P, Q) - KL(P || Q) <= H(P, Q), with the cross-entropy in the means of the statistics of Q.

    Parameters
    ----------
    first : Law
        Any density on the line.
    second : Law
        The law that it is compared with.

    Examples
    --------
    >>> from sympy.stats import Normal
    >>> from symbinfo.laws.abstract import abstract_density
    >>> from symbinfo.laws.read import law_of
    >>> entropy_bound(abstract_density("P", "p"), law_of(Normal("Q", 0, 1))).relation.value
    '<='
    """
    crossed = CrossEntropy(first, second)
    p, q = crossed.laws
    domain = Domain.of([q.condition])
    lemma = run(crossed, PLAN, domain)
    words = "Cross-entropy is entropy plus divergence."
    plan = (
        solved_for(Entropy(p), cross_entropy_decomposition.derive(p, q), words),
        using(gibbs_inequality.derive(p, q), "The divergence is never negative: Gibbs' inequality."),
        using(lemma, "The cross-entropy is made of the means of what stands in the exponent.", "insert-measures"),
    )
    return run(Entropy(p), plan, domain)
