"""Functions of variables inside a measure: ``H(X + Y)`` and ``I(X; X + Z)`` ask of a variable T that is declared for them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain, count
from typing import Any

from symbinfo.query.abbreviations import placed
from symbinfo.query.declarations import Declaration, Drawn, Function, Noisy
from symbinfo.query.nodes import Argument, Call, Name, Negation, Node, Operation, Statement, below, changed
from symbinfo.query.setting_laws import is_lawful
from symbinfo.query.vocabulary import MEASURES, SHANNON, is_law

__all__ = ["functions_declared"]

#: What a variable is called that nobody named.
LETTER = "T"


def functions_declared(
    sides: Sequence[Node], lines: Sequence[Declaration], text: str
) -> tuple[list[Node], list[Function]]:
    """The sides of a query with a name for each function of variables in a measure, and lines that declare these.

    Parameters
    ----------
    sides : sequence of Node
        The query.
    lines : sequence of Declaration
        What is declared.
    text : str
        The query as it was written: errors are placed in it.

    Examples
    --------
    >>> from symbinfo.query.declarations import declarations
    >>> from symbinfo.query.syntax import read
    >>> asked, more = functions_declared([read("H(X + Y)").left], declarations(["X ~ Normal(0, 1)", "Y ~ Normal(0, 1)"]), "")
    >>> asked[0].arguments.items[0].name, more[0].value.left.sign
    ('T', '+')
    """
    variables = set(_variables(lines))
    taken = {part.name for node in _nodes(sides, lines) for part in below(node) if isinstance(part, (Name, Call))}
    free = (name for name in chain([LETTER], (f"{LETTER}{n}" for n in count(1))) if name not in taken | variables)
    named: dict[Any, tuple[str, Node]] = {}

    def name_of(item: Argument) -> Argument:
        if not isinstance(item, (Operation, Negation, Call)) or is_law(item) or is_lawful(item):
            return item
        parts = below(item)
        if any(isinstance(part, Call) and part.name in MEASURES for part in parts):
            return item
        if not any(isinstance(part, Name) and part.name in variables for part in parts):
            return item
        key = placed(item, 0)
        if key not in named:
            named[key] = (next(free), item)
        return Name(named[key][0], item.start)

    def change(node: Any) -> Any:
        if not isinstance(node, Call) or node.name not in MEASURES.keys() | SHANNON.keys():
            return None
        items = tuple(name_of(item) for item in node.arguments.items)
        if items == node.arguments.items:
            return None
        return Call(node.name, type(node.arguments)(items, node.arguments.separators), node.start)

    asked = [changed(side, change) for side in sides]
    return asked, [Function(text, name, Statement(item)) for name, item in named.values()]


def _variables(lines: Sequence[Declaration]) -> Iterable[str]:
    laws = {line.name for line in lines if isinstance(line, Function) and is_lawful(line.value.left)}
    for line in lines:
        if isinstance(line, Drawn):
            yield from line.names
        elif isinstance(line, (Function, Noisy)) and line.name not in laws:
            yield line.name


def _nodes(sides: Sequence[Node], lines: Sequence[Declaration]) -> Iterable[Node]:
    yield from sides
    for line in lines:
        if isinstance(line, Drawn):
            yield line.law
        elif isinstance(line, Function):
            yield from line.value.sides
        elif isinstance(line, Noisy):
            yield line.probability
        else:
            yield from (side for low, high, _ in line.bounds for side in (low, high))
