"""Normal vectors of unknown size: every step at sizes 1 to 3 against quadrature, substitution, printing, refusals."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
import scipy.integrate as integrate
import scipy.stats as st
import sympy as sp
from hypothesis import given
from hypothesis import strategies as some
from matrix_kit import (
    FIRST,
    ONE,
    ORDER,
    SECOND,
    ZERO,
    Numeric,
    P,
    Q,
    Sigma1,
    Sigma2,
    alpha,
    broken,
    false_steps,
    half,
    mu1,
    mu2,
    n,
    s,
)
from sympy import (
    Determinant,
    E,
    Matrix,
    MatrixSymbol,
    N,
    Rational,
    S,
    Trace,
    log,
    oo,
    pi,
    symbols,
)
from sympy.stats import MultivariateNormal, Normal

import symbinfo as si
from symbinfo.derivation import Status
from symbinfo.derivation.integrals.normal_vectors import gaussian_integral
from symbinfo.expressions.domain import Domain
from symbinfo.expressions.errors import SymbinfoError
from symbinfo.laws.matrices import PositiveDefinite, VectorVariable, canonical
from symbinfo.laws.matrix_normal import MatrixNormal
from symbinfo.render import FORMATS

SIZES = (1, 2, 3)

MEASURES = {
    "entropy": si.Entropy(P),
    "entropy-of-inverse": si.Entropy(si.normal_vector(mu1, Sigma1.I)),
    "cross-entropy": si.CrossEntropy(P, Q),
    "cross-entropy-about-zero": si.CrossEntropy(si.normal_vector(ZERO, Sigma1), Q),
    "kl": si.KL(P, Q),
    "kl-of-one-covariance": si.KL(P, si.normal_vector(mu2, Sigma1, "Q")),
    "kl-of-spheres": si.KL(si.normal_vector(mu1, s * ONE), si.normal_vector(ZERO, ONE, "Q")),
    "kl-in-bits": si.KL(P, Q, "bits"),
    "renyi-entropy": si.Renyi(P, alpha),
    "renyi-divergence": si.RenyiDivergence(P, Q, alpha),
    "renyi-divergence-of-order-1/2": si.RenyiDivergence(P, Q, half),
    "renyi-divergence-of-one-mean": si.RenyiDivergence(P, si.normal_vector(mu1, Sigma2, "Q"), alpha),
    "renyi-divergence-of-one-covariance": si.RenyiDivergence(P, si.normal_vector(mu2, Sigma1, "Q"), alpha),
    "renyi-divergence-of-multiples": si.RenyiDivergence(P, si.normal_vector(mu2, 2 * Sigma1, "Q"), alpha),
    "renyi-divergence-from-the-origin": si.RenyiDivergence(si.normal_vector(ZERO, Sigma1), Q, alpha),
    "tsallis": si.Tsallis(P, alpha),
    "chi-squared": si.ChiSquaredDivergence(P, Q),
    "hellinger": si.Hellinger(P, Q),
    "self-information": si.SelfInformation(mu2, P),
    "difference": si.CrossEntropy(P, Q) - si.Entropy(P),
}
NAMES = sorted(MEASURES)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", NAMES)
def test_every_step_holds_at_small_sizes(name: str, size: int) -> None:
    derivation = si.derive(MEASURES[name])
    assert derivation.status is Status.CLOSED
    assert len(derivation.steps) > 1
    assert false_steps(derivation, size) == []


NEAR_MISSES = {
    "covariance": ("kl", "covariance", lambda e: e.xreplace({Sigma1: Sigma2})),
    "determinants": ("renyi-divergence", "factor-matrices", lambda e: e.xreplace({alpha: 1 - alpha})),
    "gaussian-integral": ("renyi-entropy", "gaussian-integral", lambda e: e * 2),
    "point": ("cross-entropy", "insert-expectations", lambda e: e.xreplace({mu2: 2 * mu2})),
}


@pytest.mark.parametrize("name", sorted(NEAR_MISSES))
def test_a_false_step_is_seen(name: str) -> None:
    measure, rule, change = NEAR_MISSES[name]
    assert rule in false_steps(broken(si.derive(MEASURES[measure]), rule, change), 2)


def test_the_gaussian_integral_by_quadrature() -> None:
    y, b = VectorVariable("y", n, 1), Matrix([1, Rational(1, 3)])
    A = Matrix([[2, half], [half, 1]])
    matrix, column = MatrixSymbol("A", n, n), MatrixSymbol("b", n, 1)
    _, value = gaussian_integral(matrix, sp.MatMul(column), y)
    a, v = np.array(A, float), np.array(b, float).ravel()

    def body(second: float, first: float) -> float:
        x = np.array([first, second])
        return float(np.exp(-x @ a @ x / 2 + v @ x))

    wanted, _ = integrate.dblquad(body, -12, 12, -12, 12, epsabs=1e-10)
    assert float(N(value.subs({n: 2, matrix: A, column: b}).doit())) == pytest.approx(wanted, rel=1e-8)


# --- substitution ----------------------------------------------------------------------------------------------------

VALUES = {n: 2, mu1: Matrix([1, 2]), mu2: Matrix([0, 1]), Sigma1: Matrix(FIRST[2]), Sigma2: Matrix(SECOND[2])}


@pytest.mark.parametrize("name", ["entropy", "cross-entropy", "kl"])
def test_substituted_form_is_the_value_of_the_explicit_law(name: str) -> None:
    measure = MEASURES[name]
    explicit = measure.subs(VALUES)
    assert not explicit.free_symbols
    wanted = float(explicit.evalf(15))
    assert float(N(measure.doit().subs(VALUES).doit())) == pytest.approx(wanted, rel=1e-12)
    assert float(N(explicit.doit())) == pytest.approx(wanted, rel=1e-12)


def test_entropy_against_scipy() -> None:
    found = si.Entropy(P).doit().subs({n: 3, Sigma1: Matrix(FIRST[3])}).doit()
    wanted = st.multivariate_normal([0, 0, 0], np.array(FIRST[3], float)).entropy()
    assert float(N(found)) == pytest.approx(wanted, rel=1e-12)


def test_a_divergent_order_is_infinite() -> None:
    divergence = si.RenyiDivergence(P, Q, alpha)
    derivation = si.derive(divergence)
    assert derivation.otherwise == oo
    assert PositiveDefinite(alpha * Sigma2 + (1 - alpha) * Sigma1) in derivation.condition.args
    values = {n: 1, mu1: Matrix([0]), mu2: Matrix([0]), Sigma1: Matrix([[3]]), Sigma2: Matrix([[1]])}
    assert divergence.doit().subs(values).subs(alpha, 2).doit() == oo
    line = si.RenyiDivergence(Normal("A", 0, sp.sqrt(3)), Normal("B", 0, 1), Rational(6, 5))
    inside = divergence.doit().subs(values).subs(alpha, Rational(6, 5)).doit()
    assert float(N(inside)) == pytest.approx(float(line.evalf(12)), rel=1e-10)


def test_orders_below_one_need_nothing() -> None:
    assert si.derive(si.RenyiDivergence(P, Q, half)).requires == S.true


def test_the_limit_at_order_one_is_the_divergence() -> None:
    values = {n: 2, mu1: Matrix([1, 2]), mu2: Matrix([0, 1]), Sigma1: Matrix(FIRST[2]), Sigma2: Matrix(SECOND[2])}
    near = si.RenyiDivergence(P, Q, alpha).doit().subs(values).subs(alpha, 1 + Rational(1, 10**12)).doit()
    assert float(N(near, 30)) == pytest.approx(float(N(si.KL(P, Q).doit().subs(values).doit())), rel=1e-9)


@given(some.lists(some.integers(-4, 4), min_size=3, max_size=3))
def test_positive_definite_is_decided_by_the_entries(entries: list[int]) -> None:
    a, b, c = entries
    wanted = bool(np.all(np.linalg.eigvalsh(np.array([[a, b], [b, c]], float)) > 1e-9))
    assert PositiveDefinite(Matrix([[a, b], [b, c]])) == wanted


def test_what_is_not_symmetric_is_not_positive_definite() -> None:
    assert PositiveDefinite(Matrix([[2, 1], [0, 2]])) == S.false


# --- laws with entries, by the formula for any size --------------------------------------------------------------------


def with_entries(size: int) -> tuple[Any, Any]:
    means = [Rational(i, 4) for i in range(1, size + 1)], [half] * size
    return tuple(
        MultivariateNormal(name, mean, covariance[size])
        for name, mean, covariance in zip("PQ", means, (FIRST, SECOND), strict=True)
    )


ORDERED = {
    "renyi-entropy": lambda p, q, order: si.Renyi(p, order),
    "renyi-divergence": lambda p, q, order: si.RenyiDivergence(p, q, order),
    "tsallis": lambda p, q, order: si.Tsallis(p, order),
    "chi-squared": lambda p, q, order: si.ChiSquaredDivergence(p, q),
    "hellinger": lambda p, q, order: si.Hellinger(p, q),
}


@pytest.mark.parametrize("size", [2, 3])
@pytest.mark.parametrize("name", sorted(ORDERED))
def test_explicit_vectors(name: str, size: int) -> None:
    order = ORDER[alpha]
    wanted = float(Numeric(size)(MEASURES[name].definition()))
    explicit = ORDERED[name](*with_entries(size), order)
    derivation = si.derive(explicit)
    assert derivation.status is Status.CLOSED
    assert float(N(derivation.result)) == pytest.approx(wanted, rel=1e-7)
    assert float(explicit.evalf(20)) == pytest.approx(float(N(derivation.result)), rel=1e-14)
    assert float(derivation.compile()()) == pytest.approx(wanted, rel=1e-7)
    assert derivation.check().verdict == "undecided"


def test_an_order_beyond_the_last_is_infinite() -> None:
    p, q = with_entries(2)
    beyond = si.RenyiDivergence(q, p, 5)
    assert si.derive(beyond).status is Status.INFINITE
    assert beyond.doit() == beyond.evalf(10) == oo


def test_a_parameter_may_be_called_n() -> None:
    stretched = MultivariateNormal("P", [0, 0], [[n, 0], [0, 1]])
    found = si.Renyi(stretched, 2).doit()
    assert float(N(found.subs(n, 5))) == pytest.approx(float(log(4 * pi * sp.sqrt(5))), rel=1e-12)


def test_the_condition_on_symbolic_entries_is_on_minors() -> None:
    r = symbols("r", real=True)
    law = MultivariateNormal("P", [0, 0], [[1, r], [r, 1]])
    other = MultivariateNormal("Q", [0, 0], [[1, 0], [0, 1]])
    derivation = si.derive(si.RenyiDivergence(law, other, 3))
    assert not derivation.condition.has(PositiveDefinite)
    assert derivation.condition.subs(r, Rational(1, 4)) == S.true
    assert derivation.condition.subs(r, Rational(3, 4)) == S.false


# --- claims, checks, kernels -----------------------------------------------------------------------------------------

LOGS = log(Determinant(Sigma2)) - log(Determinant(Sigma1)) - n
TURNED = Trace(Sigma1 * Sigma2.I) + Trace((mu2 - mu1) * (mu2 - mu1).T * Sigma2.I)
OPENED = Trace(mu1.T * Sigma2.I * mu1) - 2 * Trace(mu1.T * Sigma2.I * mu2) + Trace(mu2.T * Sigma2.I * mu2)
CLAIMS = {
    "entropy": ("entropy", n * log(2 * pi * E) / 2 + log(Determinant(Sigma1)) / 2, "holds"),
    "entropy-without-e": ("entropy", n * log(2 * pi) / 2 + log(Determinant(Sigma1)) / 2, "refuted"),
    "turned": ("kl", (LOGS + TURNED) / 2, "holds"),
    "opened": ("kl", (LOGS + Trace(Sigma1 * Sigma2.I) + OPENED) / 2, "holds"),
    "precision-of-the-first": ("kl", (LOGS + TURNED.xreplace({Sigma2: Sigma1})) / 2, "refuted"),
}


@pytest.mark.parametrize("name", sorted(CLAIMS))
def test_claims(name: str) -> None:
    measure, claimed, verdict = CLAIMS[name]
    found = si.verify(MEASURES[measure], claimed)
    levels = ("checked",) if verdict == "holds" else ("checked", "certified")  # certified where python-flint is at hand
    assert found.verdict == verdict
    assert found.level in levels


def test_a_trace_may_not_be_reordered() -> None:
    """A swap that is no rotation is another number, though it is the same for one component."""
    A, B, C = (MatrixSymbol(letter, n, n) for letter in "ABC")
    assert canonical(Trace(A * B * C) - Trace(B * C * A), Domain()) == 0
    assert canonical(Trace(A * B * C) - Trace(A * C * B), Domain()) != 0
    assert canonical(Trace(A) - Trace(A.T), Domain()) == 0
    assert canonical(Trace(A * B) - Trace(A * B.T), Domain()) != 0
    assert canonical(Trace(A * B) - Trace(A * B.T), Domain.of([PositiveDefinite(B)])) == 0


UNKNOWN = "matrices of unknown size are not written into certificates"


def test_the_check_is_open_and_says_why() -> None:
    report = si.derive(si.Entropy(P)).check()
    assert (report.verdict, report.accepted) == ("undecided", False)
    assert report.reason.startswith(UNKNOWN)


def test_a_step_that_is_false_for_one_component_is_refuted() -> None:
    derivation = broken(si.derive(si.Entropy(P)), "trace-of-identity", lambda e: e + 1)
    report = derivation.check()
    assert report.verdict == "refuted"
    assert "one component" in report.reason


@pytest.mark.slow
@pytest.mark.parametrize("name", ["kl", "renyi-entropy", "renyi-divergence", "chi-squared", "self-information"])
def test_one_component_holds(name: str) -> None:
    assert "refuted" not in si.derive(MEASURES[name]).check().verdict


@pytest.mark.parametrize("name", NAMES)
def test_no_kernel_without_a_dimension(name: str) -> None:
    with pytest.raises(SymbinfoError, match="dimension"):
        si.derive(MEASURES[name]).compile()


def test_json_keeps_the_result_and_has_no_certificate() -> None:
    data = json.loads(json.dumps(si.derive(si.Entropy(P)).to_dict()))
    assert data["certificate"] is None
    assert data["check"]["verdict"] == "undecided"
    names = {"n": n, "Sigma1": Sigma1, "mu1": mu1}
    assert sp.sympify(data["result"]["sympy"], locals=names) == si.Entropy(P).doit()


# --- printing --------------------------------------------------------------------------------------------------------

PRINTED = [
    ("entropy", "(1/2) log|Σ₁|", r"\frac{1}{2} \log\lvert \Sigma_1\rvert"),
    ("kl", "(1/2) log(|Σ₂|/|Σ₁|)", r"\log\frac{\lvert \Sigma_2\rvert}{\lvert \Sigma_1\rvert}"),
    ("kl", "(1/2) tr(Σ₂⁻¹ Σ₁)", r"\operatorname{tr}(\Sigma_2^{-1} \Sigma_1)"),
    ("kl", "(μ₁ − μ₂)ᵀ Σ₂⁻¹ (μ₁ − μ₂)", r"(\mu_1 - \mu_2)^{\top} \Sigma_2^{-1} (\mu_1 - \mu_2)"),
    ("renyi-divergence", "(α Σ₂ + (1 − α) Σ₁)⁻¹", r"(\alpha \Sigma_2 + (1 - \alpha) \Sigma_1)^{-1}"),
    ("renyi-divergence", "∫_{ℝⁿ} p(x)^α q(x)^(1 − α) dx", r"\int_{\mathbb{R}^n} p(x)^{\alpha} q(x)^{1 - \alpha}\,dx"),
    ("renyi-divergence", "α Σ₂ + (1 − α) Σ₁ positive definite", r"\text{ positive definite}"),
    ("kl", "E_P[(X − μ₁) (X − μ₁)ᵀ]", r"\mathbb{E}_P[(X - \mu_1) (X - \mu_1)^{\top}]"),
]


@pytest.mark.parametrize(("name", "text", "latex"), PRINTED, ids=[f"{row[0]}-{i}" for i, row in enumerate(PRINTED)])
def test_printing(name: str, text: str, latex: str) -> None:
    derivation = si.derive(MEASURES[name])
    assert text in derivation.text()
    assert latex in derivation.latex()


@pytest.mark.parametrize("name", NAMES)
def test_every_format_prints(name: str) -> None:
    derivation = si.derive(MEASURES[name])
    for form in (name for name, row in FORMATS.items() if row.renderer and name != "json"):
        shown = derivation.render(form)
        assert form != "text" or max(map(len, shown.splitlines())) <= 100
        assert "Trace(" not in shown
        assert "MatrixSymbol" not in shown
        assert "SpaceIntegral" not in shown


# --- what is refused -------------------------------------------------------------------------------------------------

k = symbols("k", integer=True, positive=True)
PLANE = MultivariateNormal("R", [0, 0], [[1, 0], [0, 1]])
SMALL = MultivariateNormal("M", MatrixSymbol("m", 2, 1), MatrixSymbol("C", 2, 2))
REFUSED = {
    "two symbolic sizes": lambda: si.KL(P, si.normal_vector(MatrixSymbol("m", k, 1), MatrixSymbol("C", k, k))),
    "two sizes": lambda: si.KL(SMALL, si.normal_vector(MatrixSymbol("m", 3, 1), MatrixSymbol("C", 3, 3))),
    "a size and a symbol": lambda: si.derive(si.KL(P, PLANE)),
    "a symbol and a size": lambda: si.derive(si.CrossEntropy(PLANE, P)),
    "a vector and a number": lambda: si.KL(P, Normal("Z", 0, 1)),
    "another law of vectors": lambda: si.KL(P, si.dirichlet([1, 2, 3])),
    "no column": lambda: si.normal_vector(MatrixSymbol("m", n, 2), Sigma1),
    "no square": lambda: si.normal_vector(mu1, MatrixSymbol("C", n, n + 1)),
    "no matrix": lambda: si.normal_vector(mu1, 3),
    "not positive definite": lambda: si.normal_vector([0, 0], [[1, 2], [2, 1]]),
    "negative": lambda: si.normal_vector(mu1, -ONE),
    "mean of another size": lambda: si.normal_vector(MatrixSymbol("m", 2, 1), MatrixSymbol("C", 3, 3)),
    "a coordinate": lambda: si.Entropy(SMALL[0]),
    "an outcome that is no column": lambda: si.SelfInformation(3, P),
    "Fisher information": lambda: si.FisherInformation(P, n),
    "a product": lambda: si.product(P, P),
}


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_what_is_refused(name: str) -> None:
    with pytest.raises(SymbinfoError) as caught:
        REFUSED[name]()
    assert "\n" not in str(caught.value)


def test_what_has_no_closed_form_is_reduced() -> None:
    assert si.derive(si.JensenShannon(P, Q)).status is Status.REDUCED


def test_entries_and_matrices_meet() -> None:
    """A law with entries beside one without is read by its matrices; two with entries are written out."""
    mixed = si.KL(PLANE, SMALL)
    values = {MatrixSymbol("m", 2, 1): Matrix([1, 1]), MatrixSymbol("C", 2, 2): Matrix(FIRST[2])}
    explicit = si.KL(PLANE, MultivariateNormal("M", [1, 1], FIRST[2]))
    assert float(N(mixed.doit().subs(values).doit())) == pytest.approx(float(N(explicit.doit())), rel=1e-12)
    assert not isinstance(mixed.subs(values).laws[0], MatrixNormal)
