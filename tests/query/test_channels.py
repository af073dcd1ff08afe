"""Channels over alphabets of symbolic size: against the double sum of the definition for alphabets that are written out."""

from __future__ import annotations

from math import log

import pytest
from sympy import Rational
from sympy import log as log_of

import symbinfo as si
from symbinfo.expressions.errors import QueryError

LINE = "Y = X with probability 1 - e, else {}"
E = Rational(3, 20)


def row(kind: str, letter: int, size: int, e: float) -> dict[int, float]:
    """What is received, with its probabilities; -1 is an erasure."""
    if kind == "erased":
        return {letter: 1 - e, -1: e}
    if kind == "the next letter":
        return {letter: 1 - e, (letter + 1) % size: e}
    among = size - 1 if kind == "uniform on the rest" else size
    found = dict.fromkeys(range(size), e / among)
    found[letter] = 1 - e + (0 if kind == "uniform on the rest" else e / size)
    return found


def entropies(kind: str, masses: list[float], e: float) -> dict[str, float]:
    """H(X), H(Y) and H(X, Y) from the table."""
    size = len(masses)
    joint = {(x, y): m * p for x, m in enumerate(masses) for y, p in row(kind, x, size, e).items()}
    received: dict[int, float] = {}
    for (_, y), p in joint.items():
        received[y] = received.get(y, 0.0) + p
    return {
        "H(X)": -sum(m * log(m) for m in masses),
        "H(Y)": -sum(p * log(p) for p in received.values()),
        "H(X, Y)": -sum(p * log(p) for p in joint.values()),
    }


def wanted(query: str, kind: str, masses: list[float], e: float) -> float:
    h = entropies(kind, masses, e)
    return {
        "I(X; Y)": h["H(X)"] + h["H(Y)"] - h["H(X, Y)"],
        "H(Y | X)": h["H(X, Y)"] - h["H(X)"],
        "H(X | Y)": h["H(X, Y)"] - h["H(Y)"],
        "H(Y)": h["H(Y)"],
        "H(X, Y)": h["H(X, Y)"],
    }[query]


KINDS = ("uniform on the rest", "uniform", "erased", "the next letter")
QUERIES = ("I(X; Y)", "H(Y | X)", "H(X | Y)", "H(Y)", "H(X, Y)")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("query", QUERIES)
def test_a_channel_over_q_letters(kind: str, query: str) -> None:
    derived = si.derive(query, given=["X ~ Die(q)", LINE.format(kind)])
    for size in (2, 3, 7):
        at = {s: {"q": size, "e": E}[s.name] for s in derived.result.free_symbols}
        value = wanted(query, kind, [1 / size] * size, float(E))
        assert abs(float(derived.result.subs(at)) - value) < 1e-12, size


@pytest.mark.parametrize("kind", KINDS)
def test_letters_that_are_listed_may_have_any_law(kind: str) -> None:
    lines = ["X ~ {0: 1/2, 1: 1/3, 2: 1/6}", LINE.format(kind)]
    for query in QUERIES:
        derived = si.derive(query, given=lines)
        value = float(derived.result.subs(dict.fromkeys(derived.result.free_symbols, E)))
        assert abs(value - wanted(query, kind, [1 / 2, 1 / 3, 1 / 6], float(E))) < 1e-12, query


def test_an_erasure_is_read_of_any_letters() -> None:
    own = si.derive("H(X)", given=["X ~ Geometric(p)"]).result
    left = si.derive("I(X; Y)", given=["X ~ Geometric(p)", LINE.format("erased")]).result
    at = {s: {"e": E, "p": Rational(2, 7)}[s.name] for s in left.free_symbols}
    p = {s: Rational(2, 7) for s in own.free_symbols}
    assert abs(float(left.subs(at)) - (1 - float(E)) * float(own.subs(p))) < 1e-12


def test_the_symmetric_channel_is_as_short_as_printed_and_proved() -> None:
    derived = si.derive("I(X; Y)", given=["X ~ Die(q)", LINE.format("uniform on the rest")])
    e, q = (next(s for s in derived.result.free_symbols if s.name == name) for name in "eq")
    printed = e * log_of(e / (q - 1)) + (1 - e) * log_of(1 - e) + log_of(q)
    assert derived.result.count_ops() <= printed.count_ops()
    assert derived.check().level == "proved"


SPELLINGS = (
    "Y = X with probability 1 - e, else uniform on the rest",
    "Y = X w.p. 1 - e, otherwise uniform on the other letters",
    "Y = X wp 1 - e, else uniformly among the others",
    "Y = X with probability 1 - e, or else one is drawn uniformly from the rest",
)


@pytest.mark.parametrize("line", SPELLINGS)
def test_spellings_of_the_symmetric_channel(line: str) -> None:
    assert si.parse("I(X; Y)", given=["X ~ Die(q)", line]) == si.parse("I(X; Y)", given=["X ~ Die(q)", SPELLINGS[0]])


REFUSED = {
    ("I(X; Y)", "X ~ Binomial(n, p)", LINE.format("uniform on the rest")): "equally likely",
    ("I(X; Y)", "X ~ Geometric(p)", LINE.format("uniform")): "without end",
    ("I(X; Y)", "X ~ Normal(0, 1)", LINE.format("erased")): "letters",
    ("I(X; Y)", "X ~ Die(q)", LINE.format("turned round")): "behind else",
    ("I(X; Y)", "X ~ Die(q)", "Y = X with probability 2, else erased"): "[0, 1]",
    ("I(X; Y)", "X ~ Die(q)", "Y = W with probability 1/2, else erased"): "W is not declared",
    ("I(X; Y)", "X ~ Die(1)", LINE.format("uniform on the rest")): "one letter",
}


@pytest.mark.parametrize("lines", REFUSED, ids=lambda lines: f"{lines[1]}, {lines[2]}")
def test_what_is_no_channel_is_refused_in_one_line(lines: tuple[str, ...]) -> None:
    query, *given = lines
    with pytest.raises(QueryError) as error:
        si.derive(query, given=given)
    assert REFUSED[lines] in str(error.value)


def _listed(size: int, changed: tuple[float, ...], lost: float) -> float:
    """I(X; Z) of channels that are uniform on the rest, one behind the other, by their matrices; of an erasure behind them."""
    first = [[float(i == j) for j in range(size)] for i in range(size)]
    for e in changed:
        link = [[1 - e if i == j else e / (size - 1) for j in range(size)] for i in range(size)]
        first = [[sum(row[k] * link[k][j] for k in range(size)) for j in range(size)] for row in first]
    return (1 - lost) * (log(size) + sum(p * log(p) for p in first[0]))


CASCADES = [
    (["Z = Y with probability 1 - d, else uniform on the rest"], "I(X; Z)", (0.15, 0.3), 0.0),
    (["Z = Y with probability 1 - d, else erased"], "I(X; Z)", (0.15,), 0.3),
    (["Z = Y with probability 1 - d, else uniform on the rest", "V = Z with probability 1 - e, else uniform on the rest"],
     "I(X; V)", (0.15, 0.3, 0.15), 0.0),
    (["Z = Y with probability 1 - d, else uniform on the rest"], "I(X; Y, Z)", (0.15,), 0.0),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "query", "changed", "lost"), CASCADES, ids=[f"{q} {g[-1]}" for g, q, *_ in CASCADES])
def test_channels_in_a_row_are_their_matrices_multiplied(lines, query, changed, lost) -> None:
    setting = ["X ~ Die(q)", "Y = X with probability 1 - e, else uniform on the rest", *lines]
    found = si.derive(query, given=setting).result
    at = {"q": 5, "e": E, "d": Rational(3, 10)}
    value = found.subs({s: at[s.name] for s in found.free_symbols})
    assert float(value) == pytest.approx(_listed(5, changed, lost), abs=1e-12)


def test_an_erased_letter_is_not_sent_on() -> None:
    lines = ["X ~ Die(q)", "Y = X with probability 1 - e, else erased", "Z = Y with probability 1 - d, else erased"]
    with pytest.raises(QueryError, match="behind another channel"):
        si.parse("I(X; Z)", given=lines)
