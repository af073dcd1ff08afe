"""What is said beyond the conditions of a derivation: whether each such derivation was replayed, or holds in numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from ..certificate import Certificate
from ..proof.replay import Replay
from ..statement_words import written
from ..statements import Beyond
from ..terms import Term, replace_together
from .report import Record

__all__ = ["Said", "said_beyond"]


class Said(NamedTuple):
    """A value beyond a condition: in words, and proved, checked, not shown or refuted."""

    words: str
    verdict: str
    records: tuple[Record, ...] = ()


def said_beyond(
    certificate: Certificate, replayed: Replay, in_numbers: Callable[[Iterable[str]], Iterator[Record]]
) -> Iterator[Said]:
    """What the main derivation says of where its conditions fail.

    Parameters
    ----------
    certificate : Certificate
        The certificate.
    replayed : Replay
        What became of it.
    in_numbers : callable
        From names of derivations to the records of looking at them in numbers.
    """
    before: list[Term] = []
    for entry in certificate[certificate.main].otherwise:
        other = certificate[entry.derivation]
        at = dict(entry.at)
        kept = [
            c for own in before if (c := replace_together(own, at)) in other.conditions
        ]  # where those hold, it says
        words = f"{written(other.claim.right)} where {' and '.join(map(written, (entry.where, *kept)))}"
        before.append(entry.instead_of)
        names = certificate.behind(entry.derivation)
        if names <= set(replayed.proved):
            yield Said(words, "proved")
            continue
        records = () if entry.at else tuple(in_numbers(sorted(names)))
        yield Said(words, _verdict(entry, records), records)


def _verdict(entry: Beyond, records: tuple[Record, ...]) -> str:
    """What numbers say; of an edge they are not asked whether the laws there are the same."""
    verdicts = {record.verdict for record in records}
    if "refuted" in verdicts:
        return "refuted"
    return "checked" if verdicts == {"holds"} and not entry.at else "not shown"
