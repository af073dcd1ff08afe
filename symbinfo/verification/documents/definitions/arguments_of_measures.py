"""What stands between the brackets of a measure in a definition: laws, variables, and what they are given."""

from __future__ import annotations

import re
from typing import Any

from symbinfo.verification.documents.definitions.pieces_of_definitions import Tree, Unread

__all__ = ["listed", "measure_of"]


def measure_of(kind: str, head: str, items: list[Any], signs: list[str]) -> Tree:
    """The tree of a measure, ``H``, ``I`` or ``KL``, from its arguments and the signs between them.

    Raises
    ------
    Unread
        When they are arguments of none.
    """
    laws = [[part for part in item if part[0] in ("p", "law")] for item in items]
    if kind in ("KL", "JS"):
        if (
            len(items) != 2
            or signs[0] not in ("||", ",")
            or not all(laws)
            or any(len(a) != len(b) for a, b in zip(items, laws, strict=True))
        ):
            raise Unread("KL")
        return (kind, tuple(laws[0]), tuple(laws[1]))
    if kind == "H" and all(laws):
        if len(items) == 1 and len(items[0]) == 1:
            return ("H of", tuple(laws[0]))
        if len(items) == 2 and signs == [","] and all(len(item) == 1 for item in items):
            return ("cross", tuple(laws[0]), tuple(laws[1]))
        raise Unread("H")
    groups: list[list[Tree]] = [[]]
    conditioned = False
    for number, item in enumerate(items):
        if number and signs[number - 1] in (";", "|"):
            if signs[number - 1] == "|":
                conditioned = True
            groups.append([])
        if len(item) != 1 or item[0][0] != "variable":
            raise Unread("arguments")
        groups[-1].append(item[0])
    given = groups.pop() if conditioned else []
    if kind == "I" and len(groups) == 1 and not given and len(groups[0]) == 1:
        return ("self", groups[0][0][1])
    if any(not part[3] or part[2] for group in groups for part in group) or len(groups) != (2 if kind == "I" else 1):
        if kind == "I" and len(groups) == 1 and len(groups[0]) == 2 and not given:
            groups = [[groups[0][0]], [groups[0][1]]]
        else:
            raise Unread("arguments")
    of = tuple(tuple(part[1] for part in group) for group in groups)
    return (kind, of, tuple((part[1], part[2]) for part in given), head == "h")


def listed(words: list[str]) -> tuple[str, ...]:
    """The variables of a sum, in order."""
    names = [w for w in words if w not in (",", "(", ")")]
    if not names or not all(re.fullmatch(r"[A-Za-z]", name) for name in names):
        raise Unread("the range of a sum")
    return tuple(names)
