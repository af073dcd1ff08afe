"""What was found of a claim."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self, TypedDict

from symbinfo.expressions.verdict_words import Level, Outcome

__all__ = ["Verdict", "Witness"]


class Witness(TypedDict):
    """Where a claim fails, and the two values there."""

    parameters: dict[str, str]
    claimed: str
    actual: str


@dataclass(frozen=True)
class Verdict:
    """What was found of a claim.

    Attributes
    ----------
    verdict : Outcome
        "holds", "refuted" or "undecided".
    level : Level
        "proved": by exact named steps; "certified": by rigorous enclosures; "checked": numerically, at sampled points;
        empty when undecided.
    points : int
        At how many points it was looked at.
    witness : Witness or None
        Of a refuted claim: ``parameters``, the ``claimed`` and the ``actual`` value there.
    reason : str
        In a sentence.
    diagnosis : str
        What is likely to have gone wrong, where that is known.
    digits : int
        To how many digits the two sides were compared; 0 where nothing was compared.
    """

    verdict: Outcome
    level: Level
    points: int
    witness: Witness | None = None
    reason: str = ""
    diagnosis: str = ""
    digits: int = 0

    @classmethod
    def undecided(cls, reason: str, points: int = 0) -> Self:
        """Nothing was found, and why."""
        return cls(Outcome.UNDECIDED, Level.NONE, points, reason=reason)

    def to_dict(self) -> dict[str, Any]:
        """The verdict as JSON data."""
        return {
            "verdict": self.verdict.value,
            "level": self.level.value,
            "points": self.points,
            "digits": self.digits,
            "witness": self.witness,
            "reason": self.reason,
            "diagnosis": self.diagnosis,
        }

    def text(self) -> str:
        """A line or two for a person."""
        if self.witness is None:
            line = f"{self.verdict:<11} {f'{self.level}: ' if self.level else ''}{self.reason}"
        else:
            place = ", ".join(f"{name} = {value}" for name, value in self.witness["parameters"].items())
            values = f"claimed {self.witness['claimed']}, actual {self.witness['actual']}"
            line = f"{self.verdict:<11} {f'at {place}: ' if place else ''}{values}"
        return f"{line}\n{'':<11} {self.diagnosis}" if self.diagnosis else line
