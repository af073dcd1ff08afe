r"""Markdown as blocks of prose and formulas: ``$...$``, ``$$...$$``, ``\( \)``, ``\[ \]``, environments, fences of math.

Code, comments, tags of HTML and front matter are no prose. Admonitions (``!!! note``), boxes (``:::``) and quotes are
boxes, in which what is declared stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from symbinfo.verification.documents.formats.document_parts import Block, Document, Formula, Lines, Prose
from symbinfo.verification.documents.formats.math_spans import Span, masked, spans
from symbinfo.verification.documents.formats.rows_as_sentences import row_as_sentence

__all__ = ["document_of_markdown"]

_FRONT = re.compile(r"\A---[ \t]*\n.*?\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S)
_FENCE = re.compile(r"^[ \t>]*(?:[-*+][ \t]+)?(`{3,}|~{3,})[ \t]*([^\n`]*)$", re.M)
_CODE = re.compile(r"(?<!`)(`+)(?!`)((?:(?!\n[ \t]*\n).)+?)(?<!`)\1(?!`)", re.S)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.S)
_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9-]*(?:\s[^<>$]*)?/?>")
_LINK = re.compile(r"\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:\s+\"[^\"]*\")?\)|\]\[[^\]\n]*\]|https?://[^\s)>]+")
_BOX = re.compile(r"^([ \t]*)(?:!!!|\?\?\?\+?)[ \t]+\S.*$")
_HEADING = re.compile(r"^ {0,3}(#{1,6})[ \t]+(.*?)[ \t]*#*$")
_ITEM = re.compile(r"^[ \t]*(?:[-*+]|\d{1,3}[.)])[ \t]+|^[ \t]*\[\^[^\]]+\]:[ \t]*|^[ \t]*\|", re.M)
_MARKS = re.compile(r"(?<!\w)[*_]{1,3}(?=\S)|(?<=\S)[*_]{1,3}(?!\w)|[`>|]|\[\^[^\]]*\]:?|(?<!\\)[\[\]]")
_RULE = re.compile(r"[ \t>]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*\Z")
MATH = frozenset({"math", "latex-math", "{math}", "katex"})


def document_of_markdown(text: str, cell: int | None = None, sections: list[tuple[int, str]] | None = None) -> Document:
    r"""The blocks of a text in Markdown.

    Parameters
    ----------
    text : str
        The text.
    cell : int, optional
        The cell of a notebook that it is.
    sections : list, optional
        The headings under which it stands; those in the text are added.

    Examples
    --------
    >>> [f.text for block in document_of_markdown("Let $X$ be\n\n$$\nH(X) \\ge 0\n$$").blocks for f in block.formulas]
    ['X', '\nH(X) \\ge 0\n']
    """
    lines = Lines(text, cell)
    plain, fenced = _without_code(text)
    found = sorted([*fenced, *spans(plain, tex=False)])
    plain = _without_indented_code(text, plain, found)
    found = sorted([*fenced, *spans(plain, tex=False)])
    faults = tuple((lines.place(span.begin), span.fault) for span in found if span.fault)
    found = [span for span in found if not span.fault]
    sections = [] if sections is None else sections
    return Document(tuple(_blocks(text, plain, found, lines, sections)), text, faults)


def _without_code(text: str) -> tuple[str, list[Span]]:
    """The text with spaces for what is no prose, and the fences whose language is math."""
    plain, fences = text, []
    if front := _FRONT.match(plain):
        plain = masked(plain, 0, front.end())
    at = 0
    while opening := _FENCE.search(plain, at):
        mark = opening[1]
        closing = re.compile(rf"^[ \t>]*{re.escape(mark[0])}{{{len(mark)},}}[ \t]*$", re.M).search(plain, opening.end())
        inner_end, end = (closing.start(), closing.end()) if closing else (len(plain), len(plain))
        words = opening[2].split()
        if words and words[0].lower() in MATH:
            fences.append(Span(opening.start(), opening.end(), inner_end, end, True))
        plain = masked(plain, opening.start(), end)
        at = end
    for pattern in (_COMMENT, _CODE):
        for hit in pattern.finditer(plain):
            plain = masked(plain, hit.start(), hit.end())
    return plain, fences


def _without_indented_code(text: str, plain: str, found: list[Span]) -> str:
    """The text with spaces for indented code, which Markdown tells from what stands indented in a box or a list."""
    from markdown_it import MarkdownIt

    filled = text
    for span in found:
        filled = filled[: span.begin] + re.sub(r"\S", "x", filled[span.begin : span.end]) + filled[span.end :]
    rows = filled.split("\n")
    depths: list[int] = []
    shifted = []
    for row in rows:
        indent = len(row) - len(row.lstrip(" \t")) if row.strip() else None
        if indent is not None:
            depths = [depth for depth in depths if indent > depth]
        shifted.append(row[4 * len(depths) :] if indent is not None else "")
        if box := _BOX.match(row):
            depths.append(len(box[1]))
    starts = Lines(plain).starts
    for token in MarkdownIt("commonmark").parse("\n".join(shifted)):
        if token.type == "code_block" and token.map is not None:
            first, last = token.map
            end = starts[last] if last < len(starts) else len(plain)
            plain = masked(plain, starts[first], end)
    return plain


def _blocks(text: str, plain: str, found: list[Span], lines: Lines, sections: list[tuple[int, str]]) -> Iterator[Block]:
    """Paragraphs, items, rows and headings."""
    boxes: list[tuple[int, str]] = []
    inside = {at for span in found for at in range(span.begin + 1, span.end)}
    begin, at = 0, 0
    heading = 0
    heads = _heads(text, plain, found)

    def scope() -> tuple[str, ...]:
        return (*(name for _, name in sections), *(name for _, name in boxes))

    while at < len(plain):
        end = plain.find("\n", at)
        end = len(plain) if end < 0 else end
        row = plain[at:end]
        if at not in inside and (not row.strip() or _HEADING.match(row) or _ITEM.match(row) or _BOX.match(row)):
            if made := _block(text, plain, begin, at, found, lines, scope(), 0, heads.get(begin, ())):
                yield made
            begin = at
        if at not in inside and row.strip():
            indent = len(row) - len(row.lstrip(" \t"))
            boxes = [(depth, name) for depth, name in boxes if indent > depth]
            if box := _BOX.match(row):
                boxes.append((len(box[1]), f"box at {lines.place(at)}"))
                begin = end
            elif title := _HEADING.match(row):
                heading = len(title[1])
                sections[:] = [(depth, name) for depth, name in sections if depth < heading]
                sections.append((heading, f"section at {lines.place(at)}"))
                if made := _block(text, plain, at, end, found, lines, scope(), heading):
                    yield made
                begin = end
        at = end + 1
    if made := _block(text, plain, begin, len(plain), found, lines, scope(), 0, heads.get(begin, ())):
        yield made


def _heads(text: str, plain: str, found: list[Span]) -> dict[int, tuple[str, ...]]:
    """The heads of the columns of each row of a table, by where the row begins."""
    heads: dict[int, tuple[str, ...]] = {}
    current: tuple[str, ...] = ()
    above: tuple[int, int] | None = None
    at = 0
    for row in plain.split("\n"):
        end = at + len(row)
        if "|" not in row:
            current, above = (), None
        elif above and not current and _RULE.match(row):
            current = tuple(text[i:j].strip() for i, j in _cells(plain, *above, found))
        elif current:
            heads[at] = current
        above = (at, end) if "|" in row else None
        at = end + 1
    return heads


def _cells(plain: str, begin: int, end: int, found: list[Span]) -> list[tuple[int, int]]:
    """Where the cells of a row begin and end; bars in formulas are none."""
    inside = {at for span in found if span.begin < end and span.end > begin for at in range(span.begin, span.end)}
    bars = [at for at in range(begin, end) if plain[at] == "|" and at not in inside and plain[at - 1 : at] != "\\"]
    ends = [begin - 1, *bars, end]
    cells = [(i + 1, j) for i, j in pairwise(ends)]
    blank = [not plain[i:j].strip(" \t>\n") for i, j in cells]
    return cells[1 if blank[0] else 0 : -1 if blank[-1] and len(cells) > 1 else None]


def _block(
    text: str,
    plain: str,
    begin: int,
    end: int,
    found: list[Span],
    lines: Lines,
    scope: tuple[str, ...],
    heading: int,
    heads: tuple[str, ...] = (),
) -> Block | None:
    parts = _parts(text, plain, begin, end, found, lines)
    if heads:
        stop = plain.find("\n", begin, end)
        cells = _cells(plain, begin, end if stop < 0 else stop, found)
        parts = row_as_sentence(heads, [_parts(text, plain, *cell, found, lines) for cell in cells]) or parts
    kept = tuple(part for part in parts if part.text.strip())
    item = bool(_ITEM.match(plain, plain.rfind("\n", 0, begin) + 1)) and not heading
    return Block(kept, scope, heading, item) if kept else None


def _parts(text: str, plain: str, begin: int, end: int, found: list[Span], lines: Lines) -> tuple[Prose | Formula, ...]:
    """Words and formulas in order."""
    parts: list[Prose | Formula] = []
    at = begin
    for span in found:
        if begin <= span.begin < end:
            parts.append(Prose(_words(plain[at : span.begin])))
            inner = text[span.inner : span.inner_end]
            parts.append(Formula(_unquoted(inner), lines.place(span.inner), span.display, span.begin, span.end))
            at = span.end
    parts.append(Prose(_words(plain[at:end]) if at < end else ""))
    return tuple(parts)


def _unquoted(inner: str) -> str:
    """A formula without the signs of a quote at the beginning of its lines."""
    return re.sub(r"\n[ \t]*>[ \t]?", "\n", inner)


def _words(text: str) -> str:
    """Prose without the marks of Markdown."""
    return re.sub(r"\s+", " ", _MARKS.sub("", _TAG.sub(" ", _LINK.sub("", text))))
