"""Integrals of real functions to many digits, each with an error estimate that is not a hope.

An integral is cut at its hard nodes (kinks, singular points, borders of cases). Each piece is brought to the line by a
substitution of the double-exponential rule, whose scale is where the integrand is concentrated, so that a width of 1e-3
or 1e3 costs the same.

A function to be integrated may raise `Undefined` (it has no real value there: neither has the integral) or `Unknown`
(no number can be told: harmless only where the integrand is negligible).
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from .double_exponential import FIRST_STEP, GUARD_BITS, Chart, Function, Line, Ray, sampled, trapezoidal
from .estimates import Estimate, Pole, Real, Undefined, Unknown

__all__ = ["integrate"]

SCAN_BITS, DEEPEST_SPLIT = 40, 4
LARGEST_SCAN_BITS = 400
# Quarters of the double-exponential line that are scanned: distances from 1e-30 to 1e30, or from 1e-2000 to 1e2000.
# What is farther off is believed to be where the integrand is only if it is so many times larger: a body like x**-0.999
# is spread over thousands of powers of ten.
WIDE, WIDEST, FAR_ABOVE = 18, 32, 2**10


def integrate(
    f: Function,
    lower: Real,
    upper: Real,
    ctx: Any,
    hard: Iterable[Real] = (),
    soft: Iterable[Real] = (),
    bends: Iterable[Real] = (),
    bound: Function | None = None,
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
    bound : callable, optional
        A bound on the rounding of f at a point.
    """
    if lower == upper:
        return Estimate(ctx.zero, ctx.zero)
    if lower > upper:
        turned = integrate(f, upper, lower, ctx, hard, soft, bends, bound)
        return Estimate(-turned.value, turned.error)
    prec = ctx.prec
    try:
        ctx.prec = prec + GUARD_BITS
        cuts = [lower, *_inside(hard, lower, upper, ctx), upper]
        total = Estimate(ctx.zero, ctx.zero)
        soft, bends = list(soft), list(bends)
        for left, right in itertools.pairwise(cuts):
            here, others = (_inside(nodes, left, right, ctx) for nodes in (soft, bends))
            total += _piece(_Rounded(f, bound), left, right, here, others, ctx)
    finally:
        ctx.prec = prec
    return Estimate(+total.value, +total.error + abs(total.value) * ctx.eps)


@dataclass(frozen=True)
class _Rounded:
    """An integrand with a bound on its rounding."""

    f: Function
    bound: Function | None

    def __call__(self, x: Real) -> Real:
        return self.f(x)


def _inside(nodes: Iterable[Real], lower: Real, upper: Real, ctx: Any) -> list[Real]:
    """The nodes strictly inside, sorted; those that differ by rounding only count once."""
    kept: list[Real] = []
    for node in sorted(n for n in nodes if lower < n < upper):
        beside = [*kept[-1:], *(end for end in (lower, upper) if ctx.isfinite(end))]
        if all(abs(node - b) > abs(node) * ctx.eps * 2**GUARD_BITS for b in beside):
            kept.append(node)
    return kept


def _piece(f: _Rounded, left: Real, right: Real, soft: Sequence[Real], bends: Sequence[Real], ctx: Any) -> Estimate:
    """A piece without hard nodes: whole where the integrand is smooth at its soft nodes, else cut there.

    Where that does not settle, it is cut at all its nodes and bends.
    """
    if ctx.isinf(left) and ctx.isinf(right):
        chart, views = _line(f, soft or [ctx.zero], ctx)
        least = max(view.least for view in views)
        if all(_smooth(f, node, abs(node - chart.centre) or chart.scale, least, ctx) for node in soft):
            found = trapezoidal(f.f, chart, _line_window(chart, views, ctx), ctx, f.bound)
            if found.error <= abs(found.value) * ctx.eps * 2 ** (2 * GUARD_BITS):
                return found
        kept = _inside([*soft, chart.centre], left, right, ctx)
    else:
        home, other = (left, right) if ctx.isfinite(left) else (right, left)
        least = _view(f, Ray(home, other, ctx.one), soft, ctx).least
        reach = {node: min(abs(node - end) for end in (left, right)) for node in soft}
        kept = [node for node in soft if not _smooth(f, node, reach[node], least, ctx)]
    total = _between(f, [left, *kept, right], soft, ctx)
    more = _inside([*soft, *kept, *bends], left, right, ctx)
    if len(kept) < len(more) and total.error > abs(total.value) * ctx.eps * 2 ** (2 * GUARD_BITS):
        finer = _between(f, [left, *more, right], soft, ctx)
        return finer if finer.error < total.error else total
    return total


def _between(f: _Rounded, cuts: Sequence[Real], soft: Sequence[Real], ctx: Any) -> Estimate:
    total = Estimate(ctx.zero, ctx.zero)
    for low, high in itertools.pairwise(cuts):
        end, other = (high, low) if ctx.isinf(low) else (low, high)
        total += _ray(f, end, other, soft, ctx, DEEPEST_SPLIT)
    return total


def _ray(f: _Rounded, end: Real, other: Real, soft: Sequence[Real], ctx: Any, splits: int) -> Estimate:
    """Scale a piece to where its integrand is concentrated; cut it there when that is a narrow peak off its ends."""
    plain = Ray(end, other, ctx.one)
    view = _view(f, plain, soft, ctx)
    if view.narrow and splits:
        mode = ctx.mpf(_at(plain, ctx.exp(view.top), ctx)[0])
        if mode not in (end, other):
            return _ray(f, mode, end, soft, ctx, splits - 1) + _ray(f, mode, other, soft, ctx, splits - 1)
    low, high = (_index(s - view.top, ctx) for s in (view.low, view.high))
    chart = Ray(end, other, ctx.exp(view.top), _delicate(f, plain, view.least, ctx))
    found = trapezoidal(f.f, chart, (low - 1, high + 1), ctx, f.bound)
    if not splits or ctx.isinf(other) or found.error <= abs(found.value) * ctx.eps * 2 ** (2 * GUARD_BITS):
        return found
    # There may be something of an unlike scale near each end: half-way they are apart.
    middle = (end + other) / 2
    halves = _ray(f, end, middle, soft, ctx, 0) + _ray(f, other, middle, soft, ctx, 0)
    return halves if halves.error < found.error else found


def _index(s: Real, ctx: Any) -> int:
    """The index of the coarsest grid at which log(grown) is s."""
    return int(FIRST_STEP * ctx.asinh(s * 2 / ctx.pi))


def _delicate(f: Function, chart: Ray, least: Real, ctx: Any) -> bool:
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


def _view(f: Function, chart: Ray, soft: Sequence[Real], ctx: Any) -> _View:
    """Scan a piece.

    The precision is no lower than it has to be, lest of nearly equal laws only the rounding is seen. The integrand
    never underflows (exponents have no bounds), so the maximum is found from however far away.
    """
    prec = ctx.prec
    ctx.prec = min(prec, LARGEST_SCAN_BITS)
    try:

        def size(s: Real) -> Real:
            found = sampled(f, chart, ctx.exp(s), ctx)
            return abs(found) if found is not None else -ctx.one

        soft_places = _places(chart, soft, ctx)
        places, sizes, i = _scan(size, soft_places, WIDE, ctx)
        if sizes[i] <= 0 or i in (0, len(sizes) - 1):
            wider = _scan(size, soft_places, WIDEST, ctx)
            if wider[1][wider[2]] > max(sizes[i], 0) * FAR_ABOVE:
                places, sizes, i = wider
        least = max(sizes[i], 0) * ctx.mpf(2) ** -prec
        seen = [s for s, size_s in zip(places, sizes, strict=True) if size_s > least] or [ctx.zero]
        if sizes[i] <= 0 or i in (0, len(sizes) - 1):
            return _View(ctx.zero, max(sizes[i], 0), seen[0], seen[-1], False, least)
        top = _climb(size, places[i - 1], places[i + 1], ctx)
        narrow = max(size(top - 1), size(top + 1)) < size(top) / 64
        return _View(top, size(top), seen[0], seen[-1], narrow, least)
    finally:
        ctx.prec = prec


def _scan(size: Function, soft: Sequence[Real], reach: int, ctx: Any) -> tuple[list[Real], list[Real], int]:
    """Logarithms of distances, what is seen there, and where the most is."""
    places = sorted([*(ctx.sinh(ctx.mpf(i) / 4) * ctx.pi / 2 for i in range(-reach, reach + 1)), *soft])
    sizes = [size(s) for s in places]
    return places, sizes, max(range(len(sizes)), key=sizes.__getitem__)


def _places(chart: Ray, soft: Sequence[Real], ctx: Any) -> list[Real]:
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


def _line(f: Function, soft: Sequence[Real], ctx: Any) -> tuple[Line, list[_View]]:
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
    return Line(centre, ctx.exp(max(scales, default=ctx.zero))), views[centre]


def _both_sides(f: Function, node: Real, soft: Sequence[Real], ctx: Any) -> list[_View]:
    return [_view(f, Ray(node, side, ctx.one), soft, ctx) for side in (ctx.inf, -ctx.inf)]


def _line_window(chart: Line, views: Sequence[_View], ctx: Any) -> tuple[int, int]:
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
