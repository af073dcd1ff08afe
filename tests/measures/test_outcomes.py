"""The self-information of an outcome outside the support: +oo, and nothing is claimed of it by the formula inside."""

from __future__ import annotations

import pytest
from sympy import oo

import symbinfo as si
from symbinfo.verification.values.evaluate import evaluate


@pytest.mark.parametrize("law", ["Exponential(2)", "Gamma(2, 3)", "Uniform(0, 5)", "Poisson(3)", "Pareto(1, 2)"])
def test_an_outcome_without_mass(law: str) -> None:
    """Its formula would go on."""
    measure = si.parse(f"I(-1; {law})")
    assert evaluate(measure).text == "inf"
    assert si.derive(measure).result == oo


@pytest.mark.parametrize(("law", "value"), [("Exponential(2)", "1.30685281944005"), ("Poisson(3)", "1.90138771133189")])
def test_an_outcome_with_mass(law: str, value: str) -> None:
    """2*1 - log(2), and 3 - log(3)."""
    assert evaluate(si.parse(f"I(1; {law})")).text == value


@pytest.mark.parametrize(("given", "verdict"), [("x < 0", "undecided"), ("x > 1", "holds")])
def test_a_claim_about_outcomes(given: str, verdict: str) -> None:
    """Below 0 an exponential law has no density: no place of the claim is left."""
    assert si.verify("I(x; Exponential(1)) = x", given=[given]).verdict == verdict
