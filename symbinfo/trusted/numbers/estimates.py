"""What comes of an evaluation: a value with its error, no real value, or no number that can be told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

__all__ = ["Estimate", "Gap", "LogPole", "Pole", "Real", "Undefined", "Unknown", "Unsure"]

Real = Any


class Undefined(ArithmeticError):
    """There is no real value at this point."""


class Pole(Undefined):
    """There is no finite value at this point, but there may be everywhere around it: log 0, 1/0."""


class LogPole(Pole):
    """The log of 0; `zeros` are, for each such log, the registers of those factors of its argument that are 0."""

    def __init__(self, text: str, zeros: tuple[frozenset[int], ...]) -> None:
        super().__init__(text)
        self.zeros = zeros


class Unknown(ArithmeticError):
    """No number can be told: out of range, or not computed to a bearable error."""


class Gap(Unknown):
    """0 times a pole: there may be a limit."""


class Unsure(Unknown):
    """Rounding leaves it open: with more digits it may be told."""


@dataclass(frozen=True)
class Estimate:
    """A value and a bound that its error is believed not to exceed."""

    value: Real
    error: Real

    def __add__(self, other: Estimate) -> Estimate:
        return Estimate(self.value + other.value, self.error + other.error)
