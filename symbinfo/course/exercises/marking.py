"""Marking an answer: right in any algebraic form, wrong with a point where it differs, and a hint for a known slip."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, TypedDict

from sympy import Abs, Expr, Max, Min, Number, Piecewise, Rational, ceiling, floor, nan, oo, sign, simplify, zoo

from symbinfo.course.exercises.engine import Solution, solve
from symbinfo.course.exercises.exercise_files import Exercise
from symbinfo.derivation import Derivation, Relation, Status, Step
from symbinfo.derivation.certify.checking import check_derivation
from symbinfo.derivation.rules.algebra import tidy
from symbinfo.expressions.errors import BudgetExceeded, QueryError
from symbinfo.expressions.verdict_words import Level, Outcome, Word
from symbinfo.query import parse_expression
from symbinfo.trusted import Report
from symbinfo.verification.diagnosis.slips import diagnose

__all__ = ["Basis", "Grade", "Mark", "mark"]

SECONDS = 10.0
#: Above this an exact comparison by general simplification is not tried.
LARGEST_SIMPLIFIED = 60
#: A numeric comparison says nothing of what is flat here and different there, or of what is smaller than its digits.
JUMPING = (Max, Min, floor, ceiling, sign, Abs, Piecewise)
LARGEST_COEFFICIENT = 10**9
LEAST_DIGITS = 3
_DECIMAL = re.compile(r"\s*([-+]?)\s*([0-9]*)\.([0-9]*)(?:[eE]([-+]?[0-9]{1,3}))?\s*")
_UNIT = re.compile(r"(?<=[\s)0-9A-Za-z_])\s*\b(nats?|bits?)\s*$")


class Grade(Word):
    """What an answer is."""

    RIGHT = "right"
    WRONG = "wrong"
    UNDECIDED = Outcome.UNDECIDED.value


class Basis(Word):
    """What a mark rests on."""

    PROVED = Level.PROVED.value
    """Equal by exact rewriting."""
    CHECKED = Level.CHECKED.value
    """Equal, or different, in numbers at sampled points."""
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
        "proved": equal by exact rewriting; "checked": equal, or different, in numbers at sampled points; "rounded": a
        decimal that is right to its digits; empty when undecided.
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

    def text(self) -> str:
        """A few lines for a person."""
        lines = [f"{self.verdict:<10}{self.reason}"]
        if self.witness is not None:
            place = ", ".join(f"{name} = {value}" for name, value in self.witness["parameters"].items())
            values = f"the answer gives {self.witness['answer']}, right is {self.witness['right']}"
            lines = [f"{self.verdict:<10}{f'at {place}: ' if place else ''}{values}"]
        if self.hint:
            lines.append(f"{'hint':<10}{self.hint}")
        return "\n".join(lines) + "\n"


def mark(exercise: Exercise, text: str, solution: Solution | None = None) -> Mark:
    """Mark an answer.

    Parameters
    ----------
    exercise : Exercise
        What was asked.
    text : str
        The answer, over the names of the exercise.
    solution : Solution, optional
        The solution, where it is at hand.

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
    answer = read_answer(text, solution)
    plain = _without_unit(text, exercise.unit)
    marked = _compared(answer, solution)
    if marked.verdict is not Grade.RIGHT and (found := _DECIMAL.fullmatch(plain)) and not solution.result.free_symbols:
        marked = _rounded(found, answer, solution, marked)
    if marked.verdict is Grade.WRONG:
        return Mark(Grade.WRONG, marked.level, marked.witness, _hint(answer, solution), marked.reason)
    return marked


def read_answer(text: str, solution: Solution) -> Expr:
    """An answer as an expression over the symbols of the exercise.

    Raises
    ------
    QueryError
        When it cannot be read, or uses other names.
    """
    plain = _without_unit(text, solution.exercise.unit)
    try:
        return parse_expression(plain, solution.symbols)
    except QueryError as error:
        message = error.message
        if message.startswith("unknown name"):
            names = ", ".join(sorted(solution.symbols)) or "none, it is a number"
            message += f"; the names of this exercise: {names}"
        raise QueryError(message, error.text, error.position) from None


def _without_unit(text: str, unit: str) -> str:
    """The answer without the unit of the exercise behind it."""
    found = _UNIT.search(text) if isinstance(text, str) else None
    if found is None:
        return text
    if not unit.startswith(found.group(1).rstrip("s")):
        raise QueryError(f"this exercise is in {unit}: give the answer in {unit}", text, found.start(1))
    return text[: found.start()]


# Comparison.


def _compared(answer: Expr, solution: Solution) -> Mark:
    """Exactly first, then in numbers; never right without one of them."""
    right = solution.result
    if answer == right:
        return Mark(Grade.RIGHT, Basis.PROVED, reason="the answer is the derived form")
    if not solution.closed:
        return Mark(Grade.UNDECIDED, reason="no closed form of this question is derived: nothing to compare with")
    if right in (oo, -oo) or answer in (oo, -oo):
        values: AnswerWitness = {"parameters": {}, "answer": str(answer), "right": str(right)}
        witness = values if right.is_number else None
        return Mark(Grade.WRONG, Basis.PROVED, witness, reason="one of the two is infinite")
    difference = tidy(answer - right, solution.domain)
    if difference == 0:
        return Mark(Grade.RIGHT, Basis.PROVED, reason="the answer equals the derived form by exact rewriting")
    return _in_numbers(answer, difference, solution)


def _in_numbers(answer: Expr, difference: Expr, solution: Solution) -> Mark:
    report = _report(solution.result, answer, solution)
    if report is None or report.verdict == Outcome.UNDECIDED:
        return Mark(Grade.UNDECIDED, reason="the answer could not be compared in numbers: write it more simply")
    if report.verdict == Outcome.REFUTED:
        return Mark(Grade.WRONG, Basis.CHECKED, _witness(report.witness), reason="the answer has another value")
    if difference.count_ops() <= LARGEST_SIMPLIFIED and simplify(difference) == 0:
        return Mark(Grade.RIGHT, Basis.PROVED, reason="the answer equals the derived form by exact rewriting")
    if isinstance(difference, Number) or _hides(answer):
        return _hidden(difference, solution)
    reason = f"the answer equals the derived form to {report.digits} digits at {report.points} points"
    return Mark(Grade.RIGHT, Basis.CHECKED, reason=reason)


def _report(right: Expr, answer: Expr, solution: Solution) -> Report | None:
    """The independent checker's word on ``right = answer``."""
    if answer.has(nan, zoo):
        return None
    step = Step(Relation.EQ, answer, "answer", "The answer.")
    try:
        claim = Derivation(left=right, domain=solution.domain, status=Status.CLOSED).then(step)
        return check_derivation(claim, SECONDS)
    except BudgetExceeded:
        return None


def _hides(answer: Expr) -> bool:
    """Whether an answer may differ where no sampled point lies, or by less than the digits of the comparison."""
    numbers = answer.atoms(Rational)
    return answer.has(*JUMPING) or any(max(abs(n.p), n.q) > LARGEST_COEFFICIENT for n in numbers)


def _hidden(difference: Expr, solution: Solution) -> Mark:
    if isinstance(difference, Number):
        reason = "the answer differs from the right one by a tiny number"
        values: AnswerWitness = {
            "parameters": {},
            "answer": f"the right value + {difference}",
            "right": solution.decimal,
        }
        return Mark(Grade.WRONG, Basis.PROVED, values, reason=reason)
    return Mark(
        Grade.UNDECIDED, reason="the answer agrees at all sampled points, but could differ elsewhere: simplify it"
    )


def _witness(found: dict[str, str] | None) -> AnswerWitness | None:
    if found is None:
        return None
    parameters = dict(found)
    right, answer = parameters.pop("before"), parameters.pop("after")
    short = _rounded_text(answer), _rounded_text(right)
    answer, right = short if short[0] != short[1] else (answer, right)
    return {"parameters": parameters, "answer": answer, "right": right}


def _rounded(found: re.Match[str], answer: Expr, solution: Solution, otherwise: Mark) -> Mark:
    """A decimal that equals the value rounded to the digits given."""
    _, whole, fraction, exponent = found.groups()
    digits = len((whole + fraction).lstrip("0"))
    half = Rational(1, 2) * Rational(10) ** (int(exponent or 0) - len(fraction))
    distance = abs(solution.result.evalf(60) - answer)
    if not distance.is_number or distance > half:
        return otherwise
    if digits < LEAST_DIGITS:
        reason = f"right to {digits} digit{'s' * (digits != 1)}: give at least {LEAST_DIGITS}, or the exact form"
        return Mark(Grade.UNDECIDED, reason=reason)
    return Mark(
        Grade.RIGHT, Basis.ROUNDED, reason=f"right to {digits} digits; exactly it is {solution.exercise.answer}"
    )


def _rounded_text(value: str) -> str:
    """Eight digits of a value, or what is said of one that does not exist."""
    try:
        return f"{float(value):.8g}"
    except ValueError:
        return value


# Hints.


def _hint(answer: Expr, solution: Solution) -> str:
    """The slip that the exercise lists for this answer, or one that is known in general."""
    for wrong in solution.exercise.wrong:
        try:
            listed = read_answer(wrong.answer, solution)
        except QueryError:
            continue
        report = None if listed == answer else _report(listed, answer, solution)
        if listed == answer or (report is not None and report.accepted):
            return wrong.slip
    if solution.asked is None:
        return ""
    return diagnose(solution.asked, answer, solution.domain) or ""
