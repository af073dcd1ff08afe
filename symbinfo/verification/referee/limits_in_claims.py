"""Claims about limits: each limit of measures is derived, the derivation checked, and its value judged in its place."""

from __future__ import annotations

import time
from dataclasses import replace

from sympy import And, Expr, Limit

from symbinfo.derivation import Claim, Status
from symbinfo.derivation.plans.derive import derive
from symbinfo.expressions.errors import BudgetExceeded
from symbinfo.expressions.unevaluated import replace_where
from symbinfo.measures.base import Measure
from symbinfo.verification.claims.stated_claim import StatedClaim

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

    stated = StatedClaim.of(claim, end)
    left, right = (replace_where(side, value) for side in (stated.left, stated.right))
    if None in known.values():
        return None
    # What the laws under a limit demand of their parameters is demanded still; what tends somewhere is gone.
    condition, here = And(*stated.domain.conditions), left.free_symbols | right.free_symbols
    parts = tuple(part for part in stated.parts if part.free_symbols <= here and not part.has(Limit))
    return replace(claim, left=left, right=right, condition=condition, parts=parts)


def _value(node: Limit, seconds: float) -> Expr | None:
    derivation = derive(node)
    if derivation.status not in (Status.CLOSED, Status.INFINITE):
        return None
    try:
        return derivation.result if derivation.check(max(seconds, 0.1)).accepted else None
    except BudgetExceeded:
        return None
