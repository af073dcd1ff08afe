"""The actions of the grammar: each builds one node of the tree from tokens and finished nodes."""

from __future__ import annotations

from typing import Any

from lark import Token, Transformer

from symbinfo.query.forms_of_laws import call_of, cut_off, entry_of, interval
from symbinfo.query.nodes import (
    Call,
    Keyword,
    Mapping,
    Name,
    Negation,
    Number,
    Operation,
    Sequence,
    Statement,
    Weighted,
)

__all__ = ["transformer"]


class _Tree(Transformer):
    """One method a rule of the grammar."""

    def query(self, parts: list[Any]) -> Statement:
        if len(parts) == 1:
            return Statement(parts[0])
        more = tuple((str(sign), side) for sign, side in zip(parts[3::2], parts[4::2], strict=True))
        return Statement(parts[0], str(parts[1]), parts[2], more)

    def cut(self, parts: list[Any]) -> Statement:
        law, bar, restriction = parts
        return Statement(cut_off(law, str(bar), restriction, bar.start_pos))

    def operation(self, parts: list[Any]) -> Operation:
        left, sign, right = parts
        return Operation("**" if sign == "^" else str(sign), left, right, left.start, sign.start_pos)

    def comparison(self, parts: list[Any]) -> Operation:
        opening, left, sign, right, _ = parts
        return Operation("==" if sign == "=" else str(sign), left, right, opening.start_pos, sign.start_pos)

    def condition(self, parts: list[Any]) -> Operation:
        left, sign, right = parts
        return Operation("==" if sign == "=" else str(sign), left, right, left.start, sign.start_pos)

    def between(self, parts: list[Any]) -> Operation:
        first, sign, middle, second, last = parts
        left = Operation(str(sign), first, middle, first.start, sign.start_pos)
        right = Operation(str(second), middle, last, middle.start, second.start_pos)
        return Operation("&", left, right, first.start, second.start_pos)

    def limits(self, parts: list[Any]) -> Sequence:
        variable, _, ends = parts
        return interval(variable, ends)

    def weighted(self, parts: list[Any]) -> Weighted:
        return Weighted(parts[0], parts[2], parts[0].start)

    def junction(self, parts: list[Any]) -> Operation:
        joined, *rest = parts
        for sign, right in zip(rest[::2], rest[1::2], strict=True):
            joined = Operation(str(sign), joined, right, joined.start, sign.start_pos)
        return joined

    def negation(self, parts: list[Any]) -> Negation:
        return Negation(parts[1], parts[0].start_pos)

    def positive(self, parts: list[Any]) -> Any:
        return parts[1]

    def group(self, parts: list[Any]) -> Any:
        return parts[1]

    def number(self, parts: list[Any]) -> Number:
        (token,) = parts
        mantissa, _, exponent = str(token).lower().partition("e")
        whole, _, fraction = mantissa.partition(".")
        power = int(exponent or "0") - len(fraction)
        return Number(int(whole + fraction), power, token.start_pos, len(fraction))

    def name(self, parts: list[Any]) -> Name:
        return Name(str(parts[0]), parts[0].start_pos)

    def call(self, parts: list[Any]) -> Call:
        name, _, *inner, _ = parts
        return call_of(str(name), inner[::2], inner[1::2], name.start_pos)

    def entry(self, parts: list[Any]) -> Call:
        *called, opening, row, _, column, _ = parts
        return entry_of(self.call(called), row, column, opening.start_pos)

    def separator(self, parts: list[Any]) -> str:
        return str(parts[0])

    def keyword(self, parts: list[Any]) -> Keyword:
        return Keyword(str(parts[0]), parts[2], parts[0].start_pos)

    def sequence(self, parts: list[Any]) -> Sequence:
        return Sequence(tuple(p for p in parts if not isinstance(p, Token)), parts[0].start_pos)

    def pair(self, parts: list[Any]) -> tuple[Any, Any]:
        return parts[0], parts[2]

    def mapping(self, parts: list[Any]) -> Mapping:
        return Mapping(tuple(p for p in parts if not isinstance(p, Token)), parts[0].start_pos)


def transformer() -> _Tree:
    """The actions, as the parser takes them."""
    return _Tree()
