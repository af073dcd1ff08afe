"""A student's worked solution of an exercise, judged line by line."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from symbinfo.course.exercises.engine import Solution, solve
from symbinfo.course.exercises.exercise_files import Exercise
from symbinfo.course.exercises.marking import EXIT, Grade, Judged
from symbinfo.expressions.errors import QueryError, SymbinfoError
from symbinfo.expressions.one_line import OneLine
from symbinfo.expressions.verdict_words import Outcome
from symbinfo.query.nodes import Statement
from symbinfo.query.random_sources import with_lags
from symbinfo.query.setting import read_in
from symbinfo.query.typed.canonical import canonical
from symbinfo.verification.worked.frames import Frame, Side
from symbinfo.verification.worked.laws_by_name import with_laws_named
from symbinfo.verification.worked.line_judge import LineJudge
from symbinfo.verification.worked.line_verdicts import WorkedVerdict

__all__ = ["WorkedMark", "mark_lines"]

#: Seconds for all lines, and for the question whether a wrong line is one that the exercise lists.
SECONDS, LISTED = 50.0, 2.0
GRADES = {Outcome.HOLDS: Grade.RIGHT, Outcome.REFUTED: Grade.WRONG, Outcome.UNDECIDED: Grade.UNDECIDED}
WORDS = {outcome: grade.value for outcome, grade in GRADES.items()}


@dataclass(frozen=True, repr=False)
class WorkedMark(OneLine):
    """What a worked solution is worth.

    Attributes
    ----------
    worked : WorkedVerdict
        Line by line.
    revealed : str
        The right answer, where it is to be told.
    """

    worked: WorkedVerdict
    revealed: str = ""

    @property
    def verdict(self) -> Grade:
        """Right where all lines are right and the last answers the question."""
        return GRADES[self.worked.verdict]

    @property
    def exit_code(self) -> int:
        """What the command line returns: 0 right, 1 wrong, 3 undecided."""
        return EXIT[self.verdict]

    def to_dict(self) -> dict[str, Any]:
        """As JSON data."""
        answer = {"answer": self.revealed} if self.revealed else {}
        return {**self.worked.to_dict(), "verdict": self.verdict.value, **answer}

    def _repr_html_(self) -> str:
        """For a notebook."""
        from symbinfo.render.notebook import rows

        return self.worked.html(WORDS, rows([("answer", self.revealed)]))

    def text(self) -> str:
        """For a terminal."""
        told = self.worked.text(WORDS)
        return told + (f"{'answer':<11} {self.revealed}\n" if self.revealed else "")


def mark_lines(
    exercise: Exercise, text: str, solution: Solution | None = None, form: str = "auto", reveal: bool = False,
    seconds: float = SECONDS,
) -> WorkedMark:  # fmt: skip
    r"""Judge a worked solution line by line: each line against the question and against the line before.

    Parameters
    ----------
    exercise : Exercise
        What was asked.
    text : str
        The solution: formulas with prose between them, as plain text, Markdown or LaTeX.
    solution : Solution, optional
        The solution of the exercise, where it is at hand.
    form : str
        How formulas are written: "text", "latex", or "auto", which looks at each.
    reveal : bool
        Whether the right answer may be told.
    seconds : float
        A limit of time for all lines; those that are reached too late are undecided.

    Raises
    ------
    QueryError
        When no line can be read.

    Examples
    --------
    >>> from symbinfo.course.exercises import find
    >>> lines = "H(X) = -E[log p(X)]\n= -log(lamda) + lamda E[X]\n= 1 + log(lamda)"
    >>> found = mark_lines(find("exponential-entropy"), lines)
    >>> found.verdict, found.worked.first_wrong.number, found.worked.first_wrong.slip
    ('wrong', 3, 'a larger rate makes the law narrower: the sign')
    """
    started = time.monotonic()
    solution = solution or solve(exercise)
    frame, question, restated = _frame(exercise, solution, form)
    given = list(frame.given)

    def slip_of(side: Side) -> str:
        return _listed_slip(exercise, frame, side)

    left = max(seconds - (time.monotonic() - started), 1.0)
    judge = LineJudge(frame, left, question, restated, slip_of, hidden=not reveal)
    found = judge.judged(text)
    more = tuple(line for line in given if line not in (*exercise.given, *with_lags(exercise.given)))
    worked = WorkedVerdict(found.lines, more, found.answered, found.reason)
    decimal = f" = {solution.decimal}" if solution.decimal and solution.decimal != exercise.answer else ""
    return WorkedMark(worked, f"{exercise.answer}{decimal}" if reveal else "")


def _frame(exercise: Exercise, solution: Solution, form: str) -> tuple[Frame, Side, set[str]]:
    """The frame of an exercise, its question, and other ways to write that.

    Of a theorem the question is what it ends in, as the exercise states it, where that is found to be right.
    """
    if exercise.theorem and not Judged.of(solution).mark.right:
        raise SymbinfoError(f"exercise {exercise.id} ends in a statement about any laws: no lines are compared with it")
    asked = exercise.answer if exercise.theorem else exercise.ask
    _, known = read_in(asked, exercise.given, exercise.unit)
    frame = Frame(list(with_lags(exercise.given)), exercise.unit, None, form, set(solution.symbols))
    ((_, question),) = frame.read(asked)
    given, restated = with_laws_named(question.node, frame.given, known)
    frame.given = given
    frame.seen.append(question.node)
    if solution.derivation is not None and solution.asked == solution.result:
        frame.known = (question.node, solution.result, solution.condition)
    return frame, question, {canonical(Statement(question.node)), *restated}


def _listed_slip(exercise: Exercise, frame: Frame, side: Side) -> str:
    """The slip that the exercise lists for a wrong answer, in any form."""
    for wrong in exercise.wrong:
        try:
            ((_, listed),) = frame.read(wrong.answer)
            if frame.judge(listed, "=", side, LISTED).outcome is Outcome.HOLDS:
                return wrong.slip
        except (QueryError, ValueError):
            continue
    return ""
