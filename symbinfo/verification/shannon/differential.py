"""Claims about differential entropies: these may be negative, so that only what needs no sign of an entropy carries over."""

from __future__ import annotations

from symbinfo.expressions.verdict_words import Outcome
from symbinfo.verification.shannon.shannon_verdict import ShannonVerdict

__all__ = ["of_densities"]

NEGATIVE = (
    "the proof for discrete variables uses that no entropy is negative, which is not so of differential entropies"
)
ONLY_DISCRETE = "it fails for discrete variables, and of densities nothing is known: declare the variables by --given"


def of_densities(found: ShannonVerdict) -> ShannonVerdict:
    """A verdict on a claim between entropies, as far as it holds of differential entropies that are finite.

    Identities and what follows from informations alone carry over. A law on finitely many outcomes refutes nothing.
    """
    if found.verdict is Outcome.REFUTED:
        return ShannonVerdict.undecided(ONLY_DISCRETE)
    proof = found.proof
    if proof is None:
        return found
    entropies = any(not inequality.second for part in proof.parts for _, inequality in part.terms)
    used = [proof.given[number].statement for part in proof.parts for _, number in part.uses]
    of_entropies = any(term.kind == "H" for line in used for side in (line.left, line.right) for _, term in side.terms)
    return ShannonVerdict.undecided(NEGATIVE) if entropies or of_entropies or proof.copies else found
