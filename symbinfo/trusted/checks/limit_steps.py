"""Limits: that of one side of a lemma is that of the other; and what grows without bound.

A limit of an integral is no value that numbers come near to. Where a step replaces the body of a limit by what a lemma
says of it, the lemma is looked at instead, and here only whether it speaks of the places near the limit: at several,
ever nearer, its conditions must hold. Where its variable is whole, the limit is along the whole numbers.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import Any

from ..numbers.estimates import Undefined, Unknown
from ..places.points import Point
from ..statements import Plain, Step
from ..terms import free_symbols
from .derivation_points import Points
from .report import Record

__all__ = ["LimitCheck"]

#: How near a place is looked at, in powers of two; and in powers of ten, for what grows, with how often the digits of the
#: body's constants are added: n/(n + 10**60) grows for long, and has a limit. With more digits nothing is said.
NEAR, GROWING, MOST_DIGITS = (7, 13, 29, 53), ((20, 1), (40, 2), (80, 4)), 150
#: How many digits the value of another symbol may have.
OF_SYMBOL = 5
#: By what part what is infinite must grow at least, from each place to the next.
GROWTH = Fraction(3, 2)


@dataclass(frozen=True)
class LimitCheck:
    """Asks what a step says of a limit, where its values do not tell."""

    points: Points
    lemmas: Mapping[str, Plain]

    def by_a_lemma(self, where: str, before: Any, step: Step) -> Record | None:
        """The record of a step that replaces the body of a limit by what a cited lemma says; None for another step."""
        after: Any = step.term
        if step.relation != "=" or not (_is_limit(before) and _is_limit(after) and before[2:] == after[2:]):
            return None
        for name in step.lemmas:
            plain = self.lemmas.get(name)
            if plain is None or tuple(plain.claim) != ("=", before[1], after[1]):
                continue
            if all(self._holds_near(plain, before, point) for _, point in self.points.every()):
                return Record(where, "holds", f"the lemma {name} holds near the place of the limit")
        return None

    def infinite(self, where: str, before: Any, step: Step) -> Record | None:
        """The record of a step from a limit to an infinity: its body must grow there; None for another step."""
        if step.relation != "=" or not _is_limit(before):
            return None
        sign, digits = 1 if step.term == "%oo" else -1, _digits_in(before[1], before[2])
        powers = tuple(power + often * digits for power, often in GROWING)
        for _, point in self.points.every():
            for side in _sides(before):
                if digits > MOST_DIGITS or not self._grows(before, powers, side, point, sign):
                    return Record(where, "undecided", "the body of the limit is not seen to grow without bound")
        return Record(where, "holds", "the body of the limit grows without bound")

    def _grows(self, limit: Any, powers: tuple[int, ...], side: int, point: Point, sign: int) -> bool:
        _, body, name, _, _ = limit
        evaluator = self.points.values.evaluator(self.points.values.rungs[-1][0]).finer(6 * max(powers))
        last = None
        for place in self._places(limit, point, side, powers, 10):
            try:
                value = (
                    sign * evaluator.value_at(body, {**_numbers(evaluator, point), name: evaluator.number(place)}).value
                )
            except (Undefined, Unknown):
                return False
            if value <= 0 or (last is not None and value < last * evaluator.number(GROWTH)):
                return False
            last = value
        return True

    def _holds_near(self, plain: Plain, limit: Any, point: Point) -> bool:
        """Whether a lemma speaks of places near a limit: of the values of the other symbols it does by its own points."""
        _, _, name, _, _ = limit
        kinds = dict(plain.symbols)
        if set(kinds) - {name} - set(point):
            return False
        own = dict(self.points.plain.symbols)
        if any(own[other] != kind for other, kind in kinds.items() if other != name):
            return False
        evaluator = self.points.values.evaluator(self.points.values.rungs[0][0])
        whole = kinds.get(name, "").endswith("integer")
        for side in _sides(limit):
            for place in self._places(limit, point, side, NEAR, 2):
                place = Fraction(round(place)) if whole and limit[3] == "%oo" else place
                at = {**point, name: place}
                if not _of_kind(kinds.get(name, "real"), place):
                    return False
                if not all(evaluator.holds(condition, at) for condition in plain.conditions):
                    return False
        return True

    def _places(self, limit: Any, point: Point, side: int, powers: tuple[int, ...], base: int) -> Iterator[Fraction]:
        """Places ever nearer, drawn by the certificate's content."""
        _, _, name, goal, _ = limit
        rng = random.Random(f"{self.points.seed}|{name}|limit")
        for power in powers:
            share = 1 + Fraction(rng.getrandbits(20), 2**20)
            if goal in ("%oo", "%-oo"):
                yield share * base**power * (1 if goal == "%oo" else -1)
            else:
                there = self.points.at(goal, point, 0).value
                yield Fraction(str(there)) + side * share / base**power


def _is_limit(term: Any) -> bool:
    return isinstance(term, tuple) and term[0] == "limit"


def _digits_in(term: Any, name: str) -> int:
    """How many digits a term may hide, in constants, their powers, and other symbols; more than are allowed where unknown."""
    if isinstance(term, (int, Fraction)):
        return len(str(term))
    if isinstance(term, str):
        return 1 if term == name else OF_SYMBOL
    head, *parts = term
    if head == "^" and isinstance(parts[1], (int, Fraction)):
        return _digits_in(parts[0], name) * (1 + ceil(abs(Fraction(parts[1]))))
    if head in ("+", "*", "log") or free_symbols(term) == {name}:
        return sum(_digits_in(part, name) for part in parts)
    return MOST_DIGITS + 1


def _sides(limit: Any) -> tuple[int, ...]:
    return {"+": (1,), "-": (-1,), "+-": (1, -1)}[limit[4]] if limit[3] not in ("%oo", "%-oo") else (1,)


def _of_kind(kind: str, place: Fraction) -> bool:
    """Whether a number is one that a symbol of a kind may be."""
    sign = not (("positive" in kind and place <= 0) or ("nonnegative" in kind and place < 0))
    others = not ((kind == "negative" and place >= 0) or (kind == "nonzero" and place == 0))
    inside = not ("probability" in kind and not 0 < place < 1)
    return sign and others and inside and not (kind.endswith("integer") and place.denominator != 1)


def _numbers(evaluator: Any, point: Point) -> dict[str, Any]:
    return {name: evaluator.number(value) for name, value in point.items()}
