"""How large the constants of a certificate are: beyond them nothing is left that has not begun."""

from __future__ import annotations

from fractions import Fraction
from math import ceil
from typing import Any

from ..certificate import Certificate
from ..numbers.estimates import Undefined, Unknown
from ..numbers.evaluator import Evaluator
from ..statements import Plain
from ..terms import BINDERS, Term, fold

__all__ = ["largest_constant"]

DIGITS = 12
# What is larger than this is as good as infinite: nothing is looked at beyond.
ENDLESS = 10**9


def largest_constant(certificate: Certificate) -> int:
    """The largest number, denominator or value of a part without symbols, rounded up."""
    evaluator = Evaluator(DIGITS)
    values = [x for _, plain in certificate.derivations for x in _constants_of(plain, evaluator)]
    parts = [part for x in values for part in (abs(x.numerator) // x.denominator + 1, x.denominator)]
    return min(max(parts, default=2), ENDLESS)


def _constants_of(plain: Plain, evaluator: Evaluator) -> set[Fraction]:
    """The numbers of a derivation, and the values of its parts without symbols."""
    terms = [plain.start, *(step.term for step in plain.steps), *plain.conditions]
    for _, law in plain.laws:
        terms += [law.density, law.lower, law.upper, *(p for _, p in law.outcomes)]
        terms += [t for _, _, low, high in law.variables for t in (low, high)]
    terms += [t for step in plain.steps if step.equality for t in step.equality[0][1:]]
    found: set[Fraction] = set()
    known: dict[Term, bool] = {}

    def combine(part: Term, parts: list[Any]) -> bool:
        """Whether a part is closed and elementary; a number that it is made of counts also by itself."""
        if isinstance(part, (int, Fraction)):
            found.add(Fraction(part))
            return True
        if isinstance(part, str):
            return part in ("%pi", "%e", "%gamma", "%catalan")
        if part[0] in BINDERS or not all(parts):
            return False
        if part not in known:
            known[part] = True
            try:
                value = evaluator.value(part, {}).value
                found.add(Fraction(ceil(min(abs(value), ENDLESS))) if value == value else Fraction(0))
            except (Undefined, Unknown, ArithmeticError, TypeError):
                known[part] = False
        return True

    for term in terms:
        fold(term, combine)
    return found
