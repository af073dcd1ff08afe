"""Whether a first law has mass where a second has none, so that a measure of the two is infinite."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations, pairwise, product
from math import floor
from typing import Any

from ..numbers.estimates import Estimate, Undefined, Unknown
from ..places.kinks import kinks, roots
from ..places.order import Order
from ..places.points import INFINITE, Point, probes
from ..statements import LISTED, Law
from ..terms import Term, dump, free_symbols
from .derivation_points import Points
from .values import exact_of

__all__ = ["EscapingMass"]

# How many places of a piece of a support are looked at, and how far from its ends the whole numbers are.
PLACES_IN_A_PIECE, NEAR_WHOLE = 4, 8


@dataclass(frozen=True)
class EscapingMass:
    """Looks for a place of the first law of a measure that lies outside the second."""

    points: Points

    def has_two_supports(self) -> bool:
        """Whether the measure is infinite where one law has mass and the other none."""
        measure, laws = self.points.plain.measure, dict(self.points.plain.laws)
        if measure is None or measure.name not in (
            "kl",
            "cross-entropy",
            "chi-squared",
            "renyi-divergence",
            "self-information",
        ):
            return False
        return all(laws[name].kind != "joint" for name in measure.laws)

    def escapes(self, point: Point, i: int) -> bool:
        """Whether a place of positive mass of the first law lies where the second has none."""
        measure, laws = self.points.plain.measure, dict(self.points.plain.laws)
        if measure is None or not self.has_two_supports():
            return False
        order = measure.order
        if measure.at is not None:
            return self.mass_is_zero(laws[measure.laws[0]], measure.at, point, i)
        first, second = (laws[name] for name in measure.laws)
        if order is not None and self.points.at(order, point, i).value < 1:
            return self.apart(first, second, point, i)  # the overlap does not see what lies outside
        if first.kind in LISTED:
            held = [(o, self.points.at(p, point, i)) for o, p in first.outcomes]
            return any(p.value > p.error and self.mass_is_zero(second, o, point, i) for o, p in held)
        return any(self.positive(first, x, point, i) for x in self.outside(first, second, point, i))

    def outside(self, first: Law, second: Law, point: Point, i: int) -> Iterator[Fraction]:
        """Places of the support of a first law where a second has no mass; of pieces of the line, none is a null set."""
        lower, upper = self.points.ends(first, point, i)
        if second.kind in LISTED:
            yield from (x for x in probes(lower, upper, first.kind) if not self._is_outcome(second, x, point, i))
            return
        low, high = self.points.ends(second, point, i)
        whole = first.kind == "discrete"
        cuts = {end for end in (low, high) if end not in INFINITE.values() and lower < end < upper}
        cuts |= {x for law in (first, second) for x in self.bends(law, lower, upper, point) or ()}
        for places in self.pieces(lower, upper, sorted(cuts), whole):
            if whole:
                yield from (x for x in places if not low <= x <= high or self.vanishes(second, x, point, i))
            elif all(not low <= x <= high or self.vanishes(second, x, point, i) for x in places):
                yield from places

    def bends(self, law: Law, lower: Any, upper: Any, point: Point) -> list[Fraction] | None:
        """Where a density may begin or end inside of a range; None where that cannot be told."""
        found: list[Fraction] = []
        for u in self.kinks_of(law):
            if law.variable in free_symbols(u):
                zeros = roots(u, law.variable, point)
                if zeros is None:
                    return None
                found += [x for x in zeros if lower < x < upper]
        return found

    def kinks_of(self, law: Law) -> list[Term]:
        """The kinks of a density along its own variable that may lie within its range."""
        plain, x = self.points.plain, law.variable
        symbols = (*((name, kind) for name, kind in plain.symbols if name != x), (x, "real"))
        within = tuple(
            ("<=", a, b)
            for a, b in ((law.lower, x), (x, law.upper))
            if not {a, b} & set(INFINITE) and x not in free_symbols(law.lower) | free_symbols(law.upper)
        )
        stated = tuple(c for c in plain.conditions if x not in free_symbols(c))
        order = Order(replace(plain, symbols=symbols, conditions=(*stated, *within)))
        found = (u for u in kinks(law.density) if x in free_symbols(u) and not order.has_known_sign(u))
        return sorted(found, key=repr)

    def pieces(self, lower: Any, upper: Any, cuts: list[Fraction], whole: bool) -> Iterator[list[Fraction]]:
        """Places of each piece of a support between its cuts, drawn from the certificate's content."""
        rng = random.Random(f"{self.points.seed}|{lower}|{upper}|{cuts}")
        ends = [lower, *cuts, upper]
        for a, b in pairwise(ends):
            shares = [Fraction(rng.randrange(1, 10**6), 10**6 + 3) for _ in range(PLACES_IN_A_PIECE)]
            if a in INFINITE.values() and b in INFINITE.values():
                places = [(2 * s - 1) / (s * (1 - s)) for s in shares]
            elif b in INFINITE.values():
                places = [a + s / (1 - s) for s in shares]
            elif a in INFINITE.values():
                places = [b - s / (1 - s) for s in shares]
            else:
                places = [a + (b - a) * s for s in shares]
            if whole:
                finite = [end for end in (a, b) if end not in INFINITE.values()]
                near = {Fraction(floor(end) + j) for end in finite for j in range(-NEAR_WHOLE, NEAR_WHOLE + 1)}
                places = sorted(x for x in near | {Fraction(floor(x)) for x in places} if a <= x <= b)
            yield places

    def doubt(self) -> str:
        """Why it is not known whether the first law has mass where the second has none; empty where it is."""
        plain = self.points.plain
        laws = dict(plain.laws)
        if plain.measure is None or plain.measure.at is not None or not self.has_two_supports():
            return ""
        first, second = (laws[name] for name in plain.measure.laws)
        if first.kind in LISTED or second.kind in LISTED:
            return ""
        if first.variable == second.variable and first == second:
            return ""
        order = Order(plain)
        contained = order.not_above(second.lower, first.lower) and order.not_above(first.upper, second.upper)
        bent = [law for law in (first, second) if self.kinks_of(law)]
        for point in self.points.inside[:1]:
            ends = (*self.points.ends(first, point, 0), *self.points.ends(second, point, 0))
            contained = contained or (not plain.symbols and ends[2] <= ends[0] and ends[1] <= ends[3])
            # Inside the second law's range only a density with bends can be 0 on more than single places.
            for law in bent if second in bent or not contained else ():
                if self.bends(law, Fraction(0), Fraction(0), point) is None:
                    return f"it cannot be told where the density {dump(law.density)[:50]} is 0"
        if not contained:
            return "it is not known whether the support of the first law lies in that of the second"
        return ""

    def passing(self) -> set[Term]:
        """The terms at whose zeros an end of the first law passes an end of the second."""
        plain = self.points.plain
        laws = [dict(plain.laws)[name] for name in plain.measure.laws] if plain.measure else []
        ends = [
            [end for end in (law.lower, law.upper) if end not in INFINITE] for law in laws if law.kind not in LISTED
        ]
        gaps = [("+", a, ("*", -1, b)) for one, two in combinations(ends, 2) for a, b in product(one, two)]
        return {alternative for gap in gaps for alternative in kinks(("abs", gap))}

    def apart(self, first: Law, second: Law, point: Point, i: int) -> bool:
        """Whether two laws have no place in common."""
        if first.kind in LISTED or second.kind in LISTED:
            listed, other = (first, second) if first.kind in LISTED else (second, first)
            held = [o for o, p in listed.outcomes if self.points.at(p, point, i).value > 0]
            return all(self.mass_is_zero(other, o, point, i) for o in held)
        (a, b), (c, d) = self.points.ends(first, point, i), self.points.ends(second, point, i)
        return bool(b < c or d < a or (first.kind == "continuous" and (b == c or d == a)))

    def _is_outcome(self, law: Law, x: Fraction, point: Point, i: int) -> bool:
        """Whether a place may be one of the outcomes of a list that have mass, however they are written."""
        for label, p in law.outcomes:
            if free_symbols(label) - set(point):
                continue
            found = self.points.at(label, point, i)
            near = abs(exact_of(found) - x) <= 8 * exact_of(Estimate(found.error, found.error))
            if near and self.points.at(p, point, i).value > 0:
                return True
        return False

    def positive(self, law: Law, x: Fraction, point: Point, i: int) -> bool:
        """Whether a density is surely positive at a place."""
        try:
            found = self.points.at(law.density, {**point, law.variable: x}, i)
        except (Undefined, Unknown):
            return False
        return bool(found.value > 4 * found.error)

    def vanishes(self, law: Law, x: Fraction, point: Point, i: int) -> bool:
        """Whether a density is exactly 0 at a place: what is too small for a number has an error, and is not."""
        try:
            found = self.points.at(law.density, {**point, law.variable: x}, i)
        except (Undefined, Unknown):
            return False
        return bool(found.value == 0 and found.error == 0)

    def mass_is_zero(self, law: Law, outcome: Term, point: Point, i: int) -> bool:
        """Whether an outcome has no mass under a law."""
        if law.kind in LISTED:
            return not any(o == outcome and self.points.at(p, point, i).value > 0 for o, p in law.outcomes)
        if free_symbols(outcome) - set(point):
            return True  # a label is no number
        value = exact_of(self.points.at(outcome, point, i))
        lower, upper = self.points.ends(law, point, i)
        whole = law.kind != "discrete" or value == int(value)
        return not (whole and lower <= value <= upper) or self.vanishes(law, value, point, i)
