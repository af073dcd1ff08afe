"""Whether an integral or a sum diverges, from how its body grows far out or close to an end.

Where the distance times the body does not fall, place after place, the integral has no finite value: a body that is at
least c/x far out, or c/(x - a) near an end, cannot be integrated. Where it falls by a fixed part each time, that end is
harmless. Anything between is left open.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any

from symbinfo.certificate import Term

__all__ = ["gathered", "sign_at_end"]

BINDERS = ("integral", "sum")
INFINITE = (float("inf"), float("-inf"))
# Powers of two: how far out, or how close to an end, the body is looked at.
FAR, FARTHER, NEAR = (20, 24, 28, 32, 36, 40), (56, 80, 128, 256, 512, 900), (16, 20, 24, 28, 32, 36)
# One part in so many may be lost between two places, or must be.
STILL, FALLS = 10**12, 4


def gathered(term: Term) -> tuple[Term, str, str, tuple[Term, Term], list[Term]] | None:
    """The integrals (or sums) of a total as one: its body, binder, variable and ends, and the terms without any.

    None where there is none, or where they run over different ranges.
    """
    ranges, bodies, others = set(), [], []
    for part in _parts(term):
        factors = part[1:] if isinstance(part, tuple) and part[0] == "*" else (part,)
        bound = [f for f in factors if isinstance(f, tuple) and f[0] in BINDERS]
        if not bound:
            others.append(part)
            continue
        if len(bound) > 1:
            return None
        binder, body, name, low, high = bound[0]
        ranges.add((binder, name, low, high))
        bodies.append(("*", *(f for f in factors if f is not bound[0]), body))
    if len(ranges) != 1 or any(_binds(part) for part in others):
        return None
    binder, name, low, high = ranges.pop()
    return ("+", *bodies), binder, name, (low, high), others


def _parts(term: Term) -> list[Term]:
    if isinstance(term, tuple) and term[0] == "+":
        return [part for arg in term[1:] for part in _parts(arg)]
    return [term]


def _binds(term: Term) -> bool:
    return isinstance(term, tuple) and (term[0] in BINDERS or any(_binds(arg) for arg in term[1:]))


def sign_at_end(body: Callable[[Fraction], Any], end: Any, other: Any, *, whole: bool) -> int | None:
    """The sign of infinity with which a body diverges at an end of its range: 1, -1, or 0 where it converges.

    Parameters
    ----------
    body : callable
        Its value with an error bound at a place, or None where it has no sure value.
    end, other : number
        The end, and the opposite one; either may be infinite.
    whole : bool
        Whether the range holds whole numbers only: a finite end is then harmless.

    Returns
    -------
    int or None
        None where it cannot be told, or where what is seen nearer and farther contradicts itself.
    """
    if whole and end not in INFINITE:
        return 0
    scales = (FAR, FARTHER) if end in INFINITE or end == 0 else (NEAR,)
    seen = {_sign([_weighed(body, *place) for place in _places(end, other, scale)]) for scale in scales} - {None}
    return seen.pop() if len(seen) == 1 else None


def _sign(seen: list[Any]) -> int | None:
    if None in seen:
        return None
    if all(value == 0 and error == 0 for value, error in seen):
        return 0
    signs = {(value > 4 * error) - (value < -4 * error) for value, error in seen}
    sizes = [(abs(value), error) for value, error in seen]
    if all(after - e >= before - before / STILL for (before, _), (after, e) in pairwise(sizes)):
        return signs.pop() if len(signs) == 1 and 0 not in signs else None
    falling = all(after + e <= before - before / FALLS or after + e == 0 for (before, _), (after, e) in pairwise(sizes))
    return 0 if falling else None


def _places(end: Any, other: Any, scale: Sequence[int]) -> list[tuple[Fraction, Fraction]]:
    """Places towards the end, each with its distance (from the origin, where the end is infinite)."""
    if end in INFINITE:
        side = 1 if end > 0 else -1
        return [(Fraction(side * 2**k), Fraction(2**k)) for k in scale]
    side = 1 if other > end else -1
    return [(Fraction(end) + side * Fraction(1, 2**k), Fraction(1, 2**k)) for k in scale]


def _weighed(body: Callable[[Fraction], Any], place: Fraction, distance: Fraction) -> tuple[Any, Any] | None:
    found = body(place)
    if found is None:
        return None
    weight = (found.value * 0 + distance.numerator) / distance.denominator
    return found.value * weight, found.error * weight
