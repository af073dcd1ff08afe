"""Sums of an integrand that are products, such as b - a - (b - a) y: a replay never looks for factors by itself."""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Add, Expr, Integral, Mul, Pow, factor_list
from sympy.polys.polyerrors import PolynomialError

from symbinfo.derivation.witness import Transformed
from symbinfo.expressions.unevaluated import mul
from symbinfo.laws.expectation import Expectation

__all__ = ["products_in"]

LARGEST = 40


def products_in(entry: Transformed) -> Iterator[tuple[Expr, Expr]]:
    """The sums of the integrand, in the coordinate, that are products of several sums: each with its factors.

    A power of a symbol or a number in front is seen without a hint.
    """
    if isinstance(entry.integral, Expectation):
        law = entry.integral.law
        variable, body = law.variable, mul(law.density, entry.integral.body)
    elif isinstance(entry.integral, Integral) and len(entry.integral.limits) == 1:
        variable, body = entry.integral.limits[0][0], entry.integral.function
    else:
        return
    seen: set[Expr] = set()
    for branch in entry.coordinate.branches if entry.coordinate is not None else (variable,):
        for node in sorted(body.xreplace({variable: branch}).atoms(Add), key=str):
            total = node.expand()
            if total in seen or not isinstance(total, Add) or total.count_ops() > LARGEST:
                continue
            seen.add(total)
            product = _as_product(total)
            if product is not None:
                yield total, product


def _as_product(total: Expr) -> Expr | None:
    """The factors of a polynomial, where more than one of them is a sum."""
    try:
        number, factors = factor_list(total)
    except PolynomialError:
        return None
    if sum(n for base, n in factors if isinstance(base, Add)) < 2:
        return None
    return Mul(number, *(Pow(base, n, evaluate=False) for base, n in factors), evaluate=False)
