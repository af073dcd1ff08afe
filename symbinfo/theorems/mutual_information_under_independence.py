"""Independent variables tell nothing of one another."""

from __future__ import annotations

from symbinfo.derivation import Derivation
from symbinfo.domain import Domain
from symbinfo.laws.abstract import independent
from symbinfo.measures import MutualInformation
from symbinfo.rules.algebra import LOG_OF_ONE
from symbinfo.rules.definitions import DEFINITION
from symbinfo.rules.joint_laws import INDEPENDENCE
from symbinfo.rules.rule import run
from symbinfo.rules.totals import AS_TOTAL

TITLE = "Independent variables share no information: I(X; Y) = 0"


def derive() -> Derivation:
    """Derive it for two independent variables with abstract masses."""
    return run(MutualInformation(*independent().components), (DEFINITION, AS_TOTAL, INDEPENDENCE, LOG_OF_ONE), Domain())
