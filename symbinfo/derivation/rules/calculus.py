"""Derivatives of closed forms in their parameters."""

from __future__ import annotations

from typing import Any

from sympy import Derivative, Expr, Piecewise, S, Subs, expand_power_base, log, symbols

from symbinfo.derivation.rules.rule import Context, Rewritten, Rule, Theme
from symbinfo.derivation.simplify.log_of import log_of
from symbinfo.derivation.simplify.special import named
from symbinfo.expressions.domain import Domain
from symbinfo.expressions.unevaluated import evaluated, replace_where

__all__ = ["DIFFERENTIATE", "PUT_IN"]


def _differentiate(expr: Expr, context: Context) -> Rewritten | None:
    """Take every derivative that is written out, term by term."""

    def change(node: Any) -> Any:
        if not isinstance(node, Derivative):
            return None
        body = evaluated(node.expr).replace(_is_log_of_cases, lambda n: _cases_of_logs(n.args[0], context.domain))
        return named(body.diff(*node.variable_count))

    if not expr.has(Derivative):
        return None
    return Rewritten(replace_where(expr, change))


def _is_log_of_cases(node: Any) -> bool:
    return isinstance(node, log) and isinstance(node.args[0], Piecewise)


def _cases_of_logs(density: Piecewise, domain: Domain) -> Expr:
    """The logarithm of a density case by case, split; where it is 0 there is no logarithm, and nothing is averaged."""
    cases = ((log_of(expand_power_base(e), domain.and_(c)) if e != 0 else S.Zero, c) for e, c in density.args)
    return Piecewise(*cases)


_a, _t = symbols("a t", positive=True)

DIFFERENTIATE = Rule(
    name="differentiate",
    theme=Theme.ALGEBRA,
    why="Differentiate.",
    rewrite=_differentiate,
    examples=(
        (Derivative(_a * log(_t), _t), _a / _t),
        (Derivative(log(Piecewise((_a * _t, _t < 1), (_t**2, True))), _t), Piecewise((1 / _t, _t < 1), (2 / _t, True))),
    ),
    refuses=(log(_t),),
)


def _put_in(expr: Expr, context: Context) -> Rewritten | None:
    """An expression at a point, where no derivative is left in it."""

    def change(node: Any) -> Any:
        if not isinstance(node, Subs) or node.expr.has(Derivative):
            return None
        at = dict(zip(node.variables, node.point, strict=True))
        return replace_where(node.expr, at.get)

    new = replace_where(expr, change)
    return Rewritten(new) if new != expr else None


PUT_IN = Rule(
    name="put-in",
    theme=Theme.ALGEBRA,
    why="Put in the value.",
    rewrite=_put_in,
    examples=((Subs(_a * _t, _t, 2), 2 * _a),),
    refuses=(log(_t),),
)
