r"""Macros that a document defines: ``\newcommand{\kl}[2]{...}``, ``\def``, ``\DeclareMathOperator``; expanded with a bound."""

from __future__ import annotations

import re
from typing import NamedTuple

from symbinfo.expressions.errors import QueryError

__all__ = ["Macro", "expanded", "macros_in"]

#: How often a macro is expanded in a formula, and how long it may become.
MOST, LONGEST = 500, 20_000
_DEFINED = re.compile(
    r"\\(?:(?P<new>(?:re|provide)?newcommand)\*?\s*\{?\s*\\(?P<name>[A-Za-z]+)\s*\}?\s*(?:\[(?P<count>\d)\])?\s*"
    r"(?:\[(?P<default>[^\]]*)\])?\s*(?=\{)"
    r"|DeclareMathOperator(?P<star>\*?)\s*\{?\s*\\(?P<operator>[A-Za-z]+)\s*\}?\s*(?=\{)"
    r"|DeclarePairedDelimiter\s*\{?\s*\\(?P<pair>[A-Za-z]+)\s*\}?\s*(?=\{)"
    r"|(?:def|gdef)\s*\\(?P<defined>[A-Za-z]+)\s*(?P<arguments>(?:#\d)*)\s*(?=\{))"
)
_USED = re.compile(r"\\([A-Za-z]+)\*?")


class Macro(NamedTuple):
    """A macro: the number of its arguments, what the first one is where it is left out, and what it stands for."""

    arguments: int
    default: str | None
    body: str


def macros_in(text: str) -> dict[str, Macro]:
    r"""The macros that a text defines; the last definition of a name counts.

    Examples
    --------
    >>> macros_in(r"\newcommand{\kl}[2]{D(#1\|#2)}")["kl"].body
    'D(#1\\|#2)'
    """
    found: dict[str, Macro] = {}
    for hit in _DEFINED.finditer(text):
        body, end = _argument(text, hit.end())
        if body is None:
            continue
        if hit["new"]:
            found[hit["name"]] = Macro(int(hit["count"] or 0), hit["default"], body)
        elif hit["operator"]:
            found[hit["operator"]] = Macro(0, None, rf"\operatorname{{{body}}}")
        elif hit["pair"]:
            right, _ = _argument(text, end)
            found[hit["pair"]] = Macro(1, None, rf"{body} #1 {right or ''}")
        elif hit["defined"]:
            found[hit["defined"]] = Macro(hit["arguments"].count("#"), None, body)
    return found


def expanded(formula: str, macros: dict[str, Macro]) -> str:
    r"""A formula without the macros of its document.

    Raises
    ------
    QueryError
        When they go on for ever, or it becomes too long.

    Examples
    --------
    >>> expanded(r"\kl{P}{Q} \ge 0", {"kl": Macro(2, None, r"D(#1\|#2)")})
    'D(P\\|Q) \\ge 0'
    """
    at, times = 0, 0
    while hit := _USED.search(formula, at):
        macro = macros.get(hit[1])
        if macro is None:
            at = hit.end()
            continue
        times += 1
        if times > MOST or len(formula) > LONGEST:
            raise QueryError(f"the macros of this formula do not end, or make it longer than {LONGEST} characters")
        values, end = _values(formula, hit.end(), macro)
        body = _filled(macro.body, values)
        follows = formula[end : end + 1]
        joint = " " if re.search(r"\\[A-Za-z]+$", body) and follows.isalpha() else ""
        formula = formula[: hit.start()] + body + joint + formula[end:]
        at = hit.start()
    if len(formula) > LONGEST:
        raise QueryError(f"the macros of this formula make it longer than {LONGEST} characters")
    return formula


def _filled(body: str, values: list[str]) -> str:
    return re.sub(r"#(\d)", lambda hole: values[int(hole[1]) - 1] if int(hole[1]) <= len(values) else "", body)


def _values(formula: str, at: int, macro: Macro) -> tuple[list[str], int]:
    values: list[str] = []
    if macro.default is not None and macro.arguments:
        option = re.compile(r"\s*\[([^\]]*)\]").match(formula, at)
        values.append(option[1] if option else macro.default)
        at = option.end() if option else at
    while len(values) < macro.arguments:
        value, at = _argument(formula, at)
        values.append(value or "")
    return values, at


def _argument(text: str, at: int) -> tuple[str | None, int]:
    """What stands in the next pair of braces, or the next sign; and where it ends."""
    while at < len(text) and text[at].isspace():
        at += 1
    if at >= len(text):
        return None, at
    if text[at] != "{":
        single = re.compile(r"\\[A-Za-z]+|\\.|.", re.S).match(text, at)
        return (single.group(), single.end()) if single else (None, at)
    depth = 0
    for place in range(at, min(len(text), at + LONGEST)):
        if text[place] in "{}" and text[place - 1 : place] != "\\":
            depth += 1 if text[place] == "{" else -1
            if depth == 0:
                return text[at + 1 : place], place + 1
    return None, at
