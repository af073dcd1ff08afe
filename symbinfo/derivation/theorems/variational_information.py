"""Any model of X given Y bounds the information from below: what contrastive and decoding losses rest on."""

from __future__ import annotations

from typing import Any

from sympy import Expr, log

from symbinfo.derivation import Derivation
from symbinfo.derivation.rules.joint_laws import FACTOR_JOINT, MARGINALISE, conditional
from symbinfo.derivation.rules.lemmas import using
from symbinfo.derivation.rules.recognition import recognise_total
from symbinfo.derivation.rules.rule import Context, Rewritten, Rule, Theme, run
from symbinfo.derivation.rules.totals import AS_TOTAL, LINEARITY_OF_TOTAL, total, value
from symbinfo.derivation.rules.unfolding import DEFINITION
from symbinfo.derivation.theorems.data_processing import divergence_given_y
from symbinfo.expressions.domain import Domain
from symbinfo.expressions.unevaluated import add, ln, mul, quotient, replace_where
from symbinfo.laws.abstract import abstract_joint
from symbinfo.measures import Entropy, MutualInformation

TITLE = "The variational bound: I(X; Y) >= H(X) + E[log Q(X | Y)], with equality exactly when Q(x | y) = P(x | y)"

_P, _Q = abstract_joint(), abstract_joint(name="Q")
_x = _P.components[0]
_px = value(_P.marginal((0,)))
_own, _model = (conditional(law, (0,), (1,)) for law in (_P, _Q))
_ratio = ln(quotient(_own, _px))
_apart: Any = add(mul(-1, log(_px)), log(_model), ln(quotient(_own, _model)))


def derive() -> Derivation:
    """Put the model in: what is left over is a mean of divergences."""
    plan = (
        DEFINITION,
        AS_TOTAL,
        FACTOR_JOINT,
        INSERT_MODEL,
        LINEARITY_OF_TOTAL,
        MARGINALISE,
        recognise_total(Entropy(_x)),
        using(divergence_given_y(_P, _Q), "The mean divergence of P(x | y) from the model is never negative."),
    )
    return run(MutualInformation(*_P.components), plan, Domain())


def _insert_model(expr: Expr, context: Context) -> Rewritten | None:
    """Log P(x | y)/P(x) as -log P(x) + log Q(x | y) + log P(x | y)/Q(x | y)."""
    new = replace_where(expr, lambda node: _apart if node == _ratio else None)
    return Rewritten(new) if new != expr else None


INSERT_MODEL = Rule(
    name="compare-with-a-law",
    theme=Theme.LOGARITHMS,
    why="Put the model Q(x | y) above and below, and take the logs apart.",
    rewrite=_insert_model,
    examples=((total(mul(value(_P), _ratio), _P), total(mul(value(_P), _apart), _P)),),
    refuses=(log(_px),),
)
