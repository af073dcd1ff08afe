"""Logarithms of products taken apart, where the factors are known to be positive: log(a * exp(u)) = log(a) + u."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from ..terms import BINDERS, Term, free_symbols, replace
from .polynomials import added, as_polynomial, polynomial_as_term, shifted_polynomial

__all__ = ["apart", "body_with_split_logarithms"]

Range = tuple[Fraction | None, Fraction | None]
_ALWAYS_POSITIVE = frozenset(("exp", "cosh"))


def apart(term: Term, name: str, ends: Range) -> Term:
    """An equal term in which the positive factors of a logarithm stand in logarithms of their own.

    Parameters
    ----------
    term : Term
        An integrand or a summand.
    name : str
        Its variable.
    ends : tuple
        Rational bounds of the open range of the variable, None where there is none.

    Examples
    --------
    >>> apart(("log", ("*", "x", ("exp", ("*", -1, "x")), "c")), "x", (Fraction(0), None))
    ('+', ('log', 'x'), ('*', -1, 'x'), ('log', 'c'))
    """
    return _Apart(name, ends).of(term)


def body_with_split_logarithms(total: tuple[Any, ...]) -> Term:
    """The body of an integral or a sum, its logarithms taken apart as far as the range lets them be."""
    head, body, name, *limits = total
    low, high = (Fraction(end) if isinstance(end, (int, Fraction)) else None for end in limits)
    if head == "sum":  # its ends belong to it, and nothing is between the whole numbers
        low, high = None if low is None else low - Fraction(1, 2), None
    return apart(body, name, (low, high))


class _Apart:
    def __init__(self, name: str, ends: Range) -> None:
        self.name, self.ends = name, ends
        self.known: dict[Term, bool] = {}

    def of(self, term: Term) -> Term:
        """The term with its logarithms taken apart."""
        if not isinstance(term, tuple) or term[0] in BINDERS:
            return term
        if term[0] == "log":
            return self.log(term[1])
        return (term[0], *(self.of(argument) for argument in term[1:]))

    def log(self, inside: Term) -> Term:
        """The logarithm of a term."""
        logs: list[Term] = []
        others: list[Term] = []
        self._take(inside, 1, logs, others)
        if others:
            logs.append(("log", self.of(others[0] if len(others) == 1 else ("*", *others))))
        return _collected(self._one_polynomial(logs))

    def _one_polynomial(self, terms: list[Term]) -> list[Term]:
        """The terms with those that are polynomials in the variable summed exactly, around a place of their own.

        (x - a)**2 - (x - b)**2 then leaves no rounding, however near a and b are, and however far from 0.
        """
        known = [(as_polynomial(term, self.name), term) for term in terms]
        polynomials = [p for p, _ in known if p and max(p) > 0]
        if len(polynomials) < 2:
            return terms
        squares = [p for p in polynomials if max(p) == 2]
        centre = -squares[0].get(1, Fraction(0)) / (2 * squares[0][2]) if squares else Fraction(0)
        place: Term = ("+", self.name, _plain(-centre)) if centre else self.name
        total = polynomial_as_term(shifted_polynomial(added(polynomials), centre, 1), "_place")
        return [replace(total, "_place", place), *(term for p, term in known if not (p and max(p) > 0))]

    def _take(self, factor: Term, exponent: Term, logs: list[Term], others: list[Term]) -> None:
        """Put factor**exponent where it belongs: to the logarithms if it is positive, else to the other factors."""
        if isinstance(factor, tuple) and factor[0] == "*" and (exponent == 1 or self.positive(factor)):
            for part in factor[1:]:
                self._take(part, exponent, logs, others)
        elif isinstance(factor, tuple) and factor[0] == "exp":
            logs.append(_times(exponent, self.of(factor[1])))
        elif isinstance(factor, tuple) and factor[0] in ("factorial", "gamma") and self.positive(factor):
            inside = ("+", factor[1], 1) if factor[0] == "factorial" else factor[1]
            logs.append(_times(exponent, ("loggamma", self.of(inside))))
        elif isinstance(factor, tuple) and factor[0] == "^" and self.positive(factor[1]):
            self._take(factor[1], _times(exponent, factor[2]), logs, others)
        elif self.positive(factor):
            if factor != 1:
                logs.append(_times(exponent, ("log", self.of(factor))))
        elif (
            isinstance(factor, tuple)
            and factor[0] == "^"
            and factor[2] == -1
            and isinstance(factor[1], tuple)
            and factor[1][0] == "*"
            and exponent == 1
        ):
            for part in factor[1][1:]:  # one by one; those of unknown sign stay together with the others
                if self.positive(part):
                    self._take(part, -1, logs, others)
                else:
                    others.append(("^", part, -1))
        else:
            others.append(factor if exponent == 1 else ("^", factor, exponent))

    def positive(self, term: Term) -> bool:
        """Whether a term is positive all over the range, by its looks."""
        found = self.known.get(term)
        if found is None:
            found = self.known[term] = self._positive(term)
        return found

    def _positive(self, term: Term) -> bool:
        if isinstance(term, (int, Fraction)):
            return term > 0
        if term in ("%pi", "%e", "%gamma", "%catalan"):
            return True
        if not isinstance(term, tuple):
            return term == self.name and self.ends[0] is not None and self.ends[0] >= 0
        if term[0] in _ALWAYS_POSITIVE:
            return True
        if term[0] in ("factorial", "gamma"):
            return self.positive(("+", term[1], 1) if term[0] == "factorial" else term[1])
        if term[0] == "^":
            even = isinstance(term[2], int) and term[2] % 2 == 0 and self.name not in free_symbols(term[1])
            return self.positive(term[1]) or (even and self._not_zero(term[1]))
        if term[0] == "*" or (term[0] == "+" and all(self.positive(part) for part in term[1:])):
            return all(self.positive(part) for part in term[1:])
        if term[0] == "+":
            return self._affine_and_positive(term)
        return False

    @staticmethod
    def _not_zero(term: Term) -> bool:
        return isinstance(term, (int, Fraction)) and term != 0

    def _affine_and_positive(self, term: tuple[Any, ...]) -> bool:
        p = as_polynomial(term, self.name)
        if p is None or not set(p) <= {0, 1}:
            return False
        a, b = p.get(1, Fraction(0)), p.get(0, Fraction(0))
        end = self.ends[0] if a > 0 else self.ends[1]
        return b > 0 if not a else end is not None and a * end + b >= 0


def _collected(terms: list[Term]) -> Term:
    """The sum of terms; those that differ by a rational factor only are one term, or none: x - x leaves no rounding."""
    totals: dict[Term, Fraction] = {}

    def put(term: Term, factor: Fraction) -> None:
        if isinstance(term, (int, Fraction)):
            totals[1] = totals.get(1, Fraction(0)) + factor * term
        elif isinstance(term, tuple) and term[0] == "+":
            for part in term[1:]:
                put(part, factor)
        elif isinstance(term, tuple) and term[0] == "*":
            numbers = [part for part in term[1:] if isinstance(part, (int, Fraction))]
            others = [part for part in term[1:] if not isinstance(part, (int, Fraction))]
            for number in numbers:
                factor = factor * number
            if len(others) == 1 and numbers:
                put(others[0], factor)
            else:
                rest: Term = ("*", *others) if len(others) > 1 else others[0] if others else 1
                totals[rest] = totals.get(rest, Fraction(0)) + factor
        else:
            totals[term] = totals.get(term, Fraction(0)) + factor

    for term in terms:
        put(term, Fraction(1))
    found = [_times(_plain(factor), term) for term, factor in totals.items() if factor]
    return 0 if not found else found[0] if len(found) == 1 else ("+", *found)


def _plain(number: Fraction) -> Term:
    return int(number) if number.denominator == 1 else number


def _times(exponent: Term, term: Term) -> Term:
    if exponent == 1 or term == 1:
        return term if exponent == 1 else exponent
    if isinstance(exponent, (int, Fraction)) and isinstance(term, (int, Fraction)):
        return _plain(Fraction(exponent) * term)
    return ("*", exponent, term)
