r"""LaTeX as blocks of prose and formulas; comments, verbatim and what stands before ``\begin{document}`` are no prose."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from symbinfo.verification.documents.formats.document_parts import Block, Document, Formula, Lines, Prose
from symbinfo.verification.documents.formats.math_spans import Span, masked, spans
from symbinfo.verification.documents.formats.rows_as_sentences import row_as_sentence

__all__ = ["document_of_tex"]

_COMMENT = re.compile(r"(?<!\\)(?:\\\\)*%[^\n]*")
_VERBATIM = re.compile(
    r"\\begin\s*\{(verbatim\*?|Verbatim|lstlisting|minted|comment|alltt|filecontents\*?|tikzpicture)\}.*?"
    r"(?:\\end\s*\{\1\}|\Z)",
    re.S,
)
_VERB = re.compile(r"\\(?:verb\*?|lstinline)([^A-Za-z\s*{])[^\n]*?\1")
_SECTION = re.compile(r"\\(part|chapter|section|subsection|subsubsection|paragraph|subparagraph)\*?\s*\{")
_LEVELS = ("part", "chapter", "section", "subsection", "subsubsection", "paragraph", "subparagraph")
#: Environments of rows with ``&`` between their cells; and those that are no boxes: what is declared in them is meant for what comes after them, too.
TABLES = frozenset({"tabular", "tabularx", "tabulary", "longtable", "array"})
PLAIN = frozenset({"document", "itemize", "enumerate", "description", "center", "abstract", "flushleft", "appendices"})
_BREAK = re.compile(
    r"\n[ \t]*\n|\\par\b|\\item\b|\\\\(?:\[[^\]]*\])?|(?P<begin>\\begin\s*\{(?P<opened>[A-Za-z]+\*?)\}(?:\[[^\]]*\])?)"
    r"|(?P<end>\\end\s*\{(?P<closed>[A-Za-z]+\*?)\})"
    r"|(?P<section>\\(?P<level>part|chapter|section|subsection|subsubsection|paragraph|subparagraph)\*?\s*\{)"
)
#: Macros whose argument is no prose, and those whose argument is.
_DROPPED = re.compile(
    r"\\(?:cite[a-zA-Z]*|ref|eqref|cref|Cref|autoref|label|pageref|url|footnotemark|vspace|hspace|includegraphics"
    r"|bibliography|bibliographystyle|input|usepackage)\*?(?:\[[^\]]*\])*\{[^{}]*\}"
)
_KEPT = re.compile(r"\\[A-Za-z]+\*?(?:\[[^\]]*\])?|[{}~]|\\.")


def document_of_tex(text: str) -> Document:
    r"""The blocks of a text in LaTeX.

    Examples
    --------
    >>> blocks = document_of_tex(r"Let $X \sim \mathcal{N}(0, 1)$. % $Y$" + "\n\n" + r"Costs \$5.").blocks
    >>> [formula.text for block in blocks for formula in block.formulas]
    ['X \\sim \\mathcal{N}(0, 1)']
    """
    lines = Lines(text)
    plain = text
    for pattern in (_VERBATIM, _VERB, _COMMENT):
        for hit in pattern.finditer(plain):
            begin = hit.start() if pattern is not _COMMENT else hit.group().index("%") + hit.start()
            plain = masked(plain, begin, hit.end())
    macros = plain
    begin, end = plain.find(r"\begin{document}"), plain.find(r"\end{document}")
    if begin >= 0:
        plain = masked(plain, 0, begin)
    if end >= 0:
        plain = masked(plain, end, len(plain))
    plain = _without_definitions(plain)
    found = list(spans(plain, tex=True))
    faults = tuple((lines.place(span.begin), span.fault) for span in found if span.fault)
    found = [span for span in found if not span.fault]
    return Document(tuple(_blocks(plain, found, lines)), macros, faults)


def _without_definitions(plain: str) -> str:
    """The text with spaces for the lines that define macros, in which dollars need not be balanced."""
    for hit in re.finditer(r"(?m)^[ \t]*\\(?:(?:re|provide)?newcommand|def|DeclareMathOperator)\b[^\n]*$", plain):
        plain = masked(plain, hit.start(), hit.end())
    return plain


def _blocks(plain: str, found: list[Span], lines: Lines) -> Iterator[Block]:
    filled = plain
    for span in found:
        filled = filled[: span.begin] + "x" * (span.end - span.begin) + filled[span.end :]
    boxes: list[tuple[str, str]] = []
    sections: list[tuple[int, str]] = []
    at = 0
    item = False
    heads: tuple[str, ...] = ()

    def scope() -> tuple[str, ...]:
        return (*(name for _, name in sections), *(name for kind, name in boxes if kind.rstrip("*") not in PLAIN))

    for hit in [*_BREAK.finditer(filled), None]:
        end = len(filled) if hit is None else hit.start()
        cells = _cells(filled, at, end) if any(kind.rstrip("*") in TABLES for kind, _ in boxes) else []
        if end > at and (block := _block(plain, at, end, found, lines, scope(), 0, heads, cells)):
            yield replace(block, item=item or bool(heads))
        if len(cells) > 1 and not heads:
            heads = tuple(_words(re.sub(r"\\(?:text)?\w+\{|[{}]", " ", plain[i:j])).strip() for i, j in cells)
        if hit is None:
            return
        at = hit.end()
        item = hit.group() == r"\item" or (item and not hit["end"] and not hit["section"])
        if hit["begin"] or hit["end"]:
            heads = ()
        if hit["begin"]:
            boxes.append((hit["opened"], f"{hit['opened']} at {lines.place(hit.start())}"))
        elif hit["end"]:
            while boxes and boxes.pop()[0] != hit["closed"]:
                pass
        elif hit["section"]:
            level = _LEVELS.index(hit["level"])
            sections = [pair for pair in sections if pair[0] < level]
            sections.append((level, f"section at {lines.place(hit.start())}"))
            close = filled.find("}", at)
            close = len(filled) if close < 0 else close
            if block := _block(plain, at, close, found, lines, scope(), level + 1):
                yield block
            at = min(close + 1, len(filled))


def _cells(filled: str, begin: int, end: int) -> list[tuple[int, int]]:
    """Where the cells of a row of a table begin and end."""
    if columns := re.compile(r"\s*(?:\{[^{}]*\}\s*)+").match(filled, begin, end):
        begin = columns.end()
    ends = [begin - 1, *(at for at in range(begin, end) if filled[at] == "&" and filled[at - 1] != "\\"), end]
    return [(i + 1, j) for i, j in pairwise(ends)]


def _block(
    plain: str,
    begin: int,
    end: int,
    found: list[Span],
    lines: Lines,
    scope: tuple[str, ...],
    heading: int = 0,
    heads: tuple[str, ...] = (),
    cells: Sequence[tuple[int, int]] = (),
) -> Block | None:
    parts = _parts(plain, begin, end, found, lines)
    if heads and cells:
        parts = row_as_sentence(heads, [_parts(plain, *cell, found, lines) for cell in cells]) or parts
    kept = tuple(part for part in parts if part.text.strip())
    return Block(kept, scope, heading) if kept else None


def _parts(plain: str, begin: int, end: int, found: list[Span], lines: Lines) -> tuple[Prose | Formula, ...]:
    """Words and formulas in order."""
    parts: list[Prose | Formula] = []
    at = begin
    for span in found:
        if begin <= span.begin < end:
            parts.append(Prose(_words(plain[at : span.begin])))
            inner = plain[span.inner : span.inner_end]
            parts.append(Formula(inner, lines.place(span.inner), span.display, span.begin, span.end))
            at = span.end
    parts.append(Prose(_words(plain[at:end]) if at < end else ""))
    return tuple(parts)


def _words(text: str) -> str:
    """Prose without the macros of LaTeX."""
    return re.sub(r"\s+", " ", _KEPT.sub(" ", _DROPPED.sub(" ", text)).replace("``", '"').replace("''", '"'))
