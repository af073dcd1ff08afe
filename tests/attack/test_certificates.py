"""Attacks on the checker: false certificates of each kind, and true ones beside them that must still hold.

Every attack is false by construction. None may hold, and the checker says why.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from symbinfo.checker import CertificateError, check_text

HALVES = "(+ (* 1/2 (* -1 (log 1/2))) (* 1/2 (* -1 (log 1/2))))"


def certificate(start: str, *steps: str, relation: str = "=", **parts: Any) -> dict[str, Any]:
    """One derivation: a start, and what follows from it by one relation, with the parts that are not empty."""
    right = steps[-1] if steps else start
    plain = {
        "symbols": {},
        "conditions": [],
        "functions": {},
        "laws": {},
        "measure": None,
        "start": start,
        "steps": [{"relation": relation, "term": s, "rule": "attack", "lemmas": []} for s in steps],
        "claim": {"relation": relation, "left": start, "right": right},
        **parts,
    }
    return {"schema": 1, "main": "main", "derivations": {"main": plain}}


def verdict_of(data: dict[str, Any]) -> tuple[str, str]:
    try:
        report = check_text(json.dumps(data))
    except CertificateError as error:
        return "malformed", str(error)
    return report.verdict, report.reason


def measure(name: str, *laws: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "laws": list(laws), "base": "%e", **more}


def density(text: str, variable: str = "x", lower: str = "%-oo", upper: str = "%oo", kind: str = "continuous") -> Any:
    return {"kind": kind, "variable": variable, "density": text, "lower": lower, "upper": upper}


def mass(text: str, variable: str, lower: str, upper: str) -> Any:
    return density(text, variable, lower, upper, "discrete")


def finite(*rows: tuple[str, str]) -> Any:
    return {"kind": "finite", "outcomes": [list(row) for row in rows]}


def table(*rows: tuple[list[str], str]) -> Any:
    return {"kind": "table", "outcomes": [list(row) for row in rows]}


# --- 1. outcomes that are one outcome ----------------------------------------------------------------------------------


def coin(one: str, other: str, **more: Any) -> dict[str, Any]:
    """Half for each of two labels: the entropy is log 2 where they are two outcomes."""
    law = finite((one, "1/2"), (other, "1/2"))
    return certificate(HALVES, "(log 2)", laws={"P": law}, measure=measure("entropy", "P"), **more)


def coins(one: str, other: str, place: int = 0) -> dict[str, Any]:
    """The same of a table, whose labels differ in one coordinate only."""
    rows = [([one, "0"] if place == 0 else ["0", one], "1/2"), ([other, "0"] if place == 0 else ["0", other], "1/2")]
    joint = measure("joint-entropy", "P", blocks=[[0, 1]])
    return certificate(HALVES, "(log 2)", laws={"P": table(*rows)}, measure=joint)


def renamed_overlap() -> dict[str, Any]:
    """P and Q are one law whose second outcome is written in two ways: not log 2, but 0."""
    laws = {"P": finite(("0", "1/2"), ("2", "1/2")), "Q": finite(("0", "1/2"), ("(+ 1 1)", "1/2"))}
    return certificate("%oo", laws=laws, measure=measure("kl", "P", "Q"))


def surprise_of(label: str, at: str) -> dict[str, Any]:
    laws = {"P": finite(("0", "1/4"), (label, "3/4"))}
    return certificate("(* -1 (log 0))", "%oo", laws=laws, measure=measure("self-information", "P", at=at))


ONE_OUTCOME = {
    "same-text": (coin("0", "0"), "listed twice"),
    "sum": (coin("2", "(+ 1 1)"), "listed twice"),
    "power": (coin("8", "(^ 2 3)"), "listed twice"),
    "nested-root": (coin("(^ (+ 3 (* 2 (^ 2 1/2))) 1/2)", "(+ 1 (^ 2 1/2))"), "cannot be told apart"),
    "sine-and-cosine": (coin("1", "(+ (^ (sin 1) 2) (^ (cos 1) 2))"), "cannot be told apart"),
    "log-of-e": (coin("2", "(log (exp 2))"), "cannot be told apart"),
    "zeta": (coin("(zeta 2)", "(* 1/6 (^ %pi 2))"), "cannot be told apart"),
    "parameter-may-be-2": (coin("a", "2", symbols={"a": "real"}), "may be equal"),
    "two-parameters": (coin("a", "b", symbols={"a": "real", "b": "real"}), "may be equal"),
    "undeclared-sum": (coin("(+ heads 0)", "heads"), "neither a number nor a name"),
    "infinite-label": (coin("%oo", "1"), "cannot be evaluated"),
    "table-sum": (coins("2", "(+ 1 1)"), "listed twice"),
    "table-second-coordinate": (coins("6", "(factorial 3)", 1), "cannot be told apart"),
    "table-root": (coins("(^ 12 1/2)", "(* 2 (^ 3 1/2))"), "cannot be told apart"),
    "two-laws": (renamed_overlap(), "listed twice"),
    "outcome-asked": (surprise_of("2", "(+ 1 1)"), "listed twice"),
}
TWO_OUTCOMES = {
    "numbers": coin("2", "(+ 1 1/2)"),
    "names": coin("heads", "tails"),
    "roots": coin("(^ 2 1/2)", "(^ 3 1/2)"),
    "parameters-that-differ": coin("a", "b", symbols={"a": "real", "b": "real"}, conditions=["(!= a b)"]),
    "table": coins("2", "3", 1),
}

# --- 2. a variable of a law that is the name of something else ----------------------------------------------------------

RATE = "(* x (exp (* -1 x y)))"  # the exponential law of rate x, in y


def captured(start: str, own: str, other: str, **more: Any) -> dict[str, Any]:
    """KL of Exponential(1), written in the variable `own`, to Exponential(x), as if the x of its rate were a place."""
    laws = {"P": density(f"(exp (* -1 {own}))", own, "0"), "Q": density(RATE.replace("y", other), other, "0")}
    return certificate(start, symbols={"x": "positive"}, laws=laws, measure=measure("kl", "P", "Q"), **more)


def kl_start(density_of_q: str) -> str:
    return f"(integral (* (exp (* -1 x)) (log (* (exp (* -1 x)) (^ {density_of_q} -1)))) x 0 %oo)"


def at_place(law: Any, at: str, start: str, **symbols: str) -> dict[str, Any]:
    return certificate(start, symbols=symbols, laws={"P": law}, measure=measure("self-information", "P", at=at))


WEIGHTED = "(sum (* (^ 2 -1) (^ 2 (* -1 k)) (+ k a)) k 1 %oo)"
CAPTURED = {
    "rate-named-as-the-variable": (captured(kl_start("(* x (exp (* -1 x x)))"), "x", "y"), "not the definition"),
    "cross-entropy": (
        certificate(
            "(integral (* (exp (* -1 x)) (* -1 (log (* x (exp (* -1 x x)))))) x 0 %oo)",
            symbols={"x": "positive"},
            laws={"P": density("(exp (* -1 x))", "x", "0"), "Q": density(RATE, "y", "0")},
            measure=measure("cross-entropy", "P", "Q"),
        ),
        "not the definition",
    ),
    "renyi": (
        certificate(
            "(* (log (integral (* (exp (* -1 x)) (^ (* (exp (* -1 x)) (^ (* x (exp (* -1 x x))) -1)) (+ 1/2 -1)))"
            " x 0 %oo)) (^ (+ 1/2 -1) -1))",
            symbols={"x": "positive"},
            laws={"P": density("(exp (* -1 x))", "x", "0"), "Q": density(RATE, "y", "0")},
            measure=measure("renyi-divergence", "P", "Q", order="1/2"),
        ),
        "not the definition",
    ),
    "hellinger": (
        certificate(
            "(^ (+ 1 (* -1 (integral (* (^ (exp (* -1 x)) 1/2) (^ (* x (exp (* -1 x x))) 1/2)) x 0 %oo))) 1/2)",
            symbols={"x": "positive"},
            laws={"P": density("(exp (* -1 x))", "x", "0"), "Q": density(RATE, "y", "0")},
            measure=measure("hellinger", "P", "Q"),
        ),
        "not the definition",
    ),
    "fisher-about-the-place": (
        certificate(
            "(integral (* (exp (* -1 x)) (^ (diff (log (exp (* -1 x))) x x 1) 2)) x 0 %oo)",
            "1",
            symbols={"x": "positive"},
            laws={"P": density("(exp (* -1 x))", "x", "0")},
            measure=measure("fisher-information", "P", order="x"),
        ),
        "main, title",
    ),
    "order-is-the-place": (
        certificate(
            "(* (log (integral (* (exp (* -1 x)) (^ (exp (* -1 x)) (+ x -1))) x 0 %oo)) (^ (+ 1 (* -1 x)) -1))",
            symbols={"x": "positive"},
            conditions=["(< 1 x)"],
            laws={"P": density("(exp (* -1 x))", "x", "0")},
            measure=measure("renyi-entropy", "P", order="x"),
        ),
        "not the definition",
    ),
    "bound-inside-the-density": (
        at_place(
            density("(integral (* 2 (+ t x) (^ 2 -1)) t 0 1)", "x", "0", "1"),
            "t",
            "(* -1 (log (integral (* 2 (+ t t) (^ 2 -1)) t 0 1)))",
            t="open probability",
        ),
        "not the definition",
    ),
    "marginal-over-a-range-that-moves": (
        certificate(
            "(integral (* (integral (* 1/2 x (^ (+ x (* 0 y)) -1)) x 0 2) (* -1 (log 1))) y 0 x)",
            symbols={"x": "positive"},
            laws={
                "P": {
                    "kind": "joint",
                    "variables": [["x", "continuous", "0", "2"], ["y", "continuous", "0", "x"]],
                    "density": "(* 1/2 x (^ (+ x (* 0 y)) -1))",
                }
            },
            measure=measure("joint-entropy", "P", blocks=[[1]]),
        ),
        "ranges depend on its variables",
    ),
    "size-is-bound": (
        certificate(
            "(sum (* (apply p n) (* -1 (log (apply p n)))) n 1 n)",
            symbols={"n": "positive integer"},
            functions={"p": "mass on n"},
            laws={"P": mass("(apply p n)", "n", "1", "n")},
            measure=measure("entropy", "P"),
        ),
        "the size n is bound",
    ),
}
FREE = {
    "the-variable-is-a-parameter-of-the-other": certificate(
        "(integral (* (exp (* -1 y)) (log (* (exp (* -1 y)) (^ (* x (exp (* -1 x y))) -1)))) y 0 %oo)",
        symbols={"x": "positive"},
        laws={"P": density("(exp (* -1 x))", "x", "0"), "Q": density(RATE, "y", "0")},
        measure=measure("kl", "P", "Q"),
    ),
    "order-named-as-the-variable": certificate(
        "(* (log (integral (* (exp (* -1 y)) (^ (exp (* -1 y)) (+ x -1))) y 0 %oo)) (^ (+ 1 (* -1 x)) -1))",
        symbols={"x": "positive"},
        conditions=["(< 1 x)"],
        laws={"P": density("(exp (* -1 x))", "x", "0")},
        measure=measure("renyi-entropy", "P", order="x"),
    ),
    "bound-inside-the-density": at_place(
        density("(integral (* 2 (+ t x) (^ 2 -1)) t 0 1)", "x", "0", "1"),
        "t",
        "(* -1 (log (+ t 1/2)))",
        t="open probability",
    ),
}

# --- 3. outcomes outside of the support ---------------------------------------------------------------------------------

UNIT = density("1", "x", "0", "1")
EXPONENTIAL = density("(exp (* -1 x))", "x", "0")
GEOMETRIC = mass("(^ 1/2 k)", "k", "1", "%oo")


def surprise(law: Any, at: str, formula: str, *steps: str, **more: Any) -> dict[str, Any]:
    start = f"(* -1 (log {formula}))"
    return certificate(start, *steps, laws={"P": law}, measure=measure("self-information", "P", at=at), **more)


OUTSIDE = {
    "above": (surprise(UNIT, "2", "1", "0"), "no mass"),
    "just-above": (surprise(UNIT, "1000001/1000000", "1", "0"), "no mass"),
    "below": (surprise(EXPONENTIAL, "-1", "(exp (* -1 -1))", "-1"), "no mass"),
    "negative-parameter": (
        surprise(EXPONENTIAL, "t", "(exp (* -1 t))", "t", symbols={"t": "negative"}),
        "no mass",
    ),
    "real-parameter": (surprise(EXPONENTIAL, "t", "(exp (* -1 t))", "t", symbols={"t": "real"}), "no mass"),
    "far-parameter": (
        surprise(
            density("1/1000000", "x", "0", "1000000"), "t", "1/1000000", "(log 1000000)", symbols={"t": "positive"}
        ),
        "",
    ),
    "narrow-gap": (
        surprise(
            EXPONENTIAL,
            "(+ (^ (+ t -7) 2) -1/1000000)",
            "(exp (* -1 (+ (^ (+ t -7) 2) -1/1000000)))",
            "(+ (^ (+ t -7) 2) -1/1000000)",
            symbols={"t": "positive"},
        ),
        "not known whether",
    ),
    "between-whole-numbers": (surprise(GEOMETRIC, "3/2", "(^ 1/2 3/2)", "(* 3/2 (log 2))"), "no mass"),
    "no-whole-parameter": (
        surprise(GEOMETRIC, "t", "(^ 1/2 t)", "(* t (log 2))", symbols={"t": "positive"}, conditions=["(<= 1 t)"]),
        "",
    ),
    "whole-but-below": (
        surprise(GEOMETRIC, "t", "(^ 1/2 t)", "(* t (log 2))", symbols={"t": "nonnegative integer"}),
        "no mass",
    ),
    "zero-inside": (
        surprise(
            density("(cases (case 1 (<= x 1/2)) (case 0 (<= x 1)) (case 1 true))", "x", "0", "3/2"), "3/4", "1", "0"
        ),
        "main, title",
    ),
    "infinite": (surprise(EXPONENTIAL, "%oo", "(exp (* -1 0))", "0"), ""),
    "unknown-label": (surprise(EXPONENTIAL, "heads", "(exp 0)", "0"), "undeclared symbol"),
}
INSIDE = {
    "number": surprise(UNIT, "1/2", "1", "0"),
    "parameter": surprise(EXPONENTIAL, "t", "(exp (* -1 t))", "t", symbols={"t": "positive"}),
    "by-condition": surprise(
        EXPONENTIAL, "(+ t -5)", "(exp (* -1 (+ t -5)))", "(+ t -5)", symbols={"t": "real"}, conditions=["(< 5 t)"]
    ),
    "whole": surprise(
        GEOMETRIC, "(+ t 1)", "(^ 1/2 (+ t 1))", "(* (+ t 1) (log 2))", symbols={"t": "nonnegative integer"}
    ),
    "outside-is-infinite": surprise(UNIT, "2", "1", "%oo"),
}

# --- 5. statements about abstract laws that are true of some only --------------------------------------------------------


def of_density(relation: str, *steps: str, start: str = "", **more: Any) -> dict[str, Any]:
    """About the entropy of every density p on the line, or about what `start` is."""
    if start:
        return certificate(
            start, *steps, relation=relation, functions={"p": "density on R", "q": "density on R"}, **more
        )
    entropy = "(integral (* (apply p x) (* -1 (log (apply p x)))) x %-oo %oo)"
    law = density("(apply p x)")
    parts = {"functions": {"p": "density on R"}, "laws": {"P": law}, "measure": measure("entropy", "P")}
    return certificate(entropy, *steps, relation=relation, **parts)


def of_mass(relation: str, after: str, **more: Any) -> dict[str, Any]:
    """About the entropy H of every mass on n letters; in `after` H stands for it."""
    entropy = "(sum (* (apply p k) (* -1 (log (apply p k)))) k 1 n)"
    parts = {
        "symbols": {"n": "positive integer"},
        "functions": {"p": "mass on n"},
        "laws": {"P": mass("(apply p k)", "k", "1", "n")},
        "measure": measure("entropy", "P"),
    }
    start = more.pop("start", entropy)
    return certificate(start, after.replace("H", entropy), relation=relation, **{**parts, **more})


KL_OF_DENSITIES = "(integral (* (apply p x) (log (* (apply p x) (^ (apply q x) -1)))) x %-oo %oo)"
KL_REVERSED = "(integral (* (apply q x) (log (* (apply q x) (^ (apply p x) -1)))) x %-oo %oo)"
UP_TO_13 = "(* " + " ".join(f"(+ n {-k})" for k in range(1, 14)) + ")"
SOME_ONLY = {
    "entropy-at-most-5": (of_density("<=", "5"), "differ"),
    "entropy-at-most-40": (of_density("<=", "40"), "differ"),
    "entropy-at-least-minus-30": (of_density(">=", "-30"), "differ"),
    "square-at-most-10": (
        of_density("<=", "10", start="(integral (^ (apply p x) 2) x %-oo %oo)"),
        "differ",
    ),
    "mass-near-0": (
        of_density(">=", "1/100", start="(integral (apply p x) x -60 60)"),
        "differ",
    ),
    "light-tails": (of_density("<=", "1/5", start="(integral (apply p x) x 3 %oo)"), "differ"),
    "divergence-at-most-3": (of_density("<=", "3", start=KL_OF_DENSITIES), ""),
    "equal-to-itself-reversed": (
        of_density("=", KL_REVERSED, start=KL_OF_DENSITIES),
        "differ",
    ),
    "sizes-2-3-4": (of_mass("=", "(+ H (* (+ n -2) (+ n -3) (+ n -4)))"), "differ"),
    "sizes-up-to-13": (of_mass("=", f"(+ H {UP_TO_13})"), "differ"),
    "from-100-on": (of_mass("=", "(+ H (floor (* 1/100 n)))"), "differ"),
    "from-300-on": (of_mass("=", "(+ H (floor (* 1/300 n)))"), "constant"),
    "positive": (of_mass(">", "0"), "equal to"),
    "at-most-4": (of_mass("<=", "4"), "differ"),
    "at-most-6": (of_mass("<=", "6"), "differ"),
    "at-most-20": (of_mass("<=", "20"), "constant"),
    "at-least-a-little": (of_mass(">=", "1/1000"), ""),
    "first-mass-at-least": (of_mass(">=", "0", start="(+ (apply p 1) -1/1000000000)", laws={}, measure=None), ""),
}
OF_ALL = {
    "not-negative": of_mass(">=", "0"),
    "moved": of_density(
        "=",
        "(integral (* (apply p (+ x 1)) (* -1 (log (apply p (+ x 1))))) x %-oo %oo)",
    ),
}

ATTACKS = {"one-outcome": ONE_OUTCOME, "captured": CAPTURED, "outside": OUTSIDE, "some-only": SOME_ONLY}
TRUE = {"two-outcomes": TWO_OUTCOMES, "free": FREE, "inside": INSIDE, "of-all": OF_ALL}


@pytest.mark.parametrize(
    ("data", "reason"),
    [pytest.param(*case, id=f"{kind}-{name}") for kind, cases in ATTACKS.items() for name, case in cases.items()],
)
def test_a_false_certificate_does_not_hold(data: dict[str, Any], reason: str) -> None:
    verdict, said = verdict_of(data)
    assert verdict != "holds", said
    assert reason in said, said


@pytest.mark.parametrize(
    "data", [pytest.param(data, id=f"{kind}-{name}") for kind, cases in TRUE.items() for name, data in cases.items()]
)
def test_a_true_certificate_beside_it_holds(data: dict[str, Any]) -> None:
    verdict, said = verdict_of(data)
    assert verdict == "holds", said
