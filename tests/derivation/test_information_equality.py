"""Fisher information by a second derivative, against the mean product of the scores, summed and integrated."""

from __future__ import annotations

from itertools import product as pairs
from math import factorial
from typing import Any

import numpy as np
import pytest
from sympy import Symbol, diff, expand_log, lambdify, log, symbols
from sympy.stats import Laplace

import symbinfo as si
from symbinfo.derivation.plans.information_equality import by_second_derivative
from symbinfo.expressions.domain import Domain

RULE = "information-equality"


def rules_of(derivation: Any) -> set[str]:
    own = {step.rule for step in derivation.steps}
    return own.union(*(rules_of(lemma) for step in derivation.steps for lemma in step.lemmas))


def result_at(text: str, at: dict[str, float], by_rule: bool = True) -> float:
    derived = si.derive(text)
    assert derived.status == "closed" and (RULE in rules_of(derived)) == by_rule
    return float(derived.result.subs({s: at[s.name] for s in derived.result.free_symbols}))


def test_a_negative_binomial_law() -> None:
    measure: Any = si.parse("FisherInformation(NegativeBinomial(r, p); r; p)")
    (law,) = measure.laws
    r, p = measure.theta, measure.second
    density = expand_log(log(law.density), force=True)
    scores = lambdify((law.variable, r, p), law.density * diff(density, r) * diff(density, p), "mpmath")
    low = int(law.lower)
    wanted = sum(float(scores(k, 2.5, 0.4)) for k in range(low, low + 120))
    assert abs(result_at("FisherInformation(NegativeBinomial(r, p); r; p)", {"r": 2.5, "p": 0.4}) - wanted) < 1e-9


@pytest.mark.parametrize("entry", ["p; q", "p"])
def test_a_multinomial_law(entry: str) -> None:
    p, q, n = 0.2, 0.5, 4
    total = 0.0
    for x, y in pairs(range(n + 1), repeat=2):
        z = n - x - y
        if z >= 0:
            mass = factorial(n) / (factorial(x) * factorial(y) * factorial(z)) * p**x * q**y * (1 - p - q) ** z
            first, second = x / p - z / (1 - p - q), y / q - z / (1 - p - q)
            total += mass * first * (second if ";" in entry else first)
    found = result_at(f"FisherInformation(Multinomial(4, [p, q, 1 - p - q]); {entry})", {"p": p, "q": q})
    assert abs(found - total) < 1e-9


@pytest.mark.parametrize("entry", ["rho", "m", "m; k"])
def test_a_normal_vector(entry: str) -> None:
    """The scores are quadratics, so that a Gauss-Hermite rule is exact."""
    text = "MultivariateNormal([m, k], [[1, rho], [rho, 1]])"
    at = {"m": 0.3, "k": -0.4, "rho": 0.6}
    symbol = {name: Symbol(name, real=True) for name in at}
    m, k, rho = symbol.values()
    x, y = symbols("x y", real=True)
    form = ((x - m) ** 2 - 2 * rho * (x - m) * (y - k) + (y - k) ** 2) / (1 - rho**2)
    density = -log(1 - rho**2) / 2 - form / 2
    names = entry.split("; ")
    scores = [
        lambdify((x, y), diff(density, symbol[name]).subs({symbol[n]: v for n, v in at.items()})) for name in names
    ]
    nodes, weights = np.polynomial.hermite_e.hermegauss(12)
    total = 0.0
    for (u, a), (v, b) in pairs(zip(nodes, weights, strict=True), repeat=2):
        point = (at["m"] + u, at["k"] + at["rho"] * u + (1 - at["rho"] ** 2) ** 0.5 * v)
        total += a * b / (2 * np.pi) * scores[0](*point) * scores[-1](*point)
    found = result_at(f"FisherInformation({text}; {entry})", at, by_rule=entry == "rho")
    assert abs(found - total) < 1e-9


def test_a_dirichlet_law() -> None:
    """Of Dirichlet(a, b, c) the first two scores, on the triangle, in the coordinates of two beta laws."""
    a, b, c = 2.5, 3.0, 2.0
    from scipy.special import betaln, digamma

    nodes, weights = np.polynomial.legendre.leggauss(200)
    nodes, weights = (nodes + 1) / 2, weights / 2
    x, t = np.meshgrid(nodes, nodes, indexing="ij")
    first = np.exp((a - 1) * np.log(x) + (b + c - 1) * np.log(1 - x) - betaln(a, b + c))
    second = np.exp((b - 1) * np.log(t) + (c - 1) * np.log(1 - t) - betaln(b, c))
    own = np.log(x) - digamma(a) + digamma(a + b + c)
    other = np.log(t * (1 - x)) - digamma(b) + digamma(a + b + c)
    wanted = float((np.outer(weights, weights) * first * second * own * other).sum())
    found = result_at("FisherInformation(Dirichlet([a, b, c]); a; b)", {"a": a, "b": b, "c": c})
    assert abs(found - wanted) < 1e-6


def test_a_density_with_a_kink_is_left_alone() -> None:
    m, s = Symbol("m", real=True), Symbol("s", positive=True)
    measure = si.FisherInformation(Laplace("P", m, s), m)
    assert by_second_derivative(measure, Domain()) is None
    assert si.derive(measure).result == 1 / s**2
    assert by_second_derivative(si.Entropy(Laplace("P", m, s)), Domain()) is None
