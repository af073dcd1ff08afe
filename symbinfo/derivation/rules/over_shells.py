"""Expectations of what the density of a vector or a matrix depends on: over the law of that, or of what it is made of."""

from __future__ import annotations

from typing import Any

from sympy import Expr, Pow, S, pi
from sympy import Symbol as _Symbol

from symbinfo.derivation.rules.rule import Context, Rewritten, Rule, Theme
from symbinfo.derivation.witness import Reasoning
from symbinfo.expressions.domain import Variable
from symbinfo.expressions.unevaluated import replace_where
from symbinfo.laws.by_coordinates import CoordinateLaw
from symbinfo.laws.expectation import DensityValue, Expectation
from symbinfo.laws.shells import ShellLaw
from symbinfo.laws.wishart import wishart

__all__ = ["OVER_THE_COORDINATES", "OVER_THE_NUMBER"]


def _over_the_number(expr: Expr, context: Context) -> Rewritten | None:
    met: list[ShellLaw] = []

    def change(node: Any) -> Any:
        if not isinstance(node, Expectation) or not isinstance(node.law, ShellLaw):
            return None
        met.append(node.law)
        return Expectation(node.body, node.law.of_number)

    if not expr.has(ShellLaw):
        return None
    new = replace_where(expr, change)
    if not met:
        return None
    law = met[0]
    because = (
        f"What is averaged depends on the {law.number} alone: the points where it is {law.variable} form a shell of "
        f"the size {law.volume}, and the density times that is the density of {law.variable}."
    )
    return Rewritten(new, because=because, witness=Reasoning("same"))


def _over_the_coordinates(expr: Expr, context: Context) -> Rewritten | None:
    met: list[CoordinateLaw] = []

    def change(node: Any) -> Any:
        if not isinstance(node, Expectation) or not isinstance(node.law, CoordinateLaw) or node.body.has(DensityValue):
            return None
        met.append(node.law)
        return Expectation(node.law.in_coordinates(node.body), node.law.coordinates)

    if not expr.has(CoordinateLaw):
        return None
    new = replace_where(expr, change)
    if not met:
        return None
    law = met[0]
    images = " and ".join(f"{v} = {image}" for v, image in zip(law.variable, law.images, strict=True))
    parts = ", ".join(
        f"{v} has the law {p.title}" for v, p in zip(law.coordinates.variable, law.coordinates.parameters, strict=True)
    )
    because = f"In independent coordinates {images}, where {parts}."
    return Rewritten(new, because=because, witness=Reasoning("same"))


_r = Variable("r", real=True)
_a = _Symbol("a", positive=True)
_LAW = ShellLaw(
    "P", "disc", (_a,), S.true, _r, Pow(pi * _a**2, -1), S.Zero, _a, 2 * pi * _r, ("distance", S.Zero, S(2))
)

OVER_THE_NUMBER = Rule(
    name="over-the-shells",
    theme=Theme.EXPECTATIONS,
    why="What depends on one number alone is averaged over the law of that number.",
    rewrite=_over_the_number,
    examples=((Expectation(_r**2, _LAW), Expectation(_r**2, _LAW.of_number)),),
    refuses=(Expectation(_r, _LAW.of_number),),
)

_W = wishart(5, [[1, 0], [0, 1]])

OVER_THE_COORDINATES = Rule(
    name="over-the-coordinates",
    theme=Theme.EXPECTATIONS,
    why="What is made of independent numbers is averaged over these.",
    rewrite=_over_the_coordinates,
    examples=((Expectation(_W.variable[1], _W), Expectation(_W.images[1], _W.coordinates)),),
    refuses=(Expectation(_r, _LAW.of_number),),
)
