"""The one door upward: methods of public objects that only present what a higher floor does.

``measure.doit()`` asks the engine and ``derivation.latex()`` a renderer, though both stand above the object that is
asked. All such calls go through this table and nowhere else, so that every other import of the house looks down.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

__all__ = ["DOORS", "door"]

DOORS = {
    "derive": "symbinfo.strategies",
    "evaluate": "symbinfo.numeric",
    "certificate_of": "symbinfo.lowering",
    "check_derivation": "symbinfo.checking",
    "compile_kernel": "symbinfo.kernels",
    "compile_measure": "symbinfo.kernels",
    "render": "symbinfo.render",
    "to_dict": "symbinfo.render.json",
}


def door(name: str) -> Callable[..., Any]:
    """Return the function `name` of a higher floor, imported when it is first needed."""
    found: Callable[..., Any] = getattr(import_module(DOORS[name]), name)
    return found
