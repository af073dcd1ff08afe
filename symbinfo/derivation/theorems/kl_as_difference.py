"""The divergence is the cross-entropy less the entropy."""

from __future__ import annotations

from symbinfo.derivation import Derivation
from symbinfo.derivation.rules.named_logs import SPLIT_NAMED_LOGS
from symbinfo.derivation.rules.recognition import recognise_total
from symbinfo.derivation.rules.rule import run
from symbinfo.derivation.rules.totals import AS_TOTAL, LINEARITY_OF_TOTAL
from symbinfo.derivation.rules.unfolding import DEFINITION
from symbinfo.expressions.domain import Domain
from symbinfo.laws.abstract import abstract_mass
from symbinfo.laws.law import Law
from symbinfo.measures import KL, CrossEntropy, Entropy

TITLE = "The divergence is the excess of cross-entropy over entropy: KL(P || Q) = H(P, Q) - H(P)"


def derive(first: Law | None = None, second: Law | None = None) -> Derivation:
    """Derive the identity, for two abstract masses or for two laws that are given."""
    p, q = first or abstract_mass("P"), second or abstract_mass("Q")
    plan = (DEFINITION, AS_TOTAL, SPLIT_NAMED_LOGS, LINEARITY_OF_TOTAL, recognise_total(Entropy(p), CrossEntropy(p, q)))
    return run(KL(p, q), plan, Domain.of([p.condition, q.condition]))
