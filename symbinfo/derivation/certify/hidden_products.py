"""Sums of an integrand that are products, such as b - a - (b - a) y: a replay never looks for factors by itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations

from sympy import Add, Basic, Expr, Integral, Mul, Piecewise, Pow, S, Sum, Symbol, exp, expand_mul, factor_list, log
from sympy.polys.polyerrors import PolynomialError

from symbinfo.derivation.integrals.spelling import are_conjugate
from symbinfo.derivation.witness import Reasoning
from symbinfo.expressions.unevaluated import mul
from symbinfo.laws.expectation import DensityValue, Expectation, explicit
from symbinfo.laws.law import ContinuousLaw
from symbinfo.measures.base import Measure

__all__ = ["products_below", "products_in", "products_of", "products_outside"]

#: Of sums that are looked at: how many operations, and the highest power of anything in them. Others are long factored.
LARGEST, STEEPEST = 40, 12


def products_in(reasoning: Reasoning) -> Iterator[tuple[Expr, Expr]]:
    """The sums of the integrands, in the coordinate, that are products of several sums: each with its factors.

    A power of a symbol or a number in front is seen without a hint.
    """
    yield from products_of(*_integrands(reasoning))
    yield from _of_conjugates(reasoning)


def _of_conjugates(reasoning: Reasoning) -> Iterator[tuple[Expr, Expr]]:
    """In a coordinate that is a root: 1 - y, where its factors 1 - y**(1/2) and 1 + y**(1/2) stand."""
    for body in _integrands(reasoning):
        sums = sorted((a for a in body.atoms(Add) if any(p.exp == S.Half for p in a.atoms(Pow))), key=str)
        for first, second in combinations(sums, 2):
            if are_conjugate(first, second):
                yield expand_mul(first * second), Mul(first, second, evaluate=False)


def products_of(*exprs: Expr) -> Iterator[tuple[Expr, Expr]]:
    """The same of all sums of some expressions."""
    yield from _products(node for expr in exprs for node in sorted(expr.atoms(Add), key=str))


def products_outside(sides: Iterable[Expr], inside: bool) -> Iterator[tuple[Expr, Expr]]:
    """The same of sums under a logarithm or a root, of what is averaged only if asked: not of other integrands."""
    yield from _products(sum_ for side in sides for sum_ in _under_logarithms(side, inside))


def products_below(*exprs: Expr) -> Iterator[tuple[Expr, Expr]]:
    """The same of sums below a fraction, such as a**2 - 2*a*b + b**2: that they are not 0 is seen of their factors."""
    powers = (power for expr in exprs for power in sorted(expr.atoms(Pow), key=str))
    below = (power.base for power in powers if power.exp.is_Rational and power.exp < 0)
    yield from _products(base for base in below if isinstance(base, Add) and len(base.args) > 2)


def _under_logarithms(expr: Basic, inside: bool) -> Iterator[Add]:
    if isinstance(expr, Expectation) and inside and isinstance(expr.law, ContinuousLaw):
        yield from _under_logarithms(explicit(expr.body), inside)
    if isinstance(expr, (Integral, Sum, Expectation, Measure, DensityValue)):  # a law has its own variable
        return
    if isinstance(expr, log) or (isinstance(expr, Pow) and not expr.exp.is_Integer):
        bases = (base.as_base_exp()[0] for base in Mul.make_args(expr.args[0]))
        # Others have factors only by chance, which are long looked for.
        yield from (b for b in bases if isinstance(b, Add) and b.free_symbols and b.is_polynomial(*b.free_symbols))
    for part in expr.args:
        yield from _under_logarithms(part, inside)


def _products(sums: Iterable[Expr]) -> Iterator[tuple[Expr, Expr]]:
    seen: set[Expr] = set()
    for node in sums:
        if _is_steep(node):
            continue
        total = node.expand()
        if total in seen or not isinstance(total, Add) or total.count_ops() > LARGEST or _is_steep(total):
            continue
        seen.add(total)
        product = _as_product(total)
        if product is not None:
            yield total, product


def _is_steep(node: Expr) -> bool:
    """Whether a power in a sum, or a multiple in an exponential, makes a polynomial of a degree that is long factored."""
    exponents = (power.as_base_exp()[1] for power in node.atoms(Pow, exp))
    numbers = (part.as_coeff_Mul()[0] for exponent in exponents for part in Add.make_args(exponent))
    return any(number.is_Rational and max(abs(number.p), number.q) > STEEPEST for number in numbers)


def _integrands(reasoning: Reasoning) -> Iterator[Expr]:
    for entry in reasoning.integrals:
        for variable, body in _taken_apart(entry.integral):
            branches = entry.coordinate.branches if entry.coordinate is not None else (variable,)
            yield from (body.xreplace({variable: branch}) for branch in branches)
    for spread in reasoning.spread:
        parts = (spread.integral, *(part for _, part in spread.terms))
        yield from (body for part in parts for _, body in _taken_apart(part))


def _taken_apart(integral: Expr) -> Iterator[tuple[Symbol, Expr]]:
    """The variable and the integrand of an integral or an expectation."""
    if isinstance(integral, Expectation) and isinstance(integral.law, ContinuousLaw):
        yield integral.law.variable, mul(integral.law.density, integral.body)
    elif isinstance(integral, Integral) and len(integral.limits) == 1:
        yield integral.limits[0][0], integral.function


def _as_product(total: Expr) -> Expr | None:
    """The factors of a polynomial, where more than one of them is a sum."""
    if total.has(Piecewise):  # whose conditions SymPy would put in an order
        return None
    try:
        number, factors = factor_list(total)
    except (PolynomialError, TypeError):  # of coefficients of no known kind SymPy tries to put expressions in an order
        return None
    if sum(n for base, n in factors if isinstance(base, Add)) < 2:
        return None
    return Mul(number, *(Pow(base, n, evaluate=False) for base, n in factors), evaluate=False)
