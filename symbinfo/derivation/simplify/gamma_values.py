"""Values of gamma, beta and polygamma functions: written short, without poles and gaps of their own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sympy import (
    Add,
    Dummy,
    Expr,
    Mul,
    Pow,
    Symbol,
    beta,
    cancel,
    default_sort_key,
    erfc,
    expand_func,
    gamma,
    gammasimp,
    pi,
    polygamma,
    sin,
)

from symbinfo.derivation.simplify.recurrences import by_half_steps, by_one_gamma, by_one_polygamma
from symbinfo.expressions.domain import Domain
from symbinfo.expressions.unevaluated import replace_where

__all__ = [
    "has_gap",
    "short_gammas",
    "ways_to_write",
    "with_ordered_beta",
    "with_short_digammas",
    "without_beta",
    "without_poles",
]

# Digamma at p/q opened with the theorem of Gauss has about q terms.
LARGEST_DENOMINATOR = 4


def with_ordered_beta(expr: Expr) -> Expr:
    """``beta(b, a)`` and ``beta(a, b)`` in one order; of numbers it is left, which SymPy may evaluate by Catalan numbers."""
    table = {f: beta(*sorted(f.args, key=default_sort_key)) for f in expr.atoms(beta) if f.free_symbols}
    return expr.xreplace({f: new for f, new in table.items() if isinstance(new, beta)})


def with_short_digammas(expr: Expr) -> Expr:
    """Special functions opened; digamma at a fraction only where the theorem of Gauss gives a few terms."""
    fractions = (a for a in expr.atoms(polygamma) if a.args[1].is_Rational and a.args[1].q > LARGEST_DENOMINATOR)
    long = {a: Dummy() for a in (*fractions, *expr.atoms(erfc))}  # 1 - erf(z) has no digits left far out
    return expand_func(expr.xreplace(long)).xreplace({dummy: a for a, dummy in long.items()})


def without_beta(expr: Expr) -> Expr:
    """Beta functions written with gamma functions, whose quotients and derivatives SymPy knows."""
    return expr.replace(beta, lambda a, b: gamma(a) * gamma(b) / gamma(a + b)) if expr.has(beta) else expr


def short_gammas(expr: Expr) -> Expr:
    """Quotients of gamma functions shortened: Gamma(a + 1)/Gamma(a) is a."""
    opened = without_beta(expr)
    return gammasimp(by_one_gamma(opened)) if opened.has(gamma) else opened


def ways_to_write(final: Expr) -> Iterable[Expr]:
    """A value as it is, and with fewer polygamma functions."""
    halves = by_half_steps(final)
    return dict.fromkeys((final, by_one_polygamma(final), halves, by_one_polygamma(halves)))


def without_poles(expr: Expr, domain: Domain) -> Expr:
    """The recurrence of gamma taken back where its argument may be 0: u Gamma(u) is Gamma(u + 1), which has a value there."""

    def change(node: Any) -> Any:
        if not isinstance(node, Mul):
            return None
        risky = (f for f in node.args if isinstance(f, gamma) and not domain.positive(f.args[0]))
        for found in (f for f in risky if f.free_symbols):
            u = found.args[0]
            for factor_ in (f for f in node.args if isinstance(f, (Add, Symbol))):
                ratio = cancel(factor_ / u)
                if not ratio.has(Add):
                    others = Mul(*(f for f in node.args if f not in (found, factor_)), ratio, gamma(u + 1))
                    return change(others) or others
        return None

    return replace_where(expr, change) if expr.has(gamma) else expr


def has_gap(expr: Expr, domain: Domain) -> bool:
    """Whether a sine stands below that is 0 somewhere: sin(pi z) is not for 0 < z < 1."""
    below = (p.args[0] for p in expr.atoms(Pow) if p.args[1].is_negative)
    angles = {w.args[0] / pi for base in below for w in base.atoms(sin)}
    return any(not (domain.positive(z) and domain.positive(1 - z)) for z in angles if z.free_symbols)
