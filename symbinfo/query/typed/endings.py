"""What stands at the ends and between digits: final dots, units, percent signs, and decimal commas."""

from __future__ import annotations

from symbinfo.expressions.errors import QueryError
from symbinfo.query.typed.tokens import CLOSING, CLOSING_OF, Token, Told, soft, starts_operand
from symbinfo.query.typed.typed_words import UNITS

__all__ = ["with_decimal_points", "with_percentages", "without_ending"]


#: Words before an answer.
ANSWERS, ABOUT = (
    frozenset({"answer", "ans", "result", "solution"}),
    frozenset({"approx", "approximately", "about", "ca"}),
)


def without_ending(text: str, tokens: list[Token], told: Told) -> list[Token]:
    """The tokens without a relation at the beginning, a final dot or comma, and a unit, which is told.

    Raises
    ------
    QueryError
        When two different units are named.
    """
    kept = _without_opening(list(tokens), told)
    if len(kept) > 1 and kept[0].kind == "sign" and kept[0].text in ("=", "~=", "~", ":="):
        kept.pop(0)  # an answer that goes on from its question
        told.changed = True
    while kept:
        last = kept[-1]
        if last.kind == "sign" and last.text in (",", ";", ".") and len(kept) > 1:
            kept.pop()
        elif last.kind == "name" and last.text in UNITS and len(kept) > 1 and _may_bear_a_unit(kept):
            unit = UNITS[last.text]
            if told.unit not in ("", unit):
                raise QueryError("two units are named: one query is in one unit", text, last.place)
            told.unit = unit
            kept.pop()
        else:
            break
        told.changed = True
    if kept and kept[-1].kind == "number" and kept[-1].text.endswith(".") and len(kept) > 1:
        kept[-1] = kept[-1]._replace(text=kept[-1].text[:-1])
    return kept


def _without_opening(tokens: list[Token], told: Told) -> list[Token]:
    """Without ``answer:``, ``ans =``, ``approx.`` and their like before an answer."""
    words = [token.text.lower() for token in tokens[:2]]
    if len(tokens) > 2 and words[0] in ANSWERS and words[1] in (":", "=", "is") and words[0] not in told.names:
        told.changed = True
        return tokens[2:]
    if len(tokens) > 1 and words[0] in ABOUT and tokens[1].kind == "number":
        told.changed = True
        return tokens[1:]
    return tokens


def _may_bear_a_unit(tokens: list[Token]) -> bool:
    """A unit stands behind an operand: ``0.469 bits``, not ``x + bits``."""
    before = tokens[-2]
    if before.text in ("(", "[") or (before.kind == "sign" and before.text in ("*", "/")):
        return False
    return before.kind in ("number", "name") or before.text in CLOSING


def with_decimal_points(tokens: list[Token], told: Told) -> list[Token]:
    """A comma between digits outside all brackets is a decimal comma: ``0,469``."""
    made: list[Token] = []
    depth = 0
    for at, token in enumerate(tokens):
        if token.kind == "sign":
            depth += (token.text in CLOSING_OF) - (token.text in CLOSING)
        previous = tokens[at - 1] if at else None
        if (
            depth == 0
            and token.kind == "number"
            and not token.spaced
            and previous is not None
            and previous.text == ","
            and not previous.spaced
            and len(made) > 1
            and made[-2].kind == "number"
            and "." not in made[-2].text
            and token.text.isdigit()
        ):
            made.pop()
            whole = made.pop()
            if len(token.text) == 3 and whole.text != "0":
                told.note(f"{whole.text},{token.text} is read as the decimal {whole.text}.{token.text}")
            told.changed = True
            made.append(whole._replace(text=f"{whole.text}.{token.text}"))
        else:
            made.append(token)
    return made


def with_percentages(tokens: list[Token], told: Told) -> list[Token]:
    """A number with a percent sign behind it, and no operand after that, is a hundredth: ``5%``; ``5 % 2`` is a remainder."""
    made: list[Token] = []
    for at, token in enumerate(tokens):
        last = at + 1 == len(tokens) or not (starts_operand(tokens[at + 1]))
        if token.text == "%" and made and made[-1].kind == "number" and (last or token.mark == "percent"):
            value = made.pop()
            inside = [value, Token("sign", "/", token.place), Token("number", "100", token.place)]
            made += soft(inside, value.place, value.spaced)
            told.changed = True
        else:
            made.append(token)
    return made
