"""Whether a measure or an integral is infinite: mass where there is none, or a body that does not fall."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from ..numbers.estimates import Estimate, Undefined, Unknown
from ..places.points import INFINITE, Point
from ..terms import Term, bound_symbols
from .derivation_points import Points
from .divergent_integrals import as_one_integral, sign_of_divergence, without_factors_and_log
from .escaping_mass import EscapingMass
from .report import Record

__all__ = ["InfinityCheck"]

NOT_INFINITE = "no place was found where the first law has mass and the second none"


@dataclass(frozen=True)
class InfinityCheck:
    """Shows that something is +oo or -oo, by a place or by an end."""

    points: Points
    mass: EscapingMass

    def infinite(self, where: str, before: Term, relation: str, after: Term) -> Record:
        """A divergence is +oo when the first law has mass where the second has none: look for such a place."""
        if before == after and relation in ("=", "<=", ">="):
            return Record(where, "holds", "the same expression")
        if before in INFINITE:
            sign = "-" if before == "%-oo" else "+"
            return Record(where, "refuted", f"nothing but {sign}oo follows from {sign}oo")
        stands_for_measure = before == self.points.plain.start or bool(bound_symbols(before))
        if (
            relation == "="
            and stands_for_measure
            and all(self.mass.escapes(point, i) for i, point in enumerate(self.points.inside))
        ):
            return Record(where, "holds", "the first law has mass where the second has none")
        if relation == "=" and self.grows_everywhere(before, after):
            return Record(where, "holds", "the integral diverges: its body times the distance does not fall")
        return Record(where, "undecided", f"{NOT_INFINITE}, and no end at which it diverges")

    def both_infinite(self, definition: Term) -> bool:
        """Whether the claimed infinity is the value of the definition and of the start."""
        start, infinity = self.points.plain.start, self.points.plain.claim.right
        if start != infinity and not self.grows_everywhere(start, infinity):
            return False
        beyond = infinity == "%oo" and all(self.mass.escapes(point, i) for i, point in self.points.every())
        return beyond or self.grows_everywhere(definition, infinity)

    def grows_everywhere(self, term: Term, infinity: Term) -> bool:
        """Whether a term is this infinity at every point."""
        wanted = {"%oo": 1, "%-oo": -1}.get(str(infinity), 0)
        return wanted != 0 and all(self.grows(term, point, i, wanted) for i, point in enumerate(self.points.inside))

    def grows(self, term: Term, point: Point, i: int, wanted: int) -> bool:
        """Whether what is integrated or summed diverges to an infinity at one end, and at no end to the other one."""
        inner, factors, logged = without_factors_and_log(term)
        found = as_one_integral(inner)
        if found is None:
            return False
        body, binder, name, limits, others = found

        def value(x: Fraction) -> Estimate | None:
            try:
                return self.points.at(body, {**point, name: x}, i, rung=-1)
            except (Undefined, Unknown):
                return None

        try:
            for other in others:
                self.points.at(other, point, i)
            for factor in factors:
                wanted *= self.sign(factor, point, i)
            low, high = self.points.two_ends(limits, point, i)
        except (Undefined, Unknown):
            return False
        if wanted == 0 or (logged and wanted < 0):
            return False
        signs = {sign_of_divergence(value, *ends, whole=binder == "sum") for ends in ((low, high), (high, low))}
        return wanted in signs and signs <= {0, wanted}

    def sign(self, term: Term, point: Point, i: int) -> int:
        """The sign of a number, 0 where it is not sure."""
        found = self.points.at(term, point, i)
        return int(found.value > 4 * found.error) - int(found.value < -4 * found.error)
