"""Good certificates broken in one place, rules and stored facts spoilt: the checker accepts nothing of it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from mutants import QUERIES, certificates_broken, derived, good, report, support_forgotten, verdict_on

from symbinfo.trusted import Memory

QUICK = ("uniform", "coins", "infinite")
DOCUMENT = Path(__file__).parents[2] / "docs" / "certificates.md"


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
def test_what_is_published_of_the_mutants_is_so() -> None:
    published = DOCUMENT.read_text(encoding="utf-8")
    least = re.search(r"More than (\d+) mutants", published)
    assert least is not None
    table, passed = report()
    assert passed == []
    kinds = [line.split("|")[1].strip() for line in table.splitlines()[2:]]
    assert all(f"| {kind} |" in published for kind in kinds)
    assert int(table.splitlines()[-1].split("|")[2]) > int(least[1])
