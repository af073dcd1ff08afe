"""The cells of an atlas, and the measures that there are atlases of."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from symbinfo.expressions.verdict_words import Outcome
from symbinfo.measures import MEASURES as ALL_MEASURES

__all__ = ["MEASURES", "Atlas"]

#: The measures of which an atlas is made, by their names on the command line.
MEASURES = {measure.key: measure for measure in ALL_MEASURES if measure.in_atlas}


@dataclass(frozen=True)
class Atlas:
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
        """How many cells have each status, and what the checker said of those that are not reduced."""
        found = Counter(cell["status"] for cell in self.cells)
        found.update(cell["check"]["verdict"] for cell in self.cells if "check" in cell)
        order = ("closed", "infinite", "undefined", "reduced", *(Outcome.HOLDS, Outcome.UNDECIDED, Outcome.REFUTED))
        return {word: found[word] for word in order if found[word]}

    @property
    def exit_code(self) -> int:
        """1 where the checker refutes a cell, 0 otherwise: an undecided cell says so itself."""
        return 1 if self.counts.get(Outcome.REFUTED) else 0

    def plain(self) -> dict[str, Any]:
        """The atlas as plain data."""
        cells = [{k: v for k, v in cell.items() if k != "html"} for cell in self.cells]
        return {"measure": self.measure, "families": list(self.rows), "counts": self.counts, "cells": cells}
