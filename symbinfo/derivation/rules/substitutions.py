"""Integrals written out: inserting a density, changing the variable, and recognising what is left."""

from __future__ import annotations

from typing import Any

from sympy import Abs, Add, Expr, Integral, Mul, S, Symbol, diff, log, oo

from symbinfo.derivation.rules.logarithms import log_of
from symbinfo.derivation.rules.rule import Context, Rewritten, Rule, Theme
from symbinfo.expressions.unevaluated import add, evaluated, mul, replace_where, signs_in
from symbinfo.laws.expectation import DensityValue, Expectation
from symbinfo.measures.base import Measure

__all__ = [
    "AS_INTEGRAL",
    "DENSITY_INTEGRATES_TO_ONE",
    "LINEARITY_OF_INTEGRAL",
    "SPLIT_LOGS",
    "recognise",
    "substitution",
]


def _as_integral(expr: Expr, context: Context) -> Rewritten | None:
    """Expectations as integrals over the expressions of their densities; a sign comes out in front."""

    def change(node: Any) -> Any:
        if not isinstance(node, Expectation) or not node.law.continuous:
            return None
        body = replace_where(node.body, lambda n: n.doit() if isinstance(n, DensityValue) else None)
        sign, rest = (-1, -body) if body.could_extract_minus_sign() else (1, body)
        return mul(sign * S.One, Integral(mul(node.law.density, rest), (node.variable, node.law.lower, node.law.upper)))

    return Rewritten(replace_where(expr, change))


AS_INTEGRAL = Rule(
    name="write-as-integral",
    theme=Theme.DEFINITIONS,
    why="An expectation is the integral over the density.",
    rewrite=_as_integral,
    refuses=(log(Symbol("x", positive=True)),),
)


def substitution(variable: Symbol, new: Expr, words: str) -> Rule:
    """A linear change of variable in every integral over the line: ``variable = new``, with ``new`` linear in it.

    Parameters
    ----------
    variable : Symbol
        The variable of integration, which keeps its name.
    new : Expr
        What it is replaced by; its slope must not be 0.
    words : str
        The reason given.
    """
    slope = diff(new, variable)

    def rewrite(expr: Expr, context: Context) -> Rewritten | None:
        if slope.has(variable) or not slope.is_nonzero:
            return None

        def change(node: Any) -> Any:
            if not isinstance(node, Integral) or tuple(node.limits[0]) != (variable, -oo, oo):
                return None
            body = Mul(*(f.xreplace({variable: new}) for f in Mul.make_args(node.function))) * Abs(slope)
            return Integral(body, (variable, -oo, oo))

        return Rewritten(replace_where(expr, change))

    return Rule("change-of-variable", Theme.SUBSTITUTIONS, words, rewrite)


def _split_logs(expr: Expr, context: Context) -> Rewritten | None:
    def change(node: Any) -> Any:
        if not isinstance(node, log):
            return None
        split = log_of(node.args[0], context.domain)
        return split if split != node else None

    return Rewritten(replace_where(expr, change))


SPLIT_LOGS = Rule(
    name="split-logs",
    theme=Theme.LOGARITHMS,
    why="The log of a product of positive factors is the sum of their logs.",
    rewrite=_split_logs,
    refuses=(log(Symbol("t", real=True)),),
)


def _linearity(expr: Expr, context: Context) -> Rewritten | None:
    def change(node: Any) -> Any:
        if not isinstance(node, Integral):
            return None
        (variable, low, high) = node.limits[0]
        parts = []
        for term in Add.make_args(node.function.expand()):
            outside, inside = term.as_independent(variable, as_Add=False)
            parts.append(mul(outside, Integral(inside, (variable, low, high))))
        return add(*parts)

    return Rewritten(signs_in(replace_where(expr, change)))


LINEARITY_OF_INTEGRAL = Rule(
    name="linearity-of-integral",
    theme=Theme.EXPECTATIONS,
    why="The integral of a sum is the sum of the integrals, and constants come out.",
    rewrite=_linearity,
)


def _integrates_to_one(expr: Expr, context: Context) -> Rewritten | None:
    def change(node: Any) -> Any:
        plain = isinstance(node, Integral) and node.function.is_Function and tuple(node.limits[0][1:]) == (-oo, oo)
        return S.One if plain and node.function.args == (node.limits[0][0],) else None

    return Rewritten(replace_where(expr, change))


DENSITY_INTEGRATES_TO_ONE = Rule(
    name="density-integrates-to-one",
    theme=Theme.NORMALISERS,
    why="A density integrates to 1.",
    rewrite=_integrates_to_one,
)


def recognise(measure: Measure) -> Rule:
    """The definition read backwards: the integral that defines `measure` is replaced by its name.

    Parameters
    ----------
    measure : Measure
        A measure of abstract laws.
    """
    written = _as_integral(measure.definition(), Context())
    target = evaluated(written.expr if written is not None else measure)

    def rewrite(expr: Expr, context: Context) -> Rewritten | None:
        return Rewritten(replace_where(expr, lambda node: measure if evaluated(node) == target else None))

    return Rule("recognise-definition", Theme.DEFINITIONS, f"The definition of {measure}, read backwards.", rewrite)
