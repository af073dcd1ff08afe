"""Derived results against oracles from elsewhere: quadrature of the densities, SciPy, printed formulas."""

from __future__ import annotations

import mpmath
import pytest
import scipy.stats as st
from sympy import E as e
from sympy import Expr, I, Integral, Rational, Sum, Symbol, count_ops, exp, latex, log, oo, pi, simplify, symbols
from sympy.stats import (
    Bernoulli,
    Beta,
    Binomial,
    Cauchy,
    Coin,
    Die,
    Exponential,
    FiniteRV,
    Gamma,
    Geometric,
    Gumbel,
    Laplace,
    Logistic,
    LogNormal,
    Normal,
    Pareto,
    Poisson,
    Rayleigh,
    StudentT,
    Uniform,
    Weibull,
)

import symbinfo as si
from symbinfo.derivation import Derivation, Relation, Status, Step
from symbinfo.expressions.errors import ContinuityError, DomainError, MeasureError, NoClosedForm
from symbinfo.laws.expectation import Expectation
from symbinfo.query.setting import parse_in

a, b, c, d, mu, mu1, mu2, m = symbols("a b c d mu mu1 mu2 m", real=True)
sigma, sigma1, sigma2, lamda, k, theta, r, s = symbols("sigma sigma1 sigma2 lamda k theta r s", positive=True)
phi, psi = symbols("phi psi", positive=True)
n = Symbol("n", integer=True, positive=True)

# The printed forms: Cover and Thomas, Elements of Information Theory, 2nd edition, table 17.1, pages 661-662, and the
# course page for the Gaussian divergence.
TEXTBOOK: list[tuple[str, Expr, Expr]] = [
    ("die", si.Entropy(Die("X", n)), log(n)),
    ("bernoulli", si.Entropy(Bernoulli("X", phi)), -phi * log(phi) - (1 - phi) * log(1 - phi)),
    ("uniform", si.Entropy(Uniform("X", a, b)), log(b - a)),
    ("uniform-tenth", si.Entropy(Uniform("X", 0, Rational(1, 10))), -log(10)),
    ("exponential", si.Entropy(Exponential("X", lamda)), 1 - log(lamda)),
    ("normal", si.Entropy(Normal("X", mu, sigma)), log(2 * pi * e * sigma**2) / 2),
    ("laplace", si.Entropy(Laplace("X", mu, s)), log(2 * e * s)),
    ("cauchy", si.Entropy(Cauchy("X", mu, s)), log(4 * pi * s)),
    ("logistic", si.Entropy(Logistic("X", mu, s)), log(s) + 2),
    ("log-normal", si.Entropy(LogNormal("X", mu, sigma)), mu + log(2 * pi * e * sigma**2) / 2),
    ("coin", si.CrossEntropy(Bernoulli("P", Rational(9, 10)), Bernoulli("Q", Rational(1, 2))), log(2)),
    (
        "kl-normal",
        si.KL(Normal("P", mu1, sigma1), Normal("Q", mu2, sigma2)),
        log(sigma2 / sigma1) + (sigma1**2 + (mu1 - mu2) ** 2) / (2 * sigma2**2) - Rational(1, 2),
    ),
    ("kl-exponential", si.KL(Exponential("P", r), Exponential("Q", s)), log(r / s) + s / r - 1),
    ("kl-poisson", si.KL(Poisson("P", r), Poisson("Q", s)), r * log(r / s) - r + s),
    ("self-information", si.SelfInformation(1, Bernoulli("X", phi)), -log(phi)),
    ("underflow", si.SelfInformation(100, Binomial("X", 100, Rational(1, 100))), 200 * log(10)),
]


@pytest.mark.parametrize(("measure", "printed"), [row[1:] for row in TEXTBOOK], ids=[row[0] for row in TEXTBOOK])
def test_the_printed_form_comes_out(measure: Expr, printed: Expr) -> None:
    derivation = si.derive(measure)
    assert derivation.status is Status.CLOSED
    assert simplify(derivation.result - printed) == 0
    assert count_ops(derivation.result) <= 1.2 * count_ops(printed) + 1


SCIPY = [
    ("gamma", si.Entropy(Gamma("X", Rational(5, 2), 3)), st.gamma(2.5, scale=3).entropy()),
    ("gamma-integer", si.Entropy(Gamma("X", 2, 1)), st.gamma(2).entropy()),
    ("beta", si.Entropy(Beta("X", Rational(1, 2), 3)), st.beta(0.5, 3).entropy()),
    ("weibull", si.Entropy(Weibull("X", 2, Rational(3, 2))), st.weibull_min(1.5, scale=2).entropy()),
    ("gumbel", si.Entropy(Gumbel("X", 2, 1)), st.gumbel_r(1, 2).entropy()),
    ("pareto", si.Entropy(Pareto("X", 2, 3)), st.pareto(3, scale=2).entropy()),
    ("rayleigh", si.Entropy(Rayleigh("X", 2)), st.rayleigh(scale=2).entropy()),
    ("student", si.Entropy(StudentT("X", 5)), st.t(5).entropy()),
    ("geometric", si.Entropy(Geometric("X", Rational(1, 3))), st.geom(1 / 3).entropy()),
    ("binomial", si.Entropy(Binomial("X", 5, Rational(1, 3))), st.binom(5, 1 / 3).entropy()),
]


@pytest.mark.parametrize(("measure", "expected"), [row[1:] for row in SCIPY], ids=[row[0] for row in SCIPY])
def test_the_value_is_scipys(measure: Expr, expected: float) -> None:
    assert float(si.derive(measure).result) == pytest.approx(float(expected), rel=1e-9)


def quadrature(p: object, q: object, low: float, high: float, nodes: tuple[float, ...] = ()) -> mpmath.mpf:
    return mpmath.quad(lambda x: p(x) * mpmath.log(p(x) / q(x)), [low, *nodes, high])  # type: ignore[operator]


def normal(m: float, s: float) -> object:
    return lambda x: mpmath.npdf(x, m, s)


def gamma(k: float, t: float) -> object:
    return lambda x: x ** (k - 1) * mpmath.exp(-x / t) / (mpmath.gamma(k) * mpmath.mpf(t) ** k)


PAIRS = [
    (
        "normal-laplace",
        Normal("P", 0, 1),
        Laplace("Q", 0, 2),
        normal(0, 1),
        lambda x: mpmath.exp(-abs(x) / 2) / 4,
        (-mpmath.inf, mpmath.inf),
    ),
    ("gamma-gamma", Gamma("P", 2, 1), Gamma("Q", 3, 2), gamma(2, 1), gamma(3, 2), (0, mpmath.inf)),
    (
        "exponential-gamma",
        Exponential("P", 2),
        Gamma("Q", 3, 2),
        lambda x: 2 * mpmath.exp(-2 * x),
        gamma(3, 2),
        (0, mpmath.inf),
    ),
]


@pytest.mark.parametrize(
    ("first", "second", "p", "q", "ends"), [row[1:] for row in PAIRS], ids=[row[0] for row in PAIRS]
)
def test_a_pair_agrees_with_quadrature(
    first: object, second: object, p: object, q: object, ends: tuple[float, float]
) -> None:
    expected = quadrature(p, q, ends[0], ends[1], (0,) if ends[0] < 0 else (1,))
    assert float(si.derive(si.KL(first, second)).result) == pytest.approx(float(expected), rel=1e-10)


def test_a_hand_written_density_gets_the_same_treatment() -> None:
    x = symbols("x")
    density = 3 * x**2 * exp(-(x**3))
    result = si.derive(si.Entropy(si.Density(density, (x, 0, oo)))).result
    expected = mpmath.quad(
        lambda t: -3 * t**2 * mpmath.exp(-(t**3)) * mpmath.log(3 * t**2 * mpmath.exp(-(t**3))), [0, 1, 4]
    )
    assert float(result) == pytest.approx(float(expected), rel=1e-9)


def test_supports_decide_between_finite_and_infinite() -> None:
    inside = si.derive(si.KL(Uniform("P", 0, 1), Uniform("Q", 0, 2)))
    outside = si.derive(si.KL(Uniform("P", 0, 2), Uniform("Q", 0, 1)))
    open_question = si.derive(si.KL(Uniform("P", a, b), Uniform("Q", c, d)))
    assert (inside.status, inside.result) == (Status.CLOSED, log(2))
    assert (outside.status, outside.result) == (Status.INFINITE, oo)
    assert open_question.condition.subs({a: 0, b: 1, c: 0, d: 2}) == True  # noqa: E712
    assert open_question.condition.subs({a: 0, b: 3, c: 0, d: 2}) == False  # noqa: E712
    assert open_question.value.subs({a: 0, b: 3, c: 0, d: 2}) == oo


def test_an_unknown_closed_form_is_reduced_and_says_what_is_left() -> None:
    derivation = si.derive(si.Entropy(Poisson("X", lamda)))
    assert derivation.status is Status.REDUCED
    assert derivation.result.has(Expectation)
    with pytest.raises(NoClosedForm, match=r"factorial"):
        derivation.demand_closed()


def test_the_bernoulli_entropy_vanishes_at_both_ends() -> None:
    limits = si.derive(si.Entropy(Bernoulli("X", phi))).limits
    assert [limit.result for limit in limits] == [0, 0]


def test_the_scaling_law() -> None:
    derivation = si.theorem("scaling-law")
    factor = Symbol("a", real=True, nonzero=True)
    assert derivation.result - si.Entropy(derivation.result.atoms(si.Entropy).pop().laws[0]) == log(abs(factor))


def test_plain_symbols_get_the_assumptions_of_their_place() -> None:
    plain = symbols("mean std")
    derivation = si.derive(si.Entropy(Normal("X", *plain)))
    assert derivation.result.free_symbols == {plain[1]}
    assert derivation.condition == (plain[1] > 0)


def test_units_convert() -> None:
    bits = si.derive(si.Entropy(Bernoulli("X", Rational(1, 2)), unit="bits"))
    assert bits.result == 1
    assert si.Entropy(Die("X", 8), base=2).doit() == 3
    with pytest.raises(MeasureError, match="unknown unit"):
        si.Entropy(Die("X", 8), unit="bananas")
    with pytest.raises(DomainError):
        si.Entropy(Die("X", 8), base=1)


def test_measures_are_sympy_expressions() -> None:
    divergence = si.KL(Normal("P", mu1, sigma1), Normal("Q", mu2, sigma2))
    assert latex(divergence) == r"D_{\mathrm{KL}}\left(P\,\|\,Q\right)"
    assert divergence.free_symbols == {mu1, mu2, sigma1, sigma2}
    assert isinstance(divergence.rewrite("Integral"), Integral)
    assert si.Entropy(Poisson("P", lamda)).rewrite("Sum").has(Sum)
    assert divergence.func(*divergence.args) == divergence
    assert divergence.subs({mu1: 0, mu2: 0, sigma1: 1, sigma2: 1}).doit() == 0
    with pytest.raises(MeasureError, match="discrete law has no density"):
        si.KL(Poisson("P", lamda), Normal("Q", 0, 1))


def test_steps_join_and_a_gap_is_refused() -> None:
    derivation = si.derive(si.KL(Normal("P", mu1, sigma1), Normal("Q", mu2, sigma2)))
    starts = [step.start for step in derivation.steps]
    assert starts == [derivation.left, *(step.expr for step in derivation.steps[:-1])]
    with pytest.raises(ContinuityError):
        derivation.then(Step(Relation.EQ, sigma1, "simplify", "Because.", start=sigma2))
    with pytest.raises(MeasureError):
        si.derive(sigma1)


def test_the_gaussian_divergence_shows_its_work() -> None:
    derivation = si.derive(si.KL(Normal("P", mu1, sigma1), Normal("Q", mu2, sigma2)))
    rules = [step.rule for step in derivation.steps]
    assert rules == [
        "definition",
        "log-of-quotient",
        "insert-log-densities",
        "linearity-of-expectation",
        "evaluate-expectations",
        "collect",
    ]
    moments = derivation.steps[4].lemmas
    assert {str(lemma.result) for lemma in moments} == {"sigma1**2", "sigma1**2 + (mu1 - mu2)**2"}
    assert all(len(lemma.steps) > 1 for lemma in moments)


def test_a_finite_law_keeps_its_labels() -> None:
    law = FiniteRV("X", {0: Rational(1, 4), 1: Rational(3, 4)})
    assert simplify(si.Entropy(law).doit() - (log(4) - Rational(3, 4) * log(3))) == 0


def test_derivations_are_values() -> None:
    measure = si.Entropy(Exponential("X", lamda))
    assert si.derive(measure) == si.derive(measure)
    assert isinstance(si.derive(measure), Derivation)
    assert not si.derive(measure).result.has(I)


def test_text_is_no_expression() -> None:
    with pytest.raises(MeasureError, match="is text"):
        si.SelfInformation("__import__('os')", Normal("P", 0, 1))
    assert si.SelfInformation("H", Coin("P", phi)).doit() == -log(phi)


def test_different_laws_of_one_name_are_told_apart() -> None:
    narrow, wide = Normal("X", 0, 1), Normal("X", 0, 3)
    derivation = si.derive(si.Entropy(narrow) - si.Entropy(wide))
    assert len({law.name for law in derivation.laws}) == 2
    assert (derivation.result + log(3)).simplify() == 0
    asked = parse_in("H(Die(6)) - H(Bernoulli(e))", ["e in (0, 1)"])
    assert "H(P) − H(P)" not in si.derive(asked).text()
    assert si.Entropy(narrow) - si.Entropy(Normal("X", 0, 1)) == 0
