"""Lines of a setting behind a query: ``I(X; Y) where X ~ Bernoulli(1/2), Y = X``, as readings are printed, too."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from symbinfo.query.typed.copies import in_order_statistics

__all__ = ["outside_of_brackets", "with_lines_behind"]

_WORDS = "where|with|for|given|if|when"
_OPENING = "If|Let|For|Suppose|Assume|Given|With|When|Where|if|let|for|given"
_NAMES = r"\(?\s*[A-Za-z]\w*(?:\s*(?:,|\band\b)\s*[A-Za-z]\w*)*\s*\)?"
#: A law of variables: in LaTeX ``~`` is a space.
_DRAWN = rf"{_NAMES}\s*(?:\\sim(?![A-Za-z])|~(?!=))"
_BEHIND = re.compile(
    rf"[\s,;$]*(?:\\(?:q?quad|[,;: ])\s*)*(?:\\(?:text|mathrm|textrm)\{{[\s,]*(?:{_WORDS})\s*\}}|(?<![\w\\])(?:{_WORDS})(?=[\s$\\]))[\s$]*"
)
#: A comma before a law, as ``H(X) = 1, X ~ Exp(1)``.
_LAW_BEHIND = re.compile(rf"[,;][\s$]*(?:\\(?:q?quad|[,;: ])\s*)*(?={_DRAWN})")
_BEFORE = re.compile(rf"\s*(?:(?:(?:{_OPENING})\s|\\(?:text|mathrm)\{{\s*(?:{_OPENING})\s*\}})\s*)?\$?(?={_DRAWN})")
#: What stands between lines before a query, and before the query itself.
_ENDS = re.compile(
    r"\s*(?:[,;:]|\.(?=\s)|\\(?:q?quad|[Rr]ightarrow|Longrightarrow|implies)(?![A-Za-z])|=>|⇒"
    r"|\\(?:text|mathrm)\{[\s,]*(?:and|then)\s*\}|\b(?:and|then|Then|we have)\b)[\s$]*"
)
#: What begins as a line does: a relation before all brackets but those around names.
_IS_LINE = re.compile(rf"(?:{_NAMES}|[^()=~<>]*?)\s*(?:\|[^~]*)?(?:\\sim|~|=|<|>|\bin\b|\\in\b|\\[gl]e)")
#: What a line has that declares or assumes something.
_DECLARES = re.compile(
    r"~|\\sim|=|[<>≤≥∈⊥]|\\(?:in|le|ge|leq|geq|lt|gt|perp)(?![A-Za-z])"
    r"|\b(?:in|real|positive|negative|nonnegative|integer|independent|Markov)\b"
)
_GOES_ON = re.compile(r"\s*(?:else|otherwise|or)\b")
_BETWEEN = re.compile(r"[,;]|\s+and\s+|\\(?:text|mathrm)\{\s*,?\s*and\s*\}")


def with_lines_behind(text: Any, lines: Sequence[str] | str | None = ()) -> tuple[Any, tuple[str, ...]]:
    """The query without the lines behind and before it, and these after those that are given.

    What stands behind the word must be lines, all of it; else the text is left as it is, to be refused where it is read.
    Copies that are written out are one variable.

    Examples
    --------
    >>> with_lines_behind("I(X; Y) where X, Z ~ Bernoulli(1/2) and Y = X + Z")
    ('I(X; Y)', ('X, Z ~ Bernoulli(1/2)', 'Y = X + Z'))
    >>> with_lines_behind("Let X ~ Exp(r). Then H(X) = 1 - log(r)")
    ('H(X) = 1 - log(r)', ('X ~ Exp(r)',))
    >>> with_lines_behind("H(X) with a smile")
    ('H(X) with a smile', ())
    """
    given = (lines,) if isinstance(lines, str) else tuple(lines or ())
    if not isinstance(text, str):
        return text, given
    text, before = _without_lines_before(text)
    given = (*given, *before)
    for found in (*_BEHIND.finditer(text), *_LAW_BEHIND.finditer(text)):
        query, rest = text[: found.start()], text[found.end() :]
        behind = tuple(_joined(outside_of_brackets(rest)))
        if re.search(r"\bif\b", found.group()) and not re.search(r"~|\\sim|\b(?:independent|Markov)\b", rest):
            continue  # a value with its condition
        if query.strip() and _depth(query) == 0 and behind and all(map(_DECLARES.search, behind)):
            return in_order_statistics(query + "$" * (query.count("$") % 2), (*given, *behind))
    return in_order_statistics(text, given)


def _without_lines_before(text: str) -> tuple[str, tuple[str, ...]]:
    """The query behind lines of which the first declares a law, and these."""
    opening = _BEFORE.match(text)
    if opening is None or ("\\" in text and "\\sim" not in text):
        return text, ()
    found: list[str] = []
    at = opening.end()
    for part, end in _parts(text, at):
        if not _IS_LINE.match(part.strip(" $")):
            query = text[end - len(part) :].strip(" $")
            lines = tuple(_joined(iter(found)))
            ready = found and query and all(map(_DECLARES.search, lines))
            return (query, lines) if ready else (text, ())
        found.append(part)
    return text, ()


def _parts(text: str, start: int) -> Iterator[tuple[str, int]]:
    """What stands between the ends of lines, outside of brackets, and where each part ends; names wait for their law."""
    depth, began, at = 0, start, start
    while at < len(text):
        end = _ENDS.match(text, at) if depth == 0 else None
        if end and not re.fullmatch(rf"{_NAMES}\s*", text[began:at]):
            if text[began:at].strip(" $"):
                yield text[began:at], at
            began = at = end.end()
            continue
        depth += (text[at] in "([{") - (text[at] in ")]}")
        at += 1
    yield text[began:], at


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
