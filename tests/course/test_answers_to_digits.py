"""Answers as students give them: rounded, in other units, with decimals inside; and what a mark does not tell."""

from __future__ import annotations

from typing import Any

import pytest

from symbinfo.cli.command import main
from symbinfo.course.exercises import Exercise, Solution, mark, solve
from symbinfo.course.exercises.read_answers import read_answer


def asked(ask: str, *given: str, unit: str = "nats", answer: str = "0") -> Solution:
    return solve(Exercise("x", "t", "?", ask=ask, given=given, unit=unit, answer=answer))


TABLE = "X, Y ~ table([[0.4, 0.1], [0.15, 0.35]])"
CERTAIN = asked("-I(1/100**100)", unit="bits")
SCALED = asked("H(Y) - H(X)", "c > 0", "X ~ Uniform(0, 1)", "Y = exp(c)*X", unit="bits")
NORMAL = asked("H(Normal(0, s))")
COIN = asked("H(Bernoulli(9/10))")
MIXED = asked("H(X)", "X ~ mixture(1/2: Normal(0, 1), 1/2: Normal(3, 1))")

# What is right by hand: 200 log2(10) = 664.3856, 1/log 2 = 1.442695, (1 + log(2 pi))/2 = 1.418939, h(0.1) = 0.3250830 nats,
# 0.4689956 bits, 0.1411817 hartleys; the mixture by quadrature of SciPy: 1.9457158.
ANSWERS = [
    (CERTAIN, "-664", "right", "rounded"),
    (CERTAIN, "-6.64*10^2", "right", "rounded"),
    (CERTAIN, "-6.64e2", "right", "rounded"),
    (CERTAIN, "-200/0.301", "right", "rounded"),
    (CERTAIN, "-665", "wrong", ""),
    (CERTAIN, "-660", "wrong", ""),
    (CERTAIN, "-200/0.302", "wrong", ""),
    (SCALED, "c/0.6931", "right", "rounded"),
    (SCALED, "1.443 c", "right", "rounded"),
    (SCALED, "c/0.69", "undecided", ""),
    (SCALED, "c/0.6932", "wrong", ""),
    (SCALED, "1.442 c", "wrong", ""),
    (SCALED, "c nats", "right", "proved"),
    (NORMAL, "1.419 + log(s)", "right", "rounded"),
    (NORMAL, "0.5*log(17.08*s^2)", "right", "rounded"),
    (NORMAL, "1.418 + log(s)", "wrong", ""),
    (NORMAL, "1.419*tanh(1000*s) + log(s)", "undecided", ""),
    (COIN, "0.141 hartleys", "right", "rounded"),
    (COIN, "0.142 hartleys", "wrong", ""),
    (COIN, "0.469 bits", "right", "rounded"),
    (COIN, "32.5 %", "right", "rounded"),
    (COIN, "33.5 %", "wrong", ""),
    (COIN, "0", "wrong", ""),
    (MIXED, "1.946", "right", "rounded"),
    (MIXED, "1.947", "wrong", ""),
]


@pytest.mark.parametrize(("solution", "answer", "verdict", "level"), ANSWERS, ids=[a for _, a, *_ in ANSWERS])
def test_an_answer_is_read_to_its_digits_in_its_unit(solution, answer, verdict, level) -> None:
    found = mark(solution.exercise, answer, solution)
    assert found.verdict == verdict
    assert verdict == "wrong" or found.level == level


def test_what_is_converted_is_told() -> None:
    assert read_answer("0.469 bits", COIN).converted == "0.469 bits are 0.325086 nats"
    assert read_answer("c nats", SCALED).converted == "converted from nats to bits"
    assert read_answer("0.325 nats", COIN).converted == ""
    assert "0.142 hartleys are 0.326967 nats" in mark(COIN.exercise, "0.142 hartleys", COIN).text()


# A wrong decimal, worked out by hand from the probabilities of the table, and what its hint says.
JOINT = [
    ("I(X; Y)", "0.688", "H(Y)"),
    ("I(X; Y)", "1.249", "H(X, Y)"),
    ("H(X, Y)", "0.693", "H(X)"),
    ("H(X, Y)", "0.133", "I(X; Y)"),
    ("H(X, Y)", "1.381", "the sum H(X) + H(Y)"),
    ("H(Y | X)", "0.561", "H(X | Y)"),
    ("H(Y | X)", "0.574", ""),
]


@pytest.mark.parametrize(("ask", "answer", "said"), JOINT, ids=[" ".join(row[:2]) for row in JOINT])
def test_a_decimal_is_compared_with_the_measures_of_the_setting(ask, answer, said) -> None:
    solution = asked(ask, TABLE)
    found = mark(solution.exercise, answer, solution)
    assert found.verdict == "wrong"
    assert (found.hint == "") if said == "" else (said in found.hint)


def test_another_variable_of_the_setting_is_named() -> None:
    given = ("X ~ Bernoulli(1/4)", "Z ~ Bernoulli(1/4)", "Y = X + Z")
    solution = asked("H(Y)", *given)
    assert mark(solution.exercise, "0.562", solution).hint == "this is H(X)"
    assert mark(solution.exercise, "0.565", solution).hint == ""


# A number in the place of a parameter, read in another way; and a near miss without a hint.
READ = [
    ("H(Normal(0, sqrt(5)))", "3.028", "the square root is forgotten"),
    ("H(Normal(0, sqrt(5)))", "3.038", ""),
    ("H(Normal(1, 3))", "3.616", "the variance stands where the standard deviation belongs"),
    ("H(Normal(1, 3))", "2.018", "the constant 1/2 is missing"),
    ("KL(Normal(0, 1) || Normal(1, 2))", "0.943", "the constant -1/2 is missing"),
    ("KL(Normal(0, 1) || Normal(1, 2))", "0.953", ""),
]


@pytest.mark.parametrize(("ask", "answer", "said"), READ, ids=[" ".join(row[:2]) for row in READ])
def test_a_decimal_is_compared_with_other_readings_of_the_numbers(ask, answer, said) -> None:
    solution = asked(ask)
    hint = mark(solution.exercise, answer, solution).hint
    assert (hint == "") if said == "" else (said in hint)


def test_the_likeliest_slip_is_told() -> None:
    assert mark(NORMAL.exercise, "log(2*pi*s**2)/2", NORMAL).hint == "the constant 1/2 is missing"
    flat = asked("H(Uniform(0, 1))")
    assert mark(flat.exercise, "log(2)", flat).hint == ""  # no change of the 2 says anything of the 0


# What is told.

SOURCE = """[[exercise]]
id = "coin"
topic = "entropy"
statement = "A coin that shows heads nine times in ten."
ask = "H(Bernoulli(9/10))"
answer = "log(10) - 9*log(9)/10"
hints = ["Two outcomes.", "Weigh each logarithm."]
"""


@pytest.fixture
def file(tmp_path) -> str:
    path = tmp_path / "coin.toml"
    path.write_text(SOURCE + SOURCE.replace('"coin"', '"other"'), encoding="utf-8")
    return str(path)


def said(capfd: Any, *arguments: str) -> str:
    main(["solve", *arguments])
    shown = capfd.readouterr()
    return str(shown.out + shown.err)


@pytest.mark.parametrize("form", ["text", "json"])
def test_what_is_right_is_told_only_where_that_is_asked_for(form, file, capfd) -> None:
    for answer in ("0.326", "log(2)", "0.33", "-0.9*log(0.9)"):
        told = said(capfd, file, "coin", "--answer", answer, "--format", form)
        assert "0.32508" not in told and "log(10)" not in told and '"right":' not in told
    told = said(capfd, file, "coin", "--answer", "0.326", "--format", form, "--reveal")
    assert "0.325082973391" in told and "log(10) - 9*log(9)/10" in told


def test_hints_come_one_by_one(file, capfd) -> None:
    first = said(capfd, file, "coin", "--hint", "1")
    assert "Two outcomes." in first and "Weigh" not in first and "1 more: --hint 2" in first
    assert "Two outcomes." not in said(capfd, "--hint", "2", file, "coin")
    assert "there is no hint 3" in said(capfd, file, "coin", "--hint", "3")
    both = said(capfd, file, "coin", "--hint")
    assert "Two outcomes." in both and "Weigh" in both
    data = said(capfd, file, "coin", "--hint", "--format", "json")
    assert "Two outcomes." in data and "log(10)" not in data
    assert "hints are told as" in said(capfd, file, "coin", "--hint", "--format", "latex")


def test_one_exercise_of_a_file_is_named(file, capfd) -> None:
    assert said(capfd, file, "other", "--answer", "log(2)").startswith("wrong")
    assert "holds no exercise 'third'" in said(capfd, file, "third", "--answer", "1")
    assert "--reveal goes with" in said(capfd, file, "coin", "--reveal")
