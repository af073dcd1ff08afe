"""Divergence told from growth: what diverges slowly is seen, and what converges slowly is never called infinite."""

from __future__ import annotations

from typing import Any

import pytest
from sympy import E, Rational, log, oo, symbols
from sympy.stats import (
    Arcsin,
    Beta,
    Cauchy,
    Exponential,
    Frechet,
    Gamma,
    Gumbel,
    LogCauchy,
    LogNormal,
    Normal,
    Pareto,
    Poisson,
    StudentT,
    Zeta,
)

import symbinfo as si
from symbinfo.expressions.errors import MeasureError, SymbinfoError
from symbinfo.trusted.checks.divergent_integrals import as_one_integral, sign_of_divergence, without_factors_and_log
from symbinfo.verification.values.evaluate import evaluate

t = symbols("t", positive=True)

DIVERGENT = [
    (si.KL(Cauchy("P", 0, 1), Normal("Q", 0, 1)), "inf"),
    (si.KL(StudentT("P", 1), Gumbel("Q", 1, 0)), "inf"),
    (si.KL(Pareto("P", 1, 1), Exponential("Q", 1)), "inf"),
    (si.ChiSquaredDivergence(Normal("P", 0, 2), Normal("Q", 0, 1)), "inf"),
    (si.RenyiDivergence(Normal("P", 0, 2), Normal("Q", 0, 1), 2), "inf"),
    (si.Renyi(Beta("P", Rational(1, 4), 1), 3), "-inf"),
    (si.Tsallis(Beta("P", Rational(1, 4), 1), 3), "-inf"),
    (si.Tsallis(Arcsin("P", -50, 0), 2), "-inf"),
    (si.Renyi(Arcsin("P", 1, 4), 2), "-inf"),
    (si.KL(Zeta("P", Rational(21, 20)), Poisson("Q", Rational(3, 100))), "inf"),
]
UNDEFINED = [
    si.Entropy(LogCauchy("P", 0, 1)),
    si.Entropy(LogCauchy("P", 2, Rational(1, 3))),
]
FINITE = [
    si.Renyi(Frechet("P", Rational(1, 1000), 7, 0), 2),
    si.Renyi(Frechet("P", Rational(1, 10000), 1, 0), 2),
    si.KL(LogNormal("P", 0, 1), LogCauchy("Q", 0, 1)),
    si.Renyi(LogCauchy("P", 0, 1), Rational(101, 100)),
    si.Entropy(si.Density(t**-1 * log(t) ** -3 * 2, (t, E, oo))),
    si.Entropy(Gamma("P", Rational(1, 1000), 1)),
    si.Entropy(Gamma("P", Rational(1, 100), 1)),
    si.Entropy(Beta("P", Rational(1, 100), Rational(1, 50))),
    si.Entropy(Pareto("P", 1, Rational(1, 100))),
    si.KL(Pareto("P", 1, Rational(1, 50)), Pareto("Q", 1, 3)),
    si.Entropy(LogNormal("P", 0, 20)),
    si.KL(StudentT("P", Rational(1, 10)), Cauchy("Q", 0, 1)),
    si.ChiSquaredDivergence(Normal("P", 0, Rational(141, 100)), Normal("Q", 0, 1)),
]


@pytest.mark.parametrize(("measure", "wanted"), DIVERGENT, ids=[str(m) for m, _ in DIVERGENT])
def test_what_diverges_is_infinite(measure: Any, wanted: str) -> None:
    assert evaluate(measure, 15).text == wanted


@pytest.mark.parametrize("measure", UNDEFINED, ids=[str(m.laws[0].title) for m in UNDEFINED])
def test_what_diverges_both_ways_has_no_value(measure: Any) -> None:
    with pytest.raises(MeasureError, match="does not exist"):
        evaluate(measure, 15)


@pytest.mark.parametrize("measure", FINITE, ids=[str(m.laws[0].title) for m in FINITE])
def test_what_converges_slowly_is_not_called_infinite(measure: Any) -> None:
    try:
        found = evaluate(measure, 12, seconds=10).text
    except MeasureError:
        raise
    except SymbinfoError:
        return  # an honest refusal
    assert "inf" not in found


class _Number:
    def __init__(self, value: float) -> None:
        self.value, self.error = value, 0.0


BODIES = [
    (lambda t: _Number(1 / t), 1),
    (lambda t: _Number(-1 / t), -1),
    (lambda t: _Number(t**-2), 0),
    (lambda t: _Number(t**-0.5), 1),
    (lambda t: _Number(0.0), 0),
]


@pytest.mark.parametrize(("body", "sign"), BODIES)
def test_the_sign_at_infinity(body: Any, sign: int) -> None:
    def at(place: Any) -> Any:
        return body(float(place)) if place < 2**900 else None

    assert sign_of_divergence(at, float("inf"), 0, whole=False) in (sign, None if sign == 0 else sign)


def test_a_total_is_freed_of_factors_and_of_a_logarithm() -> None:
    integral = ("integral", "f", "x", 0, 1)
    assert without_factors_and_log(("*", 3, ("log", ("*", 2, integral)))) == (("*", 2, integral), [3], True)
    assert without_factors_and_log(("+", integral, 1)) == (("+", integral, 1), [], False)
    assert as_one_integral(("log", integral)) is None
