"""The usual slips are named, and nothing else is."""

from __future__ import annotations

import inspect
import time
from collections.abc import Sequence
from dataclasses import fields, replace
from importlib import import_module
from pkgutil import iter_modules

import pytest
from sympy import S, log, symbols

from symbinfo.measures.base import Measure
from symbinfo.query import parse
from symbinfo.query.setting import parse_given, parse_in
from symbinfo.verification import diagnosis
from symbinfo.verification.claims.stated_claim import StatedClaim
from symbinfo.verification.diagnosis.case import inside, short
from symbinfo.verification.diagnosis.question import Found, Question, question_of
from symbinfo.verification.diagnosis.slips import SLIPS, Slip, diagnose, first_slip
from symbinfo.verification.referee.verify import verify

# --- every row of the list -------------------------------------------------------------------------------------------

by_row = pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: slip.name)


def asked(text: str, given: Sequence[str] = ()) -> Question:
    """The question that a wrong claim is, as the referee asks it."""
    claim, _ = parse_given(text, given)
    stated = StatedClaim.of(claim, time.process_time() + 60)
    assert stated.left.has(Measure) and not stated.right.has(Measure)
    within = None if claim.rounding is None else claim.rounding.within
    question = question_of(stated.left, stated.right, stated.domain, within)
    assert question is not None
    return question


def missing_cells(slip: Slip) -> list[str]:
    return [
        f"slip {slip.name!r}: the cell `{f.name}` is empty"
        for f in fields(slip)
        if f.name in ("name", "why", "equal", "find", "example", "refuses") and not getattr(slip, f.name)
    ]


@by_row
def test_no_cell_of_a_row_is_missing(slip):
    assert missing_cells(slip) == []


def test_a_missing_cell_is_named():
    row = replace(SLIPS[0], refuses="")
    assert missing_cells(row) == [f"slip {row.name!r}: the cell `refuses` is empty"]


@by_row
def test_the_example_of_a_row_is_refuted_and_diagnosed_by_that_slip(slip):
    verdict = verify(slip.example, given=slip.given)
    assert verdict.verdict == "refuted", f"the example of slip {slip.name!r} is not refuted: {verdict}"
    question = asked(slip.example, slip.given)
    found = first_slip(question)
    shown = None if found is None else found[0].name
    assert shown == slip.name, f"the example of slip {slip.name!r} shows {shown!r}"
    assert verdict.diagnosis == found[1]
    assert found[1] in list(slip.find(question))


@by_row
def test_a_near_claim_is_refuted_and_does_not_show_the_slip(slip):
    verdict = verify(slip.refuses, given=slip.given)
    assert verdict.verdict == "refuted", f"what slip {slip.name!r} refuses is not refuted: {verdict}"
    assert list(slip.find(asked(slip.refuses, slip.given))) == [], f"slip {slip.name!r} does not refuse {slip.refuses}"


@by_row
def test_a_slip_that_needs_a_closed_form_finds_nothing_without(slip):
    question = asked(slip.example, slip.given)
    blind = replace(question, true_form=None, case=replace(question.case, true_form=None))
    words = "needs a closed form, says its row, and is found without one" if slip.needs_form else "finds nothing"
    assert bool(list(slip.find(blind))) is not slip.needs_form, f"without a closed form slip {slip.name!r} {words}"


def test_names_and_claims_stand_once():
    for column in ("name", "find", "example", "refuses"):
        cells = [getattr(slip, column) for slip in SLIPS]
        assert len(set(cells)) == len(cells), f"two slips have the same `{column}`"


def files() -> list[object]:
    """The files of the room."""
    return [import_module(f"{diagnosis.__name__}.{file.name}") for file in iter_modules(diagnosis.__path__)]


def test_no_slip_sleeps_outside_the_list():
    listed = {slip.find.__name__ for slip in SLIPS}
    written = {
        name
        for file in files()
        for name, function in inspect.getmembers(file, inspect.isfunction)
        if inspect.get_annotations(function, eval_str=True).get("return") == Found and not name.startswith("_")
    }
    assert {slip.name for file in files() for slip in getattr(file, "SLIPS", ())} == {slip.name for slip in SLIPS}
    assert written == listed, f"functions that find a slip and stand in no row of SLIPS: {sorted(written - listed)}"


# --- what else is said -----------------------------------------------------------------------------------------------

# Claim -> what the diagnosis says (a part of it).
NAMED = {
    "KL(Normal(m, s) || Normal(n, t)) = log(s/t) + (t**2 + (m - n)**2)/(2*s**2) - 1/2": "swapped",
    "KL(Gamma(a, b) || Gamma(c, d)) = log(gamma(a)/gamma(c)) + a*log(b/d) - 0": None,
    "KL(Exponential(a) || Exponential(b)) = log(b/a) + a/b - 1": "swapped",
    "KL(Poisson(a) || Poisson(b)) = b*log(b/a) + a - b": "swapped",
    "KL(Normal(m, s) || Normal(n, t)) = log(t/s)/2 + (s + (m - n)**2)/(2*t) - 1/2": "taken for a variance",
    "H(Normal(m, s)) = log(2*pi*E*s)/2": "taken for a variance",
    "H(Exponential(a)) = 1 + log(a)": "rate",
    "H(Normal(m, s)) = log(2*pi*E*s**2)": "a factor 1/2 is lost",
    "H(Normal(m, s)) = -log(2*pi*E*s**2)/2": "the sign of the whole",
    "H(Laplace(m, b)) = log(2*b)": "the constant 1 is missing",
    "KL(Normal(m, s) || Normal(n, t)) = log(t/s) + (s**2 + (m - n)**2)/(2*t**2)": "1/2 is missing",
    "KL(Normal(m, s) || Normal(0, 1)) = (m**2 + s**2 - 1)/2 + log(s)": "sign of the term",
    "KL(Normal(0, 1) || Normal(d, 1)) = d**2": "a factor 1/2 is lost",
    "H(Bernoulli(p)) = -p*log(p)": "the outcome 0 is left out",
    "H(Bernoulli(p)) = (-p*log(p) - (1 - p)*log(1 - p))/log(2)": "in bits",
    "H(Bernoulli(9/10), Bernoulli(1/2)) = -9/10*log(9/10) - log(1/10)/10": "this is the entropy H(P)",
    "KL(Bernoulli(9/10) || Bernoulli(1/2)) = log(2)": "this is the cross-entropy",
    "H(Bernoulli(p)) = -p*log(p)/log(2) - (1 - p)*log(1 - p)/log(2) + 0*p": "in bits",
    "KL(Normal(m, s) || Normal(n, t)) = log(t/s)/log(2) + (s**2 + (m - n)**2)/(2*t**2) - 1/2": "logs to base 2",
    "KL(Normal(m, s) || Normal(n, t)) = log(t/s) + (s**2 - (m - n)**2)/(2*t**2) - 1/2": "sign of the term",
    "H(Exponential(a)) = a**3": None,
    "H(Normal(m, s)) = sin(s) + m": None,
    "KL(Exponential(a) || Exponential(b)) = a*b + 7": None,
    "JS(Bernoulli(1/4) || Bernoulli(1/2)) = (log(1/2)/4 + 3*log(3/2)/4 + log(2)/2 + log(2/3)/2)/2": "half the sum of KL",
    "H(Binomial(n, p)) = n*(-p*log(p) - (1 - p)*log(1 - p))": "n draws of Bernoulli(p) in their order",
    "H(Binomial(n, p)) = log(2*pi*E*n*p*(1 - p))/2": "an approximation for large n",
    "H(Binomial(n, p)) = log(2*pi*E*n*p*(1 - p))/3": None,
    "H(Gamma(a, b)) = a + log(b) + loggamma(a) + (1 - a)*log(a)": "the logarithm of the mean stands where",
    "KL(Poisson(a) || Poisson(b)) = (a - b)**2/(2*b)": "an approximation for P near Q",
    "KL(Poisson(a) || Poisson(b)) = (a - b)**2/(3*b)": None,
    "H(Beta(a, b)) = log(2*pi*E*a*b/((a + b)**2*(a + b + 1)))/2": "an approximation for large a and b",
    "H(Uniform(a, b)) = log(b) - log(a)": "the logarithm of a sum is not the sum of the logarithms",
    "H(Logistic(m, s)) = log(s + 2)": "belongs over s alone",
    "H(Normal(m, s)) = log(2*pi*E)/2 + log(s)**2/2": "the logarithm of a power is a multiple",
    "KL(Exponential(a) || Exponential(b)) = b/a - 1 + log(a)/log(b)": "the logarithm of a quotient is a difference",
    "KL(Normal(m, s) || Normal(n, t)) = log(t/s) + (s + m - n)**2/(2*t**2) - 1/2": "the square of the sum",
    "KL(Normal(m, s) || Normal(n, t)) = log(t/s) + s**2/t**2 + m**2/t**2 - 2*m*n/t**2 + n**2/t**2 - 1/2": "1/2 is lost",
    "H(Normal(m, s)) = s**2": "this is the variance of",
    "H(Exponential(a)) = 1/a": "this is the mean of",
    "KL(Normal(m, s) || Normal(n, t)) = m - n": "difference of the means",
    "KL(Normal(m, s) || Normal(n, t)) = m - 2*n": None,
    "H(Beta(a, b)) = log(beta(a, b)) - (a - 1)*digamma(a) - (b - 1)*digamma(b) + (a + b - 2)*(digamma(a) + digamma(b))": (
        "the digamma of a sum is not the sum of the digammas"
    ),
    "H(Laplace(m, b)) = 1 + log(2*b)/2": "a factor 1/2 too many",
    "H(Rayleigh(s)) = 1 + log(s)/2 + EulerGamma/2": "stands where log(s**2/2)/2 belongs",
    "H(Weibull(l, k)) = EulerGamma - 1/k + log(l/k) + 1": "also has the factor EulerGamma",
    "H(Bernoulli(p)) = -p*log(1 - p) - (1 - p)*log(p)": "stand in each other's place",
    "H(Bernoulli(p)) = -log(p) - log(1 - p)": "the weights are lost",
    "H(Bernoulli(p)) = 2*p*(1 - p)": "two draws differ",
    "H(Bernoulli(p)) = 3*p*(1 - p)": None,
    "H(Bernoulli(p)) = log(2)": "the number of outcomes, 2",
    "H(Bernoulli(p)) = log(p**2 + (1 - p)**2)": "the sign of the whole is turned, and this is the Renyi entropy of order 2",
    "KL(Bernoulli(p) || Bernoulli(q)) = p*log(q) + (1 - p)*log(1 - q)": (
        "the sign of the whole is turned, and this is the cross-entropy"
    ),
    "KL(Exponential(a) || Exponential(b)) = log(a - b) + b/a - 1": "the logarithm of the difference a - b stands where",
    "KL(Exponential(a) || Exponential(b)) = log(a/b) + (b - a)": "a division by a is lost in the terms",
    "KL(Exponential(a) || Exponential(b)) = log(a/b) + (b - 2*a)": None,
    "KL(Exponential(a) || Exponential(b)) = (a - b)**2/(2*b**2)": "an approximation for P near Q",
    "KL(Normal(m, s) || Normal(n, t)) = log(t/s) + (s**2 + m**2 - n**2)/(2*t**2) - 1/2": "the square of a sum is not the sum",
    "KL(Normal(m, s) || Normal(n, t)) = log(t/s) + (s + (m - n)**2)/(2*t) - 1/2": (
        "outside the logarithms s and t must be squared"
    ),
    "KL(Normal(m, s) || Normal(n, t)) = log(t/s) + s**2 + (m - n)**2/(2*t**2) - 1/2": "a bracket is missing",
    "KL(Uniform(a, b) || Normal(m, s)) = log(sqrt(2*pi)*s/(b - a)) + ((b - a)/12 + ((a + b)/2 - m)**2)/(2*s**2)": (
        "-a + b must be squared"
    ),
    "KL(Exponential(a) || Normal(m, s)) = log(a) + log(2*pi*s**2)/2 - 1 + ((1/a - m)**2)/(2*s**2)": "the square of the mean stands where",
    "JS(Bernoulli(p) || Bernoulli(q)) = p*log(2*p/(p + q)) + (1 - p)*log(2*(1 - p)/(2 - p - q))": "this is KL(P || M) alone",
    "JS(Bernoulli(p) || Bernoulli(q)) = p*log(2*p/(p + q)) + (1 - p)*log(3*(1 - p)/(2 - p - q))": None,
    "Hellinger(Bernoulli(p) || Bernoulli(q)) = sqrt(p*q) + sqrt((1 - p)*(1 - q))": "one minus the square",
    "FisherInformation(Gamma(a, b), b) = a/b": "b**2 belongs wherever b stands",
}


# A wrong decimal -> what is said of it. Few digits agree with much, and are compared with little.
DECIMALS = {
    "H(Bernoulli(9/10)) = 0.469": "in bits",
    "H(Bernoulli(9/10)) = 0.141": "to base 10",
    "H(Bernoulli(9/10)) = 0.0948": "the outcome",
    "H(Bernoulli(9/10)) = 0.693": "the number of outcomes",
    "H(Die(6)) = -1.792": "the sign of the whole",
    "H(Die(6)) = 3.584": "a factor 1/2 is lost",
    "KL(Bernoulli(9/10) || Bernoulli(1/2)) = 0.511": "P and Q are swapped",
    "KL(Bernoulli(9/10) || Bernoulli(1/2)) = 0.693": "this is the cross-entropy",
    "KL(Bernoulli(9/10) || Bernoulli(1/2)) = 0.737": "this is in bits, and P and Q are swapped",
    "KL(Bernoulli(9/10) || Bernoulli(1/2)) = 0.738": None,
    "KL(Bernoulli(9/10) || Bernoulli(1/2)) = 0.512": None,
    "KL(Normal(0, 1) || Normal(1, 2)) = 1.307": "P and Q are swapped",
    "KL(Normal(0, 1) || Normal(1, 2)) = 1.317": None,
    "H(Normal(0, 2)) = 1.7655": "2 is taken for a variance",
    "H(Normal(0, 2)) = 1.7755": None,
    "H(Exponential(2)) = 1.6931": "by its reciprocal",
    "H(Exponential(2)) = 0.31": None,
}


@pytest.mark.parametrize("claim", DECIMALS)
def test_a_wrong_decimal_is_diagnosed(claim):
    verdict = verify(claim)
    assert verdict.verdict == "refuted"
    expected = DECIMALS[claim]
    assert (verdict.diagnosis == "") if expected is None else (expected in verdict.diagnosis), verdict.diagnosis


@pytest.mark.parametrize("claim", NAMED)
def test_a_refuted_claim_is_diagnosed(claim):
    verdict = verify(parse(claim))
    assert verdict.verdict == "refuted"
    expected = NAMED[claim]
    assert (verdict.diagnosis == "") if expected is None else (expected in verdict.diagnosis), verdict.diagnosis


# A claim that is right at ordinary places: what is said of it goes by the gap where it was refuted.
GAPS = {
    "H(Exponential(a)) = 1 - log(a) + 0**Abs(a - 3)": "differs at special ones",
    "H(Exponential(a)) = 1 - log(a)*(1 + 0**Abs(a - 3))": "differs at special ones",
    "H(Exponential(a)) = 1 - log(a) + 10**(-30)": "off by a tiny number",
    "KL(Normal(m, s) || Normal(0, s)) = m**2/(2*s**2) + 10**(-30)": "off by a tiny number",
}


@pytest.mark.parametrize("claim", GAPS)
def test_a_gap_is_called_tiny_only_where_it_is(claim):
    verdict = verify(parse(claim))
    assert verdict.verdict == "refuted"
    assert GAPS[claim] in verdict.diagnosis


@pytest.mark.parametrize("claimed", ["-oo", "oo", "polygamma(0, a - a)"])
def test_what_has_no_value_has_no_slip(claimed):
    assert diagnose(parse("H(Exponential(a))"), S(claimed)) is None


def test_a_slip_does_not_end_in_a_formula_that_is_cut():
    long = sum((symbols(f"a{i}") ** 2 for i in range(40)), symbols("b"))
    assert inside(symbols("b") ** 2) == " in b**2"
    assert inside(long) == ""
    assert short(long).endswith("...")


CHANNEL = ["X ~ Bernoulli(1/2)", "Z ~ Bernoulli(e)", "Y = (X + Z) % 2"]
e = symbols("e")


@pytest.mark.parametrize(
    ("ask", "claimed", "said"),
    [
        ("I(X; Y)", -e * log(e) - (1 - e) * log(1 - e), "this is H("),
        ("H(X | Y)", log(2), "this is H("),
        ("H(Z | X)", log(2) + 5, None),
    ],
)
def test_measures_of_joint_laws(ask, claimed, said):
    left = parse_in(ask, CHANNEL)
    (own,) = left.free_symbols or {e}
    found = diagnose(left, S(claimed).subs(e, own))
    assert found is None if said is None else said in found


def test_a_true_claim_has_no_diagnosis():
    assert verify(parse("H(Exponential(a)) = 1 - log(a)")).diagnosis == ""
