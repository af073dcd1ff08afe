"""What `symbinfo measures` answers, as text, as Markdown and as data; its page in the documents is the Markdown of all."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from inspect import getdoc
from string import Template
from textwrap import fill
from typing import Any

from sympy import Symbol, latex

from symbinfo.cli.streams import PIPED
from symbinfo.expressions.errors import SymbinfoError
from symbinfo.laws.names.binding import nearest
from symbinfo.measures import MEASURES
from symbinfo.measures.base import Measure

__all__ = ["markdown", "run"]


def run(o: dict[str, Any]) -> tuple[int, str]:
    """The exit code and what is written."""
    found = asked(o["measure"])
    if o["format"] == "json":
        return 0, json.dumps({"measures": [row(measure) for measure in found]}, ensure_ascii=False, indent=2) + "\n"
    return 0, markdown(found) if o["format"] == "markdown" else text(found, bool(o["measure"]), o["width"] or PIPED)


def asked(word: str | None) -> tuple[type[Measure], ...]:
    """The measures of a word, or all.

    Raises
    ------
    SymbinfoError
        When the word is of no measure.
    """
    if not word:
        return tuple(MEASURES)
    names = {measure: _names(measure) for measure in MEASURES}
    found = tuple(measure for measure, known in names.items() if word in known)
    if not found:
        known = sorted(set().union(*names.values()))
        close = nearest(word, known)
        meant = f"did you mean {close}?" if close else f"they are {', '.join(m.__name__ for m in MEASURES)}"
        raise SymbinfoError(f"no measure is called {word}: {meant}")
    return found


def _names(measure: type[Measure]) -> set[str]:
    """Its class, its words in queries, and its key in files and options."""
    return {measure.__name__, *measure.words, *measure.words_of_variables, measure.key} - {""}


def row(measure: type[Measure]) -> dict[str, Any]:
    """What is told of a measure, as data."""
    return {
        "name": measure.__name__,
        "asked": _asked(measure),
        "latex": _printed(measure),
        "definition": _said(measure),
        "known": _known(measure),
    }


def text(measures: Sequence[type[Measure]], whole: bool, columns: int) -> str:
    """A line a measure, or all that is known of each."""
    if whole:
        return "\n".join(_told(measure, columns) for measure in measures)
    width = max(len(measure.__name__) for measure in measures)
    lines = [f"{measure.__name__:<{width}}  {', '.join(_asked(measure))}" for measure in measures]
    return "\n".join([*lines, "", "`symbinfo measures NAME` tells more.", ""])


def _told(measure: type[Measure], columns: int) -> str:
    rows = [
        ("asked", ", ".join(_asked(measure))),
        ("definition", _said(measure)),
        ("known", "; ".join(_known(measure))),
    ]
    room = {"width": columns, "subsequent_indent": " " * 14, "break_long_words": False}
    told = [fill(f"  {head:<10}  {said}", **room) for head, said in rows if said]  # type: ignore[arg-type]
    return "\n".join([measure.__name__, *told, ""])


def markdown(measures: Sequence[type[Measure]]) -> str:
    """A line a measure: its class, how it is asked for, its notation, its definition, and what is known of it."""
    rows = ["| in Python | in a query | printed | definition | known |", "|---|---|---|---|---|"]
    for measure in measures:
        named = f"[`{measure.__name__}`](python.md#symbinfo.{measure.__name__})"
        queries = ", ".join(f"`{form}`" for form in _asked(measure))
        notation = _printed(measure)
        printed = f"${notation}$".replace(r"\|", r"\Vert ") if notation else ""
        cells = (named, queries, printed, _said(measure).replace("*", r"\*"), "; ".join(_known(measure)))
        rows.append(" | ".join(re.sub(r"(?<!\\)\|", r"\\|", cell) for cell in cells).join(("| ", " |")))
    return "\n".join(rows) + "\n"


def _said(measure: type[Measure]) -> str:
    return (getdoc(measure) or "").split("\n\n")[0].replace("\n", " ")


def _asked(measure: type[Measure]) -> list[str]:
    """The forms in which a query writes it; of variables, what its definition begins with."""
    if not measure.words:
        return [_said(measure).partition(" = ")[0]]
    forms = dict.fromkeys(form for said in measure.words.values() for form in re.findall(r"\w+\([^()]*\)", said))
    return [form for form in forms if len(re.findall(r"\b[PQ]\b", form)) == measure.arity]


def _printed(measure: type[Measure]) -> str:
    if not measure.notation:
        return ""
    named = {"P": "P", "Q": "Q", "x": "x", "order": latex(Symbol(measure.order_name or "theta"))}
    return Template(measure.notation).substitute(named)


def _known(measure: type[Measure]) -> list[str]:
    known = [f"never negative: {measure.nonnegative}"] if measure.nonnegative else []
    return known + (["symmetric"] if measure.symmetric else [])
