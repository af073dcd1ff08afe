"""Rényi, Tsallis, Hellinger, chi-squared, Jensen-Shannon and Fisher: against quadrature of the densities of SciPy."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import mpmath
import numpy as np
import pytest
import scipy.integrate as quad
import scipy.stats as st
from sympy import Expr, Integer, N, Rational, Symbol, diff, log, oo, simplify, symbols
from sympy.stats import (
    Bernoulli,
    Beta,
    Exponential,
    Gamma,
    Geometric,
    Laplace,
    LogNormal,
    Normal,
    Pareto,
    Poisson,
    Rayleigh,
    StudentT,
    Uniform,
    Weibull,
)

import symbinfo as si
from symbinfo.derivation import Status
from symbinfo.verification.values.evaluate import evaluate

alpha, s1, s2, k1, k2, r1, r2 = symbols("alpha s1 s2 k1 k2 r1 r2", positive=True)
m1, m2 = symbols("m1 m2", real=True)
half = Rational(1, 2)

# A law of SymPy, the same of SciPy, and its support.
LAWS: dict[str, tuple[Any, Any, tuple[float, float]]] = {
    "normal": (Normal("P", 1, 2), st.norm(1, 2), (-np.inf, np.inf)),
    "wide normal": (Normal("Q", 0, 3), st.norm(0, 3), (-np.inf, np.inf)),
    "laplace": (Laplace("P", 0, 1), st.laplace(0, 1), (-np.inf, np.inf)),
    "exponential": (Exponential("P", 2), st.expon(scale=0.5), (0, np.inf)),
    "gamma": (Gamma("Q", 3, half), st.gamma(3, scale=0.5), (0, np.inf)),
    "weibull": (Weibull("P", 2, 3), st.weibull_min(3, scale=2), (0, np.inf)),
    "rayleigh": (Rayleigh("Q", 2), st.rayleigh(scale=2), (0, np.inf)),
    "beta": (Beta("P", 3, 2), st.beta(3, 2), (0, 1)),
    "flat beta": (Beta("Q", 2, 2), st.beta(2, 2), (0, 1)),
    "lognormal": (LogNormal("P", 0, 1), st.lognorm(1), (0, np.inf)),
    "student": (StudentT("P", 5), st.t(5), (-np.inf, np.inf)),
}
PAIRS = [
    ("normal", "wide normal"),
    ("laplace", "wide normal"),
    ("exponential", "gamma"),
    ("weibull", "rayleigh"),
    ("rayleigh", "weibull"),
    ("beta", "flat beta"),
    ("lognormal", "gamma"),
]


def integral(body: Callable[[float], float], support: tuple[float, float]) -> float:
    low, high = support
    middle = 0.7 if high == 1 else 1.3
    parts = [(low, 0.0), (0.0, middle), (middle, high)] if low == -np.inf else [(low, middle), (middle, high)]
    return float(sum(quad.quad(body, a, b, epsabs=1e-13, epsrel=1e-12, limit=400)[0] for a, b in parts))


def number(expr: Expr) -> float:
    return float(N(expr, 20))


# name -> the measure of one law or two, and its definition over two densities at a place
OF_ONE = {
    "renyi 1/2": (lambda P: si.Renyi(P, half), lambda i: 2 * np.log(i(lambda p: p**0.5))),
    "renyi 3": (lambda P: si.Renyi(P, 3), lambda i: -np.log(i(lambda p: p**3)) / 2),
    "tsallis 2": (lambda P: si.Tsallis(P, 2), lambda i: 1 - i(lambda p: p**2)),
    "tsallis 3/2": (lambda P: si.Tsallis(P, 3 * half), lambda i: 2 * (1 - i(lambda p: p**1.5))),
}
OF_TWO = {
    "renyi 1/2": (lambda P, Q: si.RenyiDivergence(P, Q, half), lambda i: -2 * np.log(i(lambda p, q: np.sqrt(p * q)))),
    "renyi 1/3": (
        lambda P, Q: si.RenyiDivergence(P, Q, Rational(1, 3)),
        lambda i: -1.5 * np.log(i(lambda p, q: p ** (1 / 3) * q ** (2 / 3))),
    ),
    "hellinger": (lambda P, Q: si.Hellinger(P, Q), lambda i: np.sqrt(1 - i(lambda p, q: np.sqrt(p * q)))),
    "jensen-shannon": (
        lambda P, Q: si.JensenShannon(P, Q),
        lambda i: (
            i(lambda p, q: (p * np.log(2 * p / (p + q)) if p else 0) + (q * np.log(2 * q / (p + q)) if q else 0)) / 2
        ),
    ),
}


@pytest.mark.parametrize("name", sorted(LAWS))
@pytest.mark.parametrize("measure", sorted(OF_ONE))
def test_a_measure_of_one_law_is_its_defining_integral(measure: str, name: str) -> None:
    law, scipy_law, support = LAWS[name]
    symbolic, definition = OF_ONE[measure]
    derivation = si.derive(symbolic(law))
    wanted = definition(lambda f: integral(lambda x: f(scipy_law.pdf(x)), support))
    assert derivation.status is Status.CLOSED
    assert number(derivation.result) == pytest.approx(wanted, rel=1e-7)


@pytest.mark.parametrize(("first", "second"), PAIRS)
@pytest.mark.parametrize("measure", sorted(OF_TWO))
def test_a_measure_of_two_laws_is_its_defining_integral(measure: str, first: str, second: str) -> None:
    (P, p, support), (Q, q, _) = LAWS[first], LAWS[second]
    symbolic, definition = OF_TWO[measure]
    wanted = definition(lambda f: integral(lambda x: f(p.pdf(x), q.pdf(x)), support))
    assert float(evaluate(symbolic(P, Q), 12).text) == pytest.approx(wanted, rel=1e-7)
    derivation = si.derive(symbolic(P, Q))
    if derivation.status is not Status.REDUCED:
        assert number(derivation.result) == pytest.approx(wanted, rel=1e-7)


SAME_FAMILY = [
    (Normal("P", m1, s1), Normal("Q", m2, s2)),
    (Exponential("P", r1), Exponential("Q", r2)),
    (Gamma("P", k1, s1), Gamma("Q", k2, s2)),
    (Beta("P", k1, s1), Beta("Q", k2, s2)),
    (Rayleigh("P", s1), Rayleigh("Q", s2)),
    (Pareto("P", 1, k1), Pareto("Q", 1, k2)),
    (LogNormal("P", m1, s1), LogNormal("Q", m2, s2)),
    (Poisson("P", r1), Poisson("Q", r2)),
    (Geometric("P", Rational(1, 3)), Geometric("Q", half)),
    (Laplace("P", m1, s1), Laplace("Q", m1, s2)),
    (Weibull("P", s1, k1), Weibull("Q", s2, k1)),
]


@pytest.mark.parametrize(("P", "Q"), SAME_FAMILY, ids=[str(p) for p, _ in SAME_FAMILY])
def test_the_order_tends_to_1_in_kl(P: Any, Q: Any) -> None:
    """Gil, Alajaji and Linder (2013): closed at a symbolic order, finite under a condition, and KL in the limit."""
    divergence, kl = si.derive(si.RenyiDivergence(P, Q, alpha)), si.derive(si.KL(P, Q))
    assert divergence.status is Status.CLOSED
    values = {
        s: Rational(7, 5) if s.name.startswith("r") else Rational(i + 2, 3)
        for i, s in enumerate(sorted(divergence.result.free_symbols - {alpha}, key=str))
    }
    near = [number(divergence.result.xreplace({**values, alpha: 1 + Rational(h, 10**6)})) for h in (-1, 1)]
    assert sum(near) / 2 == pytest.approx(number(kl.result.xreplace(values)), rel=1e-8)


def test_an_order_beyond_which_the_divergence_is_infinite() -> None:
    derivation = si.derive(si.RenyiDivergence(Normal("P", 0, 2), Normal("Q", 0, 1), alpha))
    assert derivation.condition.subs(alpha, Rational(13, 10)) == True  # noqa: E712 - a SymPy Boolean
    assert derivation.condition.subs(alpha, Rational(4, 3)) == False  # noqa: E712 - a SymPy Boolean
    assert si.derive(si.RenyiDivergence(Normal("P", 0, 2), Normal("Q", 0, 1), 2)).result == oo


SUPPORTS = [
    (si.RenyiDivergence(Uniform("P", 0, 1), Uniform("Q", 2, 3), half), oo),
    (si.RenyiDivergence(Uniform("P", 0, 1), Uniform("Q", 2, 3), alpha), oo),
    (si.RenyiDivergence(Bernoulli("P", 0), Bernoulli("Q", 1), half), oo),
    (si.RenyiDivergence(Uniform("P", 0, 2), Uniform("Q", 0, 1), 2), oo),
    (si.RenyiDivergence(Uniform("P", 0, 2), Uniform("Q", 0, 1), half), log(2)),
    (si.RenyiDivergence(Uniform("P", 1, 2), Uniform("Q", 0, 3), alpha), log(3)),
    (si.Hellinger(Uniform("P", 0, 1), Uniform("Q", 2, 3)), Integer(1)),
    (si.JensenShannon(Bernoulli("P", 0), Bernoulli("Q", 1)), log(2)),
    (si.ChiSquaredDivergence(Uniform("P", 0, 2), Uniform("Q", 0, 1)), oo),
    (si.ChiSquaredDivergence(Uniform("P", 0, 1), Uniform("Q", 0, 2)), Integer(1)),
]


@pytest.mark.parametrize(("measure", "wanted"), SUPPORTS, ids=[str(m) for m, _ in SUPPORTS])
def test_laws_whose_supports_differ(measure: Any, wanted: Expr) -> None:
    derivation = si.derive(measure)
    assert simplify(derivation.result - wanted) == 0 if wanted != oo else derivation.result == oo
    assert derivation.check().accepted


# A family, its parameters, the place of the one that the information is about, and the printed value.
FISHER = [
    (Normal, (m1, s1), 0, 1 / s1**2),
    (Normal, (m1, s1), 1, 2 / s1**2),
    (Exponential, (r1,), 0, 1 / r1**2),
    (Poisson, (r1,), 0, 1 / r1),
    (Rayleigh, (s1,), 0, 4 / s1**2),
    (Laplace, (m1, s1), 1, 1 / s1**2),
]


def curvature(family: Any, values: tuple[Symbol, ...], place: int, *, turned: bool = False) -> Expr:
    """The second derivative at Q = P of KL(P || Q), or of H(P, Q) - 2 H(Q), in one parameter of Q."""
    theta = values[place]
    t = Symbol("t", positive=theta.is_positive, real=True)
    p, q = family("P", *values), family("Q", *values[:place], t, *values[place + 1 :])
    measure = si.CrossEntropy(p, q) - 2 * si.Entropy(q) if turned else si.KL(p, q)
    return diff(si.derive(measure).result, t, 2).subs(t, theta)


@pytest.mark.parametrize(
    ("family", "values", "place", "wanted"), FISHER, ids=[f"{f.__name__}-{v[i]}" for f, v, i, _ in FISHER]
)
def test_fisher_information_is_the_curvature_of_kl(
    family: Any, values: tuple[Symbol, ...], place: int, wanted: Expr
) -> None:
    """Printed values: Lehmann and Casella, Theory of Point Estimation, 2nd edition, table 5.1, page 118."""
    information = si.derive(si.FisherInformation(family("P", *values), values[place])).result
    assert simplify(information - wanted) == 0
    assert simplify(curvature(family, values, place) - wanted) == 0


def test_the_curvature_of_another_measure_is_not_the_information() -> None:
    assert simplify(curvature(Exponential, (r1,), 0, turned=True) - 1 / r1**2) != 0


@pytest.mark.parametrize("order", ["0", "-1", "oo"])
def test_an_order_that_is_none_is_refused(order: str) -> None:
    with pytest.raises(si.errors.SymbinfoError, match="alpha"):
        si.Renyi(Normal("P", 0, 1), Integer(order) if order != "oo" else oo)


def test_many_digits_of_a_definition() -> None:
    """Bhattacharyya of two normals, mpmath's own quadrature as the oracle."""
    with mpmath.workdps(40):

        def root(x: Any) -> Any:
            return mpmath.sqrt(mpmath.npdf(x, 0, 1) * mpmath.npdf(x, 1, 2))

        wanted = -2 * mpmath.log(mpmath.quad(root, [-mpmath.inf, -3, 0, 1, 4, mpmath.inf]))
        found = mpmath.mpf(evaluate(si.RenyiDivergence(Normal("P", 0, 1), Normal("Q", 1, 2), half), 30).text)
        assert abs(found - wanted) < mpmath.mpf(10) ** -29
