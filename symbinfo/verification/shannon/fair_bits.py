"""Variables that are sums of fair bits: their joint entropies are whole numbers of bits.

Each variable is a subspace of the sums of a few independent fair bits; a set of variables spans the join of theirs, and
its entropy is the dimension. Copies, constants, independent parts and exclusive ors are all of this kind. What is
assumed is checked for all choices at once, exactly, in whole numbers.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from itertools import product
from math import lcm, prod
from typing import Any

import numpy as np

from symbinfo.verification.shannon.linear import Vector

__all__ = ["Table", "combined_of_bits", "joined", "ranks", "simplest_of_bits", "table_of"]

#: Outcomes with their probabilities.
Table = dict[tuple[int, ...], Fraction]

# Rows times sets of variables.
MOST_ENTRIES = 2_000_000
# Bits that all parts together may have.
MOST_PARTS = 8


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


def combined_of_bits(count: int, bits: int, wrong: list[Vector], zero: list[Vector], least: list[Vector]) -> list[Any]:
    """Choices which, taken together as independent parts of the variables, make one of `wrong` negative.

    Entropies of independent parts add up, so that which choices, and how often each, is a linear program; choices that
    come several times are listed several times, and an empty list means that there are none.
    """
    from scipy.optimize import linprog

    choices, entropies = ranks(count, bits)
    _, kept = np.unique(entropies, axis=0, return_index=True)
    rows = entropies[kept].astype(float)

    def values(vectors: list[Vector]) -> Any:
        return np.array([rows[:, list(v)] @ np.array([float(f) for f in v.values()]) for v in vectors])

    bounds = np.vstack([np.ones(len(kept)), *-values(least)])
    limits = np.array([1.0] + [0.0] * len(least))
    equal = {"A_eq": values(zero), "b_eq": np.zeros(len(zero))} if zero else {}
    for costs in values(wrong):
        solved = linprog(costs, A_ub=bounds, b_ub=limits, **equal, method="highs-ds")
        used = [i for i, weight in enumerate(solved.x) if weight > 1e-7] if solved.status == 0 else []
        if used and solved.fun < -1e-7:
            smallest = min(solved.x[i] for i in used)
            shares = [Fraction(solved.x[i] / smallest).limit_denominator(MOST_PARTS) for i in used]
            scale = lcm(*(share.denominator for share in shares))
            times = [int(share * scale) for share in shares]
            if sum(n * int(rows[i][-1]) for n, i in zip(times, used, strict=True)) <= MOST_PARTS:
                return [choices[kept[i]] for n, i in zip(times, used, strict=True) for _ in range(n)]
    return []


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
