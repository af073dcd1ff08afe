"""A sheet in LaTeX of the exam class: questions, and solutions that one line of the file shows or hides."""

from __future__ import annotations

from collections.abc import Sequence

from symbinfo.course.exercises.marking import Judged
from symbinfo.course.exercises.showing import answer_of, pieces_of
from symbinfo.render.article import PREAMBLE, body_of
from symbinfo.render.names import escape_text
from symbinfo.render.story import tell

__all__ = ["written"]

CLASS = r"\documentclass[11pt,a4paper]{exam}"
#: Without the comment sign, the solutions are printed.
SWITCH = "% Remove the percent sign of the next line to print the solutions.\n%\\printanswers\n"


def written(judged: Sequence[Judged]) -> str:
    """The document: it compiles with the exam class, amsmath, amssymb, bm and geometry."""
    _, packages = PREAMBLE.split("\n", 1)
    head = packages.replace(r"\begin{document}", SWITCH + r"\begin{document}")
    parts = [CLASS + "\n" + head + r"\begin{questions}", *map(_question, judged), r"\end{questions}"]
    return "\n\n".join(parts) + "\n\\end{document}\n"


def _question(judged: Judged) -> str:
    exercise = judged.solution.exercise
    said = text_of(exercise.statement)
    unit = "" if exercise.theorem else rf" \emph{{(in {escape_text(exercise.unit)})}}"
    given = [rf"\texttt{{{escape_text(line)}}}" for line in exercise.given]
    asked = rf"Asked: \texttt{{{escape_text(exercise.ask)}}}"
    derivation = judged.solution.derivation
    solution = [body_of(tell(derivation))] if derivation is not None else []
    solution.append(rf"{{\raggedright \textbf{{Answer:}} \texttt{{{escape_text(answer_of(judged))}}}\par}}")
    lines = [
        rf"\titledquestion{{{escape_text(exercise.id)}}}",
        said + unit,
        r"{\raggedright " + r"\\ ".join([*given, asked]) + r"\par}",
        r"\begin{solution}",
        "\n\n".join(solution),
        r"\end{solution}",
    ]
    return "\n\n".join(lines)


def text_of(statement: str) -> str:
    """A statement as LaTeX: words without anything that LaTeX would act on, formulas as they are."""
    return "".join(f"${part}$" if math else escape_text(part) for math, part in pieces_of(statement))
