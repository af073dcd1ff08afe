"""Functions of bits and remainders as lines write them: ``Y = X ⊕ Z``, ``Y = X xor Z``, ``Y = X + Z (mod 2)``."""

from __future__ import annotations

import re

__all__ = ["with_bits"]

_LINE = re.compile(r"(?P<head>[\s$]*[A-Za-z]\w*\s*=)(?!=)(?P<value>.+?)(?P<end>[\s.$]*)\Z", re.DOTALL)
_XOR = re.compile(r"⊕|\\oplus(?![A-Za-z])|\bxor\b(?!\s*\()")
_MOD = re.compile(
    r"(?P<value>.+?)\s*,?\s*(?:\(\s*\\?(?:b?mod|operatorname\{mod\})\s*(?P<a>\w+)\s*\)"
    r"|\\pmod\s*\{?\s*(?P<b>\w+)\s*\}?|(?:\\[bp]?mod|(?<=[\s)])mod)\s*\{?(?P<c>\w+)\}?)\s*\Z",
    re.DOTALL,
)
#: What stands on either side of the sign: no sum or difference, which bind as tightly.
_OPERAND = re.compile(r"[^+\-=<>]+\Z")


def with_bits(line: str) -> str:
    """A line with ``xor(X, Z)`` for X ⊕ Z, and with the remainder of the whole value where ``mod`` stands behind it.

    Examples
    --------
    >>> with_bits("Y = X + Z mod 2")
    'Y = (X + Z) % 2'
    >>> with_bits("Y = X xor Z xor W")
    'Y = xor(X, Z, W)'
    """
    match = _LINE.match(line)
    if match is None:
        return line
    value, latex = match["value"].strip(), "\\" in line
    parts = [part.strip() for part in _XOR.split(value)]
    if len(parts) > 1 and all(_OPERAND.match(part) for part in parts):
        head = r"\operatorname{xor}" if latex else "xor"
        return f"{match['head']} {head}({', '.join(parts)}){match['end']}"
    if found := _MOD.match(value):
        of = found["a"] or found["b"] or found["c"]
        return f"{match['head']} ({found['value']}) {chr(92) if latex else ''}% {of}{match['end']}"
    return line
