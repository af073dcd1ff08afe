"""The claim is a function of the answer: a sign, a factor, a square, the information on a square."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from symbinfo.measures import FisherInformation
from symbinfo.verification.diagnosis.number_tree import CTX, tried
from symbinfo.verification.diagnosis.question import Found, Question
from symbinfo.verification.diagnosis.slip import Slip
from symbinfo.verification.diagnosis.units import in_bits

__all__ = ["SLIPS"]

FACTORS: tuple[tuple[str, Callable[[Any], Any]], ...] = (
    ("the sign of the whole is turned", lambda t: -t),
    ("a factor 1/2 is lost", lambda t: 2 * t),
    ("a factor 1/2 is one too many", lambda t: t / 2),
)
WHOLE: tuple[tuple[str, Callable[[Any], Any]], ...] = (
    ("a factor 2 is lost, and the sign of the whole turned", lambda t: -t / 2),
    ("the exponential of the answer was asked", lambda t: CTX.log(t)),
    ("this is the exponential of the answer", lambda t: CTX.exp(t)),
    ("this is the square of the answer: a square root is missing", lambda t: t * t),
    ("this is the square root of the answer", lambda t: CTX.sqrt(t)),
    ("this is one minus the answer", lambda t: 1 - t),
    ("this is one minus the square of the answer", lambda t: 1 - t * t),
    ("this is the reciprocal of the answer", lambda t: 1 / t),
    ("this is minus the logarithm of one minus the answer", lambda t: -CTX.log(1 - t)),
    ("a factor 4 is one too many", lambda t: 4 * t),
    ("a factor 4 is lost", lambda t: t / 4),
)


def of_whole(q: Question) -> Found:
    """A sign, a factor or a function of the whole; a function of 0 or 1 says nothing."""
    told = () if q.within is not None or (q.is_number and any(abs(t) in (0, 1) for t in q.case.truth)) else WHOLE
    for words, change in (*FACTORS, *told):
        if q.claimed_is([tried(change, t) for t in q.case.truth]):
            yield words
    whole = q.within is None or q.case.claimed.is_Integer
    if whole and q.is_number and in_bits(q) and q.claimed_is([2**t for t in q.case.truth]):
        yield "this is 2 to the power of the answer: its logarithm to base 2 is asked"


def information_on_square(q: Question) -> Found:
    """The information on the square or the root of a parameter."""
    for node in q.left.atoms(FisherInformation):
        own = [(t, point[node.theta]) for t, point in zip(q.case.truth, q.case.at, strict=True)]
        if q.claimed_is([t / (2 * x) ** 2 for t, x in own]):
            yield f"this is the information on {node.theta}**2, not on {node.theta}"
        if q.claimed_is([t * 4 * x for t, x in own]):
            yield f"this is the information on sqrt({node.theta}), not on {node.theta}"


SLIPS: tuple[Slip, ...] = (
    Slip(
        name="sign, factor or function of the whole",
        why="A sign, a factor or a function was lost in front of everything, or was put there.",
        equal="the answer, changed in one way of a short list, is the claim",
        find=of_whole,
        example="H(Normal(m, s)) = log(2*pi*E*s**2)",
        refuses="H(Normal(m, s)) = log(2*pi*E*s**2)*3/2",
        of_decimals=True,
    ),
    Slip(
        name="information on a square",
        why="The Fisher information is on the square or the root of the parameter that was asked.",
        equal="the answer over (2 theta)**2, or times 4 theta, is the claim",
        find=information_on_square,
        example="FisherInformation(Normal(m, s), s) = 1/(2*s**4)",
        refuses="FisherInformation(Normal(m, s), s) = 1/s**4",
    ),
)
