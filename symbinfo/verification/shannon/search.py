"""The search for a law that keeps what is assumed and breaks a claim, among sums of fair bits.

What is found only counts when the exact checker says that it keeps every assumption and breaks the claim. Without NumPy
the same sums are gone through one by one, and their independent parts are not tried.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from symbinfo.derivation import Relation
from symbinfo.query.assumptions import Given
from symbinfo.query.shannon_measures import ShannonClaim
from symbinfo.trusted import entropies_in_logarithms, sign_of_logarithms
from symbinfo.verification.shannon.fair_bits import Table, has_arrays, joined, simplest_one_by_one, table_of
from symbinfo.verification.shannon.linear import Coordinates, Vector

__all__ = ["Question", "of_bits", "of_parts", "value_of"]

MOST_BITS = 3
# Of more variables no independent parts are tried.
MOST_OF_PARTS = 5


@dataclass(frozen=True)
class Question:
    """A claim and what is given, in coordinates."""

    claim: ShannonClaim
    given: tuple[Given, ...]
    at: Coordinates

    @property
    def count(self) -> int:
        """How many variables there are."""
        return len(self.at.variables)

    @cached_property
    def wrong(self) -> list[Vector]:
        """Combinations of which a counterexample makes one negative."""
        vector = self.at.of(self.claim)
        opposite = {mask: -factor for mask, factor in vector.items()}
        return {Relation.EQ: [vector, opposite], Relation.GE: [vector], Relation.LE: [opposite]}[self.claim.relation]

    @cached_property
    def zero(self) -> list[Vector]:
        """Combinations that must be zero."""
        return [self.at.of(line.statement) for line in self.given if line.statement.relation is Relation.EQ]

    @cached_property
    def least(self) -> list[Vector]:
        """Combinations that must not be negative."""
        signs = {Relation.GE: 1, Relation.LE: -1}
        lines = [line.statement for line in self.given if line.statement.relation in signs]
        return [{mask: signs[s.relation] * factor for mask, factor in self.at.of(s).items()} for s in lines]

    def broken_by(self, table: Table) -> bool:
        """Whether a table keeps all that is given and breaks the claim, exactly."""
        signs = [self._sign(table, vector) for vector in self.zero]
        if any(signs) or any(self._sign(table, vector) < 0 for vector in self.least):
            return False
        return any(self._sign(table, vector) < 0 for vector in self.wrong)

    def _sign(self, table: Table, vector: Vector) -> int:
        return sign_of_logarithms(entropies_in_logarithms(self.at.variables, table, named(self.at, vector)))


def named(at: Coordinates, vector: Vector) -> dict[frozenset[str], Fraction]:
    """A vector by the names of the variables, as the checker wants it."""
    return {frozenset(at.names(mask)): factor for mask, factor in vector.items()}


def value_of(at: Coordinates, table: Table, vector: Vector, base: float | None = None) -> str:
    """The value of a combination of entropies of a table to 20 digits, in nats or to a base."""
    from mpmath import MPContext

    context = MPContext()
    context.dps = 40
    logs = entropies_in_logarithms(at.variables, table, named(at, vector))
    value = sum((context.log(p) * share.numerator / share.denominator for p, share in logs.items()), context.mpf(0))
    return str(context.nstr(value if base is None else value / context.log(base), 20)) if logs else "0"


def of_bits(question: Question) -> Table | None:
    """The simplest counterexample among sums of fair bits."""
    simplest: Callable[..., Any] = simplest_one_by_one
    if has_arrays():
        from symbinfo.verification.shannon.bits_in_arrays import simplest_at_once as simplest
    for bits in range(1, MOST_BITS + 1):
        choice = simplest(question.count, bits, question.wrong, question.zero, question.least)
        if choice is not None:
            table = table_of(choice, bits)
            if question.broken_by(table):
                return table
    return None


def of_parts(question: Question) -> Table | None:
    """A counterexample of independent parts, each of which is a sum of fair bits: for odd equations that are given."""
    if not question.zero or not 1 <= question.count <= MOST_OF_PARTS or not has_arrays():
        return None
    from symbinfo.verification.shannon.bits_in_arrays import combined_of_bits

    bits = MOST_BITS if question.count < 5 else 2
    parts = combined_of_bits(question.count, bits, question.wrong, question.zero, question.least)
    table = joined([table_of(choice, bits) for choice in parts]) if parts else {}
    return table if table and question.broken_by(table) else None
