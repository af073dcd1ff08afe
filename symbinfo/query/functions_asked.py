"""Functions of declared variables that a query names only by their formula: ``I(X; X + Z)`` is ``I(X; T)``, ``T = X + Z``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from symbinfo.query.abbreviations import placed
from symbinfo.query.bounded_arithmetic import FUNCTIONS
from symbinfo.query.declarations import Declaration, Drawn, Function, Noisy
from symbinfo.query.nodes import Call, Name, Negation, Node, Operation, Statement, below, changed
from symbinfo.query.setting_laws import is_lawful
from symbinfo.query.vocabulary import MEASURES, SHANNON

__all__ = ["functions_asked"]

#: Names that are given, as far as they are free, and the signs that make a function of variables.
NEW_NAMES = ("T", "W", "S", "V", "U", *(f"T{i}" for i in range(1, 10)))
ARITHMETIC = ("+", "-", "*", "/", "%", "**")


def functions_asked(
    sides: Sequence[Node], lines: Sequence[Declaration], text: str
) -> tuple[list[Node], list[Function]]:
    """The sides of a query with a name for each function of declared variables, and the lines that declare these.

    Parameters
    ----------
    sides : sequence of Node
        The sides.
    lines : iterable of Declaration
        What is declared already.
    text : str
        The query.

    Examples
    --------
    >>> import symbinfo as si
    >>> si.parse("I(X; X + Z)", given=["X ~ Bernoulli(1/2)", "Z ~ Bernoulli(1/2)"], unit="bits").doit()
    1/2
    """
    declared = {name for line in lines for name in _variables_of(line)}
    taken = {name for line in lines for name in getattr(line, "names", (getattr(line, "name", ""),))}
    taken |= {node.name for side in sides for node in below(side) if isinstance(node, (Name, Call))}
    free = iter([name for name in NEW_NAMES if name not in taken])
    found: dict[Any, Function] = {}

    def named(item: Any) -> Any:
        if not _is_function(item, declared):
            return item
        key = placed(item, 0)
        name = found[key].name if key in found else next(free, "")
        if not name:
            return item
        found.setdefault(key, Function(text, name, Statement(item)))
        return Name(name, item.start)

    def change(node: Any) -> Any:
        if not isinstance(node, Call) or node.name not in {**MEASURES, **SHANNON}:
            return None
        items = tuple(map(named, node.arguments.items))
        return Call(node.name, type(node.arguments)(items, node.arguments.separators), node.start)

    return [changed(side, change) for side in sides], list(found.values())


def _variables_of(line: Declaration) -> tuple[str, ...]:
    if isinstance(line, Drawn):
        return line.names
    if isinstance(line, Noisy) or (isinstance(line, Function) and not is_lawful(line.value.left)):
        return (line.name,)
    return ()


def _is_function(item: Any, declared: set[str]) -> bool:
    """Whether an argument is made of a declared variable by arithmetic, or by a function such as ``abs``."""
    if isinstance(item, Call):
        made = item.name in FUNCTIONS and item.name not in MEASURES
    else:
        made = isinstance(item, Negation) or (isinstance(item, Operation) and item.sign in ARITHMETIC)
    return made and any(isinstance(part, Name) and part.name in declared for part in below(item))
