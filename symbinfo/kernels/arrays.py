"""The remainders on any arrays: branch-free, so that PyTorch and JAX trace and differentiate them.

Each function chooses between forms by `where`, as the NumPy ones choose by masks. A form that is not chosen is given a
harmless argument: its derivative would otherwise be NaN, and 0 times NaN is NaN.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import reduce, wraps
from typing import Any

from symbinfo.kernels.remainders import ARTANH, EXP, LOWEST, NEAR_ONE
from symbinfo.kernels.stirling import FRACTIONS_FROM, LOSING, LOST, MU_2_ROWS, MU_ROWS, NODES, WEIGHTS

__all__ = ["Remainders"]

#: Terms of the series of the exponential integral, and levels of its continued fraction, from 1 on.
SERIES = 24
LEVELS = 120


def _on_arrays(method: Callable[..., Any]) -> Callable[..., Any]:
    """Make numbers among the arguments arrays of the same kind as the others."""

    @wraps(method)
    def call(self: Remainders, *values: Any) -> Any:
        like = next((v for v in values if hasattr(v, "dtype")), None)
        if like is None:
            return method(self, *(self.xp.asarray(float(v), dtype=self.xp.float64) for v in values))
        return method(self, *(v if hasattr(v, "dtype") else self.xp.zeros_like(like) + v for v in values))

    return call


class Remainders:
    """The functions of `remainders` and `stirling`, by the same names, over one array library.

    Parameters
    ----------
    xp : module
        Has `where`, `log`, `log1p`, `expm1`, `finfo` and their like.
    power_of_two : callable
        From an array to the power of two next below its absolute value, without a derivative.
    """

    def __init__(self, xp: Any, power_of_two: Callable[[Any], Any]) -> None:
        self.xp, self.power_of_two = xp, power_of_two

    def _largest(self, x: Any) -> float:
        """Beyond it a product may overflow: 1e290 in double precision."""
        return float(self.xp.finfo(x.dtype).max) ** 0.94

    def _pick(self, chosen: Any, x: Any, harmless: float) -> Any:
        return self.xp.where(chosen, x, harmless)

    @_on_arrays
    def log_remainder(self, e: Any, *factors: Any) -> Any:
        """Return r - 1 - log(r) for r = 1 + e, the product of top/bottom over `factors`."""
        near = abs(e) < NEAR_ONE
        far = (e < LOWEST - 1) | (e > self._largest(e))
        other = self._pick(~near, e, 1.0)
        return self.xp.where(near, _log_series(self._pick(near, e, 0.0)), other - self._log(other, far, factors))

    @_on_arrays
    def log_ratio(self, e: Any, *factors: Any) -> Any:
        """Return log(r) for r = 1 + e."""
        return self._log(e, (e < LOWEST - 1) | (abs(e) > self._largest(e)), factors)

    def _log(self, e: Any, far: Any, factors: tuple[Any, ...]) -> Any:
        """Return log(1 + e) by one logarithm and what rounding took; where it is far out, of a root of the product."""
        depth = 1 if len(factors) == 2 else 2
        parts = (self._root(self._pick(far, factor, 1.0), depth) for factor in factors)
        root: Any = reduce(lambda a, b: a * b, (top / bottom for top, bottom in zip(parts, parts, strict=True)))
        step = self._pick(~far, e, 0.0)
        r = self.xp.where(far, root, 1 + step)
        log = self.xp.log(r)
        return self.xp.where(far, 2**depth * log, log + (step - (r - 1)) / r)

    def _root(self, x: Any, depth: int) -> Any:
        """The square root, or the root of the root: quotients of these are in range."""
        return reduce(lambda value, _: self.xp.sqrt(value), range(depth), x)

    @_on_arrays
    def log_quotient(self, a: Any, b: Any) -> Any:
        """Return log(a/b)."""
        return self._log_of_ratio([a, b])

    def _log_of_ratio(self, factors: list[Any]) -> Any:
        """Return the log of top/bottom * top/bottom * ...; a product out of range is taken apart."""
        ratio: Any = reduce(lambda a, b: a * b, (a / b for a, b in zip(factors[::2], factors[1::2], strict=True)))
        large = self._largest(ratio)
        apart = ~((ratio > 1 / large) & (ratio < large))
        logs = [self.xp.log(self._pick(apart, f, 1.0)) for f in factors]
        total: Any = sum(log if i % 2 == 0 else -log for i, log in enumerate(logs))
        return self.xp.where(apart, total, self.xp.log(self._pick(~apart, ratio, 1.0)))

    @_on_arrays
    def gap(self, a: Any, b: Any, d: Any) -> Any:
        """Return a log(a/b) + b - a for d = b - a: b where a = 0."""
        zero = a == 0
        start = self._pick(~zero, a, 1.0)
        e = self._pick(~zero, d, 0.0) / start
        large = abs(e) > self._largest(e)
        value = start * self.log_remainder(self._pick(~large, e, 0.0), self._pick(~zero, b, 1.0), start)
        small, end = self._pick(large, start, 1.0), self._pick(large, b, 1.0)
        direct = end - small * (1 + self.xp.log(end) - self.xp.log(small))
        return self.xp.where(zero, b, self.xp.where(large, direct, value))

    @_on_arrays
    def exp_remainder(self, u: Any) -> Any:
        """Return exp(u) - 1 - u."""
        near = abs(u) < 0.5
        small, other = self._pick(near, u, 0.0), self._pick(~near, u, 1.0)
        series = reduce(lambda total, c: (total + c) * small, EXP[1:], small * EXP[0]) * small
        return self.xp.where(near, series, self.xp.expm1(other) - other)

    @_on_arrays
    def log_sum(self, *parts: Any) -> Any:
        """Return log(exp(u) + exp(v) + ...)."""
        return reduce(self.xp.logaddexp, parts)

    @_on_arrays
    def log_sum_step(self, *parts: Any) -> Any:
        """Return `log_sum` of v1, v2, ... less that of u1, u2, ..., for parts u1, v1, d1, u2, v2, d2, ... with d = v - u."""
        before, after, steps = parts[::3], parts[1::3], parts[2::3]
        start = self.log_sum(*before)
        shares = [u - start for u in before]
        ups = [self.xp.exp(share) * self.xp.expm1(d) for share, d in zip(shares, steps, strict=True)]
        change: Any = reduce(lambda a, b: a + b, ups)
        near = (change > -0.5) & (change < 1)
        calm = [self._pick(near, d, 0.0) for d in steps]
        ups = [self.xp.exp(share) * self.xp.expm1(d) for share, d in zip(shares, calm, strict=True)]
        return self.xp.where(near, self.xp.log1p(reduce(lambda a, b: a + b, ups)), self.log_sum(*after) - start)

    @_on_arrays
    def gap_of_logs(self, u: Any, v: Any, d: Any) -> Any:
        """Return exp(v) - exp(u) (1 + d), at least 0, for d = v - u."""
        low = self.xp.exp(u)
        near = d < 1
        value = low * self.exp_remainder(self._pick(near, d, 0.0))
        far = self.xp.exp(v) - low * (1 + self._pick(~near & (low > 0), d, 0.0))
        return self.xp.where(near & (low > 0), value, far)

    @_on_arrays
    def times_log(self, u: Any, v: Any) -> Any:
        """Return exp(u) v, which is 0 at u = -oo."""
        factor = self.xp.exp(u)
        return factor * self._pick(factor > 0, v, 0.0)

    @_on_arrays
    def dot_ratio(self, e: Any, f: Any, *factors: Any) -> Any:
        """Return (a*b + c*d + ...)/(e*f), as if the sum were computed in twice the precision."""
        first, second = self.power_of_two(e), self.power_of_two(f)
        total: Any = 0.0
        error: Any = 0.0
        for a, b in zip(factors[::2], factors[1::2], strict=True):
            product, lost = self._two_product(a / first, b / second)
            total, rounding = _two_sum(total, product)
            error = error + (lost + rounding)
        return (total + error) / ((e / first) * (f / second))

    @_on_arrays
    def exact_sum(self, *terms: Any) -> Any:
        """Return the sum of the terms, as if computed in twice the precision."""
        total, error = terms[0], 0.0 * terms[0]
        for part in terms[1:]:
            total, rounding = _two_sum(total, part)
            error = error + rounding
        return total + self._pick(self.xp.isfinite(error), error, 0.0)

    @_on_arrays
    def sin_of_sum(self, a: Any, b: Any) -> Any:
        """Return sin(a + b), where a + b may be rounded by whole turns."""
        total, rounding = _two_sum(a, b)
        return self.xp.sin(total) * self.xp.cos(rounding) + self.xp.cos(total) * self.xp.sin(rounding)

    @_on_arrays
    def cos_of_sum(self, a: Any, b: Any) -> Any:
        """Return cos(a + b), where a + b may be rounded by whole turns."""
        total, rounding = _two_sum(a, b)
        return self.xp.cos(total) * self.xp.cos(rounding) - self.xp.sin(total) * self.xp.sin(rounding)

    def _two_product(self, a: Any, b: Any) -> tuple[Any, Any]:
        product = a * b
        (a_high, a_low), (b_high, b_low) = self._split(a), self._split(b)
        error = a_low * b_low - (((product - a_high * b_high) - a_low * b_high) - a_high * b_low)
        return product, self._pick(self.xp.isfinite(error), error, 0.0)

    def _split(self, a: Any) -> tuple[Any, Any]:
        """Two halves of the digits."""
        digits = 1 - math.log2(float(self.xp.finfo(a.dtype).eps))
        scaled = float(2 ** math.ceil(digits / 2) + 1) * a
        high = scaled - (scaled - a)
        return high, a - high

    # The log-gamma function.

    @_on_arrays
    def stirling(self, x: Any) -> Any:
        """Return mu(x) = log Gamma(x) - (x - 1/2) log x + x - log(2 pi)/2."""
        low = x < FRACTIONS_FROM
        z = self._pick(low, x, 1.0)
        below = (z + 0.5) * self.xp.log1p(1 / z) - 1
        return self._mu(self.xp.where(low, 1 + x, x)) + self._pick(low, below, 0.0)

    @_on_arrays
    def stirling_slope(self, x: Any) -> Any:
        """Return mu'(x)."""
        low = x < FRACTIONS_FROM
        z = self._pick(low, x, 1.0)
        below = self.xp.log1p(1 / z) - (z + 0.5) / (z * (z + 1))
        return self._pick(low, below, 0.0) - self._mu(self.xp.where(low, 1 + x, x), 2)

    @_on_arrays
    def stirling_remainder(self, x: Any, y: Any, d: Any) -> Any:
        """Return g(y) - g(x) - g'(x) d for g(x) = log Gamma(x) - x log x + x and d = y - x."""
        small = (x < FRACTIONS_FROM) | (y < FRACTIONS_FROM)
        apart = small & ((x > 1) | (y > 1))
        beside = small & ~apart
        p, q, c = self._only(~apart, x, y, d)
        near = self._remainder_usual(self.xp.where(beside, 1 + p, p), self.xp.where(beside, 1 + q, q), c)
        p, q, c = self._only(beside, x, y, d)
        near = near + self.log_remainder(c / p, q, p) + (self.gap(1 + q, 1 + p, -c) - self.gap(q, p, -c))
        return self.xp.where(apart, self._remainder_apart(*self._only(apart, x, y, d)), near)

    def _only(self, chosen: Any, x: Any, y: Any, d: Any) -> tuple[Any, Any, Any]:
        return self._pick(chosen, x, 1.0), self._pick(chosen, y, 1.0), self._pick(chosen, d, 0.0)

    def _remainder_apart(self, x: Any, y: Any, d: Any) -> Any:
        ends = [self.stirling(z) - self.xp.log(z) / 2 for z in (x, y)]
        return ends[1] - ends[0] - (self.stirling_slope(x) - 0.5 / x) * d

    def _remainder_usual(self, x: Any, y: Any, d: Any) -> Any:
        """That of mu by its values, or by Gauss's quadrature of its curvature, and that of -log(x)/2."""
        first, slope = self._mu(x), self._mu(x, 2)
        values = self._mu(y) - first + slope * d
        rest = self.log_remainder(d / x, y, x) / 2
        near = values + rest < LOSING * first + LOST
        p, _, c = self._only(near, x, y, d)
        return self.xp.where(near, self._mean_curvature(p, c, falling=True) * c * c, values) + rest

    def _mu(self, x: Any, row: int = 0) -> Any:
        """mu(x) for row 0, and -mu'(x) for row 2, where x is at least 1/4."""
        w = 1 / x
        value = _fraction(MU_ROWS[row : row + 2], w) * w
        return value * w if row else value

    def _mean_curvature(self, x: Any, d: Any, falling: bool) -> Any:
        """The mean of mu''(x + t d), times 1 - t where that is asked for, over t in (0, 1)."""
        w = 1 / self.xp.stack([x + t * d for t in NODES])
        curvature = _fraction(MU_2_ROWS, w) * w * w * w
        total: Any = 0.0
        for i, (t, weight) in enumerate(zip(NODES, WEIGHTS, strict=True)):
            total = total + (weight if falling else weight / (1 - t)) * curvature[i, ...]
        return total

    @_on_arrays
    def stirling_step(self, x: Any, y: Any, d: Any) -> Any:
        """Return g'(y) - g'(x) for g'(x) = digamma(x) - log x and d = y - x."""
        low = (x < FRACTIONS_FROM) | (y < FRACTIONS_FROM)
        a, b = self.xp.where(low, 1 + x, x), self.xp.where(low, 1 + y, y)
        rest, slope = d / a / b / 2, self._mu(a, 2)
        near = abs(rest) < LOSING * slope
        mean = self._mean_curvature(self._pick(near, a, 1.0), self._pick(near, d, 0.0), falling=False)
        value = rest + self.xp.where(near, mean * self._pick(near, d, 0.0), slope - self._mu(b, 2))
        p, q, c = self._only(low, x, y, d)
        return value + (c / p / q + self.xp.log1p(-c / (q * (1 + p))))

    @_on_arrays
    def stirling_curvature(self, x: Any) -> Any:
        """Return the derivative of digamma(x) - log x."""
        below = x < 0.5
        up = self.xp.where(below, 1 + x, x)
        w = 1 / up
        curved = w * w / 2 + _fraction(MU_2_ROWS, w) * w * w * w
        small = self._pick(below, x, 1.0)
        return curved + self._pick(below, 1 / (small * small) - 1 / small + 1 / up, 0.0)

    @_on_arrays
    def loggamma_step(self, x: Any, y: Any, d: Any) -> Any:
        """Return digamma(y) - digamma(x) for d = y - x."""
        return self.stirling_step(x, y, d) + self.log_ratio(d / x, y, x)

    @_on_arrays
    def loggamma_remainder(self, x: Any, y: Any, d: Any) -> Any:
        """Return log Gamma(y) - log Gamma(x) - digamma(x) d for d = y - x."""
        return self.gap(y, x, -d) + self.stirling_remainder(x, y, d)

    @_on_arrays
    def shares_remainder(self, *parts: Any) -> Any:
        """Return the sum of `stirling_remainder` over x, y, d, x, y, d, ..., less that of their sums.

        Where all but one of the arguments are tiny beside that one, digits are lost, which the kernels on NumPy keep.
        """
        triples = [parts[i : i + 3] for i in range(0, len(parts), 3)]
        x, y, d = (reduce(lambda a, b: a + b, part) for part in zip(*triples, strict=True))
        total: Any = sum(self.stirling_remainder(*triple) for triple in triples)
        return total - self.stirling_remainder(x, y, d)

    @_on_arrays
    def guarded(self, product: Any, log: Any) -> Any:
        """Return the product where it came out finite and not 0, the exponential of its logarithm elsewhere."""
        usable = self.xp.isfinite(product) & (product != 0)
        return self.xp.where(usable, product, self.xp.exp(self._pick(~usable, log, 0.0)))

    # The exponential integral.

    @_on_arrays
    def scaled_exp1(self, x: Any) -> Any:
        """Return exp(x) E1(x): by the series DLMF 6.6.2 up to 1, by the continued fraction 6.9.1 beyond."""
        small = x <= 1
        z, y = self._pick(small, x, 1.0), self._pick(~small, x, 1.0)
        series: Any = 0.0
        term: Any = -1.0
        for k in range(1, SERIES):
            term = term * -z / k
            series = series + term / k
        fraction: Any = y + LEVELS
        for k in range(LEVELS, 0, -1):
            fraction = y + k / (1 + k / fraction)
        euler = 0.5772156649015329
        return self.xp.where(small, self.xp.exp(z) * (series - euler - self.xp.log(z)), 1 / fraction)


def _log_series(e: Any) -> Any:
    """Return e - log1p(e) for a small e."""
    s = e / (2 + e)
    square = s * s
    total = reduce(lambda total, c: (total + c) * square, ARTANH[1:], square * ARTANH[0])
    return s * (e - 2 * total)


def _fraction(rows: Any, w: Any) -> Any:
    """The quotient of two polynomials with the coefficients of the rows."""
    top, bottom = (_polynomial(row, w) for row in rows)
    return top / bottom


def _polynomial(coefficients: Any, v: Any) -> Any:
    return reduce(lambda total, c: total * v + c, coefficients[-2::-1], coefficients[-1])


def _two_sum(a: Any, b: Any) -> tuple[Any, Any]:
    """The sum and its rounding error."""
    total = a + b
    part = total - a
    return total, (a - (total - part)) + (b - part)
