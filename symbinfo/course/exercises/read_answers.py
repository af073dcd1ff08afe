"""An answer as a student types it: an expression over the names of the exercise, in its unit, with its decimals apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from sympy import Expr, Integer, Rational, Symbol, log

from symbinfo.course.exercises.engine import Solution
from symbinfo.derivation import Rounding
from symbinfo.expressions.errors import QueryError
from symbinfo.query.nodes import Number
from symbinfo.query.parse_query import parse_answer
from symbinfo.query.rounded_decimals import printed

__all__ = ["LEAST_DIGITS", "Answer", "read_answer"]

#: A nat, a bit and a hartley, in nats.
IN_NATS: Mapping[str, Expr] = {"nats": Integer(1), "bits": log(2), "hartleys": log(10)}
#: How many digits a decimal must have.
LEAST_DIGITS = 3
#: To how many digits a converted number is told.
TOLD = 6


@dataclass(frozen=True)
class Answer:
    """An answer in the unit of its exercise.

    Attributes
    ----------
    value : Expr
        With every decimal exactly.
    factor : Expr
        What the unit of the answer is in that of the exercise.
    loose : Expr
        The answer with a name in the place of every decimal.
    decimals : dict of Symbol to Number
        The decimals, by these names; a numeral that is the whole answer is one of them.
    converted : str
        How it was converted, where it names another unit.
    """

    value: Expr
    factor: Expr
    loose: Expr
    decimals: Mapping[Symbol, Number]
    converted: str = ""

    @cached_property
    def numeral(self) -> Number | None:
        """The numeral that all of it is, but for a sign and a unit."""
        alone = list(self.decimals)
        found = len(alone) == 1 and abs(self.loose / self.factor) == alone[0]
        return self.decimals[alone[0]] if found else None

    @property
    def rounding(self) -> Rounding | None:
        """How the numeral was rounded, in its own unit."""
        return None if self.numeral is None else printed(self.numeral)

    @property
    def within(self) -> Expr | None:
        """How far the numeral may be from what it was rounded from, in the unit of the exercise; a small integer is exact."""
        if self.numeral is None or self.rounding is None:
            return None
        exact = not self.numeral.decimals and self.rounding.digits < LEAST_DIGITS
        return None if exact else self.rounding.within * self.factor


def read_answer(text: str, solution: Solution, form: str = "auto") -> Answer:
    """Read an answer over the symbols of an exercise.

    Raises
    ------
    QueryError
        When it cannot be read, or uses other names.

    Examples
    --------
    >>> from symbinfo.course.exercises import Exercise, solve
    >>> coin = solve(Exercise("coin", "entropy", "?", ask="H(Bernoulli(1/2))", answer="log(2)"))
    >>> read_answer("1 bit", coin).converted
    '1 bit is 0.693147 nats'
    """
    own = solution.exercise.unit or "nats"
    question = "" if solution.exercise.theorem else solution.exercise.ask
    try:
        found = parse_answer(text, solution.symbols, form, own, solution.asked, question)
    except QueryError as error:
        message = error.message
        if message.startswith("unknown name"):
            names = ", ".join(sorted(solution.symbols)) or "none, it is a number"
            message += f"; the names of this exercise: {names}"
        raise QueryError(message, error.text, error.position) from None
    factor = IN_NATS[found.unit or own] / IN_NATS[own]
    value = found.value * factor
    return Answer(value, factor, found.loose * factor, found.decimals, _converted(found.value, found.unit, value, own))


def _converted(typed: Expr, unit: str, value: Expr, own: str) -> str:
    """What is said of an answer in another unit."""
    if unit in ("", own):
        return ""
    if typed.free_symbols or not typed.is_finite or not typed.is_number:
        return f"converted from {unit} to {own}"
    one = typed == 1
    shown = f"{float(typed):.{TOLD}g}" if isinstance(typed, Rational) else typed
    return f"{shown} {unit[:-1] if one else unit} {'is' if one else 'are'} {float(value):.{TOLD}g} {own}"
