"""Derivations beside a book's: known moments by their values, lemmas of one shape in a line, equal terms once."""

from __future__ import annotations

import pytest

import symbinfo as si
from symbinfo.cli.command import main
from symbinfo.render.story import Chain, tell

#: The lines of a book's derivation, known moments cited. Of an entropy: the definition, the logarithm of the density
#: inserted, the means apart, their values, the sum (Cover and Thomas, 2nd edition, equations 8.8 to 8.13, has one more of the
#: normal law). Of a divergence: the definition, the difference of two logarithms, these inserted, the means apart, their
#: values, the sum.
LINES = {
    "H(Normal(m, s))": 5,
    "H(Laplace(m, b))": 5,
    "H(Gamma(k, t))": 5,
    "H(Exponential(a))": 5,
    "KL(Normal(m1, s1) || Normal(m2, s2))": 6,
    "KL(Gamma(k1, t1) || Gamma(k2, t2))": 6,
    "KL(Beta(a1, b1) || Beta(a2, b2))": 6,
    "KL(Dirichlet([a1, a2, a3]) || Dirichlet([b1, b2, b3]))": 6,
    "KL(Exponential(a) || Exponential(b))": 6,
    "KL(Poisson(a) || Poisson(b))": 6,
}


def _lines(chain: Chain) -> int:
    return len(chain.lines) + sum(map(_lines, chain.lemmas))


@pytest.mark.parametrize("query", LINES)
def test_a_page_has_hardly_more_lines_than_a_book(query: str) -> None:
    assert _lines(tell(si.derive(query, cite_moments=True)).chain) <= 1.2 * LINES[query]


@pytest.mark.parametrize("query", LINES)
def test_what_is_cited_is_derived_and_proved_all_the_same(query: str) -> None:
    cited, plain = si.derive(query, cite_moments=True), si.derive(query)
    assert cited.steps == plain.steps and cited.result == plain.result
    assert _lines(tell(plain).chain) > _lines(tell(cited).chain)


def test_moments_are_named_with_their_values(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["derive", "H(Gamma(k, t))", "--cite-moments"]) == 0
    text = " ".join(capsys.readouterr().out.split())
    assert "Known moments: E_P[X] = k t, E_P[log X] = log t + ψ(k)." in text
    assert "∫" not in text


def test_moments_of_a_law_by_hand_are_derived() -> None:
    """Of a density that nobody named no book lists moments."""
    query = "H(density(2*x*exp(-x**2), x in (0, oo)))"
    assert _lines(tell(si.derive(query, cite_moments=True)).chain) > 8


def test_a_lemma_of_the_same_shape_is_told_in_a_line() -> None:
    first, second = tell(si.derive("KL(Gamma(k, t) || Gamma(l, u))")).chain.lemmas[:2]
    assert len(first.lines) == 2 and len(second.lines) == 1
    said = "".join(part for part in second.lines[0].reason if isinstance(part, str))
    assert said.startswith("As Lemma\u00a01, with ")


@pytest.mark.parametrize("query", ["KL(Gamma(k, t) || Weibull(s, c))", "KL(Gamma(k, t) || Exponential(u))"])
def test_a_lemma_of_another_shape_is_told_in_full(query: str) -> None:
    second = tell(si.derive(query)).chain.lemmas[1]
    assert len(second.lines) == 2


def test_a_reason_names_what_is_inserted() -> None:
    lines = tell(si.derive("KL(Gamma(k, t) || Gamma(l, u))")).chain.lines
    reasons = ["".join(p if isinstance(p, str) else "..." for p in line.reason) for line in lines]
    assert "Insert ... and ... (Lemmas\u00a01 and\u00a02)." in reasons


@pytest.mark.parametrize(("size", "written"), [(8, 1), (4, 1), (3, 3)])
def test_many_equal_terms_are_a_multiple_of_one(size: int, written: int) -> None:
    derivation = si.derive(si.parse(f"H(DiscreteUniform({list(range(size))}))"))
    assert derivation.text().count(f"log(1/{size})") == written
    assert derivation.check().level == "proved"
