"""The laws of floor(X) and ceil(X), of what they leave, and of X > 0: by integrals over parts of the range."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from sympy import Add, Expr, Integer, Lt, Piecewise, S, ceiling, exp, expand, factor, floor, log, oo, powsimp, together

from symbinfo.derivation import Derivation
from symbinfo.derivation.densities.one_integral import integral
from symbinfo.derivation.densities.pieces_of_a_range import Piece, in_order, inside_of, on_one_piece
from symbinfo.derivation.integrals.by_normaliser import with_step
from symbinfo.derivation.witness import Reasoning
from symbinfo.expressions.domain import Domain, Variable
from symbinfo.expressions.free_names import free_name
from symbinfo.laws.law import ContinuousLaw, variable_for

__all__ = ["by_steps", "by_wrapping", "listed_steps", "mass_above", "steps_range"]

#: How many values are listed.
MOST_LISTED = 64


def steps_range(law: ContinuousLaw, function: Any) -> tuple[Expr, Expr]:
    """The first and the last value of floor(X), or of ceil(X)."""
    up = function.func is ceiling
    low = law.lower if law.lower == -oo else floor(law.lower) + (1 if up else 0)
    high = law.upper if law.upper == oo else ceiling(law.upper) - (0 if up else 1)
    return low, high


def by_steps(
    law: ContinuousLaw, function: Expr, k: Variable, domain: Domain
) -> tuple[list[Piece], tuple[Any, ...]] | None:
    """The mass at k: the integral of the density from k to k + 1, of ceil(X) from k - 1 to k.

    The range starts and ends at whole numbers, so that each step lies inside of it.
    """
    if not all(end in (oo, -oo) or end.is_integer for end in (law.lower, law.upper)):
        return None
    low, high = steps_range(law, function)
    conditions = [c for c in (low <= k, k <= high) if c not in (S.true, S.false)]
    found = _mass(law, function, k, domain.and_(*conditions))
    return None if found is None else ([Piece(low, high, _as_powers(found, k))], ())


def _as_powers(found: Derivation, k: Variable) -> Derivation:
    """A mass c r**k written so, with c and r without fractions of exponentials: (1 - exp(-a)) exp(-a k)."""
    ratio = powsimp(factor(together(expand(found.stands.xreplace({k: k + 1}) / found.stands))))
    if ratio.has(k) or ratio.has(Piecewise):
        return found
    first = expand(powsimp(expand(found.stands.xreplace({k: S.Zero}))))
    written = first * exp(expand(k * log(ratio), log=True)) if isinstance(ratio, exp) else first * ratio**k
    return with_step(found, written, "simplify", "Simplify.", witness=Reasoning("same"))


def _mass(law: ContinuousLaw, function: Expr, k: Expr, domain: Domain) -> Derivation | None:
    v = variable_for([law], [*k.free_symbols])
    start = k - 1 if function.func is ceiling else k
    low, high = start, start + 1
    if k.is_Integer:
        low = law.lower if (law.lower - low).is_positive else low
        high = law.upper if (high - law.upper).is_positive else high
    return integral(law.density.xreplace({law.variable: v}), v, low, high, domain)


def listed_steps(law: ContinuousLaw, function: Expr, domain: Domain) -> list[tuple[Expr, Expr]] | None:
    """The values of floor(X) or ceil(X) with their masses, where the range of X is bounded by numbers."""
    low, high = steps_range(law, function)
    if not (low.is_Integer and high.is_Integer) or high - low >= MOST_LISTED:
        return None
    values = [Integer(k) for k in range(int(low), int(high) + 1)]
    masses = [_mass(law, function, k, domain) for k in values]
    if any(mass is None for mass in masses):
        return None
    return [(k, mass.stands) for k, mass in zip(values, masses, strict=True) if mass is not None]


def by_wrapping(
    law: ContinuousLaw, function: Expr, y: Variable, domain: Domain
) -> tuple[list[Piece], tuple[Any, ...]] | None:
    """The density of X % c for X from 0 to infinity: the sum of the densities at y, y + c, y + 2 c, ..."""
    step = function.args[1]
    if (law.lower, law.upper) != (S.Zero, oo):
        return None
    n = Variable(free_name("nmij", law.free_symbols), integer=True)
    body = expand(powsimp(law.density.xreplace({law.variable: y + step * n})), power_exp=True)
    found = integral(body, n, S.Zero, oo, domain.and_(y < step))
    return None if found is None else ([Piece(S.Zero, step, found)], ())


def mass_above(law: ContinuousLaw, place: Expr, domain: Domain) -> Expr | None:
    """The mass above a place inside of the range, piece by piece of the density; None where it is not found."""
    v = variable_for([law], place.free_symbols)
    density = law.density.xreplace({law.variable: v})
    ends = [c.rhs for _, c in density.args if isinstance(c, Lt)] if isinstance(density, Piecewise) else []
    ordered = in_order(ends, place, law.upper, domain)
    if ordered is None:
        return None
    found = []
    for low, high in pairwise(ordered[0]):
        body = on_one_piece(density, inside_of(v, low, high, domain.and_(*ordered[1])))
        part = None if body.has(Piecewise) else integral(body, v, low, high, domain)
        if part is None:
            return None
        found.append(part.stands)
    return Add(*found)
