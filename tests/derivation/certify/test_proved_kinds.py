"""Kinds of results that are proved whole, one short member of each; what refuses their false twins is tested beside the replay."""

from __future__ import annotations

import pytest
from sympy import Symbol

import symbinfo as si
from symbinfo.atlas.families import ROWS
from symbinfo.derivation.certify.entries import entries_of
from symbinfo.derivation.certify.export import certificate_of
from symbinfo.measures.fisher_information import FisherInformation
from symbinfo.trusted.proof.replay import replay

ORDER = Symbol("alpha", positive=True)
MEASURES = {
    "entropy": lambda p, q: si.Entropy(p),
    "renyi": lambda p, q: si.Renyi(p, ORDER),
    "kl": si.KL,
    "chi-squared": si.ChiSquaredDivergence,
    "hellinger": si.Hellinger,
    "fisher": lambda p, q: FisherInformation.in_all_parameters(p),
}
PROVED = [
    ("DoubleGamma", "entropy"),  # a power of |x| has a logarithm almost everywhere
    ("Pareto", "chi-squared"),  # infinite beyond the support
    ("Reciprocal", "renyi"),  # (b^s - a^s)/s > 0
    ("QuadraticU", "entropy"),  # a cube that is multiplied out is not 0
    ("Laplace", "fisher"),  # a kink moves with the parameter
    ("Triangular", "fisher"),  # so does a case
    ("Bernoulli", "renyi"),  # (1 - p) (1 - p)^(s - 1)
    ("Lomax", "hellinger"),  # parameters of 2F1 in their order
    ("Alpha", "kl"),  # the total of the law
]


@pytest.mark.parametrize(("family", "measure"), PROVED, ids=[" ".join(row) for row in PROVED])
def test_one_of_each_kind_is_proved(family: str, measure: str) -> None:
    derivation = si.derive(MEASURES[measure](ROWS[family].law("1", "P"), ROWS[family].law("2", "Q")))
    for part in [entry for _, entry in entries_of(derivation)] or [derivation]:
        assert replay(certificate_of(part)).open == []
