"""What grows without bound, and what only grows for long."""

from __future__ import annotations

import pytest

from symbinfo.trusted import Certificate, check


def certificate(body: str, goal: str, side: str, result: str) -> Certificate:
    start = f"(limit {body} n {goal} {side})"
    return Certificate.from_dict(
        {
            "schema": 3,
            "main": "main",
            "derivations": {
                "main": {
                    "symbols": {},
                    "conditions": [],
                    "functions": {},
                    "laws": {},
                    "measure": None,
                    "start": start,
                    "steps": [{"relation": "=", "term": result, "rule": "limit-by-growth", "lemmas": []}],
                    "claim": {"relation": "=", "left": start, "right": result},
                }
            },
        }
    )


@pytest.mark.parametrize(
    ("body", "goal", "side", "result"),
    [
        ("(log n)", "%oo", "-", "%oo"),
        ("(* -1 (^ n 1/2))", "%oo", "-", "%-oo"),
        ("(^ n -1)", "0", "+", "%oo"),
        ("(* (^ 10 -60) n)", "%oo", "-", "%oo"),
        ("(^ (+ 2 (* -1 n)) -2)", "2", "+-", "%oo"),
    ],
)
def test_what_grows_is_infinite(body: str, goal: str, side: str, result: str) -> None:
    assert check(certificate(body, goal, side, result), 20).verdict == "holds"


@pytest.mark.parametrize(
    ("body", "goal", "side", "result"),
    [
        ("(* n (^ (+ n (^ 10 60)) -1))", "%oo", "-", "%oo"),
        ("(* n (^ (+ n 1000000000000000000000000000000000000000000000000000000000000) -1))", "%oo", "-", "%oo"),
        ("(* -1 (^ n 1/2))", "%oo", "-", "%oo"),
        ("(^ (+ n (^ 10 -60)) -1)", "0", "+", "%oo"),
        ("(* n (^ (+ n (exp 1000)) -1))", "%oo", "-", "%oo"),
        ("(^ (+ 2 (* -1 n)) -1)", "2", "+-", "%oo"),
        ("(+ 1 (* -1 (^ n -1)))", "%oo", "-", "%oo"),
    ],
)
def test_what_grows_for_long_only_is_not(body: str, goal: str, side: str, result: str) -> None:
    assert check(certificate(body, goal, side, result), 20).verdict != "holds"
