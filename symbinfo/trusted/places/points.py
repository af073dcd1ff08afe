"""Where a certificate is looked at: points of the stated domain, and places of a range; always the same."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from ..numbers.evaluator import Evaluator
from ..statements import Plain, sizes_of
from ..terms import Term
from .instances import DENSITIES, size_at

__all__ = ["INFINITE", "PLACES", "POINTS", "Point", "points_of", "probes"]

Point = Mapping[str, Fraction]
INFINITE: dict[Term, float] = {"%oo": float("inf"), "%-oo": float("-inf")}
# Places of the line, in sixteenths.
PLACES = tuple(Fraction(n, 16) for n in (-57, -22, -9, -3, 5, 14, 33, 66))
POINTS = 6
MOST_PROPOSALS = 4000
SEED = "symbinfo certificate 1"

# Ranges, in 1024ths, that the points walk through: both regimes around 1.
_RANGES = ((512, 2048), (40, 307), (2048, 8192), (307, 1024), (8192, 40960), (1024, 3072))
_CORNERS = {
    "real": 0,
    "nonnegative": 0,
    "probability": 0,
    "integer": 0,
    "nonnegative integer": 0,
    "positive integer": 1,
}


def points_of(plain: Plain, evaluator: Evaluator, wanted: int = POINTS) -> tuple[list[Point], list[Point]]:
    """Points of the stated domain, always the same, and a corner of it.

    Values depend on the symbol and the number of the point only, so that a lemma meets the integrals of the main
    derivation at the same points. They are multiples of 1/1024: exact in binary, so that ends of supports are exact.
    Where conditions reject a point, further ones are proposed, with ranges chosen at random.
    """
    if not plain.symbols:
        return [{}] * (len(DENSITIES) if plain.functions else 1), []
    found: list[Point] = []
    sizes = sorted({s for _, kind in plain.functions for s in sizes_of(kind) if not s.isdigit()})
    for i in range(wanted):
        for attempt in range(MOST_PROPOSALS):
            point = {name: value_of(name, kind, i, attempt) for name, kind in plain.symbols}
            point |= {name: Fraction(size_at(i, place)) for place, name in enumerate(sizes)}
            if all(evaluator.holds(c, point) for c in plain.conditions):
                found.append(point)
                break
    if sizes:
        return found, []
    corner = {name: Fraction(_CORNERS[k]) if k in _CORNERS else value_of(name, k, 0, 0) for name, k in plain.symbols}
    cornered = any(k in _CORNERS for _, k in plain.symbols) and all(
        evaluator.holds(c, corner) for c in plain.conditions
    )
    return found, [corner] if cornered else []


def value_of(name: str, kind: str, i: int, attempt: int) -> Fraction:
    """A value of a kind: the ranges and signs take turns over the points, the digits are random."""
    rng = random.Random(hashlib.sha256(f"{SEED}|{name}|{kind}|{i}|{attempt}".encode()).digest())
    turn = rng.randrange(60) if attempt else i + sum(map(ord, name))
    if "integer" in kind:
        whole = (2, 1, 5, 3, 8, 13)[turn % 6] + rng.randrange(2)
        other = {"integer": -whole if turn % 2 else whole, "nonnegative integer": whole - 1}
        return Fraction(other.get(kind, whole))
    if "probability" in kind:
        return Fraction(rng.choice((rng.randrange(1, 100), rng.randrange(100, 924), rng.randrange(924, 1024))), 1024)
    # Odd numerators: no value is whole or a simple fraction.
    size = Fraction(rng.randrange(*_RANGES[turn % len(_RANGES)]) | 1, 1024)
    negative = kind == "negative" or (kind in ("real", "nonzero") and (turn // 2 + i) % 2)
    return -size if negative else size


def probes(lower: Any, upper: Any, kind: str, also: tuple[Any, Any] = (0, 0)) -> list[Fraction]:
    """Places of a support, also near and beyond two other places; whole numbers for a discrete law."""
    finite = [Fraction(end) for end in (lower, upper, *also) if end not in INFINITE.values()]
    if kind == "discrete":
        near = {int(end) + j for end in finite for j in range(-3, 8)} | {-1000, -100, -20, 20, 100, 1000}
        return [Fraction(k) for k in sorted(near) if lower <= k <= upper]
    steps = [Fraction(n, d) for n, d in ((1, 1000), (1, 20), (1, 3), (1, 1), (5, 2), (20, 1))]
    near_ends = {end + sign * s for end in finite for s in steps for sign in (1, -1)}
    between = {a + (b - a) * s for a in finite for b in finite if a < b for s in steps[:3] + [1 - s for s in steps[:3]]}
    return [x for x in sorted(near_ends | between) if lower < x < upper]
