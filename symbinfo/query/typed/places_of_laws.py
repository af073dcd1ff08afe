"""Places where a law is expected: there a letter before a bracket is a law, and no factor."""

from __future__ import annotations

from collections.abc import Sequence

from symbinfo.query.typed.short_laws import LETTERS
from symbinfo.query.typed.tokens import CLOSING, CLOSING_OF, Token, matching
from symbinfo.query.typed.usual_names import MEASURES, OF_LAWS

__all__ = ["law_places"]

#: Letters that are laws of something, and those of densities: p(x).
HEADS = frozenset({letter for letter, _ in LETTERS} | set("pqPQ"))
OF = (OF_LAWS | set(MEASURES) | {"h"}) - {"E", "I"}


def law_places(tokens: Sequence[Token], law: bool) -> frozenset[int]:
    """Where such a letter stands with its bracket as a whole argument of a measure, or (`law`) as the whole text."""
    found: set[int] = set()
    if law and _is_call(tokens, 0) and matching(tokens, 1) == len(tokens) - 1:
        found.add(0)
    for at, token in enumerate(tokens):
        if token.kind != "name" or token.text not in OF or not _opens(tokens, at + 1):
            continue
        close, start, depth = matching(tokens, at + 1), at + 2, 0
        for place in range(at + 2, close + 1):
            sign = tokens[place].text if tokens[place].kind == "sign" else ""
            depth += (sign in CLOSING_OF) - (sign in CLOSING)
            if place == close or (depth == 0 and sign in (",", ";", "|", "||", ":")):
                if _is_call(tokens, start) and matching(tokens, start + 1) == place - 1:
                    found.add(start)
                start = place + 1
    return frozenset(found)


def _is_call(tokens: Sequence[Token], at: int) -> bool:
    return at < len(tokens) and tokens[at].kind == "name" and tokens[at].text in HEADS and _opens(tokens, at + 1)


def _opens(tokens: Sequence[Token], at: int) -> bool:
    return at < len(tokens) and tokens[at].kind == "sign" and tokens[at].text == "(" and tokens[at].mark != "soft"
