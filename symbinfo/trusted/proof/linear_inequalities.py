"""What follows linearly from inequalities over the rational numbers: Fourier-Motzkin elimination.

Monomials are the variables, so that nothing is known of x*y but what is said of it. Sound because each new inequality
is a sum of positive multiples of those before. Reference: Schrijver, Theory of Linear and Integer Programming, 12.2.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import gcd, lcm

from .forms import Form, Monomial
from .sign_sets import ANY, NEGATIVE, POSITIVE, ZERO

__all__ = ["sign_that_follows"]

MOST_ROWS = 300
#: How strict a sum is: >= 0, > 0 if the goal were negative, > 0 for sure.
NOT_STRICT, WITH_THE_GOAL, STRICT = 0, 1, 2
#: Whole coefficients by monomial, that of the constant under (); and how strict the sum is.
Row = tuple[dict[Monomial, int], int]


def sign_that_follows(goal: Form, facts: Iterable[tuple[Form, bool]]) -> int:
    """The possible signs of a form, given inequalities of this shape: > 0 where they are strict, otherwise >= 0.

    Examples
    --------
    >>> a, b = ((0, 1),), ((1, 1),)
    >>> sign_that_follows({a: 1, b: -1}, [({a: 1, (): -1}, False), ({(): 1, b: -1}, True)]) == POSITIVE
    True
    """
    wanted, _ = _row(goal, WITH_THE_GOAL)
    rows = _useful(wanted, [_row(fact, STRICT if strict else NOT_STRICT) for fact, strict in facts])
    if not rows:
        return ANY
    found = ANY
    for sign, turn in ((POSITIVE, -1), (NEGATIVE, 1)):
        shown = _contradicted([({m: turn * c for m, c in wanted.items()}, WITH_THE_GOAL), *rows])
        if shown == STRICT:
            return sign
        found &= sign | ZERO if shown else ANY
    return found


def _contradicted(rows: list[Row]) -> int:
    """How strict the strictest contradiction is: the goal, negated, stands among the rows as not positive or negative.

    A contradiction in which another sum is > 0 holds in both cases, one that needs the goal to be negative in the second.
    """
    best = NOT_STRICT
    while len(rows) <= MOST_ROWS:
        best = max([best, *map(_contradiction, rows)])
        counted: dict[Monomial, list[int]] = {}
        for coefficients, _ in rows:
            for m, c in coefficients.items():
                if m:
                    counted.setdefault(m, [0, 0])[c > 0] += 1
        if best == STRICT or not counted:
            break
        chosen = min(counted, key=lambda v: (counted[v][0] * counted[v][1] - sum(counted[v]), v))
        above = [r for r in rows if r[0].get(chosen, 0) > 0]
        below = [r for r in rows if r[0].get(chosen, 0) < 0]
        new = [_combined(a, b, chosen) for a in above for b in below]
        rows = _without_repeats([r for r in rows if chosen not in r[0]] + new)
    return best


def _useful(goal: dict[Monomial, int], rows: list[Row]) -> list[Row]:
    """The rows that a contradiction with the goal can use: each monomial of theirs can go away, and leads to the goal."""
    both = {(m, positive) for m in goal for positive in (True, False)}
    while True:
        signs = both.union((m, c > 0) for coefficients, _ in rows for m, c in coefficients.items())
        left = [row for row in rows if all(not m or (m, c < 0) in signs for m, c in row[0].items())]
        if len(left) == len(rows):
            break
        rows = left
    near, reached = set(goal) - {()}, -1
    while len(near) > reached:
        reached = len(near)
        for coefficients, _ in rows:
            if not near.isdisjoint(coefficients):
                near.update(m for m in coefficients if m)
    return [row for row in rows if not near.isdisjoint(row[0])]


def _row(form: Form, strict: int) -> Row:
    if not form:
        return {}, strict
    top, bottom = gcd(*(c.numerator for c in form.values())), lcm(*(c.denominator for c in form.values()))
    return {m: int(c * bottom) // top for m, c in form.items()}, strict


def _contradiction(row: Row) -> int:
    """How far 0 >= 0 is one, which is 0 > 0 when it is strict; a negative number >= 0 is one."""
    coefficients, strict = row
    if not coefficients:
        return strict
    return STRICT if len(coefficients) == 1 and coefficients.get((), 0) < 0 else NOT_STRICT


def _combined(above: Row, below: Row, variable: Monomial) -> Row:
    up, down = above[0][variable], -below[0][variable]
    total = {m: c * down for m, c in above[0].items()}
    for m, c in below[0].items():
        new = total.get(m, 0) + c * up
        if new:
            total[m] = new
        else:
            del total[m]
    return _row(dict(total), max(above[1], below[1]))


def _without_repeats(rows: list[Row]) -> list[Row]:
    """Each sum once, as strict as it is anywhere."""
    return list({frozenset(row[0].items()): row for row in sorted(rows, key=lambda row: row[1])}.values())
