"""Places in the domain of parameters, the same in every run: to look at a law where no assumption decides."""

from __future__ import annotations

import random
from collections.abc import Collection, Iterable
from typing import Any

from sympy import Integer, Rational, Symbol, true
from sympy.logic.boolalg import Boolean

__all__ = ["parameter_points"]

# Unlike one another, so that nothing is equal by accident; small enough for sums and integrals to be quick.
REALS = tuple(Rational(*pair) for pair in ((13, 10), (5, 7), (23, 10), (2, 5), (16, 5), (3, 13), (29, 6), (9, 11)))
INTEGERS = tuple(map(Integer, (3, 2, 5, 4, 7, 1, 6)))
MOST_TRIALS = 200


def parameter_points(
    symbols: Iterable[Any], conditions: Iterable[Boolean], count: int, integers: Collection[Any] = ()
) -> list[dict[Any, Any]]:
    """Up to `count` places where the conditions and the symbols' own assumptions hold.

    Parameters
    ----------
    symbols : iterable of Symbol
        The parameters; without any there is one place.
    conditions : iterable of Boolean
        What must hold there.
    count : int
        How many places are wanted.
    integers : collection of Symbol
        Which are integers beyond what they say themselves, such as the ends of a range.

    Examples
    --------
    >>> a, b = Symbol("a", positive=True), Symbol("b", positive=True)
    >>> [point[a] < point[b] for point in parameter_points([a, b], [a < b], 3)]
    [True, True, True]
    """
    names = sorted(symbols, key=lambda s: str(s.name))
    conditions = [c for c in conditions if c != true]
    if not names:
        return [{}]
    chance = random.Random(" ".join(str(s.name) for s in names))
    found: list[dict[Any, Any]] = []
    for trial in range(MOST_TRIALS):
        point = {s: _value(s, s in integers, i, trial, chance) for i, s in enumerate(names)}
        if point not in found and all(_holds(c, point) for c in conditions):
            found.append(point)
            if len(found) == count:
                break
    return found


def _value(symbol: Symbol, integral: bool, place: int, trial: int, chance: random.Random) -> Any:
    """In turn first, where every symbol has another value; by chance afterwards; every third real is negative."""
    pool = INTEGERS if integral or symbol.is_integer else REALS
    value = pool[(place + trial) % len(pool)] if trial < len(pool) else chance.choice(pool)
    free = symbol.is_positive is None and symbol.is_nonnegative is None
    return -value if symbol.is_negative or (free and chance.random() < 1 / 3) else value


def _holds(condition: Boolean, point: dict[Any, Any]) -> bool:
    try:
        return bool(condition.xreplace(point) == true)
    except TypeError:  # a comparison of what is not real there
        return False
