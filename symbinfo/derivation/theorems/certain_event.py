"""A certain event carries no information."""

from __future__ import annotations

from symbinfo.derivation import Derivation
from symbinfo.derivation.plans.derive import derive as derive_measure
from symbinfo.laws.from_catalogue import finite_law
from symbinfo.measures import SelfInformation

TITLE = "A certain event carries no information: I(x) = 0 when P(x) = 1"


def derive() -> Derivation:
    """Derive it for the one outcome of a law that has no other."""
    return derive_measure(SelfInformation("x", finite_law({"x": 1})))
