"""Minimising cross-entropy over models is minimising the divergence."""

from __future__ import annotations

from dataclasses import replace

from symbinfo.derivation import Derivation
from symbinfo.derivation.rules.algebra import COLLECT_MEASURES
from symbinfo.derivation.rules.lemmas import using
from symbinfo.derivation.rules.rule import run
from symbinfo.derivation.theorems import cross_entropy_decomposition
from symbinfo.expressions.domain import Domain
from symbinfo.laws.abstract import abstract_mass
from symbinfo.measures import CrossEntropy

TITLE = "The model that minimises H(P, Q) is the one that minimises KL(P || Q)"


def derive() -> Derivation:
    """Derive that two models differ in cross-entropy exactly by what they differ in divergence."""
    p, q, r = (abstract_mass(name) for name in "PQR")
    words = "Cross-entropy is entropy plus divergence."
    plan = (
        using(cross_entropy_decomposition.derive(p, q), words),
        using(cross_entropy_decomposition.derive(p, r), words),
        COLLECT_MEASURES,
    )
    remark = (
        "H(P) does not depend on the model, and so it drops out: of any two models Q and R the one with the smaller "
        "cross-entropy has the smaller divergence, and both have their minimum at the same Q."
    )
    return replace(run(CrossEntropy(p, q) - CrossEntropy(p, r), plan, Domain()), remarks=(remark,))
