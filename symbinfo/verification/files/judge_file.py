"""A whole file of claims: what has a line already is not judged again, and every line is written as soon as it is there."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from symbinfo.expressions.errors import MeasureError, SymbinfoError
from symbinfo.expressions.verdict_words import Outcome
from symbinfo.jobs.cache import engine_state, key_of, write
from symbinfo.jobs.workers import Tell, each, workers_of
from symbinfo.verification.files.judge_record import judged, preload

__all__ = ["Tally", "judge", "lines_of", "records_of"]

SECONDS = 60.0
MOST = 100_000


@dataclass
class Tally:
    """How many claims came out how.

    Attributes
    ----------
    verdicts : Counter
        By verdict.
    known : int
        How many had a line already.
    """

    verdicts: Counter[str] = field(default_factory=Counter)
    known: int = 0

    @property
    def exit_code(self) -> int:
        """0 all hold; 1 one is refuted; 3 one is undecided, and none refuted."""
        return 1 if self.verdicts[Outcome.REFUTED] else 3 if self.verdicts[Outcome.UNDECIDED] else 0

    def text(self) -> str:
        """One line for a person."""
        words = ((Outcome.HOLDS, "hold"), (Outcome.REFUTED, Outcome.REFUTED), (Outcome.UNDECIDED, Outcome.UNDECIDED))
        parts = ", ".join(f"{self.verdicts[verdict]} {word}" for verdict, word in words)
        return f"{sum(self.verdicts.values())} claims: {parts}" + (
            f" ({self.known} known before)" if self.known else ""
        )


def records_of(text: str) -> list[Any]:
    """The records of a file of claims: a JSON list, or an object with one under ``claims``.

    Raises
    ------
    MeasureError
        When it is neither.

    Examples
    --------
    >>> records_of('["H(Bernoulli(1/2)) = log(2)"]')
    ['H(Bernoulli(1/2)) = log(2)']
    """
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise MeasureError(f"the file of claims is not JSON: {str(error)[:80]}") from None
    records = data.get("claims") if isinstance(data, Mapping) else data
    if not isinstance(records, list):
        raise MeasureError("a file of claims is a JSON list, or an object with a list under `claims`")
    if len(records) > MOST:
        raise MeasureError(f"a file of claims has at most {MOST} of them: got {len(records)}; divide it")
    return records


def judge(
    records: Sequence[Any],
    say: Callable[[str], None],
    *,
    known: Iterable[Mapping[str, Any]] = (),
    seconds: float = SECONDS,
    jobs: int | None = None,
    executor: Executor | None = None,
    tell: Tell = lambda what, done, total: None,
) -> Tally:
    """Judge records in parallel.

    Parameters
    ----------
    records : sequence
        As from `records_of`.
    say : callable
        Given each line, a JSON object as text, as soon as it is there, in the order in which they come.
    known : iterable of mapping
        Lines of an earlier run, as from `lines_of`: what they answer is not judged again.
    seconds : float
        The limit of time for each.
    jobs : int, optional
        How many at once; as many as there are processors by default.
    executor : concurrent.futures.Executor, optional
        Where the work is done, instead of processes of our own.
    tell : callable
        Told what is being done, how much of it is done, and how much there is.

    Examples
    --------
    >>> lines = []
    >>> tally = judge(["H(Bernoulli(1/2)) = log(3)"], lines.append, jobs=1)
    >>> tally.exit_code, json.loads(lines[0])["witness"]["claimed"]
    (1, '1.0986122886681096914')
    """
    tally = Tally()
    answers = [line for line in known if not _worth_another_try(line, seconds)]
    answered = {line["key"]: line for line in answers}
    written = Counter(_place(line) for line in answers)
    calls: dict[str, tuple[Any, ...]] = {}
    heads: dict[str, list[dict[str, Any]]] = {}
    for head, record in zip(_heads(records), records, strict=True):
        if head["key"] in answered:
            tally.known += 1
            tally.verdicts[answered[head["key"]]["verdict"]] += 1
            if written[_place(head)]:
                written[_place(head)] -= 1
            else:  # an equal record has a line, this one has none
                say(json.dumps({**answered[head["key"]], **head}, ensure_ascii=False))
        else:
            heads.setdefault(head["key"], []).append(head)
            calls[head["key"]] = (judged, json.dumps(record), seconds)
    with workers_of(executor, preload, jobs or os.cpu_count() or 1) as workers:
        for key, answer in each(workers, calls, "judging", tell):
            for head in heads[key]:
                tally.verdicts[answer["verdict"]] += 1
                say(json.dumps({**head, **answer}, ensure_ascii=False))
    return tally


def _heads(records: Sequence[Any]) -> Iterator[dict[str, Any]]:
    """What identifies each record in its line: its name, what was claimed, and a hash of the record and the engine."""
    for number, record in enumerate(records, 1):
        own = record if isinstance(record, Mapping) else {}
        name = own.get("id", number)
        claim = own.get("claim", record) if own or isinstance(record, str) else None
        head = {
            "id": name if isinstance(name, (str, int)) else number,
            "claim": claim if isinstance(claim, str) else "",
        }
        yield {**head, "key": key_of(record, engine_state())[:32]}


def _place(line: Mapping[str, Any]) -> tuple[str, str]:
    """Which record a line is about: records that are equal have one key, and each its own line."""
    return str(line.get("id")), line["key"]


def _worth_another_try(line: Mapping[str, Any], seconds: float) -> bool:
    """Whether an undecided claim is given more time now than it had."""
    limit = line.get("limit")
    return line["verdict"] == Outcome.UNDECIDED and isinstance(limit, (int, float)) and limit < 0.9 * seconds


def lines_of(path: Path) -> list[dict[str, Any]]:
    """The lines of an earlier run; what is no whole line is left out."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError) as error:
        raise SymbinfoError(
            f"cannot read {path}: {getattr(error, 'strerror', None) or 'it is not UTF-8 text'}"
        ) from None
    found = []
    for line in text.splitlines():
        try:
            data = json.loads(line)
        except ValueError:
            continue
        if isinstance(data, dict) and isinstance(data.get("key"), str) and isinstance(data.get("verdict"), str):
            found.append(data)
    return found


def kept_lines(path: Path, records: Sequence[Any], seconds: float) -> list[dict[str, Any]]:
    """The lines of an earlier run that still answer a record; the file is left with these alone."""
    wanted = Counter(_place(head) for head in _heads(records))
    found = lines_of(path)
    kept: list[dict[str, Any]] = []
    for line in reversed(found):  # the last word counts
        if wanted[_place(line)] and not _worth_another_try(line, seconds):
            wanted[_place(line)] -= 1
            kept.append(line)
    kept.reverse()
    if found or path.exists():
        text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in kept)
        write(path, text.encode("utf-8"))
    return kept
