"""Conditions on maxima and minima, part by part, and on infinities."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..terms import INFINITE, Term

__all__ = ["among_infinities", "by_extremes"]


def by_extremes(condition: Any, holds: Callable[[Term], bool]) -> bool:
    """Whether a condition follows part by part.

    A maximum is below what all of it is below, a minimum below what some of it is, and the other way round; an extreme of
    integers is one.

    Parameters
    ----------
    condition : Term
        An inequality, or that a term is an integer.
    holds : callable
        Whether a condition on parts holds.
    """
    head, *sides = condition
    if head == "integer":
        (whole,) = sides
        return _is_extreme(whole) and all(holds((head, part)) for part in whole[1:])
    left, right = sides
    for side, all_of in ((left, "max"), (right, "min")):
        if _is_extreme(side):
            pairs = ((part, right) if side is left else (left, part) for part in side[1:])
            if (all if side[0] == all_of else any)(holds((head, *pair)) for pair in pairs):
                return True
    return False


def _is_extreme(term: Any) -> bool:
    return isinstance(term, tuple) and term[0] in ("max", "min")


def among_infinities(relation: str, left: Term, right: Term) -> bool:
    """Whether two sides, one of them infinite, stand in a relation."""
    ordered = left != right and (left == "%-oo" or right == "%oo")
    finite = left not in INFINITE or right not in INFINITE
    return {"<": ordered, "<=": ordered or left == right, "!=": ordered or finite}.get(relation, False)
