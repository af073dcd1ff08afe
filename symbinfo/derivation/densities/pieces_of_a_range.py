"""Where the formula of a density changes: places in order, and the density put together from its pieces."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from sympy import Abs, Expr, Piecewise, S, Symbol, nan, oo
from sympy.logic.boolalg import Boolean

from symbinfo.derivation import Derivation
from symbinfo.derivation.simplify.lengths import same
from symbinfo.expressions.domain import Domain

__all__ = ["Piece", "in_order", "inside_of", "joined", "on_one_piece"]


@dataclass(frozen=True)
class Piece:
    """An interval, and the derivation of the density there."""

    low: Expr
    high: Expr
    derivation: Derivation

    @property
    def density(self) -> Expr:
        """The density on it."""
        return self.derivation.stands


def in_order(
    places: Iterable[Expr], low: Expr, high: Expr, domain: Domain
) -> tuple[list[Expr], tuple[Boolean, ...]] | None:
    """The ends of the pieces from left to right, and what is assumed of their order where it does not follow.

    Of two places whose order is not known the one that is named first is assumed to lie to the left; None where it is not
    known whether a place lies inside of the range.
    """
    ordered: list[Expr] = []
    assumed: list[Boolean] = []
    for place in places:
        if place in (oo, -oo, nan, *ordered) or place in (low, high):
            continue
        if _before(place, low, domain) or _before(high, place, domain):
            continue
        for end, below in ((low, True), (high, False)):
            first, second = (end, place) if below else (place, end)
            if not _before(first, second, domain):
                return None
        at = len(ordered)
        for i, other in enumerate(ordered):
            if _before(place, other, domain):
                at = i
                break
            if not _before(other, place, domain):
                assumed.append(other < place)
                domain = domain.and_(other < place)
        if at < len(ordered) and same(ordered[at], place):
            continue
        ordered.insert(at, place)
    return [low, *ordered, high], tuple(assumed)


def _before(first: Expr, second: Expr, domain: Domain) -> bool:
    return first == -oo or second == oo or domain.nonnegative(second - first)


def inside_of(y: Symbol, low: Expr, high: Expr, domain: Domain) -> Domain:
    """The domain, with y between the two."""
    return domain.and_(*(c for c in (low < y, y < high) if c not in (S.true, S.false)))


def joined(pieces: Sequence[Piece], y: Symbol) -> Expr:
    """The density as one expression: equal neighbours together, ``exp(-|y|)`` for two mirrored pieces."""
    first, *others = pieces
    if all(same(first.density, other.density) for other in others):
        return first.density
    if len(pieces) == 2 and pieces[1].low == 0 and pieces[0].low == -pieces[1].high:
        mirrored = pieces[0].density.xreplace({y: -y})
        if same(mirrored, pieces[1].density):
            return pieces[1].density.xreplace({y: Abs(y)})
    kept = [pieces[0]]
    for before, after in pairwise(pieces):
        if same(before.density, after.density):
            kept[-1] = Piece(kept[-1].low, after.high, kept[-1].derivation)
        else:
            kept.append(after)
    return Piecewise(*((p.density, y < p.high) for p in kept[:-1]), (kept[-1].density, True))


def on_one_piece(expr: Expr, domain: Domain) -> Expr:
    """An expression whose branches, and whose distances, are settled where the domain decides them."""

    def chosen(*pairs: tuple[Expr, Boolean]) -> Expr:
        for value, condition in pairs:
            if condition == S.true or domain.implies(condition):
                return value
            if not domain.excludes(condition):
                break
        return Piecewise(*pairs)

    return expr.replace(Piecewise, chosen).replace(Abs, domain.absolute)
