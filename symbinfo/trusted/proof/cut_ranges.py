"""Forms for integrals whose range is cut: a combination piece by piece, and antiderivatives."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any

from ..terms import INFINITE, Term, bound_symbols, dump, free_symbols, fresh, replace
from ..witnesses import Chart, Cut
from .context import Context
from .definedness import undefined
from .derivatives import derivative
from .integral_values import demand_tiling, moved
from .normal_form import equal
from .range_ends import limit_at_end, same_end, same_range
from .refusal import Refused
from .signs import implied, sign
from .supports import demand_below
from .term_forms import is_impossible
from .totals_in_terms import everywhere_between

__all__ = ["by_antiderivative", "demand_combination", "told_apart"]

Row = tuple[Term, Any]  # a factor, and the integral or sum behind it


def told_apart(cases: tuple[Term, ...], context: Context) -> Iterator[Context]:
    """The context, once where each value is at most 0 and once where it is above, if that can be: together all of it.

    Raises
    ------
    Refused
        When a value may be undefined: then it is neither.
    """
    if not cases:
        yield context
        return
    first, *rest = cases
    if undefined(first, context):
        raise Refused(f"that {dump(first)} has a value is not shown")
    for condition in (("<=", first, 0), ("<", 0, first)):
        inside = context.assuming(condition)
        if not is_impossible(inside):
            yield from told_apart(tuple(rest), inside)


def demand_combination(
    rows: list[Row],
    constant: Term,
    density: Row | None,
    cut: Cut | None,
    factors: tuple[tuple[Term, Term], ...],
    context: Context,
) -> None:
    """A constant and a combination of integrals, or of sums, must be 0: on each piece that of the integrands is.

    Parameters
    ----------
    rows : list of pairs
        Factors and integrals.
    constant : Term
        What stands beside them.
    density : pair or None
        1 and an integral that is 1, by which the constant is multiplied.
    cut : Cut or None
        Where the range is cut, and in which variable.
    factors : tuple of pairs
        Hints for the normal form.
    context : Context
        Where the symbols live.
    """
    if density is not None:
        rows = [*rows, (constant, density[1])]
    elif not equal(constant, 0, context):
        raise Refused("a constant is left over")
    if cut is not None and cut.chart is not None:
        rows = [_in_chart(row, cut, cut.chart, context) for row in rows]
    parts = [part for row in rows for part in row]
    name = fresh("x", frozenset(context.names).union(*map(free_symbols, parts), *map(bound_symbols, parts)))
    for own in dict.fromkeys(total[2] for _, total in rows):  # hints speak of the variable as it was called
        factors = tuple((replace(a, own, name), replace(b, own, name)) for a, b in factors)
    head, lower, upper = _whole(rows, cut, context)
    points = [lower, *(cut.points if cut is not None else ()), upper]
    for low, high in pairwise(points):
        demand_below(low, high, context)
    for i, (low, high) in enumerate(pairwise(points)):
        if head == "integral" and low not in INFINITE and high not in INFINITE and implied(("<=", high, low), context):
            continue  # a piece of one point
        here = [("*", f, replace(t[1], t[2], name)) for f, t in rows if _covers(t, points, i, context)]
        inside = context.within(head, name, low, high)
        if not equal(("+", 0, *here), 0, inside, factors, almost=True):
            raise Refused("the integrands differ")


def _whole(rows: list[Row], cut: Cut | None, context: Context) -> tuple[str, Term, Term]:
    """The kind and the range of the integrals: that of the one that is cut, or of all."""
    if not rows:
        raise Refused("there is no integral or sum to compare")
    chosen = next((t for _, t in rows if cut is not None and cut.chart is None and t == cut.integral), rows[0][1])
    head, lower, upper = chosen[0], chosen[3], chosen[4]
    if cut is not None and cut.chart is not None:
        lower, upper = cut.chart.lower, cut.chart.upper
    if any(t[0] != head for _, t in rows) or (head == "sum" and cut is not None):
        raise Refused("integrals and sums are not compared, and sums are not cut")
    if head == "integral":
        demand_below(lower, upper, context)
    return head, lower, upper


def _covers(total: Any, points: list[Term], i: int, context: Context) -> bool:
    """Whether an integral covers a piece; its ends must be among the points."""
    first = next((k for k, point in enumerate(points) if same_end(total[3], point, context)), None)
    last = next((k for k, point in reversed(list(enumerate(points))) if same_end(total[4], point, context)), None)
    if first is None or last is None or first > last:
        raise Refused(f"the range of {dump(total)[:60]} does not end at a point that is named")
    return first <= i < last


def _in_chart(row: Row, cut: Cut, chart: Chart, context: Context) -> Row:
    """An integral over the range that is cut, in the new variable; others stay."""
    factor, total = row
    whole: Any = cut.integral
    back = same_range((whole[0], chart.lower, chart.upper), whole, context)
    if not same_range(total, whole, context) or (
        back and total != whole
    ):  # of a range that is mapped onto itself the named integral alone is moved
        return row
    head, body, x, lower, upper = total
    inside = context.within(head, chart.variable, chart.lower, chart.upper)
    demand_tiling(total, chart, inside, context)
    there = context.within(head, x, lower, upper)
    if len(chart.branches) > 1 and sign(body, there) not in ("positive", "nonnegative", "negative", "nonpositive"):
        raise Refused("that each branch converges by itself is not shown")
    new = ("+", 0, *(moved(head, body, x, branch, chart.variable, inside) for branch in chart.branches))
    return factor, (head, new, chart.variable, chart.lower, chart.upper)


def by_antiderivative(cut: Cut, context: Context, factors: Iterable[tuple[Term, Term]] = ()) -> Term:
    """The value of an integral by an antiderivative, which is continuous on the closed pieces.

    Sums that are products may be hinted at: `factors`.
    """
    whole: Any = cut.integral
    head, body, x, lower, upper = whole
    if head != "integral" or cut.antiderivative is None or cut.chart is not None:
        raise Refused("no antiderivative of an integral is named")
    points, context = cut.points, context.with_factors(factors)
    if not (same_end(points[0], lower, context) and same_end(points[-1], upper, context)):
        raise Refused("the pieces do not cover the range")
    total: list[Term] = []
    for (low, high), turn in zip(pairwise(points), cut.signs, strict=True):
        demand_below(low, high, context)
        inside = context.within(head, x, low, high)
        primitive = ("*", turn, cut.antiderivative)
        if undefined(primitive, everywhere_between(x, low, high, context)):  # no pole on the way
            raise Refused("that the antiderivative has no pole on the way is not shown")
        if not equal(derivative(primitive, x), body, inside):
            raise Refused("the derivative of the antiderivative is not the integrand")
        _demand_proper(body, x, low, high, inside, context)
        ends = [limit_at_end(primitive, x, end, inside, context) for end in (low, high)]
        found = [end for end in ends if end is not None and end not in INFINITE]
        if len(found) < 2:
            raise Refused("where the antiderivative goes at an end is not known")
        total += [found[1], ("*", -1, found[0])]
    return ("+", 0, *total)


def _demand_proper(body: Term, x: str, low: Term, high: Term, inside: Context, context: Context) -> None:
    """The integral converges absolutely: the integrand has one sign, or is defined at both ends, too."""
    if sign(body, inside) in ("positive", "nonnegative", "negative", "nonpositive", "zero"):
        return
    finite = low not in INFINITE and high not in INFINITE
    if not finite or any(undefined(replace(body, x, end), context) for end in (low, high)):
        raise Refused("that the integral converges is not shown")
