"""Densities by the small letters of their laws."""

import pytest

import symbinfo as si
from symbinfo.query.reading import reading_of


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"D_{KL}(P\,\|\,Q) = \int p(x)\log\frac{p(x)}{q(x)}\,dx", "holds"),
        (r"D_{KL}(P\,\|\,Q) = -\int p(x)\log\frac{p(x)}{q(x)}\,dx", "refuted"),
        (r"D_{KL}(P\,\|\,Q) = \int q(x)\log\frac{q(x)}{p(x)}\,dx", "refuted"),
        ("KL(P || Q) = sum_x p(x) log(p(x)/q(x))", "holds"),
        (r"H(P, Q) = -\sum_x p(x)\log q(x)", "holds"),
    ],
)
def test_p_of_x_is_the_density_of_P(claim: str, verdict: str) -> None:
    told = reading_of(claim)
    assert told is not None and any("the density of" in note for note in told.notes)
    assert si.verify(claim).verdict == verdict


def test_two_laws_by_one_letter_stay_two() -> None:
    told = reading_of("KL(P || Q) = KL(p || q)")
    assert told is None or not any("the density of" in note for note in told.notes)
