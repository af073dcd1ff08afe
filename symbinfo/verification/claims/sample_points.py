"""Places of a stated domain at which a claim is looked at: simple ones, for a reader, and ones from every regime.

What a formula may be right for by accident is met on purpose: whole numbers, equal parameters, 0 and 1, and each sign;
tiny and huge values come in turn. The places of a claim are always the same, and not those of another claim: nobody
writes a formula that is right at the places it will be looked at. Random values have odd denominators, so that no wave
of a frequency that is a power of two is at rest at all of them.
"""

from __future__ import annotations

import hashlib
import math
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import islice

from symbinfo.trusted import Evaluator, Plain, Term

__all__ = ["Places", "Point"]

Point = Mapping[str, Fraction]
SEED = "symbinfo places 1"
# The values that a reader would try first, in that order.
_NEAR = ("1", "2", "1/2", "3", "1/3", "3/2", "4", "1/4", "2/3", "5", "3/4")
_FAR = ("1/5", "10", "1/10", "20", "1/20", "100", "1/100", "1000", "1/1000")
_SIZES = tuple(Fraction(v) for v in (*_NEAR, *_FAR))
_SIMPLE: Mapping[str, tuple[Fraction, ...]] = {
    "real": (Fraction(0), *(v for size in _SIZES for v in (size, -size))),
    "nonzero": tuple(v for size in _SIZES for v in (size, -size)),
    "negative": tuple(-v for v in _SIZES),
    "nonnegative": (*_SIZES, Fraction(0)),
    "integer": tuple(Fraction(v) for v in (0, 1, -1, 2, -2, 3, 4, 5)),
    "nonnegative integer": tuple(Fraction(v) for v in (1, 2, 3, 0, 4, 5, 6)),
    "positive integer": tuple(Fraction(v) for v in (1, 2, 3, 4, 5, 6, 7)),
}
# How many simple places are proposed, and how many tries a random one has to meet the conditions.
MOST_SIMPLE, MOST_TRIES = 6000, 600
# Sizes of random values, as powers of two: near 1 first, then far below and above.
_REGIMES = ((-1, 2), (-3, 0), (0, 4), (-12, -3), (3, 10), (-2, 3))


class Places:
    """The places of a domain.

    Parameters
    ----------
    symbols : sequence of (str, str)
        Each symbol with its kind, as a certificate declares it.
    conditions : sequence of Term
        What the places must satisfy.
    seed : str
        What random places are drawn for: the text of a claim.
    """

    def __init__(self, symbols: Sequence[tuple[str, str]], conditions: Sequence[Term], seed: str = "") -> None:
        self.symbols, self.conditions, self.seed = tuple(symbols), tuple(conditions), f"{SEED}|{seed}"
        self._evaluator = Evaluator(20)
        self._equalities = [c for c in self.conditions if isinstance(c, tuple) and c[0] == "=" and len(c) == 3]

    @classmethod
    def of(cls, plain: Plain, seed: str = "") -> Places:
        """The places of the domain that a certificate states."""
        return cls(plain.symbols, plain.conditions, seed)

    def admits(self, point: Point) -> bool:
        """Whether the conditions hold there."""
        return all(self._evaluator.holds(c, point) for c in self.conditions)

    def simple(self) -> Iterator[Point]:
        """Places of small numbers, the simplest first."""
        if not self.symbols:
            yield {}
            return
        columns = [_SIMPLE.get(kind, _SIZES) for _, kind in self.symbols]
        for values in islice(_by_cost(columns), MOST_SIMPLE):
            point = dict(zip((name for name, _ in self.symbols), values, strict=True))
            if self.admits(point):
                yield point

    def shrunk(self, point: Point, fails: Callable[[Point], bool]) -> Point:
        """A simpler place at which a claim fails, too: one value after the other is exchanged for a simpler one."""
        current = dict(point)
        for _ in range(2):
            before = dict(current)
            for name, kind in self.symbols:
                current = next(
                    (at for at in self._simpler(current, name, kind) if self.admits(at) and fails(at)), current
                )
            if current == before:
                break
        return current

    def _simpler(self, point: Point, name: str, kind: str) -> Iterator[dict[str, Fraction]]:
        for value in _SIMPLE.get(kind, _SIZES):
            if value == point[name]:
                return
            yield {**point, name: value}

    def everywhere(self, number: int) -> Iterator[Point]:
        """Places in no simple ratio, from every regime; every third time two parameters of a kind are equal."""
        for i in range(number if self.symbols else 0):
            for attempt in range(MOST_TRIES):
                point = self._tied(self._random(i, attempt))
                if self.admits(point):
                    yield point
                    break

    def moderate(self, number: int) -> list[Point]:
        """Places near 1 in no simple ratio, no two parameters equal; without symbols the one place there is."""
        if not self.symbols:
            return [{}]
        found: list[Point] = []
        for i in range(number * MOST_TRIES):
            rng = random.Random(hashlib.sha256(f"{self.seed}|moderate|{i}".encode()).digest())
            point = self._tied({name: _value(kind, rng, 0, (-2, 2)) for name, kind in self.symbols})
            if self.admits(point):
                found.append(point)
            if len(found) == number:
                break
        return found or list(self.everywhere(number))

    def _tied(self, point: Point) -> Point:
        """The place with the last symbol of each equation solved for, where it is linear: of p1 + p2 + p3 = 1 it is p3.

        Such a place has probability 0 otherwise. Where the solution is of another kind the place stays as it is, and is
        not admitted.
        """
        for _, left, right in self._equalities:
            for name, kind in reversed(self.symbols):
                sides = [[_rational(side, {**point, name: Fraction(at)}) for side in (left, right)] for at in (0, 1, 2)]
                gaps = [None if a is None or b is None else a - b for a, b in sides]
                start, one, two = gaps
                if start is None or one is None or two is None or one == start or two - one != one - start:
                    continue
                value = -start / (one - start)
                if _is_of_kind(value, kind):
                    point = {**point, name: value}
                    break
        return point

    def ends(self) -> Iterator[Point]:
        """Places at the ends that belong to the stated ranges, and where parameters that may be equal are."""
        names = {name for name, _ in self.symbols}
        weak = [c for c in self.conditions if isinstance(c, tuple) and c[0] == "<=" and len(c) == 3]
        weak += [("<=", 0, name) for name, kind in self.symbols if kind == "nonnegative"]
        for base in self.moderate(2) if weak else ():
            for _, small, large in weak:
                for name, end in ((large, small), (small, large)):
                    value = base.get(end) if isinstance(end, str) else end
                    if name in names and isinstance(value, (int, Fraction)):
                        point = {**base, name: Fraction(value)}
                        if self.admits(point):
                            yield point

    def _random(self, i: int, attempt: int) -> Point:
        rng = random.Random(hashlib.sha256(f"{self.seed}|{i}|{attempt}".encode()).digest())
        point = {
            name: _value(kind, rng, i + place if attempt < 50 else rng.randrange(100))
            for place, (name, kind) in enumerate(self.symbols)
        }
        if i % 3 == 2:
            kinds: dict[str, list[str]] = {}
            for name, kind in self.symbols:
                kinds.setdefault(kind, []).append(name)
            twins = [names for names in kinds.values() if len(names) > 1]
            if twins:
                first, second = rng.sample(rng.choice(twins), 2)
                point[first] = point[second]
        return point


def _value(kind: str, rng: random.Random, turn: int, regime: tuple[float, float] | None = None) -> Fraction:
    if "integer" in kind and regime:
        return Fraction(rng.randrange(2, 12))
    if "integer" in kind:
        size = Fraction(rng.choice((rng.randrange(1, 6), rng.randrange(1, 20), rng.randrange(1, 60))))
        sign = -1 if kind == "integer" and rng.random() < 0.5 else 1
        return sign * size
    low, high = regime or _regime(turn, rng)
    below = 2 * rng.randrange(2**14, 2**15) + 1
    size = Fraction(int(2 ** rng.uniform(low + 16, high + 16)) | 1, 2**16)
    size = Fraction(max(1, round(size * below)), below)
    signed = kind == "negative" or (kind in ("real", "nonzero") and rng.random() < 0.5)
    return -size if signed else size


def _is_of_kind(value: Fraction, kind: str) -> bool:
    if "integer" in kind and value.denominator != 1:
        return False
    holds = {"positive": value > 0, "negative": value < 0, "nonnegative": value >= 0, "nonzero": value != 0}
    holds |= {"open": 0 < value < 1, "probability": 0 <= value <= 1}
    return all(holds.get(word, True) for word in kind.split())


def _rational(term: Term, point: Point) -> Fraction | None:
    """The exact value of sums and products of rational numbers; None of anything else."""
    if isinstance(term, (int, Fraction)):
        return Fraction(term)
    if isinstance(term, str):
        return point.get(term)
    head, *parts = term
    values = [_rational(part, point) for part in parts] if head in ("+", "*") else [None]
    known = [value for value in values if value is not None]
    if len(known) < len(values):
        return None
    return sum(known, Fraction(0)) if head == "+" else math.prod(known, start=Fraction(1))


def _regime(turn: int, rng: random.Random) -> tuple[float, float]:
    """The halves of every regime in turn, the lower ones first; later mostly so."""
    rounds, at = divmod(turn, len(_REGIMES))
    low, high = _REGIMES[at] if rounds < 2 or rng.random() < 0.7 else rng.choice(_REGIMES)
    middle = (low + high) / 2
    return (middle, high) if rounds % 2 else (low, middle)


def _by_cost(columns: Sequence[Sequence[Fraction]]) -> Iterator[tuple[Fraction, ...]]:
    """All rows with one value out of each column, those with the values that stand first before the others."""
    most = sum(len(column) - 1 for column in columns)
    for cost in range(most + 1):
        yield from _rows(columns, cost)


def _rows(columns: Sequence[Sequence[Fraction]], cost: int) -> Iterator[tuple[Fraction, ...]]:
    column, *others = columns
    left = sum(len(c) - 1 for c in others)
    for i in range(max(0, cost - left), min(cost, len(column) - 1) + 1):
        if not others:
            yield (column[i],)
        else:
            for rest in _rows(others, cost - i):
                yield (column[i], *rest)
