"""Signs of sums, integrals and limits with what stands below and above them: ``∑_{k=0}^∞``, ``∫_0^1``, ``sum_x``, ``lim_{x → 0}``."""

from __future__ import annotations

import re
from collections.abc import Callable

from symbinfo.expressions.errors import QueryError
from symbinfo.query.typed import characters as chars
from symbinfo.query.typed.tokens import Token, number, sign

__all__ = ["opener", "place_below"]

Part = Callable[[str, int, int], list[Token]]
_SIGN = re.compile(
    r"(?P<sum>∑|Σ(?=[_ₐ-ₜᵢⱼₖₗₘₙ₀-₉]|\s+[\w(])|(?:sum|Sum|SUM)(?=_|\s+[\w(]))"
    r"|(?P<int>∫|(?:int|integral|Int)(?=_|\s+[\w(]))|(?P<lim>lim(?=_[{(]))"
)
_ONE = re.compile(r"[-−+]?(?:[0-9.]+|[A-Za-z][A-Za-z]*[0-9]*|∞|\w)(?:=[-−]?\w+(?=\^))?")
_ARROW = re.compile(r"\s*(?:→|->|⟶)\s*")
_OTHERS = {"₌": "=", "₊": "+", "₋": "-", "⁼": "="}
_KINDS = {"sum": "Sum", "int": "Integral", "lim": "Limit"}


def opener(text: str, place: int, spaced: bool, part: Part) -> tuple[Token, int] | None:
    """The token of such a sign at a place, and where it ends; None where there is none. `part` scans what is inside."""
    match = _SIGN.match(text, place)
    if match is None:
        return None
    kind = _KINDS[match.lastgroup or ""]
    at = match.end()
    below: list[Token] = []
    above: list[Token] = []
    while at < len(text):
        if text[at] in "_^":
            start, end, following = _group(text, at + 1)
            if kind == "Limit":
                return Token("opener", kind, place, spaced, "", tuple(_arrow(text, start, end, part))), following
            found = part(text, start, end)
            below, above = (found, above) if text[at] == "_" else (below, found)
            at = following
        elif text[at] in chars.SUBSCRIPTS or text[at] in _OTHERS:
            below, at = _small(text, at, chars.SUBSCRIPTS, part)
        elif text[at] in chars.SUPERSCRIPTS:
            above, at = _small(text, at, chars.SUPERSCRIPTS, part)
        else:
            break
    return Token("opener", kind, place, spaced, "", tuple(below), tuple(above)), at


def _group(text: str, at: int) -> tuple[int, int, int]:
    """Where what stands in braces, or the next sign, begins and ends, and where the text goes on."""
    if at < len(text) and text[at] in "{(":
        close = {"{": "}", "(": ")"}[text[at]]
        depth = 0
        for here in range(at, len(text)):
            depth += (text[here] == text[at]) - (text[here] == close)
            if depth == 0:
                return at + 1, here, here + 1
        raise QueryError(f"this {text[at]} is not closed: add {close}", text, at)
    match = _ONE.match(text, at)
    if match is None:
        raise QueryError("a range is missing here: write sum_{k=1}^n", text, min(at, len(text)))
    return at, match.end(), match.end()


def _small(text: str, at: int, table: dict[str, str], part: Part) -> tuple[list[Token], int]:
    """What stands in characters below or above the line."""
    end = at
    while end < len(text) and (text[end] in table or text[end] in _OTHERS):
        end += 1
    plain = "".join(table.get(c) or _OTHERS[c] for c in text[at:end])
    return [token._replace(place=at) for token in part(plain, 0, len(plain))], end


def _arrow(text: str, start: int, end: int, part: Part) -> list[Token]:
    """``x → 0⁺`` as ``x, 0, 1``."""
    match = _ARROW.search(text, start, end)
    if match is None:
        raise QueryError("a limit says where: write lim_{x -> 0}", text, start)
    side = {"⁺": 1, "+": 1, "⁻": -1, "-": -1, "−": -1}.get(text[end - 1], 0)
    variable = part(text, start, match.start())
    place = part(text, match.end(), end - bool(side))
    if len(variable) != 1 or variable[0].kind != "name" or not place:
        raise QueryError("a limit says where: write lim_{x -> 0}", text, start)
    if place[-1].text == "^":  # 0^+
        place = place[:-1]
    comma = sign(",", start)
    last = [] if not side else [comma, *([sign("-", start)] if side < 0 else []), number("1", start)]
    return [*variable, comma, *place, *last]


def place_below(text: str, place: int, part: Part) -> tuple[Token, int] | None:
    """``_{t=0}`` behind a bracket or a bar: where what stands before it is meant."""
    if text[place] != "_" or not place or text[place - 1] not in ")]|" or text[place + 1 : place + 2] not in ("{", "("):
        return None
    start, end, following = _group(text, place + 1)
    inside = part(text, start, end)
    if len(inside) < 3 or inside[0].kind != "name" or inside[1].text != "=" or any(t.text == "," for t in inside):
        raise QueryError("a place is one variable with its value: write [...]_{x=a}", text, place)
    return Token("sign", "|", place, False, "at", (inside[0], sign(",", place), *inside[2:])), following
