"""What is left of a smooth function after its linear part: accurate where both arguments nearly agree, and far away.

A divergence of two laws of one family is a sum of such remainders. Each is at least 0, each is computed without
cancellation of its leading term, and none overflows before its value does. NumPy and scipy only: the functions of this
file that a kernel uses are part of its source.

References
----------
Stirling's formula with its remainder: DLMF 5.11.1; the coefficients below are those of the polynomials in 1/x**2 that
interpolate x*mu(x), x**2*mu'(x), x**3*mu''(x), x**4*mu'''(x) at Chebyshev nodes on x >= 8. Compensated products: T. J. Dekker,
Numer. Math. 18 (1971) 224; T. Ogita, S. M. Rump and S. Oishi, SIAM J. Sci. Comput. 26 (2005) 1955.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import scipy.special as sp

__all__ = [
    "dot_ratio",
    "dot_ratio_of_floats",
    "exp_remainder",
    "exp_remainder_of_floats",
    "gap",
    "gap_of_floats",
    "guarded",
    "log_quotient",
    "log_ratio",
    "log_ratio_of_floats",
    "log_remainder",
    "log_remainder_of_floats",
    "loggamma_remainder",
    "loggamma_step",
    "scaled_exp1",
    "stirling",
    "stirling_curvature",
    "stirling_remainder",
    "stirling_remainder_of_floats",
    "stirling_slope",
    "stirling_step",
]

NEAR_ONE = 0.0625  # |r - 1| below which log(r) is expanded
NEARER = 1 / 256  # the same, with three terms
LOWEST = 0.01  # r below which r - 1 has lost digits of r
LARGEST = 1e290
HALF_RANGE = 1e140
# 1/2!, ..., 1/15!, and 1/3, 1/5, ..., of artanh(s)/s - 1 = s**2/3 + s**4/5 + ...; the last first.
EXP = tuple(1 / math.factorial(n) for n in range(15, 1, -1))
ARTANH = (1 / 11, 1 / 9, 1 / 7, 1 / 5, 1 / 3)


def log_remainder(e: Any, *factors: Any) -> Any:
    """Return r - 1 - log(r), at least 0, for r = 1 + e, which is also the product of top/bottom over `factors`.

    `e` is given since it has more digits near 0, the factors top, bottom, top, bottom, ... since r has more elsewhere.
    """
    size = np.abs(e)
    near = np.flatnonzero(size < NEAR_ONE)
    if near.size == e.size:
        return _log_series(e, ARTANH[-3:] if size.max(initial=0.0) < NEARER else ARTANH)
    value = np.log1p(e)
    np.subtract(e, value, out=value)
    flat, given = value.reshape(-1), e.reshape(-1)
    if near.size:
        flat[near] = _log_series(given[near], ARTANH)
    if not (e.min() >= LOWEST - 1 and size.max() <= LARGEST):
        far = np.flatnonzero((e < LOWEST - 1) | (size > LARGEST))
        flat[far] = given[far] - _log_of_ratio([np.broadcast_to(f, e.shape).reshape(-1)[far] for f in factors])
    return value


def _log_series(e: Any, coefficients: Any) -> Any:
    """Return e - log1p(e) for a small e: with s = e/(2 + e), log1p(e) = 2 artanh(s) and e - 2 s = e s."""
    s = 2 + e
    np.divide(e, s, out=s)
    square = s * s
    total = square * coefficients[0]
    for coefficient in coefficients[1:]:
        total += coefficient
        total *= square
    total *= -2
    total += e
    total *= s
    return total


def log_remainder_of_floats(e: float, *factors: float) -> float:
    """`log_remainder` of floats, an order of magnitude faster than of arrays with one element."""
    if -NEAR_ONE < e < NEAR_ONE:
        s = e / (2 + e)
        square = s * s
        total = 0.0
        for coefficient in ARTANH:
            total = (total + coefficient) * square
        return s * (e - 2 * total)
    if LOWEST - 1 <= e <= LARGEST:
        return e - math.log1p(e)
    logs = sum(math.log(m) if i % 2 == 0 else -math.log(m) for i, m in enumerate(math.frexp(f)[0] for f in factors))
    exponents = sum(math.frexp(f)[1] if i % 2 == 0 else -math.frexp(f)[1] for i, f in enumerate(factors))
    return e - (logs + exponents * math.log(2))


def _log_of_ratio(factors: Any) -> Any:
    """Return the log of top/bottom * top/bottom * ...; a product out of range is taken apart."""
    logs: Any = 0.0
    exponents: Any = 0.0
    for i, factor in enumerate(factors):
        mantissa, exponent = np.frexp(factor)
        logs = logs + np.log(mantissa) if i % 2 == 0 else logs - np.log(mantissa)
        exponents = exponents + exponent if i % 2 == 0 else exponents - exponent
    return logs + exponents * np.log(2.0)


def log_ratio(e: Any, *factors: Any) -> Any:
    """Return log(r) for r = 1 + e, which is also the product of top/bottom over `factors`."""
    value = np.asarray(np.log1p(e))
    far = (e < LOWEST - 1) | (e > LARGEST)
    if far.any():
        value[far] = _log_of_ratio([np.broadcast_to(f, value.shape)[far] for f in factors])
    return value


def log_ratio_of_floats(e: float, *factors: float) -> float:
    """`log_ratio` of floats; an OverflowError where r is out of range."""
    if not LOWEST - 1 <= e <= LARGEST:
        raise OverflowError
    return math.log1p(e)


def log_quotient(a: Any, b: Any) -> Any:
    """Return log(a/b), also where the quotient is out of range."""
    ratio = np.asarray(a / b)
    value = np.log(ratio)
    far = (ratio < 1 / LARGEST) | (ratio > LARGEST)
    if far.any():
        value[far] = _log_of_ratio([np.broadcast_to(part, ratio.shape)[far] for part in (a, b)])
    return value


def gap(a: Any, b: Any, d: Any) -> Any:
    """Return a log(a/b) + b - a, at least 0, for d = b - a: b where a = 0, oo where only b = 0."""
    a, b, d = np.broadcast_arrays(a, b, d)
    e = d / np.where(a == 0, 1.0, a)
    value = np.asarray(a * log_remainder(np.atleast_1d(e), b, np.where(a == 0, 1.0, a)).reshape(e.shape))
    odd = (a == 0) | (np.abs(e) > LARGEST)
    if odd.any():
        small, large = a[odd], b[odd]
        value[odd] = np.where(small == 0, large, large - small * (1 + np.log(large) - np.log(small)))
    return value


def gap_of_floats(a: float, b: float, d: float) -> float:
    """`gap` of floats."""
    if a == 0:
        return b
    e = d / a
    if e > LARGEST:
        return b - a * (1 + math.log(b) - math.log(a))
    return a * log_remainder_of_floats(e, b, a)


def exp_remainder(u: Any) -> Any:
    """Return exp(u) - 1 - u, at least 0."""
    value = np.asarray(np.expm1(u) - u)
    near = np.abs(u) < 0.5
    if near.any():
        value[near] = _exp_series(np.asarray(u)[near])
    return value


def _exp_series(u: Any) -> Any:
    total = u * EXP[0]
    for coefficient in EXP[1:]:
        total = (total + coefficient) * u
    return total * u


def exp_remainder_of_floats(u: float) -> float:
    """`exp_remainder` of a float."""
    return float(_exp_series(u)) if -0.5 < u < 0.5 else math.expm1(u) - u


def guarded(product: Any, log: Any) -> Any:
    """Return the product where it came out finite and not 0, the exponential of its logarithm elsewhere."""
    return np.where(np.isfinite(product) & (product != 0), product, np.exp(log))


def dot_ratio(e: Any, f: Any, *factors: Any) -> Any:
    """Return (a*b + c*d + ...)/(e*f) for factors a, b, c, d, ..., as if the sum were computed in twice the precision."""
    if any(part.shape != e.shape for part in (f, *factors)):
        e, f, *rest = np.broadcast_arrays(e, f, *factors)
        factors = tuple(rest)
    below = e * f
    if not (all(a.min() > -HALF_RANGE and a.max() < HALF_RANGE for a in factors) and below.min() > 1 / HALF_RANGE):
        first, second = np.frexp(e)[1], np.frexp(f)[1]
        below = np.ldexp(e, -first) * np.ldexp(f, -second)
        factors = tuple(np.ldexp(a, -(second if i % 2 else first)) for i, a in enumerate(factors))
    total: Any = 0.0
    error: Any = 0.0
    for a, b in zip(factors[::2], factors[1::2], strict=True):
        product = a * b
        lost = _product_error(a, b, product)
        before, total = total, total + product
        part = total - before
        lost += (before - (total - part)) + (product - part)
        error += lost
    error += total
    error /= below
    return error


def dot_ratio_of_floats(e: float, f: float, *factors: float) -> float:
    """`dot_ratio` of floats; an OverflowError where they must be scaled."""
    below = e * f
    if not (below > 1 / HALF_RANGE and all(-HALF_RANGE < a < HALF_RANGE for a in factors)):
        raise OverflowError
    terms = []
    for a, b in zip(factors[::2], factors[1::2], strict=True):
        terms += [a * b, _product_error(a, b, a * b)]
    return math.fsum(terms) / below


def _product_error(a: Any, b: Any, product: Any) -> Any:
    """Return a*b - product, exactly, unless a factor is huge."""
    a_high, a_low = _split(a)
    b_high, b_low = _split(b)
    error = a_high * b_high
    error -= product
    error += a_low * b_high
    error += a_high * b_low
    error += a_low * b_low
    return error


def _split(a: Any) -> tuple[Any, Any]:
    """Two halves of 26 bits."""
    high = 134217729.0 * a
    high -= high - a
    return high, a - high


# --- the log-gamma function -------------------------------------------------------------------------------------------

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


# --- exponential integral ---------------------------------------------------------------------------------------------


def scaled_exp1(x: Any) -> Any:
    """Return exp(x) E1(x): the product for a small x, the continued fraction DLMF 6.9.1 for a large one."""
    x = np.asarray(x, float)
    large = np.maximum(x, 20.0)
    fraction: Any = large + 40.0
    for k in range(40, 0, -1):
        fraction = large + k / (1 + k / fraction)
    small = np.minimum(x, 20.0)
    return np.where(x > 20.0, 1 / fraction, np.exp(small) * sp.exp1(small))
