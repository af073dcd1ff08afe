"""Lines of a setting as people type them: LaTeX and Unicode become the plain text that `declarations` reads."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, TypeVar

from symbinfo.expressions.errors import QueryError
from symbinfo.query.latex.recognise import is_latex
from symbinfo.query.syntax import read_told, tokens_of
from symbinfo.query.typed import characters as chars
from symbinfo.query.typed.bits import with_bits
from symbinfo.query.typed.canonical import canonical
from symbinfo.query.typed.tokens import Told

__all__ = ["in_plain_lines"]

LONGEST_LINE = 2_000
#: A variable with its law, or a law with its name: ``P = ...``.
_LAW = re.compile(r"(.*~|\s*[PQRpq](?:_?[0-9]|_\{[0-9]\})?\s*:?=)(?!=)(.+)\Z", re.DOTALL)
#: What separates the parts of other lines; dashes between variables are those of a Markov chain.
_PIECES = re.compile(
    r"( in |\b(?:real|positive|integer|independent|given|Markov)\b|<=|>=|<|>|(?<![<>])=|->|;|(?<=\w)\s*-+\s*(?=[A-Z]))"
)
_NAME = re.compile(r"(?<![\\A-Za-z0-9_])[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)*")
_Made = TypeVar("_Made")
#: What stands in lines alone.
_MACROS = {
    r"\sim": "~", r"\in": " in ", r"\mid": "|", r"\mathbb{R}": "real", r"\mathbb{N}": "positive integer",
    r"\mathbb{Z}": "integer", r"\perp": " independent ", r"\to": "->", r"\rightarrow": "->", r"\infty": "oo",
    r"\quad": " ", r"\leftrightarrow": "-", r"\text{ and }": ",", r"\mathbb{R}_{+}": "positive",
    r"\mathbb{R}_+": "positive", r"\mathbb{R}_{>0}": "positive",
}  # fmt: skip
_SETS = {"ℝ": "real", "ℕ": "positive integer", "ℤ": "integer", "ℝ₊": "positive"}


def in_plain_lines(lines: Any) -> tuple[Any, ...]:
    """The lines, each in the characters of the language; what is no text is left for others to refuse."""
    found: tuple[Any, ...] = (lines,) if isinstance(lines, str) else tuple(lines or ())
    found = tuple(with_bits(line) if isinstance(line, str) and len(line) <= LONGEST_LINE else line for line in found)
    if not any(isinstance(line, str) and is_latex(line) for line in found):
        return tuple(_plain(line, frozenset()) if isinstance(line, str) else line for line in found)
    told = (line for line in found if isinstance(line, str) and not _LAW.match(line) and "\\sim" not in line)
    names = frozenset(name for line in told for name in _NAME.findall(line))
    return tuple(_plain(line, names) if isinstance(line, str) else line for line in found)


def _plain(line: str, names: frozenset[str]) -> str:
    """A line; `names` are those of the parameters that other lines declare."""
    if len(line) > LONGEST_LINE or (line.isascii() and not is_latex(line)):
        return line
    if is_latex(line):
        return _of_latex(line, names)
    for sign, word in _SETS.items():
        line = re.sub(rf"\s*∈\s*{sign}", f" {word}", line)
    line = line.replace("∈", " in ").replace("→", "->").replace("⊥", " independent ")
    made = ""
    for at, character in enumerate(line):
        made += _character(line, at, character)
    return re.sub(r" +", " ", made)


def _character(line: str, at: int, character: str) -> str:
    if character in chars.SPACES:
        return " "
    if character.isascii() or character in "↔":
        return character
    if character in chars.SIGNS:
        return chars.SIGNS[character]
    if character in chars.SUBSCRIPTS:
        index = chars.SUBSCRIPTS[character]
        return index if index.isdigit() or line[at - 1] in chars.SUBSCRIPTS else f"_{index}"
    if character in chars.SUPERSCRIPTS:
        plain = chars.SUPERSCRIPTS[character]
        return plain if line[at - 1] in chars.SUPERSCRIPTS else f"**{plain}"
    if character in chars.FRACTIONS:
        above, below = chars.FRACTIONS[character]
        return f"({above}/{below})"
    if character == "∞":
        return "oo"
    if character == "√":
        return "sqrt" if line[at + 1 : at + 2] == "(" else character
    letter = chars.plain_letter(character)
    if letter:
        joins = at and (line[at - 1].isalnum() and line[at - 1].isascii()) and len(letter) > 1
        return f" {letter}" if joins else letter
    return character


def _of_latex(line: str, names: frozenset[str]) -> str:
    """The line with its relation and its sets in plain text, and each part as the tokens of its LaTeX."""
    plain = re.sub(r"^\s*(?:\$+|\\\(|\\\[)|(?:\$+|\\\)|\\\])[\s.,;]*$", "", line)
    for macro in sorted(_MACROS, key=len, reverse=True):
        plain = re.sub(re.escape(macro) + r"(?![A-Za-z])", f" {_MACROS[macro]} ".replace("\\", "\\\\"), plain)
    plain = re.sub(r"\s*in\s+(real|positive integer|integer|positive)\s*$", r" \1", plain)
    if match := _LAW.match(plain):  # the law in the language, and what stands before it as below
        head = _of_latex(match.group(1), names) if is_latex(match.group(1)) else match.group(1)
        return f"{head} {_law(line, match.group(2), names)}"
    made = ""
    for piece in _PIECES.split(plain):
        if not piece.strip() or not is_latex(piece):
            made += piece
            continue
        tokens = _located(line, piece, lambda text: tokens_of(text, Told(names=names), True))
        made += " " + "".join(f"{t.text} " if t.text == "," else t.text for t in tokens) + " "
    return re.sub(r" +", " ", made).strip()


def _law(line: str, text: str, names: frozenset[str]) -> str:
    if not is_latex(text):
        return text.strip()
    return _located(line, text, lambda law: canonical(read_told(law, "latex", names=names, law=True)[0]))


def _located(line: str, piece: str, read: Callable[[str], _Made]) -> _Made:
    try:
        return read(piece)
    except QueryError as error:
        raise QueryError(error.message, line, max(line.find(piece.strip()), 0)) from None
