"""The text of helper functions, for the source of a kernel: what it calls, what that calls, and no more."""

from __future__ import annotations

import ast
import inspect
import re
from functools import cache
from types import ModuleType

from symbinfo.kernels import (
    array_quadrature,
    bessel,
    blocks,
    dirichlet_remainder,
    exact_sums,
    exponential_integral,
    many_digits,
    remainders,
    stirling,
)

__all__ = ["MODULES", "helpers_for", "imports_for", "parts_of"]

MODULES = (
    blocks,
    exact_sums,
    remainders,
    stirling,
    exponential_integral,
    dirichlet_remainder,
    bessel,
    array_quadrature,
    many_digits,
)
IMPORTS = {
    "import importlib": r"\bimportlib\.",
    "import math": r"\bmath\.",
    "from itertools import product": r"\bproduct\(",
    "from collections.abc import Callable, Iterable, Iterator": r"\b(Callable|Iterable|Iterator)\[",
    "from contextvars import Context, copy_context": r"\bcopy_context\(",
    "from types import SimpleNamespace": r"\bSimpleNamespace\(",
    "from typing import Any": r"\bAny\b",
}
OUTER = {"import numpy as np": r"\bnp\.", "import scipy.special as sp": r"\bsp\."}


def helpers_for(text: str) -> list[str]:
    """The definitions that `text` needs, each after what it uses at import, in the order of the files."""
    parts = {name: block for module in MODULES for name, block in parts_of(module).items()}
    needed: set[str] = set()
    fresh = {name for name in parts if _mentions(text, name)}
    while fresh:
        needed |= fresh
        fresh = {n for name in fresh for n in parts if n not in needed and _mentions(parts[name], n)}
    return _joined([block for name, block in parts.items() if name in needed])


def _joined(blocks_of_text: list[str]) -> list[str]:
    """Constants that follow each other stand together."""
    joined: list[str] = []
    constants = False
    for block in blocks_of_text:
        constant = not block.startswith(("def ", "@", "class "))
        if constant and constants:
            joined[-1] += f"\n{block}"
        else:
            joined.append(block)
        constants = constant
    return joined


def imports_for(text: str) -> list[str]:
    """The import lines that `text` needs."""
    inner = [line for line, used in IMPORTS.items() if re.search(used, text)]
    outer = [line for line, used in OUTER.items() if re.search(used, text)]
    return [*inner, *([""] if inner and outer else []), *outer]


def _mentions(text: str, name: str) -> bool:
    return re.search(rf"(?<![\w.]){name}\b", text) is not None


@cache
def parts_of(module: ModuleType) -> dict[str, str]:
    """The functions and constants of a module by name, with the comment lines above them."""
    text = inspect.getsource(module)
    lines = text.splitlines()
    parts = {}
    for node in ast.parse(text).body:
        name = _name(node)
        if name is None:
            continue
        start = min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", ()))]) - 1
        while lines[start - 1].startswith("# ") and not lines[start - 1].startswith("# ---"):
            start -= 1
        parts[name] = "\n".join(lines[start : node.end_lineno])
    return parts


def _name(node: ast.stmt) -> str | None:
    if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
        return node.name
    target = (
        node.targets[0] if isinstance(node, ast.Assign) else node.target if isinstance(node, ast.AnnAssign) else None
    )
    return target.id if isinstance(target, ast.Name) and target.id != "__all__" else None
