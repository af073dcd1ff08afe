"""Fisher information as minus the mean of a second derivative, where the mean product of two scores stays open.

The mean of a score is 0 whatever the parameters are; differentiated once more under the integral, that says that the mean
product of two scores is minus the mean of the second derivative. It needs a density that is smooth in both parameters: of
a Laplace law and its place it is false.
"""

from __future__ import annotations

from sympy import Abs, Derivative, Expr, Max, Min, Piecewise, S, ceiling, floor, sign

from symbinfo.derivation import Derivation, Relation, Step
from symbinfo.derivation.rules.rule import Context, apply_rule
from symbinfo.derivation.rules.unfolding import DEFINITION
from symbinfo.expressions.domain import Domain
from symbinfo.expressions.unevaluated import ln, mul
from symbinfo.laws.expectation import Expectation, named_density
from symbinfo.laws.law import FiniteLaw
from symbinfo.measures.base import Measure
from symbinfo.measures.fisher_information import FisherInformation

__all__ = ["by_second_derivative"]

#: Where these stand a density may have a kink.
KINKED = (Abs, Max, Min, Piecewise, ceiling, floor, sign)
BECAUSE = (
    "The mean of a score is 0 for all parameters: differentiate that once more. So the mean product of two scores is minus "
    "the mean of the second derivative."
)


def by_second_derivative(measure: Measure, domain: Domain) -> Derivation | None:
    """The first steps of a Fisher information by a second derivative; None where the density may have kinks.

    Parameters
    ----------
    measure : Measure
        Any; None is returned for one that is no Fisher information.
    domain : Domain
        Where the parameters live.
    """
    if not isinstance(measure, FisherInformation):
        return None
    (law,) = measure.laws
    if isinstance(law, FiniteLaw):
        return None
    parameters = {measure.theta, getattr(measure, "second", measure.theta)}
    if any(kink.free_symbols & parameters for kink in law.density.atoms(*KINKED)):
        return None
    one: Expr = measure.theta
    other: Expr = getattr(measure, "second", one)
    derivation = apply_rule(Derivation(left=measure, domain=domain), DEFINITION, Context(domain))
    curvature = Derivative(Derivative(ln(named_density(law, law.variable)), one), other)
    expr = Expectation(mul(S.NegativeOne, curvature), law)
    return derivation.then(Step(Relation.EQ, expr, "information-equality", BECAUSE, start=derivation.stands))
