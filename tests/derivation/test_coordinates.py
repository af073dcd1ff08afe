"""Densities written by hand that are short in another coordinate, or another spelling: closed, proved, and by quadrature."""

from __future__ import annotations

from functools import cache
from typing import Any

import mpmath
import pytest
from sympy import (
    Abs,
    Expr,
    Rational,
    Symbol,
    besseli,
    beta,
    cos,
    exp,
    expand,
    factorial,
    gamma,
    hyper,
    lambdify,
    log,
    oo,
    pi,
    sech,
    sin,
    sqrt,
)

import symbinfo as si
from symbinfo.derivation import Status
from symbinfo.derivation.certify.export import certificate_of
from symbinfo.trusted.proof.replay import replay

x, k = Symbol("x", real=True), Symbol("k", integer=True)
a, b, c, s, m, p, q = (Symbol(n, positive=True) for n in "abcsmpq")
n = Symbol("n", integer=True, positive=True)
AT = {
    a: Rational(17, 10),
    b: Rational(4, 5),
    c: Rational(3, 5),
    s: Rational(13, 10),
    m: Rational(2, 5),
    p: Rational(3, 10),
}
AT |= {q: Rational(3, 5), n: 6}


def density(formula: Expr, low: Any, high: Any) -> Any:
    return si.Density(formula, (x, low, high))


# A density by hand is checked for its total: each is made where it is asked for, and once.
CAUCHY = cache(lambda: density(1 / (pi * s * (1 + (x - m) ** 2 / s**2)), -oo, oo))
LOGISTIC = cache(lambda: density(exp(-x / s) / (s * (1 + exp(-x / s)) ** 2), -oo, oo))
HALF_LOGISTIC = cache(lambda: density(2 * exp(-x / s) / (s * (1 + exp(-x / s)) ** 2), 0, oo))
EXPONENTIATED = cache(lambda: density(a * b * exp(-b * x) * (1 - exp(-b * x)) ** (a - 1), 0, oo))
FOLDED = cache(lambda: density(2 * a * (1 - x) * (2 * x - x**2) ** (a - 1), 0, 1))
EXTREME = cache(
    lambda: density(
        (1 + c * (x - m) / s) ** (-1 / c - 1) * exp(-((1 + c * (x - m) / s) ** (-1 / c))) / s, m - s / c, oo
    )
)
POWER = cache(lambda: density((1 - ((x - m) / s) ** 2) ** c / (s * beta(Rational(1, 2), c + 1)), m - s, m + s))
WAVE = cache(lambda: density(pi / (4 * s) * cos(pi * (x - m) / (2 * s)), m - s, m + s))
AFFINE = cache(lambda: density(a / (log(1 + a) * (1 + a * x)), 0, 1))
SURVIVING = cache(lambda: density(a * exp(-x) / (1 - (1 - a) * exp(-x)) ** 2, 0, oo))
INVERTED = cache(lambda: density(a * b * (1 + x) ** (-a - 1) * (1 - (1 + x) ** (-a)) ** (b - 1), 0, oo))
FROM_MINUS_PI = cache(lambda: density(exp(c * cos(x - m)) / (2 * pi * besseli(0, c)), -pi, pi))
FOURTH = cache(lambda: density(Rational(5, 4) * (1 - x**4), 0, 1))
SECANT = cache(lambda: density(sech(pi * (x - m) / (2 * s)) / (2 * s), -oo, oo))
BY_LOGARITHMS = cache(lambda: density(exp((a - 1) * log(x) - b * x + a * log(b)) / gamma(a), 0, oo))
GEOMETRIC = cache(lambda: si.Mass((1 - p) * p**k, (k, 0, oo)))
TWO_SIDED = cache(lambda: si.Mass((1 - p) / (1 + p) * p ** Abs(k), (k, -oo, oo)))
FROM_ONE = cache(lambda: [si.Mass(r**k / (factorial(k) * (exp(r) - 1)), (k, 1, oo)) for r in (p, q)])
DIE = cache(lambda: si.Mass(1 / n, (k, 1, n)))

CASES = {
    "fisher-of-cauchy-scale": cache(lambda: si.FisherInformation(CAUCHY(), s)),
    "fisher-of-logistic-scale": cache(lambda: si.FisherInformation(LOGISTIC(), s)),
    "two-exponentials": cache(lambda: si.parse("H(Hypoexponential(b, a))")),
    "half-logistic": cache(lambda: si.Entropy(HALF_LOGISTIC())),
    "half-logistic-renyi": cache(lambda: si.Renyi(HALF_LOGISTIC(), q)),
    "exponentiated-exponential": cache(lambda: si.Entropy(EXPONENTIATED())),
    "folded-power": cache(lambda: si.Entropy(FOLDED())),
    "extreme-value": cache(lambda: si.Entropy(EXTREME())),
    "power-of-a-parabola": cache(lambda: si.Entropy(POWER())),
    "cosine": cache(lambda: si.Entropy(WAVE())),
    "affine": cache(lambda: si.Entropy(AFFINE())),
    "tilted-exponential": cache(lambda: si.Entropy(SURVIVING())),
    "power-of-a-base": cache(lambda: si.Entropy(INVERTED())),
    "power-of-a-base-renyi": cache(lambda: si.Renyi(INVERTED(), q)),
    "turn-from-minus-pi": cache(lambda: si.Entropy(FROM_MINUS_PI())),
    "square-of-a-sine": cache(lambda: si.Entropy(density(2 / pi * sin(x) ** 2, 0, pi))),
    "quarter-of-a-wave": cache(lambda: si.Entropy(density(4 / pi * sin(x) ** 2, 0, pi / 2))),
    "fourth-power": cache(lambda: si.Entropy(FOURTH())),
    "secant": cache(lambda: si.Entropy(SECANT())),
    "powers-by-logarithms": cache(lambda: si.Entropy(BY_LOGARITHMS())),
    "laplace-logistic": cache(lambda: si.KL(density(exp(-Abs(x) / b) / (2 * b), -oo, oo), LOGISTIC())),
    "two-sided-geometric": cache(lambda: si.Entropy(TWO_SIDED())),
    "poisson-from-one": cache(lambda: si.KL(*FROM_ONE())),
    "die-geometric": cache(lambda: si.CrossEntropy(DIE(), GEOMETRIC())),
}


def by_definition(measure: Any) -> Any:
    """The measure as an integral or a sum, in numbers."""
    first, last = measure.laws[0], measure.laws[-1]
    y = Symbol("y_", real=True)
    fixed = {v: w for v, w in AT.items() if not isinstance(measure, si.FisherInformation) or v != measure.theta}
    left, right = (law.density.subs(fixed).subs(law.variable, y) for law in (first, last))
    order = getattr(measure, "order", None)
    body = {
        "Entropy": lambda: -left * log(left),
        "CrossEntropy": lambda: -left * log(right),
        "KL": lambda: left * log(left / right),
        "Renyi": lambda: left ** order.subs(AT),
        "FisherInformation": lambda: (log(left).diff(measure.theta) ** 2 * left).subs(AT),
    }[type(measure).__name__]()
    low, high = (end.subs(AT) for end in (first.lower, first.upper))
    f = lambdify(y, body, "mpmath")
    if not first.continuous:
        first_k, last_k = (int(end) if end.is_finite else sign * 200 for end, sign in ((low, -1), (high, 1)))
        return mpmath.fsum(f(mpmath.mpf(i)) for i in range(first_k, last_k + 1))
    ends = [
        mpmath.inf if end == oo else -mpmath.inf if end == -oo else mpmath.mpf(end.evalf(25)) for end in (low, high)
    ]
    whole = mpmath.quad(
        f, [ends[0], *(place for place in (-20, -5, 0, 1, 5, 20) if ends[0] < place < ends[1]), ends[1]]
    )
    return mpmath.log(whole) / (1 - mpmath.mpf(3) / 5) if order is not None else whole


@pytest.mark.parametrize("name", CASES)
def test_it_is_closed_proved_and_right(name: str) -> None:
    derivation = si.derive(CASES[name]())
    assert derivation.status is Status.CLOSED
    assert replay(certificate_of(derivation)).whole
    with mpmath.workdps(20):
        assert abs(mpmath.mpf(derivation.result.subs(AT).evalf(20)) - by_definition(CASES[name]())) < 1e-6


SPELLINGS = {
    "as-a-difference": 2 * a * (1 - x) * (1 - (1 - x) ** 2) ** (a - 1),
    "as-a-product": 2 * a * (1 - x) * (x * (2 - x)) ** (a - 1),
    "with-two-powers": 2 * a * (1 - x) * x ** (a - 1) * (2 - x) ** (a - 1),
    "opened": expand(2 * a * (1 - x)) * (2 * x - x**2) ** (a - 1),
}


@pytest.mark.parametrize("name", SPELLINGS)
def test_the_spelling_of_a_density_changes_nothing(name: str) -> None:
    found = si.derive(si.Entropy(density(SPELLINGS[name], 0, 1))).result
    assert (found - si.derive(CASES["folded-power"]()).result).expand() == 0


def test_a_derivative_without_a_name_is_no_value_and_no_error() -> None:
    shifted = density(b * exp(-b * x) * exp(-a * exp(-b * x)) * (1 + a * (1 - exp(-b * x))), 0, oo)
    assert si.derive(si.Entropy(shifted)).status is Status.REDUCED


def test_a_value_has_no_gap_that_is_only_its_own() -> None:
    """By reflection there would be a sine below, which is 0 where both laws are one."""
    other = density(exp(-x / q) / (q * (1 + exp(-x / q)) ** 2), -oo, oo)
    found = si.derive(si.ChiSquaredDivergence(LOGISTIC(), other)).result
    assert abs(found.subs({s: 1, q: 1}).evalf(15)) < 1e-12
    assert sqrt(found.subs({s: 1, q: Rational(3, 2)})).evalf(5) > 0


def test_two_terms_at_one_place_of_a_row_are_added() -> None:
    """In y = exp(-b*x) the log density has -s*log(u) and -log(u) of one affine u, one exponent of the row together."""
    at = {"b": 1.25, "s": 1.55, "beta": 2.4, "q": 1.775}

    def density(u: Any) -> Any:
        b, s, beta_ = (mpmath.mpf(at[name]) for name in ("b", "s", "beta"))
        return b * s * mpmath.exp(b * u) * beta_**s / (beta_ - 1 + mpmath.exp(b * u)) ** (s + 1)

    wanted = (1 - mpmath.quad(lambda u: density(u) ** at["q"], [0, 1, 5, 40])) / (at["q"] - 1)
    found = si.derive("Tsallis(GammaGompertz(b, s, beta); q)")
    assert found.status == "closed"
    assert float(found.result.subs({p: at[p.name] for p in found.result.free_symbols})) == pytest.approx(float(wanted))


def test_powers_of_two_quadratics_are_a_legendre_function() -> None:
    other = density(1 / (pi * b * (1 + (x + p) ** 2 / b**2)), -oo, oo)
    derivation = si.derive(si.RenyiDivergence(CAUCHY(), other, q))
    assert derivation.status is Status.CLOSED
    assert replay(certificate_of(derivation)).whole
    assert derivation.result.has(hyper)
    left, right = (lambdify(x, law.density.subs(law.variable, x).subs(AT), "mpmath") for law in (CAUCHY(), other))
    with mpmath.workdps(20):
        order = mpmath.mpf(3) / 5
        whole = mpmath.quad(lambda y: left(y) ** order * right(y) ** (1 - order), [-mpmath.inf, -1, 0, 1, mpmath.inf])
        assert abs(mpmath.mpf(derivation.result.subs(AT).evalf(20)) - mpmath.log(whole) / (order - 1)) < 1e-9


def test_powers_of_two_quadratics_that_add_up_to_something_else_are_left() -> None:
    other = density((1 + (x - m) ** 2 / s**2) ** (-2) * 2 / (pi * s), -oo, oo)
    assert si.derive(si.RenyiDivergence(density(1 / (pi * (1 + x**2)), -oo, oo), other, q)).status is Status.REDUCED


def test_a_constant_is_positive_by_the_integral_of_euler() -> None:
    kernel = x ** (a - 1) * (1 - x) ** (b - 1) * exp(-c * x)
    found = si.derive(si.Renyi(density(kernel / (beta(a, b) * hyper((a,), (a + b,), -c)), 0, 1), q))
    assert found.status is Status.CLOSED
    f = lambdify(x, found.left.laws[0].density.subs(found.left.laws[0].variable, x).subs(AT), "mpmath")
    with mpmath.workdps(20):
        whole = mpmath.log(mpmath.quad(lambda y: f(y) ** (mpmath.mpf(3) / 5), [0, 0.5, 1])) / (1 - mpmath.mpf(3) / 5)
        assert abs(mpmath.mpf(found.result.subs(AT).evalf(20)) - whole) < 1e-6
