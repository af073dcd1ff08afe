"""``symbinfo solve``: lists the exercises, shows solutions and hints, and marks answers."""

from __future__ import annotations

import json
import os
from typing import Any

from symbinfo.expressions.errors import SymbinfoError

__all__ = ["run"]


def run(o: dict[str, Any]) -> tuple[int, str]:
    """The exit code, and what is printed."""
    from symbinfo.course.exercises import exercises

    form = o["format"]
    if o["answer"] is not None and not o["answer"].strip():
        raise SymbinfoError('the answer is empty: write an expression, such as --answer "log(2)"')
    if o["lines"] is not None:
        from symbinfo.cli.worked_lines import run_solution

        return run_solution(o, _of_a_file(o["what"]) or [e for what in o["what"] for e in _chosen(what)])
    if not o["what"]:
        if o["answer"] is not None:
            raise SymbinfoError("--answer needs an exercise: `symbinfo solve ID --answer TEXT`")
        return 0, _listed(exercises(), form)
    chosen = [exercise for what in o["what"] for exercise in _chosen(what)]
    if o["answer"] is not None:
        return _marked(chosen, o["answer"], form, o["form"])
    if o["hint"] and form == "text":
        from symbinfo.course.exercises.showing import hints_of

        return 0, hints_of(chosen)
    from symbinfo.course.exercises import Judged, solve
    from symbinfo.course.exercises.showing import shown

    judged = [Judged.of(solve(exercise)) for exercise in chosen]
    return max(one.mark.exit_code for one in judged), shown(judged, form, o.get("encoding"))


def _chosen(what: str) -> tuple[Any, ...]:
    from symbinfo.course.exercises import find, read_file

    if what.endswith(".toml") or os.sep in what or os.path.isfile(what):
        return read_file(what)
    return (find(what),)


def _of_a_file(what: list[str]) -> list[Any]:
    """``FILE ID``: the exercise of a file that is called so."""
    if len(what) != 2 or not what[0].endswith(".toml"):
        return []
    found = [exercise for exercise in _chosen(what[0]) if exercise.id == what[1]]
    if not found:
        raise SymbinfoError(f"{what[0]} holds no exercise {what[1]!r}")
    return found


def _listed(exercises: Any, form: str) -> str:
    if form == "json":
        rows = [{"id": e.id, "topic": e.topic, "statement": e.statement} for e in exercises]
        return json.dumps({"exercises": rows}, indent=2, ensure_ascii=False) + "\n"
    width = max((len(e.id) for e in exercises), default=0)
    topics = max((len(e.topic) for e in exercises), default=0)
    return "".join(f"{e.id:<{width}}  {e.topic:<{topics}}  {_short(e.statement)}\n" for e in exercises)


def _short(statement: str, room: int = 70) -> str:
    from symbinfo.course.exercises.showing import plain_of

    words = plain_of(statement)
    return words if len(words) <= room else f"{words[: room - 3].rsplit(' ', 1)[0]}..."


def _marked(chosen: list[Any], answer: str, form: str, written: str) -> tuple[int, str]:
    from symbinfo.course.exercises import mark

    if len(chosen) != 1:
        raise SymbinfoError(f"an answer is marked for one exercise: {len(chosen)} are given; name one")
    from symbinfo.query.reading import reading_of, with_reading

    found = mark(chosen[0], answer, form=written)
    reading = reading_of(answer, written)
    if form == "json":
        data = with_reading({"id": chosen[0].id, "answer": answer, **found.to_dict()}, reading)
        return found.exit_code, json.dumps(data, indent=2, ensure_ascii=False) + "\n"
    return found.exit_code, found.text() + (reading.told() if reading else "")
