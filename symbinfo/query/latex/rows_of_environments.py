r"""The rows of an environment: entries between ``&``, rows between ``\\``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from symbinfo.query.typed.tokens import Token

__all__ = ["rows_of"]

WORDS = ("text", "mathrm", "textrm", "mbox")


def rows_of(reader: Any, words: Callable[[Any], list[Token]] | None = None) -> list[list[list[Token]]]:
    r"""The tokens of each entry, row by row, from ``\begin`` on and with ``\end``.

    Parameters
    ----------
    reader
        It stands at the beginning of the environment.
    words : callable, optional
        Reads what stands in ``\text``.

    Raises
    ------
    QueryError
        When the environment is not closed.
    """
    mark = reader.here
    reader.at += 1
    rows: list[list[list[Token]]] = [[[]]]
    while reader.more and not reader.sees("end"):
        if reader.sees("char", "&"):
            reader.at += 1
            rows[-1].append([])
        elif reader.sees("macro", "\\"):
            reader.at += 1
            rows.append([[]])
        elif words is not None and reader.sees("macro") and reader.here.text in WORDS:
            rows[-1][-1] += words(reader)
        elif reader.here.kind == "close":
            raise reader.fail("this } closes nothing: remove it, or open one before it")
        else:
            rows[-1][-1] += reader.one()
    if not reader.sees("end", mark.text):
        raise reader.fail(rf"this \begin{{{mark.text}}} is not closed: add \end{{{mark.text}}}", mark)
    reader.at += 1
    return rows
