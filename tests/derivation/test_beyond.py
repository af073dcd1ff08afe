"""Near and beyond the edge of a condition: the value of a symbolic result is that of the definition there."""

from __future__ import annotations

from typing import Any

import pytest
from sympy import N, Rational, oo, symbols
from sympy.stats import (
    Cauchy,
    Exponential,
    Frechet,
    Gamma,
    GammaInverse,
    GaussianInverse,
    Normal,
    Pareto,
    StudentT,
    Weibull,
)

import symbinfo as si
from symbinfo.verification.values.evaluate import evaluate

k, t, n = symbols("k t n", positive=True)
R = Rational

# Name -> the measure, the symbol, and places: short of the edge, at it, and beyond it.
EDGES: dict[str, tuple[Any, Any, tuple[Any, ...]]] = {
    "gamma-inverse-gamma": (si.KL(Gamma("P", k, 2), GammaInverse("Q", 3, 1)), k, (R(9, 8), R(1), R(1, 2))),
    "student-normal": (si.KL(StudentT("P", n), Normal("Q", 1, 2)), n, (R(9, 4), R(2), R(3, 2))),
    "pareto-exponential": (si.KL(Pareto("P", 1, n), Exponential("Q", 2)), n, (R(5, 4), R(1), R(1, 3))),
    "cross-entropy": (si.CrossEntropy(Pareto("P", 1, n), Exponential("Q", 2)), n, (R(5, 4), R(1), R(1, 3))),
    "weibull-frechet": (si.KL(Weibull("P", 1, n), Frechet("Q", 2, 1, 0)), n, (R(5, 4), R(1), R(1, 2))),
    "renyi-normal": (si.RenyiDivergence(Normal("P", 0, 2), Normal("Q", 0, 1), t), t, (R(5, 4), R(4, 3), R(2))),
    "renyi-gamma": (si.RenyiDivergence(Gamma("P", 1, 1), Gamma("Q", 3, 1), t), t, (R(5, 4), R(3, 2), R(4))),
    "chi-squared": (si.ChiSquaredDivergence(Exponential("P", n), Exponential("Q", 2)), n, (R(5, 4), R(1), R(1, 2))),
}


@pytest.mark.parametrize("name", EDGES)
def test_the_value_on_both_sides_of_the_edge(name: str) -> None:
    measure, symbol, (near, *beyond) = EDGES[name]
    value = si.derive(measure).value
    short = value.subs(symbol, near)
    assert float(N(short)) == pytest.approx(float(evaluate(measure.subs(symbol, near), 15).text), rel=1e-12)
    for place in beyond:
        assert value.subs(symbol, place) == oo
        assert evaluate(measure.subs(symbol, place), 15).text == "inf"


def test_on_a_border_that_may_converge_nothing_is_said() -> None:
    m, s = symbols("m s", positive=True)
    divergence = si.RenyiDivergence(GaussianInverse("P", m, s), GaussianInverse("Q", 1, 1), 2)
    derivation = si.derive(divergence)
    assert derivation.otherwise is None
    at_border = {m: 1 / (2 ** R(1, 2)), s: 1}  # the exponent has no linear term there, and the integral still converges
    assert not N(derivation.value.subs(at_border)).is_infinite


def test_what_is_infinite_needs_no_condition() -> None:
    derivation = si.derive(si.KL(Cauchy("P", 0, k), Normal("Q", 0, n)))
    assert (derivation.value, derivation.silent) == (oo, ())
