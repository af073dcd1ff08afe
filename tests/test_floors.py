"""The house stands on its floors: a file imports only from lower floors, or from its own package."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from symbinfo.upstairs import DOORS

ROOT = Path(__file__).parent.parent / "symbinfo"

# Lowest first; a module belongs to the first entry that it equals or lies under.
FLOORS: tuple[tuple[str, ...], ...] = (
    ("errors", "upstairs", "limits"),
    (
        "certificate",
        "definitions",
        "orders",
        "quadrature",
        "summation",
        "heads",
        "polynomials",
        "logarithms",
        "program",
        "nodes",
        "evaluate",
        "growth",
        "rigorous",
        "instances",
        "nesting",
        "sampling",
        "check_values",
        "check_ground",
        "check_comparison",
        "check_laws",
        "check_infinity",
        "check_steps",
        "checker",
        "shannon_check",
    ),
    ("domain", "written", "laws", "expectation"),
    ("measures",),
    ("derivation", "rules", "lowering", "checking", "numeric", "normalisation", "one_component"),
    ("conditioning", "entries", "strategies", "theorems", "query", "referee", "verdict", "slips", "shannon"),
    ("render", "kernels", "exercises"),
    ("build", "atlas", "judging"),
    ("cli", "__main__"),
)


def modules() -> list[str]:
    paths = sorted(ROOT.rglob("*.py"))
    return [".".join(p.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__") for p in paths]


def floor_of(module: str) -> int:
    top = module.split(".")[0]
    for number, rooms in enumerate(FLOORS):
        if top in rooms:
            return number
    raise AssertionError(f"{module} stands on no floor: add it to the table")


def imports_of(module: str) -> set[str]:
    path = ROOT / Path(*module.split("."))
    path = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        names = []
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{a.name}" if node.module == "symbinfo" else node.module for a in node.names]
            names = [n for n in names if n != "symbinfo.__version__"]
        elif isinstance(node, ast.Import):
            names = [a.name for a in node.names]
        found |= {n.removeprefix("symbinfo.") for n in names if n.startswith("symbinfo.")}
    return found


@pytest.mark.parametrize("module", [m for m in modules() if m != "__init__"])
def test_a_module_looks_down(module: str) -> None:
    here = floor_of(module)
    upward = {other for other in imports_of(module) if floor_of(other) > here}
    assert not upward, f"{module} imports from above: {sorted(upward)}"


def test_the_table_notices_an_upward_import() -> None:
    assert floor_of("rules.algebra") < floor_of("render.latex")
    with pytest.raises(AssertionError):
        floor_of("nowhere")


@pytest.mark.parametrize("name", sorted(DOORS))
def test_a_door_leads_somewhere(name: str) -> None:
    from symbinfo.upstairs import door

    assert callable(door(name))


@pytest.mark.parametrize("module", ["symbinfo", "symbinfo.checker", "symbinfo.certificate"])
def test_the_checker_needs_no_sympy(module: str) -> None:
    code = f"import sys, {module}; sys.exit('sympy' in sys.modules or 'numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
