"""The names of steps: a closed list, each with a sentence; every name that is met is in it, and none sleeps."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sympy import Symbol

import symbinfo as si
from symbinfo.derivation import Derivation, Relation, Step
from symbinfo.derivation.integrals.normalisers import INTEGRALS
from symbinfo.derivation.integrals.normalising_sums import POWER_SUM, SUMS
from symbinfo.derivation.rules.rule import Rule, Theme
from symbinfo.derivation.step_names import STEP_NAMES
from symbinfo.derivation.theorems import names, theorem

ROOT = Path(si.__file__).parent
# The files that make steps: elsewhere words such as "sign" and "claim" mean something else.
MAKERS = [
    text for path in ROOT.rglob("*.py") if re.search(r"\b(Step|Rule)\(", text := path.read_text(encoding="utf-8"))
]
SOURCE = "\n".join(MAKERS)
ROWS = (*INTEGRALS, *SUMS, POWER_SUM)
QUERIES = (
    "KL(Gamma(a, b) || Gamma(c, d))",
    "H(Poisson(l))",
    "KL(Laplace(0, b) || Normal(0, s))",
    "H(Triangular(0, 1, c))",
)


def met(derivation: Derivation) -> Iterator[str]:
    """The names of all steps of a derivation, those of its lemmas and limits included."""
    for step in derivation.steps:
        yield step.rule
        for lemma in step.lemmas:
            yield from met(lemma)
    for limit in derivation.limits:
        yield from met(limit)


@pytest.mark.parametrize("name", STEP_NAMES)
def test_a_name_says_what_such_a_step_does(name: str) -> None:
    sentence = STEP_NAMES[name]
    assert name == name.lower().replace(" ", "-")
    assert sentence[0].isupper()
    assert sentence.endswith(".")


@pytest.mark.parametrize("name", STEP_NAMES)
def test_a_name_is_used(name: str) -> None:
    rows = {row.name for row in ROWS} | {f"incomplete-{row.name}" for row in ROWS if row.tail is not None}
    given_by_hand = {"by-hand"}
    assert f'"{name}"' in SOURCE or name in rows | given_by_hand


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_a_stored_row_has_a_name(row) -> None:
    assert row.name in STEP_NAMES
    assert (f"incomplete-{row.name}" in STEP_NAMES) == (row.tail is not None)


@pytest.mark.parametrize("name", [name for name, _ in names()])
def test_the_steps_of_a_theorem_are_in_the_list(name: str) -> None:
    assert set(met(theorem(name))) <= set(STEP_NAMES)


@pytest.mark.parametrize("query", QUERIES)
def test_the_steps_of_a_query_are_in_the_list(query: str) -> None:
    found = set(met(si.derive(si.parse(query))))
    assert found
    assert found <= set(STEP_NAMES)


def test_a_misspelt_name_is_refused_with_the_nearest() -> None:
    x = Symbol("x")
    with pytest.raises(ValueError, match="no step is called colect: did you mean collect"):
        Step(Relation.EQ, x, "colect", "Because.")
    with pytest.raises(ValueError, match="no step is called simplifi: did you mean simplify"):
        Rule("simplifi", Theme.ALGEBRA, "Simplify.", lambda e, c: None, ((x, x),), (x,))
    with pytest.raises(ValueError, match="no step is called qqq: give it a sentence in derivation/step_names"):
        Step(Relation.EQ, x, "qqq", "Because.")
