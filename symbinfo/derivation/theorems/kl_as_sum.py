"""Cross-entropy less entropy is one sum: the expected log ratio."""

from __future__ import annotations

from symbinfo.derivation import Derivation
from symbinfo.derivation.rules.named_logs import JOIN_TOTALS
from symbinfo.derivation.rules.recognition import recognise_total
from symbinfo.derivation.rules.rule import run
from symbinfo.derivation.rules.totals import AS_TOTAL
from symbinfo.derivation.rules.unfolding import DEFINITIONS_OF_TERMS
from symbinfo.expressions.domain import Domain
from symbinfo.laws.abstract import abstract_mass
from symbinfo.measures import KL, CrossEntropy, Entropy

TITLE = "The divergence as one sum: H(P, Q) - H(P) is the expected log ratio of P and Q"


def derive() -> Derivation:
    """Start from the difference and arrive at the sum, the other way than `kl-as-difference`."""
    p, q = abstract_mass("P"), abstract_mass("Q")
    plan = (DEFINITIONS_OF_TERMS, AS_TOTAL, JOIN_TOTALS, recognise_total(KL(p, q)))
    return run(CrossEntropy(p, q) - Entropy(p), plan, Domain())
