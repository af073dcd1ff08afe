"""Supports: where one law has mass and the other has none, cross-entropy and KL are infinite."""

from __future__ import annotations

from itertools import product

from sympy import And, Expr, Max, Min, Not, Or, S, true
from sympy.logic.boolalg import Boolean

from symbinfo.expressions.domain import Domain
from symbinfo.laws.by_coordinates import CoordinateLaw
from symbinfo.laws.joint_density import JointLaw
from symbinfo.laws.law import FiniteLaw, Law
from symbinfo.laws.positive_range import Piece, pieces_where_positive

__all__ = ["apart", "contained", "range_outside"]

Pieces = tuple[Piece, ...]


def contained(law: Law, other: Law) -> Boolean:
    """The condition under which the support of `law` lies in that of `other`, up to sets of measure zero.

    Parameters
    ----------
    law, other : Law
        Two laws of one kind (both discrete or both continuous).
    """
    if isinstance(law, CoordinateLaw):
        return true
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
    if isinstance(law, (JointLaw, CoordinateLaw)) or isinstance(other, JointLaw):
        return S.false
    if isinstance(law, FiniteLaw):
        return And(*(Not(_has_mass(other, outcome)) for outcome, _ in law.outcomes))
    if isinstance(other, FiniteLaw):
        return apart(other, law)
    if law.continuous:
        pairs = product(pieces_where_positive(law), pieces_where_positive(other))
        return And(*(Or(_at_most(a.high, b.low), _at_most(b.high, a.low)) for a, b in pairs))
    return Or(law.upper < other.lower, other.upper < law.lower)


def range_outside(law: Law, other: Law, domain: Domain) -> tuple[Expr, Expr] | None:
    """A range on which `law` has mass and `other` has none, for all parameters; None where no single one is known.

    Parameters
    ----------
    law, other : Law
        Two laws of one variable and one kind. Of discrete laws the ends belong to the range.
    domain : Domain
        Where the parameters live.
    """
    if isinstance(law, (JointLaw, CoordinateLaw)) or isinstance(other, JointLaw):
        return None
    if isinstance(law, FiniteLaw):
        outcomes = (outcome for outcome, _ in law.outcomes if isinstance(outcome, Expr))
        found = next((outcome for outcome in outcomes if domain.excludes(_has_mass(other, outcome))), None)
        return None if found is None else (found, found)
    if isinstance(other, FiniteLaw):
        places = (law.lower + i for i in range(len(other.outcomes) + 1)) if law.lower.is_Integer else ()
        found = next((place for place in places if other.density_at(place) == 0), None)
        return None if found is None or not domain.implies(_at_most(found, law.upper)) else (found, found)
    pieces, others = pieces_where_positive(law), pieces_where_positive(other)
    if len(others) > 1:
        return None
    step, (low, high) = S.Zero if law.continuous else S.One, others[0][:2]
    for piece in pieces:
        if domain.excludes(_at_most(low, piece.low)):
            return piece.low, Min(piece.high, low - step)
        if domain.excludes(_at_most(piece.high, high)):
            return Max(piece.low, high + step), piece.high
    return None


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
