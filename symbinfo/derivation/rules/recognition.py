"""Definitions read backwards: a total is replaced by the measure that it defines."""

from __future__ import annotations

from typing import Any

from sympy import Expr, Integral, S, Sum, Symbol, Tuple

from symbinfo.derivation.rules.rule import Context, Rewritten, Rule, Theme
from symbinfo.derivation.rules.totals import AS_TOTAL, signed
from symbinfo.derivation.witness import Reasoning
from symbinfo.expressions.unevaluated import mul, replace_where
from symbinfo.laws.expectation import ConditionalValue, DensityValue, points_of, variables_of
from symbinfo.measures.base import Measure

__all__ = ["recognise_as", "recognise_total"]


def _in_order(value: DensityValue) -> DensityValue:
    """A named value with its variables in alphabetical order, under a law called P."""
    law = value.law.renamed("P")
    points = points_of(value)
    if len(points) == 1 or points != variables_of(law):
        return DensityValue(law, value.point)
    order = sorted(range(len(points)), key=lambda i: points[i].name)
    return DensityValue(law.marginal(order).renamed("P"), Tuple(*(points[i] for i in order)))


def recognise_as(node: Expr, measure: Measure, words: str) -> Rule:
    """One expression, wherever it stands, is replaced by the measure that it defines.

    Parameters
    ----------
    node : Expr
        The expression.
    measure : Measure
        The measure.
    words : str
        The reason given.
    """

    def rewrite(expr: Expr, context: Context) -> Rewritten | None:
        new = replace_where(expr, lambda part: measure if part == node else None)
        return Rewritten(new) if new != expr else None

    return Rule("recognise", Theme.DEFINITIONS, words, rewrite, ((node, measure),), (Symbol("x"),))


def recognise_total(*measures: Measure) -> Rule:
    """The total that defines a measure is replaced by its name, wherever it stands.

    Parameters
    ----------
    *measures : Measure
        Measures of laws that are written as totals.
    """
    table: dict[Expr, tuple[Expr, Any]] = {}
    examples: list[tuple[Expr, Expr]] = []
    for measure in measures:
        written = measure.definition()
        found = AS_TOTAL.rewrite(written, Context())
        whole = written if found is None else found.expr
        negative, body = signed(whole)
        named = mul(S.NegativeOne, measure) if negative else measure
        table[_unnamed(body)] = (named, body)
        examples.append((body, named))

    def rewrite(expr: Expr, context: Context) -> Rewritten | None:
        turned: list[Expr] = []

        def change(node: Any) -> Any:
            found = table.get(_unnamed(node)) if isinstance(node, (Sum, Integral)) else None
            if found is None:
                return None
            named, body = found
            if [limit[0].name for limit in body.limits] != [limit[0].name for limit in node.limits]:
                turned.append(node)
            return named

        new = replace_where(expr, change)
        witness = Reasoning("fubini", exchanged=tuple(turned)) if turned else None
        return Rewritten(new, witness=witness) if new != expr else None

    words = "The definition, read backwards."
    return Rule("recognise", Theme.DEFINITIONS, words, rewrite, tuple(examples), (Symbol("x"),))


def _unnamed(expr: Expr) -> Expr:
    """An expression in which the names of laws and the order of variables play no part.

    H(X) is a total over the marginal of X, however it is called, and P(y, x) is P(x, y).
    """

    def change(node: Any) -> Any:
        if isinstance(node, DensityValue):
            return _in_order(node)
        if isinstance(node, ConditionalValue):
            return ConditionalValue(change(node.joint), change(node.given))
        if isinstance(node, (Sum, Integral)):
            limits = sorted(node.limits, key=lambda limit: limit[0].name)
            return node.func(replace_where(node.function, change), *limits)
        return None

    return replace_where(expr, change)
