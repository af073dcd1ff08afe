"""The stored facts that a certificate rests on, by what its witnesses cite."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ...exceptions import CertificateError
from . import FACTS
from .fact import Fact

__all__ = ["axioms"]


def axioms(certificate: Mapping[str, Any]) -> tuple[Fact, ...]:
    """The facts that the main derivation cites, and those of its lemmas and of the totals of its laws, by name.

    The identities of special functions, which a normal form uses throughout, are not cited, and are not among them.

    Parameters
    ----------
    certificate : mapping
        A certificate as JSON data, of the shape that `Certificate.from_dict` reads.

    Raises
    ------
    CertificateError
        When a fact is cited that is not stored.
    """
    table = certificate["derivations"]
    waiting, seen, cited = [certificate["main"]], set[str](), set[str]()
    while waiting:
        name = waiting.pop()
        if name in seen or name not in table:
            continue
        seen.add(name)
        steps, laws = table[name]["steps"], table[name]["laws"].values()
        waiting += [lemma for step in steps for lemma in step["lemmas"]]
        waiting += [law["total"] for law in laws if "total" in law]
        cited |= {fact for step in steps for fact in _cited(step.get("witness"))}
    unknown = sorted(cited - set(FACTS))
    if unknown:
        raise CertificateError("no stored fact has this name", unknown[0][:60])
    return tuple(FACTS[name] for name in sorted(cited))


def _cited(witness: Any) -> Iterator[str]:
    """The facts that are named in a witness, at whatever depth."""
    parts = witness.values() if isinstance(witness, Mapping) else witness if isinstance(witness, list) else ()
    for part in parts:
        yield from _cited(part)
    if isinstance(witness, Mapping) and "fact" in witness:
        yield str(witness["fact"])
