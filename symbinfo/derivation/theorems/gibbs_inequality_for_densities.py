"""Gibbs' inequality for densities: the same proof with integrals."""

from __future__ import annotations

from symbinfo.derivation import Derivation
from symbinfo.derivation.theorems import gibbs_inequality
from symbinfo.laws.abstract import abstract_density

TITLE = "Gibbs' inequality for densities: KL(P || Q) >= 0, with equality exactly when p = q almost everywhere"


def derive() -> Derivation:
    """Derive the inequality for two abstract densities on the line."""
    return gibbs_inequality.derive(abstract_density("P", "p"), abstract_density("Q", "q"))
