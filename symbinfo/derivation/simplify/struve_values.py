"""The derivative of Struve's function of the second kind in its order, at 1/2: the mean of log(1 + X**2/b**2)."""

from __future__ import annotations

from sympy import Ci, EulerGamma, Expr, Rational, Si, cos, log, pi, sin, sqrt

from symbinfo.expressions.parameter_slopes import ParameterSlope
from symbinfo.expressions.struve import struvek

__all__ = ["elementary_struve"]


def elementary_struve(expr: Expr) -> Expr:
    """The derivative at order 1/2 by the auxiliary function g of the sine and cosine integrals.

    The integral of (1 + t**2)**s exp(-z t) from 0 on (DLMF 11.5.2) has at s = 0 the derivative 2 g(z)/z, by parts
    (DLMF 6.7.14), where g is -Ci(z) cos(z) - (Si(z) - pi/2) sin(z) (DLMF 6.2.18).
    """
    found = {s: _slope(s) for s in expr.atoms(ParameterSlope) if s.expr.has(struvek)}
    return expr.xreplace({s: value for s, value in found.items() if value is not None})


def _slope(node: ParameterSlope) -> Expr | None:
    (variable,), (place,) = node.variables, node.point
    order, z = node.expr.expr.args
    if node.expr.derivative_count != 1 or order != variable or place != Rational(1, 2):
        return None
    auxiliary = -Ci(z) * cos(z) - (Si(z) - pi / 2) * sin(z)
    return sqrt(2 / (pi * z)) * (2 * auxiliary + EulerGamma + log(z / 2))
