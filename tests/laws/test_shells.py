"""Laws of vectors whose density depends on one number: against SciPy, and against integrals over the space itself."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import mpmath
import numpy as np
import pytest
import scipy.special
import scipy.stats as st
from sympy import Matrix, N, Rational, symbols

import symbinfo as si
from symbinfo.derivation import Status
from symbinfo.expressions.errors import SymbinfoError
from symbinfo.expressions.verdict_words import Level
from symbinfo.verification.values.evaluate import evaluate

SHAPE = np.array([[2.0, 0.6], [0.6, 1.5]])
SHAPE_TEXT = "[[2, 3/5], [3/5, 3/2]]"


def over_the_plane(body: Any) -> float:
    """The integral of a function of points of the plane, in polar coordinates: 400 radii by Gauss, 64 angles."""
    nodes, weights = np.polynomial.legendre.leggauss(400)
    u, angles = (nodes + 1) / 2, np.arange(64) * math.pi / 32
    r = u / (1 - u)
    places = r[:, None, None] * np.stack([np.cos(angles), np.sin(angles)], axis=-1)
    return float(np.sum(weights / 2 * r / (1 - u) ** 2 * body(places).mean(axis=1)) * 2 * math.pi)


def t_density(nu: float, places: Any, shape: Any = SHAPE) -> Any:
    return st.multivariate_t.pdf(places, [0, 0], shape, df=nu)


def plane_entropy(density: Any) -> float:
    return over_the_plane(lambda places: -scipy.special.xlogy(density(places), density(places)))


def on_the_sphere(body: Any, density: Any) -> float:
    """The mean of a function of the height under a density on the sphere in three dimensions, by its angles."""
    found = mpmath.quad(
        lambda w: 2 * mpmath.pi * mpmath.sin(w) * density(mpmath.cos(w)) * body(mpmath.cos(w)), [0, mpmath.pi - 1e-6]
    )
    return float(found)


def fisher(k: float) -> Any:
    return lambda t: k / (4 * mpmath.pi * mpmath.sinh(k)) * mpmath.exp(k * t)


def power(k: float) -> Any:
    return lambda t: (k + 1) / (4 * mpmath.pi * 2**k) * (1 + t) ** k


ORACLES: list[tuple[str, Callable[[], float]]] = [
    (f"H(MultivariateT(3, [0, 0], {SHAPE_TEXT}))", lambda: float(st.multivariate_t([0, 0], SHAPE, df=3).entropy())),
    (f"H(MultivariateT(7/2, [1, 5], {SHAPE_TEXT}))", lambda: plane_entropy(lambda places: t_density(3.5, places))),
    ("H(MultivariateT(5, mu, I, 4))", lambda: float(st.multivariate_t(np.zeros(4), np.eye(4), df=5).entropy())),
    (f"H(MultivariateCauchy(mu, {SHAPE_TEXT}))", lambda: float(st.multivariate_t([0, 0], SHAPE, df=1).entropy())),
    (
        f"Renyi(MultivariateT(3, mu, {SHAPE_TEXT}); 2)",
        lambda: -math.log(over_the_plane(lambda places: t_density(3, places) ** 2)),
    ),
    (
        "KL(MultivariateT(3, mu, 1, 2) || MultivariateT(5, mu, 2, 2))",
        lambda: over_the_plane(
            lambda places: (
                t_density(3, places, np.eye(2))
                * np.log(t_density(3, places, np.eye(2)) / t_density(5, places, 2 * np.eye(2)))
            )
        ),
    ),
    ("H(MultivariatePowerExponential(mu, 2, 1, 3))", lambda: 1.5 * math.log(4 * math.pi * math.e)),
    (
        "H(MultivariatePowerExponential([0, 0], [[1, 0], [0, 1]], 1/2))",
        lambda: plane_entropy(lambda places: np.exp(-np.linalg.norm(places, axis=-1) / 2) / (8 * math.pi)),
    ),
    ("H(UniformBall(3, 3))", lambda: math.log(36 * math.pi)),
    ("H(UniformSphere(4))", lambda: math.log(2 * math.pi**2)),
    ("H(VonMisesFisher([0, 0, 1], 2))", lambda: float(st.vonmises_fisher([0, 0, 1], 2).entropy())),
    ("H(VonMisesFisher(mu, 3/2, 5))", lambda: float(st.vonmises_fisher([0, 0, 0, 0, 1], 1.5).entropy())),
    ("H(VonMisesFisher(mu, 4, 2))", lambda: float(st.vonmises(4).entropy())),
    (
        "KL(VonMisesFisher(mu, 2, 3) || VonMisesFisher(mu, 1/2, 3))",
        lambda: on_the_sphere(lambda t: mpmath.log(fisher(2)(t) / fisher(0.5)(t)), fisher(2)),
    ),
    (
        "Renyi(VonMisesFisher(mu, 2, 3) || VonMisesFisher(mu, 1/2, 3); 3/2)",
        lambda: 2 * math.log(on_the_sphere(lambda t: (fisher(2)(t) / fisher(0.5)(t)) ** 0.5, fisher(2))),
    ),
    (
        "H(PowerSpherical([0, 3/5, 4/5], 17/10))",
        lambda: on_the_sphere(lambda t: -mpmath.log(power(1.7)(t)), power(1.7)),
    ),
    (
        "ChiSquaredDivergence(PowerSpherical(mu, 3/2, 3) || PowerSpherical(mu, 1, 3))",
        lambda: on_the_sphere(lambda t: 2**-0.5 * 1.25 * (1 + t) ** 0.5, power(1.5)) - 1,
    ),
]


@pytest.mark.parametrize(("query", "wanted"), ORACLES, ids=[query for query, _ in ORACLES])
def test_measures_over_shells(query: str, wanted: Callable[[], float]) -> None:
    value = wanted()
    derivation = si.derive(query)
    assert derivation.status is Status.CLOSED
    assert float(N(derivation.result)) == pytest.approx(value, rel=2e-7)
    assert float(evaluate(si.parse(query), 12).text) == pytest.approx(value, rel=2e-7)


FISHER = "FisherInformation(VonMisesFisher(mu, kappa, 3); kappa)"


def test_fisher_information_of_a_concentration_is_the_variance_of_the_height() -> None:
    mean = on_the_sphere(lambda t: t, fisher(1.3))
    wanted = on_the_sphere(lambda t: t**2, fisher(1.3)) - mean**2
    result = si.derive(FISHER).result
    assert float(result.subs({s: Rational(13, 10) for s in result.free_symbols})) == pytest.approx(wanted, rel=1e-10)


@pytest.mark.parametrize("query", ["H(MultivariateT(nu, mu, Sigma))", FISHER, "H(PowerSpherical(mu, kappa))"])
def test_what_is_certified_is_the_integral_over_the_number_and_never_called_proved(query: str) -> None:
    report = si.derive(query).check()
    assert report.accepted
    assert report.level == Level.CHECKED
    assert report.statement.startswith("integral of")
    assert "reduced" in report.reason


def test_a_wrong_constant_is_refuted() -> None:
    from symbinfo.laws.elliptical import multivariate_t

    law = multivariate_t(3, [0, 0], [[1, 0], [0, 1]])
    twice = law.func(*law.args[:5], 2 * law.density, *law.args[6:])
    assert not si.derive(si.Entropy(twice)).check().accepted


REFUSED = [
    "H(MultivariateT(-1, [0, 0], [[1, 0], [0, 1]]))",
    "H(MultivariateT(3, [0, 0], [[1, 2], [2, 1]]))",
    "H(MultivariateT(3, [0, 0, 0], [[1, 0], [0, 1]]))",
    "H(VonMisesFisher([0, 1, 1], 2))",
    "H(PowerSpherical(mu, 2, 1))",
    "KL(MultivariateT(3, mu, Sigma) || MultivariateT(3, m, Sigma))",
    "KL(MultivariateT(3, mu, Sigma) || MultivariateT(3, mu, A))",
    "KL(MultivariateT(3, mu, I) || MultivariateNormal([0, 0], [[1, 0], [0, 1]]))",
    "KL(VonMisesFisher(mu, 1) || VonMisesFisher(nu, 1))",
]


@pytest.mark.parametrize("query", REFUSED)
def test_what_is_no_law_or_has_no_common_number_is_refused(query: str) -> None:
    with pytest.raises(SymbinfoError):
        si.derive(query)


def test_a_letter_may_be_a_matrix_of_sympy() -> None:
    from sympy import Identity, MatrixSymbol

    from symbinfo.laws.elliptical import multivariate_t

    d = symbols("d", positive=True)
    by_letters = si.derive(si.Entropy(multivariate_t(3, MatrixSymbol("m", d, 1), 2 * Identity(d)))).result
    entries = si.derive(si.Entropy(multivariate_t(3, [0, 0], Matrix([[2, 0], [0, 2]])))).result
    assert float(by_letters.subs(d, 2)) == pytest.approx(float(entries), rel=1e-12)


ON_THE_SPHERE = {
    "KL(VonMisesFisher([0, 0, 1], 2) || UniformSphere(3))": 2 / math.tanh(2) - 1 + math.log(2 / math.sinh(2)),
    "KL(UniformSphere(3) || VonMisesFisher([0, 0, 1], 2))": math.log(math.sinh(2) / 2),
    "KL(PowerSpherical(mu, 2, 3) || UniformSphere(3))": math.log(3) - 2 / 3,
}


@pytest.mark.parametrize("text", ON_THE_SPHERE)
def test_every_axis_is_one_of_the_uniform_law(text):
    assert float(si.derive(text).result) == pytest.approx(ON_THE_SPHERE[text], abs=1e-12)


@pytest.mark.parametrize(
    "text",
    [
        "KL(VonMisesFisher([0, 0, 1], 2) || UniformSphere(4))",
        "KL(VonMisesFisher([0, 0, 1], 2) || VonMisesFisher([0, 1, 0], 2))",
        "KL(UniformBall(1, 2) || MultivariateT(3, [1, 0], I))",
    ],
)
def test_other_centres_and_axes_are_not_compared(text):
    with pytest.raises(SymbinfoError, match="one centre and one shape"):
        si.derive(text)
