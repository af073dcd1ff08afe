"""Means of functions of several variables: linear in sums, a product over independent ones, and Stein's identity over normal ones."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from typing import Any

from sympy import Add, Expr, Integer, Mul, Poly, PolynomialError, S, Symbol, diff, expand

from symbinfo.expressions.errors import QueryError
from symbinfo.laws.law import Law
from symbinfo.query.variables import Finite, Normals

__all__ = ["mean_of_products"]

#: The highest degree of a polynomial in jointly normal variables.
HIGHEST_DEGREE = 8


def mean_of_products(
    value: Expr, places: dict[str, Symbol], variables: Any, alone: Callable[[Expr, Law], Expr]
) -> Expr:
    """The mean of a function of several variables of a setting.

    Parameters
    ----------
    value : Expr
        The function.
    places : dict of str to Symbol
        What stands for each variable in it.
    variables : Variables
        The variables of the setting.
    alone : callable
        The mean of a function of the variable of one law.

    Raises
    ------
    QueryError
        When it is no sum of products over variables that are known to be independent, or finite, or jointly normal.
    """
    groups = [group for group in variables.groups if set(group.names) & set(places)]
    for one, other in combinations(groups, 2):
        pairs = ((a, b) for a in one.names for b in other.names if a in places and b in places)
        if torn := next((pair for pair in pairs if variables.hang_together(*pair)), None):
            raise QueryError(
                f"a mean of {torn[0]} and {torn[1]} is not read: they are neither independent nor one table"
            )
    total: list[Expr] = []
    for term in Add.make_args(expand(value) if len(groups) > 1 else value):
        factors: dict[int, list[Expr]] = {}
        for factor in Mul.make_args(term):
            of = [at for at, group in enumerate(groups) if factor.has(*_own(group, places).values())]
            if len(of) > 1:
                raise QueryError("a mean over independent variables is read of sums of products of functions of each")
            factors.setdefault(of[0] if of else -1, []).append(factor)
        constant = Mul(*factors.pop(-1, []))
        means = [_within(Mul(*parts), groups[at], _own(groups[at], places), alone) for at, parts in factors.items()]
        total.append(Mul(constant, *means))
    return Add(*total)


def _own(group: Any, places: dict[str, Symbol]) -> dict[str, Symbol]:
    return {name: place for name, place in places.items() if name in group.names}


def _within(value: Expr, group: Any, places: dict[str, Symbol], alone: Callable[[Expr, Law], Expr]) -> Expr:
    """The mean over the variables of one group."""
    used = {name: place for name, place in places.items() if value.has(place)}
    if isinstance(group, Finite):
        rows = group.marginal(tuple(used)).rows
        return Add(*(mass * value.xreplace(dict(zip(used.values(), outcome, strict=True))) for outcome, mass in rows))
    if len(used) == 1:
        ((name, place),) = used.items()
        law = group.law(name)
        return alone(value.xreplace({place: law.variable}), law)
    if not isinstance(group, Normals):
        raise QueryError(f"a mean of {' and '.join(used)} together is not read: they are neither finite nor normal")
    try:
        polynomial = Poly(value, *used.values())
    except PolynomialError:
        polynomial = None
    if polynomial is None or polynomial.total_degree() > HIGHEST_DEGREE:
        raise QueryError(
            f"of jointly normal variables the means of polynomials are read, to the degree {HIGHEST_DEGREE}"
        )
    at = {place: group.names.index(name) for name, place in used.items()}
    return expand(_normal(polynomial.as_expr(), at, group))


def _normal(value: Expr, at: dict[Symbol, int], group: Normals) -> Expr:
    """E[x g] = E[x] E[g] + the sum over y of Cov(x, y) E[dg/dy], C. Stein (1981), Lemma 2."""
    total: Expr = S.Zero
    for term in Add.make_args(expand(value)):
        x = next((place for place in at if term.has(place)), None)
        if x is None:
            total += term
            continue
        rest = expand(term / x)
        inner: Expr = group.mean[at[x]] * rest
        inner += sum((group.covariance[at[x], at[y]] * diff(rest, y) for y in at), start=Integer(0))
        total += _normal(inner, at, group)
    return total
