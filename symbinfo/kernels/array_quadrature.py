"""Expectations by double-exponential quadrature and by summation, for many parameters at once, in NumPy alone.

The text of this module is part of the source of every kernel without a closed form, so it imports nothing else.

The support is cut at its kinks and at the place where the law has its mass, and every piece is measured from the end
at which it may be singular, in a variable t that runs over many orders of magnitude (Takahasi and Mori 1974). Beside
the expectation the mass of the law is integrated, on the same nodes: where it is not 1, or where halving the step
still changes the result, the answer is NaN rather than a number that looks right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

__all__ = ["expectation"]

ROWS = 64  # parameters integrated together
REACH = 6.5  # the nodes lie in [-REACH, REACH]: t from 1e-250 to 1e250
LEVELS = 6  # halvings of the step, from 1/8
TERMS = 2048  # terms of a series that are added up before its tail is integrated
LONGEST = 2**22  # the longest finite sum
ACCEPTED = 1e-9  # relative error up to which a result is given
ROUNDING = 1e-13  # absolute error that rounding explains, where positive and negative parts cancel
SMALLEST = 600.0  # t/length is at least exp(-SMALLEST), which is far from 0
NEGLIGIBLE = 1e-30  # mass below which an infinite integrand does not count
# Gregory's end correction: sum over k >= 0 minus the integral from 0, from f(0), ..., f(5).
GREGORY = np.array([1 / 2, -1 / 12, 1 / 24, -19 / 720, 3 / 160, -863 / 60480])


def expectation(
    at: Callable[..., Any],
    parameters: tuple[Any, ...],
    inside: Any,
    lower: Callable[..., Any] | None = None,
    upper: Callable[..., Any] | None = None,
    near_lower: Callable[..., Any] | None = None,
    near_upper: Callable[..., Any] | None = None,
    kinks: Callable[..., Any] | None = None,
    discrete: bool = False,
    relative: bool = False,
) -> Any:
    """E[f(X)] for every element of the broadcast parameters that lies `inside` their domain; NaN elsewhere.

    ``at(x, *parameters)`` gives log p(x) and f(x); ``near_lower(t, ...)`` the same at lower + t and ``near_upper`` at
    upper - t, without cancellation. An end that is None is infinite. With `relative`, errors are relative
    to the mean of the absolute value of f, however small it is.
    """
    shape = np.broadcast_shapes(np.shape(inside), *(np.shape(p) for p in parameters))
    columns = [np.broadcast_to(np.asarray(p, float), shape).reshape(-1, 1) for p in parameters]
    wanted = np.flatnonzero(np.broadcast_to(inside, shape))
    found = np.full(int(np.prod(shape)), np.nan)
    for start in range(0, len(wanted), ROWS):
        rows = wanted[start : start + ROWS]
        own = [column[rows] for column in columns]
        here = _given(at, own)
        low, high = (None if end is None else _column(end(*own), len(rows)) for end in (lower, upper))
        if discrete:
            found[rows] = _series(here, low, high, len(rows), relative)
            continue
        edges = (_given(near_lower, own), _given(near_upper, own))
        breaks = [] if kinks is None else [_column(kink, len(rows)) for kink in kinks(*own)]
        found[rows] = _integral(here, low, high, edges, breaks, len(rows), relative)
    return found.reshape(shape)


def _given(function: Any, own: list[Any]) -> Any:
    return None if function is None else lambda x: function(x, *own)


def _column(value: Any, rows: int) -> Any:
    return np.broadcast_to(np.asarray(value, float), (rows, 1))


# The pieces of an integral: for each the points as a function of t, and how t runs over (0, length) or (0, oo).


def _integral(
    at: Any, lower: Any, upper: Any, edges: tuple[Any, Any], breaks: list[Any], rows: int, relative: bool
) -> Any:
    pieces: list[Any] = []
    if not breaks and lower is None and upper is None:
        breaks = [_centre(at, rows)]
    if breaks:
        low = -np.inf if lower is None else lower
        high = np.inf if upper is None else upper
        breaks = list(np.sort(np.clip(np.stack(breaks), low, high), axis=0))
    ends = [lower, *breaks, upper]
    for i, right in enumerate(ends[1:]):
        left = ends[i]
        up = edges[0] if i == 0 and edges[0] is not None else _from(at, left, 1.0)
        down = edges[1] if i == len(ends) - 2 and edges[1] is not None else _from(at, right, -1.0)
        if left is None:
            pieces += _half_line(down, rows)
        elif right is None:
            pieces += _half_line(up, rows)
        else:
            pieces += _between(up, down, right - left, rows)
    return _settled(*_quadrature(pieces, relative), relative)


def _from(at: Any, end: Any, sign: float) -> Any:
    return lambda t: at(end + sign * t)


def _half_line(points: Any, rows: int) -> list[Any]:
    """From the end to the place of the mass, and from there to infinity."""
    peak = _scale(points, rows)

    def beyond(t: Any) -> Any:
        return points(peak + t)

    return [(points, _finite(peak)), (beyond, _infinite(_scale(beyond, rows)))]


def _between(up: Any, down: Any, length: Any, rows: int) -> list[Any]:
    """From both ends to the place of the mass."""

    def score(u: Any) -> Any:
        y = np.pi * np.sinh(u)
        t, rest = length / (1 + np.exp(-y)), length / (1 + np.exp(y))
        log_p = np.where(y < 0, up(t)[0], down(rest)[0])
        return log_p - np.abs(y) - 2 * np.log1p(np.exp(-np.abs(y)))

    y = np.pi * np.sinh(_best(score, np.linspace(-6, 6, 193), rows))
    return [(up, _finite(length / (1 + np.exp(-y)))), (down, _finite(length / (1 + np.exp(y))))]


def _finite(length: Any) -> Any:
    """Nodes t in (0, length) and log dt/du, clustered at both ends."""

    def nodes(u: Any) -> Any:
        y = np.pi * np.sinh(u)
        part = 1 / (1 + np.exp(-np.maximum(y, -SMALLEST)))
        log_step = np.log(length) - np.abs(y) - 2 * np.log1p(np.exp(-np.abs(y))) + np.log(np.pi * np.cosh(u))
        return length * part, log_step

    return nodes


def _infinite(scale: Any) -> Any:
    """Nodes t in (0, oo) and log dt/du, around the scale."""

    def nodes(u: Any) -> Any:
        y = np.pi / 2 * np.sinh(u)
        return scale * np.exp(y), np.log(scale) + y + np.log(np.pi / 2 * np.cosh(u))

    return nodes


# Where the mass is.


def _scale(points: Any, rows: int) -> Any:
    """The t at which the density of log t is largest."""

    def score(u: Any) -> Any:
        y = np.pi / 2 * np.sinh(u)
        return y + points(np.exp(y))[0]

    return np.exp(np.pi / 2 * np.sinh(_best(score, np.linspace(-6, 6, 193), rows)))


def _centre(at: Any, rows: int) -> Any:
    """The mode of a density on the whole line."""
    grid = np.sinh(np.pi / 2 * np.sinh(np.linspace(-4.5, 4.5, 361)))
    return _best(lambda x: at(x)[0], grid, rows, rounds=14)


def _best(score: Any, grid: Any, rows: int, rounds: int = 6) -> Any:
    """Where `score` is largest, by zooming in on the best node of a grid."""
    grid = np.broadcast_to(grid, (rows, np.shape(grid)[-1]))
    unit = np.linspace(0, 1, 17)
    for turn in range(rounds + 1):
        values = np.broadcast_to(score(grid), grid.shape)
        best = np.argmax(np.where(np.isnan(values), -np.inf, values), axis=1)[:, None]
        if turn < rounds:
            low = np.take_along_axis(grid, np.maximum(best - 1, 0), axis=1)
            high = np.take_along_axis(grid, np.minimum(best + 1, grid.shape[1] - 1), axis=1)
            grid = low + (high - low) * unit
    return np.take_along_axis(grid, best, axis=1)


# Summing up.


def _weighed(points: tuple[Any, Any], log_step: Any = 0.0) -> tuple[Any, Any]:
    """The weights p dx and p f dx at the nodes; where p vanishes, f does not count."""
    log_p, f = points
    weight = np.exp(log_p + log_step)
    weight = np.where(np.isnan(weight), 0.0, weight)
    product = weight * f
    dropped = (weight == 0) | (weight < NEGLIGIBLE) & ~np.isfinite(product)
    return weight, np.where(dropped, 0.0, product)


def _quadrature(pieces: list[Any], relative: bool = False) -> tuple[Any, Any, Any, Any]:
    """Mass, integral, integral of the absolute value, and the last change of the integral."""
    totals: Any = 0.0
    change: Any = np.inf
    for level in range(LEVELS):
        step = 0.5 ** (level + 3)
        u = np.arange(-REACH + (step if level else 0.0), REACH + step / 2, 2 * step if level else step)
        before, totals = totals, totals / 2
        for points, nodes in pieces:
            t, log_step = nodes(u)
            totals = totals + step * _row_sums(*_weighed(points(t), log_step))
        mass, value, size = totals
        change = np.max(np.abs(_difference(totals, before))[1 if relative else 0 : 2], axis=0) if level else change
        if np.all(change <= ROUNDING * (size if relative else np.maximum(size, mass))):
            break
    return mass, value, size, change


def _row_sums(weight: Any, product: Any) -> Any:
    shape = np.broadcast_shapes(np.shape(weight), np.shape(product))
    weight, product = (np.broadcast_to(part, shape) for part in (weight, product))
    return np.stack([weight.sum(axis=1), product.sum(axis=1), np.abs(product).sum(axis=1)])


def _difference(after: Any, before: Any) -> Any:
    return np.where(after == before, 0.0, after - before)


def _settled(mass: Any, value: Any, size: Any, change: Any, relative: bool = False) -> Any:
    """The value where it can be trusted, NaN elsewhere."""
    settled = change <= np.maximum(ACCEPTED * size, 0.0 if relative else ROUNDING)
    infinite = np.isinf(value) & (change == 0) & (mass > 0)
    return np.where((np.abs(mass - 1) <= ACCEPTED) & settled | infinite, value, np.nan)


# Series.


def _series(at: Any, lower: Any, upper: Any, rows: int, relative: bool) -> Any:
    if lower is None and upper is None:
        parts: Iterable[Any] = [
            _one_sided(at, np.zeros((rows, 1)), 1.0, relative),
            _one_sided(at, -np.ones((rows, 1)), -1.0, relative),
        ]
    elif lower is None:
        parts = (_one_sided(at, upper, -1.0, relative),)
    elif upper is None:
        parts = (_one_sided(at, lower, 1.0, relative),)
    else:
        return _finite_sum(at, lower, upper)
    mass, value, size, change = sum(parts)
    return _settled(mass, value, size, change, relative)


def _finite_sum(at: Any, lower: Any, upper: Any) -> Any:
    longest = int(np.max(upper - lower, initial=0.0)) + 1
    if longest > LONGEST:
        return np.full(len(lower), np.nan)
    totals: Any = 0.0
    for start in range(0, longest, TERMS):
        k = lower + np.arange(start, min(start + TERMS, longest))
        log_p, f = at(k)
        totals = totals + _row_sums(*_weighed((np.where(k <= upper, log_p, -np.inf), f)))
    mass, value, size = totals
    return _settled(mass, value, size, np.zeros_like(mass))


def _one_sided(at: Any, start: Any, sign: float, relative: bool) -> Any:
    """The first terms, and where they do not hold the whole mass the integral of the rest with its end correction."""

    def beyond(t: Any) -> Any:
        return at(start + sign * (TERMS + t))

    weight, product = _weighed(at(start + sign * np.arange(TERMS)))
    totals = np.concatenate([_row_sums(weight, product), np.zeros((1, len(start)))])
    last = weight[:, -1] * TERMS + np.abs(product[:, -1]) * TERMS
    open_ended = (last > 1e-18) | (totals[0] < 0.5)
    if not np.any(open_ended):
        return totals
    mass, value, size, change = _quadrature(_half_line(beyond, len(start)), relative)
    ends = _weighed(beyond(np.arange(len(GREGORY))))
    weights = _difference_weights()
    tail = np.stack([mass + ends[0] @ weights, value + ends[1] @ weights, size, change])
    return totals + np.where(open_ended, tail, 0.0)


def _difference_weights() -> Any:
    """Gregory's correction as weights of f(0), ..., f(5)."""
    weights = np.zeros(len(GREGORY))
    for order, factor in enumerate(GREGORY):
        binomial = 1.0
        for j in range(order + 1):
            weights[j] += factor * binomial * (-1) ** (order - j)
            binomial = binomial * (order - j) / (j + 1)
    return weights
