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
    (r"h(X) = \ln(b-a),\quad X \sim \mathrm{Unif}(a, b)", "H(X) = log(b - a)", ["X ~ Uniform(a, b)"]),
    ("If X ~ Exponential(r), then H(X) = 1 - log(r)", "H(X) = 1 - log(r)", ["X ~ Exponential(r)"]),
    ("Let X ~ Die(6). Then H(X) = log(6)", "H(X) = log(6)", ["X ~ Die(6)"]),
    ("For X ~ Exponential(r) and Y = 2*X, H(Y)", "H(Y)", ["X ~ Exponential(r)", "Y = 2*X"]),
    ("X ~ Exponential(r): H(X)", "H(X)", ["X ~ Exponential(r)"]),
    (r"X \sim \mathrm{Poisson}(r) \Rightarrow H(X) \ge 0", "H(X) >= 0", ["X ~ Poisson(r)"]),
    (r"\text{If } X \sim \mathrm{Poisson}(r), \text{ then } H(X)", "H(X)", ["X ~ Poisson(r)"]),
    (r"$X \sim \mathrm{Poisson}(r)$, $H(X)$", "H(X)", ["X ~ Poisson(r)"]),
    ("H(X + Y) where X ~ Normal(0, a), Y ~ Normal(0, b) independent", "H(X + Y)",
     ["X ~ Normal(0, a)", "Y ~ Normal(0, b)"]),
]  # fmt: skip


@pytest.mark.parametrize(("together", "query", "given"), SAME, ids=[together for together, _, _ in SAME])
def test_lines_behind_a_query_are_those_of_its_setting(together: str, query: str, given: list[str]) -> None:
    assert si.parse(together) == si.parse(query, given=given)


@pytest.mark.parametrize(
    "text",
    [
        "H(X) with a smile",
        "I(X; Y) where",
        "where X ~ Die(6)",
        "KL(P || Q) for all laws",
        "H(where = 2)",
        "X ~ Exponential(1)",
        "x if x > 0 else 0",
        "H(X) = 1, X ~= 2",
    ],
)
def test_what_is_no_line_stays_and_is_refused(text: str) -> None:
    assert with_lines_behind(text) == (text, ())
    with pytest.raises(QueryError):
        si.parse(text)


def test_claims_take_them_too_and_lines_that_are_given_come_first() -> None:
    assert str(si.verify("H(X) = log(6) where X ~ Die(6)").verdict) == "holds"
    assert str(si.verify("I(X; Z) <= I(X; Y) given X-Y-Z Markov").verdict) == "holds"
    assert str(si.verify("H(Y | X) = H(Y) if X and Y independent").verdict) == "holds"
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


@pytest.mark.parametrize(
    ("claim", "unit"),
    [(r"H(\mathrm{Bernoulli}(1/4)) = 0.811\,bits", "bits"), (r"H(\mathrm{Exp}(t)) = 1 - \log t nats", "nats")],
)
def test_a_unit_behind_a_claim_in_latex_is_no_product_of_letters(claim: str, unit: str) -> None:
    told = reading_of(claim)
    assert told is not None and told.text.endswith(f" in {unit}")
    assert str(si.verify(claim).verdict) == "holds"


def test_the_constant_of_euler_by_its_names_in_libraries() -> None:
    claim = "H(Gumbel(b, 0)) = log(b) + euler_gamma + 1"
    assert si.parse(claim) == si.parse(claim.replace("euler_gamma", "EulerGamma"))
    assert si.parse("H(Cauchy(0, gamma_E))").free_symbols
