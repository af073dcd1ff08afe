"""The order in which an ordinary sum or product is written; what was written by hand keeps its own order."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sympy import (
    Add,
    Derivative,
    Expr,
    Integral,
    Limit,
    Mul,
    Pow,
    Rational,
    Subs,
    Sum,
    Symbol,
    Trace,
    beta,
    default_sort_key,
    exp,
    factorial,
    gamma,
    log,
    loggamma,
    polygamma,
)
from sympy.core.function import AppliedUndef, Function

from symbinfo.expressions.domain import Variable
from symbinfo.laws.expectation import ConditionalValue, DensityValue, Expectation
from symbinfo.laws.matrices import SpaceIntegral
from symbinfo.measures.base import Measure

__all__ = ["exponent_is_high", "factors_in_order", "is_heavy", "is_ordinary", "is_turned", "terms_in_order"]


def is_ordinary(expr: Expr) -> bool:
    """Tell whether SymPy itself would have built this node: then its order means nothing, and we choose one."""
    again = expr.func(*expr.args)
    return again.func is expr.func and again.args == expr.args


def terms_in_order(expr: Expr) -> list[Expr]:
    """The terms of a sum: as written; of an ordinary sum logarithms first, plain numbers last, a plus in front."""
    if not is_ordinary(expr):
        return list(expr.args)
    # SymPy's own order calls complex() on every factor, which for a definite integral means quadrature.
    plain = not expr.has(Integral, Sum, Limit, Derivative, Subs)
    usual = {term: i for i, term in enumerate(expr.as_ordered_terms() if plain else ())}

    def key(term: Expr) -> tuple[Any, ...]:
        rank = _rank(term)
        short = term.count_ops() if rank in (0, 3, 4, 5) else 0
        if rank == -1:
            short = int(leads_with_minus(term))
        return rank, short, usual.get(term, 0), default_sort_key(term)

    terms = sorted(expr.args, key=key)
    if all(_is_linear(t) for t in terms):
        # k + lambda - alpha - beta; and a + t, not t + a, where t is the parameter of a derivative.
        return sorted(terms, key=lambda t: (bool(t.could_extract_minus_sign()), t.is_number, str(t) == "t"))
    if leads_with_minus(terms[0]):
        positive = next((t for t in terms if not leads_with_minus(t)), None)
        if positive is not None:
            terms.remove(positive)
            terms.insert(0, positive)
    return terms


def leads_with_minus(term: Expr) -> bool:
    """Tell whether a term is written with a minus in front."""
    negative = bool(term.as_coeff_Mul()[0].is_negative)
    factors = Mul.make_args(term)
    return negative != (sum(is_turned(f, factors) for f in factors) % 2 == 1)


def is_turned(factor: Expr, factors: Iterable[Expr]) -> bool:
    """Tell whether a difference is written the other way round: phi - 1 beside log(1 - phi), and -a - 1 anywhere."""
    if not factor.is_Add or len(factor.args) > 4:
        return False
    if len(factor.args) == 2 and any(isinstance(f, log) and f.args[0] == -factor for f in factors):
        return True
    return is_ordinary(factor) and all(t.as_coeff_Mul()[0].is_negative for t in factor.args)


def _is_linear(term: Expr) -> bool:
    return bool(term.is_Symbol or term.is_Rational or ((-term).is_Symbol and term.could_extract_minus_sign()))


def _rank(term: Expr) -> int:
    """Logarithms, then algebraic terms, then what multiplies logarithms and special functions, then numbers."""
    if term.is_Rational:
        return 9
    kinds: tuple[tuple[Any, int], ...] = (
        ((Integral, Sum, Limit, Expectation), 7),
        (polygamma, 5),
        ((loggamma, gamma, beta), 4),
    )
    for kind, rank in kinds:
        if term.has(kind) if not isinstance(kind, tuple) else term.has(*kind):
            return rank
    if term.has(Measure) and not term.has(log):
        return -1
    if term.has(log):
        coefficient = [f for f in Mul.make_args(term) if not f.has(log)]
        return 0 if not Mul(*coefficient).free_symbols else 3
    if term.has(Trace) and not term.has(exp):
        return 1
    if term.is_number:
        return 8
    return 6 if term.has(Variable) and term.has(Function) and not term.has(exp) else 2


def factors_in_order(expr: Expr) -> list[Expr]:
    """The factors of a product: as written; of an ordinary one numbers, symbols, powers, sums, functions."""
    if not is_ordinary(expr):
        return list(expr.args)
    usual = {factor: i for i, factor in enumerate(expr.as_ordered_factors())}
    return sorted(expr.args, key=lambda f: (_weight(f), usual.get(f, 0), default_sort_key(f)))


def _weight(factor: Expr) -> int:
    base = factor.base if isinstance(factor, Pow) else factor
    if isinstance(base, Rational):
        return 0 if factor is base else 1
    if base.is_number and not base.args:
        return 2
    if isinstance(base, Symbol):
        return 4 if isinstance(base, Variable) else 3
    if isinstance(base, (ConditionalValue, DensityValue, AppliedUndef)):
        return 5
    if isinstance(base, (Add, Mul)):
        return 6
    if isinstance(base, (gamma, beta, factorial)):
        return 7
    if isinstance(base, exp):
        return 8
    return 9 if not isinstance(base, (Integral, Sum, Expectation)) else 10


def is_heavy(factor: Expr) -> bool:
    """Tell whether a factor stands beside a fraction rather than over its bar: logarithms, expectations, integrals."""
    if isinstance(factor, Pow):
        return bool(factor.exp.is_Integer) and is_heavy(factor.base)
    if isinstance(factor, exp):
        return exponent_is_high(factor.args[0])
    if isinstance(factor, (Mul, Expectation, Integral, SpaceIntegral, Sum, Measure, Limit, Trace)):
        return not isinstance(factor, Mul) or any(is_heavy(f) for f in factor.args)
    light = (gamma, beta, factorial, AppliedUndef)
    return isinstance(factor, Function) and not isinstance(factor, light)


def exponent_is_high(exponent: Expr) -> bool:
    """Tell whether an exponent reads better as exp(...) than as a superscript."""
    if exponent.has(Trace) or (isinstance(exponent, Add) and len(exponent.args) > 2):
        return True
    parts = [p for p in exponent.atoms(Pow) if p.exp.is_negative is not False or isinstance(p.base, Add)]
    return any(p.base.args and not p.base.is_Symbol for p in parts) or (exponent.has(Add) and bool(parts))
