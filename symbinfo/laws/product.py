"""The law of independent components: a product."""

from __future__ import annotations

from typing import Any

from sympy import (
    And,
    Mul,
)

from symbinfo.expressions.errors import MeasureError
from symbinfo.laws.joint_density import JointLaw
from symbinfo.laws.law import FiniteLaw, Law
from symbinfo.laws.matrix_normal import MatrixNormal
from symbinfo.laws.read import law_of
from symbinfo.laws.vector import VectorLaw, variables_of

__all__ = ["ProductLaw", "product"]


class ProductLaw(VectorLaw):
    """Independent components: the density is the product of theirs."""

    @property
    def title(self) -> str:
        """The titles of the components."""
        return f"Product({', '.join(law.title for law in self.parameters)})"

    def part(self, i: int) -> Law:
        """A component is what it was."""
        found: Law = self.parameters[i]
        return found


def product(*laws: Any, name: str = "P") -> ProductLaw:
    """The joint law of independent components.

    Parameters
    ----------
    *laws : Law or RandomSymbol
        At least two, all continuous or all on ranges of integers.
    name : str
        What to call the law.

    Raises
    ------
    MeasureError
        When the components are not of one kind, or one lists its outcomes (use si.table then).

    Examples
    --------
    >>> from sympy.stats import Exponential
    >>> import symbinfo as si
    >>> si.Entropy(product(Exponential("X", 1), Exponential("Y", 1))).doit()
    2
    """
    parts = [law_of(law) for law in laws]
    if len(parts) < 2 or len({law.continuous for law in parts}) > 1:
        raise MeasureError("a product is of two laws or more, all continuous or all discrete")
    if any(isinstance(law, (FiniteLaw, JointLaw, MatrixNormal)) for law in parts):
        raise MeasureError("a product is of laws of one variable with a density or a mass; for lists use si.table")
    taken = {s.name for law in parts for s in law.free_symbols}
    variables = variables_of(len(parts), not parts[0].continuous, taken)
    parts = [law.on(v).renamed(f"{name}{i + 1}") for i, (law, v) in enumerate(zip(parts, variables, strict=True))]
    density = Mul(*(law.density for law in parts))
    condition = And(*(law.condition for law in parts))
    ranges = [(law.lower, law.upper) for law in parts]
    names = [v.name.upper() for v in variables]
    return ProductLaw(name, "product", parts, condition, variables, density, ranges, names)
