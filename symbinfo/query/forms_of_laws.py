"""Laws in other words: ``density(f, x in (a, b))``, ``P | (a, b)``, ``X | X > a`` and ``mixture([w, v], [P, Q])``.

Each becomes the one form that the builders know.
"""

from __future__ import annotations

from collections.abc import Sequence as Listed
from typing import Any

from symbinfo.expressions.errors import QueryError
from symbinfo.query.nodes import Argument, Bars, Call, Keyword, Name, Number, Operation, Sequence, Weighted

__all__ = ["MIXTURE", "TRUNCATED", "call_of", "cut_off", "entry_of", "interval"]

TRUNCATED, MIXTURE = "truncated", "mixture"
#: Small words for laws written by hand.
WRITTEN = {"density": "Density", "mass": "Mass"}
#: Divergences that are called like a law.
DIVERGENCES = {"ChiSquared": "ChiSquaredDivergence"}
ORDERS = ("<", ">", "<=", ">=", "&")


def call_of(name: str, items: Listed[Argument], separators: Listed[str], start: int) -> Call:
    """A call, with the laws in its arguments in their one form."""
    if name in WRITTEN:
        return Call(WRITTEN[name], _with_limits(tuple(items), tuple(separators)), start)
    if "||" in separators:
        name = DIVERGENCES.get(name, name)
    if name == MIXTURE:
        return Call(name, _weighted(tuple(items), tuple(separators), start), start)
    kept: list[Argument] = []
    between: list[str] = []
    for number, item in enumerate(items):
        separator = separators[number - 1] if number else ""
        if separator == "|" and _restricts(item):
            left = kept.pop()
            kept.append(Call(TRUNCATED, Bars((left, item), (",",)), left.start))
            continue
        if number:
            between.append(separator)
        kept.append(item)
    return Call(name, Bars(tuple(kept), tuple(between)), start)


def cut_off(law: Argument, bar: str, restriction: Argument, at: int) -> Call:
    """``P | (a, b)`` and ``X | X > a``, standing by themselves.

    Raises
    ------
    QueryError
        When what stands behind the bar is no restriction of a law.
    """
    if bar != "|" or not _restricts(restriction):
        message = f"{bar} is not expected here: it stands only inside brackets, such as KL(P || Q) or I(X; Y | Z)"
        raise QueryError(message, "", at)
    return Call(TRUNCATED, Bars((law, restriction), (",",)), law.start)


def entry_of(call: Call, row: Argument, column: Argument, at: int) -> Call:
    """An entry of a matrix, ``FisherInformation(P; a, b)[0, 1]``, as the information between two of the parameters.

    Raises
    ------
    QueryError
        When the places are not those of a row and a column.
    """
    law, *parameters = call.arguments.items
    named = [p.name if isinstance(p, Name) else "" for p in parameters]
    places = []
    for place in (row, column):
        if isinstance(place, Name) and place.name in named:
            places.append(named.index(place.name))
        elif isinstance(place, Number) and place.exponent == 0 and place.digits < len(parameters):
            places.append(place.digits)
    if call.name != "FisherInformation" or len(places) != 2:
        message = "an entry is read of a matrix, by its row and column: write FisherInformation(P; a, b)[0, 1]"
        raise QueryError(message, "", at)
    chosen = tuple(parameters[place] for place in dict.fromkeys(places))
    return Call(call.name, Bars((law, *chosen), (";",) * len(chosen)), call.start)


def interval(variable: Any, ends: Any) -> Sequence:
    """``x in (a, b)`` as ``(x, a, b)``.

    Raises
    ------
    QueryError
        When there are not two ends.
    """
    if not isinstance(variable, Name) or not isinstance(ends, Sequence) or len(ends.items) != 2:
        raise QueryError("a name lies between two ends: write x in (a, b)", "", variable.start)
    return Sequence((variable, *ends.items), variable.start)


def _restricts(item: Argument) -> bool:
    """Whether what stands behind a bar is a condition on the law before it, or an interval."""
    if isinstance(item, Sequence):
        return len(item.items) in (2, 3)
    return isinstance(item, Operation) and item.sign in ORDERS


def _with_limits(items: tuple[Argument, ...], separators: tuple[str, ...]) -> Bars:
    """The arguments of a law written by hand: ``f, x, a, b`` is ``f, (x, a, b)``."""
    if len(items) != 4 or any(isinstance(item, Keyword | Weighted) for item in items):
        return Bars(items, separators)
    expr, *limits = items
    return Bars((expr, Sequence(tuple(limits), limits[0].start)), separators[:1])  # type: ignore[arg-type]


def _weighted(items: tuple[Argument, ...], separators: tuple[str, ...], start: int) -> Bars:
    """The parts of a mixture, each with its weight."""
    if len(items) == 2 and all(isinstance(item, Sequence) for item in items):
        weights, laws = (item.items for item in items if isinstance(item, Sequence))
        if len(weights) != len(laws):
            raise QueryError(f"{len(weights)} weights and {len(laws)} laws: a mixture has as many of both", "", start)
        parts = tuple(Weighted(w, law, w.start) for w, law in zip(weights, laws, strict=True))
        return Bars(parts, (",",) * (len(parts) - 1))
    return Bars(items, separators)
