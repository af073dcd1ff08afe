"""Densities by the small letters of their laws: in ``KL(P || Q) = sum_x p(x) log(p(x)/q(x))`` p is the density of P."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from symbinfo.query.nodes import Call, Name, Statement, below, changed
from symbinfo.query.typed.tokens import Told

__all__ = ["with_laws_of_densities"]


def with_laws_of_densities(statement: Statement, told: Told) -> Statement:
    """The statement with the law for its density, where both of their letters stand, the small one before ``(x)``."""
    names = {
        part.name
        for node in below(statement)
        if isinstance(node, Call)
        for part in node.arguments.items
        if isinstance(part, Name)
    }
    small = {name for name in told.densities & names if len(name) == 1 and name.islower() and name.upper() in names}
    if not small or told.densities & {name.upper() for name in small}:
        return statement
    for name in sorted(small):
        told.note(f"{name}(x) is read as the density of {name.upper()}")

    def renamed(node: Any) -> Any:
        return replace(node, name=node.name.upper()) if isinstance(node, Name) and node.name in small else None

    more = tuple((sign, changed(node, renamed)) for sign, node in statement.more)
    return replace(statement, left=changed(statement.left, renamed), right=changed(statement.right, renamed), more=more)
