"""The flavours of Markdown: what each writes, what it never writes, and that a formula comes through its renderer unharmed."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from markdown_it import MarkdownIt
from test_render import KINDS, kl_of_gaussians, number

from symbinfo.expressions.errors import SymbinfoError
from symbinfo.render import FORMATS, render
from symbinfo.render.flavours import FLAVOURS, Flavour, Frame

ROWS = [pytest.param(row, id=name) for name, row in FLAVOURS.items()]


def test_the_flavours_are_those_that_are_promised() -> None:
    assert list(FLAVOURS) == ["material", "github", "quarto", "plain"]
    assert set(FORMATS["markdown"].lemmas) == {where for row in FLAVOURS.values() for where in row.lemmas}


# What a derivation with lemmas holds in each flavour, and what would not be read there.
MARKS = {
    "material": (["\n$$\n", '\n??? note "Lemma 1: $'], ["<div", "<details", "```", ":::", r"\cr"]),
    "github": (["\n```math\n", "<details>\n<summary>Lemma 1: log p(x)", "$`"], ["$$", "???", ":::", r"\operatorname"]),
    "quarto": (["\n$$\n", '::: {.callout-note collapse="true"}\n### Lemma 1: $'], ["???", "<", "```"]),
    "plain": (["\n$$\n", "\n### Lemma 1: $", r" \cr"], ["???", "<", ":::", "```", "\\\\\n"]),
}


@pytest.mark.parametrize("name", FLAVOURS)
def test_a_flavour_writes_what_its_renderer_reads(name: str) -> None:
    text = render(kl_of_gaussians(), "markdown", flavour=name)
    assert name in MARKS, f"{name}: say in MARKS what its renderer reads, and what it would show raw"
    there, absent = MARKS[name]
    assert [mark for mark in there if mark not in text.replace("E_P", "log p(x)")] == []
    # A sign of order between spaces is no tag.
    assert [mark for mark in absent if mark in text.replace(" < ", " ")] == []


@pytest.mark.parametrize("row", ROWS)
@pytest.mark.parametrize("make", KINDS)
def test_fences_and_frames_close(row: Flavour, make: Any) -> None:
    text = render(make(), "markdown", flavour=row.name)
    assert text.count("$$") % 2 == text.count("```") % 2 == 0
    assert text.count("<details>") == text.count("</details>") == text.count("<summary>")
    assert len(re.findall(r"^::: \{", text, re.M)) == len(re.findall(r"^:::$", text, re.M))
    assert "{}" not in re.sub(r" \{\} |\\mathit\{\}", "", text) or make.__name__ == "hostile"
    assert not re.search(r"\{(?:title|name)\}", text)


WAYS = [pytest.param(row, where, id=f"{name}-{where}") for name, row in FLAVOURS.items() for where in row.lemmas]


@pytest.mark.parametrize(("row", "where"), WAYS)
def test_lemmas_stand_where_they_are_asked_for(row: Flavour, where: str) -> None:
    text = render(kl_of_gaussians(), "markdown", flavour=row.name, lemmas=where)
    folds = any(mark in text for mark in ("???", "<details>", "collapse"))
    assert folds == (row.fold is not None and where != "inline")
    assert ("**Lemmas**" in text) == (where == "appendix")
    assert text.index("Collect the terms.") < text.index("Lemma 1:")


def test_what_cannot_fold_is_refused() -> None:
    for flavour, lemmas in (("plain", "folded"), ("github", "beside"), ("rst", "inline")):
        with pytest.raises(SymbinfoError, match=r"plain: got folded|github: got beside|flavour is one of material"):
            render(number(), "markdown", flavour=flavour, lemmas=lemmas)


# --- what comes through a renderer that knows no mathematics ------------------------------------------------------------


def displays(text: str) -> list[str]:
    return [found.strip() for found in re.findall(r"\$\$(.+?)\$\$", text, re.S)]


def eaten(text: str) -> list[str]:
    """The displayed formulas that CommonMark changes."""
    shown = html.unescape(re.sub(r"<[^>]*>", "", MarkdownIt("commonmark").render(text)))
    return [formula for formula in displays(text) if formula not in shown]


@pytest.mark.parametrize("make", KINDS)
def test_plain_comes_through_commonmark(make: Any) -> None:
    text = render(make(), "markdown", flavour="plain")
    assert displays(text)
    assert eaten(text) == []
    inline = re.findall(r"\$([^$\n]+)\$", re.sub(r"\$\$.+?\$\$", "", text, flags=re.S))
    shown = html.unescape(re.sub(r"<[^>]*>", "", MarkdownIt("commonmark").render(text)))
    assert [formula for formula in inline if formula not in shown] == []


def test_what_commonmark_eats_is_noticed() -> None:
    assert eaten(render(kl_of_gaussians(), "markdown", flavour="material"))
    assert eaten("$$\na \\\\ b\n$$") == ["a \\\\ b"]
    assert eaten("$$\n\\mathbb{E}_P[x] \\int_{0} y\n$$")
    assert eaten("$$\n\\mathbb{E} _ P[x] \\int _ {0} y\n$$") == []


def test_github_has_no_macro_that_it_forbids() -> None:
    row = FLAVOURS["github"]
    tex = row.tex(r"\operatorname{erf}(x) + \operatorname*{arg\,max} \frac{\displaystyle \rule[-1em]{0pt}{1em} a}{b}")
    assert tex == r"\mathop{\mathrm{erf}}(x) + \mathop{\mathrm{arg\thinspace max}} \frac{\displaystyle a}{b}"
    assert r"\operatorname" in FLAVOURS["material"].tex(r"\operatorname{erf}(x)")


@pytest.mark.parametrize("row", ROWS)
def test_no_escape_of_markdown_is_left_in_a_formula(row: Flavour) -> None:
    tex = row.tex(r"D(P\,\|\,Q) = \lbrace x \;|\; y\} \! z** ![a](b)")
    assert not re.search(r"\\[|,;!{}]|\*\*|!\[|\]\(", tex)


def test_a_newcomer_adds_a_flavour_by_a_row(monkeypatch: pytest.MonkeyPatch) -> None:
    row = FLAVOURS["plain"]._replace(
        name="wiki",
        display="<math>{}</math>",
        inline="<m>{}</m>",
        fold=Frame("{{title}}", "  ", "\nend"),
        open=Frame("== {title} =="),
    )
    monkeypatch.setitem(FLAVOURS, "wiki", row)
    text = render(kl_of_gaussians(), "markdown", flavour="wiki")
    assert "<math>D _ {" in text
    assert "\nend" in text
    assert "$" not in text
