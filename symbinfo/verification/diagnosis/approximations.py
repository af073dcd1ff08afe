"""The claim comes near to the answer as parameters grow, vanish or meet, and is not it.

Every term of an approximation is right: what is lost is small beside each of them. So the difference must vanish beside
the answer, and beside every term of the claim. A wrong term that vanishes itself is no approximation.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from sympy import Add, Expr, Symbol, true

from symbinfo.laws.strengthen import laws_in
from symbinfo.verification.diagnosis.number_tree import CTX, tree
from symbinfo.verification.diagnosis.question import Found, Question
from symbinfo.verification.diagnosis.slip import Slip

__all__ = ["SLIPS", "approximation"]

#: By what parameters move, how much nearer the claim comes with each step, and how near at the last, relative to the answer.
STEP, SHRINKS, NEAR = 6, 3, CTX.mpf(10) ** -2
STEPS, MORE_STEPS = 3, 6

Point = Mapping[Symbol, Any]


def approximation(q: Question) -> Found:
    """Right in a limit alone, and shorter than the answer: what is no shorter approximates nothing."""
    if q.true_form is not None and _size(q.case.claimed) >= _size(q.true_form):
        return
    for words, ways in _limits(q):
        if all(_nearer(q, way) for way in ways):
            yield f"this is an approximation {words}: the difference vanishes only in the limit"


def _size(expr: Expr) -> tuple[int, int]:
    """How many terms a formula has, and how many operations."""
    return len(Add.make_args(expr)), int(expr.count_ops())


def _limits(q: Question) -> Iterator[tuple[str, list[list[Point]]]]:
    """The words for a limit, and steps towards it from every place; from one where the truth has no closed form."""
    starts = list(q.case.at if q.true_form is not None else q.case.at[:1])
    steps = MORE_STEPS if q.true_form is not None else STEPS
    growing = [s for s in q.case.symbols if s.is_nonnegative]
    groups = [[s] for s in growing] + ([growing] if len(growing) > 1 else [])
    for group in groups:
        names = " and ".join(s.name for s in group)
        yield (
            f"for large {names}",
            [[{**p, **{s: p[s] * STEP ** (k + 1) for s in group}} for k in range(steps)] for p in starts],
        )
        if all(not s.is_integer for s in group):
            yield (
                f"for small {names}",
                [[{**p, **{s: p[s] / STEP ** (k + 1) for s in group}} for k in range(steps)] for p in starts],
            )
    pairs = {a: b for a, b in q.pairs.items() if a in q.case.symbols and b in q.case.symbols and not a.is_integer}
    if pairs:
        yield (
            "for P near Q",
            [
                [{**p, **{a: p[b] + (p[a] - p[b]) / STEP ** (k + 1) for a, b in pairs.items()}} for k in range(steps)]
                for p in starts
            ],
        )


def _nearer(q: Question, points: list[Point]) -> bool:
    """Whether the two sides come together, step by step, relative to the answer where that vanishes."""
    if not all(law.condition.subs(point) == true for law in laws_in(q.left) for point in points):
        return False
    truths, claims = q.true_values(points), tree(q.case.claimed, points).values
    if any(v is None or not CTX.isfinite(v) for v in (*truths, *claims)) or any(t == 0 for t in truths):
        return False
    missing = [abs(truth - claimed) for truth, claimed in zip(truths, claims, strict=True)]
    gaps = [gap / min(1, abs(truth)) for gap, truth in zip(missing, truths, strict=True)]
    if not _shrinks(gaps) or gaps[-1] >= NEAR * max(1, abs(truths[-1])):
        return False
    terms = [tree(term, points).values for term in Add.make_args(q.case.claimed.expand(log=False))]
    return all(
        _shrinks([gap / abs(v) if v else CTX.inf for gap, v in zip(missing, values, strict=True)]) for values in terms
    )


def _shrinks(sizes: list[Any]) -> bool:
    """Whether each size is much smaller than the one before."""
    return all(after * SHRINKS < before for before, after in pairwise(sizes))


SLIPS: tuple[Slip, ...] = (
    Slip(
        name="approximation",
        why="A formula for large or small parameters is stated as if it were exact.",
        equal="the difference of claim and answer vanishes as a parameter grows, or goes to 0",
        find=approximation,
        example="H(Poisson(a)) = log(2*pi*E*a)/2 - 1/(12*a)",
        refuses="H(Poisson(a)) = log(2*pi*E*a)/2 - 1/(10*a)",
    ),
)
