"""Measures of vectors are replayed whole: one variable is integrated after the other."""

from __future__ import annotations

import json
from typing import Any

import pytest

import symbinfo as si
from symbinfo.derivation.certify.export import certificate_of
from symbinfo.query.setting import parse_in
from symbinfo.trusted import Certificate
from symbinfo.trusted.proof.replay import replay

PAIR = "X, Y ~ MultivariateNormal([0, 0], [[1, r], [r, 1]])"
TRIPLE = "X, Y, Z ~ MultivariateNormal([0, 0, 0], [[2, 1, 1], [1, 2, 1], [1, 1, 2]])"
#: What is asked, and the lines before it.
PROVED: dict[str, tuple[str, ...]] = {
    "H(MultivariateNormal([m], [[2]]))": (),
    "H(MultivariateNormal([0, 0], [[2, 1], [1, 3]]))": (),
    "H(MultivariateNormal([1, 2, 3], [[2, 1, 0], [1, 3, 0], [0, 0, 1]]))": (),
    "H(MultivariateNormal([0, 0], [[1, r], [r, 1]]), MultivariateNormal([0, 0], [[1, t], [t, 1]]))": (),
    "KL(MultivariateNormal([0, 0], [[2, 1], [1, 3]]) || MultivariateNormal([1, 0], [[1, 0], [0, 1]]))": (),
    "KL(MultivariateNormal([a, b], [[s, 0], [0, t]]) || MultivariateNormal([0, 0], [[1, 0], [0, 1]]))": (),
    "H(Dirichlet([a1, a2]))": (),
    "H(Dirichlet([a1, a2, a3]))": (),
    "KL(Dirichlet([a1, a2, a3]) || Dirichlet([b1, b2, b3]))": (),
    "H(Dirichlet([2, 3, 1/2, 1]))": (),
    "H(Product(Uniform(0, 1), Uniform(0, 2)))": (),
    "KL(Product(Normal(0, 1), Exponential(2)) || Product(Normal(1, 1), Exponential(1)))": (),
    "H(X, Y)": (PAIR,),
    "H(X | Y)": (PAIR,),
    "I(X; Y)": (PAIR,),
    "I(X; Y | Z)": (TRIPLE,),
}


def certificate(asked: str, given: tuple[str, ...] = ()) -> dict[str, Any]:
    return certificate_of(si.derive(parse_in(asked, list(given), "nats"))).to_dict()


@pytest.mark.parametrize("asked", PROVED)
def test_a_measure_of_vectors_is_proved(asked: str) -> None:
    assert replay(Certificate.from_dict(certificate(asked, PROVED[asked]))).open == []


def test_the_chain_of_conditional_densities_is_the_joint_density() -> None:
    import mpmath as mp
    from sympy import lambdify

    from symbinfo.laws.joint_normal import JointNormal

    law = JointNormal.of([1, 2, 3], [[2, 1, 1], [1, 3, "1/2"], [1, "1/2", 2]])
    place = (mp.mpf("0.3"), mp.mpf("-1.1"), mp.mpf("2.7"))
    covariance = mp.matrix([[2, 1, 1], [1, 3, 0.5], [1, 0.5, 2]])
    offset = mp.matrix([x - m for x, m in zip(place, (1, 2, 3), strict=True)])
    wanted = mp.exp(-(offset.T * covariance**-1 * offset)[0] / 2) / mp.sqrt((2 * mp.pi) ** 3 * mp.det(covariance))
    chain = mp.mpf(1)
    for part in law.chain():
        chain *= lambdify(law.variable, part.density, "mpmath")(*place)
    assert mp.almosteq(chain, wanted, 1e-12)


#: Of a certificate: a text in it, and what it becomes.
BREAKS = {
    "KL(MultivariateNormal([0, 0], [[2, 1], [1, 3]]) || MultivariateNormal([1, 0], [[1, 0], [0, 1]]))": [
        ('"right": "(+ 2 (* -1/2 (log 5)))"', '"right": "(+ 1 (* -1/2 (log 5)))"'),
        ('"m": "(* 1/2 x)"', '"m": "x"'),
        ('"s": "(* 1/2 (^ 10 1/2))"', '"s": "(^ 10 1/2)"'),
        ('"form": "linear", "total": "P"', '"form": "linear"'),
        ('"form": "linear", "total": "P"', '"form": "linear", "total": "Q"'),
    ],
    "H(Dirichlet([a1, a2, a3]))": [
        ('"left": "(+ 1 (* -1 x1))"', '"left": "x1"'),
        ('"left": "(+ 1 (* -1 x1))"', '"left": "1"'),
        ("x2 0 (+ 1 (* -1 x1)))", "x2 0 1)"),
        ('"conditions": ["(< 0 x1)", "(< x1 1)"]', '"conditions": ["(< 0 x1)"]'),
        ('"a3": "positive"', '"a3": "real"'),
    ],
}


@pytest.mark.parametrize("asked", BREAKS)
def test_what_is_broken_in_a_proof_of_vectors_is_noticed(asked: str) -> None:
    text = json.dumps(certificate(asked))
    assert "main" in replay(Certificate.from_dict(json.loads(text))).proved
    for old, new in BREAKS[asked]:
        assert old in text
        assert "main" not in replay(Certificate.from_dict(json.loads(text.replace(old, new)))).proved, (old, new)


def test_without_the_inner_integrals_nothing_is_said_of_the_outer_one() -> None:
    data = certificate("H(MultivariateNormal([0, 0], [[2, 1], [1, 3]]))")
    main = data["derivations"]["main"]
    assert main["steps"][0]["lemmas"]
    main["steps"][0]["lemmas"] = []
    found = replay(Certificate.from_dict(data))
    assert "main" not in found.proved
    assert any("inside of another" in place.reason for place in found.open)
