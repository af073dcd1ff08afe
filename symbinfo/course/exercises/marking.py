"""Marking an answer: right in any algebraic form, wrong with a point where it differs, and a hint for a known slip."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any, TypedDict

from sympy import Expr, Integer, Integral, Rational, Sum, log

from symbinfo.course.exercises.engine import Solution, solve
from symbinfo.course.exercises.exercise_files import Exercise
from symbinfo.derivation import Claim, Relation
from symbinfo.expressions.errors import QueryError, StatedAnswerRefuted
from symbinfo.expressions.verdict_words import Level, Outcome, Word
from symbinfo.laws.expectation import ConditionalValue, DensityValue, Expectation
from symbinfo.measures.base import Measure
from symbinfo.query.nodes import Number
from symbinfo.query.parse_query import parse_value
from symbinfo.query.rounded_decimals import numeral_in
from symbinfo.verification.claims.side_values import remaining
from symbinfo.verification.claims.stated_claim import StatedClaim
from symbinfo.verification.claims.verdict import Verdict, Witness
from symbinfo.verification.referee.trial import Trial

__all__ = ["Basis", "Grade", "Judged", "Mark", "mark"]

# Seconds for a mark, all in all.
SECONDS = 5.0
LATE = f"not decided in {SECONDS:g} seconds: write the answer more simply"
# How many digits a decimal must have, how many more the value is known to, and how many are looked at.
LEAST_DIGITS, GUARD, MOST_DIGITS = 3, 8, 60


class Grade(Word):
    """What an answer is."""

    RIGHT = "right"
    WRONG = "wrong"
    UNDECIDED = Outcome.UNDECIDED.value


class Basis(Word):
    """What a mark rests on."""

    PROVED = Level.PROVED.value
    CERTIFIED = Level.CERTIFIED.value
    CHECKED = Level.CHECKED.value
    ROUNDED = "rounded"
    """A decimal that is right to its digits."""
    NONE = ""
    """Nothing: undecided."""


EXIT = {Grade.RIGHT: 0, Grade.WRONG: 1, Grade.UNDECIDED: 3}


class AnswerWitness(TypedDict):
    """Where an answer is wrong, and the two values there."""

    parameters: dict[str, str]
    answer: str
    right: str


@dataclass(frozen=True)
class Mark:
    """What an answer is worth.

    Attributes
    ----------
    verdict : Grade
        "right", "wrong" or "undecided".
    level : Basis
        "proved": every step from the definition to the answer was replayed exactly; "checked": equal, or different, in
        numbers at sampled points; "rounded": a decimal that is right to its digits; empty when undecided.
    witness : AnswerWitness or None
        Of a wrong answer: ``parameters``, the ``answer`` and the ``right`` value there.
    hint : str
        The slip that the answer shows, where it is a known one.
    reason : str
        In a sentence.
    """

    verdict: Grade
    level: Basis = Basis.NONE
    witness: AnswerWitness | None = None
    hint: str = ""
    reason: str = ""

    @property
    def right(self) -> bool:
        """Whether the answer is right."""
        return self.verdict is Grade.RIGHT

    @property
    def exit_code(self) -> int:
        """What the command line returns: 0 right, 1 wrong, 3 undecided."""
        return EXIT[self.verdict]

    def to_dict(self) -> dict[str, Any]:
        """The mark as JSON data."""
        return {
            "verdict": self.verdict.value,
            "level": self.level.value,
            "witness": self.witness,
            "hint": self.hint,
            "reason": self.reason,
        }

    @property
    def told(self) -> str:
        """Why, in a line: the place at which a wrong answer differs, or the reason."""
        if self.witness is None:
            return self.reason
        place = ", ".join(f"{name} = {value}" for name, value in self.witness["parameters"].items())
        values = f"the answer gives {self.witness['answer']}, right is {self.witness['right']}"
        return f"at {place}: {values}" if place else values

    def text(self) -> str:
        """A few lines for a person."""
        lines = [f"{self.verdict:<10}{self.told}"]
        if self.hint:
            lines.append(f"{'hint':<10}{self.hint}")
        return "\n".join(lines) + "\n"


def mark(exercise: Exercise, text: str, solution: Solution | None = None, form: str = "auto") -> Mark:
    """Mark an answer.

    Parameters
    ----------
    exercise : Exercise
        What was asked.
    text : str
        The answer, over the names of the exercise.
    solution : Solution, optional
        The solution, where it is at hand.
    form : str
        How the answer is written: "text", "latex", or "auto", which looks at it.

    Raises
    ------
    QueryError
        When the answer cannot be read; it knows the place.

    Examples
    --------
    >>> from symbinfo.course.exercises.exercise_files import Exercise
    >>> coin = Exercise("coin", "entropy", "?", ask="H(Bernoulli(p))", answer="-p*log(p) - (1 - p)*log(1 - p)")
    >>> mark(coin, "(p - 1)*log(1 - p) - log(p**p)").verdict
    'right'
    >>> mark(coin, "-p*log(p)").verdict
    'wrong'
    """
    solution = solution or solve(exercise)
    answer, unit = read_answer(text, solution, form)
    if exercise.theorem and (why := _beyond(answer, solution)):
        return Mark(Grade.UNDECIDED, reason=why)
    deadline = time.process_time() + SECONDS
    trial = _trial(solution.claim(answer), deadline)
    verdict = trial.in_time()
    if verdict.verdict is Outcome.HOLDS:
        return Mark(Grade.RIGHT, Basis(verdict.level.value), reason=_why(verdict))
    found = numeral_in(text, form)
    decimal = found if found and found.decimals and not answer.free_symbols else None
    if decimal and (rounded := _rounded(decimal, unit, answer, solution, deadline)):
        return rounded
    if verdict.verdict is Outcome.UNDECIDED:
        late = time.process_time() >= deadline
        return Mark(Grade.UNDECIDED, reason=LATE if late else verdict.reason)
    hint = (
        _listed_slip(answer, solution, deadline)
        or trial.explained(verdict, decimal and _within(decimal, unit)).diagnosis
    )
    reason = "the answer has another value"
    return Mark(Grade.WRONG, Basis(verdict.level.value), _witness(verdict.witness), hint, reason)


@dataclass(frozen=True)
class Judged:
    """A solution whose stated answer has been marked: what is shown is one of these.

    Attributes
    ----------
    solution : Solution
        The solution.
    mark : Mark
        Of the answer that the exercise states: right or undecided.
    """

    solution: Solution
    mark: Mark

    @classmethod
    def of(cls, solution: Solution) -> Judged:
        """Mark the answer that an exercise states.

        Raises
        ------
        StatedAnswerRefuted
            When it is wrong.
        QueryError
            When it cannot be read.
        """
        exercise = solution.exercise
        where = f"{exercise.place}: " if exercise.place else ""
        try:
            found = mark(exercise, exercise.answer, solution)
        except QueryError as error:
            message = f"{where}exercise {exercise.id}: the answer that it states cannot be read: {error.message}"
            raise QueryError(message, error.text, error.position) from None
        if found.verdict is Grade.WRONG:
            told = f"{found.told}; {found.hint}" if found.hint else found.told
            raise StatedAnswerRefuted(exercise.id, where, told)
        return cls(solution, found)


def read_answer(text: str, solution: Solution, form: str = "auto") -> tuple[Expr, Expr]:
    """An answer as an expression over the symbols of the exercise, in its unit; and what the unit of the answer is in that.

    Raises
    ------
    QueryError
        When it cannot be read, or uses other names.
    """
    try:
        value, unit = parse_value(text, solution.symbols, form, solution.exercise.unit or "nats", solution.asked)
        factor = _in_unit(unit or solution.exercise.unit) / _in_unit(solution.exercise.unit)
        return value * factor, factor
    except QueryError as error:
        message = error.message
        if message.startswith("unknown name"):
            names = ", ".join(sorted(solution.symbols)) or "none, it is a number"
            message += f"; the names of this exercise: {names}"
        raise QueryError(message, error.text, error.position) from None


def _in_unit(unit: str) -> Expr:
    """A nat or a bit, in nats."""
    return log(2) if unit == "bits" else Integer(1)


# The referee.


def _trial(claim: Claim, deadline: float) -> Trial:
    return Trial(StatedClaim.of(claim, deadline))


def _beyond(answer: Expr, solution: Solution) -> str:
    """Why an answer cannot be compared with what a theorem ends in; empty where it can."""
    result = solution.result
    if result.has(Measure, Expectation, DensityValue, ConditionalValue, Integral, Sum):
        return "the theorem ends in a statement about any laws, and not in a formula: no answer is compared with it"
    if result.free_symbols and (other := answer.free_symbols - result.free_symbols):
        names = ", ".join(sorted(s.name for s in other))
        return f"the theorem does not speak of {names}: no answer with it is compared"
    return ""


def _why(verdict: Verdict) -> str:
    """Why an answer is right."""
    if verdict.level is Level.PROVED:
        return "every step from the definition to the answer is replayed exactly"
    places = f"{verdict.points} points" if verdict.points != 1 else "one point"
    return f"the answer equals what was asked for to {verdict.digits} digits at {places}"


def _witness(found: Witness | None) -> AnswerWitness | None:
    if found is None:
        return None
    answer, right = found["claimed"], found["actual"]
    short = _rounded_text(answer), _rounded_text(right)
    answer, right = short if short[0] != short[1] else (answer, right)
    return {"parameters": found["parameters"], "answer": answer, "right": right}


def _rounded(found: Number, unit: Expr, answer: Expr, solution: Solution, deadline: float) -> Mark | None:
    """A decimal in a unit that equals the value rounded to the digits given; None of any other."""
    digits = len(str(found.digits)) if found.digits else 0
    value = solution.value(digits + GUARD, remaining(deadline, SECONDS)) if digits <= MOST_DIGITS else None
    if value is None or not value.number.is_finite:
        return None
    if abs(Rational(value.text) - answer) > _within(found, unit):
        return None
    if digits < LEAST_DIGITS:
        reason = f"right to {digits} digit{'s' * (digits != 1)}: give at least {LEAST_DIGITS}, or the exact form"
        return Mark(Grade.UNDECIDED, reason=reason)
    exactly = f"; exactly it is {solution.result}" if solution.closed else ""
    return Mark(Grade.RIGHT, Basis.ROUNDED, reason=f"right to {digits} digits{exactly}")


def _within(decimal: Number, unit: Expr) -> Expr:
    """How far a decimal may be from what it was rounded from: half a unit of its last digit."""
    return unit * Rational(1, 2) * Rational(10) ** decimal.exponent


def _rounded_text(value: str) -> str:
    """Eight digits of a value, or what is said of one that does not exist."""
    try:
        return f"{float(value):.8g}"
    except ValueError:
        return value


# Hints.


def _listed_slip(answer: Expr, solution: Solution, deadline: float) -> str:
    """The slip that the exercise lists for this answer, in any form."""
    for wrong in solution.exercise.wrong:
        try:
            listed, _ = read_answer(wrong.answer, solution)
        except QueryError:
            continue
        claim = Claim(listed, Relation.EQ, answer, solution.condition)
        if listed == answer or _trial(claim, deadline).in_time().verdict is Outcome.HOLDS:
            return wrong.slip
    return ""
