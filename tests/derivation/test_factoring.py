"""Products by `as_product` are those of SymPy's `factor`, and what has factors is never said to have none."""

from __future__ import annotations

import random
from typing import Any

import pytest
from sympy import Add, Mul, Poly, expand, factor, symbols
from sympy.polys.domains import ZZ

from symbinfo.derivation.simplify.factoring import _is_irreducible, as_product

LETTERS = symbols("a b c d")
a, b, c, d = LETTERS


def polynomial(chance: random.Random, terms: int) -> Any:
    return Add(
        *(
            chance.randint(-4, 4) * Mul(*(letter ** chance.choice((0, 0, 1, 1, 2)) for letter in LETTERS))
            for _ in range(terms)
        )
    )


@pytest.mark.parametrize("seed", range(12))
def test_the_product_is_that_of_sympy(seed: int) -> None:
    chance = random.Random(seed)
    plain = polynomial(chance, 4) + (a - 2 * b) * (c + d) / 6
    product = expand(polynomial(chance, 3) * polynomial(chance, 2))
    for expr in (plain, product, plain + 1, -product / 3, plain / (1 + a), Add(product, a * product)):
        assert as_product(expr) == factor(expr)
    over = expand(plain / (a**2 * c)) + chance.choice((0, b / 3))
    for expr in (over, -over / 2, expand(over * a * b**3), expand(product / (2 * b))):
        assert as_product(expr) == factor(expr)


REDUCIBLE = [
    (a + b) * (a - b),
    (a * b + c) * (a + 1),
    (a**2 + a * b + c) ** 2,
    a * b + a * c,
    (a * d + b) * (c * d + 1),
    (a**2 + 1) * (a**2 + 2),
]
IRREDUCIBLE = [a + b, a * b + c * d, a**2 + b**2, a**2 * b + c * d + 1, 2 * a + 4 * b + 6]


def seen(expr: Any) -> bool:
    return _is_irreducible(Poly(expand(expr), *sorted(expr.free_symbols, key=str), domain=ZZ).terms())


@pytest.mark.parametrize("expr", REDUCIBLE, ids=str)
def test_what_has_factors_is_not_said_to_have_none(expr: Any) -> None:
    assert not seen(expr)


@pytest.mark.parametrize("expr", IRREDUCIBLE, ids=str)
def test_what_has_none_is_seen(expr: Any) -> None:
    assert seen(expr)
