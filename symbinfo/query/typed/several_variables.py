"""Informations of several variables, written out in entropies: total correlation, dual total correlation, and their kin.

Their arguments are separated by ``;``, each a variable or several (``TC(X; Y, Z; W | V)``); by commas alone each is one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from symbinfo.expressions.errors import QueryError
from symbinfo.query.nodes import Bars, Call, Negation, Operation, Statement, below, changed
from symbinfo.query.typed.tokens import Told

__all__ = ["SEVERAL", "with_several_variables"]

Group = tuple[Any, ...]


def _entropy(groups: list[Group], given: Group, start: int) -> Call:
    """``H(X, Y | Z)``."""
    first = tuple(item for group in groups for item in group)
    separators = (",",) * (len(first) - 1) + ("|",) * bool(given) + (",",) * (len(given) - 1)
    return Call("H", Bars((*first, *given), separators), start)


def _information(groups: list[Group], given: Group, start: int) -> Call:
    """``I(X; Y; Z | W)``."""
    inner = [sep for group in groups for sep in (*(",",) * (len(group) - 1), ";")][:-1]
    separators = (*inner, *("|",) * bool(given), *(",",) * (len(given) - 1))
    return Call("I", Bars((*(item for group in groups for item in group), *given), separators), start)


def _sum(terms: list[tuple[str, Any]], start: int) -> Any:
    (_, total), *rest = terms
    for sign, term in rest:
        total = Operation(sign, total, term, start, start)
    return total


def _total_correlation(groups: list[Group], given: Group, start: int) -> Any:
    alone = [("+", _entropy([group], given, start)) for group in groups]
    return _sum([*alone, ("-", _entropy(groups, given, start))], start)


def _dual_total_correlation(groups: list[Group], given: Group, start: int) -> Any:
    left = [
        ("-", _entropy([group], (*(i for other in groups if other is not group for i in other), *given), start))
        for group in groups
    ]
    return _sum([("+", _entropy(groups, given, start)), *left], start)


def _o_information(groups: list[Group], given: Group, start: int) -> Any:
    both = (_total_correlation(groups, given, start), _dual_total_correlation(groups, given, start))
    return Operation("-", *both, start, start)


def _interaction_information(groups: list[Group], given: Group, start: int) -> Any:
    """Positive where together they tell more: with the sign of ``I(X; Y | Z) - I(X; Y)`` for three."""
    found = _information(groups, given, start)
    return Negation(found, start) if len(groups) % 2 else found


#: What each name means.
SEVERAL: dict[str, Callable[[list[Group], Group, int], Any]] = {
    **dict.fromkeys(
        ("TC", "C", "TotalCorrelation", "total_correlation", "MultiInformation", "multi_information"),
        _total_correlation,
    ),
    **dict.fromkeys(("DTC", "DualTotalCorrelation", "dual_total_correlation"), _dual_total_correlation),
    **dict.fromkeys(("OInformation", "o_information"), _o_information),
    **dict.fromkeys(("CoInformation", "co_information"), _information),
    **dict.fromkeys(("InteractionInformation", "interaction_information"), _interaction_information),
}


def with_several_variables(statement: Statement, told: Told) -> Statement:
    """The statement with each such information written out.

    Raises
    ------
    QueryError
        When it has fewer than two arguments.
    """
    known = SEVERAL.keys() - told.names

    def is_known(node: Any) -> bool:
        if not isinstance(node, Call) or node.name not in known:
            return False
        return (
            node.name != "C" or len(node.arguments.items) > 2 or ";" in node.arguments.separators
        )  # C(n, k) is binomial

    def written(node: Any) -> Any:
        if not is_known(node):
            return None
        groups, given = _groups(node)
        if len(groups) < 2:
            raise QueryError(f"{node.name} is between variables: write {node.name}(X; Y; Z)", "", node.start)
        told.changed = True
        return SEVERAL[node.name](groups, given, node.start)

    if not any(map(is_known, below(statement))):
        return statement
    left, *others = (changed(side, written) for side in statement.sides)
    if not others:
        return replace(statement, left=left)
    more = tuple((sign, side) for (sign, _), side in zip(statement.more, others[1:], strict=True))
    return replace(statement, left=left, right=others[0], more=more)


def _groups(call: Call) -> tuple[list[Group], Group]:
    """What stands between the bars, and what stands behind ``|``."""
    items, separators = call.arguments.items, call.arguments.separators
    parts: list[list[Any]] = [[items[0]]] if items else []
    bar = None
    for item, separator in zip(items[1:], separators, strict=True):
        if separator == "," and (bar is not None or ";" in separators):
            parts[-1].append(item)
            continue
        bar = len(parts) if separator == "|" else bar
        parts.append([item])
    groups = [tuple(part) for part in parts]
    return (groups, ()) if bar is None else (groups[:bar], groups[bar])
