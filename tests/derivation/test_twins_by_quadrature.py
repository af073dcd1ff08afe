"""Laws on the circle, divergences in a common coordinate, mixtures, bounded ranges: against quadrature of the definition."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import mpmath
import pytest
import sympy as sp
from sympy import besseli, cos, cosh, exp, log, oo, pi, sinh, sqrt

import symbinfo as si
from symbinfo.derivation.certify.export import certificate_of
from symbinfo.trusted.proof.replay import replay

x = sp.Symbol("x", real=True)
a, b, c, k, p, q, r, s, t = sp.symbols("a b c k p q r s t", positive=True)
m, n = sp.symbols("m n", real=True)

AT = {a: 0.3, b: 1.9, c: 0.7, k: 1.3, p: 0.35, q: 0.6, r: 0.2, s: 0.8, t: 1.7, m: 0.4, n: -0.9}
ALSO = {a: 1.1, b: 0.45, c: 2.3, k: 0.4, p: 0.85, q: 0.15, r: 0.46, s: 2.2, t: 0.6, m: -1.2, n: 2.1}

Density = tuple[sp.Expr, Any, Any]


def wrapped_cauchy(p: Any, m: Any = 0) -> Density:
    return (1 - p**2) / (2 * pi * (1 + p**2 - 2 * p * cos(x - m))), 0, 2 * pi


def cardioid(r: Any, m: Any = 0) -> Density:
    return (1 + 2 * r * cos(x - m)) / (2 * pi), 0, 2 * pi


def von_mises(k: Any, m: Any = 0) -> Density:
    return exp(k * cos(x - m)) / (2 * pi * besseli(0, k)), 0, 2 * pi


def cauchy(m: Any, s: Any) -> Density:
    return s / (pi * (s**2 + (x - m) ** 2)), -oo, oo


def logistic(m: Any, s: Any) -> Density:
    return exp(-(x - m) / s) / (s * (1 + exp(-(x - m) / s)) ** 2), -oo, oo


def half_cauchy(s: Any) -> Density:
    return 2 * s / (pi * (s**2 + x**2)), 0, oo


def exponential(a: Any) -> Density:
    return a * exp(-a * x), 0, oo


def image(law: Density, forth: sp.Expr, low: Any, high: Any) -> Density:
    """The law of a variable y such that forth(y) has this one."""
    return law[0].subs(x, forth) * sp.diff(forth, x), low, high


UNIFORM = (1 / b, a, a + b)
LINE = (-oo, oo)

#: Measure, first and second law, and whether it is replayed whole.
TWINS: dict[str, tuple[str, Density, Density | None, bool]] = {
    "wrapped-cauchy-entropy": ("H", wrapped_cauchy(p, m), None, True),
    "wrapped-cauchy-kl": ("KL", wrapped_cauchy(p), wrapped_cauchy(q), True),
    "wrapped-cauchy-kl-moved": ("KL", wrapped_cauchy(p, m), wrapped_cauchy(q, n), True),
    "wrapped-cauchy-chi-squared": ("Chi2", wrapped_cauchy(p), wrapped_cauchy(q), True),
    "wrapped-cauchy-collision": ("Collision", wrapped_cauchy(p, m), None, True),
    "wrapped-cauchy-renyi": ("Renyi", wrapped_cauchy(p, m), None, True),
    "wrapped-cauchy-fisher": ("Fisher", wrapped_cauchy(p, m), None, True),
    "wrapped-cauchy-against-von-mises": ("KL", wrapped_cauchy(p, m), von_mises(k, n), True),
    "wrapped-cauchy-against-cardioid": ("KL", wrapped_cauchy(p, m), cardioid(r, n), False),
    "cardioid-entropy": ("H", cardioid(r, m), None, False),
    "cardioid-kl": ("KL", cardioid(r, m), cardioid(s / 5, n), False),
    "cardioid-against-wrapped-cauchy": ("KL", cardioid(r, m), wrapped_cauchy(p, n), False),
    "cardioid-against-von-mises": ("KL", cardioid(r, m), von_mises(k, n), False),
    "uniform-against-wrapped-cauchy": ("KL", (1 / (2 * pi), 0, 2 * pi), wrapped_cauchy(p, m), True),
    "uniform-against-cardioid": ("KL", (1 / (2 * pi), 0, 2 * pi), cardioid(r, m), False),
    "hyperbolic-circle": ("H", (sinh(s) / (2 * pi * (cosh(s) - cos(x))), -pi, pi), None, False),
    "log-cauchy": ("KL", image(cauchy(m, s), log(x), 0, oo), image(cauchy(n, t), log(x), 0, oo), True),
    "log-cauchy-chi-squared": ("Chi2", image(cauchy(m, s), log(x), 0, oo), image(cauchy(n, t), log(x), 0, oo), True),
    "half-cauchy": ("KL", half_cauchy(s), half_cauchy(t), True),
    "hyperbolic-secant-kl": (
        "KL",
        image(half_cauchy(s), exp(x), *LINE),
        image(half_cauchy(t), exp(x), *LINE),
        True,
    ),
    "uniform-against-cauchy": ("KL", UNIFORM, cauchy(m, s), True),
    "uniform-against-logistic": ("KL", UNIFORM, logistic(m, s), True),
    "uniform-against-half-cauchy": ("KL", (1 / b, 0, b), half_cauchy(s), True),
    "uniform-against-student": (
        "KL",
        (1 / (2 * b), -b, b),
        ((1 + x**2 / t) ** (-(t + 1) / 2) / (sqrt(t) * sp.beta(sp.Rational(1, 2), t / 2)), *LINE),
        True,
    ),
    "parabola-against-cauchy": ("KL", (6 * x * (1 - x), 0, 1), cauchy(m, s), True),
    "parabola-against-logistic": ("KL", (6 * x * (1 - x), 0, 1), logistic(m, s), True),
    "uniform-against-hyperbolic-secant": ("KL", (1 / (2 * b), -b, b), (1 / (pi * cosh(x)), *LINE), True),
    "uniform-against-log-logistic": ("KL", (1 / b, 0, b), (2 * x / s**2 / (1 + x**2 / s**2) ** 2, 0, oo), True),
    "js-cauchy": ("JS", cauchy(m, s), cauchy(n, t), False),
    "js-cauchy-numbers": ("JS", cauchy(0, 1), cauchy(1, 1), True),
    "js-exponentials": ("JS", exponential(s), exponential(2 * s), True),
    "js-uniforms": ("JS", (1 / a, 0, a), (1 / (a + b), 0, a + b), False),
    "js-uniform-exponential": ("JS", (sp.S.One, 0, 1), exponential(1), True),
}
MEASURES: dict[str, Callable[..., Any]] = {
    "H": si.Entropy,
    "KL": si.KL,
    "JS": si.JensenShannon,
    "Chi2": si.ChiSquaredDivergence,
    "Renyi": lambda law: si.Renyi(law, k),
    "Fisher": lambda law: si.FisherInformation(law, p),
    "Collision": lambda law: si.Renyi(law, 2),
}


def falling(exponent: Any) -> Any:
    """exp, but 0 far down, where mpmath would first compute log(2) to a million digits."""
    return mpmath.mpf(0) if exponent < -(10**6) else mpmath.exp(exponent)


def value(kind: str, first: Density, second: Density | None, at: dict[Any, float]) -> Any:
    """The definition, by quadrature."""

    def plain(law: Density) -> tuple[Any, list[Any]]:
        density, *ends = (sp.sympify(part).subs(at) for part in law)
        return sp.lambdify(x, density, [{"exp": falling}, "mpmath"]), [sp.lambdify([], end, "mpmath")() for end in ends]

    f, (low, high) = plain(first)
    g, (left, right) = plain(second) if second is not None else (f, (low, high))

    def over(body: Callable[[Any], Any], low: Any, high: Any) -> Any:
        if (low, high) == (0, mpmath.inf):  # some of these fall like 1/(x log(x)**2)
            return mpmath.quad(lambda u: body(mpmath.exp(u)) * mpmath.exp(u), [-mpmath.inf, -3, 0, 3, mpmath.inf])
        inner = [z for z in (-30, -3, 0, 1, 2, 3, 4, 5, 30) if low < z < high]
        return mpmath.quad(body, [low, *inner, high])

    def xlog(u: Any, v: Any) -> Any:
        return u * mpmath.log(u / v) if u else 0

    if kind == "H":
        return -over(lambda z: xlog(f(z), 1), low, high)
    if kind == "KL":
        return over(lambda z: xlog(f(z), g(z)), low, high)
    if kind == "Chi2":
        return over(lambda z: f(z) * (f(z) / g(z)), low, high) - 1
    if kind in ("Collision", "Renyi"):
        order = at[k] if kind == "Renyi" else 2
        return mpmath.log(over(lambda z: f(z) ** order, low, high)) / (1 - order)
    if kind == "Fisher":
        slope = sp.lambdify(x, sp.diff(first[0], p).subs(at), "mpmath")
        return over(lambda z: slope(z) ** 2 / f(z), low, high)
    low, high = max(low, left), min(high, right)
    both = over(lambda z: xlog(f(z), f(z) + g(z)) + xlog(g(z), f(z) + g(z)), low, high)
    return mpmath.log(2) + both / 2


def number(result: sp.Expr, at: dict[Any, float]) -> Any:
    return sp.lambdify([], result.subs(at), "mpmath")()


#: Those of each kind that are asked every time.
QUICK = {
    "wrapped-cauchy-kl", "wrapped-cauchy-fisher", "cardioid-entropy", "cardioid-against-von-mises", "half-cauchy",
    "uniform-against-half-cauchy", "uniform-against-student", "js-cauchy-numbers", "js-uniforms", "js-uniform-exponential",
}  # fmt: skip
CASES = [pytest.param(*row, id=name, marks=[] if name in QUICK else [pytest.mark.slow]) for name, row in TWINS.items()]


@pytest.mark.parametrize(("kind", "first", "second", "whole"), CASES)
def test_a_twin_is_closed_and_right(kind: str, first: Density, second: Density | None, whole: bool) -> None:
    laws = [si.Density(law[0], (x, *law[1:]), name) for law, name in ((first, "P"), (second, "Q")) if law is not None]
    derivation = si.derive(MEASURES[kind](*laws))
    assert derivation.status.value == "closed"
    assert not whole or replay(certificate_of(derivation)).whole
    for at in (AT, ALSO) if derivation.result.free_symbols else (AT,):
        wanted, found = value(kind, first, second, at), number(derivation.result, at)
        assert abs(found - wanted) < 1e-9 * (1 + abs(wanted)), (derivation.result, at)


def test_a_normal_mixture_stays_open() -> None:
    assert si.derive("JS(Normal(0, 1) || Normal(1, 1))").status.value == "reduced"


def test_a_map_that_is_not_shared_is_not_taken() -> None:
    """The entropy is no divergence, and the cross-entropy changes under a map."""
    law = image(cauchy(0, 1), log(x), 0, oo)
    P, Q = (si.Density(law[0], (x, *law[1:]), name) for name in "PQ")
    steps = si.derive(si.CrossEntropy(P, Q)).steps
    assert "common-map" not in [step.rule for step in steps]
