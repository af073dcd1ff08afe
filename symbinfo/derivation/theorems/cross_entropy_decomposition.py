"""Cross-entropy is entropy plus divergence."""

from __future__ import annotations

from symbinfo.derivation import Derivation
from symbinfo.derivation.rules.named_logs import COMPARE_WITH_OWN_LAW
from symbinfo.derivation.rules.recognition import recognise_total
from symbinfo.derivation.rules.rule import run
from symbinfo.derivation.rules.totals import AS_TOTAL, LINEARITY_OF_TOTAL
from symbinfo.derivation.rules.unfolding import DEFINITION
from symbinfo.expressions.domain import Domain
from symbinfo.laws.abstract import abstract_mass
from symbinfo.laws.law import Law
from symbinfo.measures import KL, CrossEntropy, Entropy

TITLE = "Cross-entropy is entropy plus divergence: H(P, Q) = H(P) + KL(P || Q)"


def derive(first: Law | None = None, second: Law | None = None) -> Derivation:
    """Derive the identity, for two abstract masses or for two laws that are given."""
    p, q = first or abstract_mass("P"), second or abstract_mass("Q")
    plan = (DEFINITION, AS_TOTAL, COMPARE_WITH_OWN_LAW, LINEARITY_OF_TOTAL, recognise_total(Entropy(p), KL(p, q)))
    return run(CrossEntropy(p, q), plan, Domain.of([p.condition, q.condition]))
