"""Forms of abstract laws and of inequalities: what each must prove, and near misses, each refused for its own reason."""

from __future__ import annotations

from typing import Any

import pytest

from symbinfo.trusted.exceptions import CertificateError
from symbinfo.trusted.proof.bounds import BOUNDS, Bounded, composed, demand_equality, is_implied
from symbinfo.trusted.proof.context import Context
from symbinfo.trusted.proof.inference import FORMS, Lemma, Setting
from symbinfo.trusted.proof.lemma_instances import instance
from symbinfo.trusted.proof.refusal import Refused
from symbinfo.trusted.terms import parse
from symbinfo.trusted.witness_data import plain_witness, witness_in

KINDS = {
    "a": "positive",
    "b": "positive",
    "c": "real",
    "i": "integer",
    "k": "positive integer",
    "m": "positive integer",
    "n": "positive integer",
}
FUNCTIONS = {
    "P": "mass on n",
    "Q": "mass on n",
    "J": "mass on n m",
    "S": "mass on n n",
    "p": "density on R",
    "q": "density on R",
    "r": "density on R R",
    "f": "map from m to n",
}
CONTEXT = Context(KINDS, (), FUNCTIONS)


def over(body: str, *ranges: str, head: str = "sum") -> str:
    """Sums over ranges such as "x 1 n", the outermost first."""
    for own in reversed(ranges):
        body = f"({head} {body} {own})"
    return body


X, Y, LINE = "x 1 n", "y 1 m", "x %-oo %oo"
MX, MY = over("(apply J x y)", Y), over("(apply J x y)", X)  # marginals, of x and of y


def apart(form: str, left: str, right: str, witness: dict[str, Any], lemmas: tuple[Lemma, ...] = ()) -> Any:
    """What a form says of two sides, its witness being written and read once more."""
    told = witness_in({"form": form, **witness}, "here")
    assert witness_in(plain_witness(told), "here") == told
    table = BOUNDS if form in BOUNDS and (form != "lemmas" or witness) else FORMS
    return table[form](parse(left), parse(right), told, Setting(CONTEXT, lemmas, {}))


# --- equations -------------------------------------------------------------------------------------------------------

GOOD: list[tuple[Any, ...]] = [
    ("totals", over("(apply P x)", X), "1", {}),
    ("totals", over("(* a (apply P x) (log b))", X), "(* a (log b))", {}),
    ("totals", over("(apply p x)", LINE, head="integral"), "1", {}),
    ("totals", over("(apply J x y)", X, Y), "1", {}),
    ("totals", over("(apply J x y)", Y, X), "1", {}),
    ("totals", over("(* (apply P x) (apply Q y))", X, "y 1 n"), "1", {}),
    ("totals", f"(log {over('(apply P x)', X)})", "0", {}),
    ("totals", over(f"(* {MX} {MY})", X, Y), "1", {}),
    ("totals", over("(apply r x y)", "x %-oo %oo", "y %-oo %oo", head="integral"), "1", {}),
    (
        "fubini",
        over(f"(* (apply J x y) (log {MY}))", X, Y),
        over(f"(* {MY} (log {MY}))", Y),
        {"exchanged": [over(f"(* (apply J x y) (log {MY}))", X, Y)]},
    ),
    ("fubini", over(f"(* (apply J x y) (log {MX}))", X, Y), over(f"(* {MX} (log {MX}))", X), {}),
    (
        "fubini",
        over("(* x y)", "x 1 k", "y 1 k"),
        over("(* x y)", "y 1 k", "x 1 k"),
        {"exchanged": [over("(* x y)", "x 1 k", "y 1 k")]},
    ),
    (
        "fubini",
        over("(* (^ 2 (* -1 x)) (^ y -2))", "x 1 %oo", "y 1 %oo"),
        over("(* (^ 2 (* -1 x)) (^ y -2))", "y 1 %oo", "x 1 %oo"),
        {"exchanged": [over("(* (^ 2 (* -1 x)) (^ y -2))", "x 1 %oo", "y 1 %oo")]},
    ),
    (
        "linear",
        over("(* (apply J x y) (+ (log a) (log (apply J x y))))", X, Y),
        f"(+ {over('(* (apply J x y) (log a))', X, Y)} {over('(* (apply J x y) (log (apply J x y)))', X, Y)})",
        {},
    ),
    ("linear", over("(* a x y)", X, Y), f"(* a {over('(* x y)', 'u 1 n', 'v 1 m')})".replace("(* x y)", "(* u v)"), {}),
]

BELL = "(exp (* -1 (+ (^ x 2) (^ y 2))))"
TWICE = over(BELL, LINE, LINE.replace("x", "y"), head="integral")
PUSHED = "(integral (* (exp (* -1 (^ x 2))) (integral (exp (* -1 (^ y 2))) y %-oo %oo)) x %-oo %oo)"
CAUGHT = "(integral (* y (exp (* -1 (^ x 2))) (integral (exp (* -1 (^ y 2))) y %-oo %oo)) x %-oo %oo)".replace(
    "* y", "* c"
)
GOOD += [
    ("linear", TWICE, PUSHED, {}),
    ("linear", TWICE, f"(+ (* 3 {PUSHED}) (* -2 {TWICE}))", {}),
    ("linear", over("(* a x y)", X, "y 1 x"), f"(* a {over('(* x y)', X, 'y 1 x')})", {}),
    ("linear", TWICE, TWICE.replace("(+ (^ x 2) (^ y 2))", "(+ (^ (+ x y) 2) (* -2 x y))"), {}),
    ("linear", f"(* 3 {TWICE})", f"(* 3 {PUSHED})", {}),
]

EXCHANGED = over("(* x y)", "x 1 k", "y 1 x")
SIGNED = over("(* (^ -1 x) (^ y -1))", "x 1 %oo", "y 1 %oo")
CAPTURED = "(sum (sum (* x y) y 1 k) x 1 y)"
OTHER_ORDER = "the two sides differ after the order"
NO_TOTAL = "after the totals of laws"

BAD: list[tuple[Any, ...]] = [
    ("totals", over("(apply P x)", "x 1 m"), "1", {}, NO_TOTAL),
    ("totals", over("(apply P x)", "x 2 n"), "1", {}, NO_TOTAL),
    ("totals", over("(apply P x)", "x 1 (+ n -1)"), "1", {}, NO_TOTAL),
    ("totals", over("(apply P x)", "x 1 %oo"), "1", {}, NO_TOTAL),
    ("totals", over("(* (apply P x) (apply P x))", X), "1", {}, NO_TOTAL),
    ("totals", over("(* (apply P x) (apply Q x))", X), "1", {}, NO_TOTAL),
    ("totals", over("(* x (apply P x))", X), "1", {}, NO_TOTAL),
    ("totals", over("(apply J x i)", X), "1", {}, NO_TOTAL),
    ("totals", MY.replace("(apply J x y)", "(apply J x 1)"), "1", {}, NO_TOTAL),
    ("totals", over("(apply S x x)", X), "1", {}, NO_TOTAL),
    ("totals", over("(apply J x y)", "x 1 m", "y 1 n"), "1", {}, NO_TOTAL),
    ("totals", over("(apply J x y)", X, X.replace("x", "y")), "1", {}, NO_TOTAL),
    ("totals", over("(apply p x)", "x 0 %oo", head="integral"), "1", {}, NO_TOTAL),
    ("totals", over("(apply p (* 2 x))", LINE, head="integral"), "1", {}, NO_TOTAL),
    ("totals", over("(apply p x)", "x 1 n"), "1", {}, NO_TOTAL),
    ("totals", over("(apply P x)", X, head="integral"), "1", {}, NO_TOTAL),
    ("totals", over("(apply r x c)", LINE, head="integral"), "1", {}, NO_TOTAL),
    ("totals", over("(apply f y)", Y), "1", {}, NO_TOTAL),
    ("totals", over("(apply P n)", "n 1 n"), "1", {}, NO_TOTAL),
    ("totals", over(over("(apply P x)", X), "n 1 k"), "k", {}, NO_TOTAL),
    ("totals", over("(apply P x)", X), "2", {}, NO_TOTAL),
    ("fubini", EXCHANGED, over("(* x y)", "y 1 x", "x 1 k"), {"exchanged": [EXCHANGED]}, "depends on the variable"),
    ("fubini", CAPTURED, "0", {"exchanged": [CAPTURED]}, "depends on the variable"),
    ("fubini", SIGNED, over("0", "y 1 %oo", "x 1 %oo"), {"exchanged": [SIGNED]}, "of both signs"),
    (
        "fubini",
        over("(+ x (* -1 y))", "x 0 %oo", "y 0 %oo", head="integral"),
        over("(+ x (* -1 y))", "y 0 %oo", "x 0 %oo", head="integral"),
        {"exchanged": [over("(+ x (* -1 y))", "x 0 %oo", "y 0 %oo", head="integral")]},
        "both signs",
    ),
    ("fubini", over("x", X), over("x", X), {"exchanged": [over("x", X)]}, "is no sum of sums"),
    ("fubini", over("(log (apply J x y))", X, Y), over("(log (apply J x y))", Y, X), {}, OTHER_ORDER),
    (
        "fubini",
        over(f"(* (apply J x y) (log {MY}))", X, Y),
        over(f"(* {MX} (log {MX}))", X),
        {"exchanged": [over(f"(* (apply J x y) (log {MY}))", X, Y)]},
        OTHER_ORDER,
    ),
    ("fubini", over(f"(* (apply J x y) (log {MX}))", X, Y), over(f"(* {MX} (log {MY}))", X, Y), {}, OTHER_ORDER),
    ("fubini", over(f"(* (apply J x y) (log {MX}))", X, Y), over(f"(* 2 {MX} (log {MX}))", X), {}, OTHER_ORDER),
    (
        "fubini",
        over("(* x x)", "x 1 k", "x 1 m"),
        "0",
        {"exchanged": [over("(* x x)", "x 1 k", "x 1 m")]},
        "bound twice",
    ),
    (
        "fubini",
        over("(* x y y)", X, Y),
        over("(* x y y)", "y 1 n", "x 1 m"),
        {"exchanged": [over("(* x y y)", X, Y)]},
        OTHER_ORDER,
    ),
    ("linear", over("(* a x y)", X, Y), f"(* a {over('(* x y)', X, 'y 1 n')})", {}, "different ranges"),
    ("linear", over("(* a x y)", X, Y), f"(* a {over('(* x y)', Y, X)})", {}, "different ranges"),
    ("linear", over("(* a x y)", X, Y), f"(* b {over('(* x y)', X, Y)})", {}, "terms of the sums differ"),
    ("linear", over("(* a x y)", X, Y), f"(+ 1 (* a {over('(* x y)', X, Y)}))", {}, "a constant is left over"),
    ("linear", over("(* a x y)", X, "y 1 x"), f"(* a {over('(* x y)', X, 'y x n')})", {}, "different ranges"),
    (
        "linear",
        over("(+ x (* -1 y))", "x 1 %oo", Y),
        f"(* 2 {over('(+ x y)', 'x 1 %oo', Y)})",
        {},
        "the terms of the sums differ",
    ),
    ("linear", over("(* a x y)", X, Y), over("(* a x)", X), {}, "different ranges"),
    ("linear", TWICE, PUSHED.replace("x %-oo", "x 0"), {}, "different ranges"),
    ("linear", TWICE, PUSHED.replace("y %-oo", "y 0"), {}, "different ranges"),
    ("linear", TWICE, PUSHED.replace("(^ y 2)", "(^ y 4)"), {}, "the terms of the sums differ"),
    ("linear", TWICE, CAUGHT, {}, "the terms of the sums differ"),
    ("linear", TWICE, f"(* 2 {PUSHED})", {}, "the terms of the sums differ"),
    ("linear", TWICE, f"(+ {PUSHED} {PUSHED})", {}, "the terms of the sums differ"),
    ("linear", TWICE, f"(+ 1 {PUSHED})", {}, "a constant is left over"),
    ("linear", TWICE, f"(* %pi {over('(exp (* -1 (^ x 2)))', LINE, head='integral')})", {}, "different ranges"),
    ("linear", TWICE, TWICE.replace("(integral (integral", "(sum (integral"), {}, "different ranges"),
]


@pytest.mark.parametrize(("form", "left", "right", "witness"), GOOD)
def test_a_form_proves_what_it_must(form: str, left: str, right: str, witness: dict[str, Any]) -> None:
    apart(form, left, right, witness)


@pytest.mark.parametrize(("form", "left", "right", "witness", "reason"), BAD)
def test_a_near_miss_is_refused_for_its_reason(
    form: str, left: str, right: str, witness: dict[str, Any], reason: str
) -> None:
    with pytest.raises((Refused, CertificateError), match=reason):
        apart(form, left, right, witness)


# --- inequalities ----------------------------------------------------------------------------------------------------

GAP = over("(* (apply P x) (log (* (apply Q x) (^ (apply P x) -1))))", X)
LINEAR = over("(* (apply P x) (+ -1 (* (apply Q x) (^ (apply P x) -1))))", X)
RATIO = "(* (apply Q x) (^ (apply P x) -1))"


def tangent(
    times: str = "1", weight: str = "(apply P x)", at: str = RATIO, summed: str | None = GAP, **more: str
) -> Any:
    entry = {"times": times, "weight": weight, "at": at, **more}
    return {"tangent": entry if summed is None else {"over": summed, **entry}}


FLAT = {"variable": "t", "body": "(+ (* (+ -1 t) (log (+ 1 (* -1 t)))) (* -1 t (log t)))", "point": "1/2"}
COIN = {**FLAT, "lower": "0", "upper": "1"}
HALF = "(^ (+ 1 b) -1)"  # a number between 0 and 1
ENTROPY = FLAT["body"].replace("t", HALF)
SQUARE = {"variable": "t", "body": "(* -1 (^ (+ t -1) 2))", "point": "1", "lower": "%-oo", "upper": "%oo"}
BOTH_J = over(f"(* (apply J x y) (log (* {MX} {MY} (^ (apply J x y) -1))))", X, Y)
LINE_J = over(f"(* (apply J x y) (+ -1 (* {MX} {MY} (^ (apply J x y) -1))))", X, Y)
P_LINE = over("(* (apply p x) (log (* (apply q x) (^ (apply p x) -1))))", LINE, head="integral")
Q_LINE = over("(* (apply p x) (+ -1 (* (apply q x) (^ (apply p x) -1))))", LINE, head="integral")
Q_RATIO = "(* (apply q x) (^ (apply p x) -1))"

BOUNDED: list[tuple[Any, ...]] = [
    ("log-tangent", GAP, LINEAR, tangent(), "<="),
    ("log-tangent", f"(* -1 {GAP})", f"(* -1 {LINEAR})", tangent("-1"), ">="),
    ("log-tangent", f"(+ c (* a {GAP}))", f"(+ c (* a {LINEAR}))", tangent("a"), "<="),
    ("log-tangent", BOTH_J, LINE_J, tangent("1", "(apply J x y)", f"(* {MX} {MY} (^ (apply J x y) -1))", BOTH_J), "<="),
    ("log-tangent", P_LINE, Q_LINE, tangent("1", "(apply p x)", Q_RATIO, P_LINE), "<="),
    ("log-tangent", "(log a)", "(+ a -1)", tangent("1", "1", "a", None), "<="),
    ("log-tangent", "(* -1 b (log a))", "(* -1 b (+ a -1))", tangent("-1", "b", "a", None), ">="),
    ("largest-value", ENTROPY, "(log 2)", tangent("1", "1", HALF, None, **COIN), "<="),
    ("largest-value", "(* -1 (^ (+ c -1) 2))", "0", tangent("1", "1", "c", None, **SQUARE), "<="),
    ("largest-value", over("(* -1 (^ (+ x -1) 2))", X), "0", tangent("1", "1", "x", over("x", X), **SQUARE), "<="),
    ("sign", "(* -1 (^ a -1))", "0", {}, "<"),
    ("sign", f"(* -1 {over('(* (apply P x) (log (apply P x)))', X)})", "0", {}, ">="),
    ("sign", over("(* (apply J x y) (log (apply J x y)))", X, Y), "0", {}, "<="),
    ("sign", over("(* (apply p x) (^ x 2))", LINE, head="integral"), "0", {}, ">="),
    ("sign", "(+ (* 14/5 (log 3)) (* -2 (log 5)))", "0", {}, "<"),
]

UNBOUNDED: list[tuple[Any, ...]] = [
    ("log-tangent", GAP, LINEAR, {}, "no tangent is named"),
    ("log-tangent", GAP, LINEAR, tangent(weight="(* -1 (apply P x))"), "weight is not negative"),
    ("log-tangent", GAP, LINEAR, tangent(weight="c"), "weight is not negative"),
    ("log-tangent", GAP, LINEAR, tangent(at="(* -1 (apply Q x))"), "lies in the interval"),
    ("log-tangent", "(log (abs c))", "(+ -1 (abs c))", tangent("1", "1", "(abs c)", None), "lies in the interval"),
    ("log-tangent", GAP, LINEAR, tangent(at="(* (apply P x) (^ (apply Q x) -1))"), "integrands differ"),
    ("log-tangent", GAP, LINEAR.replace("-1 (*", "-2 (*"), tangent(), "integrands differ"),
    ("log-tangent", GAP, f"(* 2 {LINEAR})", tangent(), "integrands differ"),
    ("log-tangent", f"(* c {GAP})", f"(* c {LINEAR})", tangent("c"), "sign of c is not known"),
    ("log-tangent", GAP, LINEAR, tangent("x"), "x is a number"),
    ("log-tangent", f"(+ 1 {GAP})", LINEAR, tangent(), "constant is left over"),
    ("log-tangent", GAP, LINEAR, tangent(summed=GAP.replace("1 n", "1 m")), "not defined for certain: .<= x n"),
    (
        "log-tangent",
        BOTH_J,
        LINE_J,
        tangent("1", "(apply J x y)", f"(* {MX} (^ (apply J x y) -1))", BOTH_J),
        "terms of",
    ),
    ("log-tangent", "(log a)", "(+ a -2)", tangent("1", "1", "a", None), "by what the bound loses"),
    ("log-tangent", "(log a)", "(+ a -1)", tangent("1", "1", "a", None, **SQUARE), "is the logarithm"),
    (
        "log-tangent",
        over("(log x)", "x 1 i"),
        over("(+ x -1)", "x 1 i"),
        tangent("1", "1", "x", over("x", "x 1 i")),
        "1 <= i does not follow",
    ),
    (
        "log-tangent",
        over("(log x)", "x 2 a", head="integral"),
        over("(+ x -1)", "x 2 a", head="integral"),
        tangent("1", "1", "x", over("x", "x 2 a", head="integral")),
        "2 <= a does not follow",
    ),
    ("largest-value", ENTROPY, "(log 2)", tangent("1", "1", HALF, None), "no function is named"),
    ("largest-value", ENTROPY, "(log 3)", tangent("1", "1", HALF, None, **COIN), "by what the bound loses"),
    ("largest-value", ENTROPY, "(log 2)", tangent("1", "1", "a", None, **COIN), "lies in the interval"),
    (
        "largest-value",
        ENTROPY,
        "(log 2)",
        tangent("1", "1", HALF, None, **{**COIN, "point": "1/3"}),
        "not 0 at the point",
    ),
    (
        "largest-value",
        ENTROPY,
        "(log 2)",
        tangent("1", "1", HALF, None, **{**COIN, "point": "2"}),
        "lies in the interval",
    ),
    ("largest-value", ENTROPY, "(log 2)", tangent("1", "1", HALF, None, **{**COIN, "upper": "2"}), "is smooth"),
    ("largest-value", ENTROPY, "(log 2)", tangent("1", "1", HALF, None, **{**COIN, "lower": "-1"}), "is smooth"),
    (
        "largest-value",
        "(^ (+ c -1) 2)",
        "0",
        tangent("1", "1", "c", None, **{**SQUARE, "body": "(^ (+ t -1) 2)"}),
        "second derivative is negative",
    ),
    (
        "largest-value",
        "(* -1 (^ c 4))",
        "0",
        tangent("1", "1", "c", None, **{**SQUARE, "body": "(* -1 (^ t 4))", "point": "0"}),
        "second derivative is negative",
    ),
    (
        "largest-value",
        "(* -1 (abs c))",
        "0",
        tangent("1", "1", "c", None, **{**SQUARE, "body": "(* -1 (abs t))", "point": "0"}),
        "is smooth",
    ),
    (
        "largest-value",
        "(* -1 (^ (+ c -1) 2))",
        "0",
        tangent("1", "1", "c", None, **{**SQUARE, "variable": "c"}),
        "is a symbol",
    ),
    ("largest-value", "(* -1 (^ (+ c -1) 2))", "0", tangent("1", "-1", "c", None, **SQUARE), "weight is not negative"),
    ("largest-value", "(* -1 (^ (+ c -1) 2))", "0", tangent("-1", "1", "c", None, **SQUARE), "bound loses"),
    (
        "largest-value",
        over("(* -1 (^ (+ x -1) 2))", X),
        "0",
        tangent("1", "1", "x", over("x", X), **{**SQUARE, "body": "(* -1 (^ (+ t (* -1 x)) 2))", "point": "x"}),
        "is smooth",
    ),
    ("sign", "(+ a (* -1 b))", "0", {}, "sign is not known"),
    ("sign", "c", "0", {}, "sign is not known"),
    ("sign", "a", "1", {}, "sign is not known"),
    ("sign", "a", "(* a a)", {}, "sign is not known"),
    ("sign", over("(* (apply P x) (log (* 2 (apply P x))))", X), "0", {}, "sign is not known"),
    ("sign", over("(* (apply p x) (log (apply p x)))", LINE, head="integral"), "0", {}, "sign is not known"),
    ("sign", over("(log (+ (apply P x) (apply Q x)))", X), "0", {}, "sign is not known"),
    ("sign", f"(* c {over('(apply P x)', X)})", "0", {}, "sign is not known"),
    ("sign", over("x", "x 1 i"), "0", {}, "1 <= i does not follow"),
    ("sign", over("x", "x 1 a", head="integral"), "0", {}, "1 <= a does not follow"),
    ("sign", over("(* x (apply p x))", LINE, head="integral"), "0", {}, "sign is not known"),
    ("sign", f"(+ {over('(apply P x)', X)} (* -1 {over('x', X)}))", "0", {}, "sign is not known"),
    ("sign", f"(^ {over('(apply P x)', X)} 2)", "0", {}, "linear combination"),
]


@pytest.mark.parametrize(("form", "left", "right", "witness", "relation"), BOUNDED)
def test_a_bound_says_its_relation(form: str, left: str, right: str, witness: dict[str, Any], relation: str) -> None:
    assert apart(form, left, right, witness).relation == relation


@pytest.mark.parametrize(("form", "left", "right", "witness", "reason"), UNBOUNDED)
def test_a_false_bound_is_refused_for_its_reason(
    form: str, left: str, right: str, witness: dict[str, Any], reason: str
) -> None:
    with pytest.raises((Refused, CertificateError), match=reason):
        apart(form, left, right, witness)


def test_each_form_has_ten_near_misses() -> None:
    assert set(BOUNDS) == {row[0] for row in BOUNDED} | {"lemmas"}
    counted = {form: sum(row[0] == form for row in (*BAD, *UNBOUNDED)) for form in (*BOUNDS, "totals", "fubini")}
    assert {form for form, count in counted.items() if count < 10} == {"lemmas"}
    assert len(LEMMA_BAD) >= 10 and len(EQUALITY_BAD) >= 10


def test_relations_add_up_only_in_one_direction() -> None:
    assert composed(["=", "<=", "="]) == "<="
    assert composed(["<=", "<", "<="]) == "<"
    assert composed([">", ">="]) == ">"
    assert composed([]) == "="
    assert composed(["<=", ">="]) is composed(["<", "=", ">="]) is composed([">", "<"]) is None
    assert is_implied("<=", "<") and is_implied(">=", "=") and is_implied("=", "=")
    assert not any(is_implied(wanted, "<=") for wanted in ("<", "=", ">=", ">"))
    assert not any(is_implied(wanted, ">") for wanted in ("<", "=", "<="))


# --- lemmas that are inequalities, and lemmas at values -----------------------------------------------------------------

KL = over("(* (apply P x) (log (* (apply P x) (^ (apply Q x) -1))))", X)
SAME = (parse("(= (apply P x) (apply Q x))"), (("x", 1, "n"),))
MASSES = (("P", "mass on n"), ("Q", "mass on n"))


def gibbs(relation: str = ">=", functions: Any = MASSES, assumed: tuple[str, ...] = (), left: str = KL) -> Lemma:
    conditions = tuple(parse(text) for text in assumed)
    return Lemma(parse(left), 0, frozenset({"n"}), conditions, functions, relation, SAME)


LEMMA_GOOD = [
    (f"(+ c {KL})", "c", "1", gibbs(), ">="),
    (f"(+ c (* -1 {KL}))", "c", "-1", gibbs(), "<="),
    (f"(* -2 a {KL})", "0", "(* -2 a)", gibbs(), "<="),
    (f"(* a {KL})", "0", "a", gibbs(">"), ">"),
    (f"(+ {KL} {KL})", "0", "2", gibbs(), ">="),
]
LEMMA_BAD = [
    (f"(+ c {KL})", "c", "-1", gibbs(), "do not differ by those of the lemma"),
    (f"(* c {KL})", "0", "c", gibbs(), "the sign of c is not known"),
    (f"(* 0 {KL})", "0", "0", gibbs(), "the sign of 0 is not known"),
    (f"(+ c {KL})", "(+ c 1)", "1", gibbs(), "do not differ by those of the lemma"),
    (f"(+ c {KL})", "c", "(log c)", gibbs(), "not defined for certain"),
    (KL, "0", "1", gibbs(functions=(("P", "mass on m"), ("Q", "mass on n"))), "assumes does not follow"),
    (KL, "0", "1", gibbs(functions=(("P", "density on R"), ("Q", "mass on n"))), "assumes does not follow"),
    (KL, "0", "1", gibbs(functions=(*MASSES, ("R", "mass on n"))), "assumes does not follow"),
    (KL, "0", "1", gibbs(assumed=("(< 3 n)",)), "assumes does not follow"),
    (KL, "0", "1", gibbs(left=KL.replace("Q", "R"), functions=MASSES), "do not differ by those of the lemma"),
    (KL.replace("1 n", "1 m"), "0", "1", gibbs(), "do not differ by those of the lemma"),
    (KL.replace("1 n", "2 n"), "0", "1", gibbs(), "do not differ by those of the lemma"),
    (KL.replace("P", "S").replace("(apply S x)", "(apply S x x)"), "0", "1", gibbs(), "do not differ by those"),
]


@pytest.mark.parametrize(("left", "right", "times", "lemma", "relation"), LEMMA_GOOD)
def test_an_inequality_is_cited(left: str, right: str, times: str, lemma: Lemma, relation: str) -> None:
    found = apart("lemmas", left, right, {"times": times}, (lemma,))
    assert found.relation == relation
    assert found.case == SAME


@pytest.mark.parametrize(("left", "right", "times", "lemma", "reason"), LEMMA_BAD)
def test_an_inequality_is_not_cited_where_it_says_nothing(
    left: str, right: str, times: str, lemma: Lemma, reason: str
) -> None:
    with pytest.raises((Refused, CertificateError), match=reason):
        apart("lemmas", left, right, {"times": times}, (lemma,))


def test_an_inequality_is_no_equation() -> None:
    with pytest.raises(Refused, match="after the lemmas"):
        apart("lemmas", KL, "0", {}, (gibbs(),))
    with pytest.raises(Refused, match="not one lemma"):
        apart("lemmas", KL, "0", {"times": "1"}, (gibbs(), gibbs()))


SCALED = Lemma(
    parse("(integral (* (apply p (* (^ s -1) x)) (^ s -1)) x %-oo %oo)"),
    parse("(* s t)"),
    frozenset({"s", "t", "n"}),
    (parse("(< 0 s)"), parse("(integer t)"), parse("(< t n)")),
    (("p", "density on R"), ("P", "mass on n")),
    equality=(parse("(= (apply P x) t)"), (("x", 1, "n"),)),
)


def test_a_lemma_at_values() -> None:
    found = instance(SCALED, {"s": parse("(* 2 a)"), "t": -1}, CONTEXT)
    assert found.right == parse("(* (* 2 a) -1)")
    assert found.symbols == {"n"}
    assert found.assumed == (parse("(< 0 (* 2 a))"), parse("(integer -1)"), parse("(< -1 n)"))
    assert found.follows_from(CONTEXT)


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"u": "1"}, "is no symbol of the lemma"),
        ({"n": "2"}, "is the size of an alphabet"),
        ({"s": "(log c)"}, "not defined for certain"),
        ({"s": "(^ c -1)"}, "not defined for certain"),
        ({"s": "z"}, "z is a number"),
        ({"t": "x"}, "x is a number"),
    ],
)
def test_a_lemma_at_no_values(values: dict[str, str], reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        instance(SCALED, {name: parse(text) for name, text in values.items()}, CONTEXT)


@pytest.mark.parametrize(
    "values", [{"s": "c"}, {"s": "0"}, {"s": "-1"}, {"t": "1/2"}, {"t": "a"}, {"t": "n"}, {"t": "k"}]
)
def test_a_lemma_outside_of_its_conditions(values: dict[str, str]) -> None:
    whole = {"s": "1", "t": "0", **values}
    found = instance(SCALED, {name: parse(text) for name, text in whole.items()}, CONTEXT)
    assert not found.follows_from(CONTEXT)


def test_a_value_that_a_case_of_equality_would_capture() -> None:
    inside = CONTEXT.within("sum", "x", 1, "n")
    with pytest.raises(Refused, match="x is a variable of the case of equality"):
        instance(SCALED, {"t": "x"}, inside)


# --- cases of equality ------------------------------------------------------------------------------------------------

PLACES = (("x", 1, "n"),)
EQUALITY_GOOD = [
    ("(= (apply P x) (apply Q x))", PLACES),
    ("(= (apply Q x) (apply P x))", PLACES),
    ("(= (* 2 (apply Q x)) (* 2 (apply P x)))", PLACES),
    (f"(= {RATIO} 1)", PLACES),
    (f"(= 1 {RATIO})", PLACES),
]
EQUALITY_BAD = [
    ("(= (apply P x) (* 2 (apply Q x)))", PLACES, "is another equation"),
    ("(= (apply P x) (^ (apply Q x) 2))", PLACES, "is another equation"),
    ("(= (apply P x) 1)", PLACES, "is another equation"),
    ("(= (apply P x) (apply P x))", PLACES, "is another equation"),
    ("(= 1 1)", PLACES, "is another equation"),
    ("(= (* c (apply P x)) (* c (apply Q x)))", PLACES, "is another equation"),
    ("(= (+ (apply P x) (log c)) (+ (apply Q x) (log c)))", PLACES, "is another equation"),
    ("(= (apply P 1) (apply Q 1))", PLACES, "is another equation"),
    ("(<= (apply P x) (apply Q x))", PLACES, "is no equation"),
    ("(!= (apply P x) (apply Q x))", PLACES, "is no equation"),
    ("(= (apply P x) (apply Q x))", (("x", 2, "n"),), "over other ranges"),
    ("(= (apply P x) (apply Q x))", (("x", 1, "m"),), "over other ranges"),
    ("(= (apply P x) (apply Q x))", (), "over other ranges"),
    ("(= (apply P x) (apply Q x))", (*PLACES, ("y", 1, "m")), "over other ranges"),
]


@pytest.mark.parametrize(("condition", "places"), EQUALITY_GOOD)
def test_a_case_of_equality_is_shown(condition: str, places: Any) -> None:
    demand_equality((parse(condition), places), apart("log-tangent", GAP, LINEAR, tangent()))


@pytest.mark.parametrize(("condition", "places", "reason"), EQUALITY_BAD)
def test_a_false_case_of_equality_is_refused_for_its_reason(condition: str, places: Any, reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        demand_equality((parse(condition), places), apart("log-tangent", GAP, LINEAR, tangent()))


def test_a_weight_that_may_be_0_shows_no_case_of_equality() -> None:
    left, right = (over(f"(* (+ x -1) {part})", X) for part in ("(log (apply P x))", "(+ -1 (apply P x))"))
    found = apart("log-tangent", left, right, tangent("1", "(+ x -1)", "(apply P x)", left))
    with pytest.raises(Refused, match="is not shown"):
        demand_equality((parse("(= (apply P x) 1)"), PLACES), found)


@pytest.mark.parametrize(
    ("head", "places", "is_named"),
    [("sum", X, True), ("integral", LINE, True), ("sum", "x 1 %oo", False), ("integral", "x 1 2", False)],
)
def test_of_a_sum_without_an_end_and_an_integral_with_two_no_case_of_equality_is_named(
    head: str, places: str, is_named: bool
) -> None:
    """A case names no head: its range is read as that of whole numbers, or of almost all, by whether its ends are finite."""
    weight, at = "(exp (* -1 (^ x 2)))", "(exp x)"
    left, right = (over(f"(* {weight} {part})", places, head=head) for part in (f"(log {at})", f"(+ -1 {at})"))
    assert (apart("log-tangent", left, right, tangent("1", weight, at, left)).equal_where is not None) is is_named


def test_a_strict_inequality_and_a_sign_have_no_case_of_equality() -> None:
    with pytest.raises(Refused, match="strict inequality"):
        demand_equality(SAME, Bounded("<"))
    with pytest.raises(Refused, match="is not shown"):
        demand_equality(SAME, apart("sign", over("(apply P x)", X), "0", {}))


def test_the_case_of_equality_of_a_lemma_is_its_own() -> None:
    found = apart("lemmas", KL, "0", {"times": "1"}, (gibbs(),))
    demand_equality(SAME, found)
    for condition, places in ((SAME[0], ()), (parse("(= (apply P x) (* 2 (apply Q x)))"), PLACES)):
        with pytest.raises(Refused, match="not that of the lemma"):
            demand_equality((condition, places), found)
