"""The law of the k-th smallest of n independent copies of a variable: which copy it is, those below it, those above it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from sympy import Abs, Expr, S, Tuple, binomial, expand_power_base, gamma, gammasimp, powsimp

from symbinfo.derivation import Derivation, Relation, Status, Step
from symbinfo.derivation.densities.one_integral import integral
from symbinfo.derivation.densities.pieces_of_a_range import Piece, in_order, inside_of, on_one_piece
from symbinfo.derivation.integrals.by_normaliser import with_step
from symbinfo.derivation.simplify.tidying import simplest_of
from symbinfo.derivation.witness import Reasoning
from symbinfo.expressions.domain import Domain, Variable
from symbinfo.expressions.unevaluated import add, evaluated, mul, power, replace_where
from symbinfo.laws.law import FiniteLaw, variable_for

__all__ = ["by_order", "listed_order"]

#: Of a finite variable the masses are sums over how many copies lie below: with so many copies at most.
MOST_COPIES = 64


def by_order(law: Any, rank: Tuple, y: Variable, domain: Domain) -> tuple[list[Piece], tuple[Any, ...]] | None:
    """The pieces of the density of an order statistic; None where the mass below y is not found in closed form.

    Parameters
    ----------
    law : ContinuousLaw
        Of each copy.
    rank : Tuple
        Which one from below, k, and how many copies there are, n.
    y : Variable
        The variable of the density.
    domain : Domain
        Where the parameters live.
    """
    v = variable_for((law,), [y, *law.free_symbols, *rank.free_symbols])
    ordered = in_order(_bends(law), law.lower, law.upper, domain)
    if ordered is None:
        return None
    ends, assumed = ordered
    pieces = []
    for low, high in pairwise(ends):
        found = _between(law, rank, (low, high), y, v, inside_of(y, low, high, domain.and_(*assumed)))
        if found is None:
            return None
        pieces.append(Piece(low, high, found))
    return pieces, assumed


def _bends(law: Any) -> list[Expr]:
    """Where a distance in the density is 0: there its formula changes."""
    distances = [part.args[0] for part in law.density.atoms(Abs) if part.has(law.variable)]
    affine = [d for d in distances if not d.diff(law.variable).has(law.variable)]
    return [-d.xreplace({law.variable: S.Zero}) / d.diff(law.variable) for d in affine]


def _between(
    law: Any, rank: Tuple, ends: tuple[Expr, Expr], y: Variable, v: Variable, inside: Domain
) -> Derivation | None:
    k, n = rank
    masses = _masses(law, ends, y, v, inside)
    if masses is None:
        return None
    factors = [gammasimp(gamma(n + 1) / (gamma(k) * gamma(n - k + 1)))]
    for mass, exponent in zip(masses, (k - 1, n - k), strict=True):
        if exponent != 0:
            factors.append(mass.left if exponent == 1 else power(mass.left, exponent))
    here = on_one_piece(law.density.xreplace({law.variable: y}), inside)
    derivation = Derivation(left=mul(*factors, here), domain=inside)
    used = [mass for mass in masses if derivation.left.has(mass.left)]
    lemmas = tuple(dict.fromkeys(mass.lemma for mass in used))
    inserted = replace_where(derivation.left, {mass.lemma.left: mass.lemma.stands for mass in used}.get)
    if lemmas:
        step = Step(Relation.EQ, inserted, "insert", "Insert the masses below and above.", lemmas, derivation.left)
        derivation = derivation.then(step)
    plain = evaluated(inserted)  # the masses stay the bases of powers
    short = simplest_of([plain, powsimp(plain), powsimp(expand_power_base(plain))])
    return with_step(derivation, short, "simplify", "Simplify.", witness=Reasoning("same")).closing(Status.CLOSED)


@dataclass(frozen=True)
class _Mass:
    """The mass on one side of y: as it is written, and the integral that is derived for it."""

    left: Expr
    lemma: Derivation


def _masses(law: Any, ends: tuple[Expr, Expr], y: Variable, v: Variable, inside: Domain) -> tuple[_Mass, _Mass] | None:
    """The masses below and above y, of which one may be what the other leaves of 1."""
    density = law.density.xreplace({law.variable: v})
    below = above = None
    if ends[0] == law.lower:
        below = _mass(density, v, (law.lower, y), inside_of(v, law.lower, y, inside).and_(v < ends[1]), inside)
    if ends[1] == law.upper:
        above = _mass(density, v, (y, law.upper), inside_of(v, y, law.upper, inside).and_(v > ends[0]), inside)
    if below is None and above is None:
        return None
    return below or _rest(above), above or _rest(below)


def _mass(density: Expr, v: Variable, ends: tuple[Expr, Expr], within: Domain, inside: Domain) -> _Mass | None:
    found = integral(on_one_piece(density, within), v, *ends, inside)
    return None if found is None else _Mass(found.left, found)


def _rest(other: Any) -> _Mass:
    """What the mass on the other side leaves of 1."""
    return _Mass(add(S.One, mul(S.NegativeOne, other.left)), other.lemma)


def listed_order(law: FiniteLaw, rank: Tuple) -> list[tuple[Any, Expr]] | None:
    """The outcomes of an order statistic of a finite variable with their masses: differences of the mass at or below.

    At least k of the n copies lie at or below an outcome. None where the number of copies is a letter, and it is neither the
    smallest nor the largest that is asked for, or where the outcomes have no order.
    """
    k, n = rank
    if not all(getattr(outcome, "is_real", False) and outcome.is_number for outcome, _ in law.outcomes):
        return None
    ordered = sorted(law.outcomes, key=lambda pair: float(pair[0]))
    below, before = S.Zero, S.Zero
    found = []
    for number, (outcome, mass) in enumerate(ordered, start=1):
        below = S.One if number == len(ordered) else below + mass
        reached = _at_least(below, k, n)
        if reached is None:
            return None
        found.append((outcome, reached - before))
        before = reached
    return found


def _at_least(p: Expr, k: Expr, n: Expr) -> Expr | None:
    """The probability that at least k of n copies lie where each lies with probability p."""
    if p == 1:
        return S.One
    if k == n:
        return p**n
    if k == 1:
        return 1 - (1 - p) ** n
    if not (n.is_Integer and k.is_Integer and n <= MOST_COPIES):
        return None
    return sum((binomial(n, j) * p**j * (1 - p) ** (n - j) for j in range(int(k), int(n) + 1)), S.Zero)
