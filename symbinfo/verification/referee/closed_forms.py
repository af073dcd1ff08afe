"""The derived closed forms of a claim at many places of its domain, quickly: where they fail it, and where they end.

What is found here is a suspicion: a rule may err. Nothing is refuted but by a definition.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import islice

from sympy import Derivative, Expr, Float, Integral, Pow, Rational, Sum, cot, coth, csc, csch
from sympy.logic.boolalg import Boolean

from symbinfo.derivation import Relation, Status
from symbinfo.expressions.domain import Domain
from symbinfo.jobs.soft_limit import attempted
from symbinfo.laws.expectation import Expectation
from symbinfo.verification.claims.sample_points import Point
from symbinfo.verification.claims.side_values import Value, ValueKind
from symbinfo.verification.claims.stated_claim import StatedClaim
from symbinfo.verification.claims.what_hides import places_at_kinks
from symbinfo.verification.referee.exact_rewriting import zero_by

__all__ = ["STRICT", "ClosedForms", "divides_by_zero"]

# How many simple places and how many others a closed form is compared at; and how many suspects are enough.
SIMPLE, OTHERS, SUSPECTS = 12, 24, 6
# Seconds after which no further place is looked at: exponentials of large numbers cancel to many digits.
COMPARING = 6.0
# How many places are looked at for the sake of kinks.
KINKS = 60
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
        ends = places.ends() if self.claim.relation in STRICT else ()
        simple = [*islice(places.simple(), SIMPLE), *self.at_kinks, *ends]
        others = places.everywhere(OTHERS * (2 if self.claim.hiding else 1))
        looked, suspects = 0, []
        end = min(self.claim.deadline, time.process_time() + COMPARING)
        for special, point in [*((True, p) for p in simple), *((False, p) for p in others)]:
            if not self.inside(point) or self.gap_at(point):
                continue
            truth = attempted(partial(self.holds_at, point), end - time.process_time(), None)
            if truth is None and special and self.claim.relation in STRICT and self.equal_at(point):
                truth = False
            looked += truth is not None
            if truth is False and not (special and self.claimed_undefined_at(point)):
                suspects.append(point)
            if len(suspects) >= SUSPECTS or time.process_time() > end:
                break
        return looked, suspects

    @cached_property
    def at_kinks(self) -> list[Point]:
        """Places at the kinks of an equation, and on both sides of them."""
        if self.claim.relation is not Relation.EQ:
            return []
        return list(islice(places_at_kinks((self.claim.left, self.claim.right), self.claim.places), KINKS))

    def beyond(self) -> list[Point]:
        """A few places where a condition of a closed form fails: the measure may be infinite there."""
        if self.hold_everywhere:
            return []
        points = [*islice(self.claim.places.simple(), SIMPLE), *self.at_kinks, *self.claim.places.everywhere(OTHERS)]
        return [p for p in points if not self.inside(p) and not self.gap_at(p)][:2]

    def inside(self, point: Point) -> bool:
        """Whether the conditions of the closed forms hold at a place."""
        return all(self.claim.numbers.holds(need, point) for need in self.needs)

    def holds_at(self, point: Point) -> bool | None:
        """Whether the closed forms satisfy the claim at a place."""
        left, right = (side.at(point, self.claim.numbers) for side in self.claim.sides)
        if self.claim.has_no_value(point):
            right = Value(ValueKind.UNDEFINED)
        if left.kind is ValueKind.UNDEFINED and right.kind is ValueKind.NUMBER and self.undefined:
            return False
        return self.claim.related(left, right)

    def equal_at(self, point: Point) -> bool:
        """Whether the two sides are exactly equal at a place, so that a strict inequality fails there."""
        left, right = (side.expr for side in self.claim.sides)
        names = {s.name: s for expr in (left, right) for s in expr.free_symbols}
        at = {names[n]: Rational(x.numerator, x.denominator) for n, x in point.items() if n in names}
        return self.inside(point) and zero_by((left - right).xreplace(at), Domain()) is not None

    def gap_at(self, point: Point) -> bool:
        """Whether a side divides by zero at a place between others: a gap that may be removable decides nothing."""
        written = (self.claim.left, self.claim.right, *self.claim.cancelled)
        return any(map(partial(divides_by_zero, point=point), written))

    def claimed_undefined_at(self, point: Point) -> bool:
        """Whether the claimed side has no value at a place: a formula may have a removable gap at a special one."""
        claimed = self.claim.sides[1].at(point, self.claim.numbers).kind
        return claimed is ValueKind.UNDEFINED or self.claim.has_no_value(point)


# To how many digits a denominator is looked at, and what counts as zero there.
GAP_DIGITS, TINY = 60, 1e-40


def divides_by_zero(side: Expr, point: Point) -> bool:
    """Whether a denominator of a formula vanishes at a place, though not everywhere.

    Examples
    --------
    >>> from fractions import Fraction
    >>> from sympy import symbols, tanh
    >>> m = symbols("m", real=True)
    >>> divides_by_zero(m / tanh(m), {"m": Fraction(0)}), divides_by_zero(m / tanh(m), {"m": Fraction(1)})
    (True, False)
    """
    at = {
        s: Float(Rational(x.numerator, x.denominator), GAP_DIGITS)
        for s in side.free_symbols
        if (x := point.get(s.name)) is not None
    }
    denominators = (power.base for power in side.atoms(Pow) if power.exp.could_extract_minus_sign())
    arguments = (node.args[0] for node in side.atoms(coth, csch, cot, csc))
    return any(part.free_symbols and _vanishes(part.xreplace(at)) for part in (*denominators, *arguments))


def _vanishes(value: Expr) -> bool:
    """In digits: exact powers of a place with odd denominators would have large numbers factored, for minutes."""
    number = value.evalf(GAP_DIGITS) if value.is_number else value
    return bool(number.is_Float or number.is_Integer) and bool(abs(number) < TINY)


def _open(side: Expr) -> bool:
    return bool(side.has(Integral, Sum, Expectation, Derivative))
