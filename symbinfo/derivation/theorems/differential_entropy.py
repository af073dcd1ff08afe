"""Differential entropy: the expectation of -log p(X) as an integral."""

from __future__ import annotations

from dataclasses import replace

from symbinfo.derivation import Derivation
from symbinfo.derivation.theorems import expected_self_information
from symbinfo.laws.abstract import abstract_density

TITLE = "Differential entropy is minus the integral of p(x) log p(x)"


def derive() -> Derivation:
    """Derive the integral for an abstract density."""
    remark = "A density may exceed 1; there -log p(x) is negative, and so differential entropy may be negative."
    return replace(expected_self_information.derive(abstract_density("P", "p")), remarks=(remark,))
