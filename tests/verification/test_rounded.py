"""Decimals as they are printed: rounded to their digits; and what is still meant exactly."""

from __future__ import annotations

import json

import pytest
from scipy import stats
from sympy import Float, Rational
from sympy.stats import Bernoulli, Normal

import symbinfo as si
from symbinfo.query.setting import parse_given
from symbinfo.verification.files.claim_records import claim_of

# A claim, its verdict, and to how many digits its decimal is read (None: exactly).
CLAIMS = [
    ("H(Bernoulli(1/4)) = 0.562", "holds", 3),
    ("H(Bernoulli(1/4)) = 0.563", "refuted", 3),
    ("0.562 = H(Bernoulli(1/4))", "holds", 3),
    ("H(Bernoulli(1/4)) = 0.56", "refuted", None),
    ("H(Bernoulli(1/4)) ~= 0.56", "holds", 2),
    ("H(Bernoulli(1/4)) ~= 0.57", "refuted", 2),
    ("H(Bernoulli(1/4)) <= 0.562", "refuted", None),
    ("KL(Normal(5,3) || Normal(10,4)) = 0.8501820724517808", "holds", 15),
    ("KL(Normal(5,3) || Normal(10,4)) = 0.8501820724517828", "refuted", 15),
    ("KL(Normal(5,3) || Normal(10,4)) = 0.85018207245178092744", "holds", 20),
    ("KL(Normal(5,3) || Normal(10,4)) = 0.85018207245178092754", "refuted", 20),
    ("KL(Benini(2,3,1) || Benini(2.000000014901161,3,1)) = 1.07026e-17", "holds", 6),
    ("H(Normal(m, 1)) = 1.419", "holds", 4),
    ("H(Normal(m, 1)) = 1.418", "refuted", 4),
    ("H(Normal(m, s)) = 1.419", "refuted", 4),
    ("KL(Exponential(r) || Exponential(r)) = 0.000", "holds", 3),
    ("KL(Normal(0,1) || Exponential(1)) = 12.5", "refuted", 3),
    ("H(Uniform(0, exp(1/8))) = 0.125", "holds", 3),
    ("H(Poisson(2)) = 1.7048826", "holds", 8),
]


@pytest.mark.parametrize(("text", "verdict", "digits"), CLAIMS, ids=[text for text, *_ in CLAIMS])
def test_a_decimal_is_read_as_printed(text: str, verdict: str, digits: int | None) -> None:
    """Half a unit of its last digit may be missing, and not more; the verdict says to how many digits it was read."""
    claim = si.parse(text)
    assert (claim.rounding and claim.rounding.digits) == digits
    found = si.verify(claim)
    assert found.verdict == verdict
    assert (digits is None) == ("as rounded to" not in found.reason)
    if verdict == "refuted":
        assert found.witness is not None


def test_the_witness_shows_the_decimal_of_the_claim() -> None:
    """Not the bound that it stands for."""
    witness = si.verify("H(Bernoulli(1/4)) = 0.5631").witness
    assert witness is not None
    assert witness["claimed"] == "0.5631"
    assert float(witness["actual"]) == pytest.approx(stats.bernoulli(0.25).entropy())


@pytest.mark.parametrize("claimed", ["0.562", 0.562, 0.5623351446188083, Float("0.5623", 4)])
def test_text_and_floats_in_python(claimed: str | float) -> None:
    """A float is read as it is printed, and text as in a query."""
    found = si.verify(si.Entropy(Bernoulli("P", Rational(1, 4))), claimed)
    assert found.verdict == "holds"
    assert "as rounded to" in found.reason


def test_text_may_be_a_formula_of_the_parameters() -> None:
    """And one that is wrong is refuted."""
    measure = si.parse("H(Exponential(r))")
    assert si.verify(measure, "1 - log(r)").verdict == "holds"
    assert si.verify(measure, "1 + log(r)").verdict == "refuted"


def test_settings_and_files_of_claims() -> None:
    """Every way of a claim to its judge reads decimals alike."""
    claim, _ = parse_given("H(X) = 0.562", ["X ~ Bernoulli(1/4)"])
    assert si.verify(claim).verdict == "holds"
    record = {"measure": "entropy", "p": {"dist": "Bernoulli", "params": {"p": "1/4"}}, "claim": "0.562"}
    assert [
        si.verify(claim_of(json.loads(json.dumps({**record, "claim": c})))[0]).verdict for c in ("0.562", "0.563")
    ] == [
        "holds",
        "refuted",
    ]


def test_a_number_stands_beside_the_sign_for_rounding() -> None:
    """A formula has no last digit."""
    with pytest.raises(si.errors.QueryError, match="~= compares with a number"):
        si.parse("H(Normal(0, 1)) ~= log(2*pi*E)/2")


@pytest.mark.parametrize(
    ("text", "given", "verdict"),
    [
        ("H(Normal(m, s)) = log(2*pi*e*s**2)/2", [], "holds"),
        ("H(Normal(m, s)) = log(2*pi*e**2*s**2)/2", [], "refuted"),
        ("H(X) = log(2*pi*e*s**2)/2", ["X ~ Normal(m, s)"], "holds"),
        ("H(Density(e**(-x), (x, 0, oo))) = 1", [], "holds"),
        ("H(Bernoulli(e)) = -e*log(e) - (1 - e)*log(1 - e)", [], "holds"),
        ("H(Normal(0, 1)) = log(2*pi*e)/2", ["e in (0, 1)"], "refuted"),
        ("H(Normal(m, 1/e)) = log(2*pi*E)/2 - log(e)", [], "holds"),
        ("H(Y | X) = -e*log(e) - (1 - e)*log(1 - e)", ["X ~ Bernoulli(1/2)", "Y | X = 0 ~ Bernoulli(e)", "Y | X = 1 ~ Bernoulli(1 - e)"], "holds"),
    ],
)  # fmt: skip
def test_e_is_eulers_number_unless_a_law_or_a_line_declares_it(text: str, given: list[str], verdict: str) -> None:
    """What everybody writes; a crossover probability e is declared by the law that it stands in."""
    assert si.verify(parse_given(text, given)[0]).verdict == verdict


def test_the_names_of_python_stay_what_they_are() -> None:
    """A symbol e of a measure made in Python is a parameter."""
    e = si.parse("H(Bernoulli(e))").laws[0].free_symbols.pop()
    assert si.verify(si.Entropy(Normal("P", 0, e)), "log(2*pi*E*e**2)/2").verdict == "holds"
