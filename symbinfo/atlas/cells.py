"""The cells of an atlas, and the measures that there are atlases of."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from symbinfo.expressions.one_line import OneLine
from symbinfo.expressions.verdict_words import Level, Outcome
from symbinfo.measures import MEASURES as ALL_MEASURES

__all__ = ["MEASURES", "Atlas"]

#: The measures of which an atlas is made, by their names on the command line.
MEASURES = {measure.key: measure for measure in ALL_MEASURES if measure.in_atlas}


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
        order = ("closed", "infinite", "undefined", "reduced", *Outcome, Level.PROVED)
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
        cells = [{k: v for k, v in cell.items() if k != "html"} for cell in self.cells]
        return {"measure": self.measure, "families": list(self.rows), "counts": self.counts, "cells": cells}
