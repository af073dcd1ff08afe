"""Names that are short for an expression: each against the library's function, or against the definition."""

import math

import numpy as np
import pytest
from scipy import optimize, special

import symbinfo as si
from symbinfo.expressions.errors import QueryError
from symbinfo.query.reading import reading_of
from symbinfo.query.typed.shorthand import FUNCTIONS, MEASURES

#: What is called otherwise in scipy.special, or stands in NumPy.
ELSEWHERE = {
    "exp2": np.exp2, "square": np.square, "hypot": np.hypot, "logaddexp": np.logaddexp, "sigmoid": special.expit,
    "logsigmoid": special.log_expit, "softplus": lambda x: np.logaddexp(0, x),
}  # fmt: skip


def chernoff(p: float, q: float) -> float:
    """The best exponent between two coins, by SciPy's search."""

    def total(s: float) -> float:
        return math.log(p**s * q ** (1 - s) + (1 - p) ** s * (1 - q) ** (1 - s))

    return -float(optimize.minimize_scalar(total, bounds=(0, 1), method="bounded", options={"xatol": 1e-12}).fun)


#: A measure of Bernoulli laws, and its definition.
OF_COINS = {
    "BC": lambda p, q: math.sqrt(p * q) + math.sqrt((1 - p) * (1 - q)),
    "Bhattacharyya": lambda p, q: -math.log(math.sqrt(p * q) + math.sqrt((1 - p) * (1 - q))),
    "Chernoff": lambda p, q: chernoff(p, q),
    "Jeffreys": lambda p, q: (p - q) * math.log(p * (1 - q) / (q * (1 - p))),
    "perplexity": lambda p: p**-p * (1 - p) ** (p - 1),
    "EntropyPower": lambda p: (p**-p * (1 - p) ** (p - 1)) ** 2 / (2 * math.pi * math.e),
}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_is_that_of_the_library(name: str) -> None:
    count = FUNCTIONS[name].partition(" = ")[0].count(",") + 1
    typed = ("0.3", "1.7")[:count] if name not in ("comb", "binom") else ("5", "2")
    ours = float(si.parse(f"{name}({', '.join(typed)})"))
    theirs = ELSEWHERE.get(name) or getattr(special, name)
    assert ours == pytest.approx(float(theirs(*map(float, typed))), rel=1e-14)


@pytest.mark.parametrize("name", MEASURES)
def test_a_measure_is_its_definition(name: str) -> None:
    row = MEASURES[name].partition("(")[0]
    values = (0.3, 0.45)[: OF_COINS[row].__code__.co_argcount]
    laws = ", ".join(f"Bernoulli({value})" for value in values)
    assert float(si.parse(f"{name}({laws})").evalf(15)) == pytest.approx(OF_COINS[row](*values), rel=1e-13)


def test_the_chernoff_exponent_is_sought_between_the_laws() -> None:
    # Beyond s = 1 the closed form of the divergence of exponential laws has a pole, where it is no exponent.
    def total(s: float) -> float:
        return (1 - s) * math.log(2) - math.log(2 - s)  # log of the integral of p^s q^(1 - s), rates 1 and 2

    best = optimize.minimize_scalar(total, bounds=(0, 1), method="bounded", options={"xatol": 1e-12})
    found = si.derive("Chernoff(Exponential(1) || Exponential(2))").result
    assert float(found) == pytest.approx(-float(best.fun), rel=1e-10)


def test_shares_of_exponentials_and_lists_are_laws() -> None:
    shares = special.softmax([0.5, 1.0, -2.0])
    found = si.parse("KL(softmax([1/2, 1, -2]) || [1/3, 1/3, 1/3])").evalf(15)
    assert float(found) == pytest.approx(float(np.sum(shares * np.log(3 * shares))), rel=1e-13)
    total = si.parse("logsumexp(0.5, 1, -2) - logsumexp([0.5, 1, -2])")
    assert abs(float(total)) < 1e-15


@pytest.mark.parametrize(
    ("typed", "words", "place"),
    [
        ("1 + softplus(x, y)", "other arguments", 4),
        ("BC(Normal(0, 1))", "other arguments", 0),
        ("softmax()", "is written softmax", 0),
        ("H(Normal(0, softplus(0)*foo(1)))", "unknown function foo", 24),
        ("log(x) + sigmoid(2)*", "ends too early", 20),
        ("2 + " + "entr(" * 12 + "x" + ")" * 12, "too long", None),
        ("H([[1/2, 1/2]])", "a law such as", 2),
    ],
)
def test_what_is_refused(typed: str, words: str, place: int | None) -> None:
    with pytest.raises(QueryError, match=words) as failed:
        si.parse(typed)
    assert place is None or failed.value.position == place


def test_a_declared_name_is_that_of_the_setting() -> None:
    assert str(si.parse("square + 1", given=["square = 2"])) == "3"
    told = reading_of("H([1/2, 1/2]) + softplus(x)")
    assert told is not None and any("a list of numbers" in note for note in told.notes)
