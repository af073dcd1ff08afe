"""Expectations of vectors: of one component by its marginal law, of a quadratic by mean and covariance."""

from __future__ import annotations

from collections.abc import Callable

from sympy import Add, Matrix, Poly, S, cancel, diff, expand

from symbinfo.derivation import Derivation, Relation, Status, Step
from symbinfo.derivation.rules.algebra import simplest_of, tidy
from symbinfo.expressions.domain import Domain
from symbinfo.laws.expectation import Expectation
from symbinfo.laws.joint_normal import JointNormal
from symbinfo.laws.vector import VectorLaw

__all__ = ["vector_moment"]

Moment = Callable[[Expectation, Domain], "Derivation | None"]


def vector_moment(node: Expectation, domain: Domain, moment: Moment) -> Derivation | None:
    """E[f(X)] of a vector, or None where f is neither a function of one component nor a quadratic.

    Parameters
    ----------
    node : Expectation
        Under a joint normal law, or a law whose marginals are known.
    domain : Domain
        Where the parameters live.
    moment : callable
        Derives the expectation under a marginal law.
    """
    law = node.law
    if isinstance(law, JointNormal):
        return _quadratic(node, law, domain)
    if isinstance(law, VectorLaw):
        return _of_one_component(node, law, domain, moment)
    return None


def _of_one_component(node: Expectation, law: VectorLaw, domain: Domain, moment: Moment) -> Derivation | None:
    used = [i for i, v in enumerate(law.variable) if node.body.has(v)]
    if len(used) == 1:
        (i,) = used
        part, variable = law.part(i), law.variable[i]
    elif law.rest is not None and used:
        i = len(law.variable)
        part = law.part(i)
        variable = law.rest
    else:
        return None
    body = node.body.subs(variable, part.variable)
    if any(body.has(v) for v in law.variable if v != part.variable):
        return None
    below = Expectation(body, part)
    lemma = moment(below, domain)
    if lemma is None:
        return None
    because = f"The component has the law {part.title}."
    derivation = Derivation(left=node, domain=domain)
    derivation = derivation.then(Step(Relation.EQ, below, "marginal-law", because, start=node))
    step = Step(Relation.EQ, lemma.stands, "insert", "Insert it.", (lemma,), below, lemma.requires)
    return derivation.then(step).closing(Status.CLOSED)


def _quadratic(node: Expectation, law: JointNormal, domain: Domain) -> Derivation | None:
    """``x^T A x + b^T x + c``: the trace of A times the covariance, and its value at the mean."""
    variables = tuple(law.variable)
    if not node.body.is_polynomial(*variables) or Poly(node.body, *variables).total_degree() > 2:
        return None
    curvature = Matrix(len(variables), len(variables), lambda i, j: diff(node.body, variables[i], variables[j]) / 2)
    spread = Add(*(cancel(e) for e in (curvature * Matrix(law.covariance)).diagonal()))
    at_mean = node.body.xreplace(dict(zip(variables, law.mean, strict=True)))
    value = simplest_of([tidy(cancel(expand(spread + at_mean)), domain), cancel(spread) + at_mean])
    value = value if value != 0 else S.Zero
    because = (
        "A quadratic averages to its value at the mean and the trace of its matrix times the covariance, since "
        "E[(X - m)(X - m)^T] is the covariance."
    )
    derivation = Derivation(left=node, domain=domain)
    return derivation.then(Step(Relation.EQ, value, "second-moments", because, start=node)).closing(Status.CLOSED)
