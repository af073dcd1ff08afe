"""Answers that are right to the digits that they give: a numeral, or a formula with decimals in it."""

from __future__ import annotations

from itertools import islice
from typing import Any

from sympy import Expr, Rational, Symbol

from symbinfo.course.exercises.engine import Solution
from symbinfo.course.exercises.read_answers import LEAST_DIGITS, Answer
from symbinfo.expressions.errors import CertificateError, MeasureError
from symbinfo.query.rounded_decimals import printed
from symbinfo.verification.claims.sample_points import Point
from symbinfo.verification.diagnosis.number_tree import tree
from symbinfo.verification.referee.trial import Trial

__all__ = ["digits_of_formula", "digits_of_numeral"]

# How many more digits the value is known to, and how many are looked at.
GUARD, MOST_DIGITS = 8, 60
# At how many simple places and others a formula is looked at, and at how many it must have a value; how many decimals.
SIMPLE, OTHERS, FEWEST, MOST_DECIMALS = 4, 6, 4, 6
#: What the rounding of its decimals may make of a formula, beside 1 and the answer: more says nothing.
SHARE = 0.01


def digits_of_numeral(answer: Answer, solution: Solution, seconds: float) -> int | None:
    """To how many digits a numeral is the value that is asked for; 0 where it is not, None where that is not known."""
    rounding, within = answer.rounding, answer.within
    if rounding is None or within is None or rounding.digits > MOST_DIGITS:
        return None
    value = solution.value(rounding.digits + GUARD, seconds)
    if value is None or not value.number.is_finite:
        return None
    return rounding.digits if abs(Rational(value.text) - answer.value) <= within else 0


def digits_of_formula(answer: Answer, trial: Trial) -> int | None:
    """To how many digits a formula with decimals is right at all places that are looked at; None of any other.

    Each decimal may be off by half a unit in its last digit, and the formula by what that makes of it.
    """
    if answer.numeral is not None or not 0 < len(answer.decimals) <= MOST_DECIMALS:
        return None
    for loose in (
        [s for s, n in answer.decimals.items() if printed(n).digits >= LEAST_DIGITS],
        [s for s, n in answer.decimals.items() if printed(n).digits >= LEAST_DIGITS - 1],
    ):
        if loose and _fits(answer, loose, trial):
            return min(printed(answer.decimals[s]).digits for s in loose)
    return None


def _fits(answer: Answer, loose: list[Symbol], trial: Trial) -> bool:
    """Whether the decimals that may have been rounded make up for all that is missing, at every place."""
    try:
        places = trial.claim.places
    except (MeasureError, CertificateError):  # no certificate can be written, and so no places are known
        return False
    points = [*islice(places.simple(), SIMPLE), *places.moderate(OTHERS)] if places.symbols else [{}]
    exact = {s: Rational(n.digits) * Rational(10) ** n.exponent for s, n in answer.decimals.items()}
    seen = 0
    for point in points:
        truth = _truth(trial, point, by_definition=point is points[0])
        values = _values(answer.loose, exact, loose, answer, point)
        if truth is None or any(v is None for v in values):
            continue
        whole, *moved = values
        may_be_off = sum(abs(v - whole) for v in moved)
        if abs(truth - whole) > may_be_off or may_be_off > SHARE * (1 + abs(truth)):
            return False
        seen += 1
    return seen >= min(FEWEST, len(points))


def _truth(trial: Trial, point: Point, by_definition: bool) -> Any:
    """What is asked at a place: by its definition at the first one, and where there is no closed form."""
    claim = trial.claim
    if by_definition or claim.forms is None:
        value = claim.by_definition(point)[0]
    else:
        value = claim.sides[0].at(point, claim.numbers)
    return None if value.estimate is None else value.estimate.value


def _values(form: Expr, exact: dict[Symbol, Any], loose: list[Symbol], answer: Answer, point: Point) -> list[Any]:
    """The answer at a place, and with each of its decimals larger by half a unit in its last digit."""
    here = {s: Rational(*point[s.name].as_integer_ratio()) for s in form.free_symbols if s.name in point}
    moves = [{}, *({s: exact[s] + printed(answer.decimals[s]).within} for s in loose)]
    return [tree(form.xreplace({**here, **exact, **move}), [{}]).values[0] for move in moves]
