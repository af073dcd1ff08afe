"""The largest information over the parameters of the input of a channel, where these are all of its laws: its capacity."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sympy import Expr, S, Tuple, cancel, true

from symbinfo.derivation.optima.capacity_of_channel import capacity_of_channel
from symbinfo.derivation.optima.found import OptimumDerivation
from symbinfo.laws.table import JointTable
from symbinfo.measures import MutualInformation
from symbinfo.measures.optimum import Capacity, OverParameters

__all__ = ["as_channel"]


def as_channel(question: OverParameters) -> OptimumDerivation | None:
    """The largest information over all laws of the input of a channel, as its capacity; None of other questions."""
    measure = question.objective
    joint = measure.laws[0] if isinstance(measure, MutualInformation) else None
    if not question.kind.endswith("max") or question.where != true or not isinstance(joint, JointTable):
        return None
    if [len(key) for key, _ in joint.outcomes] != [2] * len(joint.outcomes):
        return None
    totals: dict[Any, Expr] = {}
    for (x, _), mass in joint.outcomes:
        totals[x] = cancel(totals.get(x, S.Zero) + mass)
    columns = list(dict.fromkeys(y for (_, y), _ in joint.outcomes))
    cells = {tuple(key): mass for key, mass in joint.outcomes}
    rows = [[cancel(cells.get((x, y), S.Zero) / total) for y in columns] for x, total in totals.items()]
    free = [total for total in totals.values() if total in question.variables]
    whole = len(free) == len(totals) - 1 == len(question.variables) and cancel(sum(totals.values()) - 1) == 0
    if not whole or any(entry.has(*question.variables) for row in rows for entry in row):
        return None
    first, second = (str(name) for name in joint.names)
    found = capacity_of_channel(Capacity(rows, (first, second), "max", base=measure.base))
    shares = dict(zip(totals.values(), (place for _, place in found.at), strict=True))
    at = tuple((symbol, shares[symbol]) for symbol in question.variables)
    place: Any = at[0][1] if len(at) == 1 else Tuple(*(share for _, share in at))
    answer = place if question.kind == "argmax" else found.answer
    return replace(found, question=question, at=at, answer=answer)
