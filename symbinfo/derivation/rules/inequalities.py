"""Inequalities: the tangent of the logarithm, with the case in which both sides are equal, and signs."""

from __future__ import annotations

from typing import Any

from sympy import Eq, Expr, Integral, Mul, S, Sum, Symbol, log

from symbinfo.derivation import EqualityCase, Relation
from symbinfo.derivation.rules.named_logs import fraction_of
from symbinfo.derivation.rules.rule import Context, Rewritten, Rule, Theme
from symbinfo.derivation.rules.totals import total
from symbinfo.derivation.witness import Reasoning, TangentLine
from symbinfo.expressions.unevaluated import add, evaluated, mul, quotient
from symbinfo.laws.abstract import abstract_mass
from symbinfo.laws.expectation import ConditionalValue, DensityValue

__all__ = ["ABOVE_ZERO", "BELOW_ZERO", "TANGENT_OF_LOG"]


def _tangent_of_log(expr: Expr, context: Context) -> Rewritten | None:
    """A total of P log t, with a sign in front: log t <= t - 1, with equality exactly where t = 1."""
    factors = list(Mul.make_args(expr))
    places = [i for i, f in enumerate(factors) if isinstance(f, (Sum, Integral))]
    signs = {f for f in factors if not isinstance(f, (Sum, Integral))}
    if len(places) != 1 or signs - {S.NegativeOne}:
        return None
    node: Any = factors[places[0]]
    inner = Mul.make_args(node.function)
    logs = [f for f in inner if isinstance(f, log)]
    weights = [f for f in inner if not isinstance(f, log)]
    if len(logs) != 1 or not all(isinstance(w, (DensityValue, ConditionalValue)) for w in weights):
        return None
    top, bottom = fraction_of(logs[0].args[0])
    body = mul(*weights, add(quotient(top, bottom), S.NegativeOne))
    new = mul(*signs, node.func(body, *node.limits))
    relation = Relation.GE if signs else Relation.LE
    variables = ", ".join(str(limit[0]) for limit in reversed(node.limits))
    where = f"for all {variables}" if isinstance(node, Sum) else f"for almost all {variables}"
    words = f"{_said(bottom)} = {_said(top)} {where}"
    over = tuple(reversed(node.limits))
    line = TangentLine(node, mul(*signs), mul(*weights), logs[0].args[0])
    case = EqualityCase(words, Eq(bottom, top, evaluate=False), over)
    return Rewritten(new, relation=relation, equality=case, witness=Reasoning("log-tangent", tangent=line))


def _said(value: Expr) -> str:
    """A product of named values in words."""
    return " ".join(_name(factor) for factor in Mul.make_args(value))


def _name(value: Any) -> str:
    if isinstance(value, ConditionalValue):
        before, behind = (", ".join(map(str, part)) for part in value.points)
        return f"{_name(value.joint).partition('(')[0]}({before} | {behind})"
    if not isinstance(value, DensityValue):
        return str(value)
    law = value.law
    own = law.name.partition("(")[0]
    letter = own if own in ("P", "Q", "R") or law.family == "mass" else "P"
    point = ", ".join(
        str(x) for x in (value.point if isinstance(value.point, tuple) else value.point.args or (value.point,))
    )
    return f"{letter.lower() if law.continuous else letter}({point})"


_P, _Q = abstract_mass("P"), abstract_mass("Q")
_p, _q = (DensityValue(law, law.variable) for law in (_P, _Q))

TANGENT_OF_LOG = Rule(
    name="tangent-of-log",
    theme=Theme.INEQUALITIES,
    why="log t <= t - 1 for every t > 0, with equality exactly when t = 1: the graph of log lies below its tangent at 1.",
    rewrite=_tangent_of_log,
    examples=((total(_p * log(_q / _p), _P), total(_p * (_q / _p - 1), _P)),),
    refuses=(log(_p), 2 * total(_p * log(_q / _p), _P)),
)


def _below_zero(expr: Expr, context: Context) -> Rewritten | None:
    if not context.domain.positive(-evaluated(expr)):
        return None
    return Rewritten(S.Zero, relation=Relation.LT)


def _above_zero(expr: Expr, context: Context) -> Rewritten | None:
    if not context.domain.positive(evaluated(expr)):
        return None
    return Rewritten(S.Zero, relation=Relation.GT)


BELOW_ZERO = Rule(
    name="sign",
    theme=Theme.INEQUALITIES,
    why="This is negative for every value in the domain.",
    rewrite=_below_zero,
    examples=((-1 / Symbol("p", positive=True), S.Zero),),
    refuses=(Symbol("p", positive=True), Symbol("t", real=True)),
)

ABOVE_ZERO = Rule(
    name="sign",
    theme=Theme.INEQUALITIES,
    why="This is positive for every value in the domain.",
    rewrite=_above_zero,
    examples=((1 / Symbol("p", positive=True), S.Zero),),
    refuses=(-Symbol("p", positive=True), Symbol("t", real=True)),
)
