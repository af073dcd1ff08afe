"""An exercise in Python, for a notebook: asked, answered, hinted; no widgets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape
from pathlib import Path
from typing import Any

from symbinfo.course.exercises.drawing import drawn
from symbinfo.course.exercises.engine import Solution, solve
from symbinfo.course.exercises.exercise_files import Exercise, find, read_file
from symbinfo.course.exercises.marking import Grade, Mark, mark
from symbinfo.course.exercises.showing import hints_of, plain_of
from symbinfo.expressions.errors import QueryError, SymbinfoError

__all__ = ["PosedExercise", "exercise", "find_in"]


@dataclass(frozen=True)
class PosedExercise:
    """An exercise that is asked, and whose answers are marked.

    Attributes
    ----------
    exercise : Exercise
        The exercise, with its numbers drawn.

    Examples
    --------
    >>> from symbinfo.course.exercises.posed import exercise
    >>> coin = exercise("exponential-entropy")
    >>> print(coin.check("1 + log(lamda)"))
    wrong     at lamda = 2: the answer gives 1.6931472, which is not the value there
    hint      a larger rate makes the law narrower: the sign
    >>> coin.check("1 - log(lamda)").right
    True
    """

    exercise: Exercise

    @cached_property
    def _solution(self) -> Solution:
        return solve(self.exercise)

    def check(self, answer: str, form: str = "auto") -> Mark:
        """Mark an answer; one that cannot be read is undecided, and the reason says why."""
        try:
            return mark(self.exercise, answer, self._solution, form)
        except QueryError as error:
            where = f", at character {error.position + 1}" if error.position is not None else ""
            return Mark(Grade.UNDECIDED, reason=f"not read: {error.message}{where}")

    def hint(self, number: int = 1) -> str:
        """One of the hints, the first one by default.

        Raises
        ------
        SymbinfoError
            When there is no hint of that number.
        """
        hints_of([self.exercise], number=number)
        return plain_of(self.exercise.hints[number - 1])

    def solution(self) -> Any:
        """The derivation of the answer; None where the question needs none."""
        return self._solution.derivation

    def __str__(self) -> str:
        return f"{plain_of(self.exercise.statement)} (in {self.exercise.unit})"

    def __repr__(self) -> str:
        return f"<exercise {self.exercise.id}: {self}>"

    def _repr_html_(self) -> str:
        """For a notebook."""
        own = self.exercise
        given = "".join(f"<li><code>{escape(line)}</code></li>" for line in own.given)
        return f"<div><b>{escape(own.id)}</b> {escape(str(self))}{f'<ul>{given}</ul>' if given else ''}</div>"


def exercise(name: str, file: str | Path | None = None, seed: str | int | None = None) -> PosedExercise:
    """An exercise of the package, or of a file.

    Parameters
    ----------
    name : str
        Its id.
    file : path, optional
        A file of exercises, instead of those of the package.
    seed : str or int, optional
        What draws its numbers, where it has some to draw.

    Raises
    ------
    SymbinfoError
        When there is no such exercise, or the file is not as it must be.

    Examples
    --------
    >>> import symbinfo as si
    >>> si.exercise("gaussian-kl").check("log(sigma2/sigma1)").verdict
    'wrong'
    """
    found = find(name) if file is None else find_in(read_file(file), name, str(file))
    return PosedExercise(drawn(found, seed))


def find_in(known: Sequence[Exercise], name: str, where: str) -> Exercise:
    """The exercise of a file that is called so.

    Raises
    ------
    SymbinfoError
        When there is none.
    """
    found = next((one for one in known if one.id == name), None)
    if found is None:
        raise SymbinfoError(f"{where} holds no exercise {name!r}")
    return found
