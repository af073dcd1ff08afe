"""Integrals and sums that are infinite: what the form must prove, and near misses, each refused for its own reason."""

from __future__ import annotations

import re
from typing import Any

import pytest

from symbinfo.trusted.certificate import Certificate
from symbinfo.trusted.exceptions import CertificateError
from symbinfo.trusted.proof.context import Context
from symbinfo.trusted.proof.cut_ranges import told_apart
from symbinfo.trusted.proof.divergence import demand_divergence
from symbinfo.trusted.proof.refusal import Refused
from symbinfo.trusted.proof.replay import replay
from symbinfo.trusted.statements import Claim, Plain
from symbinfo.trusted.terms import dump, parse
from symbinfo.trusted.witness_data import plain_witness, witness_in

KINDS = {"a": "positive", "b": "positive", "m": "real", "u": "nonnegative", "v": "positive"}
NOTHING = Plain((), (), (), (), None, 0, (), Claim("=", 0, 0))
POWER = {"fact": "power-integral-to-infinity", "variable": "t", "values": {"p": "-1", "l": "1"}}
ZETA = {"fact": "zeta-series", "variable": "t", "values": {"s": "-1"}}


def end(branch: str, variable: str = "t", upper: str = "%oo") -> dict[str, Any]:
    return {"variable": variable, "lower": "1", "upper": upper, "branches": [branch]}


def by(*branches: str, fact: dict[str, Any] = POWER, **more: Any) -> dict[str, Any]:
    return {"ends": [end(branch) for branch in branches], "facts": [fact], **more}


def proves(left: str, right: str, witness: dict[str, Any]) -> None:
    told = witness_in({"form": "divergence", **witness}, "here")
    assert witness_in(plain_witness(told), "here") == told
    for context in told_apart(told.cases, Context(KINDS)):
        demand_divergence(parse(left), parse(right), told, NOTHING, context)


PARETO = "(* a (^ x (* -1 (+ a 1))))"
CAUCHY = "(* (^ %pi -1) (^ (+ 1 (^ x 2)) -1))"
MEAN_OF_SQUARE = f"(integral (* {CAUCHY} (^ x 2)) x %-oo %oo)"
REST = "(integral (* (exp (* -1 x)) (^ x -1)) x 0 %oo)"
BOTH_WAYS = f"(integral (* {CAUCHY} x) x %-oo %oo)"
ODD = "(integral (+ 1 (* -1 (^ x -1/2))) x 0 %oo)"

GOOD = [
    (f"(+ b (* 2 {MEAN_OF_SQUARE}))", "%oo", by("t")),
    (f"(* -1 b {MEAN_OF_SQUARE})", "%-oo", by("t")),
    (f"(* b (log {MEAN_OF_SQUARE}))", "%oo", by("(* -1 t)")),
    (REST, "%oo", by("(^ t -1)")),
    (REST, "%oo", by("(^ t -2)", "t")),
    (f"(* -1 {REST})", "%-oo", by("(exp (* -1 t))")),
    ("(integral (^ (+ b (* -1 x)) -1) x 0 b)", "%oo", by("(+ b (* -1 (^ t -1)))", "(^ t -1)")),
    ("(integral (* (^ (log x) -1) (^ x -1)) x 2 %oo)", "%oo", by("(exp t)")),
    (ODD, "%oo", by("t", "(^ t -1)")),
    ("(sum (* (^ k -2) k) k 1 %oo)", "%oo", by("t", fact=ZETA)),
    ("(sum (+ (^ k -1) (* -1 (^ k -2))) k 1 %oo)", "%oo", by("t", fact=ZETA)),
    ("(sum (abs k) k %-oo %oo)", "%oo", by("(* -1 t)", fact=ZETA)),
    ("(integral (^ x u) x 1 %oo)", "%oo", by("t")),
    ("(+ (integral (+ 1 (cos x) x) x 0 %oo) m)", "%oo", by("t", "(^ t -1)")),
]
BAD: list[tuple[str, str, dict[str, Any], str]] = [
    (REST, "%oo", by("t"), "large enough"),  # the other end
    (REST, "%-oo", by("(^ t -1)"), "with its integral is not what is said"),
    (f"(* -1 {REST})", "%oo", by("(^ t -1)"), "with its integral is not what is said"),
    (f"(* m {REST})", "%oo", by("(^ t -1)"), "with its integral is not what is said"),
    (f"(^ {MEAN_OF_SQUARE} -1)", "%oo", by("t"), "with its integral is not what is said"),
    (f"(integral {CAUCHY} x %-oo %oo)", "%oo", by("t"), "large enough"),  # it converges
    ("(integral (* (^ x -1) (^ (log x) -2)) x 2 %oo)", "%oo", by("(exp t)"), "large enough"),
    (
        "(integral (^ x -1) x 1 %oo)",
        "%oo",
        by("t") | {"facts": [POWER | {"values": {"p": "-2", "l": "1"}}]},
        "diverges there",
    ),
    (
        "(integral (^ x -1) x 1 %oo)",
        "%oo",
        by("t") | {"facts": [POWER | {"values": {"p": "m", "l": "1"}}]},
        "diverges there",
    ),
    (
        "(integral (^ x -1) x 1 %oo)",
        "%oo",
        by("t") | {"facts": [POWER | {"values": {"p": "-1", "l": "m"}}]},
        "in its domain",
    ),
    (
        "(integral (^ x -1) x 1 %oo)",
        "%oo",
        by("t") | {"facts": [POWER | {"values": {"p": "-1/2", "l": "1"}}]},
        "large enough",
    ),
    ("(integral (^ x -1) x 1 %oo)", "%oo", by("t", fact=ZETA), "is not sharp towards infinity"),
    ("(sum (^ k -1) k 1 %oo)", "%oo", by("t"), "is not sharp towards infinity"),
    (
        "(integral 1 x 1 %oo)",
        "%oo",
        by("t", fact={"fact": "gamma-integral", "variable": "t", "values": {"p": "0", "c": "0", "m": "1"}}),
        "is not sharp",
    ),
    ("(sum (^ k -1) k 1 9)", "%oo", by("t", fact=ZETA), "to an end of the range"),
    ("(sum (^ k -1) k 1 %oo)", "%oo", by("(exp t)", fact=ZETA), "only mirrored"),
    (BOTH_WAYS, "%oo", by("t", "(* -1 t)"), "infinite the other way"),
    (BOTH_WAYS, "%oo", by("t"), "the other end is not named"),
    (BOTH_WAYS, "%oo", by("t", "t"), "the other end is not named"),
    (BOTH_WAYS, "%-oo", by("(* -1 t)", "t"), "infinite the other way"),
    ("(integral (* x (+ 1 (* -1 (^ x -3)))) x 0 %oo)", "%oo", by("t", "(^ t -1)"), "infinite the other way"),
    ("(integral (* x (^ (+ x (* -1 a)) -1)) x 0 %oo)", "%oo", by("t", "(^ t -1)"), "continuous inside"),
    ("(integral (* x (log (abs (+ x (* -1 a))))) x 0 %oo)", "%oo", by("t", "(^ t -1)"), "continuous inside"),
    ("(integral (+ (floor x) -3) x 0 %oo)", "%oo", by("t", "(^ t -1)"), "how"),
    ("(integral (* m (^ x 2)) x 1 %oo)", "%oo", by("t"), "sign of the integrand"),
    ("(integral (cos x) x 0 %oo)", "%oo", by("t", "(^ t -1)"), "sign of the integrand"),
    ("(integral (^ x m) x 1 %oo)", "%oo", by("t"), "large enough"),
    ("(integral (^ x -1) x 0 m)", "%oo", by("(^ t -1)", "(+ m (* -1 (^ t -1)))"), "positive far out"),
    ("(integral (^ x -1) x 0 u)", "%oo", by("(^ t -1)"), "not empty"),
    ("(integral 1 x %oo %oo)", "%oo", by("t"), "not empty"),
    ("(sum 1 k %oo %oo)", "%oo", by("t", fact=ZETA), "not empty"),
    ("(integral (^ (+ a (* -1 x)) -1) x a b)", "%oo", by("(+ a (* -1 (^ t -1)))"), "from inside"),
    ("(integral (^ x -1) x 1 %oo)", "%oo", by("(+ 2 (^ t -1))"), "to an end of the range"),
    ("(integral (^ x -1) x 1 %oo)", "%oo", by("(cos t)"), "where the map goes"),
    ("(integral (^ x -1) x 1 %oo)", "%oo", {"ends": [end("t", upper="2")], "facts": [POWER]}, "goes to [+]oo"),
    ("(integral (^ x -1) x 1 %oo)", "%oo", {"ends": [end("a", "a")], "facts": [POWER]}, "a meaning already"),
    ("(integral (* x (integral t t 0 1)) x 1 %oo)", "%oo", by("t"), "inside of another"),
    (f"(+ {MEAN_OF_SQUARE} (* -1 (integral x x 0 %oo)))", "%oo", by("t"), "not one integral"),
    (f"(diff (* m {MEAN_OF_SQUARE}) m 0 1)", "%oo", by("t"), "under a derivative"),
    ("(+ 1 a)", "%oo", by("t"), "not one integral"),
    (MEAN_OF_SQUARE, "%oo", {"ends": [], "facts": [POWER]}, "not one integral"),
    ("(integral (exp (* m x)) x 0 %oo)", "%oo", by("t", cases=["m"]), "large enough"),
]


@pytest.mark.parametrize("case", GOOD)
def test_what_is_infinite_is_proved(case: tuple[Any, ...]) -> None:
    proves(*case)


@pytest.mark.parametrize("case", BAD, ids=[f"{i}" for i in range(len(BAD))])
def test_near_misses_are_refused(case: tuple[Any, ...]) -> None:
    left, right, witness, reason = case
    with pytest.raises((Refused, CertificateError), match=reason):
        proves(left, right, witness)


# --- divergences of two laws -----------------------------------------------------------------------------------------

LOMAX = "(* a (^ (+ 1 x) (* -1 (+ a 1))))"
EXPONENTIAL = "(* b (exp (* -1 b x)))"


def law(density: str, lower: str, total: str) -> dict[str, str]:
    return {"kind": "continuous", "variable": "x", "density": density, "lower": lower, "upper": "%oo", "total": total}


def total(density: str, parts: dict[str, Any], symbol: str, lower: str = "0") -> dict[str, Any]:
    start = f"(integral (* {density} 1) x {lower} %oo)"
    witness = {"form": "integral", "integrals": [{"integral": start, "parts": [parts]}]}
    return plain({symbol: "positive"}, [], {}, None, start, [step("1", witness)])


def plain(
    symbols: Any, conditions: Any, laws: Any, measure: Any, start: str, steps: list[dict[str, Any]]
) -> dict[str, Any]:
    claim = {"relation": "=", "left": start, "right": steps[-1]["term"]}
    return {
        "symbols": symbols,
        "conditions": conditions,
        "functions": {},
        "laws": laws,
        "measure": measure,
        "start": start,
        "steps": steps,
        "claim": claim,
    }


def step(term: str, witness: dict[str, Any] | None, relation: str = "=") -> dict[str, Any]:
    found = {"relation": relation, "term": term, "rule": "r", "lemmas": []}
    return found if witness is None else {**found, "witness": witness}


def certificate(changes: dict[str, Any]) -> Certificate:
    """KL(P || Q) of a Lomax and an exponential law, for a <= 1, with something changed."""
    p, q = changes.get("p", LOMAX), EXPONENTIAL
    start = f"(integral (* {p} (log (* {p} (^ {q} -1)))) x 0 %oo)"
    start = changes.get("start", start)
    split = changes.get("split", f"(integral (* {p} (+ (log {p}) (* -1 (log b)) (* b x))) x 0 %oo)")
    base = changes.get("base", "%e")
    times = "(* {} (^ (log 1/2) -1))" if base == "1/2" else "{}"
    steps = [
        step(times.format(split), {"form": "same"}),
        step(
            changes.get("right", "%oo"),
            changes.get("witness", {"form": "divergence", **by("t")}),
            changes.get("relation", "="),
        ),
    ]
    laws = {"P": law(p, "0", "T1"), "Q": law(q, changes.get("lower", "0"), "T2")}
    symbols = {"a": "positive", "b": "positive"}
    measure = {"name": changes.get("name", "kl"), "laws": ["P", "Q"], "base": base}
    prime = {"times": "a", "fact": "beta-prime-integral", "variable": "x", "values": {"p": "0", "q": "(* -1 (+ a 1))"}}
    kernel = {"times": "b", "fact": "gamma-integral", "variable": "x", "values": {"p": "0", "c": "b", "m": "1"}}
    derivations = {
        "T1": total(p, prime, "a"),
        "T2": total(q, kernel, "b"),
        "main": plain(symbols, changes.get("conditions", ["(<= a 1)"]), laws, measure, times.format(start), steps),
    }
    return Certificate.from_dict({"schema": 2, "main": "main", "derivations": derivations})


def test_a_divergence_is_infinite_by_its_tail_whatever_the_rest() -> None:
    replayed = replay(certificate({}))
    assert replayed.open == []
    assert replayed.whole
    assert "power-integral-to-infinity" in replayed.axioms


@pytest.mark.parametrize(("changes", "reason"), [
    ({"conditions": []}, "large enough"),
    ({"conditions": ["(<= a 2)"]}, "large enough"),
    ({"conditions": ["(< 1 a)"]}, "large enough"),
    ({"lower": "1"}, "1 <= 0 does not follow"),
    ({"right": "%-oo"}, "with its integral is not what is said"),
    ({"right": "0"}, "converges is not shown|no form of inference"),
    ({"relation": "<="}, "inequalities are not replayed"),
    ({"witness": None}, "no witness"),
    ({"witness": {"form": "same"}}, "diverges is not shown"),
    ({"witness": {"form": "infinite-support", "interval": ["0", "1"]}}, "diverges is not shown"),
    ({"witness": {"form": "divergence", **by("(^ t -1)")}}, "large enough"),
    ({"base": "1/2"}, "with its integral is not what is said|the other end is not named|other way"),
    ({"name": "cross-entropy"}, "that the start is the definition"),
    ({"split": f"(integral (* {LOMAX} (+ (log {LOMAX}) (* -1 (log b)) (* 2 b x))) x 0 %oo)"}, "no common normal form"),
    ({"p": "(* 2 a (^ (+ 1 x) (* -1 (+ a 1))))"}, "not the combination"),
])  # fmt: skip
def test_near_misses_of_a_divergence_of_laws(changes: dict[str, Any], reason: str) -> None:
    replayed = replay(certificate(changes))
    assert not replayed.whole
    assert any(re.search(reason, entry.reason) for entry in replayed.open), replayed.open


def test_the_witness_survives_a_round_trip() -> None:
    read = certificate({})
    assert Certificate.from_dict(read.to_dict()) == read
    assert dump(read["main"].claim.right) == "%oo"
