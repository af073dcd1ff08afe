"""What may differ where nobody has looked: between kinks, in waves, or below the digits that are compared."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise, product
from math import ceil
from typing import Any

from ..numbers.estimates import Estimate, Undefined, Unknown
from ..places.kinks import alternatives, jumps, kinks, roots
from ..places.order import Order
from ..places.points import Point
from ..terms import BINDERS, Term, dump, fold, free_symbols
from .derivation_points import Points

__all__ = ["Hiding"]

# Between their kinks, which are all looked at, these are one of their arguments.
BENT = frozenset(("abs", "sign", "min", "max"))
WAVES = frozenset(("sin", "cos", "tan", "besselj", "Si", "Ci"))
ARITHMETIC = frozenset(("+", "*", "apply", "cases", "case", "<", "<=", "=", "!=", "and", "or", "not", "integer"))
# Where a kind of symbols ends.
ENDS_OF_KIND = {
    **dict.fromkeys(("positive", "nonnegative", "negative", "nonzero"), (Fraction(0),)),
    **dict.fromkeys(("probability", "open probability"), (Fraction(0), Fraction(1))),
}
# Waves of a higher frequency hide; so do terms that are smaller than this part of their sum at every place, and
# functions that change by less than this part while what they are taken of changes.
FASTEST, UNSEEN = 20, Fraction(1, 10**12)
# How many bases, critical places of a symbol, and combinations of cells are looked at.
BASES, MOST_CRITICAL, MOST_CELLS, LOOKED_AT = 2, 24, 48, 4


@dataclass(frozen=True)
class Hiding:
    """Where two sides are to be looked at besides the points of the domain, and what no place shows."""

    points: Points

    def places(self, left: Term, right: Term) -> tuple[list[Point], str]:
        """Points in all cells between kinks, and a kink whose place cannot be told."""
        order = Order(self.points.plain)
        alone = {
            u
            for place, base in {*jumps(left), *jumps(right)}
            if any(order.is_zero(part) for part in alternatives(base))
            for u in alternatives(place)
            if free_symbols(u) and not order.is_never_zero(u)
        }
        found, doubt = self.around(kinks(left) | kinks(right), frozenset(alone))
        return ([], doubt) if doubt else ([*found, *self.far(left, right)], "")

    def around(self, kinked: Iterable[Term], alone: frozenset[Term] = frozenset()) -> tuple[list[Point], str]:
        """Points in all cells between the zeros of some terms, and one of them whose zeros cannot be told.

        A term that keeps its sign is left out, but for those at whose zeros alone there may be another value.
        """
        order = Order(self.points.plain)
        found: list[Point] = []
        declared = dict(self.points.plain.symbols)
        bent = [u for u in sorted({*kinked, *alone}, key=repr) if free_symbols(u) <= set(declared)]
        bent = [u for u in bent if u in alone or not order.has_known_sign(u)]
        edges = {u for c in self.points.plain.conditions for u in kinks(c)}
        sizes = {n for n, _ in self.points.plain.symbols if any(n in k.split() for _, k in self.points.plain.functions)}
        for base in self.points.inside[:BASES] if bent else ():
            cells: dict[str, list[Fraction]] = {}
            for name in sorted({s for u in bent for s in free_symbols(u)} - sizes):
                critical: set[Fraction] = set()
                for u in bent:
                    zeros = roots(u, name, base) if name in free_symbols(u) else []
                    if zeros is None:
                        return [], f"{dump(u)[:60]} may change its sign where no place shows it"
                    critical.update(zeros)
                if len(critical) > MOST_CRITICAL:
                    return [], "there are too many kinks to look between them"
                ends = set(ENDS_OF_KIND.get(declared[name], ()))
                for u in edges if critical else ():
                    zeros = roots(u, name, base) if name in free_symbols(u) else []
                    if zeros is None:
                        return [], f"it cannot be told where {dump(u)[:60]}, an end of the domain, is 0"
                    ends.update(zeros)
                cells[name] = list(self.cells(critical, ends, declared[name]))
            found += [point for point in self.combined(base, cells) if self.admits(point)]
        return found, ""

    def cells(self, critical: set[Fraction], ends: set[Fraction], kind: str) -> Iterator[Fraction]:
        """The critical values, and a value in each cell that they and the ends of the domain make."""
        if not critical:
            return
        marks = sorted(critical | ends)
        rng = random.Random(f"{self.points.seed}|{marks}")
        share = Fraction(rng.randrange(300, 700), 1009)
        beyond = [marks[0] - 1 - abs(marks[0]), *marks, marks[-1] + 1 + abs(marks[-1])]
        between = [a + (b - a) * share for a, b in pairwise(beyond)]
        if "integer" in kind:
            yield from sorted(
                {Fraction(ceil(x)) for x in (*beyond, *between)} | {Fraction(ceil(x) - 1) for x in beyond}
            )
        else:
            yield from (*sorted(critical), *between)

    def combined(self, base: Point, cells: dict[str, list[Fraction]]) -> Iterator[Point]:
        """Each symbol in each of its cells by itself, then several symbols in theirs."""
        for name, values in cells.items():
            yield from ({**base, name: value} for value in values)
        if len(cells) > 1:
            every = list(product(*cells.values()))
            rng = random.Random(f"{self.points.seed}|{len(every)}")
            chosen = every if len(every) <= MOST_CELLS else [every[0], every[-1], *rng.sample(every, MOST_CELLS)]
            yield from ({**base, **dict(zip(cells, row, strict=True))} for row in chosen)

    def far(self, left: Term, right: Term) -> Iterator[Point]:
        """A point whose whole numbers are beyond all constants."""
        whole = [n for n, kind in self.points.plain.symbols if "integer" in kind and not self.points.plain.functions]
        free = free_symbols(left) | free_symbols(right)
        if self.points.inside and free & set(whole) and 13 < self.points.largest < 10**6:
            base = self.points.inside[0]
            far = {n: Fraction(self.points.largest + 3 + k) for k, n in enumerate(whole)}
            if self.admits({**base, **far}):
                yield {**base, **far}

    def admits(self, point: Point) -> bool:
        """Whether a point lies in the stated domain."""
        for name, kind in self.points.plain.symbols:
            x = point[name]
            low = {"positive integer": 1}.get(kind, 0)
            if "integer" in kind and x.denominator != 1:
                return False
            if ("probability" in kind and not 0 <= x <= 1) or (kind == "open probability" and x in (0, 1)):
                return False
            if ("nonnegative" in kind or "positive" in kind) and (x < low or (kind == "positive" and x == 0)):
                return False
            if (kind == "negative" and x >= 0) or (kind == "nonzero" and x == 0):
                return False
        evaluator = self.points.values.evaluator(self.points.values.rungs[0][0])
        return all(evaluator.holds(c, point) for c in self.points.plain.conditions)

    # --- what no place shows ---------------------------------------------------------------------------------------

    def reason(self, left: Term, right: Term) -> str:
        """What may hide between all places, or an empty text."""
        declared = {name for name, _ in self.points.plain.symbols}
        looked = list(enumerate(self.points.inside))[:LOOKED_AT]
        for part in sorted(_parts(left) | _parts(right), key=repr) if len(looked) > 1 else ():
            if not free_symbols(part) or not free_symbols(part) <= declared:
                continue
            head = part[0]
            if head == "floor":
                return f"{dump(part)[:60]} jumps"
            if head in WAVES and self.frequency(part[-1]) > FASTEST:
                return f"{head} of a high frequency"
            if head == "+" and (unseen := self.unseen(part, looked)):
                return f"{unseen[:60]} is too small to be seen at any place"
            if head not in ARITHMETIC | BENT and head not in BINDERS and self.saturated(part, looked):
                return f"{dump(part)[:60]} hardly moves"
        return ""

    def at(self, term: Term, point: Point, i: int) -> Estimate | None:
        """The value of a part, where it has one."""
        try:
            return self.points.at(term, point, i)
        except (Undefined, Unknown):
            return None

    def frequency(self, argument: Term) -> Fraction:
        """How fast the argument of a wave grows with a symbol, at some points."""
        fastest = Fraction(0)
        for i, point in list(enumerate(self.points.inside))[:LOOKED_AT]:
            for name in free_symbols(argument):
                step = Fraction(abs(point[name]) or 1) / 2**20
                one, other = (self.at(argument, {**point, name: point[name] + k * step}, i) for k in (0, 1))
                if one is not None and other is not None:
                    fastest = max(fastest, Fraction(int(abs(other.value - one.value) / _real(step, one))))
        return fastest

    def unseen(self, part: tuple[Any, ...], looked: list[tuple[int, Point]]) -> str:
        """A term of a sum that is far smaller than the others at every place."""
        rows = [[self.at(arg, point, i) for arg in part[1:]] for i, point in looked]
        for k, arg in enumerate(part[1:]):
            shares = []
            for row in rows:
                known = [abs(x.value) for x in row if x is not None]
                own = row[k]
                if own is None or not known or abs(own.value) <= own.error:
                    continue
                shares.append(abs(own.value) < max(known) * _real(UNSEEN, own))
            if shares and all(shares) and free_symbols(arg):
                return dump(arg)
        return ""

    def saturated(self, part: tuple[Any, ...], looked: list[tuple[int, Point]]) -> bool:
        """Whether a function does not move although what it is taken of does."""
        values = [(self.at(part, point, i), [self.at(arg, point, i) for arg in part[1:]]) for i, point in looked]
        known = [(v, [x for x in a if x is not None]) for v, a in values if v is not None and v.value and None not in a]
        if len(known) < 2:
            return False
        (first, before), *rest = known
        still = all(abs(v.value - first.value) <= abs(first.value) * _real(UNSEEN, v) for v, _ in rest)
        moved = any(
            abs(x.value - y.value) > abs(y.value) * _real(UNSEEN, y)
            for _, a in rest
            for x, y in zip(a, before, strict=True)
        )
        return still and moved


def _real(x: Fraction, like: Estimate) -> Any:
    return like.value.context.mpf(x.numerator) / x.denominator


def _parts(term: Term) -> set[tuple[Any, ...]]:
    found: set[tuple[Any, ...]] = set()
    fold(term, lambda part, _: found.add(part) if isinstance(part, tuple) else None)
    return found
