"""Fisher information matrices: every entry against the mean product of the scores, integrated from the density."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pytest
from scipy.integrate import quad
from sympy import ImmutableMatrix, Symbol, diff, expand_log, lambdify, log, symbols
from sympy.stats import Beta, FiniteRV, Gamma, GammaInverse, GaussianInverse, Laplace, Logistic, Normal, Weibull

import symbinfo as si
from symbinfo.derivation import Status
from symbinfo.derivation.certify.entries import entries_of
from symbinfo.derivation.certify.export import certificate_of
from symbinfo.expressions.errors import DomainError, QueryError
from symbinfo.laws.read import law_of
from symbinfo.measures.fisher_information import FisherInformationBetween, FisherInformationMatrix
from symbinfo.trusted.checks.whole import prove

a, b, s = symbols("a b s", positive=True)
m = symbols("m", real=True)
LAWS: dict[str, tuple[Any, tuple[Symbol, ...], dict[Symbol, Any]]] = {
    "Beta": (Beta("P", a, b), (a, b), {a: 2.3, b: 1.7}),
    "Gamma": (Gamma("P", a, b), (a, b), {a: 2.3, b: 0.7}),
    "GammaInverse": (GammaInverse("P", a, b), (a, b), {a: 2.3, b: 0.7}),
    "GaussianInverse": (GaussianInverse("P", a, b), (a, b), {a: 1.3, b: 2.7}),
    "Laplace": (Laplace("P", m, s), (m, s), {m: 0.4, s: 1.3}),
    "Logistic": (Logistic("P", m, s), (m, s), {m: 0.4, s: 1.3}),
    "Normal": (Normal("P", m, s), (m, s), {m: 0.4, s: 1.3}),
    "Weibull": (Weibull("P", a, b), (a, b), {a: 1.3, b: 2.7}),
}


def by_quadrature(law: Any, one: Symbol, other: Symbol, at: dict[Symbol, Any]) -> float:
    """The mean product of two scores, from the density alone."""
    x = law.variable
    log_density = expand_log(log(law.density), force=True)
    body = law.density * diff(log_density, one) * diff(log_density, other)
    found = lambdify(x, body.subs(at), "scipy")
    low, high = (float(end.subs(at)) for end in (law.lower, law.upper))
    middle = at[m] if m in at else 1.0 if np.isinf(high) else (low + high) / 2  # a kink stands there
    low, high = (-60, 60) if np.isinf(low) else (low, high)  # what lies beyond is below 1e-19 of laws on the line
    return sum(quad(found, start, end, epsabs=1e-11)[0] for start, end in ((low, middle), (middle, high)))


@pytest.mark.parametrize("name", LAWS)
def test_an_entry_is_the_mean_product_of_the_scores(name: str) -> None:
    variable, parameters, at = LAWS[name]
    derived = si.derive(si.FisherInformation(variable, *parameters))
    assert derived.status is Status.CLOSED
    assert derived.result == derived.result.T
    law = law_of(variable)
    for i, one in enumerate(parameters):
        for j, other in enumerate(parameters):
            value = by_quadrature(law, one, other, at)
            assert abs(float(derived.result[i, j].subs(at)) - value) < 1e-6 * max(1, abs(value)), (one, other)


@pytest.mark.parametrize("name", ["Beta", "Gamma", "Normal"])
def test_a_matrix_is_proved_entry_by_entry(name: str) -> None:
    variable, parameters, _ = LAWS[name]
    report = si.derive(si.FisherInformation(variable, *parameters)).check()
    assert (report.verdict, report.level) == ("holds", "proved")
    assert report.reason == "all 3 entries hold"


def test_an_entry_is_asked_by_places_by_parameters_and_between() -> None:
    matrix = si.FisherInformation(Beta("P", a, b), a, b)
    assert isinstance(matrix, FisherInformationMatrix)
    assert matrix[0, 1] == matrix[1, 0] == matrix[a, b] == FisherInformationBetween(Beta("P", a, b), a, b)
    assert matrix[1, 1] == si.FisherInformation(Beta("P", a, b), b)
    assert matrix.entries().shape == (2, 2)


SPELLINGS = {
    "FisherInformation(Beta(a, b); a, b)": "I(P; a, b)",
    "FisherInformation(Beta(a, b); a, b)[0, 1]": "I(P; a; b)",
    "FisherInformation(Beta(a, b); a, b)[b, a]": "I(P; b; a)",
    "FisherInformation(Beta(a, b); a, b)[1, 1]": "I(P; b)",
    "FisherInformation(Beta(a, b); a; b)": "I(P; a; b)",
    "FisherInformation(Normal(m, s), m, s)": "I(P; m, s)",
}


@pytest.mark.parametrize("text", SPELLINGS)
def test_a_matrix_and_its_entries_are_read(text: str) -> None:
    assert str(si.parse(text)) == SPELLINGS[text]


REFUSED = {
    "FisherInformation(Beta(a, b); a, b)[0, 2]": "by its row and column",
    "FisherInformation(Beta(a, b); a; b; a)": "between two parameters",
    "FisherInformation(Beta(a, b); a, b; a)": "does not take these arguments",
    "FisherInformation(Beta(a, b); a, c)": "a parameter of Beta",
    "FisherInformation(Beta(a, b); a, a)": "each parameter once",
    "FisherInformation(Uniform(a, b); a, b)": "depends on a",
    "FisherInformation(Beta(a, b); a, b) + 1": "not a real number",
    "H(Beta(a, b))[0, 1]": "an operator is missing",
}


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_no_matrix_is_refused_in_one_line(text: str) -> None:
    with pytest.raises(QueryError) as error:
        si.derive(text)
    assert REFUSED[text] in str(error.value)


def test_python_refuses_the_same() -> None:
    with pytest.raises(DomainError):
        si.FisherInformation(Beta("P", a, b), a, s)
    with pytest.raises(DomainError):
        si.FisherInformation(Beta("P", a, b), a, a)


def test_a_claim_about_an_entry_is_judged() -> None:
    assert si.verify("FisherInformation(Normal(m, s); m; s) = 0").verdict == "holds"
    assert si.verify("FisherInformation(Lomax(k, t); k; t) = 1/(t*(k + 1))").verdict == "refuted"


def test_a_finite_law_has_a_matrix() -> None:
    p, q = symbols("p q", positive=True)
    found = si.FisherInformation(FiniteRV("X", {0: p, 1: q, 2: 1 - p - q}), p, q).doit()
    at = {p: 0.2, q: 0.3}
    masses = np.array([0.2, 0.3, 0.5])
    scores = np.array([[1 / 0.2, 0, -1 / 0.5], [0, 1 / 0.3, -1 / 0.5]])
    wanted = np.einsum("k,ik,jk->ij", masses, scores, scores)
    values = [[complex(entry.subs(at)).real for entry in row] for row in _plain(found).tolist()]
    assert np.allclose(np.array(values), wanted)


def _plain(matrix: Any) -> ImmutableMatrix:
    """The values inside the condition."""
    return matrix.applyfunc(lambda entry: entry.args[0][0] if entry.is_Piecewise else entry)


def test_a_kernel_has_an_array_a_place() -> None:
    kernel = si.FisherInformation(Gamma("P", a, b), a, b).compile()
    values = kernel(a=[1.5, 2.0, 3.0], b=2.0)
    assert values.shape == (3, 2, 2)
    assert np.allclose(values[:, 0, 1], 0.5) and np.allclose(values[:, 1, 0], 0.5)
    assert np.allclose(values[:, 1, 1], np.array([1.5, 2.0, 3.0]) / 4)


def test_a_matrix_is_written_in_every_format() -> None:
    derived = si.derive(si.FisherInformation(Normal("P", m, s), m, s))
    assert r"\begin{pmatrix} \frac{1}{s^2} & 0 \\ 0 & \frac{2}{s^2} \end{pmatrix}" in derived.latex()
    assert "I(P; m, s) = [[1/s², 0], [0, 2/s²]]" in derived.text()
    assert "<mtable>" in derived.html() and "pmatrix" in derived.markdown()
    data = derived.to_dict()
    assert [(entry["row"], entry["column"]) for entry in data["entries"]] == [(0, 0), (0, 1), (1, 1)]
    assert data["check"]["verdict"] == "holds" and all(entry["certificate"] for entry in data["entries"])


def test_another_second_parameter_in_a_certificate_is_not_proved() -> None:
    entries = dict(entries_of(si.derive(si.FisherInformation(Normal("P", m, s), m, s))))
    certificate = certificate_of(entries[0, 1])
    plain = certificate["main"]
    wrong = dataclasses.replace(plain, measure=dataclasses.replace(plain.measure, second="m"))
    others = tuple((n, wrong if n == "main" else p) for n, p in certificate.derivations)
    assert prove(certificate).verdict == "holds"
    refused = prove(dataclasses.replace(certificate, derivations=others))
    assert refused.verdict == "undecided" and "title" in refused.reason
