"""The search for a counterexample among laws drawn at random and improved.

Tables over small alphabets, and networks, in which each variable depends on some of those before it, so that
independence and Markov chains hold by construction. What is found in floating point is rounded to fractions, and only
counts when the exact checker says that it keeps every assumption and breaks the claim.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, islice, permutations, product
from typing import Any

import numpy as np

from symbinfo.derivation import Relation
from symbinfo.verification.shannon.fair_bits import Table
from symbinfo.verification.shannon.linear import Vector
from symbinfo.verification.shannon.search import Question

__all__ = ["improved"]

SIZE, ROUNDS, KEPT, STARTS, MOST_NETWORKS = 400, 70, 40, 2, 12
# The largest alphabet that is searched, by the number of variables.
ALPHABETS = {1: 4, 2: 4, 3: 3, 4: 2, 5: 2}
_ZERO, _BROKEN = 1e-9, 1e-5
FINENESS = (*range(2, 13), 16, 20, 30, 60, 100, 1000)


@dataclass(frozen=True)
class Factor:
    """Variables drawn together, given some drawn before; `fixed` when they are a function of these."""

    drawn: tuple[int, ...]
    given: tuple[int, ...]
    fixed: bool = False


@dataclass(frozen=True)
class Network:
    """A law as a product of factors, all variables over an alphabet of `letters`."""

    count: int
    letters: int
    factors: tuple[Factor, ...]

    def shapes(self) -> list[tuple[int, int]]:
        """Rows and columns of the weights of each factor: a row for each outcome of what is given."""
        return [(self.letters ** len(f.given), self.letters ** len(f.drawn)) for f in self.factors]

    def tables(self, weights: Any) -> Any:
        """The joint tables, an axis a variable after the first, of a stack of weights."""
        size, at, found = len(weights), 0, 1.0
        for factor, (rows, columns) in zip(self.factors, self.shapes(), strict=True):
            block = weights[:, at : at + rows * columns].reshape(size, rows, columns)
            at += rows * columns
            if factor.fixed:
                block = (block == block.max(axis=2, keepdims=True)).astype(float)
            block = block / block.sum(axis=2, keepdims=True)
            found = found * self._spread(block, factor)
        return found

    def _spread(self, block: Any, factor: Factor) -> Any:
        """A factor as an array with an axis for every variable."""
        axes = (*factor.given, *factor.drawn)
        block = block.reshape((len(block), *(self.letters,) * len(axes)))
        order = sorted(range(len(axes)), key=lambda i: axes[i])
        block = block.transpose((0, *(i + 1 for i in order)))
        present = set(axes)
        return block.reshape((len(block), *(self.letters if v in present else 1 for v in range(self.count))))

    def rounded(self, weights: Any, fineness: int) -> Table:
        """The law of one set of weights, each row rounded to fractions of a denominator."""
        tables, at = [], 0
        for factor, (rows, columns) in zip(self.factors, self.shapes(), strict=True):
            block = weights[at : at + rows * columns].reshape(rows, columns)
            at += rows * columns
            tables.append([_whole(row, 1 if factor.fixed else fineness) for row in block])
        found: Table = {}
        for outcome in product(range(self.letters), repeat=self.count):
            p = Fraction(1)
            for factor, table in zip(self.factors, tables, strict=True):
                row, column = (_place(outcome, part, self.letters) for part in (factor.given, factor.drawn))
                p *= Fraction(table[row][column], sum(table[row]))
            if p:
                found[outcome] = p
        return found


def _place(outcome: tuple[int, ...], variables: tuple[int, ...], letters: int) -> int:
    place = 0
    for variable in variables:
        place = place * letters + outcome[variable]
    return place


def _whole(row: Any, fineness: int) -> list[int]:
    """Whole numbers with the sum `fineness` in the proportions of a row, by largest remainders."""
    shares = row / row.sum() * fineness
    down = np.floor(shares).astype(int)
    for place in np.argsort(down - shares, kind="stable")[: fineness - int(down.sum())]:
        down[place] += 1
    return [int(x) for x in down]


def networks(question: Question, letters: int, end: float) -> Iterator[Network]:
    """The networks that keep what is given, at least for some weights; those with the most freedom first."""
    count = question.count
    if not question.zero:
        yield Network(count, letters, (Factor(tuple(range(count)), ()),))
        return
    apart, functions = _structure(question)
    rng = np.random.default_rng(1)
    for missing in range(count * (count - 1) // 2 + 1):
        for order in permutations(range(count)):
            edges = [(a, b) for i, b in enumerate(order) for a in order[:i] if frozenset((a, b)) not in apart]
            for left_out in combinations(edges, missing):
                kept = set(edges) - set(left_out)
                factors = tuple(Factor((b,), tuple(a for a in order if (a, b) in kept), b in functions) for b in order)
                network = Network(count, letters, factors)
                if np.isfinite(_scores(question, network, _drawn(network, rng, 16), question.wrong[0])).any():
                    yield network
                if time.process_time() > end:
                    return


def _structure(question: Question) -> tuple[set[frozenset[int]], set[int]]:
    """Pairs of variables that something given makes independent, perhaps under a condition; and functions of others."""
    apart, functions = set(), set()
    place = question.at.variables.index
    for line in question.given:
        left, right = line.statement.left.terms, line.statement.right.terms
        if len(left) != 1 or right or line.statement.relation is not Relation.EQ:
            continue
        groups = [[place(name) for name in group] for group in left[0][1].groups]
        if left[0][1].kind == "H":
            functions |= set(groups[0])
        elif len(groups) == 2:
            apart |= {frozenset((a, b)) for a in groups[0] for b in groups[1]}
    return apart, functions


def _drawn(network: Network, rng: Any, size: int) -> Any:
    """Random weights, many of them nearly zero."""
    width = sum(rows * columns for rows, columns in network.shapes())
    return rng.gamma(rng.choice((0.15, 0.4, 1.0), (size, 1)), 1.0, (size, width)) + 1e-12


def _entropies(tables: Any, vectors: list[Vector], count: int) -> dict[int, Any]:
    """The joint entropies that vectors speak of, for a stack of tables."""
    found = {}
    for mask in {mask for vector in vectors for mask in vector} | {(1 << count) - 1}:
        away = tuple(place + 1 for place in range(count) if not mask >> place & 1)
        marginal = tables.sum(axis=away).reshape(len(tables), -1)
        found[mask] = -(marginal * np.log(np.where(marginal > 0, marginal, 1))).sum(axis=1)
    return found


def _scores(question: Question, network: Network, weights: Any, wrong: Vector) -> Any:
    """How far each law is from breaking the claim, as a share of its entropy; infinite where something given fails."""
    tables = network.tables(weights)
    found = _entropies(tables, [wrong, *question.zero, *question.least], question.count)

    def value(vector: Vector) -> Any:
        return sum((float(factor) * found[mask] for mask, factor in vector.items()), np.zeros(len(tables)))

    whole = found[(1 << question.count) - 1]
    scores = np.where(whole > _ZERO, value(wrong) / np.maximum(whole, _ZERO), np.inf)
    for vector in question.zero:
        scores = np.where(np.abs(value(vector)) < _ZERO, scores, np.inf)
    for vector in question.least:
        scores = np.where(value(vector) >= 0, scores, np.inf)
    return scores


def improved(question: Question, end: float, seed: int = 0) -> Table | None:
    """A counterexample found by drawing laws at random and keeping, again and again, those nearest to one.

    Parameters
    ----------
    question : Question
        A claim with =, <= or >=.
    end : float
        When to stop, on the clock of processor time.
    seed : int
        For the random draws.
    """
    if question.count not in ALPHABETS:
        return None
    rng = np.random.default_rng(seed)
    for letters in sorted({2, ALPHABETS[question.count]}):
        for network in islice(networks(question, letters, end), MOST_NETWORKS):
            for wrong in question.wrong * STARTS:
                table = _climbed(question, network, wrong, rng, end)
                if table is not None or time.process_time() > end:
                    return table
    return None


def _climbed(question: Question, network: Network, wrong: Vector, rng: Any, end: float) -> Table | None:
    weights = _drawn(network, rng, SIZE * 4)
    for turn in range(ROUNDS):
        scores = _scores(question, network, weights, wrong)
        best = np.argsort(scores, kind="stable")[:KEPT]
        if not np.isfinite(scores[best[0]]) or time.process_time() > end:
            return None
        weights = weights[best]
        if turn == ROUNDS - 1 or scores[best[0]] < -0.05:
            break
        spread = 0.8 * 0.93**turn
        children = weights[rng.integers(0, len(weights), SIZE)]
        children = children * np.exp(spread * rng.standard_normal(children.shape))
        weights = np.concatenate([weights, np.where(rng.random(children.shape) < 0.02, 1e-12, children)])
    if scores[best[0]] > -_BROKEN:
        return None
    return _in_fractions(question, network, weights[0])


def _in_fractions(question: Question, network: Network, weights: Any) -> Table | None:
    """The law with the coarsest fractions that is still a counterexample."""
    for fineness in FINENESS:
        table = network.rounded(weights, fineness)
        if question.broken_by(table):
            return table
    return None
