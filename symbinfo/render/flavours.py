r"""The flavours of Markdown: one row a flavour, which says how it writes mathematics, what folds, and what stands out.

A flavour is right when its own tool shows every formula as it was written: see `tests/course/test_flavours_shown.py`.
"""

from __future__ import annotations

import re
from typing import NamedTuple

__all__ = ["FLAVOURS", "Flavour", "Frame"]


class Frame(NamedTuple):
    """What stands round a part of a page: a line before it, how far it is indented, and a line behind it.

    In `before`, ``{title}`` is the title.
    """

    before: str
    indent: str = ""
    behind: str = ""

    def round(self, body: str, title: str = "") -> str:
        """The body in its frame."""
        lines = "\n".join(f"{self.indent}{line}".rstrip() for line in body.split("\n"))
        return self.before.replace("{title}", title) + "\n" + lines + self.behind


class Flavour(NamedTuple):
    r"""A row.

    Parameters
    ----------
    name : str
        As in ``--flavour``.
    display, inline : str
        The fences of mathematics, on lines of its own and in a sentence, with ``{}`` for the formula.
    open, fold : Frame
        A lemma that is open, and one that is folded; no `fold` where nothing folds.
    box : Frame
        What stands out: the result on the page of a course.
    heading : str
        A heading that can be linked to, with ``{name}`` and ``{title}``.
    small : str
        The line of notes under a derivation, with ``{}``.
    linked : bool
        Whether a link may lead to a heading by its name.
    set_title : bool
        Whether the title of what is folded may hold mathematics; otherwise it is a line of Unicode.
    respelt : tuple of pairs
        Regular expressions and what stands in their place in the LaTeX of every formula.
    """

    name: str
    display: str
    inline: str
    open: Frame
    fold: Frame | None
    box: Frame
    heading: str
    small: str = "*{}*"
    linked: bool = True
    set_title: bool = True
    respelt: tuple[tuple[str, str], ...] = ()

    @property
    def lemmas(self) -> tuple[str, ...]:
        """Where lemmas can stand, the usual place first."""
        return ("folded", "inline", "appendix") if self.fold else ("inline", "appendix")

    def tex(self, latex: str) -> str:
        """LaTeX as this flavour carries it unharmed."""
        for given, safe in (*_EVERYWHERE, *self.respelt):
            latex = re.sub(given, safe, latex)
        return latex


# A backslash before punctuation is an escape to Markdown, and two stars, or a bracket behind another, are no formula.
_EVERYWHERE = (
    *(
        (rf"(?<!\\)\\{re.escape(sign)} *", rf"\\{word} ")
        for sign, word in (
            ("|", "Vert"),
            (",", "thinspace"),
            (";", "thickspace"),
            ("!", "negthinspace"),
            ("{", "lbrace"),
            ("}", "rbrace"),
        )
    ),
    (r"!\[", "!{}["),
    (r"\]\(", "]{}("),
    (r"\*\*", "*{}*"),
)
_ROWS = (
    # MkDocs with Material as its pages about mathematics set it up: arithmatex keeps what stands between dollars, and a wide
    # formula scrolls by itself. Inside a raw div the dollars would stay.
    Flavour(
        "material",
        display="$$\n{}\n$$",
        inline="${}$",
        open=Frame('!!! note "{title}"\n', "    "),
        fold=Frame('??? note "{title}"\n', "    "),
        box=Frame('!!! success "Result"\n', "    "),
        heading='## <a id="{name}"></a>{title}',
        small="<small>{}</small>",
    ),
    # Between dollars GitHub still reads Markdown; inside backticks it does not. It forbids \operatorname and what can hide
    # text; in a summary it reads neither Markdown nor mathematics; and a note inside a note stays raw.
    Flavour(
        "github",
        display="```math\n{}\n```",
        inline="$`{}`$",
        open=Frame("#### {title}\n"),
        fold=Frame("<details>\n<summary>{title}</summary>\n", "", "\n\n</details>"),
        box=Frame("> [!IMPORTANT]\n> **Result**\n>", "> "),
        heading='## <a id="{name}"></a>{title}',
        small="<sub>{}</sub>",
        set_title=False,
        respelt=(
            (r"\\operatorname\*?\{([^{}]*)\}", r"\\mathop{\\mathrm{\1}}"),
            (r"\\rule\[?[^{]*\{0pt\}\{[^{}]*\} *", ""),
        ),
    ),
    # Pandoc reads nothing between dollars; what folds and what stands out are its divs.
    Flavour(
        "quarto",
        display="$$\n{}\n$$",
        inline="${}$",
        open=Frame("::: {.callout-note}\n### {title}\n", "", "\n\n:::"),
        fold=Frame('::: {.callout-note collapse="true"}\n### {title}\n', "", "\n\n:::"),
        box=Frame("::: {.callout-important}\n### Result\n", "", "\n\n:::"),
        heading="## {title} {#{name}}",
    ),
    # CommonMark with no extension at all, and what turns dollars into formulas once the page is there: rows end in a word,
    # and no underscore can begin or end emphasis.
    Flavour(
        "plain",
        display="$$\n{}\n$$",
        inline="${}$",
        open=Frame("### {title}\n"),
        fold=None,
        box=Frame("**Result**\n"),
        heading="## {title}",
        linked=False,
        respelt=((r"\\\\(?![A-Za-z])", r"\\cr"), (r"(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])", " _ ")),
    ),
)
#: Every flavour, by its name, the usual one first.
FLAVOURS: dict[str, Flavour] = {row.name: row for row in _ROWS}
