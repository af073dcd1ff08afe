"""A refuted claim in numbers, and how a change of one of its places is tried."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from sympy import Expr, Symbol

from symbinfo.verification.diagnosis.number_tree import Node, agree, tried

__all__ = ["Case", "Proposals", "inside", "short"]

LONGEST_TERM = 60

# Words, and the new value of a node by the number of the place.
Proposals = Iterator[tuple[str, Callable[[int], Any]]]


@dataclass(frozen=True)
class Case:
    """A refuted claim in numbers: what is claimed, where it was looked at, and its true values there."""

    claimed: Expr
    at: Sequence[Any]
    truth: Sequence[Any]
    true_form: Expr | None

    @property
    def symbols(self) -> list[Symbol]:
        """The parameters, in the order of their names."""
        return sorted({s for point in self.at for s in point}, key=lambda s: str(s.name))

    @property
    def places(self) -> range:
        """The numbers of the places."""
        return range(len(self.at))

    def is_truth(self, values: Iterable[Any]) -> bool:
        """Whether values, one a place, are the true ones; no more are taken than are needed to tell."""
        return all(map(agree, values, self.truth))

    def is_mended(self, node: Node, value: Callable[[int], Any]) -> bool:
        """Whether the whole has the true values when a node has other values."""
        first = tried(value, 0)
        if first is None or not node.may_give(first, self.truth[0]):
            return False
        rest = (node.whole_with(tried(value, k), k) for k in self.places[1:])
        return self.is_truth(chain([node.whole_with(first, 0)], rest))


def short(term: Any) -> str:
    """A term as text, cut where it is long."""
    text = str(term)
    return text if len(text) <= LONGEST_TERM else text[: LONGEST_TERM - 3] + "..."


def inside(term: Any) -> str:
    """Where a slip is, at the end of a sentence; nothing where the place is too long to be shown whole."""
    text = str(term)
    return f" in {text}" if len(text) <= LONGEST_TERM else ""
