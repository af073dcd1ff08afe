"""What else the setting of an exercise may be asked for: the measures that a wrong answer may be the value of.

The names of the setting are put into questions of the language, two at a time, so that whatever can be asked of them is
derived in the same way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from itertools import chain, permutations

from sympy import Expr, Integer

from symbinfo.course.exercises.engine import Solution
from symbinfo.expressions.errors import SymbinfoError
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


def _pairs(names: list[str], questions: tuple[tuple[str, bool], ...]) -> Iterator[str]:
    for text, symmetric in questions:
        for a, b in permutations(names, 2):
            if not symmetric or names.index(a) < names.index(b):
                yield text.format(a=a, b=b)
