"""How questions for an optimum are written: ``max_p H(P)``, ``arg min_{m, s} KL(P || Q)``, ``max_{P_X} I(X; Y)``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from sympy import oo, true

from symbinfo.render import layout as lay
from symbinfo.render.layout import Apply, Atom, Big, Layout, Level, Row, Sub, Sup, fenced, level_of, operator
from symbinfo.render.names import name_of, number
from symbinfo.render.notation import EXPECTATION, RELATIONS

__all__ = ["OPTIMA"]


def _operator(kind: str) -> Atom:
    if kind.startswith("arg"):
        return operator(rf"\operatorname*{{arg\,{kind[3:]}}}", f"arg {kind[3:]}", kind)
    return operator(rf"\{kind}", kind)


def _among(items: list[Layout]) -> Layout:
    joined: list[Layout] = []
    for item in items:
        joined += [lay.COMMA] if joined else []
        joined.append(item)
    return joined[0] if len(joined) == 1 else Row(tuple(joined))


def _of(kind: str, below: Layout, body: Layout) -> Layout:
    return Big(_operator(kind), below, None, fenced(body) if level_of(body) is Level.SUM else body)


def _over_parameters(t: Any, expr: Any) -> Layout:
    bounds = [] if expr.where == true else [t.inline(part) for part in _conditions(expr)]
    named = {s for part in _conditions(expr) for s in part.free_symbols} if bounds else set()
    free = [t(symbol) for symbol in expr.variables if symbol not in named]
    return _of(expr.kind, _among([*free, *bounds]), t(expr.objective))


def _conditions(expr: Any) -> list[Any]:
    parts = expr.where.args if type(expr.where).__name__ == "And" else (expr.where,)
    return sorted(parts, key=str)


def _information(names: tuple[str, str]) -> Layout:
    inside = Row((name_of(names[0]), lay.SEMICOLON, name_of(names[1])))
    return Apply(name_of("I"), inside, lay.LEFT, lay.RIGHT)


def _law(name: str) -> Layout:
    return Sub(name_of("P"), name_of(name))


def _capacity(t: Any, expr: Any) -> Layout:
    return _of(expr.kind, _law(expr.names[0]), _information(expr.names))


def _gaussian(t: Any, expr: Any) -> Layout:
    letter = name_of(expr.names[0])
    square = Apply(EXPECTATION, Sup(letter, number("2")), lay.OPEN, lay.CLOSE)
    below: list[Layout] = [_law(expr.names[0])]
    if expr.power != oo:
        below.append(Row((square, RELATIONS["<="], t.inline(expr.power))))
    return _of(expr.kind, _among(below), _information(expr.names))


def _largest_entropy(t: Any, expr: Any) -> Layout:
    x, low, high = expr.range
    letter = name_of(str(x).upper())
    random = replace(t, capitals={**t.capitals, x: letter})
    means = [
        Row((Apply(EXPECTATION, random(s), lay.OPEN, lay.CLOSE), RELATIONS["=="], t.inline(m)))
        for s, m in expr.constraints
    ]
    range_ = Row((t.inline(low), RELATIONS["<="], letter, RELATIONS["<="], t.inline(high)))
    head = name_of("H")
    return _of("max", _among([*means, range_]), Apply(head, letter, lay.LEFT, lay.RIGHT))


OPTIMA: dict[str, Callable[..., Layout]] = {
    "OverParameters": _over_parameters,
    "Capacity": _capacity,
    "SymmetricCapacity": _capacity,
    "GaussianCapacity": _gaussian,
    "LargestEntropy": _largest_entropy,
}
