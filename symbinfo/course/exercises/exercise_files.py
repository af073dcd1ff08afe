"""Exercises as data: TOML files with ``[[exercise]]`` entries, read strictly."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

from symbinfo.course.exercises.drawing import checked_draw, drawn
from symbinfo.course.exercises.parts import in_parts
from symbinfo.expressions.errors import SymbinfoError
from symbinfo.expressions.one_line import OneLine

__all__ = ["Exercise", "Wrong", "exercises", "find", "read_file", "read_text"]

KEYS: dict[str, type] = {
    "id": str, "topic": str, "statement": str, "given": list, "ask": str, "unit": str, "answer": str, "hints": list,
    "rules": list, "wrong": list, "draw": dict, "level": str, "part": list,
}  # fmt: skip
NEEDED = ("id", "topic", "statement", "ask", "answer")
WRONG_KEYS: dict[str, type] = {"answer": str, "slip": str}
KINDS: dict[Any, str] = {str: "text", list: "a list", dict: "a table of lists"}
NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
HEAD, ANSWER = re.compile(r"\s*\[\[\s*exercise\s*(?:\.\s*part\s*)?\]\]"), re.compile(r"\s*[\"']?answer[\"']?\s*=")
#: How hard an exercise is.
LEVELS = ("basic", "usual", "hard")
MOST_ENTRIES, LARGEST_FILE = 1000, 2**20


@dataclass(frozen=True)
class Wrong:
    """A wrong answer, and the slip that it shows."""

    answer: str
    slip: str


@dataclass(frozen=True, repr=False)
class Exercise(OneLine):
    """An exercise.

    Attributes
    ----------
    id, topic, statement : str
        Its name, what it is about, and what the student reads (Markdown with ``$...$``).
    given : tuple of str
        The lines of its setting.
    ask : str
        A measure or an expression, or ``theorem: name``.
    answer : str
        The right answer, in closed form.
    unit : str
        "nats" or "bits".
    hints, rules : tuple of str
        Help, one by one; the rules that a solution may use (all, when empty).
    wrong : tuple of Wrong
        Wrong answers and the slips that they show.
    draw : tuple of (str, tuple of str)
        The values that are drawn for each name, which stands as ``@{name}`` in the texts.
    level : str
        "basic", "usual" or "hard"; empty where it is not said.
    place : str
        The file and the line where the answer stands; empty where it was not read from a file.
    template : Exercise, optional
        The exercise before values were drawn for it.
    seed : str
        What they were drawn by; empty where they are the first.
    """

    id: str
    topic: str
    statement: str
    ask: str
    answer: str
    given: tuple[str, ...] = ()
    unit: str = "nats"
    hints: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    wrong: tuple[Wrong, ...] = ()
    draw: tuple[tuple[str, tuple[str, ...]], ...] = ()
    level: str = ""
    place: str = field(default="", compare=False)
    template: Exercise | None = field(default=None, compare=False, repr=False)
    seed: str = field(default="", compare=False)

    def __str__(self) -> str:
        return f"{self.id}: {self.statement}"

    @property
    def theorem(self) -> str | None:
        """The name of the theorem that is asked for, or None."""
        return self.ask.removeprefix("theorem:").strip() if self.ask.startswith("theorem:") else None


def read_file(path: Path | str) -> tuple[Exercise, ...]:
    """The exercises of a file.

    Raises
    ------
    SymbinfoError
        One line with the file and the entry, when it is not as it must be.
    """
    path = Path(path)
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise SymbinfoError(f"{path.name} holds more than {LARGEST_FILE >> 20} MiB")
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        raise SymbinfoError(f"cannot read {path}: {getattr(error, 'strerror', None) or 'it is not UTF-8'}") from None
    return read_text(text, path.name)


def read_text(text: str, name: str = "exercises.toml") -> tuple[Exercise, ...]:
    r"""The exercises in the text of a file called `name`.

    Raises
    ------
    SymbinfoError
        One line with the file and the entry.

    Examples
    --------
    >>> source = '[[exercise]]\nid = "coin"\ntopic = "entropy"\nstatement = "H of a fair coin?"\n'
    >>> read_text(source + 'ask = "H(Bernoulli(1/2))"\nanswer = "log(2)"')[0].id
    'coin'
    """
    try:
        data = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise SymbinfoError(f"{name} is not TOML: {str(error).splitlines()[0]}") from None
    if strange := sorted(data.keys() - {"exercise"}):
        raise SymbinfoError(f"{name}: unknown key {strange[0]!r}: entries begin with [[exercise]]")
    entries = data.get("exercise")
    if not isinstance(entries, list) or not entries or not all(isinstance(e, dict) for e in entries):
        raise SymbinfoError(f"{name} holds no exercises: entries begin with [[exercise]]")
    if len(entries) > MOST_ENTRIES:
        raise SymbinfoError(f"{name} holds more than {MOST_ENTRIES} exercises: divide it")
    found = tuple(
        _exercise(part, f"{name}, exercise {part.get('id', at)}")
        for at, raw in enumerate(entries, 1)
        for part in in_parts(raw, f"{name}, exercise {raw.get('id', at)}")
    )
    _distinct((e.id for e in found), name)
    lines = _answer_lines(text, len(found))
    return tuple(
        drawn(replace(e, place=f"{name}, line {line}" if line else name)) for e, line in zip(found, lines, strict=True)
    )


def _answer_lines(text: str, number: int) -> list[int]:
    """The line of each answer, 0 where it is not sure: the reader of TOML tells no lines."""
    lines = text.splitlines()
    heads = [at for at, line in enumerate(lines) if HEAD.match(line)]
    if len(heads) != number:  # what has parts has no answer of its own
        ends = [
            next((at for at in range(h + 1, len(lines)) if lines[at].lstrip().startswith("[[")), len(lines))
            for h in heads
        ]
        heads = [h for h, end in zip(heads, ends, strict=True) if any(ANSWER.match(line) for line in lines[h:end])]
    if len(heads) != number:
        return [0] * number
    found = []
    for start, end in zip(heads, [*heads[1:], len(lines)], strict=True):
        own = next((at for at in range(start + 1, end) if lines[at].lstrip().startswith("[[")), end)
        places = [at + 1 for at in range(start, own) if ANSWER.match(lines[at])]
        found.append(places[0] if len(places) == 1 else 0)
    return found


def _exercise(raw: dict[str, Any], where: str) -> Exercise:
    _check_keys(raw, KEYS, NEEDED, where)
    for key in ("given", "hints", "rules"):
        if not all(isinstance(item, str) for item in raw.get(key, ())):
            raise SymbinfoError(f"{where}: {key} is a list of texts")
    if not NAME.fullmatch(raw["id"]):
        raise SymbinfoError(f"{where}: the id is not made of small letters, digits and hyphens")
    if raw.get("unit", "nats") not in ("nats", "bits"):
        raise SymbinfoError(f"{where}: the unit is nats or bits")
    if raw.get("level", "") not in ("", *LEVELS):
        raise SymbinfoError(f"{where}: the level is one of {', '.join(LEVELS)}")
    wrong = []
    for entry in raw.get("wrong", ()):
        if not isinstance(entry, dict):
            raise SymbinfoError(f"{where}: wrong answers are written as [[exercise.wrong]]")
        _check_keys(entry, WRONG_KEYS, tuple(WRONG_KEYS), f"{where}, wrong answer")
        wrong.append(Wrong(**entry))
    parts: dict[str, Any] = {key: value for key, value in raw.items() if isinstance(value, str)}
    parts.update({key: tuple(raw.get(key, ())) for key in ("given", "hints", "rules")})
    return Exercise(**parts, wrong=tuple(wrong), draw=checked_draw(raw.get("draw", {}), where))


def _check_keys(raw: dict[str, Any], keys: dict[str, type], needed: tuple[str, ...], where: str) -> None:
    for key, value in raw.items():
        if key not in keys:
            advice = get_close_matches(key, keys, n=1)
            raise SymbinfoError(
                f"{where}: unknown key {key!r}: "
                + (f"did you mean {advice[0]}?" if advice else f"use {', '.join(keys)}")
            )
        if not isinstance(value, keys[key]):
            raise SymbinfoError(f"{where}: {key} must be {KINDS[keys[key]]}")
    for key in needed:
        if not str(raw.get(key, "")).strip():
            raise SymbinfoError(f"{where}: {key} is missing")


def _distinct(names: Iterable[str], where: str) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise SymbinfoError(f"{where}: the id {name} stands there twice; give one exercise another")
        seen.add(name)


@cache
def exercises() -> tuple[Exercise, ...]:
    """All exercises that come with the package, by topic.

    Raises
    ------
    SymbinfoError
        When a file of them is not as it must be.
    """
    files = sorted(Path(__file__).parent.glob("*.toml"))
    found = tuple(exercise for path in files for exercise in read_file(path))
    _distinct((e.id for e in found), "the exercises")
    return found


def find(name: str) -> Exercise:
    """The exercise with this id.

    Raises
    ------
    SymbinfoError
        When there is none; it names one that is near.
    """
    known = {exercise.id: exercise for exercise in exercises()}
    if name not in known:
        near = get_close_matches(name, known, n=1)
        advice = f"did you mean {near[0]}?" if near else "`symbinfo solve` lists them"
        raise SymbinfoError(f"no exercise {name!r}: {advice}")
    return known[name]
