"""Results as short as a book prints them, equal to what they were, with their limits where they read 0/0."""

from __future__ import annotations

import pytest
from sympy import (
    Abs,
    EulerGamma,
    Expr,
    Limit,
    N,
    Rational,
    beta,
    count_ops,
    exp,
    gamma,
    log,
    loggamma,
    nan,
    oo,
    pi,
    polygamma,
    sqrt,
    symbols,
)
from sympy.stats import Beta, Gamma, GammaInverse, GaussianInverse, Gumbel, LogNormal, Normal, Pareto, Weibull

import symbinfo as si
from symbinfo.derivation.rules.removable_gaps import limit_at_gap
from symbinfo.derivation.simplify.lengths import cost
from symbinfo.derivation.simplify.shortening import shortened
from symbinfo.expressions.domain import Domain

a, b, c, k, s, t, u = symbols("a b c k s t u", positive=True)
m, n, x, y = symbols("m n x y", real=True)
PLACE = {
    a: Rational(7, 5),
    b: Rational(3, 7),
    c: Rational(11, 4),
    k: Rational(5, 3),
    s: Rational(9, 8),
    t: Rational(8, 3),
}
PLACE |= {u: Rational(2, 9), m: Rational(-3, 4), n: Rational(5, 6), x: Rational(-7, 3), y: Rational(1, 9)}

#: What is written, and how many operations a book needs.
SHORTER: dict[str, tuple[Expr, Expr]] = {
    "shared-denominator": (log(a) / (1 - c) - k * log(b) / (1 - c), (log(a) - k * log(b)) / (1 - c)),
    "opposite-denominators": (log(a) / (1 - c) + log(b) / (c - 1), log(a / b) / (1 - c)),
    "square-of-a-digamma": (
        polygamma(0, k) ** 2 / (2 * s) + m * polygamma(0, k) / s + m**2 / (2 * s) + k,
        (polygamma(0, k) + m) ** 2 / (2 * s) + k,
    ),
    "two-squares": (m**2 - 2 * m * n + n**2 + x**2 - 2 * x * y + y**2, (m - n) ** 2 + (x - y) ** 2),
    "square-over-a-product": (-1 + (s**2 + t**2) / (2 * s * t), (s - t) ** 2 / (2 * s * t)),
    "roots": (s - 2 * sqrt(s) * sqrt(t) + t, (sqrt(s) - sqrt(t)) ** 2),
    "exponentials-below": (exp(-u) / (1 - exp(-u)), 1 / (exp(u) - 1)),
    "exponentials-cancel": (
        exp(-u) / (1 - exp(-u)) ** 2 - exp(-2 * u) / (1 - exp(-u)) ** 2,
        1 / (exp(u) - 1),
    ),
    "one-power": (a**k / b**k, (a / b) ** k),
    "neighbouring-betas": (log(beta(a, b + 1) / beta(a, b)), log(b / (a + b))),
    "neighbouring-gammas": (gamma(a + 2) / gamma(a), a * (a + 1)),
    "neighbouring-log-gammas": (loggamma(a + 1) - loggamma(a), log(a)),
    "neighbouring-digammas": (polygamma(0, b) + 1 / b, polygamma(0, b + 1)),
    "sign-below": (-1 / (a**3 - a**2), 1 / (a**2 * (1 - a))),
    "a-number-and-its-power": (2 * 2**k * beta(a, b), 2 ** (k + 1) * beta(a, b)),
    "a-ratio-and-its-inverse": (log(a / b) + log(b / a) / (1 - exp(c)), (1 + 1 / (exp(c) - 1)) * log(a / b)),
    "factor-inside-a-log": (log(s**2 * t**2 - s**2 * u), log(s**2 * (t**2 - u))),
}


@pytest.mark.parametrize("name", SHORTER)
def test_a_form_is_as_short_as_a_book_prints_it(name: str) -> None:
    """The form is equal, and no longer than the printed one."""
    written, printed = SHORTER[name]
    found = shortened(written, Domain())
    assert count_ops(found) <= count_ops(printed), found
    assert abs(N((found - written).subs(PLACE), 30)) < Rational(1, 10**25)


#: What must stay: signs are not known, or what is written is as short as can be.
KEPT: dict[str, Expr] = {
    "unknown-signs": log(Abs(x)) + log(m),
    "power-of-unknown-sign": Abs(x) ** k / Abs(m) ** b,
    "no-square": m**2 + n**2,
    "whole-part-of-a-place": polygamma(0, 1 + b / (a - b)),
    "a-ratio-of-unknown-sign": log(m / x) + b * log(x / m),
    "nothing-shared": log(a) + polygamma(0, b) + c,
}


@pytest.mark.parametrize("name", KEPT)
def test_a_form_that_is_short_stays(name: str) -> None:
    assert shortened(KEPT[name], Domain()) == KEPT[name]


def test_logarithms_of_unknown_sign_are_not_joined() -> None:
    """Log m + log x is not log(m x) where both are negative."""
    assert shortened(log(m) + log(x), Domain()) == log(m) + log(x)
    assert shortened(log(m) - log(x) + b, Domain()) == log(m) - log(x) + b


@pytest.mark.parametrize("name", SHORTER)
def test_length_is_counted_as_sympy_counts(name: str) -> None:
    for expr in SHORTER[name]:
        assert cost(expr) == count_ops(expr)


#: Printed forms: Gil, Alajaji and Linder (2013), Nielsen and Nock (2011), Cover and Thomas (2006, table 17.1).
PRINTED: dict[str, tuple[Expr, Expr]] = {
    "Gumbel-Normal": (
        si.KL(Gumbel("P", b, m), Normal("Q", n, s)),
        log(2 * pi * s**2) / 2
        - log(b)
        - 1
        - EulerGamma
        + (pi**2 * b**2 / 6 + (m - n + b * EulerGamma) ** 2) / (2 * s**2),
    ),
    "Gamma-LogNormal": (
        si.KL(Gamma("P", k, t), LogNormal("Q", m, s)),
        (k * polygamma(0, k) - k - loggamma(k) + log(2 * pi * s**2) / 2)
        + (polygamma(1, k) + (polygamma(0, k) + log(t) - m) ** 2) / (2 * s**2),
    ),
    "Hellinger-Gamma": (
        si.Hellinger(Gamma("P", a, t), Gamma("Q", b, t)),
        sqrt(1 - gamma((a + b) / 2) / sqrt(gamma(a) * gamma(b))),
    ),
    "Renyi-Pareto": (si.Renyi(Pareto("P", t, a), 2), log(t / a) - log(a / (2 * a + 1))),
    "Weibull": (si.Entropy(Weibull("P", s, k)), (1 - 1 / k) * EulerGamma + log(s / k) + 1),
    "GammaInverse": (si.Entropy(GammaInverse("P", a, b)), a - (a + 1) * polygamma(0, a) + log(b) + loggamma(a)),
    "Beta": (
        si.Entropy(Beta("P", a, b)),
        log(beta(a, b)) - (a - 1) * polygamma(0, a) - (b - 1) * polygamma(0, b) + (a + b - 2) * polygamma(0, a + b),
    ),
}


@pytest.mark.parametrize("name", PRINTED)
def test_a_result_is_hardly_longer_than_the_printed_one(name: str) -> None:
    measure, printed = PRINTED[name]
    found = si.derive(measure).result
    assert count_ops(found) <= 1.2 * count_ops(printed), found
    assert abs(N((found - printed).subs(PLACE), 30)) < Rational(1, 10**20)


@pytest.mark.parametrize("base", [2, 10])
def test_another_base_is_one_formula_over_its_logarithm(base: int) -> None:
    derivation = si.derive(si.Entropy(Normal("P", m, s), base=base))
    assert count_ops(derivation.result) <= count_ops(log(2 * pi * exp(1) * s**2) / (2 * log(base)))
    assert derivation.check().level == "proved"


# --- limits at gaps --------------------------------------------------------------------------------------------------

LIMITS: dict[str, tuple[str, str]] = {
    "Renyi-Exponential": ("Renyi(Exponential(a); alpha)", "H(Exponential(a))"),
    "Renyi-Gamma": ("Renyi(Gamma(k, t); alpha)", "H(Gamma(k, t))"),
    "Tsallis-Weibull": ("Tsallis(Weibull(s, k); q)", "H(Weibull(s, k))"),
    "Renyi-of-Normals": ("Renyi(Normal(m, s) || Normal(n, t); alpha)", "KL(Normal(m, s) || Normal(n, t))"),
    "Renyi-of-Poissons": ("Renyi(Poisson(a) || Poisson(b); alpha)", "KL(Poisson(a) || Poisson(b))"),
}


@pytest.mark.parametrize("name", LIMITS)
def test_of_order_one_is_the_measure_of_shannon(name: str) -> None:
    """The limit is derived from the closed form alone, and is what Shannon's measure is derived to be."""
    of_an_order, of_shannon = LIMITS[name]
    limits = [d for d in si.derive(of_an_order).limits if isinstance(d.left, Limit) and d.left.args[2] == 1]
    assert limits
    shannon = si.derive(of_shannon).result
    at = dict(
        zip(
            sorted(shannon.free_symbols, key=str),
            (Rational(7, 5), Rational(3, 7), Rational(5, 2), Rational(9, 4)),
            strict=False,
        )
    )
    names = {symbol.name: value for symbol, value in at.items()}
    found = limits[-1].result
    there = {symbol: names[symbol.name] for symbol in found.free_symbols}
    assert abs(N(found.subs(there) - shannon.subs(at), 30)) < Rational(1, 10**20)


def test_a_gap_has_its_value() -> None:
    """At p = 1/2 the law is uniform: its entropy is 0."""
    derivation = si.derive("H(ContinuousBernoulli(p))")
    (p,) = derivation.result.free_symbols
    assert derivation.value.subs(p, Rational(1, 2)) == 0
    beside = N(derivation.result.subs(p, Rational(1, 2) + Rational(1, 10**8)), 40)
    assert abs(beside) < Rational(1, 10**15)


@pytest.mark.parametrize("pole", [1 / (a - b), log(a) / (a - 1) ** 2, Abs(a - 1) / (a - 1)], ids=str)
def test_a_pole_or_a_jump_has_no_limit(pole: Expr) -> None:
    place = b if pole.has(b) else 1
    assert limit_at_gap(pole, a, place, Domain()) is None


def test_a_hidden_zero_below_is_seen() -> None:
    """At a = b/(b + 1) the denominator is 0, although it does not read so."""
    below = a + a * b - b
    assert limit_at_gap(1 / (a - b * (1 - a)), a, b / (b + 1), Domain()) is None
    limit = limit_at_gap((exp(below) - 1) / below, a, b / (b + 1), Domain())
    assert limit is not None and limit.result == 1
    assert not limit.result.has(nan, oo)


def test_the_inverse_gaussian_of_an_order_is_short() -> None:
    """As printed: log(2 c**(1 - 3 alpha/2) (l/(2 pi))**(alpha/2) exp(alpha l/c) K(...))/(1 - alpha)."""
    alpha = symbols("alpha", positive=True)
    found = si.derive(si.Renyi(GaussianInverse("P", c, t), alpha)).result
    assert count_ops(found) <= 45, found
