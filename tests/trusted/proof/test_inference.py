"""Each form of inference: what it must prove, and near misses, each refused for its own reason."""

from __future__ import annotations

from typing import Any

import pytest

from symbinfo.trusted.exceptions import CertificateError
from symbinfo.trusted.proof.context import Context
from symbinfo.trusted.proof.cut_ranges import told_apart
from symbinfo.trusted.proof.definedness import undefined
from symbinfo.trusted.proof.forms import NoNormalForm
from symbinfo.trusted.proof.inference import FORMS, Lemma, Setting, with_values
from symbinfo.trusted.proof.refusal import Refused
from symbinfo.trusted.terms import parse
from symbinfo.trusted.witness_data import witness_in

KINDS = {"a": "positive", "b": "positive", "c": "real", "n": "positive integer", "x": "real"}
EXPONENTIAL = "(* b (exp (* -1 b y)))"
LEMMAS = {
    "mean": (f"(integral (* y {EXPONENTIAL}) y 0 %oo)", "(^ b -1)", ("b",), ("(< 0 b)",)),
    "total": (f"(integral {EXPONENTIAL} y 0 %oo)", "1", ("b",), ("(< 0 b)",)),
    "needs more": (f"(integral (* y {EXPONENTIAL}) y 0 %oo)", "(^ b -1)", ("b",), ("(< 1 b)",)),
    "other symbol": (f"(integral (* y {EXPONENTIAL}) y 0 %oo)", "(^ b -1)", ("b", "q"), ("(< 0 b)",)),
}


def proves(form: str, left: str, right: str, witness: dict[str, Any], lemmas: tuple[str, ...] = ()) -> None:
    made = {
        name: Lemma(parse(one), parse(other), frozenset(symbols), tuple(parse(c) for c in assumed))
        for name, (one, other, symbols, assumed) in LEMMAS.items()
    }
    told = witness_in({"form": form, **witness}, "here")
    for context in told_apart(told.cases, Context(KINDS)):
        setting = Setting(context, tuple(made[name] for name in lemmas), {"total": made["total"]})
        FORMS[form](parse(left), parse(right), told, setting)


def gamma(p: str, c: str = "b", m: str = "1", **more: Any) -> dict[str, Any]:
    return {"fact": "gamma-integral", "variable": "y", "values": {"p": p, "c": c, "m": m}, **more}


def by_facts(integral: str, *parts: dict[str, Any], chart: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    entry = {"integral": integral, "parts": list(parts), **more, **({"chart": chart} if chart else {})}
    return {"integrals": [entry]}


def chart(*branches: str, lower: str = "0", upper: str = "%oo") -> dict[str, Any]:
    return {"variable": "y", "lower": lower, "upper": upper, "branches": list(branches)}


MEAN = f"(integral (* y {EXPONENTIAL}) y 0 %oo)"
LOG = f"(integral (* (log y) {EXPONENTIAL}) y 0 %oo)"
LAPLACE = "(integral (exp (* -1 b (abs (+ x (* -1 c))))) x %-oo %oo)"
MIRRORED = chart("(+ c y)", "(+ c (* -1 y))")
BOTH = {"each": [[{"times": "1", **gamma("0")}], [{"times": "1", **gamma("0")}]]}
POISSON = "(sum (* (^ a k) (^ (factorial k) -1)) k 0 %oo)"
ARC = "(integral (^ (* (+ a x) (+ b (* -1 x))) -1/2) x (* -1 a) b)"
SHIFTED = chart("(+ (* -1 a) (* (+ a b) y))", upper="1")
HALVES = {"times": "1", "fact": "beta-integral", "variable": "y", "values": {"p": "-1/2", "q": "-1/2"}}
HINT = ["(+ a b (* -1 a y) (* -1 b y))", "(* (+ a b) (+ 1 (* -1 y)))"]
PLAIN = f"(integral {EXPONENTIAL} y 0 %oo)"
SERIES = {"fact": "exponential-series", "variable": "k", "values": {"r": "a"}}

PIECES = "(cases (case y (< y a)) (case 3 true))"
MOVING = "(cases (case a (< y a)) (case (exp a) true))"


def over(body: str, head: str = "integral") -> str:
    return f"({head} (* {body} (exp (* -1 y))) y 0 %oo)"


CUBED = "(+ (exp (* 3 a)) (* -3 (exp (* 2 a))) (* 3 (exp a)) -1)"
OVER_CUBE = f"(integral (^ {CUBED} -1) x 0 1)"
BY_CUBE = {
    "cuts": [{"integral": OVER_CUBE, "points": ["0", "1"], "antiderivative": f"(* x (^ {CUBED} -1))", "signs": [1]}]
}

GOOD: dict[str, list[tuple[Any, ...]]] = {
    "same": [
        ("(log (* a (^ b 2)))", "(+ (log a) (* 2 (log b)))", {}),
        ("(gamma (+ a 1))", "(* a (gamma a))", {}),
        (f"(* 2 {MEAN})", f"(+ {MEAN} {MEAN})", {}),
        (MEAN, "(* b (integral (* u (exp (* -1 b u))) u 0 %oo))", {}),
        ("(max c (* -1 c))", "(abs c)", {}),
        ("(max c (* -1 c))", "(abs c)", {"cases": ["c"]}),
        ("(^ (max c (* -1 c)) a)", "(^ (abs c) a)", {"cases": ["c"]}),
        (over(f"(^ {PIECES} b)"), over("(cases (case (^ y b) (< y a)) (case (^ 3 b) true))"), {}),
        (over("(diff (abs (+ y (* -1 a))) a a 1)"), over("(* -1 (sign (+ y (* -1 a))))"), {}),
        (over("(^ (sign (+ y (* -1 a))) 2)"), over("1"), {}),
        (over(f"(diff (log {MOVING}) a a 1)"), over("(cases (case (^ a -1) (< y a)) (case 1 true))"), {}),
    ],
    "lemmas": [
        (f"(+ 1 (* a {MEAN}))", "(+ 1 (* a (^ b -1)))", {}, ("mean",)),
        (f"(* {MEAN} b)", "1", {}, ("mean",)),
    ],
    "linear": [
        (f"(integral (* (+ (* a y) c) {EXPONENTIAL}) y 0 %oo)", f"(+ (* a {MEAN}) c)", {"total": "total"}),
        (f"(integral (* a y {EXPONENTIAL}) y 0 %oo)", f"(* a {MEAN})", {}),
    ],
    "integral": [
        (MEAN, "(^ b -1)", by_facts(MEAN, {"times": "b", **gamma("1")})),
        (ARC, "%pi", by_facts(ARC, HALVES, chart=SHIFTED) | {"factors": [HINT]}),
        (f"(+ {MEAN} {PLAIN})", "(+ (^ b -1) 1)", by_facts(PLAIN, {"times": "b", **gamma("0")}), ("mean",)),
        (
            LOG,
            "(+ (polygamma 0 1) (* -1 (log b)))",
            by_facts(LOG, {"times": "b", **gamma("t", parameter="t", order=1)}),
        ),
        (LAPLACE, "(* 2 (^ b -1))", by_facts(LAPLACE, {"times": "2", **gamma("0")}, chart=MIRRORED, **BOTH)),
        (POISSON, "(exp a)", by_facts(POISSON, {"times": "1", **SERIES})),
        ("(integral (* y (exp (* -1 b y))) y 0 %oo)", "(^ b -2)", {"integrals": [], "facts": [gamma("1")]}),
        (
            "(diff (integral (* (^ y t) (exp (* -1 b y))) y 0 %oo) t 0 1)",
            "(diff (* (gamma (+ 1 t)) (^ b (+ -1 (* -1 t)))) t 0 1)",
            {"integrals": [], "facts": [gamma("t", parameter="t")]},
        ),
    ],
    "split": [
        (
            "(integral (abs (+ x (* -1 a))) x 0 (+ a b))",
            "(+ (integral (+ a (* -1 x)) x 0 a) (integral (+ x (* -1 a)) x a (+ a b)))",
            {"cuts": [{"integral": "(integral (abs (+ x (* -1 a))) x 0 (+ a b))", "points": ["a"]}]},
        )
    ],
    "antiderivative": [
        (
            "(integral (* 3 (^ x 2)) x 0 a)",
            "(^ a 3)",
            {
                "cuts": [
                    {
                        "integral": "(integral (* 3 (^ x 2)) x 0 a)",
                        "points": ["0", "a"],
                        "antiderivative": "(^ x 3)",
                        "signs": [1],
                    }
                ]
            },
        ),
        (OVER_CUBE, f"(^ {CUBED} -1)", {**BY_CUBE, "factors": [[CUBED, "(^ (+ (exp a) -1) 3)"]]}),
    ],
}

BELL = "(integral (exp (* -1 (^ x 2))) x %-oo %oo)"
CUT = "(integral (abs (+ x (* -1 a))) x 0 (+ a b))"
CUBE = "(integral (* 3 (^ x 2)) x 0 a)"
WAVE = "(integral (^ (+ -1 x) -2) x 0 2)"


def primitive(integral: str, points: list[str], text: str, signs: list[int]) -> dict[str, Any]:
    return {"cuts": [{"integral": integral, "points": points, "antiderivative": text, "signs": signs}]}


LINE, BELOW, ABOVE = ["%-oo", "%oo"], "(* -1/2 (^ %pi 1/2) (erfc x))", "(* 1/2 (^ %pi 1/2) (erf x))"
GOOD["antiderivative"] += [
    (BELL, "(^ %pi 1/2)", primitive(BELL, LINE, BELOW, [1])),
    (BELL, "(^ %pi 1/2)", primitive(BELL, LINE, ABOVE, [1])),
]

# form, left, right, witness, reason, lemmas
BAD: list[tuple[Any, ...]] = [
    ("same", "(log (* x c))", "(+ (log x) (log c))", {}, "no common normal form"),
    ("same", "(log (^ c 2))", "(* 2 (log c))", {}, "no common normal form"),
    ("same", "(^ (^ c 2) 1/2)", "c", {}, "no common normal form"),
    ("same", "(gamma (+ a 1))", "(gamma a)", {}, "no common normal form"),
    ("same", "(log (+ a b))", "(+ (log a) (log b))", {}, "no common normal form"),
    ("same", "(exp (* a b))", "(* (exp a) (exp b))", {}, "no common normal form"),
    ("same", "(+ a 1/100000000000000000000000000000)", "a", {}, "no common normal form"),
    ("same", MEAN, MEAN.replace("0 %oo", "1 %oo"), {}, "no common normal form"),
    ("same", MEAN, f"(* b {MEAN})", {}, "no common normal form"),
    ("same", "(* a b)", "(* a (abs c))", {}, "no common normal form"),
    (
        "same",
        "(+ (^ a 2) (* -1 (^ b 2)))",
        "(* 2 a)",
        {"factors": [["(+ (^ a 2) (* -1 (^ b 2)))", "(* 2 a)"]]},
        "common normal",
    ),
    ("same", over(f"(^ {PIECES} b)"), over("(cases (case (^ y b) (< y a)) (case 3 true))"), {}, "no common"),
    ("same", over(f"(^ {PIECES} b)"), over("(cases (case (^ y b) (< y b)) (case (^ 3 b) true))"), {}, "no common"),
    ("same", over("(diff (abs (+ y (* -1 a))) a a 1)"), over("(sign (+ y (* -1 a)))"), {}, "no common"),
    ("same", over("(^ (sign (+ y (* -1 n))) 2)", "sum"), over("1", "sum"), {}, "no common"),  # at y = n it is 0
    ("same", "(^ (sign x) 2)", "1", {}, "no common"),
    ("same", over("(sign (+ y (* -1 a)))"), over("1"), {}, "no common"),
    (
        "same",
        over(f"(diff (log {MOVING}) a a 1)"),
        over("(cases (case (^ a -1) (< y a)) (case a true))"),
        {},
        "no common",
    ),
    ("same", over(f"(diff {MOVING} a a 1)"), over("(cases (case 1 (< a y)) (case (exp a) true))"), {}, "no common"),
    ("lemmas", f"(+ 1 {MEAN})", "(+ 1 b)", {}, "after the lemmas", ("mean",)),
    ("lemmas", MEAN, "(^ b -1)", {}, "after the lemmas", ()),
    ("lemmas", MEAN, "(^ b -1)", {}, "after the lemmas", ("needs more",)),
    ("lemmas", MEAN, "(^ b -1)", {}, "after the lemmas", ("other symbol",)),
    ("lemmas", MEAN.replace("b", "a"), "(^ b -1)", {}, "after the lemmas", ("mean",)),
    ("lemmas", MEAN.replace("b", "a"), "(^ a -1)", {}, "after the lemmas", ("mean",)),
    ("lemmas", MEAN.replace("0 %oo", "1 %oo"), "(^ b -1)", {}, "after the lemmas", ("mean",)),
    ("lemmas", MEAN.replace("(* y", "(* (^ y 2)"), "(^ b -1)", {}, "after the lemmas", ("mean",)),
    ("lemmas", f"(* {MEAN} {MEAN})", "(^ b -1)", {}, "after the lemmas", ("mean",)),
    ("lemmas", f"(+ a {MEAN})", "(+ (^ b -1) (* 2 a))", {}, "after the lemmas", ("mean",)),
    ("linear", f"(integral (* (+ y c) {EXPONENTIAL}) y 0 %oo)", f"(+ {MEAN} c)", {}, "a constant is left over"),
    ("linear", f"(integral (* (+ y c) {EXPONENTIAL}) y 0 %oo)", f"(+ {MEAN} c)", {"total": "other"}, "not known"),
    (
        "linear",
        f"(integral (* (+ y c) {EXPONENTIAL}) y 0 %oo)",
        f"(+ {MEAN} (* 2 c))",
        {"total": "total"},
        "integrands",
    ),
    ("linear", f"(integral (* y y {EXPONENTIAL}) y 0 %oo)", f"(* a {MEAN})", {}, "integrands differ"),
    ("linear", f"(integral (* a y {EXPONENTIAL}) y 0 %oo)", f"(* b {MEAN})", {}, "integrands differ"),
    ("linear", f"(integral (* a y {EXPONENTIAL}) y 0 1)", f"(* a {MEAN})", {}, "range"),
    ("linear", "(sum (* a (exp (* -1 b k))) k 0 %oo)", "(* a (integral (exp (* -1 b k)) k 0 %oo))", {}, "not compared"),
    ("linear", f"(* {MEAN} {MEAN})", f"(* {MEAN} (^ b -1))", {}, "linear combination"),
    ("linear", f"(log {MEAN})", "(* -1 (log b))", {}, "linear combination"),
    ("linear", "(integral (* 2 y) y b a)", "(* 2 (integral y y b a))", {}, "does not follow"),
    (
        "integral",
        "(diff (integral (* (^ y (abs t)) (exp (* -1 b y))) y 0 %oo) t 0 1)",
        "0",
        {"integrals": [], "facts": [gamma("(abs t)", parameter="t")]},
        "not defined for certain",
    ),
    (
        "integral",
        "(integral (exp (* -1 b x)) x 0 %oo)",
        "(* (^ b -1) (integral x x 0 %oo))",
        by_facts("(integral (exp (* -1 b y)) y 0 %oo)", {"times": "(integral x x 0 %oo)", **gamma("0")}),
        "holds an integral",
    ),
    ("linear", "a", "a", {}, "no integral or sum"),
    ("integral", MEAN, "b", by_facts(MEAN, {"times": "b", **gamma("1")}), "after the stored values"),
    ("integral", MEAN, "(^ b -1)", by_facts(MEAN, {"times": "1", **gamma("1")}), "combination of stored kernels"),
    ("integral", MEAN, "(^ b -1)", by_facts(MEAN, {"times": "b", **gamma("2")}), "combination of stored kernels"),
    (
        "integral",
        MEAN,
        "(^ b -1)",
        by_facts(MEAN, {"times": "b", **gamma("1", c="a")}),
        "combination of stored kernels",
    ),
    ("integral", MEAN, "(^ b -1)", by_facts(MEAN, {"times": "(* b y)", **gamma("0")}), "not free of the variable"),
    ("integral", MEAN, "(^ b -1)", by_facts(MEAN, {"times": "b", **gamma("1"), "fact": "gauss"}), "no stored fact"),
    (
        "integral",
        "(integral (* (^ y -1) (exp (* -1 b y))) y 0 %oo)",
        "1",
        by_facts("(integral (* (^ y -1) (exp (* -1 b y))) y 0 %oo)", {"times": "1", **gamma("-1")}),
        "does not follow",
    ),
    (
        "integral",
        "(integral (exp (* -1 c y)) y 0 %oo)",
        "(^ c -1)",
        by_facts("(integral (exp (* -1 c y)) y 0 %oo)", {"times": "1", **gamma("0", c="c")}),
        "does not follow",
    ),
    (
        "integral",
        LAPLACE,
        "(^ b -1)",
        by_facts(LAPLACE, {"times": "1", **gamma("0")}, chart=chart("(+ c y)")),
        "do not tile",
    ),
    (
        "integral",
        LAPLACE,
        "(* 2 (^ b -1))",
        by_facts(LAPLACE, {"times": "2", **gamma("0")}, chart=chart("(+ c y)", "(+ c y)"), **BOTH),
        "do not tile",
    ),
    (
        "integral",
        LAPLACE,
        "(* 2 (^ b -1))",
        by_facts(LAPLACE, {"times": "2", **gamma("0")}, chart=MIRRORED),
        "each branch converges",
    ),
    (
        "integral",
        MEAN,
        "(^ b -1)",
        by_facts(MEAN, {"times": "b", **gamma("1")}, chart=chart("(* 2 y)")),
        "combination of stored kernels",
    ),
    (
        "integral",
        "(integral (exp (* -1 b x)) x 0 %oo)",
        "(^ b -1)",
        by_facts("(integral (exp (* -1 b x)) x 0 %oo)", {"times": "1", **gamma("0")}, chart=chart("(^ (+ y -1) 2)")),
        "do not tile|is monotone",
    ),
    (
        "integral",
        "(integral 1 x 1 1)",
        "2",
        {
            "integrals": [
                {
                    "integral": "(integral 1 x 1 1)",
                    "chart": chart("(+ y (* -1 (^ (+ y -1) -1)))", upper="2"),
                    "parts": [
                        {
                            "times": "1",
                            "fact": "power-integral-from-zero",
                            "variable": "y",
                            "values": {"p": "0", "h": "2"},
                        }
                    ],
                }
            ]
        },
        "not defined for certain",
    ),
    (
        "integral",
        POISSON,
        "(exp a)",
        by_facts(POISSON, {"times": "1", **SERIES, "values": {"r": "(* 2 a)"}}),
        "combination of stored kernels",
    ),
    (
        "integral",
        POISSON.replace("k 0 %oo", "k 0 n"),
        "(exp a)",
        by_facts(POISSON.replace("k 0 %oo", "k 0 n"), {"times": "1", **SERIES}),
        "another range",
    ),
    (
        "split",
        CUT,
        "(+ (integral (+ a (* -1 x)) x 0 b) (integral (+ x (* -1 a)) x b (+ a b)))",
        {"cuts": [{"integral": CUT, "points": ["b"]}]},
        "integrands differ",
    ),
    (
        "split",
        CUT,
        "(+ (integral (+ a (* -1 x)) x 0 a) (integral (+ x (* -1 a)) x a (+ a b)))",
        {"cuts": [{"integral": CUT, "points": ["c"]}]},
        "does not follow",
    ),
    (
        "split",
        CUT,
        "(+ (integral (+ x (* -1 a)) x 0 a) (integral (+ x (* -1 a)) x a (+ a b)))",
        {"cuts": [{"integral": CUT, "points": ["a"]}]},
        "integrands differ",
    ),
    (
        "split",
        CUT,
        "(integral (+ x (* -1 a)) x a (+ a b))",
        {"cuts": [{"integral": CUT, "points": ["a"]}]},
        "integrands differ",
    ),
    (
        "split",
        CUT,
        "(+ 1 (integral (+ a (* -1 x)) x 0 a) (integral (+ x (* -1 a)) x a (+ a b)))",
        {"cuts": [{"integral": CUT, "points": ["a"]}]},
        "a constant is left over",
    ),
    (
        "split",
        CUT,
        "(+ (integral (+ a (* -1 x)) x 0 a) (integral (+ x (* -1 a)) x a (+ a b b)))",
        {"cuts": [{"integral": CUT, "points": ["a"]}]},
        "does not end at a point",
    ),
    (
        "split",
        CUT,
        "(+ (integral (+ a (* -1 x)) x 0 a) (integral (+ x (* -1 a)) x a (+ a b)))",
        {"cuts": []},
        "not one integral is cut",
    ),
    (
        "split",
        "(sum (abs (+ k -1)) k 0 n)",
        "(sum (+ k -1) k 0 n)",
        {"cuts": [{"integral": "(sum (abs (+ k -1)) k 0 n)", "points": ["1"]}]},
        "sums are not cut",
    ),
    (
        "split",
        "(integral (* x (exp (* -1 (abs x)))) x %-oo %oo)",
        "(* 2 (integral (* x (exp (* -1 x))) x 0 %oo))",
        {
            "cuts": [
                {
                    "integral": "(integral (* x (exp (* -1 (abs x)))) x %-oo %oo)",
                    "points": [],
                    "chart": chart("y", "(* -1 y)"),
                }
            ]
        },
        "each branch converges",
    ),
    ("same", "(max c (* -2 c))", "(abs c)", {}, "no common normal form"),
    ("same", "(max c (* -2 c))", "(abs c)", {"cases": ["(+ c 1)"]}, "no common normal form"),
    ("same", "(max 0 c)", "c", {"cases": ["c"]}, "no common normal form"),
    ("same", "(^ (max 0 c) a)", "(^ (abs c) a)", {"cases": ["c"]}, "no common normal form"),
    ("integral", ARC, "%pi", by_facts(ARC, HALVES, chart=SHIFTED), "not the combination"),
    (
        "integral",
        ARC,
        "%pi",
        by_facts(ARC, HALVES, chart=SHIFTED) | {"factors": [[HINT[0], "(* (+ a b) (+ 1 y))"]]},
        "not the combination",
    ),
    (
        "integral",
        f"(+ {MEAN} {PLAIN})",
        "(+ (^ b -1) 1)",
        by_facts(PLAIN, {"times": "b", **gamma("0")}),
        "after the stored values",
        ("needs more",),
    ),
    (
        "split",
        "(integral (abs (+ x (* -1 c))) x 0 1)",
        "(integral (+ x (* -1 c)) x 0 1)",
        {"cuts": [{"integral": "(integral (abs (+ x (* -1 c))) x 0 1)", "points": []}], "cases": ["c"]},
        "integrands differ",
    ),
    (
        "antiderivative",
        CUBE,
        "(^ a 3)",
        primitive(CUBE, ["0", "a"], "(^ x 2)", [1]),
        "derivative of the antiderivative",
    ),
    ("antiderivative", CUBE, "(^ a 3)", primitive(CUBE, ["0", "a"], "(^ x 3)", [-1]), "derivative of the antideriv"),
    ("antiderivative", OVER_CUBE, f"(^ {CUBED} -1)", BY_CUBE, "no pole"),
    (
        "antiderivative",
        OVER_CUBE,
        f"(^ {CUBED} -1)",
        {**BY_CUBE, "factors": [[CUBED, "(^ (+ (exp a) 1) 3)"]]},
        "no pole",
    ),
    # erfc is 2 far down and 0 far up, and not the other way, or the same at both ends
    ("antiderivative", BELL, "(* -1 (^ %pi 1/2))", primitive(BELL, LINE, BELOW, [1]), "after the antiderivative"),
    ("antiderivative", BELL, "(* 1/2 (^ %pi 1/2))", primitive(BELL, LINE, BELOW, [1]), "after the antiderivative"),
    ("antiderivative", BELL, "(^ %pi 1/2)", primitive(BELL, ["%-oo", "0"], BELOW, [1]), "do not cover"),
    ("antiderivative", CUBE, "(^ a 2)", primitive(CUBE, ["0", "a"], "(^ x 3)", [1]), "after the antiderivative"),
    ("antiderivative", CUBE, "(^ a 3)", primitive(CUBE, ["0", "b"], "(^ x 3)", [1]), "do not cover"),
    ("antiderivative", CUBE, "(^ a 3)", primitive(CUBE, ["1", "a"], "(^ x 3)", [1]), "do not cover"),
    ("antiderivative", CUBE, "(^ a 3)", primitive(CUBE, ["0", "b", "a"], "(^ x 3)", [1, 1]), "does not follow"),
    ("antiderivative", WAVE, "-2", primitive(WAVE, ["0", "2"], "(* -1 (^ (+ -1 x) -1))", [1]), "no pole"),
    (
        "antiderivative",
        "(integral (^ x -1) x 0 1)",
        "0",
        primitive("(integral (^ x -1) x 0 1)", ["0", "1"], "(log x)", [1]),
        "at an end is not known",
    ),
    (
        "antiderivative",
        "(integral (cos x) x 0 %oo)",
        "0",
        primitive("(integral (cos x) x 0 %oo)", ["0", "%oo"], "(sin x)", [1]),
        "converges is not shown",
    ),
    (
        "antiderivative",
        "(sum k k 0 n)",
        "(* 1/2 (^ n 2))",
        primitive("(sum k k 0 n)", ["0", "n"], "(* 1/2 (^ k 2))", [1]),
        "no antiderivative of an integral",
    ),
]


@pytest.mark.parametrize(("form", "case"), [(form, case) for form, cases in GOOD.items() for case in cases])
def test_what_follows_is_proved(form: str, case: tuple[Any, ...]) -> None:
    proves(form, *case)


@pytest.mark.parametrize("case", BAD, ids=[f"{case[0]}-{i}" for i, case in enumerate(BAD)])
def test_near_misses_are_refused(case: tuple[Any, ...]) -> None:
    form, left, right, witness, reason, *lemmas = case
    with pytest.raises((Refused, CertificateError, NoNormalForm), match=reason):
        proves(form, left, right, witness, *lemmas)


def test_each_form_has_ten_near_misses() -> None:
    here = set(FORMS) - {"totals", "fubini", "point-mass"}  # those stand beside the inequalities
    assert set(GOOD) == here
    assert {form for form in here if sum(case[0] == form for case in BAD) < 10} == set()


BELL = "(exp (+ (* t x) (* -1 b (^ x 2))))"


@pytest.mark.parametrize(("fact", "more", "lower", "seen"), [
    ("gaussian-integral-from-a-point", {"f": "0"}, "0", True),
    ("gaussian-integral", {}, "%-oo", False),  # its slope at t = 0 is 0
])  # fmt: skip
def test_that_an_integral_is_not_0_may_be_seen_of_its_value(
    fact: str, more: dict[str, str], lower: str, seen: bool
) -> None:
    term = parse(f"(^ (diff (integral {BELL} x {lower} %oo) t 0 1) -1)")
    instance = {"fact": fact, "variable": "x", "values": {"t": "t", "c": "b", **more}, "parameter": "t"}
    told = witness_in({"form": "integral", "integrals": [], "facts": [instance]}, "here")
    here = Context({"b": "positive"})
    assert undefined(term, here)
    assert (undefined(with_values(term, told, here), here) == ()) == seen
