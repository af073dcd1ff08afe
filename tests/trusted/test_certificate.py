"""Terms and certificates as data: round trips, the closed list of heads, and shapes that must not be read."""

import json
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from symbinfo.expressions.errors import CertificateError
from symbinfo.trusted.certificate import Certificate
from symbinfo.trusted.terms import (
    DEEPEST_TERM,
    applications,
    dump,
    free_symbols,
    functions,
    parse,
    replace,
    replace_together,
)

GOOD = sorted((Path(__file__).parent / "good_certificates").glob("*.json"))

TERMS = st.recursive(
    st.one_of(
        st.integers(-(10**12), 10**12),
        st.builds(Fraction, st.integers(-99, 99), st.integers(2, 99)).filter(lambda f: f.denominator > 1),
        st.sampled_from(["x", "sigma1", "%pi", "%e", "%oo"]),
    ),
    lambda inner: st.one_of(
        st.tuples(st.just("+"), inner, inner, inner),
        st.tuples(st.just("^"), inner, inner),
        st.tuples(st.just("log"), inner),
        st.tuples(st.just("integral"), inner, st.just("x"), inner, inner),
        st.tuples(st.just("limit"), inner, st.just("x"), inner, st.sampled_from(["+", "-"])),
        st.tuples(st.just("cases"), st.tuples(st.just("case"), inner, st.tuples(st.just("<"), inner, inner))),
    ),
    max_leaves=20,
)


@given(TERMS)
def test_what_is_dumped_is_read_back(term):
    assert parse(dump(term)) == term


@pytest.mark.parametrize(
    "text",
    [
        "", "(", ")", "x y", "(+ 1", "(+)", "(foo x)", "(log)", "(log x y)", "1.5", "1/0", "(^ x)", "x'", "%tau", "+",
        "(+ 1 -)", "(integral x 1 0 1)", "(integral x %pi 0 1)", "(limit x x 0 1)", "(diff x x 0 n)", "(diff x x 0 0)",
        "(+ (< 1 x) 1)", "(and x y)", "(not 1)", "(case 1 true)x", "(cases 1)", "(log (case 1 true))", "(+ true 1)",
        "(integral x true 0 1)", "(apply 1 x)", "(apply p)", "(apply p x true)", "(apply)", "(1 2)", "((log x))", "9" * 5000,
    ],
)  # fmt: skip
def test_what_is_no_term_is_not_read(text):
    with pytest.raises(CertificateError):
        parse(text)


@pytest.mark.parametrize("depth", [DEEPEST_TERM + 1, 100_000])
def test_depth_is_an_error_and_no_overflow(depth):
    with pytest.raises(CertificateError, match="deeper"):
        parse("(exp " * depth + "x" + ")" * depth)


def test_the_deepest_term_can_be_used():
    text = "(exp " * (DEEPEST_TERM - 1) + "x" + ")" * (DEEPEST_TERM - 1)
    assert dump(parse(text)) == text
    assert free_symbols(parse(text)) == {"x"}


def test_long_text_is_an_error():
    with pytest.raises(CertificateError, match="characters"):
        parse("(+ " + "1 " * 1_000_001 + ")")


@pytest.mark.parametrize(
    ("text", "free"),
    [
        ("(integral (* a x) x 0 b)", {"a", "b"}),
        ("(integral (* a x) x 0 x)", {"a", "x"}),
        ("(apply p (* a x))", {"a", "x"}),
        ("(apply p x (+ p y))", {"x", "p", "y"}),
        ("(sum (apply p x y) x 1 n)", {"y", "n"}),
        ("(limit (log t) t s +)", {"s"}),
        ("(cases (case a (< b 1)) (case %pi true))", {"a", "b"}),
    ],
)
def test_free_symbols(text, free):
    assert free_symbols(parse(text)) == free


def test_functions_are_found():
    assert functions(parse("(+ (apply p x) (log (apply q x)))")) == {"p", "q"}


def test_an_application_keeps_all_its_arguments():
    assert replace(parse("(apply p x y)"), "y", "z") == parse("(apply p x z)")
    assert replace(parse("(apply p x y)"), "p", "z") == parse("(apply p x y)")
    assert applications(parse("(* (apply p x) (apply p x y))")) == {("p", 1), ("p", 2)}
    assert replace(parse("(sum (apply p x y) x 1 n)"), "y", "x") == parse("(sum (apply p x_1 x) x_1 1 n)")


def test_replacing_respects_binders():
    term = parse("(+ x (integral (* x y) x 0 x))")
    assert replace(term, "x", 7) == parse("(+ 7 (integral (* x y) x 0 7))")
    assert replace(term, "y", "x") == parse("(+ x (integral (* x_1 x) x_1 0 x))")
    inner = parse("(sum (sum (* x x_1 y) x_1 1 2) x 1 3)")
    assert replace(inner, "y", "x") == parse("(sum (sum (* x_1 x_1_1 x) x_1_1 1 2) x_1 1 3)")


def test_symbols_are_replaced_together():
    term = parse("(+ x (* 2 y))")
    assert replace_together(term, {"x": "y", "y": "x"}) == parse("(+ y (* 2 x))")


@pytest.mark.parametrize("path", GOOD, ids=lambda p: p.stem)
def test_certificates_make_the_round_trip(path):
    certificate = Certificate.loads(path.read_text())
    assert Certificate.loads(certificate.dumps()) == certificate
    assert Certificate.from_dict(certificate.to_dict()) == certificate


def _paths(data, path=()):
    """Every place in JSON data."""
    yield path
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in items:
        yield from _paths(value, (*path, key))


@pytest.mark.parametrize("value", [None, 4, "(", [], {}, [[1]], True, 1.5, "no such thing"], ids=repr)
def test_a_wrong_value_anywhere_is_an_error_with_a_place(value):
    text = next(p for p in GOOD if p.stem == "entropy_bernoulli").read_text()
    # A rule's name and a lemma's name are any text; no conditions, laws, functions or measure is a certificate too.
    free = {"rule", "conditions", "functions", "measure", "laws", "steps", "lemmas"}
    for path in _paths(json.loads(text)):
        if path[-2:] == ("measure", "name") and isinstance(value, str):
            continue  # whether it has a definition is the checker's question
        if not path or path[-1] in free or path[-1] == 0 or "lemmas" in path or path[-2:-1] == ("laws",):
            continue
        data = json.loads(text)
        place = data
        for key in path[:-1]:
            place = place[key]
        place[path[-1]] = value
        with pytest.raises(CertificateError):
            Certificate.from_dict(data)


@pytest.mark.parametrize(
    "text", ["", "[]", "3", "{}", '{"schema": 2}', "[" * 100_000, '{"schema": 1, "main": [], "derivations": {}}']
)
def test_what_is_no_certificate_is_not_read(text):
    with pytest.raises(CertificateError):
        Certificate.loads(text)


def test_the_checker_loads_no_sympy():
    code = "import sys, symbinfo.checker; sys.exit(any(m in sys.modules for m in ('sympy', 'numpy', 'scipy')))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
