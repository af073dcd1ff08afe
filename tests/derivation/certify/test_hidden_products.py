"""Sums that are products, as hints for a replay; what would be long factored is left without one."""

from __future__ import annotations

import pytest
from sympy import Expr, Piecewise, exp, expand, symbols

from symbinfo.derivation.certify.hidden_products import products_below, products_of

a, b = symbols("a b", positive=True)


@pytest.mark.parametrize("total", [a**2 + 3 * a * b + 2 * b**2, a**12 - b**12, exp(12 * a) - 1], ids=str)
def test_a_sum_with_its_factors(total: Expr) -> None:
    ((found, product),) = products_of(total)
    assert found == total
    assert product.expand() == total


@pytest.mark.parametrize("steep", [a**24 - b**24, exp(24 * a) - 1, exp(a * (b + 24)) - exp(a * b)], ids=str)
def test_a_steep_sum_is_left_alone(steep: Expr) -> None:
    assert list(products_of(steep)) == []


def test_below_a_fraction_a_product_is_seen_and_cases_are_left_alone():
    a, b, k = symbols("a b k", positive=True)
    square = a**2 - 2 * a * b + b**2
    ((total, product),) = products_below(1 / square + a / (a + b))
    assert total == square and expand(product) == square and product != square
    cases = Piecewise((a, k > 1), (b, True))
    assert list(products_below(1 / (cases**2 - 2 * cases * b + b**2), square)) == []
