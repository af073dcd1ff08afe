"""Powers of Dirichlet densities and their Fisher information, against integrals over the triangle."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest
from scipy.integrate import dblquad
from scipy.special import gammaln

import symbinfo as si
from symbinfo.derivation import Status

A, B = (1.5, 2.0, 2.5), (1.2, 1.7, 3.0)
P, Q = "Dirichlet([3/2, 2, 5/2])", "Dirichlet([6/5, 17/10, 3])"


def log_density(alphas: tuple[float, ...], x: float, y: float) -> float:
    logs = (math.log(x), math.log(y), math.log1p(-x - y))
    return float(
        gammaln(sum(alphas)) - sum(map(gammaln, alphas)) + sum((a - 1) * v for a, v in zip(alphas, logs, strict=True))
    )


def over_the_triangle(p: float, q: float) -> float:
    """The integral of the two densities to these powers."""
    found, _ = dblquad(
        lambda y, x: math.exp(p * log_density(A, x, y) + q * log_density(B, x, y)),
        0,
        1,
        0,
        lambda x: 1 - x,
        epsrel=1e-8,
    )
    return float(found)


CASES = [
    (f"Renyi({P} || {Q}; 2)", lambda: math.log(over_the_triangle(2, -1))),
    (f"Renyi({P} || {Q}; 1/2)", lambda: -2 * math.log(over_the_triangle(0.5, 0.5))),
    (f"Renyi({P}; 3)", lambda: -math.log(over_the_triangle(3, 0)) / 2),
    (f"Tsallis({P}; 2)", lambda: 1 - over_the_triangle(2, 0)),
    (f"Hellinger({P} || {Q})", lambda: math.sqrt(1 - over_the_triangle(0.5, 0.5))),
    (f"ChiSquaredDivergence({P} || {Q})", lambda: over_the_triangle(2, -1) - 1),
]


@pytest.mark.parametrize(("query", "wanted"), CASES, ids=[query for query, _ in CASES])
def test_powers_of_dirichlet_densities(query: str, wanted: Callable[[], float]) -> None:
    derivation = si.derive(query)
    assert derivation.status is Status.CLOSED
    assert float(derivation.result) == pytest.approx(wanted(), rel=1e-6)


def test_the_condition_is_that_of_the_integral() -> None:
    derivation = si.derive("ChiSquaredDivergence(Dirichlet([1/2, 1]) || Dirichlet([b, 1]))")
    (b,) = derivation.condition.free_symbols
    assert derivation.condition.subs(b, 0.9) == True  # noqa: E712 - a SymPy Boolean
    assert derivation.condition.subs(b, 1.1) == False  # noqa: E712 - a SymPy Boolean


def test_fisher_information_of_one_concentration() -> None:
    from scipy.special import polygamma

    result = si.derive("FisherInformation(Dirichlet([a, 2, 5/2]); a)").result
    (a,) = result.free_symbols
    assert float(result.subs(a, 1.5)) == pytest.approx(float(polygamma(1, 1.5) - polygamma(1, 6.0)), rel=1e-12)


def test_two_shares_are_proved() -> None:
    assert si.derive("Hellinger(Dirichlet([a, b]) || Dirichlet([c, d]))").check().level == "proved"
