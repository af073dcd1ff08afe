"""Variables that are the shares of a Dirichlet law: any block of them is Dirichlet, with what is left as one share."""

from __future__ import annotations

from dataclasses import dataclass

from sympy import Add, Expr, Tuple

from symbinfo.expressions.errors import MeasureError
from symbinfo.laws.law import Law
from symbinfo.laws.vector import Dirichlet, dirichlet
from symbinfo.measures import Entropy
from symbinfo.query.variables import Blocks

__all__ = ["DirichletVector", "dirichlet_vector"]


@dataclass(frozen=True)
class DirichletVector(Blocks):
    """Shares of a Dirichlet law, all or all but the last.

    Parameters
    ----------
    names : tuple of str
        Of the variables.
    concentrations : Tuple
        Of all shares, the last included.
    """

    names: tuple[str, ...]
    concentrations: Tuple

    def law(self, name: str) -> Law:
        """The law of one share: beta."""
        return self._of([self.names.index(name)], name).part(0).renamed(name)

    def entropy(self, block: frozenset[str], base: Expr) -> Expr:
        """The entropy of some of the shares."""
        if len(block) == 1:
            return Entropy(self.law(*block), base=base)
        places = [i for i, name in enumerate(self.names) if name in block]
        if len(places) == len(self.concentrations):
            raise MeasureError("all shares of a Dirichlet law add up to 1, and have no joint density: leave one away")
        return Entropy(self._of(places, ",".join(self.names[i] for i in places)), base=base)

    def _of(self, places: list[int], name: str) -> Dirichlet:
        own = [self.concentrations[i] for i in places]
        rest = Add(*(a for i, a in enumerate(self.concentrations) if i not in places))
        return dirichlet([*own, rest], name=name)


def dirichlet_vector(law: Dirichlet, names: tuple[str, ...]) -> DirichletVector:
    """The variables of a Dirichlet law.

    Raises
    ------
    MeasureError
        When there are not as many names as shares, or one fewer.
    """
    size = len(law.parameters)
    if len(names) not in (size - 1, size):
        raise MeasureError(f"{law.title} has {size} shares: name all of them, or all but the last")
    return DirichletVector(names, law.parameters)
