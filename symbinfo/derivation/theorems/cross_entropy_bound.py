"""No model has a smaller cross-entropy than the true law."""

from __future__ import annotations

from symbinfo.derivation import Derivation
from symbinfo.derivation.rules.lemmas import using
from symbinfo.derivation.rules.rule import run
from symbinfo.derivation.theorems import cross_entropy_decomposition, gibbs_inequality
from symbinfo.expressions.domain import Domain
from symbinfo.laws.abstract import abstract_mass
from symbinfo.laws.law import Law
from symbinfo.measures import CrossEntropy

TITLE = "Cross-entropy is at least entropy: H(P, Q) >= H(P), with equality exactly when Q = P"


def derive(first: Law | None = None, second: Law | None = None) -> Derivation:
    """Derive it from the decomposition of cross-entropy and Gibbs' inequality, for abstract masses or given laws."""
    p, q = first or abstract_mass("P"), second or abstract_mass("Q")
    plan = (
        using(cross_entropy_decomposition.derive(p, q), "Cross-entropy is entropy plus divergence."),
        using(gibbs_inequality.derive(p, q), "The divergence is never negative: Gibbs' inequality."),
    )
    return run(CrossEntropy(p, q), plan, Domain.of([p.condition, q.condition]))
