"""Kernels on the arrays of other libraries: PyTorch, JAX, and whatever follows the array API standard.

The function that a kernel has for arrays is run as it stands, with another table behind its names: what it calls of
NumPy is taken from the library of the arrays, what it calls of scipy.special from that library's special functions, and
the remainders from `symbinfo.kernels.arrays`. So there is one source, and the libraries differentiate, compile and
place it where they will.
"""

from __future__ import annotations

import ast
import builtins
import importlib
import math
from collections.abc import Callable, Iterable, Mapping
from functools import cache, lru_cache, partial
from types import SimpleNamespace
from typing import Any

import numpy as np

from symbinfo.kernels.arrays import Remainders
from symbinfo.kernels.code import KernelError
from symbinfo.kernels.jax_function import on_jax
from symbinfo.kernels.torch_function import in_memory, on_tensors

__all__ = ["Branchless", "library_of", "on_library"]

#: Where a library keeps its arrays' functions and its special functions; of others the arrays themselves know.
HOMES = {"torch": ("torch", "torch.special"), "jax": ("jax.numpy", "jax.scipy.special")}
#: What a kernel takes as it is, or chunk by chunk.
NUMPY = ("builtins", "numpy", "dask")
#: What asks something of a whole array.
ASKING = ("within", "all_finite", "all_positive")
#: NumPy's names for what the standard calls otherwise.
STANDARD = {
    "arcsin": "asin",
    "arccos": "acos",
    "arctan": "atan",
    "arctan2": "atan2",
    "arcsinh": "asinh",
    "arccosh": "acosh",
    "arctanh": "atanh",
}


def library_of(values: Iterable[Any]) -> str | None:
    """The library whose arrays are among the values, where it is not NumPy.

    Returns
    -------
    str or None
        The name of its top-level module.

    Examples
    --------
    >>> import numpy as np
    >>> library_of([1.0, np.ones(3)]) is None
    True
    """
    for value in values:
        name = type(value).__module__.partition(".")[0]
        if name in NUMPY:
            continue
        if name in HOMES or hasattr(value, "__array_namespace__"):
            return "jax" if name == "jaxlib" else name
    return None


def on_library(kernel: Any, library: str, given: Mapping[str, Any]) -> Any:
    """The value of a kernel at parameters among which are arrays of `library`.

    Parameters
    ----------
    kernel : Kernel
        Its source is run over the names of the library.
    library : str
        What `library_of` said.
    given : mapping of str to array or number
        The parameters; those left out take the values that the kernel has for them.

    Raises
    ------
    KernelError
        For a kernel that integrates, a function that the library lacks, and arrays of two libraries.
    """
    first = next(v for v in given.values() if library_of([v]) == library)
    xp = _namespace(library, first)
    likes = [v for v in given.values() if library_of([v]) == library and _is_floating(xp, v)]
    like, all_given = likes[0] if likes else None, {**kernel.defaults, **given}
    arrays = {name: _as_array(xp, all_given[name], like, library, name) for name in kernel.parameters}
    if library == "torch" and in_memory(arrays):
        return on_tensors(kernel, arrays)
    if library == "jax":
        return on_jax(kernel, arrays, _traced(kernel, xp), on_library)
    function = _function(kernel.source, kernel.name, library, xp)
    with np.errstate(all="ignore"):  # of libraries that compute with NumPy
        return function(**arrays)


@lru_cache(maxsize=256)
def _traced(kernel: Any, xp: Any) -> Callable[[], Callable[..., Any]]:
    return partial(_function, kernel.source, kernel.name, "jax", xp)


def _namespace(library: str, array: Any) -> Any:
    if library in HOMES:
        return importlib.import_module(HOMES[library][0])
    return array.__array_namespace__()


def _is_floating(xp: Any, array: Any) -> bool:
    if hasattr(array, "is_floating_point"):
        return bool(array.is_floating_point())
    return bool(xp.isdtype(array.dtype, "real floating"))


def _as_array(xp: Any, value: Any, like: Any, library: str, key: str) -> Any:
    other = library_of([value])
    if other == library and _is_floating(xp, value):
        return value
    if other not in (None, library):
        raise KernelError(f"{key} is an array of {other} and another one of {library}: give all of one library")
    kind = {} if like is None else {"dtype": like.dtype}
    if other is None:
        place = {"device": like.device} if library == "torch" and like is not None else {}
        return xp.asarray(value, **kind, **place) if kind else xp.asarray(value) * 1.0
    return xp.astype(value, like.dtype) if kind and hasattr(xp, "astype") else value * xp.asarray(1.0, **kind)


# --- one source, another table behind its names -----------------------------------------------------------------------


@cache
def _function(source: str, name: str, library: str, xp: Any) -> Callable[..., Any]:
    """The function for arrays of a kernel's source, over the names of another library."""
    node = next((n for n in ast.parse(source).body if _is_named(n, f"{name}_values")), None)
    if node is None:
        raise KernelError(f"{name} has one value and no parameters: it is the same in every library")
    special = _special(library, xp)
    remainders = Remainders(xp, _power_of_two(library, xp))
    space: dict[str, Any] = {"np": _Elementary(xp), "sp": special, "math": math}
    space |= {
        key: getattr(remainders, key)
        for key in dir(remainders)
        if not key.startswith("_") and callable(getattr(remainders, key))
    }
    node = ast.fix_missing_locations(Branchless().visit(node))
    _demand_known(node, name, library, space)
    exec(compile(ast.Module([node], []), f"<{name} on {library}>", "exec"), space)
    function: Callable[..., Any] = space[f"{name}_values"]
    return function


def _is_named(node: ast.stmt, name: str) -> bool:
    return isinstance(node, ast.FunctionDef) and node.name == name


class Branchless(ast.NodeTransformer):
    """A choice by a property of whole arrays is a matter of speed: what is traced takes the general way."""

    def visit_IfExp(self, node: ast.IfExp) -> Any:
        """Take the value for the other case."""
        self.generic_visit(node)
        return node.orelse if _asks_whole_arrays(node.test) else node

    def visit_If(self, node: ast.If) -> Any:
        """Take what is done in the other case."""
        self.generic_visit(node)
        return node.orelse if _asks_whole_arrays(node.test) else node


def _asks_whole_arrays(test: ast.expr) -> bool:
    called = [ast.unparse(n.func) for n in ast.walk(test) if isinstance(n, ast.Call)]
    return any(c in ASKING or c.endswith((".all", ".any")) for c in called)


def _demand_known(node: Any, name: str, library: str, space: Mapping[str, Any]) -> None:
    """Refuse a function that calls what no other library has, by its name."""
    names = [n for n in ast.walk(node) if isinstance(n, ast.Name)]
    own = {arg.arg for arg in node.args.args} | {n.id for n in names if isinstance(n.ctx, ast.Store)}
    missing = sorted({n.id for n in names} - own - set(space) - set(dir(builtins)))
    of_scipy = {n.attr for n in ast.walk(node) if isinstance(n, ast.Attribute) and ast.unparse(n.value) == "sp"}
    missing += sorted(f"sp.{n}" for n in of_scipy if not hasattr(space["sp"], n))
    if missing:
        raise KernelError(f"{name} needs {', '.join(missing)}, which {library} has not: call it with NumPy arrays")


#: What formulas apply to plain numbers, too, which other libraries do not take.
OF_NUMBERS: dict[str, Callable[[float], float]] = {
    "abs": abs,
    "exp": math.exp,
    "log": math.log,
    "log1p": math.log1p,
    "sqrt": math.sqrt,
    "square": lambda x: x * x,
}


class _Elementary:
    """A library under NumPy's names."""

    inf, nan, pi, e, euler_gamma = math.inf, math.nan, math.pi, math.e, 0.5772156649015329

    def __init__(self, xp: Any) -> None:
        self.xp = xp

    def __getattr__(self, name: str) -> Any:
        found, of_number = getattr(self.xp, STANDARD.get(name, name)), OF_NUMBERS.get(name)
        return found if of_number is None else lambda x: (of_number if isinstance(x, (int, float)) else found)(x)

    def where(self, condition: Any, one: Any, other: Any) -> Any:
        """Of two numbers as well, which the standard does not take."""
        if isinstance(condition, bool):
            return one if condition else other
        if isinstance(one, (int, float)) and isinstance(other, (int, float)):
            one = self.xp.asarray(float(one), dtype=self.xp.float64)
        return self.xp.where(condition, one, other)

    def maximum(self, one: Any, other: Any) -> Any:
        """The larger one, where one of them may be a number."""
        return self.xp.where(one >= other, one, other)

    def minimum(self, one: Any, other: Any) -> Any:
        """The smaller one."""
        return self.xp.where(one <= other, one, other)


def _special(library: str, xp: Any) -> Any:
    """The special functions under scipy's names: the library's own, and those that follow from them."""
    home = importlib.import_module(HOMES[library][1]) if library in HOMES else None
    found = SimpleNamespace(**{key: getattr(home, key) for key in OWN if hasattr(home, key)})
    for key, (needed, make) in DERIVED.items():
        if not hasattr(found, key) and all(hasattr(found, n) for n in needed):
            setattr(found, key, make(found, xp))
    return found


#: What is taken from a library where it has it. JAX's betaln is not: it is right to six digits only.
OWN = (
    "digamma",
    "erf",
    "erfc",
    "erfinv",
    "exp1",
    "expi",
    "expn",
    "gammainc",
    "gammaincc",
    "gammaln",
    "i0e",
    "i1e",
    "polygamma",
    "xlog1py",
    "xlogy",
    "zeta",
)


def _product(xp: Any, logarithm: Callable[[Any], Any]) -> Callable[[Any, Any], Any]:
    """``x*logarithm(y)``, 0 where x = 0 whatever y is."""

    def value(x: Any, y: Any) -> Any:
        zero = (x == 0) & ~xp.isnan(y)
        return xp.where(zero, 0.0, xp.where(zero, 1.0, x) * logarithm(xp.where(zero, 0.5, y)))

    return value


#: What follows from other functions: those it needs, and how it is made.
DERIVED: dict[str, tuple[tuple[str, ...], Callable[[Any, Any], Callable[..., Any]]]] = {
    "xlogy": ((), lambda sp, xp: _product(xp, xp.log)),
    "xlog1py": ((), lambda sp, xp: _product(xp, xp.log1p)),
    "rel_entr": ((), lambda sp, xp: lambda a, b: _product(xp, xp.log)(a, a / b)),
    "gamma": (("gammaln",), lambda sp, xp: lambda x: xp.exp(sp.gammaln(x))),
    "betaln": (("gammaln",), lambda sp, xp: lambda a, b: sp.gammaln(a) + sp.gammaln(b) - sp.gammaln(a + b)),
}


def _power_of_two(library: str, xp: Any) -> Callable[[Any], Any]:
    """From an array to the power of two next below its absolute value, a constant for derivatives."""
    if library == "torch":

        def of_torch(x: Any) -> Any:
            mantissa, exponent = xp.frexp(x.detach())
            return xp.ldexp(xp.ones_like(mantissa), exponent - 1)

        return of_torch
    if library == "jax":
        stop = importlib.import_module("jax.lax").stop_gradient

        def of_jax(x: Any) -> Any:
            mantissa, exponent = xp.frexp(stop(x))
            return xp.ldexp(xp.ones_like(mantissa), exponent - 1)

        return of_jax
    return lambda x: 2.0 ** xp.floor(xp.log2(abs(x)))
