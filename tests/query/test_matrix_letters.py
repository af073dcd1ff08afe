"""Claims about normal vectors with their matrices by letters, as papers write them; the values by NumPy, from other formulas."""

from __future__ import annotations

import numpy as np
import pytest
from sympy import Identity, ImmutableMatrix, MatrixSymbol

import symbinfo as si
from symbinfo.expressions.errors import QueryError

KL = r"\mathrm{KL}(\mathcal N(\mu_1,\Sigma_1)\|\mathcal N(\mu_2,\Sigma_2))"
PLAIN = "KL(MultivariateNormal(mu1, Sigma1) || MultivariateNormal(mu2, Sigma2))"
TRUE = [
    f"{PLAIN} = 1/2*(log(det(Sigma2)/det(Sigma1)) - d + trace(Sigma2^-1 Sigma1) + (mu2-mu1)^T Sigma2^-1 (mu2-mu1))",
    rf"{KL} = \frac12\left[\log\frac{{|\Sigma_2|}}{{|\Sigma_1|}} - k + \mathrm{{tr}}(\Sigma_2^{{-1}}\Sigma_1)"
    r" + (\mu_2-\mu_1)^\top\Sigma_2^{-1}(\mu_2-\mu_1)\right]",
    r"h(\mathcal{N}(\mu,\Sigma)) = \frac{n}{2}\log(2\pi e) + \frac12\log\det\Sigma",
    r"h(\mathcal{N}_p(\mu,\Sigma)) = \frac{1}{2}\ln\left((2\pi e)^p |\Sigma|\right)",
    "KL(N(mu, Sigma) || N(0, I)) = 1/2*(mu^T mu + tr(Sigma) - d - logdet(Sigma))",
    r"D_{KL}(\mathcal N(\mu,\Sigma)\|\mathcal N(0,\mathbf{I})) = \frac12(\mu^{\top}\mu + \operatorname{tr}\Sigma - k - \log\det\Sigma)",
    "KL(N(mu, Sigma) || N(mu, 2*Sigma)) = d/2*log(2) - d/4",
]
#: Each is true of vectors of one component.
FALSE = [
    "KL(N(mu, Sigma) || N(0, I)) = 1/2*(mu^T mu + tr(Sigma) - 1 - logdet(Sigma))",
    "KL(N(mu, Sigma) || N(0, I)) = 1/2*(mu^T mu + det(Sigma) - d - logdet(Sigma))",
    "H(N(mu, Sigma)) = 1/2*log(2*pi*e) + 1/2*logdet(Sigma)",
]
REFUSED = {
    "KL(N(mu, Sigma) || N(0, I)) = mu + 1": "a number and a matrix have no sum",
    "KL(N(mu, Sigma) || N(0, I)) = log(Sigma)": "this is a matrix",
    "H(N(mu, Sigma)) = 1/Sigma": "nothing is divided by a matrix",
    "H(N(mu, Sigma)) = det(Sigma^2)": "the powers -1 and T",
    "H(N(mu, Sigma)) = Sigma": "this is a matrix",
    "H(N(mu, Sigma)) = tr(mu)": "a square matrix by its letter is expected here",
    "H(N(mu, Sigma)) = mu^T (mu mu)": "no product: d by 1, and d by 1",
    "H(Normal(0, 1)) = det(x)": "of a matrix that a law names",
    "H(MultivariateT(3, mu, 2*Sigma)) - H(MultivariateT(3, mu, Sigma))": "is a letter, or a number times I",
}


@pytest.mark.parametrize("claim", TRUE)
def test_a_claim_with_matrices_holds(claim: str) -> None:
    verdict = si.verify(claim)
    assert (verdict.verdict, verdict.level) == ("holds", "checked")


@pytest.mark.parametrize("claim", FALSE)
def test_what_is_true_of_numbers_alone_is_refuted(claim: str) -> None:
    verdict = si.verify(claim)
    assert (verdict.verdict, verdict.reason) == ("refuted", "for vectors of two components")
    assert verdict.witness is not None and "Sigma" in verdict.witness["parameters"]


@pytest.mark.parametrize("claim", REFUSED)
def test_what_is_no_number_is_refused(claim: str) -> None:
    with pytest.raises(QueryError, match=REFUSED[claim]):
        si.parse(claim)


def test_the_scalars_are_those_of_numpy() -> None:
    claim = si.parse(f"{PLAIN} = (mu1 - mu2)^T inv(Sigma2) (mu1 - mu2)/2 + tr(Sigma2^-1 Sigma1)*logdet(Sigma1)")
    one, two = np.array([[2.0, 0.5], [0.5, 1.0]]), np.array([[1.0, -0.25], [-0.25, 3.0]])
    m, n = np.array([[1.0], [2.0]]), np.array([[-1.0], [0.5]])
    wanted = ((m - n).T @ np.linalg.solve(two, m - n)).item() / 2
    wanted += np.trace(np.linalg.solve(two, one)) * np.linalg.slogdet(one)[1]
    sized = claim.right.subs({s: 2 for s in claim.right.free_symbols if s.name == "d"})
    values = {"Sigma1": one, "Sigma2": two, "mu1": m, "mu2": n}
    numbers = {s: ImmutableMatrix(values[s.name]) for s in sized.atoms(MatrixSymbol)}
    assert float(sized.subs(numbers).doit()) == pytest.approx(wanted, rel=1e-12)


def test_an_identity_beside_a_letter_says_what_is_a_number() -> None:
    covariance = si.parse("H(N(0, P*I))").laws[0].covariance
    assert not covariance.has(MatrixSymbol) and covariance.has(Identity)
    assert si.parse("H(N(0, Sigma + s^2*I))").laws[0].covariance.has(MatrixSymbol)
