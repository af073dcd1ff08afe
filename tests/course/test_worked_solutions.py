"""Worked solutions: every line is told what it is, the first wrong one by its number; a right line is never called wrong."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from symbinfo.cli.command import main
from symbinfo.course.exercises import Exercise, exercises, find, solve
from symbinfo.course.exercises.worked_solutions import mark_lines
from symbinfo.expressions.errors import QueryError
from symbinfo.verification.worked.judge_lines import judge_chain
from symbinfo.verification.worked.line_verdicts import LineWord

SOLUTIONS = tomllib.loads(Path(__file__).with_name("worked_solutions.toml").read_text(encoding="utf-8"))["solution"]
WORDS = {LineWord.UNREAD: "unread", LineWord.AGAIN: "again"}


def told(line) -> str:
    """The word of a line, with the line that it follows from."""
    follows = f" {line.follows}" if line.word is LineWord.FOLLOWS else ""
    return WORDS.get(line.word, line.word.value) + follows


@pytest.mark.parametrize("solution", SOLUTIONS, ids=[s["name"] for s in SOLUTIONS])
def test_every_line_is_told_what_it_is(solution) -> None:
    if "exercise" in solution:
        found = mark_lines(find(solution["exercise"]), solution["text"])
        worked = found.worked
    else:
        found = worked = judge_chain(solution["text"], solution.get("given", ()))
    lines = [line for line in worked.lines if line.word is not LineWord.REMARK or line.read_as]
    assert [told(line) for line in lines] == solution["words"]
    assert found.verdict == solution["verdict"]
    first = worked.first_wrong
    assert (first.number if first else None) == solution.get("first")
    if first:
        assert first.witness is not None
        assert solution.get("slip", "") in f"{first.slip}; {first.note}"


ASKED = [e for e in exercises() if not e.theorem]


@pytest.mark.slow
@pytest.mark.parametrize("exercise", ASKED[1::3], ids=lambda e: e.id)
def test_stated_answers_are_right_lines_and_listed_wrong_ones_are_wrong(exercise) -> None:
    solution = solve(exercise)
    for text in (f"{exercise.ask}\n= {exercise.answer}", f"The answer is {exercise.answer}."):
        assert mark_lines(exercise, text, solution).verdict == "right"
    for wrong in exercise.wrong:
        found = mark_lines(exercise, f"{exercise.ask} = {wrong.answer}\n= {wrong.answer}", solution)
        assert found.verdict == "wrong"
        assert [told(line) for line in found.worked.lines] == ["wrong", "follows 1"]
        assert found.worked.first_wrong.slip == wrong.slip


def test_a_witness_holds_both_values() -> None:
    found = mark_lines(find("exponential-entropy"), "H(X) = -E[log p(X)]\n= 1 + log(lamda)").worked.first_wrong.witness
    assert found.parameters == {"lamda": "2"}
    assert (found.line, found.other, found.against) == ("1.6931472", "0.30685282", "the line before gives")


def test_the_right_value_is_not_told_unless_it_is_asked_for() -> None:
    coin, text = find("coin-entropy"), "H(P) = -0.9 log 0.9\n= 0.0948"
    hidden, revealed = mark_lines(coin, text), mark_lines(coin, text, reveal=True)
    assert hidden.verdict == revealed.verdict == "wrong"
    for shown in (hidden.text(), json.dumps(hidden.to_dict())):
        assert "0.325" not in shown
        assert coin.answer not in shown
    assert "0.325" in revealed.text()
    assert revealed.to_dict()["answer"].startswith(coin.answer)


UNREADABLE = [("", "no line holds a formula"), ("We have nothing to say.", "no line holds"), ("= ((", "")]


@pytest.mark.parametrize(("text", "message"), UNREADABLE, ids=["empty", "prose", "brackets"])
def test_a_text_without_a_line_that_can_be_read_is_refused(text, message) -> None:
    with pytest.raises(QueryError) as caught:
        mark_lines(find("coin-entropy"), text)
    assert message in caught.value.message


def test_names_that_an_exercise_does_not_use_are_named() -> None:
    found = mark_lines(find("exponential-entropy"), "H(X) = 1 - log(r)\n= 1 - log(lamda)").worked.lines
    assert [told(line) for line in found] == ["unread", "right"]
    assert "unknown name r; the names of this exercise: lamda" in found[0].note


def test_a_theorem_is_compared_where_it_ends_in_a_formula() -> None:
    gibbs = Exercise("gibbs", "t", "s", ask="theorem: gibbs-inequality", answer="0")
    assert mark_lines(gibbs, "= log(1)\n= 0").verdict == "right"
    assert mark_lines(gibbs, "= log(2)").verdict == "wrong"


# On the command line.


def run(capsys, *arguments: str) -> tuple[int, str, str]:
    code = main(list(arguments))
    out, err = capsys.readouterr()
    return code, out, err


COMMANDS = [
    ("H(X) = -E[log p(X)]\n= 1 - log(lamda)", 0),
    ("H(X) = -E[log p(X)]\n= 1 + log(lamda)", 1),
    ("H(X) = ))\n", 2),
    ("H(X) = -E[log p(X)]", 3),
]


@pytest.mark.parametrize(("text", "expected"), COMMANDS, ids=["right", "wrong", "unreadable", "unanswered"])
def test_the_exit_code_says_what_was_found(capsys, tmp_path, text, expected) -> None:
    file = tmp_path / "solution.txt"
    file.write_text(text, encoding="utf-8")
    code, out, err = run(capsys, "solve", "exponential-entropy", "--lines", str(file), "--format", "json")
    assert code == expected
    if expected == 2:
        assert out == ""
        assert err.startswith("symbinfo: ")
        return
    data = json.loads(out)
    assert data["id"] == "exponential-entropy"
    assert data["verdict"] == {0: "right", 1: "wrong", 3: "undecided"}[expected]
    assert data["first_wrong"] == (2 if expected == 1 else None)
    assert [row["number"] for row in data["lines"]] == list(range(1, len(data["lines"]) + 1))
    for row in data["lines"]:
        assert set(row) == {
            "number", "text", "read_as", "verdict", "against_question", "against_line_before", "follows_from", "note", "slip",
            "witness",
        }  # fmt: skip


def test_a_chain_is_judged_by_verify(capsys, tmp_path) -> None:
    file = tmp_path / "chain.txt"
    file.write_text("I(X;Z) = H(Z) - H(Z|X)\n<= H(Z)\n= H(X)\n", encoding="utf-8")
    code, out, _ = run(capsys, "verify", "--lines", str(file))
    assert code == 1
    assert out.startswith("refuted     line 3 is the first wrong one\n")


def test_one_exercise_of_a_file_is_named_behind_it(capsys, tmp_path) -> None:
    entry = '[[exercise]]\nid = "{}"\ntopic = "t"\nstatement = "s"\nask = "H(Die({}))"\nanswer = "log({})"\n'
    (tmp_path / "mine.toml").write_text(entry.format("two", 2, 2) + entry.format("six", 6, 6))
    (tmp_path / "lines.txt").write_text("H(X) = log 6")
    mine, lines = str(tmp_path / "mine.toml"), str(tmp_path / "lines.txt")
    assert run(capsys, "solve", mine, "six", "--lines", lines)[0] == 0
    assert run(capsys, "solve", mine, "two", "--lines", lines)[0] == 1
    code, _, err = run(capsys, "solve", mine, "--lines", lines)
    assert code == 2
    assert "is of one exercise: 2 are given" in err


REFUSED = [
    (("solve", "coin-entropy", "--lines", "FILE", "--answer", "1"), "give one of them"),
    (("solve", "--lines", "FILE"), "is of one exercise"),
    (("solve", "coin-entropy", "--lines", "FILE", "--format", "html"), "told as text or json"),
    (("solve", "coin-entropy", "--lines", "missing.txt"), "cannot read missing.txt"),
    (("verify", "H(X) >= 0", "--lines", "FILE"), "give a claim"),
    (("verify", "--lines", "FILE", "--certificate", "c.json"), "--certificate"),
]


@pytest.mark.parametrize(("arguments", "message"), REFUSED, ids=[m for _, m in REFUSED])
def test_what_does_not_fit_together_is_refused(capsys, tmp_path, arguments, message) -> None:
    file = tmp_path / "a.txt"
    file.write_text("= 1")
    code, _, err = run(capsys, *(str(file) if a == "FILE" else a for a in arguments))
    assert code == 2
    assert message in err
