"""``symbinfo solve``: lists the exercises, shows solutions and hints, and marks answers."""

from __future__ import annotations

import json
import os
from typing import Any

from symbinfo.cli.streams import PIPED
from symbinfo.expressions.errors import SymbinfoError

__all__ = ["run"]

#: The beginning of a statement has at least so many letters, or is left out.
SHORTEST = 12


def run(o: dict[str, Any]) -> tuple[int, str]:
    """The exit code, and what is printed."""
    from symbinfo.course.exercises import exercises

    form = o["format"]
    if o["answer"] is not None and not o["answer"].strip():
        raise SymbinfoError('the answer is empty: write an expression, such as --answer "log(2)"')
    if o["reveal"] and o["answer"] is None and o["lines"] is None:
        raise SymbinfoError("--reveal goes with --answer or --lines: a solution tells what is right by itself")
    if o["lines"] is not None:
        from symbinfo.cli.worked_lines import run_solution

        return run_solution(o, _all_of(o))
    if not o["what"]:
        if o["answer"] is not None or o["hint"] is not None:
            raise SymbinfoError("name an exercise: `symbinfo solve ID --answer TEXT`, `symbinfo solve ID --hint`")
        return 0, _listed(exercises(), form, o["width"])
    chosen = _all_of(o)
    if o["answer"] is not None:
        return _marked(chosen, o)
    if o["hint"] is not None:
        if form not in ("text", "json", "markdown"):
            raise SymbinfoError(f"hints are told as text, json or markdown: --format {form} is for solutions")
        from symbinfo.course.exercises.showing import hints_of

        return 0, hints_of(chosen, form, o["hint"] or None, o["width"])
    from symbinfo.course.exercises import Judged, solve
    from symbinfo.course.exports import sheet_of

    judged = [Judged.of(solve(exercise)) for exercise in chosen]
    return max(one.mark.exit_code for one in judged), sheet_of(judged, form, o.get("encoding"), o["width"])


def _all_of(o: dict[str, Any]) -> list[Any]:
    """All exercises that are named, with their numbers drawn."""
    from symbinfo.course.exercises.drawing import drawn

    what = o["what"]
    found = _of_a_file(what) or [exercise for one in what for exercise in _chosen(one)]
    return [drawn(exercise, o["seed"]) for exercise in found]


def _chosen(what: str) -> tuple[Any, ...]:
    from symbinfo.course.exercises import find, read_file

    return read_file(what) if _is_file(what) else (find(what),)


def _is_file(what: str) -> bool:
    return what.endswith(".toml") or os.sep in what or os.path.isfile(what)


def _of_a_file(what: list[str]) -> list[Any]:
    """``FILE ID ...``: the exercises of a file that are called so."""
    if len(what) < 2 or not _is_file(what[0]) or any(map(_is_file, what[1:])):
        return []
    from symbinfo.course.exercises.posed import find_in

    return [find_in(_chosen(what[0]), name, what[0]) for name in what[1:]]


def _listed(exercises: Any, form: str, columns: int | None) -> str:
    if form == "json":
        rows = [{"id": e.id, "topic": e.topic, "statement": e.statement} for e in exercises]
        return json.dumps({"exercises": rows}, indent=2, ensure_ascii=False) + "\n"
    return "".join(f"{line}\n" for line in _lines(exercises, columns or PIPED))


def _lines(exercises: Any, columns: int) -> list[str]:
    """An exercise a line: its name, its topic and the beginning of its statement, as far as there is room."""
    names = max((len(e.id) for e in exercises), default=0)
    topics = max((len(e.topic) for e in exercises), default=0)
    if names + 2 + topics > columns:
        return [e.id for e in exercises]
    room = min(70, columns - names - topics - 4)
    if room < SHORTEST:
        return [f"{e.id:<{names}}  {e.topic}" for e in exercises]
    return [f"{e.id:<{names}}  {e.topic:<{topics}}  {_short(e.statement, room)}" for e in exercises]


def _short(statement: str, room: int) -> str:
    from symbinfo.course.exercises.showing import plain_of

    words = plain_of(statement)
    return words if len(words) <= room else f"{words[: room - 3].rsplit(' ', 1)[0]}..."


def _marked(chosen: list[Any], o: dict[str, Any]) -> tuple[int, str]:
    from symbinfo.course.exercises import mark, solve

    if len(chosen) != 1:
        raise SymbinfoError(f"an answer is marked for one exercise: {len(chosen)} are given; name one")
    if o["format"] not in ("text", "json"):
        raise SymbinfoError(f"a mark is told as text or json: --format {o['format']} is for solutions")
    from symbinfo.query.reading import reading_of, with_reading

    (exercise,), answer, reveal = chosen, o["answer"], o["reveal"]
    solution = solve(exercise)
    found = mark(exercise, answer, solution, o["form"])
    reading = reading_of(answer, o["form"])
    right = {"right": exercise.answer, "value": solution.decimal or None} if reveal else {}
    if o["format"] == "json":
        data = with_reading({"id": exercise.id, "answer": answer, **found.to_dict(reveal), **right}, reading)
        return found.exit_code, json.dumps(data, indent=2, ensure_ascii=False) + "\n"
    told = found.text(reveal) + (reading.told() if reading else "")
    if reveal:
        decimal = f" = {solution.decimal}" if solution.decimal and solution.decimal != exercise.answer else ""
        told += f"{'answer':<10}{exercise.answer}{decimal}\n"
    return found.exit_code, told
