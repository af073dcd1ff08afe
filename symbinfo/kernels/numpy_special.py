"""Special functions in NumPy alone, under scipy's names: what a written kernel takes where scipy is not to be needed."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from symbinfo.kernels.stirling import FROM, HALF_LOG_TWO_PI, MU, MU_1

__all__ = ["betaln", "digamma", "gammaln", "polygamma", "rel_entr", "xlog1py", "xlogy"]

UP = 20  # from where the series by powers of 1/x**2 holds
BERNOULLI = (1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66, -691 / 2730, 7 / 6, -3617 / 510)


def gammaln(x: Any) -> Any:
    """Return log Gamma(x) for x > 0."""
    x = np.asarray(x, float)
    return _beyond_stirling(x) + (x - 0.5) * np.log(x) - x + HALF_LOG_TWO_PI


def _beyond_stirling(x: Any) -> Any:
    """What log Gamma has beyond Stirling's formula, from where a series holds on, and the steps that lead there."""
    low = np.where(x < FROM, x, FROM)
    steps: Any = 0.0
    for shift in range(8):
        z = low + shift
        steps = steps + ((z + 0.5) * np.log1p(1 / z) - 1)
    y = np.where(x < FROM, low + 8, x)
    return _power_series(MU, 1 / (y * y)) / y + np.where(x < FROM, steps, 0.0)


def digamma(x: Any) -> Any:
    """Return the derivative of log Gamma at x > 0."""
    x = np.asarray(x, float)
    low = np.where(x < FROM, x, FROM)
    steps: Any = 0.0
    for shift in range(8):
        z = low + shift
        steps = steps + (np.log1p(1 / z) - (z + 0.5) / (z * (z + 1)))
    y = np.where(x < FROM, low + 8, x)
    return _power_series(MU_1, 1 / (y * y)) / y / y + np.where(x < FROM, steps, 0.0) + np.log(x) - 0.5 / x


def polygamma(n: int, x: Any) -> Any:
    """Return the n-th derivative of digamma at x > 0, for n >= 1: DLMF 5.15.8, from where it holds on."""
    low = np.where(np.asarray(x, float) < UP, x, UP)
    steps: Any = 0.0
    for shift in range(UP):
        steps = steps + (low + shift) ** -(n + 1.0)
    y = np.where(np.asarray(x, float) < UP, low + UP, x)
    total: Any = 0.0
    for k in range(len(BERNOULLI), 0, -1):
        total = (total + BERNOULLI[k - 1] * math.factorial(2 * k + n - 1) / math.factorial(2 * k)) / (y * y)
    main = (total + math.factorial(n - 1) + math.factorial(n) / (2 * y)) / y**n
    return (-1) ** (n + 1) * (main + np.where(np.asarray(x, float) < UP, math.factorial(n) * steps, 0.0))


def _power_series(coefficients: Any, v: Any) -> Any:
    total: Any = 0.0
    for coefficient in coefficients[::-1]:
        total = total * v + coefficient
    return total


def betaln(a: Any, b: Any) -> Any:
    """Return log B(a, b), without the large parts that cancel."""
    small, large = np.minimum(a, b), np.maximum(a, b)
    total = small + large
    step = _beyond_stirling(large) - _beyond_stirling(total) - (large - 0.5) * np.log1p(small / large)
    return gammaln(small) + step - small * np.log(total) + small


def xlogy(x: Any, y: Any) -> Any:
    """Return x log y, 0 where x = 0."""
    return np.where((x == 0) & ~np.isnan(y), 0.0, x * np.log(np.where(x == 0, 1.0, y)))


def xlog1py(x: Any, y: Any) -> Any:
    """Return x log(1 + y), 0 where x = 0."""
    return np.where((x == 0) & ~np.isnan(y), 0.0, x * np.log1p(np.where(x == 0, 0.0, y)))


def rel_entr(x: Any, y: Any) -> Any:
    """Return x log(x/y), 0 where x = 0."""
    return np.where((x == 0) & (y >= 0), 0.0, x * np.log(np.where(x == 0, 1.0, x / y)))
