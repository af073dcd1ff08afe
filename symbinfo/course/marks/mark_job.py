"""What a worker does: marks some answers to one exercise in a child of its own, under limits of time and memory.

Exercises, answers and marks are plain data, so that any executor can carry them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from symbinfo.course.exercises.exercise_files import Exercise, Wrong
from symbinfo.expressions.errors import SymbinfoError
from symbinfo.expressions.verdict_words import Outcome
from symbinfo.jobs.limits import run_limited

__all__ = ["marked", "packed", "preload", "unreadable"]

#: What a row is, beside the words of a mark.
UNREAD = "unreadable"


def preload() -> None:
    """Import what every answer needs."""
    import symbinfo.course.exercises.marking  # noqa: F401
    from symbinfo.derivation.theorems import names

    names()


def packed(exercise: Exercise) -> str:
    """An exercise as text."""
    return json.dumps(asdict(replace(exercise, template=None)), sort_keys=True)


def _unpacked(text: str) -> Exercise:
    data: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in json.loads(text).items()}
    data |= {"wrong": tuple(Wrong(**w) for w in data["wrong"]), "draw": ()}
    return Exercise(**data)


def marked(exercise: str, answers: Sequence[str], seconds: float, reveal: bool) -> list[dict[str, str]]:
    """A row for each answer: ``verdict``, ``level``, ``reason`` and ``hint``.

    Parameters
    ----------
    exercise : str
        As from `packed`.
    answers : sequence of str
        The answers to it.
    seconds : float
        The limit of time for each.
    reveal : bool
        Whether the reason may tell what is right.
    """
    try:
        told: str = run_limited(_marked, seconds * len(answers), "the mark", (exercise, list(answers), reveal))
        found: list[dict[str, str]] = json.loads(told)
        return found
    except SymbinfoError as error:
        if len(answers) == 1:
            return [_row(Outcome.UNDECIDED.value, reason=str(error))]
    return [row for answer in answers for row in marked(exercise, [answer], seconds, reveal)]


def _marked(exercise: str, answers: Sequence[str], reveal: bool) -> str:
    from symbinfo.course.exercises.engine import solve

    solution = solve(_unpacked(exercise))
    return json.dumps([_mark_of(answer, solution, reveal) for answer in answers])


def _mark_of(answer: str, solution: Any, reveal: bool) -> dict[str, str]:
    from symbinfo.course.exercises.marking import mark
    from symbinfo.expressions.errors import QueryError

    try:
        found = mark(solution.exercise, answer, solution)
    except QueryError as error:
        where = f", at character {error.position + 1}" if error.position is not None else ""
        return _row(UNREAD, reason=f"{error.message}{where}")
    told = f"{found.told(reveal)}; {found.converted}" if found.converted else found.told(reveal)
    return _row(found.verdict.value, found.level.value, told, found.hint)


def _row(verdict: str, level: str = "", reason: str = "", hint: str = "") -> dict[str, str]:
    return {"verdict": verdict, "level": level, "reason": reason, "hint": hint}


def unreadable(reason: str) -> Mapping[str, str]:
    """The row of what cannot be marked."""
    return _row(UNREAD, reason=reason)
