"""Integrals written out: inserting a density, changing the variable, and recognising what is left."""

from __future__ import annotations

from typing import Any

from sympy import Abs, Add, Expr, Function, Integral, Mul, S, Symbol, Tuple, cosh, diff, exp, log, oo, sech
from sympy.core.function import AppliedUndef

from symbinfo.derivation.rules.example_laws import EXPONENTIAL
from symbinfo.derivation.rules.rule import Context, Rewritten, Rule, Theme
from symbinfo.derivation.simplify.log_of import log_of
from symbinfo.derivation.witness import Coordinate, CutRange, Reasoning
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


_x = EXPONENTIAL.variable
_p = DensityValue(EXPONENTIAL, _x)
_c = Symbol("c", positive=True)


def _as_integral(expr: Expr, context: Context) -> Rewritten | None:
    """Expectations as integrals over the expressions of their densities; a sign comes out in front."""

    def change(node: Any) -> Any:
        if not isinstance(node, Expectation) or not node.law.continuous:
            return None
        body = replace_where(node.body, lambda n: n.doit() if isinstance(n, DensityValue) else None)
        body = replace_where(body, lambda n: log(evaluated(n.args[0])) if isinstance(n, log) else None)
        sign, rest = (-1, -body) if body.could_extract_minus_sign() else (1, body)
        return mul(sign * S.One, Integral(mul(node.law.density, rest), (node.variable, node.law.lower, node.law.upper)))

    return Rewritten(replace_where(expr, change))


AS_INTEGRAL = Rule(
    name="write-as-integral",
    theme=Theme.DEFINITIONS,
    why="An expectation is the integral over the density.",
    rewrite=_as_integral,
    examples=(
        (
            Expectation(log(_p), EXPONENTIAL),
            Integral(EXPONENTIAL.density * log(EXPONENTIAL.density), (_x, 0, oo)),
        ),
    ),
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

        coordinate = Coordinate(variable, -oo, oo, (new,))
        cuts: list[CutRange] = []

        def change(node: Any) -> Any:
            if not isinstance(node, Integral) or tuple(node.limits[0]) != (variable, -oo, oo):
                return None
            cuts.append(CutRange(node, (), coordinate))
            body = Mul(*(f.xreplace({variable: new}) for f in Mul.make_args(node.function))) * Abs(slope)
            return Integral(body, (variable, -oo, oo))

        changed = replace_where(expr, change)
        return Rewritten(changed, witness=Reasoning("split", cuts=tuple(cuts), cases=(slope,)))

    density = Function("p", positive=True)
    examples = (
        (
            Integral(density(variable), (variable, -oo, oo)),
            Integral(density(new) * Abs(slope), (variable, -oo, oo)),
        ),
    )
    refuses = (Integral(density(variable), (variable, 0, oo)),)
    return Rule("change-of-variable", Theme.SUBSTITUTIONS, words, rewrite, examples, refuses)


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
    examples=((log(_c * exp(-_x)), log(_c) - _x),),
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
    examples=(
        (
            Integral(_c * exp(-_x) + _x * exp(-_x), (_x, 0, oo)),
            _c * Integral(exp(-_x), (_x, 0, oo)) + Integral(_x * exp(-_x), (_x, 0, oo)),
        ),
    ),
    refuses=(Integral(exp(-_c * _x), (_x, 0, oo)), log(_c)),
)


def _integrates_to_one(expr: Expr, context: Context) -> Rewritten | None:
    def change(node: Any) -> Any:
        if not isinstance(node, Integral) or not isinstance(node.function, AppliedUndef):
            return None
        return S.One if node.function.is_positive and node.limits == (Tuple(*node.function.args, -oo, oo),) else None

    return Rewritten(replace_where(expr, change))


DENSITY_INTEGRATES_TO_ONE = Rule(
    name="density-integrates-to-one",
    theme=Theme.NORMALISERS,
    why="A density integrates to 1.",
    rewrite=_integrates_to_one,
    examples=((Integral(Function("p", positive=True)(_x), (_x, -oo, oo)), S.One),),
    refuses=(Integral(1 / cosh(_x), (_x, -oo, oo)), Integral(sech(_x), (_x, -oo, oo))),
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

    words = f"The definition of {measure}, read backwards."
    return Rule("recognise-definition", Theme.DEFINITIONS, words, rewrite, ((target, measure),), (Symbol("x"),))
