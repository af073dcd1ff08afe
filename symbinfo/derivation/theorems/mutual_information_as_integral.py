"""Mutual information of continuous variables as an integral."""

from __future__ import annotations

from symbinfo.derivation import Derivation
from symbinfo.derivation.theorems import mutual_information_as_sum
from symbinfo.laws.abstract import abstract_joint_density

TITLE = "Mutual information of two continuous variables as a double integral"


def derive() -> Derivation:
    """Derive the double integral for an abstract joint density."""
    return mutual_information_as_sum.derive(abstract_joint_density())
