"""Expectations of vectors: of one component by its marginal law, of a quadratic by mean and covariance."""

from __future__ import annotations

from collections.abc import Callable

from sympy import Add, And, Expr, Matrix, Mul, Poly, S, cancel, diff, exp, expand

from symbinfo.derivation import Derivation, Relation, Status, Step
from symbinfo.derivation.integrals.dirichlet_integral import dirichlet_integral
from symbinfo.derivation.integrals.iterated_integrals import one_by_one
from symbinfo.derivation.simplify.tidying import simplest_of, tidy
from symbinfo.derivation.witness import Reasoning
from symbinfo.expressions.domain import Domain
from symbinfo.expressions.unevaluated import mul
from symbinfo.laws.expectation import DensityValue, Expectation
from symbinfo.laws.independent_parts import ProductLaw
from symbinfo.laws.joint_normal import JointNormal
from symbinfo.laws.vector import Dirichlet, VectorLaw

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
        return _quadratic(node, law, domain, moment)
    if isinstance(law, Dirichlet) and node.body.has(DensityValue):
        return dirichlet_integral(node, domain, moment)
    if isinstance(law, ProductLaw) and (found := _of_independent_parts(node, law, domain, moment)) is not None:
        return found
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
    cites = tuple((found, ()) for found in (*one_by_one(node, domain, moment), lemma))
    witness = Reasoning("lemmas", cites=cites) if len(cites) > 1 else None
    derivation = derivation.then(Step(Relation.EQ, below, "marginal-law", because, start=node, witness=witness))
    step = Step(Relation.EQ, lemma.stands, "insert", "Insert it.", (lemma,), below, lemma.requires)
    return derivation.then(step).closing(Status.CLOSED)


def _of_independent_parts(node: Expectation, law: ProductLaw, domain: Domain, moment: Moment) -> Derivation | None:
    """A product of functions of one component each: the product of their means."""
    opened = node.body.replace(lambda e: isinstance(e, exp), lambda e: _split(expand(e.args[0])))
    own: dict[int, list[Expr]] = {}
    constant: list[Expr] = []
    for factor in Mul.make_args(opened):
        used = [i for i, v in enumerate(law.variable) if factor.has(v)]
        if len(used) > 1 or factor.has(DensityValue):
            return None
        (own.setdefault(used[0], []) if used else constant).append(factor)
    if len(own) < 2:
        return None
    lemmas = []
    for i, factors in sorted(own.items()):
        part = law.part(i)
        lemma = moment(Expectation(Mul(*factors).xreplace({law.variable[i]: part.variable}), part), domain)
        if lemma is None or lemma.status is not Status.CLOSED:
            return None
        lemmas.append(lemma)
    apart = mul(*constant, *(lemma.left for lemma in lemmas))
    # An integral of 0 is written without its parameters: it is no lemma.
    inner = () if any(lemma.stands == 0 for lemma in lemmas) else one_by_one(node, domain, moment)
    cites = tuple((lemma, ()) for lemma in (*inner, *lemmas))
    because = "The components are independent: the mean of a product is the product of the means."
    step = Step(Relation.EQ, apart, "independence", because, start=node, witness=Reasoning("lemmas", cites=cites))
    value = mul(*constant, *(lemma.stands for lemma in lemmas))
    needs = And(*(lemma.requires for lemma in lemmas))
    inserted = Step(Relation.EQ, value, "insert-expectations", "Insert the means.", tuple(lemmas), apart, needs)
    return Derivation(left=node, domain=domain).then(step).then(inserted).closing(Status.CLOSED)


def _split(exponent: Expr) -> Expr:
    """The exponential of a sum as a product."""
    return Mul(*(exp(term) for term in Add.make_args(exponent)), evaluate=False)


def _quadratic(node: Expectation, law: JointNormal, domain: Domain, moment: Moment) -> Derivation | None:
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
    witness = Reasoning("lemmas", cites=tuple((lemma, ()) for lemma in one_by_one(node, domain, moment)))
    step = Step(Relation.EQ, value, "second-moments", because, start=node, witness=witness)
    return Derivation(left=node, domain=domain).then(step).closing(Status.CLOSED)
