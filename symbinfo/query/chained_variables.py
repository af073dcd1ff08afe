"""Variables drawn one after the other, by name: what a setting keeps of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from symbinfo.laws.component import Component
from symbinfo.laws.hierarchy import ByOutcome, Hierarchy
from symbinfo.laws.law import FiniteLaw, Law

__all__ = ["Chained"]


@dataclass(frozen=True)
class Chained:
    """Variables drawn one after the other, by laws in which earlier ones may stand.

    Parameters
    ----------
    finite : Finite
        Those with finitely many outcomes that come first.
    links : tuple of pairs
        The name of each further one and its law, or the names of what is given and pairs of outcomes and law.
    """

    finite: Any
    links: tuple[tuple[str, Any], ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Of all variables."""
        names: tuple[str, ...] = (*self.finite.names, *(name for name, _ in self.links))
        return names

    def is_listed(self, name: str) -> bool:
        """Whether a variable has finitely many outcomes."""
        return name in self.finite.names or isinstance(dict(self.links)[name], FiniteLaw)

    def outcomes_of(self, name: str) -> list[Any]:
        """The outcomes of such a variable."""
        if name in self.finite.names:
            return [outcome for (outcome,), _ in self.finite.marginal((name,)).rows]
        return [outcome for outcome, _ in dict(self.links)[name].outcomes]

    def variable_of(self, name: str) -> Any:
        """The bound variable of a variable with a density or a mass, which stands in the laws of later ones."""
        return self.hierarchy().link(self.names.index(name)).variable

    def hierarchy(self) -> Hierarchy:
        """The variables as measures take them."""
        table = self.finite.components(self.finite.names)[0].joint if self.finite.names else None
        made = [self._link(link) for _, link in self.links]
        return Hierarchy(table, made, self.names)

    def _link(self, link: Any) -> Any:
        if isinstance(link, Law):
            return link
        given, laws = link
        return ByOutcome([self.names.index(name) for name in given], laws)

    def components(self, names: tuple[str, ...]) -> tuple[Component, ...]:
        """The variables as measures take them."""
        joint = self.hierarchy()
        return tuple(Component(joint, (self.names.index(name),)) for name in names)

    def law(self, name: str) -> Law:
        """The law of one variable."""
        found: Law = self.hierarchy().marginal((self.names.index(name),))
        return found.renamed(name)
