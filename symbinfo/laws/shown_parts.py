"""What stands among the shown parameters of a law that is made of others: ``loc=1``, ``1/3: Normal(0, 1)``, ``Normal(0, 1)``.

They are no laws, so that whoever collects the laws of an expression meets the whole only.
"""

from __future__ import annotations

from typing import Any

from sympy import Basic
from sympy.core.symbol import Str

__all__ = ["MIXED", "MOVED", "TRUNCATED", "Named", "ShownLaw", "Weight", "as_written"]

#: The families of laws that are made of others.
MOVED, TRUNCATED, MIXED = "moved", "truncated", "mixture"


class Named(Basic):
    """A parameter by its name: ``loc=1``."""

    def __new__(cls, name: Any, value: Any) -> Named:
        """From a name (text) and a value."""
        return Basic.__new__(cls, Str(str(name)), value)

    name = property(lambda self: self.args[0].name)
    value = property(lambda self: self.args[1])

    def _sympystr(self, printer: Any) -> str:
        return f"{self.name}={printer._print(self.value)}"


class Weight(Basic):
    """A part of a mixture with its weight: ``1/3: Normal(0, 1)``."""

    weight = property(lambda self: self.args[0])
    part = property(lambda self: self.args[1])

    def _sympystr(self, printer: Any) -> str:
        return f"{printer._print(self.weight)}: {printer._print(self.part)}"


class ShownLaw(Basic):
    """A law as it is written: ``Normal(0, 1)``."""

    def __new__(cls, law: Any) -> ShownLaw:
        """From a law."""
        return Basic.__new__(cls, Str(law.family), law.parameters)

    @classmethod
    def _from(cls, family: Any, parameters: Any) -> ShownLaw:
        return Basic.__new__(cls, family, parameters)

    @property
    def func(self) -> Any:
        """How SymPy makes one from its parts."""
        return type(self)._from

    family = property(lambda self: self.args[0].name)
    parameters = property(lambda self: self.args[1])

    def _sympystr(self, printer: Any) -> str:
        family, parameters = as_written(self.family, self.parameters)
        return f"{family}({', '.join(printer._print(p) for p in parameters)})"


def as_written(family: str, parameters: Any) -> tuple[str, tuple[Any, ...]]:
    """The word and the parameters with which a law is written: a moved one is ``Gamma(2, 3, loc=1)``."""
    if family != MOVED:
        return family, tuple(parameters)
    inner, *rest = parameters
    return inner.family, (*inner.parameters, *rest)
