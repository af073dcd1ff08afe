"""Exercises: each is solved, its answer accepted, its wrong answers refused; files and answers are read strictly."""

from __future__ import annotations

import json
import random

import pytest

from symbinfo.cli.command import main
from symbinfo.course.exercises import exercises, find, mark, read_file, solve
from symbinfo.course.exercises.exercise_files import read_text
from symbinfo.expressions.errors import QueryError, SymbinfoError

SOURCE = r"""
[[exercise]]
id = "normal-kl"
topic = "KL divergence"
statement = "What is $D(P \\| Q)$ of two normal laws?"
given = ["P = Normal(mu1, sigma1)", "Q = Normal(mu2, sigma2)"]
ask = "KL(P || Q)"
answer = "log(sigma2/sigma1) + (sigma1**2 + (mu1 - mu2)**2)/(2*sigma2**2) - 1/2"
hints = ["Write the logarithm of the ratio as a difference.", "Then use $E[(X - a)^2]$."]

[[exercise.wrong]]
answer = "log(sigma1/sigma2) + (sigma2**2 + (mu1 - mu2)**2)/(2*sigma1**2) - 1/2"
slip = "this is the divergence in the other direction"

[[exercise]]
id = "flips"
topic = "channels"
statement = "A fair bit is flipped with probability $e$."
given = ["X ~ Bernoulli(1/2)", "Y | X ~ rows([[1 - e, e], [e, 1 - e]])"]
ask = "I(X; Y)"
unit = "bits"
answer = "1 + e*log2(e) + (1 - e)*log2(1 - e)"

[[exercise]]
id = "unfair-coin"
topic = "entropy"
statement = "The entropy of a coin that shows heads nine times in ten."
ask = "H(Bernoulli(9/10))"
answer = "log(10) - 9*log(9)/10"

[[exercise]]
id = "gibbs"
topic = "KL divergence"
statement = "When is the divergence least, and what is it there?"
ask = "theorem: gibbs-inequality"
answer = "0"
"""
NORMAL, FLIPS, COIN, GIBBS = read_text(SOURCE)
HALF_NORMAL = "(sigma1**2 + (mu1 - mu2)**2)/(2*sigma2**2)"

# Exercise, answer, verdict; level of a right one (of a wrong one it tells whether enclosures are installed).
ANSWERS = [
    (NORMAL, NORMAL.answer, "right", "proved"),
    (NORMAL, f"log(sigma2) - log(sigma1) - 0.5 + {HALF_NORMAL}", "right", "proved"),
    (NORMAL, "((sigma1/sigma2)**2 - 1 - 2*log(sigma1/sigma2) + ((mu2 - mu1)/sigma2)^2)/2", "right", "proved"),
    (NORMAL, f"log(sigma2/sigma1) + {HALF_NORMAL} + 1/2", "wrong", ""),
    (NORMAL, f"log(sigma2/sigma1) + {HALF_NORMAL} - 1/2 + 10**(-30)", "wrong", ""),
    (NORMAL, f"log(Max(sigma2, 1/1000)/sigma1) + {HALF_NORMAL} - 1/2", "wrong", ""),
    (NORMAL, f"log(sigma2/sigma1) + {HALF_NORMAL} - 1/2 + mu1*10**(-30)", "wrong", ""),
    (NORMAL, "oo", "wrong", ""),
    (FLIPS, "(log(2) + e*log(e) + (1 - e)*log(1 - e))/log(2)", "right", "proved"),
    (FLIPS, "1 + log2(e**e*(1 - e)**(1 - e)) bits", "right", "proved"),
    (FLIPS, "log(2) + e*log(e) + (1 - e)*log(1 - e)", "wrong", ""),
    (FLIPS, "1 - e", "wrong", ""),
    (COIN, "-0.9*log(0.9) - 0.1*log(0.1)", "right", "proved"),
    (COIN, "0.325 nats", "right", "rounded"),
    (COIN, "0.32508297339", "right", "rounded"),
    (COIN, "0.326", "wrong", ""),
    (COIN, "0.33", "undecided", ""),
    (COIN, "log(2)", "wrong", ""),
    (COIN, r"$-\frac{1}{10}\ln\frac{1}{10} - 0{,}9\ln 0{,}9$.", "right", "proved"),
    (COIN, "0.468996 bits", "right", "rounded"),
    (COIN, "0.325083 bits", "wrong", ""),
    (COIN, "\u2212 0,1 ln 0,1 \u2212 9/10 ln(9/10)", "right", "proved"),
    (GIBBS, "log(1)", "right", "proved"),
    (GIBBS, "1", "wrong", ""),
]


@pytest.mark.parametrize(
    ("exercise", "answer", "verdict", "level"), ANSWERS, ids=[f"{e.id}: {a}" for e, a, *_ in ANSWERS]
)
def test_an_answer_is_worth_what_it_is_worth(exercise, answer, verdict, level) -> None:
    found = mark(exercise, answer)
    assert found.verdict == verdict
    assert verdict == "wrong" or found.level == level
    assert found.right == (verdict == "right")
    assert (found.witness is not None) == (verdict == "wrong")


RESTATED = [
    ("H(Bernoulli(9/10)) = log(10) - 9*log(9)/10", "right"),
    ("H(Bernoulli(9/10)) = log(10)", "wrong"),
    ("H(Bernoulli(1/10)) = log(10) - 9*log(9)/10", ""),
]


@pytest.mark.parametrize(("answer", "verdict"), RESTATED, ids=[a for a, _ in RESTATED])
def test_an_answer_may_restate_the_question(answer, verdict) -> None:
    if not verdict:
        with pytest.raises(QueryError, match="without a relation"):
            mark(COIN, answer)
        return
    assert mark(COIN, answer).verdict == verdict


def test_a_wrong_answer_comes_with_a_point_and_a_hint() -> None:
    found = mark(NORMAL, NORMAL.wrong[0].answer.replace("mu1 - mu2", "mu2 - mu1"))
    assert found.hint == NORMAL.wrong[0].slip
    assert set(found.witness["parameters"]) == {"mu1", "mu2", "sigma1", "sigma2"}
    assert found.witness["answer"] != found.witness["right"]


def test_an_answer_that_is_no_slip_gets_no_listed_hint() -> None:
    assert mark(NORMAL, "mu1 + 17*mu2**3").hint != NORMAL.wrong[0].slip


UNREADABLE = [
    (NORMAL, "log(s2/s1)", "the names of this exercise: mu1, mu2, sigma1, sigma2", "s2"),
    (COIN, "p*log(p)", "it is a number", "p"),
    (NORMAL, "log(sigma1", "not closed", "("),
    (NORMAL, "KL(P || Q)", "a measure", "KL"),
    (NORMAL, "sigma1 = 2", "without a relation", "2"),
    (FLIPS, "0.5 nats bits", "two units", "nats"),
    (COIN, "__import__('os')", "is no name", "__import__"),
    (COIN, "'1'", "no part of", "'"),
    (COIN, "", "empty", ""),
]


@pytest.mark.parametrize(("exercise", "answer", "message", "place"), UNREADABLE, ids=[a for _, a, *_ in UNREADABLE])
def test_what_cannot_be_read_is_told_at_its_place(exercise, answer, message, place) -> None:
    with pytest.raises(QueryError) as caught:
        mark(exercise, answer)
    assert message in caught.value.message
    assert place == "" or caught.value.text[caught.value.position :].startswith(place)


ENTRY = '[[exercise]]\nid = "a"\ntopic = "t"\nstatement = "s"\nask = "1"\nanswer = "1"\n'

# Questions for an optimum: the answer is compared with the optimum that was found, and a mark is no stronger than it.

OPTIMA = [
    ("min_q H(Bernoulli(p), Bernoulli(q))", "-p*log(p) - (1 - p)*log(1 - p)", "right", "proved"),
    ("min_q H(Bernoulli(p), Bernoulli(q))", "-p*log(p)", "wrong", ""),
    ("capacity(noise=[1, 4], power=2)", "log(3)/2", "right", "certified"),
    ("capacity(noise=[1, 4], power=2)", "0.549", "right", "rounded"),
    ("capacity(noise=[1, 4], power=2)", "log(3)", "wrong", ""),
    ("argmax_p H([p, p, 1 - 2*p])", "1/3", "right", "proved"),
    ("argmin_b KL(Gamma(k, t) || Exponential(b))", "k*t", "wrong", ""),
]


@pytest.mark.parametrize(("ask", "answer", "verdict", "level"), OPTIMA, ids=[f"{q}: {a}" for q, a, *_ in OPTIMA])
def test_an_answer_to_a_question_for_an_optimum_is_marked(ask, answer, verdict, level) -> None:
    given = 'given = ["P = [p, p, 1 - 2*p]"]\n' if "[p," in ask else ""
    text = ENTRY.replace('ask = "1"', f'{given}ask = "{ask.replace("[p, p, 1 - 2*p]", "P")}"')
    (asked,) = read_text(text)
    found = mark(asked, answer)
    assert found.verdict == verdict, found
    assert verdict == "wrong" or found.level == level


# Files.

BAD_FILES = [
    ("", "holds no exercises"),
    ("x = [", "is not TOML"),
    ("[[exercises]]\nid = 'a'", "unknown key 'exercises'"),
    (ENTRY + 'hint = ["x"]', "exercise a: unknown key 'hint': did you mean hints"),
    (ENTRY.replace('answer = "1"\n', ""), "exercise a: answer is missing"),
    (ENTRY.replace('"a"', '"A b"'), "small letters"),
    (ENTRY + 'unit = "hartleys"', "nats or bits"),
    (ENTRY + "hints = [1]", "hints is a list of texts"),
    (ENTRY + 'given = "X ~ Die(6)"', "given must be a list"),
    (ENTRY + '[[exercise.wrong]]\nanswer = "2"', "wrong answer: slip is missing"),
    (ENTRY + ENTRY, "stands there twice"),
]


@pytest.mark.parametrize(("text", "message"), BAD_FILES, ids=[m for _, m in BAD_FILES])
def test_a_bad_file_is_one_line(tmp_path, text, message) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(text)
    with pytest.raises(SymbinfoError) as caught:
        read_file(path)
    assert message in str(caught.value)
    assert "mine.toml" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_an_unknown_exercise_is_named() -> None:
    with pytest.raises(SymbinfoError, match="no exercise 'no-such-thing'"):
        find("no-such-thing")


# The command line.


@pytest.fixture
def course(tmp_path):
    path = tmp_path / "course.toml"
    path.write_text(SOURCE)
    return str(path)


@pytest.fixture
def single(tmp_path):
    path = tmp_path / "single.toml"
    path.write_text(SOURCE[: SOURCE.index('[[exercise]]\nid = "flips"')])
    return str(path)


@pytest.mark.parametrize(
    ("form", "said"),
    [("text", "Answer"), ("markdown", "**Answer:**"), ("html", "<math"), ("latex", r"\begin{document}")],
)
def test_a_file_is_solved_in_every_format(course, form, said, capfd) -> None:
    assert main(["solve", course, "--format", form]) == 0
    out = capfd.readouterr().out
    assert said in out
    assert all(name in out for name in ("normal-kl", "flips", "unfair-coin"))


def test_a_solution_as_json(single, capfd) -> None:
    assert main(["solve", single, "--format", "json"]) == 0
    data = json.loads(capfd.readouterr().out)
    assert data["id"] == "normal-kl"
    assert data["derivation"]["status"] == "closed"
    assert data["derivation"]["check"]["level"] == "proved"


CODES = [
    (NORMAL.answer, 0, "right"),
    ("-log(sigma1/sigma2) + (sigma1**2 + (mu1 - mu2)**2)/(2*sigma2**2) - 1/2", 0, "right"),
    ("log(sigma1)", 1, "wrong"),
    (NORMAL.wrong[0].answer, 1, NORMAL.wrong[0].slip),
    ("log(sigma)", 2, "unknown name sigma"),
    (f"log(Max(sigma2, 1/1000)/sigma1) + {HALF_NORMAL} - 1/2", 1, "wrong"),
    (f"{NORMAL.answer} + 0**Abs(sigma1 - pi)", 3, "undecided"),
]


@pytest.mark.parametrize(("answer", "code", "said"), CODES, ids=[a for a, *_ in CODES])
def test_the_exit_code_tells_the_mark(single, answer, code, said, capfd) -> None:
    assert main(["solve", single, "--answer", answer]) == code
    shown = capfd.readouterr()
    assert said in shown.out + shown.err


def test_hints_do_not_tell_the_answer(single, capfd) -> None:
    assert main(["solve", single, "--hint"]) == 0
    out = capfd.readouterr().out
    assert "hint 2" in out
    assert "sigma2/sigma1" not in out


def stating(ask: str, answer: str, given: str = "") -> str:
    lines = f"given = [{given}]\n" if given else ""
    return ENTRY.replace('ask = "1"', f'{lines}ask = "{ask}"').replace('answer = "1"', f'answer = "{answer}"')


# A stated answer, the exit code, and what is said: nothing refuted is shown, nothing undecided without the word.
STATED = [
    (stating("1", "2"), 1, "bad.toml, line 6: exercise a: the answer that it states is wrong"),
    (stating("H(Binomial(n, 1/2))", "n/2"), 1, "at n = 1: the answer gives 0.5, right is 0.69314718"),
    (stating("H(Poisson(m))", "m - m*log(m)"), 1, "at m = 1"),
    (stating("H(X)", "1 + log(a)*tanh(1000*a)", "'X ~ Exponential(1/a)'"), 1, "bad.toml, line 7"),
    (stating("KL(Uniform(a, b) || Uniform(c, d))", "log((d - c)/(b - a))"), 1, "a condition is missing"),
    (stating("theorem: gibbs-inequality", "7"), 1, "the answer gives 7, right is 0"),
    (stating("theorem: maximum-entropy", "log(k) + 1/10**20"), 1, "at k = 1"),
    (stating("H(Exponential(a))", "1 - log(b)"), 2, "line 6: exercise a: the answer that it states cannot be read"),
    (stating("theorem: scaling-law", "log(a)"), 3, "log(a) (undecided: the theorem ends in a statement"),
    (stating("theorem: maximum-entropy", "log(m)", "'m > 0'"), 3, "undecided: the theorem does not speak of m"),
    (stating("H(Exponential(a))", "1 - log(a) + 0**Abs(a - pi)"), 3, "0**Abs(a - pi) (undecided: "),
    (stating("theorem: maximum-entropy", "log(k)"), 0, "Answer  log(k)\n"),
    (stating("H(Poisson(3))", "1.931"), 0, "Answer  1.931 (rounded from 1.93147019815)\n"),
]


@pytest.mark.parametrize(("source", "code", "said"), STATED, ids=[s.split("ask = ")[1] for s, *_ in STATED])
def test_a_stated_answer_is_judged_before_it_is_shown(source, code, said, tmp_path, capfd) -> None:
    path = tmp_path / "bad.toml"
    path.write_text(source)
    assert main(["solve", str(path)]) == code
    shown = capfd.readouterr()
    assert said in shown.out + shown.err
    assert (shown.out == "") == (code in (1, 2))
    assert len(shown.err.splitlines()) == {1: 1, 2: 3}.get(code, 0)


@pytest.mark.parametrize("form", ["text", "markdown", "html", "latex", "json"])
def test_an_undecided_answer_has_the_word_in_every_format(form, tmp_path, capfd) -> None:
    path = tmp_path / "open.toml"
    path.write_text(stating("theorem: scaling-law", "log(a)"))
    assert main(["solve", str(path), "--format", form]) == 3
    assert "undecided" in capfd.readouterr().out


def test_a_line_is_named_only_where_it_is_sure() -> None:
    twins = stating("1", "1") + ENTRY.replace('"a"', '"b"').replace('"s"', '"""\nanswer = 3\n"""')
    assert [e.place for e in read_text(twins, "twins.toml")] == ["twins.toml, line 6", "twins.toml"]


def test_one_answer_is_for_one_exercise(course, capfd) -> None:
    assert main(["solve", course, "--answer", "1"]) == 2
    assert "name one" in capfd.readouterr().err


def test_the_list_has_an_exercise_a_line(capfd) -> None:
    assert main(["solve"]) == 0
    lines = capfd.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == [exercise.id for exercise in exercises()]


# The exercises of the package.


#: Of the exercises that say how hard they are, so many are judged by default: those drawn by the seed.
SAMPLE = {e.id for e in random.Random(7).sample([e for e in exercises() if e.level], 4)}
WALKED = [
    pytest.param(e, id=e.id, marks=[pytest.mark.slow] if e.level and e.id not in SAMPLE else []) for e in exercises()
]


@pytest.mark.parametrize("exercise", WALKED)
def test_an_exercise_of_the_package(exercise) -> None:
    solution = solve(exercise)
    assert solution.closed
    assert mark(exercise, exercise.answer, solution).right
    assert len(exercise.wrong) >= (4 if exercise.level else 1)
    assert exercise.hints or not exercise.level
    for wrong in exercise.wrong:
        found = mark(exercise, wrong.answer, solution)
        assert found.verdict == "wrong", wrong.answer
        assert found.hint == wrong.slip


PARTS = """
[[exercise]]
id = "two-parts"
topic = "channels"
statement = "A bit passes a channel."
given = ["let q = 2*e*(1 - e)", "X ~ Bernoulli(1/2)", "Y | X ~ rows([[1 - q, q], [q, 1 - q]])"]

[[exercise.part]]
statement = "What is the information?"
ask = "I(X; Y)"
answer = "log(2) + q*log(q) + (1 - q)*log(1 - q)"

[[exercise.part]]
statement = "And what is lost?"
ask = "H(X) - part_a"
answer = "-q*log(q) - (1 - q)*log(1 - q)"

[[exercise.part.wrong]]
answer = "q"
slip = "an entropy has logarithms"
"""


def test_parts_are_exercises_that_refer_to_the_parts_before():
    first, second = read_text(PARTS)
    assert (first.id, second.id) == ("two-parts-a", "two-parts-b")
    assert second.given[-1] == "let part_a = I(X; Y)"
    assert second.place.endswith("line 16")
    assert mark(second, second.answer).right
    assert mark(second, "-2*e*(1 - e)*log(2*e*(1 - e)) - (1 - 2*e*(1 - e))*log(1 - 2*e*(1 - e))").right
    assert mark(second, "q").hint == "an entropy has logarithms"


BAD_PARTS = [
    (PARTS.replace("[[exercise.part]]", "[[exercise.parts]]"), "unknown key 'parts'|parts are written as"),
    (PARTS.replace('topic = "channels"', 'topic = "channels"\nanswer = "1"'), "answer stands in each part"),
    (PARTS.replace('ask = "I(X; Y)"', 'asks = "I(X; Y)"'), "part a: unknown key 'asks'"),
    (PARTS.replace('topic = "channels"', 'topic = "channels"\nlevel = "easy"'), "the level is one of"),
]


@pytest.mark.parametrize(("text", "said"), BAD_PARTS, ids=[said for _, said in BAD_PARTS])
def test_bad_parts_are_named(text, said):
    with pytest.raises(SymbinfoError, match=said):
        read_text(text)


def test_an_answer_that_has_no_value_is_wrong():
    found = mark(find("uniform-on-an-interval"), "log(a - b)")
    assert found.verdict == "wrong"
    assert found.witness["answer"] == "undefined"
    assert found.hint == "a and b are exchanged"
