"""Where a certificate is looked at: points of the stated domain, and places of a range; always the same."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from ..numbers.evaluator import Evaluator
from ..proof.context import Context
from ..proof.signs import implied
from ..statements import Plain
from ..terms import Term, free_symbols
from .instances import regimes_of, size_at, sizes_named
from .kinks import kinks, roots

__all__ = ["INFINITE", "PLACES", "POINTS", "Point", "expected", "points_of", "probes"]

Point = Mapping[str, Fraction]
INFINITE: dict[Term, float] = {"%oo": float("inf"), "%-oo": float("-inf")}
# Places of the line, in sixteenths.
PLACES = tuple(Fraction(n, 16) for n in (-57, -22, -9, -3, 5, 14, 33, 66))
POINTS = 6
# From this point on values are drawn from the seed.
SEEDED = 3
# So many points are regular where densities are abstract, whose regimes take time.
FEW = 3
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


def points_of(
    plain: Plain, evaluator: Evaluator, wanted: int = POINTS, seed: str = "", largest: int = 2
) -> tuple[list[Point], list[Point], tuple[str, ...]]:
    """Points of the stated domain, a corner of it, and what is special at each of the points.

    The first points depend on the symbol and the number of the point only, so that a lemma meets the integrals of the
    main derivation at the same points, and certificates those of others. They are multiples of 1/1024: exact in binary,
    so that ends of supports are exact. The last are drawn from the seed and have odd denominators. Where conditions
    reject a point, further ones are proposed, with ranges chosen at random.
    """
    regimes = regimes_of(plain)
    if not plain.symbols:
        regular = FEW if "narrow" in regimes else POINTS if plain.functions else 1
        return [{}] * (regular + len(regimes)), [], ("",) * regular + regimes
    found: list[Point] = []
    special: list[str] = []
    sizes = sizes_named(plain)
    pinned = _pinned(plain)
    regular = expected(plain, wanted) - len(regimes)
    for i, regime in enumerate(("",) * regular + regimes):
        drawn = seed if SEEDED <= i < POINTS else ""
        for attempt in range(MOST_PROPOSALS):
            point = {name: value_of(name, kind, i, attempt, drawn) for name, kind in plain.symbols}
            for place, name in enumerate(sizes):
                rng = random.Random(f"{seed}|{name}|{regime}")
                point[name] = Fraction(size_at(i, place, name, regime, largest, rng))
            for name, term in pinned:
                zeros = roots(term, name, point) or [point[name]]
                point[name] = zeros[attempt % len(zeros)]
            if all(evaluator.holds(c, point) for c in plain.conditions):
                found.append(point)
                special.append(regime)
                break
    if sizes:
        return found, [], tuple(special)
    corner = {name: Fraction(_CORNERS[k]) if k in _CORNERS else value_of(name, k, 0, 0) for name, k in plain.symbols}
    cornered = any(k in _CORNERS for _, k in plain.symbols) and all(
        evaluator.holds(c, corner) for c in plain.conditions
    )
    return found, [corner] if cornered else [], tuple(special)


def _pinned(plain: Plain) -> list[tuple[str, Term]]:
    """Symbols with terms that the conditions force to be 0, such as a and a - b where a <= b and b <= a."""
    context = Context(dict(plain.symbols), plain.conditions, dict(plain.functions))
    found: dict[str, Term] = {}
    for term in sorted({u for c in plain.conditions for u in kinks(c)}, key=repr):
        free = sorted(free_symbols(term) - set(found))
        if free and implied(("<=", term, 0), context) and implied(("<=", 0, term), context):
            found[free[0]] = term
    return list(found.items())


def expected(plain: Plain, wanted: int) -> int:
    """How many points a derivation with symbols should have."""
    regimes = regimes_of(plain)
    return (min(wanted, FEW) if "narrow" in regimes else wanted) + len(regimes)


def value_of(name: str, kind: str, i: int, attempt: int, seed: str = "") -> Fraction:
    """A value of a kind: the ranges and signs take turns over the points, the digits are random."""
    rng = random.Random(hashlib.sha256(f"{seed or SEED}|{name}|{kind}|{i}|{attempt}".encode()).digest())
    turn = rng.randrange(60) if attempt else i + sum(map(ord, name))
    if "integer" in kind:
        whole = (2, 1, 5, 3, 8, 13)[turn % 6] + rng.randrange(2)
        other = {"integer": -whole if turn % 2 else whole, "nonnegative integer": whole - 1}
        return Fraction(other.get(kind, whole))
    if "probability" in kind:
        share = Fraction(rng.choice((rng.randrange(1, 100), rng.randrange(100, 924), rng.randrange(924, 1024))), 1024)
        return share + _spread(rng) if seed else share
    # Odd numerators: no value is whole or a simple fraction.
    size = Fraction(rng.randrange(*_RANGES[turn % len(_RANGES)]) | 1, 1024) + (_spread(rng) if seed else 0)
    negative = kind == "negative" or (kind in ("real", "nonzero") and (turn // 2 + i) % 2)
    return -size if negative else size


def _spread(rng: random.Random) -> Fraction:
    """Less than 1/1024 either way, with a large odd denominator that nobody can name beforehand."""
    bottom = rng.getrandbits(60) | 1 | 1 << 60
    return Fraction(rng.randrange(1, bottom), bottom * 1025)


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
