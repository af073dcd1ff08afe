"""Families on the whole line, one row each, with the density by a formula."""

from __future__ import annotations

from typing import Any

from sympy import Abs, Expr, Piecewise, S, asinh, besselk, beta, cosh, erfc, exp, gamma, oo, pi, sqrt

from symbinfo.laws.family import ParameterDomain
from symbinfo.laws.formula_families.row import family as _family

__all__ = ["ROWS"]

_D = ParameterDomain
_LINE = (-oo, oo)


def _asymmetric_laplace(x: Any, kappa: Any, mu: Any, b: Any) -> Expr:
    rate = Piecewise((kappa, x >= mu), (-1 / kappa, True))
    return exp(-rate * (x - mu) / b) / (b * (kappa + 1 / kappa))


def _crystal_ball(x: Any, b: Any, m: Any) -> Expr:
    below = (m / b) ** m * exp(-(b**2) / 2) * (m / b - b - x) ** -m
    total = m / (b * (m - 1)) * exp(-(b**2) / 2) + sqrt(pi / 2) * erfc(-b / sqrt(2))
    return Piecewise((exp(-(x**2) / 2), x > -b), (below, True)) / total


ROWS = (
    _family(
        "AsymmetricLaplace",
        _asymmetric_laplace,
        _LINE,
        ("kappa", _D.POSITIVE),
        ("mu", _D.REAL, S.Zero),
        ("b", _D.POSITIVE, S.One),
        note="falls with the rate kappa/b above mu, with 1/(kappa*b) below",
    ),
    _family(
        "BetaLogistic",
        lambda x, a, b: exp(-b * x) * (1 + exp(-x)) ** (-a - b) / beta(a, b),
        _LINE,
        ("a", _D.POSITIVE),
        ("b", _D.POSITIVE),
        note="the generalised logistic law of type IV: 1/(1 + exp(-X)) is Beta(a, b)",
    ),
    _family(
        "CrystalBall",
        _crystal_ball,
        _LINE,
        ("beta", _D.POSITIVE),
        ("m", _D.ABOVE_ONE),
        note="normal above -beta, a power law below",
    ),
    _family(
        "DoubleGamma",
        lambda x, a, s: Abs(x) ** (a - 1) * exp(-Abs(x) / s) / (2 * gamma(a) * s**a),
        _LINE,
        ("a", _D.POSITIVE),
        ("s", _D.POSITIVE, S.One),
    ),
    _family(
        "DoubleWeibull",
        lambda x, c, s: c / (2 * s) * (Abs(x) / s) ** (c - 1) * exp(-((Abs(x) / s) ** c)),
        _LINE,
        ("c", _D.POSITIVE),
        ("s", _D.POSITIVE, S.One),
    ),
    _family(
        "GeneralizedHyperbolic",
        lambda x, p, a, b: (
            (a**2 - b**2) ** (p / 2)
            * (1 + x**2) ** (p / 2 - S.Half / 2)
            * exp(b * x)
            * besselk(p - S.Half, a * sqrt(1 + x**2))
            / (sqrt(2 * pi) * a ** (p - S.Half) * besselk(p, sqrt(a**2 - b**2)))
        ),
        _LINE,
        ("p", _D.REAL),
        ("a", _D.POSITIVE),
        ("b", _D.NONNEGATIVE),
        ordered=("b < a",),
    ),
    _family(
        "GeneralizedLogistic",
        lambda x, c: c * exp(-x) * (1 + exp(-x)) ** (-c - 1),
        _LINE,
        ("c", _D.POSITIVE),
        note="type I",
    ),
    _family("HyperbolicSecant", lambda x: 1 / (pi * cosh(x)), _LINE),
    _family(
        "JohnsonSU",
        lambda x, a, b: b / sqrt(2 * pi * (x**2 + 1)) * exp(-((a + b * asinh(x)) ** 2) / 2),
        _LINE,
        ("a", _D.REAL),
        ("b", _D.POSITIVE),
    ),
    _family(
        "JonesFaddySkewT",
        lambda x, a, b: (
            (1 + x / sqrt(a + b + x**2)) ** (a + S.Half)
            * (1 - x / sqrt(a + b + x**2)) ** (b + S.Half)
            / (2 ** (a + b - 1) * beta(a, b) * sqrt(a + b))
        ),
        _LINE,
        ("a", _D.POSITIVE),
        ("b", _D.POSITIVE),
    ),
    _family("LogGamma", lambda x, c: exp(c * x - exp(x)) / gamma(c), _LINE, ("c", _D.POSITIVE)),
    _family(
        "NormalInverseGaussian",
        lambda x, a, b: a * besselk(1, a * sqrt(1 + x**2)) / (pi * sqrt(1 + x**2)) * exp(sqrt(a**2 - b**2) + b * x),
        _LINE,
        ("a", _D.POSITIVE),
        ("b", _D.NONNEGATIVE),
        ordered=("b < a",),
    ),
    _family(
        "PowerNormal",
        lambda x, c: c * exp(-(x**2) / 2) / sqrt(2 * pi) * (erfc(x / sqrt(2)) / 2) ** (c - 1),
        _LINE,
        ("c", _D.POSITIVE),
    ),
    _family(
        "SkewNormal",
        lambda x, a: exp(-(x**2) / 2) / sqrt(2 * pi) * erfc(-a * x / sqrt(2)),
        _LINE,
        ("a", _D.REAL),
    ),
    _family(
        "SplitNormal",
        lambda x, m, s, t: (
            sqrt(2 / pi)
            / (s + t)
            * Piecewise((exp(-((x - m) ** 2) / (2 * s**2)), x < m), (exp(-((x - m) ** 2) / (2 * t**2)), True))
        ),
        _LINE,
        ("mu", _D.REAL),
        ("sigma1", _D.POSITIVE),
        ("sigma2", _D.POSITIVE),
        note="half a normal density on each side of the mode",
    ),
)
