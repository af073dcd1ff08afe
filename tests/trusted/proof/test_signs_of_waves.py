"""Signs of sines and cosines inside of an arc, and of what is affine in an exponential: what holds, and near misses."""

from __future__ import annotations

import pytest

from symbinfo.trusted import parse
from symbinfo.trusted.proof.context import Context
from symbinfo.trusted.proof.signs import sign

KINDS = {"a": "positive", "b": "positive", "u": "nonnegative", "c": "real", "m": "real", "s": "positive", "x": "real"}
INSIDE = ["(< (+ m (* -1 s)) x)", "(< x (+ m s))"]

WAVES = [
    ("(cos (* 1/2 %pi (^ s -1) (+ x (* -1 m))))", "positive"),
    ("(sin (* 1/2 %pi (^ s -1) (+ x (* -1 m) s)))", "positive"),
    ("(* (^ s -1) (cos (* 1/2 %pi (^ s -1) (+ x (* -1 m)))))", "positive"),
    ("(cos (* %pi (^ s -1) (+ x (* -1 m))))", "unknown"),
    ("(sin (* 1/2 %pi (^ s -1) (+ x (* -1 m))))", "unknown"),
    ("(sin (* %pi (^ s -1) (+ x (* -1 m) s)))", "unknown"),
    ("(cos a)", "unknown"),
    ("(sin a)", "unknown"),
]
EXPONENTIALS = [
    ("(+ 1 (* (+ -1 a) (exp (* -1 b))))", "positive"),
    ("(+ 1 (* -1 (exp (* -1 b))))", "positive"),
    ("(+ (exp (* -1 b)) -1)", "negative"),
    ("(+ a (* -1 a (exp (* -1 b))))", "positive"),
    ("(+ (exp b) -1 a)", "positive"),
    ("(+ 1 (* (+ -1 a) (exp (* -1 c))))", "unknown"),
    ("(+ 1 (* (+ -1 c) (exp (* -1 b))))", "unknown"),
    ("(+ 1 (* (+ -1 a) (exp b)))", "unknown"),
    ("(+ 1 (* -3/2 (exp (* -1 b))))", "unknown"),
    ("(+ 2 (* -1 (exp b)))", "unknown"),
]


@pytest.mark.parametrize(("term", "found"), WAVES, ids=[term for term, _ in WAVES])
def test_a_wave_has_a_sign_inside_of_its_arc_alone(term: str, found: str) -> None:
    assert sign(parse(term), Context(KINDS, [parse(fact) for fact in INSIDE])) == found


def test_at_the_end_of_the_arc_there_is_no_sign() -> None:
    closed = Context(KINDS, [parse("(<= (+ m (* -1 s)) x)"), parse("(<= x (+ m s))")])
    assert sign(parse(WAVES[0][0]), closed) == "unknown"


@pytest.mark.parametrize(("term", "found"), EXPONENTIALS, ids=[term for term, _ in EXPONENTIALS])
def test_what_is_affine_in_an_exponential_lies_between_its_ends(term: str, found: str) -> None:
    assert sign(parse(term), Context(KINDS)) == found


#: Of three terms, for 0 < y < 1 and 0 < z < 1.
THREE = [
    ("(+ (^ y (* -1 s)) (^ z (* -1 s)) -1)", "positive"),
    ("(+ a (^ y (* -1 s)) -1)", "positive"),
    ("(+ a (^ y s) -1)", "unknown"),
    ("(+ 1 (* -1 (^ y (* -1 s))) (* -1 (^ z (* -1 s))))", "negative"),
    ("(+ (^ y s) (^ z s) -1)", "unknown"),
    ("(+ (^ y (* -1 s)) (^ z (* -1 s)) -2)", "unknown"),
    ("(+ (^ y (* -1 c)) (^ z (* -1 c)) -1)", "unknown"),
    ("(+ (^ y (* -1 s)) (* -1 (^ z (* -1 s))) -1)", "unknown"),
]


@pytest.mark.parametrize(("term", "found"), THREE, ids=[term for term, _ in THREE])
def test_two_of_three_terms_tell_where_the_third_is_of_their_sign(term: str, found: str) -> None:
    facts = [parse(f) for f in ("(< y 1)", "(< z 1)")]
    assert sign(parse(term), Context({**KINDS, "y": "positive", "z": "positive"}, facts)) == found


#: Of two exponentials, for a < b.
TWO_EXPONENTIALS = [
    ("(+ (exp (* -1 a s)) (* -1 (exp (* -1 b s))))", "positive"),
    ("(+ (exp (* -1 b s)) (* -1 (exp (* -1 a s))))", "negative"),
    ("(+ 1 (* -1 (exp (+ (* a s) (* -1 b s)))))", "positive"),
    ("(+ (* 2 (exp (* -1 a s))) (* -1 (exp (* -1 b s))))", "positive"),
    ("(+ (exp (* -1 a s)) (* -2 (exp (* -1 b s))))", "unknown"),
    ("(+ (exp (* -1 a c)) (* -1 (exp (* -1 b c))))", "unknown"),
    ("(+ (exp (* -1 a s)) (* -1 (exp (* -1 b u))))", "unknown"),
    ("(+ (exp (* a s)) (* -1 (exp (* -1 b s))) (* -1 (exp (* b s))))", "negative"),
    ("(+ (exp (* a s)) (exp (* -1 b s)) (* -1 (exp (* b s))))", "unknown"),
]


@pytest.mark.parametrize(("term", "found"), TWO_EXPONENTIALS, ids=[term for term, _ in TWO_EXPONENTIALS])
def test_of_two_exponentials_the_exponents_tell(term: str, found: str) -> None:
    assert sign(parse(term), Context(KINDS, [parse("(< a b)")])) == found


#: Of differences of powers whose exponents have no known sign, for a < b: each beside what makes up for it.
POWERS = [
    ("(* (^ c -1) (+ (^ b c) (* -1 (^ a c))))", "positive"),
    ("(* (^ (+ 1 (* -1 c)) -1) (+ (^ b (+ 1 (* -1 c))) (* -1 (^ a (+ 1 (* -1 c))))))", "positive"),
    ("(* (^ (+ 1 (* -1 c)) -3) (+ (^ a (+ 1 (* -1 c))) (* -1 (^ b (+ 1 (* -1 c))))))", "negative"),
    ("(* (^ (+ 1 (* -1 c)) -1) (+ -1 (^ (+ 1 s) (+ 1 (* -1 c)))))", "positive"),
    ("(* (^ (+ 1 (* -1 (exp (+ x m)))) -1) (+ 1 (* -1 (exp (* s (+ x m))))))", "positive"),
    ("(* (+ 1 (* -1 (exp (+ x m)))) (+ 1 (* -1 (exp (* s (+ x m))))))", "nonnegative"),
    ("(* (^ c -1) (+ (* c (log b)) (* -1 c (log a))))", "positive"),
    ("(* c (+ (exp c) -1))", "nonnegative"),
    ("(* (^ c -1) (+ (^ b m) (* -1 (^ a m))))", "unknown"),
    ("(* (^ c -2) (+ (^ b c) (* -1 (^ a c))))", "unknown"),
    ("(* (^ c -1) (+ (^ b (^ c 2)) (* -1 (^ a (^ c 2)))))", "unknown"),
    ("(* (^ c -1) (+ (* 2 (^ b c)) (* -1 (^ a c))))", "unknown"),
    ("(* (^ c -1) (+ (^ b c) (^ a c)))", "nonzero"),
    ("(* (^ c -1) (+ (^ s c) (* -1 (^ a c))))", "unknown"),
    ("(* (^ (+ 1 (* -1 c)) -1) (+ (^ b (+ 2 (* -1 c))) (* -1 (^ a (+ 2 (* -1 c))))))", "unknown"),
    ("(* (^ x -1) (+ (* m (^ b 2)) (* -1 m (^ a 2))))", "unknown"),
    ("(+ (* x (^ b 2)) (* -1 x (^ a 2)))", "unknown"),
    ("(* c (+ (^ b c) (* -1 (^ a c))))", "nonnegative"),
]


@pytest.mark.parametrize(("term", "found"), POWERS, ids=[term for term, _ in POWERS])
def test_two_factors_without_a_known_sign_may_have_one_together(term: str, found: str) -> None:
    assert sign(parse(term), Context(KINDS, [parse("(< a b)")])) == found


def test_of_powers_of_equal_bases_the_product_may_be_0() -> None:
    term = parse("(* (^ c -1) (+ (^ b c) (* -1 (^ a c))))")
    assert sign(term, Context(KINDS, [parse("(<= a b)")])) == "nonnegative"


def test_an_exponent_that_may_be_0_gives_no_strict_sign() -> None:
    assert sign(parse("(+ 1 (* -1 (exp (* -1 u))))"), Context(KINDS)) in ("nonnegative", "unknown")


#: Inside of p < 1 and q < 1, both positive; a quadratic that is a square is positive where its root is not 0.
ON_THE_CIRCLE = [
    ("(+ 1 (^ p 2) (* -2 p (cos x)))", "positive"),
    ("(+ 1 (^ p 2) (* -2 p (cos (+ x (* -1 m)))))", "positive"),
    ("(+ 1 (^ p 2) (* 2 p (sin x)))", "positive"),
    ("(+ 1 (* (^ p 2) (^ q 2)) (* -2 p q (cos (+ x (* -1 m)))))", "positive"),
    ("(+ 1 (* (^ p 2) (^ q 2)) (* -2 p q))", "positive"),
    ("(+ -1 (* -1 (^ p 2)) (* 2 p (cos (+ x m))))", "negative"),
    ("(+ 2 (cos x) (sin x))", "nonnegative"),
    ("(+ 1 (cos (+ x m)))", "nonnegative"),
    ("(+ 1 (^ a 2) (* -2 a (cos x)))", "nonnegative"),
    ("(+ 1 (^ p 2) (* -3 p (cos (+ x m))))", "unknown"),
    ("(+ 1 (* (cos x) (cos m)) (* 2 (sin x) (sin m)))", "unknown"),
    ("(+ (^ p 2) (* -2 p q) (^ q 2))", "nonnegative"),
]


@pytest.mark.parametrize(("term", "found"), ON_THE_CIRCLE, ids=[term for term, _ in ON_THE_CIRCLE])
def test_what_is_affine_in_a_wave_lies_between_its_ends(term: str, found: str) -> None:
    kinds = {**KINDS, "p": "positive", "q": "positive"}
    assert sign(parse(term), Context(kinds, [parse("(< p 1)"), parse("(< q 1)")])) == found


#: Of powers of logarithms, for 1 < b < a and an exponent v below 0.
POWERS_OF_LOGARITHMS = [
    ("(+ (log a) (* -1 (log b)))", "positive"),
    ("(+ (^ (log a) s) (* -1 (^ (log b) s)))", "positive"),
    ("(+ (^ (log a) v) (* -1 (^ (log b) v)))", "negative"),
    ("(+ (^ (log a) c) (* -1 (^ (log b) c)))", "unknown"),
    ("(+ (* v (log a)) (* -1 v (log b)))", "negative"),
    ("(+ (^ a v) (* -1 (^ b v)))", "negative"),
    ("(+ (^ a c) (* -1 (^ b c)))", "unknown"),
]


@pytest.mark.parametrize(("term", "found"), POWERS_OF_LOGARITHMS, ids=[term for term, _ in POWERS_OF_LOGARITHMS])
def test_a_power_of_a_logarithm_is_not_taken_for_it(term: str, found: str) -> None:
    facts = [parse(f) for f in ("(< 1 b)", "(< b a)", "(< v 0)")]
    assert sign(parse(term), Context({**KINDS, "v": "real"}, facts)) == found
