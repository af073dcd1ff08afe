"""The logarithm of a sum of two densities, as that of one of them and of 1 + their ratio, or of one fraction."""

from __future__ import annotations

from typing import Any

from sympy import (
    Add,
    Expr,
    Symbol,
    cancel,
    default_sort_key,
    exp,
    expand,
    factor,
    fraction,
    log,
    powsimp,
    simplify,
    together,
)

from symbinfo.derivation.rules.densities import expanded_log_density
from symbinfo.derivation.rules.example_laws import EXPONENTIAL
from symbinfo.derivation.rules.rule import Context, Rewritten, Rule, Theme
from symbinfo.derivation.simplify.log_of import log_of
from symbinfo.expressions.domain import Domain
from symbinfo.expressions.unevaluated import add, replace_where
from symbinfo.laws.expectation import DensityValue, Expectation
from symbinfo.laws.law import ContinuousLaw

__all__ = ["INSERT_MIXTURES", "has_mixture"]

LARGEST = 40


def has_mixture(expr: Expr) -> bool:
    """Whether the logarithm of a sum of two densities stands somewhere."""
    return any(_pair(node) is not None for node in expr.atoms(log))


def _pair(node: Any) -> tuple[ContinuousLaw, ContinuousLaw] | None:
    """The laws of ``log(p(x) + q(x))``, on one range."""
    if not isinstance(node, log) or not isinstance(node.args[0], Add) or len(node.args[0].args) != 2:
        return None
    if not all(isinstance(v, DensityValue) and type(v.law) is ContinuousLaw for v in node.args[0].args):
        return None
    first, second = (value.law for value in node.args[0].args)
    same = (first.lower, first.upper, first.variable) == (second.lower, second.upper, second.variable)
    return (first, second) if same and all(v.point == v.law.variable for v in node.args[0].args) else None


def _insert_mixtures(expr: Expr, context: Context) -> Rewritten | None:
    def change(node: Any) -> Any:
        laws = _pair(node)
        if laws is None:
            return None
        first, second = sorted(laws, key=default_sort_key)
        return _opened(first, second, context.domain)

    def inside(node: Any) -> Any:
        return Expectation(replace_where(node.body, change), node.law) if isinstance(node, Expectation) else None

    new = replace_where(expr, inside)
    return Rewritten(new) if new != expr else None


def _opened(first: ContinuousLaw, second: ContinuousLaw, domain: Domain) -> Expr | None:
    x, p, q = first.variable, first.density, second.density
    where = first.inside(domain)
    if p.is_rational_function(x) and q.is_rational_function(x):
        top, bottom = fraction(together(p + q))
        sides = (
            log_of(factor(side) if not side.is_polynomial(x) else side, where) for side in (_plain(top, x), bottom)
        )
        above, below = sides
        return add(above, *(-term for term in Add.make_args(below)))
    otherwise: Expr | None = None
    for law, other in ((first, second), (second, first)):
        ratio = powsimp(simplify(other.density / law.density))
        if ratio.count_ops() > LARGEST:
            continue
        opened = add(expanded_log_density(law, domain), log(1 + ratio))
        waves = [node.args[0] for node in ratio.atoms(exp) if node.has(x)]
        if all(where.positive(-wave.diff(x)) or where.nonnegative(-wave) for wave in waves):
            return opened
        if first.lower.is_infinite or first.upper.is_finite:
            otherwise = otherwise or opened
    return otherwise


def _plain(top: Expr, x: Symbol) -> Expr:
    """A numerator as a polynomial, what is free of the variable taken out."""
    return cancel(expand(top)).collect(x)


_x, (_a,) = EXPONENTIAL.variable, EXPONENTIAL.parameters
_P = EXPONENTIAL
_Q = ContinuousLaw("Q", "Density", (_a,), _a > 0, _x, 2 * _a * exp(-2 * _a * _x), _P.lower, _P.upper)
_sum = DensityValue(_P, _x) + DensityValue(_Q, _x)

INSERT_MIXTURES = Rule(
    name="insert-mixture",
    theme=Theme.DEFINITIONS,
    why="The sum of the two densities is one of them times 1 plus their ratio, or one fraction.",
    rewrite=_insert_mixtures,
    examples=((Expectation(log(_sum), _P), Expectation(add(log(_a), -_a * _x, log(1 + 2 * exp(-_a * _x))), _P)),),
    refuses=(Expectation(log(DensityValue(_P, _x)), _P), log(_a)),
)
