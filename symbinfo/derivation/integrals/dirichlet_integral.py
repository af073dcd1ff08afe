"""Powers of densities of Dirichlet laws: products of powers of the shares, by the Dirichlet integral."""

from __future__ import annotations

from sympy import Add, And, Expr, Mul, expand, gamma

from symbinfo.derivation import Derivation, Relation, Status, Step
from symbinfo.derivation.integrals.chains_of_laws import Moment
from symbinfo.derivation.integrals.iterated_integrals import one_by_one
from symbinfo.derivation.integrals.normal_vectors import exponents_of_densities
from symbinfo.derivation.simplify.tidying import tidy
from symbinfo.derivation.witness import Reasoning
from symbinfo.expressions.domain import Domain
from symbinfo.expressions.unevaluated import mul
from symbinfo.laws.expectation import Expectation
from symbinfo.laws.vector import Dirichlet

__all__ = ["dirichlet_integral"]

BECAUSE = (
    "The Dirichlet integral (DLMF 5.14.1): the shares to powers integrate to the product of the gamma functions of the "
    "exponents plus 1, over the gamma function of their sum."
)


def dirichlet_integral(node: Expectation, domain: Domain, moment: Moment) -> Derivation | None:
    """The mean of a product of powers of Dirichlet densities, or None where the body is none.

    Parameters
    ----------
    node : Expectation
        Under a Dirichlet law.
    domain : Domain
        Where the parameters live.
    moment : callable
        Derives an expectation under a law of one variable.
    """
    exponents = exponents_of_densities(node.body)
    law = node.law
    if not exponents or any(p.point != node.variable or not isinstance(p.law, Dirichlet) for p in exponents):
        return None
    shares = (*law.variable, law.rest)
    powers = [Add(*(n * (p.law.parameters[i] - 1) for p, n in exponents.items())) for i in range(len(shares))]
    powers = [tidy(expand(power)) for power in powers]
    constant = Mul(*(_constant(p.law) ** n for p, n in exponents.items()))
    averaged = Expectation(Mul(*(x**s for x, s in zip(shares, powers, strict=True))), law)
    linear = Reasoning("linear")
    start = Derivation(left=node, domain=domain)
    derivation = start.then(
        Step(
            Relation.EQ,
            mul(constant, averaged),
            "insert-densities",
            "Insert the densities.",
            start=node,
            witness=linear,
        )
    )
    moved = [tidy(expand(a + s)) for a, s in zip(law.parameters, powers, strict=True)]
    total = tidy(expand(Add(*moved)))
    value = Mul(*(gamma(a) for a in moved)) / gamma(total) * _constant(law)
    needs = And(*(a > 0 for a in moved if not domain.positive(a)))
    if domain.excludes(needs):
        return None
    within = domain.and_(needs)
    cites = tuple((lemma, ()) for lemma in one_by_one(averaged, within, moment))
    witness = Reasoning("lemmas", cites=cites) if cites else None
    step = Step(
        Relation.EQ, mul(constant, value), "dirichlet-integral", BECAUSE, (), derivation.stands, needs, witness=witness
    )
    return derivation.then(step).closing(Status.CLOSED)


def _constant(law: Dirichlet) -> Expr:
    """What stands in front of the powers."""
    found: Expr = gamma(Add(*law.parameters)) / Mul(*(gamma(a) for a in law.parameters))
    return found
