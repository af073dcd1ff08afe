"""What theorems say of any laws and of named variables: claims in people's letters, and near misses refuted by laws."""

from __future__ import annotations

import math

import numpy as np
import pytest

import symbinfo as si
from symbinfo.derivation.theorems import stated
from symbinfo.expressions.errors import QueryError
from symbinfo.query.setting import parse_in

# Claim -> verdict, level, a part of what is said.
OF_ANY_LAWS = {
    "TV(P || Q) <= sqrt(KL(P || Q)/2)": ("holds", "certified", "Pinsker"),
    "KL(A || B) >= 2*TV(A || B)^2": ("holds", "certified", "Pinsker"),
    "KL(P || Q) + KL(Q || P) >= 4*TV(P || Q)^2": ("holds", "certified", "Pinsker"),
    "Hellinger(P || Q)^2 <= TV(P || Q)": ("holds", "certified", "Hellinger"),
    "KL(P || Q) <= log(1 + Chi2(P || Q))": ("holds", "certified", "Jensen"),
    "TV(P || Q) <= TV(P || R) + TV(R || Q)": ("holds", "certified", "triangle"),
    "TV(P || Q) >= TV(P || R) + TV(R || Q)": ("refuted", "", ""),
    "KL(P || Q) <= KL(P || R) + KL(R || Q)": ("refuted", "", ""),
    "TV(P || Q) <= sqrt(KL(P || Q)/4)": ("refuted", "", ""),
    "TV(P || Q) <= KL(P || Q)": ("refuted", "", ""),
    "TV(P || Q) <= sqrt(c*KL(P || Q))": ("refuted", "", ""),
}
OF_VARIABLES = {
    "H(X|Y) <= h(e) + e*log(k-1)": ("holds", "certified", "wrong with probability e"),
    "H(A|B) <= P_e*log(n - 1) + H_b(P_e)": ("holds", "certified", "A has n values"),
    r"H(X|Y) \le h(P_e) + P_e \log(|\mathcal{X}|-1)": ("holds", "certified", "guess of X from Y"),
    "H(X|Y) - h(e) <= e*log(k)": ("holds", "certified", "Fano"),
    "e >= (H(X|Y) - log(2))/log(k)": ("holds", "certified", "Fano"),
    "H(X|Y) <= h(e) + e*log(k-2)": ("refuted", "", ""),
    "H(X|Y) <= e*log(k-1)": ("refuted", "", ""),
    "H(X) <= log(n)": ("holds", "proved", "X has n values"),
    "H(X) < log(n)": ("refuted", "", ""),
    "H(X) <= log(n - 1)": ("refuted", "", ""),
    "I(X;Y) >= log(K) - L": ("holds", "certified", "among K candidates"),
    "L >= log(K) - I(X;Z)": ("holds", "certified", "InfoNCE"),
    "I(X;Y) >= log(K) - L/2": ("undecided", "", "InfoNCE"),
}


@pytest.mark.parametrize(("claim", "expected"), {**OF_ANY_LAWS, **OF_VARIABLES}.items(), ids=lambda x: str(x)[:50])
def test_a_claim_is_answered_by_the_theorem(claim: str, expected: tuple[str, str, str]) -> None:
    verdict, level, said = expected
    found = si.verify(claim)
    assert found.verdict == verdict, found.text()
    assert not level or found.level == level, found.text()
    assert said in found.text()
    assert (found.witness is not None) == (verdict == "refuted")


def test_what_no_theorem_speaks_of_is_refused_as_before() -> None:
    for claim in ("I(X;Y) <= log(k)", "H(X|Y) <= c", "H(X) = log(k)"):
        with pytest.raises(QueryError, match="linear, with numbers as factors"):
            si.verify(claim)


@pytest.mark.parametrize("name", [name for name, theorem in stated().items() if theorem.sharp])
def test_a_theorem_is_an_equality_where_it_is_said_to_be_sharp(name: str) -> None:
    left, _, right = stated()[name].claim.partition("<=")
    difference = parse_in(f"({left}) - ({right})", stated()[name].sharp)
    assert abs(float(difference.evalf(20))) < 1e-15


def test_the_infonce_bound_holds_for_samples_of_a_channel() -> None:
    # I(X; Y) of a table, and the loss of its best critic p(y|x)/p(y) among 3 candidates, summed over all outcomes.
    joint = np.array([[0.4, 0.1], [0.1, 0.4]])
    px, py = joint.sum(1), joint.sum(0)
    score = joint / np.outer(px, py)
    loss = sum(
        joint[x, y] * py[a] * py[b] * -math.log(score[x, y] / (score[x, y] + score[x, a] + score[x, b]))
        for x in range(2)
        for y in range(2)
        for a in range(2)
        for b in range(2)
    )
    assert (joint * np.log(score)).sum() >= math.log(3) - loss > 0
