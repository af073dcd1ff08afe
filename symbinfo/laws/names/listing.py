"""All that the language knows of laws: for `symbinfo laws`, and for its page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from sympy import Symbol

from symbinfo.expressions.errors import DomainError, MeasureError
from symbinfo.expressions.one_line import OneLine
from symbinfo.laws.family import ParameterDomain
from symbinfo.laws.law import FiniteLaw
from symbinfo.laws.names.conventions import LIBRARIES, home_of, rows_elsewhere, table, unknown, usage_of
from symbinfo.laws.names.language import ALIASES, CONVENTIONS, FORMS, rows_of
from symbinfo.laws.names.parametrisation import ALL_FAMILIES, NamedParameter, Parametrisation
from symbinfo.laws.vector_catalogue import VECTORS

__all__ = ["Described", "described", "listed_names", "names_for"]


@dataclass(frozen=True, repr=False)
class Described(OneLine):
    """What is told of a law.

    Parameters
    ----------
    name, usage : str
        Its name, and how it is written.
    parameters : tuple of (str, str)
        Each with its domain in words.
    density : str
        The density, the mass, or what it is.
    support : str
        Where.
    convention, note : str
        What must be said of the parameters by place; and a reason for what differs from sympy.stats.
    more : tuple of str
        Other ways to write it: other parameters, other names.
    elsewhere : mapping
        By library: how it is written there, and what that means here.
    """

    name: str
    usage: str
    parameters: tuple[tuple[str, str], ...] = ()
    density: str = ""
    support: str = ""
    convention: str = ""
    note: str = ""
    more: tuple[str, ...] = ()
    elsewhere: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.usage

    def to_dict(self) -> dict[str, Any]:
        """As data."""
        return {
            "name": self.name,
            "usage": self.usage,
            "parameters": [{"name": name, "domain": domain} for name, domain in self.parameters],
            "density": self.density,
            "support": self.support,
            "convention": self.convention,
            "note": self.note,
            "more": list(self.more),
            "elsewhere": {library: list(ways) for library, ways in self.elsewhere.items()},
        }


def listed_names() -> tuple[str, ...]:
    """The names of all laws: families, laws of vectors, and laws made of others."""
    return tuple(sorted({*ALL_FAMILIES, "Categorical", "TruncatedNormal", *VECTORS, *FORMS}, key=str.lower))


def names_for(word: str) -> tuple[str, ...]:
    """The laws that a word means here or elsewhere, ours first.

    Raises
    ------
    MeasureError
        When nobody has it.

    Examples
    --------
    >>> names_for("Gaussian"), names_for("dnorm"), names_for("expon")
    (('Normal',), ('Normal',), ('Exponential',))
    """
    known = listed_names()
    same = next((name for name in known if name.lower() == word.lower()), None)
    if same or word in ALIASES:
        return (same or ALIASES[word],)
    found = tuple(dict.fromkeys(home_of(row) for _, row in rows_elsewhere(word)))
    if not found:
        raise MeasureError(unknown(word))
    return found


@cache
def described(name: str) -> Described:
    """What is told of a law of `listed_names`."""
    if name in FORMS:
        return Described(name, usage_of(name), density=FORMS[name][1], elsewhere=_elsewhere(name))
    if name in VECTORS:
        parameters = tuple((p.name, p.domain.words) for p in VECTORS[name].parameters)
        return Described(name, usage_of(name), parameters, elsewhere=_elsewhere(name))
    first, *others = rows_of(name)
    density, support = _density(name, first)
    words = [f"{p.name}: {', '.join(p.words[1:])}" for p in first.parameters if len(p.words) > 1]
    more = (*(row.usage for row in others), *(alias for alias, own in ALIASES.items() if own == name))
    return Described(
        name,
        first.usage,
        tuple((p.name, p.domain.words) for p in first.parameters),
        density,
        support,
        CONVENTIONS.get(name, ""),
        ALL_FAMILIES[name].note if name in ALL_FAMILIES else "",
        (*more, *(f"for {word}" for word in words)),
        _elsewhere(name),
    )


def _density(name: str, row: Parametrisation) -> tuple[str, str]:
    """The density over symbols, and the support; of a law that needs numbers, nothing."""
    if name == "Categorical":
        return "probs[k]", "k = 0, 1, 2, ..."
    try:
        return _told(row.law(_symbols(row.parameters)))
    except DomainError:
        return "by a table", "its outcomes"


def _told(law: Any) -> tuple[str, str]:
    if isinstance(law, FiniteLaw):
        return ", ".join(f"P({outcome}) = {mass}" for outcome, mass in law.outcomes), "its outcomes"
    sign = "<" if law.continuous else "<="
    low = "" if law.lower.is_infinite else f"{law.lower} {sign} "
    high = "" if law.upper.is_infinite else f" {sign} {law.upper}"
    kind = "real" if law.continuous else "an integer"
    support = f"{low}{law.variable}{high}" if low or high else f"{law.variable} {kind}"
    return str(law.density), support


def _symbols(parameters: Iterable[NamedParameter]) -> tuple[Any, ...]:
    return tuple(
        p.default if p.domain is ParameterDomain.FLAG else Symbol(p.name, **p.domain.assumptions) for p in parameters
    )


@cache
def _all_elsewhere() -> dict[str, dict[str, list[str]]]:
    found: dict[str, dict[str, list[str]]] = {}
    for library in LIBRARIES:
        for rows in table(library).values():
            for row in rows:
                note = f" ({row.note})" if row.note else ""
                found.setdefault(home_of(row), {}).setdefault(library, []).append(f"{row.usage}{_meaning(row)}{note}")
    return found


def _elsewhere(name: str) -> dict[str, tuple[str, ...]]:
    return {library: tuple(ways) for library, ways in _all_elsewhere().get(name, {}).items()}


def _meaning(row: Parametrisation) -> str:
    """What a row means here, in symbols; empty where its sign or its size decides that."""
    if any(not p.domain.numeric for p in row.parameters):
        return ""
    try:
        return f" = {row.law(_symbols(row.parameters)).title}"
    except MeasureError:
        return ""
