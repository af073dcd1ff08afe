"""Gibbs' inequality: the divergence of two masses is never negative, and 0 only when they are equal."""

from __future__ import annotations

from symbinfo.derivation import Derivation
from symbinfo.derivation.rules.algebra import COLLECT
from symbinfo.derivation.rules.inequalities import TANGENT_OF_LOG
from symbinfo.derivation.rules.named_logs import INVERT_LOG
from symbinfo.derivation.rules.rule import run
from symbinfo.derivation.rules.totals import AS_TOTAL, LINEARITY_OF_TOTAL, TOTAL_IS_ONE
from symbinfo.derivation.rules.unfolding import DEFINITION
from symbinfo.expressions.domain import Domain
from symbinfo.laws.abstract import abstract_mass
from symbinfo.laws.law import Law
from symbinfo.measures import KL

TITLE = "Gibbs' inequality: KL(P || Q) >= 0, with equality exactly when P = Q"


def derive(first: Law | None = None, second: Law | None = None) -> Derivation:
    """Derive the inequality, for two abstract masses or for two laws that are given."""
    left = KL(first or abstract_mass("P"), second or abstract_mass("Q"))
    plan = (DEFINITION, AS_TOTAL, INVERT_LOG, TANGENT_OF_LOG, LINEARITY_OF_TOTAL, TOTAL_IS_ONE, COLLECT)
    return run(left, plan, Domain.of(law.condition for law in left.laws))
