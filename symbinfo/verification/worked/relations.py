"""Relations in a formula as it is written: where they stand outside of all brackets, and which they are."""

from __future__ import annotations

import re
from typing import NamedTuple

__all__ = ["CLOSING", "OPENING", "Sign", "is_drawn", "relations_in", "without_labels"]

OPENING, CLOSING = frozenset("([{"), frozenset(")]}")

#: Relations by the signs and macros for them.
SIGNS: dict[str, str] = {
    ":=": "=", "==": "=", "<=": "<=", ">=": ">=", "!=": "!=", "~=": "~=", "=<": "<=", "=": "=", "<": "<", ">": ">",
    "≤": "<=", "≥": ">=", "⩽": "<=", "⩾": ">=", "≦": "<=", "≧": ">=", "≠": "!=", "≈": "~=", "≃": "~=", "≅": "~=",
    "≡": "=", "≔": "=", "≜": "=", "≝": "=", "＝": "=",
    r"\leqslant": "<=", r"\leqq": "<=", r"\leq": "<=", r"\le": "<=", r"\geqslant": ">=", r"\geqq": ">=", r"\geq": ">=",
    r"\ge": ">=", r"\neq": "!=", r"\ne": "!=", r"\approx": "~=", r"\simeq": "~=", r"\cong": "~=", r"\equiv": "=",
    r"\coloneqq": "=", r"\triangleq": "=", r"\doteq": "=", r"\lt": "<", r"\gt": ">", "&lt;": "<", "&gt;": ">",
}  # fmt: skip
#: Signs that define what stands to their left.
DEFINING = frozenset({":=", "≔", "≜", "≝", r"\coloneqq", r"\triangleq"})
_SIGN = re.compile(
    "|".join(re.escape(s) + ("(?![A-Za-z])" if s[0] == "\\" else "") for s in sorted(SIGNS, key=len, reverse=True))
)
_ARROW = re.compile(r"=>|==>|->|<-")
_DRAWN = re.compile(r"~(?!=)|∼|\\sim(?![A-Za-z])")
_LABELLED = re.compile(r"\\(?:stackrel|overset|underset)\s*\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}\s*\{([^{}]*)\}")


class Sign(NamedTuple):
    """A relation: which, where it begins and ends, and whether it defines."""

    relation: str
    start: int
    end: int
    defines: bool = False


def without_labels(text: str) -> str:
    r"""The text with relations that bear a label as plain ones: ``\overset{(a)}{=}``."""
    return _LABELLED.sub(r" \1 ", text)


def is_drawn(text: str) -> bool:
    r"""Whether a text declares a variable: ``X ~ law``; in ``E_{x ~ p}[...]`` nothing is declared.

    Examples
    --------
    >>> is_drawn("X ~ Normal(0, 1)"), is_drawn("E_{x ~ p}[x]"), is_drawn("a ~= 0.25")
    (True, False, False)
    """
    depth = 0
    for at, character in enumerate(text):
        depth += (character in OPENING) - (character in CLOSING)
        if depth == 0 and (_DRAWN.match(text, at)):
            return True
    return False


def relations_in(text: str) -> list[Sign]:
    r"""The relations outside of all brackets, in order.

    Examples
    --------
    >>> [sign.relation for sign in relations_in(r"H(X) \\le \\sum_{x=0}^{1} a = P(X=1)")]
    ['<=', '=']
    """
    found: list[Sign] = []
    depth = at = 0
    while at < len(text):
        if text[at] in OPENING or text[at] in CLOSING:
            depth += 1 if text[at] in OPENING else -1
            depth = max(depth, 0)
            at += 1
            continue
        match = None if depth or _ARROW.match(text, at) else _SIGN.match(text, at)
        if match is None:
            at += 1
            continue
        found.append(Sign(SIGNS[match.group()], at, match.end(), match.group() in DEFINING))
        at = match.end()
    return found
