"""A claim as it is judged: both sides over strengthened symbols, with all that can be known of them.

What it is asked for is made once, when it is asked for: closed forms, the claim for the checker, places, numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import islice

from sympy import Add, And, Expr, Mul, Pow, Symbol, nan, zoo

from symbinfo.derivation import Claim, Derivation, Relation, Status, Step
from symbinfo.derivation.certify.export import certificate_of
from symbinfo.derivation.plans.derive import derive
from symbinfo.expressions.domain import Domain
from symbinfo.expressions.errors import CertificateError, MeasureError, SymbinfoError
from symbinfo.expressions.limit_variables import free_conditions
from symbinfo.jobs.soft_limit import attempted
from symbinfo.laws.law import Law
from symbinfo.laws.strengthen import strengthened
from symbinfo.measures.base import Measure
from symbinfo.measures.marginals import by_marginals
from symbinfo.trusted import Certificate, Plain, Term
from symbinfo.verification.claims.sample_points import Places, Point
from symbinfo.verification.claims.side_values import (
    CONFIRMED,
    DIGITS,
    FINEST,
    Closed,
    Numbers,
    Value,
    ValueKind,
    defined,
    fineness,
    relate,
    remaining,
)
from symbinfo.verification.claims.what_hides import hiding, unseen_digits

__all__ = ["StatedClaim", "measures_in"]

# Seconds for one value of a definition, and for one derivation: SymPy knows no deadline of its own.
ONE_VALUE, DERIVING = 10.0, 20.0
# At how many simple places and others a term must be seen, and to how many digits it is evaluated for that.
FEW, ROUGH = 6, 10


def measures_in(*sides: Expr) -> tuple[Measure, ...]:
    """The measures of some expressions, always in the same order."""
    return tuple(sorted(set().union(*(side.atoms(Measure) for side in sides)), key=str))


def _holds(side: Expr, part: Expr) -> bool:
    """Whether a side has a value only where a part of it has."""
    if side.has(part):
        return True
    powers = side.atoms(Pow) if isinstance(part, Pow) and part.exp.could_extract_minus_sign() else ()
    return any(power.base == part.base and power.exp.could_extract_minus_sign() for power in powers)


@dataclass(frozen=True)
class _Sides:
    """Both sides of a claim with the laws they speak of: what `strengthened` needs to see."""

    claim: Claim
    measures: tuple[Measure, ...]

    @property
    def laws(self) -> tuple[Law, ...]:
        """All laws of all measures."""
        return tuple(law for measure in self.measures for law in measure.laws)

    @property
    def free_symbols(self) -> set[Symbol]:
        """The parameters of both sides."""
        return set(self.claim.left.free_symbols | self.claim.right.free_symbols)

    def xreplace(self, changes: Mapping[Symbol, Symbol]) -> tuple[Expr, Expr]:
        """Both sides over other symbols."""
        return self.claim.left.xreplace(changes), self.claim.right.xreplace(changes)


@dataclass(frozen=True)
class StatedClaim:
    """A claim with its domain, and a moment after which nothing more is asked."""

    left: Expr
    relation: Relation
    right: Expr
    domain: Domain
    deadline: float
    parts: tuple[Expr, ...] = ()

    @classmethod
    def of(cls, claim: Claim, deadline: float) -> StatedClaim:
        """The claim over symbols that have the assumptions of their places."""
        measures = measures_in(claim.left, claim.right)
        sides, back = strengthened(_Sides(claim, measures))
        left, right = sides if isinstance(sides, tuple) else (claim.left, claim.right)
        strong = {weak: strong for strong, weak in back}
        condition, parts = claim.condition.xreplace(strong), tuple(part.xreplace(strong) for part in claim.parts)
        found = [node for side in (left, right) for node in side.atoms(Measure)]
        laws = [law for node in found for law in node.laws]
        every = And(*(law.condition for law in laws), *(m.condition for m in found), condition)
        domain = Domain.of([free_conditions(left - right, every)])
        return cls(left, claim.relation, right, domain, deadline, parts)

    @cached_property
    def forms(self) -> Mapping[Measure, Derivation] | None:
        """What was derived of each measure; None where one of them has no closed form."""
        found = {}
        for measure in measures_in(self.left, self.right):
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
        """How many digits more than usual the numbers of the claim ask for, and terms that are tiny everywhere."""
        return min(max(fineness(self.left, self.right), self.unseen), FINEST)

    @cached_property
    def unseen(self) -> int:
        """How many digits more than usual are needed to see every term of the claim at some place."""
        try:
            return max(unseen_digits(side, self._few, self._size) for side in (self.left, self.right))
        except (MeasureError, CertificateError):
            return 0  # no certificate can be written, and so no places are known

    @cached_property
    def _few(self) -> list[Point]:
        return [*islice(self.places.simple(), FEW), *self.places.everywhere(FEW)]

    @cached_property
    def _rough(self) -> Numbers:
        return Numbers(ROUGH, self.deadline)

    def _size(self, expr: Expr, point: Point) -> float | None:
        """The decimal logarithm of the size of an expression at a place."""
        value = self._rough.of(expr, point)
        if value.estimate is None or value.estimate.value == 0:
            return None
        return float(value.estimate.value.context.log10(abs(value.estimate.value)))

    @cached_property
    def hiding(self) -> str:
        """What in the claim may differ where nobody has looked; empty when nothing may."""
        if self.unseen > FINEST:
            return "a term that is tiny at all places"
        return self.hides()

    def hides(self, bent: bool = True) -> str:
        """What in a side may differ where nobody has looked, kinks included or not."""
        return hiding(self.left, self.domain, bent) or hiding(self.right, self.domain, bent)

    def related(self, left: Value, right: Value) -> bool | None:
        """Whether the claim holds between two values."""
        return relate(self.relation.value, left, right, DIGITS - 6 + self.finer)

    @cached_property
    def cancelled(self) -> tuple[Expr, ...]:
        """What was written, need not have a value, and stands in no side any more: it has to have one all the same."""
        return tuple(part for part in self.parts if not any(_holds(side, part) for side in (self.left, self.right)))

    @property
    def written(self) -> Expr:
        """The right side, with 0 times what was cancelled, so that it has a value only where this has one."""
        zeros = [Mul(0, part, evaluate=False) for part in self.cancelled]
        return Add(self.right, *zeros, evaluate=False) if zeros and self.right.is_infinite is not True else self.right

    def has_no_value(self, point: Point) -> bool:
        """Whether something that was cancelled has no value at a place."""
        parts = (part for part in self.cancelled if {s.name for s in part.free_symbols} <= set(point))
        return any(self.numbers.of(part, point).kind is ValueKind.UNDEFINED for part in parts)

    def by_definition(self, point: Point) -> tuple[Value, Value]:
        """The values of both sides at a place, from the definitions of their measures."""
        digits = CONFIRMED + self.finer
        left, right = (
            defined(side, point, self.numbers, remaining(self.deadline, ONE_VALUE), digits)
            for side in (self.left, self.right)
        )
        return left, Value(ValueKind.UNDEFINED) if self.has_no_value(point) else right

    @cached_property
    def derivation(self) -> Derivation:
        """The claim as a derivation of one step."""
        left, right = by_marginals(self.left), by_marginals(self.written)
        step = Step(self.relation, right, "claim", "The claim.")
        return Derivation(left=left, domain=self.domain, status=Status.CLOSED).then(step)

    @cached_property
    def certificate(self) -> Certificate:
        """The claim for the checker."""
        return certificate_of(self.derivation)

    @property
    def terms(self) -> tuple[Term, Term]:
        """Both sides as terms, with their integrals and sums."""
        plain: Plain = self.certificate[self.certificate.main]
        return plain.start, plain.claim.right

    @cached_property
    def places(self) -> Places:
        """Where the claim is looked at."""
        return Places.of(self.certificate[self.certificate.main], f"{self.left} {self.relation} {self.right}")
