"""Proven enclosures: they hold what mpmath says from closed forms, and nothing is enclosed that has no value."""

from __future__ import annotations

from fractions import Fraction

import mpmath
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mpmath import mp, mpf
from sympy import Rational
from sympy.stats import (
    Beta,
    Cauchy,
    Exponential,
    Gamma,
    Gumbel,
    Laplace,
    LogCauchy,
    Logistic,
    LogNormal,
    Normal,
    Pareto,
    Poisson,
    StudentT,
    Weibull,
)

flint = pytest.importorskip("flint")

import symbinfo as si  # noqa: E402
from symbinfo.expressions import errors  # noqa: E402
from symbinfo.trusted import parse  # noqa: E402
from symbinfo.verification.values import evaluate as numeric  # noqa: E402
from symbinfo.verification.values.evaluate import evaluate  # noqa: E402
from symbinfo.verification.values.rigorous import Ball, enclosure  # noqa: E402
from symbinfo.verification.values.rigorous.balls import precision, real  # noqa: E402
from symbinfo.verification.values.rigorous.tail_bounds import cut  # noqa: E402

SMALL = {"deadline": None, "derandomize": True, "max_examples": 8}


def holds(ball: Ball, true: mpf) -> bool:
    """Whether a number known to 20 digits more than the ball is wide lies inside, but for its own rounding."""
    low, high = (mpf(end.numerator) / end.denominator for end in (ball.lower, ball.upper))
    slack = abs(true) * mpf(10) ** (5 - mp.dps)
    return bool(low - slack <= true <= high + slack)


def psi(x):
    return mpmath.psi(0, x)


def normal(mu, sigma):
    return f"(* (^ (* 2 %pi) -1/2) (^ {sigma} -1) (exp (* -1/2 (^ (* (+ x (* -1 {mu})) (^ {sigma} -1)) 2))))"


def entropy_of(density, low, high, head="integral"):
    return f"({head} (* {density} (* -1 (log {density}))) x {low} {high})"


GAMMA = "(* (^ (gamma 1/20) -1) (^ x -19/20) (exp (* -1 x)))"
BETA = "(* (^ (beta 3/10 1/5) -1) (^ x -7/10) (^ (+ 1 (* -1 x)) -4/5))"
STUDENT = "(* (^ 37/10 -1/2) (^ (beta 1/2 37/20) -1) (^ (+ 1 (* 10/37 (^ x 2))) -47/20))"
LAPLACE = "(* 1/4 (exp (* -1/2 (abs (+ x -1/3)))))"
BELL = normal("7/5", "3/2")
LOGISTIC = "(* (exp (* -1 x)) (^ (+ 1 (exp (* -1 x))) -2))"
GUMBEL = "(exp (+ (* -1 x) (* -1 (exp (* -1 x)))))"
TRIANGLE = "(cases (case (* 4 x) (< x 1/2)) (case (+ 4 (* -4 x)) (<= x 1)) (case 0 true))"
POISSON = "(* (exp -3) (^ 3 x) (^ (factorial x) -1))"


def of_beta(a, b):
    return mp.log(mp.beta(a, b)) - (a - 1) * psi(a) - (b - 1) * psi(b) + (a + b - 2) * psi(a + b)


# name, term, closed form evaluated by mpmath
VALUES = [
    ("bell", "(integral (exp (* -1 (^ x 2))) x %-oo %oo)", lambda: mp.sqrt(mp.pi)),
    ("gamma, singular end", entropy_of(GAMMA, 0, "%oo"), lambda: mpf("0.05") + mp.loggamma(1 / mpf(20)) + mpf(19) / 20 * psi(1 / mpf(20))),
    ("beta, singular ends", entropy_of(BETA, 0, 1), lambda: of_beta(mpf(3) / 10, mpf(1) / 5)),
    ("student", entropy_of(STUDENT, "%-oo", "%oo"), lambda: mpf(47) / 20 * (psi(mpf(47) / 20) - psi(mpf(37) / 20)) + mp.log(mp.sqrt(mpf(37) / 10) * mp.beta(mpf(37) / 20, mpf(1) / 2))),
    ("laplace || normal, kink", f"(integral (* {LAPLACE} (log (* {LAPLACE} (^ {BELL} -1)))) x %-oo %oo)", lambda: mp.log(mpf(3) / 2 * mp.sqrt(2 * mp.pi) / 4) - 1 + (8 + (mpf(1) / 3 - mpf(7) / 5) ** 2) * 2 / 9),
    ("a kink that is no node", "(integral (* (exp (* -1 x)) (abs (+ x -3))) x 0 %oo)", lambda: 2 + 2 * mp.exp(-3)),
    ("logistic", entropy_of(LOGISTIC, "%-oo", "%oo"), lambda: mpf(2)),
    ("gumbel", entropy_of(GUMBEL, "%-oo", "%oo"), lambda: mp.euler + 1),
    ("pareto without a mean", entropy_of("(* 1/2 (^ x -3/2))", 1, "%oo"), lambda: mp.log(2) + 3),
    ("pareto with a very slow tail", entropy_of("(* 1/20 (^ x -21/20))", 1, "%oo"), lambda: mp.log(20) + 21),
    ("cauchy", entropy_of("(* (^ %pi -1) (^ (+ 1 (^ (+ x -5) 2)) -1))", "%-oo", "%oo"), lambda: mp.log(4 * mp.pi)),
    ("lognormal", entropy_of("(* (^ (* 2 %pi) -1/2) 1/5 (^ x -1) (exp (* -1/50 (^ (log x) 2))))", 0, "%oo"), lambda: mp.log(5 * mp.sqrt(2 * mp.pi * mp.e))),
    ("narrow bell far off", entropy_of(normal(1000, "1/1000"), "%-oo", "%oo"), lambda: mp.log(2 * mp.pi * mp.e / 10**6) / 2),
    ("triangle by cases", entropy_of(TRIANGLE, 0, 1), lambda: mpf(1) / 2 - mp.log(2)),
    ("a singular point inside", "(integral (log (abs (+ x -1/3))) x 0 1)", lambda: mp.log(mpf(1) / 3) / 3 + mp.log(mpf(2) / 3) * 2 / 3 - 1),
    ("ends turned round", "(integral x x 1 0)", lambda: -mpf(1) / 2),
    ("an irrational end", "(integral (cos x) x 0 (* 1/2 %pi))", lambda: mpf(1)),
    ("zero, exactly", "(+ (integral x x 0 1) -1/2)", lambda: mpf(0)),
    ("geometric", entropy_of("(* 1/3 (^ 2/3 (+ x -1)))", 1, "%oo", "sum"), lambda: mp.log(3) - 2 * mp.log(mpf(2) / 3)),
    ("poisson", f"(sum {POISSON} x 0 %oo)", lambda: mpf(1)),
    ("two-sided sum", "(sum (exp (* -1/5 (abs (+ x -30)))) x %-oo %oo)", lambda: 2 / (1 - mp.exp(-mpf(1) / 5)) - 1),
    ("skellam", "(sum (* (exp -5) (^ 2/3 (* 1/2 x)) (besseli x (* 2 (^ 6 1/2)))) x %-oo %oo)", lambda: mpf(1)),
    ("finite sum with 0 log 0", "(sum (* x (log x)) x 0 3)", lambda: 2 * mp.log(2) + 3 * mp.log(3)),
]  # fmt: skip


@pytest.mark.parametrize("digits", [15, 40])
@pytest.mark.parametrize(("name", "text", "closed"), VALUES, ids=[row[0] for row in VALUES])
def test_the_ball_holds_the_value(name, text, closed, digits):
    ball = enclosure(parse(text), {}, digits, absolute=name.startswith("zero"))
    assert ball is not None
    with mp.workdps(100):
        assert holds(ball, closed())
        assert ball.radius < Fraction(1, 10 ** (digits - 2)) * 30


NOTHING = [
    "(integral (^ x -1) x 1 %oo)",
    "(integral (^ x -1) x 0 1)",
    "(integral (^ x -1) x -1 1)",
    "(integral (sin x) x 0 %oo)",
    "(integral (exp x) x 0 %oo)",
    "(integral (log x) x -1 1)",
    "(integral (^ (+ 1 (* -1 x)) -1/2) x 0 2)",
    "(sum (^ x -1) x 1 %oo)",
    "(sum x x 1/2 3)",
    "(log -1)",
    "(+ (integral x x 0 1) unknown)",
    entropy_of("(* (^ %pi -1) (^ x -1) (^ (+ 1 (^ (log x) 2)) -1))", 0, "%oo"),
    f"(integral (integral {BELL} x %-oo y) y 0 1)",
]


@pytest.mark.parametrize("text", NOTHING)
def test_what_has_no_value_or_is_not_covered_is_not_enclosed(text):
    assert enclosure(parse(text), {}, 15, seconds=3) is None


@pytest.mark.parametrize(
    ("a", "c", "k"), [("1/3", "2", "1"), ("5/2", "1/7", "2"), ("7/2", "3", "1/2"), ("-3/2", "3", "-1")]
)
def test_a_tail_is_bounded_from_above_and_not_far(a, c, k):
    """Of x**(a - 1) exp(-c x**k) the tail is an incomplete gamma function."""
    body = parse(f"(* (^ w (+ -1 {a})) (exp (* -1 {c} (^ w {k}))))")
    af, cf, kf = (Fraction(t) for t in (a, c, k))
    with precision(200), mp.workdps(60):
        outwards = kf > 0
        far, bound = cut(body, "w", outwards, real(Fraction(1, 2**120)))
        end = mp.exp(mpf(far.numerator) / far.denominator * (1 if outwards else -1))
        an, cn, kn = (mpf(f.numerator) / f.denominator for f in (af, cf, kf))
        true = mp.gammainc(an / kn, cn * end**kn) / (abs(kn) * cn ** (an / kn))
        assert true <= mpf(bound.str(50, radius=False)) <= true * 1000 + mpf(2) ** -119


fractions = st.fractions(min_value=Fraction(1, 8), max_value=6, max_denominator=9)


@settings(**SMALL)
@given(
    a=fractions,
    c=fractions,
    k=st.sampled_from([Fraction(1, 2), Fraction(1), Fraction(3, 2), Fraction(2), Fraction(-1)]),
)
def test_the_normalising_integral_of_the_gamma_kind(a, c, k):
    """The integral of x**(a - 1) exp(-c x**k) is Gamma(a/k) / (|k| c**(a/k)): DLMF 5.9.1."""
    a = -a if k < 0 else a
    ball = enclosure(parse(f"(integral (* (^ x (+ -1 {a})) (exp (* -1 {c} (^ x {k})))) x 0 %oo)"), {}, 20)
    assert ball is not None
    with mp.workdps(60):
        an, cn, kn = (mpf(f.numerator) / f.denominator for f in (a, c, k))
        assert holds(ball, mp.gamma(an / kn) / (abs(kn) * cn ** (an / kn)))


@settings(**SMALL)
@given(a=fractions, b=fractions)
def test_the_beta_integral(a, b):
    """DLMF 5.12.1, with logarithms: the integral of x**(a-1) (1-x)**(b-1) log x is B(a, b) (psi(a) - psi(a + b))."""
    term = parse(f"(integral (* (^ x (+ -1 {a})) (^ (+ 1 (* -1 x)) (+ -1 {b})) (log x)) x 0 1)")
    ball = enclosure(term, {}, 20)
    assert ball is not None
    with mp.workdps(60):
        an, bn = (mpf(f.numerator) / f.denominator for f in (a, b))
        assert holds(ball, mp.beta(an, bn) * (psi(an) - psi(an + bn)))


@settings(**SMALL)
@given(z=st.fractions(min_value=Fraction(1, 9), max_value=Fraction(8, 9), max_denominator=12), m=st.integers(-3, 3))
def test_a_polylogarithm(z, m):
    ball = enclosure(parse(f"(sum (* (^ x {m}) (^ {z} x)) x 1 %oo)"), {}, 20)
    assert ball is not None
    with mp.workdps(60):
        assert holds(ball, mp.polylog(-m, mpf(z.numerator) / z.denominator).real)


MEASURES = [
    si.KL(Normal("P", 0, 1), Normal("Q", Rational(1, 10**10), 1)),
    si.KL(Gamma("P", Rational(23, 10), 2), Weibull("Q", 1, Rational(3, 2))),
    si.Entropy(Beta("P", 2, Rational(1, 3))),
    si.KL(Laplace("P", 0, 1), Laplace("Q", 1, 3)),
    si.KL(StudentT("P", 3), Cauchy("Q", 0, 1)),
    si.Entropy(LogNormal("P", 1, 2)),
    si.KL(Gumbel("P", 1, 0), Logistic("Q", 0, 1)),
    si.Renyi(Pareto("P", 1, 2), 2),
    si.Hellinger(Exponential("P", 1), Exponential("Q", 2)),
    si.KL(Poisson("P", 3), Poisson("Q", 5)),
]


@pytest.mark.parametrize("measure", MEASURES, ids=[str([law.title for law in m.laws]) for m in MEASURES])
def test_certified_digits_are_those_of_the_other_evaluator(measure):
    certified, estimated = evaluate(measure, 25, certified=True), evaluate(measure, 25)
    assert "certified" in certified.method and "certified" not in estimated.method
    with mp.workdps(40):
        a, b = mpf(certified.text), mpf(estimated.text)
        assert abs(a - b) <= abs(b) * mpf(10) ** -24


def test_that_a_value_is_zero_is_not_proven_by_a_ball():
    with pytest.raises(errors.NotCertified, match="holds 0"):
        evaluate(si.Renyi(Pareto("P", 1, 2), 3), 15, certified=True)


def test_what_is_not_certified_is_refused():
    with pytest.raises(errors.NotCertified, match="no proven bound"):
        evaluate(si.Entropy(LogCauchy("P", 0, 1)), 15, seconds=5, certified=True)


def test_without_flint_one_line_says_what_to_install(monkeypatch):
    monkeypatch.setattr(numeric, "available", lambda: False)
    with pytest.raises(errors.NotCertified, match=r"symbinfo\[rigorous\]"):
        evaluate(si.Entropy(Normal("P", 0, 1)), 15, certified=True)


def test_an_infinite_divergence_needs_no_ball():
    assert evaluate(si.KL(Normal("P", 0, 1), Exponential("Q", 1)), 15, certified=True).text == "inf"


def test_the_precision_of_flint_is_left_alone():
    before = flint.ctx.prec
    enclosure(parse("(integral x x 0 1)"), {}, 40)
    assert flint.ctx.prec == before


def test_a_spent_budget_is_no_enclosure():
    assert enclosure(parse(entropy_of(STUDENT, "%-oo", "%oo")), {}, 300, seconds=0.0) is None


@pytest.mark.parametrize(
    ("ball", "sign", "digits"),
    [
        (Ball(Fraction(2), Fraction(2)), 1, "2.000"),
        (Ball(Fraction(-201, 100), Fraction(-2)), -1, "-2.0"),
        (Ball(Fraction(-1), Fraction(1)), None, ""),
        (Ball(Fraction(0), Fraction(0)), 0, "0"),
    ],
)
def test_balls(ball, sign, digits):
    assert ball.sign == sign
    assert ball.digits(4) == digits
    assert ball.overlaps(ball) and ball.contains(ball.lower) and not ball.contains(ball.upper + 1)
