"""The words of verdicts: what is found of a claim or of a derivation, and how strong the evidence is.

They stand here alone. What must be believed (`trusted/`) imports nothing of the package, and writes them itself.
"""

from __future__ import annotations

from enum import StrEnum

__all__ = ["Level", "Outcome", "Word"]


class Word(StrEnum):
    """A word of a closed list, shown everywhere as the text that it is in JSON."""

    def __repr__(self) -> str:
        return repr(self.value)


class Outcome(Word):
    """What was found: unknown is not true, and nothing decided is no pass."""

    HOLDS = "holds"
    REFUTED = "refuted"
    UNDECIDED = "undecided"


class Level(Word):
    """How it was found."""

    PROVED = "proved"
    """By exact named steps."""
    CERTIFIED = "certified"
    """By rigorous enclosures."""
    CHECKED = "checked"
    """Numerically, at sampled points."""
    NONE = ""
    """Nothing was found: undecided."""
