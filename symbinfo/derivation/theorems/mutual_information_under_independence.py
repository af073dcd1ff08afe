"""Independent variables tell nothing of one another."""

from __future__ import annotations

from symbinfo.derivation import Derivation
from symbinfo.derivation.rules.algebra import LOG_OF_ONE
from symbinfo.derivation.rules.joint_laws import INDEPENDENCE
from symbinfo.derivation.rules.rule import run
from symbinfo.derivation.rules.totals import AS_TOTAL
from symbinfo.derivation.rules.unfolding import DEFINITION
from symbinfo.expressions.domain import Domain
from symbinfo.laws.abstract import independent
from symbinfo.measures import MutualInformation

TITLE = "Independent variables share no information: I(X; Y) = 0"


def derive() -> Derivation:
    """Derive it for two independent variables with abstract masses."""
    return run(MutualInformation(*independent().components), (DEFINITION, AS_TOTAL, INDEPENDENCE, LOG_OF_ONE), Domain())
