"""Doors upward: methods of public objects that only present what a higher floor does.

``measure.doit()`` asks the engine and ``derivation.latex()`` a renderer, though both stand above the object that is
asked. The front of the package, which stands above all rooms, says where each door leads; nothing below imports upward.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

__all__ = ["DOORS", "door", "open_doors"]

#: The function behind each door: the name of its module.
DOORS: dict[str, str] = {}


def open_doors(homes: Mapping[str, str]) -> None:
    """Say where doors lead: for the front of the package."""
    DOORS.update(homes)


def door(name: str) -> Callable[..., Any]:
    """Return the function `name` of a higher floor, imported when it is first needed."""
    found: Callable[..., Any] = getattr(import_module(DOORS[name]), name)
    return found
