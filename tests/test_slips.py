"""The usual slips are named, and nothing else is."""

from __future__ import annotations

import pytest
from sympy import S, log, symbols

from symbinfo.query import parse
from symbinfo.query.setting import parse_in
from symbinfo.verification.diagnosis.slips import diagnose
from symbinfo.verification.referee.verify import verify

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
