"""The usual slips are named, and nothing else is."""

from __future__ import annotations

import inspect
import time
from dataclasses import fields, replace

import pytest
from sympy import S, log, symbols

from symbinfo.measures.base import Measure
from symbinfo.query import parse
from symbinfo.query.setting import parse_in
from symbinfo.verification.claims.stated_claim import StatedClaim
from symbinfo.verification.diagnosis import function_of_answer, parametrisations, slips
from symbinfo.verification.diagnosis.one_place import inside, short
from symbinfo.verification.diagnosis.question import Found, Question, question_of
from symbinfo.verification.diagnosis.slips import SLIPS, Slip, diagnose, first_slip
from symbinfo.verification.referee.verify import verify

# --- every row of the list -------------------------------------------------------------------------------------------

by_row = pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: slip.name)


def asked(claim: str) -> Question:
    """The question that a wrong claim is, as the referee asks it."""
    stated = StatedClaim.of(parse(claim), time.monotonic() + 60)
    assert stated.left.has(Measure) and not stated.right.has(Measure)
    question = question_of(stated.left, stated.right, stated.domain)
    assert question is not None
    return question


def missing_cells(slip: Slip) -> list[str]:
    return [
        f"slip {slip.name!r}: the cell `{f.name}` is empty"
        for f in fields(slip)
        if f.name != "needs_form" and not getattr(slip, f.name)
    ]


@by_row
def test_no_cell_of_a_row_is_missing(slip):
    assert missing_cells(slip) == []


def test_a_missing_cell_is_named():
    row = replace(SLIPS[0], refuses="")
    assert missing_cells(row) == [f"slip {row.name!r}: the cell `refuses` is empty"]


@by_row
def test_the_example_of_a_row_is_refuted_and_diagnosed_by_that_slip(slip):
    verdict = verify(slip.example)
    assert verdict.verdict == "refuted", f"the example of slip {slip.name!r} is not refuted: {verdict}"
    question = asked(slip.example)
    found = first_slip(question)
    shown = None if found is None else found[0].name
    assert shown == slip.name, f"the example of slip {slip.name!r} shows {shown!r}"
    assert verdict.diagnosis == found[1]
    assert found[1] in list(slip.find(question))


@by_row
def test_a_near_claim_is_refuted_and_does_not_show_the_slip(slip):
    verdict = verify(slip.refuses)
    assert verdict.verdict == "refuted", f"what slip {slip.name!r} refuses is not refuted: {verdict}"
    assert list(slip.find(asked(slip.refuses))) == [], f"slip {slip.name!r} does not refuse {slip.refuses}"


@by_row
def test_a_slip_that_needs_a_closed_form_finds_nothing_without(slip):
    question = asked(slip.example)
    blind = replace(question, true_form=None, case=replace(question.case, true_form=None))
    words = "needs a closed form, says its row, and is found without one" if slip.needs_form else "finds nothing"
    assert bool(list(slip.find(blind))) is not slip.needs_form, f"without a closed form slip {slip.name!r} {words}"


def test_names_and_claims_stand_once():
    for column in ("name", "find", "example", "refuses"):
        cells = [getattr(slip, column) for slip in SLIPS]
        assert len(set(cells)) == len(cells), f"two slips have the same `{column}`"


def test_no_slip_sleeps_outside_the_list():
    listed = {slip.find.__name__ for slip in SLIPS}
    written = {
        name
        for home in (slips, function_of_answer, parametrisations)
        for name, function in inspect.getmembers(home, inspect.isfunction)
        if inspect.get_annotations(function, eval_str=True).get("return") == Found
    }
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
    "H(Bernoulli(p)) = -p*log(p)": "is missing",
    "H(Bernoulli(p)) = (-p*log(p) - (1 - p)*log(1 - p))/log(2)": "in bits",
    "H(Bernoulli(9/10), Bernoulli(1/2)) = -9/10*log(9/10) - log(1/10)/10": "this is the entropy H(P)",
    "KL(Bernoulli(9/10) || Bernoulli(1/2)) = log(2)": "this is the cross-entropy",
    "H(Bernoulli(p)) = -p*log(p)/log(2) - (1 - p)*log(1 - p)/log(2) + 0*p": "in bits",
    "KL(Normal(m, s) || Normal(n, t)) = log(t/s)/log(2) + (s**2 + (m - n)**2)/(2*t**2) - 1/2": "logs to base 2",
    "KL(Normal(m, s) || Normal(n, t)) = log(t/s) + (s**2 - (m - n)**2)/(2*t**2) - 1/2": "sign of the term",
    "H(Exponential(a)) = a**3": None,
    "H(Normal(m, s)) = sin(s) + m": None,
    "KL(Exponential(a) || Exponential(b)) = a*b + 7": None,
}


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
