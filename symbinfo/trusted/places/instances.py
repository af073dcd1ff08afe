"""Concrete masses, maps and densities in the place of abstract ones, and finite sums written out.

A statement about abstract laws is checked on instances. An alphabet of n letters is the numbers 1 to n; at a point of
the parameters n is a small number, every mass is a table of positive fractions with total 1, and every sum over an
alphabet becomes a sum of terms without a binder. The instances are always the same, and some are special, so that an
equality case is met: once all masses of one shape are equal, once joint masses are products, once all are uniform.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import Any

from ..numbers.estimates import Unknown
from ..statements import sizes_of
from ..terms import BINDERS, Term, parse, replace_together

__all__ = ["DENSITIES", "EQUAL", "INDEPENDENT", "UNIFORM", "Instance", "is_total", "size_at"]

# Which points have the special instances; the others are random, one of them very uneven.
EQUAL, INDEPENDENT, UNIFORM, UNEVEN = 1, 2, 3, 4
# A sum that becomes longer than this is not written out.
LONGEST_SUM, MOST_PARTS = 64, 200_000
SEED = "symbinfo instances 1"

# Concrete densities on the line for an abstract one: normal, logistic, Laplace, two bells, Student with 5 degrees. None
# is centred at 0 with variance 1, and most are not even.
DENSITIES = (
    "(* (^ (* 2 %pi) -1/2) 2/3 (exp (* -2/9 (^ (+ x -1/2) 2))))",
    "(* (exp (* -1 (+ x 1/2))) (^ (+ 1 (exp (* -1 (+ x 1/2)))) -2))",
    "(* 2/3 (exp (* -4/3 (abs (+ x -1/4)))))",
    "(* (^ (* 2 %pi) -1/2) (+ (* 1/4 (exp (* -1/2 (^ (+ x 2) 2)))) (* 3/2 (exp (* -2 (^ (+ x -1) 2))))))",
    "(* 8/3 (^ %pi -1) (^ 5 -1/2) (^ (+ 1 (* 1/5 (^ (+ x -1) 2))) -3))",
)
# Concrete densities on the plane for an abstract one: correlated normals, and a mixture of two.
PLANES = (
    "(* (^ (* 2 %pi) -1) 5/4 (exp (* -25/32 (+ (^ x 2) (* -6/5 x y) (^ y 2)))))",
    "(* (^ (* 2 %pi) -1) 1/2 (exp (+ (* -1/2 (^ (+ x -1) 2)) (* -1/8 (^ (+ y (* -1 x)) 2)))))",
    "(* (^ (* 2 %pi) -1) (+ (* 1/4 (exp (* -1/2 (+ (^ (+ x 1) 2) (^ y 2))))) "
    "(* 3/2 (exp (+ (* -1/2 (^ (+ x -1) 2)) (* -2 (^ (+ y -1) 2)))))))",
)


def size_at(turn: int, place: int) -> int:
    """The size of an alphabet at a point: 2 to 4, and not the same for two alphabets at every point."""
    return 2 + (turn + 2 * place + turn * place) % 3


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
    """

    kinds: tuple[tuple[str, str], ...]
    sizes: tuple[tuple[str, int], ...]
    member: int

    def table(self, name: str) -> Mapping[tuple[int, ...], int | Fraction] | None:
        """The values of a mass or a map at all places; None for a density."""
        return _table(name, dict(self.kinds)[name], self.sizes, self.member)

    def written_out(self, term: Term) -> Term:
        """The term with masses and maps as numbers and with the sums over alphabets as sums of terms.

        Raises
        ------
        Unknown
            When a mass is applied outside its alphabet, or the result would be too long.
        """
        tables = {name: self.table(name) for name, _ in self.kinds}
        return _Writer(tables, self.member).write(term, dict(self.sizes))


def is_total(kind: str, variables: list[tuple[str, Term, Term]], density: Term) -> bool:
    """Whether a density is an abstract mass or density on the whole of its range: then its total is 1 by its kind."""
    if not isinstance(density, tuple) or density[0] != "apply" or list(density[2:]) != [v for v, _, _ in variables]:
        return False
    if kind.startswith("density"):
        return all((low, high) == ("%-oo", "%oo") for _, low, high in variables)
    ends = [(low, str(high)) for _, low, high in variables]
    return kind.startswith("mass") and ends == [(1, size) for size in sizes_of(kind)]


_TABLES: dict[Any, Mapping[tuple[int, ...], int | Fraction] | None] = {}


def _table(
    name: str, kind: str, sizes: tuple[tuple[str, int], ...], member: int
) -> Mapping[tuple[int, ...], int | Fraction] | None:
    key = (name, kind, sizes, member)
    if key not in _TABLES:
        _TABLES[key] = _made(name, kind, dict(sizes), member)
    return _TABLES[key]


def _made(
    name: str, kind: str, sizes: Mapping[str, int], member: int
) -> Mapping[tuple[int, ...], int | Fraction] | None:
    if kind.startswith("density"):
        return None
    shape = tuple(sizes[s] if s in sizes else int(s) for s in sizes_of(kind))
    own = kind if member == EQUAL else name
    rng = random.Random(hashlib.sha256(f"{SEED}|{own}|{shape}|{member}".encode()).digest())
    if kind.startswith("map"):
        start, target = shape
        return {(i,): rng.randrange(1, target + 1) for i in range(1, start + 1)}
    places = list(product(*(range(1, n + 1) for n in shape)))
    if member == UNIFORM:
        return dict.fromkeys(places, Fraction(1, len(places)))
    if member == INDEPENDENT and len(shape) > 1:
        sides = [_weights(rng, n, 9) for n in shape]
        return {place: _product(side[i - 1] for side, i in zip(sides, place, strict=True)) for place in places}
    return dict(zip(places, _weights(rng, len(places), 997 if member == UNEVEN else 17), strict=True))


def _weights(rng: random.Random, count: int, largest: int) -> list[Fraction]:
    """Positive fractions with total 1, no two of them by chance in a simple ratio."""
    numbers = [rng.randrange(1, largest) * 2 + 1 for _ in range(count)]
    if largest > 100:
        numbers[rng.randrange(count)] += 200 * largest
    total = sum(numbers)
    return [Fraction(n, total) for n in numbers]


def _product(factors: Any) -> Fraction:
    result = Fraction(1)
    for factor in factors:
        result *= factor
    return result


class _Writer:
    """Writes out one term; parts are counted, so that nothing grows without bound."""

    def __init__(self, tables: Mapping[str, Any], member: int) -> None:
        self.tables, self.member, self.parts = tables, member, 0

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
        table = self.tables[name]
        if table is not None:
            place = tuple(arguments)
            if place not in table:
                raise Unknown(f"{name} has no value at {place}")
            found: Term = table[place]
            return found
        if len(arguments) == 1:
            return ("apply", name, *arguments)
        plane: Term = parse(PLANES[(self.member + sum(map(ord, name))) % len(PLANES)])
        return replace_together(plane, dict(zip(("x", "y"), arguments, strict=True)))


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
