"""Arithmetic on temporaries in place: the same function, with fewer arrays to allocate and to bring into the cache.

Where all arguments have one shape, so has every intermediate result, and an operand that has no name is not needed
again: the result may take its memory.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable
from typing import Any

import numpy as np

__all__ = ["reusing"]


def _subtract_from(left: Any, right: Any) -> Any:
    return np.subtract(left, right, out=right) if isinstance(right, np.ndarray) else left - right


def _divided_by(left: Any, right: Any) -> Any:
    return np.divide(left, right, out=right) if isinstance(right, np.ndarray) else left / right


def _negative(value: Any) -> Any:
    return np.negative(value, out=value) if isinstance(value, np.ndarray) else -value


def _square(value: Any) -> Any:
    return np.square(value, out=value) if isinstance(value, np.ndarray) else value * value


ON_LEFT: dict[type, Any] = {
    ast.Add: operator.iadd,
    ast.Sub: operator.isub,
    ast.Mult: operator.imul,
    ast.Div: operator.itruediv,
    ast.BitAnd: operator.iand,
}
ON_RIGHT: dict[type, Any] = {ast.Sub: _subtract_from, ast.Div: _divided_by}
COMMUTATIVE = (ast.Add, ast.Mult, ast.BitAnd)
CALLED = {f"_{f.__name__.strip('_')}_in_place": f for f in (*ON_LEFT.values(), *ON_RIGHT.values(), _negative, _square)}
NAMES = {function: name for name, function in CALLED.items()}


class _InPlace(ast.NodeTransformer):
    """Rewrites operators whose operand is a temporary."""

    def visit_BinOp(self, node: ast.BinOp) -> ast.expr:
        self.generic_visit(node)
        kind = type(node.op)
        if kind in ON_LEFT and _temporary(node.left):
            return _call(ON_LEFT[kind], node.left, node.right)
        if kind in COMMUTATIVE and _temporary(node.right):
            return _call(ON_LEFT[kind], node.right, node.left)
        if kind in ON_RIGHT and _temporary(node.right):
            return _call(ON_RIGHT[kind], node.left, node.right)
        return node

    def visit_UnaryOp(self, node: ast.UnaryOp) -> ast.expr:
        self.generic_visit(node)
        return _call(_negative, node.operand) if isinstance(node.op, ast.USub) and _temporary(node.operand) else node

    def visit_Call(self, node: ast.Call) -> ast.expr:
        self.generic_visit(node)
        squares = isinstance(node.func, ast.Attribute) and node.func.attr == "square"
        return _call(_square, node.args[0]) if squares and _temporary(node.args[0]) else node


def _temporary(node: ast.expr) -> bool:
    return isinstance(node, (ast.Call, ast.BinOp, ast.Compare))


def _call(function: Any, *args: ast.expr) -> ast.expr:
    return ast.Call(ast.Name(NAMES[function], ast.Load()), list(args), [])


def reusing(source: str, name: str, space: dict[str, Any]) -> Callable[..., Any]:
    """The function `name` of a module, which does its arithmetic in place where all its arguments have one shape.

    Parameters
    ----------
    source : str
        The text of the module.
    name : str
        A function of arrays whose helpers return new arrays.
    space : dict
        The namespace of the module.
    """
    plain: Callable[..., Any] = space[name]
    definition = next(n for n in ast.parse(source).body if isinstance(n, ast.FunctionDef) and n.name == name)
    module = ast.fix_missing_locations(ast.Module([_InPlace().visit(definition)], []))
    own = {**space, **CALLED}
    exec(compile(module, f"<{name} in place>", "exec"), own)
    fast: Callable[..., Any] = own[name]

    def values(*arrays: Any) -> Any:
        shape = arrays[0].shape
        return (fast if all(a.shape == shape for a in arrays) else plain)(*arrays)

    return values
