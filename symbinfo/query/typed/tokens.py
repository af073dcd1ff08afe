"""The one form of all that is typed, plain or in LaTeX: tokens, each with its place in the text; and what is told of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

__all__ = [
    "CLOSING",
    "CLOSING_OF",
    "Token",
    "Told",
    "matching",
    "name",
    "number",
    "separators",
    "sign",
    "soft",
    "starts_operand",
]

CLOSING_OF = {"(": ")", "[": "]", "{": "}"}
CLOSING = frozenset(CLOSING_OF.values())


class Token(NamedTuple):
    r"""A token.

    Parameters
    ----------
    kind : str
        "name", "number" and "sign" are of the language; "function" waits for its argument, "binder" for its body.
    text : str
        As the language writes it.
    place : int
        Where in the text it stands.
    spaced : bool
        Whether white space stands before it.
    mark : str
        "letter" of a name that is a letter and no word (``\\gamma`` is not the gamma function); "soft" of brackets that
        nobody typed (around a fraction); "one" of a function of the next operand alone (a root).
    base, power : tuple of Token
        Of a function: the base of a logarithm, and an exponent before the argument. Of a binder: variable and range.
    """

    kind: str
    text: str
    place: int
    spaced: bool = False
    mark: str = ""
    base: tuple[Token, ...] = ()
    power: tuple[Token, ...] = ()


@dataclass
class Told:
    """What is known of a reading, and is to be told of it.

    Attributes
    ----------
    changed : bool
        Whether anything was read that is not of the language.
    notes : list of str
        Each choice between several meanings.
    unit : str
        The unit behind the text.
    densities_stand : bool
        Whether densities may stand there: in an expectation, or in a sum over all values.
    densities : set of str
        The letters that were read as densities.
    names : frozenset of str
        The names that are declared.
    numbers : frozenset of str
        Those of them that are known to be numbers, whatever their letters.
    law : bool
        Whether the whole text is a law.
    text : str
        The text that the places of nodes are counted in.
    """

    changed: bool = False
    notes: list[str] = field(default_factory=list)
    unit: str = ""
    densities_stand: bool = False
    densities: set[str] = field(default_factory=set)
    names: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    law: bool = False
    text: str = ""

    def note(self, text: str) -> None:
        """A choice between several meanings, in a sentence."""
        self.changed = True
        if text not in self.notes:
            self.notes.append(text)


def name(text: str, place: int, mark: str = "", spaced: bool = False) -> Token:
    """A name."""
    return Token("name", text, place, spaced, mark)


def number(text: str, place: int, spaced: bool = False) -> Token:
    """A numeral."""
    return Token("number", text, place, spaced)


def sign(text: str, place: int, spaced: bool = False, mark: str = "") -> Token:
    """An operator, a bracket or a comma."""
    return Token("sign", text, place, spaced, mark)


def soft(inside: Sequence[Token], place: int, spaced: bool = False) -> list[Token]:
    """Tokens in brackets that nobody typed."""
    return [sign("(", place, spaced, "soft"), *inside, sign(")", place, mark="soft")]


def starts_operand(token: Token) -> bool:
    """Whether an operand may begin here, apart from a sign before it."""
    return token.kind != "sign" or token.text in CLOSING_OF


def matching(tokens: Sequence[Token], start: int) -> int:
    """The place, in a list whose brackets are paired, of the bracket that closes the one at `start`."""
    depth = 0
    for at in range(start, len(tokens)):
        if tokens[at].kind == "sign":
            depth += (tokens[at].text in CLOSING_OF) - (tokens[at].text in CLOSING)
            if depth == 0:
                return at
    return len(tokens) - 1


def separators(inside: Sequence[Token]) -> int:
    """How many commas and bars stand outside inner brackets."""
    depth = count = 0
    for token in inside:
        if token.kind == "sign":
            depth += (token.text in CLOSING_OF) - (token.text in CLOSING)
            count += depth == 0 and token.text in (",", ";", "|", "||", "=")
    return count
