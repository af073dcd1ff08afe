"""Entropy rates: of chains against their eigenvector, of driven sources against determinants of covariances."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from sympy import Matrix, Rational, Symbol, symbols
from sympy.stats import Bernoulli, Cauchy, Exponential, Laplace, Normal

import symbinfo as si
from symbinfo.expressions.errors import DomainError, MeasureError, QueryError
from symbinfo.measures.entropy_rate import stationary_where

a, b, c, s = symbols("a b c s", positive=True)
AT = {a: Rational(3, 10), b: Rational(1, 5), c: Rational(2, 5), s: Rational(7, 10)}

CHAINS: dict[str, list[list[Any]]] = {
    "two states": [[1 - a, a], [b, 1 - b]],
    "golden mean": [[1 - a, a], [1, 0]],
    "a cycle with rests": [[1 - a, a, 0], [0, 1 - a, a], [a, 0, 1 - a]],
    "three states": [[1 - a - b, a, b], [c, 1 - c, 0], [0, b, 1 - b]],
    "a state that is left for good": [[0, Rational(1, 2), Rational(1, 2)], [0, 1 - a, a], [0, b, 1 - b]],
}


def rate_in_numbers(rows: list[list[Any]]) -> float:
    """From the eigenvector of the transitions for 1."""
    matrix = np.array(Matrix(rows).subs(AT).tolist(), dtype=float)
    values, vectors = np.linalg.eig(matrix.T)
    law = np.real(vectors[:, np.argmin(abs(values - 1))])
    law /= law.sum()
    logs = np.log(np.where(matrix > 0, matrix, 1))
    return float(-(law[:, None] * matrix * logs).sum())


@pytest.mark.parametrize("name", CHAINS)
def test_the_rate_of_a_chain(name: str) -> None:
    derived = si.derive(si.EntropyRate(CHAINS[name]))
    assert abs(float(derived.result.subs(AT)) - rate_in_numbers(CHAINS[name])) < 1e-12
    assert derived.check().level == "proved"


GRAPHS = {
    "a path": [[0, 1, 0], [1, 0, 1], [0, 1, 0]],
    "a square with a diagonal": [[0, 1, 1, 1], [1, 0, 1, 0], [1, 1, 0, 1], [1, 0, 1, 0]],
    "weights": [[0, 1, 2], [1, 0, 3], [2, 3, 0]],
}


@pytest.mark.parametrize("name", GRAPHS)
def test_the_rate_of_a_walk_is_that_of_its_edges_less_that_of_its_nodes(name: str) -> None:
    """Cover and Thomas, Elements of Information Theory, 2nd edition, equation (4.41)."""
    weights = np.array(GRAPHS[name], dtype=float)
    edges = weights[weights > 0] / weights.sum()
    nodes = weights.sum(axis=1) / weights.sum()
    wanted = -(edges * np.log(edges)).sum() + (nodes * np.log(nodes)).sum()
    found = si.derive(f"EntropyRate(RandomWalk({GRAPHS[name]}))").result
    assert abs(float(found) - wanted) < 1e-12


def rate_of_covariances(matrix: Any) -> float:
    """The differential entropy of one more variable of a normal source: of the quotient of two determinants."""
    sign, whole = np.linalg.slogdet(matrix)
    less = np.linalg.slogdet(matrix[:-1, :-1])[1]
    assert sign == 1
    return 0.5 * float(np.log(2 * np.pi * np.e) + whole - less)


def covariances(size: int, ar: list[float], ma: float, deviation: float) -> Any:
    """Of a source, by its weights on the noise before, which die out."""
    weights = [1.0]
    for lag in range(1, 400):
        own = sum(w * weights[lag - 1 - i] for i, w in enumerate(ar) if lag - 1 - i >= 0)
        weights.append(own + (ma if lag == 1 else 0.0))
    row = [deviation**2 * sum(x * y for x, y in zip(weights, weights[lag:], strict=False)) for lag in range(size)]
    return np.array([[row[abs(i - j)] for j in range(size)] for i in range(size)])


SOURCES = {
    "AR(1)": ("X[t] = a*X[t-1] + Normal(0, s)", [0.3], 0.0),
    "AR(2)": ("X[t] = a*X[t-1] + b*X[t-2] + Normal(0, s)", [0.3, 0.2], 0.0),
    "AR(1) given the past": ("X[t] | X[t-1] ~ Normal(a*X[t-1], s)", [0.3], 0.0),
    "MA(1)": ("X[t] = Normal(0, s) + 0*X[t-1]", [0.0], 0.0),
}


@pytest.mark.parametrize("name", SOURCES)
def test_the_rate_of_a_source(name: str) -> None:
    line, ar, ma = SOURCES[name]
    found = si.derive("EntropyRate(X)", given=[line]).result
    assert abs(_at(found) - rate_of_covariances(covariances(40, ar, ma, 0.7))) < 1e-9


@pytest.mark.parametrize("weight", [0.4, -0.6, 1.7])
def test_the_rate_of_a_moving_average(weight: float) -> None:
    found = si.derive("EntropyRate(X)", given=["X[t] = Z[t] + d*Z[t-1]", "Z[t] ~ Normal(0, s)"]).result
    wanted = rate_of_covariances(covariances(60, [], weight, 0.7))
    assert abs(_at(found, d=weight) - wanted) < 1e-9


def _at(expr: Any, **more: float) -> float:
    values = {"a": 0.3, "b": 0.2, "s": 0.7, **more}
    return float(expr.subs({symbol: values[symbol.name] for symbol in expr.free_symbols}))


def test_a_source_is_stationary_where_its_partial_correlations_are_below_one() -> None:
    x, y = symbols("x y", real=True)
    triangle = stationary_where([x, y])
    for first in np.linspace(-2.2, 2.2, 12):
        for second in np.linspace(-1.3, 1.3, 12):
            roots = np.roots([1, -first, -second])
            inside = triangle.subs({x: Rational(first), y: Rational(second)})
            assert bool(inside) == bool(max(abs(roots)) < 1), (first, second)


SPELLINGS = (
    ["X[t] = a*X[t-1] + Normal(0, s)"],
    ["X[t] = a*X[t-1] + Z[t]", "Z[t] ~ Normal(0, s)"],
    ["Z ~ Normal(0, s)", "X[t] = a*X[t-1] + Z"],
    ["X_t = a*X_{t-1} + Z_t", "Z_t ~ Normal(0, s)"],
    ["X(t) = a*X(t-1) + Normal(0, s)"],
    ["X[n+1] = a*X[n] + Normal(0, s)"],
    ["X[t] = a*X[t-1] + Normal(0, s)", "a in (-1, 1)"],
)


@pytest.mark.parametrize("lines", SPELLINGS, ids=lambda lines: lines[0])
def test_spellings_of_one_source(lines: list[str]) -> None:
    derived = si.derive("EntropyRate(X)", given=lines)
    free = {symbol.name for symbol in derived.condition.free_symbols}
    assert str(derived.result) == "log(2*pi*s**2)/2 + 1/2" and "a" in free


def test_independent_variables_and_other_noise() -> None:
    assert si.EntropyRate(Exponential("X", s)).doit() == si.Entropy(Exponential("X", s)).doit()
    assert si.EntropyRate(Bernoulli("X", Rational(1, 2)), unit="bits").doit() == 1
    assert (
        si.derive(si.EntropyRate(Laplace("Z", 0, s), ar=[a])).result == si.derive(si.Entropy(Laplace("Z", 0, s))).result
    )
    assert (
        si.derive(si.EntropyRate(Cauchy("Z", 0, s), ar=[a])).result == si.derive(si.Entropy(Cauchy("Z", 0, s))).result
    )


def test_a_claim_about_a_rate_is_judged() -> None:
    lines = ["X[t] = a*X[t-1] + Normal(0, s)"]
    assert si.verify("EntropyRate(X) = 1/2*log(2*pi*e*s**2)", given=lines).verdict == "holds"
    assert si.verify("EntropyRate(X) = 1/2*log(2*pi*e*s**2/(1 - a**2))", given=lines).verdict == "refuted"


REFUSED = {
    "EntropyRate([[1, 0], [0, 1]])": ((), "its states fall apart"),
    "EntropyRate([[1/2, 1/3], [0, 1]])": ((), "does not sum to 1"),
    "EntropyRate(RandomWalk([[0, 1], [2, 0]]))": ((), "symmetric"),
    "EntropyRate(Normal(0, 1), ar=[2])": ((), "stationary"),
    "EntropyRate(X)": (("X[t] = 2*X[t-1] + Normal(0, 1)",), "stationary"),
    "EntropyRate(X) ": (("X[t] = a*X[t-1]**2 + Normal(0, 1)",), "linear"),
    "EntropyRate(Y)": (("X[t] = a*X[t-1] + Normal(0, 1)",), "of which source"),
    " EntropyRate(X)": (("X[t] = X[t-1]/2 + Bernoulli(1/2)",), "has a density"),
    "EntropyRate(X)  ": (("X[t] = a*X[t-1] + Normal(0, 1) + Laplace(0, 1)",), "one noise"),
    "EntropyRate(X)   ": (("X[t] = Z[t] + b*Z[t-1]", "Z[t] ~ Laplace(0, 1)"), "normal noise"),
}


@pytest.mark.parametrize("text", REFUSED)
def test_other_sources_are_refused_in_one_line(text: str) -> None:
    lines, words = REFUSED[text]
    with pytest.raises(QueryError) as error:
        si.derive(text, given=lines)
    assert words in str(error.value)


def test_python_refuses_the_same() -> None:
    with pytest.raises(DomainError):
        si.EntropyRate(Normal("Z", 0, 1), ar=[Rational(3, 2)])
    with pytest.raises(MeasureError):
        si.EntropyRate([[1, 0], [0, 1]])
    with pytest.raises(MeasureError):
        si.EntropyRate([[Symbol("p"), 1 - Symbol("p")]])
