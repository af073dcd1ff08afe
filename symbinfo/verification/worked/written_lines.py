r"""The lines of a worked solution as they are written: plain text, Markdown with dollars, LaTeX with its environments.

A line of a display ends with ``\\``, or where the next begins with a relation. What goes on with an operator, or stands in
a bracket that is open, belongs to the line before it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from symbinfo.verification.worked.prose import Formula, formulas_of
from symbinfo.verification.worked.prose_in_latex import formulas_of_latex
from symbinfo.verification.worked.relations import CLOSING, OPENING, is_drawn, relations_in, without_labels

__all__ = ["WrittenLine", "written_lines"]

_ROWS = (
    r"align|alignat|aligned|alignedat|equation|gather|gathered|multline|eqnarray|split|flalign|displaymath|math|array"
)
_BEGIN = re.compile(rf"\$\$|\\\[|\\begin\{{((?:{_ROWS})\*?)\}}")
_WRAPPED = re.compile(rf"\\(?:begin|end)\{{(?:{_ROWS})\*?\}}(?:\{{[^{{}}\n]*\}})?")
_NESTED = re.compile(r"\\(begin|end)\{[A-Za-z]+\*?\}")
_BREAK = re.compile(r"\\\\(?:\s*\[[^\]\n]*\])?")
_NOTHING = re.compile(
    r"\\(?:label|tag\*?|ref|eqref)\{[^{}]*\}|\\(?:nonumber|notag|displaystyle|hfill|newline)(?![A-Za-z])"
)
_FENCE = re.compile(r"^\s*(?:```|~~~).*$")
_PREAMBLE = re.compile(
    r"^\s*\\(?:documentclass|usepackage|begin\{(?:document|proof|solution|enumerate|itemize)\}"
    r"|end\{(?:document|proof|solution|enumerate|itemize)\}|section|subsection|title|author|date|maketitle)"
)
_INLINE = re.compile(r"(?<![\\$])\$([^$\n]+)\$(?!\$)|\\\((.+?)\\\)")
_GOES_ON = re.compile(r"\s*(?:[+·×⋅*/]|\\cdot|\\times|\\pm)(?![A-Za-z])")
_MINUS = re.compile(r"\s*[-−–]")
_ENDED = re.compile(
    r"(?:\\(?:q?quad|hfill|,|;|!)\s*)*\\(?:blacksquare|square|Box|qed|qedhere|checkmark|blacklozenge)(?![A-Za-z])|[∎□■✓✔]"
)
_FAR_NUMBER = re.compile(r"(?:\s{3,}|\t\s*)[(\[]\d{1,2}(?:\.\d{1,2})?[a-z]?[)\]]\s*$")
_NUMBER = re.compile(r"\s[(\[](\d{1,2})[)\]]\s*$")
_SPACING = re.compile(r"^(?:\s|&|~|\{\}|\\(?:quad|qquad|;|,|!|:|hspace\{[^{}]*\}))+")
_OPEN_END = re.compile(r"(?:[-+*/=·×⋅<≤≥≈−]|\\cdot|\\times|\\leq?|\\geq?|\\approx)\s*$")
_BULLET = re.compile(r"^\s*[-*+]\s+")
_HEADING = re.compile(r"^\s*(?:#{1,6}\s|\\item(?![A-Za-z])\s*|\*\*[^*]+\*\*\s*$)")


@dataclass(frozen=True)
class WrittenLine:
    """A line of a solution.

    Attributes
    ----------
    number : int
        That of the line of the file where it begins; where one line of the file holds several, they are counted.
    text : str
        As it was written.
    prose : str
        Its words.
    formulas : tuple of Formula
        Its formulas, in order.
    latex : bool
        Whether it stands between the signs of LaTeX.
    """

    number: int
    text: str
    prose: str = ""
    formulas: tuple[Formula, ...] = ()
    latex: bool = False


@dataclass(frozen=True)
class _Row:
    number: int
    text: str
    display: bool
    after_gap: bool = False


def written_lines(text: str, known: Collection[str] = ()) -> tuple[WrittenLine, ...]:
    r"""The lines of a text, with prose and formulas apart.

    Parameters
    ----------
    text : str
        The solution.
    known : collection of str
        The names that are declared, which are no prose.

    Examples
    --------
    >>> for line in written_lines("By definition\nH(X) = -E[log p(X)]\n= 1 - log(lamda)"):
    ...     print(line.number, line.prose or [formula.text for formula in line.formulas])
    1 By definition
    2 ['H(X) = -E[log p(X)]']
    3 ['= 1 - log(lamda)']
    """
    rows = _without_numbers(_without_bullets([row for row in _rows(text) if row.text.strip()]))
    rows = _joined(rows, known)
    numbers = [row.number for row in rows]
    if len(set(numbers)) < len(numbers):
        rows = [replace(row, number=at) for at, row in enumerate(rows, 1)]
    return tuple(_written(row, known) for row in rows)


def _written(row: _Row, known: Collection[str]) -> WrittenLine:
    shown = " ".join(row.text.split())
    if row.display or r"\text" in row.text or r"\mbox" in row.text:
        content = _INLINE.sub(lambda m: m.group(1) or m.group(2), row.text)
        formulas, prose = formulas_of_latex(content)
        return WrittenLine(row.number, shown, prose, formulas, True)
    if _INLINE.search(row.text):
        formulas, prose = _with_inline_formulas(row.text)
        return WrittenLine(row.number, shown, prose, formulas, True)
    formulas, prose = formulas_of(row.text, known)
    return WrittenLine(row.number, shown, prose, formulas)


def _with_inline_formulas(text: str) -> tuple[tuple[Formula, ...], str]:
    """The formulas between dollars; all else is prose."""
    found: list[Formula] = []
    words: list[str] = []
    at = 0
    lone = not re.search(r"[A-Za-z]{2}", _INLINE.sub("", text))
    before: list[str] = []
    for match in _INLINE.finditer(text):
        here = re.findall(r"[A-Za-z'-]+", text[at : match.start()])
        words += here
        before += [word.lower() for word in here]
        inside, more = formulas_of_latex(match.group(1) or match.group(2))
        words += more.split()
        for formula in inside:
            related = bool(relations_in(formula.text)) or is_drawn(formula.text)
            named = bool({"answer", "result"} & set(before[-2:]))
            if lone or related or named:
                found.append(Formula(formula.text, (*before, *formula.before), lone))
                before = []
        at = match.end()
    words += re.findall(r"[A-Za-z'-]+", text[at:])
    return tuple(found), " ".join(words)


# Rows.


def _rows(text: str) -> Iterator[_Row]:
    """The rows of a text, with the line where each begins."""
    text = _ENDED.sub(" ", text)
    text = without_labels(text.replace("\r\n", "\n").replace("\r", "\n"))
    if all(line.startswith(">") for line in text.split("\n") if line.strip()):
        text = re.sub(r"(?m)^> ?", "", text)  # a quotation, and no relation before each line
    at = 0
    while begin := _BEGIN.search(text, at):
        yield from _plain(text, at, begin.start())
        name = begin.group(1)
        closing = {"$$": "$$", r"\[": r"\]"}.get(begin.group()) or rf"\end{{{name}}}"
        end = text.find(closing, begin.end())
        end = len(text) if end < 0 else end
        yield from _display(text, begin.end(), end)
        at = end + len(closing)
    yield from _plain(text, at, len(text))


def _plain(text: str, start: int, end: int) -> Iterator[_Row]:
    number = text.count("\n", 0, start) + 1
    gap = True
    for line in text[start:end].split("\n"):
        if _FENCE.match(line) or _PREAMBLE.match(line):
            line = ""
        line = _HEADING.sub("", line) if not line.lstrip().startswith("**") else line.replace("**", "")
        line = re.sub(r"(?<!\\)%(?=\s*[A-Za-z]{3}).*$", "", line) if "\\" in line else line
        line = _BREAK.sub("", line) if line.rstrip().endswith("\\\\") else line
        if line.strip(" .,;"):
            yield _Row(number, line.replace("&=", "=").replace("&\\le", "\\le"), False, gap)
        gap = not line.strip()
        number += 1


def _display(text: str, start: int, end: int) -> Iterator[_Row]:
    """The rows of a display, with the places of its signs kept, so that lines can be counted."""
    inside = text[start:end]
    for pattern in (_WRAPPED, _NOTHING):
        inside = pattern.sub(lambda m: re.sub(r"[^\n]", " ", m.group()), inside)
    inside = re.sub(r"(?<!\\)%[^\n]*", lambda m: " " * len(m.group()), inside)
    depth = at = first = 0
    while at < len(inside):
        nested = _NESTED.match(inside, at)
        if nested:
            depth += 1 if nested.group(1) == "begin" else -1
            at = nested.end()
            continue
        broken = _BREAK.match(inside, at) if depth == 0 else None
        new = depth == 0 and inside[at] == "\n" and _begins_a_row(inside[at + 1 :], inside[first:at])
        if broken or new:
            yield from _row_at(text, start, inside, first, at)
            first = at = broken.end() if broken else at + 1
            continue
        at += 2 if inside[at] == "\\" and inside[at + 1 : at + 2] else 1
    yield from _row_at(text, start, inside, first, len(inside))


def _begins_a_row(rest: str, before: str) -> bool:
    line = rest.split("\n", 1)[0].lstrip(" \t&")
    signs = relations_in(line)
    balanced = sum((c in OPENING) - (c in CLOSING) for c in before) <= 0
    return bool(before.strip(" &\n")) and balanced and bool(signs) and signs[0].start == 0


def _row_at(text: str, start: int, inside: str, first: int, end: int) -> Iterator[_Row]:
    content = inside[first:end]
    if not content.strip(" &\n\t.,;"):
        return
    lead = len(content) - len(content.lstrip(" &\n\t"))
    number = text.count("\n", 0, start + first + lead) + 1
    if not _NESTED.search(content):
        content = re.sub(r"(?<!\\)&", " ", content)
    yield _Row(number, content.strip(), True)


def _without_bullets(rows: list[_Row]) -> list[_Row]:
    """The rows without what begins each of a list; a minus sign before one of them is a minus sign."""
    plain = [row for row in rows if not row.display]
    marked = [row for row in plain if _BULLET.match(row.text)]
    listed = len(marked) > 1 and len({row.text.lstrip()[0] for row in marked}) == 1 and len(marked) == len(plain)
    return [
        replace(row, text=_BULLET.sub("", row.text))
        if not row.display and _BULLET.match(row.text) and (listed or _INLINE.match(_BULLET.sub("", row.text)))
        else row
        for row in rows
    ]


def _without_numbers(rows: list[_Row]) -> list[_Row]:
    """The rows without the numbers of equations behind them: those far behind, and those that count."""
    rows = [replace(row, text=_FAR_NUMBER.sub("", row.text)) for row in rows]
    found = [match for row in rows if (match := _NUMBER.search(row.text))]
    counted = [int(match.group(1)) for match in found]
    if len(counted) < 2 or any(b != a + 1 for a, b in pairwise(counted)):
        return rows
    return [replace(row, text=_NUMBER.sub("", row.text)) for row in rows]


def _joined(rows: list[_Row], known: Collection[str]) -> list[_Row]:
    made: list[_Row] = []
    for row in rows:
        if (
            made
            and made[-1].display == row.display
            and not row.after_gap
            and _continues(made[-1].text, row.text, known)
        ):
            made[-1] = replace(made[-1], text=f"{made[-1].text} {row.text.strip()}")
        else:
            made.append(row)
    return made


def _continues(before: str, row: str, known: Collection[str]) -> bool:
    """Whether a row goes on with the one before it."""
    row = _SPACING.sub("", row)
    if not _is_formula_line(before, known) or ((signs := relations_in(row.lstrip(" &"))) and signs[0].start == 0):
        return False
    if sum((c in OPENING) - (c in CLOSING) for c in before) > 0 or _OPEN_END.search(before):
        return True
    if formulas_of(row, known)[1] and not row.lstrip().startswith(("+", "\\")):
        return False
    if _GOES_ON.match(row):
        return True
    return bool(_MINUS.match(row)) and bool(relations_in(before)) and not relations_in(row)


def _is_formula_line(text: str, known: Collection[str]) -> bool:
    return "\\" in text or "$" in text or bool(formulas_of(text, known)[0])
