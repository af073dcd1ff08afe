"""How a call of a kernel is answered: its method ``__call__``, prepared once, so that a call decides as little as possible.

Floats are answered in the method itself, by the statements of the kernel's function for floats. What is not finite is
found by one sum: it is finite where all of its terms are, and a float where all are numbers.
"""

from __future__ import annotations

import ast
import inspect
from typing import Any

__all__ = ["REQUIRED", "method_of"]


class _Required:
    """The default of a parameter that must be given."""

    def __repr__(self) -> str:
        return "..."


REQUIRED = _Required()
TEXT = """
def __call__(_self, {defaults}**_options):
    pass
    if _options:
        return _self._general(({names}), **_options)
    return _self._of_arrays({names})
"""
FAST = """
if {first}.__class__ is float and not _options:
    try:
        _total = {total}
        if _total.__class__ is float and _total - _total == 0.0:
            pass
    except (ArithmeticError, ValueError, TypeError):
        pass
"""


def method_of(source: str, name: str, parameters: tuple[str, ...], optional: tuple[str, ...], space: Any) -> Any:
    """The method ``__call__`` of a kernel: the parameters by name or in their order.

    Parameters
    ----------
    source, name : str
        The module, and the function in it.
    parameters, optional : tuple of str
        In their order; those that may be left out.
    space : dict
        The namespace of the module.
    """
    defaults = inspect.signature(space[name]).parameters
    own = {**space, "_REQUIRED": REQUIRED, **{f"_{p}_default": defaults[p].default for p in optional}}
    given = "".join(f"{p}={f'_{p}_default' if p in optional else '_REQUIRED'}, " for p in parameters)
    names = "".join(f"{p}, " for p in parameters)
    tree = ast.parse(TEXT.format(defaults=given, names=names))
    call = tree.body[0]
    node = next((n for n in ast.parse(source).body if getattr(n, "name", "") == f"{name}_of_floats"), None)
    if isinstance(call, ast.FunctionDef) and isinstance(node, ast.FunctionDef) and parameters:
        call.body[:1] = map(_Numbers(space).visit, _fast(node, parameters))
    exec(compile(ast.fix_missing_locations(tree), f"<{name} called>", "exec"), own)
    return own["__call__"]


class _Numbers(ast.NodeTransformer):
    """Constants of the module as numbers, which are nearer at hand than names."""

    def __init__(self, space: dict[str, Any]) -> None:
        self.known = {name: value for name, value in space.items() if name.isupper() and type(value) in (int, float)}

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return ast.Constant(self.known[node.id]) if node.id in self.known else node


def _fast(node: ast.FunctionDef, parameters: tuple[str, ...]) -> list[ast.stmt]:
    """The statements of the function for floats, under the condition that all are floats and inside the domain."""
    body: list[Any] = [_returned(statement) for statement in node.body[1:]]
    conditions: list[ast.expr] = []
    if isinstance(body[0], ast.If):  # if not (inside): return nan
        outside = body.pop(0)
        inside = outside.test.operand if isinstance(outside.test, ast.UnaryOp) else outside.test
        parts = inside.values if isinstance(inside, ast.BoolOp) and isinstance(inside.op, ast.And) else [inside]
        conditions = [part for part in parts if not _says_finite(part, parameters)]
    text = FAST.format(first=parameters[0], total=" + ".join(parameters))
    outer: Any = ast.parse(text).body[0]
    inner = outer.body[0].body[1]
    inner.test = ast.BoolOp(ast.And(), [inner.test, *conditions]) if conditions else inner.test
    inner.body = body
    return [outer]


def _returned(statement: ast.stmt) -> ast.stmt:
    """``return float(value)`` as ``return value + 0.0``, which costs less and makes a float of a whole number."""
    if not isinstance(statement, ast.Return) or not isinstance(statement.value, (ast.Call, ast.BinOp)):
        return statement
    value = statement.value.left if isinstance(statement.value, ast.BinOp) else statement.value
    if isinstance(value, ast.Call) and ast.unparse(value.func) == "float":
        return ast.Return(ast.BinOp(value.args[0], ast.Add(), ast.Constant(0.0)))
    return statement


def _says_finite(part: ast.expr, parameters: tuple[str, ...]) -> bool:
    """Whether it says no more of a parameter than that it is finite."""
    text = ast.unparse(part)
    return any(text in (f"math.isfinite({p})", f"{p} < math.inf", f"-math.inf < {p}") for p in parameters)
