"""What the documents say is true of the code: examples run, links lead somewhere, listed derivations come out closed."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import pytest

from symbinfo.derivation import Status
from symbinfo.query import parse
from symbinfo.strategies import derive
from symbinfo.theorems import names, theorem

ROOT = Path(__file__).parent.parent
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").glob("*.md"), *(ROOT / "derivations").glob("*.md")])
LINES = [
    pytest.param(line, id=f"{path.stem}-{line}")
    for path in sorted((ROOT / "derivations").glob("*.txt"))
    for line in path.read_text().splitlines()
    if line and not line.startswith("#")
]


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.stem)
def test_examples_run(page: Path) -> None:
    assert doctest.testfile(str(page), module_relative=False, optionflags=doctest.ELLIPSIS).failed == 0


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.stem)
def test_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", page.read_text())
    assert all((page.parent / link).exists() for link in links)


@pytest.mark.parametrize("line", LINES)
def test_a_listed_derivation_comes_out_closed(line: str) -> None:
    derivation = theorem(line) if line in dict(names()) else derive(parse(line))
    assert derivation.status is Status.CLOSED
    assert derivation.steps
