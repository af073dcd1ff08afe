"""Totals of laws as derivations of their own, and what is not the total of a law."""

from __future__ import annotations

import pytest
from sympy import Symbol, exp, oo, true

from symbinfo.atlas.families import ROWS
from symbinfo.derivation.certify.export import certificate_of
from symbinfo.derivation.certify.law_totals import total_of
from symbinfo.derivation.integrals.mirrored_totals import total_by_mirror_image
from symbinfo.derivation.integrals.totals_by_substitution import total_by_substitution
from symbinfo.expressions.domain import Domain
from symbinfo.laws.law import ContinuousLaw
from symbinfo.trusted import Certificate
from symbinfo.trusted.proof.replay import replay

FAMILIES = [
    "FoldedCauchy",  # f(x) + f(-x) on half of the line
    "FoldedNormal",  # a hyperbolic cosine
    "SkewNormal",  # f(x) + f(-x) has no error function
    "GeneralizedExponential",  # exp(u) u'
    "PowerNormal",  # u^(c - 1) u', with erfc at both ends
    "SmithBain",  # u = exp(x^b)
    "NoncentralChiSquared",
    "Rice",
    "Zipfian",  # a sum over itself
]


@pytest.mark.parametrize("family", FAMILIES)
def test_the_total_is_proved_and_no_other_value_is(family: str) -> None:
    found = total_of(ROWS[family].law("1", "P"))
    assert found is not None
    certificate = certificate_of(found)
    assert replay(certificate).open == []
    other = certificate.dumps().replace('"term": "1"', '"term": "2"').replace('"right": "1"', '"right": "2"')
    assert not replay(Certificate.loads(other)).whole


x, a = Symbol("x", real=True), Symbol("a", positive=True)


@pytest.mark.parametrize(
    ("density", "low"),
    [
        (1 / ((x - a) ** 2 + 1) + 1 / ((x + 2 * a) ** 2 + 1), 0),  # no mirror images
        (2 * x * exp(-(x**2)) + exp(-x), 0),  # no one inner function
        (exp(-((x - a) ** 2)), -oo),  # no total 1
    ],
)
def test_other_densities_are_left_alone(density, low) -> None:
    law = ContinuousLaw("P", "none", (), true, x, density, low, oo)
    assert total_by_mirror_image(law, Domain()) is None
    assert total_by_substitution(law, Domain()) is None
