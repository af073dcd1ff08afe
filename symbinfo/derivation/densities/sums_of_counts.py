"""Masses of sums, of the smaller and of the larger of two independent counts, whose ranges have no upper end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sympy import (
    Expr,
    Mul,
    Piecewise,
    S,
    Sum,
    Tuple,
    binomial,
    expand_power_base,
    factor,
    factorial,
    oo,
    powsimp,
    together,
)

from symbinfo.derivation import Derivation, Relation, Status, Step
from symbinfo.derivation.densities.one_integral import integral
from symbinfo.derivation.densities.pieces_of_a_range import Piece
from symbinfo.derivation.integrals.by_normaliser import with_step
from symbinfo.derivation.simplify.tidying import simplest_of
from symbinfo.derivation.witness import KernelTerm, Reasoning, StoredFact, Transformed
from symbinfo.expressions.domain import Domain, Variable
from symbinfo.expressions.free_names import free_name
from symbinfo.expressions.unevaluated import add, evaluated, mul, power, replace_where
from symbinfo.laws.law import DiscreteLaw

__all__ = ["extreme_of_copies", "of_counts"]

Found = tuple[list[Piece], tuple[Any, ...]]


def of_counts(kind: str, first: DiscreteLaw, second: DiscreteLaw, k: Variable, domain: Domain) -> Found | None:
    """The mass of a sum, a minimum or a maximum of two counts with infinitely many values.

    Parameters
    ----------
    kind : str
        sum, minimum or maximum; None is returned for others, and for laws with a last value.
    first, second : DiscreteLaw
        The laws, each from a first value on.
    k : Variable
        The variable of the mass.
    domain : Domain
        Where the parameters live.
    """
    if any(law.upper != oo or not law.lower.is_Integer for law in (first, second)):
        return None
    if kind == "sum":
        low = first.lower + second.lower
        found = _sum(first, second, k, domain.and_(low <= k))
    elif kind in ("minimum", "maximum") and first.lower == second.lower:
        low = first.lower
        found = _extreme(kind, first, second, k, domain.and_(low <= k))
    else:
        return None
    return None if found is None else ([Piece(low, oo, found)], ())


def _index(laws: tuple[DiscreteLaw, ...], k: Variable) -> Variable:
    return Variable(free_name("jiml", [k, *(s for law in laws for s in law.free_symbols)]), integer=True)


def _sum(first: DiscreteLaw, second: DiscreteLaw, k: Variable, domain: Domain) -> Derivation | None:
    j = _index((first, second), k)
    body = mul(first.density.xreplace({first.variable: j}), second.density.xreplace({second.variable: k - j}))
    low, high = first.lower, k - second.lower
    start = Derivation(left=Sum(body, (j, low, high)), domain=domain)
    plain = powsimp(expand_power_base(_as_binomial(evaluated(body), j, k), force=True))
    if not plain.has(j):
        ones = StoredFact("sum-of-ones", j, (("l", low), ("h", high)))
        witness = Reasoning("integral", integrals=(Transformed(start.left, None, (KernelTerm(plain, ones),)),))
        value = factor(high - low + 1) * plain
        step = Step(Relation.EQ, value, "sum-of-equal-terms", "All terms are equal.", start=start.left, witness=witness)
        return start.then(step).closing(Status.CLOSED)
    found = integral(plain, j, low, high, domain)
    if found is None or found.stands.has(Piecewise):
        return None
    derivation = with_step(
        start, found.left, "simplify", "Write it with a binomial coefficient.", witness=Reasoning("same")
    )
    for step in found.steps:
        derivation = derivation.then(step)
    return derivation.closing(Status.CLOSED)


def _as_binomial(body: Expr, j: Variable, k: Variable) -> Expr:
    """``1/(j! (k - j)!)`` as a binomial coefficient over k!."""
    factors = Mul.make_args(body)
    pair = [1 / factorial(j), 1 / factorial(k - j)]
    if not all(part in factors for part in pair):
        return body
    return Mul(*(f for f in factors if f not in pair)) * binomial(k, j) / factorial(k)


def _extreme(kind: str, first: DiscreteLaw, second: DiscreteLaw, k: Variable, domain: Domain) -> Derivation | None:
    """From the tails: P(min = k) is P(both >= k) - P(both >= k + 1)."""
    return _by_tails(kind, (first, second), k, domain, lambda tails: mul(*tails))


def extreme_of_copies(law: DiscreteLaw, rank: Tuple, k: Variable, domain: Domain) -> Found | None:
    """The mass of the smallest or the largest of n copies of a count; None of the ranks between."""
    place, n = rank
    if law.upper != oo or not law.lower.is_Integer or place not in (1, n):
        return None
    kind = "minimum" if place == 1 else "maximum"
    found = _by_tails(kind, (law,), k, domain.and_(law.lower <= k), lambda tails: power(tails[0], n))
    return None if found is None else ([Piece(law.lower, oo, found)], ())


def _by_tails(
    kind: str, laws: tuple[DiscreteLaw, ...], k: Variable, domain: Domain, all_of: Callable[[list[Expr]], Expr]
) -> Derivation | None:
    j = _index(laws, k)
    lemmas = []
    for law in laws:
        density = law.density.xreplace({law.variable: j})
        low, high = (k, oo) if kind == "minimum" else (law.lower, k)
        tail = integral(density, j, low, high, domain)
        if tail is None:
            return None
        lemmas.append(tail)
    here = all_of([lemma.left for lemma in lemmas])
    step_to = k + 1 if kind == "minimum" else k - 1
    there = here.xreplace({k: step_to})
    derivation = Derivation(left=add(here, mul(S.NegativeOne, there)), domain=domain)
    values = {lemma.left: lemma.stands for lemma in lemmas}
    values |= {left.xreplace({k: step_to}): value.xreplace({k: step_to}) for left, value in list(values.items())}
    inserted = replace_where(derivation.left, values.get)
    step = Step(Relation.EQ, inserted, "insert", "Insert the tails.", tuple(dict.fromkeys(lemmas)), derivation.left)
    plain = evaluated(inserted)
    ways = [plain, powsimp(factor(together(expand_power_base(plain))))]
    short = simplest_of(ways)
    return with_step(derivation.then(step), short, "simplify", "Simplify.").closing(Status.CLOSED)
