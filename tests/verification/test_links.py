"""Chains link by link, claims that sides differ, identities without a measure, claims about any laws and small h."""

from __future__ import annotations

import json

import pytest

import symbinfo as si
from symbinfo.expressions.errors import QueryError
from symbinfo.verification.files.claim_records import claim_of
from symbinfo.verification.referee.links import ChainVerdict
from symbinfo.verification.referee.verify import verify

#: A chain, with the verdict of each link.
CHAINS = [
    ("H(X) = H(X|Y) + I(X;Y) <= H(X, Y)", (), ["holds", "holds"]),
    ("H(X|Y) <= H(X) <= H(X, Y) <= H(X) + H(Y)", (), ["holds"] * 3),
    ("H(X|Y) <= H(X) = H(X, Y)", (), ["holds", "refuted"]),
    ("H(Bernoulli(p)) = -p log p - (1-p) log(1-p) <= ln 2", (), ["holds", "holds"]),
    (r"\begin{aligned} H(\mathrm{Exp}(r)) &= 1 - \log r \\ &= 1 + \log r \end{aligned}", (), ["holds", "refuted"]),
    ("KL(P || Q) = H(P, Q) - H(P) >= 0", (), ["holds", "holds"]),
    ("0 <= I(X;Z) <= I(X;Y)", ("X-Y-Z Markov",), ["holds", "holds"]),
    ("0 <= I(X;Z) <= I(X;Y)", ("X, Y independent",), ["holds", "refuted"]),
]


@pytest.mark.parametrize(("text", "given", "links"), CHAINS, ids=[f"{t} | {g}" for t, g, _ in CHAINS])
def test_each_link_of_a_chain_is_judged(text: str, given: tuple[str, ...], links: list[str]) -> None:
    found = si.verify(text, given=given)
    assert isinstance(found, ChainVerdict)
    assert [link.verdict for link in found.links] == links
    assert found.verdict == ("refuted" if "refuted" in links else "holds")
    assert (found.witness is not None) == ("refuted" in links)
    data = json.loads(json.dumps(found.to_dict()))
    assert [link["verdict"] for link in data["links"]] == links
    assert data["verdict"] == found.verdict
    assert all(claim in found.text() for claim in found.claims)


#: A claim of one relation with its outcome.
CLAIMS = [
    ("KL(Normal(0, 1) || Normal(1, 2)) != KL(Normal(1, 2) || Normal(0, 1))", (), "holds"),
    ("H(Bernoulli(p)) != H(Bernoulli(1 - p))", (), "refuted"),
    ("I(X;Y) != I(Y;X)", (), "refuted"),
    ("log(a b) = log a + log b", ("a > 0", "b > 0"), "holds"),
    ("log(a b) = log a + log b", (), "undecided"),
    ("log(a + b) = log a + log b", ("a > 0", "b > 0"), "refuted"),
    ("(a + b)^2 = a^2 + 2ab + b^2", (), "holds"),
    ("(a + b)^2 = a^2 + b^2", (), "refuted"),
    (r"\sum_{k=1}^{4} k = 10", (), "holds"),
    (r"\sum_{k=1}^{4} k = 11", (), "refuted"),
    # Any laws.
    ("KL(P || Q) >= 0", (), "holds"),
    ("KL(P || Q) > 0", (), "refuted"),
    ("KL(P || Q) <= 1", (), "refuted"),
    ("KL(P || Q) = KL(Q || P)", (), "refuted"),
    ("H(P, Q) = H(P) + KL(P || Q)", (), "holds"),
    ("H(P, Q) = H(Q) + KL(P || Q)", (), "refuted"),
    ("H(P, Q) >= H(P)", (), "holds"),
    ("H(P, Q) >= H(Q)", (), "refuted"),
    ("JS(P || Q) = JS(Q || P) <= ln 2", (), "holds"),
    ("JS(P || Q) <= 1/2", (), "refuted"),
    ("H(P, Q) >= 0", (), "undecided"),
    ("H(P, Q) >= KL(P || Q)", (), "refuted"),
    ("JS(P || Q) <= 1 bit", (), "holds"),
    ("JS(P || Q) <= 0.9 bits", (), "refuted"),
    ("0 <= KL(P || Q)", (), "holds"),
    ("Hellinger(P || Q) <= 1", (), "holds"),
    ("ChiSquaredDivergence(P || Q) >= 0", (), "holds"),
    ("ChiSquaredDivergence(P || Q) <= 1", (), "refuted"),
    ("KL(P || P) = 0", (), "holds"),
    ("KL(P || R) <= KL(P || Q) + KL(Q || R)", (), "refuted"),
    ("H(X + c) = H(X)", (), "holds"),
    ("H(X + 1) = H(X) + 1", (), "undecided"),
    ("h(2X) = h(X) + log 2", (), "holds"),
    ("h(2X) = h(X) + 1 bits", (), "holds"),
    ("h(2X) = h(X) + log 2 bits", (), "undecided"),
    ("H(2X) = H(X) + log 2", (), "undecided"),
    ("h(2X) = h(X)", (), "undecided"),
    # Differential entropies may be negative.
    ("h(X|Y) <= h(X)", (), "holds"),
    ("h(X, Y) = h(X) + h(Y|X)", (), "holds"),
    ("h(X) >= 0", (), "undecided"),
    ("h(X) <= h(X, Y)", (), "undecided"),
    ("h(X|Y) >= h(X)", (), "undecided"),
    ("H(X) >= 0", (), "holds"),
    # Means.
    ("E[X^2] = m^2 + s^2", ("X ~ Normal(m, s)",), "holds"),
    ("E[X^2] = m^2 + s", ("X ~ Normal(m, s)",), "refuted"),
    ("Var[X] = s^2", ("X ~ Normal(m, s)",), "holds"),
    (r"\mathbb{E}_{k\sim\mathrm{Poi}(\lambda)}[k^2] = \lambda^2 + \lambda", (), "holds"),
    # Units and settings as people type them.
    ("H(Bernoulli(0.1)) = 0.469 bits", (), "holds"),
    ("H(Bernoulli(0.1)) = 0.469", (), "refuted"),
    (r"h(X) = \tfrac12\log(2\pi e\sigma^2)", (r"$X\sim\mathcal{N}(\mu,\sigma^2)$",), "holds"),
    (r"h(X) = \tfrac12\log(2\pi e\sigma)", (r"$X\sim\mathcal{N}(\mu,\sigma^2)$",), "refuted"),
    ("h(X) = ½ ln(2πeσ²)", ("X ∼ N(μ, σ²)", "σ > 0"), "holds"),
]


@pytest.mark.parametrize(("text", "given", "outcome"), CLAIMS, ids=[f"{t} | {', '.join(g)}" for t, g, _ in CLAIMS])
def test_a_claim_as_people_write_it(text: str, given: tuple[str, ...], outcome: str) -> None:
    found = si.verify(text, given=given)
    assert found.verdict == outcome, found.text()
    assert (found.witness is not None) == (outcome == "refuted")


@pytest.mark.parametrize(
    ("text", "given", "words"),
    [
        ("E[X] = 0", ("X ~ Cauchy(0, 1)",), "no closed form of this mean"),
        ("E[X] = 3", (), "needs a law"),
        ("KL(P || Q)*H(P, Q) >= 0", (), "linear"),
        ("0.5 bits = 0.35 nats", (), "one unit"),
    ],
)
def test_what_cannot_be_judged_is_refused_in_words(text: str, given: tuple[str, ...], words: str) -> None:
    with pytest.raises(QueryError, match=words):
        si.verify(text, given=given)


def test_any_laws_with_logarithms_to_another_base() -> None:
    """To a base below 1 logarithms, and so divergences, change their sign; a certificate is in nats."""
    assert si.verify(si.parse("KL(P || Q) >= 0")).level == "proved"
    assert si.verify(si.parse("0 <= KL(P || Q)")).level == "proved"
    for base, outcome in (("2", "holds"), ("10", "holds"), ("1/2", "refuted"), ("b", "refuted")):
        found = si.verify(si.parse("KL(P || Q) >= 0", base=base))
        assert (found.verdict, found.certificate) == (outcome, None)
    assert si.verify(si.parse("Hellinger(P || Q) >= 0", base="1/2")).verdict == "holds"


def test_a_unit_that_contradicts_the_one_asked_for() -> None:
    with pytest.raises(QueryError, match="the text is in nats"):
        si.parse("H(Coin()) = 0.69 nats", unit="bits")
    assert si.parse("H(Coin()) = 1 bit").left.doit() == 1


def test_records_hold_latex_and_chains() -> None:
    chain, given = claim_of({"claim": r"H(X\mid Y) \le H(X) \le H(X,Y)"})
    assert [link.verdict for link in verify(chain, given=given).links] == ["holds", "holds"]
    forced, _ = claim_of({"claim": "H(X) <= H(X, Y)", "from": "latex"})
    assert forced is not None
    with pytest.raises(QueryError, match="not known"):
        claim_of({"claim": r"H(X) = \foo"})


@pytest.mark.parametrize(
    ("claim", "said", "verdict"),
    [
        ("I(X;Y) <= min(H(X), H(Y))", "I(X;Y) <= H(X) and I(X;Y) <= H(Y)", "holds"),
        (r"I(X;Y) \le \min\{H(X), H(Y)\}", "I(X;Y) <= H(X) and I(X;Y) <= H(Y)", "holds"),
        ("max{H(X), H(Y)} <= H(X, Y)", "H(X) <= H(X,Y) and H(Y) <= H(X,Y)", "holds"),
        ("H(X) >= max(H(X|Y), H(Y))", "H(X) >= H(X|Y) and H(X) >= H(Y)", "refuted"),
    ],
)
def test_a_bound_by_the_least_of_several_is_several_claims(claim: str, said: str, verdict: str) -> None:
    assert str(si.parse(claim)) == said
    assert si.verify(claim).verdict == verdict


def test_a_bound_that_says_either_is_not_taken_apart() -> None:
    with pytest.raises(QueryError, match="linear"):
        si.parse("I(X;Y) >= min(H(X), H(Y))")
