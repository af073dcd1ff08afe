"""Sums of real functions over the integers to many digits, with bounds on the tails and error estimates.

A tail that falls geometrically is summed until its bound is small. One that falls slowly is compared with the integral
of its terms: Gregory's formula adds to the integral from N on what the forward differences at N say, and is tried from
two different N. Where the terms have no values between the integers, the tail is condensed to an alternating series.

References
----------
Hildebrand, Introduction to Numerical Analysis, section 5.9 (Gregory's formula); Cohen, Rodriguez Villegas and Zagier,
Convergence acceleration of alternating series (2000); van Wijngaarden's condensation, as in Press et al., Numerical
Recipes, section 5.3.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from .double_exponential import GUARD_BITS, Function
from .estimates import Estimate, Pole, Real, Undefined, Unknown
from .quadrature import SCAN_BITS, integrate
from .wide_hills import wide_hill

__all__ = ["summation"]

# The rounding of so many terms is bounded.
ROUNDING_PLACES = 24
# A tail of more terms than MOST_DIRECT is compared with its integral, or condensed.
MOST_TERMS, MOST_DIRECT, LAST_INDEX = 20_000, 600, 10**18


def summation(
    f: Function,
    lower: Real,
    upper: Real,
    ctx: Any,
    soft: Iterable[Real] = (),
    between: Function | None = None,
    bound: Function | None = None,
) -> Estimate:
    """The sum of f over the integers from lower to upper, both included.

    Parameters
    ----------
    f : callable
        Takes an integer.
    lower, upper : int or infinite
        The range.
    ctx : mpmath context
        Its precision is the working precision.
    soft : iterable of real
        Places around which terms may be large.
    between : callable, optional
        The same at any real place, where it is smooth.
    bound : callable, optional
        A bound on the rounding of f at a place.
    """
    if lower > upper:
        return Estimate(ctx.zero, ctx.zero)
    for end in (lower, upper):
        if ctx.isfinite(end) and end != ctx.floor(end):
            raise Undefined("a sum whose ends are not integers")
    prec = ctx.prec
    try:
        ctx.prec = prec + GUARD_BITS
        terms = _Terms(f, between, ctx, bound)
        total = _sum(terms, lower, upper, [int(ctx.floor(n)) for n in soft if abs(n) < LAST_INDEX], ctx)
        if bound is not None:
            total += Estimate(ctx.zero, _rounding(terms, bound, ctx))
    except (Unknown, Pole) as error:
        raise Unknown(f"a term of a sum: {error}") from None
    finally:
        ctx.prec = prec
    return Estimate(+total.value, +total.error + abs(total.value) * ctx.eps)


@dataclass(frozen=True)
class _Terms:
    """The terms of a sum, each computed once, and the values between them; turned round for a sum downwards."""

    f: Function
    between: Function | None
    ctx: Any
    bound: Function | None = None
    sign: int = 1
    seen: dict[tuple[int, int], Real] = field(default_factory=dict)

    def __call__(self, k: int) -> Real:
        key = self.sign * k, self.ctx.prec
        if key not in self.seen:
            self.seen[key] = self.ctx.mpf(self.f(self.sign * k))
        return self.seen[key]

    def at(self, x: Real) -> Real:
        """The value at a real place."""
        if self.between is None:
            raise Unknown("no values between the terms")
        return self.between(x if self.sign > 0 else -x)

    def lost(self, k: int) -> Real:
        """What part of a term may be rounding; 0 where that is not known."""
        value = self(k)
        if self.bound is None or not value:
            return self.ctx.zero
        try:
            return self.bound(self.ctx.mpf(self.sign * k)) / abs(value)
        except (Unknown, Undefined):
            return self.ctx.one

    @property
    def downwards(self) -> _Terms:
        return _Terms(self.f, self.between, self.ctx, self.bound, -self.sign, self.seen)


def _rounding(terms: _Terms, bound: Function, ctx: Any) -> Real:
    """The bounds on the rounding of some of the terms seen, each for all to the next; as large as those without one."""
    seen = sorted({k: value for (k, prec), value in terms.seen.items() if prec >= ctx.prec}.items())
    if not seen:
        return ctx.zero
    total, chosen = ctx.zero, seen[:: len(seen) // ROUNDING_PLACES + 1]
    ends = [*(k for k, _ in chosen[1:]), seen[-1][0] + 1]
    for (k, value), end in zip(chosen, ends, strict=True):
        try:
            lost = bound(ctx.mpf(k))
        except (Unknown, Undefined):
            lost = abs(value)
        total += lost * (end - k)
    return total


def _sum(f: _Terms, lower: Real, upper: Real, soft: Sequence[int], ctx: Any) -> Estimate:
    if ctx.isinf(lower):
        if ctx.isfinite(upper):
            return _upward(f.downwards, -int(upper), [-n for n in soft], ctx)
        return _upward(f.downwards, 1, [-n for n in soft], ctx) + _upward(f, 0, soft, ctx)
    start = int(lower)
    if ctx.isinf(upper):
        return _upward(f, start, soft, ctx)
    if upper - lower > MOST_TERMS:
        return _long(f, start, int(upper), soft, ctx)
    return _direct([f(k) for k in range(start, int(upper) + 1)], ctx)


def _long(f: _Terms, start: int, stop: int, soft: Sequence[int], ctx: Any) -> Estimate:
    """A finite sum of too many terms to take one by one."""
    mode, seen = _scanned(f, start, soft, ctx, stop)
    matters = _mattering(f, start, mode, seen, ctx)
    found = wide_hill(f, start, stop, mode, matters, f.lost(mode), ctx)
    if found is None:
        raise Unknown(f"a finite sum of more than {MOST_TERMS} terms")
    return found


def _direct(terms: Sequence[Real], ctx: Any) -> Estimate:
    return Estimate(ctx.fsum(terms), ctx.eps * ctx.fsum(abs(t) for t in terms))


def _upward(f: _Terms, start: int, soft: Sequence[int], ctx: Any) -> Estimate:
    """A sum to infinity: the terms below the largest, then a tail that falls geometrically or slowly.

    Neither stops before the last index at which the scan saw a term that matters: there may be more than one hill.
    """
    mode, seen = _scanned(f, start, soft, ctx)
    matters = _mattering(f, start, mode, seen, ctx)
    hill = wide_hill(f, start, None, mode, matters, f.lost(mode), ctx)
    if hill is not None:
        return hill
    below = _below(f, start, mode, min(matters, default=mode), ctx)
    beyond = [size for k, size in seen if k > mode]
    one_hill = all(b <= a for a, b in itertools.pairwise(beyond))
    return below + _tail(f, mode, max(matters, default=mode), one_hill, ctx)


def _mattering(f: _Terms, start: int, mode: int, seen: list[tuple[int, Real]], ctx: Any) -> list[int]:
    """The places of a scan where terms are not negligible."""
    top = abs(f(mode))
    return [k for k, size in seen if size * (k - start + 1) > top * ctx.eps]


def _scanned(
    f: _Terms, start: int, soft: Sequence[int], ctx: Any, stop: int | None = None
) -> tuple[int, list[tuple[int, Real]]]:
    """The place of the largest term, and what a scan saw."""
    prec = ctx.prec
    try:
        ctx.prec = min(prec, 2 * SCAN_BITS)
        return _largest_term(f, start, soft, stop)
    finally:
        ctx.prec = prec


def _below(f: _Terms, start: int, mode: int, least: int, ctx: Any) -> Estimate:
    """The terms before the largest, downwards, as far as they matter."""
    terms: list[Real] = []
    top = abs(f(mode))
    for k in range(mode - 1, start - 1, -1):
        terms.append(f(k))
        rest = abs(terms[-1]) * (k - start)
        if k < least and len(terms) % 16 == 0 and rest < top * ctx.eps and _falls(terms):
            return _direct(terms, ctx) + Estimate(ctx.zero, rest)
        if len(terms) > MOST_TERMS:
            return Estimate(ctx.zero, ctx.inf)
    return _direct(terms, ctx)


def _falls(terms: Sequence[Real]) -> bool:
    """Whether the last terms fall steadily."""
    last = [abs(t) for t in terms[-20:]]
    return all(b <= a for a, b in itertools.pairwise(last))


def _largest_term(
    f: Function, start: int, soft: Sequence[int], stop: int | None = None
) -> tuple[int, list[tuple[int, Real]]]:
    """An index where |f| is largest, and the sizes seen on a geometric scan of the indices and near the soft nodes."""
    indices = [*range(start, start + 6), *(n + j for n in soft for j in range(-2, 4) if n + j >= start)]
    last = LAST_INDEX if stop is None else stop - start
    gap = 4
    while gap < last:
        indices.append(start + gap * 2)
        if stop is not None:
            indices.append(stop - gap * 2)
        gap = gap * 3 // 2
    if stop is not None:
        indices = [k for k in [*indices, stop, (start + stop) // 2] if start <= k <= stop]
    seen = [(k, _term_size(f, k)) for k in sorted(set(indices))]
    i = max(range(len(seen)), key=lambda j: seen[j][1])
    low, high = seen[max(i - 1, 0)][0], seen[min(i + 1, len(seen) - 1)][0]
    while high - low > 2:  # a ternary search: between neighbours of the scan there is one maximum
        a, b = low + (high - low) // 3, high - (high - low) // 3
        low, high = (a, high) if _term_size(f, a) < _term_size(f, b) else (low, b)
    best = max(range(low, high + 1), key=lambda k: _term_size(f, k))
    return best, seen


def _term_size(f: Function, k: int) -> Real:
    try:
        return abs(f(k))
    except (Unknown, Pole):
        return -1


def _tail(f: _Terms, start: int, reach: int, one_hill: bool, ctx: Any) -> Estimate:
    """The sum from start to infinity of terms that fall, at least from `reach` on, or from here on if `one_hill`."""
    terms: list[Real] = []
    untried = True
    while len(terms) <= MOST_TERMS:
        terms.append(f(start + len(terms)))
        n = len(terms)
        if n < 16 or n % 8:
            continue
        ratio = _ratio(terms)
        if ratio is not None and start + n > reach:
            left = abs(terms[-1]) * ratio / (1 - ratio)
            if left <= ctx.fsum(abs(t) for t in terms) * ctx.eps / 4:
                return _direct(terms, ctx) + Estimate(ctx.zero, 4 * left)
        if n < 64 or (ratio is not None and _terms_needed(ratio, ctx) <= MOST_DIRECT):
            continue
        seen_all = start + n > reach or reach > start + MOST_TERMS
        if untried and (one_hill or seen_all):
            untried = False
            found = _by_integral(f, start + n, ctx)
            if found is not None:
                return _direct(terms, ctx) + found
        if seen_all:
            return _direct(terms, ctx) + _condensed(f, start + n, ctx)
    return Estimate(ctx.zero, ctx.inf)


def _ratio(terms: Sequence[Real]) -> Real:
    """A bound on the ratio of the coming terms, halfway to 1 from the largest of the last; None when too near 1."""
    last = [abs(t) for t in terms[-8:]]
    if not all(last):
        return 0 if not any(last) else None
    largest = max(b / a for a, b in itertools.pairwise(last))
    return (1 + largest) / 2 if largest < 0.99 else None


def _terms_needed(ratio: Real, ctx: Any) -> Real:
    return ctx.prec * ctx.ln2 / -ctx.ln(2 * ratio - 1) if ratio > 0.5 else 0


def _by_integral(f: _Terms, start: int, ctx: Any) -> Estimate | None:
    """The tail by Gregory's formula from two places; None where the two differ, as where f has no values between."""
    try:
        found = _compared(f, start, ctx)
    except ArithmeticError:
        return None
    return found if found.error <= abs(found.value) * ctx.eps * 2 ** (2 * GUARD_BITS) else None


def _compared(f: _Terms, start: int, ctx: Any) -> Estimate:
    """The tail from the second place; what the tail from the first differs by is counted as error."""
    prec = ctx.prec
    count = int(prec * 0.4) + 8
    first = start + prec + 8
    second = first + count // 2 + 3
    try:
        ctx.prec = prec + count + GUARD_BITS
        values = [f(k) for k in range(start, second + count)]
        corrections = [_differences(values[n - start : n - start + count], ctx) for n in (first, second)]
    finally:
        ctx.prec = prec
    found = []
    for n, correction in zip((first, second), corrections, strict=True):
        before = _direct(values[: n - start], ctx)
        found.append(before + correction + integrate(f.at, ctx.mpf(n), ctx.inf, ctx))
    return found[1] + Estimate(ctx.zero, 4 * abs(found[1].value - found[0].value))


def _differences(values: Sequence[Real], ctx: Any) -> Estimate:
    """The sum of c[n] * D**(n - 1) f over the forward differences D of f at its first place, while they shrink.

    c are the coefficients of x / log(1 + x): with E = 1 + D the sum is -1/D, and the integral is -1/log(1 + D).
    """
    total, row, coefficients, last = ctx.zero, list(values), [ctx.one], ctx.inf
    for n in range(1, len(values)):
        signed = ((-1) ** m * coefficients[n - m] / (m + 1) for m in range(1, n + 1))
        coefficients.append(-sum(signed, ctx.zero))
        term = coefficients[n] * row[0]
        if abs(term) > last and n > 4:
            break
        total, last = total + term, abs(term)
        row = [b - a for a, b in itertools.pairwise(row)]
    return Estimate(total, last)


def _condensed(f: _Terms, start: int, ctx: Any) -> Estimate:
    """A slowly falling tail, condensed to an alternating series whose sum is accelerated, at two lengths."""
    prec = ctx.prec
    try:
        ctx.prec = prec + 32
        count = int(prec * 0.40) + 6  # the error of the acceleration falls by 5.8 a term
        terms: list[Real] = []
        slack = ctx.zero
        for k in range(1, count + 4):
            found = _doubling(f, start - 1, k, ctx)
            terms.append(found.value)
            slack += found.error
        values = [_alternating(terms[:n], ctx) for n in (count, count + 3)]
    finally:
        ctx.prec = prec
    return Estimate(+values[1], 4 * abs(values[1] - values[0]) + slack + abs(values[1]) * ctx.eps)


def _doubling(f: Function, offset: int, k: int, ctx: Any) -> Estimate:
    """The sum of 2**j f(offset + 2**j k) over j; its terms fall geometrically when f falls faster than 1/k."""
    total, j, last = ctx.zero, 0, []
    while j < 60 * ctx.prec:
        term = ctx.ldexp(f(offset + (k << j)), j)
        total += term
        last.append(abs(term))
        j += 1
        if not term:
            return Estimate(total, ctx.zero)
        if j > 12 and j % 4 == 0:
            ratio = max(b / a for a, b in zip(last[-4:-1], last[-3:], strict=True))
            ratio = (1 + 3 * ratio) / 4
            if ratio < 1 and last[-1] * ratio / (1 - ratio) < abs(total) * ctx.eps:
                return Estimate(total, abs(total) * ctx.eps * 2)
            if ratio >= 1 and j > 64:
                raise Unknown("a sum whose terms fall no faster than 1/k")
    raise Unknown("a sum whose terms fall hardly faster than 1/k")


def _alternating(terms: Sequence[Real], ctx: Any) -> Real:
    """The sum of (-1)**k terms[k], by Algorithm 1 of Cohen, Rodriguez Villegas and Zagier."""
    n = len(terms)
    d = (3 + ctx.sqrt(8)) ** n
    d = (d + 1 / d) / 2
    b, c, total = -ctx.one, -d, ctx.zero
    for k, term in enumerate(terms):
        c = b - c
        total += c * term
        b = b * (k + n) * (k - n) / ((k + ctx.mpf(1) / 2) * (k + 1))
    return total / d
