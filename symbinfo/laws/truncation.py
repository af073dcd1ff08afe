"""Laws that are cut off: a law given that its variable lies between two ends."""

from __future__ import annotations

from typing import Any

from sympy import Abs, And, Dummy, Expr, Integer, Max, Min, S, Sum, Symbol, ceiling, floor, hypersimp, nan, oo, sympify

from symbinfo.expressions.domain import Variable
from symbinfo.expressions.errors import DomainError, MeasureError
from symbinfo.expressions.free_names import free_name
from symbinfo.laws.common_outcomes import MOST_OUTCOMES
from symbinfo.laws.cumulative import mass_between
from symbinfo.laws.law import ContinuousLaw, DiscreteLaw, FiniteLaw, Law
from symbinfo.laws.shown_parts import TRUNCATED, ShownLaw

__all__ = ["truncated"]


def truncated(
    law: Law, low: Any = -oo, high: Any = oo, name: str | None = None, without: tuple[bool, bool] = (False, False)
) -> Law:
    """The law of X given ``low <= X <= high``.

    Parameters
    ----------
    law : Law
        Of one variable.
    low, high : Expr
        The ends. Where it is not known that one lies inside the support, the law holds where it does.
    name : str, optional
        What to call it.
    without : tuple of bool
        Which of the ends do not belong to what is left; of a law with a density that is the same.

    Raises
    ------
    DomainError
        When nothing is left.
    MeasureError
        When the mass between the ends is not known, or the law is no law of one variable.

    Examples
    --------
    >>> from symbinfo.laws.catalogue import FAMILIES
    >>> from symbinfo.laws.from_catalogue import law_of_family
    >>> truncated(law_of_family(FAMILIES["Exponential"], (1,), "P"), 2).density
    exp(2)*exp(-x)
    """
    low, high = sympify(low), sympify(high)
    name = name or law.name
    for word, end, beyond in (("the lower end", low, oo), ("the upper end", high, -oo)):
        if end in (beyond, nan) or end.is_extended_real is False:
            raise DomainError(law.family, word, end, f"a real number or {-beyond}")
    shown = (ShownLaw(law), low, high)
    if type(law) is FiniteLaw:
        return _listed(law, shown, name, without)
    if type(law) not in (ContinuousLaw, DiscreteLaw):
        raise MeasureError(f"{law.title} is not a law of one variable on a range: only such a law is cut off")
    integral = isinstance(law, DiscreteLaw)
    if integral:
        low = _whole(low, floor) + 1 if without[0] and low != -oo else _whole(low, ceiling)
        high = _whole(high, ceiling) - 1 if without[1] and high != oo else _whole(high, floor)
        shown = (shown[0], low, high)
    conditions: list[Any] = [law.condition]
    lower = _inner(low, law.lower, 1, conditions)
    upper = _inner(high, law.upper, -1, conditions)
    order = lower <= upper if integral else lower < upper
    if order == False:  # noqa: E712 - a SymPy Boolean
        raise DomainError(law.family, "the upper end", high, f"above the lower end {lower}: nothing is left")
    conditions.append(order)
    if (lower, upper) == (law.lower, law.upper):
        return law.renamed(name)
    total = _total(law, lower, upper) if integral else mass_between(law, lower, upper)
    if total is None:
        raise MeasureError(
            f"the mass of {law.title} between {lower} and {upper} is not known in closed form: write what is left with "
            "si.Density"
        )
    head = (name, TRUNCATED, shown, And(*conditions))
    return law.func(*head, law.variable, _settled(law, lower, upper) / total, lower, upper)


def _whole(end: Expr, way: Any) -> Expr:
    """A symbol at the end of a range of integers is one, as it is in a mass that is written by hand."""
    return end if isinstance(end, Symbol) else way(end)


def _settled(law: Any, lower: Expr, upper: Expr) -> Expr:
    """The density, with ``Abs(x)`` settled where what is left lies on one side of 0."""
    side = {"positive": True} if lower.is_nonnegative else {"negative": True} if upper.is_nonpositive else None
    if side is None or not law.continuous or not law.density.has(Abs):
        return law.density
    point = Dummy(**side)
    return law.density.xreplace({law.variable: point}).xreplace({point: law.variable})


def _inner(end: Expr, of_law: Expr, way: int, conditions: list[Any]) -> Expr:
    """The end that counts; where it is not known which does, the one that is given, and that it lies inside."""
    if end == of_law or end in (oo, -oo):
        return of_law
    if of_law in (oo, -oo):
        return end
    beyond = way * (end - of_law)
    if beyond.is_extended_nonpositive:
        return of_law
    if not beyond.is_extended_nonnegative:
        conditions.append(of_law < end if way == 1 else end < of_law)
    return end


def _total(law: Any, lower: Expr, upper: Expr) -> Expr:
    """The mass of a range of integers: written out where it, or what is left out, is short."""

    def written(first: Expr, last: Expr) -> Expr | None:
        if not (first.is_Integer and last.is_Integer) or last - first >= MOST_OUTCOMES:
            return None
        return sum((law.density_at(Integer(k)) for k in range(int(first), int(last) + 1)), S.Zero)

    short = written(lower, upper)
    if short is not None:
        return short
    left_out = [
        written(first, last)
        for first, last, some in (
            (law.lower, lower - 1, lower != law.lower),
            (upper + 1, law.upper, upper != law.upper),
        )
        if some
    ]
    known = [part for part in left_out if part is not None]
    if len(known) == len(left_out):
        return 1 - sum(known, S.Zero)
    ratio = hypersimp(law.density, law.variable)
    if ratio is not None and not ratio.has(law.variable):
        first, terms = law.density_at(lower), upper - lower + 1
        return first * (terms if ratio == 1 else (1 - ratio**terms) / (1 - ratio))
    j = Variable(free_name("jihl", law.free_symbols | {law.variable}), integer=True)
    return Sum(law.density.xreplace({law.variable: j}), (j, lower, upper))


def _listed(law: FiniteLaw, shown: tuple[Any, ...], name: str, without: tuple[bool, bool]) -> FiniteLaw:
    """What is left of a list of outcomes, which must be comparable with the ends; an end without itself is shown as the next outcome."""
    whole, low, high = shown
    kept = []
    for outcome, mass in law.outcomes:
        inside: Any = None
        if isinstance(outcome, Expr):
            inside = And(
                low < outcome if without[0] else low <= outcome, outcome < high if without[1] else outcome <= high
            )
        if inside not in (True, False):
            raise MeasureError(f"whether the outcome {outcome} of {law.title} is left is not known: list what is left")
        if inside == True:  # noqa: E712 - a SymPy Boolean
            kept.append((outcome, mass))
    total = sum((mass for _, mass in kept), S.Zero)
    if total == 0:
        raise DomainError(law.family, "the upper end", high, "such that an outcome is left")
    left = [outcome for outcome, _ in kept]
    shown = (whole, Min(*left) if without[0] else low, Max(*left) if without[1] else high)
    return FiniteLaw(name, TRUNCATED, shown, law.condition, [(outcome, mass / total) for outcome, mass in kept])
