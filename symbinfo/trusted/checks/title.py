"""Whether a derivation starts where its title says: at the definition of a measure, built afresh from the laws."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from ..definitions import definition as build_definition
from ..exceptions import CertificateError
from ..numbers.estimates import Undefined, Unknown
from ..places.order import Order
from ..places.points import INFINITE
from ..statements import LISTED, Law, Measure
from ..terms import Term, dump, free_symbols
from .comparison import Comparison
from .derivation_points import Points
from .escaping_mass import EscapingMass
from .hiding import Hiding
from .infinity import InfinityCheck
from .report import Record
from .values import named

__all__ = ["TitleCheck"]


@dataclass(frozen=True)
class TitleCheck:
    """Asks whether the title fits the start."""

    points: Points
    comparison: Comparison
    infinity: InfinityCheck
    mass: EscapingMass

    def records(self) -> Iterator[Record]:
        """What is said of the title; what cannot be evaluated is not known."""
        try:
            yield from self.questions()
        except (Undefined, Unknown) as error:
            yield Record(f"{self.points.name}, title", "undecided", f"a law cannot be evaluated: {error}")

    def base_and_order(self, where: str, measure: Measure) -> Iterator[Record]:
        """A logarithm to a base below 1 turns +oo round; a negative order asks for mass that nothing here looks for."""
        asked: list[tuple[Term, int, str]] = []
        if self.points.plain.claim.right in INFINITE and measure.base != "%e":
            asked.append((measure.base, 1, "the base is not above 1"))
        if measure.order is not None and measure.name != "fisher-information":
            asked.append((measure.order, 0, "the order is negative"))
        for term, least, doubt in asked:
            for i, point in self.points.every():
                found = self.points.at(term, point, i).value
                if found < least or (least and found == least):
                    yield Record(where, "undecided", f"{doubt} at {named(point)}")
                    break

    def questions(self) -> Iterator[Record]:
        """The start must be the definition of the measure that the title names, built here from the laws.

        The definition reads a density by its formula, also outside its support: where the first law has mass that the
        second has not, the measure is +oo whatever the formula gives there, and nothing else may be claimed of it.
        """
        plain = self.points.plain
        if plain.measure is None:
            return
        where = f"{self.points.name}, title"
        try:
            definition = build_definition(plain.measure, dict(plain.laws))
        except CertificateError as error:
            yield Record(where, "refuted", str(error))
            return
        declared = {name for name, _ in plain.symbols}
        if free_symbols(definition) - declared:
            yield Record(where, "refuted", "an outcome that is no number has no density")
            return
        if plain.measure.at is not None:
            yield from self.place(where, dict(plain.laws)[plain.measure.laws[0]], plain.measure.at)
        yield from self.base_and_order(where, plain.measure)
        if definition == "%oo":
            if plain.claim.right != "%oo":
                yield Record(where, "refuted", "the measure is +oo: one law has mass where the other has none")
        elif definition != plain.start and self.infinity.both_infinite(definition):
            yield Record(where, "holds", "the definition and the start are infinite, as the claim says")
        elif definition != plain.start:
            yield self.comparison.compare(
                where, "=", definition, plain.start, "the start is not the definition of the measure"
            )
        order = plain.measure.order
        overlap = isinstance(order, (int, Fraction)) and order < 1  # then what counts is where both have mass
        if self.mass.has_two_supports() and not overlap and not any(s.term == "%oo" for s in plain.steps):
            doubt = self.mass.doubt()
            beside = Hiding(self.points).around(self.mass.passing())[0] if doubt else ()
            looked = (*self.points.every(), *((0, point) for point in beside))
            escaping = next((p for i, p in looked if self.mass.escapes(p, i)), None)
            if escaping is not None:
                reason = (
                    "a finite value is claimed, but the outcome has no mass"
                    if plain.measure.at is not None
                    else "a finite value is claimed, but the first law has mass where the second has none"
                )
                yield Record(where, "refuted", f"{reason} at {named(escaping)}")
            elif doubt:
                yield Record(where, "undecided", doubt)

    def place(self, where: str, law: Law, at: Term) -> Iterator[Record]:
        """An outcome must be known to lie in the support: outside, its surprise is not what the density's formula says."""
        if law.kind in LISTED:
            return
        order = Order(self.points.plain)
        inside = order.not_above(law.lower, at) and order.not_above(at, law.upper)
        if not self.points.plain.symbols:
            return  # the only point is looked at
        if all(self.mass.escapes(point, i) for i, point in self.points.every()):
            return
        if not inside or (law.kind == "discrete" and not order.is_whole(at)):
            yield Record(where, "undecided", f"it is not known whether {dump(at)[:60]} lies in the support everywhere")
