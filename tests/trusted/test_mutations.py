"""Good certificates broken in one place, rules and stored facts spoilt: the checker accepts nothing of it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from mutants import (
    NAMES,
    QUERIES,
    SOURCES,
    certificates_broken,
    derived,
    good,
    passed_of,
    support_forgotten,
    verdict_on,
)

from symbinfo.trusted import Memory

QUICK = ("uniform", "coins", "infinite")
DOCUMENT = Path(__file__).parents[2] / "docs" / "certificates.md"
LEAST = int(re.findall(r"More than (\d+) mutants", DOCUMENT.read_text(encoding="utf-8"))[0])


@pytest.mark.parametrize("name", QUICK)
def test_every_mutant_is_refused(name: str) -> None:
    data, memory = good((name,))[name], Memory()
    assert verdict_on(data, memory, seconds=300) == "holds"
    kinds = [(kind, verdict_on(mutant, memory)) for kind, mutant in certificates_broken(name, data, each=1)]
    assert len(kinds) > 15
    assert [kind for kind, verdict in kinds if verdict == "holds"] == []


def test_a_forgotten_support_is_noticed() -> None:
    assert verdict_on(derived(QUERIES["uniforms"]), seconds=300) == "holds"
    with support_forgotten():
        assert verdict_on(derived(QUERIES["uniforms"])) == "refuted"


@pytest.mark.slow
@pytest.mark.parametrize("source", SOURCES)
def test_no_mutant_holds(source: str) -> None:
    # All of them, and for longer: python tests/trusted/mutants.py. What is not decided soon is not decided late.
    counted, passed = passed_of(source, every=2 if source in NAMES else 1, seconds=4)
    assert passed == []
    assert sum(number for (_, word), number in counted.items() if word == "refused") > 0
    published = DOCUMENT.read_text(encoding="utf-8")
    assert all(f"| {kind} |" in published for kind, _ in counted)


@pytest.mark.slow
def test_as_many_mutants_are_made_as_is_published() -> None:
    made = sum(1 for mutants in SOURCES.values() for _ in mutants())
    assert made > LEAST


def test_what_is_published_of_the_mutants_adds_up() -> None:
    published = DOCUMENT.read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([^|]+) \| (\d+) \| (\d+) \| (\d+) \|$", published.split("what is broken")[1], re.MULTILINE)
    *kinds, (last, *sums) = [(kind, *map(int, numbers)) for kind, *numbers in rows]
    assert last == "all" and [sum(row[i] for row in kinds) for i in (1, 2, 3)] == sums
    assert all(made == refused + true for _, made, refused, true in kinds)
    assert sums[0] > LEAST
