"""Joint densities written by hand must be nowhere negative, and integrate to 1: looked at in numbers."""

from __future__ import annotations

import time
from fractions import Fraction
from functools import lru_cache
from typing import Any

from symbinfo.derivation.certify.normalisation import demand_normalised
from symbinfo.derivation.certify.terms_of_sympy import term_of
from symbinfo.derivation.plans.closed_marginals import closed_marginal
from symbinfo.expressions.domain import Domain
from symbinfo.expressions.errors import BudgetExceeded, MeasureError, NotNormalised, SymbinfoError
from symbinfo.laws.expectation import Expectation
from symbinfo.laws.law import Law
from symbinfo.laws.parameter_points import parameter_points
from symbinfo.trusted import Evaluator, Undefined, Unknown

__all__ = ["demand_joint_normalised"]

DIGITS, SECONDS, POINTS = 12, 3, 3
UNCHECKED = "that this joint density integrates to 1 could not be checked: write it by X ~ law and Y | X ~ law"
#: Shares of the ranges at which the sign is looked at.
SHARES = tuple(Fraction(i, 14) for i in (1, 3, 5, 7, 9, 11, 13))


def demand_joint_normalised(first: Law, given: Law) -> Law | None:
    """Refuse a joint density that is negative somewhere, or does not integrate to 1.

    Parameters
    ----------
    first, given : Law
        The law of the first variable, whose density is an integral, and that of the second given it.

    Returns
    -------
    Law or None
        The law of the first variable with a closed density, where it has one.

    Raises
    ------
    NotNormalised
        With what it integrates to, and where.
    MeasureError
        When it is negative, and where, or when its integral is not known to exist.
    """
    complaint, closed = _looked_at(first, given)
    if complaint is not None:
        raise complaint.with_traceback(None)
    return closed


@lru_cache(maxsize=256)
def _looked_at(first: Any, given: Any) -> tuple[SymbinfoError | None, Law | None]:
    domain = Domain.of([first.condition])
    points = parameter_points(first.free_symbols, domain.conditions, POINTS)
    for point in points:
        plain = {s.name: Fraction(int(v.p), int(v.q)) for s, v in point.items()}
        if (found := _negative(first, given, plain)) is not None:
            return found, None
    closed = closed_marginal(first, domain)
    if closed is not None:
        try:
            demand_normalised(closed.law)
        except NotNormalised as error:
            return NotNormalised("the joint density", error.total, "integrate"), None
        except SymbinfoError as error:
            return error, None
        return None, closed.law
    return _total(first, points), None


def _total(first: Any, points: list[dict[Any, Any]]) -> SymbinfoError | None:
    """Of a density whose marginal has no closed form, the double integral in numbers."""
    evaluator = Evaluator(DIGITS, deadline=time.process_time() + SECONDS)
    term, ctx = term_of(Expectation(1, first)), evaluator.ctx
    decided = False
    for point in points:
        plain = {s.name: Fraction(int(v.p), int(v.q)) for s, v in point.items()}
        try:
            found = evaluator.value(term, plain)
        except (Undefined, Unknown, BudgetExceeded):
            break
        small = ctx.mpf(10) ** -6
        if found.error < small:
            decided = True
            if abs(found.value - 1) > small:
                return NotNormalised("the joint density", ctx.nstr(found.value, 8), "integrate")
    return None if decided else MeasureError(UNCHECKED)


def _negative(first: Any, given: Any, point: dict[str, Fraction]) -> MeasureError | None:
    """The complaint of a place where the density is negative."""
    evaluator = Evaluator(DIGITS, deadline=time.process_time() + SECONDS)
    joint = term_of(given.parameters[1])
    for across in SHARES:
        x = _at(evaluator, first.lower, first.upper, across, point)
        if x is None:
            return None
        here = {**point, first.variable.name: x}
        for up in SHARES:
            y = _at(evaluator, given.lower, given.upper, up, here)
            try:
                value = None if y is None else evaluator.value(joint, {**here, given.variable.name: y})
            except (Undefined, Unknown, BudgetExceeded):
                value = None
            if value is not None and value.value < -abs(value.error) - 1e-9:
                shown = ", ".join(f"{n} = {v}" for n, v in {**here, given.variable.name: y}.items())
                return MeasureError(f"this joint density is negative at {shown}: correct it, or its ranges")
    return None


def _at(evaluator: Any, low: Any, high: Any, share: Fraction, point: dict[str, Fraction]) -> Fraction | None:
    """A place at a share of a range."""
    ends: list[Fraction | None] = []
    for end in (low, high):
        try:
            value = None if end.is_infinite else evaluator.value(term_of(end), point).value
        except (Undefined, Unknown, BudgetExceeded):
            return None
        ends.append(None if value is None else Fraction(evaluator.ctx.nstr(value, DIGITS)))
    first, last = ends
    if first is not None and last is not None:
        return first + (last - first) * share
    if first is not None:
        return first + share / (1 - share)
    return 1 / (1 - share) - 1 / share if last is None else last - share / (1 - share)
