r"""``\begin{cases}``: values with their conditions, as Piecewise."""

from __future__ import annotations

from typing import Any

from symbinfo.query.latex.rows_of_environments import rows_of
from symbinfo.query.typed.tokens import Token, name, sign

__all__ = ["cases"]

#: Words before a condition, and words that are one.
IF, OTHERWISE = (
    frozenset({"if", "for", "when", "for:", "if:", "provided"}),
    frozenset({"otherwise", "else", "otherwise."}),
)


def cases(reader: Any) -> list[Token]:
    """The tokens of ``Piecewise((value, condition), ..., (value, True))``."""
    mark = reader.here
    rows = rows_of(reader, _words)
    made = [name("Piecewise", mark.place), sign("(", mark.place)]
    for number, row in enumerate(row for row in rows if any(row)):
        if len(row) != 2 or not all(row):
            raise reader.fail("a case is a value and its condition, with & between them", mark)
        value, condition = row
        while value and value[-1].text == ",":
            value = value[:-1]
        made += [sign(",", mark.place)] if number else []
        made += [sign("(", mark.place), *value, sign(",", mark.place), *condition, sign(")", mark.place)]
    return [*made, sign(")", mark.place)]


def _words(reader: Any) -> list[Token]:
    """``if`` and ``for`` say nothing, ``otherwise`` is True; other words are names."""
    mark = reader.here
    start = reader.at
    reader.at += 1
    words = reader.words().strip(" ,.:")
    if words in IF or not words:
        return []
    if words in OTHERWISE:
        return [name("True", mark.place)]
    if words == "and":
        return [sign("&", mark.place)]
    reader.at = start
    found: list[Token] = reader.one()
    return found
