"""Lists of outcomes of which the other law knows nothing: infinitely far apart, exported and checked."""

from __future__ import annotations

import pytest

import symbinfo as si

APART = (
    "KL(Bernoulli(p) || Coin(q))",
    "KL(Coin(p) || Geometric(q))",
    "KL(Rademacher() || Bernoulli(p))",
    "KL(Rademacher() || YuleSimon(a))",
)


@pytest.mark.parametrize("query", APART)
def test_it_is_infinite_and_the_checker_agrees(query: str) -> None:
    derivation = si.derive(si.parse(query))
    assert str(derivation.result) == "oo"
    assert derivation.to_dict()["check"]["verdict"] == "holds"


def test_a_common_list_is_not_infinite() -> None:
    assert si.derive(si.parse("KL(Coin(p) || Coin(q))")).status == "closed"
