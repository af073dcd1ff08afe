"""Linearity: constants come out of an expectation, and sums are taken term by term."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sympy import (
    Add,
    Expr,
    Mul,
    S,
    Symbol,
    log,
)

from symbinfo.derivation.rules.example_laws import EXPONENTIAL
from symbinfo.derivation.rules.rule import Context, Rewritten, Rule, Theme
from symbinfo.derivation.simplify.tidying import tidy
from symbinfo.derivation.witness import Reasoning, SpreadExpectation
from symbinfo.expressions.unevaluated import add, mul, replace_where
from symbinfo.laws.expectation import DensityValue, Expectation, variables_of
from symbinfo.laws.joint_density import JointLaw
from symbinfo.laws.joint_normal import JointNormal
from symbinfo.laws.law import ContinuousLaw, FiniteLaw, Law
from symbinfo.laws.vector import is_vector

__all__ = ["LINEARITY", "taken_whole"]


def _linearity(expr: Expr, context: Context) -> Rewritten | None:
    laws: list[Law] = []
    parts: list[SpreadExpectation] = []

    def change(node: Any) -> Any:
        if not isinstance(node, Expectation) or taken_whole(node.law):
            return None
        spread, left_over = _spread(node)
        laws.extend([node.law] if left_over else [])
        parts.append(_as_data(node, spread))
        return spread

    new, totals = replace_where(expr, change), tuple(dict.fromkeys(laws))
    # Of several laws each expectation is taken apart by itself: its constant is that of its own law.
    several = len({part.integral.law for part in parts}) > 1 and all(
        type(p.integral.law) is ContinuousLaw for p in parts
    )
    apart = tuple(parts) if len(totals) > 1 or several else ()
    because = "" if new.has(Expectation) else "The mean of a constant is the constant."
    return Rewritten(new, because, witness=Reasoning("linear", totals=totals, spread=apart))


def _as_data(node: Expectation, spread: Expr) -> SpreadExpectation:
    """What an expectation became: multiples of expectations, and a constant."""
    terms, constant = [], []
    for term in Add.make_args(spread):
        means = [f for f in Mul.make_args(term) if isinstance(f, Expectation)]
        if means:
            terms.append((Mul(*(f for f in Mul.make_args(term) if f is not means[0])), means[0]))
        else:
            constant.append(term)
    return SpreadExpectation(node, tuple(terms), Add(*constant))


def taken_whole(law: Any) -> bool:
    """Whether a law is not taken apart here: a list of outcomes, or a joint law without marginals of its own."""
    return isinstance(law, FiniteLaw) or (isinstance(law, JointLaw) and not is_vector(law))


def _spread(node: Expectation) -> tuple[Expr, bool]:
    """Constants out, one expectation a statistic; what multiplies the same statistic is collected.

    Returned as well is whether a constant is left over, whose expectation is itself.
    """
    law = node.law
    own = variables_of(law)
    if isinstance(law, JointNormal):
        return _spread_quadratic(node)
    constant: list[Expr] = []
    coefficients: dict[Expr, Expr] = {}
    for coefficient, term in _terms(node.body, *own):
        outside, inside = term.as_independent(*own, DensityValue, as_Add=False)
        if inside == 1:
            constant.append(mul(coefficient, outside))
        else:
            coefficients[inside] = coefficients.get(inside, S.Zero) + coefficient * outside
    parts = [mul(tidy(c), Expectation(f, law)) for f, c in coefficients.items() if c != 0]
    return add(*constant, *parts), bool(constant)


def _spread_quadratic(node: Expectation) -> tuple[Expr, bool]:
    """Of a normal vector: what is constant, and all the rest as one quadratic."""
    own = variables_of(node.law)
    terms = list(_terms(node.body, *own))
    constant = [mul(c, t) for c, t in terms if not t.has(*own)]
    moving = Add(*(c * t for c, t in terms if t.has(*own)))
    whole = [Expectation(moving, node.law)] if moving != 0 else []
    return add(*constant, *whole), bool(constant)


def _terms(body: Expr, *x: Symbol, coefficient: Expr = S.One) -> Iterator[tuple[Expr, Expr]]:
    """The terms of a sum, nested sums opened; a factor in front of a bracket goes to each term."""
    if isinstance(body, Add):
        for term in body.args:
            yield from _terms(term, *x, coefficient=coefficient)
        return
    factors = Mul.make_args(body)
    moving = [f for f in factors if f.has(*x, DensityValue)]
    if len(moving) == 1 and isinstance(moving[0], (Add, Mul)):
        outside = Mul(coefficient, *(f for f in factors if f is not moving[0]))
        yield from _terms(moving[0], *x, coefficient=outside)
    elif not moving and isinstance(body, Mul) and coefficient == -1 and factors[0] == -1:
        yield S.One, mul(*factors[1:])
    else:
        yield coefficient, body


_x, (_a,) = EXPONENTIAL.variable, EXPONENTIAL.parameters

LINEARITY = Rule(
    name="linearity-of-expectation",
    theme=Theme.EXPECTATIONS,
    why="Expectation is linear: constants come out, sums are taken term by term.",
    rewrite=_linearity,
    examples=((Expectation(2 * _a * _x + _a, EXPONENTIAL), 2 * _a * Expectation(_x, EXPONENTIAL) + _a),),
    refuses=(Expectation(_x, EXPONENTIAL), log(_a)),
)
