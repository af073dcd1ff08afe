"""Total variation against SciPy's densities, code lengths against all trees; each with what must fail."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from scipy import integrate, stats
from sympy import Rational
from sympy.stats import FiniteRV

import symbinfo as si
from symbinfo.expressions.errors import MeasureError
from symbinfo.trusted import Certificate, check

MASSES = [
    (Fraction(1, 2), Fraction(1, 4), Fraction(1, 8), Fraction(1, 8)),
    (Fraction(2, 5), Fraction(1, 5), Fraction(1, 5), Fraction(1, 10), Fraction(1, 10)),
    (Fraction(1, 3), Fraction(1, 3), Fraction(1, 3)),
    (Fraction(7, 10), Fraction(1, 10), Fraction(1, 10), Fraction(1, 20), Fraction(1, 20)),
]


def law(masses: Any) -> Any:
    return FiniteRV("P", {k: Rational(m.numerator, m.denominator) for k, m in enumerate(masses)})


def shortest(masses: Any) -> Fraction:
    """The least expected length over all lists of lengths that meet the inequality of Kraft."""
    lists = product(range(1, len(masses)), repeat=len(masses))
    good = (lengths for lengths in lists if sum(Fraction(1, 2**n) for n in lengths) <= 1)
    return min(sum(m * n for m, n in zip(masses, lengths, strict=True)) for lengths in good)


@pytest.mark.parametrize("masses", MASSES, ids=[str(len(m)) + str(m[0]) for m in MASSES])
def test_merging_reaches_the_shortest_code(masses) -> None:
    derivation = si.derive(si.HuffmanLength(law(masses)))
    assert Fraction(str(derivation.result)) == shortest(masses)
    assert len(derivation.steps) >= len(masses) - 1
    assert derivation.check().accepted
    assert "merged" in derivation.text()
    assert r"\mathrm{Huffman}" in derivation.latex()
    assert "Huffman" in derivation.markdown()


@pytest.mark.parametrize("masses", MASSES[:2], ids=["dyadic", "not dyadic"])
def test_shannon_is_between_the_entropy_and_one_more(masses) -> None:
    made = law(masses)
    length = si.derive(si.ShannonLength(made)).result
    entropy = si.derive(si.Entropy(made, unit="bits")).result
    assert si.derive(si.ShannonLength(made)).check().accepted
    assert 0 <= float(length - entropy) < 1
    assert float(length) >= float(si.derive(si.HuffmanLength(made)).result)


def test_a_certificate_of_a_longer_code_is_refuted() -> None:
    data = si.derive(si.HuffmanLength(law(MASSES[0]))).to_dict()["certificate"]
    text = str(data).replace("7/4", "9/4")
    assert text != str(data)
    changed = {**data, "derivations": {k: _with(v, "7/4", "9/4") for k, v in data["derivations"].items()}}
    assert not check(Certificate.from_dict(changed)).accepted


def _with(plain: Any, old: str, new: str) -> Any:
    if isinstance(plain, dict):
        return {key: _with(value, old, new) for key, value in plain.items()}
    if isinstance(plain, list):
        return [_with(value, old, new) for value in plain]
    return new if plain == old else plain


def test_no_code_is_made_for_a_density() -> None:
    with pytest.raises(MeasureError, match="listed outcomes"):
        si.HuffmanLength(si.parse("H(Normal(0, 1))").laws[0])


SLOW = pytest.mark.slow
DISTANCES = [
    pytest.param("TV(Exponential(2) || Exponential(1))", stats.expon(scale=1 / 2), stats.expon(), (0, 40), marks=SLOW),
    pytest.param("TV(Normal(0, 1) || Normal(1, 1))", stats.norm(), stats.norm(1), (-12, 13), marks=SLOW),
    ("TV(Uniform(0, 2) || Uniform(1, 3))", stats.uniform(0, 2), stats.uniform(1, 2), (0, 3)),
]


@pytest.mark.parametrize(("text", "first", "second", "ends"), DISTANCES)
def test_a_total_variation_is_half_the_area_between_the_densities(text, first, second, ends) -> None:
    derivation = si.derive(si.parse(text))
    points = [0, 0.5, 0.6931471805599453, 1, 2]
    area, _ = integrate.quad(lambda x: abs(first.pdf(x) - second.pdf(x)), *ends, points=points, limit=400)
    assert abs(float(derivation.result) - area / 2) < 1e-8
    assert derivation.check(20).accepted


@pytest.mark.slow
def test_the_total_variation_of_coins_has_a_proof_and_no_sign() -> None:
    assert str(si.verify("TV(Bernoulli(p) || Bernoulli(q)) = Abs(p - q)").verdict) == "holds"
    assert str(si.verify("TV(Bernoulli(p) || Bernoulli(q)) = p - q").verdict) == "refuted"
    assert str(si.verify("TV(Bernoulli(p) || Bernoulli(q)) = 2*Abs(p - q)").verdict) == "refuted"
