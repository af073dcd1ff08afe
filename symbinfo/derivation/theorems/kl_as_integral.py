"""The divergence of two densities is an integral, and the cross-entropy less the entropy."""

from __future__ import annotations

from symbinfo.derivation import Derivation
from symbinfo.derivation.theorems import kl_as_difference
from symbinfo.laws.abstract import abstract_density

TITLE = "The divergence of two densities as an integral, and as the difference H(P, Q) - H(P)"


def derive() -> Derivation:
    """Derive both forms for two abstract densities on the line."""
    return kl_as_difference.derive(abstract_density("P", "p"), abstract_density("Q", "q"))
