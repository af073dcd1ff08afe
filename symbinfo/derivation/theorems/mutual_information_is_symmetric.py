"""Mutual information is symmetric."""

from __future__ import annotations

from symbinfo.derivation import Derivation
from symbinfo.derivation.rules.joint_laws import EXCHANGE_VARIABLES
from symbinfo.derivation.rules.recognition import recognise_total
from symbinfo.derivation.rules.rule import run
from symbinfo.derivation.rules.totals import AS_TOTAL
from symbinfo.derivation.rules.unfolding import DEFINITION
from symbinfo.expressions.domain import Domain
from symbinfo.laws.abstract import abstract_joint
from symbinfo.measures import MutualInformation

TITLE = "Mutual information is symmetric: I(X; Y) = I(Y; X)"


def derive() -> Derivation:
    """Derive it for an abstract joint mass: the pair in the other order is the same pair."""
    x, y = abstract_joint().components
    plan = (DEFINITION, AS_TOTAL, EXCHANGE_VARIABLES, recognise_total(MutualInformation(y, x)))
    return run(MutualInformation(x, y), plan, Domain())
