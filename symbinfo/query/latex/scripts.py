"""Indices below the line: a number, a letter, or a word, which becomes a part of the name."""

from __future__ import annotations

from typing import Any

from symbinfo.query.latex import macros

__all__ = ["index_name", "index_words"]


def index_words(reader: Any, start: int) -> str | None:
    """The index that begins at a mark, as one word; None where it is an expression. The reader stands behind it then.

    Digits and letters are joined, a comma becomes an underscore: ``1``, ``KL``, ``max``, ``1_2``.
    """
    reader.at = start
    reader.skip_spaces()
    if not reader.more:
        raise reader.fail("an index is missing here")
    if not reader.sees("open"):
        mark = reader.here
        if mark.kind == "macro" and mark.text in macros.ALPHABETS:
            reader.at += 1
            return _word(reader.words())
        reader.at += 1
        if mark.kind == "macro":
            return macros.LETTERS.get(mark.text) or (mark.text if mark.text in ("max", "min", "log") else None)
        return mark.text if mark.kind == "char" and mark.text.isascii() and mark.text.isalnum() else None
    reader.at += 1
    level, made = 1, ""
    while reader.more:
        mark = reader.here
        reader.at += 1
        if mark.kind == "open":
            level += 1
        elif mark.kind == "close":
            level -= 1
            if level == 0:
                return _word(made)
        elif mark.kind == "char" and mark.text.isascii() and mark.text.isalnum():
            made += mark.text
        elif mark.kind == "char" and mark.text == ",":
            made += "_"
        elif mark.kind == "macro" and mark.text in macros.LETTERS:
            made += ("_" if made and made[-1].isalpha() else "") + macros.LETTERS[mark.text]
        elif mark.kind == "macro" and mark.text in ("max", "min", "star", "prime"):
            made += mark.text
        elif mark.kind == "macro" and (mark.text in macros.ALPHABETS or mark.text in macros.SPACES):
            continue
        else:
            return None
    raise reader.fail("this brace is not closed: add }", reader.marks[start])


def index_name(reader: Any) -> str:
    """The index that comes next, which is a word."""
    start = reader.at
    words = index_words(reader, start)
    if not words:
        raise reader.fail("an index is a number, a letter or a word: write another name", reader.marks[start])
    return words


def _word(text: str) -> str | None:
    plain = text.replace(" ", "_").replace("-", "_").strip("_")
    return plain if plain and all(c.isascii() and (c.isalnum() or c == "_") for c in plain) else None
