"""Names as they are declared: ``sigma_1`` is ``sigma1`` where only one of them is known, ``pq`` the product of two."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Any

from symbinfo.query.nodes import Name, Operation, Statement, changed

__all__ = ["in_declared_names", "key_of", "names_in"]

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")


def key_of(name: str) -> str:
    """What two spellings of one name have in common.

    Examples
    --------
    >>> key_of("sigma_1") == key_of("sigma1"), key_of("lambda_x") == key_of("lamda_x")
    (True, True)
    """
    return name.replace("_", "").replace("lambda", "lamda")


def names_in(lines: Iterable[str]) -> set[str]:
    """All names in some lines."""
    return {name for line in lines if isinstance(line, str) for name in _NAME.findall(line)}


def in_declared_names(statement: Statement, declared: Collection[str], split: bool = True) -> Statement:
    """The statement with the names that are known for those that are not; `split`: also as products of letters."""
    by_key: dict[str, set[str]] = {}
    for name in declared:
        by_key.setdefault(key_of(name), set()).add(name)
    renamed = _Renamed(declared, {key: found.pop() for key, found in by_key.items() if len(found) == 1}, split)
    right = None if statement.right is None else renamed.node(statement.right)
    more = tuple((sign, renamed.node(node)) for sign, node in statement.more)
    return replace(statement, left=renamed.node(statement.left), right=right, more=more)


class _Renamed:
    def __init__(self, declared: Collection[str], by_key: dict[str, str], split: bool) -> None:
        self.declared, self.by_key, self.split = declared, by_key, split

    def node(self, node: Any) -> Any:
        """The tree with its names as they are declared."""
        return changed(node, lambda part: self._name(part) if isinstance(part, Name) else None)

    def _name(self, node: Name) -> Any:
        if node.name in self.declared:
            return node
        if key_of(node.name) in self.by_key:
            return replace(node, name=self.by_key[key_of(node.name)])
        letters = node.name
        if self.split and 2 <= len(letters) <= 4 and letters.isalpha() and all(c in self.declared for c in letters):
            made: Any = Name(letters[0], node.start)
            for at, letter in enumerate(letters[1:], 1):
                made = Operation("*", made, Name(letter, node.start + at), node.start, node.start + at)
            return made
        return node
