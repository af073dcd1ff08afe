"""The referee: whether a claimed formula is right.

An equation that its closed form does not fail at the first places is written as a derivation and replayed: that alone
proves. Otherwise the derived closed forms are compared with the claim at many places of its domain, quickly; where they
differ, the simplest place is taken, and the definition of the measure decides there. What is neither refuted nor settled
goes to the checker, which evaluates the definition at points of the domain and never passes what it does not know. The
order of all questions is `QUESTIONS`, at the end.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property, partial
from itertools import islice

from sympy import Expr, oo, true

from symbinfo.derivation import Claim, Relation
from symbinfo.derivation.certify.one_component import of_unknown_size, with_one_component
from symbinfo.derivation.certify.terms_of_sympy import UNKNOWN_SIZE
from symbinfo.expressions.errors import BudgetExceeded, CertificateError, MeasureError
from symbinfo.expressions.verdict_words import Level, Outcome
from symbinfo.jobs.soft_limit import attempted
from symbinfo.laws.matrices import canonical
from symbinfo.measures.base import Measure
from symbinfo.trusted import Report, check
from symbinfo.verification.claims.sample_points import Point
from symbinfo.verification.claims.side_values import CONFIRMED, DIGITS, FINEST, close, remaining
from symbinfo.verification.claims.stated_claim import StatedClaim
from symbinfo.verification.claims.verdict import Verdict, Witness
from symbinfo.verification.diagnosis import slips
from symbinfo.verification.diagnosis.question import Neighbours, no_neighbours
from symbinfo.verification.referee.closed_forms import ClosedForms
from symbinfo.verification.referee.confirm import Confirmation
from symbinfo.verification.referee.exact_rewriting import zero_by
from symbinfo.verification.referee.least_slack import looked_for_least_slack, place_in_words
from symbinfo.verification.referee.limits_in_claims import UNSETTLED, has_limits, with_values
from symbinfo.verification.referee.refute import Refutation
from symbinfo.verification.referee.vectors_of_two import shown, with_two_components

__all__ = ["QUESTIONS", "judged"]

NO_VALUE = "neither proved nor enclosed, and the definition could not be evaluated"
UNCONFIRMED = "the definition could not be evaluated there: nothing is refuted without it"
# How many places in no simple ratio a definition is evaluated at, where the checker cannot.
FEW = 6

# At how many simple places and others a claim is looked at before it is replayed.
FIRST = 2

# Seconds for a diagnosis: SymPy knows no deadline of its own.
DIAGNOSING = 8.0


def judged(claim: Claim, seconds: float) -> Verdict:
    """Judge a claim about measures of laws, and say what slip a refuted equation shows.

    Parameters
    ----------
    claim : Claim
        Between expressions, at least one of which speaks of measures.
    seconds : float
        A limit of time; a claim that takes longer is undecided.
    """
    if has_limits(claim):
        settled = with_values(claim, seconds)
        if settled is None:
            return Verdict.undecided(UNSETTLED)
        found = judged(settled, seconds)
        return found if found.verdict is Outcome.UNDECIDED else replace(found, level=Level.CHECKED)
    trial = Trial(StatedClaim.of(claim, time.process_time() + seconds))
    return trial.explained(trial.in_time())


@dataclass(frozen=True)
class Trial:
    """One claim before the referee: each question is answered by a verdict, or by None, which leads to the next."""

    claim: StatedClaim

    @cached_property
    def closed(self) -> ClosedForms:
        """The closed forms of both sides."""
        return ClosedForms(self.claim)

    @property
    def refutation(self) -> Refutation:
        """What refutes the claim."""
        return Refutation(self.claim, self.closed)

    @cached_property
    def confirmation(self) -> Confirmation:
        """What confirms the claim."""
        return Confirmation(self.claim, self.closed)

    def explained(
        self, verdict: Verdict, within: Expr | None = None, neighbours: Neighbours = no_neighbours
    ) -> Verdict:
        """A verdict of this claim with the slip that a refuted equation shows; a decimal may be rounded within a bound."""
        if verdict.verdict is not Outcome.REFUTED or self.claim.relation is not Relation.EQ:
            return verdict
        if verdict.diagnosis or of_unknown_size(self.claim.derivation):
            return verdict
        diagnosis = partial(self.diagnosis, verdict.witness, within, neighbours)
        return replace(verdict, diagnosis=attempted(diagnosis, remaining(self.claim.deadline, DIAGNOSING), ""))

    def in_time(self) -> Verdict:
        """The verdict; undecided where the limit of time is met."""
        try:
            return self.verdict()
        except BudgetExceeded as error:
            return Verdict.undecided(str(error))

    def verdict(self) -> Verdict:
        """The answer to the first question that has one, without a diagnosis."""
        answers = (question(self) for question in QUESTIONS)
        return next(answer for answer in answers if answer is not None)

    def of_vectors(self) -> Verdict | None:
        """Of vectors of unknown size: equal by exact steps, and for vectors of one component, or refuted for these."""
        claim = self.claim
        if not of_unknown_size(claim.derivation):
            return None
        one = with_one_component(claim.derivation)
        if one is None:
            return Verdict.undecided(UNKNOWN_SIZE)
        found = Trial(StatedClaim(one.left, claim.relation, one.stands, one.domain, claim.deadline)).verdict()
        if found.verdict is Outcome.REFUTED:
            return replace(found, reason="for vectors of one component")
        everywhere = claim.forms is not None and all(form.requires == true for form in claim.forms.values())
        difference = canonical(claim.sides[0].expr - claim.sides[1].expr, claim.domain)
        rewriting = zero_by(difference, claim.domain) if everywhere else None
        if rewriting and found.verdict is Outcome.HOLDS and claim.relation is Relation.EQ:
            reason = f"the derived result equals the claim by exact rewriting ({rewriting}), and for vectors of one component"
            return Verdict(Outcome.HOLDS, Level.CHECKED, found.points, reason=reason, unproved=UNKNOWN_SIZE)
        return self.of_vectors_of_two() or Verdict.undecided(UNKNOWN_SIZE)

    def of_vectors_of_two(self) -> Verdict | None:
        """Refuted for vectors of two components, which tell more than those of one."""
        claim = self.claim
        explicit = with_two_components((claim.left, claim.right))
        if explicit is None:
            return None
        (left, right), numbers = explicit
        found = Trial(StatedClaim.of(Claim(left, claim.relation, right), claim.deadline)).verdict()
        return shown(found, numbers) if found.verdict is Outcome.REFUTED else None

    def by_replay(self) -> Verdict | None:
        """Of what the closed forms do not fail at the first places: proved by the replay of its derivation."""
        return None if self.fails_at_once() else self.confirmation.by_replay()

    def fails_at_once(self) -> bool:
        """Whether the closed forms fail the claim at one of the first places: then nobody tries to prove it."""
        if not self.closed.comparable:
            return False
        try:
            first = [*islice(self.claim.places.simple(), FIRST), *self.claim.places.everywhere(FIRST)]
            known = (point for point in first if self.closed.inside(point) and not self.closed.gap_at(point))
            return any(self.closed.holds_at(point) is False for point in known)
        except (MeasureError, CertificateError):
            return True  # no certificate can be written

    def without_certificate(self) -> Verdict | None:
        """Of a claim that the checker cannot read: what the definition says, where there are no parameters."""
        try:
            _ = self.claim.places
        except (MeasureError, CertificateError) as error:
            return self.at_the_only_place() or Verdict.undecided(f"the claim cannot be checked: {error}")
        return None

    def at_the_only_place(self) -> Verdict | None:
        """What the definition says of a claim without parameters."""
        if self.claim.left.free_symbols or self.claim.right.free_symbols:
            return None
        left, right = self.claim.by_definition({})
        truth = self.claim.related(left, right)
        if truth is None:
            return None
        if not truth:
            return self.refutation.at_the_only_place(left, right)
        if self.claim.relation is not Relation.EQ:
            return self.confirmation.by_infinity() or Verdict.undecided(
                f"the definition satisfies the claim, {left.text()} {self.claim.relation} {right.text()}, to the digits "
                "that were looked at; neither a proof nor an enclosure was found",
                1,
            )
        reason = f"the definition satisfies the claim at one point: it is {left.text()}"
        return Verdict(Outcome.HOLDS, Level.CHECKED, 1, reason=reason, digits=DIGITS - 6)

    def of_infinity(self) -> Verdict | None:
        """Of a claim that a side is infinite: a place where it is not."""
        infinite = oo in (self.claim.left, self.claim.right)
        return self.refutation.at(self.claim.places.moderate(2)) if infinite else None

    def by_theorem(self) -> Verdict | None:
        """Of a claim that a theorem makes true."""
        return self.confirmation.by_theorem() or self.confirmation.by_infinity()

    def by_closed_forms(self) -> Verdict | None:
        """Refuted where the closed forms fail the claim, or beyond their conditions; confirmed by exact steps."""
        if not self.closed.comparable:
            return None
        looked, suspects = self.closed.compared
        if suspects:
            return self.refutation.at_suspects(suspects)
        if found := self.refutation.at(self.closed.beyond()):
            return found
        return self.confirmation.by_exact_steps() if looked else None

    def of_inequality(self) -> Verdict | None:
        """Of an inequality: refuted where it is tightest, or certified. Agreement at places confirms none."""
        if self.claim.relation is Relation.EQ:
            return None
        if not self.claim.places.symbols:
            return self.confirmation.by_enclosures() or self.at_the_only_place() or Verdict.undecided(NO_VALUE)
        look = looked_for_least_slack(self.claim, self.closed.comparable)
        found = self.refutation.at(look.suspects)
        if found is None and not look.suspects:
            confirmation = self.confirmation
            found = confirmation.by_boxes(look) or confirmation.by_theorem_and_boxes(look)
            found = found or self.refutation.at(self.negative_places())
        if found is not None or not look.suspects:
            return found or Verdict.undecided(look.text(), look.places)
        where = place_in_words(look.suspects[0])
        return Verdict.undecided(f"the claim fails at {where}, but {UNCONFIRMED}", look.places)

    def negative_places(self) -> list[Point]:
        """Where enclosures found the slack of an inequality to be negative: a place near it in short numbers, and it."""
        slack, places = self.confirmation.slack, self.claim.places
        if not slack.negative:
            return []
        base = next(iter(places.moderate(1)), {})
        near = {name: value.limit_denominator(10**6) for name, value in slack.place.items()}
        return [p for p in ({**base, **near}, {**base, **slack.place}) if places.admits(p)]

    def by_checker(self) -> Verdict:
        """What the checker says; where it refutes, at a simpler place if there is one."""
        report = check(self.claim.certificate, remaining(self.claim.deadline, 1e9))
        if report.verdict == Outcome.REFUTED:
            return self.refutation.where_checked(report) or self.at_the_only_place() or self.by_definition(report)
        told = _told(report)
        if told.verdict is Outcome.UNDECIDED:
            return self.refutation.at_simple_places() or told
        _, suspects = self.closed.compared
        if suspects:
            reason = "the derived result and the claim differ at a place where the definition could not be evaluated"
            return Verdict.undecided(reason, report.points)
        return self.unseen(report) or self.confirmation.by_enclosures() or told

    def by_definition(self, report: Report) -> Verdict:
        """Of a claim that the checker has a complaint of, without a place where it fails: what the definition says."""
        claim = self.claim
        complaint = Verdict.undecided(f"the claim cannot be checked: {report.reason}", report.points)
        names = {name for name, _ in claim.places.symbols}
        seen = {name: Fraction(x) for name, x in (report.witness or {}).items() if name in names}
        if report.witness is not None and not self.closed.gap_at(seen):
            return complaint
        points = [
            p for p in (*islice(claim.places.simple(), 2), *claim.places.moderate(FEW)) if not self.closed.gap_at(p)
        ]
        digits = CONFIRMED - 3 + claim.finer
        if not points or not all(close(*claim.by_definition(point), digits) for point in points):
            return complaint
        reason = f"the definition satisfies the claim at {len(points)} points"
        return self.unseen(report) or Verdict(
            Outcome.HOLDS, Level.CHECKED, len(points), reason=reason, digits=CONFIRMED - 3
        )

    def unseen(self, report: Report) -> Verdict | None:
        """What is said of a claim that agrees at all points, but may differ between them or beyond the digits."""
        claim = self.claim
        # Of one parameter, the checker has looked into every cell between kinks; of several, on some lines only.
        cells = report.verdict == Outcome.HOLDS and len(claim.places.symbols) == 1 and claim.unseen <= FINEST
        if claim.hiding and (not cells or claim.hides(bent=False)):
            return Verdict.undecided(
                f"the claim agrees at all points looked at, but may differ between them: it holds {claim.hiding}; write "
                "it without that",
                report.points,
            )
        if claim.finer == 0:
            return None
        points = [*islice(claim.places.simple(), 1), *claim.places.moderate(2)]
        if found := self.refutation.at(points):
            return found
        sides = [claim.by_definition(point) for point in points]
        if all(close(left, right, CONFIRMED - 3 + claim.finer) for left, right in sides):
            return None
        reason = "the claim holds a number too fine for the digits that the definition could be evaluated to"
        return Verdict.undecided(reason, report.points)

    def diagnosis(self, witness: Witness | None, within: Expr | None, neighbours: Neighbours = no_neighbours) -> str:
        """The slip that a refuted equation shows, where one side holds all the measures."""
        left, right = self.claim.left, self.claim.right
        if neighbours is not no_neighbours and not left.has(Measure) and not right.has(Measure):
            return slips.diagnose(left, right, self.claim.domain, witness, within, neighbours) or ""
        for side, other in ((left, right), (right, left)):
            if side.has(Measure) and not other.has(Measure):
                return slips.diagnose(side, other, self.claim.domain, witness, within, neighbours) or ""
        return ""


def _told(report: Report) -> Verdict:
    """The checker's report on a claim that it does not refute, as a verdict."""
    if report.verdict != Outcome.HOLDS:
        return Verdict.undecided(report.reason, report.points)
    places = "one point" if report.points == 1 else f"{report.points} points"
    reason = f"the definition satisfies the claim at {places}, compared to {report.digits} digits"
    return Verdict(Outcome.HOLDS, Level.CHECKED, report.points, reason=reason, digits=report.digits)


#: The order of questions: what is cheap and sure comes first, and the last one always has an answer.
QUESTIONS: tuple[Callable[[Trial], Verdict | None], ...] = (
    Trial.of_vectors,
    Trial.by_replay,
    Trial.without_certificate,
    Trial.of_infinity,
    Trial.by_theorem,
    Trial.by_closed_forms,
    Trial.of_inequality,
    Trial.by_checker,
)
