"""The claim is right for one value of a parameter only."""

from __future__ import annotations

from symbinfo.verification.diagnosis.number_tree import CTX
from symbinfo.verification.diagnosis.question import MOST_SYMBOLS, Found, Question
from symbinfo.verification.diagnosis.slip import Slip

__all__ = ["SLIPS"]


def of_special_parameters(q: Question) -> Found:
    """Right for one value of a parameter only, or of a parameter of each law."""
    for a, b in q.pairs.items():
        if q.claimed_is_at([{**at, a: CTX.mpf(1), b: CTX.mpf(1)} for at in q.case.at]):
            yield f"right only for {a.name} = {b.name} = 1"
    for s in q.case.symbols[:MOST_SYMBOLS]:
        for value in (0, 1, 2):
            if value == 0 and s.is_positive:
                continue
            if q.claimed_is_at([{**at, s: CTX.mpf(value)} for at in q.case.at]):
                yield f"right only for {s.name} = {value}"


SLIPS: tuple[Slip, ...] = (
    Slip(
        name="special case",
        why="A formula for one value of a parameter was taken for the general one.",
        equal="the answer at one value of a parameter is the claim",
        find=of_special_parameters,
        example="KL(Normal(m, s) || Normal(n, t)) = (m - n)**2/2",
        refuses="KL(Normal(m, s) || Normal(n, t)) = (m - n)**2/3",
        needs_form=True,
    ),
)
