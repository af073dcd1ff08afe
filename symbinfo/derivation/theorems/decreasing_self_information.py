"""Self-information falls as the probability of the event grows."""

from __future__ import annotations

from sympy import Derivative, Symbol

from symbinfo.derivation import Derivation, Status
from symbinfo.derivation.plans.derive import derive as derive_measure
from symbinfo.derivation.rules.inequalities import BELOW_ZERO
from symbinfo.derivation.rules.rule import Context, apply_rule
from symbinfo.laws.from_catalogue import finite_law
from symbinfo.measures import SelfInformation

TITLE = "Unlikely events carry more information: I(x) strictly decreases in its probability"


def derive() -> Derivation:
    """Derive that the derivative in the probability of the event is negative."""
    p = Symbol("p", positive=True)
    event = SelfInformation("x", finite_law({"x": p, "not x": 1 - p}))
    derivation = derive_measure(Derivative(event, p))
    signed = apply_rule(derivation, BELOW_ZERO, Context(derivation.domain))
    remark = "A negative derivative: the information strictly decreases as the event becomes more likely."
    return signed.closing(Status.CLOSED, remarks=(remark,))
