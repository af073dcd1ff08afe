"""Lines of a setting behind a query: ``I(X; Y) where X ~ Bernoulli(1/2), Y = X``, as readings are printed, too."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from symbinfo.query.typed.copies import in_order_statistics

__all__ = ["outside_of_brackets", "with_lines_behind"]

_WORDS = "where|with|for|given"
_BEHIND = re.compile(
    rf"[\s,;$]*(?:\\(?:q?quad|[,;: ])\s*)*(?:\\(?:text|mathrm|textrm)\{{[\s,]*(?:{_WORDS})\s*\}}|(?<![\w\\])(?:{_WORDS})(?=[\s$\\]))[\s$]*"
)
#: What a line has that declares or assumes something.
_DECLARES = re.compile(
    r"~|\\sim|=|[<>≤≥∈⊥]|\\(?:in|le|ge|leq|geq|lt|gt|perp)(?![A-Za-z])"
    r"|\b(?:in|real|positive|negative|nonnegative|integer|independent|Markov)\b"
)
_GOES_ON = re.compile(r"\s*(?:else|otherwise|or)\b")
_BETWEEN = re.compile(r"[,;]|\s+and\s+|\\(?:text|mathrm)\{\s*,?\s*and\s*\}")


def with_lines_behind(text: Any, lines: Sequence[str] | str | None = ()) -> tuple[Any, tuple[str, ...]]:
    """The query without the lines behind it, and these after those that are given.

    What stands behind the word must be lines, all of it; else the text is left as it is, to be refused where it is read.
    Copies that are written out are one variable.

    Examples
    --------
    >>> with_lines_behind("I(X; Y) where X, Z ~ Bernoulli(1/2) and Y = X + Z")
    ('I(X; Y)', ('X, Z ~ Bernoulli(1/2)', 'Y = X + Z'))
    >>> with_lines_behind("H(X) with a smile")
    ('H(X) with a smile', ())
    """
    given = (lines,) if isinstance(lines, str) else tuple(lines or ())
    if not isinstance(text, str):
        return text, given
    for found in _BEHIND.finditer(text):
        query, behind = text[: found.start()], tuple(_joined(outside_of_brackets(text[found.end() :])))
        if query.strip() and _depth(query) == 0 and behind and all(map(_DECLARES.search, behind)):
            return in_order_statistics(query + "$" * (query.count("$") % 2), (*given, *behind))
    return in_order_statistics(text, given)


def _depth(text: str) -> int:
    return sum((c in "([{") - (c in ")]}") for c in text)


def outside_of_brackets(text: str, between: re.Pattern[str] = _BETWEEN) -> Iterator[str]:
    """What stands between separators (commas, semicolons and ``and``), outside of brackets.

    Examples
    --------
    >>> list(outside_of_brackets("m=1,s=max(1, 2)"))
    ['m=1', 's=max(1, 2)']
    """
    part, depth, at = "", 0, 0
    while at < len(text):
        separator = between.match(text, at) if depth == 0 else None
        if separator:
            yield part
            part, at = "", separator.end()
            continue
        depth += (text[at] in "([{") - (text[at] in ")]}")
        part += text[at]
        at += 1
    yield part


def _joined(parts: Iterator[str]) -> Iterator[str]:
    """The lines: names wait for what is said of them (``X, Y ~ ...``), and ``else`` goes on with the line before it."""
    line = ""
    for part in (part.strip(" $.") or part.strip() for part in parts):
        if line and _DECLARES.search(line) and not _GOES_ON.match(part):
            yield line
            line = ""
        line = f"{line}, {part}" if line else part
    yield line
