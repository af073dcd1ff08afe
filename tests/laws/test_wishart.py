"""Wishart laws against SciPy; inverse Wishart laws against an integral over positive definite matrices."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
import scipy.stats as st
from scipy.special import digamma, multigammaln
from sympy import Rational

import symbinfo as si
from symbinfo.derivation import Status
from symbinfo.expressions.errors import SymbinfoError
from symbinfo.expressions.verdict_words import Level
from symbinfo.verification.values.evaluate import evaluate

TWO, THREE = [[2, 0.5], [0.5, 1]], [[2, 0.5, 0], [0.5, 1, 0], [0, 0, 3]]
TWO_TEXT, THREE_TEXT = "[[2, 1/2], [1/2, 1]]", "[[2, 1/2, 0], [1/2, 1, 0], [0, 0, 3]]"


def inverse_wishart_entropy(n: float, scale: list[list[float]]) -> float:
    """Over X = L L' with L lower triangular, whose volume is 4 L11**2 L22; by Gauss in three numbers on half-lines."""
    nodes, weights = np.polynomial.legendre.leggauss(80)
    u = (nodes + 1) / 2
    half, half_weights = (u / (1 - u)), weights / 2 / (1 - u) ** 2
    line, line_weights = np.concatenate([-half[::-1], half]), np.concatenate([half_weights[::-1], half_weights])
    x, y, z = np.meshgrid(half, line, half, indexing="ij")
    volume = 4 * x**2 * z * half_weights[:, None, None] * line_weights[None, :, None] * half_weights[None, None, :]
    a, b, c = x**2, x * y, y**2 + z**2
    determinant = (x * z) ** 2
    psi = np.array(scale)
    trace = (psi[0, 0] * c - 2 * psi[0, 1] * b + psi[1, 1] * a) / determinant
    constant = n / 2 * math.log(np.linalg.det(psi)) - n * math.log(2) - math.log(math.pi) / 2
    constant -= math.lgamma(n / 2) + math.lgamma((n - 1) / 2)
    logs = constant - (n + 3) / 2 * np.log(determinant) - trace / 2
    density = np.exp(logs)
    assert float(np.sum(volume * density)) == pytest.approx(1, rel=1e-5)
    return float(-np.sum(volume * density * logs))


ENTROPIES = [
    (f"H(Wishart(5, {TWO_TEXT}))", float(st.wishart(5, TWO).entropy())),
    (f"H(Wishart(7/2, {TWO_TEXT}))", float(st.wishart(3.5, TWO).entropy())),
    (f"H(Wishart(6, {THREE_TEXT}))", float(st.wishart(6, THREE).entropy())),
    ("H(Wishart(4, 3, 3))", float(st.wishart(4, 3 * np.eye(3)).entropy())),
]


@pytest.mark.parametrize(("query", "wanted"), ENTROPIES, ids=[query for query, _ in ENTROPIES])
def test_entropies_of_wishart_laws(query: str, wanted: float) -> None:
    derivation = si.derive(query)
    assert derivation.status is Status.CLOSED
    assert float(derivation.result) == pytest.approx(wanted, rel=1e-11)
    assert float(evaluate(si.parse(query), 12).text) == pytest.approx(wanted, rel=1e-10)


def test_entropy_of_an_inverse_wishart_law() -> None:
    found = float(si.derive(f"H(InverseWishart(6, {TWO_TEXT}))").result)
    assert found == pytest.approx(inverse_wishart_entropy(6, TWO), rel=1e-4)


def test_divergences_are_those_of_the_inverses() -> None:
    plain = "KL(Wishart(n, s, 2) || Wishart(m, t, 2))"
    inverse = "KL(InverseWishart(n, 1/s, 2) || InverseWishart(m, 1/t, 2))"
    values = {"n": 4.3, "m": 5.1, "s": 0.8, "t": 1.7}
    one, two = (
        float(result.subs({v: values[v.name] for v in result.free_symbols}))
        for result in (si.derive(plain).result, si.derive(inverse).result)
    )
    assert one == pytest.approx(two, rel=1e-11)
    assert one > 0


def test_renyi_divergence_near_order_one_is_the_divergence() -> None:
    renyi = si.derive("Renyi(Wishart(9/2, 1, 2) || Wishart(5, 2, 2); 1000001/1000000)").result
    kl = si.derive("KL(Wishart(9/2, 1, 2) || Wishart(5, 2, 2))").result
    assert float(renyi.evalf(40)) == pytest.approx(float(kl), rel=1e-5)


def test_the_certificate_is_of_the_integral_over_the_squares() -> None:
    report = si.derive("H(Wishart(n, V, 2))").check()
    assert report.accepted
    assert report.level == Level.CHECKED
    assert report.statement.startswith("integral of")


REFUSED = [
    "H(Wishart(1, [[1, 0], [0, 1]]))",
    "H(Wishart(5, [[1, 2], [2, 1]]))",
    "H(Wishart(n, V))",
    "KL(Wishart(5, [[1, 0], [0, 1]]) || InverseWishart(5, [[1, 0], [0, 1]]))",
    "KL(Wishart(5, V, 2) || InverseWishart(5, V, 2))",
]


@pytest.mark.parametrize("query", REFUSED)
def test_what_is_no_law_or_not_compared_is_refused(query: str) -> None:
    with pytest.raises(SymbinfoError):
        si.derive(query)


def _divergence(n: float, first: Any, m: float, second: Any) -> float:
    """KL of two Wishart laws, by the log normalisers and the means of log |X| and X."""
    p, ratio = len(first), np.linalg.solve(second, first)
    mean_log = sum(digamma((n - i) / 2) for i in range(p))
    logs = multigammaln(m / 2, p) - multigammaln(n / 2, p) - m / 2 * np.linalg.slogdet(ratio)[1]
    return float(logs + (n - m) / 2 * mean_log + n / 2 * (np.trace(ratio) - p))


ONE, OTHER = np.array([[1.0, 0.0], [0.0, 1.0]]), np.array([[2.0, 1.0], [1.0, 2.0]])
SCALES = {
    "KL(Wishart(5, I, 2) || Wishart(4, [[2, 1], [1, 2]]))": _divergence(5, ONE, 4, OTHER),
    "KL(Wishart(5, [[2, 1], [1, 2]]) || Wishart(9/2, [[1, 0], [0, 3]]))": _divergence(
        5, OTHER, 4.5, np.diag([1.0, 3.0])
    ),
    "KL(InverseWishart(5, I, 2) || InverseWishart(4, [[2, 1], [1, 2]]))": _divergence(5, ONE, 4, np.linalg.inv(OTHER)),
    "KL(Wishart(5, [[1, 0, 0], [0, 2, 0], [0, 0, 3]]) || Wishart(4, I, 3))": _divergence(
        5, np.diag([1.0, 2.0, 3.0]), 4, np.eye(3)
    ),
    "Hellinger(Wishart(5, I, 2) || Wishart(5, [[2, 1], [1, 2]]))": float(
        np.sqrt(1 - 3 ** (-5 / 4) * np.linalg.det((ONE + np.linalg.inv(OTHER)) / 2) ** (-5 / 2))
    ),
}


@pytest.mark.parametrize("text", SCALES)
def test_two_scale_matrices(text: str) -> None:
    derived = si.derive(text)
    assert derived.status == "closed"
    assert float(derived.result) == pytest.approx(SCALES[text], abs=1e-12)


def test_two_letters_are_compared_by_the_eigenvalues_of_their_quotient() -> None:
    found = si.derive("KL(Wishart(n, V, 2) || Wishart(m, W, 2))", given=["n > 1", "m > 1"]).result
    values = {"n": 5, "m": 4, "eig_1": 1, "eig_2": Rational(1, 3)}
    at = {s: values[s.name] for s in found.free_symbols}
    assert float(found.subs(at)) == pytest.approx(_divergence(5, ONE, 4, OTHER), abs=1e-12)


def test_two_larger_scale_matrices_are_refused() -> None:
    full = "[[2, 1, 1], [1, 2, 0], [1, 0, 3]]"
    with pytest.raises(SymbinfoError, match="by letters, or by diagonals"):
        si.derive(f"KL(Wishart(5, I, 3) || Wishart(5, {full}))")


def _with_vector(n: float, scale: Any, lamda: float) -> float:
    """The mean entropy of x given the matrix, a Wishart one, times lamda as its precision."""
    p = len(scale)
    mean_log = sum(digamma((n - i) / 2) for i in range(p)) + p * np.log(2) + np.linalg.slogdet(scale)[1]
    return float(p / 2 * np.log(2 * np.pi * np.e / lamda) - mean_log / 2)


WITH_A_VECTOR = {
    "H(NormalWishart([0, 0], 3, [[2, 1/2], [1/2, 1]], 4))": st.wishart(4, TWO).entropy() + _with_vector(4, TWO, 3),
    "H(NormalWishart(mu, 3, I, 4, 3))": st.wishart(4, np.eye(3)).entropy() + _with_vector(4, np.eye(3), 3),
    "H(NormalInverseWishart([0, 0], 3, [[2, 1/2], [1/2, 1]], 4)) - H(InverseWishart(4, [[2, 1/2], [1/2, 1]]))": (
        _with_vector(4, np.linalg.inv(TWO), 3)
    ),
    "KL(NormalWishart(mu, 3, V, 4, 2) || NormalWishart(mu, 2, V, 4, 2))": np.log(3 / 2) + 2 / 3 - 1,
    "KL(NormalInverseWishart(mu, 3, V, 5, 2) || NormalInverseWishart(mu, 3, V, 4, 2))": _divergence(5, ONE, 4, ONE),
}


@pytest.mark.parametrize("text", WITH_A_VECTOR)
def test_a_normal_vector_with_a_random_matrix(text: str) -> None:
    derived = si.derive(text)
    assert derived.status == "closed"
    assert float(derived.result) == pytest.approx(WITH_A_VECTOR[text], abs=1e-12)


NO_SUCH_LAW = [
    "H(NormalWishart([0, 0, 0], 1, [[1, 0], [0, 1]], 4))",
    "H(NormalWishart([0, 0], -1, [[1, 0], [0, 1]], 4))",
    "KL(NormalWishart([0, 0], 1, I, 4) || NormalWishart([0, 1], 1, I, 4))",
    "KL(NormalWishart([0, 0], 1, I, 4) || Wishart(4, I, 2))",
]


@pytest.mark.parametrize("text", NO_SUCH_LAW)
def test_a_normal_vector_with_a_random_matrix_that_is_refused(text: str) -> None:
    with pytest.raises(SymbinfoError):
        si.derive(text)
