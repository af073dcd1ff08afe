"""One law, however its density is written: scaled, shifted, reflected, opened, factored, its powers and exponentials spelt otherwise."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from sympy import (
    Abs,
    Expr,
    Float,
    Max,
    Mul,
    Piecewise,
    Pow,
    Rational,
    S,
    Symbol,
    beta,
    cosh,
    exp,
    expand,
    factor,
    gamma,
    log,
    oo,
    pi,
    powsimp,
    sqrt,
    symbols,
    together,
)

import symbinfo as si
from symbinfo.derivation import Status

x = Symbol("x", real=True)
a, b, c, s, k, r = symbols("a b c s k r", positive=True)
m = Symbol("m", real=True)
AT = {
    a: Rational(13, 10),
    b: Rational(7, 4),
    c: Rational(9, 5),
    s: Rational(4, 5),
    k: Rational(5, 3),
    r: Rational(6, 5),
}
AT |= {m: Rational(-2, 5)}


@dataclass(frozen=True)
class Written:
    """A density on an interval, by the name of its law."""

    name: str
    density: Expr
    lower: Expr
    upper: Expr


LAWS = (
    Written("exponential", r * exp(-r * x), S.Zero, oo),
    Written("gamma", r**a * x ** (a - 1) * exp(-r * x) / gamma(a), S.Zero, oo),
    Written("Weibull", k / s * (x / s) ** (k - 1) * exp(-((x / s) ** k)), S.Zero, oo),
    Written("Rayleigh", x / s**2 * exp(-(x**2) / (2 * s**2)), S.Zero, oo),
    Written("Maxwell", sqrt(2 / pi) * x**2 / s**3 * exp(-(x**2) / (2 * s**2)), S.Zero, oo),
    Written("half-normal", sqrt(2) / (s * sqrt(pi)) * exp(-(x**2) / (2 * s**2)), S.Zero, oo),
    Written("inverse gamma", s**a / gamma(a) * x ** (-a - 1) * exp(-s / x), S.Zero, oo),
    Written("Lomax", a / s * (1 + x / s) ** (-a - 1), S.Zero, oo),
    Written("beta prime", x ** (a - 1) * (1 + x) ** (-a - b) / beta(a, b), S.Zero, oo),
    Written("log-logistic", k / s * (x / s) ** (k - 1) / (1 + (x / s) ** k) ** 2, S.Zero, oo),
    Written("half-logistic", 2 * exp(-x) / (1 + exp(-x)) ** 2, S.Zero, oo),
    Written("log-normal", exp(-((log(x) - m) ** 2) / (2 * s**2)) / (x * s * sqrt(2 * pi)), S.Zero, oo),
    Written("normal", exp(-((x - m) ** 2) / (2 * s**2)) / (s * sqrt(2 * pi)), -oo, oo),
    Written("Laplace", exp(-Abs(x - m) / s) / (2 * s), -oo, oo),
    Written("Cauchy", 1 / (pi * s * (1 + ((x - m) / s) ** 2)), -oo, oo),
    Written("logistic", exp(-(x - m) / s) / (s * (1 + exp(-(x - m) / s)) ** 2), -oo, oo),
    Written("Gumbel", exp(-(x - m) / s - exp(-(x - m) / s)) / s, -oo, oo),
    Written("hyperbolic secant", 1 / (2 * cosh(pi * x / 2)), -oo, oo),
    Written("asymmetric Laplace", exp(-Max((x - m) / s, (m - x) / r)) / (s + r), -oo, oo),
    Written("beta", x ** (a - 1) * (1 - x) ** (b - 1) / beta(a, b), S.Zero, S.One),
    Written("Kumaraswamy", a * b * x ** (a - 1) * (1 - x**a) ** (b - 1), S.Zero, S.One),
    Written("power", a * x ** (a - 1), S.Zero, S.One),
    Written("tent", Max(0, 1 - Abs(x)), -S.One, S.One),
    Written("arcsine", 1 / (pi * sqrt(x * (1 - x))), S.Zero, S.One),
    Written("Pareto", a * s**a * x ** (-a - 1), s, oo),
)


# --- rewritings ------------------------------------------------------------------------------------------------------


def scaled(law: Written) -> tuple[Written, Expr]:
    """The law of c X: its entropy is larger by log c."""
    density = law.density.xreplace({x: x / c}) / c
    return Written(law.name, density, c * law.lower, c * law.upper), log(c)


def shifted(law: Written) -> tuple[Written, Expr]:
    """The law of X + 3/2."""
    by = Rational(3, 2)
    return Written(law.name, law.density.xreplace({x: x - by}), law.lower + by, law.upper + by), S.Zero


def reflected(law: Written) -> tuple[Written, Expr]:
    """The law of -X."""
    return Written(law.name, law.density.xreplace({x: -x}), -law.upper, -law.lower), S.Zero


def _spelt(change: Callable[[Expr], Expr]) -> Callable[[Written], tuple[Written, Expr]]:
    return lambda law: (Written(law.name, change(law.density), law.lower, law.upper), S.Zero)


def _exponentials_below(density: Expr) -> Expr:
    """``exp(-u)`` as ``1/exp(u)``, which SymPy would turn back."""
    return density.replace(exp, lambda u: Pow(exp(-u, evaluate=False), -1, evaluate=False))


def _roots_apart(density: Expr) -> Expr:
    """``x**u`` as ``sqrt(x) x**(u - 1/2)``."""
    return density.replace(
        lambda p: isinstance(p, Pow) and p.args[0] == x and bool(p.args[1].free_symbols),
        lambda p: Mul(sqrt(x), Pow(x, p.args[1] - S.Half), evaluate=False),
    )


def _by_cases(density: Expr) -> Expr:
    """A maximum and a distance by cases."""
    return density.rewrite(Piecewise)


def _cosh_for_exponentials(density: Expr) -> Expr:
    return density.rewrite(exp) if density.has(cosh) else density.replace(exp, lambda u: Mul(exp(u / 2), exp(u / 2)))


REWRITINGS: dict[str, Callable[[Written], tuple[Written, Expr]]] = {
    "scaled": scaled,
    "shifted": shifted,
    "reflected": reflected,
    "opened": _spelt(lambda f: expand(f, power_base=False, power_exp=True, log=False)),
    "factored": _spelt(factor),
    "over one denominator": _spelt(together),
    "powers joined": _spelt(powsimp),
    "exponentials below": _spelt(_exponentials_below),
    "roots apart": _spelt(_roots_apart),
    "by cases": _spelt(_by_cases),
    "exponentials in halves": _spelt(_cosh_for_exponentials),
}

NUMBER, DEFAULT = 200, 10


def drawn() -> list[tuple[str, ...]]:
    """The law and up to three rewritings each, one after the other: the same at every run."""
    chance = random.Random(20)
    found: list[tuple[str, ...]] = []
    for i in range(NUMBER):
        moves = chance.sample(sorted(REWRITINGS), chance.choice((1, 1, 2, 2, 3)))
        found.append((LAWS[i % len(LAWS)].name, *moves))
    return found


def rewritten(name: str, moves: tuple[str, ...]) -> tuple[Written, Expr]:
    law, larger = next(law for law in LAWS if law.name == name), S.Zero
    for move in moves:
        law, more = REWRITINGS[move](law)
        larger += more
    return law, larger


def entropy(law: Written) -> Expr:
    derivation = si.derive(si.Entropy(si.Density(law.density, (x, law.lower, law.upper))))
    assert derivation.status is Status.CLOSED, derivation.result
    return derivation.result


def _cases() -> list[object]:
    cases = dict.fromkeys(drawn())
    return [
        pytest.param(*(case[0], case[1:]), id=", ".join(case), marks=[] if i % 20 == 3 else [pytest.mark.slow])
        for i, case in enumerate(cases)
    ]


@pytest.mark.parametrize(("name", "moves"), _cases())
def test_the_spelling_of_a_density_changes_nothing(name: str, moves: tuple[str, ...]) -> None:
    plain = next(law for law in LAWS if law.name == name)
    law, larger = rewritten(name, moves)
    gap = entropy(law) - entropy(plain) - larger
    assert abs(Float(gap.xreplace(AT).evalf(30), 30)) < Float("1e-20")


def test_another_law_is_told_apart() -> None:
    plain = LAWS[0]
    other = Written("hypoexponential", r * exp(-r * x) / 2 + r * exp(-2 * r * x), S.Zero, oo)
    with pytest.raises(AssertionError):
        assert abs(Float((entropy(other) - entropy(plain)).xreplace(AT).evalf(30))) < Float("1e-20")
