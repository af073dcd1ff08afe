"""Densities of a setting at a point: ``p(x)``, ``q(x)``, ``p(x | y)`` and ``P(X = 1)``, by the names of its laws and variables."""

from __future__ import annotations

from typing import Any

from sympy import Expr, S, Symbol, true
from sympy.core.symbol import Str

from symbinfo.expressions.errors import QueryError
from symbinfo.laws.expectation import DensityValue
from symbinfo.laws.law import FiniteLaw, Law
from symbinfo.laws.outcomes import same_outcome
from symbinfo.query.marked_means import Names
from symbinfo.query.nodes import Call, Keyword, Name
from symbinfo.query.setting_contents import Setting
from symbinfo.query.variables import Finite

__all__ = ["Densities"]


class Densities:
    """What the densities of a setting are at a point, and what means over them come to.

    Parameters
    ----------
    setting : Setting
        The laws and the variables.
    """

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.names = Names(frozenset(setting.variables.names), frozenset(setting.laws))
        #: Where the free points lie at which densities were asked for: in the supports of their laws.
        self.met: list[Any] = []

    # Values at a point.

    def value(self, node: Call, builder: Any) -> Expr | None:
        """The density or the probability that a call is; None of any other call.

        Raises
        ------
        QueryError
            When it is one and has no value (without the place, which the caller knows).
        """
        if not self.names.is_density(node):
            return None
        law = self.names.law_called(node.name)
        if law is not None and len(node.arguments.items) == 1:
            return self._at(self.setting.laws[law], self._point(node.arguments.items[0], builder))
        items, names = node.arguments.items, self.names.variables_of(node)
        points = [self._point(item.value if isinstance(item, Keyword) else item, builder) for item in items]
        bar = node.arguments.separators.index("|") + 1 if "|" in node.arguments.separators else len(items)
        joint = self._joint(names, points)
        return joint if bar == len(items) else joint / self._joint(names[bar:], points[bar:])

    def _point(self, node: Any, builder: Any) -> Any:
        if not isinstance(node, Name):
            return builder.expression(node)
        for name in (node.name, node.name[:1].lower() + node.name[1:]):
            if name in builder.local:
                return builder.local[name]
        return Str(node.name) if node.name in self._labels() else builder.expression(node)

    def _labels(self) -> set[str]:
        """The outcomes that are words."""
        outcomes = [o for law in self.setting.laws.values() if isinstance(law, FiniteLaw) for o, _ in law.outcomes]
        groups = [group for group in self.setting.variables.groups if isinstance(group, Finite)]
        outcomes += [value for group in groups for outcome, _ in group.rows for value in outcome]
        return {outcome.name for outcome in outcomes if isinstance(outcome, Str)}

    def _at(self, law: Law, point: Any) -> Expr:
        if point == getattr(law, "variable", None):
            return DensityValue(law, point)
        if isinstance(law, FiniteLaw) and getattr(point, "free_symbols", None):
            raise QueryError(
                f"the probabilities of {law.name} are numbers: write an outcome, or a sum over all of them"
            )
        if isinstance(point, Symbol):
            self.met += [c for c in (law.lower < point, point < law.upper) if c != true]
        return law.density_at(point)

    def _joint(self, names: tuple[str, ...], points: list[Any]) -> Expr:
        if len(names) == 1 and not isinstance(self.setting.variables.group_of(names), Finite):
            return self._at(self._law_of(names[0]), points[0])
        group = self.setting.variables.group_of(names)
        if not isinstance(group, Finite):
            raise QueryError("the joint density of continuous variables is not read at a point")
        if any(getattr(point, "free_symbols", None) for point in points):
            raise QueryError("probabilities are read at outcomes, or in a sum over all of them")
        rows = group.marginal(names).rows
        return next((m for outcome, m in rows if all(map(same_outcome, outcome, points))), S.Zero)

    def _law_of(self, name: str) -> Law:
        """The law of a variable or a law by its name, under what is declared of its parameters."""
        return self.setting.laws[name] if name in self.setting.laws else self.setting.variables.law(name)
