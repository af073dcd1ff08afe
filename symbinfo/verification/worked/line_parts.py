"""What is found of the parts of a line, and of the line from them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from symbinfo.expressions.verdict_words import Outcome
from symbinfo.verification.worked.line_verdicts import GRAVEST, LineVerdict, LineWitness, LineWord
from symbinfo.verification.worked.written_lines import WrittenLine

__all__ = ["Part", "combined"]


@dataclass(frozen=True)
class Part:
    """What is found of a part of a line."""

    word: LineWord
    shown: str = ""
    question: Outcome | None = None
    before: Outcome | None = None
    follows: int | None = None
    note: str = ""
    slip: str = ""
    witness: LineWitness | None = None
    blocks: bool = False
    rounded: bool = False


def combined(line: WrittenLine, parts: Sequence[Part]) -> LineVerdict:
    """What is found of a line from what is found of its parts."""
    if not parts:
        return LineVerdict(line.number, line.text, LineWord.REMARK)
    worst = min(parts, key=lambda part: GRAVEST.index(part.word))
    shown = "; ".join(part.shown for part in parts if part.shown)
    shown = re.sub(r"; (?==|<|>|~=|!=)", " ", shown)
    several = sum(part.word is not LineWord.REMARK for part in parts) > 1
    note = worst.note
    if several and worst.word is LineWord.WRONG:
        note = "; ".join(said for said in (f"it is `{worst.shown}` that is wrong", note) if said)
    judged = [part for part in parts if part.question is not None or part.before is not None] or [worst]
    told = worst if worst.word is LineWord.WRONG else judged[-1]
    return LineVerdict(
        line.number, line.text, worst.word, shown, told.question, told.before, worst.follows, note, worst.slip,
        worst.witness, any(part.blocks for part in parts),
    )  # fmt: skip
