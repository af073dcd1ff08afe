"""What holds where a condition fails: derived, written into the certificate, and proved there."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from sympy import symbols

import symbinfo as si
from symbinfo.derivation.certify.export import certificate_of
from symbinfo.trusted import Certificate, CertificateError, check
from symbinfo.trusted.proof.replay import replay
from symbinfo.trusted.visible_part import demand_same

a, b, c, d = symbols("a b c d", real=True)

#: Query -> where it is infinite instead.
QUERIES: dict[str, list[str]] = {
    "KL(Pareto(x, a) || Exponential(b))": ["a <= 1"],
    "CrossEntropy(Pareto(x, a), Exponential(b))": ["a <= 1"],
    "KL(Uniform(a, b) || Uniform(c, d))": ["d < b", "a < c and b <= d"],
    "KL(StudentT(n) || Normal(m, s))": ["n <= 2"],
    "KL(Uniform(a, b) || GaussianInverse(m, s))": ["a < 0", "a = 0"],
    "KL(Uniform(a, b) || Rayleigh(s))": ["a < 0", "1 + 2*log(s/b) + b^2/(6*s^2) where a = 0"],
    "KL(BetaPrime(a, b) || Exponential(c))": ["b <= 1"],
    "KL(Erlang(k, a) || GammaInverse(b, c))": ["k <= 1"],
    "KL(Poisson(l) || Poisson(m))": [],
    "KL(Gamma(k, t) || Normal(m, s))": [],
}


@cache
def text(query: str) -> str:
    return certificate_of(si.derive(query)).dumps()


@pytest.mark.parametrize("query", QUERIES)
def test_the_value_beyond_is_proved(query: str) -> None:
    report = check(Certificate.loads(text(query)))
    assert (report.verdict, report.level) == ("holds", "proved")
    found = [(words.removeprefix("oo where "), verdict) for words, verdict in report.beyond]
    assert sorted(found) == sorted((where, "proved") for where in QUERIES[query])
    assert report.told().count("otherwise") == len(QUERIES[query])


def without_a_witness(data: Any) -> None:
    for name, plain in data["derivations"].items():
        if name.startswith("O"):
            plain["steps"][-1].pop("witness")


def test_the_level_is_that_of_the_weakest_part() -> None:
    data = json.loads(text("KL(Pareto(x, a) || Exponential(b))"))
    without_a_witness(data)
    report = check(Certificate.from_dict(data))
    assert (report.verdict, report.level, dict(report.beyond)) == ("holds", "checked", {"oo where a <= 1": "checked"})


def test_what_is_false_beyond_is_not_shown() -> None:
    data = json.loads(text("KL(Pareto(x, a) || Exponential(b))"))
    other = data["derivations"]["O1"]
    without_a_witness(data)
    other["steps"][-1]["term"] = other["claim"]["right"] = "0"
    report = check(Certificate.from_dict(data))
    assert (report.level, dict(report.beyond)) == ("checked", {"0 where a <= 1": "not shown"})


def put(*path: Any, value: Any) -> Callable[[Any], None]:
    def change(data: Any) -> None:
        for key in path[:-1]:
            data = data[key]
        data[path[-1]] = value

    return change


ENTRY = ("derivations", "main", "otherwise", 0)
FAR = "KL(Pareto(x, a) || Exponential(b))"
EDGE = "KL(Uniform(a, b) || GaussianInverse(m, s))"
NEAR: dict[str, tuple[str, Callable[[Any], None], str]] = {
    "not where it fails": (FAR, put(*ENTRY, "where", value="(<= a 2)"), "not where it fails"),
    "the condition itself": (FAR, put(*ENTRY, "where", value="(< 1 a)"), "not where it fails"),
    "no condition": (FAR, put(*ENTRY, "instead_of", value="(< 2 a)"), "no condition of a measure"),
    "no derivation": (FAR, put(*ENTRY, "derivation", value="O9"), "O9 is not there"),
    "itself": (FAR, put(*ENTRY, "derivation", value="main"), "is this one"),
    "of no measure": (FAR, put(*ENTRY, "derivation", value="T1"), "of another measure"),
    "another measure": (FAR, put("derivations", "O1", "measure", "base", value="2"), "of another measure"),
    "other laws": (FAR, put("derivations", "O1", "laws", "Q", "upper", value="a"), "of other laws"),
    "assumes more": (FAR, put("derivations", "O1", "conditions", value=["(<= a 1)", "(< b 1)"]), "assumes more"),
    "assumes other kinds": (FAR, put("derivations", "O1", "symbols", "b", value="positive integer"), "assumes more"),
    "assumes what fails": (FAR, put("derivations", "O1", "conditions", value=["(<= a 1)", "(< 1 a)"]), "assumes more"),
    "an edge elsewhere": (EDGE, put("derivations", "main", "otherwise", 1, "at", "a", value="1"), "not where it fails"),
    "an edge of two symbols": (
        EDGE,
        put("derivations", "main", "otherwise", 1, "at", value={"a": "0", "b": "0"}),
        "one symbol",
    ),
    "a key too many": (FAR, put(*ENTRY, "why", value="so"), "unknown key 'why'"),
    "no list": (FAR, put("derivations", "main", "otherwise", value={}), "a list was expected"),
}


@pytest.mark.parametrize("name", NEAR)
def test_what_does_not_fit_is_not_read(name: str) -> None:
    query, change, reason = NEAR[name]
    data = json.loads(text(query))
    assert Certificate.from_dict(data).to_dict() == data
    change(data)
    with pytest.raises(CertificateError, match=reason):
        Certificate.from_dict(data)


def test_other_laws_on_an_edge_are_not_proved() -> None:
    data = json.loads(text(EDGE))
    (name,) = (e["derivation"] for e in data["derivations"]["main"]["otherwise"] if "at" in e)
    for law in data["derivations"][name]["laws"].values():
        law["density"] = f"(* 1/2 {law['density']})"
    replayed = replay(Certificate.from_dict(data))
    assert [entry.reason for entry in replayed.open if entry.where == f"{name}, the edge"] == [
        "the laws on the edge are others"
    ]
    assert name not in replayed.proved


def test_the_visible_value_is_that_of_the_certificate() -> None:
    shown = si.derive(FAR).to_dict()
    assert shown["otherwise"] == "oo"
    certificate = Certificate.from_dict(shown["certificate"])
    demand_same(shown, certificate)
    with pytest.raises(CertificateError, match="otherwise"):
        demand_same({**shown, "otherwise": "0"}, certificate)


def test_a_closed_condition_is_shown_where_the_formula_has_the_value_of_the_edge() -> None:
    shown = si.derive("KL(Uniform(a, b) || Rayleigh(s))").to_dict()
    assert "a >= 0" in shown["condition"]
    certificate = Certificate.from_dict(shown["certificate"])
    assert "(< 0 a)" in shown["certificate"]["derivations"]["main"]["conditions"]
    demand_same(shown, certificate)
    data = json.loads(certificate.dumps())
    entries = data["derivations"]["main"]["otherwise"]
    (name,) = (entry["derivation"] for entry in entries if "at" in entry)
    other = data["derivations"][name]
    other["steps"][-1]["term"] = other["claim"]["right"] = f"(+ 1 {other['claim']['right']})"
    with pytest.raises(CertificateError, match="condition"):
        demand_same(shown, Certificate.from_dict(data))
