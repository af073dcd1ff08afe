"""A derivation as one `align*` to paste into a paper, and as one `aligned` for notebooks."""

from __future__ import annotations

from collections.abc import Callable

from symbinfo.derivation import Derivation
from symbinfo.render.breaking import lines_of, width_of
from symbinfo.render.latex import latex_of_layout
from symbinfo.render.names import escape_text
from symbinfo.render.story import Chain, Line, tell

__all__ = ["aligned_rows", "fragment_of", "notebook_of"]

LINE = 32.0


def fragment_of(derivation: Derivation) -> str:
    """The main chain as a bare `align*`, with the names of the rules at the side."""
    rows = aligned_rows(tell(derivation).chain, lambda line: rf"\text{{({escape_text(line.rule.replace('-', ' '))})}}")
    return "\\begin{align*}\n" + " \\\\\n".join(rows) + "\n\\end{align*}\n"


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
