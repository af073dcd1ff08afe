"""Families on a half-line, one row each, with the density by a formula."""

from __future__ import annotations

from sympy import Piecewise, S, besseli, besselk, beta, cosh, erfc, exp, gamma, log, oo, pi, sqrt

from symbinfo.laws.family import ParameterDomain
from symbinfo.laws.formula_families.row import family as _family

__all__ = ["ROWS"]

_D = ParameterDomain
_HALF_LINE = (S.Zero, oo)

ROWS = (
    _family(
        "Alpha",
        lambda x, a: exp(-((a - 1 / x) ** 2) / 2) * sqrt(2) / (sqrt(pi) * x**2 * erfc(-a / sqrt(2))),
        _HALF_LINE,
        ("a", _D.POSITIVE),
        note="1/X is Normal(a, 1) where that is positive",
    ),
    _family(
        "BenktanderWeibull",
        lambda x, a, b: exp(a / b * (1 - x**b)) * x ** (b - 2) * (a * x**b - b + 1),
        (S.One, oo),
        ("a", _D.POSITIVE),
        ("b", _D.OPEN_PROBABILITY),
        note="Benktander's second law",
    ),
    _family(
        "BirnbaumSaunders",
        lambda x, c, b: (x + b) / (2 * c * sqrt(2 * pi * b * x**3)) * exp(-((x - b) ** 2) / (2 * b * x * c**2)),
        _HALF_LINE,
        ("c", _D.POSITIVE),
        ("beta", _D.POSITIVE),
        note="c is the shape, beta the scale",
    ),
    _family(
        "Burr",
        lambda x, c, d, s: c * d / s * (x / s) ** (c - 1) * (1 + (x / s) ** c) ** (-d - 1),
        _HALF_LINE,
        ("c", _D.POSITIVE),
        ("d", _D.POSITIVE),
        ("s", _D.POSITIVE, S.One),
        note="type XII (Singh-Maddala); type III is Dagum",
    ),
    _family(
        "ExponentialLogarithmic",
        lambda x, p, b: b * (1 - p) * exp(-b * x) / (-log(p) * (1 - (1 - p) * exp(-b * x))),
        _HALF_LINE,
        ("p", _D.OPEN_PROBABILITY),
        ("beta", _D.POSITIVE),
    ),
    _family(
        "ExponentiatedWeibull",
        lambda x, a, c: a * c * (1 - exp(-(x**c))) ** (a - 1) * exp(-(x**c)) * x ** (c - 1),
        _HALF_LINE,
        ("a", _D.POSITIVE),
        ("c", _D.POSITIVE),
    ),
    _family(
        "FoldedCauchy",
        lambda x, c: (1 / (1 + (x - c) ** 2) + 1 / (1 + (x + c) ** 2)) / pi,
        _HALF_LINE,
        ("c", _D.NONNEGATIVE),
        note="the law of |X + c| for X ~ Cauchy(0, 1)",
    ),
    _family(
        "FoldedNormal",
        lambda x, mu, s: sqrt(2 / pi) / s * cosh(mu * x / s**2) * exp(-(x**2 + mu**2) / (2 * s**2)),
        _HALF_LINE,
        ("mu", _D.REAL),
        ("sigma", _D.POSITIVE),
        note="the law of |X| for X ~ Normal(mu, sigma)",
    ),
    _family(
        "GammaGompertz",
        lambda x, b, s, beta: b * s * exp(b * x) * beta**s / (beta - 1 + exp(b * x)) ** (s + 1),
        _HALF_LINE,
        ("b", _D.POSITIVE),
        ("s", _D.POSITIVE),
        ("beta", _D.POSITIVE),
    ),
    _family(
        "GeneralizedBetaPrime",
        lambda x, a, b, p, s: p / s * (x / s) ** (a * p - 1) * (1 + (x / s) ** p) ** (-a - b) / beta(a, b),
        _HALF_LINE,
        ("a", _D.POSITIVE),
        ("b", _D.POSITIVE),
        ("p", _D.POSITIVE),
        ("s", _D.POSITIVE, S.One),
        note="(X/s)**p is BetaPrime(a, b)",
    ),
    _family(
        "GeneralizedExponential",
        lambda x, a, b, c: (a + b * (1 - exp(-c * x))) * exp(-(a + b) * x + b / c * (1 - exp(-c * x))),
        _HALF_LINE,
        ("a", _D.POSITIVE),
        ("b", _D.POSITIVE),
        ("c", _D.POSITIVE),
        note="the hazard rate is a + b*(1 - exp(-c*x))",
    ),
    _family(
        "GeneralizedGamma",
        lambda x, a, c, s: c / (s * gamma(a)) * (x / s) ** (c * a - 1) * exp(-((x / s) ** c)),
        _HALF_LINE,
        ("a", _D.POSITIVE),
        ("c", _D.POSITIVE),
        ("s", _D.POSITIVE, S.One),
        note="(X/s)**c is Gamma(a, 1)",
    ),
    _family(
        "GeneralizedInverseGaussian",
        lambda x, p, a, b: (
            (a / b) ** (p / 2) / (2 * besselk(p, sqrt(a * b))) * x ** (p - 1) * exp(-(a * x + b / x) / 2)
        ),
        _HALF_LINE,
        ("p", _D.REAL),
        ("a", _D.POSITIVE),
        ("b", _D.POSITIVE),
    ),
    _family(
        "HalfCauchy",
        lambda x, s: 2 / (pi * s * (1 + (x / s) ** 2)),
        _HALF_LINE,
        ("gamma", _D.POSITIVE),
    ),
    _family(
        "HalfLogistic",
        lambda x, s: 2 * exp(-x / s) / (s * (1 + exp(-x / s)) ** 2),
        _HALF_LINE,
        ("s", _D.POSITIVE),
    ),
    _family(
        "HalfNormal",
        lambda x, s: sqrt(2) * exp(-(x**2) / (2 * s**2)) / (sqrt(pi) * s),
        _HALF_LINE,
        ("sigma", _D.POSITIVE),
        note="sigma is the standard deviation of the normal law, not that of its half",
    ),
    _family(
        "HalfStudentT",
        lambda x, n, s: (
            2 * gamma((n + 1) / 2) / (sqrt(pi * n) * s * gamma(n / 2)) * (1 + x**2 / (n * s**2)) ** (-(n + 1) / 2)
        ),
        _HALF_LINE,
        ("nu", _D.POSITIVE),
        ("sigma", _D.POSITIVE, S.One),
        note="the law of |X| for X ~ StudentT(nu, scale=sigma)",
    ),
    _family(
        "Hypoexponential",
        lambda x, r, t: r * t / (t - r) * (exp(-r * x) - exp(-t * x)),
        _HALF_LINE,
        ("rate1", _D.POSITIVE),
        ("rate2", _D.POSITIVE),
        ordered=("rate1 < rate2",),
        note="the sum of two exponential variables of different rates",
    ),
    _family(
        "Kappa3",
        lambda x, a: a * (a + x**a) ** (-(a + 1) / a),
        _HALF_LINE,
        ("a", _D.POSITIVE),
    ),
    _family(
        "Lindley",
        lambda x, t: t**2 / (1 + t) * (1 + x) * exp(-t * x),
        _HALF_LINE,
        ("theta", _D.POSITIVE),
    ),
    _family(
        "LogLaplace",
        lambda x, c: c / 2 * Piecewise((x ** (c - 1), x < 1), (x ** (-c - 1), True)),
        _HALF_LINE,
        ("c", _D.POSITIVE),
    ),
    _family(
        "NoncentralChiSquared",
        lambda x, k, c: exp(-(x + c) / 2) * (x / c) ** (k / 4 - S.Half) * besseli(k / 2 - 1, sqrt(c * x)) / 2,
        _HALF_LINE,
        ("k", _D.POSITIVE),
        ("l", _D.POSITIVE),
        note="l is the sum of the squared means",
    ),
    _family(
        "PowerLogNormal",
        lambda x, c, s: (
            c
            / (x * s)
            * sqrt(2)
            / (2 * sqrt(pi))
            * exp(-(log(x) ** 2) / (2 * s**2))
            * (erfc(log(x) / (sqrt(2) * s)) / 2) ** (c - 1)
        ),
        _HALF_LINE,
        ("c", _D.POSITIVE),
        ("s", _D.POSITIVE),
    ),
    _family(
        "ReciprocalInverseGaussian",
        lambda x, m: exp(-((1 - m * x) ** 2) / (2 * m**2 * x)) / sqrt(2 * pi * x),
        _HALF_LINE,
        ("mu", _D.POSITIVE),
        note="1/X is GaussianInverse(mu, 1)",
    ),
    _family(
        "RelativisticBreitWigner",
        lambda x, r: (
            2 * sqrt(2) * r**2 * sqrt(1 + r**2) / (pi * sqrt(r**2 + r * sqrt(1 + r**2)) * ((x**2 - r**2) ** 2 + r**2))
        ),
        _HALF_LINE,
        ("rho", _D.POSITIVE),
    ),
    _family(
        "Rice",
        lambda x, n, s: x / s**2 * exp(-(x**2 + n**2) / (2 * s**2)) * besseli(0, n * x / s**2),
        _HALF_LINE,
        ("nu", _D.POSITIVE),
        ("sigma", _D.POSITIVE),
    ),
    _family(
        "SmithBain",
        lambda x, b: b * x ** (b - 1) * exp(1 + x**b - exp(x**b)),
        _HALF_LINE,
        ("b", _D.POSITIVE),
        note="the exponential power law of Smith and Bain",
    ),
)
