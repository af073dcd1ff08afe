"""The tokens of sums and integrals: with their range, or over all values of a variable where densities stand in them."""

from __future__ import annotations

from collections.abc import Sequence

from symbinfo.query.typed.tokens import Token, name, sign
from symbinfo.query.typed.typed_words import DENSITIES

__all__ = ["EACH", "integral_of", "sum_over"]

#: The variable of a sum that names none.
EACH = "each"


def _range(variable: Token, low: Sequence[Token], high: Sequence[Token]) -> tuple[Token, ...]:
    comma = sign(",", variable.place)
    return (variable, comma, *low, comma, *high)


def sum_over(head: Token, below: Sequence[Token], above: Sequence[Token]) -> Token | None:
    """A sum, which takes the term behind it: ``k = 1`` to ``n``, or over ``x``, ``x, y``, ``x in A``; None of anything else."""
    if len(below) > 2 and below[0].kind == "name" and below[1].text == "=" and above:
        return Token("binder", "Sum", head.place, head.spaced, "", _range(below[0], below[2:], above))
    if not below and not above:
        return Token("binder", "Total", head.place, head.spaced, "", (name(EACH, head.place),))
    words = [t for at, t in enumerate(below) if t.kind == "name" and (at == 0 or below[at - 1].text == ",")]
    listed = bool(below) and all(t.kind == "name" or t.text == "," for t in below)
    if words and not above and (listed or (len(below) > 1 and below[1].text == "in")):
        comma = sign(",", head.place)
        ranges = [part for word in words for part in (comma, word)][1:]
        return Token("binder", "Total", head.place, head.spaced, "", tuple(ranges))
    return None


def integral_of(
    head: Token, variable: Token, below: Sequence[Token], above: Sequence[Token], body: Sequence[Token]
) -> Token:
    """An integral of what stands before its ``dx``."""
    line = [t.text for t in below] == ["-", "oo"] and [t.text for t in above] == ["oo"]
    if (line or not (below or above)) and any(t.text in DENSITIES or t.text == "Total" for t in body):
        return Token("binder", "Total", head.place, head.spaced, "", (variable,), tuple(body))
    low = below or [sign("-", head.place), name("oo", head.place)]
    high = above or [name("oo", head.place)]
    inside = tuple(body) or (Token("number", "1", head.place),)
    return Token("binder", "Integral", head.place, head.spaced, "", _range(variable, low, high), inside)
