"""Informations of several variables, exclusive or and remainders: each against sums over outcomes in numbers."""

from __future__ import annotations

from itertools import product
from math import log
from typing import Any

import pytest

import symbinfo as si
from symbinfo.expressions.errors import QueryError

E = 0.2
COINS = ["X ~ Bernoulli(1/2)", "Z ~ Bernoulli(1/5)"]


def masses(function: Any) -> dict[tuple[int, ...], float]:
    """The law of (X, Z, Y) for a function of the two coins."""
    return {(x, z, function(x, z)): (E if z else 1 - E) / 2 for x, z in product((0, 1), repeat=2)}


def entropy(table: dict[tuple[int, ...], float], places: tuple[int, ...]) -> float:
    totals: dict[tuple[int, ...], float] = {}
    for outcome, mass in table.items():
        key = tuple(outcome[i] for i in places)
        totals[key] = totals.get(key, 0.0) + mass
    return -sum(mass * log(mass) for mass in totals.values() if mass)


ADDED = masses(lambda x, z: x + z)
ALL = (0, 1, 2)
SINGLE = sum(entropy(ADDED, (i,)) for i in ALL)
PAIRS = sum(entropy(ADDED, pair) for pair in ((0, 1), (0, 2), (1, 2)))
WHOLE = entropy(ADDED, ALL)

# Of Y = X + Z, by inclusion and exclusion of joint entropies.
INFORMATIONS = {
    "TC(X; Z; Y)": SINGLE - WHOLE,
    "C(X, Z, Y)": SINGLE - WHOLE,
    "TotalCorrelation(X; Z, Y)": entropy(ADDED, (0,)) + entropy(ADDED, (1, 2)) - WHOLE,
    "TC(X; Z | Y)": entropy(ADDED, (0, 2)) + entropy(ADDED, (1, 2)) - entropy(ADDED, (2,)) - WHOLE,
    "DTC(X; Z; Y)": PAIRS - 2 * WHOLE,
    "OInformation(X; Z; Y)": SINGLE - WHOLE - (PAIRS - 2 * WHOLE),
    "CoInformation(X; Z; Y)": SINGLE - PAIRS + WHOLE,
    "InteractionInformation(X; Z; Y)": PAIRS - SINGLE - WHOLE,
}


@pytest.mark.parametrize("text", INFORMATIONS)
def test_an_information_of_several_variables(text: str) -> None:
    found = si.derive(text, given=[*COINS, "Y = X + Z"])
    assert abs(float(found.result) - INFORMATIONS[text]) < 1e-12


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [("TC(X;Y;Z) >= 0", "holds"), ("DTC(X;Y;Z) >= 0", "holds"), ("TC(X;Y;Z) <= DTC(X;Y;Z)", "refuted")],
)
def test_a_claim_about_any_variables(claim: str, verdict: str) -> None:
    assert si.verify(claim).verdict == verdict


# Spellings, and the function in numbers.
LINES = {
    "Y = xor(X, Z)": lambda x, z: x ^ z,
    "Y = X xor Z": lambda x, z: x ^ z,
    "Y = X ⊕ Z": lambda x, z: x ^ z,
    r"$Y = X \oplus Z$": lambda x, z: x ^ z,
    "Y = X + 2*Z mod 3": lambda x, z: (x + 2 * z) % 3,
    "Y = 3*X + Z (mod 2)": lambda x, z: (3 * x + z) % 2,
    r"$Y = X + 3 Z \pmod{2}$": lambda x, z: (x + 3 * z) % 2,
}


@pytest.mark.parametrize("line", LINES)
def test_functions_of_bits(line: str) -> None:
    table = masses(LINES[line])
    expected = entropy(table, (0,)) + entropy(table, (2,)) - entropy(table, (0, 2))
    assert abs(float(si.derive("I(X; Y)", given=[*COINS, line]).result) - expected) < 1e-12


REFUSED = [
    ("TC(X)", (), "between variables"),
    ("H(Y)", ("D ~ Die(6)", "Y = xor(D, X)"), "outcomes 0 and 1"),
    ("H(Y)", ("Y = X ^ Z",), "xor(X, Z)"),
    ("H(Y)", ("Y = X and Z",), "min(X, Z)"),
    ("H(Y)", ("Y = X or Z",), "max(X, Z)"),
]


@pytest.mark.parametrize(("text", "lines", "message"), REFUSED)
def test_what_is_not_read_is_said(text: str, lines: Any, message: str) -> None:
    with pytest.raises(QueryError) as caught:
        si.derive(text, given=[*COINS, *lines])
    assert message in caught.value.message
