"""A solved exercise on paper, on the screen and as data: what was asked, the derivation, the answer in numbers."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from html import escape
from typing import Any

from symbinfo.course.exercises.exercise_files import Exercise
from symbinfo.course.exercises.marking import Basis, Judged
from symbinfo.expressions.errors import SymbinfoError
from symbinfo.render.layout import Layout

__all__ = ["answer_of", "body_in_html", "data_of", "hints_of", "in_html", "pieces_of", "plain_of", "shown"]

WIDTH = 92


def shown(judged: Sequence[Judged], form: str, encoding: str | None = None, width: int | None = None) -> str:
    """Solved exercises in one of the formats: text, markdown, latex, html or json.

    Parameters
    ----------
    judged : sequence of Judged
        At least one.
    form : str
        The format; JSON of one exercise is its object, of several a list under ``exercises``.
    encoding : str, optional
        What the screen can show, for text.
    width : int, optional
        The columns of a line, for text.
    """
    if form == "json":
        data = [data_of(one) for one in judged]
        return json.dumps(data[0] if len(data) == 1 else {"exercises": data}, indent=2, ensure_ascii=False) + "\n"
    if form == "text":
        return "\n\n".join(_text(one, encoding, width) for one in judged)
    if form == "markdown":
        return "\n".join(map(_markdown, judged))
    return _latex(judged) if form == "latex" else _html(judged)


def hints_of(
    exercises: Sequence[Exercise], form: str = "text", number: int | None = None, width: int | None = None
) -> str:
    """The statements and their hints, all or one of them, without the solutions.

    Raises
    ------
    SymbinfoError
        When there is no hint of that number.
    """
    if form == "json":
        rows = [
            {"id": e.id, "topic": e.topic, "statement": e.statement, "hints": _hints(e, number), "number": len(e.hints)}
            for e in exercises
        ]
        return json.dumps(rows[0] if len(rows) == 1 else {"exercises": rows}, indent=2, ensure_ascii=False) + "\n"
    parts = []
    for exercise in exercises:
        own = enumerate(_hints(exercise, number), number or 1)
        if form == "markdown":
            lines = [f"{n}. {hint}" for n, hint in own] or ["No hints."]
            parts.append("\n".join([f"## {exercise.id}", "", exercise.statement.strip(), "", *lines, ""]))
            continue
        hints = [_folded(plain_of(hint), f"hint {n}  ", width) for n, hint in own] or ["no hints"]
        more = len(exercise.hints) - (number or len(exercise.hints))
        hints += [f"{more} more: --hint {(number or 0) + 1}"] if more else []
        parts.append(
            "\n".join([_head(exercise), "", _folded(plain_of(exercise.statement), width=width), "", *hints, ""])
        )
    return "\n".join(parts)


def _hints(exercise: Exercise, number: int | None) -> list[str]:
    if number is None:
        return list(exercise.hints)
    if not 1 <= number <= len(exercise.hints):
        has = f"{len(exercise.hints)} hint{'s' * (len(exercise.hints) != 1)}"
        raise SymbinfoError(f"exercise {exercise.id} has {has}: there is no hint {number}")
    return [exercise.hints[number - 1]]


def data_of(judged: Judged) -> dict[str, Any]:
    """A solved exercise as JSON data."""
    from symbinfo.render.json import to_dict

    solution = judged.solution
    exercise, derivation = solution.exercise, solution.derivation
    found = None if derivation is None else to_dict(derivation)
    if found is not None:
        result = found["result"]
    else:
        from sympy import latex

        result = {"sympy": str(solution.result), "latex": latex(solution.result)}
    return {
        "id": exercise.id,
        "topic": exercise.topic,
        "statement": exercise.statement,
        "given": list(exercise.given),
        "ask": exercise.ask,
        "unit": exercise.unit,
        **({"seed": exercise.seed} if exercise.seed else {}),
        "hints": list(exercise.hints),
        "answer": exercise.answer,
        "mark": judged.mark.to_dict(),
        "result": result,
        "value": solution.decimal or None,
        "derivation": found,
    }


def _head(exercise: Exercise) -> str:
    sheet = f", sheet {exercise.seed}" if exercise.seed else ""
    return f"{exercise.id}  ({exercise.topic}{sheet})"


def plain_of(statement: str) -> str:
    """The statement for a terminal: formulas in Unicode, where they can be read."""
    from symbinfo.render.line import line_of

    return "".join(_set(part, line_of) if math else part for math, part in pieces_of(statement))


def _set(tex: str, write: Callable[[Layout], str], otherwise: Callable[[str], str] = str) -> str:
    """A formula of a statement in some form, or as it was typed where it is not of the short list that is read."""
    from symbinfo.render.tex import layout_of_latex

    try:
        return write(layout_of_latex(tex))
    except SymbinfoError:
        return otherwise(tex)


def _folded(text: str, first: str = "", width: int | None = None) -> str:
    from textwrap import fill

    return fill(text, width or WIDTH, initial_indent=first, subsequent_indent=" " * len(first))


def _asked(exercise: Exercise) -> str:
    return exercise.ask if exercise.theorem else f"{exercise.ask}, in {exercise.unit}"


def answer_of(judged: Judged) -> str:
    """The answer as the exercise states it, with its value; or with the word that it is undecided, and why."""
    stated = judged.solution.exercise.answer
    if not judged.mark.right:
        return f"{stated} ({judged.mark.verdict}: {judged.mark.reason})"
    decimal = judged.solution.decimal
    if judged.mark.level is Basis.ROUNDED:
        return f"{stated} (rounded from {decimal})" if decimal else f"{stated} (rounded)"
    return f"{stated} = {decimal}" if decimal and decimal != stated else stated


def _text(judged: Judged, encoding: str | None, width: int | None) -> str:
    from symbinfo.render import render

    solution = judged.solution
    exercise = solution.exercise
    lines = [_head(exercise), "", _folded(plain_of(exercise.statement), width=width), ""]
    lines += [f"{'Given' if not n else '':<8}{line}" for n, line in enumerate(exercise.given)]
    lines += [f"{'Asked':<8}{_asked(exercise)}", ""]
    if solution.derivation is not None:
        lines += [render(solution.derivation, "text", encoding=encoding, width=width).rstrip("\n"), ""]
    lines.append(f"{'Answer':<8}{answer_of(judged)}")
    return "\n".join(lines) + "\n"


def _markdown(judged: Judged) -> str:
    from symbinfo.render.markdown import body_of
    from symbinfo.render.story import tell

    solution = judged.solution
    exercise = solution.exercise
    lines = [f"## {exercise.id}", "", exercise.statement.strip(), ""]
    lines += [f"- `{line}`" for line in exercise.given]
    lines += ([""] if exercise.given else []) + [f"Asked: `{_asked(exercise)}`", ""]
    if solution.derivation is not None:
        lines += [body_of(tell(solution.derivation)).strip("\n"), ""]
    return "\n".join([*lines, f"**Answer:** `{answer_of(judged)}`"]) + "\n"


def pieces_of(statement: str) -> list[tuple[bool, str]]:
    """The statement as (whether it is mathematics, text)."""
    parts = re.split(r"\$([^$]*)\$", " ".join(statement.split()))
    return [(bool(n % 2), part) for n, part in enumerate(parts)]


def _latex(judged: Sequence[Judged]) -> str:
    from symbinfo.render.article import body_of, document_of
    from symbinfo.render.names import escape_text
    from symbinfo.render.story import tell

    parts = []
    for one in judged:
        solution, exercise = one.solution, one.solution.exercise
        said = "".join(f"${part}$" if math else escape_text(part) for math, part in pieces_of(exercise.statement))
        given = [rf"\texttt{{{escape_text(line)}}}" for line in exercise.given]
        parts += [rf"\subsection*{{{escape_text(_head(exercise))}}}", said]
        parts.append(r"\\ ".join([*given, rf"Asked: \texttt{{{escape_text(_asked(exercise))}}}"]))
        if solution.derivation is not None:
            parts.append(body_of(tell(solution.derivation)))
        parts.append(rf"\textbf{{Answer:}} \texttt{{{escape_text(answer_of(one))}}}")
    return document_of(parts)


def in_html(statement: str) -> str:
    """A statement or a hint as HTML: formulas as MathML, where they can be read."""
    from symbinfo.render.mathml import mathml_of_layout

    return "".join(
        _set(part, mathml_of_layout, lambda tex: f"<i>{escape(tex)}</i>") if math else escape(part)
        for math, part in pieces_of(statement)
    )


def body_in_html(one: Judged) -> str:
    """A solved exercise as HTML, without the page around it."""
    from symbinfo.render.html import body_of
    from symbinfo.render.story import tell

    solution, exercise = one.solution, one.solution.exercise
    given = "".join(f"<li><code>{escape(line)}</code></li>" for line in exercise.given)
    parts = [f"<h1>{escape(_head(exercise))}</h1>", f"<p>{in_html(exercise.statement)}</p>"]
    parts += [f"<ul>{given}</ul>"] if given else []
    parts.append(f"<p>Asked: <code>{escape(_asked(exercise))}</code></p>")
    if solution.derivation is not None:
        parts.append(body_of(tell(solution.derivation)))
    return "\n".join([*parts, f"<p><b>Answer:</b> <code>{escape(answer_of(one))}</code></p>"])


def _html(judged: Sequence[Judged]) -> str:
    from symbinfo.render.style import page_of

    title = "Exercises" if len(judged) > 1 else judged[0].solution.exercise.id
    return page_of(title, "\n".join(map(body_in_html, judged)))
