"""Means under masses: by the quotient of neighbouring values, by the mean of a score, and by sums of powers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import mpmath
import pytest
from sympy import Rational

import symbinfo as si
from symbinfo.derivation import Status
from symbinfo.expressions.errors import QueryError

Mass = Callable[..., Any]


def yule(k: Any, r: Any) -> Any:
    return r * mpmath.beta(k, r + 1)


def drawn(k: Any, n: Any, a: Any, b: Any) -> Any:
    return mpmath.binomial(n, k) * mpmath.beta(k + a, n - k + b) / mpmath.beta(a, b)


def urn(k: Any) -> Any:
    return mpmath.binomial(8, k) * mpmath.binomial(12, 5 - k) / mpmath.binomial(20, 5)


def borel(k: Any, m: Any) -> Any:
    return mpmath.exp(-m * k) * (m * k) ** (k - 1) / mpmath.factorial(k)


def conway(k: Any, r: Any) -> Any:
    return r**k / mpmath.factorial(k) ** 2 / mpmath.besseli(0, 2 * mpmath.sqrt(r))


def powers(k: Any, a: Any, n: Any) -> Any:
    return mpmath.mpf(k) ** -a / mpmath.fsum(mpmath.mpf(j) ** -a for j in range(1, int(n) + 1))


CONWAY = "mass(r**k/(factorial(k)**2*besseli(0, 2*sqrt(r))), k in (0, oo))"

# Query, its parameters, and what is averaged over which outcomes, as a function of the mass at k and of k.
MEANS = [
    ("E[k; k ~ YuleSimon(r)]", {"r": 9}, yule, (1, 400), lambda k: k),
    ("E[k^2; k ~ BetaBinomial(n, a, b)]", {"n": 5, "a": Rational(6, 5), "b": 3}, drawn, (0, 5), lambda k: k**2),
    ("E[k^2; k ~ Hypergeometric(20, 8, 5)]", {}, urn, (0, 5), lambda k: k**2),
    ("E[k; k ~ Borel(m)]", {"m": Rational(1, 10)}, borel, (1, 40), lambda k: k),
    (f"E[k; k ~ {CONWAY}]", {"r": Rational(3, 10)}, conway, (0, 30), lambda k: k),
    ("E[log(k); k ~ Zipfian(a, n)]", {"a": Rational(13, 10), "n": 7}, powers, (1, 7), mpmath.log),
    ("E[k; k ~ Zipfian(a, n)]", {"a": Rational(1, 10), "n": 2}, powers, (1, 2), lambda k: k),
]


@pytest.mark.parametrize(
    ("query", "at", "mass", "outcomes", "body"), MEANS, ids=lambda v: v if isinstance(v, str) else ""
)
def test_a_mean_is_the_sum_over_the_outcomes(query: str, at: Any, mass: Mass, outcomes: Any, body: Any) -> None:
    variable, law = query.removeprefix("E[").removesuffix("]").split("; k ~ ")
    d = si.derive(f"E[{variable.replace('k', 'X')}]", given=[f"X ~ {law}"])
    assert d.status is Status.CLOSED
    value = d.result.subs({s: at[s.name] for s in d.result.free_symbols}).evalf(25)
    numbers = {name: mpmath.mpf(v.p) / v.q if isinstance(v, Rational) else mpmath.mpf(v) for name, v in at.items()}
    first, last = outcomes
    wanted = mpmath.fsum(mass(k, **numbers) * body(k) for k in range(first, last + 1))
    assert abs(mpmath.mpmathify(value) - wanted) < 1e-12


def test_where_a_mean_is_infinite_the_condition_says_so() -> None:
    d = si.derive("E[X]", given=["X ~ YuleSimon(r)"])
    assert d.requires.subs(dict.fromkeys(d.requires.free_symbols, 1)) == False  # noqa: E712 - a SymPy Boolean
    assert d.requires.subs(dict.fromkeys(d.requires.free_symbols, 2)) == True  # noqa: E712


@pytest.mark.parametrize("law", ["Benford(b)", "Zipfian(a, n)", "GaussKuzmin()"])
def test_a_mean_that_no_equation_gives_stays_open(law: str) -> None:
    assert si.derive("E[k**X]", given=[f"X ~ {law}", "k > 0"]).status is not Status.CLOSED


# What is asked, the lines, and the printed form of the law that the count has.
KNOWN = [
    ("KL(Y || Poisson(m))", ["X ~ Poisson(r)", "Y | X ~ Binomial(X, p)"], "KL(Poisson(p*r) || Poisson(m))"),
    ("H(Y)", ["X ~ Geometric(p, start=0)", "Y | X ~ Binomial(X, r)"], "H(Geometric(p/(p + r*(1 - p)), start=0))"),
    ("KL(Y || Binomial(n, q))", ["X ~ Binomial(n, p)", "Y | X ~ Binomial(X, r)"], "KL(Binomial(n, p*r) || Binomial(n, q))"),
    ("KL(Y || NegativeBinomial(m, q))", ["L ~ Gamma(m, r)", "Y | L ~ Poisson(L)"],
     "KL(NegativeBinomial(m, 1/(1 + r)) || NegativeBinomial(m, q))"),
    ("H(X | X <= n)", ["X ~ Geometric(p)"], "H(mass(p*(1 - p)**(k - 1)/(1 - (1 - p)**n), k in (1, n)))"),
    ("KL(P || NegativeBinomial(r, q))", ["P = mass(gamma(k + r)/(gamma(r)*factorial(k))*p**r*(1 - p)**k, k in (0, oo))"],
     "KL(NegativeBinomial(r, p) || NegativeBinomial(r, q))"),
    ("H(truncated(Zeta(s), 1, n))", [], "H(Zipfian(s, n))"),
    ("H(BetaBinomial(n, 1, 1))", [], "H(Die(n + 1))"),
    ("ChiSquared(Poisson(p) || Poisson(q))", [], "Chi2(Poisson(p) || Poisson(q))"),
]  # fmt: skip
AT = {"p": Rational(1, 3), "q": Rational(1, 7), "r": Rational(4, 5), "m": Rational(5, 2), "n": 6, "s": Rational(9, 4)}


@pytest.mark.parametrize(("query", "lines", "same"), KNOWN, ids=[f"{q} {g[:1]}" for q, g, _ in KNOWN])
def test_two_spellings_of_a_law_have_one_measure(query: str, lines: list[str], same: str) -> None:
    found = [si.derive(query, given=lines), si.derive(same)]
    assert [d.status for d in found] == [Status.CLOSED] * 2
    one, other = (d.result.subs({s: AT[s.name] for s in d.result.free_symbols}).evalf(20) for d in found)
    assert abs(one - other) < 1e-15


def test_a_count_that_may_be_more_than_the_one_it_is_drawn_from_is_refused() -> None:
    with pytest.raises(QueryError, match="goes up to the count"):
        si.derive("H(Y)", given=["X ~ Poisson(a)", "Y | X ~ mass(1/(2*X + 1), k in (-X, X))"])


@pytest.mark.slow
def test_a_long_fisher_information_is_short_by_a_second_derivative() -> None:
    assert si.derive("FisherInformation(Boltzmann(a, n); a)").result.count_ops() < 40


@pytest.mark.parametrize("query", ["Renyi(Poisson(r); 2)", "H(X | X <= n)", f"FisherInformation({CONWAY}; r)"])
def test_what_stored_sums_give_is_proved(query: str) -> None:
    assert si.derive(query, given=["X ~ Geometric(p)"] if "X" in query else []).check().level == "proved"
