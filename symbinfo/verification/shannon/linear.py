"""Linear statements over named random variables in coordinates: one joint entropy for each set of variables.

A set of variables is a number whose bits are the places of its variables; the entropy of no variable is 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import islice

from sympy import Rational

from symbinfo.query.shannon_measures import ShannonClaim, ShannonSum, ShannonTerm

__all__ = [
    "Coordinates",
    "Inequality",
    "inequalities",
    "inequalities_between",
    "terms_of",
    "variables_of",
]

#: Coefficients by set of variables.
Vector = dict[int, Fraction]


def terms_of(statements: Iterable[ShannonClaim]) -> Iterator[tuple[Rational, ShannonTerm]]:
    """All terms of statements, with their coefficients."""
    return (pair for statement in statements for side in (statement.left, statement.right) for pair in side.terms)


def variables_of(statements: Iterable[ShannonClaim]) -> tuple[str, ...]:
    """The variables of statements, in alphabetical order."""
    terms = (term for _, term in terms_of(statements))
    return tuple(sorted({name for term in terms for group in (*term.groups, term.given) for name in group}))


@dataclass(frozen=True)
class Coordinates:
    """The joint entropies of some variables.

    Examples
    --------
    >>> at = Coordinates(("X", "Y"))
    >>> term = ShannonTerm("I", (("X",), ("Y",)))
    >>> {mask: str(factor) for mask, factor in at.of_term(term).items()}
    {1: '1', 2: '1', 3: '-1'}
    """

    variables: tuple[str, ...]

    def mask(self, names: Iterable[str]) -> int:
        """The number of a set of variables."""
        found = 0
        for name in names:
            found |= 1 << self.variables.index(name)
        return found

    def names(self, mask: int) -> tuple[str, ...]:
        """The variables of a set."""
        return tuple(name for place, name in enumerate(self.variables) if mask >> place & 1)

    def of_term(self, term: ShannonTerm) -> Vector:
        """A term by joint entropies: group after group is intersected, ``I(G; R | C) = I(R | C) - I(R | G, C)``."""
        found = {self.mask(()): Fraction(0)}
        given = self.mask(term.given)
        # H(A|C) is the part of A outside C; the signed sum over all sets of groups is built group by group.
        signed = {given: -1}
        for group in term.groups:
            bits = self.mask(group)
            grown = dict(signed)
            for mask, sign in signed.items():
                grown[mask | bits] = grown.get(mask | bits, 0) - sign
            signed = grown
        for mask, sign in signed.items():
            found[mask] = found.get(mask, Fraction(0)) + sign
        return _clean(found)

    def of_sum(self, side: ShannonSum) -> Vector:
        """A side of a claim by joint entropies."""
        found: Vector = {}
        for factor, term in side.terms:
            add(found, self.of_term(term), Fraction(int(factor.p), int(factor.q)))
        return found

    def of(self, statement: ShannonClaim) -> Vector:
        """Left minus right by joint entropies."""
        found = self.of_sum(statement.left)
        add(found, self.of_sum(statement.right), Fraction(-1))
        return found


def add(vector: Vector, other: Vector, factor: Fraction = Fraction(1)) -> None:
    """Add a multiple of a vector to a vector, in place."""
    for mask, share in other.items():
        vector[mask] = vector.get(mask, Fraction(0)) + factor * share
        if not vector[mask] or not mask:
            del vector[mask]


def _clean(vector: Vector) -> Vector:
    return {mask: factor for mask, factor in vector.items() if mask and factor}


@dataclass(frozen=True)
class Inequality:
    """``H(A|C) >= 0`` (second is 0), or ``I(A;B|C) >= 0``, with its sets of variables."""

    first: int
    second: int
    given: int

    def vector(self) -> Vector:
        """The inequality by joint entropies."""
        pairs = [(self.first | self.given, 1), (self.given, -1)]
        if self.second:
            both = self.first | self.second | self.given
            pairs = [(self.first | self.given, 1), (self.second | self.given, 1), (both, -1), (self.given, -1)]
        return _clean({mask: Fraction(sign) for mask, sign in pairs})

    def term(self, at: Coordinates) -> ShannonTerm:
        """The measure that is never negative."""
        groups = tuple(at.names(mask) for mask in (self.first, self.second) if mask)
        return ShannonTerm("I" if self.second else "H", groups, at.names(self.given))


@lru_cache(maxsize=8)
def inequalities(count: int, elemental: bool) -> tuple[Inequality, ...]:
    """All inequalities of some variables between groups, or the elemental ones, from which the others follow.

    Elemental are ``H(A | all others) >= 0`` and ``I(A; B | any others) >= 0`` for single variables A and B.
    """
    return tuple(_elemental(count) if elemental else _all(count))


def _elemental(count: int) -> Iterator[Inequality]:
    every = (1 << count) - 1
    for i in range(count):
        yield Inequality(1 << i, 0, every ^ 1 << i)
        for j in range(i + 1, count):
            for given in _subsets(every ^ 1 << i ^ 1 << j):
                yield Inequality(1 << i, 1 << j, given)


def _all(count: int) -> Iterator[Inequality]:
    every = (1 << count) - 1
    for given in range(every + 1):
        for first in _subsets(every ^ given):
            if first:
                yield from (
                    Inequality(first, second, given)
                    for second in _subsets(every ^ given ^ first)
                    if not second or first < second
                )


def inequalities_between(family: Iterable[int], most: int) -> tuple[Inequality, ...]:
    """The inequalities whose joint entropies belong to a family of sets, of which the first `most` are taken."""
    found = []
    known = {0, *islice(dict.fromkeys(family), most)}
    ordered = sorted(known)
    for i, first in enumerate(ordered):
        for second in ordered[:i]:
            both, either = first & second, first | second
            if second == both:
                found.append(Inequality(first ^ both, 0, both))
            elif both in known and either in known:
                found.append(Inequality(second ^ both, first ^ both, both))
    return tuple(found)


def _subsets(mask: int) -> Sequence[int]:
    found, part = [0], mask
    while part:
        found.append(part)
        part = part - 1 & mask
    return sorted(found)
