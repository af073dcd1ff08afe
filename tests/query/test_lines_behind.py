"""Lines of a setting behind a query, in any order, and several variables with a law of one."""

import pytest

import symbinfo as si
from symbinfo.expressions.errors import QueryError
from symbinfo.query.declarations import declarations
from symbinfo.query.reading import reading_of
from symbinfo.query.typed.lines_behind import with_lines_behind

#: A query with its lines, and how it is asked with them apart.
SAME = [
    ("H(X) where X ~ Die(6)", "H(X)", ["X ~ Die(6)"]),
    ("I(X; Y) with X, Z ~ Bernoulli(1/3), Y = (X + Z) % 2", "I(X; Y)",
     ["X ~ Bernoulli(1/3)", "Z ~ Bernoulli(1/3)", "Y = (X + Z) % 2"]),
    ("H(Y) where Y = X + Z; X ~ Normal(0, s) and Z ~ Normal(0, 1)", "H(Y)",
     ["X ~ Normal(0, s)", "Z ~ Normal(0, 1)", "Y = X + Z"]),
    (r"$I(X;Y)$ \text{ where } $Y = X + Z$, $X \sim \mathcal{N}(0,1)$, $Z \sim \mathcal{N}(0,1)$", "I(X; Y)",
     ["X ~ Normal(0, 1)", "Z ~ Normal(0, 1)", "Y = X + Z"]),
    ("I(X; Y) for X ~ Bernoulli(1/2) and Y = X with probability 1 - e, else erased", "I(X; Y)",
     ["X ~ Bernoulli(1/2)", "Y = X with probability 1 - e, else erased"]),
    ("H(X | Y) given Y | X ~ rows([[1, 0], [1/4, 3/4]]), X ~ Bernoulli(1/2)", "H(X | Y)",
     ["X ~ Bernoulli(1/2)", "Y | X ~ rows([[1, 0], [1/4, 3/4]])"]),
    ("H(Uniform(a, b)) for a < b", "H(Uniform(a, b))", ["a < b"]),
]  # fmt: skip


@pytest.mark.parametrize(("together", "query", "given"), SAME, ids=[together for together, _, _ in SAME])
def test_lines_behind_a_query_are_those_of_its_setting(together: str, query: str, given: list[str]) -> None:
    assert si.parse(together) == si.parse(query, given=given)


@pytest.mark.parametrize(
    "text", ["H(X) with a smile", "I(X; Y) where", "where X ~ Die(6)", "KL(P || Q) for all laws", "H(where = 2)"]
)
def test_what_is_no_line_stays_and_is_refused(text: str) -> None:
    assert with_lines_behind(text) == (text, ())
    with pytest.raises(QueryError):
        si.parse(text)


def test_claims_take_them_too_and_lines_that_are_given_come_first() -> None:
    assert str(si.verify("H(X) = log(6) where X ~ Die(6)").verdict) == "holds"
    assert str(si.verify("I(X; Z) <= I(X; Y) given X-Y-Z Markov").verdict) == "holds"
    assert str(si.verify("I(X; Z) <= I(X; Y) given X-Z-Y Markov").verdict) != "holds"
    assert with_lines_behind("H(Y) where Y = X", ["X ~ Die(6)"]) == ("H(Y)", ("X ~ Die(6)", "Y = X"))


def test_lines_that_go_round_in_a_circle_stand_as_they_are() -> None:
    lines = ["X = Y + 1", "Y = X - 1"]
    assert [line.line for line in declarations(lines)] == lines
    with pytest.raises(QueryError, match="goes round"):
        si.parse("H(X)", given=lines)


def test_copies_of_a_law_are_independent_and_told() -> None:
    told = reading_of("I(X; Y) where X, Y ~ Normal(0, 1)")
    assert told is not None and any("independent" in note for note in told.notes)
    assert si.derive("I(X; Y) where X, Y ~ Normal(0, 1)").result == 0
    assert si.derive("I(X; Y) where X, Y ~ MultivariateNormal([0, 0], [[1, r], [r, 1]])").result != 0
