"""What a check says: a record of each thing that was asked, and the report on the whole."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

__all__ = ["Record", "Report"]


@dataclass(frozen=True)
class Record:
    """What was found of one thing that was asked: a law, a start, a step or a claim."""

    where: str
    verdict: str
    reason: str = ""
    witness: dict[str, str] | None = None


@dataclass(frozen=True)
class Report:
    """The outcome: holds, refuted or undecided, with the record that decided it and all others."""

    verdict: str
    reason: str
    level: str
    points: int
    digits: int
    worst_error: str
    records: tuple[Record, ...] = field(default=(), repr=False)
    #: What was shown, or was to be shown, in words, and what it rests on.
    statement: str = ""
    assumptions: tuple[str, ...] = ()
    #: The stored facts that a proof rests on, by name.
    axioms: tuple[str, ...] = ()
    #: Values where a condition fails, each in words with what became of it: proved, checked, or not shown.
    beyond: tuple[tuple[str, str], ...] = ()

    def __repr__(self) -> str:
        return f"<Report {' '.join(self.text().split())}>"

    def __str__(self) -> str:
        return self.told()

    @property
    def accepted(self) -> bool:
        """Whether every question was answered with yes."""
        return self.verdict == "holds"

    @property
    def witness(self) -> dict[str, str] | None:
        """The point at which the certificate was refuted, with the two values."""
        return next((r.witness for r in self.records if r.verdict == "refuted"), None)

    def text(self) -> str:
        """One line for a person."""
        return f"{self.verdict:<11} {self.reason}"

    def told(self) -> str:
        """The same with what was looked at: the statement and its assumptions, as read from the certificate."""
        shown = {"holds": "shown", "refuted": "not so"}.get(self.verdict, "open")
        lines = [self.text()]
        if self.statement:
            lines.append(f"{shown:<11} {self.statement}")
        lines += [f"{'otherwise':<11} {words}: {verdict}" for words, verdict in self.beyond]
        if self.level and self.verdict == "holds":
            lines.append(f"{'level':<11} {self.level}")
        return "\n".join(lines)

    def to_dict(self) -> dict[str, Any]:
        """The report as JSON data."""
        return {
            "verdict": self.verdict,
            "level": self.level,
            "statement": self.statement,
            "assumptions": list(self.assumptions),
            "points": self.points,
            "digits": self.digits,
            "worst_error": self.worst_error,
            "reason": self.reason,
            "witness": self.witness,
            "axioms": list(self.axioms),
            **({"beyond": dict(self.beyond)} if self.beyond else {}),
        }
