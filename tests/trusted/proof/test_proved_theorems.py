"""Every theorem of the package is proved; breaks of its certificate, each refused for its own reason."""

from __future__ import annotations

import dataclasses
import json
from functools import cache
from typing import Any

import pytest

from symbinfo.derivation.certify.export import certificate_of
from symbinfo.derivation.theorems import names, theorem
from symbinfo.trusted import Certificate
from symbinfo.trusted.abstract_functions import assumed_to_converge
from symbinfo.trusted.proof.context import Context
from symbinfo.trusted.proof.inference import Lemma
from symbinfo.trusted.proof.lemmas_inside import LemmasInside
from symbinfo.trusted.proof.point_masses import with_point_masses
from symbinfo.trusted.proof.replay import Replay, replay
from symbinfo.trusted.statement_words import assumptions_of, statement_of
from symbinfo.trusted.terms import dump, parse


@cache
def text_of(name: str) -> str:
    return json.dumps(certificate_of(theorem(name)).to_dict())


def replayed(text: str) -> Replay:
    return replay(Certificate.from_dict(json.loads(text)))


#: What is checked in numbers alone, and what no form of inference shows: its convexity is not strict at 1/2.
OPEN = {"pinsker-inequality": "that the second derivative is negative is not shown"}


@pytest.mark.parametrize("name", [name for name, _ in names() if name not in OPEN])
def test_a_theorem_is_proved(name: str) -> None:
    found = replayed(text_of(name))
    assert found.open == []
    assert found.whole


@pytest.mark.parametrize("name", OPEN)
def test_a_theorem_that_is_not_proved_wants_one_thing(name: str) -> None:
    found = replayed(text_of(name))
    assert not found.whole
    assert [place.reason for place in found.open if "the lemma" not in place.reason] == [OPEN[name]]


# name of the theorem, what is changed (once), what it becomes, and where and why the replay stops
BREAKS: list[tuple[str, str, str, str]] = [
    ("gibbs-inequality", '"relation": ">="', '"relation": "<="', "it is >= that was shown, not <="),
    ("entropy-is-nonnegative", '"relation": ">="', '"relation": ">"', "it is >= that was shown, not >"),
    ("entropy-is-nonnegative", '"relation": ">="', '"relation": "="', "no form of inference is called sign"),
    ("gibbs-inequality", '"times": "-1"', '"times": "1"', "integrands differ"),
    ("gibbs-inequality", '"weight": "(apply P x)"', '"weight": "(apply Q x)"', "integrands differ"),
    ("gibbs-inequality", '"at": "(* (apply Q x)', '"at": "(* (apply P x)', "integrands differ"),
    ("gibbs-inequality", '"Q": "mass on n"', '"Q": "mass on 7"', "not defined for certain"),
    (
        "gibbs-inequality",
        '"condition": "(= (apply P x) (apply Q x))"',
        '"condition": "(= (apply P x) 1)"',
        "another equation",
    ),
    ("gibbs-inequality", '"over": [["x", "1", "n"]]', '"over": [["x", "1", "1"]]', "over other ranges"),
    (
        "gibbs-inequality",
        '"over": [["x", "1", "n"]]',
        '"over": [["x", "1", "n"], ["y", "1", "n"]]',
        "over other ranges",
    ),
    ("gibbs-inequality", '"upper": "n"}, "Q"', '"upper": "(+ n -1)"}, "Q"', "its total is not proved"),
    ("maximum-entropy-by-lagrange", '"point": "(^ k -1)"', '"point": "(^ k -2)"', "is not 0 at the point"),
    ("maximum-entropy-by-lagrange", '"lower": "0"', '"lower": "-1"', "smooth on the interval"),
    ("maximum-entropy-by-lagrange", '"total": "P"', '"total": []', "a constant is left over"),
    ("bernoulli-maximum", '"condition": "(= phi 1/2)"', '"condition": "(= phi 1/3)"', "another equation"),
    ("bernoulli-maximum", '"point": "1/2"', '"point": "1/3"', "is not 0 at the point"),
    ("bernoulli-maximum", '"relation": "<="', '"relation": ">="', "it is <= that was shown"),
    ("mutual-information-is-symmetric", '"P": "mass on n m"', '"P": "mass on m n"', "its total is not proved"),
    ("entropy-is-nonnegative", '"P": "mass on n"', '"P": "density on R"', "its total is not proved"),
    ("decreasing-self-information", '"relation": "<"', '"relation": ">"', "it is < that was shown"),
    ("kl-is-not-symmetric", '"relation": "<"', '"relation": ">"', "it is < that was shown"),
    ("metres-to-centimetres", '"a": "100"', '"a": "10"', "assumed in a lemma alone"),
    ("metres-to-centimetres", '"a": "100"', '"a": "0"', "assumed in a lemma alone"),
    ("cross-entropy-bound", '"times": "1"', '"times": "-1"', "do not differ by those of the lemma"),
    ("conditioning-reduces-entropy", '"times": "-1"', '"times": "1"', "terms of the sums differ"),
    ("classification", '"conditions": ["(<= c n)"]', '"conditions": []', "its total is not proved"),
    ("entropy-of-a-function", '"f": "map from m to n"', '"f": "map from n to n"', "its total is not proved"),
    ("fano-inequality", '"(< epsilon 1)"', '"(< epsilon 2)"', "lies in the interval of the function does not follow"),
    ("fano-inequality", "(^ n -1)", "(^ n -2)", "sums differ"),
    ("fano-inequality", '"Q": "mass on n m"', '"Q": "mass on m n"', "not defined for certain"),
    ("log-sum-inequality", '"times": "a"', '"times": "b"', "do not differ by those of the lemma"),
    ("log-sum-inequality", '"a": "positive"', '"a": "real"', "the sign of a is not known"),
    ("kl-is-convex", '"(< t 1)"', '"(< t 2)"', "that its density is not negative is not shown"),
    ("kl-is-convex", '"times": "(* -1 (+ 1 (* -1 t)))"', '"times": "(* -1 t)"', "do not differ by those of the lemma"),
    ("cross-entropy-is-convex", '"times": "t"', '"times": "1"', "do not differ by those of the lemma"),
    ("entropy-is-concave", '"(< t 1)"', '"(< t 2)"', "that its density is not negative is not shown"),
    ("entropy-is-concave", '"relation": ">="', '"relation": "<="', "it is >= that was shown"),
    ("kl-of-independent-parts", '"Q1": "mass on n"', '"Q1": "mass on m"', "its total is not proved"),
    ("entropy-of-a-shift", '"branches": ["(+ c x)"]', '"branches": ["(+ c c x)"]', "integrands differ"),
    ("kl-of-scaled-laws", '"branches": ["(+ b (* a x))"]', '"branches": ["(* a x)"]', "integrands differ"),
    ("kl-of-scaled-laws", '"a": "nonzero"', '"a": "real"', "not defined for certain"),
]


@pytest.mark.parametrize(("name", "old", "new", "reason"), BREAKS)
def test_a_break_is_refused_for_its_reason(name: str, old: str, new: str, reason: str) -> None:
    text = text_of(name)
    assert old in text
    found = replayed(text.replace(old, new))
    assert not found.whole
    assert "main" not in found.proved
    assert any(reason in place.reason for place in found.open), found.open


def test_a_claim_is_what_its_steps_add_up_to() -> None:
    data: Any = json.loads(text_of("gibbs-inequality"))
    for relation, proved in ((">=", True), (">", False), ("<=", False), ("=", False)):
        data["derivations"]["main"]["claim"]["relation"] = relation
        found = replay(Certificate.from_dict(data))
        assert found.whole is proved
        assert proved or "add up to" in found.open[-1].reason


def test_directions_do_not_mix() -> None:
    data: Any = json.loads(text_of("entropy-is-nonnegative"))
    main = data["derivations"]["main"]
    down = {"relation": "<=", "term": "1", "rule": "sign", "lemmas": [], "witness": {"form": "sign"}}
    main["steps"].append(down)
    main["claim"]["right"] = "1"
    reasons = [place.reason for place in replay(Certificate.from_dict(data)).open]
    assert reasons == ["the claim is not what the steps add up to"]


def test_a_lemma_about_another_kind_of_function_is_not_cited() -> None:
    data: Any = json.loads(text_of("cross-entropy-bound"))
    lemma = data["derivations"]["L2"]
    text = json.dumps(lemma).replace("mass on n", "mass on k").replace('"n"', '"k"').replace("1 n)", "1 k)")
    data["derivations"]["L2"] = json.loads(text)
    found = replay(Certificate.from_dict(data))
    assert "L2" in found.proved
    assert [place.reason for place in found.open if "insert-lemma" in place.where] == [
        "what the lemma assumes does not follow"
    ]


def test_what_a_lemma_assumes_to_converge_is_assumed_where_it_is_cited() -> None:
    data: Any = json.loads(text_of("metres-to-centimetres"))
    main = data["derivations"]["main"]
    zero = {"relation": "=", "term": "0", "rule": "collect", "lemmas": [], "witness": {"form": "same"}}
    start = f"(+ {main['start']} (* -1 {main['claim']['right']}))"
    for entry in (main["laws"], main["symbols"]):
        entry.clear()
    main |= {"start": "0", "measure": None, "steps": [{**main["steps"][0], "term": start}, zero]}
    main["claim"] = {"relation": "=", "left": "0", "right": "0"}
    reasons = [place.reason for place in replay(Certificate.from_dict(data)).open]
    assert any("converges is assumed in a lemma alone" in reason for reason in reasons)


# --- what is said with a statement ------------------------------------------------------------------------------------

DENSITIES = (
    "differential-entropy",
    "gibbs-inequality-for-densities",
    "kl-as-integral",
    "mutual-information-as-integral",
)


@pytest.mark.parametrize("name", [*DENSITIES, "scaling-law", "metres-to-centimetres"])
def test_what_converges_by_assumption_is_said(name: str) -> None:
    certificate = Certificate.from_dict(json.loads(text_of(name)))
    main = certificate[certificate.main]
    used = replay(certificate).proved["main"].converging
    assert used
    assert set(used) <= set(assumed_to_converge(main))
    assert all("converges absolutely" in line for line in assumptions_of(main)[-len(assumed_to_converge(main)) :])


def test_sums_over_finite_alphabets_assume_nothing() -> None:
    certificate = Certificate.from_dict(json.loads(text_of("mutual-information-by-entropies")))
    assert all(not lemma.converging for lemma in replay(certificate).proved.values())
    assert "converges" not in statement_of(certificate)


def test_the_case_of_equality_is_part_of_the_statement() -> None:
    for name, words in (
        ("gibbs-inequality", "KL(P || Q) >= 0 nats, with equality exactly when P(x) = Q(x) for all x from 1 to n"),
        ("gibbs-inequality-for-densities", "equality exactly when p(x) = q(x) for almost all x from -oo to oo"),
        ("maximum-entropy", "H(P) <= log(k) nats, with equality exactly when P(x) = 1/k for all x from 1 to k"),
        ("bernoulli-maximum", "H(X) <= log(2) nats, with equality exactly when phi = 1/2"),
    ):
        assert words in statement_of(Certificate.from_dict(json.loads(text_of(name))))
    assert "any positive mass" in statement_of(Certificate.from_dict(json.loads(text_of("gibbs-inequality"))))


# --- weights at one place ---------------------------------------------------------------------------------------------

CONTEXT = Context(
    {"c": "positive integer", "n": "positive integer", "m": "positive integer", "a": "real"},
    [parse("(<= c n)")],
    {"Q": "mass on n", "f": "map from m to n"},
)
AT_C = "(cases (case 1 (= x c)) (case 0 true))"
AT_F = "(cases (case 1 (= x (apply f y))) (case 0 true))"
READ = [
    (f"(sum (* {AT_C} (log (apply Q x))) x 1 n)", "(* 1 (log (apply Q c)))"),
    (f"(sum {AT_C} x 1 n)", "(* 1)"),
    (f"(+ a (sum (* 2 {AT_C} x) x 1 n))", "(+ a (* 1 2 c))"),
    (f"(sum (sum (* {AT_F} y) y 1 m) x 1 n)", "(sum (* 1 y) y 1 m)"),
    (f"(sum (sum (* {AT_F} (log x)) x 1 n) y 1 m)", "(sum (* 1 (log (apply f y))) y 1 m)"),
]
LEFT = [
    f"(sum (* {AT_C} (log (apply Q x))) x 1 m)",  # that c <= m is not known
    f"(sum (* {AT_C} (log (apply Q x))) x 2 n)",
    f"(integral (* {AT_C} (log x)) x 1 n)",
    f"(sum (* {AT_C} (log x)) x 1 %oo)",
    f"(sum (* {AT_C.replace(' c)', ' a)')} x) x 1 n)",  # a need not be whole
    f"(sum (* {AT_C.replace(' c)', ' (+ x 1))')} x) x 1 n)",
    f"(sum (* {AT_C.replace('case 1', 'case 2')} x) x 1 n)",
    f"(sum (* {AT_C.replace('case 0', 'case 1')} x) x 1 n)",
    f"(sum (* {AT_C.replace('(= x c)', '(<= x c)')} x) x 1 n)",
    f"(sum (* {AT_C} k) k 1 n)",
    f"(sum (sum (* {AT_F} y) y 1 m) x 1 m)",  # f takes values up to n
    f"(sum (sum (* {AT_F} y) y 1 n) x 1 n)",  # f is defined up to m
    f"(sum (sum (* {AT_F} y) y 1 x) x 1 n)",
    f"(sum (^ {AT_C} 2) x 1 n)",
    f"(* {AT_C} a)".replace("x", "n"),
]


@pytest.mark.parametrize(("term", "found"), READ)
def test_a_sum_over_one_place_is_its_term_there(term: str, found: str) -> None:
    weights = frozenset(map(parse, (AT_C, AT_F)))
    assert dump(with_point_masses(parse(term), weights, CONTEXT)) == found


@pytest.mark.parametrize("term", LEFT)
def test_another_sum_is_left_as_it_is(term: str) -> None:
    weights = frozenset(
        parse(own)
        for own in (AT_C, AT_F, AT_C.replace(" c)", " a)"), AT_C.replace(" c)", " (+ x 1))"), AT_C.replace("x", "n"))
    )
    assert with_point_masses(parse(term), weights, CONTEXT) == parse(term)


def test_a_law_that_no_title_names_hides_nothing() -> None:
    data: Any = json.loads(text_of("classification"))
    lemma = data["derivations"]["L2"]
    assert replay(Certificate.from_dict(data)).whole
    lemma["measure"] = None
    reasons = {place.where: place.reason for place in replay(Certificate.from_dict(data)).open}
    assert reasons["L2, the start"].startswith("not defined for certain: (< 0 (cases")


def test_a_weight_of_no_law_hides_nothing() -> None:
    term = parse(f"(sum (* {AT_C} (log (+ x (* -1 c)))) x 1 n)")
    assert with_point_masses(term, frozenset(), CONTEXT) == term


def test_sums_are_exchanged_only_where_they_are_named() -> None:
    data: Any = json.loads(text_of("chain-rule"))
    (step,) = [step for step in data["derivations"]["main"]["steps"] if "exchanged" in step["witness"]]
    del step["witness"]["exchanged"]
    (place,) = replay(Certificate.from_dict(data)).open
    assert place.reason == "the two sides differ after the order of the sums is changed"


# --- what is known of an inequality, or of a parameter, is no more than that ---------------------------------------------


def test_an_inequality_is_no_total() -> None:
    data: Any = json.loads(text_of("uniform-entropy"))
    total = data["derivations"]["T1"]
    total["steps"] = [{"relation": "<=", "term": "1", "rule": "r", "lemmas": [], "witness": {"form": "sign"}}]
    total["claim"]["relation"] = "<="
    reasons = {place.where: place.reason for place in replay(Certificate.from_dict(data)).open}
    assert reasons["main, law P"] == "its total is not proved"


def test_an_affine_image_has_a_total_where_its_slope_is_not_0() -> None:
    for kind, proved in (
        ("nonzero", True),
        ("negative", True),
        ("positive", True),
        ("real", False),
        ("nonnegative", False),
    ):
        text = text_of("scaling-law").replace('"a": "nonzero"', f'"a": "{kind}"')
        assert replayed(text).whole is proved


def test_two_terms_are_not_bounded_at_once() -> None:
    data: Any = json.loads(text_of("gibbs-inequality"))
    main = data["derivations"]["main"]
    for step in (main, *main["steps"][:4]):
        key = "start" if "start" in step else "term"
        step[key] = f"(* 2 {step[key]})"
    main["measure"], main["laws"] = None, {}
    main["steps"], main["claim"] = (
        main["steps"][:4],
        {"relation": ">=", "left": main["start"], "right": main["steps"][3]["term"]},
    )
    (place,) = replay(Certificate.from_dict(data)).open
    assert place.where == "main, step 4 tangent-of-log"
    assert place.reason == "the integrands differ"
    main["steps"][3]["witness"]["tangent"]["times"] = "-2"
    assert replay(Certificate.from_dict(data)).open == []


# --- what is cited under binders ----------------------------------------------------------------------------------------

KNOWN = Lemma(parse("(integral (* (exp (* -1 s t)) s) t 0 %oo)"), 1, frozenset({"s"}), (parse("(< 0 s)"),))
INSIDE = Context({"a": "positive", "c": "real"})
NESTED = "(integral (* (exp (* -1 x)) (integral (* (exp (* -1 {0} t)) {0}) t 0 %oo)) x {1} %oo)"


def put_in(value: str, term: str, lemma: Lemma = KNOWN) -> str:
    return dump(LemmasInside([(lemma, (("s", parse(value)),))]).inserted(parse(term), INSIDE))


def test_a_lemma_is_cited_under_a_binder_at_the_variable() -> None:
    found = put_in("x", NESTED.format("x", "0"))
    assert found == "(integral (* (exp (* -1 x)) 1) x 0 %oo)"
    assert put_in("(+ 1 (^ x 2))", NESTED.format("(+ 1 (^ x 2))", "%-oo")) != NESTED.format("(+ 1 (^ x 2))", "%-oo")
    assert put_in("(+ a x)", NESTED.format("(+ x a)", "0")) != NESTED.format("(+ x a)", "0")


@pytest.mark.parametrize(
    ("value", "term", "lemma"),
    [
        ("x", NESTED.format("x", "%-oo"), KNOWN),  # x may be negative
        ("x", NESTED.format("x", "-1"), KNOWN),
        ("c", NESTED.format("c", "0"), KNOWN),
        ("x", NESTED.format("a", "0"), KNOWN),
        ("a", NESTED.format("x", "0"), KNOWN),
        ("(* -1 x)", NESTED.format("(* -1 x)", "0"), KNOWN),
        ("y", NESTED.format("y", "0").replace("y)", "a)"), KNOWN),
        ("x", NESTED.format("x", "0").replace("t 0", "t 1"), KNOWN),
        ("x", NESTED.format("x", "0").replace("t 0 %oo", "t 0 1"), KNOWN),
        ("x", NESTED.format("x", "0").replace("(integral (* (exp (* -1 x t", "(sum (* (exp (* -1 x t"), KNOWN),
        ("x", NESTED.format("x", "0"), dataclasses.replace(KNOWN, relation="<=")),
        ("x", NESTED.format("x", "0"), dataclasses.replace(KNOWN, right="%oo")),
        ("x", NESTED.format("x", "0"), dataclasses.replace(KNOWN, assumed=(parse("(< 1 s)"),))),
        ("x", NESTED.format("x", "0"), dataclasses.replace(KNOWN, converging=(KNOWN.left,))),
        ("x", NESTED.format("x", "0"), dataclasses.replace(KNOWN, symbols=frozenset({"s", "z"}))),
        ("x", NESTED.format("x", "0"), dataclasses.replace(KNOWN, functions=(("P", "mass on n"),))),
        ("t", NESTED.format("t", "0"), KNOWN),  # bound inside: no value of the lemma
    ],
)
def test_a_lemma_is_not_cited_where_its_values_are_not_such(value: str, term: str, lemma: Lemma) -> None:
    assert put_in(value, term, lemma) == term


@pytest.mark.parametrize(("head", "cited"), [("integral", True), ("sum", False)])
def test_what_holds_for_almost_all_values_is_cited_for_variables_of_integrals(head: str, cited: bool) -> None:
    almost = LemmasInside([(dataclasses.replace(KNOWN, almost=frozenset({"s"})), ())])
    term = parse(f"({head} (integral (* (exp (* -1 s t)) s) t 0 %oo) s 1 3)")
    assert (almost.inserted(term, INSIDE) != term) is cited
    assert almost.inserted(KNOWN.left, Context({"s": "positive"})) == KNOWN.left


def test_a_multiple_converges_by_what_is_cited_if_the_factor_is_not_0() -> None:
    known = LemmasInside([(KNOWN, (("s", "a"),))])
    there = INSIDE.within("integral", "x", 0, "%oo")
    for factor, converges in (
        ("1", True),
        ("x", True),
        ("(* -2 a)", True),
        ("c", False),
        ("(+ x -1)", False),
        ("t", False),
    ):
        total = parse(f"(integral (* {factor} (exp (* -1 a t))) t 0 %oo)")
        assert known.converges(total, there) is converges


BIVARIATE = [
    ('"marginals": ["L20", "L24"]', '"marginals": ["L24"]', "main, the title"),
    ('"marginals": ["L20", "L24"]', '"marginals": ["L20"]', "main, the title"),
    ('"marginals": ["L20", "L24"]', '"marginals": ["L20", "L20"]', "main, the title"),
    ('"conditions": ["(< rho 1)", "(< -1 rho)"]', '"conditions": ["(< rho 1)"]', "main, law P"),
    ('"m": "(+ mu2 (* rho sigma2', '"m": "(+ mu2 (* -1 rho sigma2', "L4, step 2 insert"),
    ('"m": "(+ mu2 (* rho sigma2', '"m": "(+ mu1 (* rho sigma2', "L4, step 2 insert"),
    (
        '"s": "(* sigma2 (^ (+ 1 (* -1 (^ rho 2))) 1/2))"',
        '"s": "(* sigma2 (+ 1 (* -1 (^ rho 2))))"',
        "L4, step 2 insert",
    ),
    ('"s": "(* sigma2 (^ (+ 1 (* -1 (^ rho 2))) 1/2))"', '"s": "(* rho sigma2)"', "L4, step 2 insert"),
]


@pytest.mark.parametrize(("old", "new", "where"), BIVARIATE)
def test_a_break_of_two_normal_variables_is_refused(old: str, new: str, where: str) -> None:
    text = text_of("bivariate-normal")
    assert old in text
    found = replayed(text.replace(old, new))
    assert "main" not in found.proved
    assert where in [place.where for place in found.open], found.open
