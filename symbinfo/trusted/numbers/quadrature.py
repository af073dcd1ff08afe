"""Integrals of real functions to many digits, each with an error estimate that is not a hope.

An integral is cut at its hard nodes (kinks, singular points, borders of cases). Each piece is brought to the line by a
double-exponential substitution that measures the distance to the end of the piece, so that nothing cancels near a
singular end, and whose scale is where the integrand is concentrated, so that a width of 1e-3 or 1e3 costs the same.
The trapezoidal rule is then halved until it converges as fast as it must for a smooth integrand. What does not
converge so is reported with an error as large as its last change; what cannot be seen whole, with an infinite one.

A function to be integrated may raise `Undefined` (it has no real value there: neither has the integral) or `Unknown`
(no number can be told: harmless only where the integrand is negligible).

References
----------
Takahasi and Mori, Double exponential formulas for numerical integration (1974).
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

__all__ = ["Estimate", "Pole", "Undefined", "Unknown", "integrate"]

Real = Any
Function = Callable[[Real], Real]


class Undefined(ArithmeticError):
    """There is no real value at this point."""


class Pole(Undefined):
    """There is no finite value at this point, but there may be everywhere around it: log 0, 1/0."""


class Unknown(ArithmeticError):
    """No number can be told: out of range, or not computed to a bearable error."""


@dataclass(frozen=True)
class Estimate:
    """A value and a bound that its error is believed not to exceed."""

    value: Real
    error: Real

    def __add__(self, other: Estimate) -> Estimate:
        return Estimate(self.value + other.value, self.error + other.error)


# Steps of the trapezoidal rule are 1/8, 1/16, ... 1/512, and finer above 256 bits; the first grid is shifted off 0 so that two precisions look
# at different points.
FIRST_STEP, FINEST_LEVEL, FARTHEST = 8, 6, 16
GUARD_BITS, SCAN_BITS, DEEPEST_SPLIT = 16, 40, 4
LARGEST_SCAN_BITS, MOST_KEPT = 400, 100_000


# --- the substitutions -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Ray:
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
class _Line:
    """The whole line, seen from a centre: x = centre + scale * sinh(s)."""

    centre: Real
    scale: Real

    def at(self, grown: Real, ctx: Any) -> tuple[Real, Real]:
        """The point at s = log(grown), and the slope of x in s."""
        shrunk = 1 / grown
        distance = self.scale * (grown - shrunk) / 2
        return ctx.fadd(self.centre, distance, exact=True), self.scale * (grown + shrunk) / 2


Chart = _Ray | _Line


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


def _sample(f: Function, chart: Chart, grown: Real, ctx: Any) -> Real:
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


# --- integrals -------------------------------------------------------------------------------------------------------


def integrate(
    f: Function,
    lower: Real,
    upper: Real,
    ctx: Any,
    hard: Iterable[Real] = (),
    soft: Iterable[Real] = (),
    bends: Iterable[Real] = (),
) -> Estimate:
    """The integral of f from lower to upper.

    Parameters
    ----------
    f : callable
        Takes a point of the open interval; it is called at raised precision near the ends.
    lower, upper : real
        The ends; may be infinite.
    ctx : mpmath context
        Its precision is the working precision.
    hard : iterable of real
        Kinks, singular points and jumps, at which the integral is cut; those outside are ignored.
    soft : iterable of real
        Places around which the integrand may be concentrated, such as the centre of a bell.
    bends : iterable of real
        Places at which a piece is cut when it does not settle otherwise.
    """
    if lower == upper:
        return Estimate(ctx.zero, ctx.zero)
    if lower > upper:
        turned = integrate(f, upper, lower, ctx, hard, soft, bends)
        return Estimate(-turned.value, turned.error)
    prec = ctx.prec
    try:
        ctx.prec = prec + GUARD_BITS
        cuts = [lower, *_inside(hard, lower, upper, ctx), upper]
        total = Estimate(ctx.zero, ctx.zero)
        soft, bends = list(soft), list(bends)
        for left, right in itertools.pairwise(cuts):
            here, others = (_inside(nodes, left, right, ctx) for nodes in (soft, bends))
            total += _piece(f, left, right, here, others, ctx)
    finally:
        ctx.prec = prec
    return Estimate(+total.value, +total.error)


def _inside(nodes: Iterable[Real], lower: Real, upper: Real, ctx: Any) -> list[Real]:
    """The nodes strictly inside, sorted; those that differ by rounding only count once."""
    kept: list[Real] = []
    for node in sorted(n for n in nodes if lower < n < upper):
        beside = [*kept[-1:], *(end for end in (lower, upper) if ctx.isfinite(end))]
        if all(abs(node - b) > abs(node) * ctx.eps * 2**GUARD_BITS for b in beside):
            kept.append(node)
    return kept


def _piece(f: Function, left: Real, right: Real, soft: Sequence[Real], bends: Sequence[Real], ctx: Any) -> Estimate:
    """A piece without hard nodes: whole where the integrand is smooth at its soft nodes, else cut there.

    Where that does not settle, it is cut at all its nodes and bends.
    """
    if ctx.isinf(left) and ctx.isinf(right):
        chart, views = _line(f, soft or [ctx.zero], ctx)
        least = max(view.least for view in views)
        if all(_smooth(f, node, abs(node - chart.centre) or chart.scale, least, ctx) for node in soft):
            found = _trapezoidal(f, chart, _line_window(chart, views, ctx), ctx)
            if found.error <= abs(found.value) * ctx.eps * 2 ** (2 * GUARD_BITS):
                return found
        kept = _inside([*soft, chart.centre], left, right, ctx)
    else:
        home, other = (left, right) if ctx.isfinite(left) else (right, left)
        least = _view(f, _Ray(home, other, ctx.one), soft, ctx).least
        reach = {node: min(abs(node - end) for end in (left, right)) for node in soft}
        kept = [node for node in soft if not _smooth(f, node, reach[node], least, ctx)]
    total = _between(f, [left, *kept, right], soft, ctx)
    more = _inside([*soft, *kept, *bends], left, right, ctx)
    if len(kept) < len(more) and total.error > abs(total.value) * ctx.eps * 2 ** (2 * GUARD_BITS):
        finer = _between(f, [left, *more, right], soft, ctx)
        return finer if finer.error < total.error else total
    return total


def _between(f: Function, cuts: Sequence[Real], soft: Sequence[Real], ctx: Any) -> Estimate:
    total = Estimate(ctx.zero, ctx.zero)
    for low, high in itertools.pairwise(cuts):
        end, other = (high, low) if ctx.isinf(low) else (low, high)
        total += _ray(f, end, other, soft, ctx, DEEPEST_SPLIT)
    return total


def _ray(f: Function, end: Real, other: Real, soft: Sequence[Real], ctx: Any, splits: int) -> Estimate:
    """Scale a piece to where its integrand is concentrated; cut it there when that is a narrow peak off its ends."""
    plain = _Ray(end, other, ctx.one)
    view = _view(f, plain, soft, ctx)
    if view.narrow and splits:
        mode = ctx.mpf(_at(plain, ctx.exp(view.top), ctx)[0])
        if mode not in (end, other):
            return _ray(f, mode, end, soft, ctx, splits - 1) + _ray(f, mode, other, soft, ctx, splits - 1)
    low, high = (_index(s - view.top, ctx) for s in (view.low, view.high))
    chart = _Ray(end, other, ctx.exp(view.top), _delicate(f, plain, view.least, ctx))
    found = _trapezoidal(f, chart, (low - 1, high + 1), ctx)
    if not splits or ctx.isinf(other) or found.error <= abs(found.value) * ctx.eps * 2 ** (2 * GUARD_BITS):
        return found
    # There may be something of an unlike scale near each end: half-way they are apart.
    middle = (end + other) / 2
    halves = _ray(f, end, middle, soft, ctx, 0) + _ray(f, other, middle, soft, ctx, 0)
    return halves if halves.error < found.error else found


def _index(s: Real, ctx: Any) -> int:
    """The index of the coarsest grid at which log(grown) is s."""
    return int(FIRST_STEP * ctx.asinh(s * 2 / ctx.pi))


def _delicate(f: Function, chart: _Ray, least: Real, ctx: Any) -> bool:
    """Whether f loses digits near an end of the piece, as 1 - exp(-x) does: two precisions then differ there.

    Where it is too small to matter it may lose what it likes.
    """
    prec = ctx.prec
    for grown in (ctx.mpf(2) ** (sign * share * prec // 8) for sign in (-1, 1) for share in (1, 6)):
        x, slope = _at(chart, grown, ctx)
        try:
            near = f(x)
            if abs(near) * slope * 2**GUARD_BITS < least * ctx.mpf(2) ** (SCAN_BITS - prec):
                continue
            ctx.prec = 8 * prec
            exact = f(x)
        except (Pole, Unknown):
            return True
        except Undefined:
            if ctx.prec == prec:
                return True
            raise
        finally:
            ctx.prec = prec
        if ctx.isfinite(exact) and abs(near - exact) > abs(exact) * ctx.eps * 2**GUARD_BITS:
            return True
    return False


def _at(chart: Chart, grown: Real, ctx: Any) -> tuple[Real, Real]:
    prec = ctx.prec
    try:
        return chart.at(grown, ctx)
    finally:
        ctx.prec = prec


@dataclass(frozen=True)
class _View:
    """What a scan over log(distance) shows.

    Where most of the integrand is, and how much; from where to where it matters at all; whether the top is a peak far
    narrower than its distance.
    """

    top: Real
    mass: Real
    low: Real
    high: Real
    narrow: bool
    least: Real


def _view(f: Function, chart: _Ray, soft: Sequence[Real], ctx: Any) -> _View:
    """Scan a piece.

    The precision is no lower than it has to be, lest of nearly equal laws only the rounding is seen. The integrand never underflows (exponents have no bounds), so the maximum is found from however far away.
    """
    prec = ctx.prec
    ctx.prec = min(prec, LARGEST_SCAN_BITS)
    try:

        def size(s: Real) -> Real:
            found = _sample(f, chart, ctx.exp(s), ctx)
            return abs(found) if found is not None else -ctx.one

        places = sorted([*(ctx.sinh(ctx.mpf(i) / 4) * ctx.pi / 2 for i in range(-18, 19)), *_places(chart, soft, ctx)])
        sizes = [size(s) for s in places]
        i = max(range(len(sizes)), key=sizes.__getitem__)
        least = max(sizes[i], 0) * ctx.mpf(2) ** -prec
        seen = [s for s, size_s in zip(places, sizes, strict=True) if size_s > least] or [ctx.zero]
        if sizes[i] <= 0 or i in (0, len(sizes) - 1):
            return _View(ctx.zero, max(sizes[i], 0), seen[0], seen[-1], False, least)
        top = _climb(size, places[i - 1], places[i + 1], ctx)
        narrow = max(size(top - 1), size(top + 1)) < size(top) / 64
        return _View(top, size(top), seen[0], seen[-1], narrow, least)
    finally:
        ctx.prec = prec


def _places(chart: _Ray, soft: Sequence[Real], ctx: Any) -> list[Real]:
    """log(distance) of the soft nodes on a piece: a scan in ever longer strides could step over them."""
    found = []
    for node in soft:
        share = (node - chart.end) / (chart.other - chart.end) if ctx.isfinite(chart.other) else ctx.zero
        distance = share / (1 - share) if 0 < share < 1 else abs(node - chart.end)
        beyond = ctx.isfinite(chart.other) and not 0 < share < 1
        if distance and not beyond and (node > chart.end) == (chart.other > chart.end):
            found.append(ctx.ln(distance))
    return found


def _climb(size: Function, low: Real, high: Real, ctx: Any) -> Real:
    """A maximum between low and high, by golden section."""
    ratio = (ctx.sqrt(5) - 1) / 2
    a, b = high - ratio * (high - low), low + ratio * (high - low)
    size_a, size_b = size(a), size(b)
    # Near enough when the integrand is flat between the two inner points: a peak of width 1e-9 is still resolved.
    for _ in range(60):
        if high - low < 0.01 and min(size_a, size_b) > max(size_a, size_b) * 0.9:
            break
        if size_a < size_b:
            low, a, size_a = a, b, size_b
            b = low + ratio * (high - low)
            size_b = size(b)
        else:
            high, b, size_b = b, a, size_a
            a = high - ratio * (high - low)
            size_a = size(a)
    return (low + high) / 2


def _line(f: Function, soft: Sequence[Real], ctx: Any) -> tuple[_Line, list[_View]]:
    """A centre and a scale for the whole line, with what is seen from there to the right and to the left.

    The centre is the soft node from which the most is seen, or the peak itself when there is none at its centre.
    """
    views = {node: _both_sides(f, node, soft, ctx) for node in soft}
    wide = {node: seen for node, seen in views.items() if not all(v.narrow for v in seen)}
    centre = max(wide or views, key=lambda node: max(v.mass for v in views[node]))
    if not wide:
        side = 0 if views[centre][0].mass >= views[centre][1].mass else 1
        distance = ctx.exp(views[centre][side].top)
        centre = centre - distance if side else centre + distance
        views[centre] = _both_sides(f, centre, soft, ctx)
    scales = [v.top for v in views[centre] if not v.narrow]
    return _Line(centre, ctx.exp(max(scales, default=ctx.zero))), views[centre]


def _both_sides(f: Function, node: Real, soft: Sequence[Real], ctx: Any) -> list[_View]:
    return [_view(f, _Ray(node, side, ctx.one), soft, ctx) for side in (ctx.inf, -ctx.inf)]


def _line_window(chart: _Line, views: Sequence[_View], ctx: Any) -> tuple[int, int]:
    """Between which indices of the coarsest grid the scans to the right and to the left saw something that matters."""
    right, left = (_index(max(v.high - ctx.ln(chart.scale) + 1, 0), ctx) for v in views)
    return -left - 1, right + 1


def _smooth(f: Function, node: Real, reach: Real, least: Real, ctx: Any) -> bool:
    """Whether nothing narrow hides at a soft node: nearer and nearer to it, f changes less and less."""
    prec = ctx.prec
    try:
        ctx.prec = 3 * SCAN_BITS + int(max(0, ctx.mag(node) - ctx.mag(reach)))
        for side in (reach, -reach):
            values = [f(node + side / 4**j) for j in range(1, SCAN_BITS * 3 // 4)]
            top = max(abs(v) for v in values)
            pairs = itertools.pairwise(values[2:])
            if top * reach > least and any(abs(a - b) > 16 * top / 4**j for j, (a, b) in enumerate(pairs, 3)):
                return False
    except ArithmeticError:
        return False
    finally:
        ctx.prec = prec
    return True


def _trapezoidal(f: Function, chart: Chart, least: tuple[int, int], ctx: Any) -> Estimate:
    """Halve the step until the changes shrink as they must for a smooth integrand, and the next would not be seen."""
    grid = _Grid(ctx)

    def sample(index: int, level: int) -> Real:
        grown, slope = grid.at(index, level)
        found = _sample(f, chart, grown, ctx)
        return None if found is None else found * slope

    low, high, total, size, cut = _window(sample, least, ctx)
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
