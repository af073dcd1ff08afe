"""Finite laws: the expectation written out outcome by outcome."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from sympy import Expr, Integer, Rational, Symbol, log, perfect_power

from symbinfo.derivation.rules.example_laws import COIN
from symbinfo.derivation.rules.rule import Context, Rewritten, Rule, Theme
from symbinfo.expressions.unevaluated import add, ln, mul, power, replace_where
from symbinfo.laws.expectation import DensityValue, Expectation
from symbinfo.laws.law import FiniteLaw

__all__ = ["WRITE_OUT_SUM"]

LONGEST_DENOMINATOR = 10**15
#: So many equal terms are written as a multiple of one.
MANY_EQUAL = 4


def _write_out(expr: Expr, context: Context) -> Rewritten | None:
    def change(node: Any) -> Any:
        if isinstance(node, Expectation) and isinstance(node.law, FiniteLaw):
            return _gathered(_visible(mul(*term.args)) if term.is_Mul else _visible(term) for term in node.terms())
        if isinstance(node, DensityValue) and not node.point.free_symbols:
            return _as_power(node.doit())
        return None

    new = replace_where(expr, change)
    if new == expr:
        return None
    return Rewritten(new, because="" if expr.has(Expectation) else "Insert the probability of the outcome.")


def _gathered(terms: Iterable[Expr]) -> Expr:
    """The sum of the terms, many equal ones as a multiple of one: 52 equal terms are 52 times one."""
    counted = Counter(terms)
    many = {term for term, times in counted.items() if times >= MANY_EQUAL}
    alone = [term for term, times in counted.items() for _ in range(times) if term not in many]
    return add(*(mul(Integer(counted[term]), term) for term in counted if term in many), *alone)


def _visible(term: Expr) -> Expr:
    """Keep log(1/2) as it stands: SymPy would print -log(2)."""
    return replace_where(
        term, lambda node: ln(node.args[0]) if isinstance(node, log) and not node.args[0].args else None
    )


def _as_power(probability: Expr) -> Expr:
    """A small probability such as 1/100**100 as a power that can be read."""
    if isinstance(probability, Rational) and probability.p == 1 and probability.q > LONGEST_DENOMINATOR:
        found = perfect_power(probability.q)
        if found:
            return power(Rational(1, found[0]), Integer(found[1]))
    return probability


_p = DensityValue(COIN, COIN.variable)
(_t,) = COIN.parameters

WRITE_OUT_SUM = Rule(
    name="write-out-the-sum",
    theme=Theme.SUMS,
    why="Sum over the outcomes: probability times value.",
    rewrite=_write_out,
    examples=((Expectation(-log(_p), COIN), -_t * log(_t) - (1 - _t) * log(1 - _t)),),
    refuses=(log(Symbol("x", positive=True)),),
)
