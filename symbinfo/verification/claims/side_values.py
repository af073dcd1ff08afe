"""What a side of a claim is at a place: a number with its error, an infinity, or nothing.

A side that speaks of measures has two values: the one that its derived closed form gives, quickly, and the one that its
definition gives. The first finds suspects; nothing is refuted but by the second.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from mpmath.ctx_mp import MPContext
from sympy import Expr, Rational, oo, true
from sympy.logic.boolalg import Boolean

from symbinfo.derivation import Derivation, Status
from symbinfo.derivation.certify.terms_of_sympy import term_of
from symbinfo.expressions.errors import BudgetExceeded, SymbinfoError
from symbinfo.jobs.soft_limit import attempted
from symbinfo.measures.base import Measure
from symbinfo.measures.fisher_information import FisherInformation
from symbinfo.measures.marginals import by_marginals
from symbinfo.trusted import Estimate, Evaluator, Term, Undefined, Unknown, value_at_two_precisions
from symbinfo.verification.claims.sample_points import Point
from symbinfo.verification.values.evaluate import evaluate

__all__ = [
    "CONFIRMED",
    "DIGITS",
    "FINEST",
    "SHOWN",
    "Closed",
    "Numbers",
    "Value",
    "ValueKind",
    "close",
    "defined",
    "fineness",
    "relate",
    "remaining",
]

DIGITS = 30
SHOWN = 20
# To how many digits a definition is evaluated to refute a claim.
CONFIRMED = 23
# Numbers of so many digits are usual; how many digits more are worth looking at.
USUAL, FINEST = 6, 90
# How many times the error estimate a gap must be before it is believed.
SURE = 1000


class ValueKind(StrEnum):
    """What a side is at a place."""

    NUMBER = "number"
    INFINITY = "inf"
    MINUS_INFINITY = "-inf"
    UNDEFINED = "undefined"
    """It is known that there is no value."""
    UNKNOWN = "unknown"
    """Nothing was found in the time and digits given."""


_INFINITE = {oo: ValueKind.INFINITY, -oo: ValueKind.MINUS_INFINITY}
_INFINITE_TERMS: Mapping[Term, ValueKind] = {"%oo": ValueKind.INFINITY, "%-oo": ValueKind.MINUS_INFINITY}


@dataclass(frozen=True)
class Value:
    """Only a number has an estimate."""

    kind: ValueKind
    estimate: Estimate | None = None

    def text(self, digits: int = SHOWN) -> str:
        """The value to some digits, for a reader."""
        if self.estimate is None:
            return self.kind.value
        value = self.estimate.value
        return str(value.context.nstr(value, digits))


UNKNOWN = Value(ValueKind.UNKNOWN)


class Numbers:
    """Values of terms at two precisions above a number of digits."""

    def __init__(self, digits: int = DIGITS, deadline: float | None = None) -> None:
        self.coarse = Evaluator(digits + 8, deadline=deadline)
        self.fine = Evaluator(digits + 16, deadline=deadline)
        self.deadline = deadline
        self._terms: dict[Expr, Term] = {}

    def of(self, expr: Expr, point: Point) -> Value:
        """The value of an expression without measures."""
        if expr in _INFINITE:
            return Value(_INFINITE[expr])
        if expr not in self._terms:
            try:
                self._terms[expr] = term_of(expr)
            except SymbinfoError:
                return UNKNOWN
        return self.of_term(self._terms[expr], point)

    def of_term(self, term: Term, point: Point) -> Value:
        """The value of a term, its integrals and sums included.

        Raises
        ------
        BudgetExceeded
            After the deadline: what is quick is asked for at many places.
        """
        if self.deadline is not None and time.process_time() > self.deadline:
            raise BudgetExceeded("the verdict", "the time that it was given")
        if term in _INFINITE_TERMS:
            return Value(_INFINITE_TERMS[term])
        try:
            return Value(ValueKind.NUMBER, value_at_two_precisions(term, point, self.coarse, self.fine))
        except Undefined:
            return Value(ValueKind.UNDEFINED)
        except Unknown:
            return UNKNOWN

    def holds(self, condition: Boolean, point: Point) -> bool:
        """Whether a condition is true at a place."""
        return condition == true or self.fine.holds(term_of(condition), point)


@dataclass(frozen=True)
class Closed:
    """A side of a claim with the closed forms of its measures.

    Parameters
    ----------
    side : Expr
        As claimed.
    forms : mapping
        Each measure with its derivation, which has reached a closed form or an infinity.
    """

    side: Expr
    forms: Mapping[Measure, Derivation]

    @property
    def expr(self) -> Expr:
        """The side with the closed forms in the places of its measures."""
        return self.side.xreplace({m: d.result for m, d in self.forms.items() if self.side.has(m)})

    @property
    def needs(self) -> tuple[Boolean, ...]:
        """The conditions of the closed forms."""
        return tuple(d.requires for m, d in self.forms.items() if self.side.has(m) and d.requires != true)

    def at(self, point: Point, numbers: Numbers) -> Value:
        """The value at a place; unknown where a condition of one of several measures fails."""
        if isinstance(self.side, Measure):
            form = self.forms[self.side]
            if form.status is Status.UNDEFINED:
                return Value(ValueKind.UNDEFINED)
            if not numbers.holds(form.requires, point):
                told = form.otherwise in _INFINITE and all(numbers.holds(part, point) for part in form.silent)
                return Value(_INFINITE[form.otherwise]) if told else UNKNOWN
            return numbers.of(form.result, point)
        if any(f.status is not Status.CLOSED for m, f in self.forms.items() if self.side.has(m)):
            return UNKNOWN
        if not all(numbers.holds(need, point) for need in self.needs):
            return UNKNOWN
        return numbers.of(self.expr, point)


def defined(side: Expr, point: Point, numbers: Numbers, seconds: float, digits: int = CONFIRMED) -> Value:
    """The value of a side at a place, from the definitions of its measures, to some digits."""
    if not side.has(Measure):
        return numbers.of(side, point)
    if side.has(FisherInformation):
        return numbers.of(by_marginals(side), point)  # its parameter stays a symbol
    names = {s.name: s for s in side.free_symbols}
    at = {names[name]: Rational(x.numerator, x.denominator) for name, x in point.items() if name in names}
    try:
        # powers of rational numbers have these factored by SymPy, which may take minutes
        found = attempted(lambda: evaluate(side.xreplace(at), digits, seconds), seconds, None)
    except (SymbinfoError, ArithmeticError, TypeError, ValueError):
        return UNKNOWN
    if found is None:
        return UNKNOWN
    if found.text in (ValueKind.INFINITY, ValueKind.MINUS_INFINITY):
        return Value(ValueKind(found.text))
    ctx = MPContext()
    ctx.dps = digits + 22
    number = ctx.mpf(found.text)
    last = ctx.mpf(10) ** (1 - digits)  # the text is rounded to its last digit
    return Value(ValueKind.NUMBER, Estimate(number, max(abs(number), last) * last))


def relate(relation: str, left: Value, right: Value, digits: int = DIGITS - 6) -> bool | None:
    """Whether a relation holds between two values, compared to some digits; None where their errors leave it open."""
    if ValueKind.UNKNOWN in (left.kind, right.kind) or left.kind is ValueKind.UNDEFINED:
        return None
    if right.kind is ValueKind.UNDEFINED:
        return False
    if left.estimate is None or right.estimate is None:
        order = {ValueKind.MINUS_INFINITY: -1, ValueKind.NUMBER: 0, ValueKind.INFINITY: 1}
        a, b = order[left.kind], order[right.kind]
        return {"=": a == b, "<=": a <= b, ">=": a >= b, "<": a < b, ">": a > b}[relation]
    gap, error = right.estimate.value - left.estimate.value, left.estimate.error + right.estimate.error
    scale = max(abs(left.estimate.value), abs(right.estimate.value))
    # A term such as 1 - erf(20) is exactly 0 at both precisions, and its error is not seen: hence the floor.
    if abs(gap) > SURE * error and abs(gap) * 10 ** (digits + 6) > 1:
        return {"=": False, "<=": gap > 0, "<": gap > 0, ">=": gap < 0, ">": gap < 0}[relation]
    if abs(gap) <= error and error <= max(scale, 1) / 10**digits and relation not in ("<", ">"):
        return True
    return None


def close(left: Value, right: Value, digits: int) -> bool:
    """Whether two numbers agree to some digits."""
    return relate("=", left, right, digits) is True


def fineness(*sides: Expr) -> int:
    """How many digits more than usual are needed to see the finest number in some expressions."""
    numbers = [n for side in sides for n in side.atoms(Rational)]
    longest = max((len(str(max(abs(n.p), n.q))) for n in numbers), default=0)
    return min(max(0, longest - USUAL), FINEST)


def remaining(deadline: float, most: float) -> float:
    """Seconds that may be spent on one thing."""
    return max(0.05, min(most, deadline - time.process_time()))
