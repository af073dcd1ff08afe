"""Closed forms that no rewriting makes stable: their digits at hard places, by arrays and by floats, against many digits."""

from __future__ import annotations

import math
import sys
from functools import cache

import mpmath as mp
import numpy as np
import pytest
import sympy as sy
from sympy.stats import Exponential

import symbinfo as si
from benchmarks.errors import error_of
from benchmarks.reference import Oracle
from benchmarks.subjects import Subject
from symbinfo.kernels.many_digits import in_many_digits
from symbinfo.kernels.precisely import precise_lines

slow = pytest.mark.slow
x, y, t = sy.symbols("x y t", positive=True)

#: Laws, and places: near equality, where terms are large, where a factor is out of range on the way.
PLACES = [
    (("DiscreteLaplace", "DiscreteLaplace"), {"a1": 3.833960162015046, "a2": 3.8339601620150505}),
    (("DiscreteLaplace", "DiscreteLaplace"), {"a1": 1e-8, "a2": 1.0001e-8}),
    (("Logarithmic", "Logarithmic"), {"p1": 1e-10, "p2": 9.99999999999999e-11}),
    (("Logarithmic", "Logarithmic"), {"p1": 0.5, "p2": 0.500000005}),
    (("Cauchy", "Cauchy"), {"x01": -2.9, "gamma1": 1e300, "x02": -0.9, "gamma2": 4.18}),
    (("Kappa3", ""), {"a1": 1e8}),
    (("Gamma", "Weibull"), {"k1": 1e8, "theta1": 0.992, "alpha2": 1.991, "beta2": 0.277}),
    pytest.param(("Pareto", "Laplace"), {"xm1": 1e8, "alpha1": 1e8, "mu2": 1e8, "b2": 1.5}, marks=slow),
    pytest.param(
        ("BoundedPareto", "BoundedPareto"),
        {"alpha1": 2.5, "left1": 0.7, "right1": 3.0, "alpha2": 2.5 + 1e-12, "left2": 0.7, "right2": 3.0},
        marks=slow,
    ),
]


@cache
def subject_of(laws):
    return Subject(*laws)


def both_ways(kernel, values):
    """The value for floats and the value for arrays."""
    return float(kernel(**values)), float(kernel(**{n: np.array([v] * 20) for n, v in values.items()})[7])


@pytest.mark.parametrize(("laws", "values"), PLACES)
def test_digits_at_hard_places(laws, values):
    subject = subject_of(laws)
    exact = Oracle(subject.derivation.value)(values)
    for got in both_ways(subject.kernel, values):
        assert error_of(got, exact, "float64")[0] < 1e-13


@pytest.mark.parametrize(("laws", "values"), PLACES[:5])
def test_the_plain_formula_has_no_digits_there(laws, values):
    value = subject_of(laws).derivation.value
    names = sorted(value.free_symbols, key=str)
    with np.errstate(all="ignore"):
        plain = sy.lambdify(names, value, ["numpy", "scipy"])(*(np.float64(values[s.name]) for s in names))
    assert not error_of(float(plain), Oracle(value)(values), "float64")[0] < 1e-9


def test_without_mpmath_rounding_is_no_value(monkeypatch):
    subject = subject_of(("DiscreteLaplace", "DiscreteLaplace"))
    kernel, expected = subject.kernel, float(Oracle(subject.derivation.value)({"a1": 3.0, "a2": 2.0}))
    monkeypatch.setitem(sys.modules, "mpmath", None)
    assert all(map(math.isnan, both_ways(kernel, {"a1": 3.833960162015046, "a2": 3.8339601620150505})))
    assert both_ways(kernel, {"a1": 3.0, "a2": 3.0}) == (0.0, 0.0)
    assert both_ways(kernel, {"a1": 3.0, "a2": 2.0}) == pytest.approx([expected] * 2, rel=1e-14)


def test_gradients_at_equality_and_far_out():
    r, s = sy.symbols("r s", real=True)
    laws = (Exponential(name, sy.log(1 + sy.exp(v)) ** 2) for name, v in (("X", r), ("Y", s)))
    kernel = si.derive(si.KL(*laws)).compile()
    assert kernel.grad(r=-300.0, s=-300.0) == {"r": 0.0, "s": 0.0}
    assert kernel.grad(r=-300.0, s=-301.0)["r"] == pytest.approx(-2 * math.expm1(-2), rel=1e-13)
    kernel = subject_of(("DiscreteLaplace", "DiscreteLaplace")).kernel
    assert kernel.grad(a1=1.5, a2=1.5) == {"a1": 0.0, "a2": 0.0}


# --- the parts --------------------------------------------------------------------------------------------------------


def of(expr, *names):
    """The text for many digits as a function."""
    given, lines = precise_lines(expr, {s: s.name for s in names})
    space = {}
    exec(f"def f({', '.join(given)}):\n" + "\n".join(f"    {line}" for line in lines), space)
    return space["f"]


@pytest.mark.parametrize(
    ("expr", "at", "more"),
    [
        (sy.log(1 + x) - x + x**2 / 2, 1e-12, {}),
        (sy.log(1 + sy.exp(-x)) / sy.exp(-x), 300.0, {"exponentials": True}),
        (sy.loggamma(x + 1) - sy.loggamma(x) - sy.log(x) + sy.polygamma(0, x) / x**20, 1e8, {}),
        (sy.Piecewise((sy.Max(x, 2) - sy.Abs(x - 2) - 2, x < 1), (0, True)) + sy.pi * sy.EulerGamma, 0.3, {}),
    ],
)
def test_many_digits(expr, at, more):
    found = in_many_digits(of(expr, x), np.array([7.0, 7.0]), np.array([False, True]), (np.array([at]),), **more)
    with mp.workdps(400):
        assert found.tolist() == [7.0, float(sy.lambdify(x, expr, "mpmath")(mp.mpf(at)))]


@pytest.mark.parametrize(
    "expr", [sy.log(1 - x), 1 / (x - 2), sy.sqrt(1 - x) * 3], ids=["complex", "a pole", "a complex root"]
)
def test_what_does_not_settle_stays(expr):
    assert in_many_digits(of(expr, x), np.array([7.0]), np.array([True]), (np.array([2.0]),))[0] == 7.0


def test_what_is_zero_is_zero():
    f = of(sy.log(x * y) - sy.log(x, evaluate=False) - sy.log(y), x, y)
    assert in_many_digits(f, np.array([7.0]), np.array([True]), (np.array([0.1]), np.array([0.7])))[0] == 0.0


@pytest.mark.parametrize(
    "expr",
    [sy.polylog(x, y), sy.hyper([x], [y], 1), sy.Symbol("z") + x, sy.besselk(0, x), sy.Derivative(sy.gamma(x), x)],
)
def test_what_has_no_text_for_many_digits(expr):
    assert precise_lines(expr, {x: "x", y: "y"}) is None


def test_names_do_not_meet():
    many = sy.Symbol("many", positive=True)
    given, lines = precise_lines(many + sy.log(many + x) + (many + x) ** 2, {many: "many", x: "part1"})
    assert given == ["many_", "many", "part1"]
    assert lines[0] == "part1_ = many + part1"
