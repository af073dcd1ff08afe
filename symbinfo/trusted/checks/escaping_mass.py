"""Whether a first law has mass where a second has none, so that a measure of the two is infinite."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from ..numbers.estimates import Undefined, Unknown
from ..places.points import Point, probes
from ..statements import LISTED, Law
from ..terms import Term, free_symbols
from .derivation_points import Points
from .values import exact_of, term_of

__all__ = ["EscapingMass"]


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
        lower, upper = self.points.ends(first, point, i)
        if second.kind in LISTED:
            places = probes(lower, upper, first.kind)
        else:
            low, high = self.points.ends(second, point, i)
            places = [x for x in probes(lower, upper, first.kind, (low, high)) if not low <= x <= high]
            inside = [x for x in probes(lower, upper, first.kind) if low < x < high]
            places += [x for x in inside if self.vanishes_around(second, x, point, i)]
        return any(self.positive(first, x, point, i) for x in places if not self._is_outcome(second, x, point, i))

    def apart(self, first: Law, second: Law, point: Point, i: int) -> bool:
        """Whether two laws have no place in common."""
        if first.kind in LISTED or second.kind in LISTED:
            listed, other = (first, second) if first.kind in LISTED else (second, first)
            held = [o for o, p in listed.outcomes if self.points.at(p, point, i).value > 0]
            return all(self.mass_is_zero(other, o, point, i) for o in held)
        (a, b), (c, d) = self.points.ends(first, point, i), self.points.ends(second, point, i)
        return bool(b < c or d < a or (first.kind == "continuous" and (b == c or d == a)))

    def _is_outcome(self, law: Law, x: Fraction, point: Point, i: int) -> bool:
        return law.kind in LISTED and not self.mass_is_zero(law, term_of(x), point, i)

    def positive(self, law: Law, x: Fraction, point: Point, i: int) -> bool:
        """Whether a density is surely positive at a place."""
        try:
            found = self.points.at(law.density, {**point, law.variable: x}, i)
        except (Undefined, Unknown):
            return False
        return bool(found.value > 4 * found.error)

    def vanishes_around(self, law: Law, x: Fraction, point: Point, i: int) -> bool:
        """Whether a density is exactly 0 at a place; on the line also a little to its right and left."""
        little = (abs(x) or 1) * Fraction(1, 2**20)
        near = [x] if law.kind == "discrete" else [x + little * k for k in (-1, Fraction(-3, 7), 0, Fraction(5, 9), 1)]
        return all(self.vanishes(law, y, point, i) for y in near)

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
