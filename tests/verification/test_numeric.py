"""Values of measures: the digits promised are right, what is infinite or has no value is said, and nothing hangs."""

from __future__ import annotations

from typing import Any

import pytest
from mpmath import mp, mpf
from mpmath import psi as polygamma
from sympy import Rational, Symbol, exp, oo, pi, sqrt
from sympy.stats import (
    Beta,
    Cauchy,
    Exponential,
    Gamma,
    Geometric,
    Kumaraswamy,
    Laplace,
    Levy,
    Normal,
    Pareto,
    Poisson,
    Skellam,
    StudentT,
    Zeta,
)

import symbinfo as si
from symbinfo.__main__ import main
from symbinfo.expressions import errors
from symbinfo.verification.values.evaluate import evaluate

TINY = Rational(1, 10**20)


def psi(x: Any) -> Any:
    return polygamma(0, x)


def of_gamma(k: Any) -> Any:
    return k + mp.loggamma(k) + (1 - k) * psi(k)


def between_gammas(k: Any, m: Any) -> Any:
    return (k - m) * psi(k) - mp.loggamma(k) + mp.loggamma(m)


def of_beta(a: Any, b: Any) -> Any:
    return mp.log(mp.beta(a, b)) - (a - 1) * psi(a) - (b - 1) * psi(b) + (a + b - 2) * psi(a + b)


def of_zeta(s: Any) -> Any:
    return mp.log(mp.zeta(s)) - s * mp.zeta(s, 1, 1) / mp.zeta(s)


def of_student(n: Any) -> Any:
    return (n + 1) / 2 * (psi((n + 1) / 2) - psi(n / 2)) + mp.log(mp.sqrt(n) * mp.beta(n / 2, mpf(1) / 2))


def between_poissons(a: Any, b: Any) -> Any:
    return a * mp.log(a / b) + b - a


# measure, its textbook formula
CASES = [
    (si.KL(Normal("P", 0, 1), Normal("Q", TINY, 1)), lambda: mpf(10) ** -40 / 2),
    (si.KL(Normal("P", 0, Rational(1, 10**8)), Normal("Q", 0, 1)), lambda: 8 * mp.log(10) + (mpf(10) ** -16 - 1) / 2),
    (si.KL(Normal("P", pi, sqrt(2)), Normal("Q", 0, pi)), lambda: mp.log(mp.pi / mp.sqrt(2)) + 1 / mp.pi**2),
    (si.Entropy(Gamma("P", 10**6, 1)), lambda: of_gamma(mpf(10**6))),
    (si.Entropy(Gamma("P", Rational(1, 1000), 1)), lambda: of_gamma(mpf(1) / 1000)),
    (si.KL(Gamma("P", Rational(1, 100), 1), Gamma("Q", Rational(1, 50), 1)), lambda: between_gammas(mpf(1) / 100, mpf(1) / 50)),
    (si.Entropy(Beta("P", Rational(1, 1000), 1000)), lambda: of_beta(mpf(1) / 1000, mpf(1000))),
    (si.Entropy(StudentT("P", Rational(1, 50))), lambda: of_student(mpf(1) / 50)),
    (si.Entropy(Cauchy("P", 10**8, Rational(1, 10**8))), lambda: mp.log(4 * mp.pi / 10**8)),
    (si.Entropy(Levy("P", 10**6, 3)), lambda: (1 + 3 * mp.euler + mp.log(16 * mp.pi * 9)) / 2),
    (si.Entropy(Pareto("P", 1, Rational(1, 100))), lambda: mp.log(100) + 101),
    (si.Entropy(Zeta("P", Rational(3, 2))), lambda: of_zeta(mpf(3) / 2)),
    (si.Entropy(Zeta("P", Rational(101, 100))), lambda: of_zeta(mpf(101) / 100)),
    (si.KL(Zeta("P", Rational(11, 10)), Zeta("Q", 3)), lambda: mp.log(mp.zeta(3) / mp.zeta(mpf(11) / 10)) - mpf(19) / 10 * mp.zeta(mpf(11) / 10, 1, 1) / mp.zeta(mpf(11) / 10)),
    (si.KL(Poisson("P", 1000), Poisson("Q", 1001)), lambda: between_poissons(mpf(1000), mpf(1001))),
    (si.Entropy(Geometric("P", Rational(1, 10**4))), lambda: -(mp.log(mpf(10) ** -4) + (10**4 - 1) * mp.log(1 - mpf(10) ** -4))),
    (si.KL(Laplace("P", 0, 1), Laplace("Q", Rational(1, 10**9), 1)), lambda: mpf(10) ** -9 + mp.expm1(-mpf(10) ** -9)),
]  # fmt: skip


@pytest.mark.parametrize(
    "digits", [30, pytest.param(50, marks=pytest.mark.slow), pytest.param(100, marks=pytest.mark.slow)]
)
@pytest.mark.parametrize(("measure", "formula"), CASES, ids=[f"{m}{[w.title for w in m.laws]}" for m, _ in CASES])
def test_every_digit_promised_is_right(measure: Any, formula: Any, digits: int) -> None:
    found = evaluate(measure, digits)
    with mp.workdps(digits + 60):
        true = formula()
        assert abs(mpf(found.text) - true) <= abs(true) * mpf(10) ** (1 - digits) * mpf("0.51")


@pytest.mark.parametrize(("first", "second"), [(10, 9), (Rational(1, 1000), 3)])
def test_a_divergence_of_two_sided_sums(first: Any, second: Any) -> None:
    """From its mirror image a Skellam law diverges by its mean times the log ratio of the rates."""
    first, second = Rational(first), Rational(second)
    found = evaluate(si.KL(Skellam("P", first, second), Skellam("Q", second, first)), 25)
    with mp.workdps(50):
        a, b = (mpf(v.p) / v.q for v in (first, second))
        true = (a - b) * mp.log(a / b)
        assert abs(mpf(found.text) - true) <= abs(true) * mpf(10) ** -24


def of_few_successes(n: int, p: Any) -> Any:
    """The entropy of a binomial law, from its masses."""
    masses = [mp.binomial(n, k) * p**k * (1 - p) ** (n - k) for k in range(n + 1)]
    return -sum(m * mp.log(m) for m in masses)


@pytest.mark.parametrize(("n", "power"), [(2, 20), (10, 40), (100, 30)])
def test_a_mass_that_rounds_to_1_keeps_its_logarithm(n: int, power: int) -> None:
    with mp.workdps(2 * power + 40):
        tiny = mpf(10) ** -power
        between = n * (tiny * mp.log(mpf(1) / 2) + (1 - tiny) * mp.log((1 - tiny) / (1 - 2 * tiny)))
        right = {f"H(Binomial({n}, 1/10**{power}))": of_few_successes(n, tiny)}
        right[f"KL(Binomial({n}, 1/10**{power}) || Binomial({n}, 2/10**{power}))"] = between
        for query, value in right.items():
            assert abs(mpf(evaluate(si.parse(query), 15, 30).text) / value - 1) < mpf(10) ** -14, query


def test_a_law_with_all_its_mass_next_to_an_end_is_not_called_infinite() -> None:
    """The bounded law of Johnson is the image of a normal law under the logistic function: H + E[log(y (1 - y))]."""
    with mp.workdps(40):
        share = mp.quad(lambda z: mp.npdf(z) * (-(100 + z) - 2 * mp.log1p(mp.exp(-(100 + z)))), [-12, 0, 12])
        right = mp.log(2 * mp.pi * mp.e) / 2 + share
        assert abs(mpf(evaluate(si.parse("H(JohnsonSB(-100, 1))"), 15, 30).text) - right) < mpf(10) ** -12


def test_a_needle_in_a_bell_is_seen() -> None:
    """Two bells far apart: the entropy of the mixture is that of the parts and of the choice between them."""
    x = Symbol("x", real=True)
    bells = [exp(-((x - m) ** 2) / (2 * s**2)) / (sqrt(2 * pi) * s) for m, s in ((0, 1), (100, Rational(1, 10**6)))]
    found = evaluate(si.Entropy(si.Density(bells[0] / 4 + 3 * bells[1] / 4, (x, -oo, oo))), 25)
    with mp.workdps(50):
        half = mp.log(2 * mp.pi * mp.e) / 2
        choice = mp.log(4) - mpf(3) / 4 * mp.log(3)
        true = half - mpf(3) / 4 * 6 * mp.log(10) + choice
        assert abs(mpf(found.text) - true) <= abs(true) * mpf(10) ** -24


@pytest.mark.parametrize(
    ("measure", "text"),
    [
        (si.KL(Normal("P", 0, 1), Normal("Q", 0, 1)), "0"),
        (si.KL(Exponential("P", 2), Gamma("Q", 1, Rational(1, 2))), "0"),
        (si.KL(Kumaraswamy("P", 1, 3), Beta("Q", 1, 3)), "0"),
        (si.KL(Normal("P", 0, 1), Exponential("Q", 1)), "inf"),
        (si.KL(Cauchy("P", 0, 1), Normal("Q", 0, 1)), "inf"),
    ],
    ids=str,
)
def test_zero_and_infinite(measure: Any, text: str) -> None:
    assert evaluate(measure, 30).text == text


@pytest.mark.parametrize("power", [20, 200])
def test_a_divergence_of_other_laws_is_not_0(power: int) -> None:
    found = evaluate(si.parse(f"KL(Normal(0, 1) || Normal(1/10**{power}, 1))"), 15)
    assert abs(mpf(found.text) * mpf(10) ** (2 * power + 1) / 5 - 1) < mpf(10) ** -14


def test_near_equal_laws_are_not_equal() -> None:
    nearly = Kumaraswamy("Q", 2, 3 + Rational(1, 10**8))
    assert 5e-18 < float(evaluate(si.KL(Kumaraswamy("P", 2, 3), nearly), 10).text) < 6e-18


def test_the_parameter_of_a_fisher_information_gets_its_number_last() -> None:
    s = Symbol("s", positive=True)
    information = si.FisherInformation(Normal("P", 1, s), s)
    assert evaluate(information, 25, at={s: Rational(1, 2)}).text.rstrip("0") == "8."
    assert abs(information.evalf(20, subs={s: 2}) - Rational(1, 2)) < 1e-19
    with pytest.raises(errors.MeasureError, match="must be given as numbers"):
        evaluate(information, 25)


def test_the_door_of_the_command_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["eval", "KL(Normal(0, 1) || Laplace(0, 2))", "--digits", "50"]) == 0
    with mp.workdps(60):
        true = mp.log(4) + mp.sqrt(2 / mp.pi) / 2 - mp.log(2 * mp.pi * mp.e) / 2
        assert abs(mpf(capsys.readouterr().out) - true) < mpf(10) ** -49


def test_what_cannot_be_promised_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["eval", "H(LogCauchy(0, 1))", "--digits", "20"]) == 2
    told = capsys.readouterr()
    assert not told.out and len(told.err.splitlines()) == 1 and "does not exist" in told.err
