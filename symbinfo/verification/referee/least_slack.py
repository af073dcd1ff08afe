"""The search for the place where an inequality is tightest, towards every end and corner of its domain.

The slack is what the larger side has over the smaller one. It is walked down from many seeded starts, from every end
(parameters to 0, to infinity, to the edges of an interval) and from places where two laws are nearly equal. What is
walked down is the slack beside the size of the sides: it stays decisive where both sides vanish together. What is
found here is a suspicion: nothing is refuted but by a definition.
"""

from __future__ import annotations

import hashlib
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import combinations, islice, product

from symbinfo.derivation import Relation
from symbinfo.expressions.errors import BudgetExceeded
from symbinfo.verification.claims.sample_points import Point
from symbinfo.verification.claims.side_values import SURE, Numbers, Value, ValueKind
from symbinfo.verification.claims.stated_claim import StatedClaim
from symbinfo.verification.referee.coordinates import Axis, axes_of

__all__ = ["Look", "looked_for_least_slack", "place_in_words", "tightest_in_words"]

# How far out ends are tried, as coordinates (powers of two); and how near two parameters are, when they are nearly equal.
ENDS = (-40.0, -12.0, -4.0, 0.0, 4.0, 12.0, 40.0)
NEARLY = (0.25, -0.25, 2.0**-7, -(2.0**-7))
# How many starts are made of ends where there are too many corners; from how many places a walk begins; how many
# steps it takes; and the first and the last length of a step.
CORNERS, WALKS, STEPS, FIRST, LAST = 60, 6, 60, 4.0, 0.05
# Seconds by closed forms, by definitions where there are none, and for one such value; its digits; how many values are
# enough.
BY_FORMS, BY_DEFINITIONS, ONE_VALUE, FEW_DIGITS, MOST = 3.0, 6.0, 0.5, 12, 1500
# How many places that fail the claim are enough.
SUSPECTS = 4
SIMPLE, OTHERS, MODERATE = 10, 18, 3


@dataclass
class Look:
    """What was seen of an inequality.

    Attributes
    ----------
    places : int
        At how many places the slack was found.
    slack, tightest : float or None, Point
        The smallest slack that was seen, and where.
    suspects : list of Point
        Where the claim fails by the values that were looked at, the simplest first.
    """

    places: int = 0
    slack: float | None = None
    tightest: Point = field(default_factory=dict)
    suspects: list[Point] = field(default_factory=list)

    def text(self) -> str:
        """What was seen, in words."""
        if not self.places:
            return "neither proved nor refuted: the two sides could not be evaluated in the time given"
        seen = f"no counterexample at {self.places} places"
        if told := self.tightest_text():
            seen += f"; smallest slack {told}"
        return f"neither proved nor refuted: {seen}"

    def tightest_text(self) -> str:
        """The smallest slack and its place, in words; empty where none was seen."""
        return tightest_in_words(self.slack, self.tightest)


def tightest_in_words(slack: float | None, place: Point) -> str:
    """A slack and its place, for a reader; empty where there is none."""
    if slack is None:
        return ""
    where = place_in_words(place)
    return f"{slack:.2g}" + (f" at {where}" if where else "")


def place_in_words(point: Point) -> str:
    """A place for a reader: short fractions as they are, others as decimals."""
    return ", ".join(f"{name} = {x if x.denominator <= 1000 else f'{float(x):.4g}'}" for name, x in point.items())


def looked_for_least_slack(claim: StatedClaim, by_forms: bool) -> Look:
    """Where an inequality is tightest, and where it fails.

    Parameters
    ----------
    claim : StatedClaim
        An inequality with parameters.
    by_forms : bool
        Whether every measure has a closed form; the definitions are evaluated otherwise.
    """
    seconds = BY_FORMS if by_forms else BY_DEFINITIONS
    return _Search(claim, by_forms, min(claim.deadline, time.process_time() + seconds)).look()


class _Search:
    """One search; values are kept by place."""

    def __init__(self, claim: StatedClaim, by_forms: bool, end: float) -> None:
        self.claim, self.by_forms, self.end = claim, by_forms, end
        self.places = claim.places
        self.axes = axes_of(self.places)
        self.seen: dict[tuple[Fraction, ...], float | None] = {}
        self.found = Look()

    def look(self) -> Look:
        """Look everywhere until enough places fail, or the time is over."""
        starts = [(value, at) for at in self.starts() if (value := self.tightness(at)) is not None]
        starts.sort(key=lambda start: start[0])
        for _, at in starts[:WALKS]:
            if self.over():
                break
            self.walk(at)
        if self.found.suspects:
            plain = self.plainer(self.found.suspects[0])
            self.found.suspects = list({tuple(p.values()): p for p in (*plain, *self.found.suspects)}.values())
        return self.found

    def over(self) -> bool:
        """Whether nothing more is to be looked at."""
        return len(self.found.suspects) >= SUSPECTS or self.found.places >= MOST or time.process_time() > self.end

    # --- values

    def tightness(self, point: Point) -> float | None:
        """The slack at a place beside the size of the sides, from -1 to 1; below 0 the claim fails."""
        key = tuple(point.values())
        if key not in self.seen and not self.places.admits(point):
            self.seen[key] = None
        if key not in self.seen and time.process_time() < self.end:
            try:
                self.seen[key] = self._tightness(point)
            except BudgetExceeded:
                self.seen[key] = None
        return self.seen.get(key)

    def _tightness(self, point: Point) -> float | None:
        small, large = self._ordered(point)
        if ValueKind.UNKNOWN in (small.kind, large.kind) or ValueKind.UNDEFINED in (small.kind, large.kind):
            return None
        if small.estimate is None or large.estimate is None:
            if small.kind is large.kind:
                return None
            fails = small.kind is ValueKind.INFINITY or large.kind is ValueKind.MINUS_INFINITY
            return self._noted(point, -1.0 if fails else 1.0, None)
        gap = large.estimate.value - small.estimate.value
        size = abs(large.estimate.value) + abs(small.estimate.value)
        if size == 0 or abs(gap) <= SURE * (large.estimate.error + small.estimate.error):
            return None
        return self._noted(point, float(gap / size), float(gap))

    def _ordered(self, point: Point) -> tuple[Value, Value]:
        """The side that is claimed to be the smaller one, and the other."""
        if self.by_forms:
            left, right = (side.at(point, self.claim.numbers) for side in self.claim.sides)
        else:
            numbers = Numbers(FEW_DIGITS, min(self.end, time.process_time() + ONE_VALUE))
            left, right = (numbers.of_term(term, point) for term in self.claim.terms)
        return (left, right) if self.claim.relation in (Relation.LE, Relation.LT) else (right, left)

    def _noted(self, point: Point, value: float, slack: float | None) -> float:
        found = self.found
        found.places += 1
        if value < 0:
            found.suspects.append(dict(point))
        elif slack is not None and (found.slack is None or slack < found.slack):
            found.slack, found.tightest = slack, dict(point)
        return value

    # --- starts

    def starts(self) -> Iterator[Point]:
        """Simple places, places of every regime, ends and corners, and laws that are nearly equal."""
        sources: tuple[Iterator[Point], ...] = (
            islice(self.places.simple(), SIMPLE),
            iter(self.places.everywhere(OTHERS)),
            self.corners(),
            self.nearly_equal(),
        )
        for source in sources:
            for point in source:
                if self.over():
                    return
                yield point

    def corners(self) -> Iterator[Point]:
        """Every parameter at an end of its range or in the middle."""
        names = [axis.name for axis in self.axes]
        if len(names) <= 2:
            rows = list(product(ENDS, repeat=len(names)))
        else:
            rng = random.Random(hashlib.sha256(" ".join(names).encode()).digest())
            rows = [tuple(rng.choice(ENDS) for _ in names) for _ in range(CORNERS)]
        for row in sorted(rows, key=lambda row: max(map(abs, row))):
            yield {axis.name: axis.value(t) for axis, t in zip(self.axes, row, strict=True)}

    def nearly_equal(self) -> Iterator[Point]:
        """Two parameters, or the parameters of two laws, a little apart."""
        for point in [*islice(self.places.simple(), MODERATE), *self.places.moderate(MODERATE)]:
            for pairs in self.twins():
                for little in NEARLY:
                    yield {
                        **point,
                        **{two.name: two.value(one.coordinate(point[one.name]) + little) for one, two in pairs},
                    }

    def twins(self) -> list[tuple[tuple[Axis, Axis], ...]]:
        """Which parameters are made equal together: each pair of a kind, and all of them in two natural orders."""
        kinds: dict[str, list[Axis]] = {}
        for axis in self.axes:
            kinds.setdefault(axis.kind, []).append(axis)
        found = [(pair,) for axes in kinds.values() for pair in combinations(axes, 2)]
        beside = [pair for axes in kinds.values() for pair in zip(axes[::2], axes[1::2], strict=False)]
        halves = [
            pair
            for axes in kinds.values()
            for pair in zip(axes[: len(axes) // 2], axes[len(axes) // 2 :], strict=False)
        ]
        return list(dict.fromkeys([*found, *(tuple(pairs) for pairs in (beside, halves) if len(pairs) > 1)]))

    # --- downhill

    def walk(self, start: Point) -> None:
        """Downhill along the axes, and towards equal parameters, with steps that grow and shrink."""
        at, best, length = dict(start), self.tightness(start), FIRST
        for _ in range(STEPS):
            if best is None or self.over() or length < LAST:
                return
            tried = [(value, p) for p in self.around(at, length) if (value := self.tightness(p)) is not None]
            value, place = min(tried, key=lambda pair: pair[0], default=(best, at))
            if value < best:
                at, best, length = dict(place), value, min(2 * length, 16.0)
            else:
                length /= 2

    def around(self, at: Point, length: float) -> Iterator[Point]:
        """The places one step away."""
        for axis in self.axes:
            t = axis.coordinate(at[axis.name])
            for step in (length, -length):
                yield {**at, axis.name: axis.value(t + step)}
        for (one, two), *others in self.twins():
            if not others and at[one.name] != at[two.name]:
                near, far = one.coordinate(at[one.name]), two.coordinate(at[two.name])
                yield {**at, two.name: two.value(near + (far - near) * 2.0**-length)}

    # --- for a reader

    def plainer(self, start: Point) -> list[Point]:
        """Simpler places near one that fails, the simplest first."""
        self.end = min(self.claim.deadline, time.process_time() + BY_FORMS)

        def fails(point: Point) -> bool:
            value = self.tightness(point)
            return value is not None and value < 0

        nearer = self._nearer(dict(start), fails)
        rounder = self._rounder(dict(nearer), fails)
        return [self.places.shrunk(rounder, fails), rounder, nearer]

    def _nearer(self, point: dict[str, Fraction], fails: Callable[[Point], bool]) -> dict[str, Fraction]:
        """Less far out, as long as the claim fails."""
        for axis in self.axes:
            for _ in range(8):
                less = {**point, axis.name: axis.value(axis.coordinate(point[axis.name]) * 0.75)}
                if not fails(less):
                    break
                point = less
        return point

    def _rounder(self, point: dict[str, Fraction], fails: Callable[[Point], bool]) -> dict[str, Fraction]:
        """With numbers that are shorter to write."""
        for axis in self.axes:
            for value in axis.rounded(point[axis.name]):
                shorter = {**point, axis.name: value}
                if fails(shorter):
                    point = shorter
                    break
        return point
