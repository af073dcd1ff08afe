"""What the query language makes of signs, sums and large numbers: implied, written out, or refused."""

from __future__ import annotations

import pytest
from sympy import Integer, Rational, Sum, Symbol, log

from symbinfo.expressions.errors import QueryError
from symbinfo.query import parse

s = Symbol("s", positive=True)

SIGNS = [
    ("Density(exp(-(t - m)**2/(2*s**2))/sqrt(2*pi*s**2), (t, -oo, oo))", {"s"}, True),
    ("Density(s*m**s/t**(s + 1), (t, m, oo))", {"m", "s"}, True),
    ("Density(t**(m - 1)*exp(-t/s)/(gamma(m)*s**m), (t, 0, oo))", {"m", "s"}, True),
    ("Density(1/(m - s), (t, s, m))", set(), s < Symbol("m", real=True)),
    ("Mass((1 - s)*s**k, (k, 0, oo))", {"s"}, s < 1),
    ("Mass(s*(1 - s)**(k - 1), (k, 1, oo))", {"s"}, s < 1),
]


@pytest.mark.parametrize(("law", "positive", "condition"), SIGNS)
def test_a_density_is_positive_and_so_are_its_factors(law: str, positive: set[str], condition: object) -> None:
    (law_read,) = parse(f"H({law})").laws
    assert {symbol.name for symbol in law_read.free_symbols if symbol.is_positive} == positive
    assert str(law_read.condition) == str(condition)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Sum(k, (k, 1, 4))", Integer(10)),
        ("Sum(Sum(i*k, (i, 1, k)), (k, 1, 3))", Integer(25)),
        ("Sum(k, (k, 1, 0))", Integer(0)),
        ("log(Sum(1/k, (k, 1, 2)))", log(Rational(3, 2))),
    ],
)
def test_a_short_sum_of_numbers_is_written_out(text: str, value: object) -> None:
    assert parse(text) == value


@pytest.mark.parametrize("text", ["Sum(1/k**2, (k, 1, oo))", "Sum(x**k, (k, 1, 3))", "Sum(k, (k, 1, 10**9)) + 1"])
def test_other_sums_stay(text: str) -> None:
    assert parse(text).atoms(Sum)


REFUSED = [
    ("H(Gamma(10**30, 1))", "k is too large a number here: at most 10000", 8),
    ("H(Erlang(l=1, k=10**5))", "k is too large", 16),
    ("H(Weibull(2, 10**6))", "beta is too large", 13),
    ("H(Zeta(10**6))", "s is too large", 7),
    ("H(Benini(10**30, 1, 2))", "alpha is too large", 9),
    ("H(Pareto(10**39*10**39, 10**5))", "alpha is too large", 24),
    ("H(Hypergeometric(10**9, 10**8, 10**6))", "n is too large", 31),
    ("log(Sum(1/k, (k, 1, 10**9)))", "a term by itself", 0),
    ("2**Sum(1/k, (k, 1, oo))", "a term by itself", 1),
    ("1/Sum(factorial(k), (k, 1, 10**9))", "a term by itself", 1),
    ("H(Normal(0, Sum(k, (k, 1, 10**9))))", "a term by itself", 12),
    ("Sum(gamma(k*10**6), (k, 1, 5))", "at most 1000", 4),
    ("Sum(k, (k, 5, 1))", "in the wrong order", 0),
    ("Sum(k, (k, 1, 3/2))", "whole numbers", 0),
    ("gamma(1 + 1e-300)", "60 decimal places", 0),
    ("2**1e-300", "12 decimal places", 1),
]


@pytest.mark.parametrize(("text", "words", "position"), REFUSED)
def test_too_large_or_too_fine(text: str, words: str, position: int) -> None:
    with pytest.raises(QueryError) as caught:
        parse(text)
    assert words in caught.value.message
    assert (caught.value.text, caught.value.position) == (text, position)


# One step inside each limit that the table above crosses.
ACCEPTED = [
    "H(Gamma(10**4, 1))",
    "H(Normal(10**30, 10**30))",
    "H(Beta(10**5, 10**5))",
    "H(Binomial(10**6, 1/2))",
    "H(Poisson(10**30))",
    "H(Hypergeometric(10**9, 10**8, 10))",
    "gamma(1 + 1e-60)",
    "2**1e-12",
    "log(1e-300)",
]


@pytest.mark.parametrize("text", ACCEPTED, ids=range(len(ACCEPTED)))
def test_inside_the_limits(text: str) -> None:
    parse(text)
