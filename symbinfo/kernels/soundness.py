"""What a finite value tells of the parameters, so that less is asked of them.

In the arithmetic of floats a sum, a difference or a product that is finite has finite operands, and a quotient a finite
numerator: oo and NaN stay what they are. A logarithm that is finite has a positive argument. So one look at the value
says what several at the parameters would; where it does not, they are asked themselves.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from symbinfo.kernels.blocks import sum_of_squares

__all__ = ["SOUND", "asked_of_the_value", "sound"]

SOUND = "_sound"
#: Functions that are finite only where their first argument is.
KEEPING = ("np.square", "np.abs", "np.sqrt", "np.log", "np.log1p", "log_remainder", "exp_remainder")
ALL_POSITIVE, ALL_FINITE = "all_positive", "all_finite"


def sound(value: Any, *positive: Any) -> bool:
    """Whether the value is finite, and what else must be positive is; False also where a square overflows."""
    if not sum_of_squares(value.reshape(-1)) < np.inf:
        return False
    for array in positive:  # noqa: SIM110 - a generator takes as long as the arrays
        if not array.item(array.argmin()) > 0:
            return False
    return True


def asked_of_the_value(definition: ast.FunctionDef) -> Callable[[ast.FunctionDef], ast.FunctionDef]:
    """What puts one question of the value in the place of those of the parameters, as far as it tells of them.

    Parameters
    ----------
    definition : FunctionDef
        Assigns ``value``, and asks `all_positive` and `all_finite` of parameters.

    Returns
    -------
    callable
        From that function, whatever has become of its formula, to the function that asks less.
    """
    known: dict[str, frozenset[str]] = {arg.arg: frozenset([arg.arg]) for arg in definition.args.args}
    lines = [node for node in definition.body if isinstance(node, ast.Assign)]
    for line in lines:
        known[ast.unparse(line.targets[0])] = _told(line.value, known)
    implied = _implied([line.value for line in lines], set(known))
    return lambda function: _Asking(known.get("value", frozenset()) | {"value"}, implied).visit(function)


def _told(node: ast.expr, known: dict[str, frozenset[str]]) -> frozenset[str]:
    """The parameters that are finite where the expression is."""
    match node:
        case ast.Name():
            return known.get(node.id, frozenset())
        case ast.BinOp(op=ast.Add() | ast.Sub() | ast.Mult()):
            return _told(node.left, known) | _told(node.right, known)
        case ast.BinOp(op=ast.Div()):
            return _told(node.left, known)
        case ast.UnaryOp(op=ast.USub()):
            return _told(node.operand, known)
        case ast.Call() if ast.unparse(node.func) in KEEPING:
            return _told(node.args[0], known)
        case ast.Call() if ast.unparse(node.func) == "dot_ratio":
            return frozenset().union(*(_told(factor, known) for factor in node.args[2:]))
        case ast.Call() if ast.unparse(node.func) == "stirling_remainder":
            return _told(node.args[2], known)
    return frozenset()


def _implied(values: Iterable[ast.expr], names: set[str]) -> list[frozenset[str]]:
    """Sets of parameters of which one is positive where the others are: those of a logarithm of a quotient of them."""
    sets = []
    for value in values:
        for node in ast.walk(value):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "log_remainder":
                factors = [ast.unparse(factor) for factor in node.args[1:]]
                if factors and set(factors) <= names and len(set(factors)) == len(factors):
                    sets.append(frozenset(factors))
    return sets


class _Asking(ast.NodeTransformer):
    """Asks of the value what it tells, in the condition under which the value is returned."""

    def __init__(self, told: frozenset[str], implied: list[frozenset[str]]) -> None:
        self.told, self.implied = told, implied

    def visit_If(self, node: ast.If) -> ast.If:
        parts = node.test.values if isinstance(node.test, ast.BoolOp) else [node.test]
        asked = [part for part in parts if _called(part) in (ALL_POSITIVE, ALL_FINITE)]
        args = {_called(part): part.args for part in asked if isinstance(part, ast.Call)}
        told = [arg for arg in args.get(ALL_POSITIVE, []) if ast.unparse(arg) in self.told]
        left = {name: [arg for arg in own if ast.unparse(arg) not in self.told] for name, own in args.items()}
        if left != args:
            free = next((min(s) for s in self.implied if s <= {ast.unparse(arg) for arg in told}), None)
            positive = [arg for arg in told if ast.unparse(arg) != free]
            short: list[ast.expr] = [_call(SOUND, [ast.Name("value", ast.Load()), *positive])]
            short += [_call(name, own) for name, own in left.items() if own]
            rest = [part for part in parts if part not in asked]
            node.test = _all([ast.BoolOp(ast.Or(), [_all(short), _all(asked)]), *rest])
        return node


def _called(node: ast.expr) -> str:
    return ast.unparse(node.func) if isinstance(node, ast.Call) else ""


def _call(name: str, args: list[ast.expr]) -> ast.expr:
    return ast.Call(ast.Name(name, ast.Load()), args, [])


def _all(parts: list[ast.expr]) -> ast.expr:
    return parts[0] if len(parts) == 1 else ast.BoolOp(ast.And(), parts)
