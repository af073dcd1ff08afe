"""Doors upward: methods of public objects that only present what a higher floor does.

``measure.doit()`` asks the engine and ``derivation.latex()`` a renderer, though both stand above the object that is
asked. The front of the package, which stands above all rooms, says where each door leads; nothing below imports upward.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from os import PathLike
    from pathlib import Path

__all__ = ["DOORS", "CompiledMeasure", "door", "open_doors"]


class CompiledMeasure(Protocol):
    """What ``compile()`` returns, as far as the floors below the kernels know it: see `symbinfo.kernels.Kernel`."""

    source: str
    name: str
    parameters: tuple[str, ...]
    optional: tuple[str, ...]
    title: str
    unit: str
    method: str

    def __call__(self, *values: Any, **named: Any) -> Any:
        """The value at the parameters."""

    @property
    def defaults(self) -> dict[str, float]:
        """The values of those parameters that may be left out."""

    def grad(self, **named: Any) -> dict[str, Any]:
        """The first derivatives at the parameters, by name."""

    def hessian(self, **named: Any) -> dict[str, dict[str, Any]]:
        """The second derivatives at the parameters."""

    def partial(self, *by: str) -> CompiledMeasure:
        """The kernel of the derivative by the parameters named."""

    def parallel(self) -> Callable[..., Any]:
        """The same as one loop on all cores."""

    def save(self, path: str | PathLike[str]) -> Path:
        """Write the source as a module of its own."""


#: The function behind each door: the name of its module.
DOORS: dict[str, str] = {}


def open_doors(homes: Mapping[str, str]) -> None:
    """Say where doors lead: for the front of the package."""
    DOORS.update(homes)


def door(name: str) -> Callable[..., Any]:
    """Return the function `name` of a higher floor, imported when it is first needed."""
    found: Callable[..., Any] = getattr(import_module(DOORS[name]), name)
    return found
