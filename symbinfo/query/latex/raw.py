"""LaTeX as a flat list of marks, by pylatexenc: characters, macros, braces, environments, each with its place."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, NamedTuple

from symbinfo.expressions.errors import QueryError

__all__ = ["Mark", "marks"]


class Mark(NamedTuple):
    """A mark.

    Parameters
    ----------
    kind : str
        "char", "macro", "open", "close" (braces), "begin", "end" (environments) or "math" (dollars and their like).
    text : str
        The character, or the name.
    place : int
        Its offset.
    spaced : bool
        Whether white space stands before it.
    """

    kind: str
    text: str
    place: int
    spaced: bool = False


_KINDS = {
    "char": "char", "macro": "macro", "brace_open": "open", "brace_close": "close", "begin_environment": "begin",
    "end_environment": "end", "mathmode_inline": "math", "mathmode_display": "math", "specials": "char",
}  # fmt: skip


@cache
def _pylatexenc() -> tuple[Any, Any, tuple[type[Exception], ...]]:
    from pylatexenc.latexwalker import LatexWalker, LatexWalkerEndOfStream, LatexWalkerParseError
    from pylatexenc.macrospec import LatexContextDb

    return LatexWalker, LatexContextDb(), (LatexWalkerEndOfStream, LatexWalkerParseError)


def marks(text: str) -> list[Mark]:
    """The marks of a text; comments are left out.

    Raises
    ------
    QueryError
        Where pylatexenc finds no mark.
    """
    walker_of, nothing, (end_of_stream, unreadable) = _pylatexenc()
    walker = walker_of(text, latex_context=nothing, tolerant_parsing=False)
    found: list[Mark] = []
    place = 0
    while True:
        try:
            token = walker.get_token(place)
        except end_of_stream:
            return found
        except unreadable as error:
            shown = re.sub(r"\s+", " ", str(getattr(error, "msg", "") or "")).strip() or "unbalanced"
            raise QueryError(f"this LaTeX cannot be read here: {shown[:80]}", text, min(place, len(text))) from None
        if token.tok in _KINDS:
            for at, character in enumerate(token.arg) if token.tok == "specials" else [(0, token.arg)]:
                found.append(Mark(_KINDS[token.tok], character, token.pos + at, bool(token.pre_space)))
        place = max(token.pos + token.len, place + 1)
