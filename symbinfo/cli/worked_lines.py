"""``solve ID --lines FILE`` and ``verify --lines FILE``: worked solutions and chains, line by line."""

from __future__ import annotations

import json
from typing import Any

from symbinfo.cli.streams import text_of_file
from symbinfo.expressions.errors import SymbinfoError
from symbinfo.expressions.verdict_words import Outcome

__all__ = ["run_chain", "run_solution"]

#: Of the limit of time, what the lines may take: what is left is for the start and for telling what was found.
SHARE = 0.8


def run_solution(o: dict[str, Any], chosen: list[Any]) -> tuple[int, str]:
    """Judge a worked solution of an exercise."""
    from symbinfo.course.exercises.worked_solutions import mark_lines

    if o["answer"] is not None:
        raise SymbinfoError("--answer marks an answer and --lines a worked solution: give one of them")
    if o["format"] not in ("text", "json"):
        raise SymbinfoError(f"what is found of lines is told as text or json: --format {o['format']} is for solutions")
    exercise = _one(chosen)
    found = mark_lines(exercise, _text(o), form=o["form"], reveal=o["reveal"], seconds=SHARE * o["timeout"])
    if o["format"] == "json":
        return found.exit_code, _json({"id": exercise.id, **found.to_dict()})
    return found.exit_code, found.text()


def _one(chosen: list[Any]) -> Any:
    """The one exercise."""
    if len(chosen) != 1:
        advice = "name one: `symbinfo solve [FILE] ID --lines FILE`"
        raise SymbinfoError(f"a worked solution is of one exercise: {len(chosen)} are given; {advice}")
    return chosen[0]


def run_chain(o: dict[str, Any]) -> tuple[Outcome, str]:
    """Judge a chain that is no answer to an exercise: what is found of it, and what is printed."""
    from symbinfo.verification.worked.judge_lines import judge_chain

    found = judge_chain(
        _text(o), o["given"] or (), o["unit"] or "nats", o["base"], o["form"], seconds=SHARE * o["timeout"]
    )
    return found.verdict, _json(found.to_dict()) if o["format"] == "json" else found.text()


def _text(o: dict[str, Any]) -> str:
    text = o["query"] if o["lines"] == "-" else text_of_file(o["lines"])
    if not text.strip():
        raise SymbinfoError("no lines are given: write one formula a line")
    return str(text)


def _json(data: dict[str, Any]) -> str:
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"
