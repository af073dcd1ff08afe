"""The solution of an exercise: the derivation of what is asked, its closed form, and its value in numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sympy import And, Expr, Limit, oo, true

from symbinfo.course.exercises.exercise_files import Exercise
from symbinfo.derivation import Claim, Derivation, Relation, Status
from symbinfo.derivation.optima.found import OptimumDerivation
from symbinfo.derivation.plans.derive import derive
from symbinfo.expressions.errors import BudgetExceeded, SymbinfoError
from symbinfo.expressions.one_line import OneLine
from symbinfo.expressions.verdict_words import Level
from symbinfo.laws.expectation import Expectation
from symbinfo.measures.base import Measure
from symbinfo.measures.optimum import Optimum
from symbinfo.query.setting import read_in
from symbinfo.verification.referee.judge_optima import evidence_for
from symbinfo.verification.values.evaluate import Value, evaluate

__all__ = ["Solution", "solve"]

# How many digits of a value are shown, and for how many seconds they are looked for.
DIGITS, SECONDS = 12, 5.0


@dataclass(frozen=True, repr=False)
class Solution(OneLine):
    """How an exercise is solved.

    Attributes
    ----------
    exercise : Exercise
        The exercise.
    asked : Expr
        The measure or the expression that is asked for; of a theorem what it ends in.
    derivation : Derivation or None
        The steps; None where the question needs none.
    result : Expr
        What was derived, over the symbols of the exercise.
    condition : Boolean
        What the exercise says of its parameters, beyond what the laws say.
    symbols : dict of str to Expr
        The names that an answer may use: parameters, and abbreviations with what they stand for.
    evidence : Level
        Of an optimum: how well it is founded, which no mark exceeds.
    """

    exercise: Exercise
    asked: Expr
    derivation: Derivation | None
    result: Expr
    condition: Any
    symbols: dict[str, Expr]
    evidence: Level = Level.PROVED

    def __str__(self) -> str:
        return f"{self.exercise.id}: {self.result}"

    @property
    def closed(self) -> bool:
        """Whether the result is a closed form."""
        return self.derivation is None or self.derivation.status in (Status.CLOSED, Status.INFINITE)

    def claim(self, answer: Expr) -> Claim:
        """What an answer claims."""
        return Claim(self.asked, Relation.EQ, answer, self.condition)

    @property
    def decimal(self) -> str:
        """The value in numbers; empty where it has parameters, or where no digits can be promised.

        Examples
        --------
        >>> from symbinfo.course.exercises.exercise_files import Exercise
        >>> solve(Exercise("coin", "entropy", "?", ask="H(Bernoulli(1/2))", answer="log(2)")).decimal
        '0.693147180560'
        """
        if self.result.free_symbols:
            return ""
        if self.result in (oo, -oo):
            return "inf" if self.result == oo else "-inf"
        if self.closed:
            return str(self.result if self.result.is_Integer else self.result.evalf(DIGITS))
        found = self.value(DIGITS, SECONDS)
        return "" if found is None else found.text

    def value(self, digits: int, seconds: float) -> Value | None:
        """The value of what is asked, from its definition; None where the digits cannot be promised."""
        try:
            return evaluate(self.asked, digits, seconds)
        except SymbinfoError:
            return None


def solve(exercise: Exercise) -> Solution:
    """Solve an exercise by derivation.

    Raises
    ------
    SymbinfoError
        When its question cannot be read or derived.
    """
    if exercise.theorem is not None:
        return _theorem(exercise)
    asked, setting = read_in(exercise.ask, exercise.given, exercise.unit)
    if not isinstance(asked, Expr):
        raise SymbinfoError(f"exercise {exercise.id} asks for a claim: ask for a quantity")
    symbols = {**setting.symbols, **setting.values(), **{s.name: s for s in asked.free_symbols}}
    condition = And(*setting.conditions)
    stated = read_in(exercise.ask, exercise.given, exercise.unit, means_kept=True)[0]
    if not isinstance(stated, Expr) or not stated.has(Measure, Expectation, Optimum):
        return Solution(exercise, asked, None, asked.doit(), condition, symbols)
    derivation = derive(stated)
    result = derivation.result
    if asked.has(Limit) and derivation.status is not Status.REDUCED and _is_checked(derivation):
        # Values that come near to a limit decide little; what its laws demand of their parameters is demanded still.
        asked, condition = result, And(condition, derivation.given)
    evidence = Level.PROVED
    if asked.has(Optimum):  # an answer is compared with the optimum that was found
        evidence = evidence_for(derivation, SECONDS) if isinstance(derivation, OptimumDerivation) else Level.NONE
        known = [c for c in derivation.domain.conditions if c.free_symbols <= result.free_symbols]
        asked, condition = result, And(condition, derivation.given if derivation.given is not None else true, *known)
    symbols.update({s.name: s for s in result.free_symbols})
    return Solution(exercise, asked, derivation, result, condition, symbols, evidence)


def _is_checked(derivation: Derivation) -> bool:
    try:
        return derivation.check(SECONDS).accepted
    except BudgetExceeded:
        return False


def _theorem(exercise: Exercise) -> Solution:
    """A theorem is read, and an answer is what it ends in, over its own names and those of the setting."""
    from symbinfo.derivation.theorems import theorem

    derivation = theorem(exercise.theorem or "")
    _, setting = read_in("1", exercise.given, exercise.unit)
    result = derivation.result
    symbols = {**setting.symbols, **{s.name: s for s in result.free_symbols}}
    return Solution(exercise, result, derivation, result, And(*derivation.domain.conditions), symbols)
