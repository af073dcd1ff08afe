"""Kernels in log-variances, logits, softmax and precisions, near equality and far out, against many digits."""

import math

import mpmath as mp
import numpy as np
import pytest
import sympy as sy
from hypothesis import given, settings
from hypothesis import strategies as some
from sympy import Rational, exp, log, sqrt, symbols, tanh
from sympy.stats import (
    Benini,
    Bernoulli,
    Beta,
    Binomial,
    BoundedPareto,
    Cauchy,
    ExponentialPower,
    FiniteRV,
    Gamma,
    Geometric,
    Gumbel,
    Laplace,
    Logistic,
    Normal,
    Poisson,
    StudentT,
    Uniform,
    Weibull,
    Zeta,
)

from symbinfo.derivation.plans.derive import derive
from symbinfo.kernels.quotients import NoForm
from symbinfo.kernels.reparametrised import Maps, readable
from symbinfo.kernels.shifts import Shift
from symbinfo.kernels.stable_base import defined
from symbinfo.measures import KL, CrossEntropy, Entropy

x, y, m1, m2, v1, v2, a1, a2, b1, b2, c1, c2 = symbols("x y m1 m2 v1 v2 a1 a2 b1 b2 c1 c2", real=True)
t1, t2, k1, k2 = symbols("t1 t2 k1 k2", positive=True)


def logistic(z):
    return 1 / (1 + exp(-z))


def softplus(z):
    return log(1 + exp(z))


def softmax(*logits):
    return {i: exp(z) / sy.Add(*map(exp, logits)) for i, z in enumerate(logits)}


# A divergence, and values for the parameters of P; Q's have a 2 where P's have a 1, or y where P has x.
MAPPED = {
    "log-variance": (KL(Normal("P", m1, exp(v1 / 2)), Normal("Q", m2, exp(v2 / 2))), {"m1": 0.7, "v1": -1.3}),
    "huge log-variance": (KL(Normal("P", m1, exp(v1 / 2)), Normal("Q", m2, exp(v2 / 2))), {"m1": 0.7, "v1": 600.0}),
    "precision": (KL(Normal("P", m1, 1 / sqrt(t1)), Normal("Q", m2, 1 / sqrt(t2))), {"m1": 0.7, "t1": 2.3}),
    "softplus": (KL(Normal("P", m1, softplus(v1)), Normal("Q", m2, softplus(v2))), {"m1": 0.7, "v1": 0.3}),
    "softplus of 900": (KL(Normal("P", m1, softplus(v1)), Normal("Q", m2, softplus(v2))), {"m1": 0.7, "v1": 900.0}),
    "softplus and a floor": (
        KL(Normal("P", m1, softplus(v1) + Rational(1, 1000)), Normal("Q", m2, softplus(v2) + Rational(1, 1000))),
        {"m1": 0.7, "v1": -3.0},
    ),
    "logit": (KL(Bernoulli("P", logistic(x)), Bernoulli("Q", logistic(y))), {"x": 0.7}),
    "logit of 40": (KL(Bernoulli("P", logistic(x)), Bernoulli("Q", logistic(y))), {"x": 40.0}),
    "logit of -300": (KL(Bernoulli("P", exp(x) / (1 + exp(x))), Bernoulli("Q", exp(y) / (1 + exp(y)))), {"x": -300.0}),
    "logit by tanh": (KL(Bernoulli("P", (1 + tanh(x / 2)) / 2), Bernoulli("Q", (1 + tanh(y / 2)) / 2)), {"x": 1.7}),
    "affine logit": (
        KL(Binomial("P", 9, logistic(a1 + 2 * b1)), Binomial("Q", 9, logistic(a2 + 2 * b2))),
        {"a1": 0.7, "b1": 0.4},
    ),
    "geometric logit": (KL(Geometric("P", logistic(x)), Geometric("Q", logistic(y))), {"x": 0.7}),
    "log-rate": (KL(Poisson("P", exp(x)), Poisson("Q", exp(y))), {"x": 2.7}),
    "gamma by logs": (KL(Gamma("P", exp(a1), exp(-b1)), Gamma("Q", exp(a2), exp(-b2))), {"a1": 25.0, "b1": 0.4}),
    "gamma by mean and shape": (KL(Gamma("P", k1, t1 / k1), Gamma("Q", k2, t2 / k2)), {"k1": 3.1, "t1": 0.4}),
    "beta by mean and count": (
        KL(Beta("P", t1 * logistic(x), t1 * (1 - logistic(x))), Beta("Q", t2 * logistic(y), t2 * (1 - logistic(y)))),
        {"t1": 7.0, "x": 0.4},
    ),
    "weibull by logs": (KL(Weibull("P", exp(a1), exp(b1)), Weibull("Q", exp(a2), exp(b2))), {"a1": 0.7, "b1": 0.4}),
    "gumbel log-scale": (KL(Gumbel("P", exp(a1), m1), Gumbel("Q", exp(a2), m2)), {"a1": 0.7, "m1": 0.4}),
    "cauchy log-scale": (KL(Cauchy("P", m1, exp(a1)), Cauchy("Q", m2, exp(a2))), {"a1": 0.7, "m1": 0.4}),
    "softmax": (
        KL(FiniteRV("P", softmax(a1, b1, c1)), FiniteRV("Q", softmax(a2, b2, c2))),
        {"a1": 0.7, "b1": -0.4, "c1": 60.0},
    ),
    "softmax beside 0": (
        KL(FiniteRV("P", softmax(a1, b1, sy.S.Zero)), FiniteRV("Q", softmax(a2, b2, sy.S.Zero))),
        {"a1": 0.7, "b1": -0.4},
    ),
}
DISTANCES = (0.3, -1e-3, 1e-8, -1e-12, 1e-15)
TURNS = (1, -0.6, 0.8)


def compiled(measure, kept={}):  # noqa: B006 - one compilation for all tests
    if measure not in kept:
        derivation = derive(measure)
        kept[measure] = derivation.result, derivation.compile()
    return kept[measure]


def beside(values, distance):
    """Both laws, Q's parameters at a distance from P's, relative for what is larger than 1."""
    other = {"x": "y"} | {n: n[:-1] + "2" for n in values if n != "x"}
    moved = {
        other[n]: v + distance * turn * max(1.0, abs(v)) for (n, v), turn in zip(values.items(), TURNS, strict=False)
    }
    return {**values, **moved}


def exact(result, values, digits=None):
    """Where an exponential of a parameter stands beside 1, hundreds of digits are needed."""
    digits = digits or (700 if max(map(abs, values.values())) > 30 else 100)
    names = sorted(result.free_symbols, key=str)
    with mp.workdps(digits):
        return +sy.lambdify(names, result, "mpmath")(*(mp.mpf(values[s.name]) for s in names))


def both_ways(kernel, values):
    """The value for floats and the value for arrays."""
    return float(kernel(**values)), float(kernel(**{n: np.array([v, v]) for n, v in values.items()})[1])


@pytest.mark.parametrize("name", MAPPED)
def test_digits_at_every_distance(name):
    measure, start = MAPPED[name]
    result, kernel = compiled(measure)
    for distance in DISTANCES:
        values = beside(start, distance)
        expected = exact(result, values)
        for got in both_ways(kernel, values):
            assert float(abs(got / expected - 1)) < 1e-14, distance
    values = beside(start, 0.0)
    assert both_ways(kernel, values) == (0.0, 0.0)
    assert set(map(float, kernel.grad(**values).values())) == {0.0}


@pytest.mark.parametrize("name", ["log-variance", "softplus", "logit of 40", "log-rate", "softmax"])
def test_the_plain_formula_loses_them(name):
    measure, start = MAPPED[name]
    result, _ = compiled(measure)
    values = beside(start, 1e-8)
    names = sorted(result.free_symbols, key=str)
    got = sy.lambdify(names, result, ["scipy", "numpy"])(*(values[s.name] for s in names))
    assert abs(float(got) / float(exact(result, values)) - 1) > 1e-3


@pytest.mark.parametrize("name", MAPPED)
@given(some.data())
@settings(max_examples=10, deadline=None)
def test_equal_laws_have_no_divergence(name, data):
    measure, start = MAPPED[name]
    _, kernel = compiled(measure)
    values = {n: data.draw(some.floats(0.01, 500) if n[0] in "tk" else some.floats(-500, 500)) for n in start}
    got = both_ways(kernel, beside(values, 0.0))
    # Beyond the range of floats there is no number: a shape of exp(500) has no mass near anything.
    assert all(value == 0.0 or math.isnan(value) for value in got)
    if all(abs(v) < 5 for v in values.values()):
        assert got == (0.0, 0.0)


def test_from_the_definition():
    """Sums over outcomes and the textbook's formula, from the maps themselves."""
    with mp.workdps(60):
        for p, q in ((0.3, 0.3 + 2**-30), (40.0, 41.0), (-5.0, 7.5)):
            s = [1 / (1 + mp.exp(-mp.mpf(z))) for z in (p, q)]
            expected = s[0] * mp.log(s[0] / s[1]) + (1 - s[0]) * mp.log((1 - s[0]) / (1 - s[1]))
            assert float(compiled(MAPPED["logit"][0])[1](x=p, y=q) / expected) == pytest.approx(1, abs=1e-14)
        v, w, d = mp.mpf(0.2), mp.mpf(0.2 + 2**-30), mp.mpf(2**-25)
        expected = (w - v) / 2 + (mp.exp(v) + d**2) / (2 * mp.exp(w)) - mp.mpf(1) / 2
        got = compiled(MAPPED["log-variance"][0])[1](m1=0.0, v1=float(v), m2=float(d), v2=float(w))
        assert float(got / expected) == pytest.approx(1, abs=1e-14)


# --- numbers on Q's side ----------------------------------------------------------------------------------------------

FIXED = {
    "vae": (KL(Normal("P", m1, exp(v1 / 2)), Normal("Q", 0, 1)), {"m1": 0.0, "v1": 0.0}),
    "standard deviation 2": (KL(Normal("P", m1, exp(v1 / 2)), Normal("Q", 0, 2)), {"m1": 0.0, "v1": math.log(4)}),
    "softplus": (KL(Normal("P", m1, softplus(v1)), Normal("Q", 0, 1)), {"m1": 0.0, "v1": math.log(math.e - 1)}),
    "fair coin": (KL(Bernoulli("P", logistic(x)), Bernoulli("Q", Rational(1, 2))), {"x": 0.0}),
    "coin of 3/10": (KL(Bernoulli("P", logistic(x)), Bernoulli("Q", Rational(3, 10))), {"x": math.log(3 / 7)}),
    "uniform": (
        KL(FiniteRV("P", softmax(a1, b1, c1)), FiniteRV("Q", dict.fromkeys(range(3), Rational(1, 3)))),
        {"a1": 1.0, "b1": 1.0, "c1": 1.0},
    ),
}


@pytest.mark.parametrize("name", FIXED)
def test_beside_a_number(name):
    measure, at = FIXED[name]
    result, kernel = compiled(measure)
    for distance in DISTANCES:
        values = {n: v + distance * turn for (n, v), turn in zip(at.items(), TURNS, strict=False)}
        expected = exact(result, values)
        for got in both_ways(kernel, values):
            assert float(abs(got / expected - 1)) < 1e-14, distance
    if name in ("vae", "fair coin", "uniform"):
        assert both_ways(kernel, at) == (0.0, 0.0)


# --- infinite logits, and entropies -----------------------------------------------------------------------------------

INFINITE = [
    (KL(Bernoulli("P", logistic(x)), Bernoulli("Q", logistic(y))), {"x": math.inf, "y": 0.0}, math.log(2)),
    (KL(Bernoulli("P", logistic(x)), Bernoulli("Q", logistic(y))), {"x": -math.inf, "y": 1000.0}, 1000.0),
    (KL(Bernoulli("P", logistic(x)), Bernoulli("Q", logistic(y))), {"x": 0.0, "y": -math.inf}, math.inf),
    (KL(Bernoulli("P", logistic(x)), Bernoulli("Q", logistic(y))), {"x": math.inf, "y": math.inf}, 0.0),
    (Entropy(Bernoulli("P", logistic(x))), {"x": math.inf}, 0.0),
    (Entropy(Bernoulli("P", logistic(x))), {"x": -1000.0}, 0.0),
    (Entropy(Bernoulli("P", logistic(x))), {"x": math.nan}, math.nan),
    (Entropy(FiniteRV("P", softmax(a1, b1, c1))), {"a1": -math.inf, "b1": 0.0, "c1": 0.0}, math.log(2)),
    (CrossEntropy(Bernoulli("P", logistic(x)), Bernoulli("Q", logistic(y))), {"x": math.inf, "y": -800.0}, 800.0),
    # A log-variance may not be infinite: its law would be none.
    (KL(Normal("P", m1, exp(v1 / 2)), Normal("Q", 0, 1)), {"m1": 0.0, "v1": math.inf}, math.nan),
]


@pytest.mark.parametrize(("measure", "values", "expected"), INFINITE, ids=str)
def test_far_out(measure, values, expected):
    for got in both_ways(compiled(measure)[1], values):
        assert got == pytest.approx(expected, rel=1e-15, abs=0, nan_ok=True)


ENTROPIES = [
    (Bernoulli("X", logistic(x)), [{"x": v} for v in (0.0, 3.0, -40.0, 300.0, -700.0)]),
    (FiniteRV("X", softmax(a1, b1, c1)), [{"a1": v, "b1": -0.3, "c1": 1.0} for v in (0.0, 40.0, -600.0)]),
    (Normal("X", m1, softplus(v1)), [{"v1": v} for v in (0.0, 900.0, -300.0)]),
    (Gamma("X", exp(a1), exp(b1)), [{"a1": v, "b1": 0.4} for v in (0.0, 25.0, -25.0)]),
    (Beta("X", exp(a1), exp(b1)), [{"a1": v, "b1": 0.4} for v in (0.1, 15.0, -15.0)]),
]


@pytest.mark.parametrize(("law", "places"), ENTROPIES, ids=lambda v: getattr(v, "name", ""))
def test_entropies(law, places):
    result, kernel = compiled(Entropy(law))
    for values in places:
        for got in both_ways(kernel, values):
            assert got == pytest.approx(float(exact(result, values)), rel=1e-14)


# --- without a remainder form -----------------------------------------------------------------------------------------

CLOSELY = {
    "Student": (KL(StudentT("P", t1), StudentT("Q", t2)), {"t1": 3.0}, (-mp.inf, -20, -2, 0, 2, 20, mp.inf)),
    "Student by logs": (
        KL(StudentT("P", exp(a1)), StudentT("Q", exp(a2))),
        {"a1": 1.1},
        (-mp.inf, -20, -2, 0, 2, 20, mp.inf),
    ),
    "Logistic": (
        KL(Logistic("P", m1, t1), Logistic("Q", m2, t2)),
        {"m1": 0.4, "t1": 1.7},
        (-200, -20, -2, 0, 2, 20, 200),
    ),
    "Benini": (KL(Benini("P", k1, t1, 1), Benini("Q", k2, t2, 1)), {"k1": 1.7, "t1": 0.8}, (1, 2, 4, 10, 50, 10**5)),
    "ExponentialPower": (
        KL(ExponentialPower("P", m1, t1, 3), ExponentialPower("Q", m2, t2, 3)),
        {"m1": 0.4, "t1": 1.7},
        (-9, -2, 0, 0.4, 1, 3, 10),
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", CLOSELY)
def test_the_definition_near_equality(name):
    measure, start, ends = CLOSELY[name]
    p, q = measure.laws
    kernel = compiled(measure)[1]
    for distance in (1e-8,):
        values = beside(start, distance)
        with mp.workdps(30):
            at = [{s: sy.Float(mp.mpf(values[s.name]), 40) for s in law.free_symbols} for law in (p, q)]
            u, w = (
                sy.lambdify([p.variable], law.density.xreplace(a), "mpmath") for law, a in zip((p, q), at, strict=True)
            )

            def term(t, u=u, w=w):
                here = u(t)
                ratio = mp.log(w(t) / here) if here else mp.mpf(0)
                return here * (mp.expm1(ratio) - ratio)

            expected = mp.quad(term, ends, maxdegree=4)
        assert float(kernel(**values) / expected) == pytest.approx(1, abs=1e-10)
    assert kernel(**beside(start, 0.0)) == 0.0


def test_a_series_near_equality():
    kernel = compiled(KL(Zeta("P", 1 + t1), Zeta("Q", 1 + t2)))[1]
    for s, d in ((1.3, 1e-3), (1.3, 1e-9), (7.0, 1e-12)):
        with mp.workdps(60):
            p, q = 1 + mp.mpf(s), 1 + mp.mpf(s + d)
            expected = mp.log(mp.zeta(q) / mp.zeta(p)) - mp.zeta(p, derivative=1) / mp.zeta(p) * (q - p)
        assert float(kernel(t1=s, t2=s + d) / expected) == pytest.approx(1, abs=1e-12)


# --- across families --------------------------------------------------------------------------------------------------

SHIFTED = [
    (Gumbel("P", t1, m1), Normal("Q", m2, t2)),
    (Laplace("P", m1, t1), Normal("Q", m2, t2)),
    (Logistic("P", m1, t1), Normal("Q", m2, t2)),
    (Normal("P", m1, t1), Laplace("Q", m2, t2)),
    (Normal("P", m1, t1), Gumbel("Q", t2, m2)),
]


@pytest.mark.parametrize(
    ("first", "second"), SHIFTED, ids=lambda law: law.name + str(law.pspace.distribution.__class__.__name__)
)
def test_what_moves_together(first, second):
    kernel = compiled(KL(first, second))[1]
    near = both_ways(kernel, {"m1": 0.5, "t1": 1.25, "m2": -1.0, "t2": 2.0})
    far = both_ways(kernel, {"m1": 2.0**30 + 0.5, "t1": 1.25, "m2": 2.0**30 - 1.0, "t2": 2.0})
    assert far == pytest.approx(near, rel=1e-13)


def test_a_uniform_law_far_out():
    result, kernel = compiled(KL(Uniform("P", a1, b1), Normal("Q", m2, t2)))
    values = {"a1": 1e8, "b1": 1e8 + 1, "m2": 1e8 - 2, "t2": 1.5}
    assert both_ways(kernel, values) == pytest.approx([float(exact(result, values, 60))] * 2, rel=1e-14)


def test_what_does_not_move_together():
    laws = KL(Laplace("P", m1, t1), Normal("Q", m2, t2)).laws
    assert Shift.of(laws) is not None
    assert Shift.of(KL(Uniform("P", a1, b1), Beta("Q", 2, 3)).laws) is None
    assert Shift.of(KL(StudentT("P", t1), Normal("Q", m2, t2)).laws) is None


def test_the_ends_of_a_condition():
    kernel = compiled(KL(Uniform("P", a1, b1), Beta("Q", 2, 3)))[1]
    assert both_ways(kernel, {"a1": 0.0, "b1": 1.0}) == pytest.approx([3 - math.log(12)] * 2, rel=1e-15)
    assert both_ways(kernel, {"a1": -0.1, "b1": 1.0}) == (math.inf, math.inf)


def test_rounding_is_not_given_for_a_value():
    entropy = compiled(Entropy(BoundedPareto("X", k1, 1, 2)))
    for shape in (1.5, 1e-3, 1e-10):
        expected = float(exact(entropy[0], {"k1": shape}, 60))
        assert both_ways(entropy[1], {"k1": shape}) == pytest.approx([expected] * 2, rel=1e-13)
    nested = compiled(KL(Gamma("P", k1, t1), Gamma("Q", 1, t2)))[1]
    assert both_ways(nested, {"k1": 1.0, "t1": 2.0, "t2": 2.0}) == (0.0, 0.0)


# --- the rules --------------------------------------------------------------------------------------------------------


def test_a_tree_without_a_rule_is_refused():
    maps = Maps({t1: (sy.besselj(0, x), sy.besselj(0, y))})
    with pytest.raises(NoForm):
        maps.step(sy.besselj(0, x))


@pytest.mark.parametrize(
    "expr",
    [
        exp(x),
        x**3,
        1 / (2 + x**2),
        sqrt(1 + x**2),
        softplus(x),
        logistic(x),
        exp(x) * x,
        sy.atan(x),
        x ** Rational(-1, 2),
    ],
    ids=str,
)
def test_a_difference_through_the_tree(expr):
    expr = expr.xreplace({x: t1})
    step = Maps({k1: (t1, t2)}).step(expr)
    for s, t in ((0.7, 0.7 + 2**-40), (2.5, 0.25)):
        with mp.workdps(60):
            f = sy.lambdify([t1], expr, "mpmath")
            expected = f(mp.mpf(s)) - f(mp.mpf(t))
        kernel = sy.lambdify([t1, t2], defined(step), "mpmath")
        with mp.workdps(60):
            assert abs(kernel(mp.mpf(s), mp.mpf(t)) / expected - 1) < mp.mpf(10) ** -40


def test_shares_are_read_as_reciprocals():
    assert readable(1 - logistic(x)) == 1 / (1 + exp(x))
    share = exp(x) / (exp(x) + exp(y) + 1)
    assert isinstance(1 / readable(share), sy.Add)
    assert sy.simplify(readable(share) - share) == 0
