"""What comes of an evaluation: a value with its error, no real value, or no number that can be told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

__all__ = ["Estimate", "Pole", "Real", "Undefined", "Unknown"]

Real = Any


class Undefined(ArithmeticError):
    """There is no real value at this point."""


class Pole(Undefined):
    """There is no finite value at this point, but there may be everywhere around it: log 0, 1/0."""


class Unknown(ArithmeticError):
    """No number can be told: out of range, or not computed to a bearable error."""


@dataclass(frozen=True)
class Estimate:
    """A value and a bound that its error is believed not to exceed."""

    value: Real
    error: Real

    def __add__(self, other: Estimate) -> Estimate:
        return Estimate(self.value + other.value, self.error + other.error)
