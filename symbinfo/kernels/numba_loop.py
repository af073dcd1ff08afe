"""A kernel compiled by numba: one loop over the elements, without temporaries.

The function that a kernel has for floats is compiled with the functions of `one_number` behind its names. Conditions are
joined without jumps, so that the loop has none and works on several elements at once. What the loop does not know is NaN,
and these elements are left to the kernel's own function for arrays: so the digits are those of the kernel, everywhere.
"""

from __future__ import annotations

import ast
import builtins
import importlib
import math
from collections.abc import Callable
from functools import partial, reduce
from types import FunctionType
from typing import Any

import numpy as np

from symbinfo.kernels.blocks import quietly
from symbinfo.kernels.code import KernelError
from symbinfo.kernels.one_number import CONSTANTS, FUNCTIONS

__all__ = ["compiled"]

ELEMENTARY = ("log", "log1p", "exp", "expm1")
QUOTIENTS = ("log_remainder", "log_ratio")  # whose factors top, bottom, top, bottom become one quotient


def compiled(
    source: str, name: str, careful: Any, all_cores: bool = False
) -> tuple[Callable[..., Any], Callable[..., Any]]:
    """The function for arrays of a kernel, compiled by numba: for those of one length, and for all that broadcast.

    Parameters
    ----------
    source, name : str
        The module of the kernel, and its name.
    careful : callable
        The function for arrays as it is: it is asked where the loop knows no value.
    all_cores : bool
        Share the loop out among all cores.

    Raises
    ------
    KernelError
        Without numba; for a kernel that integrates; for a function that has no form here, by its name.
    """
    node = _of_floats(source, name)
    try:
        numba = importlib.import_module("numba")
    except ImportError:
        raise KernelError("numba is not installed: pip install symbinfo[numba]") from None
    options = {"error_model": "numpy", "forceinline": True}  # infinities and NaN, not exceptions
    space: dict[str, Any] = {"math": math, "np": np, **CONSTANTS}
    for function in FUNCTIONS:
        space[function.__name__] = numba.njit(**options)(FunctionType(function.__code__, space, function.__name__))
    _demand_known(node, name, space)
    exec(compile(ast.Module([node], []), f"<{name} by numba>", "exec"), space)
    space |= {"element": numba.njit(**options)(space[node.name]), "indices": numba.prange if all_cores else range}
    given = [a.arg for a in node.args.args]
    at = ", ".join(f"{arg}[i]" for arg in given)
    exec(f"def loop(out, {', '.join(given)}):\n for i in indices(out.size):\n  out[i] = element({at})", space)
    flat = partial(numba.types.Array, numba.float64, 1, "C")
    kind = numba.void(flat(), *[flat(readonly=True)] * len(given))
    loop = numba.njit([kind], error_model="numpy", parallel=all_cores)(space["loop"])

    def alike(*arrays: Any) -> Any:
        out = np.empty(arrays[0].size)
        try:
            loop(out, *arrays)
        except TypeError:  # not in one piece
            loop(out, *map(np.ascontiguousarray, arrays))
        if math.isnan(out.item(out.argmax())):  # where there is one, it counts as the largest
            lost = np.isnan(out).nonzero()[0]
            out[lost] = quietly(careful, *(array[lost] for array in arrays))
        return out

    def values(*arrays: Any) -> Any:
        shape = np.broadcast_shapes(*(array.shape for array in arrays))
        return alike(*(np.broadcast_to(array, shape).reshape(-1) for array in arrays)).reshape(shape)

    return alike, values


def _of_floats(source: str, name: str) -> ast.FunctionDef:
    """The function for floats of a kernel's source, with the calls as they are compiled."""
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef) and node.name == f"{name}_of_floats":
            changed: ast.FunctionDef = ast.fix_missing_locations(_Straight().visit(node))
            return changed
    raise KernelError(f"{name} integrates, or has no parameters: only closed forms are compiled by numba")


class _Straight(ast.NodeTransformer):
    """Conditions without jumps, the functions of `one_number`, and NaN for what is left to arrays."""

    def visit_Raise(self, node: ast.Raise) -> Any:
        return ast.Return(_nan())

    def visit_BoolOp(self, node: ast.BoolOp) -> Any:
        self.generic_visit(node)
        joint = ast.BitAnd() if isinstance(node.op, ast.And) else ast.BitOr()
        return reduce(lambda a, b: ast.BinOp(a, joint, b), node.values)

    def visit_Compare(self, node: ast.Compare) -> Any:
        self.generic_visit(node)
        sides = [node.left, *node.comparators]
        parts: list[ast.expr] = [ast.Compare(sides[i], [op], [sides[i + 1]]) for i, op in enumerate(node.ops)]
        return reduce(lambda a, b: ast.BinOp(a, ast.BitAnd(), b), parts)

    def visit_IfExp(self, node: ast.IfExp) -> Any:
        """What stands before a call of `log_remainder` is its usual way, which the function knows itself."""
        self.generic_visit(node)
        called = isinstance(node.orelse, ast.Call) and ast.unparse(node.orelse.func) == "log_remainder"
        return node.orelse if called and "NEAR_ONE" in ast.unparse(node.test) else node

    def visit_Call(self, node: ast.Call) -> Any:
        self.generic_visit(node)
        function, args = node.func, node.args
        if isinstance(function, ast.Name) and function.id == "of_floats":
            function, args = args[0], args[1:]
        if ast.unparse(function) == "math.isfinite":
            return ast.Compare(
                ast.Call(ast.Name("abs", ast.Load()), args, []), [ast.Lt()], [ast.parse("math.inf", mode="eval").body]
            )
        if isinstance(function, ast.Attribute) and function.attr in ELEMENTARY:
            function = ast.Name(function.attr, ast.Load())
        if not isinstance(function, ast.Name):
            return node
        args = [_float(a) for a in args]
        if function.id in QUOTIENTS:
            pairs: list[ast.expr] = [ast.BinOp(a, ast.Div(), b) for a, b in zip(args[1::2], args[2::2], strict=True)]
            args = [args[0], reduce(lambda a, b: ast.BinOp(a, ast.Mult(), b), pairs)]
        return ast.Call(function, args, [])

    def visit_Name(self, node: ast.Name) -> Any:
        return ast.Name(node.id.removesuffix("_of_floats"), node.ctx) if node.id != "of_floats" else node

    def visit_Attribute(self, node: ast.Attribute) -> Any:
        self.generic_visit(node)
        return ast.Name(f"sp_{node.attr}", ast.Load()) if ast.unparse(node.value) == "sp" else node


def _nan() -> ast.expr:
    return ast.parse("math.nan", mode="eval").body


def _float(node: ast.expr) -> ast.expr:
    """A whole number as a float: numba compiles for one kind of argument."""
    if isinstance(node, ast.Constant) and isinstance(node.value, int):
        return ast.Constant(float(node.value))
    return node


def _demand_known(node: ast.FunctionDef, name: str, space: dict[str, Any]) -> None:
    names = [n for n in ast.walk(node) if isinstance(n, ast.Name)]
    own = {arg.arg for arg in node.args.args} | {n.id for n in names if isinstance(n.ctx, ast.Store)}
    missing = sorted({n.id for n in names} - own - set(space) - set(dir(builtins)))
    if missing:
        needed = ", ".join(n.replace("sp_", "sp.") for n in missing)
        raise KernelError(f"{name} needs {needed}, which is not there for numba: compile it without that backend")
