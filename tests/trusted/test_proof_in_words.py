"""A replay told step by step: complete, in the certificate's own terms, and open where the replay is open."""

from __future__ import annotations

import json

import pytest

import symbinfo as si
from symbinfo.derivation.certify.export import certificate_of
from symbinfo.trusted.certificate import Certificate
from symbinfo.trusted.proof.facts import FACTS
from symbinfo.trusted.proof.replay import replay
from symbinfo.trusted.proof_in_words import WHY, proof_in_words
from symbinfo.trusted.witnesses import FORMS

QUERIES = [
    "H(Gamma(k, t))",
    "KL(Normal(m1, s1) || Normal(m2, s2))",
    "H(Laplace(m, b))",
    "KL(Exponential(r) || Normal(m, s))",
]


def told(certificate: Certificate) -> list[str]:
    return list(proof_in_words(certificate, replay(certificate)))


@pytest.mark.parametrize("query", QUERIES)
def test_every_step_and_every_fact_is_told(query: str) -> None:
    certificate = certificate_of(si.derive(si.parse(query)))
    lines = told(certificate)
    for _, plain in certificate.derivations:
        for step in plain.steps:
            assert any(line.strip().startswith(step.rule) for line in lines)
    facts = [name for name in FACTS if any(line.strip().startswith(f"{name} at") and " = " in line for line in lines)]
    assert set(replay(certificate).axioms) <= set(facts)
    assert not any("OPEN" in line for line in lines)


def test_what_is_not_replayed_is_said_to_be_open() -> None:
    data = certificate_of(si.derive(si.parse("H(Gamma(k, t))"))).to_dict()
    last = data["derivations"]["main"]["steps"][-1]
    last["term"] = last["term"].replace("(loggamma k)", "(loggamma (+ 1 k))")
    assert last["term"].count("(+ 1 k)")
    data["derivations"]["main"]["claim"]["right"] = last["term"]
    lines = told(Certificate.from_dict(data))
    assert [line.strip() for line in lines if "OPEN" in line] == ["OPEN: the two sides have no common normal form"]
    assert any(line.startswith("main  open") for line in lines)


def test_every_form_of_a_witness_has_its_words() -> None:
    assert set(WHY) == set(FORMS)


def test_a_fact_that_is_not_there_is_told() -> None:
    data = certificate_of(si.derive(si.parse("H(Exponential(r))"))).to_dict()
    text = json.dumps(data).replace('"gamma-integral"', '"no-such-fact"')
    assert "there is no such fact" in "\n".join(told(Certificate.from_dict(json.loads(text))))
