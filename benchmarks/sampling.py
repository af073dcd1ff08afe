"""Adversarial points: exponents drawn evenly, laws that nearly or exactly agree, and the edges of the domains.

Every value is a float of the kind that is measured; a point is a dict from the names of the parameters to Python floats.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np

from benchmarks.subjects import Argument, Subject
from symbinfo.laws.family import ParameterDomain as D

__all__ = ["REGIMES", "Draw", "Point", "points"]

#: Decimal exponents of magnitudes, by regime; single precision has the second entry.
SPANS = {"generic": (2, 2), "wide": (30, 10), "extreme": (300, 36)}
#: Relative distances between the two laws of a divergence.
DISTANCES = {"float64": range(1, 16), "float32": range(1, 8)}
#: The groups of the tables, in their order.
REGIMES = (
    "generic",
    "wide",
    "extreme",
    "near 1e-1..-4",
    "near 1e-5..-9",
    "near 1e-10..-15",
    "wide near",
    "equal",
    "ends",
)
SIGNED = (D.REAL,)
COUNTED = (D.POSITIVE_INTEGER, D.NONNEGATIVE_INTEGER)
LIKELY = (D.PROBABILITY, D.POSITIVE_PROBABILITY, D.OPEN_PROBABILITY)


@dataclass(frozen=True)
class Point:
    """Where a kernel is called.

    Attributes
    ----------
    regime : str
        One of `REGIMES`.
    values : dict of str to float
        The parameters.
    ends : dict of str to int
        Those on a closed end of their domain, with the direction that leads inside.
    """

    regime: str
    values: dict[str, float]
    ends: dict[str, int] = field(default_factory=dict)


def points(subject: Subject, count: int, kind: str = "float64", seed: int = 0) -> list[Point]:
    """About `count` points of every regime that the subject has, the same ones on every machine."""
    draw = Draw(subject, kind, random.Random(f"{seed} {subject.name} {kind}"))
    found = [Point(span, v) for span in SPANS for v in draw.some(count, lambda s=span: draw.point(s))]
    if subject.second and subject.same_family:
        found += _near(draw, count)
    return [*found, *_at_ends(draw, count)]


def _near(draw: Draw, count: int) -> Iterator[Point]:
    distances = DISTANCES[draw.kind]
    each = max(1, count // 3)
    for exponent in distances:
        group = 3 if exponent < 5 else 4 if exponent < 10 else 5
        for values in draw.some(each, lambda e=exponent: draw.near("generic", 10.0**-e)):
            yield Point(REGIMES[group], values)
        for values in draw.some(max(1, each // 2), lambda e=exponent: draw.near("wide", 10.0**-e)):
            yield Point("wide near", values)
    for span in SPANS:
        for values in draw.some(each, lambda s=span: draw.near(s, 0.0)):
            yield Point("equal", values)


def _at_ends(draw: Draw, count: int) -> Iterator[Point]:
    """Probabilities at 0 and at 1, alone and both."""
    closed = {a.name: a.domain.ends for a in draw.arguments if a.domain in LIKELY and "[" in a.domain.ends + "["}
    for _ in range(count if closed else 0):
        values, ends = draw.point("generic"), {}
        for name, brackets in closed.items():
            choice = draw.random.choice(("low", "high", "inside"))
            if choice == "low" and brackets[0] == "[":
                values[name], ends[name] = 0.0, 1
            elif choice == "high" and brackets[1] == "]":
                values[name], ends[name] = 1.0, -1
        if ends:
            yield Point("ends", values, ends)


class Draw:
    """Draws values for the arguments of one subject."""

    def __init__(self, subject: Subject, kind: str, source: random.Random) -> None:
        self.arguments, self.kind, self.random = subject.arguments, kind, source
        self.ordered = subject.ordered
        self.twins = _twins(subject.arguments)
        self.cast: Callable[[float], float] = lambda v: float(np.dtype(kind).type(v))

    def some(self, count: int, draw: Callable[[], dict[str, float] | None]) -> Iterator[dict[str, float]]:
        """Up to `count` draws; those that rounding threw out of their domain are dropped."""
        for _ in range(count):
            values = draw()
            if values is not None:
                yield values

    def point(self, span: str) -> dict[str, float]:
        """Values of all parameters, in order where the law wants an order."""
        values = {a.name: self.cast(self._value(a.domain, span)) for a in self.arguments}
        return self._in_order(values)

    def near(self, span: str, distance: float) -> dict[str, float] | None:
        """Two laws at a relative distance in all of their parameters or in one; at 0 they are equal."""
        values = self.point(span)
        free = list(self.twins)
        moved = free if self.random.random() < 0.6 else [self.random.choice(free)]
        width = _width(values, self.arguments)
        for name, twin in self.twins.items():
            step = distance * self.random.choice((-1, 1)) * self.random.uniform(0.3, 1)
            domain = next(a.domain for a in self.arguments if a.name == name)
            values[name] = self._moved(domain, values[twin], step if name in moved else 0.0, width)
        ok = all(self._inside(a.domain, values[a.name]) for a in self.arguments)
        keeps = all(values[a] < values[b] for chain in self.ordered for a, b in pairwise(chain))
        apart = distance == 0 or any(values[name] != values[twin] for name, twin in self.twins.items())
        return values if ok and keeps and apart else None

    def _value(self, domain: D, span: str) -> float:
        reach = SPANS[span][self.kind == "float32"]
        magnitude = 10 ** self.random.uniform(-reach, reach)
        if domain in SIGNED:
            return self.random.choice((0.0, 1.0, 1.0, -1.0, -1.0)) * magnitude
        if domain in COUNTED:
            return float(1 + int(10 ** self.random.uniform(0, min(reach, 15 if self.kind == "float64" else 7))))
        if domain is D.ABOVE_ONE:
            return 1 + 10 ** self.random.uniform(-min(reach, 15), min(reach, 15))
        if domain in LIKELY:
            small = 10 ** -self.random.uniform(0.01, reach)
            return small if self.random.random() < 0.6 else 1 - max(small, 1e-15)
        return magnitude

    def _moved(self, domain: D, start: float, step: float, width: float) -> float:
        if step == 0:
            return start
        if domain in COUNTED:
            return start + (1 if step > 0 or start <= 1 else -1) * max(1.0, round(abs(step) * start))
        if domain in LIKELY:
            return self.cast(start + step * min(start, 1 - start))
        if domain in SIGNED and self.random.random() < 0.5:
            return self.cast(start + step * width)
        if domain is D.ABOVE_ONE:
            return self.cast(start + step * (start - 1))
        return self.cast(start + step * start)

    def _inside(self, domain: D, value: float) -> bool:
        low = domain.low is None or value > domain.low
        return low and (domain.high is None or value < domain.high) and abs(value) < float(np.finfo(self.kind).max)

    def _in_order(self, values: dict[str, float]) -> dict[str, float]:
        for chain in self.ordered:
            sorted_values = sorted({values[name] for name in chain})
            while len(sorted_values) < len(chain):
                sorted_values.append(self.cast(sorted_values[-1] + abs(sorted_values[-1]) + 1))
            values.update(zip(chain, sorted_values, strict=True))
        return values


def _twins(arguments: tuple[Argument, ...]) -> dict[str, str]:
    """The parameters of the second law, each with its partner in the first."""
    first = {a.role: a.name for a in arguments if a.side == 1}
    return {a.name: first[a.role] for a in arguments if a.side == 2 and a.role in first}


def _width(values: dict[str, float], arguments: tuple[Argument, ...]) -> float:
    """The first scale of the law, by which a location is moved."""
    positive: list[Any] = [values[a.name] for a in arguments if a.side == 1 and a.domain is D.POSITIVE]
    return positive[0] if positive else 1.0
