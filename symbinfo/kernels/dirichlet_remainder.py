"""What several log-gamma functions leave beside that of their sum: the beta and Dirichlet laws.

The remainder of the sum nearly cancels that of the largest argument where the others are small. Their difference is
integrated along the way from the one to the other instead.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy.special as sp

from symbinfo.kernels.stirling import (
    FROM,
    MU_2,
    stirling_curvature,
    stirling_remainder,
    stirling_remainder_of_floats,
    stirling_step,
)

__all__ = ["shares_remainder", "shares_remainder_of_floats"]

SHARE = 0.05  # of the largest argument in what the others add up to, below which the difference is integrated
LEAST_CUBED = 1e-90  # of an argument whose inverse cube is in range
ALONG = [(float((1 + x) / 2), float(w / 2)) for x, w in zip(*np.polynomial.legendre.leggauss(6), strict=True)]
WITHIN = [(float(x), float(w)) for x, w in zip(*sp.roots_sh_jacobi(12, 2.0, 1.0), strict=True)]


def shares_remainder(*parts: Any) -> Any:
    """Return the sum of `stirling_remainder` over x, y, d, x, y, d, ..., less that of their sums."""
    x, y, d = (np.stack(np.broadcast_arrays(*parts)[i::3]) for i in range(3))
    largest = np.argmax(np.minimum(x, y), axis=0)[None]
    others = np.arange(len(x)).reshape(-1, *(1,) * (x.ndim - 1)) != largest
    big = [np.take_along_axis(part, largest, axis=0)[0] for part in (x, y, d)]
    rest = [np.where(others, part, 0.0).sum(axis=0) for part in (x, y, d)]
    total: Any = np.where(others, np.stack([stirling_remainder(*p) for p in zip(x, y, d, strict=True)]), 0.0).sum(
        axis=0
    )
    return total + _drop(*big, *rest)


def shares_remainder_of_floats(*parts: float) -> float:
    """`shares_remainder` of floats; an OverflowError where the difference must be integrated."""
    triples = sorted(zip(parts[::3], parts[1::3], parts[2::3], strict=True), key=lambda p: min(p[0], p[1]))
    x, y, d = triples.pop()
    a, b, c = map(sum, zip(*triples, strict=True))
    if a < SHARE * x and b < SHARE * y:
        raise OverflowError
    rest = sum(stirling_remainder_of_floats(*triple) for triple in triples)
    return rest + (stirling_remainder_of_floats(x, y, d) - stirling_remainder_of_floats(x + a, y + b, d + c))


def _drop(x: Any, y: Any, d: Any, a: Any, b: Any, c: Any) -> Any:
    """Return stirling_remainder(x, y, d) - stirling_remainder(x + a, y + b, d + c), for c = b - a."""
    value = stirling_remainder(x, y, d) - stirling_remainder(x + a, y + b, d + c)
    small = np.flatnonzero((a < SHARE * x) & (b < SHARE * y) & (np.minimum(x, y) > LEAST_CUBED))
    if small.size:
        x, y, d, a, b, c = (part.reshape(-1)[small] for part in (x, y, d, a, b, c))
        total: Any = 0.0
        for s, weight in ALONG:
            total = total - weight * _slope_along(x + s * a, y + s * b, d + s * c, a, b, c)
        value.reshape(-1)[small] = total
    return value


def _slope_along(x: Any, y: Any, d: Any, a: Any, b: Any, c: Any) -> Any:
    """Return (g'(y) - g'(x)) b - g''(x) d a, for g'(x) = digamma(x) - log x and c = b - a."""
    curvature = stirling_curvature(x)
    value = stirling_step(x, y, d) * b - curvature * d * a
    near = np.flatnonzero((np.abs(d) <= x / 2) & (np.abs(d) <= y / 2))
    # There, g'(y) - g'(x) is g''(x) d and a remainder.
    at, step = x[near], d[near]
    total: Any = 0.0
    for t, weight in WITHIN:
        total = total + weight * _stirling_third(at + t * step)
    value[near] = total * step * step * b[near] + curvature[near] * step * c[near]
    return value


def _stirling_third(x: Any) -> Any:
    """Return the third derivative of log Gamma(x) - x log x + x, which is negative."""
    below = x < 0.5
    total = np.where(below, 1 / np.square(x) - 2 / x**3 - 1 / np.square(1 + x), 0.0)
    x = np.where(below, 1 + x, x)
    total = total - 1 / x**3
    small = x < FROM
    for _ in range(8):
        u, v = 1 / x, 1 / (1 + x)
        total = np.where(small, total - (u - v) * (u * u - v * v), total)
        x = np.where(small, 1 + x, x)
    power = 1 / (x * x)
    for k, coefficient in enumerate(MU_2):
        total = total - (3 + 2 * k) * coefficient * power * power
        power = power / x
    return total
