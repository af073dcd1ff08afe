"""Mutual information as a book derives it of a channel: H(Y) - H(Y | X), or the other way round, in a few lines."""

from __future__ import annotations

import pytest
from sympy import N, Rational, log

import symbinfo as si
from symbinfo.render.story import Chain, tell

p, e = Rational(3, 10), Rational(1, 10)
FLIPPED = p * (1 - e) + (1 - p) * e


def h(u: Rational) -> float:
    """The entropy of a coin, in floats."""
    return float(N(-u * log(u) - (1 - u) * log(1 - u)))


CHANNEL = ("X ~ Bernoulli(p)",)
NOISE = ("X ~ Normal(0, sqrt(S))", "Z ~ Normal(0, sqrt(N))", "Y = X + Z")
# Setting -> the value at p, e, and the lines of a book: that of a channel and of two entropies.
ASKED = {
    (*CHANNEL, "Y | X ~ rows([[1 - e, e], [e, 1 - e]])"): (h(FLIPPED) - h(e), 8),
    (*CHANNEL, "Y | X ~ rows([[1 - e, e, 0], [0, e, 1 - e]])"): ((1 - e) * h(p), 9),
    (*CHANNEL, "Y | X ~ rows([[1, 0], [e, 1 - e]])"): (h(p * (1 - e)) - p * h(e), 9),
    ("X ~ Bernoulli(1/2)", "Y | X ~ rows([[1 - e, e], [e, 1 - e]])"): (float(N(log(2))) - h(e), 9),
    NOISE: (float(N(log(1 + p / e) / 2)), 9),
}


def lines(chain: Chain) -> int:
    return len(chain.lines) + sum(map(lines, chain.lemmas))


@pytest.mark.parametrize(("given", "wanted"), ASKED.items(), ids=lambda part: str(part)[-40:])
def test_information_of_a_channel(given: tuple[str, ...], wanted: tuple[float, int]) -> None:
    value, most = wanted
    derivation = si.derive("I(X; Y)", given=given)
    at = {s: {"p": p, "S": p, "e": e, "N": e}[s.name] for s in derivation.result.free_symbols}
    assert float(N(derivation.result.subs(at))) == pytest.approx(float(value), rel=1e-12)
    assert lines(tell(derivation).chain) <= most
    assert derivation.check().level == "proved"


@pytest.mark.parametrize("entries", ["[[1/4, 1/4], [1/2, 0]]", "[[a, b], [c, 1 - a - b - c]]"])
def test_a_table_that_is_no_channel_is_summed(entries: str) -> None:
    """Of numbers, and where the conditional probabilities are longer than the joint ones."""
    derivation = si.derive("I(X; Y)", given=[f"X, Y ~ table({entries})"])
    assert [step.rule for step in derivation.steps][:2] == ["definition", "write-out-the-sum"]


def test_a_capacity_is_told_in_few_lines() -> None:
    derivation = si.derive("capacity(Y | X)", given=[*CHANNEL, "Y | X ~ rows([[1 - e, e], [e, 1 - e]])"])
    assert lines(tell(derivation).chain) <= 5
    assert derivation.check().level == "proved"


def test_what_only_moves_signs_is_not_collected() -> None:
    derivation = si.derive("CE(Bernoulli(p) || Bernoulli(q))")
    assert "H(P, Q) = −p log q − (1 − p) log(1 − q)" in derivation.text()
    assert [step.rule for step in si.derive("H(Laplace(m, b))").steps][-1] == "collect"
