"""A derivation as LaTeX without a preamble, to paste into a paper, and as one `aligned` for notebooks."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from symbinfo.derivation import Derivation
from symbinfo.render.article import boxed_result, needs_of, sentence_of
from symbinfo.render.breaking import lines_of, width_of
from symbinfo.render.latex import latex_of_layout
from symbinfo.render.names import escape_text
from symbinfo.render.story import Chain, Line, Story, tell

__all__ = ["aligned_rows", "fragment_of", "notebook_of"]

#: The width of a line, in em: of a notebook, and of a paper in the class `article` as it comes.
LINE, OF_A_PAPER = 32.0, 27.0
#: What a formula needs, by what stands in it.
PACKAGES = {"amsmath": re.compile(""), "amssymb": re.compile(r"\\mathbb\b"), "bm": re.compile(r"\\bm\b")}


def fragment_of(derivation: Derivation, **manner: Any) -> str:
    """Setting, result, steps with their reasons and lemmas, in commands of LaTeX and of the packages it names."""
    text = "\n\n".join(part for part in _parts(tell(derivation, **manner)) if part)
    needed = ",".join(name for name, sign in PACKAGES.items() if sign.search(text))
    return f"% Needs \\usepackage{{{needed}}} in the preamble.\n{text}\n"


def _parts(story: Story) -> list[str]:
    parts = [sentence_of(story.setting)]
    if story.conclusion.lines:
        needs = f"\n\\begin{{center}}{needs_of(story)}\\end{{center}}" if story.needs else ""
        parts.append(f"\\[\n{boxed_result(story, OF_A_PAPER)}\n\\]{needs}")
    if not story.manner.results:
        parts += [r"\textit{Derivation.}" + _chain(story.chain), *map(_lemma, story.chain.lemmas)]
    parts += [sentence_of(note) for note in story.notes]
    parts += [rf"\textit{{{story.limits_title}.}}"] if story.limits else []
    return [*parts, *map(_chain, story.limits), *map(_lemma, story.appendix)]


def _lemma(lemma: Chain) -> str:
    return "\n\n".join([rf"\paragraph{{{lemma.label}.}}" + _chain(lemma), *map(_lemma, lemma.lemmas)])


def _chain(chain: Chain) -> str:
    rows = aligned_rows(chain, lambda line: rf"\text{{({line.number})}}", OF_A_PAPER)
    reasons = "".join(f"\\item {sentence_of(line.reason)}\n" for line in chain.lines)
    told = f"\n\\begin{{enumerate}}\n{reasons}\\end{{enumerate}}" if reasons else ""
    return "\n\\begin{align*}\n" + " \\\\\n".join(rows) + "\n\\end{align*}" + told


def notebook_of(derivation: Derivation) -> str:
    """The main chain as one display formula."""
    rows = aligned_rows(tell(derivation).chain, lambda line: rf"\text{{({escape_text(line.rule.replace('-', ' '))})}}")
    return "$$\n\\begin{aligned}\n" + " \\\\\n".join(rows) + "\n\\end{aligned}\n$$"


def aligned_rows(chain: Chain, note: Callable[[Line], str], limit: float = LINE) -> list[str]:
    """The rows of an aligned block: left side, relation and formula, and a note in a third column.

    Parameters
    ----------
    chain : Chain
        What to set.
    note : callable
        The note of a line, as LaTeX.
    limit : float
        The width of a line, in em; longer formulas are broken.
    """
    left = latex_of_layout(chain.left)
    wide = width_of(chain.left) > limit / 4
    rows = [rf"& {left}"] if wide or not chain.lines else []
    for line in chain.lines:
        first, *more = [latex_of_layout(f) for f in lines_of(line.formula, limit, width_of)]
        indent = r"\quad " if wide else ""
        parts = [f"{'' if rows else left + ' '}& {indent}{line.relation.latex.strip()} {first}"]
        parts += [rf"& {indent}\qquad {{}} {part}" for part in more]
        parts[-1] += f" && {note(line)}"
        rows += parts
    return rows
