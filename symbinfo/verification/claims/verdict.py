"""What was found of a claim."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Self, TypedDict

from symbinfo.expressions.one_line import OneLine
from symbinfo.expressions.verdict_words import Level, Outcome

__all__ = ["TONES", "Verdict", "Witness"]

#: The edge of a card in a notebook.
TONES = {Outcome.HOLDS: "good", Outcome.REFUTED: "bad", Outcome.UNDECIDED: "open"}


class Witness(TypedDict):
    """Where a claim fails, and the two values there."""

    parameters: dict[str, str]
    claimed: str
    actual: str


@dataclass(frozen=True, repr=False)
class Verdict(OneLine):
    """What was found of a claim.

    Attributes
    ----------
    verdict : Outcome
        "holds", "refuted" or "undecided".
    level : Level
        "proved": every step of `certificate` was replayed exactly; "certified": by rigorous enclosures over the whole
        domain, or by a theorem whose instance was not replayed; "checked": numerically, at sampled points; empty when
        undecided.
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
    reading : tuple of str
        How the claim was read, where that is not evident.
    certificate : dict or None
        Of a proved claim: the proof as plain data that `symbinfo check` replays.
    statement : str
        Of a proved claim: what its certificate says, in words.
    axioms : tuple of str
        Of a proved claim: the stored facts that it rests on, by name.
    unproved : str
        Of a claim that holds and is not proved: where the replay of its derivation stops.
    """

    verdict: Outcome
    level: Level
    points: int
    witness: Witness | None = None
    reason: str = ""
    diagnosis: str = ""
    digits: int = 0
    reading: tuple[str, ...] = ()
    certificate: dict[str, Any] | None = field(default=None, compare=False, repr=False)
    statement: str = ""
    axioms: tuple[str, ...] = ()
    unproved: str = ""

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
            **({"reading": list(self.reading)} if self.reading else {}),
            **({"statement": self.statement, "axioms": list(self.axioms)} if self.statement else {}),
            **({"unproved": self.unproved} if self.unproved else {}),
        }

    def _line(self) -> str:
        said = self.text().splitlines()
        return "; ".join(said[: 2 if self.diagnosis else 1])

    def _repr_html_(self) -> str:
        """For a notebook."""
        from symbinfo.render.notebook import card, rows

        where, values = self.witness, []
        if where is not None:
            values = [(name, str(value)) for name, value in where["parameters"].items()]
            values += [("claimed", where["claimed"]), ("actual", where["actual"])]
        said = [("because", "" if values else self.reason), *values, ("diagnosis", self.diagnosis)]
        said += [("not proved", self.unproved), *(("read", line) for line in self.reading)]
        shown = [("shown", self.statement), ("rests on", ", ".join(self.axioms))]
        word = f"{self.verdict}, {self.level}" if self.level else str(self.verdict)
        return card(word, TONES[self.verdict], rows(said), rows(shown), *self._more_html())

    def _more_html(self) -> tuple[str, ...]:
        """What a notebook shows below."""
        return ()

    def text(self) -> str:
        """A line or two for a person."""
        if self.witness is None:
            line = f"{self.verdict:<11} {f'{self.level}: ' if self.level else ''}{self.reason}"
        else:
            place = ", ".join(f"{name} = {value}" for name, value in self.witness["parameters"].items())
            values = f"claimed {self.witness['claimed']}, actual {self.witness['actual']}"
            line = f"{self.verdict:<11} {f'at {place}: ' if place else ''}{values}"
        lines = [line, *([f"{'':<11} {self.diagnosis}"] if self.diagnosis else [])]
        lines += [f"{'not proved':<11} {self.unproved}"] if self.unproved else []
        return "\n".join([*lines, *(f"{'read':<11} {said}" for said in self.reading)])
