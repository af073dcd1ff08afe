"""Divergences of independent parts add up."""

from __future__ import annotations

from typing import Any

from sympy import Expr, log

from symbinfo.derivation import Derivation
from symbinfo.derivation.rules.joint_laws import MARGINALISE, marginal_of
from symbinfo.derivation.rules.recognition import recognise_total
from symbinfo.derivation.rules.rule import Context, Rewritten, Rule, Theme, run
from symbinfo.derivation.rules.totals import AS_TOTAL, LINEARITY_OF_TOTAL, total, value
from symbinfo.derivation.rules.unfolding import DEFINITION
from symbinfo.expressions.domain import Domain
from symbinfo.expressions.unevaluated import add, ln, mul, quotient, replace_where
from symbinfo.laws.abstract import independent
from symbinfo.measures import KL

TITLE = (
    "Divergences of independent parts add up: KL(P(X, Y) || Q(X, Y)) = KL(P(X) || Q(X)) + KL(P(Y) || Q(Y)) "
    "where X and Y are independent under P and under Q"
)

_P, _Q = (independent(name=name).renamed(f"{name}(X, Y)") for name in "PQ")
_PARTS = tuple(
    tuple(marginal_of(law, (i,)).renamed(f"{law.name[0]}({law.names[i]})") for law in (_P, _Q)) for i in (0, 1)
)
_ratio = ln(quotient(value(_P), value(_Q)))
_ratios = add(*(ln(quotient(*map(value, pair))) for pair in _PARTS))


def derive() -> Derivation:
    """Derive it for two pairs of abstract masses: the log of a quotient of products is a sum."""
    plan = (
        DEFINITION,
        AS_TOTAL,
        INDEPENDENT_RATIOS,
        LINEARITY_OF_TOTAL,
        MARGINALISE,
        recognise_total(*(KL(*pair) for pair in _PARTS)),
    )
    return run(KL(_P, _Q), plan, Domain())


def _independent_ratios(expr: Expr, context: Context) -> Rewritten | None:
    """Log P(x, y)/Q(x, y) as the part of x and the part of y."""

    def change(node: Any) -> Any:
        return _ratios if node == _ratio else None

    new = replace_where(expr, change)
    return Rewritten(new) if new != expr else None


INDEPENDENT_RATIOS = Rule(
    name="independence",
    theme=Theme.JOINT_LAWS,
    why="P(x, y) = P(x) P(y) and Q(x, y) = Q(x) Q(y): the log of the quotient is a sum of two.",
    rewrite=_independent_ratios,
    examples=((total(mul(value(_P), _ratio), _P), total(mul(value(_P), _ratios), _P)),),
    refuses=(total(mul(value(_P), log(value(_P))), _P),),
)
