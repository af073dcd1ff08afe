"""The remainders against mpmath in many digits, at the exact float inputs, over the whole range of exponents."""

import ast
import builtins
import math

import mpmath as mp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from symbinfo.kernels import bessel, blocks, exponential_integral, remainders, stirling
from symbinfo.kernels import dirichlet_remainder as shares
from symbinfo.kernels import helper_source as helpers
from symbinfo.kernels.helper_source import helpers_for, imports_for
from symbinfo.kernels.stable_functions import CALLS

DIGITS = 700  # loggamma at 1e300, minus loggamma at (1 + 1e-16) 1e300


def exact_log(x, y, d):
    return y / x - 1 - mp.log(y / x)


def exact_gap(x, y, d):
    return x * mp.log(x / y) + y - x


def rest(x):
    return mp.loggamma(x) - x * mp.log(x) + x


def exact_stirling(x, y, d):
    return rest(y) - rest(x) - (mp.digamma(x) - mp.log(x)) * (y - x)


def exact_loggamma(x, y, d):
    return mp.loggamma(y) - mp.loggamma(x) - mp.digamma(x) * (y - x)


def exact_step(x, y, d):
    return mp.digamma(y) - mp.log(y) - mp.digamma(x) + mp.log(x)


def exact_bessel(x, y, d):
    return mp.log(mp.besseli(0, y) / mp.besseli(0, x)) - mp.besseli(1, x) / mp.besseli(0, x) * (y - x)


# function of (x, y, y - x), the exact value, the exponents of the arguments, the tolerance
PAIRS = [
    ("log", lambda x, y, d: remainders.log_remainder(d / x, y, x), exact_log, (-290, 290), 4e-15),
    ("gap", remainders.gap, exact_gap, (-290, 290), 4e-15),
    ("stirling", stirling.stirling_remainder, exact_stirling, (-200, 200), 6e-15),
    ("loggamma", stirling.loggamma_remainder, exact_loggamma, (-200, 200), 6e-15),
    ("stirling near 1", stirling.stirling_remainder, exact_stirling, (-1, 2), 6e-15),
    ("step", stirling.stirling_step, exact_step, (-3, 3), 8e-15),
    ("bessel", bessel.bessel_remainder, exact_bessel, (-3, 3), 2e-14),
]


def drawn(low, high, count=40):
    """Pairs at relative distances from 1e-16 to 1, of both signs, and pairs far apart."""
    source = np.random.default_rng(7)
    x = 10.0 ** source.uniform(low, high, count)
    near = x * (1 + source.choice([-1, 1], count) * 10.0 ** source.uniform(-16, -0.05, count))
    return x, np.where(np.arange(count) % 5, near, 10.0 ** source.uniform(low, high, count))


def worst(got, expected):
    return max(float(abs(mp.mpf(float(g)) / e - 1)) if e else float(abs(g)) for g, e in zip(got, expected, strict=True))


@pytest.mark.parametrize(("name", "function", "exact", "span", "tolerance"), PAIRS, ids=[p[0] for p in PAIRS])
def test_a_remainder_of_two_arguments(name, function, exact, span, tolerance):
    x, y = drawn(*span)
    with np.errstate(all="ignore"):
        got = function(x, y, y - x)
    with mp.workdps(DIGITS if span[1] > 10 else 80):
        expected = [exact(mp.mpf(float(a)), mp.mpf(float(b)), None) for a, b in zip(x, y, strict=True)]
        assert worst(got, expected) < tolerance


def test_a_naive_remainder_would_fail():
    x, y = drawn(-290, 290)
    with mp.workdps(80):
        expected = [exact_log(mp.mpf(float(a)), mp.mpf(float(b)), None) for a, b in zip(x, y, strict=True)]
        assert worst(y / x - 1 - np.log(y / x), expected) > 1e-3


def test_the_remainder_of_shares_where_one_is_small():
    source = np.random.default_rng(11)
    for share in (1e-1, 1e-3, 1e-12, 1e-25):
        x, y = drawn(-1, 3, 12)
        y = np.where(np.abs(y / x - 1) < 0.9, y, x * 1.5)
        a = x * share * source.uniform(0.5, 1, len(x))
        b = a * (1 + (y / x - 1) * source.uniform(-1, 1, len(x)))
        got = shares.shares_remainder(a, b, b - a, x, y, y - x)
        with mp.workdps(120):
            rows = [tuple(mp.mpf(float(v)) for v in row) for row in zip(a, b, x, y, strict=True)]
            expected = [
                exact_stirling(p, q, 0) + exact_stirling(u, v, 0) - exact_stirling(p + u, q + v, 0)
                for p, q, u, v in rows
            ]
            assert worst(got, expected) < 1e-13


SINGLES = [
    ("exp", remainders.exp_remainder, lambda u: mp.expm1(u) - u, (-30, 2.8), 1e-15),
    ("scaled exp1", exponential_integral.scaled_exp1, lambda x: mp.exp(x) * mp.e1(x), (-5, 3), 2e-15),
    ("curvature", stirling.stirling_curvature, lambda x: mp.polygamma(1, x) - 1 / x, (-5, 8), 2e-15),
    ("bessel complement", bessel.bessel_complement, lambda x: 1 - mp.besseli(1, x) / mp.besseli(0, x), (-5, 5), 1e-14),
]


@pytest.mark.parametrize(("name", "function", "exact", "span", "tolerance"), SINGLES, ids=[s[0] for s in SINGLES])
def test_a_function_of_one_argument(name, function, exact, span, tolerance):
    x = 10.0 ** np.random.default_rng(5).uniform(*span, 60)
    x = np.concatenate([x, -np.minimum(x, 40)]) if name == "exp" else x
    with mp.workdps(80):
        assert worst(function(x), [exact(mp.mpf(float(v))) for v in x]) < tolerance


def test_stirlings_rest_has_small_absolute_errors():
    x = 10.0 ** np.random.default_rng(5).uniform(-3, 6, 60)
    with mp.workdps(50):
        for function, exact in (
            (stirling.stirling, lambda v: mp.loggamma(v) - (v - 0.5) * mp.log(v) + v - mp.log(2 * mp.pi) / 2),
            (stirling.stirling_slope, lambda v: mp.digamma(v) - mp.log(v) + 1 / (2 * v)),
        ):
            expected = [exact(mp.mpf(float(v))) for v in x]
            assert all(abs(g - e) <= 2e-15 * max(abs(e), 1) for g, e in zip(function(x), expected, strict=True))


def test_the_polynomials_are_interpolations():
    """Beyond x = 8 they are what the functions are, to the last digit."""
    x = 8 * 10.0 ** np.random.default_rng(3).uniform(0, 3, 40)
    with mp.workdps(50):
        for function, exact in (
            (stirling.stirling, lambda v: mp.loggamma(v) - (v - 0.5) * mp.log(v) + v - mp.log(2 * mp.pi) / 2),
            (stirling.stirling_slope, lambda v: mp.digamma(v) - mp.log(v) + 1 / (2 * v)),
        ):
            assert worst(function(x), [exact(mp.mpf(float(v))) for v in x]) < 1e-15


numbers = some.floats(1e-100, 1e100)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(numbers, numbers, numbers, some.floats(-1e-7, 1e-7))
def test_a_difference_of_products_keeps_its_digits(a, b, c, step):
    d = a * b / c * (1 + step)
    got = remainders.dot_ratio(*(np.array([v]) for v in (c, d, a, b, -c, d)))[0]
    with mp.workdps(60):
        a, b, c, d = map(mp.mpf, (a, b, c, d))
        expected = (a * b - c * d) / (c * d)
        assert abs(got - expected) <= 4e-16 * abs(expected) + mp.mpf(2) ** -100


@settings(max_examples=150, deadline=None, derandomize=True)
@given(numbers, numbers)
def test_remainders_are_not_negative_and_floats_agree_with_arrays(x, y):
    d = y - x
    for arrays, floats in (
        (
            lambda a, b, c: remainders.log_remainder(c / a, b, a),
            lambda: remainders.log_remainder_of_floats(d / x, y, x),
        ),
        (remainders.gap, lambda: remainders.gap_of_floats(x, y, d)),
    ):
        value = blocks.of_floats(arrays, x, y, d)
        assert value >= 0
        assert floats() == pytest.approx(value, rel=4e-15, abs=0)
    assert blocks.of_floats(stirling.stirling_remainder, x, y, d) >= 0
    u = math.remainder(x, 30.0)
    assert remainders.exp_remainder_of_floats(u) == pytest.approx(remainders.exp_remainder(np.array([u]))[0], rel=1e-15)


def test_ends():
    zero, one = np.zeros(1), np.ones(1)
    with np.errstate(all="ignore"):
        assert remainders.gap(zero, one, one) == 1
        assert remainders.gap(one, zero, -one) == math.inf
        assert remainders.gap(zero, zero, zero) == 0
        assert remainders.log_quotient(np.array([1e300]), np.array([1e-300])) == pytest.approx(600 * math.log(10))
        assert remainders.log_ratio(np.array([-1.0]), np.array([1e-200]), one) == pytest.approx(-200 * math.log(10))


def test_helpers_have_different_names():
    """They all stand in one module: the source of a kernel."""
    names = [name for module in helpers.MODULES for name in helpers.parts_of(module)]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("name", sorted(CALLS.values()))
def test_the_source_of_a_kernel_finds_every_function_that_it_may_call(name):
    """With all that this calls: the text runs on its own."""
    lines = [*imports_for(text := "\n\n".join(helpers_for(f"{name}(x)"))), text]
    space: dict = {}
    exec("from __future__ import annotations\n" + "\n".join(lines), space)
    assert callable(space[name])
    used = {n.id for n in ast.walk(ast.parse(text)) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}
    bound = {n.arg for n in ast.walk(ast.parse(text)) if isinstance(n, ast.arg)}
    bound |= {n.id for n in ast.walk(ast.parse(text)) if isinstance(n, ast.Name) and not isinstance(n.ctx, ast.Load)}
    assert used - bound - set(space) - set(dir(builtins)) == set()
