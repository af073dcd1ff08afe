"""Outcomes: which are equal, by value and not by form."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sympy import Expr, Rational, Tuple

__all__ = ["distinct", "representatives", "same_outcome"]

# Numbers that agree to so many digits are one outcome; the first figure only saves work.
CLOSE, DIGITS = 1e-9, 100


def same_outcome(first: Any, second: Any) -> bool:
    """Whether two outcomes are equal: names by what they say, numbers by their value, tuples part by part.

    Examples
    --------
    >>> from sympy import Integer, sqrt
    >>> same_outcome(sqrt(3 + 2*sqrt(2)), 1 + sqrt(2)), same_outcome(Integer(1), sqrt(2))
    (True, False)
    """
    if first == second:
        return True
    if isinstance(first, (tuple, Tuple)) and isinstance(second, (tuple, Tuple)):
        return len(first) == len(second) and all(same_outcome(a, b) for a, b in zip(first, second, strict=True))
    if not (_is_number(first) and _is_number(second)) or (first.is_Rational and second.is_Rational):
        return False
    if abs(complex(first - second)) > CLOSE * (1 + abs(complex(first))):
        return False
    return bool(abs((first - second).evalf(20, maxn=3 * DIGITS)) < Rational(1, 10**DIGITS))


def representatives(outcomes: Iterable[Any]) -> dict[Any, Any]:
    """For each outcome the first that is equal to it.

    Examples
    --------
    >>> from sympy import Integer, sqrt
    >>> representatives([Integer(3), 1 + sqrt(2), sqrt(3 + 2*sqrt(2))])[sqrt(3 + 2*sqrt(2))]
    1 + sqrt(2)
    """
    found: dict[Any, Any] = {}
    first: list[Any] = []
    for outcome in outcomes:
        if outcome in found:
            continue
        same = None
        if not _is_plain(outcome) or not all(_is_plain(other) for other in first):
            same = next((other for other in first if same_outcome(outcome, other)), None)
        if same is None:
            first.append(outcome)
        found[outcome] = outcome if same is None else same
    return found


def distinct(outcomes: Sequence[Any]) -> bool:
    """Whether no two of the outcomes are equal."""
    return len({*representatives(outcomes).values()}) == len(outcomes)


def _is_number(outcome: Any) -> bool:
    return isinstance(outcome, Expr) and not outcome.free_symbols and outcome.is_number is not False


def _is_plain(outcome: Any) -> bool:
    """Whether equality by form decides: rational numbers and names."""
    if isinstance(outcome, (tuple, Tuple)):
        return all(_is_plain(part) for part in outcome)
    return not _is_number(outcome) or bool(outcome.is_Rational)
