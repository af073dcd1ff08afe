"""Entropy is the expected self-information, written as a sum."""

from __future__ import annotations

from symbinfo.derivation import Derivation
from symbinfo.derivation.rules.rule import run
from symbinfo.derivation.rules.totals import AS_TOTAL
from symbinfo.derivation.rules.unfolding import DEFINITION
from symbinfo.expressions.domain import Domain
from symbinfo.laws.abstract import abstract_mass
from symbinfo.laws.law import Law
from symbinfo.measures import Entropy

TITLE = "Entropy is the expected self-information"


def derive(law: Law | None = None) -> Derivation:
    """Derive the sum (for a density, the integral) from the expectation."""
    return run(Entropy(law or abstract_mass("P")), (DEFINITION, AS_TOTAL), Domain())
