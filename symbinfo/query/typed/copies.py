"""Copies as they are written out: ``X1, ..., Xn ~ Exponential(a)``, of which ``max(X1, ..., Xn)`` and ``X_(k)`` are read."""

from __future__ import annotations

import re
from typing import Any

__all__ = ["in_order_statistics"]

_DOTS = r"\s*,\s*(?:(?P=x)_?\{?2\}?\s*,\s*)?(?:\.\.\.|…|\\[lc]?dots)\s*,\s*"
_COUNT = r"(?P=x)_?\{?(?P<n>[A-Za-z]|[0-9]+)\}?"
_DECLARED = re.compile(rf"(?P<before>[\s$]*)(?P<x>[A-Za-z])_?\{{?1\}}?{_DOTS}{_COUNT}\s*(?=~|\\sim)")
_EXTREME = re.compile(rf"\\?(?P<kind>max|min)\s*[({{]\s*(?P<x>[A-Za-z])_?\{{?1\}}?{_DOTS}{_COUNT}\s*[)}}]")
_RANK = re.compile(r"(?<![\w\\])([A-Za-z])_\{?\(([A-Za-z0-9]+)\)\}?")


def in_order_statistics(text: Any, lines: tuple[Any, ...]) -> tuple[Any, tuple[Any, ...]]:
    """A query and lines with copies as one variable, and their minimum, maximum and ranks as order statistics of it.

    Examples
    --------
    >>> in_order_statistics("H(max(X1, ..., Xn))", ("X1, ..., Xn ~ Exponential(a)",))
    ('H(OrderStatistic(X, n, n))', ('X ~ Exponential(a)',))
    >>> in_order_statistics("H(X_(2))", ("X_1, ..., X_n ~ Uniform(0, 1)",))[0]
    'H(OrderStatistic(X, 2, n))'
    """
    counts: dict[str, str] = {}
    found = []
    for line in lines:
        match = _DECLARED.match(line) if isinstance(line, str) else None
        if match:
            counts[match["x"]] = match["n"]
            line = f"{match['before']}{match['x']} {line[match.end() :]}"
        found.append(line)
    if not counts:
        return text, lines
    texts = [_ranked(part, counts) if isinstance(part, str) else part for part in (text, *found)]
    return texts[0], tuple(texts[1:])


def _ranked(text: str, counts: dict[str, str]) -> str:
    head = r"\operatorname{OrderStatistic}" if "$" in text or "\\" in text else "OrderStatistic"

    def extreme(match: re.Match[str]) -> str:
        if counts.get(match["x"]) != match["n"]:
            return match[0]
        return f"{head}({match['x']}, {1 if match['kind'] == 'min' else match['n']}, {match['n']})"

    def rank(match: re.Match[str]) -> str:
        return f"{head}({match[1]}, {match[2]}, {counts[match[1]]})" if match[1] in counts else match[0]

    return _RANK.sub(rank, _EXTREME.sub(extreme, text))
