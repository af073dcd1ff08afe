"""Proof that the built pages can be read: by KaTeX, by a real LaTeX, and as a browser lays them out.

These tests look at what is committed under ``derivations/built``. They skip, by name, what is not installed here;
``.ci/pages`` installs all of it and lets nothing skip. Beside every test that must pass stands one that must fail: the
judge is shown a page with the defect that it looks for.
"""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pages_kit as kit
import pytest

pytestmark = pytest.mark.pages

BUILT = Path(__file__).parents[2] / "derivations" / "built"
MARKDOWN, LATEX, HTML = (sorted(BUILT.glob(f"*.{ending}")) for ending in ("md", "tex", "html"))
# How far a line may stick out to the right, in points: nobody sees it.
TOLERANCE = 2.0


def each(pages: list[Path]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("page", pages, ids=lambda p: p.name)


def test_there_are_pages() -> None:
    assert len(MARKDOWN) == len(HTML) == 8
    assert len(LATEX) == 7


# --- KaTeX -----------------------------------------------------------------------------------------------------------


@each(MARKDOWN)
def test_katex_accepts_every_formula_of_the_markdown(page: Path) -> None:
    kit.need("node", "katex")
    formulas = kit.formulas_of_markdown(page.read_text(encoding="utf-8"))
    assert len(formulas) > 20
    assert kit.refused_by_katex(formulas) == []


@each(LATEX)
def test_katex_accepts_every_formula_of_the_latex(page: Path) -> None:
    kit.need("node", "katex")
    formulas = kit.formulas_of_latex(page.read_text(encoding="utf-8"))
    assert sum(display for _, display in formulas) > 5
    assert kit.refused_by_katex(formulas) == []


@pytest.mark.parametrize("formula", [r"\frac{1}", r"\nosuch x", r"\left( x", r"x & y", "x^2^3", r"\text{a_b}", "x_"])
def test_katex_refuses_what_is_broken(formula: str) -> None:
    kit.need("node", "katex")
    assert len(kit.refused_by_katex([(formula, True), ("x", False)])) == 1


# --- LaTeX -----------------------------------------------------------------------------------------------------------


def compiled(document: str, folder: Path) -> str:
    """The log of pdflatex; the PDF is in the folder."""
    (folder / "page.tex").write_text(document, encoding="utf-8")
    command = ["pdflatex", "-no-shell-escape", "-halt-on-error", "-interaction=nonstopmode", "page.tex"]
    subprocess.run(command, cwd=folder, capture_output=True, check=False, timeout=120)
    return (folder / "page.log").read_text(encoding="utf-8", errors="replace")


def faults_of(log: str) -> list[str]:
    wide = [float(width) for width in re.findall(r"Overfull \\hbox \(([\d.]+)pt", log)]
    errors = re.findall(r"^! .*", log, re.MULTILINE)
    return errors + [f"{width} pt too wide" for width in wide if width > TOLERANCE]


def beyond_the_margin(pdf: Path, margin: float) -> list[str]:
    """The words of a PDF that lie further to the right than the text does, in points."""
    out = subprocess.run(["pdftotext", "-bbox", str(pdf), "-"], capture_output=True, text=True, check=True).stdout
    width = float(re.search(r'<page width="([\d.]+)"', out)[1])  # type: ignore[index]
    words = re.findall(r'xMax="([\d.]+)" yMax="[\d.]+">([^<]*)<', out)
    assert words
    return [word for right, word in words if float(right) > width - margin + TOLERANCE]


MARGIN = 24 / 25.4 * 72  # the 2.4 cm of the documents


@each(LATEX)
def test_latex_compiles_and_no_line_runs_off_the_page(page: Path, tmp_path: Path) -> None:
    kit.need("pdflatex", "pdftotext")
    log = compiled(page.read_text(encoding="utf-8"), tmp_path)
    assert faults_of(log) == []
    assert beyond_the_margin(tmp_path / "page.pdf", MARGIN) == []


PREAMBLE = r"\documentclass[a4paper]{article}\usepackage{amsmath}\usepackage[margin=2.4cm]{geometry}\begin{document}"


@pytest.mark.parametrize("body", [r"\nosuch", r"\mbox{" + "wide " * 60 + "}", r"\frac{1}{2}", r"$\left( x$"])
def test_a_broken_document_is_noticed(body: str, tmp_path: Path) -> None:
    kit.need("pdflatex")
    assert faults_of(compiled(PREAMBLE + body + r"\end{document}", tmp_path))


def test_what_sticks_out_without_a_warning_is_noticed(tmp_path: Path) -> None:
    kit.need("pdflatex", "pdftotext")
    log = compiled(PREAMBLE + r"\rlap{" + "wide " * 40 + r"}x\end{document}", tmp_path)
    assert faults_of(log) == []  # TeX does not see it
    assert beyond_the_margin(tmp_path / "page.pdf", MARGIN)


# --- HTML in a browser -----------------------------------------------------------------------------------------------

# What a reader of a page must find among its formulas, as the text of one formula.
KNOWN = {
    "index.html": "DKL(P‖Q)≥0",
    "self-information.html": "I(x;P)=−logp",
    "entropy.html": "H(P)=−ϕlogϕ−(1−ϕ)log(1−ϕ)",
    "differential-entropy.html": "H(Y)=H(X)+log|a|",
    "conditional-entropy.html": "H(X∣Y)=∑yP(y)H(X∣Y=y)",
    "cross-entropy.html": "H(P,Q)=log2",
    "kl-divergence.html": "DKL(P‖Q)=logσ2σ1+σ12+(μ1−μ2)22σ22−12",
    "mutual-information.html": "I(X;Y)=H(Y)−H(Y∣X)",
}


@pytest.mark.parametrize("width", [1000, 500])
@each(HTML)
def test_the_browser_shows_the_mathematics(page: Path, width: int, tmp_path: Path) -> None:
    kit.need("chromium")
    copy = tmp_path / page.name
    copy.write_text(kit.with_judge(page.read_text(encoding="utf-8")), encoding="utf-8")
    seen = kit.seen_in_browser(copy, width)
    assert seen["faults"] == []
    assert len(seen["formulas"]) == page.read_text(encoding="utf-8").count("<math")
    assert KNOWN[page.name].replace("ϕ", "φ") in [f.replace("ϕ", "φ") for f in seen["formulas"]]


ROW = "<mi>x</mi><mo>+</mo>" * 200
DEFECTS = [
    ("no_box", "<math></math>", "a formula without a box"),
    ("hidden", "<p style='display:none'><math><mi>x</mi></math></p>", "a formula without a box"),
    ("raw_in_math", r"<math><mi>\frac</mi></math>", "raw TeX in a formula"),
    ("raw_in_text", r"<p>so \frac{1}{2}</p>", "raw TeX in the text"),
    ("dollars", "<p>so $x$ is</p>", "raw TeX in the text"),
    ("too_wide", f"<math>{ROW}</math>", "the page is"),
    ("cut_off", f"<div style='overflow:hidden'><math>{ROW}</math></div>", "a formula that cannot be scrolled to"),
    ("flat_fraction", "<math><mfrac style='display:flex'><mi>x</mi><mi>y</mi></mfrac></math>", "a fraction that is"),
    ("katex_error", "<span class='katex-error'>x^</span>", "KaTeX refuses"),
]


@pytest.mark.parametrize(("body", "fault"), [d[1:] for d in DEFECTS], ids=[d[0] for d in DEFECTS])
def test_the_judge_sees_a_defect(body: str, fault: str, tmp_path: Path) -> None:
    kit.need("chromium")
    page = tmp_path / "page.html"
    page.write_text(kit.with_judge(f"<!DOCTYPE html><html><body><p>x</p>{body}</body></html>"), encoding="utf-8")
    seen = kit.seen_in_browser(page)
    assert [f for f in seen["faults"] if f.startswith(fault)], seen["faults"]


def test_the_judge_accepts_what_is_well(tmp_path: Path) -> None:
    kit.need("chromium")
    fraction = "<math><mfrac><mi>x</mi><msup><mi>y</mi><mn>2</mn></msup></mfrac></math>"
    body = f"<p>{fraction}</p><div style='overflow-x:auto'><math>{ROW}</math></div>"
    page = tmp_path / "page.html"
    page.write_text(kit.with_judge(f"<!DOCTYPE html><html><body>{body}</body></html>"), encoding="utf-8")
    assert kit.seen_in_browser(page)["faults"] == []


# --- Markdown as the course shows it ---------------------------------------------------------------------------------


def shown(text: str, folder: Path) -> dict[str, object]:
    page = folder / "page.html"
    page.write_text(kit.with_judge(kit.page_of_markdown(text)), encoding="utf-8")
    return kit.seen_in_browser(page)


def lost(text: str, seen: dict[str, object]) -> list[str]:
    """What the source has and the shown page has not."""
    formulas = kit.formulas_of_markdown(text)
    counts = {
        "katex": len(formulas),
        "displays": sum(display for _, display in formulas),
        "headings": len(re.findall(r"^##? ", text, re.MULTILINE)),
        "admonitions": len(re.findall(r"^ *(?:!!!|\?\?\?) ", text, re.MULTILINE)),
    }
    return [f"{kind}: {seen[kind]} of {count}" for kind, count in counts.items() if seen[kind] != count]


@each(MARKDOWN)
def test_the_course_shows_all_of_the_markdown(page: Path, tmp_path: Path) -> None:
    kit.need("chromium", "katex", "markdown", "pymdownx")
    text = page.read_text(encoding="utf-8")
    seen = shown(text, tmp_path)
    assert seen["faults"] == []
    assert lost(text, seen) == []
    tail = re.findall(r"[A-Za-z]{4,}", re.sub(r"\$[^$]*\$|\([^)]*\)|<[^>]*>", "", text))[-1]
    assert tail in str(seen["text"])[-400:]


EATEN = [
    ("less_than", "<div>\n$$\na_1<b_2\n$$\n</div>\n\n# Tail\n\n$$\nx\n$$\n"),
    ("rows", "$$\n\\begin{aligned} a & = b \\\\ & = c \\end{aligned}\n\nx\n$$\n"),
    ("bar_in_a_table", "| a | b |\n|---|---|\n| $P(x|y)$ | c |\n"),
    ("refused", "$$\n\\nosuch{x}\n$$\n"),
]


@pytest.mark.parametrize("text", [e[1] for e in EATEN], ids=[e[0] for e in EATEN])
def test_what_markdown_eats_is_noticed(text: str, tmp_path: Path) -> None:
    kit.need("chromium", "katex", "markdown", "pymdownx")
    seen = shown(text, tmp_path)
    assert seen["faults"] or lost(text, seen)
