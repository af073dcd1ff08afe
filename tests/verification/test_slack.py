"""Slack over whole domains: what is at least 0 is proven, and what is not, by however little and wherever, never is."""

from __future__ import annotations

import random
import time
from fractions import Fraction
from typing import Any

import mpmath
import pytest
from sympy import (
    Abs,
    Dummy,
    E,
    Expr,
    Max,
    Min,
    Rational,
    Symbol,
    beta,
    cos,
    erf,
    exp,
    gamma,
    lambdify,
    log,
    loggamma,
    oo,
    pi,
    polygamma,
    sign,
    sin,
    sqrt,
    symbols,
)

pytest.importorskip("flint")

from symbinfo.expressions.domain import Domain
from symbinfo.verification.referee.verify import verify
from symbinfo.verification.slack.boxes import Curve, ball_over
from symbinfo.verification.slack.coefficients import Exact
from symbinfo.verification.slack.expansions import sign_beyond
from symbinfo.verification.slack.positive_slack import slack_of
from symbinfo.verification.slack.ranges import ranges_of
from symbinfo.verification.slack.symmetries import reduced
from symbinfo.verification.values.rigorous.balls import precision

x, y = symbols("x y", real=True)
a, b = symbols("a b", positive=True)
p, q = symbols("p q", positive=True)
INSIDE = (p < 1, q < 1)
TINY = Rational(1, 10**20)


def h(p: Expr) -> Expr:
    return -p * log(p) - (1 - p) * log(1 - p)


KL = p * log(p / q) + (1 - p) * log((1 - p) / (1 - q))
GAMMA = a + (1 - a) * polygamma(0, a) + loggamma(a)

# An expression that is at least 0, with conditions; what is taken away from it makes it negative somewhere.
HOLDS: dict[str, tuple[Expr, tuple[Any, ...], Expr]] = {
    "tight inside": (log(2) - h(p), INSIDE, TINY),
    "tight inside and at both ends": (h(p) - 4 * log(2) * p * (1 - p), INSIDE, TINY * p * (1 - p)),
    "tight of the fourth order": (log(2) * (4 * p * (1 - p)) ** (1 / log(4)) - h(p), INSIDE, TINY),
    "tight at a finite end": (1 + (1 - p) * log(1 - p) / p, INSIDE, TINY),
    "tight at infinity": (log(2 * pi * E * a) / 2 - GAMMA, (), TINY),
    "at infinity by special functions": (log(a * beta(Rational(1, 2), a / 2) ** 2 / (2 * pi)) / 2 + 1, (), Rational(2)),
    "on a line": (exp(x) - 1 - x, (), TINY),
    "a kink": (x**2 / 2 - Abs(x) + 1 - exp(-Abs(x)), (), TINY),
    "a kink at one parameter": (h(p) - 2 * log(2) * Min(p, 1 - p), INSIDE, TINY),
    "homogeneous": (a * log(a / b) - a + b, (), TINY * a),
    "homogeneous of degree 0": (b / a - 1 + log(a / b) - (a - b) ** 2 / (2 * (a + b) ** 2), (), TINY),
    "shifted": (exp(x - y) - 1 - (x - y), (), TINY),
    "equal parameters": (KL - 2 * (p - q) ** 2, INSIDE, Rational(1, 10**4) * (p - q) ** 2),
    "larger of two": (a * log(a / b) - a + b - (a - b) ** 2 / (2 * Max(a, b)), (), TINY * (a - b) ** 2 / a),
    "a condition between parameters": (y - x - 1 - log(y - x), (x < y,), TINY),
    "least in one parameter": (x**2 / a + a - log(a) - 1, (), TINY),
    "parts of their own": (h(p) - 4 * log(2) * p * (1 - p) + b - 1 - log(b), INSIDE, TINY),
    "tight at a root": (1 / (a * (1 + a)) - 1 + log(a) + log(1 + a), (), TINY),
    "loose": (1 / a + log(a), (), Rational(1)+TINY),
}  # fmt: skip


def found(expr: Expr, conditions: tuple[Any, ...] = (), strict: bool = False) -> Any:
    known = [c for c in conditions if c.free_symbols <= expr.free_symbols]
    return slack_of(expr, Domain.of(known), strict, time.process_time() + 20)


@pytest.mark.parametrize("name", HOLDS)
def test_what_is_never_negative_is_proven_and_a_little_less_is_not(name: str) -> None:
    expr, conditions, less = HOLDS[name]
    assert found(expr, conditions).proven
    assert not found(expr - less, conditions).proven


NEVER: dict[str, Expr] = {
    "a narrow bump": a + 1 / a - 2 + Rational(1, 10) - 10 * exp(-((a - 7) ** 2) * 10**12),
    "a high frequency": 2 - 3 * cos(2**40 * pi * a) ** 2,
    "a bump of a power": log(2) - h(p / (1 + p)) - (4 * p / (1 + p) ** 2) ** 400 / 10**6,
    "far out": 1 / a + log(a) - 1 + 1 - exp(log(a) - 200),
    "near 0": 1 + log(a) / 10**40,
    "no value at a place": 1 + 1 / (a - 3) ** 2,
    "no value where it cancels": (a**2 - 9) / (a - 3),
    "a jump": sign(a - 3) + 1,
    "a jump by absolute values": Abs(a - 3) / (a - 3) + 1,
    "a pole of the gamma function": gamma(a - 1) ** 2 + 1,
    "a wave at infinity": sin(a) + 1 - TINY,
    "0 to the power of 0": 1 - 0 ** Abs(a - 3),
    "where only a reduced form has a value": 1 + a * (1 / (a - 1) ** 2) * (a - 1) ** 2 + log((a - 1) ** 2),
    "bounded functions": 1 - erf(a) - TINY,
    "not a number": log(a - a**2),
}


@pytest.mark.parametrize("name", NEVER)
def test_what_is_negative_or_without_a_value_somewhere_is_not_proven(name: str) -> None:
    assert not found(NEVER[name]).proven


def test_a_tight_inequality_is_not_strict() -> None:
    assert found(log(2) - h(p), INSIDE).proven and not found(log(2) - h(p), INSIDE, strict=True).proven
    assert found(1 + (1 - p) * log(1 - p) / p, INSIDE, strict=True).proven  # tight at an end that is left out


def test_a_negative_place_is_named() -> None:
    slack = found(log(2) - h(p) - Rational(1, 10**9), INSIDE)
    assert slack.negative and abs(slack.place["p"] - Fraction(1, 2)) < Fraction(1, 1000)


def test_the_end_of_a_closed_range_counts() -> None:
    n = Symbol("n", integer=True, positive=True)
    assert found(log(n)).proven and not found(log(n) - TINY).proven
    assert not found(n - 1, strict=True).proven


@pytest.mark.parametrize(
    ("expr", "outwards", "wanted"),
    [
        (log(1 + 1 / a) - 1 / a + 1 / (2 * a**2), True, 1),
        (log(1 + 1 / a) - 1 / a, True, -1),
        (polygamma(0, a) - log(a) + 1 / (2 * a) + 1 / (12 * a**2), True, 1),
        (polygamma(0, a) - log(a) + 1 / (2 * a) + 1 / (13 * a**2), True, -1),
        (polygamma(1, a) - 1 / a - 1 / (2 * a**2) - 1 / (6 * a**3), True, -1),
        (loggamma(a) - (a - Rational(1, 2)) * log(a) + a - log(2 * pi) / 2, True, 1),
        (loggamma(a) + log(a), False, -1),
        (a**a - 1 - a * log(a), False, 1),
        (exp(a) - 1 - a - a**2 / 2, False, 1),
        (sqrt(1 + a) - 1 - a / 2, False, -1),
        (a - exp(-1 / a), False, 1),
        (sin(a), True, None),
        (a - a, True, 0),
    ],
)
def test_the_sign_beyond_a_place(expr: Expr, outwards: bool, wanted: int | None) -> None:
    with precision(128):
        signs = {sign_beyond(expr, a, Fraction(start), outwards) for start in (4, 8)}
    assert signs == {wanted}


def test_exact_coefficients_cancel_and_balls_do_not() -> None:
    with precision(100):
        third, two = Exact(Rational(1, 3)), Exact(log(2))
        assert (third * 3 - 1).is_zero() and (two + two - Exact(log(4))).is_zero()
        assert not (two - Exact(log(2) + Rational(1, 10**60))).is_zero()
        assert not isinstance(two * two.ball, Exact)


def test_a_curve_knows_where_it_has_no_value() -> None:
    curve = Curve(1 + 1 / (a - 3) ** 2, a)
    with precision(100):
        assert curve.positive_on((Fraction(1), Fraction(2)))
        assert not curve.positive_on((Fraction(2), Fraction(4)))


@pytest.mark.parametrize(
    "expr",
    [
        polygamma(1, a),
        loggamma(a),
        gamma(a),
        beta(a, Rational(1, 2)),
        erf(a),
        a**a,
        log(beta(a, a)) / a,
        sqrt(a) * exp(-a),
    ],
    ids=str,
)
def test_a_ball_over_a_box_holds_the_values_inside(expr: Expr) -> None:
    curve, f, rng = Curve(expr, a), lambdify(a, expr, "mpmath"), random.Random(str(expr))
    seen = 0
    with precision(128), mpmath.workdps(50):
        for _ in range(20):
            low, width = Fraction(rng.randint(1, 400), 100), Fraction(rng.randint(1, 300), 1000)
            ball = curve.over(ball_over((low, low + width)))
            for k in range(5) if ball is not None else ():
                x = low + width * Fraction(k, 4)
                middle, radius = (mpmath.mpf(part.str(45, radius=False)) for part in (ball.mid(), ball.rad()))
                assert abs(f(mpmath.mpf(x.numerator) / x.denominator) - middle) <= radius * (1 + mpmath.mpf(10) ** -15)
                seen += 1
    assert seen > 20


def test_symmetries_are_those_that_there_are() -> None:
    t = Dummy("t", real=True)
    ranges = ranges_of([a, b, x, y, t], Domain())
    assert reduced(log(a / b), ranges, Domain())[1] == {b: 1}
    assert reduced(exp(x - y), ranges, Domain())[1] == {x: 0}
    assert reduced(exp(x * y) + x, ranges, Domain())[1] == {}
    assert reduced(a * log(a / b) + b**2, ranges, Domain())[1] == {}
    assert reduced(Abs(x - 7) / (x - 7) + exp(x - y), ranges, Domain())[1] == {}


# Claims that hold, each with the constant or the relation by which it does not.
CLAIMS = (
    ("H(Bernoulli(p)) >= 4*log(2)*p*(1 - p)", "H(Bernoulli(p)) >= 4.0001*log(2)*p*(1 - p)"),
    ("H(Geometric(p)) < 1 - log(p)", "H(Geometric(p)) < 0.9999 - log(p)"),
    ("H(StudentT(n)) >= log(2*pi*E)/2", "H(StudentT(n)) >= log(2*pi*E)/2 + 1.1/n"),
    ("KL(Poisson(a) || Poisson(b)) <= (a - b)**2/b", "KL(Poisson(a) || Poisson(b)) < (a - b)**2/b"),
    ("KL(Laplace(a, s) || Laplace(b, s)) <= (a - b)**2/(2*s**2)", "KL(Laplace(a, s) || Laplace(b, s)) <= (a - b)**2/(2.01*s**2)"),
)  # fmt: skip


@pytest.mark.parametrize(("true", "false"), CLAIMS)
def test_a_claim_holds_and_its_near_miss_does_not(true: str, false: str) -> None:
    verdict = verify(true)
    assert (verdict.verdict, verdict.level) == ("holds", "certified")
    assert "rigorous enclosure over" in verdict.reason and "smallest slack" in verdict.reason
    near = verify(false)
    assert near.verdict != "holds"
    assert near.verdict == "undecided" or near.witness is not None


def test_a_spent_limit_proves_nothing() -> None:
    assert not slack_of(log(2) - h(p), Domain.of([p < 1]), False, time.process_time() - 1).proven
    assert not slack_of(oo * a, Domain(), False, time.process_time() + 5).proven
