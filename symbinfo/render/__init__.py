"""Derivations on paper, on the screen and as data: one file a format.

- `alike`: lemmas that need not be told in full: known moments, and what was told before with other parameters.
- `article`: a standalone LaTeX article: laws, the steps with their reasons at the side, lemmas, the result in a box.
- `breaking`: breaking a formula that is too long for its line: at the signs of a sum, opening brackets where one
  must.
- `choices`: the options of notation that have a list of values.
- `coin_entropies`: a result as it is told in short: entropies of coins in it by name.
- `conditions`: where the parameters live, as a reader would say it: ``0 < phi < 1``, ``sigma1, sigma2 > 0``, ``mu in
  R``.
- `deck`: a derivation as slides: what is shown, then its steps, as many on a frame as find room.
- `flavours`: the flavours of Markdown, one row a flavour.
- `formula_setter`: what the rows that write functions, products, matrices and measures ask of the one that sets a
  formula.
- `fragment`: a derivation as LaTeX without a preamble, to paste into a paper, and as one `aligned` for notebooks.
- `html`: one page of HTML that needs no network and no script: MathML, reasons at the side, lemmas folded.
- `introduction`: the first sentence of a derivation: which laws it speaks of, and where its parameters live.
- `json`: a derivation as plain data, with the certificate by which anyone can re-check it.
- `latex`: LaTeX as the course writes it: layouts into formulas, and the formulas of a derivation into `align*`.
- `layout`: how a formula is laid out, before any format: a small tree that the LaTeX, MathML and text emitters all
  walk.
- `line`: a formula on one line of a terminal, in Unicode or in ASCII.
- `manner`: how a derivation is told: the signs of the field, the letters of its laws, and how much of it.
- `markdown`: Markdown in one of several flavours.
- `mathml`: presentation MathML, which browsers show without a script or a network.
- `measure_notation`: how measures are written: the notation of each, the base where units meet, the names of joint
  variables.
- `names`: names of symbols as they are set: greek letters, subscripts, and every other character made harmless.
- `notation`: the letters and signs of the field: constants, relations, and the usual names of laws and random
  variables.
- `notebook`: a derivation, and anything else that is shown, in a cell of a notebook: MathML, lemmas folded, on any
  ground.
- `ordering`: the order in which an ordinary sum or product is written; what was written by hand keeps its own order.
- `pdf`: a LaTeX document compiled by pdflatex, where it is installed.
- `story`: a derivation as a reader meets it, in no format yet: laws, conditions, numbered chains of formulas with
  reasons.
- `style`: the look of the HTML pages: one style sheet for a derivation, a section and the index.
- `tex`: a short formula in LaTeX as a layout, so that a page without scripts can show it, too.
- `tex_documents`: the kinds of LaTeX: an article, slides, or a fragment.
- `text`: for a terminal: one formula a line, aligned at the relation, with the reason at the side.
- `typeset`: from SymPy expressions to layouts: the one place that decides how a formula of this field is written.
- `typeset_functions`: how each function is written: by the notation in its row, or by a setter of its own.
- `typeset_laws`: laws inside laws as they are written: ``loc = 1``, ``1/3: Normal(0, 1)``.
- `typeset_matrices`: how matrices are written: transposes, inverses, determinants in bars, traces, and integrals over
  the whole space.
- `typeset_optima`: questions for an optimum.
- `typeset_products`: products: what goes over the fraction bar, what under it, what beside it, and what stands
  between factors.
- `words`: the formulas inside sentences: ``Substitute x = mu1 + y`` has one, and it is set as one.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

from symbinfo.expressions.errors import SymbinfoError

if TYPE_CHECKING:
    from symbinfo.derivation import Derivation

__all__ = ["FORMATS", "Format", "InCourse", "demand_options", "render"]


class InCourse(StrEnum):
    """What a format is for in the pages of a course."""

    NOTHING = ""
    PAGE = "a page a section"
    COMPILED = "a document a section, compiled from its LaTeX page"
    DATA = "a file a derivation"


class Format(NamedTuple):
    """A row.

    Parameters
    ----------
    name : str
        As in ``--format`` and `render`.
    word : str
        What a link to it says.
    ending : str
        Of its files.
    renderer : tuple of str, optional
        The module and the function that make it from a derivation; None for what `render` does not make.
    takes : tuple of str
        The options that its renderer takes, each a name in ``--help`` with two dashes in front.
    lemmas : tuple of str
        Where lemmas can stand in it, the usual place first.
    typed : bool
        Whether the command line offers it; the others are for programs and notebooks.
    in_course : InCourse
        What it is for in the pages of a course.
    """

    name: str
    word: str
    ending: str
    renderer: tuple[str, str] | None
    takes: tuple[str, ...] = ()
    lemmas: tuple[str, ...] = ()
    typed: bool = True
    in_course: InCourse = InCourse.NOTHING


_SET = ("kl", "normal", "expectation", "log", "letters", "results", "lemmas")
#: On a line of text, a letter has no shapes to choose from.
_ON_A_LINE = tuple(name for name in _SET if name != "expectation")
_ANYWHERE, _ON_PAPER = ("folded", "inline", "appendix"), ("inline", "appendix")
# For a reader first, then for writers, then for programs: the order of the links on a page and of the words in `--help`.
_ROWS = (
    Format("text", "text", ".txt", ("symbinfo.render.text", "text_of"), ("encoding", "width", *_ON_A_LINE), _ON_PAPER),
    Format("html", "HTML", ".html", ("symbinfo.render.html", "html_of"), _SET, _ANYWHERE, in_course=InCourse.PAGE),
    # Compiled by pdflatex under a limit of time from the LaTeX document: see `pdf`.
    Format("pdf", "PDF", ".pdf", None, ("beamer", *_SET), _ON_PAPER, in_course=InCourse.COMPILED),
    Format(
        "latex",
        "LaTeX",
        ".tex",
        ("symbinfo.render.tex_documents", "latex_of"),
        ("fragment", "beamer", *_SET),
        _ON_PAPER,
        in_course=InCourse.PAGE,
    ),
    Format("notebook-latex", "LaTeX", ".tex", ("symbinfo.render.fragment", "notebook_of"), typed=False),
    Format("notebook-html", "HTML", ".html", ("symbinfo.render.notebook", "cell_of"), typed=False),
    # Where lemmas can stand is said by the flavour.
    Format(
        "markdown",
        "Markdown",
        ".md",
        ("symbinfo.render.markdown", "markdown_of"),
        ("flavour", *_SET),
        _ANYWHERE,
        in_course=InCourse.PAGE,
    ),
    Format("json", "JSON", ".json", ("symbinfo.render.json", "json_of"), in_course=InCourse.DATA),
)
#: Every format, by its name: what the command line, the pages of a course and the documents offer.
FORMATS: dict[str, Format] = {row.name: row for row in _ROWS}


def render(derivation: Derivation, form: str, **options: Any) -> str:
    """The derivation in one of the formats.

    Parameters
    ----------
    derivation : Derivation
        What to show.
    form : str
        A key of `FORMATS` that has a renderer.
    **options
        Out of what the format takes: see `FORMATS`, and `Manner` for the notation and how much is told.

    Returns
    -------
    str
        The same for the same derivation, byte for byte.

    Raises
    ------
    ValueError
        When the format is not known.
    SymbinfoError
        When an option makes no sense for the format, or has a value that is not known.
    """
    renderers = {name: row.renderer for name, row in FORMATS.items() if row.renderer}
    if form not in renderers:
        raise ValueError(f"no format {form!r}: choose from {', '.join(renderers)}")
    demand_options(form, options)
    module, function = renderers[form]
    written: str = getattr(import_module(module), function)(derivation, **options)
    return written


def demand_options(form: str, options: Mapping[str, Any]) -> None:
    """Refuse the options that make no sense for a format.

    Raises
    ------
    SymbinfoError
        With the name of the first, and the formats that it is for.

    Examples
    --------
    >>> demand_options("text", {"width": 60})
    >>> demand_options("html", {"width": 60})
    Traceback (most recent call last):
    symbinfo.trusted.exceptions.SymbinfoError: width is for text: html does not take it
    """
    row = FORMATS[form]
    for name in options:
        if name not in row.takes:
            fit = [other.name for other in FORMATS.values() if name in other.takes]
            raise SymbinfoError(f"{name} is for {', '.join(fit) or 'no format'}: {form} does not take it")
    if options.get("fragment") and options.get("beamer"):
        raise SymbinfoError("a fragment has no preamble, and slides need one: take fragment or beamer")
    lemmas, where = row.lemmas, form
    if "flavour" in options:
        lemmas, where = _flavour(options["flavour"]).lemmas, f"{form} of the flavour {options['flavour']}"
    if options.get("lemmas") and options["lemmas"] not in lemmas:
        raise SymbinfoError(f"lemmas are {' or '.join(lemmas)} in {where}: got {options['lemmas']}")


def _flavour(name: str) -> Any:
    from symbinfo.render.flavours import FLAVOURS

    if name not in FLAVOURS:
        raise SymbinfoError(f"flavour is one of {', '.join(FLAVOURS)}: got {name}")
    return FLAVOURS[name]
