"""What the documents say is true of the code: examples run, links lead somewhere, listed derivations come out closed."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import pytest

from symbinfo.course.pages.sources import read
from symbinfo.derivation import Status
from symbinfo.derivation.plans.derive import derive
from symbinfo.derivation.theorems import names
from symbinfo.laws.catalogue import FAMILIES
from symbinfo.query import parse

ROOT = Path(__file__).parent.parent
THEOREM = re.compile("[a-z-]+")
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").glob("*.md"), *(ROOT / "derivations").glob("*.md")])
QUERIES = [
    pytest.param(entry.of, id=f"{section.name}-{entry.name}")
    for section in read(ROOT / "derivations").sections
    for entry in section.entries
    if not entry.given and not THEOREM.fullmatch(entry.of)
]


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.stem)
def test_examples_run(page: Path) -> None:
    assert doctest.testfile(str(page), module_relative=False, optionflags=doctest.ELLIPSIS).failed == 0


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.stem)
def test_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", page.read_text())
    assert all((page.parent / link).exists() for link in links)


def test_the_files_of_each_change_are_there() -> None:
    rows = [line.split("|")[2:4] for line in (ROOT / "docs" / "extending.md").read_text().splitlines() if "|" in line]
    for folder, cells in ((ROOT / "symbinfo", [row[0] for row in rows]), (ROOT / "tests", [row[1] for row in rows])):
        named = [n for cell in cells for n in re.findall(r"`([\w/.]+\.py)(?:::\w+)?`", cell) if "NAME" not in n]
        for name in named:
            places = (folder / name, ROOT / name, *folder.rglob(name))
            assert any(place.exists() for place in places), f"docs/extending.md speaks of {name}"


@pytest.mark.parametrize("query", QUERIES)
def test_a_listed_query_comes_out_closed(query: str) -> None:
    derivation = derive(parse(query))
    assert derivation.status is Status.CLOSED
    assert derivation.steps


def test_the_listed_theorems_exist() -> None:
    listed = {e.of for s in read(ROOT / "derivations").sections for e in s.entries if THEOREM.fullmatch(e.of)}
    assert listed <= set(dict(names()))
    assert len(listed) > 30


@pytest.mark.parametrize("family", [f.name for f in FAMILIES.values() if f.support is not None])
def test_a_corrected_support_is_told(family: str) -> None:
    assert family in (ROOT / "docs" / "closed-forms.md").read_text()
