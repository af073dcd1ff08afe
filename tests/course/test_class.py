"""The answers of a class at once; sheets with other numbers; an exercise in a notebook; sheets for others' programs."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pages_kit as kit
import pytest
from sympy import log

import symbinfo as si
from symbinfo.cli.command import main
from symbinfo.course.exercises import Judged, find, solve
from symbinfo.course.exercises.drawing import drawn
from symbinfo.course.exercises.exercise_files import read_text
from symbinfo.course.exports import EXPORTS
from symbinfo.course.marks import mark_table
from symbinfo.course.marks.answer_rows import FORMULA, read_rows
from symbinfo.course.marks.mark_table import mark_rows, table_of
from symbinfo.expressions.errors import SymbinfoError

SOURCE = r"""
[[exercise]]
id = "biased-coin"
topic = "entropy"
statement = "Heads come with probability $@{p}$ & tails < else: what is $H(X)$?"
given = ["X ~ Bernoulli(@{p})"]
ask = "H(X)"
unit = "bits"
answer = "-@{p}*log2(@{p}) - (1 - @{p})*log2(1 - @{p})"
hints = ["Weigh @{p}.", "And the rest."]
draw = { p = ["1/10", "1/5", "1/4", "3/10"] }

[[exercise.wrong]]
answer = "-@{p}*log2(@{p})"
slip = "tails are an outcome, too"

[[exercise]]
id = "rate"
topic = "entropy"
statement = "What is the entropy of an exponential law of rate $a$?"
ask = "H(Exponential(a))"
answer = "1 - log(a)"
"""
COIN, RATE = read_text(SOURCE)

# --- a class -----------------------------------------------------------------------------------------------------------

ANSWERS = """student,exercise,answer,seed
ann,biased-coin,0.469,
bob,rate,1 - log(a),
=1+1,biased-coin,-1/10*log2(1/10),
dan,rate
eve,nothing,1,
"fay,rate,"log(a
gus,rate,__import__('os').system('touch /tmp/symbinfo-was-here'),
hal,rate,1 - log(a),
ida,rate,,
"""


def marked(text: str, **more: Any) -> list[dict[str, str]]:
    with ThreadPoolExecutor(1) as executor:
        return mark_rows(read_rows(text), [COIN, RATE], executor=executor, **more)


def test_a_class_is_marked_row_by_row() -> None:
    rows = marked(ANSWERS)
    verdicts = [row["verdict"] for row in rows]
    assert verdicts == ["right", "right", "wrong", *["unreadable"] * 4, "right", "unreadable"]
    assert rows[2]["hint"] == "tails are an outcome, too"
    assert "line 5: the row has 2 cells" in rows[3]["reason"]
    assert "no exercise 'nothing'" in rows[4]["reason"]
    assert "line 7: the row cannot be read" in rows[5]["reason"]
    assert "is no name" in rows[6]["reason"] and not Path("/tmp/symbinfo-was-here").exists()
    assert "the answer is empty" in rows[8]["reason"]
    assert all("0.468" not in row["reason"] for row in rows)
    table = list(csv.DictReader(io.StringIO(table_of(rows))))
    assert len(table) == len(rows)
    assert not any(cell.startswith(FORMULA) for row in table for cell in row.values())
    again = read_rows(table_of(rows))
    assert again[2].student == "=1+1" and again[2].answer == "-1/10*log2(1/10)"


def test_what_is_marked_is_not_marked_again(tmp_path, monkeypatch) -> None:
    journal = tmp_path / "marks.csv.part"
    first = marked(ANSWERS, journal=journal)
    kept = journal.read_text(encoding="utf-8")
    assert len([line for line in kept.splitlines() if line]) == 4  # equal answers are one
    calls: list[str] = []

    def never(exercise: str, answers: list[str], seconds: float, reveal: bool) -> list[dict[str, str]]:
        calls.extend(answers)
        return [{"verdict": "right", "level": "", "reason": "", "hint": ""} for _ in answers]

    monkeypatch.setattr(mark_table, "marked", never)
    assert marked(ANSWERS, journal=journal) == first and calls == []
    journal.write_text(kept[: len(kept) // 2], encoding="utf-8")  # cut off in the middle of a line
    assert marked(ANSWERS, journal=journal)[0]["verdict"] == "right"
    assert calls
    calls.clear()
    marked(ANSWERS + "jim,rate,log(a),\n", journal=journal)
    assert calls == ["log(a)"]


@pytest.mark.parametrize(
    ("text", "message"),
    [("", "is empty"), ("a,b\n1,2", "names the columns"), ("student,exercise,answer,answer\n", "answer fails")],
)
def test_a_table_without_its_columns_is_refused(text, message) -> None:
    with pytest.raises(SymbinfoError, match=message):
        read_rows(text)


def test_a_table_may_be_written_in_other_ways() -> None:
    (row,) = read_rows('\ufeffAnswer;Student ;note;EXERCISE\r\n"log(2);\n+1";ann;x;rate\r\n'.lstrip("\ufeff"))
    assert (row.student, row.exercise, row.answer, row.trouble) == ("ann", "rate", "log(2);\n+1", "")


@pytest.mark.slow
def test_the_verb_writes_a_table_in_one_move(tmp_path, capfd) -> None:
    (tmp_path / "sheet.toml").write_text(SOURCE, encoding="utf-8")
    (tmp_path / "answers.csv").write_text(ANSWERS, encoding="utf-8")
    target = tmp_path / "marks.csv"
    words = ["mark", str(tmp_path / "answers.csv"), "--exercises", str(tmp_path / "sheet.toml"), "--jobs", "1"]
    assert main([*words, "-o", str(target)]) == 0
    assert len(list(csv.DictReader(io.StringIO(target.read_text(encoding="utf-8"))))) == 9
    assert sorted(p.name for p in tmp_path.iterdir()) == ["answers.csv", "marks.csv", "sheet.toml"]
    assert capfd.readouterr() == ("", "")
    assert main([*words, "--format", "json", "--reveal"]) == 0
    rows = json.loads(capfd.readouterr().out)["marks"]
    assert "right is 0.46899559" in rows[2]["reason"]
    assert main([*words, "-o", str(tmp_path)]) == 2


# --- sheets ------------------------------------------------------------------------------------------------------------


def test_a_seed_draws_another_sheet_which_is_right() -> None:
    sheets = {drawn(COIN, seed) for seed in range(12)}
    assert {sheet.given for sheet in sheets} == {(f"X ~ Bernoulli({p})",) for p in ("1/10", "1/5", "1/4", "3/10")}
    assert drawn(COIN, 7) == drawn(COIN, "7") == drawn(drawn(COIN, 3), 7)
    assert drawn(RATE, 7) is RATE
    for sheet in sheets:
        assert Judged.of(solve(sheet)).mark.right
        assert "@" not in f"{sheet.statement}{sheet.given}{sheet.answer}{sheet.hints}{sheet.wrong}"


@pytest.mark.parametrize(
    ("value", "text", "filled"),
    [
        ("3/5", "1 - @{r}**2", "1 - (3/5)**2"),
        ("3/5", "2*@{r} + 1/@{r}", "2*3/5 + 1/(3/5)"),
        ("1 + a", "2*@{r} - @{r}", "2*(1 + a) - (1 + a)"),
        ("3/5", "log(@{r})", "log(3/5)"),
        ("7", "@{r}^2", "7^2"),
    ],
)
def test_a_drawn_value_stays_together(value, text, filled) -> None:
    (one,) = read_text(
        f'{SOURCE[: SOURCE.index("id =")]}id = "a"\ntopic = "t"\nstatement = "@{{r}}"\nask = "{text}"\n'
        f'answer = "{text}"\ndraw = {{ r = ["{value}"] }}'
    )
    sheet = drawn(one)
    assert (sheet.ask, sheet.answer, sheet.statement) == (filled, filled, value)


def test_an_answer_is_marked_by_the_sheet_of_its_student() -> None:
    (seed,) = [s for s in map(str, range(30)) if drawn(COIN, s).given == ("X ~ Bernoulli(1/4)",)][:1]
    rows = marked(f"student,exercise,answer,seed\nann,biased-coin,0.811,{seed}\nbob,biased-coin,0.811,\n")
    assert [row["verdict"] for row in rows] == ["right", "wrong"]


BAD = [
    ('draw = { p = ["1/10", "1/5", "1/4", "3/10"] }', "draw = { p = [] }", "1 to 100 values for p"),
    ('draw = { p = ["1/10", "1/5", "1/4", "3/10"] }', "draw = { p = [0.1] }", "texts or whole numbers"),
    ('draw = { p = ["1/10", "1/5", "1/4", "3/10"] }', 'draw = { q = ["1"] }', "is not drawn"),
    ("Weigh @{p}.", "Weigh @.", "a stray @"),
]


@pytest.mark.parametrize(("old", "new", "message"), BAD, ids=[new for _, new, _ in BAD])
def test_what_cannot_be_drawn_is_told(old, new, message) -> None:
    with pytest.raises(SymbinfoError, match=message):
        read_text(SOURCE.replace(old, new))


# --- in Python ---------------------------------------------------------------------------------------------------------


def test_an_exercise_is_asked_in_a_notebook(tmp_path) -> None:
    path = tmp_path / "sheet.toml"
    path.write_text(SOURCE, encoding="utf-8")
    posed = si.exercise("rate", file=path)
    assert posed.check("1 - log(a)").right
    wrong = posed.check("1 + log(a)")
    assert "which is not the value there" in str(wrong) and "<script" not in wrong._repr_html_()
    unread = posed.check("1 - log(<script>")
    assert unread.verdict == "undecided" and "<script" not in unread._repr_html_()
    assert posed.solution().result.has(log)
    coin = si.exercise("biased-coin", file=path, seed=7)
    assert coin.hint(2) == "And the rest." and "&amp;" in coin._repr_html_() and "< else" not in coin._repr_html_()
    with pytest.raises(SymbinfoError, match="no hint 3"):
        coin.hint(3)
    with pytest.raises(SymbinfoError, match="holds no exercise"):
        si.exercise("other", file=path)


# --- other programs ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def judged() -> list[Judged]:
    return [Judged.of(solve(one)) for one in (COIN, RATE)]


def test_a_question_bank_of_moodle(judged) -> None:
    quiz = ET.fromstring(EXPORTS["moodle"](judged).encode())
    assert [question.get("type") for question in quiz] == ["category", "numerical", "essay"]
    number = quiz[1]
    values = {float(a.findtext("text")): a for a in number.iter("answer")}
    assert {round(v, 4): a.get("fraction") for v, a in values.items()} == {0.4690: "100", 0.3322: "0"}
    assert all(0 < float(a.findtext("tolerance")) <= 0.0005 for a in values.values())
    told = number.findtext("questiontext/text")
    assert r"\(1/10\) &amp; tails &lt; else" in told and ET.fromstring(f"<p>{told}</p>") is not None
    assert len(number.findall("hint")) == 2 and quiz[2].find("hint") is None
    assert "1 - log(a)" in quiz[2].findtext("graderinfo/text") and "1 - log(a)" not in quiz[2].findtext(
        "questiontext/text"
    )


def test_each_question_has_what_moodle_imports(judged) -> None:
    """The elements, the attributes and their values of https://docs.moodle.org/en/Moodle_XML_format."""
    quiz = ET.fromstring(EXPORTS["moodle"](judged).encode())
    assert quiz.tag == "quiz" and quiz[0].findtext("category/text").startswith("$course$/")
    for question in quiz[1:]:
        assert question.findtext("name/text").strip() and float(question.findtext("defaultgrade")) > 0
        for part in ("questiontext", "generalfeedback", *(["graderinfo"] if question.get("type") == "essay" else [])):
            assert question.find(part).get("format") == "html" and question.find(f"{part}/text") is not None
        assert all(h.get("format") == "html" and h.findtext("text") for h in question.findall("hint"))
        answers = question.findall("answer")
        if question.get("type") == "essay":
            formats = {"editor", "editorfilepicker", "plain", "monospaced", "noinline"}
            assert answers == [] and question.findtext("responseformat") in formats
            assert question.findtext("responserequired") in "01" and question.findtext("responsefieldlines").isdigit()
            continue
        assert [a.get("fraction") for a in answers].count("100") == 1 and {a.get("fraction") for a in answers} <= {
            "0",
            "100",
        }
        assert all(a.find("feedback").get("format") == "html" and float(a.findtext("tolerance")) >= 0 for a in answers)


def test_a_sheet_of_the_exam_class(judged) -> None:
    tex = EXPORTS["exam"](judged)
    assert tex.startswith(r"\documentclass[11pt,a4paper]{exam}") and tex.count(r"\begin{solution}") == 2
    assert r"\& tails" in tex and "%\\printanswers\n\\begin{document}" in tex


@pytest.mark.pages
@pytest.mark.parametrize("solutions", [False, True])
def test_a_sheet_is_set_with_no_line_over_the_margin(solutions, tmp_path) -> None:
    kit.need("pdflatex", "exam.cls")
    ids = ("capacity-of-a-flip", "elbo-of-a-gaussian", "joint-table", "code-of-five-letters-c", "gaussian-kl")
    tex = EXPORTS["exam"]([Judged.of(solve(find(name))) for name in ids])
    tex = tex.replace("%\\printanswers", "\\printanswers") if solutions else tex
    (tmp_path / "sheet.tex").write_text(tex, encoding="utf-8")
    command = ["pdflatex", "-no-shell-escape", "-halt-on-error", "-interaction=nonstopmode", "sheet.tex"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stdout[-1000:]
    wide = re.findall(r"Overfull \\hbox \(([\d.]+)pt", (tmp_path / "sheet.log").read_text(errors="replace"))
    assert all(float(points) < 2 for points in wide), wide
    (tmp_path / "sheet.tex").write_text(tex.replace(r"\end{questions}", r"\end{question}"), encoding="utf-8")
    assert subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=60).returncode != 0
