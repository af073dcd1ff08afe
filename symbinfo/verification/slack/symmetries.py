"""Fewer parameters: a sign that shifts or scalings of parameters together do not change is that at one place of each orbit.

Where S(x + t u) = S(x) for all t, a parameter that moves along the whole line is set to 0; where S(t**w x) = t**d S(x)
for all t > 0, a positive one is set to 1. The weights are found in numbers, by Euler's theorem; the identities are shown
by exact rewriting.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations, product

from sympy import Dummy, Expr, Float, Integer, Rational, S, Symbol

from symbinfo.expressions.domain import Domain
from symbinfo.verification.referee.exact_rewriting import zero_by
from symbinfo.verification.slack.ranges import Range

__all__ = ["reduced"]

WEIGHTS = (0, 1, -1, 2, -2)
# Where derivatives are looked at, and below what they count as 0 there.
PLACES = (Rational(13, 17), Rational(5, 7), Rational(9, 19), Rational(3, 11), Rational(15, 23))
TINY, DIGITS = 1e-15, 25
_BY, _TIMES = Dummy("t", real=True), Dummy("t", positive=True)


def reduced(expr: Expr, ranges: Mapping[Symbol, Range], domain: Domain) -> tuple[Expr, dict[Symbol, Expr]]:
    """An expression of the same sign with fewer parameters, and the values that the others were given.

    Parameters
    ----------
    expr : Expr
        Its sign is asked for.
    ranges : mapping
        Where its symbols live.
    domain : Domain
        What is known of them, each by itself.
    """
    given: dict[Symbol, Expr] = {}
    while True:
        free = sorted(expr.free_symbols, key=str)
        found = next(_steps(expr, free, ranges, domain), None) if len(expr.free_symbols) > 1 else None
        if found is None:
            return expr, given
        symbol, value = found
        given[symbol] = value
        expr = expr.xreplace({symbol: value})


def _steps(
    expr: Expr, free: list[Symbol], ranges: Mapping[Symbol, Range], domain: Domain
) -> Iterator[tuple[Symbol, Expr]]:
    line = [s for s in free if ranges[s].is_line]
    for size in range(len(line), 1, -1):
        for together in combinations(line, size):
            if zero_by(expr.xreplace({s: s + _BY for s in together}) - expr, domain) is not None:
                yield together[0], S.Zero
    scalable = [s for s in free if ranges[s].is_scaled]
    slopes = {s: s * expr.diff(s) for s in scalable}
    rows = [_numbers([*slopes.values(), expr], turn) for turn in range(3)] if scalable else []
    for weights in product(WEIGHTS, repeat=len(scalable)) if rows and None not in rows else ():
        fixed = [s for s, w in zip(scalable, weights, strict=True) if w and ranges[s].is_half_line]
        if not fixed:
            continue
        for degree in WEIGHTS:
            gaps = [
                sum(w * x for w, x in zip(weights, row or [], strict=False)) - degree * (row or [0])[-1] for row in rows
            ]
            if max(map(abs, gaps)) > TINY:
                continue
            scaled = expr.xreplace({s: s * _TIMES**w for s, w in zip(scalable, weights, strict=True)})
            if zero_by(scaled - _TIMES**degree * expr, domain) is not None:
                yield fixed[-1], Integer(1)


def _numbers(exprs: list[Expr], turn: int) -> list[float] | None:
    """The values of some expressions at a place in no simple ratio."""
    symbols = sorted(set().union(*(e.free_symbols for e in exprs)), key=str)
    at = {s: Float(PLACES[(i + turn) % len(PLACES)] + Rational(turn, 29), DIGITS) for i, s in enumerate(symbols)}
    values = [e.xreplace(at).evalf(DIGITS) for e in exprs]
    return [float(v) for v in values] if all(v.is_Float or v.is_Integer for v in values) else None
