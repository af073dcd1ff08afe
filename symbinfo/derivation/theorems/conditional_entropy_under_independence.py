"""A condition that is independent of X changes nothing."""

from __future__ import annotations

from symbinfo.derivation import Derivation
from symbinfo.derivation.rules.joint_laws import INDEPENDENCE, MARGINALISE
from symbinfo.derivation.rules.recognition import recognise_total
from symbinfo.derivation.rules.rule import run
from symbinfo.derivation.rules.totals import AS_TOTAL
from symbinfo.derivation.rules.unfolding import DEFINITION
from symbinfo.expressions.domain import Domain
from symbinfo.laws.abstract import independent
from symbinfo.measures import ConditionalEntropy, Entropy

TITLE = "Under independence a condition changes nothing: H(X | Y) = H(X)"


def derive() -> Derivation:
    """Derive it for two independent variables with abstract masses."""
    x, y = independent().components
    plan = (DEFINITION, AS_TOTAL, INDEPENDENCE, MARGINALISE, recognise_total(Entropy(x)))
    return run(ConditionalEntropy(x, y), plan, Domain())
