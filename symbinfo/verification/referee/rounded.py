"""A claim that states a rounded decimal: the number itself lies within half a unit of the decimal's last digit.

It is two inequalities, and judged as such; where these are not decided, an equation is looked at that needs no more than
digits.
"""

from __future__ import annotations

import time
from dataclasses import replace
from decimal import Decimal, localcontext

from sympy import Expr
from sympy.logic.boolalg import Boolean

from symbinfo.derivation import Claim, Relation, Rounding
from symbinfo.expressions.verdict_words import Level, Outcome
from symbinfo.measures.base import Measure
from symbinfo.verification.claims.side_values import CONFIRMED
from symbinfo.verification.claims.stated_claim import StatedClaim
from symbinfo.verification.claims.verdict import Verdict, Witness
from symbinfo.verification.referee.trial import Trial, judged

__all__ = ["judged_as_rounded"]

#: No numeral of a query has more digits.
LONGEST = 60


def judged_as_rounded(claim: Claim, rounding: Rounding, seconds: float) -> Verdict:
    """Judge an equation with a decimal on one side that was rounded when it was printed.

    Parameters
    ----------
    claim : Claim
        An equation.
    rounding : Rounding
        How its decimal is read.
    seconds : float
        A limit of time for the whole.
    """
    end = time.process_time() + seconds
    of_left = claim.left.has(Measure) or not claim.left.is_Rational
    measured, decimal = (claim.left, claim.right) if of_left else (claim.right, claim.left)
    verdicts = []
    for relation, bound in ((Relation.GE, decimal - rounding.within), (Relation.LE, decimal + rounding.within)):
        found = judged(Claim(measured, relation, bound, claim.condition), end - time.process_time())
        if found.verdict is Outcome.REFUTED and found.witness is not None:
            told = _refuted(found, found.witness, decimal, rounding)
            stated = StatedClaim.of(Claim(measured, Relation.EQ, decimal, claim.condition), end)
            return Trial(stated).explained(told, rounding.within)
        verdicts.append(found)
    if all(found.verdict is Outcome.HOLDS for found in verdicts):
        weaker = max(verdicts, key=lambda found: found.level.weakness)
        return _uncertified(weaker, Level.CERTIFIED, f"{rounding}: {weaker.reason}")  # no certificate says both
    undecided = next(found for found in verdicts if found.verdict is not Outcome.HOLDS)
    reason = f"{rounding}: {undecided.reason}"
    return _by_value(measured, decimal, rounding, claim.condition, end) or replace(undecided, reason=reason)


def _uncertified(found: Verdict, at_best: Level, reason: str) -> Verdict:
    """A verdict on what a claim follows from as one on the claim, which has no certificate."""
    level = max(found.level, at_best, key=lambda level: level.weakness)
    return replace(found, level=level, reason=reason, certificate=None, statement="", axioms=())


def _by_value(measured: Expr, decimal: Expr, rounding: Rounding, condition: Boolean, end: float) -> Verdict | None:
    """Of a side that is one number: whether its value, to more digits than the decimal has, rounds to the decimal."""
    stated = StatedClaim.of(Claim(measured, Relation.EQ, decimal, condition), end)
    found = Verdict(Outcome.HOLDS, Level.CHECKED, 1, reason=f"{rounding}: the definition is ", digits=CONFIRMED)
    if measured.free_symbols:
        constant = stated.sides[0].expr
        if stated.forms is None or constant.free_symbols or constant.has(Measure):
            return None
        found = judged(Claim(measured, Relation.EQ, constant, condition), end - time.process_time())
        if found.verdict is not Outcome.HOLDS:
            return None
        found = _uncertified(found, Level.CHECKED, f"{rounding}: {found.reason}; it is ")
        value = stated.numbers.of(constant, {})
    else:
        value, _ = stated.by_definition({})
    if value.estimate is None:
        return None
    of_number = value.estimate.value.context.mpf  # of its precision
    gap = abs(value.estimate.value - of_number(decimal.p) / decimal.q) + value.estimate.error
    inside = gap <= of_number(rounding.within.p) / rounding.within.q
    return replace(found, reason=found.reason + value.text()) if inside else None


def _in_digits(decimal: Expr) -> str:
    """A number with finitely many decimals, exactly."""
    with localcontext(prec=LONGEST):
        return f"{Decimal(decimal.p) / Decimal(decimal.q)}"


def _refuted(found: Verdict, witness: Witness, decimal: Expr, rounding: Rounding) -> Verdict:
    """The witness against one of the two bounds, as one against the decimal."""
    claimed = _in_digits(decimal)
    place = ", ".join(f"{name} = {x}" for name, x in witness["parameters"].items())
    reason = f"{f'at {place} ' if place else ''}the claim says {claimed} {rounding}, the definition {witness['actual']}"
    return replace(
        found,
        witness={"parameters": witness["parameters"], "claimed": claimed, "actual": witness["actual"]},
        reason=reason,
    )
