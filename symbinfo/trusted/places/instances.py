"""Concrete masses, maps and densities in the place of abstract ones, and finite sums written out.

A statement about abstract laws is checked on instances. An alphabet of n letters is the numbers 1 to n; at a point of
the parameters n is a number, every mass is a table of positive fractions with total 1, and every sum over an alphabet
becomes a sum of terms without a binder. The instances are drawn from the certificate's own content. Some are special, so
that an equality case is met: once all masses of one shape are equal, once joint masses are products, once all are
uniform, once one mass is nearly all. One alphabet has one letter, one more letters than the largest constant.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import exp
from typing import Any

from ..numbers.estimates import Unknown
from ..statements import Plain, arity_of, sizes_of
from ..terms import BINDERS, Term, replace_together
from .density_families import REGIMES, density, plane

__all__ = [
    "EQUAL",
    "INDEPENDENT",
    "LARGEST_BOUND",
    "LARGEST_CONSTANT",
    "UNIFORM",
    "VAST",
    "Instance",
    "regimes_of",
    "size_at",
    "sizes_named",
]

# Which points have the special instances; the others are random, one of them very uneven.
EQUAL, INDEPENDENT, UNIFORM, UNEVEN = 1, 2, 3, 4
# A sum that becomes longer than this is not written out.
LONGEST_SUM, MOST_PARTS = 10_000, 200_000

#: Regimes of masses besides the regular points: one letter, more letters than the largest constant, and, for
#: inequalities, so many that the logarithm of their number is above it.
ONE, MANY, VAST = "one letter", "many letters", "vast alphabet"
# With constants beyond these no instance decides: sizes may matter that are too large to be written out.
LARGEST_CONSTANT, LARGEST_BOUND = 200, 8


def regimes_of(plain: Plain) -> tuple[str, ...]:
    """What is looked at besides the regular points, each at a point of its own."""
    kinds = [kind for _, kind in plain.functions]
    found = list(REGIMES) if any(kind.startswith("density") for kind in kinds) else []
    sizes = sizes_named(plain)
    if sizes:
        found += [ONE, *(f"{MANY} {name}" for name in sizes)]
    if sizes and any(step.relation != "=" for step in plain.steps):
        found += [f"{VAST} {name}" for name in sizes]
    return tuple(found)


def sizes_named(plain: Plain) -> list[str]:
    """The symbols that are sizes."""
    return sorted({s for _, kind in plain.functions for s in sizes_of(kind) if not s.isdigit()})


def size_at(turn: int, place: int, name: str, regime: str, largest: int, rng: random.Random) -> int:
    """The size of an alphabet at a point: 2 to 5 at the regular ones, and not the same for two alphabets at every one."""
    if regime == ONE:
        return 1
    if regime == f"{MANY} {name}":
        return max(5, min(largest, LARGEST_CONSTANT)) + rng.randrange(1, 9)
    if regime == f"{VAST} {name}":
        return int(exp(min(largest, LARGEST_BOUND) + 1)) + 1
    return 2 + (turn + 2 * place + turn * place) % 3 + (turn == UNEVEN) * rng.randrange(2)


@dataclass(frozen=True)
class Instance:
    """What stands for the abstract functions of a derivation at one point.

    Parameters
    ----------
    kinds : tuple
        The functions with their kinds, as a certificate declares them.
    sizes : tuple
        The values of the symbols that are sizes.
    member : int
        The number of the point.
    regime : str
        What is special at it; empty at the regular points.
    seed : str
        What the instances are drawn from: it is made of the certificate's own content.
    largest : int
        The largest constant of the certificate.
    """

    kinds: tuple[tuple[str, str], ...]
    sizes: tuple[tuple[str, int], ...]
    member: int
    regime: str = ""
    seed: str = ""
    largest: int = 2

    def table(self, name: str) -> Mapping[tuple[int, ...], int | Fraction] | None:
        """The values of a mass or a map at all places; None for a density."""
        key = (self, name)
        if key not in _TABLES:
            if len(_TABLES) > MOST_TABLES:
                _TABLES.clear()
            _TABLES[key] = self._made(name, dict(self.kinds)[name])
        return _TABLES[key]

    def density(self, name: str) -> Term:
        """The density, of x alone or of x and y, that stands for an abstract one."""
        kind = dict(self.kinds)[name]
        shared = self._random("centre")
        place = 0 if self.member == EQUAL else [n for n, _ in self.kinds].index(name)
        own = self._random(kind if self.member == EQUAL else name)
        make = density if arity_of(kind) == 1 else plane
        return make(own, shared, self.member + place, self.regime, self.largest)

    def written_out(self, term: Term) -> Term:
        """The term with masses and maps as numbers and with the sums over alphabets as sums of terms.

        Raises
        ------
        Unknown
            When a mass is applied outside its alphabet, or the result would be too long.
        """
        return _Writer(self).write(term, dict(self.sizes))

    def _random(self, name: str) -> random.Random:
        text = f"{self.seed}|{name}|{self.member}|{self.regime}"
        return random.Random(hashlib.sha256(text.encode()).digest())

    def _made(self, name: str, kind: str) -> Mapping[tuple[int, ...], int | Fraction] | None:
        if kind.startswith("density"):
            return None
        sizes = dict(self.sizes)
        shape = tuple(sizes[s] if s in sizes else int(s) for s in sizes_of(kind))
        rng = self._random(f"{kind if self.member == EQUAL else name}|{shape}")
        if kind.startswith("map"):
            start, target = shape
            return {(i,): rng.randrange(1, target + 1) for i in range(1, start + 1)}
        places = list(product(*(range(1, n + 1) for n in shape)))
        if self.member == UNIFORM or self.regime.startswith(VAST):
            return dict.fromkeys(places, Fraction(1, len(places)))
        if self.member == INDEPENDENT and len(shape) > 1:
            sides = [_weights(rng, n, 9) for n in shape]
            return {place: _product(side[i - 1] for side, i in zip(sides, place, strict=True)) for place in places}
        heavy = 200 * 997 * (self.largest + 1) ** 3 if self.member == UNEVEN else 0
        return dict(zip(places, _weights(rng, len(places), 997 if heavy else 17, heavy), strict=True))


_TABLES: dict[Any, Mapping[tuple[int, ...], int | Fraction] | None] = {}
MOST_TABLES = 5000


def _weights(rng: random.Random, count: int, largest: int, heavy: int = 0) -> list[Fraction]:
    """Positive fractions with total 1, no two of them by chance in a simple ratio; one of them may be nearly all."""
    numbers = [rng.randrange(1, largest) * 2 + 1 for _ in range(count)]
    numbers[rng.randrange(count)] += heavy
    total = sum(numbers)
    return [Fraction(n, total) for n in numbers]


def _product(factors: Any) -> Fraction:
    result = Fraction(1)
    for factor in factors:
        result *= factor
    return result


class _Writer:
    """Writes out one term; parts are counted, so that nothing grows without bound."""

    def __init__(self, instance: Instance) -> None:
        self.instance, self.parts = instance, 0

    def write(self, term: Term, at: Mapping[str, Any]) -> Term:
        if not isinstance(term, tuple):
            return at.get(term, term) if isinstance(term, str) else term
        self.parts += 1
        if self.parts > MOST_PARTS:
            raise Unknown("the sums are too long to be written out")
        if term[0] in BINDERS:
            return self.bound(term, at)
        if term[0] == "apply":
            return self.applied(term, at)
        arguments = [self.write(a, at) for a in term[1:]]
        if term[0] == "cases":
            return _chosen(arguments)
        return _number(term[0], arguments)

    def bound(self, term: tuple[Any, ...], at: Mapping[str, Any]) -> Term:
        head, body, variable, *rest = term
        rest = [self.write(part, at) for part in rest]
        if head == "sum" and all(isinstance(end, int) for end in rest) and rest[1] - rest[0] < LONGEST_SUM:
            terms = [self.write(body, {**at, variable: k}) for k in range(rest[0], rest[1] + 1)]
            return ("+", *terms) if terms else 0
        inner = {name: value for name, value in at.items() if name != variable}
        return (head, self.write(body, inner), variable, *rest)

    def applied(self, term: tuple[Any, ...], at: Mapping[str, Any]) -> Term:
        name, *given = term[1:]
        arguments = [self.write(a, at) for a in given]
        table = self.instance.table(name)
        if table is not None:
            place: Any = tuple(arguments)
            if place not in table:
                raise Unknown(f"{name} has no value at {place}")
            found: Term = table[place]
            return found
        if len(arguments) == 1:
            return ("apply", name, *arguments)
        return replace_together(self.instance.density(name), dict(zip(("x", "y"), arguments, strict=True)))


def _number(head: str, arguments: list[Any]) -> Term:
    """Sums of whole numbers are taken at once, so that they can be places; comparisons of them are decided."""
    whole = all(isinstance(a, int) for a in arguments)
    if head == "+" and whole:
        return sum(arguments)
    if head in ("=", "!=", "<", "<=") and whole:
        left, right = arguments
        truth = {"=": left == right, "!=": left != right, "<": left < right, "<=": left <= right}[head]
        return "true" if truth else "false"
    return (head, *arguments)


def _chosen(cases: list[Any]) -> Term:
    """The first case that is known to hold, when all before it are known not to."""
    open_cases = [case for case in cases if case[2] != "false"]
    if open_cases and open_cases[0][2] == "true":
        chosen: Term = open_cases[0][1]
        return chosen
    return ("cases", *(open_cases or cases))
