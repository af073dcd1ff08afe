"""What follows linearly from inequalities over the rational numbers: Fourier-Motzkin elimination.

Monomials are the variables, so that nothing is known of x*y but what is said of it. Sound because each new inequality
is a sum of positive multiples of those before. Reference: Schrijver, Theory of Linear and Integer Programming, 12.2.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import gcd, lcm

from .forms import Form, Monomial

__all__ = ["follows"]

MOST_ROWS = 300
#: Whole coefficients by monomial, that of the constant under (); and whether the sum is > 0, not only >= 0.
Row = tuple[dict[Monomial, int], bool]


def follows(goal: Form, strict: bool, facts: Iterable[tuple[Form, bool]]) -> bool:
    """Whether `goal > 0` (`>= 0` when not strict) follows from facts of this shape: its negation contradicts them.

    Examples
    --------
    >>> a, b = ((0, 1),), ((1, 1),)
    >>> follows({a: 1, b: -1}, True, [({a: 1, (): -1}, False), ({(): 1, b: -1}, True)])
    True
    """
    rows = [_row({m: -c for m, c in goal.items()}, not strict), *(_row(f, s) for f, s in facts)]
    while True:
        if any(_contradiction(row) for row in rows):
            return True
        variables = {m for coefficients, _ in rows for m in coefficients if m}
        if not variables:
            return False
        counted = {v: [0, 0] for v in variables}
        for coefficients, _ in rows:
            for m, c in coefficients.items():
                if m:
                    counted[m][c > 0] += 1
        chosen = min(variables, key=lambda v: (counted[v][0] * counted[v][1] - sum(counted[v]), v))
        above = [r for r in rows if r[0].get(chosen, 0) > 0]
        below = [r for r in rows if r[0].get(chosen, 0) < 0]
        new = [_combined(a, b, chosen) for a in above for b in below]
        rows = _without_repeats([r for r in rows if chosen not in r[0]] + new)
        if len(rows) > MOST_ROWS:
            return False


def _row(form: Form, strict: bool) -> Row:
    if not form:
        return {}, strict
    top, bottom = gcd(*(c.numerator for c in form.values())), lcm(*(c.denominator for c in form.values()))
    return {m: int(c * bottom) // top for m, c in form.items()}, strict


def _contradiction(row: Row) -> bool:
    """0 > 0, or a negative number >= 0."""
    coefficients, strict = row
    return (not coefficients and strict) or (list(coefficients) == [()] and coefficients[()] < 0)


def _combined(above: Row, below: Row, variable: Monomial) -> Row:
    up, down = above[0][variable], -below[0][variable]
    total = {m: c * down for m, c in above[0].items()}
    for m, c in below[0].items():
        new = total.get(m, 0) + c * up
        if new:
            total[m] = new
        else:
            del total[m]
    return _row(dict(total), above[1] or below[1])


def _without_repeats(rows: list[Row]) -> list[Row]:
    seen: dict[frozenset[tuple[Monomial, int]], Row] = {}
    for coefficients, strict in rows:
        name = frozenset(coefficients.items())
        if name and list(coefficients) != [()] and name in seen:
            strict = strict or seen[name][1]
        seen[name] = (coefficients, strict) if name not in seen or strict else seen[name]
    return list(seen.values())
