"""Marking an answer: right in any algebraic form, wrong with a point where it differs, and a hint for a known slip."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import Any, NotRequired, TypedDict

from sympy import Expr, Integral, Rational, Sum

from symbinfo.course.exercises.engine import Solution, solve
from symbinfo.course.exercises.exercise_files import Exercise
from symbinfo.course.exercises.read_answers import LEAST_DIGITS, Answer, read_answer
from symbinfo.course.exercises.rounded_answers import digits_of_formula, digits_of_numeral
from symbinfo.course.exercises.setting_measures import measures_beside
from symbinfo.derivation import Claim, Relation
from symbinfo.expressions.errors import QueryError, StatedAnswerRefuted
from symbinfo.expressions.one_line import OneLine
from symbinfo.expressions.verdict_words import Level, Outcome, Word
from symbinfo.laws.expectation import ConditionalValue, DensityValue, Expectation
from symbinfo.measures.base import Measure
from symbinfo.verification.claims.side_values import remaining
from symbinfo.verification.claims.stated_claim import StatedClaim
from symbinfo.verification.claims.verdict import Verdict, Witness
from symbinfo.verification.referee.trial import Trial

__all__ = ["Basis", "Grade", "Judged", "Mark", "mark"]

# Seconds for a mark, all in all.
SECONDS = 5.0
#: Digits of an optimum that is known in numbers alone.
KNOWN = 10
LATE = f"not decided in {SECONDS:g} seconds: write the answer more simply"


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
    right: NotRequired[str]


@dataclass(frozen=True, repr=False)
class Mark(OneLine):
    """What an answer is worth.

    Attributes
    ----------
    verdict : Grade
        "right", "wrong" or "undecided".
    level : Basis
        "proved": every step from the definition to the answer was replayed exactly; "checked": equal, or different, in
        numbers at sampled points; "rounded": right to the digits of its decimals; empty when undecided.
    witness : AnswerWitness or None
        Of a wrong answer: ``parameters``, the ``answer`` and the ``right`` value there, which only a teacher is told.
    hint : str
        The slip that the answer shows, where it is a known one.
    reason : str
        In a sentence.
    converted : str
        How the answer was converted, where it names another unit than the exercise.
    """

    verdict: Grade
    level: Basis = Basis.NONE
    witness: AnswerWitness | None = None
    hint: str = ""
    reason: str = ""
    converted: str = ""

    @property
    def right(self) -> bool:
        """Whether the answer is right."""
        return self.verdict is Grade.RIGHT

    @property
    def exit_code(self) -> int:
        """What the command line returns: 0 right, 1 wrong, 3 undecided."""
        return EXIT[self.verdict]

    def to_dict(self, reveal: bool = False) -> dict[str, Any]:
        """The mark as JSON data; what is right is in it only where it may be told."""
        witness = dict(self.witness) if self.witness is not None else None
        if witness is not None and not reveal:
            witness.pop("right", None)
        return {
            "verdict": self.verdict.value,
            "level": self.level.value,
            "witness": witness,
            "hint": self.hint,
            "reason": self.reason,
            "converted": self.converted,
        }

    def told(self, reveal: bool = False) -> str:
        """Why, in a line: the place at which a wrong answer differs, or the reason."""
        if self.witness is None:
            return self.reason
        place = ", ".join(f"{name} = {value}" for name, value in self.witness["parameters"].items())
        right = f"right is {self.witness['right']}" if reveal and "right" in self.witness else "which is not the value"
        values = f"the answer gives {self.witness['answer']}, {right}{' there' if place and not reveal else ''}"
        return f"at {place}: {values}" if place else values

    def text(self, reveal: bool = False) -> str:
        """A few lines for a person; the right value only where it may be told."""
        rows = [(self.verdict.value, self.told(reveal)), ("unit", self.converted), ("hint", self.hint)]
        return "".join(f"{word:<10}{said}".rstrip() + "\n" for word, said in rows if said or word == self.verdict)

    def _repr_html_(self) -> str:
        """For a notebook."""
        from symbinfo.render.notebook import card, rows

        tone = {Grade.RIGHT: "good", Grade.WRONG: "bad", Grade.UNDECIDED: "open"}[self.verdict]
        said = [("because", self.told()), ("unit", self.converted), ("hint", self.hint)]
        return card(self.verdict, tone, rows(said))


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
    answer = read_answer(text, solution, form)
    return replace(_marked(answer, solution), converted=answer.converted)


def _marked(answer: Answer, solution: Solution) -> Mark:
    if solution.exercise.theorem and (why := _beyond(answer.value, solution)):
        return Mark(Grade.UNDECIDED, reason=why)
    if solution.evidence is Level.NONE:
        return Mark(Grade.UNDECIDED, reason="that the optimum is the one that was found is not proved")
    deadline = time.process_time() + SECONDS
    if solution.result.is_Float and not answer.value.free_symbols:
        return _beside_decimals(answer, solution)
    trial = _trial(solution.claim(answer.value), deadline)
    is_number = answer.numeral is not None and not solution.asked.free_symbols
    if is_number and not solution.closed:  # then its value decides, and no proof is looked for
        digits = digits_of_numeral(answer, solution, remaining(deadline, SECONDS))
        if digits:
            return _rounded(digits)
    verdict = trial.in_time()
    if verdict.verdict is Outcome.HOLDS:
        level = max(Level(verdict.level), solution.evidence, key=lambda each: each.weakness)
        return Mark(Grade.RIGHT, Basis(level.value), reason=_why(verdict, solution.evidence))
    if is_number and solution.closed and (digits := digits_of_numeral(answer, solution, remaining(deadline, SECONDS))):
        return _rounded(digits)
    if digits := digits_of_formula(answer, trial):
        if trial.claim.hiding:
            return Mark(
                Grade.UNDECIDED,
                reason=f"right to {digits} digits where it was looked at; it holds {trial.claim.hiding}",
            )
        return _rounded(digits)
    if verdict.verdict is Outcome.UNDECIDED:
        late = time.process_time() >= deadline
        return Mark(Grade.UNDECIDED, reason=LATE if late else verdict.reason)
    hint = _listed_slip(answer, solution, deadline) or _usual_slip(answer, solution, trial, verdict)
    reason = "the answer has another value"
    return Mark(Grade.WRONG, Basis(verdict.level.value), _witness(verdict.witness), hint, reason)


def _beside_decimals(answer: Answer, solution: Solution) -> Mark:
    """The mark of a number where the optimum is known in decimals alone."""
    value, known = answer.value.evalf(KNOWN + 5), solution.result
    if not value.is_comparable:
        return Mark(Grade.WRONG, Basis.CHECKED, reason="the answer is no number")
    gap = abs(value - known)
    if answer.rounding is not None and answer.within is not None and answer.rounding.digits <= KNOWN:
        if gap <= answer.within:
            return _rounded(answer.rounding.digits)
    elif gap <= 10**-KNOWN * max(1, abs(known)):
        return Mark(Grade.RIGHT, Basis.CHECKED, reason=f"the answer is the optimum that was found, to {KNOWN} digits")
    if gap <= 10 ** (-KNOWN / 2) * max(1, abs(known)):
        return Mark(Grade.UNDECIDED, reason=f"the optimum is known to {KNOWN} digits: give fewer")
    witness = AnswerWitness(parameters={}, answer=_rounded_text(str(value)), right=_rounded_text(str(known)))
    claim = _trial(
        Claim(Rational(str(known)), Relation.EQ, answer.value, solution.condition), time.process_time() + SECONDS
    )
    refuted = Verdict(Outcome.REFUTED, Level.CHECKED, 1)
    hint = _listed_slip(answer, solution, time.process_time() + SECONDS) or _usual_slip(
        answer, solution, claim, refuted
    )
    return Mark(Grade.WRONG, Basis.CHECKED, witness, hint, "the answer has another value")


def _rounded(digits: int) -> Mark:
    """The mark of an answer that is right to its digits."""
    right = f"right to {digits} digit{'s' * (digits != 1)}"
    if digits < LEAST_DIGITS:
        return Mark(Grade.UNDECIDED, reason=f"{right}: give at least {LEAST_DIGITS}, or the exact form")
    return Mark(Grade.RIGHT, Basis.ROUNDED, reason=right)


@dataclass(frozen=True, repr=False)
class Judged(OneLine):
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

    def __str__(self) -> str:
        return f"{self.solution}\n{self.mark}"

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
            told = found.told(reveal=True)
            told = f"{told}; {found.hint}" if found.hint else told
            raise StatedAnswerRefuted(exercise.id, where, told)
        return cls(solution, found)


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


def _why(verdict: Verdict, evidence: Level) -> str:
    """Why an answer is right."""
    if evidence is not Level.PROVED:
        return f"the answer is the optimum that was found, which is {evidence}"
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


def _rounded_text(value: str) -> str:
    """Eight digits of a value, or what is said of one that does not exist."""
    try:
        return f"{float(value):.8g}"
    except ValueError:
        return value


# Hints.


def _listed_slip(answer: Answer, solution: Solution, deadline: float) -> str:
    """The slip that the exercise lists for this answer, in any form, or rounded to the digits that it gives."""
    for wrong in solution.exercise.wrong:
        try:
            listed = read_answer(wrong.answer, solution).value
        except QueryError:
            continue
        if listed == answer.value or _rounds(listed, answer):
            return wrong.slip
        claim = Claim(listed, Relation.EQ, answer.value, solution.condition)
        if _trial(claim, deadline).in_time().verdict is Outcome.HOLDS:
            return wrong.slip
    return ""


def _usual_slip(answer: Answer, solution: Solution, trial: Trial, verdict: Verdict) -> str:
    """The usual slip that an answer shows: as it was rounded, and of a whole number as it stands, too."""
    beside = measures_beside(solution)
    whole = answer.numeral is not None and not answer.numeral.decimals
    ways = dict.fromkeys([answer.within, None] if whole else [answer.within])
    return next((told for within in ways if (told := trial.explained(verdict, within, beside).diagnosis)), "")


def _rounds(listed: Expr, answer: Answer) -> bool:
    """Whether a numeral of enough digits is a number that was rounded."""
    if answer.rounding is None or answer.rounding.digits < LEAST_DIGITS or listed.free_symbols:
        return False
    gap, within = (listed - answer.value).evalf(), answer.within
    return bool(gap.is_real and within is not None and abs(gap) <= within.evalf())
