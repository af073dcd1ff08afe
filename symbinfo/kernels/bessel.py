"""log I_0 and what its linear part leaves, for the von Mises law: accurate near 0, near equality and for large arguments.

The second derivative of log I_0 is a variance. As 1 - A/x - A**2, with A = I_1/I_0, it cancels for a large x; as N/(2 I_0**2)
with N = I_0**2 + I_0 I_2 - 2 I_1**2 it does not, since N is a power series with positive coefficients,
``sum of (2 k)!/(k!**4 (k + 1)**2) (x/2)**(2 k)`` (from DLMF 10.31.3). Above 16 three functions are polynomials in
z = 32/x - 1, by interpolation at Chebyshev nodes.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import scipy.special as sp

__all__ = [
    "bessel_complement",
    "bessel_ratio",
    "bessel_remainder",
    "bessel_step",
    "log_scaled_bessel",
]

LARGE = 16.0
# x**2 (log I_0)'', x (1 - I_1/I_0), and x (log I_0 - x + log(2 pi x)/2).
CURVATURE = (0.5082047014238077, 0.008625281212200717, 0.0004516173703938835, 3.400533018881648e-05, 3.319524461832732e-06, 4.022342207857372e-07, 5.908973771584589e-08, 1.0379223724416282e-08, 2.1585009215192904e-09, 5.178967244544528e-10, 1.4739264523053148e-10, 6.615620803740719e-11, 3.448429522306764e-11, 8.892068855612107e-12)  # fmt: skip
COMPLEMENT = (0.504034702816416, 0.004169998607391821, 0.00014264199870738656, 7.897124751421898e-06, 6.042078073373131e-07, 5.969713679928869e-08, 7.341864060206969e-09, 1.0993356787117264e-09, 1.9809138459785059e-10, 4.2079407483111204e-11, 9.771202516652774e-12, 3.346234518073142e-12, 2.0631970654421282e-12, 6.792462259930719e-13)  # fmt: skip
REST = (0.12702002029842702, 0.0020904698268853178, 7.426282872713108e-05, 4.096720424521378e-06, 3.106157267610205e-07, 3.0445178951041304e-08, 3.7221324895451003e-09, 5.550281473584515e-10, 9.972833217768821e-11, 2.1144915346070598e-11, 4.904029416827089e-12, 1.6771505194315244e-12, 1.033534090593894e-12, 3.402855470016817e-13)  # fmt: skip
VARIANCE = tuple(float(math.factorial(2 * k) / (math.factorial(k) ** 4 * (k + 1) ** 2)) for k in range(55, -1, -1))
BESSEL_NODES = [(float(x), float(w)) for x, w in zip(*sp.roots_sh_jacobi(12, 2.0, 1.0), strict=True)]


def _horner(coefficients: Any, z: Any) -> Any:
    total = z * coefficients[-1]
    for coefficient in coefficients[-2:0:-1]:
        total += coefficient
        total *= z
    return total + coefficients[0]


def bessel_ratio(x: Any) -> Any:
    """Return I_1(x)/I_0(x)."""
    return sp.i1e(x) / sp.i0e(x)


def bessel_complement(x: Any) -> Any:
    """Return 1 - I_1(x)/I_0(x), which is about 1/(2 x) for a large x."""
    large = np.maximum(x, LARGE)
    return np.where(np.asarray(x) < LARGE, 1 - bessel_ratio(x), _horner(COMPLEMENT, 32 / large - 1) / large)


def log_scaled_bessel(x: Any) -> Any:
    """Return log(I_0(x) exp(-x))."""
    return np.log(sp.i0e(x))


def bessel_curvature(x: Any) -> Any:
    """Return the second derivative of log I_0, which is positive."""
    large = np.maximum(x, LARGE)
    small = np.minimum(x, LARGE)
    square = small * small / 4
    total = np.full_like(square, VARIANCE[0])
    for coefficient in VARIANCE[1:]:
        total *= square
        total += coefficient
    below = total / 2 / np.square(sp.i0(small))
    return np.where(np.asarray(x) < LARGE, below, _horner(CURVATURE, 32 / large - 1) / large / large)


def bessel_remainder(x: Any, y: Any, d: Any) -> Any:
    """Return log I_0(y) - log I_0(x) - I_1(x)/I_0(x) d, at least 0, for d = y - x."""
    x, y, d = (np.atleast_1d(part) for part in np.broadcast_arrays(x, y, d))
    value = d * bessel_complement(x) + _log_scaled_ratio(x, y)
    # log I_0 has its singularities at a distance of hypot(x, 2.4) from x.
    near = np.flatnonzero(np.abs(d) <= np.minimum(np.hypot(x, 2.0), np.hypot(y, 2.0)) / 2)
    if near.size:
        at, step = x.reshape(-1)[near], d.reshape(-1)[near]
        total: Any = 0.0
        for node, weight in BESSEL_NODES:
            total = total + weight * bessel_curvature(at + node * step)
        value.reshape(-1)[near] = total * step * step
    return value


def _log_scaled_ratio(x: Any, y: Any) -> Any:
    """Return log_scaled_bessel(y) - log_scaled_bessel(x); where both are large, from their asymptotic forms."""
    a, b = np.maximum(x, LARGE), np.maximum(y, LARGE)
    rest = _horner(REST, 32 / b - 1) / b - _horner(REST, 32 / a - 1) / a
    large = (x >= LARGE) & (y >= LARGE)
    return np.where(large, rest - (np.log(b) - np.log(a)) / 2, np.log(sp.i0e(y)) - np.log(sp.i0e(x)))


def bessel_step(x: Any, y: Any, d: Any) -> Any:
    """Return the difference of I_1/I_0 at y and x, for d = y - x."""
    x, y, d = (np.atleast_1d(part) for part in np.broadcast_arrays(x, y, d))
    value = bessel_complement(x) - bessel_complement(y)
    near = np.flatnonzero(np.abs(d) <= np.minimum(np.hypot(x, 2.0), np.hypot(y, 2.0)) / 2)
    if near.size:
        at, step = x.reshape(-1)[near], d.reshape(-1)[near]
        total: Any = 0.0
        for node, weight in zip(*np.polynomial.legendre.leggauss(14), strict=True):
            total = total + weight / 2 * bessel_curvature(at + (1 + node) / 2 * step)
        value.reshape(-1)[near] = total * step
    return value
