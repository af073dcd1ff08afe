"""Integrals that stand by themselves, such as those over the range that two laws have in common: by an antiderivative."""

from __future__ import annotations

from typing import Any

from sympy import And, Expr, Integral, S, Sum, Symbol, exp, log, oo
from sympy.logic.boolalg import Boolean

from symbinfo.derivation import Derivation, Relation, Status, Step
from symbinfo.derivation.integrals.antiderivatives import antiderivative_of, shortest, value_at
from symbinfo.derivation.integrals.plain_totals import total_of_kernel
from symbinfo.derivation.rules.rule import Context, Rewritten, Rule, Theme
from symbinfo.derivation.witness import CutRange, Reasoning
from symbinfo.expressions.domain import Domain
from symbinfo.expressions.unevaluated import add, mul, replace_where

__all__ = ["EVALUATE_INTEGRALS"]


def _evaluate_integrals(expr: Expr, context: Context) -> Rewritten | None:
    lemmas: dict[Expr, Derivation] = {}
    requires: list[Boolean] = []

    def change(node: Any) -> Any:
        if not isinstance(node, (Integral, Sum)):
            return None
        lemma = lemmas.get(node) or _value(node, context.domain)
        if lemma is not None:
            lemmas[node] = lemma
        return node if lemma is None else lemma.stands

    new = replace_where(expr, change)
    requires = [lemma.requires for lemma in lemmas.values()]
    return Rewritten(new, lemmas=tuple(lemmas.values()), requires=And(*requires)) if lemmas else None


def _value(node: Integral | Sum, domain: Domain) -> Derivation | None:
    """The integral as the difference of an antiderivative at its two ends, a sum by a kernel; None where none is known."""
    if len(node.limits) != 1 or len(node.limits[0]) != 3:
        return None
    if isinstance(node, Sum):
        return total_of_kernel(node, domain)
    x, low, high = node.limits[0]
    if low in (oo, -oo) or high in (oo, -oo):
        return None
    inside = domain.and_(*(c for c in (low < x, x < high) if c != S.true))
    found = antiderivative_of(S.One, node.function, x, inside)
    if found is None:
        return None
    value = add(value_at(found, x, high), mul(S.NegativeOne, value_at(found, x, low)))
    witness = Reasoning("antiderivative", cuts=(CutRange(node, (low, high), None, found, (1,)),))
    because = "Take the difference of an antiderivative of the integrand."
    derivation = Derivation(left=node, domain=domain)
    derivation = derivation.then(Step(Relation.EQ, value, "antiderivative", because, start=node, witness=witness))
    short = shortest(value, domain)
    if short != value:
        derivation = derivation.then(Step(Relation.EQ, short, "simplify", "Simplify.", start=value))
    return derivation.closing(Status.CLOSED)


_x, _a = Symbol("x", real=True), Symbol("a", positive=True)

EVALUATE_INTEGRALS = Rule(
    name="evaluate-integrals",
    theme=Theme.EXPECTATIONS,
    why="Insert the integrals that are left, each by an antiderivative.",
    rewrite=_evaluate_integrals,
    examples=((Integral(_a * _x, (_x, 0, 1)), _a / 2),),
    refuses=(log(_a), Integral(exp(-(_x**2)), (_x, 0, oo))),
)
