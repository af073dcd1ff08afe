"""Means of log(b + X) and log(b**2 + X**2), and derivatives in a parameter: values by quadrature of the definition, and proofs."""

from __future__ import annotations

from typing import Any

import mpmath
import pytest
from sympy import Expr, N, Rational, Symbol, besselk, exp, gamma, hyper, lambdify, oo, sqrt, symbols, uppergamma

import symbinfo as si
from symbinfo.derivation import Status
from symbinfo.derivation.certify.export import certificate_of
from symbinfo.expressions.parameter_slopes import ParameterSlope
from symbinfo.expressions.struve import struvek
from symbinfo.expressions.tricomi import hyperu
from symbinfo.laws.strengthen import laws_in, strengthened, told_apart
from symbinfo.trusted.proof.replay import replay

x = symbols("x", real=True)
a, b, c, p, q = symbols("a b c p q", positive=True)

QUERIES = [
    "KL(Exponential(a) || Lomax(b, c))",
    "KL(Gamma(k, t) || Lomax(a, b))",
    "KL(Gamma(3, t) || Lomax(a, b))",
    "KL(Gamma(5/2, t) || Lomax(a, b))",
    "KL(Gamma(k, t) || BetaPrime(a, b))",
    "KL(Gamma(k, t) || FDistribution(n, r))",
    "KL(Exponential(a) || FDistribution(n, r))",
    "KL(ChiSquared(k) || Lomax(a, b))",
    "KL(ChiSquared(k) || FDistribution(n, r))",
    "KL(Gamma(k, t) || LogLogistic(a, 1))",
    "KL(GammaInverse(k, t) || Lomax(a, b))",
    "KL(GammaInverse(k, t) || BetaPrime(a, b))",
    "KL(Levy(0, s) || Lomax(a, b))",
    "KL(Frechet(k, s, 0) || LogLogistic(a, k))",
    "KL(Weibull(t, k) || LogLogistic(a, k))",
    "KL(Weibull(t, k) || Dagum(n, k, b))",
    "KL(Normal(0, s) || StudentT(n))",
    "KL(Normal(m, s) || Cauchy(m, b))",
    "KL(HalfNormal(s) || StudentT(n))",
    "KL(HalfNormal(s) || LogLogistic(a, 2))",
    "KL(Rayleigh(s) || StudentT(n))",
    "KL(Rayleigh(s) || LogLogistic(a, 2))",
    "KL(Maxwell(s) || StudentT(n))",
    "KL(Maxwell(s) || Cauchy(0, b))",
    "KL(Chi(k) || StudentT(n))",
    "KL(Chi(k) || LogLogistic(a, 2))",
    "KL(Nakagami(m, w) || Cauchy(0, b))",
    "KL(Laplace(0, 1) || Cauchy(0, b))",
    "KL(Laplace(0, t) || StudentT(n))",
    "KL(Exponential(a) || StudentT(n))",
    "H(Benini(a, b, s))",
    "Chi2(Gamma(k, t) || Lomax(a, b))",
    "Chi2(Gamma(k, t) || BetaPrime(a, b))",
    "Chi2(Normal(0, s) || StudentT(n))",
    "Chi2(Laplace(0, t) || StudentT(n))",
    "RenyiDivergence(Gamma(k, t) || Lomax(a, b); alpha)",
    "RenyiDivergence(Normal(0, s) || StudentT(n); alpha)",
    "RenyiDivergence(Normal(0, s) || Cauchy(0, b); 1/2)",
    "RenyiDivergence(Laplace(0, t) || Cauchy(0, b); alpha)",
    "KL(Rayleigh(s) || Lomax(a, b))",
    "KL(Weibull(t, 2) || Lomax(a, b))",
    "KL(Logistic(0, s) || Cauchy(0, b))",
    "KL(Logistic(m, s) || Cauchy(m, b))",
    "KL(Logistic(0, s) || StudentT(n))",
]
DENSITIES: dict[str, tuple[Expr, Any, Any]] = {
    "generalised-inverse-gaussian": (
        (a / b) ** (p / 2) / (2 * besselk(p, sqrt(a * b))) * x ** (p - 1) * exp(-(a * x + b / x) / 2),
        0,
        oo,
    ),
    "power-law-with-cutoff": (x ** (-p) * exp(-b * x) * b ** (1 - p) / uppergamma(1 - p, b * c), c, oo),
    "tricomi": (x ** (p - 1) * (1 + x) ** q * exp(-c * x) / (gamma(p) * hyperu(p, p + q + 1, c)), 0, oo),
    "linear-failure-rate": ((a + b * x) * exp(-a * x - b * x**2 / 2), 0, oo),
}
#: Places that differ, for whatever symbols there are; whole differences nowhere.
NUMBERS = [Rational(n, 97) for n in (151, 203, 127, 178, 231, 116)]


def place(symbols_: set[Symbol]) -> dict[Symbol, Any]:
    found = dict(zip(sorted(symbols_, key=str), NUMBERS, strict=False))
    return {s: Rational(3, 2) if s.name == "alpha" else value for s, value in found.items()}


def by_quadrature(measure: Any, laws: Any, at: dict[Symbol, Any]) -> Any:
    """The measure by its definition."""
    first, second = laws[0], laws[-1]
    density, other = (lambdify(law.variable, law.density.xreplace(at), "mpmath") for law in (first, second))
    low, high = (N(end.xreplace(at), 20) for end in (first.lower, first.upper))
    kind, order = type(measure).__name__, getattr(measure, "order", None)
    power = None if order is None else mpmath.mpf(str(N(order.xreplace(at), 20)))

    def integrand(t: Any) -> Any:
        try:
            u, v = density(t), other(t)
            if kind in ("KL", "Entropy"):
                return u * mpmath.log(u / v) if kind == "KL" else -u * mpmath.log(u)
            return u**2 / v if power is None else u**power * v ** (1 - power)
        except (ZeroDivisionError, ValueError):  # far out
            return mpmath.mpf(0)

    low, high = (-mpmath.inf if low == -oo else mpmath.mpf(str(low))), (mpmath.inf if high == oo else high)
    inner = {mpmath.mpf(i) for i in (-30, -4, -1, 0, 0.01, 0.1, 1, 4, 16, 60)} | {
        mpmath.mpf(str(N(v))) for v in at.values()
    }
    found = mpmath.quad(integrand, [low, *sorted(e for e in inner if low < e < high), high])
    if kind.startswith("Chi"):
        return found - 1
    return found if power is None else mpmath.log(found) / (power - 1)


def hold(measure: Any) -> None:
    derivation = si.derive(measure)
    assert derivation.status is Status.CLOSED
    strong, _ = strengthened(told_apart(measure))
    laws = laws_in(strong)
    at = place(
        set().union(*(law.density.free_symbols - {law.variable} for law in laws), derivation.stands.free_symbols)
    )
    with mpmath.workdps(20):
        wanted = by_quadrature(strong, laws, at)
        assert abs(mpmath.mpf(str(N(derivation.stands.xreplace(at), 20))) - wanted) < 1e-8 * (1 + abs(wanted))
    assert replay(certificate_of(derivation)).open == []


@pytest.mark.parametrize("query", QUERIES[1::9])
def test_one_of_each_kind_is_the_integral_and_proved(query: str) -> None:
    hold(si.parse(query))


@pytest.mark.slow
@pytest.mark.parametrize("query", QUERIES)
def test_a_closed_form_is_the_integral_and_proved(query: str) -> None:
    hold(si.parse(query))


@pytest.mark.slow
@pytest.mark.parametrize("name", DENSITIES)
def test_the_entropy_of_a_density_is_the_integral_and_proved(name: str) -> None:
    density, low, high = DENSITIES[name]
    hold(si.Entropy(si.Density(density, (x, low, high))))


OPEN = [
    "KL(Gamma(k, t) || Cauchy(0, b))",
    "KL(Normal(m, s) || Cauchy(0, b))",
    "KL(LogNormal(m, s) || Lomax(a, b))",
    "KL(Weibull(t, k) || Lomax(a, b))",
    "KL(Weibull(t, 3) || Lomax(a, b))",
    "KL(Logistic(m, s) || Cauchy(0, b))",
    "H(ShiftedGompertz(b, c))",
]


@pytest.mark.parametrize("query", OPEN)
def test_what_has_no_such_integral_stays_open(query: str) -> None:
    assert si.derive(query).status is Status.REDUCED


SLOPES = [
    (lambda v: besselk(v, Rational(3, 2)), Rational(4, 3), lambda v: mpmath.besselk(v, 1.5)),
    (lambda v: uppergamma(v, 2), Rational(-1, 3), lambda v: mpmath.gammainc(v, 2)),
    (lambda v: hyperu(Rational(1, 3), v, 2), Rational(7, 3), lambda v: mpmath.hyperu(mpmath.mpf(1) / 3, v, 2)),
    (lambda v: hyper((v, 2), (3,), Rational(1, 4)), Rational(5, 3), lambda v: mpmath.hyp2f1(v, 2, 3, 0.25)),
    (lambda v: struvek(v, 2), Rational(2, 3), lambda v: mpmath.struveh(v, 2) - mpmath.bessely(v, 2)),
]


@pytest.mark.parametrize(("function", "at", "numeric"), SLOPES)
def test_a_derivative_in_a_parameter_has_a_value(function: Any, at: Any, numeric: Any) -> None:
    with mpmath.workdps(30):
        wanted = mpmath.diff(numeric, mpmath.mpf(at.p) / at.q)
        found = mpmath.mpf(str(ParameterSlope.of(function, at).evalf(25)))
    assert abs(found - wanted) < 1e-20 * (1 + abs(wanted))


def test_a_derivative_in_a_parameter_is_read_as_it_is_printed() -> None:
    slope = ParameterSlope.of(lambda v: besselk(v, 2), Rational(1, 3))
    assert si.parse(str(slope)) == slope
    with pytest.raises(si.errors.QueryError):
        si.parse("Subs(Derivative(besselk(v, 2), u), v, 1/3)")


def test_the_name_of_the_parameter_is_none_that_is_there() -> None:
    v = Symbol("v", positive=True)
    slope = ParameterSlope.of(lambda s: besselk(s, v), Rational(1, 3))
    assert slope.variables[0].name != "v"
    assert slope.subs(v, 2).evalf(20) == ParameterSlope.of(lambda s: besselk(s, 2), Rational(1, 3)).evalf(20)
