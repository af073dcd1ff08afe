"""Where two terms differ: what is the same around one part of them follows from the equality of that part.

If C[u] has a value, and u = v at each point, then C[v] has the same one; so a step from C[u] to C[v] is a step from u to v.
"""

from __future__ import annotations

from typing import Any

from ..terms import BINDERS, Term

__all__ = ["CLOSED", "differing"]

#: Under these a part is looked at where not all of it counts, or more symbols have a meaning.
CLOSED = frozenset(BINDERS) | {"cases", "case"}


def differing(left: Term, right: Term) -> tuple[Term, Term] | None:
    """The smallest two parts, at one place of both terms, outside of which the terms are the same; None if all is.

    Examples
    --------
    >>> differing(("+", 1, ("log", "a")), ("+", 1, ("log", ("*", 2, "b"))))
    ('a', ('*', 2, 'b'))
    >>> differing(("+", "a", "b"), ("+", "b", "a"))
    """
    here: tuple[Term, Term] = left, right
    while (inner := _inner(*here)) is not None:
        here = inner
    return None if here == (left, right) else here


def _inner(left: Any, right: Any) -> tuple[Term, Term] | None:
    """The two arguments that differ, of one function of as many arguments, the others being the same."""
    if not isinstance(left, tuple) or not isinstance(right, tuple) or len(left) != len(right):
        return None
    if left[0] != right[0] or left[0] in CLOSED or (left[0] == "apply" and left[1] != right[1]):
        return None
    pairs = [(a, b) for a, b in zip(left[1:], right[1:], strict=True) if a != b]
    return pairs[0] if len(pairs) == 1 else None
