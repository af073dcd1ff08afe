"""What else the setting of an exercise may be asked for: the measures that a wrong answer may be the value of.

The names of the setting are put into questions of the language, two at a time, so that whatever can be asked of them is
derived in the same way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from itertools import chain, permutations
from typing import Any

from sympy import Expr, Integer, log

from symbinfo.course.exercises.engine import Solution
from symbinfo.derivation.optima.found import OptimumDerivation
from symbinfo.expressions.errors import SymbinfoError
from symbinfo.laws.table import joint_law
from symbinfo.measures import MutualInformation
from symbinfo.measures.optimum import Capacity
from symbinfo.query.setting import parse_in, read_in

__all__ = ["measures_beside"]

#: Questions of one name and of two, and whether they are the same for both orders.
OF_ONE = ("H({a})",)
OF_VARIABLES = (("H({a}, {b})", True), ("H({a} | {b})", False), ("I({a}; {b})", True))
OF_LAWS = (("KL({a} || {b})", False), ("H({a}, {b})", False))
#: Of how many names all pairs are asked.
MOST_NAMES = 4


def measures_beside(solution: Solution) -> Callable[[], list[tuple[str, Expr]]]:
    """What else may be asked in the setting of an exercise, with words for each; it is read when it is first called."""

    @cache
    def found() -> list[tuple[str, Expr]]:
        return list(_found(solution))

    return found


def _found(solution: Solution) -> Iterator[tuple[str, Expr]]:
    exercise = solution.exercise
    yield from _of_an_optimum(solution)
    if exercise.theorem or not exercise.given:
        return
    _, setting = read_in(exercise.ask, exercise.given, exercise.unit)
    variables, laws = list(setting.variables.names)[:MOST_NAMES], list(setting.laws)[:MOST_NAMES]
    alone = [text.format(a=name) for name in (*variables, *laws) for text in OF_ONE]
    pairs = chain(_pairs(variables, OF_VARIABLES), _pairs(laws, OF_LAWS))
    for text in (*alone, *pairs):
        try:
            asked = parse_in(text, exercise.given, unit=exercise.unit)
        except SymbinfoError:
            continue
        if isinstance(asked, Expr):
            yield f"this is {text}", asked
            if text in alone:
                yield f"this is twice {text}", Integer(2) * asked


def _of_an_optimum(solution: Solution) -> Iterator[tuple[str, Expr]]:
    """Of an optimum: its value in the other unit, the place for the value or the value for the place, and what letters
    that are equally likely give.
    """
    found = solution.derivation
    if not isinstance(found, OptimumDerivation) or found.question is None:
        return
    question: Any = found.question
    of_place = str(question.kind).startswith("arg")
    if of_place:
        yield "this is the value, and the place is asked for", found.stands
    else:
        bits = solution.exercise.unit == "bits"
        words = "this is in nats: divide by log 2 for bits" if bits else "this is in bits: multiply by log 2 for nats"
        yield words, solution.result * (log(2) if bits else 1 / log(2))
        for symbol, place in found.at:
            if isinstance(place, Expr) and place.is_finite is not False and not isinstance(question, Capacity):
                yield f"this is the place, {symbol}, and the value is asked for", place
    if isinstance(question, Capacity) and not of_place:
        size = question.matrix.rows
        cells = {(x, y): question.matrix[x, y] / size for x in range(size) for y in range(question.matrix.cols)}
        joint = joint_law({cell: mass for cell, mass in cells.items() if mass != 0}, question.names)
        words = "this is the information for equally likely letters, and not the largest"
        yield words, MutualInformation(*joint.variables, base=question.base)


def _pairs(names: list[str], questions: tuple[tuple[str, bool], ...]) -> Iterator[str]:
    for text, symmetric in questions:
        for a, b in permutations(names, 2):
            if not symmetric or names.index(a) < names.index(b):
                yield text.format(a=a, b=b)
