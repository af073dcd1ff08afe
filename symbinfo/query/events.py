"""Two words of the language that take expressions where others take laws: ``I(p)`` and ``diff(expr, x)``."""

from __future__ import annotations

from typing import Any

from sympy import Derivative, Expr, Integer, Symbol, diff

from symbinfo.expressions.errors import QueryError
from symbinfo.laws.catalogue import FAMILIES
from symbinfo.laws.family import ParameterDomain
from symbinfo.laws.from_catalogue import law_of_family
from symbinfo.measures import SelfInformation
from symbinfo.measures.base import Measure

__all__ = ["derivative", "information_of_an_event"]

HIGHEST = 4


def information_of_an_event(probability: Expr, base: Expr) -> Expr:
    """The self-information of an event of a probability.

    Raises
    ------
    QueryError
        When it is no probability (without the place, which the caller knows).
    """
    if not ParameterDomain.POSITIVE_PROBABILITY.admits(probability):
        raise QueryError(f"a probability lies in (0, 1]: got {probability}")
    law = law_of_family(FAMILIES["Bernoulli"], (probability,), "P")
    return SelfInformation(Integer(1), law, base=base)


def derivative(args: list[Any]) -> Expr:
    """``diff(expr, x)``, ``diff(expr, x, 2)`` and ``diff(expr, x, y)``.

    Raises
    ------
    QueryError
        When there is nothing to differentiate by (without the place).
    """
    expr, by = (args[0], args[1:]) if args else (Integer(0), [])
    order = sum(int(b) for b in by if isinstance(b, Integer))
    plain = bool(by) and isinstance(by[0], Symbol) and all(isinstance(b, (Symbol, Integer)) for b in by)
    if not plain or not 0 <= order <= HIGHEST or len(by) > HIGHEST or any(b in (0, -1) for b in by):
        raise QueryError(f"write diff(expr, x), or diff(expr, x, 2), with at most {HIGHEST} derivatives")
    variables = [s for s in by if isinstance(s, Symbol)]
    if len(variables) > 1 and order:
        raise QueryError("write diff(expr, x, y), or diff(expr, x, 2)")
    made: Expr = Derivative(expr, *by) if expr.has(Measure) else diff(expr, *by)
    return made
