"""Densities with kinks: split where they bend, each piece by the rows, and two places in either order."""

from __future__ import annotations

from itertools import pairwise

import mpmath
import pytest
from sympy import (
    Abs,
    E,
    Expr,
    Max,
    Min,
    Piecewise,
    Rational,
    S,
    Symbol,
    exp,
    gamma,
    lambdify,
    log,
    oo,
    sign,
    sqrt,
    symbols,
)

import symbinfo as si
from symbinfo.derivation import Status
from symbinfo.derivation.integrals.bends import Stretch, kinks_of
from symbinfo.derivation.integrals.weights import total_of_polynomial, weight_of, with_positive_factors
from symbinfo.derivation.simplify.exponential_fractions import with_short_fractions
from symbinfo.expressions.domain import Domain
from symbinfo.laws.law import ContinuousLaw

x, m = symbols("x m", real=True)
a, b, k, p, s, t = symbols("a b k p s t", positive=True)
AT = {
    a: Rational(13, 10),
    b: Rational(7, 4),
    k: Rational(7, 10),
    p: Rational(3, 10),
    s: Rational(4, 5),
    t: Rational(6, 5),
}
AT |= {m: Rational(1, 3)}

# Density, ends, where it bends, and whether its entropy is proved.
DENSITIES = [
    (exp(-Max((x - m) / s, (m - x) / t)) / (s + t), -oo, oo, m, True),
    (a / (k + 1 / k) * exp(-a * (x - m) * sign(x - m) * k ** sign(x - m)), -oo, oo, m, True),
    (Piecewise((exp(-((x - m) ** 2) / (2 * s**2)), x < m), (exp(-((x - m) ** 2) / (2 * t**2)), True)) * sqrt(2)
     / (sqrt(S.Pi) * (s + t)), -oo, oo, m, True),
    (a / (s + t) / gamma(1 / a) * exp(-((Max(x - m, 0) / s) ** a) - (Max(m - x, 0) / t) ** a), -oo, oo, m, True),
    (a * b / (a + b) / k * Min((x / k) ** (b - 1), (x / k) ** (-a - 1)), S.Zero, oo, k, False),
    (Piecewise((x / a, x < a), (1, x < a + b), ((2 * a + b - x) / a, True)) / (a + b), S.Zero, 2 * a + b, a, True),
]  # fmt: skip


@pytest.mark.parametrize("row", DENSITIES, ids=lambda row: str(row[0])[:40])
def test_the_entropy_of_a_density_with_a_kink(row: tuple[Expr, Expr, Expr, Expr, bool]) -> None:
    density, lower, upper, kink, proved = row
    derivation = si.derive(si.Entropy(si.Density(density, (x, lower, upper))))
    assert derivation.status is Status.CLOSED
    value = lambdify([x], density.xreplace(AT), "mpmath")
    ends = [mpmath.mpf(str(e.xreplace(AT).evalf(20))) if e.is_finite is not False else e for e in (lower, kink, upper)]
    places = [-mpmath.inf if e == -oo else mpmath.inf if e == oo else e for e in ends]
    with mpmath.workdps(15):
        found = _entropy(value, places)
    assert abs(found - float(derivation.result.xreplace(AT).evalf())) < 1e-6
    if proved:
        assert derivation.check().level == "proved"


def _entropy(value: object, places: list[object]) -> float:
    def integrand(z: object) -> object:
        w = value(z)  # type: ignore[operator]
        return -w * mpmath.log(w) if w > 0 else mpmath.mpf(0)

    total = mpmath.mpf(0)
    for low, high in pairwise(places):
        if high == mpmath.inf:  # in the logarithm of the distance: tails are heavy
            total += mpmath.quad(
                lambda u, at=low: integrand(at + mpmath.exp(u)) * mpmath.exp(u), [-60, -10, 0, 3, 10, 40]
            )
        elif low == -mpmath.inf:
            total += mpmath.quad(
                lambda u, at=high: integrand(at - mpmath.exp(u)) * mpmath.exp(u), [-60, -10, 0, 3, 10, 40]
            )
        else:
            cuts = [low, (3 * low + high) / 4, (low + high) / 2, (low + 3 * high) / 4, high]
            total += mpmath.quad(integrand, cuts)
    return float(total)


def test_the_modes_of_two_triangular_laws_lie_in_either_order() -> None:
    q = Symbol("q", positive=True)
    derivation = si.derive("KL(Triangular(0, 1, p) || Triangular(0, 1, q))")
    assert derivation.status is Status.CLOSED
    names = {u.name: u for u in derivation.result.free_symbols}
    for at, to in ((Rational(3, 10), Rational(3, 5)), (Rational(3, 5), Rational(3, 10)), (S.Half, S.Half)):
        here = {p: at, q: to}
        first, second = (Piecewise((2 * x / c, x < c), (2 * (1 - x) / (1 - c), True)) for c in (at, to))
        value = lambdify([x], (first * log(first / second)), "mpmath")
        true = mpmath.quad(
            value, sorted({mpmath.mpf(0), mpmath.mpf(at.p) / at.q, mpmath.mpf(to.p) / to.q, mpmath.mpf(1)})
        )
        found = derivation.result.xreplace({names["p"]: here[p], names["q"]: here[q]})
        assert abs(float(found) - float(true)) < 1e-10


@pytest.mark.parametrize(
    ("expr", "places"),
    [
        (Max(k * (x - m), (m - x) / k), {m}),
        (Abs(log(a) - x), {log(a)}),
        (Piecewise((1, k > Abs(x)), (0, True)), {k, -k, S.Zero}),
        (Piecewise((1, exp(x) < E), (0, True)), {S.One}),
        (Abs(x * (x - 1)), {S.Zero, S.One}),
        (Abs(x**2 + 1), set()),
        (x**2, set()),
    ],
)
def test_kinks(expr: Expr, places: set[Expr]) -> None:
    assert set(kinks_of(expr, x, Domain()) or []) == places


def test_a_kink_that_is_not_found_is_not_passed_over() -> None:
    c = Symbol("c", real=True)
    assert kinks_of(Abs(x - exp(x) + 2), x, Domain()) is None
    assert kinks_of(Max(c * x, x), x, Domain()) is None  # which is larger depends on c


def test_what_an_expression_is_between_two_kinks() -> None:
    right = Stretch(x, m, oo, (-oo, m, oo), Domain.of([m < x]))
    assert right.formula(Max(x - m, 0) + Abs(x - m) + sign(m - x)) == 2 * (x - m) - 1
    other = Symbol("other", real=True)
    assert right.formula(Abs(x - other)) is None


def test_weights() -> None:
    law = ContinuousLaw("P", "Density", (a,), True, Symbol("x", real=True), exp(-a * x) * a / 2, S.Zero, oo)
    assert weight_of(law, Domain()) == S.Half
    bell = ContinuousLaw("P", "Density", (a,), True, x, exp(-exp(x**2)), S.Zero, oo)
    assert weight_of(bell, Domain()) is None
    assert with_positive_factors((p - a) / (p - b), Domain.of([p < a, p < b])) == (a - p) / (b - p)


def test_the_total_of_a_polynomial_is_not_claimed_where_it_is_none() -> None:
    good = ContinuousLaw("P", "Density", (), True, x, (x + 1) * Rational(2, 3), S.Zero, S.One)
    bad = ContinuousLaw("P", "Density", (), True, x, x + 1, S.Zero, S.One)
    assert total_of_polynomial(good, Domain()) is not None
    assert total_of_polynomial(bad, Domain()) is None


def test_fractions_in_exponentials() -> None:
    long = a * exp(a) * log(a) / (exp(a) - 1) - a * exp(a) * log(b) / (exp(a) - 1)
    short = with_short_fractions(long, Domain())
    assert short.count_ops() < long.count_ops()
    assert abs(float((long - short).xreplace(AT).evalf())) < 1e-12
    real = Symbol("y", real=True)
    assert not with_short_fractions(exp(a) * log(real) / (exp(a) - 1) - exp(a) * log(b) / (exp(a) - 1), Domain()).has(
        real / b
    )


# Scores by cases: where the density changes its formula its derivative jumps, on a null set.
SCORES = [
    ("Triangular(0, 1, c)", "c", {"c": 0.3}, 1 / (0.3 * 0.7)),
    ("Triangular(a, b, c)", "c", {"a": -1.0, "b": 2.0, "c": 0.5}, 1 / (1.5 * 1.5)),
    ("TwoSidedPower(m, n)", "m", {"m": 0.3, "n": 3.0}, 4 / 0.21),
]


@pytest.mark.parametrize(("law", "theta", "at", "value"), SCORES, ids=str)
def test_fisher_information_of_densities_by_cases(law: str, theta: str, at: dict[str, float], value: float) -> None:
    result = si.derive(f"FisherInformation({law}; {theta})").result
    assert float(result.subs({s: at[s.name] for s in result.free_symbols})) == pytest.approx(value)


@pytest.mark.parametrize("theta", ["b", "c"])
def test_fisher_information_of_a_trapezoid_by_the_slope_of_its_height(theta: str) -> None:
    """With the height h = 2/(d + c - a - b) the log density is log h on the top, and moves with b and c beside it."""
    at = {"a": -1.0, "b": 0.3, "c": 1.1, "d": 2.0}
    low, left, right, high = at.values()
    height = 2 / (high + right - low - left)
    sign_ = 1 if theta == "b" else -1  # the height rises with b, and falls with c
    rises = sign_ * height / 2
    side, length = (left - low, left - low) if theta == "b" else (high - right, high - right)
    masses = {"own": height * length / 2, "top": height * (right - left)}
    masses["other"] = 1 - sum(masses.values())
    scores = {"own": rises - sign_ / side, "top": rises, "other": rises}
    wanted = sum(masses[name] * scores[name] ** 2 for name in masses)
    result = si.derive(f"FisherInformation(Trapezoidal(a, b, c, d); {theta})").result
    assert float(result.subs({s_: at[s_.name] for s_ in result.free_symbols})) == pytest.approx(wanted)
