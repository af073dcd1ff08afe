"""How a text was read, in the words of the language: what is printed back when it was written in another way."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from symbinfo.expressions.errors import QueryError
from symbinfo.query.abbreviations import abbreviated
from symbinfo.query.declarations import declarations
from symbinfo.query.functions_asked import functions_declared
from symbinfo.query.nodes import Call, Statement, below
from symbinfo.query.syntax import read_told
from symbinfo.query.typed.canonical import canonical
from symbinfo.query.typed.lines import in_plain_lines
from symbinfo.query.typed.lines_behind import with_lines_behind
from symbinfo.query.typed.usual_names import bare_laws

#: A line that says what a law is.
LAW_LINE = re.compile(r"(?:.*(?:~|\\sim(?![A-Za-z]))|\s*[PQRpq](?:_?[0-9]|_\{[0-9]\})?\s*:?=)(?!=)(.+)\Z", re.DOTALL)

__all__ = ["Reading", "reading_of", "with_reading"]


class Reading(NamedTuple):
    """A reading.

    Parameters
    ----------
    text : str
        The query as the language writes it.
    notes : tuple of str
        Each choice between several meanings, in a sentence.
    """

    text: str
    notes: tuple[str, ...] = ()

    def told(self) -> str:
        """Some lines for a person."""
        return "".join(
            f"{word:<11} {line}\n" for word, line in [("read as", self.text), *(("note", n) for n in self.notes)]
        )


def with_reading(data: dict[str, Any], reading: Reading | None) -> dict[str, Any]:
    """The JSON data of an outcome with how its text was read: ``read_as``, and its notes before the lines of ``reading``."""
    if reading is None:
        return data
    return {**data, "read_as": reading.text, "reading": [*reading.notes, *data.get("reading", ())]}


def reading_of(text: str, form: str = "auto", given: Sequence[str] | str | None = ()) -> Reading | None:
    """How a query is read; None of one that is written in the language itself and has one meaning.

    Raises
    ------
    QueryError
        When it cannot be read.

    Examples
    --------
    >>> reading_of("2 sigma").text
    '2*sigma'
    >>> reading_of("2*sigma") is None
    True
    >>> reading_of("N(0, 4)").notes
    ('the second argument of N is read as the variance: write Normal(m, s) for a deviation',)
    """
    text, lines = with_lines_behind(text, given or ())
    statement, told = read_told(text, form)
    notes = list(told.notes)
    notes += _of_bare_laws(statement) if not lines else []
    plain = in_plain_lines(lines)
    written = [line for line, was in zip(plain, lines, strict=True) if line != was]
    for line in lines:
        if isinstance(line, str):
            notes += [*_of_law(line), *_of_copies(line)]
    statement, functions = _with_functions(statement, plain, text)
    notes += functions
    if not told.changed and not notes and not written:
        return None
    unit = f" in {told.unit}" if told.unit else ""
    where = f"  where {', '.join(written)}" if written else ""
    return Reading(f"{canonical(statement)}{unit}{where}", tuple(dict.fromkeys(notes)))


def _with_functions(statement: Statement, lines: Sequence[str], text: str) -> tuple[Statement, list[str]]:
    """The statement with names for the functions of variables in its measures, and what each name stands for."""
    try:
        declared = abbreviated(declarations(lines))[0]
    except QueryError:  # assumptions of a claim about any variables
        return statement, []
    (left, *others), functions = functions_declared(statement.sides, declared, text)
    notes = [f"{line.name} stands for {canonical(line.value)}" for line in functions]
    more = tuple((sign, side) for (sign, _), side in zip(statement.more, others[1:], strict=True))
    return replace(statement, left=left, right=others[0] if others else None, more=more), notes


def _of_law(line: str) -> list[str]:
    """What is to be told of the law behind ``~``, or behind ``P =``."""
    match = LAW_LINE.match(line)
    if match is None:
        return []
    try:
        return read_told(match.group(1), law=True)[1].notes
    except QueryError:
        return []


def _of_copies(line: str) -> list[str]:
    """``X, Y ~ Uniform(0, 1)``: several variables with a law of one."""
    if "," not in line.partition("~")[0]:
        return []
    try:
        copies = declarations(in_plain_lines([line]))
    except QueryError:
        return []
    return [f"{line.strip()} is read as independent variables, each with this law"] if len(copies) > 1 else []


def _of_bare_laws(statement: Statement) -> list[str]:
    """``H(P, Q)``, whose names are those of laws: a joint entropy of variables, or a cross-entropy."""
    for node in below(statement):
        if isinstance(node, Call) and (names := bare_laws(node)):
            first, second = names
            return [
                f"{first} and {second} are read as laws, H({first}, {second}) as their cross-entropy: "
                "name variables X and Y for a joint entropy"
            ]
    return []
