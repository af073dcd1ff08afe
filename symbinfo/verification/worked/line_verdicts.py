"""What is found of a line of a worked solution, and of the whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from symbinfo.expressions.one_line import OneLine
from symbinfo.expressions.verdict_words import Outcome, Word
from symbinfo.verification.claims.verdict import TONES

__all__ = ["LineVerdict", "LineWitness", "LineWord", "WorkedVerdict"]

INDENT = " " * 18


class LineWord(Word):
    """What a line is."""

    RIGHT = "right"
    WRONG = "wrong"
    FOLLOWS = "follows"
    """Right from a wrong line: no error of its own."""
    AGAIN = "right again"
    """Equal to what is asked, though it does not follow from the wrong line before it."""
    UNDECIDED = Outcome.UNDECIDED.value
    UNREAD = "not read"
    REMARK = "remark"
    """Prose, a declaration, or a case that is only mentioned."""


#: Of several parts of a line, the word that is said of all: the first of these.
GRAVEST = (
    LineWord.WRONG, LineWord.UNREAD, LineWord.UNDECIDED, LineWord.AGAIN, LineWord.FOLLOWS, LineWord.RIGHT, LineWord.REMARK,
)  # fmt: skip


@dataclass(frozen=True, repr=False)
class LineWitness(OneLine):
    """Where a line is wrong, and the two values there.

    Attributes
    ----------
    parameters : dict
        The place.
    line : str
        What the line gives.
    other : str
        What the line before gives, or what is asked for; empty where it is not told.
    against : str
        Which of them: "the line before" or "what is asked for".
    """

    parameters: dict[str, str]
    line: str
    other: str
    against: str

    def to_dict(self) -> dict[str, Any]:
        """As JSON data."""
        return {"parameters": self.parameters, "line": self.line, "other": self.other or None, "against": self.against}

    def told(self) -> str:
        """In a line."""
        place = ", ".join(f"{name} = {value}" for name, value in self.parameters.items())
        other = f"{self.against} {self.other}" if self.other else f"{self.against} has another value"
        return f"{f'at {place}: ' if place else ''}this gives {self.line}, {other}"

    def __str__(self) -> str:
        return self.told()


@dataclass(frozen=True, repr=False)
class LineVerdict(OneLine):
    """What is found of a line.

    Attributes
    ----------
    number : int
        The line.
    text : str
        As it was written.
    word : LineWord
        What it is.
    read_as : str
        How its formulas were read; empty where none was.
    question, before : Outcome or None
        The verdict against the question, and against the line before; None where there is none.
    follows : int or None
        The wrong line that it follows from.
    note, slip : str
        What is to be told of it; the slip that it shows.
    witness : LineWitness or None
        Of a wrong line.
    blocks : bool
        Whether a solution with this line is not decided.
    """

    number: int
    text: str
    word: LineWord
    read_as: str = ""
    question: Outcome | None = None
    before: Outcome | None = None
    follows: int | None = None
    note: str = ""
    slip: str = ""
    witness: LineWitness | None = None
    blocks: bool = False

    @property
    def told(self) -> str:
        """The word, with the line that it follows from."""
        return f"follows from line {self.follows}" if self.word is LineWord.FOLLOWS else self.word.value

    def to_dict(self) -> dict[str, Any]:
        """As JSON data."""
        return {
            "number": self.number,
            "text": self.text,
            "read_as": self.read_as or None,
            "verdict": self.word.value,
            "against_question": self.question.value if self.question else None,
            "against_line_before": self.before.value if self.before else None,
            "follows_from": self.follows,
            "note": self.note,
            "slip": self.slip,
            "witness": self.witness.to_dict() if self.witness else None,
        }

    def __str__(self) -> str:
        return "\n".join(self.text_lines())

    def text_lines(self) -> list[str]:
        """Some lines for a person."""
        lines = [f"{self.number:>4}  {self.word.value if self.word is not LineWord.REMARK else '':<12}{self.text}"]
        if self.word is LineWord.FOLLOWS:
            lines.append(f"{INDENT}{self.told}")
        written = self.read_as.replace("**", "^").replace(" ", "") == self.text.replace("**", "^").replace(" ", "")
        if self.read_as and not written and self.word in (LineWord.WRONG, LineWord.UNDECIDED):
            lines.append(f"{INDENT}read as {self.read_as}")
        lines += [
            f"{INDENT}{said}" for said in (self.witness.told() if self.witness else "", self.slip, self.note) if said
        ]
        return lines


@dataclass(frozen=True, repr=False)
class WorkedVerdict(OneLine):
    """What is found of a worked solution.

    Attributes
    ----------
    lines : tuple of LineVerdict
        Line by line.
    given : tuple of str
        The lines of the setting that it was read in.
    answered : bool or None
        Whether the last line answers the question; None where nothing is asked.
    reason : str
        Why it does not.
    """

    lines: tuple[LineVerdict, ...]
    given: tuple[str, ...] = ()
    answered: bool | None = None
    reason: str = ""

    @property
    def first_wrong(self) -> LineVerdict | None:
        """The first wrong line."""
        return next((line for line in self.lines if line.word is LineWord.WRONG), None)

    @property
    def blocked(self) -> LineVerdict | None:
        """The first line that leaves the whole undecided."""
        return next((line for line in self.lines if line.blocks), None)

    @property
    def verdict(self) -> Outcome:
        """Whether all lines hold, and the last one answers what is asked."""
        if self.first_wrong:
            return Outcome.REFUTED
        return Outcome.UNDECIDED if self.blocked or self.answered is False else Outcome.HOLDS

    def told(self) -> str:
        """The outcome in a sentence."""
        if wrong := self.first_wrong:
            more = sum(line.word is LineWord.WRONG for line in self.lines) - 1
            others = (
                f", and {more} more {'is' if more == 1 else 'are'} wrong in {'itself' if more == 1 else 'themselves'}"
            )
            return f"line {wrong.number} is the first wrong one{others if more else ''}"
        if blocked := self.blocked:
            return (
                f"line {blocked.number} is {blocked.word}: {blocked.note}" if blocked.note else f"line {blocked.number}"
            )
        if self.answered is False:
            return f"no line is wrong, but the question is not answered: {self.reason}"
        return "all lines are right" + (", and the last answers the question" if self.answered else "")

    def to_dict(self) -> dict[str, Any]:
        """As JSON data."""
        return {
            "verdict": self.verdict.value,
            "first_wrong": self.first_wrong.number if self.first_wrong else None,
            "answered": self.answered,
            "reason": self.told(),
            "given": list(self.given),
            "lines": [line.to_dict() for line in self.lines],
        }

    def _repr_html_(self) -> str:
        """For a notebook."""
        return self.html()

    def html(self, words: dict[Outcome, str] | None = None, more: str = "") -> str:
        """A card for a notebook: the outcome, and the lines as they are judged."""
        from symbinfo.render.notebook import card, folded

        head, *lines = self.text(words).splitlines()
        return card(" ".join(head.split()), TONES[self.verdict], folded("line by line", lines, shown=True), more)

    def text(self, words: dict[Outcome, str] | None = None) -> str:
        """For a terminal."""
        word = (words or {}).get(self.verdict, self.verdict.value)
        lines = [f"{word:<11} {self.told()}"]
        lines += [f"{'given':<11} {line}" for line in self.given]
        for line in self.lines:
            lines += line.text_lines()
        return "\n".join(lines) + "\n"
