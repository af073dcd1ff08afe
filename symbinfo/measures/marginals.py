"""Expectations under laws of vectors as expectations of one component at a time: what a law of vectors states."""

from __future__ import annotations

from typing import Any

from sympy import Add, And, E, Expr, Matrix, Mul, Piecewise, Poly, Pow, S, diff, exp, expand, log, oo, pi, sqrt

from symbinfo.laws.by_coordinates import CoordinateLaw
from symbinfo.laws.expectation import ConditionalValue, DensityValue, Expectation
from symbinfo.laws.joint_normal import JointNormal
from symbinfo.laws.law import Law
from symbinfo.laws.vector import VectorLaw, is_vector
from symbinfo.measures.base import Measure

__all__ = ["by_marginals", "in_marginals"]


def by_marginals(expr: Expr) -> Expr:
    """An expression over measures in which those of vectors are replaced by expectations of one component each.

    Parameters
    ----------
    expr : Expr
        A measure, or an expression over measures; those of one variable stay as they are.
    """
    changes = {
        m: in_marginals(_in_coordinates(m))
        for m in expr.atoms(Measure)
        if any(is_vector(w) or isinstance(w, CoordinateLaw) for w in m.laws)
    }
    return expr.xreplace(changes)


def _in_coordinates(measure: Measure) -> Expr:
    """The definition, where the statistics of a law are made of coordinates over those."""
    law = measure.laws[0]
    definition = measure.definition()
    if not isinstance(law, CoordinateLaw):
        return definition
    means = {
        node: node.body.replace(DensityValue, lambda w, at: w.density_at(at)) for node in definition.atoms(Expectation)
    }
    return definition.xreplace(
        {node: Expectation(law.in_coordinates(body), law.coordinates) for node, body in means.items()}
    )


def in_marginals(expr: Expr) -> Expr:
    """An expression in which expectations of vectors are replaced by expectations of one component each.

    Parameters
    ----------
    expr : Expr
        Definitions of measures, say.

    Returns
    -------
    Expr
        An equal expression: expectations are linear, the marginals of a law of vectors are known, and a quadratic in
        a normal vector needs mean and covariance only. What is not a sum of such terms stays as it is.

    Examples
    --------
    >>> import symbinfo as si
    >>> in_marginals(si.Entropy(si.dirichlet([2, 1, 1])).definition()).atoms(Expectation).pop().law.title
    'Beta(2, 2)'
    """
    changes = {node: _spread(node) for node in expr.atoms(Expectation) if is_vector(node.law)}
    return expr.xreplace({node: new for node, new in changes.items() if new is not None})


def _spread(node: Expectation) -> Expr | None:
    law = node.law
    if isinstance(law, JointNormal) and (found := _gaussian(node, law)) is not None:
        return found
    body = node.body.replace(lambda n: isinstance(n, (DensityValue, ConditionalValue)), lambda n: n.doit())
    body = body.replace(log, lambda argument: _taken_apart(argument, law))
    parts = [_of_term(term, law) for term in Add.make_args(expand(body))]
    return None if any(part is None for part in parts) else Add(*parts)


def _taken_apart(argument: Expr, law: Law) -> Expr:
    """The logarithm of a product of positive factors: those without the variables stay together."""
    constant, rest = argument.as_independent(*law.variable, as_Add=False)
    terms = [S.Zero if constant == 1 else log(constant)]
    for factor in Mul.make_args(rest):
        base, exponent = factor.as_base_exp()
        terms.append(exponent if base == E else exponent * log(base))
    return Add(*terms)


def _of_term(term: Expr, law: Law) -> Expr | None:
    constant, rest = term.as_independent(*law.variable, as_Add=False)
    if rest == 1:
        return constant
    found = _quadratic(rest, law) if isinstance(law, JointNormal) else _of_one_component(rest, law)
    return None if found is None else Mul(constant, found)


def _gaussian(node: Expectation, law: JointNormal) -> Expr | None:
    """The expectation of an exponential of a quadratic, by the Gaussian integral; +oo where it does not converge."""
    own = tuple(law.variable)
    if not node.body.has(Pow, exp):
        return None
    body = node.body.replace(lambda n: isinstance(n, DensityValue), lambda n: n.doit())
    parts = _exponential(body, own)
    whole = _exponential(law.density * body, own)
    if parts is None or whole is None or parts[1] == 0:
        return None
    constant, exponent = whole[0], expand(whole[1])
    if not exponent.is_polynomial(*own) or Poly(exponent, *own).total_degree() > 2:
        return None
    at_zero = dict.fromkeys(own, S.Zero)
    matrix = Matrix(len(own), len(own), lambda i, j: -diff(exponent, own[i], own[j]))
    slope = Matrix([diff(exponent, v).xreplace(at_zero) for v in own])
    minors = [matrix[: i + 1, : i + 1].det() for i in range(len(own))]
    converges = And(*(minor > 0 for minor in minors))
    if converges == False:  # noqa: E712 - a SymPy Boolean
        return oo
    square = (slope.T * matrix.adjugate() * slope)[0] / (2 * minors[-1])
    value = constant * exp(exponent.xreplace(at_zero) + square) * sqrt((2 * pi) ** len(own) / minors[-1])
    return Piecewise((value, converges), (oo, True))


def _exponential(body: Expr, own: tuple[Any, ...], outer: Expr = S.One) -> tuple[Expr, Expr] | None:
    """A product of constants and exponentials as the one constant and the one exponent; None for anything else."""
    if not body.has(*own):
        return body**outer, S.Zero
    if isinstance(body, exp):
        return S.One, outer * body.args[0]
    if isinstance(body, Pow) and not body.exp.has(*own):
        return _exponential(body.base, own, outer * body.exp)
    if not isinstance(body, Mul):
        return None
    constant, exponent = S.One, S.Zero
    for factor in body.args:
        part = _exponential(factor, own, outer)
        if part is None:
            return None
        constant, exponent = constant * part[0], exponent + part[1]
    return constant, exponent


def _quadratic(body: Expr, law: JointNormal) -> Expr | None:
    variables = tuple(law.variable)
    if not body.is_polynomial(*variables) or Poly(body, *variables).total_degree() > 2:
        return None
    pairs = ((i, j) for i in range(len(variables)) for j in range(len(variables)))
    spread = (law.covariance[i, j] * diff(body, variables[i], variables[j]) / 2 for i, j in pairs)
    return Add(body.xreplace(dict(zip(variables, law.mean, strict=True))), *spread)


def _of_one_component(body: Expr, law: VectorLaw) -> Expr | None:
    used = [i for i, v in enumerate(law.variable) if body.has(v)]
    if len(used) == 1:
        part = law.part(used[0])
        return Expectation(body.xreplace({law.variable[used[0]]: part.variable}), part)
    if law.rest is None:
        return None
    part, first = law.part(len(law.variable)), law.variable[used[0]]
    inside = body.xreplace({first: law.rest + first - part.variable}).replace(
        lambda n: isinstance(n, Add), lambda n: expand(n)
    )
    return None if inside.has(*law.variable) or inside == S.NaN else Expectation(inside, part)
