"""Proofs by linear programming: a claim as an exact nonnegative combination of inequalities that always hold.

The program is solved in floating point, and in fractions where SciPy is not installed; its solution only says which
inequalities and what is given are used. Their multipliers are then found again in fractions, and the sum is compared
with the claim exactly.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from importlib.util import find_spec
from itertools import accumulate, combinations
from operator import or_

from symbinfo.derivation import Relation
from symbinfo.query.assumptions import Given
from symbinfo.query.shannon_measures import ShannonClaim
from symbinfo.verification.shannon.exact_simplex import least_cost
from symbinfo.verification.shannon.linear import (
    Coordinates,
    Inequality,
    Vector,
    add,
    inequalities,
    inequalities_between,
)

__all__ = ["MOST_VARIABLES", "Copy", "Part", "Proof", "combination", "prove"]

MOST_VARIABLES = 8
# Up to here inequalities between groups are used, which make short proofs; beyond, the elemental ones.
GROUPS, LARGEST_FAMILY = 5, 90
_TINY, _FINEST = 1e-7, 5040


@dataclass(frozen=True)
class Copy:
    """A new variable: given `over` it is independent of all the rest, and with `over` it is distributed as `of`."""

    new: str
    of: str
    over: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.new} is a copy of {self.of} over {','.join(self.over)}"

    def simplify(self, vector: Vector, at: Coordinates) -> Vector:
        """The vector without the joint entropies that the construction gives by others."""
        new, of, over = at.mask([self.new]), at.mask([self.of]), at.mask(self.over)
        found: Vector = {}
        for mask, factor in vector.items():
            rest = mask & ~new & ~over
            if not mask & new or (rest and over & ~mask):
                add(found, {mask: factor})
            elif not rest:
                add(found, {mask & ~new | of: factor})
            else:
                for part, share in ((of | over, factor), (over | rest, factor), (over, -factor)):
                    add(found, {part: share})
        return found


@dataclass(frozen=True)
class Part:
    """One direction of a claim: ``direction * (left - right)`` is what the terms and multiples of the given add up to.

    Attributes
    ----------
    direction : int
        1 for ``left >= right``, -1 for ``left <= right``.
    terms : tuple
        Positive coefficients with inequalities.
    uses : tuple
        Coefficients with the numbers of given statements.
    """

    direction: int
    terms: tuple[tuple[Fraction, Inequality], ...]
    uses: tuple[tuple[Fraction, int], ...]


@dataclass(frozen=True)
class Proof:
    """A claim with all that its proof needs; an equation has two parts, or a single one without terms."""

    claim: ShannonClaim
    given: tuple[Given, ...]
    at: Coordinates
    parts: tuple[Part, ...]
    copies: tuple[Copy, ...] = ()


def prove(
    claim: ShannonClaim, given: tuple[Given, ...], variables: tuple[str, ...], copies: tuple[Copy, ...] = ()
) -> Proof | None:
    """A proof from the inequalities of Shannon's measures, or None where these do not imply the claim.

    Parameters
    ----------
    claim : ShannonClaim
        With =, <= or >=.
    given : tuple of Given
        What may be assumed.
    variables : tuple of str
        All variables, without the copies.
    copies : tuple of Copy
        Auxiliary variables.
    """
    at = Coordinates((*variables, *(copy.new for copy in copies)))
    directions = {Relation.EQ: (1, -1), Relation.GE: (1,), Relation.LE: (-1,)}[claim.relation]
    parts = []
    for direction in directions:
        part = one_direction(claim, given, at, copies, direction)
        if part is None:
            return None
        parts.append(part)
        if not part.terms and all(given[number].statement.relation is Relation.EQ for _, number in part.uses):
            back = Part(-direction, (), tuple((-factor, number) for factor, number in part.uses))
            parts = [part, back] if len(directions) == 2 else [part]
            break
    return Proof(claim, given, at, tuple(parts), copies)


def one_direction(
    claim: ShannonClaim, given: tuple[Given, ...], at: Coordinates, copies: tuple[Copy, ...], direction: int
) -> Part | None:
    """The proof of one direction, or None."""

    def simplified(vector: Vector) -> Vector:
        """The vector without what the copies, the last of them first, give by others."""
        for copy in reversed(copies):
            vector = copy.simplify(vector, at)
        return vector

    goal: Vector = {}
    add(goal, at.of(claim), Fraction(direction))
    goal = simplified(goal)
    if not goal:
        return Part(direction, (), ())
    lines = [simplified(at.of(line.statement)) for line in given]
    relations = [line.statement.relation for line in given]
    for pool in _pools(len(at.variables), bool(copies), [goal, *lines]):
        columns = [simplified(inequality.vector()) for inequality in pool]
        found = combination(goal, columns, lines, relations)
        if found is not None:
            terms = tuple((share, pool[i]) for i, share in sorted(found.items()) if i < len(pool))
            uses = tuple((share, i - len(pool)) for i, share in sorted(found.items()) if i >= len(pool))
            return Part(direction, terms, uses)
    return None


def _pools(count: int, copies: bool, vectors: Sequence[Vector]) -> Iterator[tuple[Inequality, ...]]:
    """Inequalities to try: for a few variables those between all groups, else some between groups, then all elemental.

    The groups are the sets that are spoken of, what is common to two of them, and the unions of the first few.
    """
    if count <= GROUPS and not copies:
        yield inequalities(count, False)
        return
    if not copies:
        spoken = sorted({mask for vector in vectors for mask in vector}, key=lambda mask: (mask.bit_count(), mask))
        pairs = [part for a, b in combinations(spoken, 2) for part in (a | b, a & b)]
        yield inequalities_between([*spoken, *accumulate(spoken, or_), *pairs], LARGEST_FAMILY)
    yield inequalities(count, True)


def combination(
    goal: Vector, columns: Sequence[Vector], lines: Sequence[Vector] = (), relations: Sequence[Relation] = ()
) -> dict[int, Fraction] | None:
    """Exact multipliers with which columns (never negative ones) and lines add up to the goal, or None.

    The multiplier of a line is free for an equation, nonnegative for ``>=`` and nonpositive for ``<=``.
    """
    every = [*columns, *lines]
    # A free multiplier is the difference of two nonnegative ones, so that their sum measures the length of a proof.
    signed = [(i, 1) for i in range(len(columns))]
    for number, relation in enumerate(relations):
        signs = {Relation.EQ: (1, -1), Relation.GE: (1,), Relation.LE: (-1,)}[relation]
        signed.extend((len(columns) + number, sign) for sign in signs)
    costs = [1.0 if i >= len(columns) else 1.0 + len(every[i]) / 64 for i, _ in signed]
    solve = _in_floats if find_spec("scipy") is not None else _in_fractions
    for guess in solve(goal, every, signed, costs):
        for found in (guess, _solved(goal, every, list(guess))):
            if found is not None and _adds_up(goal, every, found) and _allowed(found, len(columns), relations):
                return {i: share for i, share in found.items() if share}
    return None


def _in_floats(
    goal: Vector, every: Sequence[Vector], signed: Sequence[tuple[int, int]], costs: Sequence[float]
) -> Iterator[dict[int, Fraction]]:
    """Guesses of the cheapest multipliers, rounded from the solution of the program in floating point."""
    import numpy as np
    from scipy.optimize import linprog
    from scipy.sparse import coo_array

    masks = sorted({mask for vector in (goal, *every) for mask in vector})
    row = {mask: number for number, mask in enumerate(masks)}
    entries = [
        (row[mask], place, sign * float(share))
        for place, (i, sign) in enumerate(signed)
        for mask, share in every[i].items()
    ]
    rows, places, values = zip(*entries, strict=True) if entries else ((), (), ())
    matrix = coo_array((values, (rows, places)), shape=(len(masks), len(signed))).tocsc()
    target = np.zeros(len(masks))
    for mask, share in goal.items():
        target[row[mask]] = float(share)
    scale = max(1.0, float(np.abs(target).max()))
    solved = linprog(costs, A_eq=matrix, b_eq=target / scale, bounds=(0, None), method="highs-ds")
    if solved.status != 0:
        return
    for least in (_TINY, 0.0):
        used = {signed[i]: value * scale for i, value in enumerate(solved.x.tolist()) if value > least}
        yield {i: Fraction(sign * value).limit_denominator(_FINEST) for (i, sign), value in used.items()}


def _in_fractions(
    goal: Vector, every: Sequence[Vector], signed: Sequence[tuple[int, int]], costs: Sequence[float]
) -> Iterator[dict[int, Fraction]]:
    """The cheapest multipliers, exactly."""
    columns = [{mask: sign * share for mask, share in every[i].items()} for i, sign in signed]
    found = least_cost([Fraction(cost) for cost in costs], columns, goal)
    if found is not None:
        yield {signed[i][0]: signed[i][1] * share for i, share in found.items()}


def _adds_up(goal: Vector, every: Sequence[Vector], multipliers: dict[int, Fraction]) -> bool:
    rest = dict(goal)
    for i, share in multipliers.items():
        add(rest, every[i], -share)
    return not rest


def _allowed(multipliers: dict[int, Fraction], free: int, relations: Sequence[Relation]) -> bool:
    for i, share in multipliers.items():
        relation = Relation.GE if i < free else relations[i - free]
        if (relation is Relation.GE and share < 0) or (relation is Relation.LE and share > 0):
            return False
    return True


def _solved(goal: Vector, every: Sequence[Vector], chosen: list[int]) -> dict[int, Fraction] | None:
    """The multipliers of chosen vectors in fractions, by elimination; None where there are none."""
    masks = sorted({mask for i in chosen for mask in every[i]} | set(goal))
    zero = Fraction(0)
    rows = [[every[i].get(mask, zero) for i in chosen] + [goal.get(mask, zero)] for mask in masks]
    pivots: list[tuple[int, int]] = []
    for column in range(len(chosen)):
        at = len(pivots)
        pivot = next((r for r in range(at, len(rows)) if rows[r][column]), None)
        if pivot is None:
            continue
        rows[at], rows[pivot] = rows[pivot], rows[at]
        head = rows[at][column]
        rows[at] = [x / head for x in rows[at]]
        for r in range(len(rows)):
            if r != at and (factor := rows[r][column]):
                rows[r] = [x - factor * y for x, y in zip(rows[r], rows[at], strict=True)]
        pivots.append((at, column))
    if any(row[-1] for row in rows[len(pivots) :]):
        return None
    return {chosen[column]: rows[r][-1] for r, column in pivots}
