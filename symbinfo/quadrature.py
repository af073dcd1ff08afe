"""Integrals and sums of real functions to many digits, each with an error estimate that is not a hope.

Intervals are cut at given nodes and at the places where the integrand is concentrated; every piece is brought to the
line by a double-exponential substitution that measures the distance to its ends without cancellation, and the
trapezoidal rule is refined until two levels agree. The difference of the last two levels is reported as the error,
though the last is far more accurate. What does not settle is reported with an infinite error.

References
----------
Takahasi and Mori, Double exponential formulas for numerical integration (1974); DLMF 2.10(i) for sums.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

__all__ = ["Estimate", "integrate", "summation"]

FINEST_LEVEL = 9
COARSE_STEP = 8
CONCENTRATED = 0.05
BELIEVED_POWER, SAFETY = 1.8, 100
MOST_TERMS = 60_000

Real = Any
Function = Callable[[Real], Real]


@dataclass(frozen=True)
class Estimate:
    """A value, a bound that its error is believed not to exceed, and the size of what was added up to it."""

    value: Real
    error: Real
    size: Real = 0

    def __add__(self, other: Estimate) -> Estimate:
        size = max(self.size, abs(self.value)) + max(other.size, abs(other.value))
        return Estimate(self.value + other.value, self.error + other.error, size)


def integrate(f: Function, lower: Real, upper: Real, nodes: Sequence[Real], ctx: Any) -> Estimate:
    """The integral of f from lower to upper.

    Parameters
    ----------
    f : callable
        Takes a point of the open interval; may raise ArithmeticError where it is not defined.
    lower, upper : real
        The ends; may be infinite.
    nodes : sequence of real
        Kinks, centres and other points at which to cut; those outside are ignored.
    ctx : mpmath context
        Its precision is the working precision; about a third of the digits are lost near singular ends.
    """
    if lower == upper:
        return Estimate(ctx.zero, ctx.zero)
    if lower > upper:
        turned = integrate(f, upper, lower, nodes, ctx)
        return Estimate(-turned.value, turned.error)
    inside = sorted({ctx.mpf(n) for n in nodes if lower < n < upper})
    if not inside and lower == -ctx.inf and upper == ctx.inf:
        inside = [ctx.zero]
    total = Estimate(ctx.zero, ctx.zero)
    cuts = [lower, *inside, upper]
    for left, right in pairwise(cuts):
        piece = _Piece(right, left) if left == -ctx.inf else _Piece(left, right)
        for part in _split_at_mode(_Weighted(f, piece, ctx)):
            total += _trapezoidal(part)
    return total


@dataclass(frozen=True)
class _Piece:
    """From `end` towards `other`; infinite when `other` is."""

    end: Real
    other: Real

    def point(self, t: Real, ctx: Any) -> tuple[Real, Real]:
        """The point at t and the weight there."""
        s = ctx.pi / 2 * ctx.sinh(t)
        slope = ctx.pi / 2 * ctx.cosh(t)
        if self.other in (ctx.inf, -ctx.inf):
            distance = ctx.exp(s)
            sign = 1 if self.other > 0 else -1
            return self.end + sign * distance, distance * slope
        width = self.other - self.end
        if s < 0:
            q = ctx.exp(2 * s)
            x = self.end + width * q / (1 + q)
        else:
            q = ctx.exp(-2 * s)
            x = self.other - width * q / (1 + q)
        return x, abs(width) * 2 * q / (1 + q) ** 2 * slope


class _Weighted:
    """The integrand in the coordinate t, times the weight; every value is computed once."""

    def __init__(self, f: Function, piece: _Piece, ctx: Any) -> None:
        self.f, self.piece, self.ctx = f, piece, ctx
        self.known: dict[Real, Real] = {}
        self.blind: set[Real] = set()
        # Near an end that is not 0 the working precision limits how close a point can come; near 0 nothing does.
        reach = 1 if piece.end != 0 and piece.other not in (ctx.inf, -ctx.inf) else 24
        far = ctx.asinh(ctx.dps * reach * ctx.ln10 * 2 / ctx.pi)
        self.grid = [self.at(i) for i in range(-int(far * COARSE_STEP) - 1, int(far * COARSE_STEP) + 2)]

    def at(self, index: int, level: int = 0) -> tuple[Real, Real]:
        """T and the weighted integrand there; 0 where the precision cannot tell the point from the end."""
        t = self.ctx.mpf(index) / (COARSE_STEP << level)
        return t, self(t)

    def __call__(self, t: Real) -> Real:
        value = self.known.get(t)
        if value is None:
            x, weight = self.piece.point(t, self.ctx)
            value = self.known[t] = self._seen(t, x, weight)
        return value

    def _seen(self, t: Real, x: Real, weight: Real) -> Real:
        """The value, or 0 at a blind point: too close to an end to be told from it, or too large to be computed."""
        if x != self.piece.end and x != self.piece.other:
            try:
                return self.f(x) * weight
            except OverflowError:
                pass
        self.blind.add(t)
        return self.ctx.zero

    @property
    def top(self) -> int:
        """The place in the grid where the integrand is largest."""
        return max(range(len(self.grid)), key=lambda j: abs(self.grid[j][1]))


def _split_at_mode(g: _Weighted) -> list[_Weighted]:
    """Cut a piece where the integrand is concentrated far from its end: x**k exp(-x) with a large k."""
    i = g.top
    if i in (0, len(g.grid) - 1) or g.grid[i][1] == 0:
        return [g]
    beside = max(abs(g.grid[i - 1][1]), abs(g.grid[i + 1][1]))
    if beside > abs(g.grid[i][1]) * CONCENTRATED:
        return [g]
    mode, _ = g.piece.point(_climb(g, g.grid[i - 1][0], g.grid[i + 1][0]), g.ctx)
    if mode in (g.piece.end, g.piece.other):
        return [g]
    return [_Weighted(g.f, _Piece(mode, end), g.ctx) for end in (g.piece.end, g.piece.other)]


def _climb(g: _Weighted, low: Real, high: Real) -> Real:
    """A maximum of |g| between low and high, by golden section."""
    ratio = (g.ctx.sqrt(5) - 1) / 2
    for _ in range(40):
        a, b = high - ratio * (high - low), low + ratio * (high - low)
        if abs(g(a)) < abs(g(b)):
            low = a
        else:
            high = b
    return (low + high) / 2


def _trapezoidal(g: _Weighted) -> Estimate:
    """Halve the step until two levels agree, or until halving no longer helps."""
    ctx = g.ctx
    window = _window(g)
    if window is None:
        return Estimate(ctx.zero, ctx.zero)
    first, last, cut = window
    values = [g.at(i)[1] for i in range(first, last + 1)]
    total, step = ctx.fsum(values), ctx.mpf(1) / COARSE_STEP
    best, previous, gap = Estimate(total * step, ctx.inf), total * step, ctx.inf
    for level in range(1, FINEST_LEVEL):
        first, last, step = 2 * first, 2 * last, step / 2
        total += ctx.fsum(g.at(i, level)[1] for i in range(first + 1, last, 2))
        value, before = total * step, gap
        gap = abs(value - previous)
        error = cut + _believed(gap, before, abs(value), ctx)
        if error <= best.error:
            best = Estimate(value, error)
        settled = error - cut <= abs(value) * ctx.eps * 2**12 or gap <= cut
        if settled or (level > 3 and gap > before / 4):
            return best
        previous = value
    return best


def _believed(gap: Real, before: Real, size: Real, ctx: Any) -> Real:
    """The error of the finer of two levels: their gap, or well below it once halving more than squares the gap.

    The error of a double-exponential rule about squares when the step is halved. The power seen between the last two
    gaps is believed to go on, but no more than a little less than the square, and with a factor of safety.
    """
    if not 0 < gap < before < size / 10:
        return gap
    power = min(ctx.log(gap / size) / ctx.log(before / size), BELIEVED_POWER)
    return max(size * (gap / size) ** power * SAFETY, size * ctx.eps) if power > 1.25 else gap


def _window(g: _Weighted) -> tuple[int, int, Real] | None:
    """The range of grid places that matters, and what the integrand amounts to beyond it."""
    sizes = [abs(size) for _, size in g.grid]
    i = g.top
    if sizes[i] == 0:
        return None
    floor = sizes[i] * g.ctx.eps / 2**8
    matters = [k for k, size in enumerate(sizes) if size > floor]
    left, right = max(matters[0] - 1, 0), min(matters[-1] + 1, len(sizes) - 1)
    # What is still large where the grid or the precision of x runs out is an error of that size, not a rounding.
    cut = g.ctx.zero
    if matters[0] == 0 or g.grid[matters[0] - 1][0] in g.blind:
        cut += sizes[matters[0]]
    if matters[-1] == len(sizes) - 1 or g.grid[matters[-1] + 1][0] in g.blind:
        cut += sizes[matters[-1]]
    offset = -(len(sizes) // 2)
    return left + offset, right + offset, cut


# --- sums ------------------------------------------------------------------------------------------------------------


def summation(f: Function, lower: Real, upper: Real, ctx: Any) -> Estimate:
    """The sum of f over the integers from lower to upper, both included.

    Parameters
    ----------
    f : callable
        Takes an integer.
    lower, upper : int or infinite
        The range.
    ctx : mpmath context
        Its precision is the working precision.
    """
    if lower > upper:
        return Estimate(ctx.zero, ctx.zero)
    if lower == -ctx.inf:
        left = summation(lambda k: f(-k), 1 if upper == ctx.inf else -upper, ctx.inf, ctx)
        return left if upper != ctx.inf else left + summation(f, 0, ctx.inf, ctx)
    start = int(lower)
    if upper != ctx.inf and upper - lower <= MOST_TERMS:
        terms = [f(k) for k in range(start, int(upper) + 1)]
        return Estimate(ctx.fsum(terms), ctx.eps * ctx.fsum(abs(t) for t in terms))
    mode = _largest_term(f, start, upper, ctx)
    body = _ratio_sum(f, mode, 1, upper, ctx)
    if body is None:
        head = ctx.fsum(f(k) for k in range(start, mode))
        return _gregory(f, mode, ctx) + Estimate(head, abs(head) * ctx.eps)
    if mode > start:
        below = _ratio_sum(f, mode - 1, -1, start, ctx)
        body = body + (below or Estimate(ctx.zero, ctx.inf))
    return body


def _largest_term(f: Function, start: int, upper: Real, ctx: Any) -> int:
    """An index near which |f| is largest, found by growing and shrinking steps; the start for a falling sequence."""

    def size(k: int) -> Real:
        try:
            return abs(f(k))
        except ArithmeticError:
            return ctx.zero

    best, top, step = start, size(start), 1
    while 0 < step < 10**9:
        ahead = size(best + step) if best + step <= upper else ctx.zero
        if ahead > top:
            best, top, step = best + step, ahead, step * 2
        elif step > 1:
            step //= 4
        else:
            return best
        step = max(step, 1)
    return best


def _ratio_sum(f: Function, start: int, step: int, end: Real, ctx: Any) -> Estimate | None:
    """Add terms until a geometric bound on the tail is below the precision; None when the terms fall too slowly."""
    total, size, previous = ctx.zero, ctx.zero, None
    k = start
    for count in range(MOST_TERMS):
        if (k - end) * step > 0:
            return Estimate(total, size * ctx.eps)
        term = f(k)
        total += term
        size += abs(term)
        if previous and count > 3:
            ratio = abs(term) / previous
            if ratio < ctx.mpf("0.98") and abs(term) * ratio / (1 - ratio) < size * ctx.eps:
                return Estimate(total, size * ctx.eps * 4)
            if count == 400 and ratio > ctx.mpf("0.95"):
                return None
        previous = abs(term)
        k += step
    return None


def _gregory(f: Function, start: int, ctx: Any) -> Estimate:
    """A slowly falling sum: the first terms, the integral of the rest and Gregory's correction; two cuts must agree."""
    order = ctx.dps // 2 + 10
    found = []
    for length in (4 * order, 6 * order):
        cut = start + length
        head = ctx.fsum(f(k) for k in range(start, cut))
        rest = integrate(f, ctx.mpf(cut), ctx.inf, [], ctx)
        differences = [f(cut + j) for j in range(order)]
        correction = ctx.zero
        for coefficient in _gregory_coefficients(order):
            correction += differences[0] * coefficient.numerator / coefficient.denominator
            differences = [b - a for a, b in pairwise(differences)]
        found.append(Estimate(head + rest.value + correction, rest.error))
    difference = abs(found[1].value - found[0].value)
    return Estimate(found[1].value, found[1].error + difference)


def _gregory_coefficients(order: int) -> list[Fraction]:
    """G_1, G_2, ... of z / log(1 + z) = 1 + G_1 z + G_2 z**2 + ..."""
    found = [Fraction(1)]
    for n in range(1, order + 1):
        found.append(-sum((found[k] * Fraction((-1) ** (n - k), n - k + 1) for k in range(n)), Fraction(0)))
    return found[1:]
