"""Whether one term is never above another, by the kinds of the symbols and the conditions alone: no place is looked at.

The exact calculus of signs answers; what it does not prove is not known.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from fractions import Fraction

from ..proof.context import Context
from ..proof.signs import implied
from ..statements import Plain
from ..terms import Term

__all__ = ["Order", "linear"]

#: A term without atoms has the atom 1.
_Sum = Mapping[Term, Fraction]


class Order:
    """What the kinds and the conditions of a derivation say of the order of terms."""

    def __init__(self, plain: Plain) -> None:
        self.context = Context(dict(plain.symbols), plain.conditions, dict(plain.functions))

    def inside(self, variable: str, low: Term, high: Term) -> Order:
        """The same where a variable is bound, of which nothing is known but its range."""
        found = copy(self)
        found.context = self.context.within("integral", variable, low, high)
        return found

    def not_above(self, low: Term, high: Term) -> bool:
        """Whether low <= high at all values of the symbols, as far as it is known."""
        if isinstance(high, tuple) and high[0] == "min":
            return all(self.not_above(low, part) for part in high[1:])
        if isinstance(low, tuple) and low[0] == "max":
            return all(self.not_above(part, high) for part in low[1:])
        return (
            implied(("<=", low, high), self.context)
            or (isinstance(high, tuple) and high[0] == "max" and any(self.not_above(low, part) for part in high[1:]))
            or (isinstance(low, tuple) and low[0] == "min" and any(self.not_above(part, high) for part in low[1:]))
        )

    def has_known_sign(self, term: Term) -> bool:
        """Whether a term never passes from one sign to the other."""
        return self.not_above(0, term) or self.not_above(term, 0)

    def is_zero(self, term: Term) -> bool:
        """Whether a term is 0 at all values of the symbols."""
        return self.not_above(term, 0) and self.not_above(0, term)

    def is_never_zero(self, term: Term) -> bool:
        """Whether a term is 0 at no values of the symbols."""
        return implied(("!=", term, 0), self.context)

    def is_whole(self, term: Term) -> bool:
        """Whether a term is a whole number."""
        return implied(("integer", term), self.context)


def linear(term: Term) -> dict[Term, Fraction]:
    """A term as rational multiples of atoms; factors stand in one order."""
    if isinstance(term, (int, Fraction)):
        return {1: Fraction(term)} if term else {}
    if isinstance(term, tuple) and term[0] == "+":
        found: dict[Term, Fraction] = {}
        for part in term[1:]:
            found = _minus(found, {atom: -c for atom, c in linear(part).items()})
        return found
    if isinstance(term, tuple) and term[0] == "*":
        product: dict[Term, Fraction] = {1: Fraction(1)}
        for factor in map(linear, term[1:]):
            product = _times(product, factor)
        return product
    return {term: Fraction(1)}


def _times(one: _Sum, other: _Sum) -> dict[Term, Fraction]:
    found: dict[Term, Fraction] = {}
    for a, c in one.items():
        for b, d in other.items():
            factors = [f for atom in (a, b) for f in _factors(atom)]
            atom: Term = 1 if not factors else factors[0] if len(factors) == 1 else ("*", *sorted(factors, key=repr))
            found[atom] = found.get(atom, Fraction(0)) + c * d
    return {atom: c for atom, c in found.items() if c}


def _factors(atom: Term) -> tuple[Term, ...]:
    if atom == 1:
        return ()
    return atom[1:] if isinstance(atom, tuple) and atom[0] == "*" else (atom,)


def _minus(one: _Sum, other: _Sum) -> dict[Term, Fraction]:
    found = {atom: one.get(atom, Fraction(0)) - other.get(atom, Fraction(0)) for atom in {**one, **other}}
    return {atom: c for atom, c in found.items() if c}
