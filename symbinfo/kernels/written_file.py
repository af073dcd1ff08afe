"""A kernel as a file of its own: typed, with its gradient and its own test, for those who have one array library only."""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from importlib.metadata import version
from typing import Any

from symbinfo.kernels import numpy_special, stirling
from symbinfo.kernels.code import KernelError
from symbinfo.kernels.file_points import Tested
from symbinfo.kernels.helper_source import MODULES, helpers_for, imports_for, parts_of
from symbinfo.kernels.library_file import library_body

__all__ = ["BACKENDS", "written"]

BACKENDS = ("numpy", "torch", "jax")


def written(kernel: Any, backend: str = "numpy", query: str = "") -> str:
    """The text of a module with the kernel's function, its gradient, and a test of both.

    Parameters
    ----------
    kernel : Kernel
        A compiled derivation.
    backend : str
        The library that the file needs: numpy, torch or jax.
    query : str
        What was asked for, told in the file.

    Raises
    ------
    KernelError
        For another backend; where the backend lacks a function.

    Examples
    --------
    >>> from sympy import symbols
    >>> from sympy.stats import Exponential
    >>> import symbinfo as si
    >>> text = written(si.Entropy(Exponential("X", symbols("rate", positive=True))).compile())
    >>> print(text[text.index("def ") :][:106])
    def entropy_exponential(rate: ArrayLike, *, out: NDArray[Any] | None = None, strict: bool = False) -> Any:
    """
    if backend not in BACKENDS:
        raise KernelError(f"there is no backend {backend!r}: {', '.join(BACKENDS)}")
    if not kernel.parameters:
        raise KernelError(f"{kernel.name} has one value and no parameters: `symbinfo eval` gives it")
    tested = Tested(kernel)
    body = _on_numpy(kernel, tested) if backend == "numpy" else library_body(kernel, backend)
    return _heading(kernel, backend, query, body, gradient=bool(tested.slopes) or backend != "numpy") + body


def _heading(kernel: Any, backend: str, query: str, body: str, *, gradient: bool) -> str:
    needs = {"numpy": "NumPy", "torch": "PyTorch", "jax": "JAX"}[backend]
    needs += " and scipy.special" if "import scipy" in body else " only"
    words = inspect.getdoc(kernel._function) or kernel.title
    origin = f"Written by symbinfo {version('symbinfo')}{f' from {query!r}' if query.isprintable() and query else ''}."
    words += "" if gradient else "\n\nIt has no gradient here: none by all parameters that NumPy alone computes."
    told = [words, "", f"This module needs {needs}; run as a program, it tests itself.", origin.replace("\\", "/")]
    return '"""' + "\n".join(told).replace('"""', "'''") + '\n"""\n\n'


# --- NumPy ------------------------------------------------------------------------------------------------------------


def _on_numpy(kernel: Any, tested: Tested) -> str:
    name, parameters = kernel.name, kernel.parameters
    own = _functions_of(kernel.source, lambda n: n.startswith(name) and not n.endswith("_of_floats"))
    own += _functions_of(kernel.source, lambda n: not n.startswith(name) and n in _called(kernel.source, name))
    typed = ", ".join(f"{p}: ArrayLike" for p in parameters)
    for slope in tested.slopes:
        derivative = kernel.partial(slope)
        of = {f"{derivative.name}_values", f"{derivative.name}_precisely"}
        inner = sorted(_called(derivative.source, derivative.name) - of)
        texts = _functions_of(derivative.source, (of | set(inner)).__contains__)
        names = rf"\b({'|'.join(inner) or '$'})\b(?!=)"
        own += [re.sub(names, rf"\1_by_{slope}", text) for text in texts]
    if tested.slopes:
        rows = [f'    "{p}": blockwise({kernel.partial(p).name}_values, given),' for p in tested.slopes]
        lines = [
            '"""The first derivatives at the parameters, by name; NaN outside the domain."""',
            f"given = ({', '.join(parameters)},)",
            "return {",
            *rows,
            "}",
        ]
        own.insert(1, f"def {name}_gradient({typed}) -> dict[str, Any]:\n" + textwrap.indent("\n".join(lines), "    "))
    text = "\n\n\n".join(own)
    helpers = list(map(_with_numbers, helpers_for(text)))
    special = _special_in_numpy("\n".join([text, *helpers]))
    code = "\n\n\n".join([text, *helpers])
    imports = imports_for(code + special)
    if special:
        imports = [line for line in imports if "scipy" not in line]
    if "    from typing" not in imports and "from typing import Any" not in imports:
        imports.insert(0, "from typing import Any")
    parts = [
        "\n".join(["from __future__ import annotations", "", *imports, "from numpy.typing import ArrayLike, NDArray"])
    ]
    parts += [f"__all__ = {[name, *([f'{name}_gradient'] if tested.slopes else [])]!r}".replace("'", '"')]
    parts += [code, *([special] if special else []), tested.text()]
    return _with_types("\n\n\n".join(parts) + "\n", kernel)


def _with_numbers(text: str) -> str:
    """Constants that scipy computes at import, as the numbers that they are."""

    def number(match: re.Match[str]) -> str:
        found = next(getattr(module, match[1]) for module in MODULES if hasattr(module, match[1]))
        return f"{match[1]} = {found!r}"

    return re.sub(r"(?m)^([A-Z_]+) = .*\bsp\.\w+\(.*$", number, text)


def _special_in_numpy(text: str) -> str:
    """Scipy's functions that the text calls, in NumPy; nothing where one of them is not among ours."""
    used = sorted(set(re.findall(r"\bsp\.(\w+)", text)))
    if not used or not all(name in numpy_special.__all__ for name in used):
        return ""
    parts = parts_of(numpy_special)
    constants = [p for n, p in parts_of(stirling).items() if n in ("FROM", "HALF_LOG_TWO_PI", "MU", "MU_1")]
    constants = [c for c in constants if c not in text]
    rows = ", ".join(f"{name}={name}" for name in used)
    return "\n\n\n".join(
        [*(["\n".join(constants)] if constants else []), *parts.values(), f"sp = SimpleNamespace({rows})"]
    )


def _functions_of(source: str, chosen: Any) -> list[str]:
    """The texts of functions of a module, as they stand there."""
    lines = source.splitlines()
    nodes = [n for n in ast.parse(source).body if isinstance(n, ast.FunctionDef) and chosen(n.name)]
    return ["\n".join(lines[n.lineno - 1 : n.end_lineno]) for n in nodes]


def _called(source: str, name: str) -> set[str]:
    """The functions between those of the kernel: what it integrates."""
    names = [n.name for n in ast.parse(source).body if isinstance(n, ast.FunctionDef)]
    return set(names[1 : names.index(f"{name}_values")])


def _with_types(text: str, kernel: Any) -> str:
    """The functions that are called from outside with types."""
    signature = re.compile(rf"(?m)^def {kernel.name}\((.*)\):$")

    def typed(match: re.Match[str]) -> str:
        given = [part.strip() for part in match[1].split(",")]
        kinds = {"out=None": "out: NDArray[Any] | None = None", "strict=False": "strict: bool = False", "*": "*"}
        shown = [kinds.get(p) or re.sub(r"^(\w+)(=?)(.*)$", _with_type, p) for p in given]
        return f"def {kernel.name}({', '.join(shown)}) -> Any:"

    text = signature.sub(typed, text)
    inner = re.compile(rf"(?m)^def ({kernel.name}\w*_(?:values|precisely|domain))\((.*)\):$")
    kinds = {"values": "Any", "precisely": "Any", "domain": "Iterator[tuple[str, Any, dict[str, Any]]]"}
    return inner.sub(
        lambda m: (
            f"def {m[1]}({', '.join(f'{p.strip()}: Any' for p in m[2].split(','))}) -> {kinds[m[1].rpartition('_')[2]]}:"
        ),
        text,
    )


def _with_type(match: re.Match[str]) -> str:
    return f"{match[1]}: ArrayLike{f' = {match[3]}' if match[2] else ''}"
