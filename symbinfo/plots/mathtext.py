"""Formulas and names as the renderer sets them, in the LaTeX that matplotlib knows; or on one line of text."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from symbinfo.render.latex import latex_of_layout
from symbinfo.render.layout import Layout
from symbinfo.render.line import line_of
from symbinfo.render.typeset import Typesetter

__all__ = ["set_formula", "set_layout"]

#: What matplotlib does not know, and what it knows instead.
INSTEAD = ((r"\\!", ""), (r"\\thinspace", r"\\,"), (r"\\lvert|\\rvert", "|"), (r"\\lVert|\\rVert", r"\\Vert"),
           (r"\\text\{", r"\\mathrm{"), (r"\\dfrac|\\tfrac", r"\\frac"), (r"\\mid", "|"),
           (r"\\operatorname\{", r"\\mathrm{"), (r"\\infty", r"\\infty "))  # fmt: skip


def set_formula(expr: Any, t: Typesetter | None = None) -> str:
    r"""An expression, between dollars where matplotlib can set it.

    Examples
    --------
    >>> from sympy import Symbol
    >>> set_formula(Symbol("sigma1"))
    '$\\sigma_1$'
    """
    return set_layout((t or Typesetter())(expr))


def set_layout(layout: Layout) -> str:
    """The same of what is laid out already."""
    latex = latex_of_layout(layout)
    for given, known in INSTEAD:
        latex = re.sub(given, known, latex)
    return f"${latex}$" if _can_be_set(f"${latex}$") else line_of(layout).replace("$", "")


@lru_cache(maxsize=256)
def _can_be_set(text: str) -> bool:
    from matplotlib.mathtext import MathTextParser

    try:
        MathTextParser("path").parse(text)
    except ValueError:
        return False
    return True
