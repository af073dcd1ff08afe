"""Functions of variables inside a measure: asked as they stand, they are what a line would declare."""

from __future__ import annotations

import pytest
from sympy import Rational, log, simplify

import symbinfo as si
from symbinfo.cli.command import main
from symbinfo.expressions.errors import QueryError
from symbinfo.query.reading import reading_of

COINS = ("X ~ Bernoulli(p)", "Y ~ Bernoulli(q)")
NOISE = ("X ~ Normal(0, s)", "Z ~ Normal(0, t)")
DECLARED = [
    ("H(X + Y)", COINS, "H(T)", "T = X + Y"),
    ("H(X + Y | X)", COINS, "H(T | X)", "T = X + Y"),
    ("H(X*Y)", COINS, "H(T)", "T = X*Y"),
    ("I(X; X + Z)", NOISE, "I(X; T)", "T = X + Z"),
    ("H(a*X) - H(X)", ("X ~ Gamma(k, b)", "a > 0"), "H(T) - H(X)", "T = a*X"),
    ("H(log(X))", ("X ~ Exponential(a)",), "H(T)", "T = log(X)"),
    ("KL(X || 2*X)", ("X ~ Normal(0, 1)",), "KL(X || T)", "T = 2*X"),
    ("H(X - Y) + H(X - Y)", COINS, "2*H(T)", "T = X - Y"),
    ("max(H(X + Y); p)", ("X ~ Bernoulli(p)", "Y ~ Bernoulli(1/2)"), "max(H(T); p)", "T = X + Y"),
]


@pytest.mark.parametrize(("asked", "given", "named", "line"), DECLARED, ids=[row[0] for row in DECLARED])
def test_a_function_is_what_a_line_declares(asked: str, given: tuple[str, ...], named: str, line: str) -> None:
    assert si.derive(asked, given=given).result == si.derive(named, given=(*given, line)).result


def test_two_functions_are_two_variables() -> None:
    assert si.derive("I(X + Z; X - Z)", given=("X ~ Normal(0, 1)", "Z ~ Normal(0, 1)")).result == 0
    found = si.derive("I(X + Z; X - Z)", given=("X ~ Normal(0, 1)", "Z ~ Normal(0, 2)")).result
    assert simplify(found - log(Rational(25, 16)) / 2) == 0


@pytest.mark.parametrize(
    ("claim", "verdict"), [("H(a X) = H(X) + log a", "holds"), ("H(a X) = H(X) - log a", "refuted")]
)
def test_a_claim_is_judged(claim: str, verdict: str) -> None:
    assert si.verify(claim, given=("X ~ Exponential(r)", "a > 0")).verdict == verdict


def test_what_a_name_stands_for_is_told() -> None:
    told = reading_of("I(X; X + Z)", given=NOISE)
    assert told is not None and (told.text, told.notes) == ("I(X; T)", ("T stands for X + Z",))
    taken = reading_of("H(X + T)", given=("X ~ Normal(0, 1)", "T ~ Normal(0, 1)"))
    assert taken is not None and taken.notes == ("T1 stands for X + T",)
    assert reading_of("I(X; Z)", given=NOISE) is None


REFUSED = [
    ("H(X + W)", COINS, "the outcomes of a function of finite variables are numbers or words"),
    ("H(a*X)", ("X ~ Gamma(k, b)",), "the sign of a is not known"),
    ("H(Normal(0, 1) + X)", COINS, "is a law: ask for a measure of it"),
    ("H(X + H(Y))", COINS, "declare a function of variables by a line"),
]


@pytest.mark.parametrize(("asked", "given", "words"), REFUSED, ids=[row[0] for row in REFUSED])
def test_what_is_no_function_of_variables_is_refused_in_a_line(asked: str, given: tuple[str, ...], words: str) -> None:
    with pytest.raises(QueryError, match=words) as error:
        si.derive(asked, given=given)
    assert "\n" not in error.value.message


@pytest.mark.parametrize("form", ["html", "latex", "markdown"])
def test_a_page_says_what_a_name_stands_for(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    given = [word for line in NOISE for word in ("--given", line)]
    assert main(["derive", "I(X; X + Z)", *given, "--format", form]) == 0
    assert "stands for" in capsys.readouterr().out
    assert main(["derive", "I(X; Z)", *given, "--format", form]) == 0
    assert "stands for" not in capsys.readouterr().out
