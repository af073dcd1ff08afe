"""The claim is right for other parameters: read in another way, exchanged, or special."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from typing import Any

from symbinfo.verification.diagnosis.number_tree import CTX, tried
from symbinfo.verification.diagnosis.question import MOST_SYMBOLS, Found, Question

__all__ = ["in_other_parameters", "of_exchanged_parameters", "of_special_parameters"]

# {s} is one parameter or several, {is} and {its} what goes with it.
PARAMETRISATIONS: tuple[tuple[str, Callable[[Any], Any]], ...] = (
    ("{s} {is} taken for a variance: in this law it is a standard deviation, whose square is the variance", CTX.sqrt),
    ("{s} {is} squared once too often: a variance stands where {s} {is} meant", lambda s: s**2),
    ("a rate is taken for a scale, or a scale for a rate: the reciprocal of {s} belongs here", lambda s: 1 / s),
    ("{s} {is} taken for the log of a standard deviation", CTX.exp),
    ("{s} {is} taken for a log-variance", lambda s: CTX.exp(s / 2)),
    ("a rate is taken for a scale, or a scale for a rate: 2 over {s} stands here", lambda s: 2 / s),
    ("twice the value of {s} belongs here", lambda s: s / 2),
    ("half the value of {s} belongs here", lambda s: 2 * s),
    ("success and failure are exchanged: the complement of {s} belongs here", lambda s: 1 - s),
    ("{s} {is} counted from the wrong end: one less belongs here", lambda s: s + 1),
    ("{s} {is} counted from the wrong end: one more belongs here", lambda s: s - 1),
)


def in_other_parameters(q: Question) -> Found:
    """Right for another reading of the parameters, of all scales at once or of a single one."""
    scales = q.scales
    groups = [scales] if len(scales) > 1 else []
    groups += [[s] for s in scales] + [list(pair) for pair in combinations(scales, 2) if len(scales) > 2]
    for words, change in PARAMETRISATIONS:
        for group in groups:
            if q.claimed_is_at([{**at, **{s: tried(change, at[s]) for s in group}} for at in q.case.at]):
                names, verb = " and ".join(s.name for s in group), "is" if len(group) == 1 else "are"
                yield words.replace("{s}", names).replace("{is}", verb)


def of_exchanged_parameters(q: Question) -> Found:
    """Two parameters in each other's place, or one in the place of another."""
    pairs = list(combinations(q.case.symbols[:MOST_SYMBOLS], 2))
    for a, b in pairs:
        if q.claimed_is_at([{**at, a: at[b], b: at[a]} for at in q.case.at]):
            yield f"{a.name} and {b.name} are exchanged"
    for a, b in [*pairs, *((b, a) for a, b in pairs)]:
        if q.claimed_is_at([{**at, a: at[b]} for at in q.case.at]):
            yield f"right only for {a.name} = {b.name}"


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
