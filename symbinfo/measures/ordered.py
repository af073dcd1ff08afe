"""Measures with an order, and the overlap of two laws that they are made of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from typing import Any, ClassVar, Self

from sympy import Expr, Integral, Max, Min, Ne, S, Sum, Symbol, oo, sympify
from sympy.logic.boolalg import Boolean

from symbinfo.expressions.domain import Domain
from symbinfo.expressions.errors import DomainError, MeasureError
from symbinfo.expressions.unevaluated import add, mul, power, quotient
from symbinfo.laws.expectation import Expectation, named_density
from symbinfo.laws.law import FiniteLaw, Law, same_kind
from symbinfo.laws.positive_range import Piece, pieces_where_positive
from symbinfo.laws.read import law_of
from symbinfo.laws.support import contained
from symbinfo.measures.base import Measure, base_of, one_variable

__all__ = ["OrderedMeasure", "overlap"]


class OrderedMeasure(Measure):
    """A measure of one or two laws with an order: a positive number other than 1, or a symbol.

    Parameters
    ----------
    *laws : Law or RandomSymbol
        As many as the measure takes.
    order : Expr
        Positive; at 1 the measure is the limit, which is its Shannon counterpart.
    unit, base
        Nats by default.
    """

    order_name: ClassVar[str] = "alpha"
    #: The orders of which the measure is computed by mistake.
    usual_orders: ClassVar[tuple[Expr, ...]] = ()

    def __new__(cls, *args: Any, unit: Any = "nats", base: Any = None) -> Self:
        """The measure of the laws at an order, not evaluated."""
        given, rest = args[: cls.arity], args[cls.arity :]
        if len(given) < cls.arity or not 1 <= len(rest) <= 2:
            some = "a law" if cls.arity == 1 else f"{cls.arity} laws"
            raise MeasureError(f"{cls.__name__} takes {some} and an order: got {len(args)} arguments")
        laws = [law_of(g) for g in given]
        same_kind(*laws)
        order = _checked_order(cls, rest[0])
        return Expr.__new__(cls, *one_variable(laws), order, base_of(rest[1] if len(rest) > 1 else unit, base))

    order = property(lambda self: self.args[-2])

    @property
    def condition(self) -> Boolean:
        """What the order must keep."""
        return S.true if self.order.is_number else Ne(self.order, 1) & (self.order > 0)

    @classmethod
    def mistaken(cls, of: Sequence[Any], base: Expr) -> Iterator[tuple[str, Expr]]:
        """Those of the usual orders."""
        if len(of) == cls.arity:
            yield from ((f"the {cls.title} of order {order}", cls(*of, order, base=base)) for order in cls.usual_orders)

    def _parts(self) -> dict[str, Any]:
        return {"order": self.order}

    def _sympystr(self, printer: Any) -> str:
        return f"{self.letter}({self._arguments(self.between)}; {self.order})"


def _checked_order(cls: type[OrderedMeasure], given: Any) -> Expr:
    if isinstance(given, str):
        raise MeasureError(f"the order of {cls.__name__} is a number or a symbol: got text")
    order = sympify(given, strict=True)
    if not isinstance(order, Expr) or order.has(oo) or order.is_positive is False or order.is_extended_real is False:
        raise DomainError(cls.__name__, cls.order_name, order, "a positive number")
    if isinstance(order, Symbol) and order.is_positive is None:
        order = Symbol(order.name, positive=True)
    return order


def overlap(first: Law, second: Law, order: Expr) -> Expr:
    """The integral of p**order q**(1 - order): an expectation under the law whose support lies in that of the other.

    Parameters
    ----------
    first, second : Law
        P and Q.
    order : Expr
        The exponent of p.
    """
    domain = Domain.of([first.condition, second.condition])
    for law, exponent, other in ((first, order - 1, second), (second, order, first)):
        if domain.implies(contained(law, other)):
            p, q = (named_density(each, law.variable) for each in (first, second))  # a list has a variable of its own
            return Expectation(power(quotient(p, q), exponent), law)
    return over_both(first, second, lambda a, b: mul(power(a, order), power(b, 1 - order)))


def over_both(first: Law, second: Law, body: Any) -> Expr:
    """The integral or sum of ``body(p, q)`` where both laws have mass."""
    if isinstance(first, FiniteLaw) or isinstance(second, FiniteLaw):
        listed, other = (first, second) if isinstance(first, FiniteLaw) else (second, first)
        pairs = [(p, other.density_at(o)) for o, p in listed.outcomes]
        pairs = [(p, q) if listed is first else (q, p) for p, q in pairs if q != 0]
        return add(*(body(p, q) for p, q in pairs))
    second = second.on(first.variable)
    if first.continuous:
        both = product(pieces_where_positive(first), pieces_where_positive(second))
    else:
        both = product(
            [Piece(first.lower, first.upper, first.density)], [Piece(second.lower, second.upper, second.density)]
        )
    domain = Domain.of([first.condition, second.condition])
    parts = (_where_both(p, q, first, body(p.density, q.density), domain) for p, q in both)
    return add(*(part for part in parts if part != 0))


def _where_both(one: Piece, other: Piece, law: Law, body: Expr, domain: Domain) -> Expr:
    """The integral or the sum of `body` over what two ranges have in common; 0 where they have nothing.

    Ends with parameters may lie either way round. The upper one is not taken below the lower one, since what is
    integrated back from there would be subtracted.
    """
    low, high = Max(one.low, other.low), Min(one.high, other.high)
    gap = 0 if law.continuous else 1  # a sum up to the integer before its first is empty
    if (high - low + gap).is_nonpositive:
        return S.Zero
    crossed = [start <= end for start, end in ((one.low, other.high), (other.low, one.high))]
    if not all(domain.implies(c) for c in crossed):
        high = Max(low - gap, high)
    return (Integral if law.continuous else Sum)(body, (law.variable, low, high))
