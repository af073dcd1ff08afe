"""What is forgotten cannot tell laws apart: the divergence of two joint laws is at least that of their marginals."""

from __future__ import annotations

from typing import Any

from sympy import Expr, log

from symbinfo.derivation import Derivation
from symbinfo.derivation.rules.algebra import COLLECT
from symbinfo.derivation.rules.inequalities import TANGENT_OF_LOG
from symbinfo.derivation.rules.joint_laws import CONDITIONAL_AS_QUOTIENT, MARGINALISE, conditional, marginal_of
from symbinfo.derivation.rules.lemmas import using
from symbinfo.derivation.rules.named_logs import INVERT_LOG
from symbinfo.derivation.rules.recognition import recognise_total
from symbinfo.derivation.rules.rule import Context, Rewritten, Rule, Theme, run
from symbinfo.derivation.rules.totals import (
    AS_TOTAL,
    CANCEL_UNDER_TOTAL,
    LINEARITY_OF_TOTAL,
    TOTAL_IS_ONE,
    total,
    value,
)
from symbinfo.derivation.rules.unfolding import DEFINITION
from symbinfo.expressions.domain import Domain
from symbinfo.expressions.unevaluated import add, ln, mul, quotient, replace_where
from symbinfo.laws.abstract import abstract_joint
from symbinfo.laws.joint_density import JointLaw
from symbinfo.measures import KL

TITLE = "Data processing: KL(P(Y) || Q(Y)) <= KL(P(X, Y) || Q(X, Y)), with equality exactly when P(x | y) = Q(x | y)"

_P, _Q = abstract_joint(name="P").renamed("P(X, Y)"), abstract_joint(name="Q").renamed("Q(X, Y)")
_KEPT = tuple(marginal_of(law, (1,)).renamed(f"{law.name[0]}(Y)") for law in (_P, _Q))
_MARGINALS = tuple(map(value, _KEPT))
_CONDITIONALS = tuple(conditional(law, (0,), (1,)) for law in (_P, _Q))


def derive() -> Derivation:
    """Derive it from the chain rule: what X adds is a mean of divergences, which is not negative."""
    plan = (
        DEFINITION,
        AS_TOTAL,
        CHAIN_RULE_OF_BOTH,
        LINEARITY_OF_TOTAL,
        MARGINALISE,
        recognise_total(KL(*_KEPT)),
        using(divergence_given_y(_P, _Q), "What the forgotten variable adds is never negative."),
    )
    return run(KL(_P, _Q), plan, Domain())


def divergence_given_y(first: JointLaw, second: JointLaw) -> Derivation:
    """That the mean over y of the divergences of the laws of X given y is not negative."""
    ratio = quotient(*(conditional(law, (0,), (1,)) for law in (first, second)))
    plan = (
        INVERT_LOG,
        TANGENT_OF_LOG,
        LINEARITY_OF_TOTAL,
        TOTAL_IS_ONE,
        CONDITIONAL_AS_QUOTIENT,
        MARGINALISE,
        CANCEL_UNDER_TOTAL,
        TOTAL_IS_ONE,
        COLLECT,
    )
    return run(total(mul(value(first), ln(ratio)), first), plan, Domain())


def _chain_rule_of_both(expr: Expr, context: Context) -> Rewritten | None:
    """Log P(x, y)/Q(x, y) as the part of y and the part of x given y."""
    joint = ln(quotient(value(_P), value(_Q)))

    def change(node: Any) -> Any:
        return add(ln(quotient(*_MARGINALS)), ln(quotient(*_CONDITIONALS))) if node == joint else None

    new = replace_where(expr, change)
    return Rewritten(new) if new != expr else None


_p = value(_P)

CHAIN_RULE_OF_BOTH = Rule(
    name="factor-the-joint-law",
    theme=Theme.JOINT_LAWS,
    why="P(x, y) = P(y) P(x | y) and Q(x, y) = Q(y) Q(x | y): the log of the quotient is a sum of two.",
    rewrite=_chain_rule_of_both,
    examples=(
        (
            total(mul(_p, ln(quotient(_p, value(_Q)))), _P),
            total(mul(_p, add(ln(quotient(*_MARGINALS)), ln(quotient(*_CONDITIONALS)))), _P),
        ),
    ),
    refuses=(total(mul(_p, log(_p)), _P),),
)
