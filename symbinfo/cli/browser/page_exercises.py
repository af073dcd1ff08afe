"""An exercise in a page: its statement, hints one by one, the mark of an answer, the solution."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from symbinfo.course.exercises import Judged, exercises, find, mark, solve
from symbinfo.course.exercises.showing import body_in_html, in_html, plain_of
from symbinfo.expressions.errors import SymbinfoError

__all__ = ["hint_of", "listed_exercises", "marked", "posed", "solution_of"]

LONGEST_LINE = 90


def listed_exercises() -> list[dict[str, str]]:
    """All exercises of the package, each with its topic and the beginning of its statement."""
    return [{"id": e.id, "topic": e.topic, "statement": _short(plain_of(e.statement))} for e in exercises()]


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_LINE else text[: LONGEST_LINE - 1].rsplit(" ", 1)[0] + "…"


def posed(name: str) -> dict[str, Any]:
    """An exercise without its answer; the statement is HTML."""
    exercise = find(name)
    return {
        "id": exercise.id,
        "topic": exercise.topic,
        "statement": in_html(exercise.statement),
        "given": list(exercise.given),
        "ask": "" if exercise.theorem else exercise.ask,
        "unit": exercise.unit,
        "hints": len(exercise.hints),
    }


def hint_of(name: str, number: int) -> str:
    """One hint of an exercise, as HTML.

    Raises
    ------
    SymbinfoError
        When it has no hint of that number.
    """
    exercise = find(name)
    if not 1 <= number <= len(exercise.hints):
        raise SymbinfoError(f"exercise {exercise.id} has no hint {number}")
    return in_html(exercise.hints[number - 1])


@lru_cache(maxsize=4)
def _solved(name: str) -> Any:
    return solve(find(name))


def marked(name: str, answer: str) -> dict[str, Any]:
    """What an answer is worth, and why; what is right is not told."""
    if not answer.strip():
        raise SymbinfoError("the answer is empty: write an expression, such as log(2)")
    found = mark(find(name), answer, _solved(name))
    return {**found.to_dict(), "told": found.told()}


def solution_of(name: str) -> str:
    """The solution with its answer, as HTML."""
    return body_in_html(Judged.of(_solved(name)))
