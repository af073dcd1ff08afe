"""Each flavour of Markdown shown by its own tool, slides and fragments by LaTeX: nothing is lost, nothing raw, nothing too wide.

Material by MkDocs with its documented set-up of mathematics, GitHub by a renderer of its dialect, Quarto by Pandoc, which
reads its divs (Quarto itself cannot be installed from a registry), plain by CommonMark. The formulas that reach the page are
compared with those that were written, and KaTeX reads them all. Run by .ci/pages.
"""

from __future__ import annotations

import html
import json
import re
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pages_kit as kit
import pytest
from markdown_it import MarkdownIt
from test_pages import MARGIN, PREAMBLE, beyond_the_margin, compiled, faults_of

from symbinfo.derivation.plans.derive import derive
from symbinfo.query import parse
from symbinfo.render import render
from symbinfo.render.flavours import FLAVOURS

pytestmark = pytest.mark.pages

QUERIES = (
    "KL(Normal(mu1, sigma1) || Normal(mu2, sigma2))",
    "H(Bernoulli(p))",
    "KL(Gamma(a, b) || Gamma(c, d))",
    "H(StudentT(nu))",
)
MATERIAL = """site_name: Pages
theme: {name: material, font: false}
markdown_extensions:
  - admonition
  - pymdownx.details
  - pymdownx.superfences
  - pymdownx.arithmatex: {generic: true}
"""


@cache
def derivations() -> tuple[Any, ...]:
    return tuple(derive(parse(query)) for query in QUERIES)


def page(flavour: str, **manner: Any) -> str:
    return "\n".join(render(d, "markdown", flavour=flavour, **manner) for d in derivations())


def words(text: str) -> str:
    """A formula without what is spelt one way or the other: spaces."""
    return re.sub(r"\s+", "", html.unescape(text))


def written(text: str, flavour: str) -> list[str]:
    """The formulas of a source."""
    row = FLAVOURS[flavour]
    found = []
    text = re.sub(r"(?m)^ +", "", text)  # a lemma may be indented
    for fence in (row.display, row.inline):
        open_, close = (re.escape(part) for part in fence.split("{}"))
        found += re.findall(f"(?m)^{open_}(.+?){close}$" if "\n" in fence else f"{open_}([^\n]+?){close}", text, re.S)
        text = re.sub(f"{open_}.+?{close}", "", text, flags=re.S)
    return found


# --- what each tool makes of a page -------------------------------------------------------------------------------------


def by_material(text: str, folder: Path) -> str:
    kit.need("material")
    (folder / "docs").mkdir(parents=True)
    (folder / "mkdocs.yml").write_text(MATERIAL, encoding="utf-8")
    (folder / "docs" / "index.md").write_text("# Page\n\n" + text, encoding="utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict"]
    environment = {**kit.os.environ, "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr[-1000:]
    whole = (folder / "site" / "index.html").read_text(encoding="utf-8")
    return re.search(r"<article.*?</article>", whole, re.S)[0]  # type: ignore[index]


def by_node(script: str, text: str) -> str:
    kit.need("node", "katex")
    done = subprocess.run(
        ["node", "-e", script, str(kit.KATEX)], input=text, capture_output=True, text=True, check=True, timeout=60
    )
    return done.stdout


def by_github(text: str, folder: Path) -> str:
    kit.need("marked")
    script = "const {marked} = require(process.argv[1] + '/node_modules/marked');"
    return by_node(script + "console.log(marked.parse(require('fs').readFileSync(0, 'utf8'), {gfm: true}))", text)


def by_pandoc(text: str, folder: Path) -> str:
    kit.need("pandoc")
    command = ["pandoc", "--from", "markdown", "--to", "html", "--mathjax", "--wrap=none"]
    return subprocess.run(command, input=text, capture_output=True, text=True, check=True, timeout=60).stdout


def by_commonmark(text: str, folder: Path) -> str:
    return str(MarkdownIt("commonmark").render(text))


# The formulas that a tool hands to what sets mathematics, as it marks them.
SEEN: dict[str, tuple[Callable[[str, Path], str], str]] = {
    "material": (by_material, r'class="arithmatex">\\[\[(](.+?)\\[\])]<'),
    "github": (by_github, r'<code class="language-math">(.+?)</code>|\$<code>(.+?)</code>\$'),
    "quarto": (by_pandoc, r'<span class="math (?:inline|display)">\\[(\[](.+?)\\[)\]]</span>'),
    "plain": (by_commonmark, r"\$\$(.+?)\$\$|\$([^$\n]+)\$"),
}
FOLDED = {"material": '<details class="note">', "github": "<details>", "quarto": 'collapse="true"', "plain": "<h3>"}


def shown(flavour: str, text: str, folder: Path) -> tuple[str, list[str]]:
    tool, pattern = SEEN[flavour]
    made = tool(text, folder)
    plain = re.sub(r"</?(?:p|li|h\d|br)\b[^>]*>", "", made) if flavour == "plain" else made
    return made, ["".join(found) if isinstance(found, tuple) else found for found in re.findall(pattern, plain, re.S)]


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_every_formula_reaches_the_page_as_it_was_written(flavour: str, tmp_path: Path) -> None:
    text = page(flavour)
    made, formulas = shown(flavour, text, tmp_path / "site")
    source = written(text, flavour)
    assert len(source) > 60
    assert sorted(map(words, formulas)) == sorted(map(words, source))
    lemmas = len(re.findall(r"Lemma [\d.]+(?::|\"|<|$)", text, re.M))
    assert made.count(FOLDED[flavour]) >= lemmas > 5
    left = re.sub(SEEN[flavour][1], "", re.sub(r"<annotation.*?</annotation>", "", made), flags=re.S)
    for raw in ("???", "!!!", ":::", "\\begin", "&lt;details", "[!"):
        assert raw not in left, raw
    assert made.count("<ol") >= lemmas


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_katex_reads_every_formula_of_a_flavour(flavour: str) -> None:
    kit.need("node", "katex")
    assert kit.refused_by_katex([(formula.strip(), True) for formula in written(page(flavour), flavour)]) == []


BROKEN = [
    ("material", "<div>\n$$\na \\\\ b\n$$\n</div>\n"),
    ("github", "$$\na_1 \\\\ *b* *c*\n$$\n"),
    ("quarto", "$ x$ and ```math\nx\n```\n"),
    ("plain", "$$\n\\mathbb{E}_P[x] \\int_{0} y \\\\ z\n$$\n"),
]


@pytest.mark.parametrize(("flavour", "text"), BROKEN, ids=[flavour for flavour, _ in BROKEN])
def test_what_a_tool_does_not_show_is_noticed(flavour: str, text: str, tmp_path: Path) -> None:
    _, formulas = shown(flavour, text, tmp_path / "site")
    source = re.findall(r"\$\$(.+?)\$\$", text, re.S) or ["x"]
    assert sorted(map(words, formulas)) != sorted(map(words, source))


def katex_page(body: str, delimiters: list[tuple[str, str, bool]]) -> str:
    dist = (kit.KATEX / "node_modules" / "katex" / "dist").as_uri()
    pairs = json.dumps([{"left": a, "right": b, "display": display} for a, b, display in delimiters])
    return f"""<!DOCTYPE html>
<html><head><meta charset="utf-8"><link rel="stylesheet" href="{dist}/katex.min.css">
<style>body {{ font: 17px/1.6 sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }}
.arithmatex, .katex-display {{ overflow: auto hidden; }}</style></head><body>
{body}
<script src="{dist}/katex.min.js"></script><script src="{dist}/contrib/auto-render.min.js"></script>
<script>renderMathInElement(document.body, {{throwOnError: false, delimiters: {pairs}}});</script>
</body></html>
"""


DOLLARS = [("$$", "$$", True), ("$", "$", False)]
BRACKETS = [("\\[", "\\]", True), ("\\(", "\\)", False)]


@pytest.mark.parametrize(("flavour", "delimiters"), [("material", BRACKETS), ("quarto", BRACKETS), ("plain", DOLLARS)])
def test_a_browser_shows_a_flavour(flavour: str, delimiters: Any, tmp_path: Path) -> None:
    kit.need("chromium", "katex")
    text = page(flavour)
    made, _ = shown(flavour, text, tmp_path / "site")
    body = re.sub(r"<(script|style).*?</\1>", "", made, flags=re.S)
    file = tmp_path / "page.html"
    file.write_text(kit.with_judge(katex_page(body, delimiters)), encoding="utf-8")
    seen = kit.seen_in_browser(file)
    assert seen["faults"] == []
    assert seen["katex"] == len(written(text, flavour))


# --- LaTeX --------------------------------------------------------------------------------------------------------------


def test_slides_compile_and_nothing_runs_off_a_frame(tmp_path: Path) -> None:
    kit.need("pdflatex", "pdftotext", "beamer")
    decks = [render(d, "latex", beamer=True) for d in derivations()]
    head, _, _ = decks[0].partition(r"\begin{document}")
    bodies = [re.search(r"\\begin\{document\}(.*)\\end\{document\}", deck, re.S)[1] for deck in decks]  # type: ignore[index]
    log = compiled(head + r"\begin{document}" + "".join(bodies) + r"\end{document}", tmp_path)
    assert faults_of(log) == []
    assert tall(log) == []
    assert beyond_the_margin(tmp_path / "page.pdf", 0.9 / 2.54 * 72) == []


def tall(log: str) -> list[float]:
    """By how many points frames are too high."""
    return [high for high in map(float, re.findall(r"Overfull \\vbox \(([\d.]+)pt", log)) if high > 2]


def test_a_frame_that_is_too_full_is_noticed(tmp_path: Path) -> None:
    kit.need("pdflatex", "beamer")
    lines = r"\[ \frac{1}{2} \]" * 12
    log = compiled(
        rf"\documentclass{{beamer}}\begin{{document}}\begin{{frame}}{lines}\end{{frame}}\end{{document}}", tmp_path
    )
    assert tall(log)


def test_a_fragment_compiles_in_a_plain_article(tmp_path: Path) -> None:
    kit.need("pdflatex", "pdftotext")
    fragments = [render(d, "latex", fragment=True) for d in derivations()]
    packages = {name for f in fragments for name in re.search(r"\{([a-z,]+)\}", f)[1].split(",")}  # type: ignore[index]
    preamble = rf"\documentclass{{article}}\usepackage{{{','.join(sorted(packages))}}}\begin{{document}}"
    log = compiled(preamble + "\n" + "\n\n".join(fragments) + r"\end{document}", tmp_path)
    assert faults_of(log) == []
    assert faults_of(compiled(PREAMBLE.replace("amsmath", "bm") + fragments[0] + r"\end{document}", tmp_path))
    assert MARGIN > 60
