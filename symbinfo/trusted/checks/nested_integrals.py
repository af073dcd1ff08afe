"""Integrals inside integrals: how deep, and two of them over one range."""

from __future__ import annotations

from typing import Any

from ..terms import Term, fold, free_symbols, replace

__all__ = ["is_double", "same_range"]


BINDERS = ("integral", "sum")


def is_double(term: Term) -> bool:
    """Whether an integral stands inside an integral."""
    return depth_of(term) > 1


def depth_of(term: Term) -> int:
    depth: int = fold(term, _layers)
    return depth


def _layers(term: Term, parts: list[Any]) -> int:
    inner = max((p for p in parts if isinstance(p, int)), default=0)
    return inner + (isinstance(term, tuple) and term[0] == "integral")


def _factors_inside(term: Term) -> Term:
    """A product with one integral or sum as that of the product, where the others do not contain its variable."""
    if not isinstance(term, tuple) or term[0] != "*":
        return term
    inner = [f for f in term[1:] if isinstance(f, tuple) and f[0] in BINDERS]
    others = [f for f in term[1:] if not (isinstance(f, tuple) and f[0] in BINDERS)]
    if len(inner) != 1 or any(inner[0][2] in free_symbols(f) for f in others):
        return term
    binder, body, x, *ends = inner[0]
    return (binder, ("*", *others, body), x, *ends)


def same_range(left: Term, right: Term) -> tuple[tuple[Any, ...], Term, Term] | None:
    """The binder, the variable and its ends, and the two bodies, of two integrals or two sums over one range."""
    left, right = _factors_inside(left), _factors_inside(right)
    if not (isinstance(left, tuple) and isinstance(right, tuple) and left[0] == right[0] in BINDERS):
        return None
    binder, before, x, *ends = left
    _, after, y, *others = right
    if ends != others or (y != x and x in free_symbols(after)):
        return None
    return (binder, x, *ends), before, after if x == y else replace(after, y, x)
