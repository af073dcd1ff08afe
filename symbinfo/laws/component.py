"""One variable of a joint law, or several taken together: what measures take where they would take a law."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sympy import Basic, Tuple

from symbinfo.laws.law import Law

__all__ = ["Component"]


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
