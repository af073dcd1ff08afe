"""A conjunction of conditions as short as it gets: each solved for its symbol, what follows from the others left out."""

from __future__ import annotations

from collections.abc import Iterable

from sympy import Add, And, S, expand, fraction, together
from sympy.core.relational import Ge, Gt, Le, Lt
from sympy.logic.boolalg import Boolean

from symbinfo.expressions.domain import Domain

__all__ = ["shortest"]


def shortest(conditions: Iterable[Boolean]) -> Boolean:
    """A conjunction with every linear inequality solved for its symbol, and what follows from the others left out."""
    flat = Domain.of(conditions).conditions
    kept = list(Domain.of(_solved(_without_fractions(c)) for c in flat).conditions)
    for condition in list(kept):
        others = [c for c in kept if c != condition]
        if Domain.of(others).implies(condition):
            kept = others
    return And(*kept)


def _without_fractions(condition: Boolean) -> Boolean:
    """``a/t - b/u > 0`` as ``a*u > b*t``, where what stands below is positive."""
    if not isinstance(condition, (Lt, Le, Gt, Ge)) or S.Infinity in (condition.gts, -condition.lts):
        return condition
    top, bottom = fraction(together(condition.gts - condition.lts))
    both = all(side.as_coeff_Add()[0] != 0 for side in (condition.gts, condition.lts))
    if not bottom.is_positive or (bottom == 1 and not both):
        return condition
    high = expand(top)
    low = Add(*(-t for t in Add.make_args(high) if t.could_extract_minus_sign()))
    strict = isinstance(condition, (Lt, Gt))
    return high + low > low if strict else high + low >= low


def _solved(condition: Boolean) -> Boolean:
    """``k/2 - 1 > 0`` as ``k > 2``; anything else as it is."""
    if not isinstance(condition, (Lt, Le, Gt, Ge)):
        return condition
    difference = expand(condition.gts - condition.lts)
    if len(difference.free_symbols) != 1:
        return condition
    (symbol,) = difference.free_symbols
    slope, rest = difference.coeff(symbol), difference.xreplace({symbol: S.Zero})
    if not slope.is_number or expand(slope * symbol + rest - difference) != 0:
        return condition
    strict = isinstance(condition, (Lt, Gt))
    end = -rest / slope
    if slope.is_positive:
        return symbol > end if strict else symbol >= end
    return symbol < end if strict else symbol <= end
