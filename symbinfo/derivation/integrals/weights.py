"""Weights: the integral of a density over a part of its range, by the stored kernel of which it is a multiple there."""

from __future__ import annotations

from sympy import (
    Add,
    Expr,
    Integral,
    Mul,
    Poly,
    S,
    cancel,
    diff,
    expand,
    expand_power_base,
    hyper,
    integrate,
    log,
    nan,
    oo,
    zoo,
)

from symbinfo.derivation import Derivation, Relation, Status, Step
from symbinfo.derivation.integrals.matching import Match, converges_when, nearest_kernels_of
from symbinfo.derivation.simplify.factoring import as_product
from symbinfo.derivation.simplify.gamma_values import short_gammas
from symbinfo.derivation.simplify.log_of import exponential, log_of
from symbinfo.derivation.simplify.tidying import simplest_of, tidy
from symbinfo.derivation.witness import CutRange, Reasoning
from symbinfo.expressions.domain import Domain
from symbinfo.laws.law import ContinuousLaw

__all__ = ["total_of_polynomial", "weight_of", "with_positive_factors"]


def weight_of(part: ContinuousLaw, domain: Domain) -> Expr | None:
    """The integral of a density over its range, which need not be 1; None where no stored kernel serves.

    Parameters
    ----------
    part : ContinuousLaw
        A law restricted to a part of its range, not divided by the probability of that part.
    domain : Domain
        Where the parameters live.
    """
    x, density = part.variable, part.density
    if density.is_polynomial(x) and oo not in (abs(part.lower), abs(part.upper)):
        return with_positive_factors(integrate(density, (x, part.lower, part.upper)), domain)
    for kernel in nearest_kernels_of(part, domain):
        found = _by_kernel(part, kernel, domain)
        if found is not None:
            return found
    return None


def _by_kernel(part: ContinuousLaw, kernel: Match, domain: Domain) -> Expr | None:
    if kernel.weight != 1 or kernel.row.value.has(hyper) or not domain.implies(converges_when(kernel)):
        return None
    y, inside = kernel.form.variable, kernel.form.domain
    back = kernel.form.back[0]
    jacobian = diff(back, y)
    jacobian = -jacobian if inside.positive(-jacobian) else jacobian
    along = log_of(expand_power_base(part.density.xreplace({part.variable: back})), inside) + log_of(jacobian, inside)
    left = tidy(along - log_of(kernel.at(kernel.row.kernel), inside), inside)
    if left.has(y):
        left = left.expand()
    if left.has(y):
        return None
    value = kernel.at(kernel.row.value) * len(kernel.form.back)
    for term in Add.make_args(left.expand(log=False)):
        value *= exponential(term)
    if value.has(nan, zoo, oo):
        return None
    forms = [tidy(short_gammas(value), domain), value, as_product(value)]
    return with_positive_factors(simplest_of([f for f in forms if not f.has(log)] or forms), domain)


def with_positive_factors(expr: Expr, domain: Domain) -> Expr:
    """A rational expression as a product, each factor turned so that it is positive where that is known.

    Examples
    --------
    >>> from sympy import symbols
    >>> a, b, c = symbols("a b c")
    >>> with_positive_factors((a - c)/(a - b), Domain.of([a < c, c < b]))
    (-a + c)/(-a + b)
    """
    if not expr.is_rational_function() or expr.is_number:
        return expr
    factors: list[Expr] = []
    for factor in Mul.make_args(as_product(expr)):
        base, exponent = factor.as_base_exp()
        turned = isinstance(base, Add) and not domain.positive(base) and domain.positive(-base)
        factors.extend([S.NegativeOne**exponent, (-base) ** exponent] if turned else [factor])
    return Mul(*factors)


def total_of_polynomial(law: ContinuousLaw, domain: Domain) -> Derivation | None:
    """That a polynomial density with no root at an end integrates to 1, by its antiderivative; None of any other.

    Parameters
    ----------
    law : ContinuousLaw
        On a bounded range.
    domain : Domain
        Where the parameters live.
    """
    x, density, ends = law.variable, law.density, (law.lower, law.upper)
    if any(end.is_infinite for end in ends) or not density.is_polynomial(x) or not density.has(x):
        return None
    if any(expand(density.xreplace({x: end})).factor() == 0 for end in ends):
        return None
    primitive = Poly(density, x).integrate(x).as_expr()
    low, high = (primitive.xreplace({x: end}) for end in ends)
    whole, value = Integral(density, (x, *ends)), high - low
    if cancel(value - 1) != 0:
        return None
    cut = Reasoning("antiderivative", cuts=(CutRange(whole, ends, None, primitive, (1,)),))
    words = "The difference of an antiderivative at the two ends."
    step = Step(Relation.EQ, S.One, "antiderivative", words, start=whole, witness=cut)
    return Derivation(left=whole, domain=domain).then(step).closing(Status.CLOSED)
