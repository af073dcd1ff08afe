"""Claims about limits: each limit of measures is derived, the derivation checked, and its value judged in its place."""

from __future__ import annotations

import time
from dataclasses import replace

from sympy import Expr, Limit

from symbinfo.derivation import Claim, Status
from symbinfo.derivation.plans.derive import derive
from symbinfo.expressions.errors import BudgetExceeded
from symbinfo.expressions.unevaluated import replace_where
from symbinfo.measures.base import Measure

__all__ = ["UNSETTLED", "has_limits", "with_values"]

#: What is said where a limit is not known.
UNSETTLED = "a limit of it has no closed form that was derived and checked"


def has_limits(claim: Claim) -> bool:
    """Whether limits of measures stand in a claim."""
    return any(node.has(Measure) for side in (claim.left, claim.right) for node in side.atoms(Limit))


def with_values(claim: Claim, seconds: float) -> Claim | None:
    """The claim with the values of its limits; None where one of them is not known within a limit of time."""
    end, known = time.process_time() + seconds, dict[Expr, Expr | None]()

    def value(node: Expr) -> Expr | None:
        if not isinstance(node, Limit) or not node.has(Measure):
            return None
        if node not in known:
            known[node] = _value(node, end - time.process_time())
        return known[node]

    left, right = (replace_where(side, value) for side in (claim.left, claim.right))
    return None if None in known.values() else replace(claim, left=left, right=right)


def _value(node: Limit, seconds: float) -> Expr | None:
    derivation = derive(node)
    if derivation.status not in (Status.CLOSED, Status.INFINITE):
        return None
    try:
        return derivation.result if derivation.check(max(seconds, 0.1)).accepted else None
    except BudgetExceeded:
        return None
