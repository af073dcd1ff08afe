"""Tricomi's function and its derivative in b where they have other names: the mean of log(1 + X/z) under gamma laws."""

from __future__ import annotations

from sympy import (
    Add,
    EulerGamma,
    Expr,
    Rational,
    S,
    besselk,
    erfc,
    erfi,
    exp,
    expand_func,
    expint,
    hyper,
    log,
    pi,
    sqrt,
    uppergamma,
)

from symbinfo.expressions.parameter_slopes import ParameterSlope
from symbinfo.expressions.tricomi import hyperu

__all__ = ["elementary_tricomi"]

LARGEST_SHAPE = 6


def elementary_tricomi(expr: Expr) -> Expr:
    """U(1, b, z) by an incomplete gamma function (DLMF 13.6.6), U(a, 2 a, z) by K (13.6.10).

    And dU/db at b = a + 1, for small whole a and halves, by E1 and erfi.
    """
    if not expr.has(hyperu):
        return expr
    slopes = {s: _slope(s) for s in expr.atoms(ParameterSlope) if s.expr.has(hyperu)}
    plain = expr.xreplace({s: value for s, value in slopes.items() if value is not None})
    return plain.replace(hyperu, _value)


def _value(a: Expr, b: Expr, z: Expr) -> Expr:
    if a == 1:
        return exp(z) * z ** (1 - b) * expand_func(uppergamma(b - 1, z))
    if (b - 2 * a).expand() == 0:
        return exp(z / 2) * z ** (S.Half - a) * besselk(a - S.Half, z / 2) / sqrt(pi)
    return hyperu(a, b, z)


def _slope(node: ParameterSlope) -> Expr | None:
    """The derivative of U(a, b, z) in b at b = a + 1."""
    (place,), (variable,) = node.point, node.variables
    a, b, z = node.expr.expr.args
    if (
        node.expr.derivative_count != 1
        or b != variable
        or place - a != 1
        or not (2 * a).is_Integer
        or a > LARGEST_SHAPE
    ):
        return None
    return z ** (-a) * mean_log_of_gamma(a, z)


def mean_log_of_gamma(shape: Expr, z: Expr) -> Expr:
    """E log(1 + X/z) for a gamma variable of scale 1: a sum of exponential integrals, or from shape 1/2 on by parts.

    From one shape k to the next it grows by z**k exp(z) Gamma(-k, z), the integral of x**k exp(-x)/(Gamma(k + 1) (z + x)).
    """
    if shape.is_Integer:
        return Add(*((exp(z) * expand_func(expint(j, z))).expand() for j in range(1, int(shape) + 1)))
    start = -EulerGamma - 2 * log(2) - log(z) - 2 * z * hyper((1, 1), (Rational(3, 2), 2), z) + pi * erfi(sqrt(z))
    by_parts, total = exp(z) * sqrt(pi) * erfc(sqrt(z)), start  # exp(z) Gamma(-k, z), first at k = -1/2
    for n in range(int(shape - S.Half)):
        k = S.Half + n
        by_parts = (z ** (-k) - by_parts) / k
        total += (z**k * by_parts).expand()
    return total
