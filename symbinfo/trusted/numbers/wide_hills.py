"""Sums over wide hills, such as those of a Poisson law of mean 10**12, from terms far apart.

The trapezoidal rule converges faster than any power for a smooth hill that falls on both sides: once its step is below
the width, a finer one, down to the sum over all integers, changes nothing. So the hill is summed over every h-th integer
and h times as much is taken, for steps without a common factor; where they agree, there is no finer structure to see.

References
----------
Trefethen and Weideman, The exponentially convergent trapezoidal rule (2014).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from .estimates import Estimate, Pole, Real, Undefined, Unknown

__all__ = ["wide_hill"]

Function = Callable[[int], Real]

# Where a hill has fallen to less than one part in 2**(prec + SLACK), it has ended; a hill of fewer terms is summed.
SLACK, FEWEST = 12, 4000
# About how many terms the first rule takes of a hill, how often the step is halved, and between how many shares of the
# way to the foot nothing may be larger.
FIRST_TERMS, HALVINGS = 120, 5
SHARES = 12
# No foot is looked for farther away.
FARTHEST = 10**18


def wide_hill(
    f: Function, start: int, stop: int | None, mode: int, matters: Iterable[int], lost: Real, ctx: Any
) -> Estimate | None:
    """The sum of the terms of a hill, all beyond its feet being negligible.

    None where the hill is narrow, does not fall to nothing inside of the range, is not all that matters, or has a finer
    structure.

    Parameters
    ----------
    f : callable
        Takes an integer.
    start, stop : int
        The range; without `stop` it is infinite.
    mode : int
        Where the largest term is.
    matters : iterable of int
        Places where terms were seen that are not negligible.
    lost : real
        What part of the largest term may be rounding.
    """
    feet = [_foot(f, end, mode, sign, ctx) for end, sign in ((start, -1), (stop, 1))]
    if None in feet:
        return None
    low, high = (int(foot) for foot in feet if foot is not None)
    if high - low < FEWEST or not all(low <= k <= high for k in matters):
        return None
    return _by_strides(f, low, high, lost, ctx)


def _by_strides(f: Function, low: int, high: int, lost: Real, ctx: Any) -> Estimate | None:
    step, before = (high - low) // FIRST_TERMS, None
    for _ in range(HALVINGS):
        found, size = _strided(f, low, high, step | 1, ctx)
        close = size * (ctx.eps * 2**SLACK + lost)
        change = ctx.inf if before is None else abs(found - before)
        if change <= close:
            # A third step without a common factor, from another place.
            third, _ = _strided(f, low + step // 3, high, (step | 1) - 2, ctx)
            change = max(change, abs(third - found))
            return Estimate(found, 4 * change + size * ctx.eps * 8) if change <= close else None
        before, step = found, step * 5 // 8
        if step < 8:
            break
    return None


def _foot(f: Function, end: int | None, mode: int, sign: int, ctx: Any) -> int | None:
    """Where, to one side of its top, a hill has become negligible; None where its range ends before."""
    top, far, place = _size(f, mode, ctx), 1, mode
    while top and ctx.isfinite(top) and place != end and far < FARTHEST:
        place = mode + sign * far
        if end is not None and (end - place) * sign <= 0:
            place = end
        last = (_size(f, mode + (place - mode) * j // SHARES, ctx) for j in range(SHARES - 3, SHARES + 1))
        if all(size * far <= top * ctx.eps / 2**SLACK for size in last):
            return place
        far = far * 3 // 2 + 1
    return None


def _size(f: Function, k: int, ctx: Any) -> Real:
    try:
        return abs(f(k))
    except (Unknown, Pole, Undefined):
        return ctx.inf


def _strided(f: Function, low: int, high: int, step: int, ctx: Any) -> tuple[Real, Real]:
    """Step times the sum of every step-th term, and the same of their sizes."""
    terms = [f(k) for k in range(low, high + 1, step)]
    return step * ctx.fsum(terms), step * ctx.fsum(abs(t) for t in terms)
