"""The cells of an atlas, and the measures that there are atlases of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from symbinfo.expressions.one_line import OneLine
from symbinfo.expressions.verdict_words import Level, Outcome
from symbinfo.measures import MEASURES as ALL_MEASURES

__all__ = ["MEASURES", "SIGNS", "UNBUILT", "UNCHECKED", "Atlas", "evidence_of", "plain_of"]

#: The measures of which an atlas is made, by their names on the command line.
MEASURES = {measure.key: measure for measure in ALL_MEASURES if measure.in_atlas}
#: The status of a cell that was not derived, where the index has it for a link.
UNBUILT = "unbuilt"
#: The letter of each status: colour is never the only sign.
SIGNS = {"closed": "C", "infinite": "∞", "undefined": "?", "reduced": "·", UNBUILT: "+"}
#: What is said of a cell that the checker was not shown.
UNCHECKED = "unchecked"


@dataclass(frozen=True, repr=False)
class Atlas(OneLine):
    """All cells of a measure.

    Parameters
    ----------
    measure : str
        A key of `MEASURES`.
    rows : tuple of str
        The families, in order.
    cells : tuple of dict
        Plain data, as from `row_of`.
    """

    measure: str
    rows: tuple[str, ...]
    cells: tuple[dict[str, Any], ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many cells have each status, what the checker said of those that are not reduced, and how many are proved."""
        found = Counter(cell["status"] for cell in self.cells)
        checks = [cell["check"] for cell in self.cells if "check" in cell]
        found.update(check["verdict"] for check in checks)
        found.update(Level.PROVED for check in checks if check.get("level") == Level.PROVED)
        order = (*SIGNS, *Outcome, Level.PROVED)
        return {word: found[word] for word in order if found[word]}

    def __str__(self) -> str:
        said = ", ".join(f"{count} {word}" for word, count in self.counts.items())
        return f"{self.measure} of {len(self.rows)} families: {said}"

    @property
    def exit_code(self) -> int:
        """1 where the checker refutes a cell, 0 otherwise: an undecided cell says so itself."""
        return 1 if self.counts.get(Outcome.REFUTED) else 0

    def plain(self) -> dict[str, Any]:
        """The atlas as plain data."""
        cells = list(self.cells)
        return {"measure": self.measure, "families": list(self.rows), "counts": self.counts, "cells": cells}


def plain_of(atlases: Sequence[Atlas]) -> dict[str, Any]:
    """Several atlases as plain data; one as it is."""
    return atlases[0].plain() if len(atlases) == 1 else {"atlases": [atlas.plain() for atlas in atlases]}


def evidence_of(cell: dict[str, Any]) -> str:
    """The level of a cell that holds, the checker's verdict of another, or that it was not checked.

    Examples
    --------
    >>> evidence_of({"check": {"verdict": "holds", "level": "proved"}}), evidence_of({})
    ('proved', 'unchecked')
    """
    check = cell.get("check")
    if check is None:
        return UNCHECKED
    return str(check["level"] if check["verdict"] == Outcome.HOLDS and check["level"] else check["verdict"])
