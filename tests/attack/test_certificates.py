"""Attacks on the checker: false certificates of each kind, and true ones beside them that must still hold.

Every attack is false by construction. None may hold, and the checker says why.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from symbinfo.checker import CertificateError, check_text, main
from symbinfo.trusted.certificate import loaded

pytestmark = pytest.mark.slow

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

# --- 6. what hides between places --------------------------------------------------------------------------------------


def plus(more: str, kind: str = "positive", start: str = "r", **parts: Any) -> dict[str, Any]:
    """r is r plus something."""
    return certificate(start, f"(+ {start} {more})", symbols={"r": kind}, **parts)


BETWEEN = "(+ (abs (+ r -7)) (abs (+ r -9)) (* -2 (abs (+ r -8))))"
OVERLAP = "(+ 1 (* -2 (^ r 1/2) (^ s 1/2) (^ (+ r s) -1)))"
RAMP = "(max 0 (+ r -7))"
HIDDEN = {
    "sine": (plus("(sin (* 1024 %pi r))"), ""),
    "sine-of-many-periods": (plus(f"(sin (* {2**61 - 1} {3**40} %pi r))"), ""),
    "cosine": (plus("(+ 1 (* -1 (cos (* 2048 %pi r))))"), ""),
    "slow-sine-under-a-power": (plus("(^ (sin (* 30 r)) 40)"), ""),
    "tent": (plus(BETWEEN), "differ"),
    "tent-on-both-sides": (
        certificate(f"(+ r {BETWEEN})", f"(+ r (* 2 {BETWEEN}))", symbols={"r": "positive"}),
        "differ",
    ),
    "narrow-tent": (plus("(max 0 (+ 1/1000000 (* -1 (abs (+ r -1234567/1000)))))"), "differ"),
    "one-place": (plus("(cases (case 1 (= r 7)) (case 0 true))"), "differ"),
    "power-of-zero": (plus("(^ 0 (abs (+ r -7)))"), ""),
    "power-of-a-hidden-zero": (plus("(^ (+ r (* -1 r)) (^ (+ r -7) 2))"), ""),
    "beyond-1000": (plus("(max 0 (+ r -1000))"), "differ"),
    "beyond-1000-by-a-root": (plus("(+ (+ r -1000) (* -1 (^ (^ (+ r -1000) 2) 1/2)) 2000 (* -2 r))", "positive"), ""),
    "root-of-a-square": (plus("(+ (+ r -1000) (^ (^ (+ r -1000) 2) 1/2))", "positive"), "differ"),
    "log-of-a-square": (plus("(+ (+ r -1000) (exp (* 1/2 (log (^ (+ r -1000) 2)))))", "positive"), ""),
    "sign": (plus("(+ 1 (sign (+ r -900)))"), "differ"),
    "floor": (plus("(floor (* 1/100000 r))"), "jumps"),
    "arctangent": (plus("(+ (atan (^ (+ r -500) -1)) (atan (+ r -500)) (* 1/2 %pi))"), ""),
    "inside-an-integral": (plus("(integral (cases (case 1 (< 500 r)) (case 0 true)) t 0 1)"), "differ"),
    "end-of-an-integral": (plus("(integral (* t t) t 0 (max 0 (+ r -300)))"), "differ"),
    "kink-through-the-range": (plus("(integral (max 0 (+ r (* -1 t) -300)) t 0 1)"), "differ"),
    "exponent": (
        plus("(abs (+ (exp r) -100000000000000000000000000 (abs (+ (exp r) -100000000000000000000000000))))"),
        "",
    ),
    "corner-of-the-domain": (
        certificate("r", "(+ r (* (max 0 (+ r -900)) (max 0 (+ s -900))))", symbols={"r": "positive", "s": "positive"}),
        "differ",
    ),
    "far-order": (
        certificate("r", "(+ r (max 0 (+ r (* -1 s) -900)))", symbols={"r": "positive", "s": "positive"}),
        "differ",
    ),
    "beyond-the-last-kink": (plus("(max 0 (+ r -1))", conditions=["(< r 101/100)"]), "differ"),
    "before-the-first-kink": (plus("(max 0 (+ 1/1000 (* -1 r)))"), "differ"),
    "beyond-by-an-untold-end": (plus("(max 0 (+ r -1))", conditions=["(< (+ r (exp r)) 3729/1000)"]), ""),
    "under-a-root": (
        certificate(
            f"(^ (+ {OVERLAP} r) 1/2)",
            f"(^ (+ {OVERLAP} r (max 0 (+ r -900))) 1/2)",
            symbols={"r": "positive", "s": "positive"},
        ),
        "differ",
    ),
    "no-single-gap": (certificate("r", f"(* r {RAMP} (^ {RAMP} -1))", symbols={"r": "real"}), ""),
    "power-of-a-zero-in-cases": (plus("(^ (min 0 r) (^ (+ r -7) 2))"), "differ"),
    "tiny-power": (plus("(^ (* r (+ 1 (* -1 r))) 60)", "probability"), ""),
    "tiny-exponential": (plus("(exp (* -1000 (+ r 1)))"), "too small"),
    "saturated": (plus("(+ (tanh (+ 100 r)) -1)"), ""),
    "saturated-factor": (certificate("r", "(* r (erf (+ 20 r)))", symbols={"r": "positive"}), "hardly moves"),
    "tiny-zeta": (certificate("r", "(* r (zeta (+ 90 r)))", symbols={"r": "positive"}), ""),
    "whole-numbers-beyond": (plus("(^ (gamma (+ r -99)) -1)", "positive integer"), ""),
    "binomial": (plus("(binomial r 100)", "positive integer"), "differ"),
    "inequality": (
        certificate("r", "(+ r 1 (* -2 (max 0 (+ r -1000))))", relation="<=", symbols={"r": "positive"}),
        "differ",
    ),
}
OPEN = {
    "absolute-value": certificate("(log (^ r 2))", "(* 2 (log (abs r)))", symbols={"r": "nonzero"}),
    "triangle": certificate("(abs (+ r s))", "(+ (abs r) (abs s))", relation="<=", symbols={"r": "real", "s": "real"}),
    "greater": certificate("(max r s)", "(* 1/2 (+ r s (abs (+ r (* -1 s)))))", symbols={"r": "real", "s": "real"}),
    "greatest-and-least": certificate(
        "(max (max 0 r) (min 1 (+ 1 r)))",
        "(+ 1 (max 0 (+ r -1)) (* -1 (max 0 (* -1 r))) (max 0 (+ -1 (* -1 r))))",
        symbols={"r": "real"},
    ),
    "gap": certificate("(+ r 7)", "(* (+ (^ r 2) -49) (^ (+ r -7) -1))", symbols={"r": "real"}),
    "root-of-unknown-sign": certificate(
        f"(^ {OVERLAP} 1/2)",
        "(^ (+ 1 (* -1 (+ (* (^ r 1/2) (^ s 1/2) (^ (+ r s) -1)) (* (^ (* r s) (^ 2 -1)) (^ (+ r s) -1))))) (^ 2 -1))",
        symbols={"r": "positive", "s": "positive"},
    ),
    "one-place": certificate(
        "(* r s)", "(^ s 3)", symbols={"r": "real", "s": "real"}, conditions=["(<= 0 s)", "(<= (+ s r) r)"]
    ),
    "sine": certificate("(sin (* 2 r))", "(* 2 (sin r) (cos r))", symbols={"r": "real"}),
    "cases": certificate("(cases (case r (< 0 r)) (case (* -1 r) true))", "(abs r)", symbols={"r": "real"}),
}

# --- 4. mass of a first law where a second has none ---------------------------------------------------------------------


def divergence(own: Any, other: Any, *steps: str, name: str = "kl", **more: Any) -> dict[str, Any]:
    """The divergence of two laws in x by the formulas of their densities, and a finite value of it."""
    p, q = own["density"], other["density"]
    surprise = f"(* -1 (log {q}))" if name == "cross-entropy" else f"(log (* {p} (^ {q} -1)))"
    binder = "sum" if own["kind"] == "discrete" else "integral"
    start = f"({binder} (* {p} {surprise}) x {own['lower']} {own['upper']})"
    return certificate(start, *steps, laws={"P": own, "Q": other}, measure=measure(name, "P", "Q"), **more)


def bump(low: str, high: str, height: str, upper: str = "1000") -> Any:
    """Half on (0, 1), and half on a short range far away."""
    cases = f"(cases (case 1/2 (<= x 1)) (case {height} (and (<= {low} x) (<= x {high}))) (case 0 true))"
    return density(cases, "x", "0", upper)


def with_gap(low: str, high: str, height: str) -> Any:
    """Uniform on (0, 1) but for a gap."""
    return density(f"(cases (case 0 (and (<= {low} x) (<= x {high}))) (case {height} true))", "x", "0", "1")


FAR_MASS = bump("5001/10", "5002/10", "5")
TENT = "(+ (* 1/2 (sign (max 0 (+ 1 (* -1 x))))) (* 50 (max 0 (+ 1/10 (* -1 (abs (+ x -777)))))))"
BOUNDS = {"symbols": {"a": "real", "b": "real"}, "conditions": ["(< a b)"]}
BETWEEN_A_AND_B = density("(^ (+ b (* -1 a)) -1)", "x", "a", "b")
ESCAPING = {
    "far-bump": (divergence(FAR_MASS, UNIT, "(+ (* 1/2 (log 1/2)) (* 1/2 (log 5)))"), "has none"),
    "elsewhere": (
        divergence(bump("61803/100", "61804/100", "50"), UNIT, "(+ (* 1/2 (log 1/2)) (* 1/2 (log 50)))"),
        "has none",
    ),
    "beyond-all": (divergence(bump("10000000", "10000001", "1/2", "%oo"), UNIT, "(log 1/2)"), "has none"),
    "cross-entropy": (divergence(FAR_MASS, UNIT, "0", name="cross-entropy"), "has none"),
    "by-max": (divergence(density(TENT, "x", "0", "1000"), UNIT, "0"), "main"),
    "gap-in-the-second": (divergence(UNIT, with_gap("3/10", "3001/10000", "10000/9999"), "(log 9999/10000)"), "main"),
    "narrow-gap": (
        divergence(UNIT, with_gap("1/3", "(+ 1/3 1/1000000)", "1000000/999999"), "(log 999999/1000000)"),
        "main",
    ),
    "whole-numbers": (
        divergence(
            mass("(cases (case 1/2 (= x 0)) (case 1/2 (= x 4321)) (case 0 true))", "x", "0", "%oo"),
            mass("(cases (case 1 (= x 0)) (case 0 true))", "x", "0", "5"),
            "0",
        ),
        "main",
    ),
    "symbols-in-no-order": (
        divergence(
            BETWEEN_A_AND_B,
            density("1/2000000000", "x", "-1000000000", "1000000000"),
            "(+ (log 2000000000) (* -1 (log (+ b (* -1 a)))))",
            **BOUNDS,
        ),
        "has none",
    ),
    "from-a-number-to-infinity": (
        certificate("1", "%oo", laws={"P": density("1/2", "x", "0", "2"), "Q": UNIT}, measure=measure("kl", "P", "Q")),
        "main",
    ),
    "listed-in-another-form": (
        certificate(
            "%oo",
            laws={"P": mass("1/2", "x", "1", "2"), "Q": finite(("1", "1/2"), ("(+ 1 1)", "1/2"))},
            measure=measure("kl", "P", "Q"),
        ),
        "main",
    ),
    "null-set-is-no-mass": (
        divergence(UNIT, density("(cases (case 0 (= x 1/3)) (case 1 true))", "x", "0", "1"), "%oo"),
        "main",
    ),
}
CONTAINED = {
    "half": divergence(density("2", "x", "0", "1/2"), UNIT, "(log 2)"),
    "by-conditions": divergence(
        BETWEEN_A_AND_B,
        density("(^ (+ d (* -1 c)) -1)", "x", "c", "d"),
        "(+ (log (+ d (* -1 c))) (* -1 (log (+ b (* -1 a)))))",
        symbols={"a": "real", "b": "real", "c": "real", "d": "real"},
        conditions=["(< a b)", "(<= c a)", "(<= b d)"],
    ),
    "infinite": divergence(density("1/2", "x", "0", "2"), UNIT, "%oo"),
    "infinite-by-a-gap": divergence(UNIT, with_gap("3/10", "4/10", "10/9"), "%oo"),
}

# --- 8. derivatives where there are none -------------------------------------------------------------------------------


def slope(body: str, at: str, value: str, order: int = 1) -> dict[str, Any]:
    return certificate(value, f"(diff {body} x {at} {order})")


KINKED = {
    "absolute-value": (slope("(abs (+ x -1))", "1", "0"), "differ"),
    "maximum": (slope("(max x (* -1 x))", "0", "0"), "differ"),
    "root-of-a-square": (slope("(^ (^ (+ x -2) 2) 1/2)", "2", "0"), "differ"),
    "power-of-a-log": (slope("(exp (* 1/2 (log (^ (+ x -2) 2))))", "2", "0"), "differ"),
    "cases": (slope("(cases (case x (< x 3)) (case (+ 6 (* -1 x)) true))", "3", "0"), "differ"),
    "jump": (slope("(sign (+ x -1))", "1", "0"), ""),
    "arctangent": (slope("(* x (atan (^ x -1)))", "0", "0"), ""),
    "arcsine-of-sine": (slope("(asin (sin x))", "(* 1/2 %pi)", "0"), ""),
    "second-order": (slope("(* x (abs x))", "0", "0", 2), "differ"),
    "at-a-third": (slope("(abs (+ x -1/3))", "1/3", "0"), "differ"),
    "gap": (slope("(* (+ x -1) (+ x -1) (^ (+ x -1) -1))", "1", "1"), ""),
}
SMOOTH = {
    "square": slope("(^ x 2)", "3", "6"),
    "power": slope("(^ (abs x) 3)", "0", "0"),
    "square-of-a-kink": slope("(* x (abs x))", "0", "0"),
    "beside-a-kink": slope("(abs (+ x -1))", "2", "1"),
}

# --- 12. what would exhaust the checker ----------------------------------------------------------------------------------


def nested(depth: int, inner: str = "r") -> str:
    return "(log " * depth + inner + ")" * depth


LARGE = {
    "nested-logs": certificate("r", nested(165), symbols={"r": "positive"}),
    "nested-deeper": certificate("r", nested(390), symbols={"r": "positive"}),
    "nested-too-deep": certificate("r", nested(5000), symbols={"r": "positive"}),
    "nested-sums": certificate("r", "(+ 1 " * 390 + "r" + ")" * 390, symbols={"r": "positive"}),
    "nested-powers": certificate("r", "(^ 3 " * 300 + "r" + ")" * 300, symbols={"r": "positive"}),
    "nested-integrals": certificate("1", "(integral " * 60 + "1" + "".join(f" x{i} 0 1)" for i in range(60))),
    "long-sum": certificate("r", f"(+ {'r ' * 100_000})", symbols={"r": "positive"}),
    "long-product": certificate("r", f"(* {'(+ r 1) ' * 20_000})", symbols={"r": "positive"}),
    "tower": certificate("1", "(^ 10 (^ 10 10))"),
    "taller-tower": certificate("1", "(^ 10 (^ 10 (^ 10 10)))"),
    "tower-of-a-symbol": certificate("r", "(^ r (^ 10 (^ 10 10)))", symbols={"r": "positive"}),
    "factorial": certificate("1", "(factorial (^ 10 (^ 10 10)))"),
    "sine-of-a-tower": certificate("0", "(sin (^ 10 (^ 10 3)))"),
    "long-number": certificate("1", "9" * 5000),
    "vast-sum": certificate("1", "(sum (^ k -1) k 1 (^ 10 100))"),
    "many-kinks": certificate("r", f"(+ r {' '.join(f'(abs (+ r -{k}))' for k in range(200))})", symbols={"r": "real"}),
}


@pytest.mark.parametrize("name", LARGE)
def test_what_is_large_is_refused_in_one_line(name: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "large.json"
    path.write_text(json.dumps(LARGE[name]))
    assert main([str(path), "--timeout", "5"]) in (1, 2, 3)
    out, err = capfd.readouterr()
    assert "Traceback" not in err
    assert len(err.splitlines()) + (not err) == 1
    assert err or not out.startswith("holds")


@pytest.mark.parametrize(
    "text", ["[" * 100_000, '{"certificate":' * 5000, "", "9" * 10_000, '{"main": 1, "main": 2}', "[]"]
)
def test_what_is_no_certificate_is_refused_in_one_line(
    text: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "none.json"
    path.write_text(text)
    assert main([str(path)]) == 2
    assert len(capfd.readouterr().err.splitlines()) == 1


DEEP = {
    "as deep as may be": ("[" * 200 + "]" * 200, None),
    "one deeper": ("[" * 201 + "]" * 201, "nested deeper"),
    "objects": ('{"a":' * 100_000, "nested deeper"),
    "brackets in a text": (json.dumps(["[{" * 100_000]), None),
    "after an escaped quotation mark": (r'["\"", ' + "[" * 300, "nested deeper"),
    "a text without an end": ('"' + "[" * 100_000, "not JSON"),
    "many of them": ('"\\' * 200_000, "not JSON"),
}


@pytest.mark.parametrize("name", DEEP)
def test_what_is_nested_deeply_is_refused_before_it_is_read(name: str) -> None:
    text, refused = DEEP[name]
    if refused is None:
        assert loaded(text)
    else:
        with pytest.raises(CertificateError, match=refused):
            loaded(text)


def test_the_limit_of_time_is_named(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "slow.json"
    inner = "(integral (integral (exp (* -1 (+ (^ x 4) (^ y 4) (* x y)))) y %-oo %oo) x %-oo %oo)"
    path.write_text(json.dumps(certificate(inner, "2")))
    assert main([str(path), "--timeout", "0.5"]) == 3
    assert "0.5 seconds" in capfd.readouterr().out
    assert main([str(path), "--timeout", "soon"]) == 2


# --- 7. double integrals -----------------------------------------------------------------------------------------------

BELL = "(exp (* -1 (+ (^ x 2) (^ y 2))))"
AT_PLACES = "(+ x 57/16) (+ x 11091/8072) (+ x 9049/16144) (+ x 2979/16144) (+ x -5109/16144) (+ x -7103/8072)"


def double(before: str, after: str, low: str = "%-oo", high: str = "%oo", **more: Any) -> dict[str, Any]:
    left, right = (f"(integral (integral {body} y {low} {high}) x {low} {high})" for body in (before, after))
    return certificate(left, right, **more)


def with_more(more: str, **parts: Any) -> dict[str, Any]:
    return double(BELL, f"(+ {BELL} {more})", **parts)


DOUBLE = {
    "vanishing-at-fixed-places": double(
        BELL, f"(* {BELL} (+ 1 (^ (* {AT_PLACES} (+ x -33393/16144) (+ x -33353/8072)) 2)))"
    ),
    "wave": double(BELL, f"(* {BELL} (+ 1 (^ (sin (* 32288 %pi x)) 2)))"),
    "far-bell": with_more("(exp (* -1 (+ (^ (+ x -30) 2) (^ y 2))))"),
    "narrow-box": with_more(f"(* {BELL} (cases (case 1 (and (< 1/5 x) (< x 11/50))) (case 0 true)))"),
    "tent": with_more(f"(* {BELL} (max 0 (+ 1/100 (* -1 (abs (+ x -2/7))))))"),
    "tent-in-the-inner-variable": with_more(f"(* {BELL} (max 0 (+ 1/100 (* -1 (abs (+ y -2/7))))))"),
    "off-by-a-little": double(BELL, f"(* {BELL} (+ 1 1/10000000))"),
    "on-a-square": double("(* x y)", "(+ (* x y) (max 0 (+ (* x y) -9/10)))", "0", "1"),
    "moments": double(f"(* {BELL} (^ x 2) (^ y 2))", f"(* {BELL} (^ x 2) (^ y 2) (+ 1 (^ x 2)))"),
    "with-a-parameter": double(
        "(exp (* -1 r (+ (^ x 2) (^ y 2))))",
        "(exp (* -1 r (+ (^ x 2) (^ y 2) (* 1/1000 x y))))",
        symbols={"r": "positive"},
    ),
}
SAME_DOUBLE = {
    "expanded": double(BELL, "(* (exp (* -1 (^ x 2))) (exp (* -1 (^ y 2))))"),
    "square": double("(^ (+ x y) 2)", "(+ (^ x 2) (* 2 x y) (^ y 2))", "0", "1"),
}

# --- 11. a visible part that says something else ---------------------------------------------------------------------

SHOWN = {
    "measure": "entropy",
    "condition": "phi < 1",
    "result": {"sympy": "-phi*log(phi) + (phi - 1)*log(1 - phi)"},
    "steps": [
        {"relation": "=", "rule": "collect", "sympy": "-phi*log(phi) - (1 - phi)*log(1 - phi)"},
    ],
}


def file_of(**changed: Any) -> dict[str, Any]:
    """The entropy of Bernoulli(phi) as a file, with what is changed in its visible part."""
    start = "(+ (* phi (* -1 (log phi))) (* (+ 1 (* -1 phi)) (* -1 (log (+ 1 (* -1 phi))))))"
    end = "(+ (* -1 phi (log phi)) (* (+ phi -1) (log (+ 1 (* -1 phi)))))"
    parts = {
        "symbols": {"phi": "positive"},
        "conditions": ["(< phi 1)"],
        "laws": {"P": finite(("1", "phi"), ("0", "(+ 1 (* -1 phi))"))},
        "measure": measure("entropy", "P"),
    }
    data = certificate(start, end, **parts)
    data["derivations"]["main"]["steps"][0]["rule"] = "collect"
    return {**SHOWN, "certificate": data, **changed}


def step_of(**changed: Any) -> list[dict[str, Any]]:
    return [{**SHOWN["steps"][0], **changed}]  # type: ignore[index]


VISIBLE = {
    "result": file_of(result={"sympy": "-phi*log(phi)"}),
    "sign-of-the-result": file_of(result={"sympy": "phi*log(phi) - (phi - 1)*log(1 - phi)"}),
    "other-symbol": file_of(result={"sympy": "-p*log(p)"}),
    "measure": file_of(measure="kl"),
    "condition": file_of(condition="phi < 2"),
    "turned-condition": file_of(condition="phi > 1"),
    "step": file_of(steps=step_of(sympy="-phi*log(phi)")),
    "rule": file_of(steps=step_of(rule="magic")),
    "relation": file_of(steps=step_of(relation="<=")),
    "one-step-more": file_of(steps=step_of() * 2),
    "no-step": file_of(steps=[]),
}


@pytest.mark.parametrize("name", VISIBLE)
def test_a_file_that_shows_something_else_is_refused(name: str) -> None:
    verdict, said = verdict_of(VISIBLE[name])
    assert verdict == "malformed"
    assert "not that of the certificate" in said


@pytest.mark.parametrize("condition", ["phi < 1", "1 > phi", "1 - phi > 0", "True"])
def test_a_file_that_shows_the_same_holds(condition: str) -> None:
    assert verdict_of(file_of(condition=condition))[0] == "holds"


# --- 9. terms that rounding absorbs ------------------------------------------------------------------------------------

BIG = "(exp (* 300 1))"
ABSORBED = {
    "log-of-1-plus-a-little": plus(f"(* {BIG} (log (+ 1 (* r (exp -300)))))"),
    "difference-of-large": plus(f"(+ {BIG} r (* -1 {BIG}))"),
    "difference-of-huge": plus("(+ (^ 10 400) r (* -1 (^ 10 400)))"),
    "exponential": plus(f"(* {BIG} (+ (exp (* r (exp -300))) -1))"),
    "sine": plus(f"(* {BIG} (sin (* r (exp -300))))"),
    "root": plus(f"(* 2 {BIG} (+ (^ (+ 1 (* r (exp -300))) 1/2) -1))"),
    "log-gamma": plus(f"(* {BIG} (+ (loggamma (+ 3 (* r (exp -300)))) (* -1 (loggamma 3))))"),
    "under-an-integral": plus(f"(integral (* {BIG} (log (+ 1 (* r (exp -300))))) t 0 1)"),
    "in-the-law": surprise(UNIT, "(+ 1 (* (exp 300) (log (+ 1 (exp -300)))))", "1", "0"),
}
ROUNDED = {
    "nothing-left": plus(f"(+ {BIG} (* -1 {BIG}))"),
}

ATTACKS = {
    "one-outcome": ONE_OUTCOME,
    "captured": CAPTURED,
    "outside": OUTSIDE,
    "some-only": SOME_ONLY,
    "hidden": HIDDEN,
    "escaping": ESCAPING,
    "kinked": KINKED,
    "absorbed": {name: (data, "") for name, data in ABSORBED.items()},
    "double": {name: (data, "main, step 1") for name, data in DOUBLE.items()},
}
TRUE = {
    "two-outcomes": TWO_OUTCOMES,
    "free": FREE,
    "inside": INSIDE,
    "of-all": OF_ALL,
    "open": OPEN,
    "contained": CONTAINED,
    "smooth": SMOOTH,
    "rounded": ROUNDED,
    "same-double": SAME_DOUBLE,
}


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


REFERENCE = Path(__file__).parents[2].parent / "shared" / "reference" / "false_certificates"


@pytest.mark.skipif(not REFERENCE.is_dir(), reason="the reference is not beside the checkout")
def test_no_false_certificate_of_the_reference_holds() -> None:
    for path in sorted(REFERENCE.glob("*.json")):
        assert verdict_of(json.loads(path.read_text()))[0] != "holds", path.name
