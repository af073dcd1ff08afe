"""The lines of a setting as syntax: each declares a parameter, a law, a variable, or a function of variables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from symbinfo.expressions.errors import QueryError
from symbinfo.laws.catalogue import FAMILIES
from symbinfo.laws.names.language import LANGUAGE_NAMES
from symbinfo.query.nodes import Call, Name, Node, Statement, below
from symbinfo.query.syntax import read

__all__ = [
    "Condition",
    "Declaration",
    "Drawn",
    "Function",
    "Noisy",
    "ParameterLine",
    "declarations",
    "located",
    "names_of",
]

MOST_LINES = 64
_NAME = r"[A-Za-z][A-Za-z0-9_]*"
_NAMES = rf"{_NAME}(?:\s*,\s*{_NAME})*"
_DRAWN = re.compile(rf"\s*\(?\s*({_NAMES})\s*(\|[^~]*)?\)?\s*~")
_NOISY = re.compile(
    rf"\s*({_NAME})\s*=\s*({_NAME})\s+(?:with\s+probability|w\.?\s?p\.?)\s+(.+?)\s*[,;]?\s+(?:or\s+)?(?:else|otherwise)\s*,?\s+(.+?)[\s.]*$"
)
_FUNCTION = re.compile(rf"\s*({_NAME})\s*=(?!=)")
_WORDS = re.compile(rf"\s*({_NAMES})\s+(?:is\s+|are\s+)?(?:an?\s+)?([a-z]+(?:\s+[a-z]+)*)\s*$")
_INTERVAL = re.compile(rf"\s*({_NAMES})\s+in\s*([\[(])(.*),(.*)([\])])\s*$")
#: A word before a line that says nothing of its own.
_LET = re.compile(rf"^\s*(?:[Ll]et|[Ww]here|[Ww]ith)\s+(?={_NAME}\s*(?:[=~,|(<>:]|in\b))")
#: Behind a law: variables that are declared one by one are independent anyway.
_INDEPENDENT = re.compile(
    r"(?<=[)\s])[\s,]*(?:(?:and|are|is|all|both|mutually)\s+)*(?:independent(?:ly)?|indep\.?|i\.?i\.?d\.?)\s*$"
)
#: Names that laws have in papers: P = B(n, p) is one, Y = B(n, p) need not be.
_LAW_LETTER = re.compile(r"[PQRpq][0-9]?\Z")
FORMS = "X ~ Bernoulli(1/2), Y = X + Z, Y | X = 0 ~ Bernoulli(e), P = Normal(0, 1), e in [0, 1] or m > 0"


@dataclass(frozen=True)
class Condition:
    """A variable to the left of ``~`` that is given, and its outcome (None: any)."""

    name: str
    outcome: Node | None
    start: int


@dataclass(frozen=True)
class Drawn:
    """``X ~ law``, ``X, Y ~ table`` or ``Y | X = 0 ~ law``."""

    line: str
    names: tuple[str, ...]
    given: tuple[Condition, ...]
    law: Node


@dataclass(frozen=True)
class Function:
    """``Y = X + Z``, or ``P = Normal(0, 1)``: a variable or a law."""

    line: str
    name: str
    value: Statement


@dataclass(frozen=True)
class ParameterLine:
    """``n positive integer`` (words), ``e in [0, 1]`` or ``m > 0`` (pairs of sides, the lower one first)."""

    line: str
    names: tuple[str, ...]
    words: str = ""
    bounds: tuple[tuple[Node, Node, bool], ...] = ()


@dataclass(frozen=True)
class Noisy:
    """``Y = X with probability 1 - e, else uniform on the rest``: what is received over a channel."""

    line: str
    name: str
    source: str
    probability: Node
    otherwise: str
    at: int


Declaration: TypeAlias = Drawn | Function | ParameterLine | Noisy


def located(error: QueryError, line: str) -> QueryError:
    """The error with the line in which its place is."""
    return QueryError(error.message, line, error.position or 0)


def declarations(lines: Sequence[str]) -> list[Declaration]:
    """The lines, read.

    Raises
    ------
    QueryError
        For a line that is none of the forms.

    Examples
    --------
    >>> declarations(["X ~ Bernoulli(1/2)"])[0].names
    ('X',)
    """
    if isinstance(lines, str):
        lines = [lines]
    if len(lines) > MOST_LINES:
        raise QueryError(f"a setting has at most {MOST_LINES} lines: got {len(lines)}")
    read = [_declaration(re.sub(r"[\t\r\n]", " ", line)) for line in lines]
    return _in_order([part for line in read for part in _one_by_one(line)])


def _one_by_one(line: Declaration) -> list[Declaration]:
    """``X, Y ~ Uniform(0, 1)``, of several variables with a law of one: independent ones, each with that law."""
    if not isinstance(line, Drawn) or len(line.names) == 1 or line.given or not isinstance(line.law, Call):
        return [line]
    of_one = line.law.name in FAMILIES or line.law.name in LANGUAGE_NAMES
    return [replace(line, names=(name,)) for name in line.names] if of_one else [line]


def _in_order(lines: list[Declaration]) -> list[Declaration]:
    """The lines, each behind those that declare what it is made of; as they stand where that goes round in a circle."""
    declared = {name for line in lines for name in names_of(line)}
    found: list[Declaration] = []
    left = list(lines)
    while left:
        waiting = {name for line in left for name in names_of(line)}
        ready = next((line for line in left if not (_made_of(line) & declared & waiting) - set(names_of(line))), None)
        if ready is None:
            return lines
        found.append(ready)
        left.remove(ready)
    return found


def names_of(line: Declaration) -> tuple[str, ...]:
    """The variables and the law that a line declares; of parameters it declares none."""
    if isinstance(line, Drawn):
        return line.names
    return (line.name,) if isinstance(line, (Function, Noisy)) else ()


def _made_of(line: Declaration) -> set[str]:
    """The names that stand in what a line says of its own."""
    parts: tuple[Node, ...] = ()
    names: set[str] = set()
    if isinstance(line, Drawn):
        parts, names = (line.law,), {condition.name for condition in line.given}
    elif isinstance(line, Function):
        parts = line.value.sides
    elif isinstance(line, Noisy):
        parts, names = (line.probability,), {line.source}
    return names | {node.name for part in parts for node in below(part) if isinstance(node, Name)}


def _declaration(line: Any) -> Declaration:
    if not isinstance(line, str) or not line.strip():
        raise QueryError(f"an empty line declares nothing: write {FORMS}")
    line = _LET.sub(lambda match: " " * len(match.group()), line)
    if match := _DRAWN.match(line):
        names = _names(match.group(1))
        given = _conditions(line, match.group(2), match.start(2))
        alone = _INDEPENDENT.sub("", line) if len(names) == 1 else line
        return Drawn(line, names, given, _value(alone, match.end(), law=True).left)
    if match := _NOISY.match(line):
        probability = _part(line, match.start(3), match.end(3)).left
        return Noisy(line, match.group(1), match.group(2), probability, match.group(4), match.start(2))
    if match := _FUNCTION.match(line):
        of_law = _LAW_LETTER.match(match.group(1)) is not None
        return Function(line, match.group(1), _value(line, match.end(), relations=True, law=of_law))
    if match := _INTERVAL.match(line):
        return _interval(line, match)
    if re.search(r"[<>]", line):
        return _inequality(line)
    if match := _WORDS.match(line):
        return ParameterLine(line, _names(match.group(1)), words=match.group(2))
    raise QueryError(f"this line declares nothing: write {FORMS}", line, 0)


def _names(text: str) -> tuple[str, ...]:
    return tuple(re.findall(_NAME, text))


def _part(line: str, start: int, end: int | None = None, law: bool = False) -> Statement:
    """A part of a line as syntax, with the places of the line."""
    if not line[start:end].strip():
        raise QueryError(f"something is missing here: write {FORMS}", line, start)
    try:
        return read(" " * start + line[start:end], law=law)
    except QueryError as error:
        raise located(error, line) from None


def _value(line: str, start: int, relations: bool = False, law: bool = False) -> Statement:
    statement = _part(line, start, law=law)
    if statement.right is not None and not relations:
        raise QueryError("a law stands behind ~, without a relation", line, statement.right.start)
    return statement


def _conditions(line: str, text: str | None, start: int) -> tuple[Condition, ...]:
    """``| X = 0, Z = 1`` or ``| X``."""
    found: list[Condition] = []
    if text is None:
        return ()
    place = start + 1
    for part in text[1:].split(","):
        match = re.fullmatch(rf"\s*({_NAME})\s*(?:(==?)(.*))?", part)
        if match is None:
            raise QueryError("write the given variables as X, or X = 0 with an outcome", line, place)
        value = None
        if match.group(2):
            value = _value(line[: place + len(part)], place + match.start(3)).left
        found.append(Condition(match.group(1), value, place + match.start(1)))
        place += len(part) + 1
    return tuple(found)


def _interval(line: str, match: re.Match[str]) -> ParameterLine:
    low = _part(line, match.start(3), match.end(3)).left
    high = _part(line, match.start(4), match.end(4)).left
    names = _names(match.group(1))
    bounds: list[tuple[Node, Node, bool]] = []
    for name in names:
        here = _part(line, line.index(name), line.index(name) + len(name)).left
        bounds += [(low, here, match.group(2) == "("), (here, high, match.group(5) == ")")]
    return ParameterLine(line, names, bounds=tuple(bounds))


def _inequality(line: str) -> ParameterLine:
    """``0 < p < 1``, ``m > 0``: a chain of relations."""
    pieces = re.split(r"(<=|>=|<|>)", line)
    places = [sum(len(p) for p in pieces[:i]) for i in range(len(pieces))]
    sides = [_part(line, places[i], places[i] + len(pieces[i])).left for i in range(0, len(pieces), 2)]
    bounds: list[tuple[Node, Node, bool]] = []
    for left, sign, right in zip(sides, pieces[1::2], sides[1:], strict=False):
        low, high = (left, right) if sign[0] == "<" else (right, left)
        bounds.append((low, high, len(sign) == 1))
    names = tuple(dict.fromkeys(name for name in _names(line)))
    return ParameterLine(line, names, bounds=tuple(bounds))
