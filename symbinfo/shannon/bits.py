"""Variables that are sums of fair bits: their joint entropies are whole numbers of bits.

Each variable is a subspace of the sums of a few independent fair bits; a set of variables spans the join of theirs, and
its entropy is the dimension. Copies, constants, independent parts and exclusive ors are all of this kind. What is
assumed is checked for all choices at once, exactly, in whole numbers.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from itertools import product
from math import lcm
from typing import Any

import numpy as np

from symbinfo.shannon.linear import Vector

__all__ = ["Table", "ranks", "simplest_of_bits", "table_of"]

#: Outcomes with their probabilities.
Table = dict[tuple[int, ...], Fraction]

# Rows times sets of variables.
MOST_ENTRIES = 2_000_000


@lru_cache(maxsize=4)
def _subspaces(bits: int) -> tuple[tuple[int, ...], Any, Any]:
    """The subspaces as sets of sums (bit s: the sum s is in it), the table of joins, and the dimensions."""
    spaces = {1}
    grown = True
    while grown:
        more = {_with(space, s) for space in spaces for s in range(1, 1 << bits)} - spaces
        grown = bool(more)
        spaces |= more
    ordered = sorted(spaces, key=lambda space: (space.bit_count(), space))
    place = {space: i for i, space in enumerate(ordered)}
    joins = np.array([[place[_join(a, b)] for b in ordered] for a in ordered], dtype=np.int16)
    dimensions = np.array([space.bit_count().bit_length() - 1 for space in ordered], dtype=np.int8)
    return tuple(ordered), joins, dimensions


def _members(space: int) -> list[int]:
    return [s for s in range(space.bit_length()) if space >> s & 1]


def _with(space: int, s: int) -> int:
    return space | sum(1 << (member ^ s) for member in _members(space)) if not space >> s & 1 else space


def _join(first: int, second: int) -> int:
    for s in _members(second):
        first = _with(first, s)
    return first


@lru_cache(maxsize=16)
def ranks(count: int, bits: int) -> tuple[Any, Any]:
    """Choices of a subspace for each variable, and the entropy of each set of variables for each choice."""
    _, joins, dimensions = _subspaces(bits)
    every = len(dimensions) ** count
    most = MOST_ENTRIES >> count
    if every <= most:
        choices = np.indices((len(dimensions),) * count, dtype=np.int16).reshape(count, -1).T
    else:
        choices = np.random.default_rng(count).integers(0, len(dimensions), (most, count), dtype=np.int16)
    spans = np.zeros((len(choices), 1 << count), dtype=np.int16)
    for mask in range(1, 1 << count):
        lowest = (mask & -mask).bit_length() - 1
        spans[:, mask] = joins[spans[:, mask & mask - 1], choices[:, lowest]]
    return choices, dimensions[spans]


def _values(entropies: Any, vector: Vector) -> Any:
    """A positive multiple of a combination of entropies, in whole numbers, for each choice."""
    return entropies[:, list(vector)].astype(np.int64) @ np.array(_whole(vector), dtype=np.int64)


def _whole(vector: Vector) -> list[int]:
    scale = lcm(*(factor.denominator for factor in vector.values())) if vector else 1
    return [int(factor * scale) for factor in vector.values()]


def simplest_of_bits(count: int, bits: int, wrong: list[Vector], zero: list[Vector], least: list[Vector]) -> Any:
    """The simplest choice of subspaces at which one of `wrong` is negative, or None.

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
    vectors = [*wrong, *zero, *least]
    if any(sum(map(abs, _whole(vector))) * bits >= 1 << 62 for vector in vectors):
        return None  # the sums would not fit into machine numbers
    choices, entropies = ranks(count, bits)
    fits = np.ones(len(choices), dtype=bool)
    for vector in zero:
        fits &= _values(entropies, vector) == 0
    for vector in least:
        fits &= _values(entropies, vector) >= 0
    fits &= np.any([_values(entropies, vector) < 0 for vector in wrong], axis=0)
    found = np.flatnonzero(fits)
    if not len(found):
        return None
    singles = entropies[found][:, [1 << place for place in range(count)]].sum(axis=1)
    order = np.lexsort((found, singles, entropies[found, -1]))
    return choices[found[order[0]]]


def table_of(choice: Any, bits: int) -> Table:
    """The uniform table of the variables that a choice of subspaces is."""
    spaces, _, _ = _subspaces(bits)
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
