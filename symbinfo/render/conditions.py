"""Where the parameters live, as a reader would say it: ``0 < phi < 1``, ``sigma1, sigma2 > 0``, ``mu in R``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sympy import And, MatrixSymbol, StrictGreaterThan, StrictLessThan, Symbol
from sympy.logic.boolalg import Boolean

from symbinfo.derivation import Derivation
from symbinfo.expressions.domain import Size
from symbinfo.render import layout as lay
from symbinfo.render.layout import Layout, Row, operator
from symbinfo.render.names import name_of, number
from symbinfo.render.notation import DOTS, RELATIONS
from symbinfo.render.typeset import Typesetter
from symbinfo.render.typeset_matrices import REALS, space

__all__ = ["domain_of", "needs_of", "parts"]

IN = operator(r" \in ", " ∈ ", " in ")


def parts(condition: Boolean) -> list[Boolean]:
    """The conjuncts, in a fixed order."""
    found = condition.args if isinstance(condition, And) else (condition,)
    return sorted((c for c in found if c != True), key=str)  # noqa: E712 - a SymPy Boolean


def needs_of(derivation: Derivation, t: Typesetter) -> list[Layout]:
    """What the result needs beyond the domain of its parameters."""
    return [t(c) for c in parts(derivation.requires)]


def domain_of(derivation: Derivation, t: Typesetter) -> list[Layout]:
    """The domain of the parameters, symbols that live in one place grouped."""
    given = parts(derivation.domain.condition)
    groups: dict[tuple[Any, ...], list[Layout]] = {}
    for symbol in _in_order(derivation):
        if isinstance(symbol, MatrixSymbol):
            groups.setdefault(("matrix", space(t, *symbol.shape)), []).append(name_of(symbol.name))
            continue
        upper, given = _upper_bound(symbol, given)
        lower, given = _lower_bound(symbol, given) if upper is not None else (None, given)
        groups.setdefault(_place(symbol, lower, upper, t), []).append(name_of(symbol.name))
    shown = [_stated(place, _listed(names)) for place, names in groups.items() if place]
    return shown + [t(c) for c in given]


def _in_order(derivation: Derivation) -> list[Symbol]:
    """The parameters, in the order of the laws."""
    found: list[Symbol] = []
    for law in derivation.laws:
        for parameter in law.parameters:
            found += sorted(getattr(parameter, "free_symbols", ()), key=str)
    found += sorted(derivation.left.free_symbols, key=str)
    free = derivation.left.free_symbols
    return list(dict.fromkeys(s for s in found if s in free and not isinstance(s, Size)))


def _upper_bound(symbol: Symbol, given: list[Boolean]) -> tuple[tuple[Any, str] | None, list[Boolean]]:
    """The number that bounds a symbol from above; conditions that the bounds state are taken off the list."""
    upper: tuple[Any, str] | None = None
    kept = []
    for condition in given:
        low, high = (getattr(condition, side, None) for side in ("lts", "gts"))
        bound = None if low is None else high - low + symbol  # of 1 - p > 0, written in either way
        if symbol in condition.free_symbols and upper is None and getattr(bound, "is_number", False):
            upper = (bound, _sign(condition))
        elif high != symbol or low != 0 or not symbol.is_nonnegative:
            kept.append(condition)
    return upper, kept


def _lower_bound(symbol: Symbol, given: list[Boolean]) -> tuple[tuple[Any, str] | None, list[Boolean]]:
    """The same from below, for a symbol of either sign."""
    for condition in given:
        if getattr(condition, "gts", None) == symbol and condition.lts.is_number and not symbol.is_nonnegative:
            return (condition.lts, _sign(condition)), [other for other in given if other is not condition]
    return None, given


def _sign(condition: Boolean) -> str:
    return "<" if isinstance(condition, (StrictLessThan, StrictGreaterThan)) else "<="


def _place(symbol: Symbol, lowest: Any, upper: Any, t: Typesetter) -> tuple[Any, ...]:
    lower = ">" if symbol.is_positive else ">=" if symbol.is_nonnegative else None
    if symbol.is_integer and upper is None and lower:
        return ("from", "1" if lower == ">" else "0")
    if lowest is not None:
        return ("between", lowest[1], upper[1], t(upper[0]), t(lowest[0]))
    if upper is not None:
        return ("between", {">": "<", ">=": "<=", None: ""}[lower], upper[1], t(upper[0]), number("0"))
    if lower:
        return ("above", lower)
    if symbol.is_real:
        return ("real", bool(symbol.is_nonzero))
    return ()


def _stated(place: tuple[Any, ...], names: Layout) -> Layout:
    kind, *facts = place
    zero = number("0")
    if kind == "from":
        start = int(facts[0])
        items = (number(str(start)), lay.COMMA, number(str(start + 1)), lay.COMMA, DOTS)
        return Row((names, IN, lay.Fence(lay.BRACE_LEFT, Row(items), lay.BRACE_RIGHT)))
    if kind == "between":
        low, high, bound, least = facts
        left = (least, RELATIONS[low]) if low else ()
        return Row((*left, names, RELATIONS[high], bound))
    if kind == "matrix":
        return Row((names, IN, facts[0]))
    if kind == "above":
        return Row((names, RELATIONS[facts[0]], zero))
    whole = Row((names, IN, REALS))
    return Row((whole, lay.COMMA, names, RELATIONS["!="], zero)) if facts[0] else whole


def _listed(names: Iterable[Layout]) -> Layout:
    items: list[Layout] = []
    for name in names:
        items += [lay.COMMA] if items else []
        items.append(name)
    return items[0] if len(items) == 1 else Row(tuple(items))
