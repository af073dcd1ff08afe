"""Mutual information of discrete variables as a sum."""

from __future__ import annotations

from symbinfo.derivation import Derivation
from symbinfo.derivation.rules.rule import run
from symbinfo.derivation.rules.totals import AS_TOTAL
from symbinfo.derivation.rules.unfolding import DEFINITION
from symbinfo.expressions.domain import Domain
from symbinfo.laws.abstract import abstract_joint
from symbinfo.laws.joint_density import JointLaw
from symbinfo.measures import MutualInformation

TITLE = "Mutual information as a sum over both variables"


def derive(joint: JointLaw | None = None) -> Derivation:
    """Derive the sum (for a joint density, the double integral) from the expectation."""
    return run(MutualInformation(*(joint or abstract_joint()).components), (DEFINITION, AS_TOTAL), Domain())
