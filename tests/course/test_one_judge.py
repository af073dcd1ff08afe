"""One judge: the mark of an answer is the referee's verdict of the claim that it makes, right, wrong or hostile."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest

import symbinfo as si
from symbinfo.course.exercises import Exercise, exercises, find, mark, solve
from symbinfo.expressions.errors import QueryError
from symbinfo.measures.base import Measure
from symbinfo.query import parse
from symbinfo.query.setting import parse_in
from tests.course.test_reference_exercises import ASKED

pytestmark = pytest.mark.slow

GRADES = {"holds": "right", "refuted": "wrong", "undecided": "undecided"}
# An answer to a question for an optimum is compared with the number that was found.
OPTIMUM = re.compile("max|min|capacity")
# A mark takes five seconds at most; the rest is for a busy machine.
LONGEST = 15.0


def verdict_of(exercise: Exercise, answer: str) -> Any:
    """What `verify` says of the claim that an answer makes, read as a user would write it; None without measures."""
    text = f"{exercise.ask} = {answer}"
    given, unit = exercise.given, exercise.unit
    claim = parse_in(text, given, unit=unit) if given else parse(text, unit=unit)
    return si.verify(claim) if claim.left.has(Measure) or claim.right.has(Measure) else None


def agree(exercise: Exercise, answer: str, solution: Any = None) -> str:
    """The mark, which is the verdict."""
    start = time.monotonic()
    found = mark(exercise, answer, solution)
    assert time.monotonic() - start < LONGEST
    verdict = verdict_of(exercise, answer)
    assert verdict is None or found.verdict == GRADES[verdict.verdict], answer
    if verdict is not None and verdict.verdict == "refuted" and not OPTIMUM.search(exercise.ask):
        assert found.witness["parameters"] == verdict.witness["parameters"]
    return found.verdict


# Every answer of every exercise is marked in test_exercises; here each is asked twice.
@pytest.mark.parametrize("exercise", exercises()[::3], ids=lambda exercise: exercise.id)
def test_the_mark_is_the_verdict(exercise: Exercise) -> None:
    solution = solve(exercise)
    assert agree(exercise, exercise.answer, solution) == "right"
    for wrong in exercise.wrong[:1]:
        assert agree(exercise, wrong.answer, solution) == "wrong"
    # What is infinite stays so when little is added.
    close = () if exercise.answer.lstrip("-") == "oo" else ("{} + 10**(-30)", "({})*(1 + 10**(-12)) + 10**(-14)")
    for hostile in (*close, "-({}) - 1"):
        assert agree(exercise, hostile.format(exercise.answer), solution) != "right"


@pytest.mark.parametrize("name", ASKED)
def test_what_is_derived_is_right_and_what_is_near_is_not(name: str) -> None:
    text, given = ASKED[name]
    unit = "bits" if name in ("e-029", "e-033", "e-034") else "nats"
    exercise = Exercise(name, "of the collection", "?", ask=text, answer="0", given=tuple(given), unit=unit)
    solution = solve(exercise)
    assert agree(exercise, str(solution.result), solution) == "right"
    assert agree(exercise, f"{solution.result} + 1/10**9", solution) == "wrong"


# What differs where few look, for an answer A and a parameter x of each exercise.
HOSTILE = (
    "({A})*tanh(1000*{x})",
    "{A} + sin(1024*pi*{x})",
    "{A} + 0**Abs({x} - 1/7)",
    "{A} + Abs({x} - 7) + Abs({x} - 9) - 2*Abs({x} - 8)",
    "{A} + Max({x}, 1/1000) - {x}",
    "{A} + exp(-1000*{x}**2)",
    "{A} + {x}*10**(-30)",
)
EXERCISES = (("exponential-entropy", "lamda"), ("gaussian-kl", "sigma1"), ("poisson-kl", "a"))


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize(("name", "parameter"), EXERCISES)
def test_a_hostile_answer_is_never_right(name: str, parameter: str, hostile: str) -> None:
    exercise = find(name)
    assert agree(exercise, hostile.format(A=exercise.answer, x=parameter)) != "right"


# Of an exercise with a parameter, and of one without: the answer, and what it is.
COIN = Exercise("coin", "entropy", "?", ask="H(Bernoulli(p))", answer="-p*log(p) - (1 - p)*log(1 - p)")
FAIR = Exercise("fair", "entropy", "?", ask="H(Bernoulli(1/2))", answer="log(2)")
INFINITE = Exercise("far", "divergence", "?", ask="KL(Cauchy(0, 1) || Normal(0, 1))", answer="oo")
REDUCED = Exercise("reduced", "entropy", "?", ask="H(Poisson(3))", answer="1.931")
ODD = [
    (COIN, "oo", "wrong"),
    (COIN, "log(2)", "wrong"),
    (FAIR, "oo", "wrong"),
    (FAIR, "-oo", "wrong"),
    (FAIR, "log(2) + 0", "right"),
    (FAIR, "0.693147180559945309417232121458176568076", "right"),
    (FAIR, "0.693147180559945309417232121458176568075", "wrong"),
    (FAIR, "0.69315", "right"),
    (FAIR, "0.69314", "wrong"),
    (INFINITE, "oo", "right"),
    (INFINITE, "-oo", "wrong"),
    (INFINITE, "3.14", "wrong"),
    (REDUCED, "1.931", "right"),
    (REDUCED, "1.9314701981", "right"),
    (REDUCED, "1.932", "wrong"),
    (REDUCED, "log(2*pi*E*3)/2", "wrong"),
]


@pytest.mark.parametrize(("exercise", "answer", "verdict"), ODD, ids=[f"{e.id}: {a[:30]}" for e, a, _ in ODD])
def test_an_odd_answer(exercise: Exercise, answer: str, verdict: str) -> None:
    assert mark(exercise, answer).verdict == verdict


UNREADABLE = [
    "",
    "nan",
    "zoo",
    "H(X)",
    "H(Bernoulli(p))",
    "q",
    "p = 1",
    "1" + " + 1" * 25_000,
    "(" * 100_000,
    "9" * 100_000,
]


@pytest.mark.parametrize("answer", UNREADABLE, ids=[a[:20] for a in UNREADABLE])
def test_what_is_no_answer_is_told_at_once(answer: str) -> None:
    start = time.monotonic()
    with pytest.raises(QueryError) as caught:
        mark(COIN, answer)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 300
    assert time.monotonic() - start < LONGEST
