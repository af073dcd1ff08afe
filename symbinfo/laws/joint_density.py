"""A joint mass or density given by one expression of several variables on a box."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sympy import (
    Basic,
    Expr,
    Integral,
    Mul,
    Sum,
    Tuple,
    true,
)

from symbinfo.expressions.domain import Domain
from symbinfo.laws.component import Joint
from symbinfo.laws.law import ContinuousLaw, DiscreteLaw, Law, as_texts, head_of

__all__ = ["JointLaw", "product_of_marginals"]


class JointLaw(Joint, Law):
    """A joint mass or density given by one expression of several variables on a box.

    Parameters
    ----------
    name, family, parameters, condition
        As for every law.
    variables : Tuple of Variable
        The bound variables.
    density : Expr
        The joint density or mass.
    ranges : Tuple
        The ends of the range of each variable.
    names : Tuple of Str
        The names of the random variables.
    """

    def __new__(
        cls,
        name: Any,
        family: Any,
        parameters: Iterable[Any],
        condition: Any,
        variables: Iterable[Any],
        density: Expr,
        ranges: Iterable[Any],
        names: Iterable[Any],
    ) -> JointLaw:
        """A joint law on a box."""
        boxes = Tuple(*(Tuple(*ends) for ends in ranges))
        head = head_of(name, family, parameters, condition)
        return Basic.__new__(cls, *head, Tuple(*variables), density, boxes, as_texts(names))

    variable = property(lambda self: self.args[4])
    density = property(lambda self: self.args[5])
    ranges = property(lambda self: self.args[6])

    @property
    def continuous(self) -> bool:  # type: ignore[override]
        """Whether it has a density."""
        return not self.variable[0].is_integer

    @property
    def binders(self) -> tuple[Tuple, ...]:
        """The limits of a sum or an integral over the law, the innermost first; the first variable is outermost."""
        pairs = zip(self.variable, self.ranges, strict=True)
        return tuple(Tuple(v, *ends) for v, ends in reversed(list(pairs)))

    def total(self, body: Expr) -> Expr:
        """The sum or integral of a body over the box."""
        return (Integral if self.continuous else Sum)(body, *self.binders)

    def density_at(self, point: Any) -> Expr:
        """The density at a tuple of points."""
        return self.density.xreplace(dict(zip(self.variable, point, strict=True)))

    def on(self, variables: Tuple) -> JointLaw:
        """Return the same law with other bound variables."""
        changes = dict(zip(self.variable, variables, strict=True))
        density, ranges = (part.xreplace(changes) for part in (self.density, self.ranges))
        return self.func(*self.args[:4], Tuple(*variables), density, ranges, *self.args[7:])

    def inside(self, domain: Domain) -> Domain:
        """The domain extended by: the variables lie in their ranges."""
        pairs = zip(self.variable, self.ranges, strict=True)
        ends = [c for v, (low, high) in pairs for c in (low <= v, v <= high) if c != true]
        return domain.and_(*ends)

    def marginal(self, block: Sequence[int]) -> Law:
        """The law of some of the variables, in the order asked for: the others summed or integrated out."""
        block = self._checked(block)
        rest = [i for i in range(len(self.names)) if i not in block]
        density = self.density
        if rest:
            limits = [Tuple(self.variable[i], *self.ranges[i]) for i in reversed(rest)]
            density = (Integral if self.continuous else Sum)(density, *limits)
        return self._of(block, density)

    def _of(self, block: Sequence[int], density: Expr) -> Law:
        if len(block) > 1:
            variables, ranges, names = ([p[i] for i in block] for p in (self.variable, self.ranges, self.names))
            name, family, parameters, condition = self.args[:4]
            return JointLaw(name, family, parameters, condition, variables, density, ranges, names)
        (i,) = block
        kind = ContinuousLaw if self.continuous else DiscreteLaw
        head = (self.names[i].name, "marginal", (density, *self.parameters[1:]), self.condition)
        return kind(*head, self.variable[i], density, *self.ranges[i])


def product_of_marginals(law: JointLaw, name: str = "Q") -> JointLaw:
    """The joint law of independent variables with the marginals of another."""
    density = Mul(*(law.marginal((i,)).density for i in range(len(law.names))))
    return law.func(name, *law.args[1:5], density, *law.args[6:])
