"""Laws of vectors whose density depends on one number alone: the distance from a centre, or the height along an axis.

Points with one such number form a shell; how large the shell is, its `volume`, makes integrals over the space integrals
over that number: of the density times the volume over its range.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sympy import Basic, Expr, Integral, Mul, S, Symbol, sympify, true
from sympy.core.symbol import Str

from symbinfo.expressions.domain import Domain, Variable
from symbinfo.expressions.errors import MeasureError
from symbinfo.expressions.free_names import free_name
from symbinfo.laws.law import ContinuousLaw, Law, as_texts, head_of

__all__ = ["HEIGHT", "ShellLaw", "on_one_chart"]

#: What the number of a law on a sphere is.
HEIGHT = "height along the axis"


class ShellLaw(Law):
    """A law of a vector by the one number that its density depends on.

    Parameters
    ----------
    name, family, parameters, condition
        As for every law.
    variable : Variable
        The number: r for a distance, t for a height.
    density : Expr
        The density of the vector where the number is that.
    lower, upper : Expr
        The range of the number.
    volume : Expr
        The size of the shell, per unit of the number.
    chart : Tuple
        What the number is: a word, and the centre or the axis, the shape and the dimension. Two laws are compared where
        it is the same.
    """

    continuous = True

    def __new__(
        cls,
        name: Any,
        family: Any,
        parameters: Iterable[Any],
        condition: Any,
        variable: Variable,
        density: Any,
        lower: Any,
        upper: Any,
        volume: Any,
        chart: Iterable[Any],
    ) -> ShellLaw:
        """A law by the density over a number, and the size of the shells."""
        ends = (sympify(end, strict=True) for end in (lower, upper))
        head = head_of(name, family, parameters, condition)
        return Basic.__new__(cls, *head, variable, sympify(density), *ends, sympify(volume), as_texts(chart))

    variable = property(lambda self: self.args[4])
    density = property(lambda self: self.args[5])
    lower = property(lambda self: self.args[6])
    upper = property(lambda self: self.args[7])
    volume = property(lambda self: self.args[8])
    chart = property(lambda self: self.args[9])

    @property
    def free_symbols(self) -> set[Symbol]:
        """The parameters that the density and the shells depend on."""
        found = (*self.parameters, self.condition, self.density, self.lower, self.upper, self.volume)
        return {s for part in found for s in part.free_symbols if isinstance(s, Symbol) and not isinstance(s, Variable)}

    @property
    def number(self) -> str:
        """What the number is, in words."""
        return str(self.chart[0])

    @property
    def implied(self) -> list[tuple[Symbol, dict[str, bool]]]:
        """What a symbol must be because of its place: the dimension is positive."""
        d = self.chart[-1]
        return [(d, {"positive": True})] if isinstance(d, Symbol) else []

    def density_at(self, point: Any) -> Expr:
        """The density of the vector where the number has a value."""
        found: Expr = self.density.xreplace({self.variable: point})
        return found

    def on(self, variable: Variable) -> ShellLaw:
        """Return the same law with another name for the number."""
        changes = {self.variable: variable}
        own = [part.xreplace(changes) for part in (self.density, self.volume)]
        return self.func(*self.args[:4], variable, own[0], self.lower, self.upper, own[1], self.chart)

    def inside(self, domain: Domain) -> Domain:
        """The domain extended by: the number lies inside its range."""
        return domain.and_(*(c for c in (self.lower < self.variable, self.variable < self.upper) if c != true))

    def total(self, body: Expr) -> Integral:
        """The integral of a body over the space, as one over the number."""
        return Integral(Mul(self.volume, body, evaluate=False), (self.variable, self.lower, self.upper))

    @property
    def of_number(self) -> ContinuousLaw:
        """The law of the number itself."""
        head = (self.variable.name.upper(), f"the {self.number}", (), self.condition)
        return ContinuousLaw(*head, self.variable, self.volume * self.density, self.lower, self.upper)


def _everywhere_alike(law: ShellLaw, other: ShellLaw) -> bool:
    """Whether one of two laws on one sphere is uniform, so that every axis is one of it: its own is 0."""
    (kind, axis, size), (other_kind, other_axis, other_size) = (chart.chart[:3] for chart in (law, other))
    return kind == other_kind == Str(HEIGHT) and size == other_size and S.Zero in (axis, other_axis)


def on_one_chart(laws: Sequence[Law]) -> list[Law]:
    """Laws of vectors over one number.

    Raises
    ------
    MeasureError
        When one is none, or its density depends on another number.
    """
    first = laws[0]
    for law in laws[1:]:
        if not isinstance(first, ShellLaw) or not isinstance(law, ShellLaw):
            raise MeasureError(
                f"{first.title} and {law.title} are not compared: their densities depend on different things"
            )
        if law.chart != first.chart and not _everywhere_alike(law, first):
            raise MeasureError(
                f"{first.title} and {law.title} are compared where both have one centre and one shape, "
                "up to a number in front of it"
            )
    taken = [s for law in laws for s in law.free_symbols]
    variable = Variable(free_name((first.variable.name, *"rstuvxy"), taken), real=True)
    return [law.on(variable) for law in laws]
