"""Reading JSON data: keys, names and terms in the places where they are expected, or one line that says where not."""

from __future__ import annotations

from typing import Any

from .exceptions import CertificateError
from .terms import Term, is_name, parse, sort_of

__all__ = ["demand_keys", "name_in", "names_in", "term_in"]


def demand_keys(data: Any, wanted: set[str], where: str) -> None:
    """An object with exactly the keys that are wanted."""
    if not isinstance(data, dict):
        raise CertificateError("an object was expected", where)
    if set(data) != wanted:
        odd = sorted(set(data) ^ wanted, key=str)
        raise CertificateError(f"missing or unknown key {str(odd[0])[:40]!r}", where)


def term_in(data: Any, where: str, sort: str = "value") -> Term:
    """A term, written as a text."""
    if not isinstance(data, str):
        raise CertificateError("a term must be a text", where)
    try:
        term = parse(data)
    except CertificateError as error:
        raise CertificateError(str(error), where) from None
    if sort_of(term) != sort:
        raise CertificateError(f"a {sort} was expected", where)
    return term


def name_in(value: Any, where: str) -> str:
    """The name of a symbol, of a function, of a derivation."""
    if not is_name(value):
        raise CertificateError(f"bad name {str(value)[:40]!r}", where)
    return str(value)


def names_in(value: Any, where: str) -> tuple[str, ...]:
    """A list of names of derivations."""
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise CertificateError("a list of names was expected", where)
    return tuple(value)
