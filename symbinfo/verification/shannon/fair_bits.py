"""Variables that are sums of fair bits: their joint entropies are whole numbers of bits.

Each variable is a subspace of the sums of a few independent fair bits; a set of variables spans the join of theirs, and
its entropy is the dimension. Copies, constants, independent parts and exclusive ors are all of this kind. What is
assumed is checked exactly, in whole numbers: for all choices at once where NumPy is here, else one by one.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from importlib.util import find_spec
from itertools import product
from math import lcm, prod
from typing import Any

from symbinfo.verification.shannon.linear import Vector

__all__ = [
    "MOST_ENTRIES",
    "Table",
    "has_arrays",
    "joined",
    "simplest_one_by_one",
    "subspaces",
    "table_of",
    "whole",
]

#: Outcomes with their probabilities.
Table = dict[tuple[int, ...], Fraction]

#: Rows times sets of variables.
MOST_ENTRIES = 2_000_000


@lru_cache(maxsize=4)
def subspaces(bits: int) -> tuple[tuple[int, ...], list[list[int]], list[int]]:
    """The subspaces as sets of sums (bit s: the sum s is in it), the table of joins, and the dimensions."""
    spaces = {1}
    grown = True
    while grown:
        more = {_with(space, s) for space in spaces for s in range(1, 1 << bits)} - spaces
        grown = bool(more)
        spaces |= more
    ordered = sorted(spaces, key=lambda space: (space.bit_count(), space))
    place = {space: i for i, space in enumerate(ordered)}
    joins = [[place[_join(a, b)] for b in ordered] for a in ordered]
    dimensions = [space.bit_count().bit_length() - 1 for space in ordered]
    return tuple(ordered), joins, dimensions


def _members(space: int) -> list[int]:
    return [s for s in range(space.bit_length()) if space >> s & 1]


def _with(space: int, s: int) -> int:
    return space | sum(1 << (member ^ s) for member in _members(space)) if not space >> s & 1 else space


def _join(first: int, second: int) -> int:
    for s in _members(second):
        first = _with(first, s)
    return first


def whole(vector: Vector) -> list[int]:
    """The factors of a positive multiple of a combination, in whole numbers."""
    scale = lcm(*(factor.denominator for factor in vector.values())) if vector else 1
    return [int(factor * scale) for factor in vector.values()]


def has_arrays() -> bool:
    """Whether NumPy is here."""
    return find_spec("numpy") is not None


def simplest_one_by_one(
    count: int, bits: int, wrong: list[Vector], zero: list[Vector], least: list[Vector]
) -> tuple[int, ...] | None:
    """The simplest choice of subspaces at which one of `wrong` is negative, or None; also None where there are too
    many choices to go through one by one.

    Parameters
    ----------
    count : int
        How many variables there are.
    bits : int
        How many fair bits.
    wrong : list
        Combinations of entropies of which one is to be negative.
    zero, least : list
        Combinations that must be zero, and that must not be negative.
    """
    _, joins, dimensions = subspaces(bits)
    if len(dimensions) ** count > MOST_ENTRIES >> count:
        return None
    rows = [[list(zip(whole(v), v, strict=True)) for v in vectors] for vectors in (wrong, zero, least)]
    below, zeros, above = rows
    masks = sorted({mask for vectors in rows for row in vectors for _, mask in row} | {(1 << count) - 1})
    best: tuple[int, int] | None = None
    found = None
    for choice in product(range(len(dimensions)), repeat=count):
        entropies = {}
        for mask in masks:
            span = 0
            for place, space in enumerate(choice):
                if mask >> place & 1:
                    span = joins[span][space]
            entropies[mask] = dimensions[span]
        size = entropies[masks[-1]], sum(dimensions[space] for space in choice)
        if best is not None and size >= best:
            continue
        if any(_value(entropies, row) for row in zeros) or any(_value(entropies, row) < 0 for row in above):
            continue
        if any(_value(entropies, row) < 0 for row in below):
            best, found = size, choice
    return found


def _value(entropies: dict[int, int], row: list[tuple[int, int]]) -> int:
    return sum(factor * entropies[mask] for factor, mask in row)


def joined(tables: list[Table]) -> Table:
    """Independent parts of the same variables as one table; the outcomes of a variable are numbered afresh."""
    found: dict[tuple[tuple[int, ...], ...], Fraction] = {}
    for rows in product(*(sorted(table.items()) for table in tables)):
        outcome = tuple(zip(*(outcome for outcome, _ in rows), strict=True))
        found[outcome] = prod((p for _, p in rows), start=Fraction(1))
    numbers = [{x: i for i, x in enumerate(sorted(set(column)))} for column in zip(*found, strict=True)]
    return {tuple(n[x] for n, x in zip(numbers, outcome, strict=True)): p for outcome, p in found.items()}


def table_of(choice: Any, bits: int) -> Table:
    """The uniform table of the variables that a choice of subspaces is."""
    spaces, _, _ = subspaces(bits)
    sums = [_basis(spaces[i]) for i in choice]
    found: Table = {}
    for drawn in product((0, 1), repeat=bits):
        number = sum(bit << place for place, bit in enumerate(drawn))
        outcome = tuple(
            sum(((number & s).bit_count() & 1) << place for place, s in enumerate(reversed(basis))) for basis in sums
        )
        found[outcome] = found.get(outcome, Fraction(0)) + Fraction(1, 1 << bits)
    return found


def _basis(space: int) -> list[int]:
    basis: list[int] = []
    span = 1
    for s in _members(space):
        if not span >> s & 1:
            basis.append(s)
            span = _with(span, s)
    return basis
