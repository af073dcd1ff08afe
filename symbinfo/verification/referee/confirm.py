"""What confirms a claim: the replay of its derivation, which proves it; a theorem, enclosures, or agreement in numbers.

A theorem, and a rewriting of closed forms, are believed only where the definition agrees with the claim: a rule may err.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import cached_property, partial

from sympy import Expr, oo, true

from symbinfo.derivation import Relation, Status
from symbinfo.derivation.plans.derive import derive
from symbinfo.expressions.verdict_words import Level, Outcome
from symbinfo.jobs.soft_limit import attempted
from symbinfo.measures import CrossEntropy, Entropy
from symbinfo.measures.base import Measure
from symbinfo.verification.claims.sample_points import Point
from symbinfo.verification.claims.side_values import DIGITS, Numbers, ValueKind, relate, remaining
from symbinfo.verification.claims.stated_claim import StatedClaim
from symbinfo.verification.claims.verdict import Verdict
from symbinfo.verification.referee.certified import RIGOUR, certified
from symbinfo.verification.referee.closed_forms import STRICT, ClosedForms
from symbinfo.verification.referee.exact_rewriting import zero_by
from symbinfo.verification.referee.least_slack import Look, tightest_in_words
from symbinfo.verification.referee.nonnegativity import equal_by_theorem, sign_by, sign_by_theorem
from symbinfo.verification.referee.replayed import Replayed, replayed
from symbinfo.verification.slack.positive_slack import Slack, slack_of

__all__ = ["Confirmation"]

# To how many digits the definition must agree with what is proved of the closed form, and at how many places it is
# asked.
GUARD_DIGITS, GUARDS = 14, 3
# Seconds for a proof: SymPy knows no deadline of its own.
PROVING = 8.0
# Seconds for enclosures over a whole domain.
ENCLOSING, ENCLOSING_RESTS = 8.0, 3.0
INFINITE = (ValueKind.INFINITY, ValueKind.MINUS_INFINITY)
# Seconds for a replay.
REPLAYING = 10.0


@dataclass(frozen=True)
class Confirmation:
    """A claim, and what was derived of it, to be shown true."""

    claim: StatedClaim
    closed: ClosedForms

    @cached_property
    def replay(self) -> Replayed:
        """What the replay of the claim's derivation says."""
        return replayed(self.claim, remaining(self.claim.deadline, REPLAYING))

    def by_replay(self) -> Verdict | None:
        """The derivation and its last step to what is claimed, replayed whole: a proof."""
        found = self.replay
        if found.report is None or found.certificate is None or not found.proved:
            return None
        report = found.report
        return Verdict(
            Outcome.HOLDS,
            Level.PROVED,
            0,
            reason=report.reason,
            certificate=found.certificate.to_dict(),
            statement=report.statement,
            axioms=report.axioms,
        )

    def unproved(self, reason: str, points: int, digits: int) -> Verdict:
        """What is said of a claim that holds for a reason that nobody replays: an inequality everywhere on its domain."""
        level = Level.CHECKED if self.claim.relation is Relation.EQ else Level.CERTIFIED
        return Verdict(Outcome.HOLDS, level, points, reason=reason, digits=digits, unproved=self.replay.stops)

    def by_theorem(self) -> Verdict | None:
        """The claim holds whatever the values of its measures are."""
        if (reason := self.theorem()) is None:
            return None
        return self.unproved(reason, len(self.claim.places.moderate(GUARDS)), GUARD_DIGITS)

    def theorem(self) -> str | None:
        """By which theorem the claim holds; the entropies must be finite."""
        claim = self.claim
        difference = claim.left - claim.right
        if claim.cancelled:
            return None
        if difference == 0 and claim.relation not in STRICT:
            return "the two sides are the same expression"
        if claim.relation in (Relation.LE, Relation.GE):
            work = partial(sign_by_theorem, difference, claim.relation.value, claim.domain)
            reason = attempted(work, remaining(claim.deadline, PROVING), None)
        else:
            reason = equal_by_theorem(difference) if claim.relation is Relation.EQ else None
        if reason is None or not all(map(_finite, difference.atoms(CrossEntropy))):
            return None
        return reason if self.agrees_with_definition() else None

    def by_theorem_and_boxes(self, look: Look) -> Verdict | None:
        """A theorem leaves an inequality without measures, which is enclosed over the whole domain."""
        claim = self.claim
        weak = claim.relation in (Relation.LE, Relation.GE)
        if not weak or claim.cancelled or not self.agrees_with_definition():
            return None
        end, boxes = time.process_time() + remaining(claim.deadline, ENCLOSING_RESTS), []

        def nonnegative(rest: Expr) -> bool:
            found = slack_of(rest, claim.domain, False, end)
            boxes.append(found.boxes)
            return found.proven

        work = partial(sign_by_theorem, claim.left - claim.right, claim.relation.value, claim.domain, nonnegative)
        reason = attempted(work, remaining(claim.deadline, ENCLOSING_RESTS), None)
        if reason is None:
            return None
        if sum(boxes):
            reason += f"; the rest by rigorous enclosure over {counted(sum(boxes), 'box', 'boxes')}"
        return self.unproved(reason, max(look.places, 1), GUARD_DIGITS)

    def by_exact_steps(self) -> Verdict | None:
        """The closed forms satisfy the claim everywhere on the domain."""
        if (reason := self.exact_steps()) is None:
            return None
        looked, _ = self.closed.compared
        return self.unproved(reason, looked, DIGITS - 6)

    def exact_steps(self) -> str | None:
        """By which exact steps the closed forms satisfy the claim; None: not known."""
        claim = self.claim
        if any(form.status is not Status.CLOSED for form in (claim.forms or {}).values()):
            return None
        if not self.closed.hold_everywhere or not self.agrees_with_definition():
            return None
        left, right = claim.sides
        difference, seconds = left.expr - right.expr, remaining(claim.deadline, PROVING)
        if claim.relation is Relation.EQ:
            steps = attempted(partial(zero_by, difference, claim.domain), seconds, None)
            return None if steps is None else f"{self.agreement()} and by exact rewriting: {steps}"
        if claim.relation not in STRICT and attempted(partial(zero_by, difference, claim.domain), seconds, None):
            return "the two sides are equal by exact rewriting"
        return attempted(partial(sign_by, difference, claim.relation.value, claim.domain), seconds, None)

    def agreement(self) -> str:
        """At how many places the closed form was compared, in words."""
        looked, _ = self.closed.compared
        return f"the derived result agrees with the claim at {counted(looked, 'place', 'places')},"

    @cached_property
    def slack(self) -> Slack:
        """What rigorous enclosures say of the slack of an inequality between closed forms."""
        claim = self.claim
        if not self.closed.comparable or not self.closed.hold_everywhere or not self.agrees_with_definition():
            return Slack()
        left, right = (side.expr for side in claim.sides)
        slack = left - right if claim.relation in (Relation.GE, Relation.GT) else right - left
        seconds, strict = remaining(claim.deadline, ENCLOSING), claim.relation in STRICT
        work = partial(slack_of, slack, claim.domain, strict, time.process_time() + seconds)
        return attempted(work, seconds + 1, Slack())

    def by_boxes(self, look: Look) -> Verdict | None:
        """An inequality whose slack is enclosed over its whole domain."""
        slack = self.slack
        if not slack.proven:
            return None
        boxes = counted(slack.boxes, "box", "boxes")
        least = tightest_in_words(slack.least, slack.place) or look.tightest_text()
        reason = f"rigorous enclosure over {boxes}{f'; smallest slack {least}' if least else ''}"
        return Verdict(Outcome.HOLDS, Level.CERTIFIED, max(look.places, 1), reason=reason, digits=DIGITS - 6)

    def agrees_with_definition(self) -> bool:
        """Whether the definition agrees with the claim at a place: a guard against a rule that errs."""
        claim, numbers = self.claim, Numbers(GUARD_DIGITS, self.claim.deadline)
        points = claim.places.moderate(GUARDS)
        for point in points:
            left, right = (numbers.of_term(term, point) for term in claim.terms)
            truth = relate(claim.relation.value, left, right, GUARD_DIGITS)
            if truth is not None:
                return truth
        return any(self.is_infinite_and_agrees(point) for point in points)

    def is_infinite_and_agrees(self, point: Point) -> bool:
        """Whether a side is infinite at a place by its definition, and the claim true there."""
        values = self.claim.by_definition(point)
        return any(value.kind in INFINITE for value in values) and self.claim.related(*values) is True

    def by_infinity(self) -> Verdict | None:
        """An inequality between a measure that is infinite everywhere, and a side that has a value everywhere."""
        claim = self.claim
        if claim.relation is Relation.EQ:
            return None
        small, large = (
            (claim.left, claim.right)
            if claim.relation in (Relation.LE, Relation.LT)
            else (
                claim.right,
                claim.left,
            )
        )
        if not isinstance(large, Measure) or small.has(Measure) or not small.is_real:
            return None
        form = (claim.forms or {}).get(large)
        if form is None or form.status is not Status.INFINITE or form.result != oo or form.requires != true:
            return None
        points = claim.places.moderate(GUARDS)
        if not any(map(self.is_infinite_and_agrees, points)):
            return None
        reason = f"{large} is infinite everywhere on the domain: {form.steps[-1].because}"
        return self.unproved(reason, len(points), GUARD_DIGITS)

    def by_enclosures(self) -> Verdict | None:
        """What rigorous enclosures say of a claim without parameters, where they can be computed."""
        claim = self.claim
        if claim.places.symbols:
            return None
        if not certified(claim.relation.value, *claim.terms, [{}], remaining(claim.deadline, RIGOUR)):
            return None
        reason = "rigorous enclosures of both sides satisfy the claim at the only point, to 20 digits"
        return Verdict(Outcome.HOLDS, Level.CERTIFIED, 1, reason=reason, digits=20)


def counted(number: int, one: str, many: str) -> str:
    """A number of things in words."""
    return f"one {one}" if number == 1 else f"{number} {many}"


def _finite(measure: CrossEntropy) -> bool:
    """Whether the entropy of the first law is known to be a number."""
    derivation = derive(Entropy(measure.laws[0]))
    return derivation.status is Status.CLOSED and derivation.requires == true
