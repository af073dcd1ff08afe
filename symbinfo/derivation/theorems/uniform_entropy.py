"""The entropy of a uniform law is the log of the number of its outcomes."""

from __future__ import annotations

from symbinfo.derivation import Derivation
from symbinfo.derivation.rules.rule import run
from symbinfo.derivation.rules.totals import AS_TOTAL, INSERT_MASSES, SUM_OF_EQUAL_TERMS
from symbinfo.derivation.rules.unfolding import DEFINITION
from symbinfo.expressions.domain import Domain
from symbinfo.laws.abstract import uniform_mass
from symbinfo.measures import Entropy

TITLE = "Uniform law on k outcomes: H(P) = log k"


def derive() -> Derivation:
    """Derive it by writing out the sum of k equal terms."""
    law = uniform_mass("P")
    return run(Entropy(law), (DEFINITION, AS_TOTAL, INSERT_MASSES, SUM_OF_EQUAL_TERMS), Domain())
