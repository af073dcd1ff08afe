"""Laws whose density is known in statistics of the outcome that are made of independent numbers.

A Wishart matrix has its determinant and a trace in its density, and by Bartlett's decomposition both are made of
independent gamma variables; a normal variable with a gamma precision is made of that and a standard normal one. Then an
expectation of the density is one over the independent numbers, which are called coordinates.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sympy import Basic, Expr, Symbol, Tuple, expand, expand_log, expand_power_base, powdenest, sympify

from symbinfo.expressions.domain import Domain, Variable
from symbinfo.expressions.errors import MeasureError
from symbinfo.laws.independent_parts import ProductLaw
from symbinfo.laws.law import Law, as_texts, head_of
from symbinfo.laws.shells import ShellLaw

__all__ = ["CoordinateLaw", "in_one_kind", "not_over_space"]


class CoordinateLaw(Law):
    """A law by the statistics that its density depends on, and these by independent coordinates.

    Parameters
    ----------
    name, family, parameters, condition
        As for every law.
    variable : Tuple of Variable
        The statistics.
    density : Expr
        In terms of them.
    positive : Tuple
        Those of the statistics that are positive.
    kind : Tuple
        What the statistics are; two laws are compared where it is the same.
    coordinates : ProductLaw
        The law of the coordinates.
    images : Tuple of Expr
        The statistics in terms of the coordinates.
    """

    continuous = True

    def __new__(
        cls,
        name: Any,
        family: Any,
        parameters: Iterable[Any],
        condition: Any,
        variables: Iterable[Any],
        density: Any,
        positive: Iterable[Any],
        kind: Iterable[Any],
        coordinates: ProductLaw,
        images: Iterable[Any],
    ) -> CoordinateLaw:
        """A law by its density over statistics, and by what they are made of."""
        head = (*head_of(name, family, parameters, condition), Tuple(*variables), sympify(density), Tuple(*positive))
        return Basic.__new__(cls, *head, as_texts(kind), coordinates, Tuple(*images))

    variable = property(lambda self: self.args[4])
    density = property(lambda self: self.args[5])
    positive = property(lambda self: self.args[6])
    kind = property(lambda self: self.args[7])
    coordinates = property(lambda self: self.args[8])
    images = property(lambda self: self.args[9])

    @property
    def free_symbols(self) -> set[Symbol]:
        """The parameters that the density depends on."""
        found = (*self.parameters, self.condition, self.density)
        return {s for part in found for s in part.free_symbols if isinstance(s, Symbol) and not isinstance(s, Variable)}

    def density_at(self, point: Any) -> Expr:
        """The density where the statistics have values."""
        found: Expr = self.density.xreplace(dict(zip(self.variable, point, strict=True)))
        return found

    def on(self, variables: Tuple) -> CoordinateLaw:
        """Return the same law with other names for the statistics."""
        changes = dict(zip(self.variable, variables, strict=True))
        density, positive = (part.xreplace(changes) for part in (self.density, self.positive))
        return self.func(*self.args[:4], variables, density, positive, *self.args[7:])

    def inside(self, domain: Domain) -> Domain:
        """The domain extended by: what is positive is."""
        return domain.and_(*(v > 0 for v in self.positive))

    def in_coordinates(self, body: Expr) -> Expr:
        """What depends on the statistics, in terms of the coordinates; logarithms and powers of products are opened."""
        found = body.xreplace(dict(zip(self.variable, self.images, strict=True)))
        opened = expand_power_base(powdenest(expand_log(found, force=True), force=True), force=True)
        return opened if opened == found and not opened.is_Add else expand_log(expand(opened), force=True)


def in_one_kind(laws: Sequence[Law]) -> list[Law]:
    """Laws over the same statistics.

    Raises
    ------
    MeasureError
        When one is none, or its density depends on others.
    """
    first = laws[0]
    for law in laws[1:]:
        if not isinstance(first, CoordinateLaw) or not isinstance(law, CoordinateLaw) or law.kind != first.kind:
            raise MeasureError(
                f"{first.title} and {law.title} are not compared: their densities depend on different things"
            )
    return [first, *(law.on(first.variable) for law in laws[1:])]


def not_over_space(expr: Any) -> bool:
    """Whether an expression speaks of a law whose expectations are taken over numbers in the place of the outcome."""
    return isinstance(expr, Basic) and expr.has(ShellLaw, CoordinateLaw)
