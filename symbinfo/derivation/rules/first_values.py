"""First values apart: a mass whose formula is another at its first values, such as one with an atom at 0 besides."""

from __future__ import annotations

from typing import Any

from sympy import (
    Add,
    And,
    Eq,
    Expr,
    Integer,
    KroneckerDelta,
    Mul,
    Piecewise,
    S,
    Symbol,
    exp,
    expand,
    factorial,
    log,
    oo,
    powsimp,
)
from sympy.logic.boolalg import Boolean

from symbinfo.derivation.rules.rule import Context, Rewritten, Rule, Theme
from symbinfo.derivation.simplify.log_of import log_of
from symbinfo.derivation.simplify.tidying import simplest_of, tidy
from symbinfo.expressions.domain import Domain, Variable
from symbinfo.expressions.unevaluated import add, mul, replace_where
from symbinfo.laws.expectation import Expectation
from symbinfo.laws.law import DiscreteLaw

__all__ = ["FIRST_VALUES_APART"]

#: So many values are told one by one.
MOST_VALUES = 3
CASES = (Piecewise, KroneckerDelta)


def _first_values_apart(expr: Expr, context: Context) -> Rewritten | None:
    """E[f(X)] as p(0) f(0) + P(X > 0) E[f(X) | X > 0], where the mass of all other values has one formula."""

    def change(node: Any) -> Expr | None:
        if not isinstance(node, Expectation) or type(node.law) is not DiscreteLaw or not node.law.density.has(*CASES):
            return None
        return _apart(node, context.domain)

    new = replace_where(expr, change)
    return None if new == expr else Rewritten(new)


def _apart(node: Expectation, domain: Domain) -> Expr | None:
    law, k, body = node.law, node.law.variable, node.body
    domain = domain.and_(law.condition)
    if not law.lower.is_Integer:
        return None
    for number in range(1, MOST_VALUES + 1):
        first = [law.lower + i for i in range(number)]
        start = law.lower + number
        beyond = domain.and_(start <= k, *([] if law.upper == oo else [k <= law.upper]))
        mass, rest = (_settled(part, beyond) for part in (law.density, body))
        if mass.has(*CASES) or rest.has(*CASES):
            continue
        at = [_at(law.density, k, value, domain) for value in first]
        if not all(map(domain.positive, at)):
            return None
        whole = _with_positive_factors(1 - Add(*at), domain)
        given = simplest_of([shown := mass / whole, powsimp(shown)])
        others = DiscreteLaw("R", "Mass", (given,), law.condition, k, given, start, law.upper)
        heads = (mul(p, _logarithms(_at(body, k, value, domain), domain)) for p, value in zip(at, first, strict=True))
        return add(*heads, mul(whole, Expectation(_logarithms(rest, beyond), others)))
    return None


def _with_positive_factors(total: Expr, domain: Domain) -> Expr:
    """A probability as a product of factors that are seen to be positive, where it is one."""
    factors = [-f if domain.positive(-f) else f for f in Mul.make_args(total.factor()) if f != -1]
    upright = Mul(*factors)
    return upright if all(map(domain.positive, factors)) and expand(upright - total) == 0 else total


def _settled(expr: Expr, domain: Domain) -> Expr:
    """With the case of each distinction that holds on the whole domain, where one is known to."""

    def chosen(*pairs: tuple[Expr, Boolean]) -> Expr:
        for value, condition in pairs:
            if condition == True or domain.implies(condition):  # noqa: E712 - a SymPy Boolean
                return value
            if not domain.excludes(condition):
                break
        return Piecewise(*pairs)

    def equal(i: Expr, j: Expr) -> Expr:
        apart = domain.positive(i - j) or domain.positive(j - i)
        return S.Zero if apart else KroneckerDelta(i, j)

    return expr.replace(KroneckerDelta, equal).replace(Piecewise, chosen)


def _at(expr: Expr, k: Symbol, value: Expr, domain: Domain) -> Expr:
    there = expr.xreplace({k: value}).doit()
    return simplest_of([there, tidy(there, domain)])


def _logarithms(body: Expr, domain: Domain) -> Expr:
    """What is averaged, with the logarithms of products split and equal terms together."""
    return expand(body.replace(log, lambda argument: log_of(argument, domain)), power_exp=False, log=False)


_k = Variable("k", integer=True)
_r, _w = Symbol("r", positive=True), Symbol("w", positive=True)
_ATOM = Piecewise((_w, Eq(_k, 0)), (S.Zero, True))
_MASS = _ATOM + (1 - _w) * exp(-_r) * _r**_k / factorial(_k)
_INFLATED = DiscreteLaw("P", "Mass", (_MASS,), And(_r > 0, _w < 1), _k, _MASS, Integer(0), oo)
_POISSON = DiscreteLaw("P", "Poisson", (_r,), _r > 0, _k, exp(-_r) * _r**_k / factorial(_k), Integer(0), oo)
_REST = _r**_k / ((exp(_r) - 1) * factorial(_k))
_GIVEN = DiscreteLaw("R", "Mass", (_REST,), _INFLATED.condition, _k, _REST, Integer(1), oo)

FIRST_VALUES_APART = Rule(
    name="first-values-apart",
    theme=Theme.EXPECTATIONS,
    why="The first values have probabilities of their own: R is the law of all others.",
    rewrite=_first_values_apart,
    examples=((Expectation(_k, _INFLATED), Mul(1 - _w, 1 - exp(-_r)) * Expectation(_k, _GIVEN)),),
    refuses=(Expectation(_k, _POISSON), log(_r)),
)
