"""Slack variables: an inequality that holds by the sign of a new variable."""

from __future__ import annotations

from collections.abc import Iterable

from sympy import Add, Dummy, Expr, Symbol, expand

__all__ = ["sides", "slack_for", "substitute"]


def substitute(expr: Expr, steps: Iterable[tuple[Symbol, Expr]]) -> Expr:
    """The expression after one substitution after the other."""
    for symbol, value in steps:
        expr = expr.xreplace({symbol: value})
    return expr


def sides(difference: Expr) -> tuple[Expr, Expr]:
    """A positive difference as ``low < high`` with nothing in common on both sides."""
    terms = Add.make_args(expand(difference))
    low = Add(*(-t for t in terms if t.could_extract_minus_sign()))
    return low, Add(*(t for t in terms if not t.could_extract_minus_sign()))


def slack_for(low: Expr, high: Expr, *, weak: bool) -> tuple[Symbol, Expr] | None:
    """One substitution that makes ``low < high`` hold by the sign of a new variable.

    A symbol that stands alone on one side is replaced; of a positive symbol under a positive bound both bounds are
    kept (``s = bound / (1 + w)``).
    """
    whole = bool((high - low).is_integer)
    w = Dummy("w", integer=whole or None, **({"nonnegative": True} if weak else {"positive": True}))
    if isinstance(low, Symbol) and not high.has(low):
        if low.is_nonnegative is not True:
            return (low, high - w)
        if high.is_positive:
            return (low, high / (1 + w))
    if isinstance(high, Symbol) and not low.has(high) and (not high.is_positive or low.is_nonnegative):
        return (high, low + w)
    return None
