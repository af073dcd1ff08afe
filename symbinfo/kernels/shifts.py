"""What does not change when all places move together is computed from the distances between them.

Written out, the divergence of two laws at 1e8 is a difference of squares of 1e8. Where the density of every law moves with
its places (means, ends of supports), the places are first replaced by their distances from one of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sympy as sy

from symbinfo.expressions.unevaluated import replace_where
from symbinfo.kernels.stable_functions import Difference
from symbinfo.laws.catalogue import FAMILIES
from symbinfo.laws.family import ParameterDomain
from symbinfo.laws.law import Law

__all__ = ["Shift"]


class Shift:
    """The places of several laws, as their distances from one of them.

    Parameters
    ----------
    places : sequence of Symbol
        The last one becomes 0.
    """

    def __init__(self, places: Sequence[Any]) -> None:
        *others, self.origin = places
        self.steps = {place: sy.Dummy(f"from_{self.origin.name}_to_{place.name}", real=True) for place in others}

    @classmethod
    def of(cls, laws: Sequence[Law]) -> Shift | None:
        """The common shift of laws that all have one; None where there is none, or nothing to gain."""
        found = [_places(law) for law in laws]
        places = list(dict.fromkeys(s for own in found for s in own))
        if not all(found) or len(places) < 2 or not all(map(_moves, laws, found)):
            return None
        return cls(places)

    def to_steps(self, expr: Any) -> Any:
        """The expression with symbols for the distances."""
        return expr.xreplace({**self.steps, self.origin: sy.S.Zero})

    def written(self, expr: Any) -> Any:
        """The distances as differences of places."""
        backward = {step: place for place, step in self.steps.items()}

        def change(node: Any) -> Any:
            """A difference of two distances from the origin is the distance of the two places."""
            if not isinstance(node, sy.Add):
                return None
            terms = [t.as_coeff_Mul() for t in node.args]
            ours = [(c, s) for c, s in terms if s in backward]
            if len(ours) != 2 or ours[0][0] != -ours[1][0]:
                return None
            (c, a), (_, b) = sorted(ours, key=lambda pair: sy.default_sort_key(pair[0]), reverse=True)
            rest = [k * s for k, s in terms if s not in backward]
            return sy.Add(c * Difference(backward[a], backward[b]), *map(self.written, rest))

        shown = replace_where(expr, change)
        return shown.xreplace({step: Difference(place, self.origin) for place, step in self.steps.items()})

    def in_place(self, expr: Any) -> Any:
        """The expression moved so that the origin is 0."""
        moved = {place: Difference(place, self.origin) for place in self.steps}
        return expr.xreplace({**moved, self.origin: sy.S.Zero})


def _places(law: Law) -> list[Any]:
    """The symbols that say where a law lies."""
    family = FAMILIES.get(law.family)
    if family is None or not hasattr(law, "lower"):
        return []
    rows = zip(family.parameters, law.parameters, strict=False)
    return [value for row, value in rows if row.domain is ParameterDomain.REAL and isinstance(value, sy.Symbol)]


def _moves(law: Any, places: list[Any]) -> bool:
    """Whether the density moves with the places."""
    distance = sy.Dummy("t", real=True)
    moved = law.xreplace({place: place + distance for place in places})
    ends = [sy.expand(getattr(moved, end) - getattr(law, end) - distance) for end in ("lower", "upper")]
    if any(end != 0 for end, own in zip(ends, (law.lower, law.upper), strict=True) if own.is_finite is not False):
        return False
    here = moved.density.xreplace({moved.variable: law.variable + distance})
    return bool(sy.simplify(here - law.density) == 0 or sy.simplify(sy.expand(here) - sy.expand(law.density)) == 0)
