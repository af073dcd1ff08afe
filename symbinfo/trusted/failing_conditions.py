"""What holds where a condition of a derivation fails: another derivation of the same measure, under another condition.

A certificate that says so is read only if it fits: the other condition is the negation of one of the derivation's own, or
a part of it; nothing more is assumed than what the derivation assumes before it; the measure and the laws are the same. On
an edge, where a symbol has a value, the laws are those at that value, which is left to the replay.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace as with_changes
from typing import Any

from .exceptions import CertificateError
from .shapes import demand_keys, name_in, term_in
from .statements import Beyond, Law, Measure, Plain
from .terms import Term, dump, replace

__all__ = ["beyond_in", "demand_beyond", "law_at", "plain_beyond"]


def beyond_in(data: Any, where: str) -> tuple[Beyond, ...]:
    """Read what is said beyond the conditions of a derivation."""
    if not isinstance(data, list):
        raise CertificateError("a list was expected", where)
    return tuple(_entry(entry, where) for entry in data)


def _entry(data: Any, where: str) -> Beyond:
    optional = {"at"} & set(data) if isinstance(data, dict) else set()
    demand_keys(data, {"instead_of", "where", "derivation", *optional}, where)
    at = data.get("at", {})
    if not isinstance(at, dict) or len(at) > 1:
        raise CertificateError("an edge is the value of one symbol", where)
    values = tuple((name_in(name, where), term_in(value, where)) for name, value in at.items())
    failing, instead = (term_in(data[key], where, "condition") for key in ("instead_of", "where"))
    return Beyond(failing, instead, name_in(data["derivation"], where), values)


def plain_beyond(entry: Beyond) -> dict[str, Any]:
    """The same as JSON data."""
    plain: dict[str, Any] = {
        "instead_of": dump(entry.instead_of),
        "where": dump(entry.where),
        "derivation": entry.derivation,
    }
    return {**plain, "at": {name: dump(value) for name, value in entry.at}} if entry.at else plain


def demand_beyond(derivations: Iterable[tuple[str, Plain]]) -> None:
    """What is said beyond a condition must fit the derivation; the derivations that are named are there.

    Raises
    ------
    CertificateError
        With the first that does not.
    """
    table = dict(derivations)
    for name, plain in table.items():
        for number, entry in enumerate(plain.otherwise):
            failing = {later.instead_of for later in plain.otherwise[number:]}
            _demand_fitting(entry, plain, table[entry.derivation], failing, f"{name}, beyond {dump(entry.instead_of)}")


def _demand_fitting(entry: Beyond, plain: Plain, other: Plain, failing: set[Term], where: str) -> None:
    if other is plain:
        raise CertificateError("the other derivation is this one", where)
    if plain.measure is None or entry.instead_of not in plain.conditions:
        raise CertificateError("it is no condition of a measure", where)
    if not (_is_edge(entry) if entry.at else entry.where in _failures(entry.instead_of)):
        raise CertificateError("the other condition is not where it fails", where)
    if other.claim.relation != "=" or other.measure != _measure_at(plain.measure, entry.at):
        raise CertificateError("the other derivation is of another measure", where)
    if not entry.at and dict(other.laws) != dict(plain.laws):
        raise CertificateError("the other derivation is of other laws", where)
    given = {_at(c, entry.at) for c in plain.conditions if c not in failing} | (
        {entry.where} if not entry.at else set()
    )
    more = [dump(c) for c in other.conditions if c not in given]
    kinds = dict(plain.symbols)
    more += [name for name, kind in other.symbols if kinds.get(name) != kind or name in dict(entry.at)]
    if more or other.functions != plain.functions:
        raise CertificateError(f"the other derivation assumes more: {', '.join(more)}", where)


def _failures(condition: Any) -> Iterator[Term]:
    """Where a condition fails, and where it fails but for an edge."""
    head, left, right = condition if isinstance(condition, tuple) and len(condition) == 3 else ("", 0, 0)
    if head in ("<", "<="):
        yield ("<=" if head == "<" else "<", right, left)
        yield ("<", right, left)
    if head == "!=":
        yield ("=", left, right)


def _is_edge(entry: Beyond) -> bool:
    """Whether a symbol has the value at which the two sides of a strict inequality are equal."""
    ((name, value),) = entry.at
    sides = entry.instead_of[1:] if isinstance(entry.instead_of, tuple) and entry.instead_of[0] == "<" else ()
    return sides in ((name, value), (value, name)) and entry.where == ("=", name, value)


def _at(term: Term, at: tuple[tuple[str, Term], ...]) -> Term:
    for name, value in at:
        term = replace(term, name, value)
    return term


def _measure_at(measure: Measure, at: tuple[tuple[str, Term], ...]) -> Measure:
    """The measure with a value for a symbol."""
    outcome, order = (None if t is None else _at(t, at) for t in (measure.at, measure.order))
    return with_changes(measure, base=_at(measure.base, at), at=outcome, order=order)


def law_at(law: Law, at: tuple[tuple[str, Term], ...]) -> Law:
    """The law on a range with a value for a symbol."""
    return with_changes(law, density=_at(law.density, at), lower=_at(law.lower, at), upper=_at(law.upper, at), total="")
