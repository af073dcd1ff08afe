"""Laws of functions of variables: each measure against its definition in numbers, with a density from elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import mpmath
import pytest
from mpmath import mp, mpf

import symbinfo as si
from symbinfo.expressions.errors import QueryError

exp, log, sqrt, pi, inf = mpmath.exp, mpmath.log, mpmath.sqrt, mpmath.pi, mpmath.inf

Density = Callable[[Any], Any]

A, B, C, K, R, S, T = (mpf(v) for v in ("0.8", "1.7", "0.6", "2.3", "0.9", "1.3", "0.7"))
POINT = {"a": A, "b": B, "c": C, "k": K, "r": R, "s": S, "t": T}


def exponential(rate: Any) -> Density:
    return lambda x: rate * exp(-rate * x) if x > 0 else mpf(0)


def normal(mean: Any, deviation: Any) -> Density:
    return lambda x: exp(-(((x - mean) / deviation) ** 2) / 2) / (deviation * sqrt(2 * pi))


def gamma(shape: Any, scale: Any) -> Density:
    return lambda x: x ** (shape - 1) * exp(-x / scale) / (mpmath.gamma(shape) * scale**shape) if x > 0 else mpf(0)


def weibull(scale: Any, shape: Any) -> Density:
    return lambda x: shape / scale * (x / scale) ** (shape - 1) * exp(-((x / scale) ** shape)) if x > 0 else mpf(0)


def total(body: Density, *ends: Any) -> Any:
    return mpmath.quad(body, [*dict.fromkeys(mpf(end) for end in ends)])


def entropy(density: Density, *ends: Any) -> Any:
    def body(y: Any) -> Any:
        value = density(y)
        return -value * log(value) if value > 0 else mpf(0)

    return total(body, *ends)


def _geometric(p: Any) -> Any:
    return -mpmath.nsum(lambda k: p * (1 - p) ** (k - 1) * log(p * (1 - p) ** (k - 1)), [1, inf])


def ranked(below: Any, density: Any, k: int, n: int) -> Any:
    """The density of the k-th smallest of n copies, from the mass below and the density of one."""
    ways = mpmath.factorial(n) / (mpmath.factorial(k - 1) * mpmath.factorial(n - k))
    return ways * below ** (k - 1) * (1 - below) ** (n - k) * density


# Lines, and the entropy of Y from a density in numbers.
ENTROPIES: list[tuple[tuple[str, ...], Callable[[], Any]]] = [
    (
        ("X ~ Exponential(a)", "Z ~ Exponential(a)", "Y = X + Z"),
        lambda: entropy(lambda y: A**2 * y * exp(-A * y), 0, 3, 30, inf),
    ),
    (
        ("X ~ Gamma(k, t)", "Z ~ Gamma(r, t)", "Y = X + Z"),
        lambda: entropy(lambda y: gamma(K + R, T)(y), 0, 3, 30, inf),
    ),
    (
        ("X ~ Exponential(a)", "Z ~ Exponential(b)", "Y = X - Z"),
        lambda: entropy(lambda y: A * B / (A + B) * (exp(-A * y) if y > 0 else exp(B * y)), -inf, -20, 0, 20, inf),
    ),
    (
        ("X ~ Uniform(0, 1)", "Z ~ Uniform(0, c)", "Y = X + Z"),
        lambda: entropy(lambda y: (min(1, y) - max(0, y - C)) / C, 0, C, 1, 1 + C),
    ),
    (
        ("X ~ Uniform(0, 1)", "Z ~ Uniform(0, 1)", "Y = X*Z"),
        lambda: entropy(lambda y: -log(y), 0, 1),
    ),
    (
        ("X ~ LogNormal(0, s)", "Z ~ LogNormal(0, t)", "Y = X*Z"),
        lambda: entropy(lambda y: normal(0, sqrt(S**2 + T**2))(log(y)) / y, 0, 1, 10, 10**4, inf),
    ),
    (
        ("X ~ LogNormal(0, s)", "Z ~ LogNormal(0, t)", "Y = X/Z"),
        lambda: entropy(lambda y: normal(0, sqrt(S**2 + T**2))(log(y)) / y, 0, 1, 10, 10**4, inf),
    ),
    (
        ("X ~ Exponential(a)", "Z ~ Exponential(b)", "Y = X/Z"),
        lambda: entropy(lambda y: A * B / (A * y + B) ** 2, 0, 1, 100, inf),
    ),
    (
        ("X ~ Normal(0, s)", "Z ~ Normal(0, t)", "Y = X/Z"),
        lambda: entropy(lambda y: S * T / (pi * (S**2 + T**2 * y**2)), -inf, 0, inf),
    ),
    (
        ("X ~ Gamma(k, t)", "Z ~ Gamma(r, t)", "Y = X/(X + Z)"),
        lambda: entropy(lambda y: y ** (K - 1) * (1 - y) ** (R - 1) / mpmath.beta(K, R), 0, 0.5, 1),
    ),
    (
        ("X ~ Exponential(a)", "Z ~ Exponential(b)", "Y = min(X, Z)"),
        lambda: entropy(lambda y: exponential(A)(y) * exp(-B * y) + exponential(B)(y) * exp(-A * y), 0, 1, 20, inf),
    ),
    (
        ("X ~ Exponential(a)", "Z ~ Exponential(a)", "Y = max(X, Z)"),
        lambda: entropy(lambda y: 2 * exponential(A)(y) * (1 - exp(-A * y)), 0, 1, 20, inf),
    ),
    (
        ("X ~ Weibull(s, k)", "Z ~ Weibull(t, k)", "Y = min(X, Z)"),
        lambda: entropy(
            lambda y: weibull(S, K)(y) * exp(-((y / T) ** K)) + weibull(T, K)(y) * exp(-((y / S) ** K)), 0, 1, 20
        ),
    ),
    *(
        (
            (f"X ~ Exponential({one})", f"Z ~ Exponential({other})", f"Y = {function}"),
            lambda: entropy(lambda y: A * B / (B - A) * (exp(-A * y) - exp(-B * y)), 0, 1, 20, inf),
        )
        for one, other, function in (("a", "b", "X + Z"), ("b", "a", "X + Z"))
    ),
    (
        ("X ~ Exponential(a)", "Z ~ Exponential(b)", "Y = X/(X + Z)"),
        lambda: entropy(lambda y: A * B / (B + (A - B) * y) ** 2, 0, 0.5, 1),
    ),
    (
        ("X ~ Exponential(a)", "Z ~ Exponential(b)", "a < b", "Y = abs(X - Z)"),
        lambda: entropy(lambda y: A * B / (A + B) * (exp(-A * y) + exp(-B * y)), 0, 1, 20, inf),
    ),
    (
        ("X ~ Beta(a, 1)", "Z ~ Beta(b, 1)", "Y = X*Z"),
        lambda: entropy(lambda y: A * B / (A - B) * (y ** (B - 1) - y ** (A - 1)), 0, 0.1, 1),
    ),
    (
        ("X ~ Pareto(1, a)", "Z ~ Pareto(1, b)", "a < b", "Y = X*Z"),
        lambda: entropy(lambda y: A * B / (B - A) * exp(-A * y) * (1 - exp(-(B - A) * y)), 0, 1, 20, inf) + 1 / A + 1 / B,
    ),
    (
        ("X ~ Uniform(0, c)", "Z ~ Uniform(0, b)", "c < b", "Y = max(X, Z)"),
        lambda: entropy(lambda y: 2 * y / (B * C) if y < C else 1 / B, 0, C, B),
    ),
    (
        ("X ~ Uniform(0, c)", "Z ~ Uniform(0, b)", "Y = min(X, Z)"),
        lambda: entropy(lambda y: (B + C - 2 * y) / (B * C), 0, C),
    ),
    (("X ~ Uniform(0, a)", "Z ~ Uniform(0, b)", "Y = X*Z"), lambda: entropy(lambda y: log(A * B / y) / (A * B), 0, A * B)),
    (
        ("X ~ Geometric(c)", "Z ~ Geometric(c)", "Y = X + Z"),
        lambda: -mpmath.nsum(lambda k: (k - 1) * C**2 * (1 - C) ** (k - 2) * log((k - 1) * C**2 * (1 - C) ** (k - 2)), [2, inf]),
    ),
    (("X ~ Uniform(0, 1)", "Z ~ Uniform(0, 1)", "Y = max(X, Z)"), lambda: entropy(lambda y: 2 * y, 0, 1)),
    (("X ~ Uniform(0, 1)", "Z ~ Uniform(0, 1)", "Y = abs(X - Z)"), lambda: entropy(lambda y: 2 * (1 - y), 0, 1)),
    (("X ~ Normal(0, s)", "Y = abs(X)"), lambda: entropy(lambda y: 2 * normal(0, S)(y), 0, 2, 10, inf)),
    (("X ~ Normal(0, s)", "Y = X^2"), lambda: entropy(lambda y: normal(0, S)(sqrt(y)) / sqrt(y), 0, 1, 10, inf)),
    (
        ("X ~ Normal(0, s)", "Z ~ Normal(0, s)", "Y = sqrt(X^2 + Z^2)"),
        lambda: entropy(lambda y: y / S**2 * exp(-(y**2) / (2 * S**2)), 0, 2, 10, inf),
    ),
    (("X ~ Uniform(0, 2*pi)", "Y = sin(X)"), lambda: entropy(lambda y: 1 / (pi * sqrt(1 - y**2)), -1, 0, 1)),
    (("X ~ Uniform(0, 1)", "Y = cos(2*pi*X)"), lambda: entropy(lambda y: 1 / (pi * sqrt(1 - y**2)), -1, 0, 1)),
    (("X ~ Uniform(0, pi)", "Y = tan(X)"), lambda: entropy(lambda y: 1 / (pi * (1 + y**2)), -inf, 0, inf)),
    (("X ~ Logistic(0, s)", "Y = abs(X)"), lambda: entropy(lambda y: 2 * exp(-y / S) / (S * (1 + exp(-y / S)) ** 2), 0, 3, 30, inf)),
    (("X ~ Cauchy(0, s)", "Z ~ Cauchy(0, t)", "Y = X + Z"), lambda: entropy(lambda y: (S + T) / (pi * ((S + T) ** 2 + y**2)), -inf, 0, inf)),
    (("X ~ Uniform(0, 1)", "Z ~ Uniform(0, 1)", "V ~ Uniform(0, 1)", "Y = X*Z*V"), lambda: entropy(lambda y: log(y) ** 2 / 2, 0, 1)),
    (("X ~ Exponential(a)", "Y = X % 1"), lambda: entropy(lambda y: A * exp(-A * y) / (1 - exp(-A)), 0, 1)),
    (("X ~ Exponential(a)", "Z ~ Exponential(b)", "Y = X < Z"), lambda: -(A * log(A / (A + B)) + B * log(B / (A + B))) / (A + B)),
    (("X ~ Uniform(0, 1)", "Z ~ Uniform(0, 1)", "Y = X + Z > 1/2"), lambda: -(log(mpf(1) / 8) + 7 * log(mpf(7) / 8)) / 8),
    (("X ~ Geometric(c)", "Z ~ Geometric(t)", "Y = min(X, Z)"), lambda: _geometric(1 - (1 - C) * (1 - T))),
    (
        ("X ~ Exponential(a)", "Y = floor(X)"),
        lambda: -mpmath.nsum(lambda k: (exp(-A * k) - exp(-A * (k + 1))) * log(exp(-A * k) - exp(-A * (k + 1))), [0, inf]),
    ),
    (
        ("X ~ Normal(0, 1)", "Z ~ ChiSquared(k)", "Y = X/sqrt(Z/k)"),
        lambda: entropy(lambda y: (1 + y**2 / K) ** (-(K + 1) / 2) / (sqrt(K) * mpmath.beta(K / 2, mpf(1) / 2)), -inf, -3, 0, 3, inf),
    ),
    (("X ~ Normal(0, 1)", "Z ~ Rayleigh(1)", "Y = X*Z"), lambda: 2 * entropy(lambda y: exp(-y) / 2, 0, 3, 30, inf)),
    (("X ~ Uniform(-1, 1)", "Z ~ Uniform(-1, 1)", "Y = X*Z"), lambda: 2 * entropy(lambda y: -log(y) / 2, 0, 1)),
    (("X ~ Laplace(0, 1)", "Z ~ Exponential(1)", "Y = X/Z"), lambda: 2 * entropy(lambda y: 1 / (2 * (1 + y) ** 2), 0, 1, 100, inf)),
    (("X, Z ~ Normal(0, 1)", "Y = X^2/(X^2 + Z^2)"), lambda: entropy(lambda y: 1 / (pi * sqrt(y * (1 - y))), 0, 0.5, 1)),
    (("X, Z, W ~ Exponential(1)", "Y = X/(X + Z + W)"), lambda: entropy(lambda y: 2 * (1 - y), 0, 1)),
    (("X, Z, W ~ Exponential(1)", "Y = (X + Z)/(X + Z + W)"), lambda: entropy(lambda y: 2 * y, 0, 1)),
    (("X, Z ~ Uniform(0, 1)", "Y = max(X, Z) - min(X, Z)"), lambda: entropy(lambda y: 2 * (1 - y), 0, 1)),
    (("X ~ Uniform(0, 1)", "Y = X^2 + X"), lambda: entropy(lambda y: 1 / sqrt(1 + 4 * y), 0, 2)),
    (("X, Z ~ Uniform(0, 1)", "Y = X + Z - 1"), lambda: 2 * entropy(lambda y: 1 - y, 0, 1)),
    (("X ~ Beta(a, b)", "Y = -log(X)"), lambda: entropy(lambda y: exp(-A * y) * (1 - exp(-y)) ** (B - 1) / mpmath.beta(A, B), 0, 1, 20, inf)),
    # A finite variable beside one with a density: a mixture.
    (("X ~ Bernoulli(c)", "Z ~ Uniform(0, 2)", "Y = X + Z"), lambda: entropy(lambda y: (1 - C) / 2 if y < 1 else 0.5 if y < 2 else C / 2, 0, 1, 2, 3)),
    (("X ~ {-1: 1/2, 1: 1/2}", "Z ~ Exponential(a)", "Y = X*Z"), lambda: 2 * entropy(lambda y: A * exp(-A * y) / 2, 0, 3, 30, inf)),
    (
        ("X ~ Bernoulli(1/2)", "Z ~ Exponential(1)", "Y = (1 + X)*Z"),
        lambda: entropy(lambda y: exp(-y) / 2 + exp(-y / 2) / 4, 0, 3, 30, inf),
    ),
    (("X ~ Bernoulli(1/2)", "Z ~ Geometric(c)", "Y = X*Z"), lambda: log(mpf(2)) + _geometric(C) / 2),
    (("X ~ Uniform(0, 1)", "Y = OrderStatistic(X, 2, 5)"), lambda: entropy(lambda y: ranked(y, 1, 2, 5), 0, 0.5, 1)),
    (
        ("X1, ..., X4 ~ Exponential(a)", "Y = X_(3)"),
        lambda: entropy(lambda y: ranked(1 - exp(-A * y), A * exp(-A * y), 3, 4), 0, 1, 5, 20, inf),
    ),
    (
        ("X1, ..., X4 ~ Frechet(a, s, 0)", "Y = max(X1, ..., X4)"),
        lambda: entropy(lambda y: ranked(exp(-((y / S) ** -A)), A / S * (y / S) ** (-A - 1) * exp(-((y / S) ** -A)), 4, 4), 0, 1, 10, 10**3, inf),
    ),
    (("X ~ Laplace(0, 1)", "Y = OrderStatistic(X, 2, 3)"), lambda: 2 * entropy(lambda y: 6 * (1 - exp(-y) / 2) * (exp(-y) / 2) ** 2, 0, 1, 20, inf)),
    (("X ~ Pareto(1, 3)", "Y = OrderStatistic(X, 2, 3)"), lambda: entropy(lambda y: ranked(1 - y**-3, 3 * y**-4, 2, 3), 1, 2, 10, inf)),
    (("X ~ Geometric(c)", "Y = OrderStatistic(X, 1, 3)"), lambda: _geometric(1 - (1 - C) ** 3)),
    (("X ~ Die(3)", "Y = OrderStatistic(X, 2, 3)"), lambda: -(14 * log(mpf(7) / 27) + 13 * log(mpf(13) / 27)) / 27),
    (
        ("X ~ Exponential(a)", "Y = ceil(X)"),
        lambda: -mpmath.nsum(lambda k: (exp(-A * k) - exp(-A * (k + 1))) * log(exp(-A * k) - exp(-A * (k + 1))), [0, inf]),
    ),
]  # fmt: skip


def number(result: Any) -> Any:
    return mpmath.mpmathify(result.subs({s: POINT[s.name] for s in result.free_symbols}).evalf(25))


@pytest.mark.parametrize(("lines", "oracle"), ENTROPIES, ids=[" ; ".join(lines) for lines, _ in ENTROPIES])
def test_the_entropy_of_a_function_is_that_of_its_density(lines: Any, oracle: Any) -> None:
    derivation = si.derive("H(Y)", given=lines)
    assert derivation.status.value == "closed"
    with mp.workdps(15):
        assert abs(number(derivation.result) - oracle()) < 1e-6


# I(X; Y) = h(Y) - h(noise), with both entropies in numbers.
INFORMATION: list[tuple[tuple[str, ...], Callable[[], Any]]] = [
    (
        ("X ~ Uniform(0, 1)", "Z ~ Uniform(0, c)", "Y = X + Z"),
        lambda: entropy(lambda y: (min(1, y) - max(0, y - C)) / C, 0, C, 1, 1 + C) - log(C),
    ),
    (
        ("X ~ Uniform(0, 1)", "Z ~ Uniform(0, b)", "b > 1", "Y = X + Z"),
        lambda: entropy(lambda y: (min(1, y) - max(0, y - B)) / B, 0, 1, B, 1 + B) - log(B),
    ),
    (
        ("X ~ Exponential(a)", "Z ~ Exponential(a)", "Y = X + Z"),
        lambda: entropy(lambda y: A**2 * y * exp(-A * y), 0, 3, 30, inf) - (1 - log(A)),
    ),
    (
        ("X ~ Exponential(a)", "Z ~ Exponential(b)", "Y = X + Z"),
        lambda: entropy(lambda y: A * B / (B - A) * (exp(-A * y) - exp(-B * y)), 0, 1, 20, inf) - (1 - log(B)),
    ),
    (
        ("X ~ LogNormal(0, s)", "Z ~ LogNormal(0, t)", "Y = X*Z"),
        lambda: log((S**2 + T**2) / T**2) / 2,
    ),
    (("X ~ Uniform(0, 1)", "Y = X > 1/2"), lambda: log(mpf(2))),
    (("X ~ Bernoulli(1/2)", "Z ~ Uniform(0, 2)", "Y = X + Z"), lambda: log(mpf(2)) / 2),
    (
        ("X ~ Bernoulli(1/2)", "Z ~ Exponential(1)", "Y = (1 + X)*Z"),
        lambda: entropy(lambda y: exp(-y) / 2 + exp(-y / 2) / 4, 0, 3, 30, inf) - 1 - log(mpf(2)) / 2,
    ),
    (("X ~ Exponential(a)", "Y = floor(X)"), lambda: _geometric(1 - exp(-A))),
]


def test_the_divergence_of_a_sum_of_counts() -> None:
    derivation = si.derive("KL(Y || Poisson(c))", given=["X ~ Poisson(a)", "Z ~ Poisson(b)", "Y = X + Z"])
    assert abs(number(derivation.result) - ((A + B) * log((A + B) / C) - (A + B) + C)) < 1e-12


@pytest.mark.parametrize(("lines", "oracle"), INFORMATION, ids=[" ; ".join(lines) for lines, _ in INFORMATION])
def test_information_through_noise(lines: Any, oracle: Any) -> None:
    derivation = si.derive("I(X; Y)", given=lines)
    with mp.workdps(15):
        assert abs(number(derivation.result) - oracle()) < 1e-6


def test_the_order_that_is_assumed_is_part_of_the_condition() -> None:
    derivation = si.derive("H(Y)", given=["X ~ Uniform(0, 1)", "Z ~ Uniform(0, c)", "Y = X + Z"])
    (c,) = derivation.result.free_symbols
    assert (c < 1) in derivation.condition.args
    assert derivation.condition.subs(c, 2) == False  # noqa: E712 - a SymPy Boolean


def test_of_two_rates_each_order_is_derived() -> None:
    derivation = si.derive("H(Y)", given=["X ~ Exponential(a)", "Z ~ Exponential(b)", "Y = X + Z"])
    (step,) = derivation.steps
    assert step.rule == "tell-orders-apart" and len(step.lemmas) == 2
    a, b = sorted(derivation.result.free_symbols, key=str)
    assert derivation.condition.subs(b, a) == False  # noqa: E712 - a SymPy Boolean


def test_what_has_no_short_form_is_left_over_and_a_near_miss_refuted() -> None:
    lines = ["X ~ Exponential(a)", "Z ~ Exponential(b)", "Y = max(X, Z)"]
    assert si.derive("H(Y)", given=lines).status.value == "reduced"
    lines = ["X ~ Exponential(a)", "Z ~ Exponential(2*a)", "Y = X + Z"]
    assert si.verify("H(Y) = 2 - log(2*a)", given=lines).verdict == "holds"
    assert si.verify("H(Y) = 2 - log(a)", given=lines).verdict == "refuted"


PROVED = [
    ("H(Y)", ("X ~ Exponential(a)", "Z ~ Exponential(b)", "a < b", "Y = X + Z"), "density-of-a-sum"),
    ("H(Y)", ("X ~ Uniform(0, a)", "Z ~ Uniform(0, b)", "Y = max(X, Z)"), "law-of-the-maximum"),
    ("H(Y)", ("X ~ Exponential(a)", "Z ~ Exponential(b)", "Y = min(X, Z)"), "law-of-the-minimum"),
    ("H(Y)", ("X ~ Exponential(a)", "Z ~ Exponential(a)", "Y = X - Z"), "density-of-a-difference"),
    ("H(Y)", ("X ~ Gamma(k, t)", "Z ~ Gamma(r, t)", "Y = X + Z"), "density-of-a-sum"),
    ("KL(Y || Exponential(b))", ("X ~ Exponential(a)", "Z ~ Exponential(a)", "Y = X + Z"), "density-of-a-sum"),
    ("H(Y)", ("X ~ Exponential(a)", "Y = floor(X)"), "differences-of-the-cumulative-function"),
    ("H(Y)", ("X ~ Laplace(0, b)", "Y = abs(X)"), "density-of-a-function"),
    ("H(Y)", ("X ~ Exponential(a)", "Y = OrderStatistic(X, k, n)"), "density-of-an-order-statistic"),
]


@pytest.mark.parametrize(("text", "lines", "step"), PROVED, ids=[step for _, _, step in PROVED])
def test_the_density_is_derived_and_proved(text: str, lines: Any, step: str) -> None:
    derivation = si.derive(text, given=lines)
    assert step in {s.rule for s in derivation.steps[0].lemmas[0].steps}
    assert derivation.check().level == "proved"


# Joint and conditional entropies of a function and one of what it is made of, by the chain rule.
JOINT: list[tuple[str, tuple[str, ...], Callable[[], Any]]] = [
    ("H(X, Y)", ("X, Z ~ Exponential(a)", "Y = X + Z"), lambda: 2 * (1 - log(A))),
    ("H(X | Y)", ("X, Z ~ Exponential(a)", "Y = X + Z"), lambda: 2 * (1 - log(A)) - entropy(lambda y: A**2 * y * exp(-A * y), 0, 3, 30, inf)),
    ("H(X | Y)", ("X ~ Bernoulli(1/2)", "Z ~ Uniform(0, 2)", "Y = X + Z"), lambda: log(mpf(2)) / 2),
]  # fmt: skip


@pytest.mark.parametrize(("text", "lines", "oracle"), JOINT, ids=[f"{text} {lines[0]}" for text, lines, _ in JOINT])
def test_a_function_beside_what_it_is_made_of(text: str, lines: Any, oracle: Any) -> None:
    derivation = si.derive(text, given=lines)
    assert derivation.status.value == "closed"
    with mp.workdps(15):
        assert abs(number(derivation.result) - oracle()) < 1e-6


# What the reason says the density is that of; nothing where the catalogue has no such law.
NAMED = [
    (("X ~ Normal(0, s)", "Y = abs(X)"), "HalfNormal(s)"),
    (("X ~ Normal(0, s)", "Y = X^2"), "Gamma(1/2, 2*s**2)"),
    (("X ~ Gamma(k, t)", "Z ~ Gamma(r, t)", "Y = X + Z"), "Gamma(k + r, t)"),
    (("X ~ Uniform(0, 1)", "Y = OrderStatistic(X, 2, 5)"), "Beta(2, 4)"),
    (("X ~ Exponential(a)", "Z ~ Exponential(b)", "Y = min(X, Z)"), "Exponential(a + b)"),
    (("X ~ Normal(0, s)", "Z ~ Normal(0, t)", "Y = X/Z"), "Cauchy(0, s/t)"),
    (("X ~ Exponential(a)", "Z ~ Exponential(a)", "Y = max(X, Z)"), ""),
]


@pytest.mark.parametrize(("lines", "law"), NAMED, ids=[law or "none" for _, law in NAMED])
def test_a_density_of_the_catalogue_is_called_by_its_name(lines: Any, law: str) -> None:
    lemma = si.derive("H(Y)", given=lines).steps[0].lemmas[0]
    assert ("It is that of" in lemma.steps[0].because) == bool(law)
    assert law in lemma.steps[0].because


def test_ranks_by_letters_have_their_order_in_the_condition() -> None:
    derivation = si.derive("H(Y)", given=["X ~ Uniform(0, 1)", "Y = OrderStatistic(X, k, n)"])
    at = {"k": 2, "n": 5}
    value = derivation.result.subs({s: at[s.name] for s in derivation.result.free_symbols})
    with mp.workdps(15):
        assert abs(mpmath.mpmathify(value.evalf(15)) - entropy(lambda y: ranked(y, 1, 2, 5), 0, 0.5, 1)) < 1e-9
    at = {"k": 6, "n": 5}
    assert derivation.condition.subs({s: at[s.name] for s in derivation.condition.free_symbols}) == False  # noqa: E712


REFUSED = [
    ("H(Y)", ("X ~ Uniform(0, 1)", "Y = OrderStatistic(X, 3, 2)"), "none has the rank 3"),
    ("H(Y)", ("X ~ Uniform(0, 1)", "Y = OrderStatistic(X, 1/2, 2)"), "positive integers"),
    ("H(Y)", ("X ~ Uniform(0, 1)", "Y = OrderStatistic(X, 1, 2) + X"), "of one variable together"),
    ("I(X; Y)", ("X ~ Uniform(0, 1)", "Y = OrderStatistic(X, 1, n)"), "is a function of X"),
    ("H(Y)", ("X ~ Die(6)", "Y = OrderStatistic(X, k, n)"), "not found in closed form"),
    ("H(Y)", ("X ~ Exponential(a)", "Z = 2*X", "Y = X + Z"), "are not independent"),
    ("H(Y)", ("X ~ Exponential(a)", "Z ~ Normal(0, 1)", "Y = X*sin(Z)"), ""),
    ("H(Y)", ("X ~ Exponential(a)", "Y = max(X, 1)"), "mass at one place"),
    ("H(Y)", ("X ~ Normal(0, 1)", "B ~ Bernoulli(p)", "Y = B*X"), "a density for some outcomes"),
    ("I(X; Y)", ("X ~ Uniform(0, 1)", "B ~ Bernoulli(p)", "Y = B + X"), "a measure of both it and X is not derived"),
    ("H(Y | X)", ("X ~ Uniform(0, 1)", "B ~ Bernoulli(p)", "Y = B + X"), "a measure of both it and X is not derived"),
    ("H(Y)", ("X ~ Normal(0, 1)", "Z ~ Normal(0, 1)", "Y = X/sqrt(X^2 + Z^2)"), "are read"),
    ("H(Y)", ("X ~ Uniform(-1, 1)", "Y = sqrt(X)"), "has no value"),
    ("I(X; Y)", ("X ~ Exponential(a)", "Y = 2*X"), "infinite"),
    ("I(X; Y)", ("X ~ Exponential(a)", "Z ~ Exponential(b)", "Y = X < Z"), "independent noise"),
    ("I(X; Y)", ("X ~ Exponential(a)", "Z ~ Exponential(b)", "Y = max(X, Z)"), "independent noise"),
    ("I(X; W)", ("X ~ Uniform(0, 1)", "Y = floor(4*X)", "W = Y % 2"), "is a function of X"),
    ("H(V, Y)", ("X ~ Exponential(a)", "Z ~ Exponential(a)", "V = 2*X", "Y = X + Z"), "is a function of"),
    ("H(Y)", ("X ~ Exponential(a)", "Z ~ Poisson(b)", "Y = X + Z"), "taken together"),
]


@pytest.mark.parametrize(("text", "lines", "message"), REFUSED, ids=[lines[-1] for _, lines, _ in REFUSED])
def test_what_is_not_read_is_said_in_one_line(text: str, lines: Any, message: str) -> None:
    with pytest.raises(QueryError) as caught:
        si.derive(text, given=lines)
    assert message in caught.value.message
    assert "\n" not in caught.value.message
