"""What we say a measure is at a place: by its derived closed form, quickly, and by its definition, to confirm.

The closed form is derived once with symbols for the parameters; its values, and those of the definition, come from the
evaluator of the checker at two precisions. Where parameters are lists, or their signs decide the law, each place is
evaluated from its definition.
"""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from mpmath.ctx_mp import MPContext
from sympy import Symbol, oo

from symbinfo.derivation import Status
from symbinfo.derivation.plans.derive import derive
from symbinfo.expressions.errors import SymbinfoError
from symbinfo.jobs.soft_limit import attempted
from symbinfo.laws.family import ParameterDomain
from symbinfo.laws.names.parametrisation import Parametrisation
from symbinfo.measures.entropy import Entropy
from symbinfo.measures.kl import KL
from symbinfo.measures.marginals import by_marginals
from symbinfo.trusted import BudgetExceeded, Estimate
from symbinfo.verification.audit.audit_places import Place, law_at
from symbinfo.verification.claims.side_values import Closed, Numbers, Value, ValueKind
from symbinfo.verification.values.evaluate import evaluate, infinite_by_supports

__all__ = ["MAKING", "Asked", "measure_of", "unsure"]

#: Of closed forms, whose terms may cancel, and of definitions.
DIGITS, DEFINED = 60, 24
#: Digits that the value of a definition is promised to have; powers of ten that are seen beside 1 by so many; the most.
PROMISED, SEEN, MOST_DIGITS = 18, 8, 220
#: Seconds for one derivation, one value by the definition, and one law whose numbers SymPy may factor.
DERIVING, DEFINING, MAKING = 12.0, 8.0, 2.0
#: What the relative error of a value may be.
SURE = 1e-12
_INFINITE = (ValueKind.INFINITY, ValueKind.MINUS_INFINITY)
_UNKNOWN = Value(ValueKind.UNKNOWN)


def unsure(value: Value) -> float:
    """The relative error of a value; none of an infinite one, and of 0."""
    if value.estimate is None or value.estimate.value == 0:
        return 0.0
    return float(value.estimate.error / abs(value.estimate.value))


def measure_of(name: str, laws: Sequence[Any]) -> Any:
    """The measure of a name, ``entropy`` or ``kl``, of laws."""
    return Entropy(*laws) if name == "entropy" else KL(*laws)


def _evaluated(measure: Any, digits: int, seconds: float) -> Value:
    """The value by the definition, with the relative error that its digits have."""
    found = evaluate(measure, digits, seconds)
    if found.text == "0" and "same" not in found.method:
        return _UNKNOWN  # it is nearer to 0 than the digits that were asked for, and has none of its own
    if found.text in (ValueKind.INFINITY, ValueKind.MINUS_INFINITY):
        return Value(ValueKind(found.text))
    ctx = MPContext()
    ctx.dps = digits + 6
    number = ctx.mpf(found.text)
    return Value(ValueKind.NUMBER, Estimate(number, abs(number) * ctx.mpf(10) ** (1 - digits)))


def _digits_at(place: Place) -> int:
    """How many digits are asked for: enough that 1 - p is seen beside 1, and its logarithm."""
    numbers = [
        abs(value) for own in place.values for value in own if getattr(value, "is_Rational", False) and value != 0
    ]
    size = max((abs(math.log10(value.p) - math.log10(value.q)) for value in numbers), default=0.0)
    return PROMISED + (2 * int(size) if size > SEEN else 0)


@dataclass(frozen=True)
class Asked:
    """A measure of laws by the rows of a library.

    Parameters
    ----------
    measure : str
        ``entropy`` or ``kl``.
    rows : tuple of Parametrisation
        The row of each law.
    standard : tuple of str
        Parameters that stay at their defaults in formulas.
    """

    measure: str
    rows: tuple[Parametrisation, ...]
    standard: tuple[str, ...] = ()

    def names(self, law: int) -> tuple[str, ...]:
        """What the parameters of a law are called: of one law as they are, of two with p_ and q_ in front."""
        front = ("p_", "q_")[law] if len(self.rows) == 2 else ""
        return tuple(front + p.name for p in self.rows[law].parameters)

    def symbols(self, law: int) -> tuple[Any, ...]:
        """Symbols for the parameters of a law; the defaults of those that formulas do not know."""
        return tuple(
            p.default if p.name in self.standard and p.default is not None else Symbol(name, **p.domain.assumptions)
            for p, name in zip(self.rows[law].parameters, self.names(law), strict=True)
        )

    @cached_property
    def symbolic(self) -> Any:
        """The measure with symbols; None where it has none."""
        if any(p.domain is ParameterDomain.NUMBERS for row in self.rows for p in row.parameters):
            return None
        try:
            laws = [row.law(self.symbols(n), "PQ"[n]) for n, row in enumerate(self.rows)]
            return measure_of(self.measure, laws)
        except (SymbinfoError, TypeError, ValueError, AttributeError, NotImplementedError):
            return None

    @cached_property
    def closed(self) -> Closed | None:
        """The closed form of the measure with symbols, if one is derived in time."""
        if self.symbolic is None:
            return None
        try:
            found = attempted(lambda: derive(self.symbolic), DERIVING, None)
        except (SymbinfoError, TypeError, ValueError, NotImplementedError):
            return None
        if found is None or found.status not in (Status.CLOSED, Status.INFINITE):
            return None
        return Closed(self.symbolic, {self.symbolic: found})

    @cached_property
    def numbers(self) -> Numbers:
        """Values of terms, which are prepared once for all places."""
        return Numbers(DIGITS)

    def at(self, place: Place) -> Any:
        """The measure at the numbers of a place; None where they do not fit together."""

        def made() -> Any:
            laws = [law_at(row, own, "PQ"[n]) for n, (row, own) in enumerate(zip(self.rows, place.values, strict=True))]
            return None if None in laws else measure_of(self.measure, laws)

        try:
            return attempted(made, MAKING, None)
        except (SymbinfoError, TypeError, ValueError):
            return None

    def fits(self, place: Place) -> bool:
        """Whether the numbers of a place fit together and in their domains."""
        for row, own in zip(self.rows, place.values, strict=True):
            for parameter, value in zip(row.parameters, own, strict=True):
                if parameter.domain.numeric and not parameter.domain.admits(value):
                    return False
        point = self.point(place)
        if point is None:
            return self.at(place) is not None
        numbers = self.numbers
        try:
            for law in self.symbolic.laws:
                low, high = getattr(law, "lower", -oo), getattr(law, "upper", oo)
                ends = low < high if getattr(law, "continuous", True) else low <= high
                if not all(numbers.holds(need, point) for need in (law.condition, ends)):
                    return False
        except (SymbinfoError, TypeError, ArithmeticError):
            return self.at(place) is not None
        return True

    def point(self, place: Place) -> dict[str, Fraction] | None:
        """The place by the names of the symbols; None where it moves what the symbols leave at its default."""
        if self.symbolic is None:
            return None
        point: dict[str, Fraction] = {}
        for n, own in enumerate(place.values):
            for name, symbol, value in zip(self.names(n), self.symbols(n), own, strict=True):
                if isinstance(symbol, Symbol):
                    if not value.is_Rational:
                        return None
                    point[name] = Fraction(value.p, value.q)
                elif value != symbol:
                    return None
        return point

    def _closed_at(self, place: Place) -> Value:
        """The value of the closed form."""
        point = self.point(place)
        if point is None or self.closed is None:
            return _UNKNOWN
        try:
            return attempted(lambda: self.closed.at(point, self.numbers), DEFINING, _UNKNOWN)  # type: ignore[union-attr]
        except (SymbinfoError, ArithmeticError, TypeError, ValueError):
            return _UNKNOWN

    def quick(self, place: Place, deadline: float) -> Value:
        """The value by the closed form, or where that says nothing by the definition."""
        found = self._closed_at(place)
        if found.kind not in (ValueKind.UNKNOWN, ValueKind.UNDEFINED) and unsure(found) < SURE:
            return found
        return self.defined(place, deadline)

    def defined(self, place: Place, deadline: float) -> Value:
        """The value by the definition of the measure of the laws at these numbers."""
        seconds, digits = min(DEFINING, deadline - time.monotonic()), _digits_at(place)
        measure = self.at(place) if seconds > 0 and digits <= MOST_DIGITS else None
        if measure is None:
            return _UNKNOWN
        try:
            return attempted(lambda: _evaluated(measure, digits, seconds), seconds + 1, _UNKNOWN)
        except (SymbinfoError, ArithmeticError, TypeError, ValueError):
            return _UNKNOWN

    def surely_infinite(self, place: Place) -> bool:
        """Whether an infinite value is one by a derivation or by supports: that a body grows is seen less surely."""
        if self._closed_at(place).kind in _INFINITE:
            return True
        measure = self.at(place)
        return measure is not None and infinite_by_supports(measure)

    def confirming(self, place: Place, deadline: float) -> Value:
        """The value by the definition, where the closed form has a finite one.

        With symbols first, so that SymPy never sees the numbers, whose powers it would factor. What the closed form is
        finite at is no singular place of the densities.
        """
        found = self._by_symbols(place, min(DEFINING, deadline - time.monotonic()))
        return found if found.kind is not ValueKind.UNKNOWN and unsure(found) < SURE else self.defined(place, deadline)

    def _by_symbols(self, place: Place, seconds: float) -> Value:
        """The definition with symbols at a place: SymPy never sees the numbers, which it would factor."""
        point = self.point(place)
        if point is None or seconds <= 0:
            return _UNKNOWN
        numbers = Numbers(DEFINED, time.process_time() + seconds)
        try:
            return attempted(lambda: numbers.of(by_marginals(self.symbolic), point), seconds + 1, _UNKNOWN)
        except (SymbinfoError, BudgetExceeded, ArithmeticError, TypeError, ValueError):
            return _UNKNOWN
