"""Sheets of solved exercises for others' programs: each file writes one format from judged solutions.

- `exam`: LaTeX of the exam class, with the solutions to be printed or not.
- `moodle`: the XML of a question bank of Moodle.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from symbinfo.course.exercises.marking import Judged
from symbinfo.course.exercises.showing import shown
from symbinfo.course.exports import exam, moodle

__all__ = ["EXPORTS", "sheet_of"]

#: The name of a format -> the whole file from judged solutions.
EXPORTS: Mapping[str, Callable[[Sequence[Judged]], str]] = {"exam": exam.written, "moodle": moodle.written}


def sheet_of(judged: Sequence[Judged], form: str, encoding: str | None = None, width: int | None = None) -> str:
    """Solved exercises in any format: those of a derivation, and those for others' programs."""
    return EXPORTS[form](judged) if form in EXPORTS else shown(judged, form, encoding, width)
