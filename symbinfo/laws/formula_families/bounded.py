"""Families on bounded intervals, one row each, with the density by a formula."""

from __future__ import annotations

from typing import Any

from sympy import Expr, Piecewise, Rational, S, atanh, cos, erf, exp, gamma, log, pi, sqrt

from symbinfo.laws.family import ParameterDomain
from symbinfo.laws.formula_families.row import family as _family

__all__ = ["ROWS"]

_D = ParameterDomain


def _continuous_bernoulli(x: Any, p: Any) -> Expr:
    if p == Rational(1, 2):
        return S.One
    return 2 * atanh(1 - 2 * p) / (1 - 2 * p) * p**x * (1 - p) ** (1 - x)


ROWS = (
    _family("Anglit", lambda x: cos(2 * x), (-pi / 4, pi / 4)),
    _family(
        "Argus",
        lambda x, c: (
            c**3
            * x
            * sqrt(1 - x**2)
            * exp(-(c**2) * (1 - x**2) / 2)
            / (sqrt(pi / 2) * erf(c / sqrt(2)) - c * exp(-(c**2) / 2))
        ),
        (S.Zero, S.One),
        ("chi", _D.POSITIVE),
    ),
    _family(
        "Bradford",
        lambda x, c: c / (log(1 + c) * (1 + c * x)),
        (S.Zero, S.One),
        ("c", _D.POSITIVE),
    ),
    _family(
        "ContinuousBernoulli",
        _continuous_bernoulli,
        (S.Zero, S.One),
        ("lamda", _D.OPEN_PROBABILITY),
        note="a density on (0, 1) proportional to lamda**x*(1 - lamda)**(1 - x)",
    ),
    _family(
        "GeneralizedHalfLogistic",
        lambda x, c: 2 * (1 - c * x) ** (1 / c - 1) / (1 + (1 - c * x) ** (1 / c)) ** 2,
        lambda c: (S.Zero, 1 / c),
        ("c", _D.POSITIVE),
    ),
    _family(
        "JohnsonSB",
        lambda x, a, b: b / (sqrt(2 * pi) * x * (1 - x)) * exp(-((a + b * log(x / (1 - x))) ** 2) / 2),
        (S.Zero, S.One),
        ("a", _D.REAL),
        ("b", _D.POSITIVE),
    ),
    _family(
        "ToppLeone",
        lambda x, a: 2 * a * (1 - x) * (x * (2 - x)) ** (a - 1),
        (S.Zero, S.One),
        ("a", _D.POSITIVE),
    ),
    _family(
        "TwoSidedPower",
        lambda x, m, n: n * Piecewise(((x / m) ** (n - 1), x < m), (((1 - x) / (1 - m)) ** (n - 1), True)),
        (S.Zero, S.One),
        ("m", _D.OPEN_PROBABILITY),
        ("n", _D.POSITIVE),
        note="m is the mode of a power n above 1",
    ),
    _family(
        "UnitGamma",
        lambda x, a, b: b**a / gamma(a) * x ** (b - 1) * (-log(x)) ** (a - 1),
        (S.Zero, S.One),
        ("a", _D.POSITIVE),
        ("b", _D.POSITIVE),
        note="-log X is Gamma(a, 1/b)",
    ),
    _family(
        "WrappedCauchy",
        lambda x, c: (1 - c**2) / (2 * pi * (1 + c**2 - 2 * c * cos(x))),
        (S.Zero, 2 * pi),
        ("c", _D.OPEN_PROBABILITY),
        note="on the circle, about 0; c is the mean resultant length",
    ),
)
