"""Mutual information is never negative, and 0 exactly under independence."""

from __future__ import annotations

from symbinfo.derivation import Derivation
from symbinfo.derivation.rules.algebra import COLLECT
from symbinfo.derivation.rules.inequalities import TANGENT_OF_LOG
from symbinfo.derivation.rules.named_logs import INVERT_LOG
from symbinfo.derivation.rules.rule import run
from symbinfo.derivation.rules.totals import AS_TOTAL, LINEARITY_OF_TOTAL, TOTAL_IS_ONE
from symbinfo.derivation.rules.unfolding import DEFINITION
from symbinfo.expressions.domain import Domain
from symbinfo.laws.abstract import abstract_joint
from symbinfo.measures import MutualInformation

TITLE = "Mutual information is never negative: I(X; Y) >= 0, with equality exactly under independence"


def derive() -> Derivation:
    """Derive it for an abstract joint mass, as Gibbs' inequality is derived."""
    plan = (DEFINITION, AS_TOTAL, INVERT_LOG, TANGENT_OF_LOG, LINEARITY_OF_TOTAL, TOTAL_IS_ONE, COLLECT)
    return run(MutualInformation(*abstract_joint().components), plan, Domain())
