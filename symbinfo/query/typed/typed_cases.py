"""Values with their conditions as they are printed: ``{ x if x > 0; 0 otherwise }`` becomes Piecewise."""

from __future__ import annotations

from collections.abc import Sequence

from symbinfo.expressions.errors import QueryError
from symbinfo.query.typed.tokens import CLOSING, CLOSING_OF, Token, name, sign

__all__ = ["with_cases"]

WORDS = frozenset({"if", "otherwise", "and"})


def with_cases(text: str, tokens: Sequence[Token]) -> list[Token]:
    """The tokens with each such group as a call.

    Raises
    ------
    QueryError
        Where one of the words stands elsewhere.
    """
    made: list[Token] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if token.kind == "sign" and token.text == "{" and (end := _end(tokens, at)):
            made += _piecewise(tokens[at + 1 : end], token)
            at = end + 1
            continue
        if token.kind == "sign" and token.text in WORDS:
            instead = "write min(X, Z) for bits" if token.text == "and" else "choose another name"
            message = f"{token.text} is a word of Python: {instead}, or write {{x if x > 0; 0 otherwise}}"
            raise QueryError(message, text, token.place)
        made.append(token)
        at += 1
    return made


def _end(tokens: Sequence[Token], start: int) -> int:
    """The place of the brace that closes one with such words directly in it; 0 where there is none."""
    depth, worded = 0, False
    for at in range(start, len(tokens)):
        if tokens[at].kind == "sign":
            depth += (tokens[at].text in CLOSING_OF) - (tokens[at].text in CLOSING)
            worded = worded or (depth == 1 and tokens[at].text in WORDS)
            if depth == 0:
                return at if worded else 0
    return 0


def _piecewise(inside: Sequence[Token], brace: Token) -> list[Token]:
    """``(value, condition), ..., (value, True)``."""
    place = brace.place
    comma, opening, closing = (sign(c, place) for c in ",()")
    made = [name("Piecewise", place, spaced=brace.spaced), opening]
    row: list[Token] = []
    for token in [*inside, sign(";", place)]:
        if token.kind != "sign" or token.text != ";":
            row.append(token)
            continue
        words = [t.text if t.kind == "sign" else "" for t in row]
        split = next((at for at, word in enumerate(words) if word in ("if", "otherwise")), len(row))
        condition = _condition(row[split + 1 :], place) if words[split : split + 1] == ["if"] else [name("True", place)]
        made += [*([comma] if len(made) > 2 else []), opening, *row[:split], comma, *condition, closing]
        row = []
    return [*made, closing]


def _condition(tokens: Sequence[Token], place: int) -> list[Token]:
    """A condition, or several with ``and`` between, each in brackets."""
    parts: list[list[Token]] = [[]]
    for token in tokens:
        if token.kind == "sign" and token.text == "and":
            parts.append([])
        else:
            parts[-1].append(token)
    if len(parts) == 1:
        return parts[0]
    joined: list[Token] = []
    for part in parts:
        joined += [*([sign("&", place)] if joined else []), sign("(", place), *part, sign(")", place)]
    return joined
