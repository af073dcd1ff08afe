"""What every question about a derivation asks: its points, the places of a range, and values there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

from ..numbers.estimates import Estimate
from ..places.instances import LARGEST_CONSTANT, Instance
from ..places.points import INFINITE, PLACES, Point, expected, points_of, probes
from ..statements import Law, Plain
from ..terms import Term
from .values import Values, exact_of

__all__ = ["Points"]


class Points:
    """One derivation with the points of its domain: those `inside`, and the `corner` where there is one."""

    def __init__(self, values: Values, name: str, plain: Plain, seed: str, largest: int) -> None:
        self.values, self.name, self.plain, self.seed, self.largest = values, name, plain, seed, largest
        self.abstract = any(kind != "density on R" for _, kind in plain.functions)
        evaluator = values.evaluator(values.rungs[0][0])
        self.inside, self.corner, self.regimes = points_of(plain, evaluator, values.wanted, seed, largest)
        #: How many points there must be, and how many of them must decide.
        self.wanted = expected(plain, values.wanted) if plain.symbols else 1
        self.needed = len(self.inside) - 1 if plain.functions else min(values.needed, len(self.inside))
        self.tables: dict[int, tuple[tuple[str, Term], ...]] = {}
        self.written: dict[Any, Term] = {}
        values.points = max(values.points, len(self.inside))

    def every(self) -> list[tuple[int, Point]]:
        """The points by their numbers, the corner last."""
        return list(enumerate([*self.inside, *self.corner]))

    def at(self, term: Term, point: Point, i: int, rung: int = 0) -> Estimate:
        """The value of a term at a point."""
        return self.values.value(self.concrete(term, point, i), point, rung, self.densities(i))

    def densities(self, i: int) -> tuple[tuple[str, Term], ...]:
        """What stands for the abstract densities of one variable at a point, by their names."""
        if i not in self.tables:
            names = [name for name, kind in self.plain.functions if kind == "density on R"]
            instance = self.instance((), i)
            self.tables[i] = tuple((name, instance.density(name)) for name in names)
        return self.tables[i]

    def instance(self, whole: tuple[tuple[str, int], ...], i: int) -> Instance:
        """What stands for the abstract functions at a point."""
        regime = self.regimes[i] if i < len(self.regimes) else ""
        return Instance(self.plain.functions, whole, i, regime, self.seed, min(self.largest, LARGEST_CONSTANT))

    def concrete(self, term: Term, point: Point, i: int) -> Term:
        """The term with the instances of its abstract masses in their places."""
        if not self.abstract:
            return term
        whole = tuple((name, int(x)) for name, x in point.items() if x.denominator == 1)
        key = (term, whole, i)
        if key not in self.written:
            self.written[key] = self.instance(whole, i).written_out(term)
        return self.written[key]

    def places(self, x: str, ends: Sequence[Term], point: Point, i: int) -> list[Fraction]:
        """Places of a range: all of a short sum, some of an interval, always the same and in no simple ratio."""
        low, high = self.two_ends(ends, point, i)
        places = [p + Fraction(k, 1009) for k, p in enumerate(PLACES)]
        if low == float("-inf") and high == float("inf"):
            return places
        if high == float("inf"):
            return [low + abs(p) for p in places]
        if low == float("-inf"):
            return [high - abs(p) for p in places]
        return [low + (high - low) * Fraction(2 * k + 1, 2 * len(places) + 1) for k in range(len(places))]

    def ends(self, law: Law, point: Point, i: int) -> tuple[Any, Any]:
        """The ends of a support: numbers or infinities."""
        return self.two_ends((law.lower, law.upper), point, i)

    def two_ends(self, ends: Sequence[Term], point: Point, i: int) -> tuple[Any, Any]:
        """The ends of a range: numbers or infinities."""
        low, high = (INFINITE[end] if end in INFINITE else exact_of(self.at(end, point, i)) for end in ends)
        return low, high

    def letters(self, name: str, kind: str, ends: Sequence[Term], point: Point, i: int) -> list[Fraction]:
        """Places of one variable of a joint law."""
        if kind == "continuous":
            return self.places(name, ends, point, i)
        low, high = self.two_ends(ends, point, i)
        return probes(low, high, "discrete")

    def joint_places(self, variables: Sequence[Any], point: Point, i: int) -> Iterator[Point]:
        """Some places of several variables, the range of each of which may depend on those before it."""
        if not variables:
            yield point
            return
        (name, kind, *ends), *others = variables
        for place in self.letters(name, kind, ends, point, i)[:5]:
            yield from self.joint_places(others, {**point, name: place}, i)

    def probabilities(self, law: Law, point: Point, i: int) -> list[Estimate]:
        """The masses of a listed law."""
        return [self.at(p, point, i) for _, p in law.outcomes]
