"""Questions about laws and variables of which only the names are known: which theorems speak of them, as their titles say."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from symbinfo.derivation.theorems import names
from symbinfo.expressions.errors import QueryError
from symbinfo.query.nodes import Call, Name, Statement, below
from symbinfo.query.syntax import read, read_told
from symbinfo.query.typed.canonical import canonical
from symbinfo.query.vocabulary import LAWS, MEASURES

__all__ = ["advice_on", "theorem_stated"]

_CALL = re.compile(r"\b(?:H|KL|I)\([^()]*\)")
_NAME = re.compile(r"\b[A-Za-z][A-Za-z0-9_]*\b(?!\()")
MOST_NAMED = 4


def theorem_stated(text: str, form: str = "auto") -> str:
    """The name of the theorem that states a claim, whatever its laws and variables are called; or nothing.

    Examples
    --------
    >>> theorem_stated("KL(p || q) >= 0"), theorem_stated("KL(P || Q) >= 1")
    ('gibbs-inequality', '')
    """
    statement = _read(text, form)
    if statement is None or not statement.relation or not _is_abstract(statement):
        return ""
    asked = _pattern(canonical(statement))
    return next((name for name, claims, _ in _statements() if asked in claims), "")


def advice_on(text: str, form: str = "auto") -> str:
    """What to answer to a question about laws that are only named: the theorems that speak of its measures; or nothing."""
    statement = _read(text, form)
    if statement is None or not _is_abstract(statement):
        return ""
    calls = [node for node in below(statement) if isinstance(node, Call) and node.name in MEASURES]
    asked = {_pattern(canonical(Statement(call))): canonical(Statement(call)) for call in calls}
    speaking = [(len(measures), name) for name, _, measures in _statements() if asked.keys() <= measures]
    found = [name for _, name in sorted(speaking)]  # those that speak of little else first
    if not found:
        return (
            ""
            if not calls
            else "derive takes one measure of given laws, such as H(Normal(0, 1)): of these only the names are known"
        )
    shown = ", ".join(found[:MOST_NAMED]) + (", ..." if len(found) > MOST_NAMED else "")
    whose = " and ".join(asked.values())
    return f"derive takes one measure of given laws, such as H(Normal(0, 1)): of any laws, theorems speak of {whose}: {shown}"


def _read(text: str, form: str) -> Statement | None:
    try:
        return read_told(text, form)[0]
    except QueryError:
        return None


def _is_abstract(statement: Statement) -> bool:
    """Whether all arguments of its measures are bare names."""
    calls = [node for node in below(statement) if isinstance(node, Call)]
    return bool(calls) and all(
        call.name in MEASURES and all(isinstance(item, Name) and item.name not in LAWS for item in call.arguments.items)
        for call in calls
    )


@cache
def _statements() -> tuple[tuple[str, frozenset[str], frozenset[str]], ...]:
    """Of each theorem its name, what its title claims, and the measures that stand in it."""
    found: list[Any] = []
    for name, title in names():
        claims = [part for part in re.split(r": |, with |, by | when | under ", title) if re.search(r"[=<>]", part)]
        plain = (_canonical(part) for part in claims)
        measures = (_canonical(call) for call in _CALL.findall(title))
        found.append((name, frozenset(filter(None, plain)), frozenset(filter(None, measures))))
    return tuple(found)


def _canonical(text: str) -> str:
    """A part of a title as a pattern, or nothing where it is no formula."""
    try:
        return _pattern(canonical(read(text, chains=True)))
    except QueryError:
        return ""


def _pattern(text: str) -> str:
    """A text with its names numbered as they come, those of laws by themselves."""
    order: dict[str, str] = {}
    return _NAME.sub(lambda m: order.setdefault(m.group(), f"{'L' if m.group() in 'PQpq' else 'V'}{len(order)}"), text)
