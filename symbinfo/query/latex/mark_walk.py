"""A walk over the marks of a formula: what stands next, groups in braces, and the words in them."""

from __future__ import annotations

from abc import ABC, abstractmethod

from symbinfo.expressions.errors import QueryError
from symbinfo.query.latex import macros
from symbinfo.query.latex.raw import Mark
from symbinfo.query.typed.tokens import Token, Told, number
from symbinfo.query.typed.typed_words import FUNCTIONS as PLAIN_FUNCTIONS

__all__ = ["MarkWalk", "is_digit"]

DEEPEST = 80


def is_digit(text: str) -> bool:
    """Whether a character is one of 0 to 9."""
    return text.isascii() and text.isdigit()


class MarkWalk(ABC):
    """The marks, and the place where reading stands."""

    def __init__(self, text: str, found: list[Mark], told: Told) -> None:
        self.text, self.marks, self.told, self.at, self.depth = text, found, told, 0, 0
        self.names = {
            name for name in told.names if len(name) > 1 and not any(word in name for word in PLAIN_FUNCTIONS)
        }
        self.letters: dict[str, str] = {}
        #: How many signs of integrals wait for their differentials.
        self.integrals = 0

    @property
    def more(self) -> bool:
        """Whether there is a mark left."""
        return self.at < len(self.marks)

    @property
    def here(self) -> Mark:
        """The next mark."""
        return self.marks[self.at]

    def sees(self, kind: str, text: str = "") -> bool:
        """Whether the next mark is of a kind, and perhaps a text."""
        return self.more and self.here.kind == kind and (not text or self.here.text == text)

    def fail(self, message: str, mark: Mark | None = None) -> QueryError:
        """An error at a mark, or where reading stands."""
        place = mark.place if mark else self.here.place if self.more else len(self.text)
        return QueryError(message, self.text, place)

    def skip_spaces(self) -> None:
        """Pass over white space that is written by macros."""
        while self.sees("macro") and self.here.text in macros.SPACES:
            self.at += 1

    def group(self) -> list[Token]:
        """What stands between braces, or the next mark alone."""
        self.skip_spaces()
        if not self.more:
            raise self.fail("the formula ends too early: an argument is expected here")
        if self.sees("open"):
            return self.braces()
        if self.sees("char") and is_digit(self.here.text):
            self.at += 1
            return [number(self.marks[self.at - 1].text, self.marks[self.at - 1].place)]
        if self.here.kind in ("close", "end"):
            raise self.fail("an argument is missing here")
        return self.atom(scripts=False)

    def braces(self) -> list[Token]:
        """What stands between braces."""
        opening = self.here
        self.at += 1
        self.depth += 1
        if self.depth > DEEPEST:
            raise self.fail(f"brackets are nested more than {DEEPEST} deep: simplify the query", opening)
        made: list[Token] = []
        while self.more and not self.sees("close"):
            if self.here.kind == "end":
                raise self.fail("this brace is not closed: add }", opening)
            made += self.one()
        if not self.more:
            raise self.fail("this brace is not closed: add }", opening)
        self.at += 1
        self.depth -= 1
        return made

    def words(self) -> str:
        """The plain text of an argument, without spaces at its ends."""
        self.skip_spaces()
        opening = self.here if self.more else None
        if not self.sees("open"):
            if not self.more or self.here.kind not in ("char", "macro"):
                raise self.fail("an argument is missing here")
            self.at += 1
            return macros.LETTERS.get(self.marks[self.at - 1].text, self.marks[self.at - 1].text)
        self.at += 1
        level, made = 1, ""
        while self.more:
            mark = self.here
            self.at += 1
            level += (mark.kind == "open") - (mark.kind == "close")
            if level == 0:
                return made.strip()
            if mark.kind == "char" or (mark.kind == "macro" and mark.text in macros.LETTERS):
                made += (" " if mark.spaced else "") + macros.LETTERS.get(mark.text, mark.text)
            elif mark.kind == "macro" and mark.text in (",", " ", ";", "-"):
                made += " "
            elif mark.kind == "macro" and mark.text == "_":
                made += "_"
        raise self.fail("this brace is not closed: add }", opening)

    @abstractmethod
    def one(self) -> list[Token]:
        """The next operand with its scripts, or the next sign."""

    @abstractmethod
    def atom(self, scripts: bool) -> list[Token]:
        """An operand: a letter, a number, a group, a macro."""

    @abstractmethod
    def grouped(self) -> list[Token]:
        """A group in braces as an operand."""
