"""Whether a derivation starts where its title says: at the definition of a measure, built afresh from the laws."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..definitions import definition as build_definition
from ..exceptions import CertificateError
from .comparison import Comparison
from .derivation_points import Points
from .escaping_mass import EscapingMass
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
        if definition == "%oo":
            if plain.claim.right != "%oo":
                yield Record(where, "refuted", "the measure is +oo: one law has mass where the other has none")
        elif definition != plain.start and self.infinity.both_infinite(definition):
            yield Record(where, "holds", "the definition and the start are infinite, as the claim says")
        elif definition != plain.start:
            yield self.comparison.compare(
                where, "=", definition, plain.start, "the start is not the definition of the measure"
            )
        if self.mass.has_two_supports() and not any(s.term == "%oo" for s in plain.steps):
            escaping = next((p for i, p in self.points.every() if self.mass.escapes(p, i)), None)
            if escaping is not None:
                reason = "a finite value is claimed, but the first law has mass where the second has none"
                yield Record(where, "refuted", f"{reason} at {named(escaping)}")
