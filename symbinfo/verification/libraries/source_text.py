"""The text of a function or a method as a function of its own, with the module around it, to be read as a formula.

What it asks its laws for by properties and methods, such as ``p.entropy()``, is put beside it as functions, where these are
written in Python and their names mean the same in both modules.
"""

from __future__ import annotations

import ast
import inspect
import sys
import textwrap
from collections.abc import Callable, Mapping, Sequence
from types import FunctionType
from typing import Any

__all__ = ["NAME", "source_text"]

NAME = "audited"
#: How many properties and methods are put beside a function.
MOST = 12


def source_text(function: Callable[..., Any], laws: Sequence[type] = ()) -> str:
    """The module's text, and behind it the function under the name `NAME`, without its decorators.

    Of functions of one name, as those of a registry often are, the one that is asked for is the last that way.

    Parameters
    ----------
    function : callable
        The function, or a method of a class.
    laws : sequence of type
        The classes of its first parameters.
    """
    try:
        module = inspect.getsource(sys.modules[function.__module__])
    except (OSError, TypeError, KeyError):
        return ""
    definition = _definition(function)
    if definition is None:
        return ""
    owners = dict(zip([a.arg for a in definition.args.args], laws, strict=False))
    asked = _Asked(owners, getattr(function, "__globals__", {}), {})
    definition.name = NAME
    texts = [ast.unparse(asked.visit(definition))]
    return "\n\n\n".join([module, *(ast.unparse(one) for one in reversed(asked.made.values()) if one), *texts]) + "\n"


def _definition(function: Any) -> ast.FunctionDef | None:
    """The definition of a function, without its decorators."""
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    except (OSError, TypeError, SyntaxError):
        return None
    found = tree.body[0]
    if not isinstance(found, ast.FunctionDef):
        return None
    found.decorator_list = []
    return found


class _Asked(ast.NodeTransformer):
    """Puts calls of functions in the places of properties and methods of laws."""

    def __init__(
        self, owners: Mapping[str, type], names: Mapping[str, Any], made: dict[str, ast.FunctionDef | None]
    ) -> None:
        self.owners, self.names, self.made = owners, names, made

    def visit_Call(self, node: ast.Call) -> ast.AST:
        """A method of a law."""
        if isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name):
            owner, word = node.func.value.id, node.func.attr
            method = getattr(self.owners.get(owner), word, None)
            name = self._beside(owner, word, method) if isinstance(method, FunctionType) else None
            if name:
                arguments = [node.func.value, *(self.visit(one) for one in node.args)]
                return ast.Call(ast.Name(name, ast.Load()), arguments, node.keywords)
        return self.generic_visit(node)

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        """A property of a law that is no parameter of it."""
        if isinstance(node.value, ast.Name):
            kind = self.owners.get(node.value.id)
            found = getattr(kind, node.attr, None)
            if isinstance(found, property) and node.attr not in _parameters(kind):
                name = self._beside(node.value.id, node.attr, found.fget)
                if name:
                    return ast.Call(ast.Name(name, ast.Load()), [node.value], [])
        return self.generic_visit(node)

    def _beside(self, owner: str, word: str, function: Any) -> str | None:
        """The name of the function that stands for a property or a method; None where it cannot stand there."""
        kind = self.owners[owner]
        name = f"{NAME}_{kind.__name__}_{word}"
        if name not in self.made:
            self.made[name] = None
            definition = _definition(function) if len(self.made) <= MOST and self._means_the_same(function) else None
            if definition is not None and definition.args.args:
                definition.name = name
                inner = _Asked({definition.args.args[0].arg: kind}, self.names, self.made)
                self.made[name] = inner.visit(definition)
        return name if self.made[name] is not None else None

    def _means_the_same(self, function: Any) -> bool:
        """Whether the names that a function uses mean the same where it is put."""
        around = getattr(function, "__globals__", {})
        used = getattr(getattr(function, "__code__", None), "co_names", ())
        return all(self.names.get(word) is around[word] for word in used if word in around)


def _parameters(kind: Any) -> Sequence[str]:
    try:
        return tuple(inspect.signature(kind.__init__).parameters)
    except (TypeError, ValueError):
        return ()
