"""Text as people type it, plain and in LaTeX: what is read, what is told, what is refused and where."""

from __future__ import annotations

import json
from typing import Any

import latex_forms
import plain_forms
import pytest
from sympy import Symbol, expand_log

from symbinfo.cli.command import main
from symbinfo.expressions.errors import QueryError
from symbinfo.query import parse, parse_expression
from symbinfo.query.parse_query import parse_value
from symbinfo.query.reading import reading_of
from symbinfo.query.syntax import is_latex, read_told
from symbinfo.query.typed.canonical import canonical
from symbinfo.query.typed.lines import in_plain_lines
from symbinfo.verification.files.judge_record import judged
from symbinfo.verification.referee.verify import verify

READ = [*plain_forms.READ.items(), *latex_forms.READ.items()]
TOLD = [*plain_forms.TOLD.items(), *latex_forms.TOLD.items()]
REFUSED = [*plain_forms.REFUSED.items(), *latex_forms.REFUSED.items()]


def in_the_language(text: str) -> str:
    """The text of the language as it is printed: it is read as it stands."""
    statement, told = read_told(text, "text")
    assert not told.changed, f"{text} is not of the language itself"
    return canonical(statement)


def of(form: str, typed: str) -> str:
    return "latex" if typed in getattr(latex_forms, form) else "text"


@pytest.mark.parametrize(("typed", "meant"), READ, ids=[typed for typed, _ in READ])
def test_what_is_typed_is_read(typed: str, meant: str) -> None:
    statement, told = read_told(typed, of("READ", typed))
    assert canonical(statement) == in_the_language(meant)
    assert told.notes == [] or "read as the product" in told.notes[0]


@pytest.mark.parametrize(("typed", "meant"), latex_forms.LINES.items(), ids=list(latex_forms.LINES))
def test_a_line_of_a_setting_becomes_plain(typed: str, meant: str) -> None:
    assert in_plain_lines([typed])[0].replace(" ", "") == meant.replace(" ", "")


@pytest.mark.parametrize(
    ("given", "asked", "meant"),
    [
        ([r"X \sim \mathrm{Exp}(r)"], r"\mathcal{I}(r)", "FisherInformation(X; r)"),
        (["X ~ Normal(m, s)"], "-∫ p(x) log p(x) dx", "H(X)"),
        (["X ~ Normal(a, b)", "Y ~ Exponential(s)"], "H(X) + abs(ab - s)", "H(X) + Abs(a*b - s)"),
        (["X ~ Normal(m, s)"], "-∫_{-∞}^{∞} p(x) log p(x) dx", "H(X)"),
        ([r"X \sim \mathrm{Exp}(r)"], "J(r)", "FisherInformation(X; r)"),
        ([r"P = \mathcal{B}(p)"], r"H(P)", "H(P)"),
        ([r"X \sim \mathcal{N}([0, 0], [[1, r], [r, 1]])"], "h(X)", "H(X)"),
    ],
)
def test_a_query_beside_lines_in_latex(given: list[str], asked: str, meant: str) -> None:
    assert parse(asked, given=given) == parse(meant, given=given)


def test_an_information_on_a_parameter_needs_one_law() -> None:
    with pytest.raises(QueryError, match="of which law"):
        parse("J(r)", given=["X ~ Exponential(r)", "Y ~ Exponential(r)"])


@pytest.mark.parametrize("typed", latex_forms.READ)
def test_latex_is_recognised_by_itself(typed: str) -> None:
    if is_latex(typed):
        assert canonical(read_told(typed)[0]) == canonical(read_told(typed, "latex")[0])


def test_nearly_all_latex_looks_like_it() -> None:
    plain = [typed for typed in latex_forms.READ if not is_latex(typed)]
    assert len(plain) < 20
    assert not [typed for typed in plain_forms.READ if is_latex(typed)]


@pytest.mark.parametrize(("typed", "expected"), TOLD, ids=[typed for typed, _ in TOLD])
def test_what_has_two_readings_is_told(typed: str, expected: tuple[str, str]) -> None:
    meant, words = expected
    reading = reading_of(typed, of("TOLD", typed))
    assert reading is not None
    assert reading.text == in_the_language(meant)
    assert any(words in note for note in reading.notes), reading.notes


@pytest.mark.parametrize(("typed", "expected"), REFUSED, ids=[typed for typed, _ in REFUSED])
def test_what_is_not_read_is_refused_at_its_place(typed: str, expected: tuple[str, int]) -> None:
    words, place = expected
    if place < 0:
        parse(typed, form=of("REFUSED", typed))  # a word that is a unit elsewhere is a name here
        return
    with pytest.raises(QueryError) as caught:
        parse(typed, form=of("REFUSED", typed))
    assert words in caught.value.message
    assert "\n" not in caught.value.message
    assert (caught.value.text, caught.value.position) == (typed, place)


def test_a_square_where_a_deviation_stands_is_told() -> None:
    reading = reading_of("H(Normal(m, s**2))")
    assert reading is not None and reading.text == "H(Normal(m, s**2))"
    assert "deviation" in reading.notes[0]
    assert reading_of("H(Normal(m, s))") is None


def test_the_tables_are_large() -> None:
    assert len(plain_forms.READ) + len(plain_forms.TOLD) >= 150
    assert len(latex_forms.READ) + len(latex_forms.TOLD) >= 150


@pytest.mark.parametrize(
    "typed", ["2*sigma", "KL(Normal(0, 1) || Normal(1, 2)) = log(2) - 1/4", "H(X|Y) <= H(X)", "EulerGamma"]
)
def test_what_is_of_the_language_is_not_printed_back(typed: str) -> None:
    assert reading_of(typed) is None


#: A command, the query in the language where it was written otherwise, and words of the lines on how it was read.
IN_JSON = [
    (["verify", "H(N(0, 4)) = 1"], "H(Normal(0, 2)) = 1", ["variance", "Normal(0, 2) by place"]),
    (["verify", "H(Normal(0, 2)) = 1"], None, ["Normal(0, 2) by place"]),
    (["verify", "H(Poi(1)) >= 0"], "H(Poisson(1)) >= 0", []),
    (["eval", "H(Exp(2))"], "H(Exponential(2))", ["rate"]),
    (["derive", "H(Exp(2))"], "H(Exponential(2))", ["rate"]),
    (["derive", "bernoulli-maximum"], None, None),
    (["eval", "ln2"], "ln(2)", ["read as ln(2)"]),
    (["eval", "H(Normal(0, 2))"], None, None),
]


@pytest.mark.parametrize(("command", "read_as", "lines"), IN_JSON, ids=lambda part: " ".join(part or ()))
def test_a_reading_is_a_text_and_lines_in_json(
    command: list[str], read_as: str | None, lines: list[str] | None, capsys: pytest.CaptureFixture[str]
) -> None:
    main([*command, "--format", "json"])
    _is_told(json.loads(capsys.readouterr().out), read_as, lines)


@pytest.mark.parametrize(("command", "read_as", "lines"), IN_JSON[:3], ids=lambda part: " ".join(part or ()))
def test_a_record_tells_its_reading_in_the_same_way(
    command: list[str], read_as: str | None, lines: list[str] | None
) -> None:
    _is_told(judged(json.dumps(command[1]), 60), read_as, lines)


def _is_told(data: dict[str, Any], read_as: str | None, lines: list[str] | None) -> None:
    assert data.get("read_as") == read_as
    found = data.get("reading")
    if lines is None:
        assert found is None
        return
    assert isinstance(found, list) and len(found) == len(lines)
    assert all(words in line for words, line in zip(lines, found, strict=True))


@pytest.mark.parametrize(
    "claim",
    [
        r"H(X) = -\sum_x p(x) \log q(x)",
        r"H(X) = -\sum_x p_X(x) \log p_Y(x)",
        r"H(X) = -E[\log q(X)]",
        r"H(X|Y) = -\sum_x p(x) \log p(x|y)",
        r"H(X,Y) = -\sum_x p(x) \log p(x,y)",
        r"I(X;Y) = \sum_{x,y} p(x,y) \log\frac{p(x,y)}{p(x)q(y)}",
        r"H(X) \le -\sum_x p(x) \log q(x)",
        r"H(X) = -E_{x\sim p}[\log p(x)]",
        r"0 = H(X) - H(X) + \sum_x p(x)\log p(x) - \sum_x q(x)\log q(x)",
    ],
)
def test_a_sum_with_another_law_is_no_entropy_of_the_variable(claim: str) -> None:
    with pytest.raises(QueryError):
        parse(claim)


def test_a_sum_with_the_law_of_the_variables_is_their_entropy() -> None:
    for claim in (r"H(X) = -\sum_x p_X(x) \log p_X(x)", r"H(X) = -E[\log p(X)]"):
        assert verify(claim).level == "proved"
    claim = r"I(X;Y) = \sum_{x,y} p_{XY}(x,y) \log\frac{p_{XY}(x,y)}{p_X(x)p_Y(y)}"
    assert verify(claim).level == "proved"


#: Answers as they are typed into a box -> their value, the symbol p being declared; in bits where the unit says so.
ANSWERS = {
    "H = ln 2": "log(2)",
    "H(X) = 3/2 ln 2": "3/2*log(2)",
    "answer: ln 2": "log(2)",
    "H = 3/2 ln 2 = 1.04": "3/2*log(2)",
    "h(p)": "-p*log(p) - (1 - p)*log(1 - p)",
    "H(p)": "-p*log(p) - (1 - p)*log(1 - p)",
    "ln 2 - h(p)": "log(2) + p*log(p) + (1 - p)*log(1 - p)",
    "H(1/2, 1/4, 1/4)": "3/2*log(2)",
}


@pytest.mark.parametrize(("typed", "meant"), ANSWERS.items(), ids=list(ANSWERS))
def test_an_answer_may_say_what_it_answers(typed: str, meant: str) -> None:
    p = Symbol("p", positive=True)
    value, _ = parse_value(typed, {"p": p})
    assert expand_log(value - parse_expression(meant, {"p": p}), force=True).expand() == 0


@pytest.mark.parametrize(
    "typed", ["p = ln 2", "H(p) = ln 2", "KL(Normal(0, 1) || Normal(1, 1))", "H(Normal(0, 1))", "2 = 3", "x < 2"]
)
def test_an_answer_is_no_claim_and_no_question(typed: str) -> None:
    with pytest.raises(QueryError):
        parse_value(typed, {"p": Symbol("p", positive=True)})


def test_logarithms_to_base_2_in_a_sum_make_the_unit_bits() -> None:
    reading = reading_of(r"H(X) = -\sum_x p(x)\log_2 p(x)")
    assert reading is not None and reading.text == "H(X) = H(X) in bits"
    assert any("base 2" in note for note in reading.notes)
    assert verify(r"H(X) = -\sum_x p(x)\log_2 p(x)").level == "proved"
    with pytest.raises(QueryError):  # each logarithm has its base
        parse(r"H(X) = -\sum_x p(x)\log_2 p(x) + \sum_x p(x)\log_3 p(x)")
