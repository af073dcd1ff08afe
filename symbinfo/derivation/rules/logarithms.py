"""The logarithm of a quotient of named densities as a difference."""

from __future__ import annotations

from typing import Any

from sympy import Expr, Mul, Pow, S, log, symbols

from symbinfo.derivation.rules.rule import Context, Rewritten, Rule, Theme
from symbinfo.expressions.unevaluated import add, mul, replace_where
from symbinfo.laws.abstract import abstract_mass
from symbinfo.laws.expectation import DensityValue, Expectation

__all__ = ["LOG_OF_QUOTIENT"]


def _log_of_quotient(expr: Expr, context: Context) -> Rewritten | None:
    """Split logs of quotients of named densities, which are positive where P has mass."""

    def change(node: Any) -> Any:
        if not isinstance(node, log) or not node.has(DensityValue):
            return None
        top: list[Expr] = []
        bottom: list[Expr] = []
        for part in Mul.make_args(node.args[0]):
            inverted = isinstance(part, Pow) and part.args[1] == -1
            (bottom if inverted else top).append(part.args[0] if inverted else part)
        if not bottom:
            return None
        return add(*(log(t) for t in top), *(mul(S.NegativeOne, log(b)) for b in bottom))

    return Rewritten(replace_where(expr, change))


_a, _b = symbols("a b", positive=True)
_t = symbols("t", real=True)

_P, _Q = abstract_mass("P"), abstract_mass("Q")
_p, _q = (DensityValue(law, law.variable) for law in (_P, _Q))

LOG_OF_QUOTIENT = Rule(
    name="log-of-quotient",
    theme=Theme.LOGARITHMS,
    why="The log of a quotient is the difference of the logs.",
    rewrite=_log_of_quotient,
    examples=((Expectation(log(_p / _q), _P), Expectation(log(_p) - log(_q), _P)),),
    refuses=(log(_a / _b), log(_t)),
)
