"""Functions of finite variables and of variables with densities: their information by quadrature, and what is refused."""

from __future__ import annotations

import math
from typing import Any

import pytest
from scipy.integrate import quad
from scipy.stats import laplace, norm, uniform

import symbinfo as si
from symbinfo.expressions.errors import QueryError

COIN = ("B ~ Bernoulli(1/3)", "Z ~ Normal(0, 1)", "U ~ Uniform(0, 2)", "V ~ Laplace(0, 1)")
PAIR = ("X, W ~ MultivariateNormal([0, 0], [[1, 1/2], [1/2, 1]])",)

# The function of Y, the lines beside COIN, and the laws of Y for B = 0 and B = 1.
ADDED = {
    "B + U": ((), uniform(0, 2), uniform(1, 2)),
    "(1 + B)*U": ((), uniform(0, 2), uniform(0, 4)),
    "2*B - 1 + Z": ((), norm(-1, 1), norm(1, 1)),
    "B + V": ((), laplace(0), laplace(1)),
    "B*X + W": (PAIR, norm(0, 1), norm(0, 3**0.5)),
}


@pytest.mark.parametrize("function", ADDED)
def test_the_information_of_a_coin_and_a_function_of_it_and_noise_is_that_of_the_integral(function: str) -> None:
    more, zero, one = ADDED[function]
    found: Any = si.parse("I(B; Y)", given=[*COIN, *more, f"Y = {function}"])
    weights = (2 / 3, 1 / 3)

    def body(y: float) -> float:
        densities = (zero.pdf(y), one.pdf(y))
        mean = sum(w * p for w, p in zip(weights, densities, strict=True))
        return sum(w * p * math.log(p / mean) for w, p in zip(weights, densities, strict=True) if p > 0)

    expected = quad(body, -40, 40, points=[-2, -1, 0, 1, 2, 3, 4], limit=400)[0]
    assert float(found.evalf(12)) == pytest.approx(expected, abs=1e-8)


def test_what_is_left_open_and_what_is_decided() -> None:
    lines = ["B ~ {-1: 1/2, 1: 1/2}", "Z ~ Normal(0, 2)", "D = B + Z > 0"]
    wrong = norm(0, 2).sf(1)
    found = si.derive("H(B | D)", given=lines).result
    assert float(found) == pytest.approx(-(wrong * math.log(wrong) + (1 - wrong) * math.log(1 - wrong)), rel=1e-12)
    open_ = si.derive("H(B | Y)", given=["B ~ Bernoulli(p)", "U ~ Uniform(0, 1)", "Y = B + U"])
    assert open_.result == 0


@pytest.mark.parametrize(
    ("lines", "asked", "words"),
    [
        (["U ~ Uniform(0, 1)", "B = U > 1/2", "Y = B + U"], "I(B; Y)", "B and U are not independent"),
        (["B ~ Bernoulli(p)", "U ~ Uniform(0, 1)", "Y = B*U"], "I(B; Y)", "a density for some outcomes"),
        (["B ~ Bernoulli(p)", "U ~ Uniform(0, 1)", "Y = B + U"], "I(U; Y)", "Y is a function of U"),
        (["B ~ {a: 1/2, b: 1/2}", "U ~ Uniform(0, 1)", "Y = B + U"], "I(B; Y)", "outcomes are numbers"),
        (
            ["B ~ {" + ", ".join(f"{k}: 1/65" for k in range(65)) + "}", "U ~ Uniform(0, 1)", "Y = B + U"],
            "I(B; Y)",
            "at most 64",
        ),
        (["Z ~ Normal(0, 1)", "A = Z > 0", "C = Z > 1", "Y = A + C"], "H(Y)", "A and C are functions of one variable"),
        (
            ["B ~ Bernoulli(p)", "Z ~ Normal(0, 1)", "A = B + Z > 0", "C = Z > 1", "Y = A + C"],
            "H(Y)",
            "functions of one",
        ),
        (["B ~ Poisson(1)", "U ~ Uniform(0, 1)", "Y = B + U"], "I(B; Y)", "are not taken together"),
    ],
)
def test_what_is_not_read_is_refused_in_a_line(lines: list[str], asked: str, words: str) -> None:
    with pytest.raises(QueryError, match=words):
        si.derive(asked, given=lines)


def test_a_variable_with_two_parents_is_printed() -> None:
    lines = ["A, B ~ table([[1/2, 1/8], [1/4, 1/8]])", "U ~ Uniform(0, 1)", "Y = A + B + U"]
    # Y tells the sum of A and B: 0, 1 or 2 with 1/2, 3/8, 1/8; given A it is 0 or 1, or 1 or 2.
    h = [sum(-p * math.log(p) for p in row) for row in ((1 / 2, 3 / 8, 1 / 8), (4 / 5, 1 / 5), (2 / 3, 1 / 3))]
    found = si.derive("I(A; Y)", given=lines)
    assert float(found.result) == pytest.approx(h[0] - 5 / 8 * h[1] - 3 / 8 * h[2], rel=1e-12)
    assert "Result" in found.text()


def test_no_hint_names_a_measure_whose_name_stands_for_several() -> None:
    found = si.verify("I(B; Y) = log(2)", given=["B ~ Bernoulli(1/2)", "U ~ Uniform(-1, 1)", "Y = B + U"])
    assert found.verdict == "refuted"
    assert "alone" not in found.text()  # log(2) is h(Y | B = 0), a measure of a law that is called Y, too
