"""Laws written by hand must integrate or sum to 1: looked at once, numerically, before anything is derived."""

from __future__ import annotations

import time
from fractions import Fraction
from typing import Any

from symbinfo.derivation.certify.terms_of_sympy import term_of
from symbinfo.expressions.domain import Domain
from symbinfo.expressions.errors import MeasureError, NotNormalised, SymbinfoError
from symbinfo.laws.expectation import Expectation
from symbinfo.laws.law import AbstractLaw, FiniteLaw, Law
from symbinfo.trusted import Evaluator, Undefined

__all__ = ["demand_normalised"]

DIGITS, TOLERANCE, SECONDS = 20, 10, 30
# Values for parameters, in turn: unlike one another, so that a total of 1 is no accident.
VALUES = (Fraction(13, 10), Fraction(5, 7), Fraction(23, 10), Fraction(2, 5))
BY_HAND = ("Density", "Mass")


def demand_normalised(law: Law) -> None:
    """Refuse a law written by hand that integrates to 1 at none of a few points of its domain.

    One point is enough: a domain stated too widely (p > 0 for a probability) is narrowed by the derivation itself.

    Parameters
    ----------
    law : Law
        Any law; those of the catalogue are not looked at.

    Raises
    ------
    NotNormalised
        With what it integrates to.
    MeasureError
        When the density has no integral, or is negative somewhere.
    """
    if law.family not in BY_HAND or isinstance(law, (AbstractLaw, FiniteLaw)):
        return
    evaluator = Evaluator(DIGITS, deadline=time.monotonic() + SECONDS)
    complaints: list[SymbinfoError] = []
    for shift in range(len(VALUES)):
        complaint = _complaint(law, shift, evaluator)
        if complaint is None:
            return
        complaints.extend(complaint)
    if complaints:
        raise complaints[0]


def _complaint(law: Law, shift: int, evaluator: Evaluator) -> list[SymbinfoError] | None:
    """None where the total is 1 at this point; what is wrong there; nothing where the point decides nothing."""
    symbols = sorted(law.free_symbols, key=lambda s: s.name)
    point = {s.name: _value(s, i + shift) for i, s in enumerate(symbols)}
    if not _inside(law, point, evaluator):
        return []
    try:
        total = evaluator.value(term_of(Expectation(1, law)), point)
    except Undefined as error:
        return [MeasureError(f"{law.title} has no integral over its support: {error}")]
    ctx = evaluator.ctx
    small = ctx.mpf(10) ** -TOLERANCE
    if total.error > small:
        return []
    if abs(total.value - 1) <= small:
        return None
    at = ", ".join(f"{name} = {value}" for name, value in point.items())
    found = ctx.nstr(total.value, 10) + (f" at {at}" if at else "")
    return [NotNormalised(law.title, found, "integrate" if law.continuous else "sum")]


def _value(symbol: Any, turn: int) -> Fraction:
    value = VALUES[turn % len(VALUES)]
    if symbol.is_integer:
        return Fraction(2 + turn)
    return -value if symbol.is_negative else value


def _inside(law: Law, point: dict[str, Fraction], evaluator: Evaluator) -> bool:
    environment = {name: evaluator.number(value) for name, value in point.items()}
    try:
        conditions = Domain.of([law.condition]).conditions
        return all(evaluator.compile(term_of(c))(environment) for c in conditions)
    except Undefined:
        return False
