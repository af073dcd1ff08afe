"""A measure that is to be derived, and what a way to go on with it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from sympy import Expr, oo, true
from sympy.logic.boolalg import Boolean

from symbinfo.derivation import Derivation
from symbinfo.expressions.domain import Domain
from symbinfo.laws.support import apart, contained
from symbinfo.measures.base import Measure

__all__ = ["Case", "Route"]


class Case:
    """A measure that is to be derived: where its parameters live, and how the supports of its laws lie.

    Parameters
    ----------
    measure : Measure
        The measure.
    domain : Domain
        Where its parameters live.
    """

    def __init__(self, measure: Measure, domain: Domain) -> None:
        self.measure, self.domain = measure, domain

    @cached_property
    def contained(self) -> Boolean:
        """That the support of P lies in that of Q, for a measure that asks for it."""
        asks = len(self.measure.laws) == 2 and self.measure.infinite_outside is not False
        return contained(*self.measure.laws) if asks else true

    @property
    def apart(self) -> bool:
        """Whether a measure that is infinite for laws without a common support is of such laws."""
        return bool(self.measure.infinite_apart and self.domain.implies(apart(*self.measure.laws)))

    @property
    def escapes(self) -> bool:
        """Whether P has mass where Q has none, for every value of the parameters."""
        return bool(self.measure.outside or self.domain.excludes(self.contained))

    @cached_property
    def support(self) -> Boolean:
        """What the supports need beyond the domain."""
        if self.escapes:
            needed: Boolean = self.measure.finite_outside
            return true if self.domain.implies(needed) else needed
        return true if self.domain.implies(self.contained) else self.contained

    @property
    def otherwise(self) -> Expr | None:
        """The value where the supports do not lie as they need to."""
        return oo if self.measure.infinite_outside or self.escapes else None

    @property
    def within(self) -> Domain:
        """The domain, and what the supports need."""
        return self.domain.and_(self.support)


@dataclass(frozen=True)
class Route:
    """One way to go on with a measure.

    Parameters
    ----------
    name : str
        What people grep for.
    when : callable
        ``(case, derivation) -> bool``; the derivation is what the routes before have reached, without steps at first.
    what : callable
        ``(case, derivation) -> Derivation or None``; None where it does not serve after all.
    why : str
        The reason.
    last : bool
        Whether no other route follows where it serves.
    """

    name: str
    when: Callable[[Case, Derivation], bool]
    what: Callable[[Case, Derivation], Derivation | None]
    why: str
    last: bool = False
