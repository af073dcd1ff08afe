"""Symbols in the place of the variables of laws, and what is needed at all values of these."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from sympy import Abs, And, Expr, Ne, Poly, S, Symbol, expand, true
from sympy.logic.boolalg import Boolean

from symbinfo.derivation import Derivation
from symbinfo.expressions.domain import Domain
from symbinfo.expressions.free_names import free_name

__all__ = ["Freed", "Values", "freed", "holds", "settled"]

Values = tuple[tuple[Symbol, Expr], ...]


def _symbol_for(law: Any, taken: set[str]) -> Symbol:
    """A symbol that stands for a value of the variable of a law."""
    name = free_name((law.variable.name,), taken)
    kind: dict[str, bool] = {} if law.continuous else {"integer": True}
    low = law.lower
    if low.is_positive or (law.continuous and low.is_nonnegative):
        return Symbol(name, positive=True, **kind)
    if low.is_nonnegative:
        return Symbol(name, nonnegative=True, **kind)
    return Symbol(name, **(kind or {"real": True}))


@dataclass(frozen=True)
class Freed:
    """Variables of laws as symbols, and where these live."""

    at: Values
    domain: Domain

    @property
    def forth(self) -> dict[Any, Any]:
        """From variables to symbols."""
        return {variable: symbol for symbol, variable in self.at}

    @property
    def back(self) -> dict[Any, Any]:
        """From symbols to variables."""
        return dict(self.at)


def freed(laws: list[Any], domain: Domain) -> Freed:
    """The variables of laws, each in its range, as symbols."""
    taken = {s.name for c in domain.conditions for s in c.free_symbols} | {
        s.name for law in laws for s in law.free_symbols
    }
    at: list[tuple[Symbol, Expr]] = []
    for law in laws:
        symbol = _symbol_for(law, taken)
        taken.add(symbol.name)
        changes = {variable: known for known, variable in at} | {law.variable: symbol}
        inside = [c.xreplace(changes) for c in law.inside(domain).conditions if c not in domain.conditions]
        domain = domain.and_(*(c for c in inside if c not in (true, True)))
        at.append((symbol, law.variable))
    return Freed(tuple(at), domain)


def holds(condition: Boolean, domain: Domain, almost: Iterable[Symbol] = ()) -> bool:
    """Whether a condition follows, of a quadratic by its discriminant, too; of some symbols at almost all values."""
    parts = And.make_args(condition)
    return all(
        domain.implies(part)
        or _positive_quadratic(part, domain)
        or any(_fails_at_zero(part, s, domain) for s in almost)
        for part in parts
    )


def _fails_at_zero(condition: Any, symbol: Symbol, domain: Domain) -> bool:
    """Whether a condition says only that a symbol is not 0."""
    if symbol.is_integer or not hasattr(condition, "lhs"):
        return False
    if isinstance(condition, Ne):
        return {condition.lhs, condition.rhs} == {symbol, S.Zero}
    if not hasattr(condition, "gts"):
        return False
    factor, power = (condition.gts - condition.lts).as_independent(symbol, as_Add=False)
    return power in (symbol**2, Abs(symbol)) and domain.positive(factor)


def _positive_quadratic(condition: Any, domain: Domain) -> bool:
    if not hasattr(condition, "gts"):
        return False
    difference = expand(condition.gts - condition.lts)
    for symbol in difference.free_symbols:
        if difference.is_polynomial(symbol) and Poly(difference, symbol).degree() == 2:
            a, b, c = Poly(difference, symbol).all_coeffs()
            if domain.positive(a) and domain.positive(expand(4 * a * c - b**2)):
                return True
    return False


def settled(lemma: Derivation, domain: Domain, almost: tuple[Symbol, ...] = ()) -> Derivation:
    """A derivation without the needs that are always fulfilled."""
    if lemma.requires == true:
        return lemma
    steps = []
    for step in lemma.steps:
        left = And(*(part for part in And.make_args(step.requires) if not holds(part, domain, almost)))
        steps.append(replace(step, requires=left, lemmas=tuple(settled(each, domain, almost) for each in step.lemmas)))
    return replace(lemma, steps=tuple(steps))
