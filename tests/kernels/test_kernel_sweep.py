"""Kernels in mapped parameters, and where nothing but the definition is known, against formulas and integrals of our own.

The values come from the textbook's formula written over mpmath, or from the integral of the definition; neither is what
the kernel was made from. Run as a program, it goes through more places and prints what is not within 1e-13.
"""

from __future__ import annotations

import math
import random
import sys

import mpmath as mp
import numpy as np
import pytest
import sympy as sy
from sympy import exp, log, sqrt, symbols
from sympy.stats import (
    Bernoulli,
    Geometric,
    Gompertz,
    Logistic,
    NegativeBinomial,
    Normal,
    Poisson,
    StudentT,
    VonMises,
    Zeta,
)

from symbinfo.derivation.plans.derive import derive
from symbinfo.kernels.exact_sums import (
    cos_of_sum,
    cos_of_sum_of_floats,
    exact_sum,
    exact_sum_of_floats,
    sin_of_sum,
    sin_of_sum_of_floats,
)
from symbinfo.measures import KL

slow = pytest.mark.slow
m, n, x, y = symbols("m n x y", real=True)
a, b, c, d = symbols("a b c d", positive=True)


def kl_normal(m, s, n, t):
    return mp.log(t / s) + (s * s + (m - n) ** 2) / (2 * t * t) - mp.mpf(1) / 2


def kl_bernoulli(p, q):
    return p * mp.log(p / q) + (1 - p) * mp.log((1 - p) / (1 - q))


def kl_geometric(p, q):
    return mp.log(p / q) + (1 - p) / p * mp.log((1 - p) / (1 - q))


def kl_von_mises(m, k, n, r):
    ratio = mp.besseli(1, k) / mp.besseli(0, k)
    return mp.log(mp.besseli(0, r) / mp.besseli(0, k)) + ratio * (k - r * mp.cos(m - n))


def kl_zeta(p, q):
    return mp.log(mp.zeta(q) / mp.zeta(p)) + (p - q) * mp.zeta(p, derivative=1) / mp.zeta(p)


def hill(z):
    """A scale that cancels far out on one side."""
    return z + (sqrt if isinstance(z, sy.Basic) else mp.sqrt)(1 + z * z)


def log_log(z):
    """The complementary log-log link."""
    return 1 - exp(-exp(z)) if isinstance(z, sy.Basic) else -mp.expm1(-mp.exp(z))


def softplus(z):
    return log(1 + exp(z)) if isinstance(z, sy.Basic) else mp.log1p(mp.exp(z))


def twice(z):
    return softplus(softplus(z))


#: A divergence, its parameters, the formula, and places: of P, and how far Q is.
CASES = {
    "scale 1/v": (
        KL(Normal("P", m, 1 / a), Normal("Q", n, 1 / b)),
        "manb",
        lambda m, a, n, b: kl_normal(m, 1 / a, n, 1 / b),
        [((-4e-5, 3.4e-3), (-11.4, 7.1e10)), ((-2.8e7, 0.023), (-3.1e7, 0.0213)), ((0.4, 2.0), (0.4, 2.0 + 1e-12))],
    ),
    "scale v + sqrt(1 + v**2)": (
        KL(Normal("P", m, hill(x)), Normal("Q", n, hill(y))),
        "mxny",
        lambda m, x, n, y: kl_normal(m, hill(x), n, hill(y)),
        [((0.2, 13.6), (0.3, -70503.98)), ((0.2, -300.0), (0.2, -300.0000001)), ((0.2, 1.5), (0.25, 1.5 + 1e-9))],
    ),
    "probability 1 - exp(-exp(v))": (
        KL(Bernoulli("P", log_log(x)), Bernoulli("Q", log_log(y))),
        "xy",
        lambda x, y: kl_bernoulli(log_log(x), log_log(y)),
        [((-27.3,), (-70.1,)), ((-112.75,), (-112.75 - 1e-9,)), ((0.5,), (0.5 + 1e-12,)), ((2.0,), (-3.0,))],
    ),
    "geometric, 1 - exp(-exp(v))": (
        KL(Geometric("P", log_log(x)), Geometric("Q", log_log(y))),
        "xy",
        lambda x, y: kl_geometric(log_log(x), log_log(y)),
        [((-190.3,), (-206.5,)), ((0.5,), (0.5 + 1e-12,))],
    ),
    "softplus twice": (
        KL(Poisson("P", twice(x)), Poisson("Q", twice(y))),
        "xy",
        lambda x, y: twice(x) * mp.log(twice(x) / twice(y)) - twice(x) + twice(y),
        [((-30.0,), (-30.1,)), ((1.0,), (1.0 + 1e-10,)), ((900.0,), (899.0,))],
    ),
    "angles": (
        KL(VonMises("P", m, a), VonMises("Q", n, b)),
        "manb",
        kl_von_mises,
        [
            ((1e100, 2.0), (1.0, 3.0)),
            ((1e308, 2.0), (-1e308, 3.0)),
            ((0.1, 2.0), (1e5, 2.0)),
            ((7e22, 2.0), (7e22, 2.1)),
        ],
    ),
    "Zeta": (
        KL(Zeta("P", 1 + a), Zeta("Q", 1 + b)),
        "ab",
        lambda a, b: kl_zeta(1 + a, 1 + b),
        [((1e-10,), (2e-10,)), ((0.5,), (1e-10,)), ((1e-16,), (3e-16,)), ((3.0,), (3.0 + 1e-7,))],
    ),
}
KEPT = {}


def compiled(name):
    if name not in KEPT:
        KEPT[name] = derive(CASES[name][0]).compile()
    return KEPT[name]


def errors(name, first, second):
    """The relative errors of the value of floats and of arrays, and of the gradient; NaN where that is the answer."""
    _, letters, formula, _ = CASES[name]
    kernel, given = compiled(name), dict(zip(letters, (*first, *second), strict=True))
    with mp.workdps(600):
        at = [mp.mpf(v) for v in given.values()]
        exact = [formula(*at)] * 2
        got = [kernel(**given), kernel(**{k: np.full(20, v) for k, v in given.items()})[7]]
        for i, letter in enumerate(letters):
            step = mp.mpf(10) ** -60 * min(abs(at[i]), 1)
            sides = (formula(*at[:i], at[i] + h, *at[i + 1 :]) for h in (step, -step))
            exact.append((next(sides) - next(sides)) / (2 * step))
            got.append(kernel.partial(letter)(**given))
        pairs = zip(map(float, got), exact, strict=True)
        return [float(abs(g - e) / (abs(e) or 1)) if math.isfinite(g) else math.nan for g, e in pairs]


@pytest.mark.parametrize(
    "name", ["softplus twice", *(pytest.param(n, marks=slow) for n in CASES if n != "softplus twice")]
)
def test_mapped_parameters_keep_their_digits(name):
    for first, second in CASES[name][3]:
        assert max(errors(name, first, second)) < 1e-13, (first, second)  # no NaN either


@slow
def test_the_plain_formula_has_none_there():
    name = "probability 1 - exp(-exp(v))"
    value = derive(CASES[name][0]).result
    with np.errstate(all="ignore"):
        plain = sy.lambdify([x, y], value, "numpy")(np.float64(-27.3), np.float64(-70.1))
    assert not abs(float(plain) / float(compiled(name)(x=-27.3, y=-70.1)) - 1) < 1e-3


# --- sums of parameters -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("one", "other"), [(1e100, -1.0), (0.1, 1e5), (3.0, 0.25), (1e300, 1e300), (7e22, -7e22)])
def test_functions_of_the_sum_of_two_angles(one, other):
    with mp.workdps(700):
        total = mp.mpf(one) + mp.mpf(other)
        for function, expected in ((sin_of_sum, mp.sin(total)), (cos_of_sum, mp.cos(total))):
            assert float(function(np.array([one]), np.array([other]))[0]) == pytest.approx(float(expected), rel=1e-15)
        assert sin_of_sum_of_floats(one, other) == pytest.approx(float(mp.sin(total)), rel=1e-15)
        assert cos_of_sum_of_floats(one, other) == pytest.approx(float(mp.cos(total)), rel=1e-15)


def test_sums_lose_nothing_that_cancels():
    terms = (1e16, 1.0, -1e16, 2.0**-40)
    assert exact_sum(*map(np.array, terms)) == exact_sum_of_floats(*terms) == 1 + 2.0**-40 != sum(terms)
    with np.errstate(invalid="ignore"):
        assert exact_sum(np.array(np.inf), np.array(1.0), np.array(2.0)) == np.inf


# --- gradients under the integral, near equality ----------------------------------------------------------------------


def student(t, u):
    half = mp.loggamma((t + 1) / 2) - mp.loggamma(t / 2) - mp.log(t * mp.pi) / 2
    return half - (t + 1) / 2 * mp.log1p(u * u / t)


REDUCED = {
    "Student": (KL(StudentT("P", a), StudentT("Q", b)), student, 3.0, (-mp.inf, -3, 0, 3, mp.inf)),
    "Logistic": (
        KL(Logistic("P", 0, a), Logistic("Q", 0, b)),
        lambda t, u: -u / t - mp.log(t) - 2 * mp.log1p(mp.exp(-u / t)),
        1.7,
        (-200, -20, -2, 0, 2, 20, 200),
    ),
}


@slow
@pytest.mark.parametrize("name", REDUCED)
def test_gradients_of_what_is_integrated(name):
    measure, density, at, ends = REDUCED[name]
    kernel = derive(measure).compile()
    for distance in (0.3, 1e-3, 1e-9, 1e-13):
        p, q = at, at + distance
        with mp.workdps(40):
            h = mp.mpf(10) ** -13

            def mean_score(of, t, q=q, p=p, h=h):
                def term(u):
                    score = (density(t + h, u) - density(t - h, u)) / (2 * h)
                    here, there = density(mp.mpf(p), u), density(mp.mpf(q), u)
                    return mp.exp(here) * (score * (here - there) if of == "p" else score * mp.expm1(there - here))

                return mp.quad(term, ends)

            expected = {"a": mean_score("p", mp.mpf(p)), "b": mean_score("q", mp.mpf(q))}
        for letter, slope in kernel.grad(a=p, b=q).items():
            assert float(slope / expected[letter]) == pytest.approx(1, abs=1e-9), distance
    assert set(map(float, kernel.grad(a=at, b=at).values())) == {0.0}


@slow
def test_a_derivative_without_a_form_is_integrated():
    kernel = derive(KL(Gompertz("P", a, c), Gompertz("Q", b, d))).compile()
    given, h = {"a": 0.7, "c": 0.9, "b": 0.8, "d": 0.6}, 1e-4
    at = {k: float(kernel.partial(k)(**given)) for k in given}
    for k, slope in at.items():
        sides = [float(kernel(**{**given, k: given[k] + step})) for step in (h, -h)]
        assert slope == pytest.approx((sides[0] - sides[1]) / (2 * h), rel=1e-6)


@slow
def test_rounding_of_large_counts_is_no_value():
    kernel = derive(KL(NegativeBinomial("P", a, b), Poisson("Q", c))).compile()
    assert all(map(math.isnan, (kernel(1e5, 0.5, 1e5), kernel(1000.0, 0.99, 10.1))))
    with mp.workdps(30):
        r, p, rate = mp.mpf(10), mp.mpf(0.3), mp.mpf(20)

        def term(k):
            law = mp.gamma(k + r) / (mp.gamma(r) * mp.factorial(k)) * p**r * (1 - p) ** k
            return law * mp.log(law / (mp.exp(-rate) * rate**k / mp.factorial(k)))

        expected = mp.fsum(map(term, range(600)))
    assert kernel(10.0, 0.3, 20.0) == pytest.approx(float(expected), rel=1e-13)


def main(count: int = 30) -> None:
    """More places, drawn at random around those of the table."""
    source = random.Random(0)
    for name, (_, _, _, places) in CASES.items():
        for _ in range(count):
            first, _ = source.choice(places)
            distance = 10 ** source.uniform(-15, -1)
            second = [v + distance * source.choice((-1, 1)) * abs(v) for v in first]
            found = errors(name, first, second)
            if not max(found) < 1e-13:
                print(name, first, second, found)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
