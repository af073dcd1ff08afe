"""A document as its parts: prose and formulas in order, in paragraphs, each with its place in the file."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import NamedTuple

__all__ = ["Block", "Document", "Formula", "Lines", "Place", "Prose"]


class Place(NamedTuple):
    """Where something begins: line and column, counted from 1, and in a notebook the cell, counted from 1."""

    line: int
    column: int
    cell: int | None = None

    def __str__(self) -> str:
        return f"{f'cell {self.cell}, ' if self.cell else ''}{self.line}:{self.column}"


@dataclass(frozen=True)
class Prose:
    """Words between formulas, without the marks of the format."""

    text: str


@dataclass(frozen=True)
class Formula:
    r"""A formula.

    Parameters
    ----------
    text : str
        What stands between the signs that open and close it.
    place : Place
        Where it begins, behind the opening sign.
    display : bool
        Whether it stands on a line of its own.
    begin, end : int
        The offsets of the whole with its signs, in the text or in the cell.
    """

    text: str
    place: Place
    display: bool
    begin: int
    end: int


@dataclass(frozen=True)
class Block:
    """A paragraph, an item of a list, a cell of a table or a heading.

    Parameters
    ----------
    parts : tuple of Prose and Formula
        In order.
    scope : tuple of str
        The boxes in which it stands, from the outermost one: a section, an admonition, a theorem.
    heading : int
        The level of a heading; 0 of anything else.
    item : bool
        Whether it is an item of a list, or a row of a table.
    """

    parts: tuple[Prose | Formula, ...]
    scope: tuple[str, ...] = ()
    heading: int = 0
    item: bool = False

    @property
    def formulas(self) -> tuple[Formula, ...]:
        """Its formulas."""
        return tuple(part for part in self.parts if isinstance(part, Formula))


@dataclass(frozen=True)
class Document:
    """All blocks, the definitions of macros in it, and what of it could not be taken apart."""

    blocks: tuple[Block, ...]
    macros: str = ""
    faults: tuple[tuple[Place, str], ...] = ()


class Lines:
    """From offsets in a text to places."""

    def __init__(self, text: str, cell: int | None = None) -> None:
        self.starts = [0, *(at + 1 for at, character in enumerate(text) if character == "\n")]
        self.cell = cell

    def place(self, offset: int) -> Place:
        """The place of an offset."""
        line = bisect_right(self.starts, offset)
        return Place(line, offset - self.starts[line - 1] + 1, self.cell)
