"""Random terms: whatever is said of them is true of their values, and true rewritings are mostly seen.

The values are those of another evaluator, with mpmath at 60 digits, at places that are often on an edge.
"""

from __future__ import annotations

from fractions import Fraction
from random import Random

import mpmath
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mpmath import mp
from random_terms import (
    KINDS,
    Undefined,
    Unsure,
    disagree,
    disguised,
    mutated,
    point,
    positive,
    real,
    renamed,
    summed,
    truth,
    value,
)

from symbinfo.trusted import dump, parse
from symbinfo.trusted.exceptions import CertificateError
from symbinfo.trusted.proof.context import Context
from symbinfo.trusted.proof.definedness import undefined
from symbinfo.trusted.proof.derivatives import derivative
from symbinfo.trusted.proof.normal_form import equal, key
from symbinfo.trusted.proof.signs import implied, sign

NO_VALUE = (Undefined, Unsure, ValueError, OverflowError, ZeroDivisionError, mpmath.libmp.NoConvergence)
SEEDS = st.integers(0, 2**32)
CONDITIONS = [
    parse(text)
    for text in """
    (< x y) | (<= a b) | (!= x a) | (< 0 x) | (< b (* 2 a)) | (< (^ x 2) 1) | (<= y (+ x 1)) | (< x (+ a b)) | (<= 1 a) |
    (< x (* y a)) | (< 1 (* a b)) | (<= (+ x y) (* a b)) | (<= 0 y) | (< (* -1 a) x) | (< x a) | (< u x)
    """.replace("\n", " ").split("|")
]
AGREES = {
    "positive": lambda v: v > 0,
    "negative": lambda v: v < 0,
    "zero": lambda v: abs(v) < mp.mpf(10) ** -40,
    "nonnegative": lambda v: v > -(mp.mpf(10) ** -40),
    "nonpositive": lambda v: v < mp.mpf(10) ** -40,
    "nonzero": lambda v: v != 0,
    "unknown": lambda v: True,
}


def number_of(term, where):
    """The value, or None where there is none that could be computed; `Undefined` goes on."""
    try:
        found = value(term, where)
    except Undefined:
        raise
    except NO_VALUE:
        return None
    return None if found is None or isinstance(found, mpmath.mpc) or not mp.isfinite(found) else found


def test_true_rewritings_are_mostly_seen():
    seen = 0
    for seed in range(200):
        rng = Random(seed)
        term = real(rng, 4)
        seen += equal(term, disguised(term, rng), Context(KINDS))
    assert seen >= 190


@settings(max_examples=100)
@given(SEEDS)
def test_what_is_equal_has_equal_values(seed):
    rng = Random(seed)
    term = real(rng, 4)
    for other in (disguised(term, rng), mutated(disguised(term, rng, 0.1), rng), mutated(term, rng)):
        context = Context(KINDS)
        if equal(term, other, context) or key(term, context) == key(other, context):
            where, _ = disagree(term, other, rng)
            assert where is None, (dump(term), dump(other), where)


@settings(max_examples=150)
@given(SEEDS)
def test_what_is_said_of_a_term_is_true_at_all_places(seed):
    what_is_said_is_true(seed)


@pytest.mark.slow
@pytest.mark.parametrize("start", range(0, 3000, 1000))
def test_what_is_said_of_thousands_of_terms_is_true(start):
    for seed in range(10**7 + start, 10**7 + start + 1000):
        what_is_said_is_true(seed)


def what_is_said_is_true(seed):
    """Whether it is defined, its sign, and what it is below."""
    rng = Random(seed)
    term = rng.choice((real, positive))(rng, 3)
    conditions = rng.sample(CONDITIONS, rng.choice((0, 0, 1, 2, 3)))
    context = Context(KINDS, conditions)
    left_over, word = undefined(term, context), sign(term, context)
    bound = ("<", term, real(rng, 2))
    below = implied(bound, context)
    with mp.workdps(50):
        for _ in range(12):
            where = point(rng)
            try:
                if not all(truth(condition, where) for condition in conditions):
                    continue
                found = number_of(term, where)
            except Undefined:
                assert left_over, (dump(term), where)
                continue
            if found is None:
                continue
            assert AGREES[word](found), (word, dump(term), [dump(c) for c in conditions], where)
            try:
                other = number_of(bound[2], where) if below else None
            except Undefined:
                other = None
            assert other is None or found < other, (dump(bound), where)


@settings(max_examples=150)
@given(SEEDS)
def test_a_derivative_is_the_limit_of_differences(seed):
    rng = Random(seed)
    term = real(rng, 3)
    name = rng.choice(("a", "x", "y", "b"))
    try:
        slope = derivative(term, name)
    except CertificateError:
        return
    with mp.workdps(50):
        for _ in range(3):
            where = point(rng)
            try:
                found = number_of(slope, where)
                if found is None or number_of(term, where) is None:
                    continue
                expected = mpmath.diff(lambda t: value(term, {**where, name: mpmath.mpf(t)}), value(name, where))  # noqa: B023
            except NO_VALUE:
                continue
            assert abs(found - expected) <= mp.mpf(10) ** -12 * (1 + abs(found)), (dump(term), name, where)


@pytest.mark.slow
@pytest.mark.parametrize("start", range(0, 8000, 1000))
def test_thousands_of_pairs(start):
    for seed in range(10**6 + start, 10**6 + start + 1000):
        rng = Random(seed)
        term = real(rng, 4)
        other = mutated(disguised(term, rng, 0.1), rng)
        if equal(term, other, Context(KINDS)):
            where, _ = disagree(term, other, rng)
            assert where is None, (dump(term), dump(other), where)


@pytest.mark.parametrize("start", [0, pytest.param(10**4, marks=pytest.mark.slow)])
def test_what_a_sum_binds_is_never_taken_for_something_else(start):
    kinds = {**KINDS, "i": "positive integer", "j": "positive integer", "v": "real"}
    proved = 0
    for seed in range(start, start + (120 if not start else 2000)):
        rng = Random(seed)
        term = summed(rng, 3)
        for other in (disguised(term, rng, 0.15), renamed(term, rng), renamed(term, rng), mutated(term, rng)):
            context = Context(kinds)
            if not equal(term, other, context) and key(term, context) != key(other, context):
                continue
            proved += term != other
            with mp.workdps(50):
                for _ in range(3):
                    where = point(rng) | {name: Fraction(rng.randint(1, 3)) for name in "ijvn"}
                    try:
                        one, two = value(term, where), value(other, where)
                    except NO_VALUE:
                        continue
                    assert abs(one - two) <= mp.mpf(10) ** -30 * (1 + abs(one)), (dump(term), dump(other), where)
    assert proved > (80 if not start else 1300)


def test_a_question_about_a_large_term_is_answered_in_time():
    many = tuple(("^", ("+", "a", ("*", i, "x"), ("^", "y", i)), -2) for i in range(1, 9))
    assert not equal(("+", *many), ("+", "b", *many[:-1]), Context(KINDS))
    sums = ("*", *(("+", "a", ("*", i, "x"), ("^", "y", i), "b") for i in range(1, 13)))
    assert not equal(sums, ("+", sums, Fraction(1, 10**20)), Context(KINDS))
