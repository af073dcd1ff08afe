"""Functions of finite variables and of variables with densities: for each outcome of the finite ones, a law of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import product
from typing import Any

from sympy import Expr, S, Symbol, true

from symbinfo.expressions.errors import QueryError
from symbinfo.laws.law import FiniteLaw, Law
from symbinfo.query.drawn_in_turn import by_outcome, joined
from symbinfo.query.setting_contents import Setting
from symbinfo.query.variables import Finite

__all__ = ["add_function_by_outcome"]

#: How many outcomes the finite variables may have together.
MOST_CASES = 64


def add_function_by_outcome(
    made: Setting, line: Any, places: dict[str, Symbol], law_at: Callable[[dict[str, Expr]], Law]
) -> None:
    """Add a function of variables some of which are finite: what is drawn given these.

    Parameters
    ----------
    made : Setting
        What is declared.
    line : Function
        The line.
    places : dict of str to Symbol
        The variables of the function.
    law_at : callable
        The law of the function where the finite variables have certain values, by their names.

    Raises
    ------
    QueryError
        When the outcomes are too many, or words, or the function has a density for some of them and none for others.
    """
    groups = [
        group for group in made.variables.groups if isinstance(group, Finite) and set(group.names) & places.keys()
    ]
    whole = joined(groups, line)
    names = tuple(name for group in groups for name in group.names if name in places)
    outcomes = [outcome for outcome, _ in whole.finite.marginal(names).rows]
    if len(outcomes) > MOST_CASES:
        raise QueryError(f"beside a variable with a density, at most {MOST_CASES} outcomes are read", line.line, 0)
    for first, second in product(names, places.keys() - {*names}):
        if made.variables.hang_together(first, second):
            message = f"{first} and {second} are not independent: of such variables no law of a function is derived"
            raise QueryError(message, line.line, 0)
    if any(not isinstance(value, Expr) for outcome in outcomes for value in outcome):
        raise QueryError("beside a variable with a density, outcomes are numbers", line.line, 0)
    laws = {outcome: made.under(law_at(dict(zip(names, outcome, strict=True)))) for outcome in outcomes}
    if all(isinstance(law, FiniteLaw) for law in laws.values()):

        def drawn(at: dict[str, Any]) -> list[Any]:
            law: Any = laws[tuple(at[name] for name in names)]
            return [((outcome,), mass) for outcome, mass in law.outcomes if mass != S.Zero]

        new: Any = whole.finite.extended((line.name,), drawn, true)
    else:
        new = replace(whole, links=((line.name, by_outcome(line.name, line.line, names, laws)),))
    made.variables.groups = [*(group for group in made.variables.groups if group not in groups), new]
    made.variables.sources[line.name] = tuple(name for name in places if name not in names)
