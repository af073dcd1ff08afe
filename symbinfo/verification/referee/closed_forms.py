"""The derived closed forms of a claim at many places of its domain, quickly: where they fail it, and where they end.

What is found here is a suspicion: a rule may err. Nothing is refuted but by a definition.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from sympy import Derivative, Expr, Integral, Rational, Sum
from sympy.logic.boolalg import Boolean

from symbinfo.derivation import Relation, Status
from symbinfo.expressions.domain import Domain
from symbinfo.laws.expectation import Expectation
from symbinfo.verification.claims.sample_points import Point
from symbinfo.verification.claims.side_values import ValueKind
from symbinfo.verification.claims.stated_claim import StatedClaim
from symbinfo.verification.referee.exact_rewriting import zero_by

__all__ = ["STRICT", "ClosedForms"]

# How many simple places and how many others a closed form is compared at; and how many suspects are enough.
SIMPLE, OTHERS, SUSPECTS = 12, 24, 6
STRICT = (Relation.LT, Relation.GT)


@dataclass(frozen=True)
class ClosedForms:
    """The closed forms of both sides of a claim, in numbers."""

    claim: StatedClaim

    @property
    def comparable(self) -> bool:
        """Whether every measure has a closed form, and no side has integrals of its own."""
        return self.claim.forms is not None and not any(map(_open, (self.claim.left, self.claim.right)))

    @property
    def undefined(self) -> bool:
        """Whether a measure of the claim does not exist."""
        return any(form.status is Status.UNDEFINED for form in (self.claim.forms or {}).values())

    @property
    def needs(self) -> list[Boolean]:
        """The conditions of the closed forms."""
        return [need for side in self.claim.sides for need in side.needs]

    @property
    def hold_everywhere(self) -> bool:
        """Whether the domain of the claim implies the conditions of the closed forms."""
        return all(self.claim.domain.implies(need) for need in self.needs)

    @cached_property
    def compared(self) -> tuple[int, list[Point]]:
        """At how many places the closed forms were compared, and the places where they fail the claim."""
        if not self.comparable:
            return 0, []
        places = self.claim.places
        simple, others = islice(places.simple(), SIMPLE), places.everywhere(OTHERS)
        looked, suspects = 0, []
        for special, point in [*((True, p) for p in simple), *((False, p) for p in others)]:
            if not self.inside(point):
                continue
            truth = self.holds_at(point)
            if truth is None and special and self.claim.relation in STRICT and self.equal_at(point):
                truth = False
            looked += truth is not None
            if truth is False and not (special and self.claimed_undefined_at(point)):
                suspects.append(point)
            if len(suspects) >= SUSPECTS:
                break
        return looked, suspects

    def beyond(self) -> list[Point]:
        """A few places where a condition of a closed form fails: the measure may be infinite there."""
        if self.hold_everywhere:
            return []
        points = [*islice(self.claim.places.simple(), SIMPLE), *self.claim.places.everywhere(OTHERS)]
        return [p for p in points if not self.inside(p)][:2]

    def inside(self, point: Point) -> bool:
        """Whether the conditions of the closed forms hold at a place."""
        return all(self.claim.numbers.holds(need, point) for need in self.needs)

    def holds_at(self, point: Point) -> bool | None:
        """Whether the closed forms satisfy the claim at a place."""
        left, right = (side.at(point, self.claim.numbers) for side in self.claim.sides)
        if left.kind is ValueKind.UNDEFINED and right.kind is ValueKind.NUMBER and self.undefined:
            return False
        return self.claim.related(left, right)

    def equal_at(self, point: Point) -> bool:
        """Whether the two sides are exactly equal at a place, so that a strict inequality fails there."""
        left, right = (side.expr for side in self.claim.sides)
        names = {s.name: s for expr in (left, right) for s in expr.free_symbols}
        at = {names[n]: Rational(x.numerator, x.denominator) for n, x in point.items() if n in names}
        return self.inside(point) and zero_by((left - right).xreplace(at), Domain()) is not None

    def claimed_undefined_at(self, point: Point) -> bool:
        """Whether the claimed side has no value at a place: a formula may have a removable gap at a special one."""
        return self.claim.sides[1].at(point, self.claim.numbers).kind is ValueKind.UNDEFINED


def _open(side: Expr) -> bool:
    return bool(side.has(Integral, Sum, Expectation, Derivative))
