"""A constant is wrong, and none of the usual ones explains it."""

from __future__ import annotations

from symbinfo.verification.diagnosis.number_tree import agree
from symbinfo.verification.diagnosis.question import Found, Question
from symbinfo.verification.diagnosis.slip import Slip

__all__ = ["SLIPS"]


def unknown_constant(q: Question) -> Found:
    """The same number is missing everywhere, and it is none of those that are known."""
    if not q.is_number and all(agree(q.missing[0], m) for m in q.missing[1:]):
        yield "a constant is wrong: the same number is missing everywhere"


SLIPS: tuple[Slip, ...] = (
    Slip(
        name="unknown constant",
        why="A constant is wrong.",
        equal="the claim differs from the answer by the same number everywhere, which is none of the usual ones",
        find=unknown_constant,
        example="H(Weibull(l, k)) = EulerGamma*(1 - 1/k) + log(l/k) + cos(2)/7",
        refuses="H(Weibull(l, k)) = EulerGamma*(1 - 1/k) + 2*log(l/k) + cos(2)/7",
    ),
)
