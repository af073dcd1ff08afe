"""What a context remembers is said there alone: not around it, not beside it, and not more strictly than it was asked."""

from __future__ import annotations

import pytest

from symbinfo.trusted import parse
from symbinfo.trusted.proof.context import Context
from symbinfo.trusted.proof.definedness import undefined
from symbinfo.trusted.proof.linear_inequalities import sign_that_follows
from symbinfo.trusted.proof.normal_form import equal, key
from symbinfo.trusted.proof.sign_sets import ANY, NEGATIVE, NONNEGATIVE, NONPOSITIVE, POSITIVE, ZERO
from symbinfo.trusted.proof.signs import implied, sign

HALF = parse("(log x)")


def test_what_is_made_twice_is_one_context():
    context = Context({"a": "positive"})
    assert context.within("integral", "x", 0, "a") is context.within("integral", "x", 0, "a")
    assert context.within("integral", "x", 0, "a") is not context.within("sum", "x", 0, "a")
    assert context.within("integral", "x", 0, "a") is not context.within("integral", "x", 0, 1)
    assert context.within("integral", "x", 0, "a") is not context.within("integral", "x", 0, "a", "y")
    assert context.assuming(parse("(< a 1)")) is not context.assuming(parse("(<= a 1)"))
    assert context.assuming(parse("(< a 1)")) is not context.with_factors([(parse("(< a 1)"), 1)])


@pytest.mark.parametrize("first", [True, False], ids=["inside first", "outside first"])
def test_what_holds_inside_is_not_said_outside(first):
    context = Context({"x": "real"})
    inside = context.assuming(parse("(< 0 x)"))
    wanted = parse("(< -1 x)")
    for place in (inside, context, inside) if first else (context, inside, context):
        assert implied(wanted, place) == (place is inside)
        assert (undefined(HALF, place) == ()) == (place is inside)
        assert (sign("x", place) == "positive") == (place is inside)
        assert equal(parse("(log (^ x 2))"), parse("(* 2 (log x))"), place) == (place is inside)


def test_ranges_with_one_name_are_told_apart():
    context = Context({"a": "positive"})
    short, long = (context.within("integral", "x", 0, upper) for upper in (1, 2))
    for _ in range(2):
        assert implied(parse("(< x 1)"), short) and not implied(parse("(< x 1)"), long)
        assert undefined(parse("(log (+ 1 (* -1 x)))"), short) == ()
        assert undefined(parse("(log (+ 1 (* -1 x)))"), long) != ()


def test_what_has_a_value_need_not_have_a_derivative():
    context = Context({"x": "real"})
    body = parse("(abs (+ x (* -1 a)))")
    assert undefined(body, context.assuming(parse("(< 0 x)"))) == ("a is a number",)
    for _ in range(2):
        assert undefined(parse("(abs x)"), context) == ()
        assert undefined(parse("(diff (abs x) x 0 1)"), context) != ()
        assert undefined(parse("(diff (abs x) x 1 1)"), context) == ()
        assert undefined(parse("(^ (max 0 x) 2)"), context) == ()
        assert undefined(parse("(diff (^ (max 0 x) 2) x 0 1)"), context) != ()


def test_what_has_no_value_is_said_each_time():
    context = Context({"x": "real", "y": "positive"})
    term = parse("(+ (* y (log x)) (exp (* y (log x))) (* (log x) (^ y -1)))")
    for _ in range(2):
        assert undefined(term, context) == ("(< 0 x)",)
        assert undefined(parse("(* 2 (log x))"), context) == ("(< 0 x)",)
        assert undefined(parse("(log y)"), context) == ()


def test_an_infinity_is_no_value_but_at_an_end():
    context = Context({"x": "positive"})
    for text in (
        "(+ %oo (* -1 %oo))",
        "(* 0 %oo)",
        "(exp %-oo)",
        "(max x %oo)",
        "(cases (case %oo (< x 1)) (case x true))",
    ):
        assert any("oo is a number" in missing for missing in undefined(parse(text), context)), text
    assert undefined(parse("(integral (exp (* -1 x)) x 0 %oo)"), context) == ()


def test_keys_are_those_of_one_context():
    context = Context({"x": "real"})
    root = parse("(^ (^ x 2) 1/2)")
    inside = context.assuming(parse("(< 0 x)"))
    assert key(root, inside) == key("x", inside)
    assert key(root, context) != key("x", context)
    assert key(root, inside) == key("x", inside)


A, B, C = ((0, 1),), ((1, 1),), ((2, 1),)


@pytest.mark.parametrize(
    ("goal", "facts", "wanted"),
    [
        ({A: 1, B: -1}, [({A: 1, (): -1}, False), ({(): 1, B: -1}, True)], POSITIVE),
        ({A: 1, B: -1}, [({A: 1, (): -1}, False), ({(): 1, B: -1}, False)], NONNEGATIVE),
        ({A: -1, B: 1}, [({A: 1, (): -1}, False), ({(): 1, B: -1}, True)], NEGATIVE),
        ({A: -1, B: 1}, [({A: 1, (): -1}, False), ({(): 1, B: -1}, False)], NONPOSITIVE),
        ({A: 1, B: -1}, [({A: 1, B: -1}, False), ({A: -1, B: 1}, False)], ZERO),
        ({A: 1, B: -1}, [({A: 1, (): -1}, True), ({B: 1, (): -1}, True)], ANY),  # both above 1
        ({A: 1, B: -1}, [({A: 1, (): -1}, True), ({(): 2, B: -1}, True)], ANY),  # above 1, below 2
        ({A: 1}, [({B: 1}, True), ({(): 1, B: -1}, True)], ANY),  # of another monomial alone
        ({A: 1, (): 1}, [({A: 1}, False)], POSITIVE),
        ({A: 1, (): -1}, [({A: 1}, True)], ANY),
        ({A: 1}, [({A: 1, B: 1}, True), ({C: 1, B: -1}, True), ({C: -1}, False)], POSITIVE),
        ({A: 1}, [({A: 1, B: 1}, False), ({C: 1, B: -1}, False), ({C: -1}, False)], NONNEGATIVE),
        ({A: 1}, [({A: 1, B: 1}, True), ({C: 1, B: 1}, True), ({C: -1}, False)], ANY),
    ],
)
def test_a_sign_follows_as_strictly_as_what_it_needs(goal, facts, wanted):
    assert sign_that_follows(goal, facts) == wanted
    more = [*facts, ({((7, 1),): 1, (): 1}, True), ({((8, 1),): 1, ((7, 1),): -1}, False)]
    assert sign_that_follows(goal, more[::-1]) == wanted  # what leads nowhere changes nothing
