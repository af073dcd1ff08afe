"""A deterministic law has entropy 0."""

from __future__ import annotations

from symbinfo.derivation import Derivation
from symbinfo.derivation.plans.derive import derive as derive_measure
from symbinfo.laws.from_catalogue import finite_law
from symbinfo.measures import Entropy

TITLE = "A deterministic law has no uncertainty: H(P) = 0 when one outcome has probability 1"


def derive() -> Derivation:
    """Derive it for a law with a single outcome."""
    return derive_measure(Entropy(finite_law({"c": 1})))
