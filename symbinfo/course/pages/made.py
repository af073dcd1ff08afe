"""What was made of a course, as the pages need it: each derivation with its texts and its verdict."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from symbinfo.course.pages.sources import Course, Entry, Equation, Section
from symbinfo.expressions.verdict_words import Level, Outcome
from symbinfo.render import FORMATS, InCourse
from symbinfo.render.flavours import FLAVOURS, Flavour

__all__ = ["Result", "Whole", "ending"]


def ending(form: str) -> str:
    """The ending of the files of a format."""
    return FORMATS[form].ending


@dataclass(frozen=True)
class Result:
    """One derivation: its number on the pages, its texts by format, and what the checker said."""

    number: str
    section: Section
    entry: Entry
    made: Mapping[str, Any] | None
    check: Mapping[str, Any]
    fault: str = ""
    picture: Mapping[str, str] | None = None

    @property
    def verdict(self) -> str:
        """In a word: holds, refuted, undecided, or missing where nothing came out."""
        return str(self.check["verdict"]) if self.made is not None else "missing"

    @property
    def holds(self) -> bool:
        """Whether every step was found to hold."""
        return self.verdict == Outcome.HOLDS

    @property
    def certified(self) -> bool:
        """Whether there is a certificate that can be checked again."""
        return self.made is not None and "certificate" in self.made

    @property
    def picture_file(self) -> str:
        """Where its picture stands beside the pages."""
        return f"{self.section.name}/{self.entry.name}.svg"

    def says(self) -> str:
        """The verdict in words."""
        if self.made is None:
            return "not derived"
        if self.holds:
            if self.check["level"] == Level.PROVED:
                return "proved: every step is replayed exactly"
            if not self.check["points"]:
                return "checked: every step holds exactly"
            points, digits = self.check["points"], self.check["digits"]
            return f"checked: every step holds at {points} point{'s' if points > 1 else ''}, to {digits} digits"
        return self.verdict

    def text(self, kind: str, form: str) -> str:
        """``title``, ``says``, ``shows`` or ``body`` in a format."""
        return str(self.made[kind][form]) if self.made is not None else ""


@dataclass(frozen=True)
class Whole:
    """The course and all its results, in order, the formats in which they are shown, and the flavour of the Markdown."""

    course: Course
    results: tuple[Result, ...]
    forms: tuple[str, ...]
    flavour: Flavour = FLAVOURS["material"]

    def of_section(self, section: Section) -> list[Result]:
        """The results of a section."""
        return [r for r in self.results if r.section is section]

    def backing(self, equation: Equation) -> list[Result]:
        """The derivations that back an equation: those that hold."""
        return [r for r in self.results if equation.number in r.entry.backs and r.holds]

    def unbacked(self) -> list[Equation]:
        """The equations without a derivation that holds."""
        return [equation for equation in self.course.equations if not self.backing(equation)]

    def links(self, section: Section) -> list[tuple[str, str]]:
        """The pages of a section: the name of the format, and the file."""
        forms = [row for row in FORMATS.values() if row.in_course in (InCourse.PAGE, InCourse.COMPILED)]
        return [(row.word, section.name + row.ending) for row in forms if row.name in self.forms]
