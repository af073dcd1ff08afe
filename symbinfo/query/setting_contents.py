"""What the lines of a setting have declared so far: parameters with their conditions, laws, and random variables."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sympy import And, Expr, Symbol

from symbinfo.expressions.errors import QueryError
from symbinfo.laws.law import Law
from symbinfo.query.build_laws import LawBuilder
from symbinfo.query.nodes import Node
from symbinfo.query.variables import Variables

__all__ = ["Setting"]


class Setting:
    """What was declared: symbols with their conditions, laws, and variables.

    Attributes
    ----------
    symbols : dict of str to Symbol
        The parameters.
    conditions : tuple of Boolean
        What was declared of them beyond the assumptions of the symbols.
    laws : dict of str to Law
        The laws declared by name.
    variables : Variables
        The random variables.
    abbreviations : dict of str to Node
        What stands for the names that lines abbreviate.
    means_kept : bool
        Whether a mean stays as it stands, for a derivation, instead of its value.
    sources : dict
        The entropy rate of each random source, as a function of the base of the logarithm.
    """

    def __init__(
        self,
        symbols: dict[str, Symbol],
        conditions: tuple[Any, ...] = (),
        abbreviations: Mapping[str, Node] | None = None,
    ) -> None:
        self.symbols, self.conditions = symbols, conditions
        self.abbreviations = dict(abbreviations or {})
        self.means_kept = False
        self.laws: dict[str, Law] = {}
        self.variables = Variables()
        self.sources: dict[str, Callable[[Expr], Expr]] = {}

    def values(self) -> dict[str, Expr]:
        """What the abbreviations of expressions in parameters stand for; those of measures are left out."""
        found: dict[str, Expr] = {}
        for name, node in self.abbreviations.items():
            try:
                found[name] = LawBuilder(name, self.symbols).expression(node)
            except QueryError:
                continue
        return found

    def under(self, law: Law) -> Law:
        """The law under the conditions declared of its parameters."""
        more = [c for c in self.conditions if c.free_symbols & law.free_symbols]
        *head, condition = law.args[:4]
        return law.func(*head, And(condition, *more), *law.args[4:]) if more else law

    def declare(self, name: str, line: str) -> None:
        """Refuse a name that is taken.

        Raises
        ------
        QueryError
            When it is.
        """
        if name in self.laws or name in self.variables.names or name in self.sources:
            raise QueryError(f"{name} is declared twice: use another name", line, line.find(name))
        if name in self.symbols:
            raise QueryError(f"{name} is used as a parameter and declared: use two names", line, line.find(name))
