"""The solution of an exercise: the derivation of what is asked, its closed form, and its value in numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sympy import Expr, Symbol, oo, true

from symbinfo.course.exercises.exercise_files import Exercise
from symbinfo.derivation import Derivation, Status
from symbinfo.derivation.plans.derive import derive
from symbinfo.expressions.domain import Domain
from symbinfo.expressions.errors import SymbinfoError
from symbinfo.measures.base import Measure
from symbinfo.query import parse_expression
from symbinfo.query.setting import read_in

__all__ = ["Solution", "solve"]

DIGITS = 12


@dataclass(frozen=True)
class Solution:
    """How an exercise is solved.

    Attributes
    ----------
    exercise : Exercise
        The exercise.
    asked : Expr or None
        The measure or the expression of measures that is asked for; None of a theorem.
    derivation : Derivation or None
        The steps; None where the question needs none.
    result : Expr
        The closed form, over the symbols of the exercise.
    condition : Boolean
        Where it holds.
    symbols : dict of str to Symbol
        The names that an answer may use.
    """

    exercise: Exercise
    asked: Expr | None
    derivation: Derivation | None
    result: Expr
    condition: Any
    symbols: dict[str, Symbol]

    @property
    def domain(self) -> Domain:
        """The condition, as rules and checks take it."""
        return Domain.of([self.condition])

    @property
    def closed(self) -> bool:
        """Whether the result is a closed form."""
        return self.derivation is None or self.derivation.status in (Status.CLOSED, Status.INFINITE)

    @property
    def decimal(self) -> str:
        """The value in numbers; empty where the result has parameters.

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
        return str(self.result if self.result.is_Integer else self.result.evalf(DIGITS))


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
    symbols = {**setting.symbols, **{s.name: s for s in asked.free_symbols}}
    if not asked.has(Measure):
        return Solution(exercise, asked, None, asked.doit(), true, symbols)
    derivation = derive(asked)
    result = derivation.result
    symbols.update({s.name: s for s in result.free_symbols})
    return Solution(exercise, asked, derivation, result, derivation.condition, symbols)


def _theorem(exercise: Exercise) -> Solution:
    """A theorem is read; the answer to mark is the one that the exercise states, over the names of its setting."""
    from symbinfo.derivation.theorems import theorem

    derivation = theorem(exercise.theorem or "")
    _, setting = read_in("1", exercise.given, exercise.unit)
    answer = parse_expression(exercise.answer, setting.symbols)
    return Solution(exercise, None, derivation, answer, true, setting.symbols)
