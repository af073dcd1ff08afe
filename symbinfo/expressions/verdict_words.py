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
    """How it was found, the strongest first."""

    PROVED = "proved"
    """Every step of a certificate was replayed exactly, from listed facts."""
    CERTIFIED = "certified"
    """By rigorous enclosures, over the whole domain; or, of an inequality, by a theorem whose instance was not replayed."""
    CHECKED = "checked"
    """Of an equation that holds: by numbers at places of every regime. Of a derivation, and what is refuted, likewise."""
    NONE = ""
    """Nothing was found: undecided."""

    @property
    def weakness(self) -> int:
        """Its place in the order: 0 is the strongest."""
        return list(Level).index(self)
