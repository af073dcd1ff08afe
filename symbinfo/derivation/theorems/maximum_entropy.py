"""The uniform law has the largest entropy of all laws on k outcomes, by Gibbs' inequality."""

from __future__ import annotations

from symbinfo.derivation import Derivation
from symbinfo.derivation.rules.algebra import COLLECT
from symbinfo.derivation.rules.lemmas import solved_for, using
from symbinfo.derivation.rules.rule import run
from symbinfo.derivation.rules.totals import AS_TOTAL, INSERT_MASSES, LINEARITY_OF_TOTAL, TOTAL_IS_ONE
from symbinfo.derivation.rules.unfolding import DEFINITIONS_OF_TERMS
from symbinfo.derivation.stated import Stated
from symbinfo.derivation.theorems import cross_entropy_decomposition, gibbs_inequality
from symbinfo.expressions.domain import Domain
from symbinfo.laws.abstract import abstract_mass, size, uniform_mass
from symbinfo.measures import Entropy

TITLE = "The uniform law maximises entropy: H(P) <= log k, with equality exactly when P is uniform"
STATED = Stated("H(X) <= log(k)", "{X} has {k} values", ("k >= 1",), ("let k = 3", "X ~ [1/3, 1/3, 1/3]"), literal=True)


def derive() -> Derivation:
    """Compare an abstract mass P with the uniform mass U: H(P) = H(P, U) - KL(P || U) <= H(P, U) = log k."""
    p, u = abstract_mass("P", size_of=size("k")), uniform_mass("U")
    plan = (
        solved_for(Entropy(p), cross_entropy_decomposition.derive(p, u), "Cross-entropy is entropy plus divergence."),
        using(gibbs_inequality.derive(p, u), "The divergence is never negative: Gibbs' inequality."),
        DEFINITIONS_OF_TERMS,
        AS_TOTAL,
        INSERT_MASSES,
        LINEARITY_OF_TOTAL,
        TOTAL_IS_ONE,
        COLLECT,
    )
    return run(Entropy(p), plan, Domain())
