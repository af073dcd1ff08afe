"""The nodes of the syntax tree: frozen, each with its place in the text, and how to walk over them."""

from __future__ import annotations

from dataclasses import dataclass
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
    "below",
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
    """A whole query: one side, or two sides with a relation between them."""

    left: Node
    relation: str = ""
    right: Node | None = None


Node: TypeAlias = Number | Name | Call | Operation | Negation | Sequence | Mapping
#: What may stand among the arguments of a call.
Argument: TypeAlias = Node | Keyword


def children(node: Any) -> tuple[Any, ...]:
    """The nodes directly below a node."""
    match node:
        case Call():
            return node.arguments.items
        case Operation():
            return node.left, node.right
        case Negation() | Keyword():
            return (node.value,)
        case Sequence():
            return node.items
        case Mapping():
            return tuple(part for pair in node.pairs for part in pair)
        case Statement():
            return (node.left,) if node.right is None else (node.left, node.right)
    return ()


def below(node: Any) -> list[Any]:
    """The node and all nodes below it."""
    waiting: list[Any] = [node]
    found: list[Any] = []
    while waiting:
        found.append(waiting.pop())
        waiting.extend(children(found[-1]))
    return found
