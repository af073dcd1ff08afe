"""The joint normal law with its mean and covariance written out, entry by entry."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sympy import (
    Add,
    And,
    Expr,
    ImmutableMatrix,
    Integer,
    Mul,
    S,
    Tuple,
    cancel,
    exp,
    expand,
    factor,
    oo,
    pi,
    sqrt,
)

from symbinfo.expressions.domain import Variable
from symbinfo.expressions.errors import DomainError
from symbinfo.expressions.free_names import free_name
from symbinfo.laws.catalogue import FAMILIES
from symbinfo.laws.component import names_of
from symbinfo.laws.from_catalogue import law_of_family
from symbinfo.laws.joint_density import JointLaw
from symbinfo.laws.law import ContinuousLaw, Law, simplified

__all__ = ["JointNormal"]


class JointNormal(JointLaw):
    """The joint normal law with a mean vector and a positive definite covariance matrix.

    Parameters
    ----------
    mean, covariance : sequence
        Numbers or expressions; the covariance is symmetric.
    names : sequence of str, optional
        The names of the variables: X, Y, ... by default.

    Examples
    --------
    >>> from sympy import symbols
    >>> rho = symbols("rho", real=True)
    >>> J = JointNormal.of([0, 0], [[1, rho], [rho, 1]])
    >>> J.components[0].law.title
    'Normal(0, 1)'
    """

    @classmethod
    def of(
        cls,
        mean: Any,
        covariance: Any,
        names: Sequence[str] | None = None,
        name: str = "P",
        condition: Any = None,
    ) -> JointNormal:
        """Build the law; where no condition is given, the minors of the covariance are asked to be positive.

        Raises
        ------
        DomainError
            When the covariance is known not to be positive definite.
        """
        mu, sigma = ImmutableMatrix(list(mean)), ImmutableMatrix(covariance)
        size = len(mu)
        if sigma.shape != (size, size) or sigma != sigma.T:
            raise DomainError(
                "MultivariateNormal", "the covariance", covariance, f"a symmetric {size} by {size} matrix"
            )
        names = names_of(names, size)
        taken = {s.name for s in (mu.free_symbols | sigma.free_symbols)}
        variables = [Variable(free_name((n.lower(),), taken), real=True) for n in names]
        minors = [simplified(sigma[: i + 1, : i + 1].det()) for i in range(size)]
        for minor in minors:
            if minor.is_nonpositive:
                raise DomainError("MultivariateNormal", "the covariance", covariance, "positive definite")
        if condition is None:
            condition = And(*(_without_positive(minor) > 0 for minor in minors if not minor.is_positive))
        offset = ImmutableMatrix([v - m for v, m in zip(variables, mu, strict=True)])
        rest = _without_positive(minors[-1])
        positive = simplified(minors[-1] / rest)
        form = simplified((offset.T * sigma.adjugate() * offset)[0] / positive) / rest
        density = exp(-form / 2) / ((2 * pi) ** Integer(size) * positive * rest) ** S.Half
        ranges = [(-oo, oo)] * size
        parameters = (Tuple(*mu), sigma)
        return cls(name, "MultivariateNormal", parameters, condition, variables, density, ranges, names)

    mean = property(lambda self: self.parameters[0])
    covariance = property(lambda self: self.parameters[1])

    def marginal(self, block: Sequence[int]) -> Law:
        """A part of a normal vector is normal, with its part of the mean and of the covariance."""
        block = self._checked(block)
        mean = [self.mean[i] for i in block]
        if len(block) > 1:
            covariance = [[self.covariance[i, j] for j in block] for i in block]
            names = [self.names[i].name for i in block]
            return type(self).of(mean, covariance, names, self.name, self.condition)
        (i,) = block
        return self.normal(i, mean[0], sqrt(self.covariance[i, i]))

    def given(self, i: int, *others: int) -> ContinuousLaw:
        """The law of variable i given that other variables have the values of their bound variables.

        The mean moves by the covariances over those of the condition; the variance shrinks by what they explain.
        """
        condition = self.covariance.extract(others, others)
        slopes = self.covariance.extract([i], others) * condition.adjugate() / condition.det()
        moved = zip(slopes, others, strict=True)
        mean = self.mean[i] + Add(*(slope * (self.variable[j] - self.mean[j]) for slope, j in moved))
        explained = (slopes * self.covariance.extract(others, [i]))[0]
        share = simplified(explained / self.covariance[i, i])
        name = f"{self.names[i].name} | {', '.join(self.names[j].name for j in others)}"
        left, whole = sqrt(self.covariance[i, i]) * sqrt(1 - share), factor(cancel(self.covariance[i, i] - explained))
        return self.normal(i, mean, sqrt(whole) if whole.count_ops() < (left**2).count_ops() else left, name)

    def chain(self) -> tuple[ContinuousLaw, ...]:
        """The law of each variable given those before it: the product of their densities is the joint one.

        Examples
        --------
        >>> [law.title for law in JointNormal.of([0, 0], [[1, 0], [0, 4]]).chain()]
        ['Normal(0, 1)', 'Normal(0, 2)']
        """
        first: Any = self.marginal((0,))
        return (first, *(self.given(i, *range(i)) for i in range(1, len(self.names))))

    def normal(self, i: int, mean: Expr, deviation: Expr, name: str = "") -> ContinuousLaw:
        """A normal law over the bound variable of variable i."""
        law = law_of_family(FAMILIES["Normal"], (mean, deviation), name or self.names[i].name)
        law = law.on(self.variable[i])
        found: ContinuousLaw = law.func(*law.args[:3], self.condition, *law.args[4:])
        return found


def _without_positive(product: Expr) -> Expr:
    """The factors that are not known to be positive, multiplied out where that is short: ``1 - rho**2``."""
    left = Mul(*(f for f in Mul.make_args(factor(product)) if not f.is_positive))
    spread = expand(left)
    return spread if len(Add.make_args(spread)) <= 2 else left
