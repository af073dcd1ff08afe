"""A closed form over one of its parameters, drawn as SVG: the others stand still, at places where the formula holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from math import ceil, floor, isfinite, log10
from typing import Any

__all__ = ["curve_of"]

WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM = 440.0, 250.0, 52.0, 14.0, 14.0, 42.0
POINTS, TRIALS, SPAN, MOST_OUTCOMES = 121, 12, 4.0, 24
#: A curve is not drawn where fewer places than this share have a value.
ENOUGH = 0.3
#: What lies beyond these shares of the values, by more than half of what is between them, is cut off: poles.
LOW, HIGH = 0.04, 0.94
Place = dict[str, float]


def curve_of(kernel: Any, title: str) -> str:
    """The curve of a kernel over the first parameter over which it has values; empty where there is none.

    Parameters
    ----------
    kernel : Kernel
        Of a closed form.
    title : str
        What is drawn, for those who do not see it.

    Examples
    --------
    >>> from sympy import symbols
    >>> from sympy.stats import Exponential
    >>> import symbinfo as si
    >>> svg = curve_of(si.Entropy(Exponential("X", symbols("rate", positive=True))).compile(), "the entropy")
    >>> svg[:4], svg.count("<polyline"), "the entropy over rate" in svg
    ('<svg', 1, True)
    """
    ranges = _ranges(kernel)
    for name in ranges:
        for place in _places(ranges, name):
            xs = _xs(ranges[name])
            ys = _values(kernel, {**place, name: xs}, len(xs))
            if sum(map(isfinite, ys)) >= max(3, ENOUGH * len(ys)):
                return _drawn(title, name, place, xs, ys, dots=ranges[name].integer)
    return ""


def _ranges(kernel: Any) -> dict[str, Any]:
    own = kernel._compiler.ranges
    return {name: own[symbol] for symbol, name in kernel._compiler.names.items() if name in kernel.parameters}


def _ends(own: Any) -> tuple[float, float]:
    """The part of a range that is drawn: all of a bounded one, a few units of the others."""
    low, high = float(own.low), float(own.high)
    span = 3 * SPAN if own.integer else SPAN
    if not isfinite(low) and not isfinite(high):
        return -0.75 * span, 0.75 * span
    return (high - span if not isfinite(low) else low), (low + span if not isfinite(high) else high)


def _xs(own: Any) -> list[float]:
    low, high = _ends(own)
    if own.integer:
        first = floor(low) + 1 if own.low_open or low != floor(low) else floor(low)
        last = ceil(high) - 1 if own.high_open and isfinite(float(own.high)) else floor(high)
        return [float(n) for n in range(first, min(last, first + MOST_OUTCOMES) + 1)]
    return [low + (high - low) * (i + 0.5) / POINTS for i in range(POINTS)]


def _places(ranges: Mapping[str, Any], moving: str) -> Iterator[Place]:
    """Values of the parameters that stand still: plain ones first (0, 1, 1/2), then others, for conditions between them."""
    for trial in range(TRIALS):
        place = {}
        for number, (name, own) in enumerate(ranges.items()):
            if name != moving:
                low, high = _ends(own)
                middle = 0.25 if not isfinite(float(own.high)) and isfinite(float(own.low)) else 0.5
                share = middle if trial == 0 else (37 * trial * (number + 2) + 11 * trial) % 61 / 64 + 1 / 64
                value = low + (high - low) * share
                place[name] = float(round(value)) if own.integer else round(value, 4)
        yield place


def _values(kernel: Any, given: Mapping[str, Any], count: int) -> list[float]:
    import numpy as np

    return [float(y) for y in np.broadcast_to(kernel(**given), (count,))]


def _drawn(title: str, name: str, place: Place, xs: Sequence[float], ys: Sequence[float], *, dots: bool) -> str:
    low, high = _window([y for y in ys if isfinite(y)])
    half = 0.5 if dots else (xs[1] - xs[0]) / 2
    left, right = xs[0] - half, xs[-1] + half

    def across(x: float) -> float:
        return LEFT + (x - left) / (right - left) * (WIDTH - LEFT - RIGHT)

    def up(y: float) -> float:
        return HEIGHT - BOTTOM - (y - low) / (high - low) * (HEIGHT - TOP - BOTTOM)

    at = ", ".join(f"{other} = {_number(value)}" for other, value in place.items())
    over = f"{title} over {name} from {_number(_rounded(left))} to {_number(_rounded(right))}" + (
        f", at {at}" if at else ""
    )
    finite = [(y, x) for x, y in zip(xs, ys, strict=True) if isfinite(y)]
    (least, there), (most, where) = min(finite), max(finite)
    seen = (
        f"the least value drawn is {least:.4g} at {name} = {there:.4g}, the largest {most:.4g} at {name} = {where:.4g}"
    )
    box = f'width="{WIDTH - LEFT - RIGHT:g}" height="{HEIGHT - TOP - BOTTOM:g}"'
    parts = [
        f'<svg class="curve" viewBox="0 0 {WIDTH:g} {HEIGHT:g}" role="img" aria-label="{escape(f"{over}; {seen}")}">',
        f'<clipPath id="inside"><rect x="{LEFT:g}" y="{TOP - 4:g}" width="{WIDTH - LEFT - RIGHT:g}" '
        f'height="{HEIGHT - TOP - BOTTOM + 8:g}"/></clipPath>',
        f'<rect class="frame" x="{LEFT:g}" y="{TOP:g}" {box}/>',
    ]
    parts += [_gap(across(a), across(b)) for a, b in _gaps(xs, ys, left, right)]
    for y in _ticks(low, high):
        parts.append(f'<path class="grid" d="M{LEFT:g} {up(y):.1f}H{WIDTH - RIGHT:g}"/>')
        parts.append(f'<text x="{LEFT - 6:g}" y="{up(y) + 4:.1f}" text-anchor="end">{_number(y)}</text>')
    for x in _ticks(left, right):
        parts.append(f'<text x="{across(x):.1f}" y="{HEIGHT - BOTTOM + 17:g}" text-anchor="middle">{_number(x)}</text>')
    middle = (LEFT + WIDTH - RIGHT) / 2
    parts.append(f'<text x="{middle:g}" y="{HEIGHT - 6:g}" text-anchor="middle">{escape(name)}</text>')
    runs = [[(across(x), up(min(max(y, low - 99 * (high - low)), high + 99 * (high - low)))) for x, y in run]
            for run in _runs(xs, ys)]  # fmt: skip
    if dots:
        parts += [
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.2"/>' for run in runs for x, y in run if TOP - 4 <= y <= HEIGHT
        ]
    else:
        lines = (" ".join(f"{x:.1f},{y:.1f}" for x, y in run) for run in runs)
        parts += [f'<polyline clip-path="url(#inside)" points="{line}"/>' for line in lines]
    caption = f"over {name}" + (f", at {at}" if at else "")
    return "".join([*parts, "</svg>"]) + f"<figcaption>{escape(caption)}</figcaption>"


def _window(values: list[float]) -> tuple[float, float]:
    """From where to where values are drawn: all, but for poles."""
    values = sorted(values)
    inner = values[int(LOW * (len(values) - 1))], values[ceil(HIGH * (len(values) - 1))]
    room = 0.5 * (inner[1] - inner[0])
    low, high = max(values[0], inner[0] - room), min(values[-1], inner[1] + room)
    if high - low <= 1e-12 * max(1.0, abs(high)):
        low, high = low - 1, high + 1
    margin = 0.05 * (high - low)
    return (0.0 if 0 <= low <= margin else low - margin), high + margin


def _runs(xs: Sequence[float], ys: Sequence[float]) -> Iterator[list[tuple[float, float]]]:
    """Neighbouring places that have values."""
    run: list[tuple[float, float]] = []
    for x, y in zip(xs, ys, strict=True):
        if isfinite(y):
            run.append((x, y))
        elif run:
            yield run
            run = []
    if run:
        yield run


def _gaps(xs: Sequence[float], ys: Sequence[float], left: float, right: float) -> Iterator[tuple[float, float]]:
    """Where no value is: from and to."""
    half = (xs[1] - xs[0]) / 2
    start: float | None = None
    for x, y in zip(xs, ys, strict=True):
        if isfinite(y):
            if start is not None:
                yield start, x - half
            start = None
        elif start is None:
            start = left if x == xs[0] else x - half
    if start is not None:
        yield start, right


def _gap(start: float, end: float) -> str:
    title = "<title>here the condition fails: no finite value</title>"
    box = f'y="{TOP:g}" width="{end - start:.1f}" height="{HEIGHT - TOP - BOTTOM:g}"'
    return f'<rect class="gap" x="{start:.1f}" {box}>{title}</rect>'


def _ticks(low: float, high: float) -> list[float]:
    """Four or five round numbers between two."""
    raw = (high - low) / 4
    unit = 10.0 ** floor(log10(raw))
    step = next(unit * m for m in (1, 2, 5, 10) if unit * m >= raw * 0.9)
    return [n * step for n in range(ceil(low / step - 1e-9), floor(high / step + 1e-9) + 1)]


def _rounded(x: float) -> float:
    return round(x, 2)


def _number(x: float) -> str:
    return f"{x + 0.0:.4g}".replace("-", "−") if abs(x) > 1e-12 else "0"
