"""The largest entropy that a law can have by what is known of it: its range, its mean, its variance.

Each bound is Gibbs' inequality against a law of the same moments, H(P) <= H(P, Q): the uniform law of the range, the
normal law of the variance, the exponential and the geometric law of the mean. The moments are derived by the rules.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import E, Expr, Rational, log, oo, pi

from symbinfo.derivation.plans.moments import mean_of
from symbinfo.expressions.domain import Domain
from symbinfo.laws.law import AbstractLaw, ContinuousLaw, DiscreteLaw
from symbinfo.measures import Entropy
from symbinfo.measures.base import Measure

__all__ = ["largest_entropies"]


def largest_entropies(node: Measure, domain: Domain) -> Iterator[tuple[Expr, str]]:
    """The bounds on an entropy that apply to its law, each with its theorem.

    Parameters
    ----------
    node : Measure
        Of anything but the entropy of one law on numbers there are none.
    domain : Domain
        Where the parameters live: a moment must exist everywhere.
    """
    if not isinstance(node, Entropy):
        return
    (law,) = node.laws
    if not isinstance(law, (ContinuousLaw, DiscreteLaw)) or isinstance(law, AbstractLaw):
        return
    unit = log(node.base)
    size = law.upper - law.lower + (0 if law.continuous else 1)
    if size.is_positive and size != oo:
        yield log(size) / unit, "the uniform law has the largest entropy"
    mean = mean_of(law.variable, law, domain)
    if mean is None:
        return
    above = next((gap for gap in (mean - law.lower, law.upper - mean) if gap.is_finite), None)
    if above is not None and domain.positive(above):
        if law.continuous:
            yield (1 + log(above)) / unit, "the exponential law has the largest entropy of its mean on a half-line"
        else:
            bound = (1 + above) * log(1 + above) - above * log(above)
            yield bound / unit, "the geometric law has the largest entropy of its mean on counts"
    square = mean_of(law.variable**2, law, domain)
    if square is None:
        return
    variance = (square - mean**2).expand()
    if law.continuous:
        yield log(2 * pi * E * variance) / (2 * unit), "the normal law has the largest entropy of its variance"
    else:
        spread = variance + Rational(1, 12)
        reason = "with a uniform variable added, the normal law has the largest entropy of its variance"
        yield log(2 * pi * E * spread) / (2 * unit), reason
