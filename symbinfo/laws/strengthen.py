"""Parameters given as plain symbols get the assumptions that their place implies, for as long as a derivation runs."""

from __future__ import annotations

from typing import Any

from sympy import Symbol

from symbinfo.laws.catalogue import FAMILIES

__all__ = ["strengthened"]


def strengthened(measure: Any) -> tuple[Any, tuple[tuple[Symbol, Symbol], ...]]:
    """Return the measure over strengthened symbols, and the way back to the user's.

    Parameters
    ----------
    measure : Measure
        Its laws say what each parameter must be; their own domain conditions are kept.
    """
    wanted: dict[Symbol, dict[str, bool]] = {}
    for law in measure.laws:
        for symbol, assumptions in _implied(law):
            wanted.setdefault(symbol, {}).update(assumptions)
    changes: dict[Symbol, Symbol] = {}
    for symbol in sorted(measure.free_symbols, key=lambda s: s.name):
        known = symbol.assumptions0
        extra = {k: v for k, v in {"real": True, **wanted.get(symbol, {})}.items() if known.get(k) is None}
        if extra:
            given = {k: v for k, v in symbol._assumptions_orig.items()}
            changes[symbol] = Symbol(symbol.name, **{**given, **extra})
    back = tuple((strong, weak) for weak, strong in changes.items())
    return (measure.xreplace(changes) if changes else measure), back


def _implied(law: Any) -> list[tuple[Symbol, dict[str, bool]]]:
    family = FAMILIES.get(law.family)
    if family is None:
        return []
    pairs = zip(family.parameters, law.parameters, strict=False)
    return [(value, parameter.domain.assumptions) for parameter, value in pairs if isinstance(value, Symbol)]
