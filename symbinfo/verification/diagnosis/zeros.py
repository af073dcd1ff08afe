"""The claim is 0, which has a meaning of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from symbinfo.laws.law import FiniteLaw
from symbinfo.measures import (
    KL,
    ChiSquaredDivergence,
    ConditionalEntropy,
    Entropy,
    Hellinger,
    JensenShannon,
    JointEntropy,
    MutualInformation,
    RenyiDivergence,
)
from symbinfo.measures.base import Measure
from symbinfo.verification.diagnosis.other_measures import alone
from symbinfo.verification.diagnosis.question import Found, Question
from symbinfo.verification.diagnosis.slip import Slip

__all__ = ["SLIPS"]


def _equal(node: Any) -> str:
    return f"0 only where {node.laws[0].name} and {node.laws[1].name} are equal"


def _certain(node: Any) -> str:
    return "0 only where one outcome is certain" if isinstance(node.laws[0], FiniteLaw) else ""


def _function(node: Any) -> str:
    first, given = (node.name_of(block) for block in node.blocks)
    return f"0 only where {first} is a function of {given}" if isinstance(node.joint, FiniteLaw) else ""


def _independent(node: Any) -> str:
    first, second, *given = (node.name_of(block) for block in node.blocks)
    return f"0 only where {first} and {second} are independent" + (f" given {given[0]}" if given else "")


#: What a measure is 0 for; nothing where that is not said in a word.
ZEROS: Mapping[type[Measure], Callable[[Any], str]] = {
    KL: _equal,
    RenyiDivergence: _equal,
    JensenShannon: _equal,
    Hellinger: _equal,
    ChiSquaredDivergence: _equal,
    Entropy: _certain,
    JointEntropy: _certain,
    ConditionalEntropy: _function,
    MutualInformation: _independent,
}


def taken_for_zero(q: Question) -> Found:
    """Nothing where there is something."""
    if q.case.claimed != 0:
        return
    for node in alone(q.left, *ZEROS):
        if node == q.left and (words := ZEROS[type(node)](node)):
            yield f"the value is {words}"


SLIPS: tuple[Slip, ...] = (
    Slip(
        name="zero",
        why="Laws were taken for equal, variables for independent, or an outcome for certain.",
        equal="the claim is 0",
        find=taken_for_zero,
        example="KL(Normal(m, s) || Normal(n, s)) = 0",
        refuses="KL(Normal(m, s) || Normal(n, s)) = 1",
    ),
)
