"""Normal-gamma, normal-inverse-gamma and matrix normal laws, and jointly t variables, against integrals and known forms."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
import scipy.stats as st
from scipy.special import digamma

import symbinfo as si
from symbinfo.derivation import Status
from symbinfo.expressions.errors import SymbinfoError

P, Q = (0.3, 2.0, 2.5, 1.4), (-0.2, 1.5, 3.0, 2.0)
P_TEXT, Q_TEXT = "(3/10, 2, 5/2, 7/5)", "(-1/5, 3/2, 3, 2)"


def log_density(at: tuple[float, ...], x: Any, w: Any) -> Any:
    mu, lamda, alpha, beta = at
    own = st.gamma.logpdf(w, alpha, scale=1 / beta)
    return own + st.norm.logpdf(x, mu, 1 / np.sqrt(lamda * w))


def mean(body: Any) -> float:
    """Under the first law, by Gauss in the precision and in the distance in standard deviations."""
    nodes, weights = np.polynomial.legendre.leggauss(200)
    w, z = 10 * (nodes + 1), 10 * nodes
    x = P[0] + z[None, :] / np.sqrt(P[1] * w)[:, None]
    density = np.exp(log_density(P, x, w[:, None])) / np.sqrt(P[1] * w)[:, None]
    return float(100 * weights @ (density * body(x, w[:, None])) @ weights)


def test_entropy_and_divergence_of_normal_gamma_laws() -> None:
    entropy = si.derive(f"H(NormalGamma{P_TEXT})").result
    divergence = si.derive(f"KL(NormalGamma{P_TEXT} || NormalGamma{Q_TEXT})").result
    assert float(entropy) == pytest.approx(mean(lambda x, w: -log_density(P, x, w)), rel=1e-4)
    assert float(divergence) == pytest.approx(mean(lambda x, w: log_density(P, x, w) - log_density(Q, x, w)), rel=1e-4)


def test_renyi_entropy_of_a_normal_gamma_law() -> None:
    result = si.derive(f"Renyi(NormalGamma{P_TEXT}; 2)").result
    assert float(result) == pytest.approx(-math.log(mean(lambda x, w: np.exp(log_density(P, x, w)))), rel=1e-4)


def test_entropy_by_the_chain_rule() -> None:
    _, lamda, alpha, beta = P
    variance = st.invgamma(alpha, scale=beta)
    mean_log = math.log(beta) - float(digamma(alpha))
    chained = float(variance.entropy()) + (math.log(2 * math.pi * math.e / lamda) + mean_log) / 2
    assert float(si.derive(f"H(NormalInverseGamma{P_TEXT})").result) == pytest.approx(chained, rel=1e-10)


def test_matrix_normal_laws_are_normal_vectors_with_a_kronecker_covariance() -> None:
    u, v, m = np.array([[2, 1], [1, 2]]), np.array([[3, 0], [0, 1]]), np.array([[1, 0], [0, 2]])
    query = "H(MatrixNormal([[1, 0], [0, 2]], [[2, 1], [1, 2]], [[3, 0], [0, 1]]))"
    assert float(si.derive(query).result) == pytest.approx(float(st.matrix_normal(m, u, v).entropy()), rel=1e-12)
    other = (
        "KL(MatrixNormal(M, [[2, 1], [1, 2]], [[1, 0], [0, 1]]) || MatrixNormal(M, [[1, 0], [0, 1]], [[3, 0], [0, 1]]))"
    )
    one, two = np.kron(np.eye(2), u), np.kron(v, np.eye(2))
    wanted = (np.trace(np.linalg.solve(two, one)) - 4 + math.log(np.linalg.det(two) / np.linalg.det(one))) / 2
    assert float(si.derive(other).result) == pytest.approx(float(wanted), rel=1e-12)


def test_matrix_normal_laws_of_symbolic_size() -> None:
    result = si.derive("KL(MatrixNormal(M, 1, 1) || MatrixNormal(M, u, v))").result
    at = {"n": 2, "p": 3, "u": 1.7, "v": 0.6}
    variance = 1.7 * 0.6
    wanted = 6 * (1 / variance - 1 + math.log(variance)) / 2
    assert float(result.subs({s: at[s.name] for s in result.free_symbols})) == pytest.approx(wanted, rel=1e-12)


def bivariate_t_information(nu: float, rho: float) -> float:
    """By the entropies of SciPy."""
    both = st.multivariate_t([0, 0], [[1, rho], [rho, 1]], df=nu)
    return float(2 * st.t(nu).entropy() - both.entropy())


@pytest.mark.parametrize(("nu", "rho"), [(3.3, 0.5), (1.0, -0.2), (20.0, 0.9)])
def test_mutual_information_of_jointly_t_variables(nu: float, rho: float) -> None:
    given = ["X, Y ~ MultivariateT(nu, [0, 3], [[1, rho], [rho, 1]])"]
    derivation = si.derive("I(X; Y)", given=given)
    assert derivation.status is Status.CLOSED
    at = {"nu": nu, "rho": rho}
    value = float(derivation.result.subs({s: at[s.name] for s in derivation.result.free_symbols}))
    assert value == pytest.approx(bivariate_t_information(nu, rho), rel=1e-9)


def test_without_correlation_t_variables_are_not_independent() -> None:
    value = float(si.derive("I(X; Y)", given=["X, Y ~ MultivariateCauchy([0, 0], [[1, 0], [0, 1]])"]).result)
    assert value == pytest.approx(2 * math.log(4 * math.pi) - 3 - math.log(2 * math.pi), rel=1e-12)
    assert value > 0


REFUSED = [
    "H(NormalGamma(0, -1, 1, 1))",
    "H(MatrixNormal(M, [[1, 2], [2, 1]], I, 2, 2))",
    "H(MatrixNormal([[0, 0]], U, V))",
    "KL(NormalGamma(0, 1, 1, 1) || NormalInverseGamma(0, 1, 1, 1))",
]


@pytest.mark.parametrize("query", REFUSED)
def test_what_is_no_law_or_not_compared_is_refused(query: str) -> None:
    with pytest.raises(SymbinfoError):
        si.derive(query)
