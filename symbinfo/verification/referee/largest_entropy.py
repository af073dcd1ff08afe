"""The largest entropy that a law can have by what is known of it: its range, its mean, its variance.

Each bound is Gibbs' inequality against a law of the same moments, H(P) <= H(P, Q): the uniform law of the range, the
normal law of the variance, the exponential and the geometric law of the mean. The moments are derived by the rules.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import E, Expr, Rational, log, oo, pi

from symbinfo.derivation import Derivation
from symbinfo.derivation.rules.algebra import COLLECT
from symbinfo.derivation.rules.expectations import EVALUATE_EXPECTATIONS
from symbinfo.derivation.rules.linearity import LINEARITY
from symbinfo.derivation.rules.rule import Context, apply_rule
from symbinfo.expressions.domain import Domain
from symbinfo.expressions.errors import SymbinfoError
from symbinfo.laws.expectation import Expectation
from symbinfo.laws.law import AbstractLaw, ContinuousLaw, DiscreteLaw, Law
from symbinfo.measures import Entropy
from symbinfo.measures.base import Measure

__all__ = ["largest_entropies", "mean_of"]

MOMENTS = (LINEARITY, EVALUATE_EXPECTATIONS, COLLECT)


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


def mean_of(body: Expr, law: Law, domain: Domain) -> Expr | None:
    """The expectation of an expression in the variable of a law, where it is known to exist on the whole domain."""
    derivation = Derivation(left=Expectation(body, law), domain=domain)
    try:
        for rule in MOMENTS:
            derivation = apply_rule(derivation, rule, Context(domain.and_(derivation.requires)))
    except SymbinfoError:
        return None
    found = derivation.stands
    if found.has(Expectation) or found.is_finite is False or not domain.implies(derivation.requires):
        return None
    return found
