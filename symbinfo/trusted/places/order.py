"""Whether one term is never above another, by the kinds of the symbols and the conditions alone: no place is looked at.

A difference is written as a sum of rational multiples of atoms. It is not negative where every part is not, after
multiples of what the conditions say to be not negative are taken off. What cannot be told so is not known.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import copy
from fractions import Fraction

from ..proof.context import Context
from ..proof.signs import implied
from ..statements import Plain
from ..terms import Term, free_symbols

__all__ = ["Order", "conjuncts", "linear"]

# How many conditions are taken off one after the other.
DEEPEST = 4
_POSITIVE = ("positive", "open probability", "positive integer")
_NOT_NEGATIVE = (*_POSITIVE, "nonnegative", "probability", "nonnegative integer")
# Of positive numbers they are positive.
_POSITIVE_HEADS = (
    "gamma",
    "factorial",
    "binomial",
    "beta",
    "besseli",
    "besselk",
    "uppergamma",
    "lowergamma",
    "harmonic",
    "erf",
    "sinh",
    "tanh",
    "atan",
    "asinh",
    "min",
    "max",
    "floor",
)
#: A term without atoms has the atom 1.
_Sum = Mapping[Term, Fraction]


def conjuncts(condition: Term) -> Iterator[Term]:
    """What holds where a condition does, one by one."""
    if isinstance(condition, tuple) and condition[0] == "and":
        for part in condition[1:]:
            yield from conjuncts(part)
    else:
        yield condition


class Order:
    """What the kinds and the conditions of a derivation say of the order of terms."""

    def __init__(self, plain: Plain) -> None:
        self.kinds = dict(plain.symbols)
        self.context = Context(self.kinds, plain.conditions, dict(plain.functions))
        stated = [part for c in plain.conditions for part in conjuncts(c) if isinstance(part, tuple)]
        self.known = [_minus(linear(c[2]), linear(c[1])) for c in stated if c[0] in ("<", "<=", "=")]
        self.known += [_minus(linear(c[1]), linear(c[2])) for c in stated if c[0] == "="]
        ones = ("probability", "open probability")
        self.known += [{1: Fraction(1), name: Fraction(-1)} for name, kind in plain.symbols if kind in ones]
        self.known += [
            {1: Fraction(-1), name: Fraction(1)} for name, kind in plain.symbols if kind == "positive integer"
        ]

    def inside(self, variable: str, low: Term, high: Term) -> Order:
        """The same where a variable is bound, of which nothing is known but its range."""
        found = copy(self)
        found.context = self.context.within("integral", variable, low, high, variable)
        found.kinds = {name: kind for name, kind in self.kinds.items() if name != variable}
        found.known = [row for row in self.known if not any(variable in free_symbols(atom) for atom in row)]
        ends = free_symbols(low) | free_symbols(high)
        bounds = [("+", variable, ("*", -1, low)), ("+", high, ("*", -1, variable))]
        found.known += [
            linear(b) for b in bounds if not {"%oo", "%-oo"} & {low, high} & set(_leaves(b)) and variable not in ends
        ]
        return found

    def not_above(self, low: Term, high: Term) -> bool:
        """Whether low <= high at all values of the symbols, as far as it is known."""
        if low == "%-oo" or high == "%oo" or low == high:
            return True
        if low == "%oo" or high == "%-oo":
            return False
        if implied(("<=", low, high), self.context):
            return True
        if isinstance(high, tuple) and high[0] == "min":
            return all(self.not_above(low, part) for part in high[1:])
        if isinstance(low, tuple) and low[0] == "max":
            return all(self.not_above(part, high) for part in low[1:])
        if isinstance(high, tuple) and high[0] == "max" and any(self.not_above(low, part) for part in high[1:]):
            return True
        if isinstance(low, tuple) and low[0] == "min" and any(self.not_above(part, high) for part in low[1:]):
            return True
        return self._not_negative(_minus(linear(high), linear(low)), DEEPEST)

    def has_known_sign(self, term: Term) -> bool:
        """Whether a term never passes from one sign to the other."""
        return self.not_above(0, term) or self.not_above(term, 0)

    def is_zero(self, term: Term) -> bool:
        """Whether a term is 0 at all values of the symbols."""
        return term == 0 or (implied(("<=", term, 0), self.context) and implied(("<=", 0, term), self.context))

    def is_never_zero(self, term: Term) -> bool:
        """Whether a term is 0 at no values of the symbols."""
        return implied(("!=", term, 0), self.context)

    def is_whole(self, term: Term) -> bool:
        """Whether a term is a whole number by its looks."""
        if isinstance(term, tuple):
            natural = term[0] == "^" and isinstance(term[2], int) and term[2] >= 0
            return (term[0] in ("+", "*") and all(map(self.is_whole, term[1:]))) or (natural and self.is_whole(term[1]))
        return isinstance(term, int) or "integer" in self.kinds.get(str(term), "")

    def _not_negative(self, parts: _Sum, deep: int) -> bool:
        waves: dict[Term, Fraction] = {
            atom: c
            for atom, c in parts.items()
            if isinstance(atom, tuple) and (atom[0] in ("sin", "cos") or (atom[0] == "^" and atom[1] == 0))
        }
        if waves:  # between -1 and 1
            least: dict[Term, Fraction] = {1: parts.get(1, Fraction(0)) - sum(map(abs, waves.values()))}
            parts = _minus({**parts, **least}, waves)
        if all(c >= 0 if atom == 1 else self._sign(atom) * c >= 0 and self._sign(atom) for atom, c in parts.items()):
            return True
        if not deep:
            return False
        for known in self.known:
            shared = [atom for atom in known if atom != 1 and parts.get(atom, 0) * known[atom] > 0]
            for atom in shared:
                share = parts[atom] / known[atom]
                if self._not_negative(_minus(parts, {a: c * share for a, c in known.items()}), deep - 1):
                    return True
        return False

    def _sign(self, atom: Term) -> int:
        """1 for an atom that is never negative, -1 for one never positive, 0 where it is not known."""
        if isinstance(atom, (int, Fraction)):
            return (atom > 0) - (atom < 0) or 1
        if isinstance(atom, str):
            kind = self.kinds.get(atom, "")
            return int(kind in _NOT_NEGATIVE or atom in ("%pi", "%e", "%gamma", "%catalan")) - (kind == "negative")
        head = atom[0]
        if head in ("integral", "sum") and self.not_above(atom[3], atom[4]):
            return self.inside(*atom[2:])._sign(atom[1])
        if head in ("exp", "abs", "cosh", "apply"):
            return 1
        if head in _POSITIVE_HEADS:
            return int(all(self.not_above(0, part) for part in atom[1:]))
        if head == "*":
            found = 1
            for factor in atom[1:]:
                found *= self._sign(factor) or int(self.not_above(0, factor))
            return found
        if head == "^":
            # A root is real of what is not negative only, and not negative itself.
            even = isinstance(atom[2], Fraction) or (isinstance(atom[2], int) and atom[2] % 2 == 0)
            return 1 if even or self.not_above(0, atom[1]) else self._sign(atom[1]) if isinstance(atom[2], int) else 0
        if head == "+":
            parts = linear(atom)
            return int(self._not_negative(parts, 1)) or -int(self._not_negative(_minus({}, parts), 1))
        return 0


def _leaves(term: Term) -> Iterator[Term]:
    yield from (part for arg in term[1:] for part in _leaves(arg)) if isinstance(term, tuple) else (term,)


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
