"""Functions of variables inside measures, ``H(X + Z | X)``: each is one more variable, declared by a line of the setting."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from symbinfo.query.declarations import Drawn, Function, declarations
from symbinfo.query.nodes import Bars, Call, Name, Negation, Operation, Statement, below, changed
from symbinfo.query.setting_laws import is_lawful
from symbinfo.query.typed.canonical import canonical
from symbinfo.query.vocabulary import SHANNON

__all__ = ["with_functions_declared"]


def with_functions_declared(statement: Statement, given: list[str]) -> tuple[Statement, list[str]]:
    """The statement with a name for each function of variables in its measures, and the lines with those that say which.

    Examples
    --------
    >>> from symbinfo.query.syntax import read
    >>> with_functions_declared(read("H(2*X)"), ["X ~ Normal(0, 1)"])[1]
    ['X ~ Normal(0, 1)', 'F1 = 2*X']
    """
    lines = declarations(given)
    variables = {name for line in lines if isinstance(line, Drawn) for name in line.names}
    variables |= {line.name for line in lines if isinstance(line, Function) and not is_lawful(line.value.left)}
    taken = {n.name for n in below(statement) if isinstance(n, Name)} | variables
    named: dict[str, str] = {}

    def change(node: Any) -> Any:
        if not isinstance(node, Call) or node.name not in SHANNON or any(map(is_lawful, node.arguments.items)):
            return None
        items = tuple(of(item) for item in node.arguments.items)
        return replace(node, arguments=Bars(items, node.arguments.separators))

    def of(item: Any) -> Any:
        names = {n.name for n in below(item) if isinstance(n, Name)} & variables
        if not names or not isinstance(item, Operation | Negation | Call):
            return item
        text = canonical(Statement(item))
        if text not in named:
            named[text] = next(name for i in range(1, 1000) if (name := f"F{i}") not in taken | set(named.values()))
        return Name(named[text], item.start)

    sides = [changed(side, change) for side in statement.sides]
    made = Statement(sides[0], statement.relation, sides[1] if len(sides) > 1 else None, (), statement.differential)
    return made, [*given, *(f"{name} = {text}" for text, name in named.items())]
