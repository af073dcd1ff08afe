"""Abbreviations of a setting: ``let s = sqrt(a**2 + b**2)`` stands for what is behind it wherever s is written below.

A line abbreviates that speaks of parameters alone, or of measures of what was declared (``c = H(X)``, later ``c - H(Y)``).
The word ``let`` says so where a line could be read otherwise. Nodes are put in the place of names, so that every name
keeps the domain that its places imply.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any

from symbinfo.expressions.errors import QueryError
from symbinfo.query.declarations import Declaration, Drawn, Function, Noisy
from symbinfo.query.nodes import Call, Name, Node, below, changed
from symbinfo.query.random_sources import is_of_a_source
from symbinfo.query.setting_laws import is_lawful
from symbinfo.query.syntax import MOST_NODES
from symbinfo.query.typed.expectation_forms import EXPECTATION
from symbinfo.query.vocabulary import MEASURES, RATE

__all__ = ["Abbreviations", "abbreviated", "placed", "written_out"]

#: What stands for each name.
Abbreviations = dict[str, Node]


def abbreviated(lines: Sequence[Declaration]) -> tuple[list[Declaration], Abbreviations]:
    """The lines that declare something, written out, and what the others abbreviate.

    Raises
    ------
    QueryError
        When a name is abbreviated twice or declared besides, or what it stands for grows beyond the size of a query.
    """
    stated = [line for line in lines if isinstance(line, Function)]
    solid = {name for line in lines if not isinstance(line, Function) for name in _declared(line)}
    while more := {line.name for line in stated if not _abbreviates(line, solid)} - solid:
        solid |= more
    short = {id(line) for line in stated if line.name not in solid}
    raw: dict[str, Function] = {}
    for line in stated:
        if id(line) not in short:
            continue
        if sum(line.name in _declared(other) for other in lines) > 1:
            raise QueryError(f"{line.name} stands for two things: use another name", line.line, 0)
        raw[line.name] = line
    found: Abbreviations = {}
    for name in raw:
        _resolve(name, raw, found, ())
    return [_written_out_line(line, found) for line in lines if id(line) not in short], found


def _resolve(name: str, raw: dict[str, Function], found: Abbreviations, above: tuple[str, ...]) -> None:
    """Add what a name stands for, with the abbreviations in it written out."""
    if name in found:
        return
    line = raw[name]
    if name in above:
        raise QueryError(f"{name} stands for something that is made of {name}: it goes round", line.line, 0)
    for part in below(line.value.left):
        if isinstance(part, Name) and part.name in raw:
            _resolve(part.name, raw, found, (*above, name))
    found[name] = written_out(line.value.left, found, line.line)


def written_out(node: Any, known: Abbreviations, text: str = "") -> Any:
    """The tree with what the names stand for; the places of errors stay those of the names.

    Raises
    ------
    QueryError
        When it grows beyond the size of a query.
    """
    if not known:
        return node
    parts = [part for part in below(node) if isinstance(part, Name) and part.name in known]
    if len(below(node)) + sum(len(below(known[part.name])) for part in parts) > MOST_NODES:
        raise QueryError(f"written out, this has more than {MOST_NODES} parts: simplify it", text, 0)
    return changed(node, lambda n: placed(known[n.name], n.start) if isinstance(n, Name) and n.name in known else None)


def placed(node: Any, start: int) -> Any:
    """The tree with all its places at one."""
    if isinstance(node, tuple):
        return tuple(placed(part, start) for part in node)
    if not is_dataclass(node) or isinstance(node, type):
        return node
    parts = {f.name: getattr(node, f.name) for f in fields(node)}
    moved = {name: start if name in ("start", "at") else placed(part, start) for name, part in parts.items()}
    return replace(node, **moved)


def _declared(line: Declaration) -> tuple[str, ...]:
    if isinstance(line, Drawn):
        return line.names
    return (line.name,) if isinstance(line, (Function, Noisy)) else ()


def _abbreviates(line: Function, solid: set[str]) -> bool:
    """Whether a line is of parameters alone, or of measures; a relation or a law declares a variable or a law."""
    value = line.value.left
    if line.value.right is not None or is_lawful(value) or is_of_a_source(line):
        return False
    parts = below(value)
    if any(isinstance(part, Call) and part.name in {*MEASURES, RATE, EXPECTATION} for part in parts):
        return True
    return not any(isinstance(part, Name) and part.name in solid for part in parts)


def _written_out_line(line: Declaration, known: Abbreviations) -> Declaration:
    if not known:
        return line
    if isinstance(line, Drawn):
        given = tuple(
            c if c.outcome is None else replace(c, outcome=written_out(c.outcome, known, line.line)) for c in line.given
        )
        return replace(line, given=given, law=written_out(line.law, known, line.line))
    if isinstance(line, Noisy):
        return replace(line, probability=written_out(line.probability, known, line.line))
    if isinstance(line, Function):
        value = line.value
        right = None if value.right is None else written_out(value.right, known, line.line)
        return replace(line, value=replace(value, left=written_out(value.left, known, line.line), right=right))
    if not any(name in known for name in line.names):
        return line
    bounds = tuple(
        (written_out(low, known, line.line), written_out(high, known, line.line), strict)
        for low, high, strict in line.bounds
    )
    names = {
        part.name: None
        for low, high, _ in bounds
        for side in (low, high)
        for part in below(side)
        if isinstance(part, Name)
    }
    return replace(line, names=tuple(names), bounds=bounds)
