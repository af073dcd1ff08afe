"""What is missing to the answer is a multiple of several terms together."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Any

from sympy import Add

from symbinfo.verification.diagnosis.case import short
from symbinfo.verification.diagnosis.number_tree import CTX, agree
from symbinfo.verification.diagnosis.one_term import with_values
from symbinfo.verification.diagnosis.question import Found, Question
from symbinfo.verification.diagnosis.slip import Slip

__all__ = ["SLIPS"]

MOST_TERMS = 10
#: What several terms may have to be multiplied by at a place, by a parameter s there.
NUMBERS: tuple[tuple[str, Any], ...] = (
    ("the sign is turned of the terms", CTX.mpf(-1)),
    ("a factor 1/2 is one too many in the terms", CTX.mpf(2)),
    ("a factor 1/2 is lost in the terms", CTX.mpf(1) / 2),
    ("none of these belongs here: the terms", CTX.mpf(0)),
)
POWERS: tuple[tuple[str, int], ...] = (
    ("a factor {s} is lost in the terms", 1),
    ("a division by {s} is lost in the terms", -1),
    ("a division by {s}**2 is lost in the terms", -2),
)


def _factors(q: Question) -> Iterator[tuple[str, list[Any]]]:
    """What several terms may have to be multiplied by at each place, with the words for it."""
    yield from ((words, [number for _ in q.case.at]) for words, number in NUMBERS)
    for s in q.case.symbols:
        for words, power in POWERS:
            if all(at[s] != 0 for at in q.case.at):
                yield words.replace("{s}", s.name), [at[s] ** power for at in q.case.at]


def several_terms(q: Question) -> Found:
    """The same factor, or the same sign, that is wrong in several terms of a sum."""
    if not q.case.symbols:
        return
    factors = list(_factors(q))
    for form in dict.fromkeys(
        [q.case.claimed, q.case.claimed.expand(deep=False, log=False, power_base=False, power_exp=False)]
    ):
        parts = with_values(q, Add.make_args(form))
        if not 2 < len(parts) <= MOST_TERMS or len(parts) < len(Add.make_args(form)):
            continue
        groups = [some for size in range(2, len(parts)) for some in combinations(parts, size)]
        sums = [CTX.fsum(values[0] for _, values in some) for some in groups]
        for words, factor in factors:
            if any(f == 1 for f in factor):
                continue
            wanted = [m / (f - 1) for m, f in zip(q.missing, factor, strict=True)]
            for some, first in zip(groups, sums, strict=True):
                if agree(first, wanted[0]) and all(
                    agree(CTX.fsum(values[k] for _, values in some), wanted[k]) for k in q.case.places
                ):
                    yield f"{words} {' and '.join(short(part) for part, _ in some)}"


SLIPS: tuple[Slip, ...] = (
    Slip(
        name="several terms",
        why="A factor or a sign belongs to several terms, or to none of them.",
        equal="the claim differs from the answer by the same multiple of the sum of some terms everywhere",
        find=several_terms,
        example="KL(Normal(m, s) || Normal(n, t)) = log(t/s) + s**2/t**2 + (m - n)**2/t**2 - 1/2",
        refuses="KL(Normal(m, s) || Normal(n, t)) = log(t/s) + 3*s**2/t**2 + (m - n)**2/t**2 - 1/2",
    ),
)
