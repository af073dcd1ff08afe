"""Claims about optima: right ones hold no stronger than their proof, wrong ones are refuted with both values."""

from __future__ import annotations

import pytest

import symbinfo as si
from symbinfo.query.typed.optimum_spellings import with_optima
from symbinfo.query.typed.tokens import Told

BSC = ["X ~ Bernoulli(p)", "Y | X ~ rows([[1 - e, e], [e, 1 - e]])"]

JUDGED = [
    ("max_p H(Bernoulli(p)) = log(2)", (), "holds", "proved"),
    ("max_p H(Bernoulli(p)) = 1/2", (), "refuted", ""),
    ("argmax_p H(Bernoulli(p)) = 1/2", (), "holds", "proved"),
    ("argmax_p H(Bernoulli(p)) = 1/3", (), "refuted", ""),
    ("max_p H(Bernoulli(p)) <= 0.7", (), "holds", "proved"),
    ("max_p H(Bernoulli(p)) < log(2)", (), "refuted", ""),
    ("argmin_q KL(Bernoulli(p) || Bernoulli(q)) = p", (), "holds", "proved"),
    ("argmin_q KL(Bernoulli(p) || Bernoulli(q)) = p**2", (), "refuted", ""),
    ("max_s H(Normal(0, s)) = 5", (), "undecided", ""),
    ("argmin_p H(Bernoulli(p)) = 0", (), "undecided", ""),
    ("capacity(Y | X) = log(2) - H(Bernoulli(e))", BSC, "holds", "proved"),
    ("max_{p} I(X; Y) = log(2)", BSC, "refuted", ""),
    ("capacity([[7/10, 1/5, 1/10], [1/10, 3/5, 3/10]]) ~= 0.2056", (), "holds", "checked"),
    ("capacity([[7/10, 1/5, 1/10], [1/10, 3/5, 3/10]]) ~= 0.2156", (), "refuted", ""),
    ("capacity(noise=N, power=P) = log(1 + P/N)/2", (), "holds", "certified"),
    ("capacity(noise=N, power=P) = log(1 + P/N)", (), "refuted", ""),
    ("maxent({x: m}, x in (0, oo)) = 1 + log(m)", (), "holds", "certified"),
    ("maxent({x: m}, x in (0, oo)) = log(m)", (), "refuted", ""),
    ("argmin_{m, s} KL(Laplace(a, b) || Normal(m, s)) = (a, sqrt(2)*b)", (), "holds", "proved"),
    ("argmin_{m, s} KL(Laplace(a, b) || Normal(m, s)) = (a, b)", (), "refuted", ""),
    ("argmin_{m, s} KL(Laplace(a, b) || Normal(m, s)) = (a, b, 1)", (), "undecided", ""),
]


#: The first two, and one of each kind of question, are in the short run.
SHORT = {0, 1, 3, 8, 10, 15, 16}


@pytest.mark.parametrize(
    ("claim", "given", "verdict", "level"),
    [pytest.param(*row, id=row[0], marks=() if at in SHORT else pytest.mark.slow) for at, row in enumerate(JUDGED)],
)
def test_a_claim_about_an_optimum(claim, given, verdict, level):
    found = si.verify(claim, given=given)
    assert str(found.verdict) == verdict
    if verdict == "holds":
        assert str(found.level) == level
    assert (found.witness is not None) == (verdict == "refuted")


@pytest.mark.parametrize(
    ("written", "call"),
    [
        ("max_p H(Bernoulli(p))", "max(H(Bernoulli(p)); p)"),
        ("max_{p} H(Bernoulli(p))", "max(H(Bernoulli(p)); p)"),
        ("arg max_p H(Bernoulli(p)) = 1/2", "argmax(H(Bernoulli(p)); p) = 1/2"),
        ("argmin_{m, s} KL(P || Normal(m, s))", "argmin(KL(P || Normal(m, s)); m; s)"),
        ("sup_{0 <= p <= 1/3} H(Bernoulli(p))", "max(H(Bernoulli(p)); p; p >= 0; p <= 1/3)"),
        ("inf_{1 < s <= 2} H(Normal(0, s))", "min(H(Normal(0, s)); s; s > 1; s <= 2)"),
        ("inf_{s > 1} H(Normal(0, s))", "min(H(Normal(0, s)); s; s > 1)"),
        ("max over p of H(Bernoulli(p))", "max(H(Bernoulli(p)); p)"),
        ("the maximum over m and s of H(Normal(m, s))", "max(H(Normal(m, s)); m; s)"),
        ("max_{p(x)} I(X; Y)", "capacity(Y | X)"),
        ("max_{P_X} I(X;Y) = 1", "capacity(Y | X) = 1"),
        ("max_{p(x): E[X^2] <= P} I(X; Y)", "capacity(Y | X; E[X^2] <= P)"),
        ("max(a, b) - min(c, d)", "max(a, b) - min(c, d)"),
        ("2*maximal + inform", "2*maximal + inform"),
    ],
)
def test_an_optimum_as_it_is_written(written, call):
    assert with_optima(written, Told(), latex=False) == call


@pytest.mark.parametrize(
    "latex",
    [
        r"\max_p H(\mathrm{Bernoulli}(p))",
        r"\max_{p} H(\mathrm{Bernoulli}(p))",
        pytest.param(r"\max\limits_{p \in [0, 1]} H(\mathrm{Bernoulli}(p))", marks=pytest.mark.slow),
        pytest.param(r"\underset{p}{\max}\; H(\mathrm{Bernoulli}(p))", marks=pytest.mark.slow),
        pytest.param(r"\sup_{0 \le p \le 1} H(\mathrm{Bernoulli}(p))", marks=pytest.mark.slow),
    ],
)
def test_an_optimum_in_latex(latex):
    assert str(si.parse(latex).doit()) == "log(2)"
    assert (
        str(si.parse(latex.replace(r"\max", r"\arg\max").replace(r"\sup", r"\operatorname*{arg\,max}")).doit()) == "1/2"
    )


@pytest.mark.parametrize(
    ("query", "given", "message"),
    [
        ("max_q H(Bernoulli(p))", (), "q does not stand in"),
        ("max_p q**2", (), "p does not stand in"),
        ("argmax(H(Bernoulli(p)))", (), "what varies is not said"),
        ("capacity(Y | X)", (), "not declared"),
        ("max_p I(X; Y)", (), "declare them by --given"),
        ("capacity(Y | W)", BSC, "W is no variable of the setting"),
        ("capacity([[1/2, 1/4], [1/2, 1/2]])", (), "entries that add up to 1"),
        ("maxent({x: m})", (), "the given means and the range are expected"),
        ("max(H(Bernoulli(p)); p; 1 <= 0)", (), "no parameter is within these bounds"),
    ],
)
def test_what_is_no_question_is_refused_in_one_line(query, given, message):
    with pytest.raises(si.errors.QueryError, match=message) as caught:
        si.parse(query, given=given)
    assert "\n" not in caught.value.message


def test_every_format_tells_the_question_and_the_place():
    found = si.derive("max_p H(Bernoulli(p))")
    assert "Result: max_p H(P) = log 2" in found.text() and "It is taken at p = 1/2." in found.text()
    assert r"\max" in found.latex() and r"\max" in found.markdown() and "max" in found.html()
    data = found.to_dict()
    assert data["query"] == "max(H(Bernoulli(p)); p)" and data["result"]["sympy"] == "log(2)"
    assert data["optimum"]["at"][0]["sympy"] == "1/2" and data["check"]["level"] == "proved"
    assert float(si.parse("argmax_p H(Bernoulli(p))").evalf(5)) == 0.5
