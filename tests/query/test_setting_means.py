"""Densities of a setting and means over them: what they come to, and what is no density of it."""

from __future__ import annotations

import pytest
from sympy import Integral, oo, simplify, sympify

from symbinfo.expressions.errors import QueryError
from symbinfo.query.setting import parse_in

NORMAL = ("X ~ Normal(mu, sigma)",)
TWO = ("P = Normal(mu1, sigma1)", "Q = Normal(mu2, sigma2)")
WAIT = ("X ~ Exponential(lamda)",)
COINS = ("P = {heads: 9/10, tails: 1/10}", "Q = {heads: 1/2, tails: 1/2}")
CHANNEL = ("X ~ Bernoulli(1/2)", "Z ~ Bernoulli(e)", "Y = (X + Z) % 2")

# Setting, what is written, and another way to write it in the language as it stands.
SAME = [
    (NORMAL, "-E[log p(X)]", "H(X)"),
    (NORMAL, "-E[log p_X(X)]", "H(X)"),
    (NORMAL, r"-\int p(x)\log p(x)\,dx", "H(X)"),
    (NORMAL, r"-\int_{-\infty}^{\infty} f(x)\log f(x)\,dx", "H(X)"),
    (NORMAL, r"\int (x - \mu)^2 p(x)\,dx", "sigma**2"),
    (TWO, r"\mathbb{E}_{x\sim P}\left[\log\frac{p(x)}{q(x)}\right]", "KL(P || Q)"),
    (TWO, r"\int p(x)\log\frac{p(x)}{q(x)}\,dx", "KL(P || Q)"),
    (TWO, "E_p[(x - mu2)^2]", "sigma1**2 + (mu1 - mu2)**2"),
    (TWO, "E_q[log(q(x)/p(x))]", "KL(Q || P)"),
    (WAIT, r"-\int_0^\infty \lambda e^{-\lambda x}(\log\lambda - \lambda x)\,dx", "1 - log(lamda)"),
    (WAIT, r"\int_0^\infty x\,p(x)\,dx", "1/lamda"),
    (WAIT, r"-\int_0^\infty e^{-u}(\log\lambda - u)\,du", "1 - log(lamda)"),
    (WAIT, r"\int_0^1 \log t\,dt", "-1"),
    (NORMAL, r"\int \frac{1}{\sqrt{2\pi\sigma^2}} e^{-(x-\mu)^2/(2\sigma^2)} x\,dx", "mu"),
    (COINS, r"-\sum_x p(x)\log q(x)", "log(2)"),
    (COINS, "P(heads)", "9/10"),
    (CHANNEL, "P(Y = 1)", "1/2"),
    (CHANNEL, "P(Y = 1 | X = 0)", "e"),
    (CHANNEL, r"-\sum_y p(y)\log p(y)", "log(2)"),
    (CHANNEL, r"\sum_{x,y} p(x,y)\log\frac{p(x,y)}{p(x)p(y)}", "log(2) + e*log(e) + (1 - e)*log(1 - e)"),
    (CHANNEL, r"\sum_x p(x)\sum_y p(y|x)\log\frac{p(y|x)}{p(y)}", "log(2) + e*log(e) + (1 - e)*log(1 - e)"),
]


@pytest.mark.parametrize(("given", "written", "plain"), SAME, ids=[written for _, written, _ in SAME])
def test_a_mean_over_declared_laws_is_read(given, written, plain) -> None:
    found, known = parse_in(written, given), parse_in(plain, given)
    difference = (found - known).doit()
    assert difference == 0 or simplify(difference.expand(log=True, force=True)) == 0


PAIR = ("X ~ Normal(a, 1)", "Y ~ Exponential(b)")
JOINT = ("X, Y ~ MultivariateNormal([1, 2], [[4, rho], [rho, 1]])",)
TABLE = ("X, Y ~ table([[1/4, 1/4], [1/2, 0]])",)
# Of several variables: the values by hand, from second moments, sums over a table, and Isserlis' theorem.
SEVERAL = [
    (PAIR, "E[X*Y]", "a/b"),
    (PAIR, "E[(X + Y)**2]", "a**2 + 1 + 2*a/b + 2/b**2"),
    (PAIR, "Cov(X, Y)", "0"),
    (PAIR, "Var(Y)", "1/b**2"),
    (JOINT, "E[X*Y]", "2 + rho"),
    (JOINT, "Cov(X, Y)", "rho"),
    (JOINT, "E[(X - 1)**2*(Y - 2)**2]", "4 + 2*rho**2"),
    (TABLE, "E[X*Y]", "0"),
    (TABLE, "Cov(X, Y)", "-1/8"),
    (CHANNEL, "Cov(X, Y)", "1/4 - e/2"),
]


@pytest.mark.parametrize(("given", "written", "plain"), SEVERAL, ids=[written for _, written, _ in SEVERAL])
def test_a_mean_of_several_variables(given, written, plain) -> None:
    symbols = {s.name: s for s in parse_in(written, given).free_symbols}
    assert simplify(parse_in(written, given).doit() - sympify(plain, locals=symbols)) == 0


APART = [
    (("X ~ Exponential(1)", "Z ~ Exponential(1)", "Y = X + Z"), "E[X*Y]"),
    (PAIR, "E[log(X**2 + Y)]"),
    (JOINT, "E[exp(X*Y)]"),
]


@pytest.mark.parametrize(("given", "written"), APART, ids=[written for _, written in APART])
def test_a_mean_that_no_rule_takes_apart_is_refused(given, written) -> None:
    with pytest.raises(QueryError, match=r"a mean|means of polynomials"):
        parse_in(written, given)


REFUSED = [
    (NORMAL, "E[log q(X)]", "q"),
    (TWO, "E[log r(x)]", "r"),
    (CHANNEL, "P(W = 1)", "P"),
    (CHANNEL, r"\sum_w p(w)\log p(w)", "w"),
    (COINS, "P(edge) + 1", "P"),
]


@pytest.mark.parametrize(("given", "written", "about"), REFUSED, ids=[written for _, written, _ in REFUSED])
def test_a_density_of_nothing_that_is_declared_is_refused(given, written, about) -> None:
    with pytest.raises(QueryError):
        parse_in(written, given)


def test_an_integral_over_a_part_of_the_support_stays_one() -> None:
    found = parse_in(r"\int_1^\infty x\,p(x)\,dx", WAIT)
    assert isinstance(found, Integral)
    assert found.limits[0][1:] == (1, oo)
