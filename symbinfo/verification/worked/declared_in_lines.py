"""What the lines of a solution declare: ``X ~ law``, ``Y = 2 X``, ``s = a/b``; and what they say of what is given."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from symbinfo.expressions.errors import QueryError
from symbinfo.query.declarations import Drawn, Function, declarations
from symbinfo.query.nodes import Call, Name, Number, Statement, below
from symbinfo.query.syntax import read
from symbinfo.query.typed.canonical import canonical
from symbinfo.query.typed.lines import in_plain_lines
from symbinfo.verification.worked.frames import Frame, Side
from symbinfo.verification.worked.prose import Formula
from symbinfo.verification.worked.relations import Sign, relations_in

__all__ = [
    "CASES",
    "NAMING",
    "REASON",
    "declare_drawn",
    "declare_name",
    "is_case",
    "is_given",
    "new_name",
    "only_limits",
]

#: Names of constants, which are never declared.
CONSTANTS = frozenset({"e", "pi", "E"})
#: Words that introduce a reason, which does not go on with the chain; and a name.
REASON = frozenset({"since", "because", "as", "using", "by", "note", "recall", "with", "from", "where", "and", "that"})
NAMING = frozenset(
    {"let", "where", "with", "put", "set", "define", "denote", "write", "call", "writing", "setting", "let's"}
)
#: Words that introduce a case.
CASES = frozenset(
    {"if", "for", "when", "assume", "assuming", "suppose", "iff", "unless", "provided", "case", "whenever"}
)
_NAME = re.compile(r"\s*\\?([A-Za-zα-ωΑ-Ω][A-Za-z0-9]*(?:_(?:\{[A-Za-z0-9]+\}|[A-Za-z0-9]+))?)\s*")
_ONE = Side(Number(1, 0, 0))


def name_in(text: str) -> str:
    """The bare name that a text is; empty where it is something else."""
    if _NAME.fullmatch(text) is None:
        return ""
    try:
        names = [node.name for node in below(read(text).left) if isinstance(node, Name)]
    except QueryError:
        return ""
    return names[0] if len(names) == 1 else ""


def new_name(text: str, frame: Frame) -> str:
    """The bare name that a formula may declare, where nothing else does."""
    name = name_in(text)
    return name if name not in frame.declared | CONSTANTS else ""


def is_given(text: str, frame: Frame) -> bool:
    """Whether a text is the name of a variable or a law of the setting: what that is, is given."""
    name = name_in(text)
    return bool(name) and name in _drawn_and_laws(frame)


def _drawn_and_laws(frame: Frame) -> set[str]:
    lines = declarations(list(in_plain_lines(frame.given))) if frame.given else []
    names = {name for line in lines if isinstance(line, Drawn) for name in line.names}
    return names | {line.name for line in lines if isinstance(line, Function)}


def is_case(formula: Formula, frame: Frame) -> bool:
    """Whether a formula says of which case its line speaks: ``for e = 1/2``, ``if a > b``, or a value of a parameter."""
    signs = relations_in(formula.text)
    if not signs:
        return False
    if formula.before and formula.before[-1] in CASES:
        return True
    of_parameter = name_in(formula.text[: signs[0].start]) in (frame.names or ())
    return of_parameter and signs[0].relation == "=" and signs[0].start > 0


def declare_drawn(text: str, frame: Frame) -> str:
    """Declare ``X ~ law`` where the name is new; what is given stays as it is. Returns the line, or nothing.

    Raises
    ------
    QueryError
        When it is no law.
    """
    (plain,) = in_plain_lines([text])
    name = re.match(r"\s*([A-Za-z]\w*)\s*~", plain)
    if name is None or name.group(1) in frame.declared or frame.assumed:
        return ""
    return _declared(str(plain), frame)


def declare_name(name: str, value: Side, frame: Frame) -> None:
    """Declare a name for a function of variables, or for an expression of parameters.

    Raises
    ------
    QueryError
        When it is a function that is not read.
    """
    inside = {n.name for n in below(value.node) if isinstance(n, Name)}
    if inside & _drawn_and_laws(frame) and not any(isinstance(n, Call) for n in below(value.node)):
        _declared(f"{name} = {canonical(Statement(value.node))}", frame)
    else:
        frame.abbreviations[name] = value.node


def _declared(line: str, frame: Frame) -> str:
    replace(frame, given=[*frame.given, line], seen=[]).meaning(_ONE, "=", _ONE)
    frame.given.append(line)
    return line


def only_limits(text: str, signs: Sequence[Sign], frame: Frame, latex: bool) -> bool:
    """``0 <= e <= 1``: an inequality between parameters and numbers, which says what they may be."""
    if any(sign.relation in ("=", "~=") for sign in signs):
        return False
    try:
        sides = frame.read(text, latex)
    except QueryError:
        return False
    return not any(isinstance(part, Call) for _, side in sides for part in below(side.node))
