"""Whether what is called a law is one: its support no empty interval, nowhere negative, its total 1."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..abstract_functions import is_total
from ..definitions import total
from ..numbers.estimates import Undefined, Unknown
from ..places.points import Point, probes
from ..statements import LISTED, Law
from ..terms import Term, free_symbols
from .comparison import Comparison
from .derivation_points import Points
from .report import Record
from .values import is_negative, named, shown

__all__ = ["LawCheck"]


@dataclass(frozen=True)
class LawCheck:
    """Asks of every law of a derivation whether it is one."""

    points: Points
    comparison: Comparison

    def domain(self) -> Iterator[Record]:
        """Whether the domain has points: of an empty one anything could be said."""
        wanted = self.points.wanted
        if len(self.points.inside) < wanted:
            reason = f"only {len(self.points.inside)} of {wanted} points of the stated domain were found"
            yield Record(self.points.name, "undecided", reason)

    def records(self) -> Iterator[Record]:
        """Whether every law is one."""
        for name, law in self.points.plain.laws:
            yield from self.law(f"{self.points.name}, law {name}", law)

    def law(self, where: str, law: Law) -> Iterator[Record]:
        """A law has a support, is nowhere negative, and adds up to 1."""
        for i, point in self.points.every():
            try:
                fault = self.fault(law, point, i)
            except (Undefined, Unknown) as error:
                fault = f"cannot be evaluated: {error}"
            if fault:
                yield Record(where, "refuted", f"{fault} at {named(point)}")
                return
        if law.kind == "joint":
            yield self.joint_total(where, law)
            return
        yield self.comparison.compare(where, "=", total(law), 1, "the law does not integrate to 1", needs_left=True)

    def joint_total(self, where: str, law: Law) -> Record:
        """The total of a joint law: by its kind, as a finite sum, or marginal times conditional, one at a time."""
        kind = dict(self.points.plain.functions).get(law.density[1], "") if isinstance(law.density, tuple) else ""
        variables = [(name, low, high) for name, _, low, high in law.variables]
        if kind and is_total(kind, variables, law.density):
            return Record(where, "holds", "an abstract law on the whole of its range")
        complaint = "the law does not integrate to 1"
        if law.variables[0][1] == "discrete":
            return self.comparison.compare(where, "=", total(law), 1, complaint, needs_left=True)
        unknown = Record(where, "undecided", "the joint density is not a marginal density times a conditional one")
        if not isinstance(law.density, tuple) or law.density[0] != "*" or len(law.variables) != 2:
            return unknown
        (x, _, *ends), (y, _, low, high) = law.variables
        inner = [f for f in law.density[1:] if y in free_symbols(f)]
        outer = [f for f in law.density[1:] if y not in free_symbols(f)]
        if self.everywhere(where, ("integral", ("*", *inner, 1), y, low, high), x, ends).verdict != "holds":
            return unknown
        return self.everywhere(where, ("integral", ("*", *outer, 1), x, *ends), x, ends)

    def everywhere(self, where: str, term: Term, x: str, ends: list[Term]) -> Record:
        """Whether a term is 1 at all points, and at all places of a variable that it may contain."""
        for i, point in self.points.every():
            places = self.points.places(x, ends, point, i) if x in free_symbols(term) else [None]
            for place in places:
                outcome = self.comparison.judge("=", term, 1, point if place is None else {**point, x: place}, i)
                if outcome.verdict != "holds":
                    verdict = "refuted" if outcome.verdict == "refuted" else "undecided"
                    return Record(where, verdict, f"the law does not integrate to 1 at {named(point)}")
        return Record(where, "holds")

    def fault(self, law: Law, point: Point, i: int) -> str:
        """What is wrong with a law besides its total, or an empty text."""
        if law.kind in LISTED:
            return next(
                (f"a probability is {shown(p)}" for p in self.points.probabilities(law, point, i) if is_negative(p)), ""
            )
        if law.kind == "joint":
            return self.joint_fault(law, point, i)
        lower, upper = self.points.ends(law, point, i)
        if not (lower < upper or (lower == upper and law.kind == "discrete")):
            return "the support is empty"
        for x in probes(lower, upper, law.kind):
            try:
                found = self.points.at(law.density, {**point, law.variable: x}, i)
            except (Undefined, Unknown):
                continue  # a singular point; a density undefined on an interval has no total
            if is_negative(found):
                return f"the density is negative ({shown(found)}) at {law.variable}={x}"
        return ""

    def joint_fault(self, law: Law, point: Point, i: int) -> str:
        """A joint density must not be negative."""
        for place in self.points.joint_places(law.variables, point, i):
            try:
                found = self.points.at(law.density, place, i)
            except (Undefined, Unknown):
                continue
            if is_negative(found):
                return f"the density is negative ({shown(found)})"
        return ""
