"""The documentation site as it is built: nothing from elsewhere, no link into the void, no formula left as TeX.

`.ci/site` builds it and runs these tests.
"""

from __future__ import annotations

import os
import re
import runpy
from pathlib import Path

import pytest
from site_kit import Page, fetched_in_style, found, missing_places, pages_of, read_page, seen

import symbinfo

ROOT = Path(__file__).parent.parent
#: Pages that a browser looks at, and whether KaTeX has to set formulas in them: the first one, one with many formulas, with
#: wide tables, with long lines, of docstrings.
LOOKED_AT = {
    "index.html": False,
    "course/kl-divergence.html": True,
    "reference/measures.html": True,
    "gallery.html": True,
    "laws.html": False,
    "tutorials/researcher.html": False,
    "reference/python.html": False,
}


#: What a newcomer types into the search, and the page that has it.
ASKED = {
    "KL divergence of two normals": "Kullback-Leibler divergence",
    "capacity": "What can be typed",
    "verify my answer": "Exercises",
}


@pytest.fixture(scope="module")
def site() -> Path:
    """The folder of the built site; without it the tests are skipped."""
    folder = os.environ.get("SYMBINFO_SITE")
    if not folder:
        pytest.skip("SYMBINFO_SITE names no built site: .ci/site builds one")
    return Path(folder)


def elsewhere(addresses: list[str]) -> list[str]:
    return [address for address in addresses if re.match(r"(?:[a-z]+:)?//", address)]


@pytest.mark.pages
def test_no_page_fetches_anything_from_elsewhere(site: Path) -> None:
    pages = pages_of(site)
    assert len(pages) > 30
    assert {p.name: found for p in pages if (found := elsewhere(read_page(p).fetched))} == {}
    styles = sorted(site.rglob("*.css"))
    assert {p.name: found for p in styles if (found := elsewhere(fetched_in_style(p.read_text("utf-8"))))} == {}
    # Material brings diagrams and a shim of old browsers from elsewhere where a page asks for them: none does.
    assert not any('class="mermaid"' in page.read_text(encoding="utf-8") for page in pages)


def test_what_is_fetched_is_noticed() -> None:
    page = Page()
    page.feed(
        '<script src="https://a/x.js"></script><link rel="stylesheet" href="//b/x.css"><img src="c.png">'
        '<a href="https://d/">d</a><p style="background: url(https://e/x.png)"><link rel="canonical" href="https://f/">'
    )
    assert elsewhere(page.fetched) == ["https://a/x.js", "//b/x.css", "https://e/x.png"]
    assert elsewhere(fetched_in_style('@import "https://a/x.css"; p { background: url(x.png) }')) == ["https://a/x.css"]


@pytest.mark.pages
def test_every_link_and_anchor_of_the_site_leads_somewhere(site: Path) -> None:
    assert missing_places(site) == []


def test_a_link_into_the_void_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text('<a href="b.html#x">1</a><a href="b.html#y">2</a><a href="c.html">3</a>')
    (tmp_path / "b.html").write_text('<h2 id="x">x</h2><a href="https://elsewhere">4</a>')
    assert missing_places(tmp_path) == ["a.html: b.html#y", "a.html: c.html"]


def headings_of(text: str) -> list[str]:
    """The headings of a page of Markdown, as plain words."""
    text = re.sub(r"(?ms)^(```|~~~).*?^\1", "", text)
    return re.findall(r"(?m)^#{1,6} (.+?)\s*(?:\{[^}]*\})?$", text)


def words_of(heading: str) -> str:
    """Letters only: how formulas, code and marks are written is nobody's business here."""
    return re.sub(r"[^a-z]+", "", re.sub(r"<[^>]*>|\$[^$]*\$|\\\(.*?\\\)", "", heading.lower()))


@pytest.mark.pages
def test_no_page_is_eaten(site: Path) -> None:
    """A `<` before a letter may swallow the rest of a page: every heading is there."""
    for source in sorted((ROOT / "docs").rglob("*.md")):
        built = site / source.relative_to(ROOT / "docs").with_suffix(".html")
        there = {words_of(heading) for heading in read_page(built).headings}
        assert [h for h in headings_of(source.read_text(encoding="utf-8")) if words_of(h) not in there] == [], source


@pytest.mark.pages
@pytest.mark.parametrize("width", [390, 1200])
@pytest.mark.parametrize("name", LOOKED_AT)
def test_a_page_is_whole_in_a_browser(name: str, width: int, site: Path, tmp_path: Path) -> None:
    told = seen(site / name, width, tmp_path / "profile")
    assert (told["errors"], told["raw"]) == (0, 0)
    assert (told["formulas"] > 0) is LOOKED_AT[name], told
    assert told["wide"] == []
    assert told["width"] <= 0


@pytest.mark.pages
def test_the_search_finds_without_a_server(site: Path, tmp_path: Path) -> None:
    assert "Laws" in found(site, "Weibull", tmp_path / "profile")
    for asked, page in ASKED.items():
        assert page in found(site, asked, tmp_path / "profile")[:3], asked
    assert found(site, "zzyzx", tmp_path / "profile") == []


def test_every_public_name_stands_in_the_reference() -> None:
    text = (ROOT / "docs" / "reference" / "python.md").read_text(encoding="utf-8")
    listed = re.findall(r"(?m)^::: symbinfo\.(\w+)$", text)
    assert sorted(listed) == symbinfo.__all__


def test_every_page_of_the_documents_stands_in_the_menu() -> None:
    """MkDocs says so, too, but only when it builds; what stands elsewhere is added by docs/site_files.py."""
    menu = (ROOT / "mkdocs.yml").read_text(encoding="utf-8").partition("\nnav:")[2]
    pages = {page.relative_to(ROOT / "docs").as_posix() for page in (ROOT / "docs").rglob("*.md")}
    assert {page for page in pages if not re.search(rf"[ :]{re.escape(page)}$", menu, re.MULTILINE)} == set()


ASKS = {
    "symbinfo derive 'H(X)' --given 'X ~ Die(6)' --unit bits": "q=H%28X%29&given=X%20~%20Die%286%29&unit=bits&mode=derive",
    "symbinfo verify 'H(X) = 1'  # a claim": "q=H%28X%29%20%3D%201",
    "symbinfo solve exponential-entropy --hint": "exercises=exponential-entropy",
    "symbinfo solve waiting.toml wrong-rate": None,
    "symbinfo verify losses.py::kl 'H(X)'": None,
    "symbinfo derive 'H(X)' --base 10": None,
    "symbinfo derive": None,
    "symbinfo laws Weibull": None,
    "cat 'a": None,
}


@pytest.mark.pages
@pytest.mark.parametrize("line", ASKS)
def test_a_command_is_asked_in_the_browser_where_it_can_be(line: str) -> None:
    editions = runpy.run_path(str(ROOT / "docs" / "site_editions.py"))
    question = editions["_of_command"](line)
    assert (question and question.fragment) == ASKS[line]
    (python,) = editions["_of_python"]("si.verify('H(X) >= 0', given=['X ~ Die(6)']).level")
    assert (python.text, python.given) == ("H(X) >= 0", ("X ~ Die(6)",))
    assert not list(editions["_of_python"]("si.derive(si.Entropy(x))"))


@pytest.mark.pages
def test_a_block_inside_of_a_block_is_shown_and_asks_nothing() -> None:
    editions = runpy.run_path(str(ROOT / "docs" / "site_editions.py"))
    text = "~~~markdown\n```symbinfo\nH(Die(6))\n```\n~~~\n\n```symbinfo\nH(Die(6))\n```\n"
    assert [block["kind"] for block in editions["BLOCK"].finditer(text)] == ["markdown", "symbinfo"]
