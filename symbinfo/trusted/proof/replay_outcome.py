"""What was replayed of a certificate, and what stays open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from .inference import Lemma

__all__ = ["Open", "Replay"]


class Open(NamedTuple):
    """What could not be replayed: where, and why not."""

    where: str
    reason: str


@dataclass
class Replay:
    """What was replayed of a certificate.

    Attributes
    ----------
    proved : dict
        The derivations that were replayed whole: what each says, and where.
    open : list of Open
        What could not be replayed, each with its place and reason.
    facts : dict
        The stored facts that each derivation rests on, its lemmas included.
    whole : bool
        Whether every derivation was replayed.
    """

    proved: dict[str, Lemma] = field(default_factory=dict)
    open: list[Open] = field(default_factory=list)
    facts: dict[str, frozenset[str]] = field(default_factory=dict)
    whole: bool = False
    late: Callable[[], bool] = field(default=lambda: False, repr=False)

    @property
    def axioms(self) -> tuple[str, ...]:
        """The stored facts that all of it rests on, by name."""
        return tuple(sorted(frozenset().union(*self.facts.values())))
