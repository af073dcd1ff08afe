"""Functions of one number without branches: what a compiler can compute for several numbers at once.

A choice is made between values that have both been computed, so that a loop over such functions has no jumps, and a
processor works on as many elements as its registers hold. What they do not know (a ratio beyond the range of floats, a
number without its full precision) is NaN: whoever calls them asks elsewhere. Python runs them too, on numbers of NumPy.

References
----------
Logarithm and exponential: the argument is a power of two times a number near 1, or plus a number near 0, and the rest a
polynomial; the coefficients interpolate (artanh(s)/s - 1)/s**2 at Chebyshev nodes in s**2, for |s| < 0.1716.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from symbinfo.kernels.dirichlet_remainder import SHARE
from symbinfo.kernels.remainders import EXP, HALF_RANGE, LARGEST, LOWEST
from symbinfo.kernels.stirling import FRACTIONS_FROM, FROM_FOUR, MU_ROWS, SHIFT

__all__ = ["CONSTANTS", "FUNCTIONS"]

ARTANH = (0.07308518774395825, 0.0766583701508393, 0.09091445278347801, 0.1111110555757208, 0.14285714313047945, 0.1999999999994962, 0.3333333333333335)  # fmt: skip
LEAST = 2.2250738585072014e-308  # the least number of full precision
LN2, LN2_REST = (
    0.6931471803691238,
    1.9082149292705877e-10,
)  # log 2 in two parts; the first times a whole number is exact
PER_LN2 = 1.4426950408889634
FRACTION = 0x000FFFFFFFFFFFFF  # the bits of a float behind the point
ROOT_HALF = 0x3FE6A09E667F3BCD  # the bits of sqrt(1/2), where the numbers near 1 begin
TO_ROOT_HALF = 0x3FF0000000000000 - ROOT_HALF
WHOLE, WHOLE_BITS = 4503599627370496.0 + 1023, 0x4330000000000000  # 2**52, from where on floats are whole numbers
ROUNDING = 6755399441055744.0  # 1.5 * 2**52: what is added to it is rounded to a whole number
TOP, TOP_SLOPE = (tuple(MU_ROWS[i][::-1]) for i in (0, 2))
BOTTOM, BOTTOM_SLOPE = (tuple(MU_ROWS[i][::-1]) for i in (1, 3))
SMALL = 0.5  # y below which the remainder of log-gamma is computed at 1 + y
APART = 4.0  # x from which on that loses digits


def exponent_of(x: float) -> float:
    """Return k where x = 2**k m with m from sqrt(1/2) to sqrt(2)."""
    bits = (np.float64(x).view(np.int64) + TO_ROOT_HALF) >> 52
    return np.int64(bits | WHOLE_BITS).view(np.float64) - WHOLE


def near_one(x: float) -> float:
    """Return m where x = 2**k m with m from sqrt(1/2) to sqrt(2)."""
    bits = (np.float64(x).view(np.int64) + TO_ROOT_HALF) & FRACTION
    return np.int64(bits + ROOT_HALF).view(np.float64)


def remainder_near_one(f: float) -> float:
    """Return f - log(1 + f), for 1 + f from sqrt(1/2) to sqrt(2): with s = f/(2 + f), log(1 + f) = 2 artanh(s)."""
    s = f / (2 + f)
    square = s * s
    total = 0.0
    for coefficient in ARTANH:
        total = (total + coefficient) * square
    return s * (f - 2 * total)


def log(x: float) -> float:
    """Return log(x)."""
    k, f = exponent_of(x), near_one(x) - 1
    value = k * LN2 + (f - (remainder_near_one(f) - k * LN2_REST))
    usual = (x >= LEAST) & (x < math.inf)
    return value if usual else -math.inf if x == 0 else math.nan


def log1p(x: float) -> float:
    """Return log(1 + x)."""
    r = 1 + x
    k = exponent_of(r)
    lost = 0.0 if k == 0 else (x - (r - 1)) / r
    f = x if k == 0 else near_one(r) - 1
    value = k * LN2 + (f - (remainder_near_one(f) - (k * LN2_REST + lost)))
    return value if (r >= LEAST) & (r < LARGEST) else -math.inf if r == 0 else math.nan


def power_of_two(k: float) -> float:
    """Return 2**k, where that has full precision."""
    return np.int64((np.float64(k + ROUNDING).view(np.int64) + 1023) << 52).view(np.float64)


def exp_series(u: float) -> float:
    """Return exp(u) - 1 - u, for |u| < 1/2."""
    total = 0.0
    for coefficient in EXP:
        total = (total + coefficient) * u
    return total * u


def halvings(u: float) -> float:
    """Return how many factors 2 are taken out of exp(u): none for |u| < 1/2."""
    return 0.0 if abs(u) < 0.5 else (u * PER_LN2 + ROUNDING) - ROUNDING


def within_range(u: float, value: float, below: float) -> float:
    """Return the value where exp(u) has full precision, what it is below all floats, and NaN between and above."""
    return value if (u > -708) & (u < 709) else below if (u < -746) & (u > -math.inf) else math.nan


def exp(u: float) -> float:
    """Return exp(u)."""
    k = halvings(u)
    high, low = u - k * LN2, k * LN2_REST
    r = high - low
    value = power_of_two(k) * (1 + (r + (exp_series(r) + ((high - r) - low))))
    return within_range(u, value, 0.0)


def expm1(u: float) -> float:
    """Return exp(u) - 1."""
    k = halvings(u)
    high, low = u - k * LN2, k * LN2_REST
    r = high - low
    part = r + (exp_series(r) + ((high - r) - low))
    scale = power_of_two(k)
    return within_range(u, part if k == 0 else scale * part + (scale - 1), -1.0)


def exp_remainder(u: float) -> float:
    """Return exp(u) - 1 - u."""
    k = halvings(u)
    high, low = u - k * LN2, k * LN2_REST
    r = high - low
    part = exp_series(r) + ((high - r) - low)
    scale = power_of_two(k)
    value = part if k == 0 else scale * (r + part) + (scale - 1 - u)
    return within_range(u, value, -1 - u)


def log_remainder(e: float, r: float) -> float:
    """Return r - 1 - log(r), where e = r - 1 has more digits near 0 and r has more elsewhere."""
    lost = e < LOWEST - 1
    whole = r if lost else 1 + e
    k = exponent_of(whole)
    rounded = 0.0 if lost | (k == 0) else (e - (whole - 1)) / whole
    f = e if k == 0 else near_one(whole) - 1
    rest = remainder_near_one(f)
    value = rest if k == 0 else (e - k * LN2) - (f - (rest - (k * LN2_REST + rounded)))
    return value if (whole > 1 / LARGEST) & (whole < LARGEST) else math.nan


def log_ratio(e: float, r: float) -> float:
    """Return log(r), where e = r - 1 has more digits near 0 and r has more elsewhere."""
    lost = e < LOWEST - 1
    value = log(r) if lost else log1p(e)
    return value if ((r > 1 / LARGEST) | (not lost)) & (r < LARGEST) else math.nan


def log_quotient(a: float, b: float) -> float:
    """Return log(a/b)."""
    r = a / b
    return log(r) if (r > 1 / LARGEST) & (r < LARGEST) else math.nan


def gap(a: float, b: float, d: float) -> float:
    """Return a log(a/b) + b - a for d = b - a."""
    value = a * log_remainder(d / a, b / a)
    return b if a == 0 else value


def product_error(a: float, b: float, product: float) -> float:
    """Return the rounding error of a product."""
    scaled = 134217729.0 * a
    a_high = scaled - (scaled - a)
    scaled = 134217729.0 * b
    b_high = scaled - (scaled - b)
    a_low, b_low = a - a_high, b - b_high
    return a_low * b_low - (((product - a_high * b_high) - a_low * b_high) - a_high * b_low)


def dot_ratio(e: float, f: float, *factors: Any) -> float:
    """Return (a*b + c*d + ...)/(e*f), as if the sum were computed in twice the precision; NaN where that overflows."""
    total, error = 0.0, 0.0
    for i in range(len(factors) // 2):
        a, b = factors[2 * i], factors[2 * i + 1]
        product = a * b
        up = total + product
        part = up - total
        error += (total - (up - part)) + (product - part) + product_error(a, b, product)
        total = up
    below = e * f
    return (total + error) / below if below > 1 / HALF_RANGE else math.nan


def fraction(top: Any, bottom: Any, w: float) -> float:
    """Return the quotient of two polynomials, the last coefficients first."""
    over, under = 0.0, 0.0
    for coefficient in top:
        over = over * w + coefficient
    for coefficient in bottom:
        under = under * w + coefficient
    return over / under


def stirling(x: float) -> float:
    """Return mu(x) = log Gamma(x) - (x - 1/2) log x + x - log(2 pi)/2."""
    small = x < FRACTIONS_FROM
    w = 1 / (1 + x if small else x)
    step = (x + 0.5) * log1p(1 / x) - 1 if small else 0.0
    return step + fraction(TOP, BOTTOM, w) * w


def stirling_slope(x: float) -> float:
    """Return mu'(x)."""
    small = x < FRACTIONS_FROM
    w = 1 / (1 + x if small else x)
    step = log1p(1 / x) - (x + 0.5) / (x * (x + 1)) if small else 0.0
    return step - fraction(TOP_SLOPE, BOTTOM_SLOPE, w) * w * w


def remainder_of_large(x: float, y: float, d: float) -> float:
    """Return the remainder of -log(x)/2 and of each c/x**m in mu(x)."""
    u, v = 1 / x, 1 / y
    power, whole, slope = v, u + v, u
    total = FROM_FOUR[0] * slope
    for coefficient in FROM_FOUR[1:]:
        for _ in range(2):
            slope = (slope + whole) * u
            power *= v
            whole = whole * u + power
        total += coefficient * slope
    return total * (v * d) * (u * d) + log_remainder(u * d, y * u) / 2


def remainder_shifted(x: float, y: float, d: float) -> float:
    """Return the remainder, by Gamma(x + 1) = x Gamma(x) from where the polynomial holds."""
    total = 0.0
    for _ in range(SHIFT):
        above, up = 1 + x, 1 + y
        below = 1 / (above * y)
        r = d * below
        total += r * (d / x) - up * log_remainder(-r, x * up * below)
        x, y = above, up
    return total + remainder_of_large(x, y, d)


def stirling_remainder(x: float, y: float, d: float) -> float:
    """Return g(y) - g(x) - g'(x) d for g(x) = log Gamma(x) - x log x + x and d = y - x."""
    small = y < SMALL
    above, up = 1 + x, 1 + y
    value = remainder_shifted(above if small else x, up if small else y, d)
    step = log_remainder(d / x, y / x) + (gap(up, above, -d) - gap(y, x, -d))
    return (value + step if x < APART else math.nan) if small else value


def loggamma_remainder(x: float, y: float, d: float) -> float:
    """Return log Gamma(y) - log Gamma(x) - digamma(x) d for d = y - x."""
    return gap(y, x, -d) + stirling_remainder(x, y, d)


def shares_remainder(*parts: Any) -> float:
    """Return the sum of `stirling_remainder` over x, y, d, ..., less that of their sums; NaN where one part is nearly all."""
    x, y, d, total = 0.0, 0.0, 0.0, 0.0
    for i in range(len(parts) // 3):
        total += stirling_remainder(parts[3 * i], parts[3 * i + 1], parts[3 * i + 2])
        x, y, d = x + parts[3 * i], y + parts[3 * i + 1], d + parts[3 * i + 2]
    total -= stirling_remainder(x, y, d)
    for i in range(len(parts) // 3):
        own, other = parts[3 * i], parts[3 * i + 1]
        total = math.nan if (x - own < SHARE * own) & (y - other < SHARE * other) else total
    return total


def guarded(product: float, logarithm: float) -> float:
    """Return the product where it came out finite and not 0, the exponential of its logarithm elsewhere."""
    return product if math.isfinite(product) and product != 0 else exp(logarithm)


def sp_gamma(x: float) -> float:
    """Return Gamma(x)."""
    return math.gamma(x)


def sp_gammaln(x: float) -> float:
    """Return log Gamma(x)."""
    return math.lgamma(x)


def sp_digamma(x: float) -> float:
    """Return the derivative of log Gamma at a positive number."""
    return stirling_slope(x) + log(x) - 0.5 / x


def sp_xlogy(x: float, y: float) -> float:
    """Return x log y, 0 where x = 0."""
    return 0.0 if (x == 0) & (y == y) else x * log(y)


def sp_xlog1py(x: float, y: float) -> float:
    """Return x log(1 + y), 0 where x = 0."""
    return 0.0 if (x == 0) & (y == y) else x * log1p(y)


def sp_rel_entr(x: float, y: float) -> float:
    """Return x log(x/y), 0 where x = 0."""
    return 0.0 if (x == 0) & (y >= 0) else x * log(x / y)


#: In the order in which they call each other.
FUNCTIONS: tuple[Callable[..., Any], ...] = (
    exponent_of,
    near_one,
    remainder_near_one,
    log,
    log1p,
    power_of_two,
    exp_series,
    halvings,
    within_range,
    exp,
    expm1,
    exp_remainder,
    log_remainder,
    log_ratio,
    log_quotient,
    gap,
    product_error,
    dot_ratio,
    fraction,
    stirling,
    stirling_slope,
    remainder_of_large,
    remainder_shifted,
    stirling_remainder,
    loggamma_remainder,
    shares_remainder,
    guarded,
    sp_gamma,
    sp_gammaln,
    sp_digamma,
    sp_xlogy,
    sp_xlog1py,
    sp_rel_entr,
)
#: What they read.
CONSTANTS = {
    name: value for name, value in globals().items() if name.isupper() and name not in ("FUNCTIONS", "CONSTANTS")
}
