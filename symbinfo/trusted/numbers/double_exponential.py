"""The double-exponential rule on one piece: substitutions that bring it to the line, and the trapezoidal rule there.

A substitution measures the distance to the end of the piece, so that nothing cancels near a singular end. The step is
halved until the sum converges as fast as it must for a smooth integrand; what does not converge so is reported with an
error as large as its last change, what cannot be seen whole with an infinite one.

References
----------
Takahasi and Mori, Double exponential formulas for numerical integration (1974).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from .estimates import Estimate, Pole, Real, Unknown

__all__ = ["FIRST_STEP", "GUARD_BITS", "Chart", "Function", "Line", "Ray", "sampled", "trapezoidal"]

Function = Callable[[Real], Real]

# Steps of the trapezoidal rule are 1/8, 1/16, ... 1/512, and finer above 256 bits; the first grid is shifted off 0 so
# that two precisions look at different points.
FIRST_STEP, FINEST_LEVEL, FARTHEST = 8, 6, 16
GUARD_BITS, MOST_KEPT = 16, 100_000
# Every so manieth point of the coarsest grid says how much is lost by rounding.
ROUNDING_STRIDE = 5


# --- the substitutions -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Ray:
    """From `end` towards `other` (which may be infinite): distance scale * e**s, flattened if `other` is finite."""

    end: Real
    other: Real
    scale: Real
    delicate: bool = False

    def at(self, grown: Real, ctx: Any) -> tuple[Real, Real]:
        """The point at scale * grown, and the slope of distance in log(grown)."""
        u = self.scale * grown
        if ctx.isinf(self.other):
            return self._from(self.end, u if self.other > 0 else -u, ctx), u
        width = self.other - self.end
        near = abs(width) * u / (1 + u) ** 2
        if u < 1:
            return self._from(self.end, width * u / (1 + u), ctx), near
        return self._from(self.other, -width / (1 + u), ctx), near

    def _from(self, end: Real, distance: Real, ctx: Any) -> Real:
        """The sum, exactly; for a delicate integrand the precision is raised by what it will lose, and stays so."""
        if self.delicate and distance:
            size = max(ctx.mag(end), 0) if end else 0
            lost = max(0, size - ctx.mag(distance))
            step = 64
            while step < lost:  # few different precisions, so that constants are computed few times
                step += step // 2
            ctx.prec += step if lost else 0
        return ctx.fadd(end, distance, exact=True)


@dataclass(frozen=True)
class Line:
    """The whole line, seen from a centre: x = centre + scale * sinh(s)."""

    centre: Real
    scale: Real

    def at(self, grown: Real, ctx: Any) -> tuple[Real, Real]:
        """The point at s = log(grown), and the slope of x in s."""
        shrunk = 1 / grown
        distance = self.scale * (grown - shrunk) / 2
        return ctx.fadd(self.centre, distance, exact=True), self.scale * (grown + shrunk) / 2


Chart = Ray | Line


# Two levels of an even integrand give the same sum when the grid is shifted by a quarter of the step, and then agree
# by accident. Doubling these shifts never comes near a quarter, on any level.
SHIFTS = ((1, 3), (1, 5), (1, 7), (2, 5), (3, 7), (2, 3))


class _Grid:
    """The abscissas exp(pi/2 sinh t) and slopes pi/2 cosh t of the double-exponential rule at the present precision.

    They are constants, and kept for the next time.
    """

    kept: ClassVar[dict[tuple[int, int, int], tuple[Any, Any]]] = {}

    def __init__(self, ctx: Any) -> None:
        self.ctx, self.prec = ctx, ctx.prec
        top, bottom = SHIFTS[ctx.prec % len(SHIFTS)]
        self.shift = ctx.mpf(top) / (bottom * FIRST_STEP)

    def at(self, index: int, level: int) -> tuple[Real, Real]:
        ctx = self.ctx
        found = self.kept.get((self.prec, index, level))
        if found is None:
            e = ctx.exp(ctx.mpf(index) / (FIRST_STEP << level) + self.shift)
            half_pi = ctx.pi / 2
            grown, slope = ctx.exp(half_pi * (e - 1 / e) / 2), half_pi * (e + 1 / e) / 2
            if len(self.kept) >= MOST_KEPT:
                self.kept.clear()
            found = self.kept[self.prec, index, level] = grown._mpf_, slope._mpf_
        return ctx.make_mpf(found[0]), ctx.make_mpf(found[1])


def sampled(f: Function, chart: Chart, grown: Real, ctx: Any) -> Real:
    """F times the slope of the chart, at the working precision; None where no number can be told."""
    prec = ctx.prec
    try:
        x, slope = chart.at(grown, ctx)
        value = f(x)
    except (Unknown, Pole):
        return None
    finally:
        ctx.prec = prec
    product = value * slope
    return product if ctx.isfinite(product) else None


# --- the rule ------------------------------------------------------------------------------------------------------


def trapezoidal(f: Function, chart: Chart, least: tuple[int, int], ctx: Any, bound: Function | None = None) -> Estimate:
    """Halve the step until the changes shrink as they must for a smooth integrand, and the next would not be seen.

    Where a `bound` on the rounding of f is given, it is summed over every few points as f is over all.
    """
    grid = _Grid(ctx)

    def sample(index: int, level: int) -> Real:
        grown, slope = grid.at(index, level)
        found = sampled(f, chart, grown, ctx)
        return None if found is None else found * slope

    low, high, total, size, cut = _window(sample, least, ctx)
    if bound is not None and size:
        cut += _rounding(f, bound, chart, grid, range(low, high + 1, ROUNDING_STRIDE), ctx)
    if size == 0 or ctx.isinf(cut):
        return Estimate(total / FIRST_STEP, cut)
    value, before = total / FIRST_STEP, None
    best = Estimate(value, ctx.inf)
    finest = FINEST_LEVEL + max(0, int(ctx.prec).bit_length() - 8)
    for level in range(1, finest + 1):
        for i in range(low << level | 1, high << level, 2):
            found = sample(i, level)
            if found is None:
                return Estimate(value, ctx.inf)
            total += found
            size += abs(found)
        step = FIRST_STEP << level
        previous, value = value, total / step
        rounding = size / step * ctx.eps * 8
        change = abs(value - previous) / (size / step)
        error = _remaining(change, before) * size / step + rounding + cut
        before = change
        best = Estimate(value, error)
        enough = ctx.mpf(2) ** (GUARD_BITS - ctx.prec)
        if error - cut <= max(2 * rounding, size / step * enough):
            break
        # Each further level can at best square the change: where that leaves most digits open, more work is wasted.
        if level >= 3 and change and ctx.ln(change) * 2 ** (finest - level + 1) > ctx.ln(enough):
            break
    return best


def _rounding(f: Function, bound: Function, chart: Chart, grid: _Grid, indices: range, ctx: Any) -> Real:
    """The sum of the bounds on the rounding of f; where there is none, it is as large as f."""
    total = ctx.zero
    for index in indices:
        grown, slope = grid.at(index, 0)
        there = sampled(f, chart, grown, ctx)
        if there:
            lost = sampled(bound, chart, grown, ctx)
            total += slope * (abs(there) if lost is None else lost)
    return total * indices.step / FIRST_STEP


def _remaining(change: Real, before: Real | None) -> Real:
    """The relative error left after a change: halving the step squares it, once two changes have shown that it does."""
    if before is None:
        return math.inf
    if before == 0 or before > 1e-3:
        return max(change, before)
    if change > before**1.5:
        return change
    # A change may be small by accident: no more is believed of it than that the errors square.
    return max(change, before**2) ** 1.6


def _window(sample: Callable[[int, int], Real], least: tuple[int, int], ctx: Any) -> tuple[int, int, Real, Real, Real]:
    """The indices of the coarsest grid that matter, the sum and the size over them, and what may lie beyond."""
    farthest = int(FARTHEST * FIRST_STEP)
    total = sample(0, 0) or ctx.zero
    size, cut = abs(total), ctx.zero
    ends: list[int] = []
    for direction in (1, -1):
        i, quiet = 0, 0
        # The scale puts most of the integrand near index 0: a few steps of nothing in a row are the tail, not a gap,
        # unless nothing has been seen yet at all.
        while quiet < (4 if size else 3 * FIRST_STEP) or least[0] <= i <= least[1]:
            i += direction
            found = sample(i, 0) if abs(i) <= farthest else None
            if found is None:
                cut = cut if quiet >= 2 and not least[0] <= i <= least[1] else ctx.inf
                break
            total += found
            size += abs(found)
            quiet = quiet + 1 if abs(found) <= size * ctx.eps / 2**8 else 0
        ends.append(i)
    return ends[1], ends[0], total, size, cut
