"""Counts with an atom besides: measures against their definitions, summed in numbers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import mpmath
import pytest
from mpmath import mp, mpf

import symbinfo as si

exp, log = mpmath.exp, mpmath.log
P, Q, R, S, V, W = (mpf(v) for v in ("0.35", "0.6", "1.7", "0.8", "0.15", "0.4"))
POINT = {"p": P, "q": Q, "r": R, "s": S, "v": V, "w": W}

Mass = Callable[[int], Any]


def poisson(rate: Any) -> Mass:
    return lambda k: rate**k * exp(-rate) / mpmath.factorial(k)


def binomial(n: int, p: Any) -> Mass:
    return lambda k: mpmath.binomial(n, k) * p**k * (1 - p) ** (n - k)


def inflated(weight: Any, mass: Mass, at: int = 0) -> Mass:
    return lambda k: (1 - weight) * mass(k) + (weight if k == at else 0)


def geometric(p: Any) -> Mass:
    return lambda k: p * (1 - p) ** (k - 1)


def kl(first: Mass, second: Mass, last: int = 90) -> Any:
    return mpmath.fsum(first(k) * log(first(k) / second(k)) for k in range(last))


CLOSED = [
    (
        "KL(ZeroInflatedPoisson(w, r) || ZeroInflatedPoisson(v, s))",
        lambda: kl(inflated(W, poisson(R)), inflated(V, poisson(S))),
    ),
    ("KL(ZeroInflatedPoisson(w, r) || Poisson(s))", lambda: kl(inflated(W, poisson(R)), poisson(S))),
    (
        "KL(mixture(w: DiscreteUniform([0]), 1-w: Binomial(n, p)) || Binomial(n, q))",
        lambda: kl(inflated(W, binomial(5, P)), binomial(5, Q), 6),
    ),
    (
        "H(mixture(w: DiscreteUniform([1]), 1-w: Geometric(p)))",
        lambda: (
            -mpmath.nsum(
                lambda k: inflated(W, geometric(P), 1)(k) * log(inflated(W, geometric(P), 1)(k)), [1, mpmath.inf]
            )
        ),
    ),
]


@pytest.mark.parametrize(("query", "oracle"), CLOSED, ids=[query for query, _ in CLOSED])
def test_the_first_values_are_told_apart(query: str, oracle: Callable[[], Any]) -> None:
    derivation = si.derive(query)
    assert derivation.status == "closed"
    assert "first-values-apart" in {step.rule for step in derivation.steps}
    result = derivation.result.subs({s: 5 if s.name == "n" else POINT[s.name] for s in derivation.result.free_symbols})
    with mp.workdps(20):
        assert abs(mpmath.mpmathify(result.evalf(20)) - oracle()) < 1e-12


def test_what_is_not_known_of_the_others_is_left_over() -> None:
    derivation = si.derive("H(ZeroInflatedPoisson(w, r))")
    assert derivation.status == "reduced"
    assert "E_R[log(factorial(k))]" in str(derivation.result)


def test_an_atom_that_is_left_out_is_refuted() -> None:
    verdict = si.verify("KL(ZeroInflatedPoisson(w, r) || ZeroInflatedPoisson(w, s)) = (1 - w)*(r*log(r/s) - r + s)")
    assert verdict.verdict == "refuted"
