"""The law of the minimum or the maximum of two independent variables: the product of their tails."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from sympy import Expr, S, oo

from symbinfo.derivation import Derivation, Relation, Status, Step
from symbinfo.derivation.densities.one_integral import integral, shortest_form
from symbinfo.derivation.densities.pieces_of_a_range import Piece, in_order, inside_of
from symbinfo.derivation.integrals.by_normaliser import with_step
from symbinfo.derivation.witness import Reasoning
from symbinfo.expressions.domain import Domain, Variable
from symbinfo.expressions.unevaluated import add, evaluated, mul, replace_where
from symbinfo.laws.law import variable_for

__all__ = ["by_tails"]


def by_tails(
    kind: str, laws: tuple[Any, Any], y: Variable, domain: Domain
) -> tuple[list[Piece], tuple[Any, ...]] | None:
    """The pieces of the density of the smaller, or of the larger, of two independent variables.

    The smaller is above y where both are, so that its density is that of the one times the tail of the other, both ways.

    Parameters
    ----------
    kind : str
        minimum or maximum.
    laws : pair of ContinuousLaw
        The laws.
    y : Variable
        The variable of the density.
    domain : Domain
        Where the parameters live.
    """
    smallest = kind == "minimum"
    assumed = _assumed_order(laws, domain)
    domain = domain.and_(*assumed)
    low = _chosen([law.lower for law in laws], smallest, domain)
    high = _chosen([law.upper for law in laws], smallest, domain)
    if low is None or high is None:
        return None
    ordered = in_order([end for law in laws for end in (law.lower, law.upper)], low, high, domain)
    if ordered is None:
        return None
    ends, more = ordered
    where = domain.and_(*more)
    v = variable_for(laws, [y, *(s for law in laws for s in law.free_symbols)])
    pieces = []
    for first, last in pairwise(ends):
        found = _between(smallest, laws, (first, last), y, v, where)
        if found is None:
            return None
        pieces.append(Piece(first, last, found))
    return pieces, (*assumed, *more)


def _assumed_order(laws: tuple[Any, Any], domain: Domain) -> tuple[Any, ...]:
    """That the first of two ends lies to the left, of each pair whose order is not known."""
    pairs = ((laws[0].lower, laws[1].lower), (laws[0].upper, laws[1].upper))
    return tuple(
        one < other for one, other in pairs if not any(_before(*p, domain) for p in ((one, other), (other, one)))
    )


def _chosen(ends: list[Expr], smallest: bool, domain: Domain) -> Expr | None:
    one, other = ends if smallest else ends[::-1]
    for low, high in ((one, other), (other, one)):
        if low == high or low == -oo or high == oo or domain.nonnegative(high - low):
            return low if smallest else high
    return None


def _between(
    smallest: bool, laws: tuple[Any, Any], ends: tuple[Expr, Expr], y: Variable, v: Variable, domain: Domain
) -> Derivation | None:
    inside = inside_of(y, *ends, domain)
    terms, lemmas = [], []
    for law, other in (laws, laws[::-1]):
        if not _within(ends, law, domain):
            continue
        tail = _tail(smallest, other, ends, y, v, domain, inside)
        if tail is None:
            return None
        if isinstance(tail, Derivation):
            lemmas.append(tail)
            terms.append(mul(law.density.xreplace({law.variable: y}), tail.left))
        elif tail != 0:
            terms.append(law.density.xreplace({law.variable: y}))
    if not terms:
        return None
    derivation = Derivation(left=add(*terms), domain=inside)
    values = {lemma.left: lemma.stands for lemma in lemmas}
    inserted = replace_where(derivation.left, values.get)
    if lemmas:
        derivation = derivation.then(
            Step(Relation.EQ, inserted, "insert", "Insert the tails.", tuple(dict.fromkeys(lemmas)), derivation.left)
        )
    short = shortest_form(evaluated(inserted), inside)
    return with_step(derivation, short, "simplify", "Simplify.", witness=Reasoning("same")).closing(Status.CLOSED)


def _within(ends: tuple[Expr, Expr], law: Any, domain: Domain) -> bool:
    return _before(law.lower, ends[0], domain) and _before(ends[1], law.upper, domain)


def _before(first: Expr, second: Expr, domain: Domain) -> bool:
    return first in (second, -oo) or second == oo or domain.nonnegative(second - first)


def _tail(
    smallest: bool, law: Any, ends: tuple[Expr, Expr], y: Variable, v: Variable, domain: Domain, inside: Domain
) -> Derivation | Expr | None:
    """The mass above y, or below it: all, nothing, or an integral."""
    if _before(ends[1], law.lower, domain):
        return S.One if smallest else S.Zero
    if _before(law.upper, ends[0], domain):
        return S.Zero if smallest else S.One
    density = law.density.xreplace({law.variable: v})
    low, high = (y, law.upper) if smallest else (law.lower, y)
    return integral(density, v, low, high, inside)
