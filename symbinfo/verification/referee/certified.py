"""Rigorous enclosures of the difference of two sides, where the extra that computes them is installed."""

from __future__ import annotations

import time
from collections.abc import Sequence
from fractions import Fraction

from symbinfo.trusted import Term
from symbinfo.verification.claims.sample_points import Point
from symbinfo.verification.values.rigorous import Ball, enclosure

__all__ = ["RIGOUR", "certified", "surely_unequal"]

# To how many digits two sides must be enclosed together.
DIGITS = 20
# Seconds that a referee gives to the enclosures of one claim.
RIGOUR = 4.0
SIGNS = {"=": (0,), "<=": (0, -1), ">=": (0, 1), "<": (-1,), ">": (1,)}


def _enclosed(left: Term, right: Term, point: Point, seconds: float) -> Ball | None:
    """A ball that provably contains ``left - right`` at a point, or None."""
    if seconds <= 0 or {"%oo", "%-oo"} & {t for t in (left, right) if isinstance(t, str)}:
        return None
    difference: Term = ("+", left, ("*", -1, right))
    return enclosure(difference, dict(point), digits=DIGITS, seconds=seconds, absolute=True)


def surely_unequal(left: Term, right: Term, point: Point, seconds: float) -> bool:
    """Whether two sides provably differ at a point.

    Parameters
    ----------
    left, right : Term
        The sides, with their integrals and sums.
    point : Point
        Where.
    seconds : float
        A limit of time.
    """
    ball = _enclosed(left, right, point, seconds)
    return ball is not None and not ball.contains(Fraction(0))


def certified(relation: str, left: Term, right: Term, points: Sequence[Point], seconds: float) -> bool:
    """Whether enclosures at all points are consistent with a relation, and fine enough to mean it.

    An equation is certified at a point where the ball of the difference contains 0 and is finer than 20 digits; an
    inequality where the ball has the right sign, or is as fine about 0.
    """
    deadline = time.process_time() + seconds
    for point in points:
        ball = _enclosed(left, right, point, deadline - time.process_time())
        if ball is None:
            return False
        fine = ball.contains(Fraction(0)) and ball.radius <= Fraction(1, 10**DIGITS)
        signed = ball.sign in SIGNS[relation] and relation != "="
        if not signed and not (fine and 0 in SIGNS[relation]):
            return False
    return bool(points)
