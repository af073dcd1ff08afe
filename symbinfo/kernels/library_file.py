"""A kernel as a file for PyTorch or JAX: the function, the derivatives that were derived as its rule, and a test of both."""

from __future__ import annotations

import ast
import builtins
import re
import textwrap
from typing import Any

from symbinfo.kernels import arrays, backends, remainders, stirling
from symbinfo.kernels.arrays import Remainders
from symbinfo.kernels.backends import DERIVED, OWN, Branchless
from symbinfo.kernels.code import KernelError
from symbinfo.kernels.file_points import Tested
from symbinfo.kernels.helper_source import parts_of
from symbinfo.kernels.write import folded

__all__ = ["library_body"]

#: Of arrays of the library: a common shape and type.
ALIKE = {
    "torch": """
def _alike(*values: Any) -> Any:
    like = next((v for v in values if isinstance(v, torch.Tensor) and v.is_floating_point()), None)
    kind = {"dtype": torch.float64} if like is None else {"dtype": like.dtype, "device": like.device}
    return torch.broadcast_tensors(*(torch.as_tensor(v, **kind) for v in values))
""",
    "jax": """
def _alike(*values: Any) -> Any:
    kind = jax.numpy.result_type(float, *(v for v in values if hasattr(v, "dtype")))
    return jax.numpy.broadcast_arrays(*(jax.numpy.asarray(v, kind) for v in values))
""",
}
#: The derivatives that were derived, for the library's own differentiation.
RULES = {
    "torch": """
class _Rule(torch.autograd.Function):
    generate_vmap_rule = True

    @staticmethod
    def forward(*given: Any) -> Any:
        return {name}_values(*given)

    @staticmethod
    def setup_context(ctx: Any, inputs: Any, output: Any) -> None:
        ctx.save_for_backward(*inputs)

    @staticmethod
    def backward(ctx: Any, *weights: Any) -> Any:
        given, needed = ctx.saved_tensors, ctx.needs_input_grad
        slopes: tuple[Any, ...] = ({slopes},)
        return tuple(weights[0] * f(*given) if f and need else None for f, need in zip(slopes, needed))


_ruled = _Rule.apply
""",
    "jax": """
def _weighed(slope: Any) -> Any:
    return slope and (lambda change, value, *given: change * slope(*given))


_ruled = jax.custom_jvp({name}_values)
_ruled.defjvps(*map(_weighed, ({slopes},)))
""",
}
ONE_BY_ONE = {
    "torch": """
    given = [v.detach().clone().requires_grad_() for v in _alike({names})]
    return dict(zip({keys}, torch.autograd.grad({name}_values(*given).sum(), given)))
""",
    "jax": """
    total = lambda *given: {name}_values(*given).sum()
    return dict(zip({keys}, jax.grad(total, tuple(range({count})))(*_alike({names}))))
""",
}
#: What a library's special functions lack of those that `backends` takes from it.
LACKING = {"torch": ("exp1", "expi", "expn", "betaln"), "jax": ()}


def library_body(kernel: Any, library: str) -> str:
    """The module without its docstring.

    Raises
    ------
    KernelError
        For a function that the library lacks, by its name.
    """
    name, names = kernel.name, ", ".join(kernel.parameters)
    values, tested = _values_of(kernel, library), Tested(kernel)
    slopes = {p: _slope_of(kernel, p, library) for p in tested.slopes}
    if any(text is None for text in slopes.values()):
        slopes = {}
    own = [values, *(text for text in slopes.values() if text)]
    keys = {"name": name, "names": names, "keys": repr(tuple(kernel.parameters)), "count": len(kernel.parameters)}
    of = {p: f"{kernel.partial(p).name}_values" if p in slopes else "None" for p in kernel.parameters}
    if slopes:
        rule = RULES[library].format(**keys, slopes=", ".join(of.values()))
        rows = ", ".join(f'"{p}": {of[p]}(*given)' for p in slopes)
        gradient = f"\n    given = _alike({names})\n    return {{{rows}}}\n"
    else:
        rule, gradient = f"\n_ruled = {name}_values\n", ONE_BY_ONE[library].format(**keys)
    typed = ", ".join(f"{p}: Any" for p in kernel.parameters)
    array = "torch.Tensor" if library == "torch" else "jax.Array"
    main = f'def {name}({typed}) -> {array}:\n    """{kernel.title}; NaN outside the domain."""\n'
    main += f"    found: {array} = _ruled(*_alike({names}))\n    return found"
    slope = f"def {name}_gradient({typed}) -> dict[str, {array}]:\n"
    slope += f'    """The first derivatives at the parameters, by name."""{gradient.rstrip()}'
    body = [main, slope, ALIKE[library].strip(), *own, rule.strip()]
    text = "\n\n\n".join([*_runtime(own, library), *body])
    imports = ["import importlib", "import math", "from collections.abc import Callable, Iterable"]
    imports += ["from functools import reduce, wraps", "from types import SimpleNamespace", "from typing import Any"]
    imports += ["", "import torch" if library == "torch" else "import jax"]
    head = "\n".join(["from __future__ import annotations", "", *imports])
    shown = f'__all__ = ["{name}", "{name}_gradient"]'
    ready = "" if library == "torch" else 'jax.config.update("jax_enable_x64", True)'
    given = "{k: torch.tensor(v, dtype=torch.float64) for k, v in given.items()}" if library == "torch" else "given"
    return "\n\n\n".join([head, shown, text, tested.text(given, ready)]) + "\n"


def _values_of(kernel: Any, library: str) -> str:
    """The function for arrays without what asks something of whole arrays."""
    node = next(n for n in ast.parse(kernel.source).body if getattr(n, "name", "") == f"{kernel.name}_values")
    node = ast.fix_missing_locations(Branchless().visit(node))
    known = {n for n in dir(Remainders) if not n.startswith("_")} | {"np", "sp", "math", *dir(builtins)}
    names = [n for n in ast.walk(node) if isinstance(n, ast.Name)]
    own = {a.arg for a in node.args.args} | {n.id for n in names if isinstance(n.ctx, ast.Store)}
    missing = sorted({n.id for n in names} - own - known)
    of_scipy = {n.attr for n in ast.walk(node) if isinstance(n, ast.Attribute) and ast.unparse(n.value) == "sp"}
    there = {*OWN, *DERIVED} - set(LACKING[library])
    missing += sorted(f"sp.{n}" for n in of_scipy - there)
    if missing:
        raise KernelError(f"{kernel.name} needs {', '.join(missing)}, which {library} has not: take --backend numpy")
    head = f"def {node.name}({', '.join(f'{a.arg}: Any' for a in node.args.args)}) -> Any:"
    lines = [ast.get_docstring(node) and f'"""{ast.get_docstring(node)}"""', *map(ast.unparse, node.body[1:])]
    return head + "\n" + textwrap.indent("\n".join(folded(line) for line in lines if line), "    ")


def _slope_of(kernel: Any, name: str, library: str) -> str | None:
    try:
        return _values_of(kernel.partial(name), library)
    except KernelError:
        return None


def _runtime(own: list[str], library: str) -> list[str]:
    """What stands behind the names of NumPy and scipy, as the package itself has it."""
    behind = parts_of(backends)
    kept = [behind[n] for n in ("HOMES", "STANDARD", "OF_NUMBERS", "_Elementary")]
    kept += [behind[n] for n in ("OWN", "_product", "DERIVED", "_special")]
    kept.append(behind["_power_of_two"])
    parts = [text for name, text in parts_of(arrays).items() if name != "__all__"]
    used = "\n".join([*own, *parts])
    constants = {**parts_of(remainders), **parts_of(stirling)}
    numbers = [text for n, text in constants.items() if n.isupper() and re.search(rf"\b{n}\b", used)]
    called = [
        n for n in dir(Remainders) if not n.startswith("_") and any(re.search(rf"(?<![.\w]){n}\(", t) for t in own)
    ]
    xp = "torch" if library == "torch" else "jax.numpy"
    names = [f'np, sp = _Elementary({xp}), _special("{library}", {xp})']
    names += [f'_remainders = Remainders({xp}, _power_of_two("{library}", {xp}))']
    names += [f"{n} = _remainders.{n}" for n in called]
    return ["\n".join(numbers), *parts, *kept, "\n".join(names)]
