"""Slack variables: substitutions under which a condition such as ``a < b`` holds by the sign of a new symbol."""

from __future__ import annotations

from collections.abc import Sequence

from sympy import Add, Derivative, Dummy, Expr, Symbol, expand

__all__ = ["sides_of", "slack_for", "substituted"]


def substituted(expr: Expr, steps: Sequence[tuple[Symbol, Expr]]) -> Expr:
    """The expression with symbols replaced one after the other; derivatives, such as zeta'(s), are numbers to it."""
    if steps and expr.has(Derivative):
        expr = expr.xreplace({node: Dummy(real=True) for node in expr.atoms(Derivative)})
    for symbol, value in steps:
        expr = expr.xreplace({symbol: value})
    return expr


def sides_of(difference: Expr) -> tuple[Expr, Expr]:
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
