"""The witness of a step is read or refused, in one line that says what is wrong and where."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from symbinfo.trusted import CertificateError
from symbinfo.trusted.certificate import Certificate

EXPONENTIAL = "(integral (* a (exp (* -1 a x)) x) x 0 %oo)"
PART = {"times": "a", "fact": "gamma-integral", "variable": "y", "values": {"p": "(+ 1 t)", "c": "a", "m": "1"},
        "parameter": "t", "order": 1}  # fmt: skip
CHART = {"variable": "y", "lower": "0", "upper": "%oo", "branches": ["(* 2 y)", "(* 3 y)"]}
WITNESS: dict[str, Any] = {
    "form": "integral",
    "integrals": [{"integral": EXPONENTIAL, "chart": CHART, "parts": [PART], "each": [[PART], [PART]]}],
    "facts": [{key: PART[key] for key in ("fact", "variable", "values", "parameter")}],
}
STEP = {"relation": "=", "term": "(^ a -1)", "rule": "reduce-to-kernel", "lemmas": [], "witness": WITNESS}
LAW = {
    "kind": "continuous",
    "variable": "x",
    "density": "(* a (exp (* -1 a x)))",
    "lower": "0",
    "upper": "%oo",
    "total": "T1",
}
PLAIN: dict[str, Any] = {
    "symbols": {"a": "positive"},
    "conditions": [],
    "functions": {},
    "laws": {"P": LAW},
    "measure": None,
    "start": EXPONENTIAL,
    "steps": [STEP],
    "claim": {"relation": "=", "left": EXPONENTIAL, "right": "(^ a -1)"},
}
TOTAL = {**PLAIN, "laws": {}, "steps": [], "claim": {"relation": "=", "left": EXPONENTIAL, "right": EXPONENTIAL}}


def certificate(witness: Any = WITNESS, **more: Any) -> dict[str, Any]:
    main = {**copy.deepcopy(PLAIN), **more}
    main["steps"][0]["witness"] = witness
    return {"schema": 3, "main": "main", "derivations": {"main": main, "T1": TOTAL}}


@pytest.mark.parametrize(
    "witness",
    [
        WITNESS,
        {"form": "same"},
        {"form": "same", "factors": [["(+ (^ a 2) (* -1 a))", "(* a (+ a -1))"]]},
        {"form": "lemmas", "at": {"T1": {"a": "(* 2 a)"}}},
        {"form": "linear", "total": "P"},
        {"form": "linear", "total": ["P", "T1"]},
    ],
    ids=lambda witness: witness["form"],
)
def test_a_witness_is_read_and_written(witness):
    data = certificate(witness)
    read = Certificate.from_dict(data)
    assert read.to_dict() == data
    assert Certificate.loads(read.dumps()) == read


def test_a_file_of_schema_1_is_read():
    data = certificate()
    del data["derivations"]["main"]["steps"][0]["witness"]
    del data["derivations"]["main"]["laws"]["P"]["total"]
    assert Certificate.from_dict({**data, "schema": 1})["main"].steps[0].witness is None
    with pytest.raises(CertificateError, match="schema 4 is none of 1, 2, 3"):
        Certificate.from_dict({**data, "schema": 4})


def with_part(**changes: Any) -> dict[str, Any]:
    return {"form": "integral", "integrals": [{"integral": EXPONENTIAL, "parts": [{**PART, **changes}]}]}


def without(data: dict[str, Any], key: str) -> dict[str, Any]:
    return {k: v for k, v in data.items() if k != key}


def with_chart(**changes: Any) -> dict[str, Any]:
    entry = {"integral": EXPONENTIAL, "chart": {**CHART, **changes}, "parts": [PART]}
    return {"form": "integral", "integrals": [entry]}


@pytest.mark.parametrize(
    ("witness", "reason"),
    {
        "no object": (["same"], "'None' is none of same"),
        "form unknown": ({"form": "because"}, "'because' is none of same"),
        "key of another form": ({"form": "same", "total": "P"}, "unknown key 'total'"),
        "key missing": ({"form": "integral"}, "missing or unknown key 'integrals'"),
        "no list": ({"form": "integral", "integrals": {}}, "a list was expected"),
        "no integral": ({"form": "integral", "integrals": [{"integral": "a", "parts": []}]}, "an integral or a sum"),
        "undeclared in the integral": (
            {"form": "integral", "integrals": [{"integral": "(sum b k 0 1)", "parts": []}]},
            "undeclared symbol b",
        ),
        "undeclared value": (with_part(values={"p": "s"}), "undeclared symbol s"),
        "parameter outside its values": (with_part(times="t"), "undeclared symbol t"),
        "variable in a multiple": (with_part(times="y"), "undeclared symbol y"),
        "no parameter": (without(with_part(), "") | {"integrals": [{"integral": EXPONENTIAL, "parts": [without(PART, "parameter")]}]},
                         "name it"),
        "negative order": (with_part(order=-1), "the order of a part is 0 to"),
        "order no number": (with_part(order=True), "the order of a part is 0 to"),
        "no name of a fact": (with_part(fact="Gamma integral"), "no name of a fact"),
        "value no text": (with_part(values={"p": 1}), "a term must be a text"),
        "unreadable value": (with_part(values={"p": "(+ 1"}), "not exactly one term"),
        "condition for a value": (with_part(values={"p": "(< 0 a)"}), "a value was expected"),
        "no branch": (with_chart(branches=[]), "at least one branch"),
        "undeclared in a branch": (with_chart(branches=["x"]), "undeclared symbol x"),
        "variable in an end": (with_chart(upper="y"), "undeclared symbol y"),
        "chart without a variable": (with_chart(variable="%pi"), "bad name"),
        "a branch without parts": (
            {"form": "integral", "integrals": [{"integral": EXPONENTIAL, "chart": CHART, "parts": [PART], "each": [[PART]]}]},
            "each branch of the chart has its parts",
        ),
        "no derivation of a total": ({"form": "linear", "total": "T2"}, "the derivation T2 is not there"),
        "no lemma": ({"form": "lemmas", "at": {"L9": {}}}, "the derivation L9 is not there"),
        "no pair": ({"form": "same", "factors": [["a"]]}, "a pair of terms"),
    }.values(),
)  # fmt: skip
def test_a_witness_out_of_shape_is_refused(witness, reason):
    with pytest.raises(CertificateError, match=reason):
        Certificate.from_dict(certificate(witness))


def test_a_law_names_a_total_that_is_there():
    with pytest.raises(CertificateError, match="the derivation T9 is not there"):
        Certificate.from_dict(certificate(laws={"P": {**LAW, "total": "T9"}}))
