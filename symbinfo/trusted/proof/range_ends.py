"""Where a map goes at the ends of a range: limits of the maps that changes of variables are made of."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..terms import INFINITE, Term, free_symbols
from .context import Context
from .definedness import undefined
from .normal_form import equal
from .signs import sign

__all__ = ["limit_at_end", "same_end", "same_range"]

#: Continuous wherever they are defined, so that a limit is a value.
CONTINUOUS = frozenset(
    {"+", "*", "^", "exp", "log", "sin", "cos", "asin", "acos", "atan", "tanh", "sinh", "cosh", "polylog"}
) | {"erf", "erfc"}


def limit_at_end(term: Term, name: str, end: Term, inside: Context, context: Context) -> Term | None:
    """The limit of a term as a symbol goes to an end of its range from inside; None where no rule gives it.

    The term must be defined inside the range: a logarithm whose argument goes to 0 then goes to -oo, since the argument
    is positive on the way.

    Parameters
    ----------
    term : Term
        A composition of sums, products, powers with constant exponents, exp, log and continuous functions.
    name : str
        The symbol.
    end : Term
        A term free of it, or ``%oo``, ``%-oo``.
    inside : Context
        The range, for the signs on the way.
    context : Context
        Where the other symbols live.
    """
    if term == name:
        return end
    if not isinstance(term, tuple) or name not in free_symbols(term):
        return term
    head, *arguments = term
    if head not in CONTINUOUS:
        return None
    inner: list[Term] = []
    for argument in arguments:
        limit = limit_at_end(argument, name, end, inside, context)
        if limit is None:
            return None
        inner.append(limit)
    if head in _RULES:
        found: Term | None = _RULES[head](arguments, inner, inside, context)
        if found is not None:
            return found
    whole = (head, *inner)
    if any(part in INFINITE for part in inner) or undefined(whole, context):
        return None
    return whole


def same_end(left: Term, right: Term, context: Context) -> bool:
    """Whether two ends of ranges are the same."""
    if left in INFINITE or right in INFINITE:
        return left == right
    return equal(left, right, context)


def same_range(one: tuple[Any, ...], other: tuple[Any, ...], context: Context) -> bool:
    """Whether two integrals, or two sums, run over the same range: of each its head stands first, and its ends last."""
    return one[0] == other[0] and all(same_end(*pair, context) for pair in zip(one[-2:], other[-2:], strict=True))


def _sum(parts: list[Term], inner: list[Term], inside: Context, context: Context) -> Term | None:
    infinite = {part for part in inner if part in INFINITE}
    return infinite.pop() if len(infinite) == 1 else None


def _product(parts: list[Term], inner: list[Term], inside: Context, context: Context) -> Term | None:
    """Infinite where a factor is, and no other is 0; its sign is that of the factors."""
    infinite = [part for part in inner if part in INFINITE]
    if not infinite:
        return None
    if len(parts) == 2 and infinite == ["%oo"]:
        (whole,) = (part for part, limit in zip(parts, inner, strict=True) if limit == "%oo")
        (other,) = (part for part, limit in zip(parts, inner, strict=True) if limit != "%oo")
        if other == ("^", ("+", 1, whole), -1):  # u/(1 + u)
            return 1
    signs = [sign(part, context) for part in inner if part not in INFINITE]
    if any(s not in ("positive", "negative") for s in signs):
        return None
    odd = (infinite.count("%-oo") + signs.count("negative")) % 2
    return "%-oo" if odd else "%oo"


def _power(parts: list[Term], inner: list[Term], inside: Context, context: Context) -> Term | None:
    """0 or infinite, as the base and the sign of the exponent say."""
    base, exponent = inner
    if exponent in INFINITE or base == "%-oo":
        return None
    up = sign(exponent, context)
    if up not in ("positive", "negative"):
        return None
    if base == "%oo":
        return "%oo" if up == "positive" else 0
    if equal(base, 0, context):
        if up == "positive":
            return 0
        return "%oo" if sign(parts[0], inside) == "positive" else None
    return None


def _exp(parts: list[Term], inner: list[Term], inside: Context, context: Context) -> Term | None:
    if inner[0] == "%-oo":
        return 0
    return "%oo" if inner[0] == "%oo" else None


def _log(parts: list[Term], inner: list[Term], inside: Context, context: Context) -> Term | None:
    if inner[0] == "%oo":
        return "%oo"
    if inner[0] != "%-oo" and equal(inner[0], 0, context):
        return "%-oo"
    return None


def _erf(parts: list[Term], inner: list[Term], inside: Context, context: Context) -> Term | None:
    far: dict[Term, Term] = {"%oo": 1, "%-oo": -1}
    return far.get(inner[0])


def _erfc(parts: list[Term], inner: list[Term], inside: Context, context: Context) -> Term | None:
    far: dict[Term, Term] = {"%oo": 0, "%-oo": 2}
    return far.get(inner[0])


_RULES: dict[str, Callable[[list[Term], list[Term], Context, Context], Term | None]] = {
    "+": _sum,
    "*": _product,
    "^": _power,
    "exp": _exp,
    "log": _log,
    "erf": _erf,
    "erfc": _erfc,
}
