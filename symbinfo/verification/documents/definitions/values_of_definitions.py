"""The two sides of a definition as numbers, for laws with few outcomes that were drawn once.

Of densities the laws are constant on cells of different widths, so that an integral is a finite sum, too. Every quantity
is computed from probabilities by its definition.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from itertools import product
from math import prod
from random import Random
from typing import Any

from mpmath import mp

from symbinfo.verification.documents.definitions.pieces_of_definitions import Tree, Unread

__all__ = ["DIGITS", "Model", "laws_in", "models", "variables_in"]

DIGITS = 40
#: How many outcomes the variables have, in the order of the alphabet, one row a model.
SIZES = ((2, 3, 2, 2), (3, 2, 2, 3), (3, 3, 2, 2))
MOST_VARIABLES = 4
WIDTHS = (Fraction(1, 2), Fraction(3, 2), Fraction(2, 3))


def _walk(tree: Any) -> Iterator[Tree]:
    if isinstance(tree, tuple) and tree and isinstance(tree[0], str):
        yield tree
    if isinstance(tree, tuple):
        for part in tree:
            yield from _walk(part)


def laws_in(*trees: Tree) -> set[str]:
    """The laws that are named; the one that is only meant is nothing."""
    return {node[1] for tree in trees for node in _walk(tree) if node[0] in ("p", "law") and len(node) in (2, 4)}


def variables_in(*trees: Tree) -> set[str]:
    """All variables of the trees, bound and free ones."""
    found: set[str] = set()
    for tree in trees:
        for node in _walk(tree):
            if node[0] == "p" and len(node) == 4:
                found |= {*node[2], *node[3]}
            elif node[0] in ("sum", "integral"):
                found |= {name.lower() for name in node[1]}
            elif node[0] in ("self", "size"):
                found.add(node[1])
            elif node[0] in ("H", "I"):
                found |= {name for group in node[1] for name in group} | {name for name, _ in node[2]}
    return found


@dataclass
class Model:
    """Laws of finitely many outcomes.

    Parameters
    ----------
    sizes : mapping
        How many outcomes each variable has.
    masses : mapping
        Of each law the probability of each combination, in the order of the variables.
    default : str
        The law that is meant where none is named.
    own : mapping
        The variables of each law that is named without any.
    base : int
        The base of logarithms of which none is written: 0 is e.
    continuous : bool
        Whether the laws are densities.
    """

    sizes: Mapping[str, int]
    masses: Mapping[str, Mapping[tuple[int, ...], Fraction]]
    default: str
    own: Mapping[str, tuple[str, ...]]
    base: int = 0
    continuous: bool = False
    known: dict[Any, Any] = field(default_factory=dict)

    def probability(self, law: str, at: Mapping[str, int]) -> Any:
        """The probability, or the density, of some values of variables."""
        key = (law, tuple(sorted(at.items())))
        if key not in self.known:
            names = list(self.sizes)
            total = sum(
                (
                    mass
                    for place, mass in self.masses[law or self.default].items()
                    if all(place[names.index(n)] == v for n, v in at.items())
                ),
                start=Fraction(0),
            )
            if self.continuous:
                total /= prod((WIDTHS[value] for value in at.values()), start=Fraction(1))
            self.known[key] = mp.mpf(total.numerator) / total.denominator
        return self.known[key]

    def places(self, names: tuple[str, ...]) -> Iterator[dict[str, int]]:
        """All values of some variables."""
        for values in product(*(range(self.sizes[name]) for name in names)):
            yield dict(zip(names, values, strict=True))

    def width(self, at: Mapping[str, int]) -> Any:
        """The size of a cell."""
        width = prod((WIDTHS[value] for value in at.values()), start=Fraction(1)) if self.continuous else Fraction(1)
        return mp.mpf(width.numerator) / width.denominator

    def value(self, tree: Tree, at: Mapping[str, int]) -> Any:
        """The value of a tree where its free variables have values.

        Raises
        ------
        Unread
            At what has no value.
        """
        head = tree[0]
        if head == "number":
            return mp.mpf(tree[1].numerator) / tree[1].denominator
        if head == "neg":
            return -self.value(tree[1], at)
        if head in ("add", "mul", "div", "pow"):
            left, right = self.value(tree[1], at), self.value(tree[2], at)
            if head == "div" and right == 0:
                raise Unread("division by zero")
            return {
                "add": lambda: left + right,
                "mul": lambda: left * right,
                "div": lambda: left / right,
                "pow": lambda: left**right,
            }[head]()
        if head in ("max", "min"):
            one, other = self.value(tree[1], at), self.value(tree[2], at)
            return max(one, other) if head == "max" else min(one, other)
        if head == "size":
            return mp.mpf(self.sizes[tree[1]])
        if head == "log":
            return self.log(self.value(tree[1], at), tree[2])
        if head in ("sum", "integral"):
            names = tuple(name.lower() for name in tree[1])
            return mp.fsum(self.value(tree[2], {**at, **place}) * self.width(place) for place in self.places(names))
        if head == "p":
            return self._conditional(tree, at)
        if head == "self":
            return -self.log(self.probability("", {tree[1]: at[tree[1]]}), 0)
        return self.measure(tree, at)

    def log(self, value: Any, base: int) -> Any:
        """The logarithm; base 0 is the one of the formula, 1 is e."""
        if value <= 0:
            raise Unread("the logarithm of a negative number")
        base = base or self.base
        return mp.log(value) if base in (0, 1) else mp.log(value, base)

    def _conditional(self, tree: Tree, at: Mapping[str, int]) -> Any:
        _, law, names, given = tree
        behind = {name: at[name] for name in given}
        both = {**behind, **{name: at[name] for name in names}}
        return self.probability(law, both) / (self.probability(law, behind) if behind else 1)

    def measure(self, tree: Tree, at: Mapping[str, int]) -> Any:
        """The value of a measure, by its definition."""
        head = tree[0]
        if head == "H of":
            return self._cross(tree[1], tree[1], at)
        if head == "cross":
            return self._cross(tree[1], tree[2], at)
        if head == "KL":
            return self._cross(tree[1], tree[2], at) - self._cross(tree[1], tree[1], at)
        if head == "JS":
            return self._jensen_shannon(tree[1], tree[2], at)
        groups, given = tree[1], tree[2]
        known = {name: at[value] for name, value in given if value}
        summed = tuple(name for name, value in given if not value)
        if head == "H":
            names = groups[0]
            return -self._mean(names, summed, known, lambda place: self._log_of(place, names, summed, known))
        one, other = groups
        return self._mean(
            (*one, *other),
            summed,
            known,
            lambda place: (
                self._log_of(place, (*one, *other), summed, known)
                - self._log_of(place, one, summed, known)
                - self._log_of(place, other, summed, known)
            ),
        )

    def _mean(self, names: tuple[str, ...], summed: tuple[str, ...], known: Mapping[str, int], of: Any) -> Any:
        total = mp.mpf(0)
        divisor = self.probability("", known) if known else mp.mpf(1)
        for place in self.places((*names, *summed)):
            total += self.probability("", {**place, **known}) / divisor * self.width(place) * of(place)
        return total

    def _log_of(
        self, place: Mapping[str, int], names: tuple[str, ...], summed: tuple[str, ...], known: Mapping[str, int]
    ) -> Any:
        behind = {**{name: place[name] for name in summed}, **known}
        both = {**{name: place[name] for name in names}, **behind}
        return self.log(self.probability("", both) / (self.probability("", behind) if behind else 1), 0)

    def _cross(self, one: tuple[Tree, ...], other: tuple[Tree, ...], at: Mapping[str, int]) -> Any:
        """The mean of -log of a product of laws under another one."""
        first, second = ([self._full(law) for law in laws] for laws in (one, other))
        names = tuple(dict.fromkeys(name for law in first for name in law[2]))
        if {name for law in second for name in law[2]} != set(names):
            raise Unread("laws of different variables")
        total = mp.mpf(0)
        for place in self.places(names):
            here = {**at, **place}
            weight = mp.fprod(self._conditional(law, here) for law in first)
            total -= weight * self.width(place) * self.log(mp.fprod(self._conditional(law, here) for law in second), 0)
        return total

    def _jensen_shannon(self, one: tuple[Tree, ...], other: tuple[Tree, ...], at: Mapping[str, int]) -> Any:
        """Half of the divergences of two laws from the law between them."""
        (first,), (second,) = ([self._full(law) for law in laws] for laws in (one, other))
        total = mp.mpf(0)
        for place in self.places(first[2]):
            p, q = (self._conditional(law, {**at, **place}) for law in (first, second))
            mean = (p + q) / 2
            total += self.width(place) * (p * self.log(p / mean, 0) + q * self.log(q / mean, 0)) / 2
        return total

    def _full(self, law: Tree) -> Tree:
        return law if law[0] == "p" else ("p", law[1], self.own[law[1]], ())


def models(
    variables: list[str],
    laws: list[str],
    default: str,
    own: Mapping[str, tuple[str, ...]],
    base: int,
    continuous: bool,
    mixtures: Mapping[str, tuple[str, str]] | None = None,
) -> Iterator[Model]:
    """Some models, always the same ones.

    Raises
    ------
    Unread
        When there are more variables than a model has.
    """
    if len(variables) > MOST_VARIABLES:
        raise Unread("more than four variables")
    for number, sizes in enumerate(SIZES):
        of = dict(zip(variables, sizes, strict=False))
        masses = {law: _masses(tuple(of.values()), number, at) for at, law in enumerate(laws)}
        for law, (one, other) in (mixtures or {}).items():
            if law in masses:
                masses[law] = {place: (masses[one][place] + masses[other][place]) / 2 for place in masses[one]}
        yield Model(of, masses, default, own, base, continuous)


@cache
def _masses(sizes: tuple[int, ...], number: int, law: int) -> dict[tuple[int, ...], Fraction]:
    random = Random(1000 * number + law)
    places = list(product(*(range(size) for size in sizes)))
    weights = [random.randint(1, 12) for _ in places]
    if len(places) > 1 and len(set(weights)) == 1:
        weights[0] += 1
    return {place: Fraction(weight, sum(weights)) for place, weight in zip(places, weights, strict=True)}
