"""Results by unknown order are proved case by case, a tie among them; a false case is not."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

import symbinfo as si
from symbinfo.derivation.certify.export import certificate_of
from symbinfo.trusted import Certificate, parse
from symbinfo.trusted.proof.context import Context
from symbinfo.trusted.proof.inference import Lemma
from symbinfo.trusted.proof.lemma_instances import where_equal
from symbinfo.trusted.proof.replay import replay

SUM = ("X ~ Exponential(a)", "Z ~ Exponential(b)", "Y = X + Z")


MODES = "H(Triangular(0, 1, p), Triangular(0, 1, q))"


@cache
def certificate(query: str, given: tuple[str, ...] = ()) -> str:
    return certificate_of(si.derive(query, given=given)).dumps()


@pytest.mark.parametrize(("query", "given"), [
    (MODES, ()),
    ("Tsallis(SplitNormal(m, s, t); alpha)", ()),
    pytest.param("H(Y)", SUM, marks=pytest.mark.slow),
], ids=["by two modes", "by two pieces", "by two rates"])  # fmt: skip
def test_what_is_known_by_cases_is_proved(query: str, given: tuple[str, ...]) -> None:
    assert replay(Certificate.loads(certificate(query, given))).open == []


def tie_not_cited(step: dict[str, Any]) -> None:
    step["lemmas"].pop()


def not_told_apart(step: dict[str, Any]) -> None:
    step["witness"].pop("cases")


def order_turned(step: dict[str, Any]) -> None:
    step["term"] = step["term"].replace("(<= p q)", "(<= q p)")


def tie_in_the_wrong_case(step: dict[str, Any]) -> None:
    step["term"] = step["term"].replace("(<= p q)", "(<= (+ p 1/1000000) q)")


@pytest.mark.parametrize("change", [tie_not_cited, not_told_apart, order_turned, tie_in_the_wrong_case])
def test_a_case_that_does_not_hold_is_not_proved(change: Callable[[dict[str, Any]], None]) -> None:
    data = json.loads(certificate(MODES))
    plain = data["derivations"]["main"]
    before = plain["steps"][0]["term"]
    change(plain["steps"][0])
    plain["claim"]["right"] = plain["steps"][0]["term"]
    assert plain["steps"][0]["term"] != before or change in (tie_not_cited, not_told_apart)
    found = replay(Certificate.from_dict(data))
    assert "main" not in found.proved
    assert any("after the lemmas are inserted" in place.reason for place in found.open)


KINDS = {"s": "real", "t": "real", "u": "real"}
OF_T = Lemma(0, 0, frozenset("t"), ())
OF_BOTH = Lemma(0, 0, frozenset("st"), ())


@pytest.mark.parametrize(("case", "facts", "lemma", "term", "found"), [
    ("(+ s (* -1 t))", ["(<= s t)", "(<= t s)"], OF_T, "(exp s)", "(exp (* -1 (+ 0 (* -1 t))))"),
    ("(+ (* -1 s) t)", ["(= s t)"], OF_T, "(exp s)", "(exp (* 1 (+ 0 t)))"),
    ("(+ s (* -1 t))", ["(<= s t)"], OF_T, "(exp s)", "(exp s)"),  # they may differ
    ("(+ s (* -1 t))", [], OF_T, "(exp s)", "(exp s)"),
    ("(+ s (* -1 t))", ["(= s t)"], OF_BOTH, "(exp s)", "(exp s)"),
    ("(+ (* 2 s) (* -1 t))", ["(= t (* 2 s))"], OF_T, "(exp s)", "(exp s)"),  # not solved for s
    ("(+ s (* -1 t s))", ["(= s (* t s))"], OF_T, "(exp s)", "(exp s)"),
    ("(+ s (* -1 t))", ["(= s t)"], OF_T, "(integral (* s t) s 0 1)", "(integral (* s t) s 0 1)"),  # another s
    ("(+ s (* -1 u))", ["(= s u)"], OF_T, "(integral (* s u) u 0 1)", "(integral (* (* -1 (+ 0 (* -1 u))) u_1) u_1 0 1)"),
])  # fmt: skip
def test_a_symbol_by_its_value_where_two_are_equal(
    case: str, facts: list[str], lemma: Lemma, term: str, found: str
) -> None:
    here = Context(KINDS, [parse(fact) for fact in facts])
    assert where_equal([parse(term)], [parse(case)], [lemma], here) == [parse(found)]
