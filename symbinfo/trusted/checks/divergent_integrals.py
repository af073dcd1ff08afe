"""Whether an integral or a sum diverges, from how its body grows far out or close to an end.

Where the distance times the body does not fall, place after place, the integral has no finite value: a body that is at
least c/x far out, or c/(x - a) near an end, cannot be integrated. Where it falls by a fixed part each time, that end is
harmless. Anything between is left open. The farthest places decide: a mean of 10**13 lets a body rise for long that
falls in the end, to what is too small for a number.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any

from ..terms import Term

__all__ = ["as_one_integral", "sign_of_divergence", "without_factors_and_log"]

BINDERS = ("integral", "sum")
INFINITE = (float("inf"), float("-inf"))
# Powers of two: how far out, or how close to an end, the body is looked at. Where every power is twice the one before,
# a body that falls at last, as x**0.001 log(x) does towards 0, gives itself away by its trend.
FAR, FARTHER, NEAR = tuple(range(20, 61, 4)), tuple(2**k for k in range(6, 20)), (5, 10, 20, 40, 80)
# Closer still, where what rises so far must go on: all the mass of a law may lie at 1 - 2**-144.
CLOSER = (160, 320, 640)
MODEST = (1, 2, 3, 4, 5)
# So many of the farthest places must have a value each, unless what rises all the way overflows, and so many be 0 for the body to have come to nothing.
FEWEST, VANISHED = 4, 2
# One part in so many may be lost between two places.
STILL = 10**12


def without_factors_and_log(term: Term) -> tuple[Term, list[Term], bool]:
    """A total freed of factors and of a logarithm: what is left inside, the factors, and whether there was a logarithm.

    Where the inside is +oo, so is the term, by the sign of the factors; without a logarithm -oo passes as well.
    """
    factors: list[Term] = []
    logged = False
    while isinstance(term, tuple) and term[0] in ("*", "log"):
        if term[0] == "log":
            logged, term = True, term[1]
            continue
        bound = [f for f in term[1:] if _has_binder(f)]
        if len(bound) != 1 or bound[0][0] in BINDERS:
            break
        factors += [f for f in term[1:] if f is not bound[0]]
        term = bound[0]
    return term, factors, logged


def _has_binder(term: Term) -> bool:
    return isinstance(term, tuple) and (term[0] in BINDERS or any(_has_binder(arg) for arg in term[1:]))


def as_one_integral(term: Term) -> tuple[Term, str, str, tuple[Term, Term], list[Term]] | None:
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
    if len(ranges) != 1 or any(_has_binder(part) for part in others):
        return None
    binder, name, low, high = ranges.pop()
    return ("+", *bodies), binder, name, (low, high), others


def _parts(term: Term) -> list[Term]:
    if isinstance(term, tuple) and term[0] == "+":
        return [part for arg in term[1:] for part in _parts(arg)]
    return [term]


def sign_of_divergence(body: Callable[[Fraction], Any], end: Any, other: Any, *, whole: bool) -> int | None:
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
    # Special functions of whole numbers of a million bits take seconds.
    farther = FARTHER[:6] if whole else FARTHER
    scales = (FAR, farther) if end in INFINITE or end == 0 else (NEAR,)
    looks = [[_weighed(body, *place) for place in _places(end, other, scale)] for scale in scales]
    if end in INFINITE and all(value is None for look in looks for value in look):
        looks = [
            [_weighed(body, *place) for place in _places(end, other, MODEST)]
        ]  # as exp(exp(x)) has no numbers far out
    even = end in (*INFINITE, 0)
    if len(looks) == 1:
        found = _sign(looks[0], even=even)
        closer = _known([_weighed(body, *place) for place in _places(end, other, CLOSER)]) if found else []
        if closer and _sign([*looks[0], *closer], even=even) != found:
            return None
        return _settling(looks[0]) if found is None else found
    near, far = looks[0], _known(looks[1])
    if len(far) >= FEWEST and (found := _sign(far, even=False)) is not None:
        return found
    found = _sign(near, even=even)
    if found == 0 or (found is not None and (not far or _rises([*near, *far]))):
        return found
    settled = {_settling(near), _settling(far), _settling(_by_logarithm(far))} - {None}
    return settled.pop() if len(settled) == 1 and len(far) >= FEWEST else None


def _rises(seen: list[Any]) -> bool:
    """Whether a body rises all the way to where it has no value, faster and faster, as exponentials do."""
    if None in seen or any(value == 0 for value, _ in seen):
        return False
    sizes = [abs(value) for value, _ in seen]
    return all(after > before**2 > 1 for before, after in pairwise(sizes))


def _known(seen: list[Any]) -> list[Any]:
    """What is seen up to the first place without a value."""
    return seen[: seen.index(None)] if None in seen else seen


def _by_logarithm(seen: list[Any]) -> list[Any]:
    """What is seen at FARTHER places times the logarithm of the distance: of 1/(x log x) a limit is left."""
    return [None if at is None else (at[0] * k, at[1] * k) for at, k in zip(seen, FARTHER, strict=False)]


def _settling(seen: list[Any]) -> int | None:
    """The sign of what tends to a limit that is not 0: it changes by ever smaller parts, each at most 3/4 of the last.

    A power changes by equal parts over equal steps, and by ever larger ones over steps of double length.
    """
    if None in seen or len(seen) < FEWEST:
        return None
    signs = {(value > 4 * error) - (value < -4 * error) for value, error in seen}
    if len(signs) != 1 or 0 in signs:
        return None
    changes = [abs(1 - after / before) for (before, _), (after, _) in pairwise(seen)]
    fading = all(after * 4 <= before * 3 for before, after in pairwise(changes))
    return signs.pop() if fading and changes[-1] * 32 <= 1 else None


def _sign(seen: list[Any], even: bool) -> int | None:
    if None in seen:
        return None
    zeros = [value == 0 for value, _ in seen]
    if all(zeros[-VANISHED:]):
        return 0  # nothing is there, or what is too small for a number
    if any(zeros):
        return None
    signs = {(value > 4 * error) - (value < -4 * error) for value, error in seen}
    sizes = [(abs(value), error) for value, error in seen]
    if all(after - e >= before - before / STILL for (before, _), (after, e) in pairwise(sizes)):
        return signs.pop() if len(signs) == 1 and 0 not in signs and _goes_on([v for v, _ in sizes], even) else None
    pairs = list(pairwise(sizes)) if even else list(pairwise(sizes))[-2:]
    kept = Fraction(3, 4) if even else Fraction(3, 8)  # over a double step 1/log falls by half, and is not summable
    falling = all((after + e) * kept.denominator <= before * kept.numerator for (before, _), (after, e) in pairs)
    return 0 if falling else None


def _goes_on(sizes: list[Any], even: bool) -> bool:
    """Whether what has not fallen so far will not fall later: its growth does not slow down, or does so less and less.

    The slowing must fade. In steps of double length that of a logarithm plus a constant does, and that of a power which
    wins in the end doubles; in steps of equal length both look much alike, and only a quick fading is believed.
    """
    ratios = [after / before for before, after in pairwise(sizes)]
    slowing = [before - after for before, after in pairwise(ratios)]
    slight = [s <= r / STILL for s, r in zip(slowing, ratios, strict=False)]
    part = Fraction(1, 4) if even else Fraction(3, 4)
    faded = (after * part.denominator <= before * part.numerator for before, after in pairwise(slowing))
    return all(ok or fades for ok, fades in zip(slight[1:], faded, strict=True))


def _places(end: Any, other: Any, scale: Sequence[int]) -> list[tuple[Fraction, int]]:
    """Places towards the end, each with the power of two that is its distance (from 0, where the end is infinite)."""
    if end in INFINITE:
        side = 1 if end > 0 else -1
        return [(Fraction(side * 2**k), k) for k in scale]
    side = 1 if other > end else -1
    return [(Fraction(end) + side * Fraction(1, 2**k), -k) for k in scale]


def _weighed(body: Callable[[Fraction], Any], place: Fraction, power: int) -> tuple[Any, Any] | None:
    found = body(place)
    return None if found is None else (_scaled(found.value, power), _scaled(found.error, power))


def _scaled(value: Any, power: int) -> Any:
    """The value times a power of two."""
    return value.context.ldexp(value, power) if hasattr(value, "context") else value * 2.0**power
