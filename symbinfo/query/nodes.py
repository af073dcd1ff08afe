"""The nodes of the syntax tree: frozen, each with its place in the text, and how to walk over them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

__all__ = [
    "Argument",
    "Bars",
    "Call",
    "Keyword",
    "Mapping",
    "Name",
    "Negation",
    "Node",
    "Number",
    "Operation",
    "Sequence",
    "Statement",
    "Weighted",
    "below",
    "changed",
    "children",
]


@dataclass(frozen=True)
class Number:
    """A numeral, exactly: ``digits * 10**exponent``; `decimals` of its digits stand after the point."""

    digits: int
    exponent: int
    start: int
    decimals: int = 0


@dataclass(frozen=True)
class Name:
    """A name that is not called."""

    name: str
    start: int


@dataclass(frozen=True)
class Keyword:
    """An argument given by name: ``std=1``."""

    name: str
    value: Node
    start: int


@dataclass(frozen=True)
class Weighted:
    """A part of a mixture with its weight: ``1/3: Normal(0, 1)``."""

    weight: Node
    value: Node
    start: int


@dataclass(frozen=True)
class Bars:
    """The arguments of a call, and what stands between each and the next: ``,``, ``;``, ``|`` or ``||``."""

    items: tuple[Argument, ...]
    separators: tuple[str, ...]


@dataclass(frozen=True)
class Call:
    """A name applied to arguments."""

    name: str
    arguments: Bars
    start: int


@dataclass(frozen=True)
class Operation:
    """One of ``+ - * / % **``, or a comparison in brackets; `at` is the place of the sign."""

    sign: str
    left: Node
    right: Node
    start: int
    at: int


@dataclass(frozen=True)
class Negation:
    """A minus before a term."""

    value: Node
    start: int


@dataclass(frozen=True)
class Sequence:
    """A list or a tuple."""

    items: tuple[Node, ...]
    start: int


@dataclass(frozen=True)
class Mapping:
    """A table in braces."""

    pairs: tuple[tuple[Node, Node], ...]
    start: int


@dataclass(frozen=True)
class Statement:
    """A whole query: one side, or two sides with a relation between them; in a chain more sides, each with its relation."""

    left: Node
    relation: str = ""
    right: Node | None = None
    more: tuple[tuple[str, Node], ...] = ()
    differential: bool = False
    """Whether an entropy in it was written with a small h, as that of a density."""

    @property
    def sides(self) -> tuple[Node, ...]:
        """All sides, from left to right."""
        first = (self.left,) if self.right is None else (self.left, self.right)
        return (*first, *(node for _, node in self.more))

    @property
    def signs(self) -> tuple[str, ...]:
        """The relations, as they were written."""
        return (self.relation, *(relation for relation, _ in self.more)) if self.relation else ()

    @property
    def links(self) -> tuple[Statement, ...]:
        """The statements of a chain: each side with the next."""
        if self.right is None:
            return (self,)
        return tuple(map(Statement, self.sides, self.signs, self.sides[1:]))


Node: TypeAlias = Number | Name | Call | Operation | Negation | Sequence | Mapping
#: What may stand among the arguments of a call.
Argument: TypeAlias = Node | Keyword | Weighted


def children(node: Any) -> tuple[Any, ...]:
    """The nodes directly below a node."""
    match node:
        case Call():
            return node.arguments.items
        case Operation():
            return node.left, node.right
        case Negation() | Keyword():
            return (node.value,)
        case Weighted():
            return node.weight, node.value
        case Sequence():
            return node.items
        case Mapping():
            return tuple(part for pair in node.pairs for part in pair)
        case Statement():
            return node.sides
    return ()


def below(node: Any) -> list[Any]:
    """The node and all nodes below it."""
    waiting: list[Any] = [node]
    found: list[Any] = []
    while waiting:
        found.append(waiting.pop())
        waiting.extend(children(found[-1]))
    return found


def changed(node: Any, change: Callable[[Any], Any]) -> Any:
    """The tree with every node for which `change` returns another replaced by that; others are looked into.

    A chain of operations is walked without recursion.
    """
    found = change(node)
    if found is not None:
        return found
    match node:
        case Operation():
            chain: list[Operation] = [node]
            while isinstance(chain[-1].left, Operation) and change(chain[-1].left) is None:
                chain.append(chain[-1].left)
            made = changed(chain[-1].left, change)
            for operation in reversed(chain):
                made = replace(operation, left=made, right=changed(operation.right, change))
            return made
        case Negation() | Keyword():
            return replace(node, value=changed(node.value, change))
        case Weighted():
            return replace(node, weight=changed(node.weight, change), value=changed(node.value, change))
        case Call():
            items = tuple(changed(item, change) for item in node.arguments.items)
            return replace(node, arguments=Bars(items, node.arguments.separators))
        case Sequence():
            return replace(node, items=tuple(changed(item, change) for item in node.items))
        case Mapping():
            return replace(node, pairs=tuple((key, changed(value, change)) for key, value in node.pairs))
    return node
