"""Steps of one part of a term, and what a term with a value says of the next: proved, and near misses that stay open."""

from __future__ import annotations

from typing import Any

import pytest

from symbinfo.trusted import Certificate, parse
from symbinfo.trusted.proof.definedness import needed
from symbinfo.trusted.proof.differing_parts import differing
from symbinfo.trusted.proof.replay import replay

KINDS = {"a": "positive", "b": "positive", "x": "real", "n": "positive integer"}
EXPONENTIAL = "(* b (exp (* -1 b y)))"
MEAN = f"(integral (* {EXPONENTIAL} y) y 0 %oo)"
TWICE = f"(integral (* {EXPONENTIAL} (* 2 y)) y 0 %oo)"
CAUCHY = "(integral (* (^ %pi -1) (^ (+ 1 (^ y 2)) -1) y) y 0 %oo)"
SAME: dict[str, Any] = {"form": "same"}
LINEAR: dict[str, Any] = {"form": "linear"}
BY_LEMMA: dict[str, Any] = {"form": "lemmas"}
FACT = {"fact": "gamma-integral", "variable": "y", "values": {"p": "1", "c": "b", "m": "1"}}
MEAN_IS = {"form": "integral", "integrals": [{"integral": MEAN, "parts": [{"times": "b", **FACT}]}]}


def derivation(
    start: str, steps: list[tuple[str, dict[str, Any]]], conditions: list[str], lemmas: list[str]
) -> dict[str, Any]:
    return {
        "symbols": KINDS,
        "conditions": conditions,
        "functions": {},
        "laws": {},
        "measure": None,
        "start": start,
        "steps": [
            {
                "relation": "=",
                "term": term,
                "rule": "r",
                "lemmas": lemmas if witness == BY_LEMMA else [],
                "witness": witness,
            }
            for term, witness in steps
        ],
        "claim": {"relation": "=", "left": start, "right": steps[-1][0]},
    }


def reasons(
    start: str,
    *steps: tuple[str, dict[str, Any]],
    conditions: tuple[str, ...] = (),
    lemma: tuple[str, tuple[str, dict[str, Any]]] | None = None,
) -> list[str]:
    table = {"main": derivation(start, list(steps), list(conditions), ["L"] if lemma else [])}
    if lemma is not None:
        table["L"] = derivation(lemma[0], [lemma[1]], list(conditions), [])
    found = replay(Certificate.from_dict({"schema": 2, "main": "main", "derivations": table}))
    assert found.whole is not bool(found.open)
    return [f"{place.where}: {place.reason}" for place in found.open]


@pytest.mark.parametrize(
    ("outer", "conditions"),
    [
        ("(log {})", ()),
        ("(* (log {}) (^ (+ 1 (* -1 a)) -1))", ("(!= a 1)",)),
        ("(* (+ 1 (* -1 {})) (^ (+ a -1) -1))", ("(!= a 1)",)),
        ("(^ {} 1/2)", ()),
    ],
)
def test_what_is_around_a_part_stays(outer: str, conditions: tuple[str, ...]) -> None:
    terms = [outer.format(part) for part in (TWICE, f"(* 2 {MEAN})", "(* 2 (^ b -1))")]
    assert reasons(terms[0], (terms[1], LINEAR), (terms[2], MEAN_IS), conditions=conditions) == []


@pytest.mark.parametrize(
    ("steps", "reason"),
    [
        # Not the value.
        ((f"(log {TWICE})", f"(log (* 3 {MEAN}))", "(log (* 3 (^ b -1)))"), "main, step 1 r: integrals or sums stand"),
        # A factor 0 around an integral says nothing of it.
        ((f"(* 0 (log {TWICE}))", "0", "0"), "main, step 1 r: integrals or sums stand"),
        # What is around has no value before the step.
        (
            (f"(log (* x {TWICE}))", f"(log (* x (* 2 {MEAN})))", "(log (* x (* 2 (^ b -1))))"),
            "main, the start: not def",
        ),
        # The part does not converge.
        ((f"(log {CAUCHY})", f"(log (* 2 (* 1/2 {CAUCHY})))", "(log 1)"), "main, step 2 r"),
    ],
)
def test_a_part_is_looked_at_as_a_whole_term_is(steps: tuple[str, ...], reason: str) -> None:
    start, *terms = steps
    witnesses = [LINEAR, MEAN_IS]
    found = reasons(start, *zip(terms, witnesses, strict=True))
    assert any(one.startswith(reason) for one in found), found


def test_a_logarithm_before_says_that_a_factor_is_positive() -> None:
    start = "(log (* a (hyper2f1 x 2 3 -1)))"
    split = "(+ (log a) (log (hyper2f1 x 2 3 -1)))"
    known = ("(< 0 (* a (hyper2f1 x 2 3 -1)))",)
    assert reasons(start, (split, SAME), conditions=known) == []
    assert any("not defined" in one for one in reasons(start, (split, SAME)))


def test_what_suffices_for_a_value_is_not_taken_for_true() -> None:
    """Gamma has values at x < 0; that x is positive does not follow from one."""
    assert needed(parse("(gamma x)")) == [] and needed(parse("(^ x a)")) == [] and needed(parse("(^ x 2)")) == []
    assert needed(parse("(integral (log y) y 0 x)")) == []
    assert needed(parse("(cases (case (log x) (< 0 x)) (case 0 true))")) == []
    assert needed(parse("(+ (log x) (^ a -1/2) (^ (+ a x) 1/3) (^ b -2))")) == [
        ("<", 0, "x"),
        ("<", 0, "a"),
        ("<=", 0, ("+", "a", "x")),
        ("!=", "b", 0),
    ]


@pytest.mark.parametrize(
    ("left", "right", "parts"),
    [
        ("(log a)", "(log b)", ("a", "b")),
        ("(* 2 (log (+ 1 a)))", "(* 2 (log (+ 1 b)))", ("a", "b")),
        ("(+ a b)", "(+ b a)", None),
        ("a", "b", None),
        ("(log a)", "(exp a)", None),
        (
            "(+ 1 (integral (exp x) x 0 a))",
            "(+ 1 (integral x x 0 a))",
            ("(integral (exp x) x 0 a)", "(integral x x 0 a)"),
        ),
        ("(+ 1 (diff (^ t 2) t a 1))", "(+ 1 (diff (^ t 2) t b 1))", ("(diff (^ t 2) t a 1)", "(diff (^ t 2) t b 1)")),
        ("(cases (case a (< 0 x)) (case 0 true))", "(cases (case b (< 0 x)) (case 0 true))", None),
    ],
)
def test_where_terms_differ(left: str, right: str, parts: tuple[str, str] | None) -> None:
    wanted = None if parts is None else tuple(map(parse, parts))
    assert differing(parse(left), parse(right)) == wanted


def test_a_lemma_is_inserted_as_it_is_written() -> None:
    half = f"(* {MEAN} (^ (log 2) -1))"
    lemma = (half, ("(* (^ b -1) (^ (log 2) -1))", MEAN_IS))
    start, end = f"(exp (* a {half}))", "(exp (* a (^ b -1) (^ (log 2) -1)))"
    assert reasons(start, (end, BY_LEMMA), lemma=lemma) == []
    assert reasons(start, ("(exp (* a (^ b -1)))", BY_LEMMA), lemma=lemma)
    wrong = (half, ("(* 2 (^ b -1) (^ (log 2) -1))", MEAN_IS))
    assert reasons(start, (end, BY_LEMMA), lemma=wrong)


LAW = {"kind": "continuous", "variable": "y", "lower": "0", "upper": "%oo"}
ROOT = (
    "(^ (+ 1 (* -1 (integral (* (^ (* {0} (exp (* -1 {0} y))) 1/2) (^ (* {1} (exp (* -1 {1} y))) 1/2)) y 0 %oo))) 1/2)"
)


@pytest.mark.parametrize(("name", "missing"), [("hellinger", False), ("kl", True)])
def test_an_overlap_of_two_laws_is_at_most_1(name: str, missing: bool) -> None:
    """By Cauchy and Schwarz; that two rates have no greater geometric than arithmetic mean is not asked of signs."""
    rates = {"P": "a", "Q": "b"}
    start = ROOT.format("a", "b")
    mean = "(* 1/2 (+ a b))"
    value = f"(^ (+ 1 (* -1 (* (^ a 1/2) (^ b 1/2) (^ {mean} -1)))) 1/2)"
    times = "(* (^ a 1/2) (^ b 1/2))"
    fact = {"times": times, "fact": "gamma-integral", "variable": "y", "values": {"p": "0", "c": mean, "m": "1"}}
    overlap = str(start[len("(^ (+ 1 (* -1 ") : -len(")) 1/2)")])
    steps = [(value, {"form": "integral", "integrals": [{"integral": overlap, "parts": [fact]}]})]
    table = {"main": derivation(start, steps, [], [])}
    table["main"]["measure"] = {"name": name, "laws": ["P", "Q"], "base": "%e"}
    for letter, rate in rates.items():
        density = f"(* {rate} (exp (* -1 {rate} y)))"
        table["main"]["laws"][letter] = {**LAW, "density": density, "total": f"T{letter}"}
        whole = f"(integral {density} y 0 %oo)"
        part = {"times": rate, "fact": "gamma-integral", "variable": "y", "values": {"p": "0", "c": rate, "m": "1"}}
        total = {"form": "integral", "integrals": [{"integral": whole, "parts": [part]}]}
        table[f"T{letter}"] = derivation(whole, [("1", total)], [], [])
    found = replay(Certificate.from_dict({"schema": 2, "main": "main", "derivations": table}))
    assert found.whole is not missing, found.open
    if missing:
        assert any("not defined" in place.reason for place in found.open)
