"""The checker of proofs and counterexamples: good certificates pass, each with one defect does not."""

from __future__ import annotations

import copy
import json
import math
import subprocess
import sys
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

import symbinfo as si
from symbinfo.expressions.errors import CertificateError
from symbinfo.trusted.checks.any_certificate import check_text
from symbinfo.trusted.shannon_check import confirm, entropies_in_logarithms, sign_of_logarithms

CLAIMS = {
    "processing": ("I(X;Z) <= I(X;Y)", ["X-Y-Z Markov"]),
    "ordered": ("H(X) <= H(Y)", ["2*H(X) <= H(Z)", "H(Z) <= 2*H(Y)"]),
    "bijection": ("H(X) = H(Y)", ["Y=f(X)", "X=f(Y)"]),
    "independent": ("I(X;Y|Z) = I(X;Y)", ["X,Y,Z mutually independent"]),
    "copied": ("I(A;B) <= 2*I(A;B|C) + I(A;B|D) + I(C;D) + I(A;C|B) + I(B;C|A)", []),
    "parity": ("I(X;Y|Z) <= I(X;Y)", ["X,Y independent"]),
    "strict": ("H(X) > 0", []),
    "Ingleton": ("I(A;B) <= I(A;B|C) + I(A;B|D) + I(C;D)", []),
}


def certificate(name: str) -> dict[str, Any]:
    claim, given = CLAIMS[name]
    return json.loads(json.dumps(si.verify(claim, given=given).certificate))


@pytest.mark.parametrize("name", CLAIMS)
def test_a_good_certificate_is_confirmed(name: str) -> None:
    verdict, reason = confirm(certificate(name))
    assert verdict == "holds"
    assert reason.endswith("true" if "proof" in certificate(name) else "false")
    assert check_text(json.dumps({"certificate": certificate(name)})).accepted


def at(*path: Any, put: Any) -> Callable[[Any], None]:
    def defect(data: Any) -> None:
        for key in path[:-1]:
            data = data[key]
        data[path[-1]] = put(data[path[-1]]) if callable(put) else put

    return defect


def negated(text: str) -> str:
    return str(-Fraction(text))


def swapped(parts: list[Any]) -> list[Any]:
    return [parts[1], parts[0], *parts[2:]]


NEAR_MISSES = {
    "coefficient_changed": ("processing", at("proof", 0, "terms", 0, 0, put="2"), "left over"),
    "coefficient_negative": ("processing", at("proof", 0, "terms", 0, 0, put="-1"), "negative coefficient"),
    "term_dropped": ("processing", at("proof", 0, "terms", put=[]), "left over"),
    "use_dropped": ("processing", at("proof", 0, "uses", put=[]), "left over"),
    "use_negated": ("processing", at("proof", 0, "uses", 0, 0, put=negated), "left over"),
    "assumption_dropped_off_by_group": ("processing", at("given", 0, "left", 0, 2, put=["X"]), "left over"),
    "relation_reversed": ("processing", at("claim", "relation", put=">="), "one direction"),
    "relation_made_equal": ("processing", at("claim", "relation", put="="), "one direction"),
    "relation_made_strict": ("processing", at("claim", "relation", put="<"), "not proved by inequalities"),
    "direction_flipped": ("processing", at("proof", 0, "direction", put=1), "left over"),
    "sides_swapped": ("processing", lambda d: d["claim"].update(left=d["claim"]["right"]), "left over"),
    "three_groups": ("processing", at("proof", 0, "terms", 0, 1, put=[["X"], ["Y"], ["Z"]]), "may be negative"),
    "given_in_the_wrong_direction": ("ordered", at("given", 0, "relation", put=">="), "wrong direction"),
    "given_twice_as_much": ("ordered", at("given", 0, "left", 0, 0, put="3"), "left over"),
    "half_of_an_equation": ("bijection", lambda d: d["proof"].pop(), "one direction"),
    "second_direction_without_terms": ("independent", at("proof", 1, "terms", put=[]), "left over"),
    "copy_over_fewer": ("copied", at("copies", 0, "over", put=lambda names: names[:1]), "left over"),
    "copy_of_another": ("copied", at("copies", 0, "of", put=["D"]), "left over"),
    "counterexample_without_assumption": ("parity", at("counterexample", "pmf", 0, "outcome", put=[1, 1, 1]), "line 1"),
    "counterexample_of_the_reverse": ("parity", at("claim", "relation", put=">="), "the claim holds in the table"),
    "counterexample_made_weak": ("strict", at("claim", "relation", put=">="), "the claim holds in the table"),
    "variables_exchanged": ("Ingleton", at("counterexample", "variables", put=lambda v: v[::-1]), "the claim holds"),
    "variable_missing": ("Ingleton", at("counterexample", "variables", 0, put="E"), "no variable A"),
}
MALFORMED = {
    "schema": ("processing", at("schema", put=2)),
    "key_missing": ("processing", lambda d: d.pop("given")),
    "key_too_many": ("processing", at("words", put="")),
    "float_coefficient": ("processing", at("proof", 0, "terms", 0, 0, put=1.0)),
    "division_by_zero": ("processing", at("proof", 0, "terms", 0, 0, put="1/0")),
    "huge_number": ("processing", at("proof", 0, "terms", 0, 0, put="9" * 301)),
    "empty_group": ("processing", at("proof", 0, "terms", 0, 1, 0, put=[])),
    "no_group": ("processing", at("proof", 0, "terms", 0, 1, put=[])),
    "too_many_groups": ("processing", at("claim", "left", 0, 1, put=[["X"]] * 13)),
    "relation": ("processing", at("claim", "relation", put="!=")),
    "direction": ("processing", at("proof", 0, "direction", put=0)),
    "use_of_nothing": ("processing", at("proof", 0, "uses", 0, 1, put=7)),
    "use_of_true": ("processing", at("proof", 0, "uses", 0, 1, put=True)),
    "strict_given": ("processing", at("given", 0, "relation", put="<")),
    "copy_of_itself": ("copied", at("copies", 0, "of", put=lambda _: ["A'"])),
    "copy_under_a_known_name": ("copied", at("copies", 0, "new", put=["D"])),
    "copy_over_the_original": ("copied", at("copies", 0, "over", put=["A", "B"])),
    "copy_over_the_unknown": ("copied", at("copies", 0, "over", put=["B", "F"])),
    "probability_negative": ("parity", at("counterexample", "pmf", 0, "p", put="-1/4")),
    "probabilities_too_large": ("parity", at("counterexample", "pmf", 0, "p", put="1/2")),
    "outcome_twice": ("parity", at("counterexample", "pmf", 0, "outcome", put=[0, 1, 1])),
    "outcome_too_short": ("parity", at("counterexample", "pmf", 0, "outcome", put=[0, 0])),
    "outcome_of_true": ("parity", at("counterexample", "pmf", 0, "outcome", put=[0, 0, True])),
    "variable_twice": ("parity", at("counterexample", "variables", put=["X", "X", "Z"])),
    "no_object": ("parity", at("counterexample", put=[])),
}


@pytest.mark.parametrize("defect", NEAR_MISSES)
def test_a_near_miss_is_refused_for_its_own_reason(defect: str) -> None:
    name, change, reason = NEAR_MISSES[defect]
    data = copy.deepcopy(certificate(name))
    change(data)
    verdict, told = confirm(data)
    assert (verdict, reason in told) == ("refuted", True), told
    assert check_text(json.dumps(data)).verdict == "refuted"


@pytest.mark.parametrize("defect", MALFORMED)
def test_what_is_out_of_shape_is_not_read(defect: str) -> None:
    name, change = MALFORMED[defect]
    data = certificate(name)
    change(data)
    with pytest.raises(CertificateError):
        confirm(data)


@pytest.mark.parametrize("text", ["", "[]", "{}", "null", '{"certificate": null}', '{"kind": "shannon"}', "[" * 10**5])
def test_other_text_is_not_read(text: str) -> None:
    with pytest.raises(CertificateError):
        check_text(text)


SIGNS = [
    ({}, 0),
    ({2: Fraction(1), 3: Fraction(-1)}, -1),
    ({2: Fraction(3), 7: Fraction(-1)}, 1),
    # In the proportion of a convergent of log 3 / log 2 the two sides nearly cancel; whole numbers tell which is more.
    ({2: Fraction(-301994), 3: Fraction(190537)}, 1 if 3**190537 > 2**301994 else -1),
]


@pytest.mark.parametrize(("logs", "expected"), SIGNS)
def test_a_sign_is_exact(logs: dict[int, Fraction], expected: int) -> None:
    assert sign_of_logarithms(logs) == expected


def test_an_entropy_of_equal_terms_is_zero_exactly() -> None:
    names = ("X", "Y")
    table = {(0, 0): Fraction(1, 6), (0, 1): Fraction(1, 3), (1, 0): Fraction(1, 6), (1, 1): Fraction(1, 3)}
    information = {frozenset("X"): Fraction(1), frozenset("Y"): Fraction(1), frozenset("XY"): Fraction(-1)}
    assert entropies_in_logarithms(names, table, information) == {}
    logs = entropies_in_logarithms(names, table, {frozenset("Y"): Fraction(1)})
    expected = -sum(p * math.log(p) for p in (1 / 3, 2 / 3))
    assert float(sum(share * math.log(prime) for prime, share in logs.items())) == pytest.approx(expected, abs=1e-14)


def test_the_checker_needs_neither_sympy_nor_numpy() -> None:
    code = "import sys, symbinfo.trusted.shannon_check; sys.exit('sympy' in sys.modules or 'numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
