"""Supports: where one law has mass and the other has none, cross-entropy and KL are infinite."""

from __future__ import annotations

from itertools import product

from sympy import And, Expr, Not, Or, S, true
from sympy.logic.boolalg import Boolean

from symbinfo.laws.joint_density import JointLaw
from symbinfo.laws.law import FiniteLaw, Law
from symbinfo.laws.positive_range import Piece, pieces_where_positive

__all__ = ["apart", "contained"]

Pieces = tuple[Piece, ...]


def contained(law: Law, other: Law) -> Boolean:
    """The condition under which the support of `law` lies in that of `other`, up to sets of measure zero.

    Parameters
    ----------
    law, other : Law
        Two laws of one kind (both discrete or both continuous).
    """
    if isinstance(law, JointLaw) and isinstance(other, JointLaw):
        pairs = zip(law.ranges, other.on(law.variable).ranges, strict=True)
        return And(*(c for (a, b), (low, high) in pairs for c in (_at_most(low, a), _at_most(b, high))))
    if isinstance(law, FiniteLaw):
        return And(*(_has_mass(other, outcome) for outcome, _ in law.outcomes))
    if isinstance(other, FiniteLaw):
        return _range_in_outcomes(law, other)
    return _within(pieces_where_positive(law), pieces_where_positive(other))


def _within(pieces: Pieces, others: Pieces) -> Boolean:
    """Whether every interval lies in one of the others."""
    inside = ((And(_at_most(other.low, p.low), _at_most(p.high, other.high)) for other in others) for p in pieces)
    return And(*(Or(*some) for some in inside))


def apart(law: Law, other: Law) -> Boolean:
    """The condition under which two laws of one variable have no place in common, up to sets of measure zero.

    Parameters
    ----------
    law, other : Law
        Two laws of one kind.
    """
    if isinstance(law, JointLaw) or isinstance(other, JointLaw):
        return S.false
    if isinstance(law, FiniteLaw):
        return And(*(Not(_has_mass(other, outcome)) for outcome, _ in law.outcomes))
    if isinstance(other, FiniteLaw):
        return apart(other, law)
    if law.continuous:
        pairs = product(pieces_where_positive(law), pieces_where_positive(other))
        return And(*(Or(_at_most(a.high, b.low), _at_most(b.high, a.low)) for a, b in pairs))
    return Or(law.upper < other.lower, other.upper < law.lower)


def _at_most(low: Expr, high: Expr) -> Boolean:
    return true if low == high else low <= high


def _has_mass(law: Law, outcome: Expr) -> Boolean:
    if isinstance(law, FiniteLaw):
        return true if law.density_at(outcome) != 0 else S.false
    return And(_at_most(law.lower, outcome), _at_most(outcome, law.upper)) if outcome.is_integer else S.false


def _range_in_outcomes(law: Law, other: FiniteLaw) -> Boolean:
    """A range of integers lies in a list of outcomes when its ends do and the list has no gap between them."""
    integers = sorted(outcome for outcome, _ in other.outcomes if outcome.is_Integer)
    if not integers or law.lower not in integers:
        return S.false
    reach = law.lower
    while reach + 1 in integers:
        reach += 1
    return _at_most(law.upper, reach)
