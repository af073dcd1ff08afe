"""Claims about optima: each question in them is answered by its derivation, and what is left is judged as any other claim.

No word is stronger than the evidence for the answer: where its bound is not replayed, an equation is at most checked, and
nothing else is decided.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from typing import Any

from sympy import Basic, FiniteSet, Rational, Tuple, oo

from symbinfo.derivation import Claim, Relation
from symbinfo.derivation.certify.checking import check_derivation
from symbinfo.derivation.optima.found import OptimumDerivation
from symbinfo.derivation.plans.derive import derive
from symbinfo.expressions.errors import BudgetExceeded, MeasureError
from symbinfo.expressions.verdict_words import Level, Outcome
from symbinfo.measures.optimum import Optimum
from symbinfo.verification.claims.verdict import Verdict

__all__ = ["evidence_for", "has_optima", "judged_of_optima"]


def has_optima(claim: Any) -> bool:
    """Whether a claim speaks of an optimum."""
    sides = (getattr(claim, "left", None), getattr(claim, "right", None))
    return isinstance(claim, Claim) and any(isinstance(side, Basic) and side.has(Optimum) for side in sides)


def judged_of_optima(claim: Claim, judge: Callable[[Claim], Verdict], seconds: float) -> Verdict:
    """The verdict on a claim about optima.

    Parameters
    ----------
    claim : Claim
        Two sides, of which at least one asks for an optimum.
    judge : callable
        What judges a claim without one.
    seconds : float
        A limit of time for the check of an answer.
    """
    places = _places(claim)
    questions = sorted({*_questions(claim.left), *_questions(claim.right)}, key=str)
    answers: dict[Any, Any] = {}
    levels: list[Level] = []
    told: list[str] = []
    for question in questions:
        try:
            found, level = _answered(question, seconds)
        except MeasureError as error:
            return Verdict.undecided(str(error))
        several = isinstance(found.result, FiniteSet) or (isinstance(found.result, Tuple) and not places)
        if several or found.result.is_extended_real is False:
            return Verdict.undecided(f"{question} is {found.result}: no single number is compared with it")
        answers[question] = found.result if not found.result.is_Float else Rational(str(found.result))
        levels.append(level)
        told.append(f"{question} = {found.result}{_place(found)}")
    left, right = (side.xreplace(answers) for side in (claim.left, claim.right))
    verdict = _of_all(claim, left, right, judge) if places else judge(replace(claim, left=left, right=right))
    weakest = max(levels, key=lambda level: level.weakness)
    return _no_stronger(verdict, weakest, claim.relation, tuple(told))


@lru_cache(maxsize=32)
def _answered(question: Any, seconds: float) -> tuple[Any, Level]:
    """The answer to a question, and how well it is founded; lines of one solution ask it again and again."""
    found: Any = derive(question)
    return found, evidence_for(found, seconds)


def _places(claim: Claim) -> bool:
    """Whether a place of several parameters is claimed, as a tuple: ``argmin(...; m; s) = (a, b)``."""
    return any(isinstance(side, Tuple) for side in (claim.left, claim.right))


def _of_all(claim: Claim, left: Any, right: Any, judge: Callable[[Claim], Verdict]) -> Verdict:
    """The verdict on two places: on each pair of coordinates by itself, the first that does not hold."""
    if claim.relation is not Relation.EQ or not all(isinstance(side, Tuple) for side in (left, right)):
        return Verdict.undecided("a place of several parameters is compared by = with a tuple of as many")
    if len(left) != len(right):
        return Verdict.undecided(
            f"the place has {len(left)} and {len(right)} coordinates: write one for each parameter"
        )
    verdicts = [judge(replace(claim, left=a, right=b)) for a, b in zip(left, right, strict=True)]
    refuted = (verdict for verdict in verdicts if verdict.verdict is Outcome.REFUTED)
    open_ones = (verdict for verdict in verdicts if verdict.verdict is not Outcome.HOLDS)
    return next(refuted, None) or next(open_ones, None) or max(verdicts, key=lambda each: Level(each.level).weakness)


def _questions(side: Any) -> set[Any]:
    return set(side.atoms(Optimum)) if isinstance(side, Basic) else set()


def evidence_for(found: OptimumDerivation, seconds: float) -> Level:
    """How well an answer is founded: proved where every step is replayed, the bound and that it is reached among them."""
    unbounded = found.result in (oo, -oo)  # laws are given whose values grow: none of them needs to be the last
    if found.evidence is Level.NONE or not (found.taken or unbounded):
        return Level.NONE
    try:
        report = check_derivation(found, seconds)
    except BudgetExceeded:
        return Level.NONE
    if not report.accepted:
        return Level.NONE
    return max(Level(report.level), found.evidence, key=lambda level: level.weakness)


def _place(found: OptimumDerivation) -> str:
    places = " and ".join(f"{symbol} = {value}" for symbol, value in found.at)
    return f", at {places}" if places and found.taken else ""


def _no_stronger(verdict: Verdict, answered: Level, relation: Relation, told: tuple[str, ...]) -> Verdict:
    reading = (*told, *verdict.reading)
    if verdict.verdict is Outcome.UNDECIDED:
        return replace(verdict, reading=reading)
    if answered is Level.NONE:
        return replace(Verdict.undecided("that the optimum is this one is not proved", verdict.points), reading=reading)
    if verdict.verdict is Outcome.REFUTED:
        return replace(verdict, reading=reading)
    if answered is Level.CHECKED and relation is not Relation.EQ:
        return replace(Verdict.undecided("the optimum is only checked", verdict.points), reading=reading)
    level = max(verdict.level, answered, key=lambda each: Level(each).weakness)
    reason = f"the bound of the optimum is {answered}, and what is left is {verdict.level}: {verdict.reason}"
    return replace(verdict, level=level, reason=reason, reading=reading, certificate=None, statement="", axioms=())
