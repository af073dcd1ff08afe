"""Where a function stands: its definition, and what the names around it mean. Nothing is imported and nothing is run."""

from __future__ import annotations

import ast
import inspect
import sys
import textwrap
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

from symbinfo.expressions.errors import QueryError
from symbinfo.query.vocabulary import near

__all__ = ["Module", "function_in", "module_of", "module_of_text"]

LONGEST_SOURCE = 1_000_000


@dataclass(frozen=True)
class Module:
    """What the names of a module mean.

    Parameters
    ----------
    place : str
        How errors name it.
    functions : mapping of str to FunctionDef
        Functions, and methods by ``Class.method``.
    imports : mapping of str to str
        Name -> the dotted name that it stands for.
    constants : mapping of str to expr
        Names that are assigned once, to an expression.
    around : mapping
        What else the names mean where a living function stands: functions, modules and numbers, which are looked at only.
    """

    place: str
    functions: Mapping[str, ast.FunctionDef]
    imports: Mapping[str, str]
    constants: Mapping[str, ast.expr]
    around: Mapping[str, Any] = field(default_factory=dict)

    def meaning(self, name: str) -> Any:
        """A function definition, an expression, a dotted name, a number, or None where nothing is known."""
        for table in (self.functions, self.constants, self.imports):
            if name in table:
                return table[name]
        value = self.around.get(name)
        if isinstance(value, ModuleType):
            return value.__name__
        if isinstance(value, int | float) and not isinstance(value, bool):
            return ast.Constant(value)
        if inspect.isfunction(value):
            owner = module_of(value)
            return owner.functions.get(value.__name__) if value.__name__ in owner.functions else None
        numpy = sys.modules.get("numpy")
        if numpy is not None and isinstance(value, numpy.ufunc):
            return f"scipy.special.{value.__name__}"
        if callable(value) and getattr(value, "__module__", None) and getattr(value, "__name__", None):
            return f"{value.__module__}.{value.__name__}"
        return None


def module_of_text(text: str, place: str, around: Mapping[str, Any] | None = None) -> Module:
    """The definitions, imports and constants of a text in Python.

    Raises
    ------
    QueryError
        When the text is not Python, or too long.
    """
    if len(text) > LONGEST_SOURCE:
        raise QueryError(f"{place} has more than {LONGEST_SOURCE} characters")
    try:
        tree = ast.parse(textwrap.dedent(text))
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        line = f", line {error.lineno}" if isinstance(error, SyntaxError) and error.lineno else ""
        raise QueryError(f"{place}{line} is no Python source") from None
    functions: dict[str, ast.FunctionDef] = {}
    imports: dict[str, str] = {}
    assigned: dict[str, ast.expr] = {}
    for statement in tree.body:
        if isinstance(statement, ast.FunctionDef):
            functions[statement.name] = statement
        elif isinstance(statement, ast.ClassDef):
            methods = (inner for inner in statement.body if isinstance(inner, ast.FunctionDef))
            functions.update((f"{statement.name}.{method.name}", method) for method in methods)
        elif isinstance(statement, ast.Import | ast.ImportFrom):
            imports.update(imported(statement))
        elif isinstance(statement, ast.Assign) and len(statement.targets) == 1:
            if isinstance(statement.targets[0], ast.Name):
                assigned[statement.targets[0].id] = statement.value
        elif isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name) and statement.value:
            assigned[statement.target.id] = statement.value
    bound = _bound(tree.body)
    constants = {name: value for name, value in assigned.items() if bound[name] == 1}
    return Module(place, functions, imports, constants, around or {})


def _bound(body: list[ast.stmt]) -> Counter[str]:
    """How often each name is bound outside of functions and classes: in cases, loops and by += as well."""
    plain = (statement for statement in body if not isinstance(statement, ast.FunctionDef | ast.ClassDef))
    nodes = (node for statement in plain for node in ast.walk(statement))
    return Counter(node.id for node in nodes if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load))


def imported(statement: ast.Import | ast.ImportFrom) -> dict[str, str]:
    """What the names of an import stand for."""
    if isinstance(statement, ast.Import):
        return {
            a.asname or a.name.partition(".")[0]: a.name if a.asname else a.name.partition(".")[0]
            for a in statement.names
        }
    return {a.asname or a.name: f"{statement.module or ''}.{a.name}" for a in statement.names}


def function_in(module: Module, name: str) -> ast.FunctionDef:
    """The definition of a function, or of a method as ``Class.method``.

    Raises
    ------
    QueryError
        When there is none.
    """
    found = module.functions.get(name)
    if found is None:
        known = f"; there are {', '.join(sorted(module.functions)[:8])}" if module.functions else ""
        raise QueryError(f"{module.place} defines no function {name}{near(name, module.functions) or known}")
    return found


def module_of(function: Callable[..., Any]) -> Module:
    """The module of a living function, by its source; of a function typed at a prompt its own text, and what it sees.

    Raises
    ------
    QueryError
        When its source cannot be found.
    """
    function = inspect.unwrap(function)
    name = getattr(function, "__qualname__", "the function")
    around = dict(getattr(function, "__globals__", {}))
    own, home = _source(function), inspect.getmodule(function)
    if not own:
        raise QueryError(f"the source of {name} is not there: give a function that is written in Python")
    whole = _source(home)
    if own in whole:
        found = module_of_text(whole, str(getattr(home, "__name__", name)), around)
        if name in found.functions:
            return found
    found = module_of_text(own, f"the source of {name}", around)
    if getattr(function, "__name__", "") not in found.functions:
        raise QueryError(f"{name} is no function with a def: only these are read")
    return found


def _source(of: Any) -> str:
    """The text of a function or a module, or nothing."""
    try:
        return inspect.getsource(of)
    except (OSError, TypeError):
        return ""
