r"""Terms before a bar with a place: ``f(s) \\big|_{s=1}`` is ``Subs(f(s), (s, 1))``."""

from __future__ import annotations

from collections.abc import Sequence

from symbinfo.query.typed.tokens import CLOSING, CLOSING_OF, Token

__all__ = ["with_places"]

#: What ends the term before a bar with a place.
ENDS = frozenset({"+", "-", "=", "<", ">", "<=", ">=", "~=", "!=", ",", ";", "|", "||", *CLOSING_OF})


def with_places(tokens: Sequence[Token]) -> list[Token]:
    """The tokens, each term before a bar with a place in a binder."""
    made: list[Token] = []
    for token in tokens:
        if token.mark != "at":
            made.append(token)
            continue
        start, depth = len(made), 0
        bracket = bool(made) and made[-1].text == "]"
        while start:
            before = made[start - 1]
            if before.kind == "sign":
                depth += (before.text in CLOSING) - (before.text in CLOSING_OF)
                if bracket and depth == 0 and start < len(made):
                    start -= 1
                    break
                if depth < 0 or (depth == 0 and before.text in ENDS and before.text not in CLOSING_OF):
                    break
            start -= 1
        body = made[start:]
        del made[start:]
        made.append(Token("binder", "Subs", token.place, token.spaced, "", token.base, tuple(body)))
    return made
