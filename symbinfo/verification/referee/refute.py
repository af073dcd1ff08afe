"""What refutes a claim: a place at which the definition contradicts it, the simplest that is found."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import islice

from symbinfo.derivation import Relation
from symbinfo.expressions.verdict_words import Level, Outcome
from symbinfo.measures.base import Measure
from symbinfo.trusted import Report
from symbinfo.verification.claims.sample_points import Point
from symbinfo.verification.claims.side_values import CONFIRMED, SHOWN, Value, ValueKind, relate, remaining
from symbinfo.verification.claims.stated_claim import StatedClaim
from symbinfo.verification.claims.verdict import Verdict, Witness
from symbinfo.verification.diagnosis.slips import missing_condition
from symbinfo.verification.referee.certified import RIGOUR, surely_unequal
from symbinfo.verification.referee.closed_forms import STRICT, ClosedForms

__all__ = ["Refutation"]

# How many simple places are tried without a closed form, and how many beside kinks, and for how many seconds.
SIMPLER, KINKS, SIMPLIFYING = 8, 12, 3.0


@dataclass(frozen=True)
class Refutation:
    """A claim, and what was derived of it, against the definition."""

    claim: StatedClaim
    closed: ClosedForms

    def at(self, points: Iterable[Point]) -> Verdict | None:
        """The refutation at the first of some places at which the definition confirms it."""
        for point in points:
            if self.closed.gap_at(point):
                continue
            left, right = self.claim.by_definition(point)
            if left.kind is ValueKind.UNKNOWN and self.closed.undefined:
                return self.told(point, Value(ValueKind.UNDEFINED), right)
            truth = self.claim.related(left, right)
            if truth is None and self.claim.relation in STRICT and self.both_equal(left, right, point):
                return replace(self.told(point, left, right), diagnosis="the two sides are equal there")
            if truth is False:
                return self.told(point, left, right)
        return None

    def at_suspects(self, suspects: list[Point]) -> Verdict | None:
        """The refutation at one of the places where the closed forms fail, or at a simpler one before them."""
        gap = self.closed.claimed_undefined_at(suspects[0])

        def fails(point: Point) -> bool:
            closed = self.closed
            return (
                closed.inside(point) and closed.holds_at(point) is False and closed.claimed_undefined_at(point) is gap
            )

        return self.at([self.claim.places.shrunk(suspects[0], fails), *suspects])

    def where_checked(self, report: Report) -> Verdict | None:
        """The refutation where the checker saw the claim fail, or at a simpler place, where the definition confirms it.

        A complaint of the checker that names no place, such as that it does not know a title, refutes nothing: the
        claim is looked at in simple places.
        """
        if report.witness is None:
            return self.at_simple_places()
        end = min(self.claim.deadline, time.process_time() + SIMPLIFYING)
        names = {name for name, _ in self.claim.places.symbols}
        start = {name: Fraction(x) for name, x in report.witness.items() if name in names}
        if start.keys() != names:
            return None

        def fails(point: Point) -> bool:
            return time.process_time() < end and self.at([point]) is not None

        point = self.claim.places.shrunk(start, fails)
        return self.at([point] if point == start else [point, start]) or self.as_checked(start)

    def at_simple_places(self) -> Verdict | None:
        """The refutation at one of some simple places, or beside a kink."""
        return self.at([*islice(self.claim.places.simple(), SIMPLER), *self.closed.at_kinks[:KINKS]])

    def as_checked(self, point: Point) -> Verdict | None:
        """The refutation at a place by the terms of the certificate, both sides evaluated anew."""
        left, right = (self.claim.numbers.of_term(term, point) for term in self.claim.terms)
        fails = not self.closed.gap_at(point) and self.claim.related(left, right) is False
        return self.told(point, left, right) if fails else None

    def at_the_only_place(self, left: Value, right: Value) -> Verdict:
        """What is said of a claim without parameters that is false, and of which no certificate can be written."""
        actual, claimed = self.actual_and_claimed(left, right)
        witness: Witness = {"parameters": {}, "claimed": claimed.text(), "actual": actual.text()}
        reason = f"the claim says {claimed.text()}, the definition {actual.text()}"
        return Verdict(Outcome.REFUTED, Level.CHECKED, 1, witness, reason, digits=SHOWN)

    def told(self, point: Point, left: Value, right: Value) -> Verdict:
        """What is said of a claim that fails at a place."""
        actual, claimed = self.actual_and_claimed(left, right)
        parameters = {name: str(x) for name, x in point.items()}
        shown = SHOWN if claimed.text() != actual.text() else CONFIRMED + self.claim.finer
        witness: Witness = {"parameters": parameters, "claimed": claimed.text(shown), "actual": actual.text(shown)}
        place = ", ".join(f"{name} = {x}" for name, x in parameters.items())
        reason = f"{f'at {place} ' if place else ''}the claim says {claimed.text(shown)}, "
        reason += f"the definition {actual.text(shown)}"
        beyond = actual.kind is ValueKind.INFINITY and claimed.kind is not ValueKind.INFINITY
        said = missing_condition(self.closed.needs) if beyond else ""
        sure = left.kind is right.kind is ValueKind.NUMBER and self.surely_unequal(point)
        level = Level.CERTIFIED if sure else Level.CHECKED
        return Verdict(Outcome.REFUTED, level, 1, witness, reason, said, digits=shown)

    def actual_and_claimed(self, left: Value, right: Value) -> tuple[Value, Value]:
        """The value of the side that speaks of measures, and that of the other."""
        turned = self.claim.right.has(Measure) and not self.claim.left.has(Measure)
        return (right, left) if turned else (left, right)

    def both_equal(self, left: Value, right: Value, point: Point) -> bool:
        """Whether two values are the same number: in digits, and exactly by the closed forms."""
        if not left.kind is right.kind is ValueKind.NUMBER or relate("=", left, right) is False:
            return False
        return self.claim.forms is not None and self.closed.equal_at(point)

    def surely_unequal(self, point: Point) -> bool:
        """Whether rigorous enclosures show that an equation fails at a place."""
        seconds = remaining(self.claim.deadline, RIGOUR)
        return self.claim.relation is Relation.EQ and surely_unequal(*self.claim.terms, point, seconds)
