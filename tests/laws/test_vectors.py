"""Laws of vectors: closed forms against SciPy, values and verdicts by marginals, the text door, and what is refused."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import scipy.stats as st
from sympy import Matrix, N, Rational, log, simplify, symbols
from sympy.stats import Exponential, Gamma, MultivariateNormal, Normal

import symbinfo as si
from symbinfo.derivation import Status
from symbinfo.expressions.errors import SymbinfoError
from symbinfo.laws.expectation import Expectation
from symbinfo.measures.marginals import in_marginals
from symbinfo.verification.values.evaluate import evaluate

a, b, c, s = symbols("a b c s", positive=True)
p, q = symbols("p q", positive=True)
n = symbols("n", integer=True, positive=True)
half, third = Rational(1, 2), Rational(1, 3)
COVARIANCE = [[2, 1, 0], [1, 2, half], [0, half, 1]]

ENTROPIES: list[tuple[Any, float]] = [
    (
        MultivariateNormal("X", [0, 1, 2], COVARIANCE),
        st.multivariate_normal([0, 1, 2], np.array(COVARIANCE, float)).entropy(),
    ),
    (si.dirichlet([2, 3, half]), st.dirichlet([2, 3, 0.5]).entropy()),
    (si.dirichlet([1, 1, 1, 1]), st.dirichlet([1, 1, 1, 1]).entropy()),
    (si.multinomial(3, [half, third, 1 - half - third]), float(st.multinomial(3, [1 / 2, 1 / 3, 1 / 6]).entropy())),
    (
        si.product(Exponential("X", 2), Gamma("Y", 3, half)),
        st.expon(scale=0.5).entropy() + st.gamma(3, scale=0.5).entropy(),
    ),
]


@pytest.mark.parametrize(
    ("law", "wanted"), ENTROPIES, ids=["normal", "dirichlet", "flat dirichlet", "multinomial", "product"]
)
def test_entropies_of_vectors(law: Any, wanted: float) -> None:
    derivation = si.derive(si.Entropy(law))
    if derivation.status is Status.CLOSED:
        assert float(N(derivation.result)) == pytest.approx(wanted, rel=1e-12)
    assert float(evaluate(si.Entropy(law), 15).text) == pytest.approx(wanted, rel=1e-12)


def gaussian_kl(m0: Any, s0: Any, m1: Any, s1: Any) -> float:
    """Duchi, Derivations for linear algebra and optimization, section 9, page 13."""
    inverse = np.linalg.inv(s1)
    quadratic = (m1 - m0) @ inverse @ (m1 - m0)
    logs = np.log(np.linalg.det(s1) / np.linalg.det(s0))
    return float((np.trace(inverse @ s0) + quadratic - len(m0) + logs) / 2)


@pytest.mark.parametrize("d", [2, 3, 4])
def test_kl_of_normal_vectors(d: int) -> None:
    first = [[Rational(1, 1 + abs(i - j)) for j in range(d)] for i in range(d)]
    second = [[2 * first[i][j] if i == j else first[i][j] for j in range(d)] for i in range(d)]
    P = MultivariateNormal("P", list(range(d)), first)
    Q = MultivariateNormal("Q", [1] * d, second)
    wanted = gaussian_kl(np.arange(d), np.array(first, float), np.ones(d), np.array(second, float))
    assert float(N(si.derive(si.KL(P, Q)).result)) == pytest.approx(wanted, rel=1e-12)
    assert float(evaluate(si.KL(P, Q), 20).text) == pytest.approx(wanted, rel=1e-12)


def test_independent_components_add() -> None:
    joint = si.derive(
        si.KL(si.product(Normal("X", 0, a), Gamma("Y", b, 1)), si.product(Normal("X", 1, s), Gamma("Y", c, 1)))
    )
    parts = [
        si.derive(si.KL(Normal("X", 0, a), Normal("X", 1, s))),
        si.derive(si.KL(Gamma("Y", b, 1), Gamma("Y", c, 1))),
    ]
    assert simplify(joint.result - sum(part.result for part in parts)) == 0


def test_two_categories_are_binomial_and_two_concentrations_beta() -> None:
    binomial = si.derive(si.KL(si.multinomial(n, [p, 1 - p]), si.multinomial(n, [q, 1 - q])))
    wanted = n * (p * log(p / q) + (1 - p) * log((1 - p) / (1 - q)))
    values = {p: Rational(1, 3), q: Rational(2, 5), n: 7}
    assert float(N((binomial.result - wanted).subs(values))) == pytest.approx(0, abs=1e-12)
    assert binomial.check().accepted


def test_an_expectation_of_a_vector_is_one_of_a_component() -> None:
    found = in_marginals(si.Entropy(si.dirichlet([a, b, c])).definition())
    assert all(node.law.family == "Beta" for node in found.atoms(Expectation))


CLAIMS = [
    ("H(MultivariateNormal([0, 0], [[1, r], [r, 1]])) = log(2*pi*E) + log(1 - r**2)/2", "holds"),
    ("H(MultivariateNormal([0, 0], [[1, r], [r, 1]])) = log(2*pi*E) + log(1 + r**2)/2", "refuted"),
    ("H(MultivariateNormal([0, 0], [[s**2, r*s*t], [r*s*t, t**2]])) = log(2*pi*E*s*t) + log(1 - r**2)/2", "holds"),
    ("H(MultivariateNormal([0, 0], [[s**2, r*s*t], [r*s*t, t**2]])) = log(2*pi*E*s*t) - log(1 - r**2)/2", "refuted"),
    ("H(Dirichlet([1, 1, 1])) = -log(2)", "holds"),
    ("H(Dirichlet([1, 1, 1])) = log(2)", "refuted"),
    ("KL(Multinomial(4, [1/2, 1/4, 1/4]) || Multinomial(4, [1/4, 1/4, 1/2])) = log(2)", "holds"),
    ("KL(Multinomial(4, [1/2, 1/4, 1/4]) || Multinomial(4, [1/4, 1/4, 1/2])) = 4*log(2)", "refuted"),
]


@pytest.mark.parametrize(("claim", "verdict"), CLAIMS)
def test_claims_about_vectors(claim: str, verdict: str) -> None:
    assert si.verify(claim).verdict == verdict


def test_the_checker_says_what_it_cannot_see() -> None:
    """An entropy of several shares is replayed; numbers cannot tell the steps of a divergence of counts, and say so."""
    shares = si.derive(si.Entropy(si.dirichlet([a, b, c]))).check()
    assert (shares.verdict, shares.level) == ("holds", "proved")
    counts = si.multinomial(3, [half, half / 2, half / 2]), si.multinomial(3, [Rational(1, 3)] * 3)
    report = si.derive(si.KL(*counts)).check()
    assert report.verdict == "undecided"
    assert "hardly moves" in report.reason


REFUSED = [
    lambda: si.dirichlet([1, -1]),
    lambda: si.dirichlet([1]),
    lambda: si.multinomial(3, [half, half, half]),
    lambda: si.multinomial(0, [half, half]),
    lambda: si.product(Normal("X", 0, 1)),
    lambda: si.KL(si.dirichlet([1, 1]), si.dirichlet([1, 1, 1])),
    lambda: si.derive(si.Entropy(MultivariateNormal("X", [0, 0], Matrix([[1, 2], [2, 1]])))),
]


@pytest.mark.parametrize("attempt", REFUSED)
def test_what_is_refused(attempt: Any) -> None:
    with pytest.raises((SymbinfoError, ValueError)):
        attempt()


SHARES = {
    "I(X; Y)": ("X, Y", [2, 1, 3], ("X", "Y")),
    "I(X; Y | Z)": ("X, Y, Z", [2, 1, 3, 1], ("XZ", "YZ", "-Z", "-XYZ")),
    "I(X; Y, Z)": ("X, Y, Z", [2, 1, 3, 1], ("X", "YZ", "-XYZ")),
}


@pytest.mark.parametrize("text", SHARES)
def test_shares_of_a_dirichlet_law(text):
    names, concentrations, blocks = SHARES[text]
    blocks = (*blocks, "-XY") if text == "I(X; Y)" else blocks
    wanted = 0.0
    for block in blocks:
        own = [concentrations["XYZ".index(name)] for name in block.strip("-")]
        law = st.dirichlet([*own, sum(concentrations) - sum(own)])
        wanted += -law.entropy() if block.startswith("-") else law.entropy()
    found = si.derive(text, given=[f"{names} ~ Dirichlet({concentrations})"])
    assert found.status == "closed"
    assert float(found.result) == pytest.approx(float(wanted), abs=1e-12)


def test_all_shares_of_a_dirichlet_law_have_no_joint_density():
    with pytest.raises(SymbinfoError, match="leave one away"):
        si.derive("H(X, Y, Z)", given=["X, Y, Z ~ Dirichlet([1, 2, 3])"])
    with pytest.raises(SymbinfoError, match="has 3 shares"):
        si.derive("H(X)", given=["X, Y, Z, W ~ Dirichlet([1, 2, 3])"])
