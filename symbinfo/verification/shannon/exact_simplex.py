"""The simplex method in fractions: small linear programs where SciPy is not installed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

__all__ = ["least_cost"]

ZERO, ONE = Fraction(0), Fraction(1)
#: The cost of what must vanish, and then the cost that is asked for: compared in this order.
Cost = tuple[Fraction, Fraction]
Column = Mapping[int, Fraction]


def least_cost(
    costs: Sequence[Fraction], columns: Sequence[Column], target: Mapping[int, Fraction]
) -> dict[int, Fraction] | None:
    """Nonnegative multipliers of columns that add up to a target, at the least cost; None where there are none.

    The revised method with the inverse of the basis. The column of the most negative price enters; after a step that
    gained nothing the first such column does (Bland's rule), so that it ends.

    Parameters
    ----------
    costs : sequence of Fraction
        Of one unit of each column, none negative.
    columns : sequence of mapping
        The numbers of each column by the names of their rows.
    target : mapping
        What they add up to, by the names of its rows.

    Examples
    --------
    >>> one = Fraction(1)
    >>> {i: str(x) for i, x in least_cost([one, one], [{0: one}, {0: 2 * one}], {0: 3 * one}).items()}
    {1: '3/2'}
    >>> least_cost([one], [{0: one}], {0: -one}) is None
    True
    """
    names = sorted({name for column in (target, *columns) for name in column})
    signs = {name: -1 if target.get(name, ZERO) < 0 else 1 for name in names}
    place = {name: i for i, name in enumerate(names)}
    matrix = [{place[name]: signs[name] * share for name, share in column.items()} for column in columns]
    size = len(names)
    # What must vanish stands behind the columns: the identity, which is the first basis.
    basis = [len(columns) + i for i in range(size)]
    inverse = [[ONE if i == j else ZERO for j in range(size)] for i in range(size)]
    values = [signs[name] * target.get(name, ZERO) for name in names]
    gained = True
    while True:
        duals = _duals(basis, inverse, costs)
        entering = _entering(duals, matrix, costs, set(basis), most=gained)
        if entering is None:
            break
        step = [sum((row[i] * share for i, share in matrix[entering].items()), ZERO) for row in inverse]
        ratios = [(values[i] / share, basis[i], i) for i, share in enumerate(step) if share > 0]
        if not ratios:
            return None  # no least cost: not with costs that are not negative
        length, _, leaving = min(ratios)
        gained = length > 0
        _pivot(inverse, values, step, leaving)
        basis[leaving] = entering
    found = dict(zip(basis, values, strict=True))
    if any(value for i, value in found.items() if i >= len(columns)):
        return None
    return {i: value for i, value in sorted(found.items()) if value}


def _duals(basis: list[int], inverse: list[list[Fraction]], costs: Sequence[Fraction]) -> list[Cost]:
    found = [(ZERO, ZERO)] * len(basis)
    for i, row in zip(basis, inverse, strict=True):
        first, second = (ZERO, costs[i]) if i < len(costs) else (ONE, ZERO)
        found = [(a + first * x, b + second * x) if x else (a, b) for (a, b), x in zip(found, row, strict=True)]
    return found


def _entering(
    duals: list[Cost], matrix: list[dict[int, Fraction]], costs: Sequence[Fraction], basis: set[int], *, most: bool
) -> int | None:
    best: tuple[Cost, int] | None = None
    for i, column in enumerate(matrix):
        if i in basis:
            continue
        price = (
            -sum((duals[at][0] * share for at, share in column.items()), ZERO),
            costs[i] - sum((duals[at][1] * share for at, share in column.items()), ZERO),
        )
        if price < (ZERO, ZERO) and (best is None or (price, i) < best):
            best = price, i
            if not most:
                break
    return None if best is None else best[1]


def _pivot(inverse: list[list[Fraction]], values: list[Fraction], step: list[Fraction], leaving: int) -> None:
    head = step[leaving]
    inverse[leaving] = [x / head for x in inverse[leaving]]
    values[leaving] /= head
    for i, share in enumerate(step):
        if i != leaving and share:
            row = inverse[leaving]
            inverse[i] = [x - share * y if y else x for x, y in zip(inverse[i], row, strict=True)]
            values[i] -= share * values[leaving]
