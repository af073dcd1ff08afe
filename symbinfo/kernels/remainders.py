"""What is left of a smooth function after its linear part: accurate where both arguments nearly agree, and far away.

A divergence of two laws of one family is a sum of such remainders. Each is at least 0, each is computed without
cancellation of its leading term, and none overflows before its value does. NumPy and scipy only: the functions of this
file that a kernel uses are part of its source.

References
----------
Compensated products: T. J. Dekker, Numer. Math. 18 (1971) 224; T. Ogita, S. M. Rump and S. Oishi, SIAM J. Sci. Comput.
26 (2005) 1955.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

__all__ = [
    "dot_ratio",
    "dot_ratio_of_floats",
    "exp_remainder",
    "exp_remainder_of_floats",
    "gap",
    "gap_of_floats",
    "gap_of_logs",
    "guarded",
    "log_quotient",
    "log_ratio",
    "log_ratio_of_floats",
    "log_remainder",
    "log_remainder_and_rest",
    "log_remainder_of_floats",
    "log_sum",
    "log_sum_step",
    "times_log",
]


NEAR_ONE = 0.0625  # |r - 1| below which log(r) is expanded
NEAR = 0.00204  # the remainder of the logarithm there
LOWEST = 0.01  # r below which r - 1 has lost digits of r
FEW = 8  # elements that are computed one by one
LARGEST = 1e290
HALF_RANGE = 1e140
NONE = np.empty(0, np.intp)


# 1/2!, ..., 1/15!, and 1/3, 1/5, ..., of artanh(s)/s - 1 = s**2/3 + s**4/5 + ...; the last first.
EXP = tuple(1 / math.factorial(n) for n in range(15, 1, -1))


ARTANH = (1 / 11, 1 / 9, 1 / 7, 1 / 5, 1 / 3)


def log_remainder(e: Any, *factors: Any) -> Any:
    """Return r - 1 - log(r), at least 0, for r = 1 + e, which is also the product of top/bottom over `factors`.

    `e` is given since it has more digits near 0, the factors top, bottom, top, bottom, ... since r has more elsewhere.
    """
    return log_remainder_and_rest(None, None, e, *factors)


def log_remainder_and_rest(weight: Any, rest: Any, e: Any, *factors: Any) -> Any:
    """Return weight*log_remainder(e, *factors) + rest, for a positive weight (None: 1) and a rest of at least 0 (None: 0).

    Digits that the logarithm loses near e = 0 matter only where the sum is small.
    """
    value = np.log1p(e) if e.ndim == 1 else np.log1p(e, order="C")
    np.subtract(e, value, value)
    if weight is not None:
        value *= weight
    if rest is not None:
        value += rest
    flat, given = (value, e) if e.ndim == 1 else (value.reshape(-1), e.reshape(-1))
    if weight is None and flat.item(flat.argmin()) >= NEAR:
        small = NONE
    else:
        small = (flat < (NEAR if weight is None else NEAR * weight.reshape(-1))).nonzero()[0]
    if small.size == flat.size:
        flat[:] = _weighted(_log_series(given, ARTANH), weight, rest)
    elif 0 < small.size <= FEW:
        for i in small.tolist():
            mended = log_remainder_of_floats(given.item(i)) * (1.0 if weight is None else weight.item(i))
            flat[i] = mended if rest is None else mended + rest.item(i)
    elif small.size:
        flat[small] = _weighted(_log_series(given[small], ARTANH), weight, rest, small)
    if not (given.item(given.argmin()) >= LOWEST - 1 and given.item(given.argmax()) <= LARGEST):
        far = ((given < LOWEST - 1) | (given > LARGEST)).nonzero()[0]
        log = _log_of_ratio([np.broadcast_to(f, e.shape).reshape(-1)[far] for f in factors])
        flat[far] = _weighted(given[far] - log, weight, rest, far)
    return value


def _weighted(values: Any, weight: Any, rest: Any, where: Any = slice(None)) -> Any:
    if weight is not None:
        values *= weight.reshape(-1)[where]
    if rest is not None:
        values += rest.reshape(-1)[where]
    return values


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
        z = s * s
        return s * (e - 2 * z * (1 / 3 + z * (1 / 5 + z * (1 / 7 + z * (1 / 9 + z * (1 / 11))))))
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


def log_sum(*parts: Any) -> Any:
    """Return log(exp(u) + exp(v) + ...)."""
    total = parts[0]
    for part in parts[1:]:
        total = np.logaddexp(total, part)
    return total


def log_sum_step(*parts: Any) -> Any:
    """Return `log_sum` of v1, v2, ... less that of u1, u2, ..., for parts u1, v1, d1, u2, v2, d2, ... with d = v - u."""
    start, end = log_sum(*parts[::3]), log_sum(*parts[1::3])
    change: Any = 0.0
    moved = []
    for u, d in zip(parts[::3], parts[2::3], strict=True):
        share = u - start
        change = change + np.exp(share) * np.expm1(d)
        moved.append(share + d)
    if len(moved) == 2:
        change = np.where(parts[2] == -parts[5], _opposite_steps((parts[0] - parts[3]) / 2, parts[2]), change)
    value = np.asarray(np.log1p(change))
    far = ~((change > -0.5) & (change < 1))
    if far.any():
        apart = log_sum(*moved)
        value = np.where(far, np.where(np.isfinite(apart), apart, end - start), value)
    return value


def _opposite_steps(half: Any, d: Any) -> Any:
    """Return cosh(half + d)/cosh(half) - 1: the logarithms of two terms move by d and -d, as those of a cosh do."""
    return np.tanh(half) * np.sinh(d) + 2 * np.square(np.sinh(d / 2))


def gap_of_logs(u: Any, v: Any, d: Any) -> Any:
    """Return exp(v) - exp(u) (1 + d), at least 0, for d = v - u; exp(v) at u = -oo."""
    low, high = np.exp(u), np.exp(v)
    value = np.where(d < 1, low * exp_remainder(d), high - low * (1 + d))
    return np.where(low == 0, high, value)


def times_log(u: Any, v: Any) -> Any:
    """Return exp(u) v, which is 0 at u = -oo."""
    factor = np.exp(u)
    return np.where(factor == 0, 0.0, factor * v)


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
