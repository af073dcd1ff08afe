"""What was found of a document: each formula with its place, its reading, its setting and its verdict."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from symbinfo.expressions.verdict_words import Outcome, Word
from symbinfo.verification.documents.formats.document_parts import Place

__all__ = ["Finding", "Kind", "Proofread"]


class Kind(Word):
    """What a formula is."""

    STATEMENT = "statement"
    """It relates two sides, and is judged."""
    DEFINITION = "definition"
    """A statement in probabilities that says what a measure is; it is judged by what the measure is here."""
    DECLARATION = "declaration"
    """It says what a name is, or under which condition something holds: it belongs to the setting."""
    EXPRESSION = "expression"
    """It relates nothing: a name, a number, a measure that is only mentioned."""


@dataclass(frozen=True)
class Finding:
    """A formula, or one of the statements in it.

    Attributes
    ----------
    place : Place
        Where the formula stands.
    text : str
        The statement, in LaTeX.
    kind : Kind
        What it is.
    verdict : str
        "holds", "refuted", "undecided", or "not read"; empty of what is not judged.
    level : str
        How it was found.
    read_as : str
        The statement as the language writes it.
    setting : tuple of str
        The lines with which it was read, and its unit.
    reason : str
        Why.
    repair : str
        What is likely to have gone wrong, or what is right.
    witness : dict or None
        Of what is refuted: where it fails, and both values.
    notes : tuple of str
        Each choice between several readings.
    display : bool
        Whether the formula stands by itself.
    end : int
        The offset at which the formula ends in its text or cell.
    """

    place: Place
    text: str
    kind: Kind
    verdict: str = ""
    level: str = ""
    read_as: str = ""
    setting: tuple[str, ...] = ()
    reason: str = ""
    repair: str = ""
    witness: Mapping[str, Any] | None = None
    notes: tuple[str, ...] = ()
    display: bool = False
    end: int = 0

    @property
    def judged(self) -> bool:
        """Whether it is a statement."""
        return bool(self.verdict)

    def to_dict(self) -> dict[str, Any]:
        """As JSON data."""
        data = asdict(self)
        place = self.place
        where = {"line": place.line, "column": place.column, **({"cell": place.cell} if place.cell else {})}
        return {**where, **{k: v for k, v in data.items() if k not in ("place", "end")}, "kind": self.kind.value}

    def text_lines(self) -> list[str]:
        """Some lines for a person."""
        shown = " ".join(self.text.split())
        lines = [f"{self.verdict:<11} {self.place}  {shown}"]
        if self.read_as and self.verdict != Outcome.HOLDS:
            lines.append(f"{'  read as':<13}{self.read_as}")
        if self.setting:
            lines.append(f"{'  with':<13}{'; '.join(self.setting)}")
        if self.verdict == Outcome.HOLDS:
            return lines
        if self.witness:
            where = ", ".join(f"{name} = {value}" for name, value in self.witness["parameters"].items())
            values = f"claimed {self.witness['claimed']}, actual {self.witness['actual']}"
            lines.append(f"{'  witness':<13}{f'at {where}: ' if where else ''}{values}")
        elif self.reason:
            lines.append(f"{'  reason':<13}{self.reason}")
        if self.repair:
            lines.append(f"{'  repair':<13}{self.repair}")
        return lines


#: A statement that could not be read.
NOT_READ = "not read"


@dataclass(frozen=True)
class Proofread:
    """A document that was read.

    Attributes
    ----------
    name : str
        What the document is called.
    findings : tuple of Finding
        Its formulas and their statements, in order.
    faults : tuple of pairs
        Where a formula is not closed, and what is.
    source : str
        Its text.
    known : int
        How many verdicts were kept from before.
    form : str
        "markdown", "tex" or "notebook".
    """

    name: str
    findings: tuple[Finding, ...]
    faults: tuple[tuple[Place, str], ...] = ()
    source: str = field(default="", repr=False)
    known: int = 0
    form: str = "markdown"

    @property
    def statements(self) -> tuple[Finding, ...]:
        """What is judged."""
        return tuple(finding for finding in self.findings if finding.judged)

    @property
    def refuted(self) -> tuple[Finding, ...]:
        """What is wrong."""
        return tuple(finding for finding in self.findings if finding.verdict == Outcome.REFUTED)

    @property
    def counts(self) -> dict[str, int]:
        """How many statements came out how, and how many formulas are none."""
        verdicts = Counter(finding.verdict for finding in self.statements)
        kinds = Counter(finding.kind.value for finding in self.findings if not finding.judged)
        words = (*map(str, (Outcome.HOLDS, Outcome.REFUTED, Outcome.UNDECIDED)), NOT_READ)
        others = (Kind.DECLARATION.value, Kind.EXPRESSION.value)
        return {**{word: verdicts[word] for word in words}, **{word: kinds[word] for word in others}}

    @property
    def exit_code(self) -> int:
        """0 all statements hold; 1 one is refuted; 3 one is undecided or not read, and none refuted."""
        counts = self.counts
        if counts[Outcome.REFUTED]:
            return 1
        return 3 if counts[Outcome.UNDECIDED] or counts[NOT_READ] or self.faults else 0

    def summary(self) -> str:
        """One line."""
        counts = self.counts
        said = [f"{counts[word]} {'hold' if word == Outcome.HOLDS else word}" for word in list(counts)[:4]]
        one = {Kind.DECLARATION: "declaration", Kind.EXPRESSION: "mention"}
        apart = [_many(counts[kind], one[kind]) for kind in map(Kind, list(counts)[4:])]
        known = f" ({self.known} known before)" if self.known else ""
        return (
            f"{_many(len(self.statements), 'statement')}: {', '.join(said)}{known}; apart from them {', '.join(apart)}"
        )

    def text(self) -> str:
        """For a terminal: what is wrong or open first, then what holds, and the counts."""
        order = {Outcome.REFUTED: 0, Outcome.UNDECIDED: 1, NOT_READ: 2, Outcome.HOLDS: 3}
        rows = sorted(self.statements, key=lambda finding: order.get(finding.verdict, 4))
        lines = [line for finding in rows for line in finding.text_lines()]
        lines += [f"{'not closed':<11} {place}  {what}" for place, what in self.faults]
        return "\n".join([*lines, f"{self.name}: {self.summary()}"]) + "\n"

    def to_dict(self) -> dict[str, Any]:
        """As JSON data."""
        return {
            "file": self.name,
            "counts": self.counts,
            "exit_code": self.exit_code,
            "formulas": [finding.to_dict() for finding in self.findings],
            "faults": [
                {"line": p.line, "column": p.column, **({"cell": p.cell} if p.cell else {}), "what": what}
                for p, what in self.faults
            ],
        }

    def markdown(self) -> str:
        """An annotated copy of the document."""
        from symbinfo.verification.documents.formats.annotated_copy import annotated

        return annotated(self)

    def __str__(self) -> str:
        return self.text()

    def _repr_markdown_(self) -> str:
        return self.markdown()


def _many(number: int, of: str) -> str:
    return f"{number} {of}{'s' if number != 1 else ''}"
