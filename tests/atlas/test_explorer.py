"""The folder of the atlas: its links lead somewhere, its data are the atlas's, its code is code, and nothing is unescaped."""

from __future__ import annotations

import json
import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from sympy import Rational, symbols
from sympy.stats import Exponential, Gamma, Normal, Uniform

import symbinfo as si
from symbinfo.atlas.cell_details import details_of
from symbinfo.atlas.cell_page import address_of, pages_of_row
from symbinfo.atlas.cells import Atlas, evidence_of
from symbinfo.atlas.curve import curve_of
from symbinfo.atlas.explorer import files_of
from symbinfo.atlas.families import ROWS
from symbinfo.kernels.code import KernelError

LINK = re.compile(r'(?:href|src)="([^"#]*)')


def data_of(path: Path) -> Any:
    """What a script of data assigns."""
    return json.loads(path.read_text().partition(" = ")[2].rstrip(";\n"))


def page_of(folder: Path, measure: str, p: str, q: str = "") -> str:
    return (folder / address_of(measure, {"p": p, "q": q})).read_text()


def test_every_link_leads_to_a_file(atlases: tuple[Atlas, ...], folder: Path) -> None:
    pages = sorted(folder.rglob("*.html"))
    assert len(pages) == 1 + sum(len(atlas.cells) for atlas in atlases)
    dead = [
        (page.name, link)
        for page in pages
        for link in LINK.findall(page.read_text())
        if link != "data:," and not (page.parent / unescape(link)).is_file()
    ]
    assert dead == []
    assert not [
        link for page in pages for link in LINK.findall(page.read_text()) if "//" in link
    ]  # nothing from elsewhere


def test_every_cell_is_in_the_matrix_once(atlases: tuple[Atlas, ...], folder: Path) -> None:
    squares = re.findall(r'<a class="(\w+) (\w+)" href="([^"]+)"', (folder / "index.html").read_text())
    cells = {address_of(a.measure, cell): (cell["status"], evidence_of(cell)) for a in atlases for cell in a.cells}
    assert {address: (status, evidence) for status, evidence, address in squares} == cells
    assert len(squares) == len(cells)


def test_of_a_site_the_index_has_every_pair_and_leads_there(atlases: tuple[Atlas, ...], folder: Path) -> None:
    index = files_of(atlases, {}, "..")["index.html"]
    kinds = [sum(row.continuous is kind for row in ROWS.values()) for kind in (True, False)]
    missing = [sum(n * n for n in kinds) - 13, sum(kinds) - 5]  # of three continuous and two discrete families
    assert index.count('<a class="unbuilt">') == sum(missing)
    assert all(f" {number} more " in index for number in missing)
    assert 'data-edition="../try/index.html#mode=derive&amp;q=" data-asks="KL(P || Q)"' in index
    laws = re.findall(r'scope="row" data-law="([^"]+)"', index)
    assert len(laws) == 2 * len(ROWS) and "Gamma(k1, theta1)" in laws
    page = pages_of_row("kl", [{**atlases[0].cells[0], "details": {"query": "KL(A || B)", "html": ""}}], "..")
    assert 'href="../../../try/index.html#mode=derive&amp;q=KL%28A%20%7C%7C%20B%29"' in "".join(page.values())
    assert "try/" not in (folder / "index.html").read_text() and "data-law" not in (folder / "index.html").read_text()


def test_the_pages_of_all_families_have_names_of_their_own() -> None:
    names = [address_of("kl", {"p": p, "q": q}) for p in ROWS for q in ROWS]
    assert len(set(names)) == len(names)


def test_the_formulas_and_results_are_those_of_the_atlas(atlases: tuple[Atlas, ...], folder: Path) -> None:
    formulas = data_of(folder / "formulas.js")
    squares = re.findall(r'<a class="\w+ \w+" href="cells/([^/]+)/([^"]+)"', (folder / "index.html").read_text())
    for atlas in atlases:
        by_address = {address_of(atlas.measure, cell): cell for cell in atlas.cells}
        order = [by_address[f"cells/{measure}/{name}"] for measure, name in squares if measure == atlas.measure]
        assert formulas[atlas.measure] == [cell["formula"] for cell in order]
        for address, cell in by_address.items():
            page = unescape((folder / address).read_text())
            assert cell["status"] == "reduced" or f" = {cell['result']}" in page
            assert all(fact in page for fact in cell.get("check", {}).get("axioms", ()))


def test_a_page_says_no_more_than_its_evidence(folder: Path, atlas: Atlas) -> None:
    cell = next(cell for cell in atlas.cells if cell["status"] == "closed") | {"details": {"query": "KL(P || Q)"}}
    for check, word in (
        ({"verdict": "undecided", "level": "", "axioms": ["a-fact"]}, "undecided"),
        (None, "unchecked"),
    ):
        (page,) = pages_of_row(
            "kl", [{**cell, "check": check} if check else {k: v for k, v in cell.items() if k != "check"}]
        ).values()
        cited = re.search(r'id="cite">(.*?)</p>', page)
        assert cited and cited[1].endswith(f"; {word}).") and "proved" not in page
    assert "proved from" in page_of(folder, "kl", "Exponential", "Gamma")
    for address in ({"p": "Poisson", "q": ""}, {"p": "Gamma", "q": ""}):
        page = (folder / address_of("entropy", address)).read_text()
        assert ("<svg" in page) == ('id="cite"' in page) == (address["p"] == "Gamma")


def test_the_code_of_a_page_is_a_file_that_tests_itself(atlas: Atlas, folder: Path) -> None:
    helpers = data_of(folder / "helpers.js")

    def whole(library: str, page: str) -> str:
        found = re.search(rf'<code id="{library}">(.*?)</code>', page, re.DOTALL)
        assert found
        return unescape(re.sub(r'<span data-helper="(\w+)"># ...</span>', lambda m: helpers[m[1]], found[1]))

    page = page_of(folder, "kl", "Exponential", "Gamma")
    space: dict[str, Any] = {"__name__": "written"}
    exec(compile(whole("numpy", page), "written.py", "exec"), space)  # our own, as a reader would run it
    space["test_kl_exponential_gamma"]()
    assert space["kl_exponential_gamma"](1.0, 1.0, 1.0) == 0
    compile(whole("torch", page), "written.py", "exec")
    assert "import torch" in page and not re.search(r"<code id=", page_of(folder, "kl", "Exponential", "Uniform"))


class Tags(HTMLParser):
    """Which tags a page opens and does not close."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()
        self.faults: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.seen.add(tag)
        if tag not in ("meta", "link", "input"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(tag)


def test_pages_close_their_tags_and_say_their_formulas(atlas: Atlas, folder: Path) -> None:
    for page in (
        "index.html",
        address_of("kl", {"p": "Gamma", "q": "Gamma"}),
        address_of("entropy", {"p": "Poisson", "q": ""}),
    ):
        tags = Tags((folder / page).read_text())
        assert not tags.open and not tags.faults
    assert 'alttext="KL(P ‖ Q) = k₁ θ₁/θ₂' in page_of(folder, "kl", "Gamma", "Gamma")
    assert Tags("<p><b></p>").open


BAD = "<script>\"&'"


def test_names_and_words_are_escaped() -> None:
    check = {"verdict": "holds", "level": "proved", "statement": BAD, "axioms": [BAD], "reason": BAD, "beyond": [BAD]}
    details = {"html": "", "query": BAD, "curve": "", "code": {"numpy": [BAD]}, "no_code": BAD}
    cell = {"p": BAD, "q": BAD, "status": "closed", "result": BAD, "condition": BAD, "left": [BAD]}
    cell |= {"check": check, "details": details, "formula": BAD, "reason": BAD, "no_page": BAD}
    (page,) = pages_of_row("kl", [cell]).values()
    index = files_of((Atlas("kl", (BAD,), (cell,)), Atlas("entropy", (BAD,), ({**cell, "q": ""},))), {})["index.html"]
    for text in (page, index):
        assert Tags(text).seen.isdisjoint({"b"}) and text.count("<script") == text.count("</script>")
        assert "\"&'" not in text


M, S, T = symbols("m", real=True), *symbols("s t", positive=True)
N = symbols("n", integer=True, positive=True)
CURVES = [
    ("a real parameter", si.KL(Normal("P", M, S), Normal("Q", 0, 1)), "m", 1, 0, 0),
    ("a count", si.Entropy(Gamma("G", N, S)), "n", 0, 12, 0),
    ("places without a value", si.KL(Uniform("P", 0, S), Uniform("Q", 0, 2)), "s", 1, 0, 1),
]


@pytest.mark.parametrize(
    ("measure", "over", "lines", "dots", "gaps"), [c[1:] for c in CURVES], ids=[c[0] for c in CURVES]
)
def test_a_curve_is_drawn_where_there_are_values(measure: Any, over: str, lines: int, dots: int, gaps: int) -> None:
    svg, _, caption = curve_of(measure.compile(), "<it>").partition("<figcaption>")
    root = ElementTree.fromstring(svg)
    kinds = [node.tag for node in root.iter()]
    assert (kinds.count("polyline"), kinds.count("circle")) == (lines, dots)
    assert sum(node.get("class") == "gap" for node in root.iter()) == gaps
    assert caption.startswith(f"over {over}") and str(root.get("aria-label")).startswith(f"<it> over {over} from")


def test_the_points_of_a_curve_are_values_of_the_measure() -> None:
    """The divergence of two exponential laws is least, 0, where they are equal."""
    measure = si.KL(Exponential("P", S), Exponential("Q", T))
    label = str(ElementTree.fromstring(curve_of(measure.compile(), "D").partition("<figcaption>")[0]).get("aria-label"))
    least, place, most, there = map(float, re.findall(r"(?:is|=|largest) ([-\d.e]+)", label.partition(";")[2]))
    for value, at in ((least, place), (most, there)):
        assert abs(float(measure.subs({S: Rational(str(at)), T: 1}).evalf(15)) - value) < 2e-3 * max(1, abs(value))
    assert abs(place - 1) < 0.05 and 0 <= least < 1e-3


DERIVED = si.derive(si.Entropy(Exponential("X", S)))


@pytest.mark.parametrize("error", [OverflowError("too large"), KernelError("too large")])
def test_a_kernel_that_cannot_be_made_is_told_on_its_page(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(self: Any) -> Any:
        raise error

    monkeypatch.setattr(type(DERIVED), "compile", fails)
    details = details_of(DERIVED, {})
    assert (details["code"], details["curve"], details["no_code"]) == ({}, "", "too large")
    assert "<math" in details["html"] and details["query"] == "H(Exponential(s))"
