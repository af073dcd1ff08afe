"""Derivations on paper, on the screen and as data: one file a format.

- `article`: a standalone LaTeX article: laws, the steps with their reasons at the side, lemmas, the result in a box.
- `breaking`: breaking a formula that is too long for its line: at the signs of a sum, opening brackets where one must.
- `conditions`: where the parameters live, as a reader would say it: ``0 < phi < 1``, ``sigma1, sigma2 > 0``, ``mu in R``.
- `fragment`: a derivation as one `align*` to paste into a paper, and as one `aligned` for notebooks.
- `html`: one page of HTML that needs no network and no script: MathML, reasons at the side, lemmas folded.
- `introduction`: the first sentence of a derivation: which laws it speaks of, and where its parameters live.
- `json`: a derivation as plain data, with the certificate by which anyone can re-check it.
- `latex`: laTeX as the course writes it: layouts into formulas, and the formulas of a derivation into `align*`.
- `layout`: how a formula is laid out, before any format: a small tree that the LaTeX, MathML and text emitters all walk.
- `line`: a formula on one line of a terminal, in Unicode or in ASCII.
- `markdown`: markdown in the dialect of the course page, which is also read by GitHub.
- `mathml`: presentation MathML, which browsers show without a script or a network.
- `names`: names of symbols as they are set: greek letters, subscripts, and every other character made harmless.
- `ordering`: the order in which an ordinary sum or product is written; what was written by hand keeps its own order.
- `pdf`: A LaTeX document compiled by pdflatex, where it is installed.
- `story`: a derivation as a reader meets it, in no format yet: laws, conditions, numbered chains of formulas with reasons.
- `style`: the look of the HTML pages: one style sheet for a derivation, a section and the index.
- `tex`: a short formula in LaTeX as a layout, so that a page without scripts can show it, too.
- `text`: for a terminal: one formula a line, aligned at the relation, with the reason at the side.
- `typeset`: from SymPy expressions to layouts: the one place that decides how a formula of this field is written.
- `typeset_functions`: how each function is written: by the notation in its row, or by a setter of its own.
- `typeset_matrices`: how matrices are written: transposes, inverses, determinants in bars, traces, and integrals over the whole space.
- `typeset_products`: products: what goes over the fraction bar, what under it, what beside it, and what stands between factors.
- `words`: the formulas inside sentences: ``Substitute x = mu1 + y`` has one, and it is set as one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from symbinfo.derivation import Derivation

__all__ = ["FORMATS", "render"]


def _text(derivation: Derivation, **options: Any) -> str:
    from symbinfo.render.text import text_of

    return text_of(derivation, **options)


def _latex(derivation: Derivation) -> str:
    from symbinfo.render.article import article_of

    return article_of(derivation)


def _fragment(derivation: Derivation) -> str:
    from symbinfo.render.fragment import fragment_of

    return fragment_of(derivation)


def _notebook(derivation: Derivation) -> str:
    from symbinfo.render.fragment import notebook_of

    return notebook_of(derivation)


def _markdown(derivation: Derivation) -> str:
    from symbinfo.render.markdown import markdown_of

    return markdown_of(derivation)


def _html(derivation: Derivation) -> str:
    from symbinfo.render.html import html_of

    return html_of(derivation)


def _json(derivation: Derivation) -> str:
    from symbinfo.render.json import json_of

    return json_of(derivation)


FORMATS: dict[str, Callable[..., str]] = {
    "text": _text,
    "latex": _latex,
    "latex-fragment": _fragment,
    "markdown": _markdown,
    "html": _html,
    "json": _json,
    "notebook-latex": _notebook,
}


def render(derivation: Derivation, form: str, **options: Any) -> str:
    """The derivation in one of the formats.

    Parameters
    ----------
    derivation : Derivation
        What to show.
    form : str
        A key of `FORMATS`.
    **options
        ``encoding`` for text.

    Returns
    -------
    str
        The same for the same derivation, byte for byte.

    Raises
    ------
    ValueError
        When the format is not known.
    """
    if form not in FORMATS:
        raise ValueError(f"no format {form!r}: choose from {', '.join(FORMATS)}")
    return FORMATS[form](derivation, **options)
