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
    div,
    exp,
    expand,
    factor,
    factor_terms,
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
        asked, powers = _asked(minors)
        if condition is None:
            condition = And(*(part > 0 for part in asked))
        offset = ImmutableMatrix([v - m for v, m in zip(variables, mu, strict=True)])
        squares, rest = Mul(*(part ** (n // 2) for part, n in powers)), Mul(*(part ** (n % 2) for part, n in powers))
        positive, adjugate = cancel(minors[-1] / (squares**2 * rest)), sigma.adjugate()
        if squares == 1:
            form = simplified((offset.T * adjugate * offset)[0] / positive) / rest
        else:
            inverse = (adjugate * squares * rest / minors[-1]).applyfunc(cancel)
            form = factor_terms((offset.T * inverse * offset)[0]) / (squares * rest)
        density = exp(-form / 2) / (((2 * pi) ** Integer(size) * positive * rest) ** S.Half * squares)
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


def _asked(minors: Sequence[Expr]) -> tuple[list[Expr], list[tuple[Expr, int]]]:
    """What must be positive for the minors to be, and which powers of that are in the last minor."""
    asked: list[Expr] = []
    powers: list[tuple[Expr, int]] = []
    for minor in minors:
        left, powers = _without_positive(minor), []
        for known in asked:
            count = 0
            while left != 1 and left.is_polynomial() and known.is_polynomial():
                quotient, over = div(left, known)
                if over != 0:
                    break
                left, count = _without_positive(quotient), count + 1
            powers.append((known, count))
        if not left.is_positive:
            asked.append(left)
            powers.append((left, 1))
    return asked, powers


def _without_positive(product: Expr) -> Expr:
    """The factors that are not known to be positive, multiplied out where that is short: ``1 - rho**2``."""
    left = Mul(*(f for f in Mul.make_args(factor(product)) if not f.is_positive))
    spread = expand(left)
    return spread if len(Add.make_args(spread)) <= 2 else left
