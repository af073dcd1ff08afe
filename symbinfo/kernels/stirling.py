"""The log-gamma function by Stirling's formula: its remainder after it, and what that leaves after its linear part.

NumPy and scipy only: the functions of this file that a kernel uses are part of its source.

References
----------
Stirling's formula with its remainder: DLMF 5.11.1; the coefficients below are those of the polynomials in 1/x**2 that
interpolate x*mu(x), x**2*mu'(x), x**3*mu''(x), x**4*mu'''(x) at Chebyshev nodes on x >= 8.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy.special as sp

from symbinfo.kernels.remainders import gap, log_remainder, log_remainder_of_floats

__all__ = [
    "FROM",
    "FROM_FOUR",
    "HALF_LOG_TWO_PI",
    "MU",
    "MU_1",
    "MU_2",
    "SHIFT",
    "loggamma_remainder",
    "loggamma_step",
    "stirling",
    "stirling_curvature",
    "stirling_remainder",
    "stirling_remainder_of_floats",
    "stirling_slope",
    "stirling_step",
]

HALF_LOG_TWO_PI = 0.9189385332046727
SHIFT = 4  # from where the remainder of mu is a polynomial in 1/x
FROM = 8.0  # where the polynomials in 1/x**2 hold
MU = (0.08333333333333333, -0.0027777777777776747, 0.0007936507935117282, -0.0005952380234291253, 0.0008417325268022405, -0.001914965912162907, 0.0062081368362297935, -0.020855820837463115)  # fmt: skip
MU_1 = (-0.08333333333333333, 0.008333333333331664, -0.003968253965999701, 0.0041666655015167246, -0.007575459920369176, 0.02105106090804774, -0.08002337465397757, 0.299425370626735)  # fmt: skip
MU_2 = (0.16666666666666666, -0.03333333333330476, 0.023809523770911365, -0.03333331335581846, 0.07575246348178187, -0.25239468627346028, 1.1093601965597248, -4.575304142113964)  # fmt: skip
FROM_FOUR = (0.08333333333333301, -0.002777777777606102, 0.0007936507568481424, -0.0005952339413579647, 0.0008414694684875369, -0.0019052254032976602, 0.006047554626999505, -0.02210978208315446, 0.06945268974046083, -0.12115416149844409)  # fmt: skip


def _polynomial(coefficients: Any, v: Any) -> Any:
    total = v * coefficients[-1]
    for coefficient in coefficients[-2:0:-1]:
        total = (total + coefficient) * v
    return total + coefficients[0]


def stirling(x: Any) -> Any:
    """Return mu(x) = log Gamma(x) - (x - 1/2) log x + x - log(2 pi)/2, which is about 1/(12 x)."""
    x = np.asarray(x, float)
    large = np.maximum(x, FROM)
    value = np.asarray(_polynomial(MU, 1 / (large * large)) / large)
    small = x < FROM
    if small.any():
        y = x[small]
        value[small] = sp.gammaln(y) - (y - 0.5) * np.log(y) + y - HALF_LOG_TWO_PI
    return value


def stirling_slope(x: Any) -> Any:
    """Return mu'(x) = digamma(x) - log x + 1/(2 x), which is about -1/(12 x**2)."""
    x = np.asarray(x, float)
    large = np.maximum(x, FROM)
    value = np.asarray(_polynomial(MU_1, 1 / (large * large)) / large / large)
    small = x < FROM
    if small.any():
        y = x[small]
        value[small] = sp.digamma(y) - np.log(y) + 0.5 / y
    return value


def _mu_curvature(x: Any) -> Any:
    """Return mu''(x), for x >= 1/2: above 8 by the polynomial, below by mu''(x) = mu''(x + 1) + (1/x - 1/(x + 1))**2/2."""
    large = np.maximum(x, FROM)
    small = x < FROM
    if not small.any():
        return _polynomial(MU_2, 1 / (large * large)) / large / large / large
    y = x[small]
    total: Any = 0.0
    for shift in range(8):
        step = 1 / ((y + shift) * (y + (shift + 1)))
        total = total + step * step
    large[small] = y + 8
    value = _polynomial(MU_2, 1 / (large * large)) / large / large / large
    value[small] += total / 2
    return value


def stirling_remainder(x: Any, y: Any, d: Any) -> Any:
    """Return g(y) - g(x) - g'(x) d, at least 0, for g(x) = log Gamma(x) - x log x + x and d = y - x."""
    x, y, d = (np.atleast_1d(part) for part in np.broadcast_arrays(x, y, d))
    low = np.minimum(x, y)
    if low.min() >= SHIFT:
        return _stirling_remainder_of_large(x, y, d)
    value = np.empty(x.shape)
    flat, x, y, d, low = value.reshape(-1), x.reshape(-1), y.reshape(-1), d.reshape(-1), low.reshape(-1)
    small = low < 0.5
    for part, function in (
        (low >= SHIFT, _stirling_remainder_of_large),
        (~small & ~(low >= SHIFT), _stirling_remainder_shifted),
        (small & (np.maximum(x, y) <= 1), _stirling_remainder_of_small),
        (small & (np.maximum(x, y) > 1), _stirling_remainder_apart),
    ):
        where = np.flatnonzero(part)
        if where.size:
            flat[where] = function(x[where], y[where], d[where])
    return value


def _stirling_remainder_of_large(x: Any, y: Any, d: Any) -> Any:
    """That of -log(x)/2, and that of each c/x**m in mu(x): d**2 c times a polynomial in 1/x and 1/y."""
    u, v = 1 / x, 1 / y
    # slope = sum of (m - i) u**(m - i) v**i over i < m, and whole = sum of u**(m - i) v**i over i <= m.
    power, whole, slope = v.copy(), u + v, u.copy()
    total = FROM_FOUR[0] * slope
    for coefficient in FROM_FOUR[1:]:
        for _ in range(2):
            slope += whole
            slope *= u
            power *= v
            whole *= u
            whole += power
        total += coefficient * slope
    u *= d
    v *= d
    total *= v
    total *= u
    rest = log_remainder(u, y, x)
    rest /= 2
    total += rest
    return total


def _stirling_remainder_shifted(x: Any, y: Any, d: Any) -> Any:
    """By Gamma(x + 1) = x Gamma(x), with the change of the main part taken into the sum."""
    total: Any = 0.0
    for _ in range(SHIFT):
        above, up = 1 + x, 1 + y
        q = above * y
        np.divide(d, q, out=q)
        rest = log_remainder(-q, x, above, up, y)
        rest *= up
        q *= d
        q /= x
        q -= rest
        total += q
        x, y = above, up
    return total + _stirling_remainder_of_large(x, y, d)


def stirling_remainder_of_floats(x: float, y: float, d: float) -> float:
    """`stirling_remainder` of floats; an OverflowError where one of them is small."""
    if min(x, y) < 0.5:
        raise OverflowError
    total = 0.0
    if min(x, y) < SHIFT:
        for _ in range(SHIFT):
            q = d / ((1 + x) * y)
            total += d / x * q - (1 + y) * log_remainder_of_floats(-q, x, 1 + x, 1 + y, y)
            x, y = 1 + x, 1 + y
    u, v = 1 / x, 1 / y
    power, whole, slope = v, u + v, u
    rest = FROM_FOUR[0] * slope
    for coefficient in FROM_FOUR[1:]:
        for _ in range(2):
            slope = u * (slope + whole)
            power *= v
            whole = u * whole + power
        rest += coefficient * slope
    return total + log_remainder_of_floats(d * u, y, x) / 2 + (d * u) * (d * v) * rest


def _stirling_remainder_of_small(x: Any, y: Any, d: Any) -> Any:
    above = 1 + x, 1 + y, d
    shifted = log_remainder(d / x, y, x) + _stirling_remainder_shifted(*above)
    return shifted + (gap(above[1], above[0], -d) - gap(y, x, -d))


def _stirling_remainder_apart(x: Any, y: Any, d: Any) -> Any:
    return _stirling_rest(y) - _stirling_rest(x) - (stirling_slope(x) - 0.5 / x) * d


def _stirling_rest(x: Any) -> Any:
    """Return log Gamma(x) - x log x + x."""
    return stirling(x) - np.log(x) / 2 + HALF_LOG_TWO_PI


def loggamma_remainder(x: Any, y: Any, d: Any) -> Any:
    """Return log Gamma(y) - log Gamma(x) - digamma(x) d, at least 0, for d = y - x."""
    x, y, d = np.broadcast_arrays(x, y, d)
    return gap(y, x, -d) + stirling_remainder(x, y, d).reshape(x.shape)


def stirling_step(x: Any, y: Any, d: Any) -> Any:
    """Return g'(y) - g'(x) for g'(x) = digamma(x) - log x and d = y - x."""
    x, y, d = (np.atleast_1d(part) for part in np.broadcast_arrays(x, y, d))
    size = np.abs(d)
    near = (size <= x / 2) & (size <= y / 2)
    value = np.empty(x.shape)
    far = ~near
    value[far] = sp.digamma(y[far]) - sp.digamma(x[far]) - np.log(y[far]) + np.log(x[far])
    large = far & (x > FROM) & (y > FROM)
    a, b = x[large], y[large]
    value[large] = stirling_slope(b) - stirling_slope(a) - (0.5 / b - 0.5 / a)
    x, d = x[near], d[near]
    total: Any = 0.0
    for node, weight in zip(*np.polynomial.legendre.leggauss(12), strict=True):
        total = total + weight / 2 * stirling_curvature(x + (1 + node) / 2 * d)
    value[near] = total * d
    return value


def stirling_curvature(x: Any) -> Any:
    """Return the derivative of digamma(x) - log x, which is positive and about 1/(2 x**2)."""
    below = np.asarray(x) < 0.5
    up = np.where(below, 1 + x, x)
    curved = 0.5 / up / up + _mu_curvature(up)
    return np.where(below, 1 / np.square(x) - 1 / x + 1 / up + curved, curved)


def loggamma_step(x: Any, y: Any, d: Any) -> Any:
    """Return digamma(y) - digamma(x) for d = y - x."""
    x, y, d = np.broadcast_arrays(x, y, d)
    e = d / x
    ratio = np.where(np.abs(e) < 0.5, np.log1p(e), np.log(y) - np.log(x))
    return stirling_step(x, y, d).reshape(x.shape) + ratio
