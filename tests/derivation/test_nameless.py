"""Densities and pairs without a row of their own: what closes has the value that quadrature finds."""

from __future__ import annotations

from typing import Any

import mpmath
import pytest
from sympy import (
    Abs,
    Expr,
    Max,
    Min,
    N,
    Rational,
    S,
    cos,
    cosh,
    exp,
    gamma,
    lambdify,
    log,
    oo,
    pi,
    sin,
    sqrt,
    symbols,
)
from sympy.stats import (
    Arcsin,
    Beta,
    BetaPrime,
    Gumbel,
    Laplace,
    Lomax,
    Normal,
    PowerFunction,
    RaisedCosine,
    StudentT,
    WignerSemicircle,
)

import symbinfo as si
from symbinfo.derivation import Status

x = symbols("x", real=True)
a, b, c = symbols("a b c", positive=True)
AT = {a: Rational(7, 3), b: Rational(5, 2), c: Rational(3, 2)}

DENSITIES: dict[str, tuple[Expr, Any, Any]] = {
    "generalised-gamma": (c * x ** (a * c - 1) * exp(-(x**c)) / gamma(a), 0, oo),
    "half-cauchy": (2 / (pi * (1 + x**2)), 0, oo),
    "burr": (a * b * x ** (a - 1) / (1 + x**a) ** (b + 1), 0, oo),
    "hyperbolic-secant": (1 / (pi * cosh(x)), -oo, oo),
    "squared-secant": (1 / (4 * b * cosh((x - 1) / (2 * b)) ** 2), -oo, oo),
    "fourth-power": (exp(-(x**4)) / (2 * gamma(Rational(5, 4))), -oo, oo),
    "tent": (1 - Abs(x), -1, 1),
    "lindley": (a**2 * (1 + x) * exp(-a * x) / (1 + a), 0, oo),
    "cosine": (cos(x) / 2, -pi / 2, pi / 2),
    "sine": (sin(x) / 2, 0, pi),
    "minus-log": (-log(x), 0, 1),
    "squared-log": (log(x) ** 2 / 2, 0, 1),
    "truncated-exponential": (exp(-x) / (1 - exp(-1)), 0, 1),
    "two-sided": (exp(-2 * Max(x, 0) + 3 * Min(x, 0)) * Rational(6, 5), -oo, oo),
    "student-like": (2 / (pi * (1 + x**2) ** 2), -oo, oo),
    "square-root-in-the-exponent": (x**2 * exp(-sqrt(x)) / 240, 0, oo),
    "gumbel-like": (exp(-2 * x - exp(-x)), -oo, oo),
    "logistic-like": (6 * exp(2 * x) / (1 + exp(x)) ** 4, -oo, oo),
    "beta-elsewhere": (12 * (x - 1) ** 2 * (2 - x), 1, 2),
}


def integral(body: Expr, low: Any, high: Any) -> float:
    """By mpmath, in parts, so that kinks at whole numbers do no harm."""
    formula = lambdify(x, body, "mpmath")

    def f(u: Any) -> Any:
        value = formula(u)
        return value if value == value else 0  # 0 log 0, where an end is rounded to

    nested = any(n.args[0].has(exp) for n in body.atoms(exp))  # exp(exp(-x)) has no numbers far left
    first = mpmath.mpf(N(S(low), 20)) if low != -oo else mpmath.mpf(-60) if nested else -mpmath.inf
    last = mpmath.inf if high == oo else mpmath.mpf(N(S(high), 20))
    return float(mpmath.quad(f, [first, *(p for p in (-2, 0, 1, 2, 8) if first < p < last), last]))


@pytest.mark.parametrize("name", DENSITIES)
def test_the_entropy_of_a_nameless_density(name: str) -> None:
    density, low, high = DENSITIES[name]
    derivation = si.derive(si.Entropy(si.Density(density, (x, low, high))))
    assert derivation.status is Status.CLOSED
    there = density.subs(AT)
    assert float(N(derivation.value.subs(AT))) == pytest.approx(integral(-there * log(there), low, high), abs=1e-6)


def test_a_density_without_a_known_integral_stays_open() -> None:
    density = (1 + x**3) * exp(-x) / 7
    assert si.derive(si.Entropy(si.Density(density, (x, 0, oo)))).status is not Status.CLOSED


def test_a_density_that_does_not_integrate_to_one_is_refused() -> None:
    with pytest.raises(si.errors.NotNormalised):
        si.derive(si.Entropy(si.Density(exp(-x - x**2), (x, 0, oo))))


R = Rational
PAIRS = {
    "student": (StudentT("P", 3), StudentT("Q", R(5, 2))),
    "lomax": (Lomax("P", 3, 2), Lomax("Q", 2, R(7, 2))),
    "semicircle": (WignerSemicircle("P", 1), WignerSemicircle("Q", 2)),
    "arcsin": (Arcsin("P", 1, 2), Arcsin("Q", 0, 3)),
    "arcsin-one-end-shared": (Arcsin("P", 0, 2), Arcsin("Q", 0, 3)),
    "power": (PowerFunction("P", 2, 1, 2), PowerFunction("Q", 3, 0, 4)),
    "beta-beta-prime": (Beta("P", 2, R(3, 2)), BetaPrime("Q", 3, 2)),
    "beta-gumbel": (Beta("P", 2, R(3, 2)), Gumbel("Q", 2, 1)),
    "raised-cosine-normal": (RaisedCosine("P", 1, 2), Normal("Q", 0, 3)),
    "raised-cosine-laplace": (RaisedCosine("P", 1, 2), Laplace("Q", 2, 3)),
}


@pytest.mark.parametrize("name", PAIRS)
def test_a_divergence_by_a_statistic_at_a_place_of_its_own(name: str) -> None:
    measure = si.KL(*PAIRS[name])
    derivation = si.derive(measure)
    assert derivation.status is Status.CLOSED
    p, q = (law.density.xreplace({law.variable: x}) for law in measure.laws)
    value = integral(p * log(p / q), measure.laws[0].lower, measure.laws[0].upper)
    assert float(N(derivation.value)) == pytest.approx(value, abs=1e-6)


def test_renyi_divergence_of_two_laplace_laws() -> None:
    measure = si.RenyiDivergence(Laplace("P", 0, 1), Laplace("Q", 1, 2), R(1, 2))
    p, q = (law.density.xreplace({law.variable: x}) for law in measure.laws)
    value = -2 * mpmath.log(integral(sqrt(p * q), -oo, oo))
    assert float(N(si.derive(measure).value)) == pytest.approx(float(value), abs=1e-7)


def test_where_the_formula_alone_fails_nothing_is_said() -> None:
    r, s = symbols("r s", positive=True)
    value = si.derive(si.KL(WignerSemicircle("P", r), WignerSemicircle("Q", s))).value
    assert value.subs({r: 2, s: 1}) == oo
    assert value.subs({r: 1, s: 1}) is not oo
    assert float(N(value.subs({r: 1, s: 2}))) > 0
