"""One variable of a joint law, or several taken together: what measures take where they would take a law.

What all joint laws share is here, too: named variables, one component each.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sympy import Basic, Tuple

from symbinfo.expressions.errors import MeasureError
from symbinfo.laws.law import Law

__all__ = ["Component", "Joint", "names_of"]

NAMES = ("X", "Y", "Z", "U", "V", "W")


class Component(Basic):
    """One variable of a joint law, or several taken together.

    Parameters
    ----------
    joint : Law
        A joint law.
    indices : Tuple of int
        Which of its variables.

    Attributes
    ----------
    name : str
        As in formulas: ``X``, or ``X, Y``.
    law : Law
        Its marginal law.
    """

    joint = property(lambda self: self.args[0])
    indices = property(lambda self: tuple(int(i) for i in self.args[1]))

    def __new__(cls, joint: Law, indices: Iterable[int]) -> Component:
        """A component by its places in the joint law."""
        return Basic.__new__(cls, joint, Tuple(*indices))

    @property
    def name(self) -> str:
        """The names of its variables."""
        return ", ".join(self.joint.names[i].name for i in self.indices)

    @property
    def law(self) -> Law:
        """The marginal law."""
        return self.joint.marginal(self.indices).renamed(self.name)

    def _sympystr(self, printer: Any) -> str:
        return self.name


class Joint:
    """What joint laws share: named variables, and components."""

    args: tuple[Any, ...]

    @property
    def names(self) -> Tuple:
        """The names of the variables."""
        return self.args[-1]

    @property
    def components(self) -> tuple[Component, ...]:
        """The variables, one component each."""
        return tuple(Component(self, (i,)) for i in range(len(self.names)))  # type: ignore[arg-type]

    def _checked(self, block: Sequence[int]) -> tuple[int, ...]:
        block = tuple(block)
        if not block or len(set(block)) < len(block) or not all(0 <= i < len(self.names) for i in block):
            raise MeasureError(f"variables {list(block)} are not distinct variables of a law of {len(self.names)}")
        return block


def names_of(names: Sequence[str] | None, size: int) -> tuple[str, ...]:
    """The names of the variables of a joint law: those given, or X, Y, Z, ...

    Raises
    ------
    MeasureError
        When there are not as many as variables, or two are the same.
    """
    if names is None:
        names = NAMES[:size] if size <= len(NAMES) else [f"X{i + 1}" for i in range(size)]
    names = tuple(names)
    if len(names) != size or len(set(names)) < size or not all(isinstance(n, str) and n for n in names):
        raise MeasureError(f"a table of {size} variables takes {size} distinct names: got {list(names)}")
    return names
