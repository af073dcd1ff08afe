r"""``\begin{pmatrix}``: vectors as lists, and matrices as lists of rows."""

from __future__ import annotations

from typing import Any

from symbinfo.query.latex.rows_of_environments import rows_of
from symbinfo.query.typed.tokens import Token, sign

__all__ = ["MATRICES", "matrix"]

#: The environments.
MATRICES = frozenset({"pmatrix", "bmatrix", "Bmatrix", "psmallmatrix", "bsmallmatrix"})


def matrix(reader: Any) -> list[Token]:
    """The tokens of ``[a, b]`` for one column or one row, and of ``[[a, b], [c, d]]`` for several."""
    mark = reader.here
    rows = rows_of(reader)
    kept = [row for row in rows if any(row)]
    if not kept or len({len(row) for row in kept}) > 1 or not all(all(row) for row in kept):
        raise reader.fail("the rows of a matrix are all of one length, with an entry between any two &", mark)
    if len(kept) == 1 or len(kept[0]) == 1:
        return _list([entry for row in kept for entry in row], mark.place)
    return _list([_list(row, mark.place) for row in kept], mark.place)


def _list(entries: list[list[Token]], place: int) -> list[Token]:
    inside = [token for entry in entries for token in (sign(",", place), *entry)][1:]
    return [sign("[", place), *inside, sign("]", place)]
