r"""Where formulas stand in a text: between dollars, ``\( \)``, ``\[ \]``, and in the environments of displays.

The text is masked: what is no text, such as code and comments, has been replaced by spaces before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

__all__ = ["DISPLAYS", "Span", "masked", "spans"]

#: Environments that are formulas by themselves.
DISPLAYS = "equation|align|gather|multline|eqnarray|alignat|flalign|displaymath|math|dmath"
_OPENING = re.compile(
    rf"(?P<escaped>\\[\\$](?![(\[]))|(?P<display>\$\$)|(?P<inline>\$)|(?P<round>\\\\?\()|(?P<square>\\\\?\[)"
    rf"|\\begin\s*\{{(?P<name>(?:{DISPLAYS})\*?)\}}"
)
_BLANK = re.compile(r"\n[ \t]*\n")
LONGEST = 20_000


class Span(NamedTuple):
    """A formula: the offsets of the whole and of what is inside its signs; `fault` where it is not closed."""

    begin: int
    inner: int
    inner_end: int
    end: int
    display: bool
    fault: str = ""


def masked(text: str, begin: int, end: int) -> str:
    """The text with spaces for a part of it; lines stay lines."""
    return text[:begin] + re.sub(r"[^\n]", " ", text[begin:end]) + text[end:]


def spans(text: str, tex: bool) -> Iterator[Span]:
    r"""The formulas of a text, from the first to the last.

    Parameters
    ----------
    text : str
        Masked.
    tex : bool
        Whether it is LaTeX, where each dollar opens or closes a formula. In Markdown a price is no formula: a dollar
        opens one where no space follows, and closes it where no space stands before and no digit behind.

    Examples
    --------
    >>> [("$5 and $6"[s.inner:s.inner_end]) for s in spans("$5 and $6", tex=False)]
    []
    >>> [("so $x = 1$."[s.inner:s.inner_end]) for s in spans("so $x = 1$.", tex=False)]
    ['x = 1']
    """
    at = 0
    while found := _OPENING.search(text, at):
        kind = found.lastgroup
        if kind == "escaped" or (tex and found.group().startswith("\\\\")):
            at = found.end()
            continue
        inner = found.end()
        close = _close(text, found, tex)
        if close is None:
            at = found.end()
            if kind != "inline":
                shown = found.group() if kind != "name" else rf"\begin{{{found['name']}}}"
                yield Span(found.start(), inner, inner, inner, True, f"{shown} is not closed")
            continue
        inner_end, at = close
        whole = kind == "name"
        first, last = (found.start(), at) if whole else (inner, inner_end)
        yield Span(found.start(), first, last, at, kind not in ("inline", "round"))


def _close(text: str, found: re.Match[str], tex: bool) -> tuple[int, int] | None:
    """Where the formula that is opened ends: before and behind its closing sign."""
    kind, start = found.lastgroup, found.end()
    ending = _BLANK.search(text, start)
    limit = min(len(text) if ending is None else ending.start(), start + LONGEST)
    if kind == "name":
        limit = min(len(text), start + LONGEST)
        closing = rf"\\end\s*\{{{re.escape(found['name'])}\}}"
    elif kind == "display":
        limit = min(len(text), start + LONGEST) if _alone(text, found) and ending is not None else limit
        closing = r"(?<!\\)\$\$"
    elif kind == "inline":
        closing = r"(?<!\\)\$" if tex else r"(?<![\\\s])\$(?![0-9])"
        if not tex and (start >= len(text) or text[start] in " \t\n$"):
            return None
    else:
        closing = r"\\\\?\)" if kind == "round" else r"\\\\?\](?!\()"
    end = re.compile(closing).search(text, start, limit)
    if end is None:
        return None
    if kind == "display" and _BLANK.search(text, start, end.start()) and not _alone(text, end):
        return None
    return end.start(), end.end()


def _alone(text: str, found: re.Match[str]) -> bool:
    """Whether a sign stands on a line of its own."""
    before = text[text.rfind("\n", 0, found.start()) + 1 : found.start()]
    end = text.find("\n", found.end())
    return not before.strip() and not text[found.end() : end if end >= 0 else len(text)].strip()
