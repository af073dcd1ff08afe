"""Totals of densities that are g(u(x)) u'(x): the antiderivative of a power or an exponential of one inner function."""

from __future__ import annotations

from collections.abc import Iterator

from sympy import (
    Add,
    Expr,
    Integral,
    Mul,
    Pow,
    S,
    Symbol,
    default_sort_key,
    diff,
    exp,
    expand,
    expand_power_base,
    factor,
    powsimp,
    together,
)

from symbinfo.derivation import Derivation, Relation, Status, Step
from symbinfo.derivation.witness import CutRange, Reasoning
from symbinfo.expressions.domain import Domain
from symbinfo.expressions.unevaluated import evaluated
from symbinfo.laws.law import ContinuousLaw

__all__ = ["total_by_substitution"]

#: Inner functions that are tried.
MOST = 6


def total_by_substitution(law: ContinuousLaw, domain: Domain) -> Derivation | None:
    """That a law adds up to 1, by an antiderivative C u^p or C exp(u), u a function in its density; None of others.

    What the antiderivative is at the ends, and so that the total is 1 and nothing else, is for the replay to say.

    Parameters
    ----------
    law : ContinuousLaw
        The law.
    domain : Domain
        Where its parameters live.
    """
    x = law.variable
    density = evaluated(law.density)
    for inner, outer, slope in list(_candidates(density, x))[:MOST]:
        constant = _constant(density, diff(inner, x) * slope, x)
        if constant is None:
            continue
        whole = Integral(law.density, (x, law.lower, law.upper))
        cut = CutRange(whole, (law.lower, law.upper), None, constant * outer, (1,))
        words = "The density is the derivative of its distribution function."
        witness = Reasoning("antiderivative", cuts=(cut,))
        step = Step(Relation.EQ, S.One, "antiderivative", words, start=whole, witness=witness)
        return Derivation(left=whole, domain=domain).then(step).closing(Status.CLOSED)
    return None


def _candidates(density: Expr, x: Symbol) -> Iterator[tuple[Expr, Expr, Expr]]:
    """Inner functions u, with g(u) and its slope in u."""
    for part in Mul.make_args(density):
        base, exponent = part.as_base_exp()
        if isinstance(part, Pow) and exponent.free_symbols and not exponent.has(x) and base.has(x):
            yield base, base ** (exponent + 1), (exponent + 1) * base**exponent
    for node in sorted(density.atoms(exp), key=lambda e: (-e.count_ops(), default_sort_key(e))):
        if node.has(x):
            yield node.exp, node, node
            yield node, exp(-node), -exp(-node)


def _constant(density: Expr, slope: Expr, x: Symbol) -> Expr | None:
    """The density over the slope, if that is a constant."""
    top, bottom = (_opened(part) for part in (density, slope))
    found = powsimp(factor(together(expand_power_base(powsimp(top / bottom)))))
    return None if found.has(x) else found


def _opened(expr: Expr) -> Expr:
    """Exponentials of sums as products, so that they cancel."""
    return expr.replace(exp, lambda u: Mul(*(exp(t) for t in Add.make_args(expand(u)))))
