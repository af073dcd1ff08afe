"""Definitions: a measure is replaced by the expectation that defines it."""

from __future__ import annotations

from sympy import Expr, Symbol

from symbinfo.measures.base import Measure
from symbinfo.rules.rule import Context, Rewritten, Rule, Theme

__all__ = ["DEFINITION"]


def _definition(expr: Expr, context: Context) -> Rewritten | None:
    if not isinstance(expr, Measure):
        return None
    return Rewritten(expr.definition(), because=expr.because)


DEFINITION = Rule(
    name="definition",
    theme=Theme.DEFINITIONS,
    why="The definition of the measure.",
    rewrite=_definition,
    refuses=(Symbol("x"),),
)
