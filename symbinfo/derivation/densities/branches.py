"""The density of a function of one variable that is not one-to-one: a sum over the branches of its inverse.

Each branch is an interval on which the function is one-to-one, with its inverse there. At a place y it gives the density at
the preimage times the slope of the inverse; branches that do not reach y give nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from sympy import (
    Abs,
    Add,
    Expr,
    Mod,
    S,
    Symbol,
    acos,
    acosh,
    asin,
    atan,
    ceiling,
    cos,
    cosh,
    floor,
    oo,
    pi,
    sin,
    sqrt,
    tan,
)

from symbinfo.derivation import Derivation, Relation, Status, Step
from symbinfo.derivation.densities.one_integral import shortest_form
from symbinfo.derivation.densities.pieces_of_a_range import Piece, in_order, inside_of, on_one_piece
from symbinfo.derivation.simplify.lengths import same
from symbinfo.derivation.witness import Reasoning
from symbinfo.expressions.domain import Domain
from symbinfo.expressions.unevaluated import add, evaluated, mul
from symbinfo.laws.law import ContinuousLaw

__all__ = ["Branch", "branches_of", "by_branches"]

#: Of a periodic function, on a bounded range.
MOST_BRANCHES = 40


@dataclass(frozen=True)
class Branch:
    """The inverse of a function on one interval, as an expression in y, the range of y there, and the size of its slope."""

    preimage: Expr
    low: Expr
    high: Expr
    slope: Expr


Ends = tuple[Expr, Expr]


def branches_of(function: Expr, x: Symbol, ends: Ends, y: Symbol, domain: Domain) -> list[Branch]:
    """The branches of an elementary function on a range; empty where it is of no kind that is known.

    Parameters
    ----------
    function : Expr
        |x|, x**n for an integer n, cosh(x), or sin(x), cos(x), tan(x) and x % c on a bounded range of numbers.
    x : Symbol
        Its variable.
    ends : pair of Expr
        The range of x.
    y : Symbol
        The place.
    domain : Domain
        Where the parameters live.
    """
    low, high = ends
    if function == Abs(x):
        return _even(lambda end: end, y, S.One, ends, domain)
    if function == cosh(x):
        return _even(cosh, acosh(y), 1 / sqrt(y**2 - 1), ends, domain)
    if function.is_Pow and function.base == x and function.exp.is_Integer:
        power = function.exp
        if power.is_even:
            slope = y ** (1 / power - 1) / abs(power)
            return _even(lambda end: _power(end, power), y ** (1 / power), slope, ends, domain)
        if power == -1 and (low, high) == (-oo, oo):
            return [Branch(1 / y, -oo, oo, y**-2)]
    if (
        isinstance(function, Mod)
        and function.args[0] == x
        and low.is_number
        and high.is_number
        and (high - low).is_finite
    ):
        return list(_remainder(y, low, high, function.args[1]))
    row = PERIODIC.get(type(function))
    if row is not None and function.args == (x,) and low.is_number and high.is_number and (high - low).is_finite:
        return list(row(y, low, high))
    return []


def _power(end: Expr, power: Expr) -> Expr:
    if power.is_negative and end == 0:
        return oo
    return S.Zero if power.is_negative and end == oo else end**power


def _even(value: Callable[[Expr], Expr], preimage: Expr, slope: Expr, ends: Ends, domain: Domain) -> list[Branch]:
    """The two halves of an even function that is monotone on each side of 0."""
    low, high = ends
    if not (_below(low, domain) and _below(-high, domain)):
        return []
    found = []
    for end, sign in ((high, S.One), (-low, S.NegativeOne)):
        first, last = value(S.Zero), value(end)
        first, last = (last, first) if last == 0 or first == oo else (first, last)
        found.append(Branch(sign * preimage, first, last, slope))
    return found


def _below(end: Expr, domain: Domain) -> bool:
    """Whether 0 lies above an end."""
    return end == -oo or domain.positive(-end)


def _cut(low: Expr, high: Expr, first: Expr, step: Expr) -> Iterator[tuple[Expr, Expr, Expr]]:
    """The pieces of a range between the places first + n step, each with its n."""
    n = floor((low - first) / step)
    last = ceiling((high - first) / step)
    if not (n.is_Integer and last.is_Integer) or last - n > MOST_BRANCHES:
        return
    while n < last:
        left, right = first + n * step, first + (n + 1) * step
        yield n, left if (left - low).is_nonnegative else low, right if (high - right).is_nonnegative else high
        n += 1


def _sine(y: Symbol, low: Expr, high: Expr) -> Iterator[Branch]:
    for n, left, right in _cut(low, high, -pi / 2, pi):
        way = S.NegativeOne**n
        first, last = sorted((sin(left), sin(right)), key=lambda end: end.evalf())
        yield Branch(n * pi + way * asin(y), first, last, 1 / sqrt(1 - y**2))


def _cosine(y: Symbol, low: Expr, high: Expr) -> Iterator[Branch]:
    for n, left, right in _cut(low, high, S.Zero, pi):
        first, last = sorted((cos(left), cos(right)), key=lambda end: end.evalf())
        yield Branch(n * pi + acos(y) if n % 2 == 0 else (n + 1) * pi - acos(y), first, last, 1 / sqrt(1 - y**2))


def _tangent(y: Symbol, low: Expr, high: Expr) -> Iterator[Branch]:
    for n, left, right in _cut(low, high, -pi / 2, pi):
        first = -oo if left == -pi / 2 + n * pi else tan(left)
        last = oo if right == pi / 2 + n * pi else tan(right)
        yield Branch(n * pi + atan(y), first, last, 1 / (1 + y**2))


def _remainder(y: Symbol, low: Expr, high: Expr, step: Expr) -> Iterator[Branch]:
    for n, left, right in _cut(low, high, S.Zero, step):
        yield Branch(y + n * step, left - n * step, right - n * step, S.One)


PERIODIC: dict[Any, Any] = {sin: _sine, cos: _cosine, tan: _tangent}


def by_branches(
    law: ContinuousLaw, function: Expr, y: Symbol, domain: Domain
) -> tuple[list[Piece], tuple[Any, ...]] | None:
    """The pieces of the density of a function of one variable.

    Parameters
    ----------
    law : ContinuousLaw
        Of the variable.
    function : Expr
        In the variable of the law.
    y : Symbol
        The variable of the density.
    domain : Domain
        Where the parameters live.
    """
    branches = branches_of(function, law.variable, (law.lower, law.upper), y, domain)
    if not branches:
        return None
    low = _extreme((branch.low for branch in branches), -1, domain)
    high = _extreme((branch.high for branch in branches), 1, domain)
    if low is None or high is None:
        return None
    places = [end for branch in branches for end in (branch.low, branch.high)]
    ordered = in_order(places, low, high, domain)
    if ordered is None:
        return None
    ends, assumed = ordered
    where = domain.and_(*assumed)
    pieces = []
    for first, last in pairwise(ends):
        inside = inside_of(y, first, last, where)
        reached = [b for b in branches if _reaches(b, first, last, where)]
        pieces.append(Piece(first, last, _summed(law, reached, y, inside)))
    return pieces, assumed


def _extreme(ends: Iterator[Expr], way: int, domain: Domain) -> Expr | None:
    """The largest of several ends, or of their negatives the smallest; where the order is not known, the last that may be."""
    found: Expr | None = None
    for end in ends:
        if found is None or end == way * oo:
            found = end
        elif found == way * oo or end == found or domain.nonnegative(way * (found - end)):
            continue
        elif domain.nonnegative(way * (end - found)):
            found = end
        else:
            return None
    return found


def _reaches(branch: Branch, low: Expr, high: Expr, domain: Domain) -> bool:
    def before(first: Expr, second: Expr) -> bool:
        return first == second or first == -oo or second == oo or domain.nonnegative(second - first)

    return before(branch.low, low) and before(high, branch.high)


def _summed(law: ContinuousLaw, branches: list[Branch], y: Symbol, domain: Domain) -> Derivation:
    terms = [mul(law.density.xreplace({law.variable: branch.preimage}), branch.slope) for branch in branches]
    whole = add(*terms) if terms else S.Zero
    values = [on_one_piece(evaluated(term), domain) for term in terms]
    alike = all(same(value, values[0]) for value in values[1:])
    short = shortest_form(len(values) * values[0] if alike and values else Add(*values), domain)
    derivation = Derivation(left=whole, domain=domain)
    if short != whole:
        step = Step(Relation.EQ, short, "simplify", "Simplify.", start=whole, witness=Reasoning("same"))
        derivation = derivation.then(step)
    return derivation.closing(Status.CLOSED)
