"""A table of marks: a row for each row of answers, in their order.

What is marked is kept in a file beside the table until this is whole, so that an interrupted run goes on where it stopped.
"""

from __future__ import annotations

import csv
import io
import json
import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path

from symbinfo.course.exercises.drawing import drawn
from symbinfo.course.exercises.exercise_files import Exercise
from symbinfo.course.marks.answer_rows import FORMULA, AnswerRow
from symbinfo.course.marks.mark_job import marked, packed, preload, unreadable
from symbinfo.expressions.errors import SymbinfoError
from symbinfo.jobs.cache import engine_state, key_of
from symbinfo.jobs.workers import Tell, each, workers_of

__all__ = ["COLUMNS", "Marks", "counted", "mark_rows", "table_of"]

COLUMNS = ("student", "exercise", "seed", "answer", "verdict", "reason", "hint", "level")
#: How many answers to one exercise are marked by one call.
TOGETHER = 8

Marks = dict[str, Mapping[str, str]]


def mark_rows(
    rows: Sequence[AnswerRow],
    exercises: Sequence[Exercise],
    *,
    journal: Path | None = None,
    seconds: float = 60.0,
    jobs: int | None = None,
    reveal: bool = False,
    executor: Executor | None = None,
    tell: Tell = lambda what, done, total: None,
) -> list[dict[str, str]]:
    """Mark the answers of a class; equal answers to one exercise are marked once.

    Parameters
    ----------
    rows : sequence of AnswerRow
        As from `read_rows`.
    exercises : sequence of Exercise
        What they may name.
    journal : path, optional
        A file in which marks are kept until the table is whole.
    seconds : float
        The limit of time for each answer.
    jobs : int, optional
        How many processes work; as many as there are processors by default.
    reveal : bool
        Whether reasons may tell what is right.
    executor : concurrent.futures.Executor, optional
        Where the work is done, instead of processes of our own.
    tell : callable
        Told what is being done, how much of it is done, and how much there is.

    Returns
    -------
    list of dict
        By the columns of `COLUMNS`, a row for each of `rows`.
    """
    known = {exercise.id: exercise for exercise in exercises}
    asked: dict[tuple[str, str], str] = {}
    keys: list[str] = []
    marks: Marks = {}
    answers: dict[str, dict[str, str]] = {}
    for row in rows:
        found = _trouble(row, known)
        if found is None and (row.exercise, row.seed) not in asked:
            try:
                asked[row.exercise, row.seed] = packed(drawn(known[row.exercise], row.seed or None))
            except SymbinfoError as error:
                found = str(error)
        if found is not None:
            keys.append(found)
            marks[found] = unreadable(found)
            continue
        exercise = asked[row.exercise, row.seed]
        key = key_of(exercise, row.answer, reveal, engine_state())
        keys.append(key)
        answers.setdefault(exercise, {})[key] = row.answer
    with _journal(journal) as (kept, say):
        marks.update(kept)
        calls = dict(_calls(answers, marks, seconds, reveal))
        with workers_of(executor, preload, jobs or os.cpu_count() or 1) as workers:
            for name, told in each(workers, calls, "marking", tell):
                for key, mark in zip(name.split(), told, strict=True):
                    marks[key] = mark
                    say(json.dumps({"key": key, **mark}, ensure_ascii=False))
    return [{**_cells(row), **marks[key]} for row, key in zip(rows, keys, strict=True)]


def _trouble(row: AnswerRow, known: Mapping[str, Exercise]) -> str | None:
    """Why a row cannot be marked."""
    if row.trouble:
        return f"line {row.line}: {row.trouble}"
    return None if row.exercise in known else f"line {row.line}: no exercise {row.exercise[:60]!r}"


def _cells(row: AnswerRow) -> dict[str, str]:
    return {"student": row.student, "exercise": row.exercise, "seed": row.seed, "answer": row.answer}


def _calls(
    answers: Mapping[str, Mapping[str, str]], marks: Marks, seconds: float, reveal: bool
) -> Iterator[tuple[str, tuple[object, ...]]]:
    """What is still to be marked, some answers to one exercise at a time, by the keys of the answers."""
    for exercise, own in answers.items():
        left = iter([(key, answer) for key, answer in own.items() if key not in marks])
        while some := list(islice(left, TOGETHER)):
            name = " ".join(key for key, _ in some)
            yield name, (marked, exercise, [answer for _, answer in some], seconds, reveal)


@contextmanager
def _journal(path: Path | None) -> Iterator[tuple[Marks, Callable[[str], None]]]:
    """What an earlier run has marked, and how to keep what this one marks; the file is removed when all is marked."""
    if path is None:
        yield {}, lambda line: None
        return
    try:
        kept = dict(_kept(path.read_text(encoding="utf-8", errors="replace"))) if path.is_file() else {}
        with path.open("a", encoding="utf-8") as file:
            file.write("\n")  # behind a line that was cut off

            def say(line: str) -> None:
                file.write(line + "\n")
                file.flush()

            yield kept, say
    except OSError as error:
        raise SymbinfoError(f"cannot write {path}: {error.strerror}") from None


def _kept(text: str) -> Iterator[tuple[str, Mapping[str, str]]]:
    for line in text.splitlines():
        with suppress(ValueError, TypeError, KeyError, AttributeError):
            data = json.loads(line)
            mark = {name: data[name] for name in ("verdict", "level", "reason", "hint")}
            if all(isinstance(told, str) for told in (data["key"], *mark.values())):
                yield data["key"], mark


def table_of(rows: Sequence[Mapping[str, str]]) -> str:
    """The table, as CSV; a cell that a spreadsheet would compute begins with a quotation mark.

    Examples
    --------
    >>> print(table_of([{"student": "=1+1", "exercise": "coin", "verdict": "right"}]).splitlines()[1])
    '=1+1,coin,,,right,,,
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([_safe(row.get(column, "")) for column in COLUMNS])
    return out.getvalue()


def _safe(cell: str) -> str:
    text = "".join(c if c.isprintable() or c == "\n" else " " for c in cell)
    return f"'{text}" if text.lstrip(" \n").startswith(FORMULA) or text.startswith("'") else text


def counted(rows: Sequence[Mapping[str, str]]) -> str:
    """How many came out how, in a line."""
    tally = Counter(row["verdict"] for row in rows)
    return f"{len(rows)} answers: " + ", ".join(f"{number} {verdict}" for verdict, number in sorted(tally.items()))
