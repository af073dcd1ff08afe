"""Abbreviations, limits and means of a setting: what is read, what is refused, and what the derived values are."""

from __future__ import annotations

import json

import mpmath
import pytest
from sympy import N, Rational, log, oo, simplify

import symbinfo as si
from symbinfo.expressions.errors import BudgetExceeded, QueryError
from symbinfo.query.setting import parse_to_derive
from symbinfo.trusted import Certificate, Evaluator, check
from symbinfo.trusted import parse as parse_term
from symbinfo.trusted.numbers.estimates import Undefined

# A question, its lines, and the same without an abbreviation.
ABBREVIATED = [
    ("H(Bernoulli(q))", ["q = p*(1 - e) + (1 - p)*e"], "H(Bernoulli(p*(1 - e) + (1 - p)*e))", ()),
    ("H(X)", ["let s = 3", "X ~ Normal(0, s)"], "H(Normal(0, 3))", ()),
    ("c - H(Y | X)", ["X ~ Bernoulli(1/2)", "Y = X", "c = H(X)"], "H(Bernoulli(1/2))", ()),
    ("H(Normal(0, t))", ["let s = a**2", "where t = 2*s", "a > 0"], "H(Normal(0, 2*a**2))", ["a > 0"]),
    (
        "I(X; Y)",
        ["k = 4", "X ~ Die(k)", "Y = X with probability 1 - d, else erased", "d = 1/5"],
        "(1 - 1/5)*log(4)",
        (),
    ),
]


@pytest.mark.parametrize(("text", "given", "plain", "with_lines"), ABBREVIATED, ids=[t for t, *_ in ABBREVIATED])
def test_an_abbreviation_stands_for_what_it_says(text, given, plain, with_lines) -> None:
    values = [si.parse(t, given=g).doit() for t, g in ((text, given), (plain, with_lines))]
    names = {s.name: s for s in values[0].free_symbols}
    at = {name: Rational(1, 3) + Rational(k, 17) for k, name in enumerate(sorted(names))}
    first, second = (value.subs({s: at[s.name] for s in value.free_symbols}) for value in values)
    assert abs(first.evalf(30) - second.evalf(30)) < 10**-25


REFUSED = [
    ("H(Bernoulli(q))", ["q = 1/2", "q = 1/3"], "q stands for two things"),
    ("H(Bernoulli(q))", ["q = r", "r = q"], "goes round"),
    ("H(X)", [*(f"a{k} = a{k + 1} + a{k + 1}" for k in range(12, 0, -1)), "X ~ Normal(0, a1)"], "parts"),
    ("limit(H(Die(n)), n, n)", ["n positive integer"], "does not speak of n"),
    ("limit(H(Die(n)), 2, oo)", ["n positive integer"], "place are expected"),
    ("limit(H(Die(n)), n, oo, 3)", ["n positive integer"], "from above"),
    ("limit(sin(n), n, oo)", ["n > 0"], "not read"),
]


@pytest.mark.parametrize(("text", "given", "said"), REFUSED, ids=[f"{t} {g[0]}" for t, g, _ in REFUSED])
def test_what_makes_no_sense_is_refused_in_one_line(text, given, said) -> None:
    with pytest.raises(QueryError) as caught:
        si.derive(si.parse(text, given=given))
    assert said in caught.value.message
    assert "\n" not in caught.value.message


# A limit, its value, and a formula that mpmath takes to the place by itself.
LIMITS = [
    ("limit(H(Bernoulli(p)), p, 0)", (), 0, lambda t: -t * mpmath.log(t) - (1 - t) * mpmath.log1p(-t)),
    ("limit(H(Die(n)) - log(2*n + 1), n, oo)", (), -log(2), lambda t: -mpmath.log(2 + t)),
    ("limit(Renyi(Geometric(1/2); a), a, 1)", (), 2 * log(2), None),
    ("limit(p*H(Geometric(p)), p, 0)", (), 0, lambda t: -t * mpmath.log(t) - (1 - t) * mpmath.log1p(-t)),
    ("limit(H(Normal(0, s)), s, 0)", (), -oo, None),
    pytest.param(
        "limit(I(X; Y), P, oo)",
        ("P > 0", "X ~ Normal(0, sqrt(P))", "Z ~ Normal(0, 1)", "Y = X + Z"),
        oo,
        None,
        marks=pytest.mark.slow,
    ),
]


@pytest.mark.parametrize(("text", "given", "value", "near"), LIMITS)
def test_a_limit_is_derived_and_checked(text, given, value, near) -> None:
    derivation = si.derive(si.parse(text, given=list(given)))
    assert simplify(derivation.result - value) == 0 if value not in (oo, -oo) else derivation.result == value
    report = derivation.check(20)
    assert report.accepted, report.reason
    if near is not None:
        with mpmath.workdps(40):
            assert abs(near(mpmath.mpf(10) ** -30) - mpmath.mpf(str(N(value, 40)))) < 1e-25


def test_a_wrong_limit_is_refuted_and_a_right_one_holds() -> None:
    text = "limit(Renyi(Exponential(r); a), a, 1)"
    assert str(si.verify(f"{text} = 1 - log(r)").verdict) == "holds"
    assert str(si.verify(f"{text} = -log(r)").verdict) == "refuted"
    assert str(si.verify("limit(H(Die(n)) - log(n), n, oo) = 1").verdict) == "refuted"


# Means: derived step by step, against moments from elsewhere.
MEANS = [
    ("log(E[X]) - E[log(X)]", ["X ~ Gamma(3, 2)"], lambda: mpmath.log(3) - mpmath.digamma(3)),
    ("log(E[X]) - E[log(X)]", ["X ~ {1: 1/2, 3: 1/2}"], lambda: mpmath.log(2) - mpmath.log(3) / 2),
    ("E[X^2] - H(X)", ["X ~ Exponential(2)"], lambda: mpmath.mpf(1) / 2 - 1 + mpmath.log(2)),
    ("E[exp(X)]", ["X ~ Normal(0, 1)"], lambda: mpmath.exp(0.5)),
]


@pytest.mark.parametrize(("text", "given", "value"), MEANS, ids=[f"{t} {g[0]}" for t, g, _ in MEANS])
def test_a_mean_has_its_steps(text, given, value) -> None:
    derivation = si.derive(parse_to_derive(text, given))
    assert derivation.steps
    assert derivation.check().level == "proved"
    assert abs(derivation.result.evalf(20) - value()) < 1e-14


def test_an_infinite_mean_is_said_to_be_infinite() -> None:
    assert si.derive("E[1/X]", given=["X ~ Exponential(r)"]).result == oo


# What a certificate of a limit must not get away with: one defect each. The second has no values near its place.
VALUED, UNVALUED = "limit(Renyi(Exponential(r); a), a, 1)", "limit(p*H(Geometric(p)), p, 0)"
DEFECTS = {
    "another value": (
        VALUED,
        lambda data: _everywhere(data, "(+ 1 (* -1 (log r)))", "(+ 2 (* -1 (log r)))", ("main",)),
    ),
    "no lemma": (UNVALUED, lambda data: _without_lemmas(data)),
    "a lemma that does not hold near": (UNVALUED, lambda data: _with_condition(data, "(< 1/2 p)")),
}


def _everywhere(data, old, new, keys):
    table = data["derivations"]
    changed = {k: json.loads(json.dumps(v).replace(old, new)) if k in keys else v for k, v in table.items()}
    assert changed != table
    return {**data, "derivations": changed}


def _without_lemmas(data):
    main = data["derivations"]["main"]
    first, *rest = main["steps"]
    return {**data, "derivations": {**data["derivations"], "main": {**main, "steps": [{**first, "lemmas": []}, *rest]}}}


def _with_condition(data, condition):
    lemma = data["derivations"]["main"]["steps"][0]["lemmas"][0]
    plain = data["derivations"][lemma]
    changed = {**plain, "conditions": [*plain["conditions"], condition]}
    return {**data, "derivations": {**data["derivations"], lemma: changed}}


def accepted(data, seconds) -> bool:
    """What takes the checker longer is not accepted: nothing but the lemma tells of these sums."""
    try:
        return check(Certificate.from_dict(data), seconds).accepted
    except BudgetExceeded:
        return False


@pytest.mark.parametrize("defect", DEFECTS)
def test_a_certificate_of_a_limit_with_a_defect_is_not_accepted(defect) -> None:
    text, spoiled = DEFECTS[defect]
    data = si.derive(text).to_dict()["certificate"]
    assert check(Certificate.from_dict(data), 20).accepted
    assert not accepted(spoiled(data), 2)


def test_a_limit_from_both_sides_wants_both() -> None:
    evaluator = Evaluator(20)
    with pytest.raises(Undefined):
        evaluator.value_at(parse_term("(limit (* (abs x) (^ x -1)) x 0 +-)"), {})
    assert evaluator.value_at(parse_term("(limit (* (abs x) (^ x -1)) x 0 +)"), {}).value == 1
