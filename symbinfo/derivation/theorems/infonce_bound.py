"""The InfoNCE bound: what a model finds out about the place of the partner of X is at most what X and Y share."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sympy import Expr, log

from symbinfo.derivation import Derivation
from symbinfo.derivation.rules.algebra import COLLECT
from symbinfo.derivation.rules.inequalities import TANGENT_OF_LOG
from symbinfo.derivation.rules.joint_laws import CONDITIONAL_AS_QUOTIENT, MARGINALISE, conditional
from symbinfo.derivation.rules.lemmas import using
from symbinfo.derivation.rules.named_logs import INVERT_LOG
from symbinfo.derivation.rules.recognition import recognise_total
from symbinfo.derivation.rules.rule import Context, Rewritten, Rule, Theme, run
from symbinfo.derivation.rules.totals import CANCEL_UNDER_TOTAL, LINEARITY_OF_TOTAL, TOTAL_IS_ONE, total, value
from symbinfo.derivation.stated import Stated
from symbinfo.expressions.domain import Domain
from symbinfo.expressions.unevaluated import add, ln, mul, quotient, replace_where
from symbinfo.laws.abstract import abstract_joint, abstract_mass, size
from symbinfo.measures import Entropy

TITLE = (
    "The InfoNCE bound: where a model looks for the partner of X among k candidates, I(X; Y) is at least log k less its "
    "mean loss"
)

STATED = Stated(
    "I(X; Y) >= log(k) - L",
    "{L} is the InfoNCE loss of a model that looks for the partner of {X} among {k} candidates: the mean of minus the log "
    "of its score over the sum of all scores",
    ("k >= 2",),
)

_P, _S = abstract_joint(("J", "U")), abstract_joint(("J", "U"), "S")
_R = abstract_mass("R", "u", size("m"))
_j = value(_P.marginal((0,)))
_p, _r, _model, _given = value(_P), value(_R), conditional(_S, (0,), (1,)), conditional(_P, (1,), (0,))
_of_place = ln(quotient(_given, _r))
_gap = ln(quotient(_p, mul(_r, _model)))
_apart: Any = add(mul(-1, log(_j)), log(_model), _gap)


def derive() -> Derivation:
    """Put the model in: what is left over is a divergence."""
    plan = (
        INSERT_MODEL,
        LINEARITY_OF_TOTAL,
        MARGINALISE,
        recognise_total(Entropy(_P.components[0])),
        using(_divergence(), "The divergence of P(j, u) from R(u) S(j | u) is never negative: Gibbs' inequality."),
    )
    remark = (
        "For InfoNCE, U is X with k candidates Y_1, ..., Y_k, of which the one at the place J was drawn with X and the "
        "others by themselves; R is the law of U where all of them are drawn by themselves, and S(j | u) is the score of "
        "candidate j divided by the sum of all k scores. Given J = j, the laws of U and R differ in X and Y_j alone: each "
        "divergence on the left is I(X; Y). With J uniform H(J) is log k, and what is added to it is minus the loss."
    )
    return replace(run(total(mul(_p, _of_place), _P), plan, Domain()), remarks=(remark,))


def _divergence() -> Derivation:
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
    return run(total(mul(_p, _gap), _P), plan, Domain())


def _insert_model(expr: Expr, context: Context) -> Rewritten | None:
    """Log P(u | j)/R(u) as what the place hides, what the model says of it, and the rest."""
    new = replace_where(expr, lambda node: _apart if node == _of_place else None)
    return Rewritten(new) if new != expr else None


INSERT_MODEL = Rule(
    name="compare-with-a-law",
    theme=Theme.LOGARITHMS,
    why="P(u | j) = P(j, u)/P(j): put the model S(j | u) above and below, and take the logs apart.",
    rewrite=_insert_model,
    examples=((total(mul(_p, _of_place), _P), total(mul(_p, _apart), _P)),),
    refuses=(log(_j),),
)
