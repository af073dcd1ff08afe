"""Families of counts and other integers, one row each, with the mass by a formula."""

from __future__ import annotations

from sympy import Abs, And, Integer, Piecewise, S, beta, binomial, exp, factorial, gamma, harmonic, log, oo, tanh, zeta

from symbinfo.laws.family import ParameterDomain
from symbinfo.laws.formula_families.row import family as _family

__all__ = ["ROWS"]

_D = ParameterDomain
_LINE = (-oo, oo)

ROWS = (
    _family(
        "Benford",
        lambda k, b: log(1 + 1 / k) / log(b),
        lambda b: (S.One, b - 1),
        ("base", _D.POSITIVE_INTEGER, Integer(10)),
        kind="discrete",
        note="the first digit",
    ),
    _family(
        "BetaNegativeBinomial",
        lambda k, n, a, b: binomial(n + k - 1, k) * beta(a + n, b + k) / beta(a, b),
        (S.Zero, oo),
        ("n", _D.POSITIVE_INTEGER),
        ("alpha", _D.POSITIVE),
        ("beta", _D.POSITIVE),
        kind="discrete",
        note="counts failures before the n-th success, whose probability is Beta(alpha, beta)",
    ),
    _family(
        "Boltzmann",
        lambda k, a, n: (1 - exp(-a)) * exp(-a * k) / (1 - exp(-a * n)),
        lambda a, n: (S.Zero, n - 1),
        ("a", _D.POSITIVE),
        ("n", _D.POSITIVE_INTEGER),
        kind="discrete",
    ),
    _family(
        "Borel",
        lambda k, m: exp(-m * k) * (m * k) ** (k - 1) / gamma(k + 1),
        (S.One, oo),
        ("mu", _D.OPEN_PROBABILITY),
        kind="discrete",
    ),
    _family(
        "DiscreteLaplace",
        lambda k, a: tanh(a / 2) * exp(-a * Abs(k)),
        _LINE,
        ("a", _D.POSITIVE),
        kind="discrete",
    ),
    _family(
        "DiscreteWeibull",
        lambda k, q, b: q ** (k**b) - q ** ((k + 1) ** b),
        (S.Zero, oo),
        ("q", _D.OPEN_PROBABILITY),
        ("beta", _D.POSITIVE),
        kind="discrete",
    ),
    _family("GaussKuzmin", lambda k: -log(1 - 1 / (k + 1) ** 2) / log(2), (S.One, oo), kind="discrete"),
    _family(
        "NegativeHypergeometric",
        lambda k, size, n, r: binomial(k + r - 1, k) * binomial(size - r - k, n - k) / binomial(size, n),
        lambda size, n, r: (S.Zero, n),
        ("M", _D.POSITIVE_INTEGER),
        ("n", _D.POSITIVE_INTEGER),
        ("r", _D.POSITIVE_INTEGER),
        ordered=("n < M", "r < M"),
        kind="discrete",
        note="successes among n in M, drawn until the r-th failure",
    ),
    _family(
        "ZeroInflatedPoisson",
        lambda k, w, r: (1 - w) * exp(-r) * r**k / factorial(k) + Piecewise((w, And(k > -1, k < 1)), (0, True)),
        (S.Zero, oo),
        ("w", _D.OPEN_PROBABILITY),
        ("lamda", _D.POSITIVE),
        kind="discrete",
        note="w is the share of zeros that are none of the Poisson law",
    ),
    _family(
        "ZeroTruncatedPoisson",
        lambda k, r: r**k / (factorial(k) * (exp(r) - 1)),
        (S.One, oo),
        ("lamda", _D.POSITIVE),
        kind="discrete",
    ),
    _family(
        "ZipfMandelbrot",
        lambda k, s, q, n: (k + q) ** -s / (zeta(s, q + 1) - zeta(s, q + n + 1)),
        lambda s, q, n: (S.One, n),
        ("s", _D.ABOVE_ONE),
        ("q", _D.NONNEGATIVE),
        ("n", _D.POSITIVE_INTEGER),
        kind="discrete",
    ),
    _family(
        "Zipfian",
        lambda k, a, n: k**-a / (harmonic(n, a)),
        lambda a, n: (S.One, n),
        ("a", _D.POSITIVE),
        ("n", _D.POSITIVE_INTEGER),
        kind="discrete",
    ),
)
