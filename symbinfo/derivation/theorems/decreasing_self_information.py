"""Self-information falls as the probability of the event grows."""

from __future__ import annotations

from sympy import Derivative, Expr, S, Symbol

from symbinfo.derivation import Derivation, Relation, Status
from symbinfo.derivation.plans.derive import derive as derive_measure
from symbinfo.derivation.rules.rule import Context, Rewritten, Rule, Theme, apply_rule
from symbinfo.expressions.unevaluated import evaluated
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


def _below_zero(expr: Expr, context: Context) -> Rewritten | None:
    if not context.domain.positive(-evaluated(expr)):
        return None
    return Rewritten(S.Zero, relation=Relation.LT)


BELOW_ZERO = Rule(
    name="sign",
    theme=Theme.INEQUALITIES,
    why="This is negative for every value in the domain.",
    rewrite=_below_zero,
    examples=((-1 / Symbol("p", positive=True), S.Zero),),
    refuses=(Symbol("p", positive=True), Symbol("t", real=True)),
)
