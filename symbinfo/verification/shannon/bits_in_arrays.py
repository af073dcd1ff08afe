"""Sums of fair bits, all choices at once, in NumPy."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from math import lcm
from typing import Any

import numpy as np

from symbinfo.verification.shannon.fair_bits import MOST_ENTRIES, subspaces, whole
from symbinfo.verification.shannon.linear import Vector

__all__ = ["combined_of_bits", "ranks", "simplest_at_once"]

# Bits that all parts together may have.
MOST_PARTS = 8


@lru_cache(maxsize=16)
def ranks(count: int, bits: int) -> tuple[Any, Any]:
    """Choices of a subspace for each variable, and the entropy of each set of variables for each choice."""
    _, listed_joins, listed_dimensions = subspaces(bits)
    joins, dimensions = np.array(listed_joins, dtype=np.int16), np.array(listed_dimensions, dtype=np.int8)
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
    return entropies[:, list(vector)].astype(np.int64) @ np.array(whole(vector), dtype=np.int64)


def simplest_at_once(count: int, bits: int, wrong: list[Vector], zero: list[Vector], least: list[Vector]) -> Any:
    """The simplest choice of subspaces at which one of `wrong` is negative, or None: see `simplest_one_by_one`."""
    vectors = [*wrong, *zero, *least]
    if any(sum(map(abs, whole(vector))) * bits >= 1 << 62 for vector in vectors):
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
