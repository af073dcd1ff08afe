"""Two sides of a relation: whether it holds at enough decisive points, to all digits."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from ..numbers.estimates import Estimate, Undefined, Unknown
from ..places.points import Point
from ..terms import Term
from .derivation_points import Points
from .hiding import Hiding
from .nested_integrals import is_double, same_range
from .report import Record
from .values import named, shown

__all__ = ["Comparison"]


@dataclass(frozen=True)
class Outcome:
    """What one point says of a relation."""

    verdict: str
    reason: str = ""
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class Comparison:
    """Compares two sides at the points of a derivation."""

    points: Points

    def compare(
        self, where: str, relation: str, left: Term, right: Term, complaint: str, needs_left: bool = False
    ) -> Record:
        """Ask whether ``left relation right`` holds at enough decisive points."""
        if left == right and relation in ("=", "<=", ">="):
            return Record(where, "holds", "the same expression")
        agreed, doubt, inside = 0, "", len(self.points.inside)
        for i, point in self.points.every():
            outcome = self.judge(relation, left, right, point, i)
            self.points.values.asked += 1
            if outcome.verdict == "refuted":
                return self.refuted(where, complaint, point, outcome)
            self.points.values.decisive += outcome.verdict == "holds"
            agreed += outcome.verdict == "holds" and i < inside
            doubt = outcome.reason or doubt
        # A strict inequality must not fail at a single point, such as that at which two laws are equal.
        everywhere = needs_left or relation in ("<", ">")
        wanted = inside if everywhere else self.points.needed
        if agreed < wanted:
            return Record(where, "undecided", f"{agreed} of {inside} points are decisive; {doubt}")
        return self.hidden(where, relation, left, right, complaint) or Record(
            where, "holds", f"{agreed} of {inside} points"
        )

    def hidden(self, where: str, relation: str, left: Term, right: Term, complaint: str) -> Record | None:
        """Whether the sides differ between kinks, or may differ where no place shows it."""
        if not self.points.plain.symbols:
            return None
        hiding = Hiding(self.points)
        places, doubt = hiding.places(left, right)
        for point in places:
            outcome = self.judge(relation, left, right, point, 0)
            if outcome.verdict == "refuted":
                return self.refuted(where, complaint, point, outcome)
            if outcome.verdict == "unknown" and relation == "=":
                doubt = doubt or f"undecided at {named(point)}, beside a kink: {outcome.reason}"
        doubt = doubt or hiding.reason(left, right)
        return Record(where, "undecided", doubt) if doubt else None

    def refuted(self, where: str, complaint: str, point: Point, outcome: Outcome) -> Record:
        """The record of a point at which the relation does not hold."""
        values = {"before": outcome.before, "after": outcome.after}
        witness = {**{name: str(x) for name, x in point.items()}, **values}
        reason = f"{complaint} at {named(point)}: {outcome.before} before, {outcome.after} after"
        return Record(where, "refuted", reason, witness)

    def judge(self, relation: str, left: Term, right: Term, point: Point, i: int, inside: bool = False) -> Outcome:
        """What one point says: the first rung may confirm, the last alone may refute."""
        outcome = Outcome("unknown")
        if self.pointwise(relation, left, right, point, i, inside):
            return Outcome("holds")
        for rung in range(len(self.points.values.rungs)):
            outcome = self.judge_on(rung, relation, left, right, point, i)
            if outcome.verdict in ("holds", "undefined"):
                break
        return outcome

    def pointwise(self, relation: str, left: Term, right: Term, point: Point, i: int, inside: bool) -> bool:
        """Whether two integrals over one range hold the relation for their bodies, at all places looked at.

        Only for integrals inside integrals, which are slow to evaluate, and where a divergence is shown, so that there
        is no value; any other is always integrated.
        """
        divergent = any(step.term == "%oo" for step in self.points.plain.steps)
        if relation not in ("=", "<=", ">=") or not (inside or divergent or is_double(left) or is_double(right)):
            return False
        bodies = same_range(left, right)
        if bodies is None:
            return False
        (binder, x, *ends), before, after = bodies
        try:
            places = self.points.places(x, ends, point, i)[inside :: 2 if inside else 1]
            if binder == "sum":
                places = sorted({Fraction(ceil(place)) for place in places})
        except (Undefined, Unknown):
            return False
        outcomes = (self.judge(relation, before, after, {**point, x: place}, i, True) for place in places)
        return all(outcome.verdict == "holds" for outcome in outcomes)

    def judge_on(self, rung: int, relation: str, left: Term, right: Term, point: Point, i: int) -> Outcome:
        """What one point says at one pair of precisions."""
        try:
            before = self.points.at(left, point, i, rung)
        except Undefined as error:
            return Outcome("undefined", f"the left side is not defined: {error}")
        except Unknown as error:
            return Outcome("unknown", f"left side: {error}")
        try:
            after = self.points.at(right, point, i, rung)
        except Undefined:
            return Outcome("refuted", "", shown(before), "undefined")
        except Unknown as error:
            return Outcome("unknown", f"right side: {error}")
        verdict, reason = self.relate(relation, before, after)
        return Outcome(verdict, reason, shown(before), shown(after))

    def relate(self, relation: str, before: Estimate, after: Estimate) -> tuple[str, str]:
        """Whether a relation holds between two values, as far as their errors let see."""
        error = before.error + after.error
        scale = max(abs(before.value), abs(after.value), 1)
        fine = error <= scale / 10**self.points.values.digits
        gap = after.value - before.value if relation in ("<", "<=") else before.value - after.value
        doubt = f"error {float(error):.1e} above {float(scale):.1e} * 1e-{self.points.values.digits}"
        if relation != "=" and gap > 8 * error:
            return "holds", ""
        if abs(gap) <= error:
            if not fine:
                return "unknown", doubt
            self.points.values.worst = max(self.points.values.worst, error / scale)
            return (
                ("unknown", f"equal to {self.points.values.digits} digits") if relation in ("<", ">") else ("holds", "")
            )
        surely = abs(gap) > 8 * error if fine else abs(gap) > 1000 * error
        return ("refuted", "") if surely else ("unknown", doubt)

    def sides_are_equal(self, left: Term, right: Term, point: Point, i: int) -> bool | None:
        """Whether two values agree to all digits, or surely do not; None where it cannot be told."""
        before, after = self.points.at(left, point, i), self.points.at(right, point, i)
        error = before.error + after.error
        gap, scale = abs(before.value - after.value), max(abs(before.value), abs(after.value), 1)
        if gap > 1000 * error:
            return False
        return True if gap <= error <= scale / 10**self.points.values.digits else None
