"""The referee: whether a claimed formula is right.

A claim is looked at three times. The derived closed forms are compared with it at many places of its domain, quickly;
where they differ, the simplest place is taken, and the definition of the measure decides there. Where they agree, exact
rewriting may prove the claim. What is neither refuted nor proved goes to the checker, which evaluates the definition at
points of the domain and never passes what it does not know.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property, partial
from itertools import islice
from typing import Any

from sympy import (
    Derivative,
    Expr,
    Heaviside,
    Integral,
    Max,
    Min,
    Piecewise,
    Rational,
    Sum,
    ceiling,
    floor,
    nan,
    oo,
    sign,
    true,
    zoo,
)

from symbinfo.derivation import Claim, Derivation, Relation, Status, Step
from symbinfo.derivation.certify.export import certificate_of
from symbinfo.derivation.certify.one_component import of_unknown_size, with_one_component
from symbinfo.derivation.certify.terms_of_sympy import UNKNOWN_SIZE
from symbinfo.derivation.plans.derive import derive
from symbinfo.expressions.domain import Domain
from symbinfo.expressions.errors import BudgetExceeded, CertificateError, MeasureError, SymbinfoError
from symbinfo.jobs.soft_limit import attempted
from symbinfo.laws.expectation import Expectation
from symbinfo.laws.matrices import canonical
from symbinfo.laws.strengthen import strengthened
from symbinfo.measures import CrossEntropy, Entropy
from symbinfo.measures.base import Measure
from symbinfo.measures.marginals import by_marginals
from symbinfo.trusted import Certificate, Plain, Report, check
from symbinfo.verification.claims.sample_points import Places, Point
from symbinfo.verification.claims.side_values import (
    CONFIRMED,
    DIGITS,
    SHOWN,
    Closed,
    Numbers,
    Value,
    close,
    defined,
    fineness,
    relate,
    remaining,
)
from symbinfo.verification.claims.verdict import Verdict
from symbinfo.verification.referee.certified import certified, surely_unequal
from symbinfo.verification.referee.exact_rewriting import zero_by
from symbinfo.verification.referee.nonnegativity import equal_by_theorem, sign_by, sign_by_theorem

__all__ = ["judged"]

# How many simple places and how many others a closed form is compared at; how many suspects the definition is asked
# at; and how many places are tried without a closed form to find a simpler witness.
SIMPLE, OTHERS, SUSPECTS, SIMPLER = 12, 24, 6, 8
# Seconds for one value of a definition, and for finding a simpler witness.
ONE_VALUE, SIMPLIFYING = 10.0, 3.0
# To how many digits the definition must agree with what is proved of the closed form.
GUARD_DIGITS = 14
# Seconds for rigorous enclosures, and at how many points a claim is certified.
RIGOUR, CERTIFIED = 4.0, 4
# Seconds for one derivation, for a proof, and for a diagnosis: SymPy knows no deadline of its own.
DERIVING, PROVING, DIAGNOSING = 20.0, 8.0, 8.0
# What jumps, or is right on one side only.
JUMPING = (Max, Min, floor, ceiling, sign, Piecewise, Heaviside)
STRICT = (Relation.LT, Relation.GT)
PROVED = "the derived result equals the claim by exact rewriting"


def judged(claim: Claim, seconds: float) -> Verdict:
    """Judge a claim about measures of laws, and say what slip a refuted equation shows."""
    trial = _Trial.of(claim, time.monotonic() + seconds)
    try:
        verdict = trial.verdict()
    except BudgetExceeded as error:
        return Verdict("undecided", "", 0, reason=str(error))
    told = verdict.diagnosis or of_unknown_size(trial.derivation)
    if verdict.verdict != "refuted" or claim.relation is not Relation.EQ or told:
        return verdict
    return replace(verdict, diagnosis=attempted(trial.diagnosis, remaining(trial.deadline, DIAGNOSING), ""))


@dataclass(frozen=True)
class _Sides:
    """Both sides of a claim with the laws they speak of: what `strengthened` needs to see."""

    claim: Claim
    measures: tuple[Measure, ...]

    @property
    def laws(self) -> tuple[Any, ...]:
        """All laws of all measures."""
        return tuple(law for measure in self.measures for law in measure.laws)

    @property
    def free_symbols(self) -> set[Any]:
        """The parameters of both sides."""
        return set(self.claim.left.free_symbols | self.claim.right.free_symbols)

    def xreplace(self, changes: dict[Any, Any]) -> tuple[Expr, Expr]:
        """Both sides over other symbols."""
        return self.claim.left.xreplace(changes), self.claim.right.xreplace(changes)


@dataclass(frozen=True)
class _Trial:
    """One claim before the referee: its sides over strengthened symbols, its domain, and its limit of time."""

    left: Expr
    relation: Relation
    right: Expr
    domain: Domain
    deadline: float

    @classmethod
    def of(cls, claim: Claim, deadline: float) -> _Trial:
        measures = sorted(claim.left.atoms(Measure) | claim.right.atoms(Measure), key=str)
        if not measures:
            raise MeasureError("the claim speaks of no measure")
        sides, back = strengthened(_Sides(claim, tuple(measures)))
        left, right = sides if isinstance(sides, tuple) else (claim.left, claim.right)
        condition = claim.condition.xreplace({weak: strong for strong, weak in back})
        found = [node for side in (left, right) for node in side.atoms(Measure)]
        laws = [law for node in found for law in node.laws]
        domain = Domain.of([*(law.condition for law in laws), *(m.condition for m in found), condition])
        return cls(left, claim.relation, right, domain, deadline)

    # --- what is known -----------------------------------------------------------------------------------------------

    @cached_property
    def measures(self) -> tuple[Measure, ...]:
        """The measures of both sides."""
        return tuple(sorted(self.left.atoms(Measure) | self.right.atoms(Measure), key=str))

    @cached_property
    def forms(self) -> Mapping[Measure, Derivation] | None:
        """What was derived of each measure; None where one of them has no closed form."""
        found = {}
        for measure in self.measures:
            try:
                derivation = attempted(partial(derive, measure), remaining(self.deadline, DERIVING), None)
            except SymbinfoError:
                return None
            if derivation is None:
                return None
            if derivation.status is Status.REDUCED or derivation.result.has(nan, zoo):
                return None
            found[measure] = derivation
        return found

    @cached_property
    def sides(self) -> tuple[Closed, Closed]:
        """Both sides with the closed forms."""
        forms = self.forms or {}
        return Closed(self.left, forms), Closed(self.right, forms)

    @cached_property
    def numbers(self) -> Numbers:
        """Values, within the limit of time."""
        return Numbers(DIGITS + self.finer, self.deadline)

    @cached_property
    def finer(self) -> int:
        """How many digits more than usual the numbers of the claim ask for."""
        return fineness(self.left, self.right)

    def related(self, left: Value, right: Value) -> bool | None:
        """Whether the claim holds between two values."""
        return relate(self.relation.value, left, right, DIGITS - 6 + self.finer)

    @cached_property
    def derivation(self) -> Derivation:
        """The claim as a derivation of one step."""
        left, right = (by_marginals(side) for side in (self.left, self.right))
        step = Step(self.relation, right, "claim", "The claim.")
        return Derivation(left=left, domain=self.domain, status=Status.CLOSED).then(step)

    @cached_property
    def certificate(self) -> Certificate:
        """The claim for the checker."""
        return certificate_of(self.derivation)

    @property
    def plain(self) -> Plain:
        """The claim as plain data: its sides as terms, with their integrals and sums."""
        return self.certificate[self.certificate.main]

    @cached_property
    def places(self) -> Places:
        """Where the claim is looked at."""
        return Places.of(self.plain)

    # --- the verdict -------------------------------------------------------------------------------------------------

    def verdict(self) -> Verdict:
        """The verdict, without a diagnosis."""
        if of_unknown_size(self.derivation):
            return self.about_vectors()
        try:
            _ = self.places
        except (MeasureError, CertificateError) as error:
            return self.at_the_only_place() or Verdict(
                "undecided", "", 0, reason=f"the claim cannot be checked: {error}"
            )
        suspicious, looked = False, 0
        if oo in (self.left, self.right) and (found := self.refuted_at(self.places.moderate(2))):
            return found
        if reason := self.by_theorem():
            return Verdict("holds", "proved", len(self.places.moderate(3)), reason=reason, digits=GUARD_DIGITS)
        if self.forms is not None and not any(map(_open, (self.left, self.right))):
            looked, suspects = self.compared()
            suspicious = bool(suspects)
            if suspects and (found := self.refuted_at(self.simplified(suspects))):
                return found
            if not suspects and (found := self.refuted_at(self.beyond())):
                return found
            if not suspects and looked and (proof := self.proved()):
                return Verdict("holds", "proved", looked, reason=proof, digits=DIGITS - 6)
        return self.checked(suspicious)

    def about_vectors(self) -> Verdict:
        """Of vectors of unknown size: proved by exact steps, or refuted for vectors of one component."""
        everywhere = self.forms is not None and all(form.requires == true for form in self.forms.values())
        difference = canonical(self.sides[0].expr - self.sides[1].expr, self.domain)
        proof = zero_by(difference, self.domain) if everywhere else None
        if proof and self.relation in (Relation.EQ, Relation.LE, Relation.GE):
            return Verdict("holds", "proved", 0, reason=f"the derived result equals the claim: {proof}")
        one = with_one_component(self.derivation)
        if one is not None:
            found = _Trial(one.left, self.relation, one.stands, one.domain, self.deadline).verdict()
            if found.verdict == "refuted":
                return replace(found, reason="for vectors of one component")
        return Verdict("undecided", "", 0, reason=UNKNOWN_SIZE)

    def by_theorem(self) -> str | None:
        """By which theorem the claim holds whatever the values of its measures are; the entropies must be finite."""
        difference = self.left - self.right
        if difference == 0 and self.relation not in STRICT:
            return "the two sides are the same expression"
        if self.relation in (Relation.LE, Relation.GE):
            reason = sign_by_theorem(difference, self.relation.value, self.domain)
        else:
            reason = equal_by_theorem(difference) if self.relation is Relation.EQ else None
        if reason is None or not all(map(_finite, difference.atoms(CrossEntropy))):
            return None
        return reason if self.confirmed() else None

    def compared(self) -> tuple[int, list[Point]]:
        """At how many places the closed forms were compared, and the places where they fail the claim."""
        simple, others = islice(self.places.simple(), SIMPLE), self.places.everywhere(OTHERS)
        looked, suspects = 0, []
        for special, point in [*((True, p) for p in simple), *((False, p) for p in others)]:
            if not self.inside(point):
                continue
            truth = self.holds_at(point)
            if truth is None and special and self.relation in STRICT and self.equal_at(point):
                truth = False
            looked += truth is not None
            if truth is False and not (special and self.undefined_at(point)):
                suspects.append(point)
            if len(suspects) >= SUSPECTS:
                break
        return looked, suspects

    def beyond(self) -> list[Point]:
        """A few places where a condition of a closed form fails: the measure may be infinite there."""
        if all(self.domain.implies(need) for side in self.sides for need in side.needs):
            return []
        points = [*islice(self.places.simple(), SIMPLE), *self.places.everywhere(OTHERS)]
        return [p for p in points if not self.inside(p)][:2]

    def inside(self, point: Point) -> bool:
        """Whether the conditions of the closed forms hold at a place."""
        return all(self.numbers.holds(need, point) for side in self.sides for need in side.needs)

    def simplified(self, suspects: list[Point]) -> list[Point]:
        """The suspects, with a simpler one before them where it can be found."""
        gap = self.undefined_at(suspects[0])

        def fails(point: Point) -> bool:
            return self.inside(point) and self.holds_at(point) is False and self.undefined_at(point) is gap

        return [self.places.shrunk(suspects[0], fails), *suspects]

    def holds_at(self, point: Point) -> bool | None:
        """Whether the closed forms satisfy the claim at a place."""
        left, right = (side.at(point, self.numbers) for side in self.sides)
        if left.kind == "undefined" and right.kind == "number" and self.forms_undefined:
            return False
        return self.related(left, right)

    def equal_at(self, point: Point) -> bool:
        """Whether the two sides are exactly equal at a place, so that a strict inequality fails there."""
        names = {s.name: s for side in self.sides for s in side.expr.free_symbols}
        at = {names[n]: Rational(x.numerator, x.denominator) for n, x in point.items() if n in names}
        return (
            self.inside(point) and zero_by((self.sides[0].expr - self.sides[1].expr).xreplace(at), Domain()) is not None
        )

    @property
    def forms_undefined(self) -> bool:
        """Whether a measure of the claim does not exist."""
        return any(form.status is Status.UNDEFINED for form in (self.forms or {}).values())

    def undefined_at(self, point: Point) -> bool:
        """Whether the claimed side has no value at a place: a formula may have a removable gap at a special one."""
        return self.sides[1].at(point, self.numbers).kind == "undefined"

    def refuted_at(self, points: list[Point]) -> Verdict | None:
        """The refutation at the first of the places at which the definition confirms it."""
        for point in points:
            left, right = (self.by_definition(side, point) for side in (self.left, self.right))
            if left.kind == "unknown" and self.forms_undefined:
                return self.refutation(point, Value("undefined"), right)
            truth = self.related(left, right)
            if truth is None and self.relation in STRICT and self.both_equal(left, right, point):
                return replace(self.refutation(point, left, right), diagnosis="the two sides are equal there")
            if truth is False:
                return self.refutation(point, left, right)
        return None

    def both_equal(self, left: Value, right: Value, point: Point) -> bool:
        """Whether two values are the same number: in digits, and exactly by the closed forms."""
        return relate("=", left, right) is not False and self.forms is not None and self.equal_at(point)

    def by_definition(self, side: Expr, point: Point) -> Value:
        """The value of a side from the definitions of its measures."""
        digits = CONFIRMED + self.finer
        return defined(side, point, self.numbers, remaining(self.deadline, ONE_VALUE), digits)

    def refutation(self, point: Point, left: Value, right: Value) -> Verdict:
        """What is said of a claim that fails at a place."""
        actual, claimed = (right, left) if self.right.has(Measure) and not self.left.has(Measure) else (left, right)
        parameters = {name: str(x) for name, x in point.items()}
        shown = SHOWN if claimed.text() != actual.text() else CONFIRMED + self.finer
        witness = {"parameters": parameters, "claimed": claimed.text(shown), "actual": actual.text(shown)}
        place = ", ".join(f"{name} = {x}" for name, x in parameters.items())
        reason = f"{f'at {place} ' if place else ''}the claim says {claimed.text(shown)}, "
        reason += f"the definition {actual.text(shown)}"
        said = self.missing_condition() if actual.kind == "inf" and claimed.kind != "inf" else ""
        sure = left.kind == right.kind == "number" and self.surely_unequal(point)
        return Verdict("refuted", "certified" if sure else "checked", 1, witness, reason, said, digits=shown)

    def surely_unequal(self, point: Point) -> bool:
        """Whether rigorous enclosures show that an equation fails at a place."""
        terms = (self.plain.start, self.plain.claim.right)
        seconds = remaining(self.deadline, RIGOUR)
        return self.relation is Relation.EQ and surely_unequal(*terms, point, seconds)

    def missing_condition(self) -> str:
        """Where the claim would hold."""
        from symbinfo.verification.diagnosis.slips import missing_condition

        return missing_condition([need for side in self.sides for need in side.needs])

    def proved(self) -> str | None:
        """By which exact steps the closed forms satisfy the claim, everywhere on the domain; None: not known."""
        left, right = self.sides
        if any(form.status is not Status.CLOSED for form in (self.forms or {}).values()):
            return None
        if not all(self.domain.implies(need) for side in self.sides for need in side.needs):
            return None
        if not self.confirmed():
            return None
        difference = left.expr - right.expr
        if self.relation is Relation.EQ:
            steps = attempted(partial(zero_by, difference, self.domain), remaining(self.deadline, PROVING), None)
            return None if steps is None else f"{PROVED}: {steps}"
        sign = partial(sign_by, difference, self.relation.value, self.domain)
        return attempted(sign, remaining(self.deadline, PROVING), None)

    def confirmed(self) -> bool:
        """Whether the definition agrees with the claim at a place: a guard against a rule that errs."""
        plain, numbers = self.plain, Numbers(GUARD_DIGITS, self.deadline)
        for point in self.places.moderate(3):
            left, right = (numbers.of_term(term, point) for term in (plain.start, plain.claim.right))
            truth = relate(self.relation.value, left, right, GUARD_DIGITS)
            if truth is not None:
                return truth
        return False

    def checked(self, suspicious: bool) -> Verdict:
        """What the checker says; where it refutes, at a simpler place if there is one."""
        report = check(self.certificate, remaining(self.deadline, 1e9))
        if report.verdict == "refuted":
            return self.simplest(_told(report, self.left))
        if report.verdict == "holds" and suspicious:
            reason = "the derived result and the claim differ at a place where the definition could not be evaluated"
            return Verdict("undecided", "", report.points, reason=reason)
        if report.verdict == "holds":
            return self.hidden(report) or self.certified() or _told(report, self.left)
        return _told(report, self.left)

    def certified(self) -> Verdict | None:
        """What rigorous enclosures say of a claim that the checker accepts, where they can be computed."""
        points = self.places.moderate(CERTIFIED)
        terms = (self.plain.start, self.plain.claim.right)
        if not certified(self.relation.value, *terms, points, remaining(self.deadline, RIGOUR)):
            return None
        places = "the only point" if not self.places.symbols else f"{len(points)} points"
        reason = f"rigorous enclosures of both sides satisfy the claim at {places}, to 20 digits"
        return Verdict("holds", "certified", len(points), reason=reason, digits=20)

    def hidden(self, report: Report) -> Verdict | None:
        """What is said of a claim that agrees at all points, but may differ between them or beyond the digits."""
        if self.relation is Relation.EQ and any(side.has(*JUMPING) for side in (self.left, self.right)):
            reason = (
                "the claim agrees at all points looked at, but may jump between them: write it without Max or floor"
            )
            return Verdict("undecided", "", report.points, reason=reason)
        if self.finer == 0 or self.relation is not Relation.EQ:
            return None
        points = self.places.moderate(2)
        if found := self.refuted_at(points):
            return found
        sides = [[self.by_definition(side, point) for side in (self.left, self.right)] for point in points]
        if all(close(left, right, CONFIRMED - 3 + self.finer) for left, right in sides):
            return None
        reason = "the claim holds a number too fine for the digits that the definition could be evaluated to"
        return Verdict("undecided", "", report.points, reason=reason)

    def at_the_only_place(self) -> Verdict | None:
        """What the definition says of a claim without parameters that no certificate can be written of."""
        if self.left.free_symbols or self.right.free_symbols:
            return None
        left, right = (self.by_definition(side, {}) for side in (self.left, self.right))
        truth = self.related(left, right)
        if truth is True:
            reason = f"the definition satisfies the claim at one point: it is {left.text()}"
            return Verdict("holds", "checked", 1, reason=reason, digits=DIGITS - 6)
        if truth is None:
            return None
        actual, claimed = (right, left) if self.right.has(Measure) and not self.left.has(Measure) else (left, right)
        witness = {"parameters": {}, "claimed": claimed.text(), "actual": actual.text()}
        reason = f"the claim says {claimed.text()}, the definition {actual.text()}"
        return Verdict("refuted", "checked", 1, witness, reason, digits=SHOWN)

    def simplest(self, found: Verdict) -> Verdict:
        """The refutation at a simpler place, where one is found soon."""
        if found.witness is None:
            return self.refuted_at(list(islice(self.places.simple(), SIMPLER))) or found
        end = min(self.deadline, time.monotonic() + SIMPLIFYING)
        start = {name: Fraction(x) for name, x in found.witness["parameters"].items()}

        def fails(point: Point) -> bool:
            return time.monotonic() < end and self.refuted_at([point]) is not None

        point = self.places.shrunk(start, fails)
        return found if point == start else self.refuted_at([point]) or found

    def diagnosis(self) -> str:
        """The slip that a refuted equation shows, where one side holds all the measures."""
        from symbinfo.verification.diagnosis.slips import diagnose

        for side, other in ((self.left, self.right), (self.right, self.left)):
            if side.has(Measure) and not other.has(Measure):
                return diagnose(side, other, self.domain) or ""
        return ""


def _finite(measure: CrossEntropy) -> bool:
    """Whether the entropy of the first law is known to be a number."""
    derivation = derive(Entropy(measure.laws[0]))
    return derivation.status is Status.CLOSED and derivation.requires == true


def _open(side: Expr) -> bool:
    return bool(side.has(Integral, Sum, Expectation, Derivative))


def _told(report: Report, left: Expr) -> Verdict:
    if report.verdict != "refuted" or report.witness is None:
        level = "checked" if report.verdict == "holds" else "checked" if report.verdict == "refuted" else ""
        reason = report.reason
        if report.verdict == "holds":
            places = "one point" if report.points == 1 else f"{report.points} points"
            reason = f"the definition satisfies the claim at {places}, compared to {report.digits} digits"
        return Verdict(report.verdict, level, report.points, reason=reason, digits=report.digits)
    parameters = dict(report.witness)
    actual, claimed = parameters.pop("before"), parameters.pop("after")
    if not left.has(Measure):
        actual, claimed = claimed, actual
    witness = {"parameters": parameters, "claimed": claimed, "actual": actual}
    return Verdict("refuted", "checked", report.points, witness, report.reason, digits=report.digits)
