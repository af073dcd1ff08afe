"""Which row a call means and which argument is which, with one message for each way to get it wrong."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import TypeVar

from symbinfo.expressions.errors import MeasureError
from symbinfo.laws.names.parametrisation import Parametrisation

__all__ = ["NotBound", "bind", "nearest"]

Given = TypeVar("Given")


class NotBound(MeasureError):
    """Arguments that fit no row: keeps the word that is at fault, or None."""

    def __init__(self, message: str, word: str | int | None = None) -> None:
        super().__init__(message)
        self.word = word


def bind(
    name: str, rows: Sequence[Parametrisation], positional: Sequence[Given], keywords: Mapping[str, Given]
) -> tuple[Parametrisation, dict[str, Given]]:
    """The first row that the arguments fit, and the arguments by the names of its parameters.

    Parameters
    ----------
    name : str
        As it was written.
    rows : sequence of Parametrisation
        Its rows, the usual one first.
    positional, keywords
        What was given; anything.

    Raises
    ------
    NotBound
        When they fit none.
    """
    for row in rows:
        found = _fitted(row, positional, keywords)
        if found is not None:
            return row, found
    raise _complaint(name, rows, positional, keywords)


def _fitted(
    row: Parametrisation, positional: Sequence[Given], keywords: Mapping[str, Given]
) -> dict[str, Given] | None:
    if len(positional) > len(row.parameters):
        return None
    found = {p.name: value for p, value in zip(row.parameters, positional, strict=False)}
    for word, value in keywords.items():
        parameter = row.parameter(word)
        if parameter is None or parameter.name in found:
            return None
        found[parameter.name] = value
    complete = all(p.name in found or p.default is not None for p in row.parameters)
    return found if complete else None


def _complaint(
    name: str, rows: Sequence[Parametrisation], positional: Sequence[Given], keywords: Mapping[str, Given]
) -> NotBound:
    known = list(dict.fromkeys(word for row in rows for word in row.words))
    usage = rows[0].usage
    stranger = next((word for word in keywords if word not in known), None)
    if stranger is not None:
        close = nearest(stranger, known)
        if not known:
            return NotBound(f"{name} has no parameters: write {usage}", stranger)
        advice = f"did you mean {close}?" if close else f"known are {', '.join(known)}"
        return NotBound(f"{name} has no parameter {stranger}: {advice}", stranger)
    longest = max(len(row.parameters) for row in rows)
    if len(positional) > longest:
        count = f"{longest} parameter{'s' * (longest != 1)}" if longest else "no parameters"
        return NotBound(f"{name} has {count}: write {usage}", longest)
    if len(positional) + len(keywords) >= 2 and keywords:
        twice = _twice(rows, positional, keywords)
        if twice is not None and twice[0] == twice[1]:
            return NotBound(f"{name}: {twice[1]} is given twice", twice[1])
        if twice is not None:
            return NotBound(f"{name}: {twice[0]} and {twice[1]} say the same twice: give one of them", twice[1])
    first = next(row for row in rows if len(row.parameters) == longest) if positional or keywords else rows[0]
    named = {p.name for p in first.parameters if any(word in p.words for word in keywords)}
    missing = [p.name for p in first.parameters[len(positional) :] if p.name not in named and p.default is None]
    return NotBound(f"{name}: {missing[0] if missing else 'a parameter'} is missing: write {usage}")


def _twice(
    rows: Sequence[Parametrisation], positional: Sequence[Given], keywords: Mapping[str, Given]
) -> tuple[str, str] | None:
    """Two arguments that no row takes together though it takes each: rate and scale, or a place and a name."""
    words = list(keywords)
    for number, word in enumerate(words):
        for other in words[:number]:
            if not any(_together(row, other, word) for row in rows):
                return other, word
    for word in words:
        places = [next(i for i, p in enumerate(row.parameters) if word in p.words) for row in rows if word in row.words]
        if places and max(places) < len(positional):
            same = rows[0].parameters[max(places)].name == word
            return word if same else f"argument {max(places) + 1}", word
    return None


def _together(row: Parametrisation, first: str, second: str) -> bool:
    one, other = row.parameter(first), row.parameter(second)
    return one is not None and other is not None and one.name != other.name


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The word that was probably meant."""
    candidates = sorted(known)
    same = next((c for c in candidates if c.lower() == word.lower()), None)
    close = get_close_matches(word, candidates, n=1, cutoff=0.6)
    return same or (close[0] if close else None)
