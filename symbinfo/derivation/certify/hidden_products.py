"""Sums of an integrand that are products, such as b - a - (b - a) y: a replay never looks for factors by itself."""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Add, Expr, Integral, Mul, Pow, Symbol, factor_list
from sympy.polys.polyerrors import PolynomialError

from symbinfo.derivation.witness import Reasoning
from symbinfo.expressions.unevaluated import mul
from symbinfo.laws.expectation import Expectation
from symbinfo.laws.law import ContinuousLaw

__all__ = ["products_in"]

LARGEST = 40


def products_in(reasoning: Reasoning) -> Iterator[tuple[Expr, Expr]]:
    """The sums of the integrands, in the coordinate, that are products of several sums: each with its factors.

    A power of a symbol or a number in front is seen without a hint.
    """
    seen: set[Expr] = set()
    for body in _integrands(reasoning):
        for node in sorted(body.atoms(Add), key=str):
            total = node.expand()
            if total in seen or not isinstance(total, Add) or total.count_ops() > LARGEST:
                continue
            seen.add(total)
            product = _as_product(total)
            if product is not None:
                yield total, product


def _integrands(reasoning: Reasoning) -> Iterator[Expr]:
    for entry in reasoning.integrals:
        for variable, body in _taken_apart(entry.integral):
            branches = entry.coordinate.branches if entry.coordinate is not None else (variable,)
            yield from (body.xreplace({variable: branch}) for branch in branches)
    for spread in reasoning.spread:
        parts = (spread.integral, *(part for _, part in spread.terms))
        yield from (body for part in parts for _, body in _taken_apart(part))


def _taken_apart(integral: Expr) -> Iterator[tuple[Symbol, Expr]]:
    """The variable and the integrand of an integral or an expectation."""
    if isinstance(integral, Expectation) and isinstance(integral.law, ContinuousLaw):
        yield integral.law.variable, mul(integral.law.density, integral.body)
    elif isinstance(integral, Integral) and len(integral.limits) == 1:
        yield integral.limits[0][0], integral.function


def _as_product(total: Expr) -> Expr | None:
    """The factors of a polynomial, where more than one of them is a sum."""
    try:
        number, factors = factor_list(total)
    except PolynomialError:
        return None
    if sum(n for base, n in factors if isinstance(base, Add)) < 2:
        return None
    return Mul(number, *(Pow(base, n, evaluate=False) for base, n in factors), evaluate=False)
