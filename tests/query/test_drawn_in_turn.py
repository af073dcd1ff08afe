"""Variables drawn one after the other, and joint densities by hand: the values of textbooks, and of the definitions in numbers."""

from __future__ import annotations

import pytest
from mpmath import exp as e_to
from mpmath import inf, mp, mpf, quad
from mpmath import log as ln
from sympy import EulerGamma, N, Rational, digamma, exp, log, loggamma, oo, pi, symbols

import symbinfo as si
from symbinfo.expressions.errors import MeasureError, NotNormalised, QueryError

a, b, p, t, x, y, u, v = symbols("a b p t x y u v", positive=True)
GAMMA = ["L ~ Gamma(a, 1)", "X | L ~ Exponential(L)"]
BETA = ["P ~ Beta(a, b)", "X | P ~ Bernoulli(P)"]
APART = ["X ~ Bernoulli(p)", "Y | X = 0 ~ Uniform(0, 1)", "Y | X = 1 ~ Uniform(2, 4)"]
STICK = ["X ~ Uniform(0, 1)", "Y | X ~ Uniform(0, X)"]
COUNT = ["X ~ Exponential(1)", "Y | X ~ Poisson(X)"]
CLAYTON = "density((1 + t)*(u*v)**(-t - 1)*(u**(-t) + v**(-t) - 1)**(-2 - 1/t), u in (0, 1), v in (0, 1))"
PARETO = ["X, Y ~ density(a*(a + 1)*(1 + x + y)**(-a - 2), x in (0, oo), y in (0, oo))"]
TRIANGLE = ["X, Y ~ density(2, x in (0, 1), y in (0, x))"]
SCALE = ["T ~ Gamma(a, b)", "X | T ~ Normal(0, 1/sqrt(T))"]
POINT = {a: Rational(23, 10), b: Rational(17, 10), p: Rational(3, 10), t: Rational(13, 10)}

# What is asked, the lines, what is printed elsewhere, and whether a replay proves it.
KNOWN = [
    ("I(L; X)", GAMMA, digamma(a) - log(a) + 1 / a, True),
    ("H(X | L)", GAMMA, 1 - digamma(a), True),
    ("H(X)", BETA, log(a + b) - a / (a + b) * log(a) - b / (a + b) * log(b), True),
    ("H(Y)", APART, -p * log(p) + p * log(2) - (1 - p) * log(1 - p), False),
    ("I(X; Y)", STICK, EulerGamma, True),
    ("H(Y)", COUNT, 2 * log(2), True),
    ("I(U; V)", [f"U, V ~ {CLAYTON}"], log(1 + t) - t / (1 + t), True),
    ("I(X; Y)", PARETO, log(1 + 1 / a) - 1 / (1 + a), True),
    ("H(X, Y)", TRIANGLE, -log(2), True),
    ("I(X; Y)", TRIANGLE, 1 - log(2), True),
    ("H(Y | X)", ["X ~ Bernoulli(p)", "Y | X = 0 ~ Exponential(a)", "Y | X = 1 ~ Exponential(b)"],
     1 - (1 - p) * log(a) - p * log(b), True),
    ("I(T; X)", SCALE,
     loggamma(a) - loggamma(a + Rational(1, 2)) - a * digamma(a) + (a + Rational(1, 2)) * digamma(a + Rational(1, 2)) - Rational(1, 2),
     True),
    ("H(X)", ["S ~ Exponential(1)", "X | S ~ Normal(0, sqrt(S))"], 1 + log(2) / 2, False),
]  # fmt: skip


@pytest.mark.parametrize(("text", "lines", "printed", "proved"), KNOWN, ids=[f"{q} {g[0]}" for q, g, *_ in KNOWN])
def test_what_is_printed_elsewhere_is_found(text, lines, printed, proved) -> None:
    found = si.derive(text, given=lines)
    assert found.status.value == "closed"
    at = {s: POINT[w] for s in found.result.free_symbols for w in POINT if w.name == s.name}
    assert abs(N(found.result.subs(at) - printed.subs(POINT), 25)) < 1e-20
    if proved:
        assert found.check().level == "proved"


def _information(joint, first, second, within):
    """I(X; Y) of a joint density from its definition, by quadrature."""
    with mp.workdps(12):
        own = lambda s: quad(lambda r: joint(s, r), second(s))
        other = lambda r: quad(lambda s: joint(s, r), within(r))
        entropy = lambda density, ends: -quad(lambda s: density(s) * ln(density(s)), ends)
        both = -quad(lambda s: quad(lambda r: joint(s, r) * ln(joint(s, r)), second(s)), first)
        return entropy(own, first) + entropy(other, second(None)) - both


# A joint density, the ranges of both variables, and the same as functions of numbers.
JOINT = [
    (x + y, (x, 0, 1), (y, 0, 1), lambda s, r: s + r, [0, 1], lambda s: [0, 1], lambda r: [0, 1]),
    (24 * x * y, (x, 0, 1), (y, 0, 1 - x), lambda s, r: 24 * s * r, [0, 1],
     lambda s: [0, 1 if s is None else 1 - s], lambda r: [0, 1 - r]),
    (exp(-y), (x, 0, oo), (y, x, oo), lambda s, r: e_to(-r), [0, 1, inf],
     lambda s: [0, 1, inf] if s is None else [s, s + 1, inf], lambda r: [0, r]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("density", "first", "second", "joint", "ends", "given", "within"), JOINT, ids=[str(case[0]) for case in JOINT]
)
def test_joint_densities_against_quadrature(density, first, second, joint, ends, given, within) -> None:
    X, Y = si.JointDensity(density, first, second).variables
    found = si.derive(si.MutualInformation(X, Y))
    assert found.status.value == "closed"
    assert found.check().level == "proved"
    assert abs(mpf(str(N(found.result, 15))) - _information(joint, ends, given, within)) < mpf(10) ** -7


def test_mixed_kinds_follow_the_chain_rule() -> None:
    lines = ["X ~ Bernoulli(p)", "Y | X = 0 ~ Normal(0, a)", "Y | X = 1 ~ Normal(1, b)"]
    both, one, given = (si.derive(q, given=lines).result for q in ("H(X, Y)", "H(X)", "H(Y | X)"))
    assert abs(N((both - one - given).subs(POINT), 20)) < 1e-15


def test_what_has_no_closed_form_has_a_value() -> None:
    lines = ["X ~ Bernoulli(1/2)", "Y | X ~ Normal(X, 1)"]
    found = si.derive("H(Y)", given=lines)
    assert found.status.value == "reduced"
    density = lambda s: (e_to(-(s**2) / 2) + e_to(-((s - 1) ** 2) / 2)) / 2 / mp.sqrt(2 * pi.evalf())
    expected = -quad(lambda s: density(s) * ln(density(s)), [-9, 0, 1, 10])
    assert abs(mpf(str(si.parse("H(Y)", given=lines).evalf(12))) - expected) < 1e-9


def test_variables_that_are_left_out_are_averaged_over() -> None:
    """Z given X has the law of a beta prime variable over X, whose entropy is 2 + log x."""
    lines = ["X ~ Gamma(2, 1)", "Y | X ~ Exponential(X)", "Z | Y ~ Exponential(Y)"]
    assert si.derive("H(Z | X)", given=lines).result == 3 - EulerGamma
    assert si.derive("H(Z | X, Y)", given=lines).result == si.derive("H(Z | Y)", given=lines).result


def test_a_mean_of_means_is_taken_once() -> None:
    """E[log Y!] given X is averaged over the law of Y itself: a geometric one."""
    found = si.derive("H(Y | X)", given=COUNT)
    assert found.status.value == "reduced"
    assert "1/2" in str(found.stands.atoms(si.Entropy) or found.stands.args) or found.result.has(EulerGamma)


REFUSED = [
    ("H(Y)", ["X ~ Normal(0, 1)", "Y | X ~ Poisson(X)"], "Poisson(X) is a law where X > 0 only"),
    ("H(Y)", ["B ~ Bernoulli(p)", "Y | B = 0 ~ 0", "Y | B = 1 ~ Exponential(1)"], "such a law has no entropy"),
    ("H(Y)", ["B ~ Bernoulli(p)", "Y | B = 0 ~ Exponential(1)"], "the law of Y is missing for B = 1"),
    ("I(Y; Z)", ["X ~ Gamma(2, 1)", "Y | X ~ Exponential(X)", "Z | X ~ Exponential(X)"], "without it is not derived"),
    ("H(Y)", ["X ~ Uniform(0, 1)", "Y | X ~ Uniform(X, X + 1)"], "has several pieces"),
    ("H(Y)", ["X ~ Exponential(1)", "Y | X = 1 ~ Exponential(X)"], "X has no list of outcomes"),
    ("H(X)", ["X, Y ~ density(x + y, x in (0, 1), y in (0, 2))"], "does not integrate to 1"),
    ("H(X)", ["X, Y ~ density(4*x*y - 1, x in (0, 1), y in (0, 1))"], "is negative at"),
    ("H(X)", ["X, Y, Z ~ density(1, x in (0, 1), y in (0, 1))"], "of two variables"),
    ("H(T)", [*COUNT, "T = 2*Y"], "random parameters"),
]


@pytest.mark.parametrize(("text", "lines", "said"), REFUSED, ids=[g[-1] for _, g, _ in REFUSED])
def test_what_is_not_read_is_told_in_one_line(text, lines, said) -> None:
    with pytest.raises(QueryError) as refused:
        si.parse(text, given=lines)
    assert said in refused.value.message
    assert "\n" not in refused.value.message


def test_joint_densities_that_are_none_are_refused() -> None:
    with pytest.raises(NotNormalised):
        si.JointDensity(x, (x, 0, 1), (y, 0, 1))
    with pytest.raises(MeasureError, match="holds no variable"):
        si.JointDensity(1, (x, 0, y), (y, 0, 1))
    with pytest.raises(MeasureError, match="two ranges"):
        si.JointDensity(1, (x, 0, 1), (x, 0, 1))
