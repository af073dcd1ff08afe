"""Exercises whose numbers are drawn: ``@{p}`` in a text stands for one of the values that the exercise lists for p.

Which one is decided by a seed, so that each student has a sheet of his own; without a seed it is the first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from hashlib import sha256
from string import Template
from typing import Any, TypeVar

from symbinfo.expressions.errors import SymbinfoError

__all__ = ["checked_draw", "drawn"]

MOST_VALUES = 100

Drawn = TypeVar("Drawn")


class _Text(Template):
    delimiter = "@"


def drawn(exercise: Drawn, seed: str | int | None = None) -> Drawn:
    """The exercise with the values that a seed draws, each name by itself; one that draws nothing as it is.

    Parameters
    ----------
    exercise : Exercise
        As it was read.
    seed : str or int, optional
        A number, or the name of a student; without it the first values stand.

    Raises
    ------
    SymbinfoError
        When a text names what the exercise does not draw.

    Examples
    --------
    >>> from symbinfo.course.exercises import Exercise
    >>> coin = Exercise("coin", "entropy", "?", ask="H(Bernoulli(@{p}))", answer="-log(@{p})", draw=(("p", ("1/2", "1/3")),))
    >>> drawn(coin).ask, {drawn(coin, seed).ask for seed in range(9)} == {"H(Bernoulli(1/2))", "H(Bernoulli(1/3))"}
    ('H(Bernoulli(1/2))', True)
    """
    given: Any = exercise
    template = given.template or given
    if not template.draw:
        return exercise
    values = {name: _one(template.id, name, list_of, seed) for name, list_of in template.draw}

    def told(text: str) -> str:
        return _filled(text, values, f"exercise {template.id}")

    def formula(text: str) -> str:
        return told(_bracketed(text, values))

    texts: dict[str, Any] = {"statement": told(template.statement), "hints": tuple(map(told, template.hints))}
    texts |= {key: formula(getattr(template, key)) for key in ("ask", "answer")}
    texts["given"] = tuple(map(formula, template.given))
    texts["wrong"] = tuple(replace(w, answer=formula(w.answer), slip=told(w.slip)) for w in template.wrong)
    sheet = "" if seed is None else str(seed)
    made: Drawn = replace(template, **texts, template=template, seed=sheet)
    return made


def _one(name: str, parameter: str, values: tuple[str, ...], seed: str | int | None) -> str:
    if seed is None:
        return values[0]
    digest = sha256(f"{seed}|{name}|{parameter}".encode("utf-8", "surrogatepass")).digest()
    return values[int.from_bytes(digest[:8]) % len(values)]


def _bracketed(text: str, values: Mapping[str, str]) -> str:
    """A formula with brackets around what is drawn, where the value would fall apart: the square of 3/5 is no 3/5**2."""

    def one(found: re.Match[str]) -> str:
        value, before, after = values.get(found[2], ""), found[1].strip(), found[3]
        product, is_sum = re.search(r"[*/^]", value), re.search(r"[-+]", value)
        torn = (product and (before in ("/", "^", "**") or after in ("^", "**"))) or (is_sum and (before or after))
        return f"{found[1]}({found[0][len(found[1]) :]})" if torn else found[0]

    return re.sub(r"((?:\*\*|[-*/^])?\s*)(?<!@)@\{(\w+)\}(?=\s*(\*\*|[*/^])?)", one, text)


def _filled(text: str, values: Mapping[str, str], where: str) -> str:
    try:
        return _Text(text).substitute(values)
    except KeyError as error:
        raise SymbinfoError(f"{where}: @{{{error.args[0]}}} is not drawn: list its values under `draw`") from None
    except ValueError:
        raise SymbinfoError(f"{where}: a stray @: write @{{name}} for a value that is drawn, and @@ for an @") from None


def checked_draw(raw: Mapping[str, object], where: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The values of each name, as a file lists them.

    Raises
    ------
    SymbinfoError
        When they are no lists of texts or whole numbers.
    """
    return tuple(_checked(raw, where))


def _checked(raw: Mapping[str, object], where: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    for name, values in raw.items():
        if not (name.isascii() and name.isidentifier()):
            raise SymbinfoError(f"{where}: {name!r} cannot be drawn: a name has letters, digits and underscores")
        if not isinstance(values, list) or not 0 < len(values) <= MOST_VALUES:
            raise SymbinfoError(f"{where}: `draw` lists 1 to {MOST_VALUES} values for {name}")
        if not all(isinstance(v, str | int) and not isinstance(v, bool) for v in values):
            raise SymbinfoError(f'{where}: the values of {name} are texts or whole numbers, such as "1/10"')
        yield name, tuple(str(v) for v in values)
