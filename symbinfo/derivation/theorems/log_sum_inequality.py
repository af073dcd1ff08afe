"""The log-sum inequality: what positive numbers give term by term is at least what their totals give."""

from __future__ import annotations

from dataclasses import replace

from sympy import Expr, Symbol, log

from symbinfo.derivation import Derivation
from symbinfo.derivation.rules.algebra import COLLECT
from symbinfo.derivation.rules.inequalities import TANGENT_OF_LOG
from symbinfo.derivation.rules.lemmas import using
from symbinfo.derivation.rules.named_logs import INVERT_LOG
from symbinfo.derivation.rules.rule import Context, Rewritten, Rule, Theme, run
from symbinfo.derivation.rules.totals import LINEARITY_OF_TOTAL, TOTAL_IS_ONE, total, value
from symbinfo.expressions.domain import Domain
from symbinfo.expressions.unevaluated import add, ln, mul, quotient
from symbinfo.laws.abstract import abstract_mass

TITLE = (
    "The log-sum inequality: for positive numbers a(x) and b(x) of given totals, "
    "the sum of a(x) log(a(x)/b(x)) is least when a(x)/b(x) is constant"
)

_P, _Q = abstract_mass("P"), abstract_mass("Q")
_p, _q = value(_P), value(_Q)
_a, _b = Symbol("a", positive=True), Symbol("b", positive=True)
_LEFT = total(mul(_a, _p, ln(quotient(mul(_a, _p), mul(_b, _q)))), _P)
_apart = total(mul(_a, _p, add(ln(quotient(_a, _b)), ln(quotient(_p, _q)))), _P)


def derive() -> Derivation:
    """Take the totals out of the logarithm: what is left over is a divergence."""
    plan = (
        TAKE_OUT_TOTALS,
        LINEARITY_OF_TOTAL,
        TOTAL_IS_ONE,
        using(_divergence(), "The divergence of P from Q is never negative."),
    )
    remark = (
        "Any positive numbers are their total times the probabilities of a law: a(x) = a P(x) and b(x) = b Q(x). "
        "With a = b = 1 this is Gibbs' inequality."
    )
    return replace(run(_LEFT, plan, Domain()), remarks=(remark,))


def _divergence() -> Derivation:
    """Gibbs' inequality, of the sum."""
    plan = (INVERT_LOG, TANGENT_OF_LOG, LINEARITY_OF_TOTAL, TOTAL_IS_ONE, COLLECT)
    return run(total(mul(_p, ln(quotient(_p, _q))), _P), plan, Domain())


def _take_out_totals(expr: Expr, context: Context) -> Rewritten | None:
    """The logarithm as that of the totals and that of the two laws."""
    return Rewritten(_apart) if expr == _LEFT else None


TAKE_OUT_TOTALS = Rule(
    name="log-of-product",
    theme=Theme.LOGARITHMS,
    why="The quotient is a/b times P(x)/Q(x): its logarithm is a sum of two.",
    rewrite=_take_out_totals,
    examples=((_LEFT, _apart),),
    refuses=(total(mul(_p, log(_p)), _P),),
)
