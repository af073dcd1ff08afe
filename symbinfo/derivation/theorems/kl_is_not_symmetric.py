"""The divergence is not symmetric: one pair of coins shows it."""

from __future__ import annotations

from dataclasses import replace

from sympy import N, Rational
from sympy.stats import Bernoulli

from symbinfo.derivation import Derivation, Relation, Step
from symbinfo.derivation.plans.derive import derive as derive_measure
from symbinfo.expressions.unevaluated import evaluated
from symbinfo.measures import KL

TITLE = "The divergence is not symmetric: two coins for which KL(P || Q) < KL(Q || P)"


def derive() -> Derivation:
    """Derive both divergences between a coin of 9/10 and a fair one, and that they differ."""
    p, q = Bernoulli("P", Rational(9, 10)), Bernoulli("Q", Rational(1, 2))
    difference = derive_measure(KL(p, q) - KL(q, p))
    forward, back = (N(KL(*pair).doit(), 6) for pair in ((p, q), (q, p)))
    value = evaluated(difference.stands)
    relation = Relation.LT if value.is_negative else Relation.GT
    step = Step(relation, value * 0, "sign", f"The value is {N(value, 4)}: the two divergences differ.")
    remark = f"KL(P || Q) = {forward} nats, but KL(Q || P) = {back} nats."
    return replace(difference.then(step), remarks=(remark,))
