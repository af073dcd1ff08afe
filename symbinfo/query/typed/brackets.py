"""Brackets as people use them: pairs are checked, square and curly ones may be round, bars are absolute values."""

from __future__ import annotations

from symbinfo.expressions.errors import QueryError
from symbinfo.query.typed.tokens import CLOSING, CLOSING_OF, Token, Told, matching, name, sign

__all__ = ["check_brackets", "with_absolute_values", "with_round_brackets"]

DEEPEST = 80


#: Of what stands in their braces.
EXTREMES = frozenset({"max", "min", "Max", "Min"})


def check_brackets(text: str, tokens: list[Token]) -> None:
    """Every bracket has its partner, and none stands too deep.

    Raises
    ------
    QueryError
        At the bracket without one.
    """
    open_ones: list[Token] = []
    for token in tokens:
        if token.kind != "sign":
            continue
        if token.text in CLOSING_OF:
            open_ones.append(token)
            if len(open_ones) > DEEPEST:
                raise QueryError(f"brackets are nested more than {DEEPEST} deep: simplify the query", text, token.place)
        elif token.text in CLOSING:
            if not open_ones:
                raise QueryError(
                    f"this {token.text} closes no bracket: remove it, or open one before it", text, token.place
                )
            opening = open_ones.pop()
            if CLOSING_OF[opening.text] != token.text:
                wanted = CLOSING_OF[opening.text]
                message = (
                    f"the {opening.text} at character {opening.place + 1} is closed by {token.text}: write {wanted}"
                )
                raise QueryError(message, text, token.place)
    if open_ones:
        opening = open_ones[-1]
        raise QueryError(f"this {opening.text} is not closed: add {CLOSING_OF[opening.text]}", text, opening.place)


def with_round_brackets(tokens: list[Token], told: Told) -> list[Token]:
    """Square and curly brackets made round where they hold no list: behind an operator, a function or a factor.

    Lists stand where an argument begins, or hold commas; tables in braces hold colons. ``E[...]`` is an expectation, ``max{a, b}`` the larger of two.
    """
    made = list(tokens)
    for at, token in enumerate(tokens):
        if token.kind != "sign" or token.text not in ("[", "{"):
            continue
        end = matching(tokens, at)
        before = tokens[at - 1] if at else None
        if _is_list(tokens, at, end, before):
            continue
        told.changed = True
        mark = "square" if token.text == "[" else token.mark
        made[at] = token._replace(text="(", mark=mark)
        made[end] = tokens[end]._replace(text=")")
    return made


def _is_list(tokens: list[Token], at: int, end: int, before: Token | None) -> bool:
    """Whether square or curly brackets hold a list or a table where they stand."""
    curly, inside = tokens[at].text == "{", tokens[at + 1 : end]
    if curly and inside and before is not None and before.text in EXTREMES:
        return False
    if not inside or _has(inside, ":" if curly else ","):
        return curly or before is None or before.kind != "name"
    begins = before is not None and before.kind == "sign" and before.text in ("(", "[", "{", ",", ":")
    return begins or (curly and _has(inside, ","))


def _has(inside: list[Token], text: str) -> bool:
    """Whether a sign stands there outside all inner brackets."""
    depth = 0
    for token in inside:
        if token.kind == "sign":
            depth += (token.text in CLOSING_OF) - (token.text in CLOSING)
            if depth == 0 and token.text == text:
                return True
    return False


def with_absolute_values(tokens: list[Token], told: Told) -> list[Token]:
    """Pairs of bars as absolute values; what separates arguments, or joins conditions, stays a bar.

    A bar opens where an operand is missing. Outside the brackets of a measure, where nothing is separated, one behind an
    operand opens, too, when it has a partner.
    """
    tokens = _with_single_bars(tokens)
    made: list[Token] = []
    levels: list[_Level] = [_Level(_bars(tokens, 0, len(tokens)) % 2 == 0)]
    for at, token in enumerate(tokens):
        before = tokens[at - 1] if at else None
        level = levels[-1]
        if token.kind == "sign" and token.text in CLOSING_OF:
            called = before is not None and before.kind == "name"
            pairs = not called and _bars(tokens, at + 1, matching(tokens, at)) % 2 == 0
            levels.append(_Level(pairs))
        elif token.kind == "sign" and token.text in CLOSING and len(levels) > 1:
            levels.pop()
        elif token.kind == "sign" and token.text == "|":
            if token.mark == "opens" or (token.mark == "closes" and level.open):
                level.open += 1 if token.mark == "opens" else -1
                told.changed = True
                opening = [name("Abs", token.place, spaced=token.spaced), sign("(", token.place)]
                made += opening if token.mark == "opens" else [sign(")", token.place)]
                continue
            wanted = before is None or (before.kind == "sign" and before.text not in CLOSING and before.text != "!")
            wanted = wanted or (before is not None and before.kind == "function")
            if level.open and not wanted:
                level.open -= 1
                made.append(sign(")", token.place))
                continue
            if (wanted and _closes(tokens, at)) or (level.pairs and not level.open and not wanted):
                level.open += 1
                told.changed = True
                made += [name("Abs", token.place, spaced=token.spaced), sign("(", token.place)]
                continue
        made.append(token)
    return made


def _with_single_bars(tokens: list[Token]) -> list[Token]:
    """``||`` as two bars where it stands at the beginning or at the end of an operand, and so separates nothing."""
    made: list[Token] = []
    for at, token in enumerate(tokens):
        if token.kind == "sign" and token.text == "||":
            before, after = tokens[at - 1 : at][-1:] if at else [], tokens[at + 1 : at + 2]
            begins = not before or (before[0].kind == "sign" and before[0].text not in CLOSING)
            ends = not after or (after[0].kind == "sign" and after[0].text not in CLOSING_OF)
            if begins != ends:
                made += [token._replace(text="|"), token._replace(text="|", place=token.place + 1, spaced=False)]
                continue
        made.append(token)
    return made


class _Level:
    """What is known between two brackets: whether all its bars are pairs, and how many are open."""

    def __init__(self, pairs: bool) -> None:
        self.pairs, self.open = pairs, 0


def _bars(tokens: list[Token], start: int, end: int) -> int:
    """The bars between two places, outside inner brackets; one when they are between comparisons."""
    depth = count = 0
    compared = False
    for token in tokens[start:end]:
        if token.kind == "sign":
            depth += (token.text in CLOSING_OF) - (token.text in CLOSING)
            count += depth == 0 and token.text == "|"
    for at in range(start, end):
        if tokens[at].text == "|" and at + 1 < end and at > start:
            compared = compared or (tokens[at - 1].text == ")" and tokens[at + 1].text == "(" and count == 1)
    return 1 if compared else count


def _closes(tokens: list[Token], at: int) -> bool:
    """Whether a bar that opens has a partner at its own level, behind an operand."""
    depth = 0
    for place in range(at + 1, len(tokens)):
        token = tokens[place]
        if token.kind != "sign":
            continue
        depth += (token.text in CLOSING_OF) - (token.text in CLOSING)
        if depth < 0:
            return False
        before = tokens[place - 1]
        behind = before.kind in ("name", "number") or before.text in CLOSING or before.text == "!"
        if depth == 0 and token.text == "|" and behind:
            return True
    return False
