"""Measures that do not tell two laws apart, by the order of their parameters: against quadrature by SciPy."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import scipy.stats as st
from sympy import N, Piecewise, Symbol

import symbinfo as si

SHARES = (np.arange(200_000) + 0.5) / 200_000
# Of each family: the parameter by which two laws differ, and the law in SciPy.
LAWS: dict[str, Any] = {
    "Exponential({})": lambda v: st.expon(scale=1 / v),
    "Normal(0, {})": lambda v: st.norm(0, v),
    "Normal({}, 2)": lambda v: st.norm(v, 2),
    "Cauchy({}, 1)": lambda v: st.cauchy(v, 1),
    "Cauchy(0, {})": lambda v: st.cauchy(0, v),
    "Rayleigh({})": lambda v: st.rayleigh(scale=v),
    "Pareto(1, {})": lambda v: st.pareto(v),
    "Laplace(0, {})": lambda v: st.laplace(0, v),
    "Gamma(2, {})": lambda v: st.gamma(2, scale=v),
}
CASES = [("TV", law) for law in LAWS] + [("JS", "Exponential({})"), ("JS", "Laplace(0, {})")]


def by_quadrature(measure: str, first: Any, second: Any) -> float:
    """The mean over equal shares of either law, of what one density is among both."""
    total = 0.0
    for law, other in ((first, second), (second, first)):
        x = law.ppf(SHARES)
        share = 2 / (1 + other.pdf(x) / law.pdf(x))
        total += float(np.mean(np.maximum(0, 2 - 2 / share) if measure == "TV" else np.log(share))) / 2
    return total


@pytest.mark.parametrize(("measure", "law"), CASES, ids=lambda part: part)
def test_each_order_of_a_parameter(measure: str, law: str) -> None:
    """With the larger parameter on either side, and with equal ones."""
    derived = si.derive(f"{measure}({law.format('a')} || {law.format('b')})")
    symbols = {symbol.name: symbol for symbol in derived.result.free_symbols}
    assert derived.status.value == "closed"
    for a, b in ((0.8, 1.7), (1.7, 0.8)):
        value = float(N(derived.result.subs({symbols["a"]: a, symbols["b"]: b})))
        assert abs(value - by_quadrature(measure, LAWS[law](a), LAWS[law](b))) < 2e-4, (a, b)
    assert derived.result.subs(symbols["a"], symbols["b"]) == 0


@pytest.mark.parametrize(
    ("query", "first", "second"),
    [
        ("TV(Normal(0, 1) || Normal(1, 2))", st.norm(0, 1), st.norm(1, 2)),
        ("TV(Normal(0, 1) || Laplace(0, 1))", st.norm(0, 1), st.laplace(0, 1)),
        ("TV(Gamma(2, 1) || Gamma(3, 1))", st.gamma(2), st.gamma(3)),
        ("JS(Laplace(-1, 1) || Laplace(1, 1))", st.laplace(-1), st.laplace(1)),
        ("TV(Gumbel(1, 0) || Gumbel(1, 1))", st.gumbel_r(0, 1), st.gumbel_r(1, 1)),
    ],
)
def test_densities_that_cross_once_or_twice(query: str, first: Any, second: Any) -> None:
    derived = si.derive(query)
    assert derived.status.value == "closed"
    assert abs(float(N(derived.result)) - by_quadrature(query[:2], first, second)) < 2e-4


def test_a_crossing_that_no_rule_finds_is_left() -> None:
    assert si.derive("TV(Normal(0, 1) || Cauchy(0, 1))").status.value == "reduced"


def test_a_known_order_has_no_cases() -> None:
    """And a condition of the setting says it."""
    given = ["X ~ Exponential(a)", "Y ~ Exponential(b)", "a < b"]
    assert not si.derive("TV(X || Y)", given).result.has(Piecewise)
    assert (
        si.derive("TV(Exponential(a) || Exponential(2*a))").result
        == si.derive("TV(Exponential(1) || Exponential(2))").result
    )
    assert Symbol("a", positive=True) not in si.derive("TV(Exponential(a) || Exponential(2*a))").result.free_symbols


def test_laws_written_by_hand_are_told_apart_as_well() -> None:
    """By a name that only one of them has, and not where their formulas differ otherwise."""
    by_hand = "TV(density(a*exp(-a*x), x in (0, oo)) || density(b*exp(-b*x), x in (0, oo)))"
    assert si.derive(by_hand).result == si.derive("TV(Exponential(a) || Exponential(b))").result
    assert not si.derive("TV(density(2*x, x in (0, 1)) || density(3*x**2, x in (0, 1)))").result.has(Piecewise)
