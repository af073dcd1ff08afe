"""Antiderivatives with one logarithm: affine, of a quadratic by the arctangent, of 1 + exp by polylogarithms or by division."""

from __future__ import annotations

from sympy import (
    Add,
    Expr,
    Poly,
    S,
    Symbol,
    atan,
    cancel,
    exp,
    expand,
    factorial,
    log,
    polylog,
    powsimp,
    simplify,
    sqrt,
)

from symbinfo.derivation.simplify.log_of import log_of
from symbinfo.derivation.simplify.special import quadratic
from symbinfo.expressions.domain import Domain

__all__ = ["antiderivative_with_logarithm"]

LARGEST_DEGREE = 6


def antiderivative_with_logarithm(weight: Expr, argument: Expr, x: Symbol, inside: Domain) -> Expr | None:
    """An antiderivative of ``weight * log(argument)``, or None where no rule gives one.

    Parameters
    ----------
    weight : Expr
        A polynomial, or a multiple of an exponential.
    argument : Expr
        Affine, a quadratic without a real zero, ``C ((x - c)**2 + d**2)``, or ``A + B exp(k x)`` with A and B positive; with an
        exponential as weight it is the latter, and the weight is a multiple of exp(j k x), with j or 2 j a whole number.
    x : Symbol
        The variable.
    inside : Domain
        Where it and the parameters live.

    References
    ----------
    By parts; DLMF 4.24.9 for the arctangent, 25.12.2 and 25.12.10 for the polylogarithms.
    """
    if not weight.is_polynomial(x):
        return _by_powers_of_exponential(weight, argument, x, inside)
    if Poly(weight, x).degree() > LARGEST_DEGREE:
        return None
    slope = argument.diff(x)
    if not slope.has(x) and slope != 0:
        return _by_root(weight, argument, expand(x - argument / slope), x)
    squares = quadratic(argument, x)
    if squares is not None and inside.positive(squares[2]):
        return _by_arctangent(weight, argument, *squares, x)
    return _by_polylogarithms(weight, argument, x, inside)


def _by_root(weight: Expr, argument: Expr, root: Expr, x: Symbol) -> Expr:
    """F log(c + d x) - int F/(x - r), with F' the weight and F = 0 at the root r: the quotient is a polynomial."""
    front = Poly(weight, x).integrate(x).as_expr()
    front = front - front.xreplace({x: root})
    rest = Poly(cancel(front / (x - root)), x).integrate(x).as_expr()
    return front * log(argument) - rest + rest.xreplace({x: root})


def _by_arctangent(weight: Expr, argument: Expr, lead: Expr, c: Expr, d: Expr, x: Symbol) -> Expr:
    """P log g - int P g'/g with P' the weight, in u = x - c: u^(m+1)/(u^2 + d^2) by division."""
    u = x - c
    coefficients = Poly(weight.xreplace({x: x + c}), x).all_coeffs()[::-1]
    parts: list[Expr] = []
    for n, a in enumerate(coefficients):
        parts += [a * u ** (n + 1) / (n + 1) * log(argument), -2 * a / (n + 1) * _rational(n + 2, u, d, argument, lead)]
    return Add(*parts)


def _rational(m: int, u: Expr, d: Expr, argument: Expr, lead: Expr) -> Expr:
    """The integral of u^m/(u^2 + d^2) in u."""
    if m == 0:
        return atan(u / d) / d
    if m == 1:
        return log(argument) / 2
    return u ** (m - 1) / (m - 1) - d**2 * _rational(m - 2, u, d, argument, lead)


def _by_polylogarithms(weight: Expr, argument: Expr, x: Symbol, inside: Domain) -> Expr | None:
    """Of x^n log(A + B exp(k x)): by parts n times, each time the next polylogarithm of -B/A exp(k x)."""
    parts_of = _one_and_exponential(argument, x, inside)
    if parts_of is None:
        return None
    constant, w, slope = parts_of
    parts = [log_of(constant, inside) * Poly(weight, x).integrate().as_expr()] if constant != 1 else []
    for n, a in enumerate(Poly(weight, x).all_coeffs()[::-1]):
        for j in range(n + 1):
            falling = factorial(n) / factorial(n - j)
            parts.append(-a * (S.NegativeOne**j) * falling * x ** (n - j) * polylog(2 + j, -w) / slope ** (j + 1))
    return Add(*parts)


def _one_and_exponential(argument: Expr, x: Symbol, inside: Domain) -> tuple[Expr, Expr, Expr] | None:
    """A, B/A exp(k x) and k, where the argument is A + B exp(k x)."""
    constant, moving = argument.as_independent(x, as_Add=True)
    factor, wave = moving.as_independent(x, as_Add=False)
    if not isinstance(wave, exp) or not (inside.positive(constant) and inside.positive(factor)):
        return None
    slope = wave.args[0].diff(x)
    known = slope != 0 and not slope.has(x) and (inside.positive(slope) or inside.positive(-slope))
    return (constant, powsimp(factor / constant * wave), slope) if known else None


def _by_powers_of_exponential(weight: Expr, argument: Expr, x: Symbol, inside: Domain) -> Expr | None:
    """Of exp(j k x) log(A + B exp(k x)) by parts, in w = B/A exp(k x): w^j/(1 + w) by division, down to an arctangent."""
    parts_of = _one_and_exponential(argument, x, inside)
    outside, wave = powsimp(weight).as_independent(x, as_Add=False)
    if parts_of is None or not isinstance(wave, exp) or wave.args[0].diff(x, 2) != 0:
        return None
    _, w, slope = parts_of
    j = simplify(wave.args[0].diff(x) / slope)
    if not (2 * j).is_Integer or not 0 < abs(j) <= LARGEST_DEGREE:
        return None
    m, rest = S.Zero, log(1 + w)  # of w^m/(1 + w), in log w, from one m to the next
    if not j.is_Integer:
        m, rest = -S.Half, 2 * atan(sqrt(w))
    elif j < 0:
        m, rest = S.NegativeOne, log_of(w, inside) - log(1 + w)
    while m < j:
        m += 1
        rest = w**m / m - rest
    while m > j:
        rest = w**m / m - rest
        m -= 1
    scale = outside * simplify(wave / w**j) / (j * slope)
    return scale * (w**j * log(argument) - rest)
