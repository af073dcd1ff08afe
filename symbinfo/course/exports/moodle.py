"""A question bank in Moodle's XML: numbers are marked there, formulas are typed and marked from a table of answers.

Moodle's numerical questions compare a number within a tolerance; a formula has many right forms, which Moodle cannot
tell, so it is asked as an essay, with the solution for who grades. The format: https://docs.moodle.org/en/Moodle_XML_format
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from html import escape
from xml.etree import ElementTree as ET

from sympy import Expr

from symbinfo.course.exercises.marking import Judged
from symbinfo.course.exercises.read_answers import read_answer
from symbinfo.course.exercises.showing import answer_of, pieces_of
from symbinfo.expressions.errors import QueryError
from symbinfo.render.html import body_of
from symbinfo.render.story import tell

__all__ = ["written"]

#: How many digits of a number are written, and to how many an answer must be right, as it must with `--answer`.
WRITTEN, RIGHT = 12, 3


def written(judged: Sequence[Judged]) -> str:
    """The quiz, a category for each topic."""
    quiz = ET.Element("quiz")
    topic = None
    for one in judged:
        exercise = one.solution.exercise
        if exercise.topic != topic:
            topic = exercise.topic
            category = ET.SubElement(ET.SubElement(quiz, "question", type="category"), "category")
            _text(category, "$course$/top/" + topic.replace("/", "//"))
        quiz.append(_question(one))
    ET.indent(quiz)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(quiz, encoding="unicode") + "\n"


def _question(judged: Judged) -> ET.Element:
    solution = judged.solution
    exercise = solution.exercise
    value = _decimal(solution.result)
    number = value is not None and judged.mark.right
    question = ET.Element("question", type="numerical" if number else "essay")
    _text(ET.SubElement(question, "name"), f"{exercise.id} {exercise.seed}".strip())
    given = "".join(f"<li><code>{escape(line)}</code></li>" for line in exercise.given)
    unit = "" if exercise.theorem else f" <em>(in {escape(exercise.unit)})</em>"
    asked = f"<p>{_statement(exercise.statement)}{unit}</p>" + (f"<ul>{given}</ul>" if given else "")
    _html(ET.SubElement(question, "questiontext"), asked)
    _html(ET.SubElement(question, "generalfeedback"), _solution(judged))
    ET.SubElement(question, "defaultgrade").text = "1"
    if number and value is not None:
        _numerical(question, judged, value)
    else:
        ET.SubElement(question, "responseformat").text = "plain"
        ET.SubElement(question, "responserequired").text = "1"
        ET.SubElement(question, "responsefieldlines").text = "3"
        _html(ET.SubElement(question, "graderinfo"), _solution(judged))
    for hint in exercise.hints if number else ():  # an essay has none
        _html(ET.SubElement(question, "hint"), f"<p>{_statement(hint)}</p>")
    return question


def _numerical(question: ET.Element, judged: Judged, value: Decimal) -> None:
    """The right number, and the listed wrong ones that are numbers, each with its slip."""
    tolerance = _half_a_unit(value)
    _number(question, value, 100, tolerance, "")
    seen = [value]
    for wrong in judged.solution.exercise.wrong:
        try:
            other = _decimal(read_answer(wrong.answer, judged.solution).value)
        except QueryError:
            continue
        if other is not None and all(abs(other - known) > 2 * tolerance for known in seen):
            seen.append(other)
            _number(question, other, 0, min(tolerance, _half_a_unit(other)), wrong.slip)
    for key, told in (("unitgradingtype", "0"), ("unitpenalty", "0.1"), ("showunits", "3"), ("unitsleft", "0")):
        ET.SubElement(question, key).text = told


def _number(question: ET.Element, value: Decimal, fraction: int, tolerance: Decimal, slip: str) -> None:
    answer = ET.SubElement(question, "answer", fraction=str(fraction), format="moodle_auto_format")
    _text(answer, f"{value:f}")
    ET.SubElement(answer, "tolerance").text = f"{tolerance:f}"
    _html(ET.SubElement(answer, "feedback"), f"<p>{escape(slip)}</p>" if slip else "")


def _half_a_unit(value: Decimal) -> Decimal:
    """Half a unit of the last digit that counts; of 0 nothing is rounded away."""
    return Decimal(5).scaleb(value.adjusted() - RIGHT) if value else Decimal(0)


def _decimal(expr: Expr) -> Decimal | None:
    """A finite number in digits; None of any other expression, and of one without a closed form."""
    if expr.free_symbols or not expr.is_number or not expr.is_finite or not expr.is_real:
        return None
    return Decimal(str(expr.evalf(WRITTEN)))


def _solution(judged: Judged) -> str:
    """The derivation, whose formulas are MathML, and the answer."""
    answer = f"<p><b>Answer:</b> <code>{escape(answer_of(judged))}</code></p>"
    derivation = judged.solution.derivation
    if derivation is None:
        return answer
    return f"<div>{body_of(tell(derivation))}</div>{answer}"


def _statement(text: str) -> str:
    r"""A statement for MathJax: formulas in ``\(...\)``, which is how Moodle's filter finds them."""
    return "".join(rf"\({escape(part)}\)" if math else escape(part) for math, part in pieces_of(text))


def _text(parent: ET.Element, text: str) -> None:
    ET.SubElement(parent, "text").text = text


def _html(parent: ET.Element, html: str) -> None:
    parent.set("format", "html")
    _text(parent, html)
