"""Cross-entropy less entropy is one sum: the expected log ratio."""

from __future__ import annotations

from symbinfo.derivation import Derivation
from symbinfo.domain import Domain
from symbinfo.laws.abstract import abstract_mass
from symbinfo.measures import KL, CrossEntropy, Entropy
from symbinfo.rules.definitions import DEFINITIONS_OF_TERMS
from symbinfo.rules.named_logs import JOIN_TOTALS
from symbinfo.rules.recognition import recognise_total
from symbinfo.rules.rule import run
from symbinfo.rules.totals import AS_TOTAL

TITLE = "The divergence as one sum: H(P, Q) - H(P) is the expected log ratio of P and Q"


def derive() -> Derivation:
    """Start from the difference and arrive at the sum, the other way than `kl-as-difference`."""
    p, q = abstract_mass("P"), abstract_mass("Q")
    plan = (DEFINITIONS_OF_TERMS, AS_TOTAL, JOIN_TOTALS, recognise_total(KL(p, q)))
    return run(CrossEntropy(p, q) - Entropy(p), plan, Domain())
