"""The law of independent components, made of laws of one variable."""

from __future__ import annotations

from collections.abc import Sequence

from sympy import And, Mul

from symbinfo.laws.law import Law
from symbinfo.laws.vector import VectorLaw, variables_of

__all__ = ["ProductLaw", "of_independent"]


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


def of_independent(parts: Sequence[Law], name: str = "P") -> ProductLaw:
    """The law of components with these laws, all continuous or all on ranges of integers."""
    taken = {s.name for law in parts for s in law.free_symbols}
    variables = variables_of(len(parts), not parts[0].continuous, taken)
    parts = [law.on(v).renamed(f"{name}{i + 1}") for i, (law, v) in enumerate(zip(parts, variables, strict=True))]
    density = Mul(*(law.density for law in parts))
    condition = And(*(law.condition for law in parts))
    ranges = [(law.lower, law.upper) for law in parts]
    names = [v.name.upper() for v in variables]
    return ProductLaw(name, "product", parts, condition, variables, density, ranges, names)
