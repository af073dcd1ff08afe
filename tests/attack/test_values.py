"""An attack on numbers: expressions made from seeds, whose values are known by how they were made.

Each is right, or it is refused; what must be right is marked so. The truth comes from mpmath by another formula.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from fractions import Fraction
from typing import Any, NamedTuple

import mpmath
import pytest
from sympy import Rational
from sympy.stats import Binomial, Exponential, Gumbel, Laplace, Logistic, Normal, Poisson, Uniform

import symbinfo as si
from symbinfo.expressions.errors import SymbinfoError
from symbinfo.trusted import Evaluator, Undefined, Unknown, parse, value_at_two_precisions
from symbinfo.verification.values.evaluate import evaluate

DIGITS, SHOWN, SECONDS = 37, 11, 8.0
SEEDS, SAMPLED = 10, 2

coarse, fine = Evaluator(28), Evaluator(DIGITS)


class Case(NamedTuple):
    """A term at a place or a measure, its value (None: there is none), and whether a refusal will do."""

    what: Any
    at: dict[str, Fraction]
    truth: Callable[[], Any] | None
    may_refuse: bool = True


def share(rng: random.Random) -> Fraction:
    return Fraction(rng.randint(1, 999), rng.randint(1, 999))


def mp_of(x: Fraction) -> Any:
    return mpmath.mpf(x.numerator) / x.denominator


# --- terms -----------------------------------------------------------------------------------------------------------


def absorbed(rng: random.Random) -> Case:
    n, c = rng.randint(20, 2000), share(rng)
    text = f"(* (exp {n}) (log (+ 1 (* c (exp -{n})))))"
    return Case(text, {"c": c}, lambda: mpmath.exp(n) * mpmath.log1p(mp_of(c) * mpmath.exp(-n)), False)


def telescoped(rng: random.Random) -> Case:
    r, k = share(rng) * 10 ** rng.randint(0, 3) + 1, rng.randint(1, 9)
    text = f"(+ (exp r) {k} (* -1 (exp r) (+ 1 (* {k} (exp (* -1 r))))))"
    return Case(text, {"r": min(r, Fraction(10000))}, lambda: mpmath.mpf(0))


def offset(rng: random.Random) -> Case:
    far, c = 10 ** rng.randint(20, 900), rng.randint(2, 99)
    return Case(f"(+ (* {far} (^ 2 1/2)) (^ {c} 1/2) (* -{far} (^ 2 1/2)))", {}, lambda: mpmath.sqrt(c), False)


def near_one(rng: random.Random) -> Case:
    x = Fraction(rng.randint(1, 99), 10 ** rng.randint(20, 200))
    text = "(* (^ x -2) (+ (log (+ 1 x)) (* -1 x)))"
    return Case(text, {"x": x}, lambda: -mpmath.mpf(1) / 2 + mp_of(x) / 3 - mp_of(x) ** 2 / 4, False)


def gap(rng: random.Random) -> Case:
    a = share(rng)
    d = "(+ a (* -1 b))"
    shapes = (
        f"(* {d} (^ (tanh (* 1/2 {d})) -1))",
        f"(* (+ (^ a 3) (* -1 (^ b 3))) (^ {d} -1))",
        f"(* (log (* a (^ b -1))) (^ {d} -1))",
        f"(* {d} (log a) (^ (+ (exp a) (* -1 (exp b))) -1))",
        f"(+ 1 (* {d} (^ {d} -1)))",
    )
    return Case(rng.choice(shapes), {"a": a, "b": a}, None)


def unrelated_zeros(rng: random.Random) -> Case:
    shapes = ("(* p (log q))", "(* (^ p 2) (+ (log q) 1))", "(* p (^ q -1/2))", "(+ 1 (* p (log (* q (^ 3 1/2)))))")
    return Case(rng.choice(shapes), {"p": Fraction(0), "q": Fraction(0)}, None)


def convention(rng: random.Random) -> Case:
    c = share(rng)
    shapes = (
        "(* p (log p))",
        "(* p (log (* p (^ c -1))))",
        "(* p (+ (log p) (* -1 (log c))))",
        "(* (^ p 3) c (log p))",
    )
    return Case(rng.choice(shapes), {"p": Fraction(0), "c": c}, lambda: mpmath.mpf(0), False)


def kink(rng: random.Random) -> Case:
    a, off = share(rng), Fraction(rng.choice((-1, 0, 0, 1)), 10 ** rng.randint(1, 5))
    shapes = ("(abs (+ x (* -1 a)))", "(max x a)", "(^ (^ (+ x (* -1 a)) 2) 1/2)")
    i = rng.randrange(len(shapes))
    text = f"(diff {shapes[i]} x (+ a e) 1)"
    slope = (off > 0) if i == 1 else (off > 0) - (off < 0)
    return Case(text, {"a": a, "e": off}, (lambda: mpmath.mpf(slope)) if off else None)


def underflow(rng: random.Random) -> Case:
    n = rng.randint(5, 3000)
    shapes = (f"(* (exp (exp {n})) (exp (* -1 (exp {n}))))", f"(+ 1 (* (exp {n}) (exp (* -1 (exp {n})))))")
    return Case(rng.choice(shapes), {}, lambda: mpmath.mpf(1))


def oscillating(rng: random.Random) -> Case:
    n = rng.choice((2 ** rng.randint(3, 16), rng.randint(3, 60000)))
    return Case(f"(integral (^ (sin (* {n} %pi x)) 2) x 0 1)", {}, lambda: mpmath.mpf(1) / 2)


# --- measures --------------------------------------------------------------------------------------------------------


def scale(rng: random.Random) -> Rational:
    return Rational(rng.randint(1, 99), rng.randint(1, 99)) * Rational(10) ** rng.randint(-300, 300)


def place(rng: random.Random) -> Rational:
    return rng.choice((-1, 1)) * Rational(rng.randint(1, 999), 7) * Rational(10) ** rng.randint(-30, 13)


def mp_rational(x: Rational) -> Any:
    return mpmath.mpf(int(x.p)) / int(x.q)


def normals(rng: random.Random) -> Case:
    m, n = place(rng), place(rng)
    s, t = (Rational(10) ** rng.randint(-10, 10) * rng.randint(1, 9) for _ in range(2))
    measure = si.KL(Normal("P", m, s), Normal("Q", n, t))

    def truth() -> Any:
        a, b, c, d = map(mp_rational, (m, n, s, t))
        return mpmath.log(d / c) + (c**2 + (a - b) ** 2) / (2 * d**2) - mpmath.mpf(1) / 2

    return Case(measure, {}, truth)


def scaled_entropy(rng: random.Random) -> Case:
    s, m = scale(rng), place(rng)
    kinds = [
        (Normal("P", m, s), lambda: mpmath.log(2 * mpmath.pi * mpmath.e) / 2),
        (Laplace("P", m, s), lambda: 1 + mpmath.log(2)),
        (Logistic("P", m, s), lambda: mpmath.mpf(2)),
        (Gumbel("P", s, m), lambda: 1 + mpmath.euler),
        (Exponential("P", 1 / s), lambda: mpmath.mpf(1)),
        (Uniform("P", m, m + s), lambda: mpmath.mpf(0)),
    ]
    law, constant = rng.choice(kinds)
    return Case(si.Entropy(law), {}, lambda: constant() + mpmath.log(mp_rational(s)))


def poisson(rng: random.Random) -> Case:
    mean = rng.randint(10**3, 9 * 10**3) * 10 ** rng.randint(2, 12)

    def truth() -> Any:
        x = mpmath.mpf(mean)
        return mpmath.log(2 * mpmath.pi * mpmath.e * x) / 2 - 1 / (12 * x) - 1 / (24 * x**2) - 19 / (360 * x**3)

    return Case(si.Entropy(Poisson("P", mean)), {}, truth)


def poissons(rng: random.Random) -> Case:
    a, b = (rng.randint(1, 999) * 10 ** rng.randint(0, 9) for _ in range(2))
    truth = lambda: mpmath.mpf(a) * mpmath.log(mpmath.mpf(a) / b) + b - a
    return Case(si.KL(Poisson("P", a), Poisson("Q", b)), {}, truth)


def binomial(rng: random.Random) -> Case:
    n, p = rng.randint(1, 9) * 10 ** rng.randint(6, 9), Rational(rng.randint(1, 9), 10)

    def truth() -> Any:
        pq = mp_rational(p * (1 - p))
        return mpmath.log(2 * mpmath.pi * mpmath.e * n * pq) / 2 + (4 * pq - 1) / (12 * n * pq)

    return Case(si.Entropy(Binomial("P", n, p)), {}, truth)


TERMS = (*(absorbed, telescoped, offset, near_one, gap, unrelated_zeros, convention, kink, underflow, oscillating),)
MEASURES = (normals, scaled_entropy, poisson, poissons, binomial)
KINDS = [*TERMS, *MEASURES]
ALL = [(kind, seed) for seed in range(SEEDS) for kind in KINDS]
SAMPLE = [(kind, seed) for kind, seed in ALL if seed < SAMPLED]
REST = [(kind, seed) for kind, seed in ALL if seed >= SAMPLED]


def named(cases: list[tuple[Any, int]]) -> list[str]:
    return [f"{kind.__name__}-{seed}" for kind, seed in cases]


def attack(kind: Callable[[random.Random], Case], seed: int) -> None:
    try:
        case = kind(random.Random(f"{kind.__name__}-{seed}"))
    except SymbinfoError:
        return  # a law that is not read
    if isinstance(case.what, str):
        term_is_right_or_refused(case)
    else:
        measure_is_right_or_refused(case)


def term_is_right_or_refused(case: Case) -> None:
    try:
        found = value_at_two_precisions(parse(case.what), case.at, coarse, fine)
    except (Undefined, Unknown):
        assert case.may_refuse
        return
    assert case.truth is not None, f"{case.what} at {case.at} has no value, but {found} was found"
    with mpmath.workdps(5000):
        true = case.truth()
        assert abs(found.value - true) <= 4 * found.error + abs(true) * mpmath.mpf(10) ** -60
        assert case.may_refuse or found.error <= max(abs(true), 1) * mpmath.mpf(10) ** -24


def measure_is_right_or_refused(case: Case) -> None:
    assert case.truth is not None
    try:
        found = evaluate(case.what, SHOWN, seconds=SECONDS)
    except SymbinfoError:
        assert case.may_refuse
        return
    with mpmath.workdps(700):
        true = case.truth()
        assert abs(mpmath.mpf(found.text) - true) <= abs(true) * mpmath.mpf(10) ** (1 - SHOWN), found.text


@pytest.mark.parametrize(("kind", "seed"), SAMPLE, ids=named(SAMPLE))
def test_a_sample_is_right_or_refused(kind: Any, seed: int) -> None:
    attack(kind, seed)


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "seed"), REST, ids=named(REST))
def test_all_are_right_or_refused(kind: Any, seed: int) -> None:
    attack(kind, seed)
