"""Functions of variables that are not finite: their laws, and what is refused because more would have to be known."""

from __future__ import annotations

import mpmath
import numpy as np
import pytest
from sympy import log

import symbinfo as si
from symbinfo.expressions.errors import QueryError
from symbinfo.query.setting import parse_in
from symbinfo.verification.values.evaluate import evaluate

# H(g(X)) = H(X) + E[log|g'(X)|], integrated numerically: the line of X, its density, its ends, g, and g'.
IMAGES = [
    ("Normal(1, 2)", "exp(X)", lambda x: mpmath.npdf(x, 1, 2), (-mpmath.inf, 1, mpmath.inf), lambda x: mpmath.exp(x)),
    ("Normal(0, 1)", "3*exp(-2*X) + 1", lambda x: mpmath.npdf(x), (-mpmath.inf, 0, mpmath.inf),
     lambda x: 6 * mpmath.exp(-2 * x)),
    ("Uniform(0, 1)", "X**2", lambda x: 1, (0, 1), lambda x: 2 * x),
    ("Uniform(1, 3)", "1/X", lambda x: mpmath.mpf(1) / 2, (1, 3), lambda x: 1 / x**2),
    ("Uniform(0, 1)", "-log(X)", lambda x: 1, (0, 1), lambda x: 1 / x),
    ("Exponential(2)", "sqrt(X)", lambda x: 2 * mpmath.exp(-2 * x), (0, 1, mpmath.inf), lambda x: 1 / (2 * mpmath.sqrt(x))),
    ("Exponential(1)", "exp(X)", lambda x: mpmath.exp(-x), (0, 1, mpmath.inf), lambda x: mpmath.exp(x)),
    ("Exponential(1)", "(2*X + 1)**3", lambda x: mpmath.exp(-x), (0, 1, mpmath.inf), lambda x: 6 * (2 * x + 1) ** 2),
    ("Normal(0, 1)", "tanh(X)", mpmath.npdf, (-30, -1, 1, 30), lambda x: mpmath.sech(x) ** 2),
    ("Normal(0, 1)", "3 - 2*tanh(X/2)", mpmath.npdf, (-30, -1, 1, 30), lambda x: mpmath.sech(x / 2) ** 2),
    ("Normal(0, 1)", "sinh(X)", mpmath.npdf, (-30, -1, 1, 30), mpmath.cosh),
    ("Normal(0, 1)", "erf(X)", mpmath.npdf, (-20, -1, 1, 20), lambda x: 2 / mpmath.sqrt(mpmath.pi) * mpmath.exp(-(x**2))),
    ("Normal(0, 1)", "X**3", mpmath.npdf, (-30, -1, 0, 1, 30), lambda x: 3 * x**2),
    ("Normal(0, 1)", "2**X", mpmath.npdf, (-30, -1, 1, 30), lambda x: 2**x * mpmath.log(2)),
    ("Normal(0, 1)", "(1/2)**X", mpmath.npdf, (-30, -1, 1, 30), lambda x: 2**-x * mpmath.log(2)),
    ("Normal(0, 1)", "sinh(tanh(X))", mpmath.npdf, (-30, -1, 1, 30),
     lambda x: mpmath.cosh(mpmath.tanh(x)) * mpmath.sech(x) ** 2),
    ("Normal(1, 2)", "1/(1 + exp(-X))", lambda x: mpmath.npdf(x, 1, 2), (-50, 0, 50), lambda x: mpmath.sech(x / 2) ** 2 / 4),
    ("Normal(1, 2)", "exp(X)/(1 + exp(X))", lambda x: mpmath.npdf(x, 1, 2), (-50, 0, 50), lambda x: mpmath.sech(x / 2) ** 2 / 4),
    ("Normal(0, 1)", "log(1 + exp(X))", mpmath.npdf, (-30, -1, 1, 30), lambda x: 1 / (1 + mpmath.exp(-x))),
    ("Exponential(2)", "X/(1 + X)", lambda x: 2 * mpmath.exp(-2 * x), (0, 1, mpmath.inf), lambda x: 1 / (1 + x) ** 2),
    ("Uniform(0, 1)", "log(X/(1 - X))", lambda x: 1, (0, 0.5, 1), lambda x: 1 / (x * (1 - x))),
    ("Uniform(0, 1)", "cos(X)", lambda x: 1, (0, 1), mpmath.sin),
    ("Cauchy(0, 1)", "atan(X)", lambda x: 1 / (mpmath.pi * (1 + x**2)), (-mpmath.inf, 0, mpmath.inf), lambda x: 1 / (1 + x**2)),
]  # fmt: skip


@pytest.mark.parametrize(
    ("law", "function", "density", "ends", "rate"), IMAGES, ids=lambda x: x if isinstance(x, str) else ""
)
def test_the_entropy_of_an_image(law, function, density, ends, rate) -> None:
    found = evaluate(parse_in("H(Y)", [f"X ~ {law}", f"Y = {function}"]), 15).text
    expected = mpmath.quad(lambda x: density(x) * mpmath.log(rate(x) / density(x)) if density(x) else 0, ends)
    assert abs(mpmath.mpf(found) - expected) < 1e-9


def test_a_parameter_stays() -> None:
    d = si.derive(parse_in("H(Y)", ["X ~ Normal(m, s)", "Y = exp(X)"]))
    names = {x.name: x for x in d.result.free_symbols}
    at = d.result.subs({names["m"]: 0.3, names["s"]: 1.7})
    assert float(at) == pytest.approx(0.3 + 0.5 * np.log(2 * np.pi * np.e * 1.7**2), abs=1e-12)


REFUSED = [
    ("H(Y)", ["X ~ Uniform(-1, 1)", "Y = 1/X"], "functions of one variable"),
    ("H(Y)", ["X ~ Uniform(-1, 1)", "Y = log(X)"], r"log\(X\) has no value for all values"),
    ("H(Y)", ["X ~ Uniform(0, 1)", "Y = X*(1 - X)**2"], "functions of one variable"),
    ("H(Y)", ["X ~ Uniform(0, 2)", "Y = X/(X - 1)"], "functions of one variable"),
    ("H(Y)", ["X ~ Normal(0, 1)", "Y = X + X**3"], "functions of one variable"),
    ("H(Y)", ["X ~ Uniform(0, 1)", "Y = X**X"], "functions of one variable"),
    ("H(Y)", ["X ~ Uniform(a, b)", "Y = X**2"], "functions of one variable"),
    ("H(Y)", ["X ~ Poisson(2)", "Y = X**2"], "infinitely many outcomes"),
    # Y depends on X: no measure of both follows from its law alone.
    ("I(X; Y)", ["X ~ Exponential(1)", "Y = 2*X"], "Y is a function of X"),
    ("H(X, Y)", ["X ~ Exponential(1)", "Y = 2*X"], "Y is a function of X"),
    ("H(Y | X)", ["X ~ Normal(0, 1)", "Y = exp(X)"], "Y is a function of X"),
    ("I(Y; Z)", ["X ~ Exponential(1)", "Y = 2*X", "Z = X**2"], "is a function of X"),
    ("I(Y; Z)", ["X ~ Exponential(1)", "Y = 2*X", "Z = Y**2"], "is a function of"),
    ("I(Y; W)", ["X ~ Normal(0, 1)", "N ~ Normal(0, 1)", "W = X + N", "Y = exp(X)"], "Y is a function of X"),
]


@pytest.mark.parametrize(("text", "lines", "message"), REFUSED)
def test_what_is_not_known_is_refused(text: str, lines: list[str], message: str) -> None:
    with pytest.raises(QueryError, match=message):
        parse_in(text, lines)


def test_what_is_independent_stays_so() -> None:
    lines = ["X ~ Exponential(1)", "Y = 2*X", "W ~ Exponential(3)"]
    assert parse_in("I(Y; W)", lines) == 0
    assert float(si.derive(parse_in("H(Y, W)", lines)).result) == pytest.approx(2 + np.log(2 / 3), abs=1e-14)


def test_the_co_information_of_three_groups() -> None:
    lines = ["X ~ Bernoulli(1/2)", "Y ~ Bernoulli(1/2)", "Z = (X + Y) % 2"]
    assert si.derive(parse_in("I(X; Y; Z)", lines)).result == -log(2)


@pytest.mark.parametrize(
    ("text", "sets"),
    [
        ("I(X; Y, Z)", ((0,), (1, 2), ())),
        ("I(X; Y | Z)", ((0,), (1,), (2,))),
        ("H(X, Y | Z)", ((0, 1), (), (2,))),
        ("H(X, Y, Z)", ((0, 1, 2), (), ())),
        ("I(X, Z; N)", ((0, 2), (3,), ())),
    ],
)
def test_more_than_two_normal_variables(text: str, sets: tuple[tuple[int, ...], ...]) -> None:
    lines = ["X ~ Normal(0, 1)", "N ~ Normal(1, 2)", "M ~ Normal(0, 3)", "Y = X + N", "Z = X - 2*M"]
    weights = np.array([[1, 0, 0], [1, 2, 0], [1, 0, -6], [0, 2, 0]])

    def entropy(places: tuple[int, ...]) -> float:
        some = weights[list(places)]
        return 0.5 * np.log(np.linalg.det(2 * np.pi * np.e * some @ some.T)) if places else 0.0

    first, second, given = sets
    expected = entropy(first + given) - entropy(given)
    if second:
        expected += entropy(second + given) - entropy(first + second + given)
    assert float(si.derive(parse_in(text, lines)).result) == pytest.approx(expected, abs=1e-12)
