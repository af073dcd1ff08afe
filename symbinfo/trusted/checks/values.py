"""The checker's values: terms at several precisions, computed once, with a tally of what was decided."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from ..numbers.estimates import Estimate, Undefined, Unknown
from ..numbers.evaluator import Evaluator, value_at_two_precisions
from ..places.points import Point
from ..terms import Term, free_symbols, functions

__all__ = ["DEPTHS", "DIGITS", "Memory", "Values", "exact_of", "is_negative", "named", "shown"]


# Two sides agree when they differ by less than their error estimates and these are below 10**-digits, absolutely or
# relatively. Each rung is a pair of working precisions; the second is climbed where the first does not decide. For
# each number of digits: the rungs, how many points of the domain are looked at, and how many of them must decide.
DIGITS = 24
DEPTHS = {24: (((28, 37), (46, 58)), 6, 4), 12: (((17, 23), (34, 44)), 4, 3)}
MOST_KNOWN = 20_000
Densities = tuple[tuple[str, Term], ...]


@dataclass
class Memory:
    """Evaluators and what they have found; forgotten when it grows large."""

    evaluators: dict[Any, Evaluator] = field(default_factory=dict)
    known: dict[Any, Estimate | Undefined | Unknown] = field(default_factory=dict)

    def refreshed(self, deadline: float | None) -> Memory:
        """The memory for the next check, within its own limit of time."""
        if len(self.known) > MOST_KNOWN:
            self.evaluators.clear()
            self.known.clear()
        for evaluator in self.evaluators.values():
            evaluator.deadline = deadline
        return self


class Values:
    """Evaluators of several precisions, what they have found already, and a tally."""

    def __init__(self, deadline: float | None, digits: int, memory: Memory) -> None:
        self.deadline, self.digits = deadline, digits
        self.rungs, self.wanted, self.needed = DEPTHS[digits]
        memory.refreshed(deadline)
        self.evaluators, self.known = memory.evaluators, memory.known
        self.decisive = self.asked = self.points = 0
        self.worst: Any = 0

    def late(self) -> bool:
        """Whether the time is spent."""
        return self.deadline is not None and time.process_time() > self.deadline

    def evaluator(self, digits: int, densities: Densities = ()) -> Evaluator:
        """The evaluator at a precision, with what stands for abstract densities."""
        key = (digits, densities)
        if key not in self.evaluators:
            self.evaluators[key] = Evaluator(digits, {name: ("x", term) for name, term in densities}, self.deadline)
        return self.evaluators[key]

    def value(self, term: Term, point: Point, rung: int, densities: Densities) -> Estimate:
        """The value of a term, computed once; raises Undefined or Unknown, also the second time."""
        free = {name: point[name] for name in free_symbols(term)}
        densities = densities if functions(term) else ()
        key = (term, tuple(sorted(free.items())), self.rungs[rung], densities)
        if key not in self.known:
            try:
                coarse, fine = (self.evaluator(digits, densities) for digits in self.rungs[rung])
                self.known[key] = value_at_two_precisions(term, free, coarse, fine)
            except (Undefined, Unknown) as error:
                self.known[key] = error
        found = self.known[key]
        if isinstance(found, Exception):
            raise found
        return found


def exact_of(found: Estimate) -> Fraction:
    """The rational number that a floating-point number is."""
    sign, mantissa, exponent, _ = found.value._mpf_
    return Fraction(-mantissa if sign else mantissa) * Fraction(2) ** int(exponent)


def is_negative(found: Estimate) -> bool:
    """Whether a value is surely below 0."""
    return bool(found.value < -4 * found.error)


def shown(found: Estimate) -> str:
    """A value to 20 digits."""
    value = found.value
    return str(value.context.nstr(value, 20))


def named(point: Point) -> str:
    """A point in words."""
    return ", ".join(f"{name}={value}" for name, value in point.items()) or "the only point"
