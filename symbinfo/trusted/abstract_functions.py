"""What an abstract function of a kind is: in words, which totals of it are known, and what is assumed to converge.

A statement about abstract laws speaks of all functions of these kinds, and of no others. Masses live on finite alphabets,
so that every sum over one is a finite sum. Of densities nothing is known but their total: an integral over the line that
stands in a statement converges by assumption, which is said with the statement.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .statements import Plain, sizes_of
from .terms import INFINITE, Term, functions

__all__ = ["MEANING", "assumed_to_converge", "is_total", "whole_ranges"]

#: What a function of a kind is; a certificate declares it as, say, ``mass on n m``.
MEANING = {
    "mass": "positive at each place of a finite alphabet, 1 to n in each argument, with values that add up to 1",
    "density": "positive and measurable on the line, or on the plane, with integral 1",
    "map": "a whole number from 1 to n for each whole number from 1 to m",
}


def whole_ranges(kind: str) -> list[tuple[str, Term, Term]]:
    """Of each argument of a mass or a density: the head that adds up over it, and the ends of its range.

    Examples
    --------
    >>> whole_ranges("mass on n 3")
    [('sum', 1, 'n'), ('sum', 1, 3)]
    >>> whole_ranges("density on R")
    [('integral', '%-oo', '%oo')]
    """
    if kind.startswith("density"):
        return [("integral", "%-oo", "%oo")] * (len(kind.split()) - 2)
    if kind.startswith("mass"):
        return [("sum", 1, int(size) if size.isdigit() else size) for size in sizes_of(kind)]
    return []


def is_total(kind: str, variables: list[tuple[str, Term, Term]], density: Term) -> bool:
    """Whether a density is an abstract mass or density on the whole of its range: then its total is 1 by its kind."""
    if not isinstance(density, tuple) or density[0] != "apply" or list(density[2:]) != [v for v, _, _ in variables]:
        return False
    return bool(variables) and [row[1:] for row in variables] == [row[1:] for row in whole_ranges(kind)]


def assumed_to_converge(plain: Plain) -> tuple[Term, ...]:
    """The integrals of abstract densities that stand in a claim: it is made where they converge absolutely."""
    kinds = dict(plain.functions)
    found = dict.fromkeys(t for side in plain.claim[1:] for t in _integrals(side) if _is_open(t, kinds))
    return tuple(found)


def _integrals(term: Term) -> Iterator[Any]:
    """The outermost integrals with an infinite end."""
    if isinstance(term, tuple) and term[0] == "integral" and (term[3] in INFINITE or term[4] in INFINITE):
        yield term
    elif isinstance(term, tuple):
        for part in term[1:]:
            yield from _integrals(part)


def _is_open(integral: Any, kinds: dict[str, str]) -> bool:
    """Whether it is one of an abstract density, and more than its total."""
    variables, body = [], integral
    while isinstance(body, tuple) and body[0] == "integral":
        variables.append((body[2], body[3], body[4]))
        body = body[1]
    densities = {name for name in functions(integral) if kinds.get(name, "").startswith("density")}
    plainly = isinstance(body, tuple) and body[0] == "apply" and is_total(kinds.get(body[1], ""), variables, body)
    return bool(densities) and not plainly
