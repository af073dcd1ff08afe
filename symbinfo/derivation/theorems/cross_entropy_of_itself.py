"""The cross-entropy of a law with itself is its entropy."""

from __future__ import annotations

from symbinfo.derivation import Derivation
from symbinfo.derivation.rules.recognition import recognise_total
from symbinfo.derivation.rules.rule import run
from symbinfo.derivation.rules.totals import AS_TOTAL
from symbinfo.derivation.rules.unfolding import DEFINITION
from symbinfo.expressions.domain import Domain
from symbinfo.laws.abstract import abstract_mass
from symbinfo.measures import CrossEntropy, Entropy

TITLE = "With the right model cross-entropy is entropy: H(P, P) = H(P)"


def derive() -> Derivation:
    """Derive it for an abstract mass."""
    p = abstract_mass("P")
    return run(CrossEntropy(p, p), (DEFINITION, AS_TOTAL, recognise_total(Entropy(p))), Domain())
