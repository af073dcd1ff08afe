"""Whether a measure or an integral is infinite: mass where there is none, or a body that does not fall."""

from __future__ import annotations

from fractions import Fraction

from ..numbers.estimates import Estimate, Undefined, Unknown
from ..statements import LISTED, Law
from ..terms import Term, free_symbols
from .divergent_integrals import core, gathered, sign_at_end
from .ground import Record
from .laws import Laws
from .points import INFINITE, Point, probes
from .values import exact_of, term_of

__all__ = ["Infinity"]

NOT_INFINITE = "no place was found where the first law has mass and the second none"


class Infinity(Laws):
    """Shows that something is +oo or -oo, by a place or by an end."""

    def infinite(self, where: str, before: Term, relation: str, after: Term) -> Record:
        """A divergence is +oo when the first law has mass where the second has none: look for such a place."""
        if before == after and relation in ("=", "<=", ">="):
            return Record(where, "holds", "the same expression")
        if before in INFINITE:
            sign = "-" if before == "%-oo" else "+"
            return Record(where, "refuted", f"nothing but {sign}oo follows from {sign}oo")
        if relation == "=" and all(self.escapes(point, i) for i, point in enumerate(self.points)):
            return Record(where, "holds", "the first law has mass where the second has none")
        if relation == "=" and self.grows_everywhere(before, after):
            return Record(where, "holds", "the integral diverges: its body times the distance does not fall")
        return Record(where, "undecided", f"{NOT_INFINITE}, and no end at which it diverges")

    def both_infinite(self, definition: Term) -> bool:
        """Whether the claimed infinity is the value of the definition and of the start."""
        start, infinity = self.plain.start, self.plain.claim.right
        if start != infinity and not self.grows_everywhere(start, infinity):
            return False
        beyond = infinity == "%oo" and all(self.escapes(point, i) for i, point in self.every_point())
        return beyond or self.grows_everywhere(definition, infinity)

    def has_two_supports(self) -> bool:
        """Whether the measure is infinite where one law has mass and the other none."""
        measure, laws = self.plain.measure, dict(self.plain.laws)
        if measure is None or measure.name not in ("kl", "cross-entropy", "chi-squared", "renyi-divergence"):
            return False
        return all(laws[name].kind != "joint" for name in measure.laws)

    def escapes(self, point: Point, i: int) -> bool:
        """Whether a place of positive mass of the first law lies where the second has none."""
        if self.plain.measure is None or not self.has_two_supports():
            return False
        order, laws = self.plain.measure.order, dict(self.plain.laws)
        first, second = (laws[name] for name in self.plain.measure.laws)
        if order is not None and self.at(order, point, i).value < 1:
            return self.apart(first, second, point, i)  # the overlap does not see what lies outside
        if first.kind in LISTED:
            held = [(o, self.at(p, point, i)) for o, p in first.outcomes]
            return any(p.value > p.error and self.mass_is_zero(second, o, point, i) for o, p in held)
        lower, upper = self.ends(first, point, i)
        if second.kind in LISTED:
            places = probes(lower, upper, first.kind)
        else:
            low, high = self.ends(second, point, i)
            places = [x for x in probes(lower, upper, first.kind, (low, high)) if not low <= x <= high]
            inside = [x for x in probes(lower, upper, first.kind) if low < x < high]
            places += [x for x in inside if self.vanishes_around(second, x, point, i)]
        return any(self.positive(first, x, point, i) for x in places if not self._is_outcome(second, x, point, i))

    def apart(self, first: Law, second: Law, point: Point, i: int) -> bool:
        """Whether two laws have no place in common."""
        if first.kind in LISTED or second.kind in LISTED:
            listed, other = (first, second) if first.kind in LISTED else (second, first)
            held = [o for o, p in listed.outcomes if self.at(p, point, i).value > 0]
            return all(self.mass_is_zero(other, o, point, i) for o in held)
        (a, b), (c, d) = self.ends(first, point, i), self.ends(second, point, i)
        return bool(b < c or d < a or (first.kind == "continuous" and (b == c or d == a)))

    def _is_outcome(self, law: Law, x: Fraction, point: Point, i: int) -> bool:
        return law.kind in LISTED and not self.mass_is_zero(law, term_of(x), point, i)

    def positive(self, law: Law, x: Fraction, point: Point, i: int) -> bool:
        """Whether a density is surely positive at a place."""
        try:
            found = self.at(law.density, {**point, law.variable: x}, i)
        except (Undefined, Unknown):
            return False
        return bool(found.value > 4 * found.error)

    def vanishes_around(self, law: Law, x: Fraction, point: Point, i: int) -> bool:
        """Whether a density is exactly 0 at a place; on the line also a little to its right and left."""
        near = [x] if law.kind == "discrete" else [x, x * (1 + Fraction(1, 2**20)), x * (1 - Fraction(1, 2**20))]
        try:
            return all(self.at(law.density, {**point, law.variable: y}, i).value == 0 for y in near)
        except (Undefined, Unknown):
            return False

    def mass_is_zero(self, law: Law, outcome: Term, point: Point, i: int) -> bool:
        """Whether an outcome has no mass under a law."""
        if law.kind in LISTED:
            return not any(o == outcome and self.at(p, point, i).value > 0 for o, p in law.outcomes)
        if free_symbols(outcome) - set(point):
            return True  # a label is no number
        value = exact_of(self.at(outcome, point, i))
        lower, upper = self.ends(law, point, i)
        whole = law.kind != "discrete" or value == int(value)
        return not (whole and lower <= value <= upper) or not self.positive(law, value, point, i)

    def grows_everywhere(self, term: Term, infinity: Term) -> bool:
        """Whether a term is this infinity at every point."""
        wanted = {"%oo": 1, "%-oo": -1}.get(str(infinity), 0)
        return wanted != 0 and all(self.grows(term, point, i, wanted) for i, point in enumerate(self.points))

    def grows(self, term: Term, point: Point, i: int, wanted: int) -> bool:
        """Whether what is integrated or summed diverges to an infinity at one end, and at no end to the other one."""
        inner, factors, logged = core(term)
        found = gathered(inner)
        if found is None:
            return False
        body, binder, name, limits, others = found

        def value(x: Fraction) -> Estimate | None:
            try:
                return self.at(body, {**point, name: x}, i, rung=-1)
            except (Undefined, Unknown):
                return None

        try:
            for other in others:
                self.at(other, point, i)
            for factor in factors:
                wanted *= self.sign(factor, point, i)
            low, high = self.two_ends(limits, point, i)
        except (Undefined, Unknown):
            return False
        if wanted == 0 or (logged and wanted < 0):
            return False
        signs = {sign_at_end(value, *ends, whole=binder == "sum") for ends in ((low, high), (high, low))}
        return wanted in signs and signs <= {0, wanted}

    def sign(self, term: Term, point: Point, i: int) -> int:
        """The sign of a number, 0 where it is not sure."""
        found = self.at(term, point, i)
        return int(found.value > 4 * found.error) - int(found.value < -4 * found.error)
