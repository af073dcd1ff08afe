"""Of lines that are in force together: of which variables they speak, and which of them replaces which."""

from __future__ import annotations

import re
from collections.abc import Set

from symbinfo.verification.documents.settings.lines_of_settings import Line

__all__ = ["all_among", "keys_of", "subjects_of", "without_taken_names"]


def subjects_of(line: Line) -> set[str]:
    """The variables of which a line says something."""
    return {name for name in line.uses if name[0].isupper()} if line.assumption else set(line.names)


def all_among(used: frozenset[str], names: Set[str]) -> bool:
    """Whether all variables and laws that a formula names are among some names."""
    subjects = {name for name in used if re.fullmatch(r"[P-Z]\d*", name)}
    return bool(subjects) and subjects <= names


def without_taken_names(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """The lines without older ones that give a law to a letter which is a parameter of a later law."""
    kept: list[Line] = []
    for line in lines:
        if line.law and line.names and line.names[0][0].isupper():
            parameters = line.uses - set(line.names)
            kept = [
                one for one in kept if not (one.law and parameters.issuperset(one.names) and one.names[0][0].islower())
            ]
        kept.append(line)
    return tuple(kept)


def keys_of(line: Line) -> list[tuple[str, bool, str]]:
    """What a line says something of: a later one of a law replaces an earlier one, conditions stand side by side."""
    if line.probability or line.abbreviation:
        return [("", False, line.abbreviation or line.text)]
    if line.law or line.value:
        return [(name, True, "") for name in line.names]
    return [("", False, line.text)]
