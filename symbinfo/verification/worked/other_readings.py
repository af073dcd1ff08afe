r"""How else a formula may be meant that has two readings: ``log (a)/(b)`` and ``x/2s``.

The language reads ``log (a)/(b)`` as log(a)/b and ``x/2s`` from left to right. Who writes so often means log(a/b) and
x/(2s): a line that is wrong as it is read, and right in the other reading, is no wrong line.
"""

from __future__ import annotations

import re

from symbinfo.verification.worked.relations import CLOSING, OPENING

__all__ = ["otherwise_read"]

#: A bracket that touches its logarithm closes it: log(3)/2 has one reading.
_LOGARITHM = re.compile(r"\\?(?:log|ln)(?:_?(?:\{\d+\}|\d+))?\s+(?=\()")
_FACTOR = re.compile(r"/\s*(\d+(?:\.\d+)?(?:[A-Za-zα-ωΑ-Ω][A-Za-z0-9_α-ωΑ-Ω]*(?:\^\d|\*\*\d|[²³⁴])?)+)")
#: ``log s√(2a)``, where a root goes on with what the logarithm is taken of.
_ROOT = re.compile(r"(\\?(?:log|ln))\s+([A-Za-z0-9_.α-ωΑ-Ω]+√\([^()]*\))")
_OPERAND = re.compile(r"[A-Za-z0-9_.α-ωΑ-Ω]+(?:\^\d+|[²³⁴])?")


def otherwise_read(text: str) -> str:
    """The text in its other reading; empty where there is none.

    Examples
    --------
    >>> otherwise_read("1/2 log (S+N)/N"), otherwise_read("E[X]/2s^2 + 1"), otherwise_read("log(a)/2")
    ('1/2 log((S+N)/N)', 'E[X]/(2s^2) + 1', '')
    """
    other = _FACTOR.sub(lambda match: f"/({match.group(1)})", text)
    other = _ROOT.sub(r"\1(\2)", other)
    at = 0
    while match := _LOGARITHM.search(other, at):
        start, end = match.end(), _closing(other, match.end())
        slash = re.compile(r"\s*/\s*").match(other, end)
        if end and slash:
            behind = _closing(other, slash.end()) if other[slash.end() : slash.end() + 1] == "(" else 0
            operand = _OPERAND.match(other, slash.end())
            stop = behind or (operand.end() if operand else 0)
            if stop:
                other = f"{other[: match.start()]}{match.group().rstrip()}({other[start:stop]}){other[stop:]}"
        at = match.end() + 1
    return other if other != text else ""


def _closing(text: str, start: int) -> int:
    """Where the bracket that opens at a place has closed; 0 where it does not."""
    depth = 0
    for at in range(start, len(text)):
        depth += (text[at] in OPENING) - (text[at] in CLOSING)
        if depth == 0:
            return at + 1
    return 0
