"""A derivation as a deck of slides in LaTeX's beamer: what is shown, then its steps, as many on a frame as find room."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from math import ceil
from typing import Any

from symbinfo.derivation import Derivation
from symbinfo.render.article import Paper, boxed_result, chain_of, needs_of, sentence_of
from symbinfo.render.breaking import lines_of, width_of
from symbinfo.render.latex import latex_of_layout
from symbinfo.render.layout import (
    Atom,
    Big,
    Binomial,
    Cases,
    Frac,
    Grid,
    Layout,
    Named,
    Sub,
    Sup,
    children,
)
from symbinfo.render.notation import DOTS
from symbinfo.render.story import Chain, Line, Sentence, Story, tell

__all__ = ["deck_of", "height_of"]

PREAMBLE = r"""\documentclass[10pt,aspectratio=169]{beamer}
\usepackage{amsmath,amssymb,bm}
\usefonttheme[onlymath]{serif}
\setbeamertemplate{navigation symbols}{}
\setbeamertemplate{footline}{\hfill\scriptsize\insertframenumber\hspace{0.9cm}\vspace{4pt}}
\setbeamersize{text margin left=0.9cm,text margin right=0.9cm}
\setlength{\jot}{6pt}
\newcommand{\reason}[1]{\parbox[t]{0.29\textwidth}{\raggedright\footnotesize #1}}
\newcommand{\wide}[1]{\rlap{$\displaystyle #1$}}
\begin{document}
"""
SLIDE = Paper(35.0, 26.0)
#: The height of a frame below its title, what stands between two lines, and the height of a line of reasons, in em.
ROOM, BETWEEN, OF_A_REASON = 17.0, 0.75, 0.95
#: How many letters of a reason stand on a line.
LETTERS = 27


def deck_of(derivation: Derivation, **manner: Any) -> str:
    """The derivation as a document that compiles with beamer, amsmath, amssymb and bm."""
    story = tell(derivation, **manner)
    return PREAMBLE + "\n".join(_frames(story)) + "\n\\end{document}\n"


def _frames(story: Story) -> Iterator[str]:
    yield _first(story)
    if story.manner.results:
        return
    yield from _steps(story.chain, "Derivation")
    for lemma in story.chain.lemmas:
        yield from _lemma(lemma)
    for limit in story.limits:
        yield from _steps(limit, story.limits_title)
    if story.appendix:
        yield "\\appendix"
    for lemma in story.appendix:
        yield from _lemma(lemma)


def _first(story: Story) -> str:
    heading = sentence_of(story.heading) if story.title else f"${latex_of_layout(story.conclusion.left)}$"
    parts = [sentence_of(story.setting)]
    if story.conclusion.lines:
        parts.append(rf"\[ {boxed_result(story, SLIDE.line)} \]")
        parts += [rf"\begin{{center}}{needs_of(story)}\end{{center}}"] if story.needs else []
    parts += [sentence_of(note) for note in story.notes]
    return _frame(heading, "\n\n".join(part for part in parts if part))


def _frame(title: str, body: str) -> str:
    return f"\\begin{{frame}}{{{title}}}\n{body}\n\\end{{frame}}\n"


def _lemma(lemma: Chain) -> Iterator[str]:
    yield from _steps(lemma, lemma.label)
    for inner in lemma.lemmas:
        yield from _lemma(inner)


def _steps(chain: Chain, title: str) -> Iterator[str]:
    """The frames of a chain; each after the first begins where the one before it ended."""
    groups = list(_groups(chain))
    for number, group in enumerate(groups, 1):
        counted = f" ({number} of {len(groups)})" if len(groups) > 1 else ""
        yield _frame(title + counted, chain_of(group, 0.0, SLIDE, apart=number > 1 or None))


def _groups(chain: Chain) -> Iterator[Chain]:
    left, lines = chain.left, list(chain.lines)
    if not lines:
        yield chain
    while lines:
        room = ROOM - _height_of_lines(left)
        taken = 0
        while taken < len(lines) and (not taken or room >= _height_of_line(lines[taken])):
            room -= _height_of_line(lines[taken])
            taken += 1
        yield replace(chain, left=left, lines=tuple(lines[:taken]))
        left = lines[taken - 1].formula
        left = left if _height_of_lines(left) < ROOM / 3 else DOTS
        lines = lines[taken:]


def _height_of_line(line: Line) -> float:
    formulas = lines_of(line.formula, SLIDE.beside - 6, width_of)
    reason = ceil(_letters(line.reason) / LETTERS) * OF_A_REASON
    return max(sum(height_of(f) + BETWEEN for f in formulas[:-1]), 0.0) + BETWEEN + max(height_of(formulas[-1]), reason)


def _height_of_lines(layout: Layout) -> float:
    return sum(height_of(f) + BETWEEN for f in lines_of(layout, SLIDE.line, width_of))


def _letters(sentence: Sentence) -> float:
    return sum(len(part) if isinstance(part, str) else 2.2 * width_of(part) for part in sentence)


def height_of(node: Layout) -> float:
    """About how high a displayed layout is set, in em of a text font.

    Examples
    --------
    >>> from symbinfo.render.names import name_of
    >>> height_of(name_of("x")) < height_of(Frac(name_of("x"), name_of("y")))
    True
    """
    if isinstance(node, Atom):
        return 1.0
    if isinstance(node, Frac):
        return height_of(node.top) + height_of(node.bottom) + 0.3
    if isinstance(node, Sup):
        return height_of(node.base) + 0.4 * height_of(node.sup)
    if isinstance(node, Sub):
        return height_of(node.base) + 0.2
    if isinstance(node, Big):
        return max(2.4 + 0.6 * sum(end is not None for end in (node.lower, node.upper)), height_of(node.body))
    if isinstance(node, Binomial):
        return height_of(node.top) + height_of(node.bottom) + 0.2
    if isinstance(node, Cases):
        return sum(max(height_of(v), height_of(c) if c else 1.0) + 0.3 for v, c in node.rows)
    if isinstance(node, Grid):
        return sum(max(map(height_of, row)) + 0.3 for row in node.rows)
    if isinstance(node, Named):
        return 2.0 if r"\frac" in node.latex else height_of(node.inner)
    return max(map(height_of, children(node)), default=1.0)
