"""Attacks on laws: random laws whose truth is known by construction, at every door."""

from __future__ import annotations

import random
from fractions import Fraction
from itertools import product

import mpmath as mp
import pytest
from sympy import Rational, exp, log, sqrt, symbols
from sympy.stats import Bernoulli, Binomial, DiscreteUniform, FiniteRV, Poisson

import symbinfo as si
from symbinfo.expressions.errors import QueryError
from symbinfo.laws.outcomes import representatives, same_outcome
from symbinfo.query.setting import parse_in

# --- discrete laws in unlike forms: a range, a list, a table ---------------------------------------------------------

ORDER = Rational(1, 3)
BELOW = 60  # places at which a law on an infinite range is summed by hand


def masses_of(kind, rng):
    """A random law in one of its forms, and its masses by place, by hand."""
    p = Fraction(rng.randint(1, 9), 10)
    if kind == "Binomial":
        n = rng.randint(1, 4)
        return Binomial("X", n, Rational(p.numerator, p.denominator)), {
            k: mp.binomial(n, k)
            * mp.mpf(p.numerator) ** k
            * (p.denominator - p.numerator) ** (n - k)
            / p.denominator**n
            for k in range(n + 1)
        }
    if kind == "Bernoulli":
        return Bernoulli("Y", Rational(p.numerator, p.denominator)), {
            1: mp.mpf(p.numerator) / p.denominator,
            0: 1 - mp.mpf(p.numerator) / p.denominator,
        }
    if kind == "DiscreteUniform":
        places = sorted(rng.sample(range(5), rng.randint(1, 4)))
        return DiscreteUniform("Z", places), {k: mp.mpf(1) / len(places) for k in places}
    if kind == "FiniteRV":
        places = sorted(rng.sample(range(5), rng.randint(2, 4)))
        weights = [rng.randint(1, 9) for _ in places]
        total = sum(weights)
        table = {k: Rational(w, total) for k, w in zip(places, weights, strict=True)}
        return FiniteRV("U", table), {k: mp.mpf(w) / total for k, w in zip(places, weights, strict=True)}
    rate = rng.randint(1, 3)
    return Poisson("V", rate), {k: mp.exp(-rate) * mp.mpf(rate) ** k / mp.factorial(k) for k in range(BELOW)}


def by_hand(measure, p, q):
    """The measure from its textbook definition, over the places of both."""
    places = sorted({*p, *q})
    pairs = [(p.get(k, mp.mpf(0)), q.get(k, mp.mpf(0))) for k in places]
    outside = any(a > 0 and b == 0 for a, b in pairs)
    both = [(a, b) for a, b in pairs if a > 0 and b > 0]
    if measure == "JS":
        terms = ((own, (a + b) / 2) for a, b in pairs for own in (a, b) if own > 0)
        return sum((own * mp.log(own / mean) for own, mean in terms), mp.mpf(0)) / 2
    if measure == "Hellinger":
        return mp.sqrt(max(mp.mpf(0), 1 - sum((mp.sqrt(a * b) for a, b in both), mp.mpf(0))))
    if measure == "Renyi":
        power = sum((a ** mp.mpf("1/3") * b ** mp.mpf("2/3") for a, b in both), mp.mpf(0)) if both else mp.mpf(0)
        return mp.log(power) / (mp.mpf("1/3") - 1) if power else mp.inf
    if outside:
        return mp.inf
    if measure == "KL":
        return sum(a * mp.log(a / b) for a, b in both)
    if measure == "CrossEntropy":
        return -sum(a * mp.log(b) for a, b in both)
    return sum(a * a / b for a, b in both) - 1


MAKERS = {
    "KL": si.KL,
    "CrossEntropy": si.CrossEntropy,
    "JS": si.JensenShannon,
    "Hellinger": si.Hellinger,
    "Chi2": si.ChiSquaredDivergence,
    "Renyi": lambda first, second: si.RenyiDivergence(first, second, ORDER),
}
KINDS = ("Binomial", "Bernoulli", "DiscreteUniform", "FiniteRV", "Poisson")
PAIRS = [(a, b) for a, b in product(KINDS, KINDS) if a != b]


def compare_a_pair(first, second, seed):
    rng = random.Random(f"{first} {second} {seed}")
    with mp.workdps(40):
        (left, p), (right, q) = masses_of(first, rng), masses_of(second, rng)
        for name, make in MAKERS.items():
            wanted = by_hand(name, p, q)
            found = make(left, right).evalf(15)
            where = f"{name}: {p} against {q}: {found} for {wanted}"
            if mp.isinf(wanted):
                assert str(found) == "oo", where
            else:
                assert abs(mp.mpf(str(found)) - wanted) < mp.mpf("1e-12") * (1 + abs(wanted)), where


@pytest.mark.parametrize("pair", PAIRS[::3], ids=lambda pair: "-".join(pair))
def test_all_measures_of_two_laws_agree_with_sums_by_hand_whatever_form_the_laws_have(pair):
    compare_a_pair(*pair, 0)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1, 7))
@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: "-".join(pair))
def test_many_measures_of_two_laws_agree_with_sums_by_hand(pair, seed):
    compare_a_pair(*pair, seed)


@pytest.mark.parametrize("text", ["Hellinger(Poisson(1) || Bernoulli(1/2))", "Hellinger(Bernoulli(1/2) || Poisson(1))"])
def test_a_list_against_an_infinite_range_is_summed_over_the_list(text):
    result = si.derive(si.parse(text)).result
    assert abs(result.evalf() - sqrt(1 - sqrt(2) * exp(-Rational(1, 2))).evalf()) < 1e-12


# --- outcomes are equal by value -------------------------------------------------------------------------------------

ONE = [(sqrt(3 + 2 * sqrt(2)), 1 + sqrt(2)), (sqrt(7 + 4 * sqrt(3)), 2 + sqrt(3)), (log(8), 3 * log(2))]
SEVERAL = [(sqrt(2), Rational(141421356237309504880168872420969807856967187537694, 10**50)), (log(8), log(9))]


@pytest.mark.parametrize("pair", ONE, ids=str)
def test_equal_numbers_in_two_forms_are_one_outcome(pair):
    first, second = pair
    assert same_outcome(first, second)
    with pytest.raises(QueryError, match="distinct"):
        si.derive(si.parse(f"H(DiscreteUniform([{first}, {second}]))"))


@pytest.mark.parametrize("pair", ONE, ids=str)
def test_equal_numbers_in_two_forms_are_one_outcome_of_two_laws(pair):
    first, second = pair
    p, q = (si.parse(f"H(FiniteRV({{{o}: {m}, 0: 1 - {m}}}))").laws[0] for o, m in ((first, "1/2"), (second, "1/4")))
    assert abs(si.KL(p, q).evalf() - (log(2) / 2 + log(Rational(2, 3)) / 2).evalf()) < 1e-12


@pytest.mark.parametrize("pair", ONE, ids=str)
def test_a_function_with_one_value_in_two_forms_is_certain(pair):
    first, second = pair
    given = ["X ~ DiscreteUniform([0, 1])", f"Y = (1 - X)*({first}) + X*({second})"]
    assert si.derive(parse_in("H(Y)", given)).result == 0


@pytest.mark.parametrize("pair", SEVERAL, ids=str)
def test_numbers_that_are_close_are_still_two_outcomes(pair):
    assert not same_outcome(*pair)
    assert len({*representatives(pair).values()}) == 2
    assert si.Entropy(DiscreteUniform("X", list(pair))).doit() == log(2)


def test_names_are_equal_by_name_alone():
    heads, tails = symbols("heads tails")
    assert si.Entropy(DiscreteUniform("X", [heads, tails])).doit() == log(2)
