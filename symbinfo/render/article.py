"""A standalone LaTeX article: laws, the steps with their reasons at the side, lemmas, the result in a box."""

from __future__ import annotations

from typing import Any, NamedTuple

from symbinfo.derivation import Derivation
from symbinfo.render.breaking import lines_of, width_of
from symbinfo.render.latex import latex_of_layout
from symbinfo.render.layout import Layout, Level, level_of
from symbinfo.render.names import escape_text
from symbinfo.render.story import Chain, Line, Sentence, Story, tell

__all__ = [
    "PREAMBLE",
    "TOGETHER",
    "Paper",
    "article_of",
    "body_of",
    "boxed_result",
    "chain_of",
    "document_of",
    "needs_of",
    "sentence_of",
    "tail_of",
]

PREAMBLE = r"""\documentclass[11pt,a4paper]{article}
\usepackage{amsmath,amssymb,bm}
\usepackage[margin=2.4cm]{geometry}
\setlength{\parindent}{0pt}
\setlength{\parskip}{6pt}
\setlength{\jot}{8pt}
\allowdisplaybreaks
\makeatletter \@endparpenalty=10000 \makeatother
\postdisplaypenalty=10000
\newcommand{\reason}[1]{\parbox[t]{0.29\textwidth}{\raggedright\footnotesize #1}}
\newcommand{\wide}[1]{\rlap{$\displaystyle #1$}}
\newcommand{\shown}[1]{\par\nopagebreak\smallskip{\centering\fbox{\(\displaystyle\;#1\;\)}\par}\nopagebreak\smallskip}
\newenvironment{lemma}[1]{\begin{list}{}{\leftmargin=1.5em \topsep=0pt \parsep=4pt}\item\textbf{#1.}}{\end{list}}
\begin{document}
\abovedisplayskip=4pt \abovedisplayshortskip=4pt
"""
# No page may end behind a paragraph that ends in this.
TOGETHER = r"\par\nopagebreak"
INDENT = 1.5


class Paper(NamedTuple):
    """Widths in em of the text font: a line, and what is left of it beside the reasons."""

    line: float
    beside: float


A4 = Paper(38.0, 28.0)


def article_of(derivation: Derivation, **manner: Any) -> str:
    """The derivation as a document that compiles with amsmath, amssymb, bm and geometry alone."""
    story = tell(derivation, **manner)
    left = rf"$\displaystyle {latex_of_layout(story.conclusion.left)}$"
    head = sentence_of(story.heading) if story.title else left
    return document_of([_centred(rf"\Large {head}"), body_of(story)])


def document_of(parts: list[str]) -> str:
    """A whole document with these paragraphs."""
    return PREAMBLE + "\n\n".join(part for part in parts if part) + "\n\\end{document}\n"


def body_of(story: Story) -> str:
    """The derivation without a heading: its setting, what is shown, the chain, the lemmas."""
    body = [sentence_of(story.setting), _result(story)]
    if not story.manner.results:
        # A display that began a paragraph would stand below an empty line.
        body.append("\\textit{Derivation.}\n" + chain_of(story.chain))
        body += [_lemma(lemma, 1) for lemma in story.chain.lemmas]
    body += [sentence_of(note) for note in story.notes]
    if story.limits:
        body.append("\n".join([rf"\textit{{{story.limits_title}.}}", *(chain_of(limit) for limit in story.limits)]))
    if story.appendix:
        body += [r"\textit{Lemmas.}", *(_lemma(lemma, 1) for lemma in story.appendix)]
    return "\n\n".join(part for part in body if part)


def sentence_of(sentence: Sentence) -> str:
    """Words and formulas as LaTeX text."""
    return "".join(escape_text(p) if isinstance(p, str) else f"${latex_of_layout(p)}$" for p in sentence)


def _centred(text: str) -> str:
    return rf"\begin{{center}}{text}\end{{center}}"


def _lemma(lemma: Chain, depth: int) -> str:
    statement = f"{latex_of_layout(lemma.left)} {lemma.relation.latex.strip()} {latex_of_layout(lemma.result)}"
    inner = "\n\n".join(_lemma(deeper, depth + 1) for deeper in lemma.lemmas)
    fits = width_of(lemma.left) + width_of(lemma.result) < A4.line - 8 - INDENT * depth
    head = rf"$\displaystyle {statement}$." if fits else ""
    # A lemma starts on the page where its first step stands.
    chain = "\\nopagebreak\n" + chain_of(lemma, INDENT * depth)
    return f"\\begin{{lemma}}{{{lemma.label}}}\n{head}{chain}" + (f"\n\n{inner}" if inner else "") + "\n\\end{lemma}"


def chain_of(chain: Chain, indent: float = 0.0, paper: Paper = A4, *, apart: bool | None = None) -> str:
    """The steps of a chain, each with its reason at the side.

    Parameters
    ----------
    chain : Chain
        What to set.
    indent : float
        How far it is indented, in em.
    paper : Paper
        The room there is.
    apart : bool, optional
        Whether the left side stands on a line of its own; by default where it is wide.
    """
    if not chain.lines:
        return rf"\[ {latex_of_layout(chain.left)} \]"
    left = latex_of_layout(chain.left)
    apart = width_of(chain.left) > 7 if apart is None else apart
    lefts = lines_of(chain.left, paper.line - indent, width_of) if apart else []
    rows = [rf"& \wide{{{latex_of_layout(part)}}}" for part in lefts]
    for line in chain.lines:
        rows += _rows(line, "" if rows else left, indent + (1.0 if apart else width_of(chain.left)), apart, paper)
    # No page ends between a left side on a line of its own and what it is equal to.
    text = " \\\\\n".join(rows).replace("\\\\\n", "\\\\*\n", 1 if apart else 0)
    return "\\begin{flalign*}\n" + text + "\n\\end{flalign*}"


def _rows(line: Line, left: str, taken: float, apart: bool, paper: Paper) -> list[str]:
    """The lines of one formula; its reason stands beside the last of them, or below where there is no room."""
    relation = line.relation.latex.strip()
    rows = []
    formulas = _broken(line.formula, taken, paper)
    reason = rf" && \reason{{{sentence_of(line.reason)}}}"
    lead = r"\quad " if apart else ""
    for index, formula in enumerate(formulas):
        sign = rf"{left} & {lead}{relation} " if index == 0 else rf"& {lead}\qquad "
        fits = taken + _width_on_line(formula, index) <= paper.beside
        tex = ("{} " if index else "") + latex_of_layout(formula)
        rows.append((sign + (tex if fits else rf"\wide{{{tex}}}")).strip())
        left = ""
    return [*rows[:-1], rows[-1] + reason] if fits else [*rows, "&" + reason]


def _broken(formula: Layout, taken: float, paper: Paper) -> list[Layout]:
    """The lines of a formula: as few as the page allows, or one more where the reason then finds room beside them.

    Only a sum is broken for the sake of its reason; a product would be broken inside a bracket.
    """
    formulas = lines_of(formula, paper.line - taken - 3.5, width_of)
    if level_of(formula) is Level.SUM and taken + _width_on_line(formulas[-1], len(formulas) - 1) > paper.beside:
        narrow = lines_of(formula, paper.beside - taken - 4.6, width_of)
        last = taken + _width_on_line(narrow[-1], len(narrow) - 1)
        if len(narrow) <= len(formulas) + 1 and last <= paper.beside:
            return narrow
    return formulas


def _width_on_line(formula: Layout, index: int) -> float:
    return 1.6 + (3.0 if index else 0.0) + width_of(formula)


def _result(story: Story) -> str:
    if not story.conclusion.lines:
        return ""
    lines = [rf"\shown{{{boxed_result(story)}}}"]
    if story.needs:
        lines.append(_centred(needs_of(story)))
    return "\n".join(lines)


def boxed_result(story: Story, room: float = A4.line) -> str:
    """What is shown as one formula, on lines of so many em."""
    chain = story.conclusion
    left, sign = latex_of_layout(chain.left), chain.relation.latex.strip()
    tail = tail_of(story)
    formulas = lines_of(chain.result, room - width_of(chain.left) - 4, width_of)
    texts = [latex_of_layout(f) for f in formulas]
    if len(texts) == 1:
        return f"{left} {sign} {texts[0]}{tail}"
    rows = [rf"{left} & {sign} {texts[0]}", *(rf"& \qquad {{}} {t}" for t in texts[1:])]
    return r"\begin{aligned} " + r" \\ ".join(rows) + tail + r" \end{aligned}"


def tail_of(story: Story) -> str:
    """The decimals and the unit, where the result is a number."""
    text = ""
    if story.value is not None and "inf" not in story.value:
        whole = story.value.lstrip("-").isdigit()
        text = ("" if whole else rf" \approx {story.value}") + (rf"\ {_unit(story)}" if story.unit else "")
    elif story.unit not in ((), ("nats",)):
        text = rf"\quad ({_unit(story)})"
    return text


def _unit(story: Story) -> str:
    return "".join(rf"\text{{{escape_text(p)}}}" if isinstance(p, str) else latex_of_layout(p) for p in story.unit)


def needs_of(story: Story) -> str:
    """The condition of the result in words."""
    needs = ", ".join(f"${latex_of_layout(n)}$" for n in story.needs)
    if story.otherwise is None:
        return f"provided {needs}"
    left, value = latex_of_layout(story.chain.left), latex_of_layout(story.otherwise)
    return f"provided {needs}; otherwise ${left} = {value}$"
