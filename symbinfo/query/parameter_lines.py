"""What a setting declares of its parameters: ``n positive integer``, ``e in [0, 1]``, ``m > 0``, ``a < b``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sympy import Expr, Symbol, oo, true

from symbinfo.expressions.errors import QueryError
from symbinfo.query.build_laws import LawBuilder
from symbinfo.query.declarations import ParameterLine

__all__ = ["assumptions_and_conditions"]

WORDS: dict[str, dict[str, bool]] = {
    "real": {"real": True},
    "positive": {"positive": True},
    "nonnegative": {"nonnegative": True},
    "integer": {"integer": True},
    "positive integer": {"integer": True, "positive": True},
    "nonnegative integer": {"integer": True, "nonnegative": True},
    "number": {"real": True},
    "real number": {"real": True},
}


def assumptions_and_conditions(
    lines: Iterable[Any], symbols: dict[str, Symbol]
) -> tuple[dict[str, Symbol], tuple[Any, ...]]:
    """The symbols with what the lines say of them, and the conditions that assumptions cannot say.

    As everywhere, a probability lies in the interior of what is declared: ``e in [0, 1]`` is 0 < e < 1. Other ends
    belong to a range as they are written: a strict inequality may fail at ``r = 1`` of ``r >= 1``.
    """
    lines = [line for line in lines if isinstance(line, ParameterLine)]
    said: dict[str, dict[str, bool]] = {}
    for line in lines:
        if line.words:
            for name in line.names:
                said.setdefault(name, {}).update(_words(line))
        for low, high, strict in line.bounds:
            for name in line.names:
                if (
                    symbols.get(name) == _side(line, high, symbols)
                    and (end := _side(line, low, symbols)).is_nonnegative
                ):
                    inside = strict or end.is_positive or _is_of_probabilities(line, symbols)
                    said.setdefault(name, {})["positive" if inside else "nonnegative"] = True
    stronger = {name: _with(symbol, said.get(name, {})) for name, symbol in symbols.items()}
    conditions = [
        _less(
            _side(line, low, stronger),
            _side(line, high, stronger),
            strict or _is_of_probabilities(line, stronger),
            line,
        )
        for line in lines
        for low, high, strict in line.bounds
    ]
    for line in lines:
        lows, highs = ([_side(line, b[i], stronger) for b in line.bounds] for i in (0, 1))
        if any(low.is_number and high.is_number and low >= high for low in lows for high in highs):
            raise QueryError("no value satisfies this line: correct it", line.line, 0)
    return stronger, tuple(c for c in conditions if c != true)


def _is_of_probabilities(line: ParameterLine, symbols: dict[str, Symbol]) -> bool:
    """Whether a line has 0 and 1 for ends."""
    sides = {_side(line, node, symbols) for low, high, _ in line.bounds for node in (low, high)}
    return {0, 1} <= sides


def _words(line: ParameterLine) -> dict[str, bool]:
    words = " ".join(line.words.split())
    plain = words if words in WORDS else words.removesuffix("s")
    if words == "probability":
        return {"positive": True}
    if plain not in WORDS:
        position = line.line.find(line.words)
        raise QueryError(
            f"{words} says nothing of a parameter: write {', '.join(WORDS)}, e in [0, 1] or m > 0", line.line, position
        )
    return WORDS[plain]


def _side(line: ParameterLine, node: Any, symbols: dict[str, Symbol]) -> Expr:
    return LawBuilder(line.line, symbols).expression(node)


def _with(symbol: Symbol, more: dict[str, bool]) -> Symbol:
    kept = {**symbol._assumptions_orig, **more}
    if kept.get("positive"):
        kept.pop("nonnegative", None)
    if len(kept) > 1:
        kept.pop("real", None)
    return Symbol(symbol.name, **kept)


def _less(low: Expr, high: Expr, strict: bool, line: ParameterLine) -> Any:
    if low in (-oo, oo) or high in (-oo, oo):
        return true
    condition = low < high if strict else low <= high
    if condition == False:  # noqa: E712 - a SymPy Boolean
        raise QueryError("no value satisfies this line: correct it", line.line, 0)
    return condition
