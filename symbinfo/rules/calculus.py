"""Derivatives of closed forms in their parameters."""

from __future__ import annotations

from typing import Any

from sympy import Derivative, Expr, log, symbols

from symbinfo.rules.rule import Context, Rewritten, Rule, Theme
from symbinfo.written import evaluated, replace_where

__all__ = ["DIFFERENTIATE"]


def _differentiate(expr: Expr, context: Context) -> Rewritten | None:
    """Take every derivative that is written out, term by term."""

    def change(node: Any) -> Any:
        if not isinstance(node, Derivative):
            return None
        return evaluated(node.expr).diff(*node.variable_count)

    if not expr.has(Derivative):
        return None
    return Rewritten(replace_where(expr, change))


_a, _t = symbols("a t", positive=True)

DIFFERENTIATE = Rule(
    name="differentiate",
    theme=Theme.ALGEBRA,
    why="Differentiate.",
    rewrite=_differentiate,
    examples=((Derivative(_a * log(_t), _t), _a / _t),),
    refuses=(log(_t),),
)
