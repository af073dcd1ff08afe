"""What a stored fact is: an equation with a condition, in parameters that are replaced all at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ...exceptions import CertificateError
from ...terms import INFINITE, Term, conjuncts, dump, fold, free_symbols, is_name, parse, replace_together, sort_of

__all__ = ["Fact"]

_SIGNS = {"positive": "<", "nonnegative": "<=", "nonzero": "!="}


@dataclass(frozen=True, eq=False)
class Fact:
    """An integral or a sum with its value.

    Parameters
    ----------
    name : str
        What a witness calls it; the rules call it the same.
    reference : str
        Where it is printed.
    parameters : mapping of str to str
        Parameter to kind: real, positive, nonzero or (nonnegative) integer; all are finite.
    integral, value : str
        The two sides. What is integrated holds no other integral, sum, limit or derivative.
    domain : str
        Where the two sides are what they are: order of the ends, bases that stay positive, gaps (``!=``).
    converges : str
        Where, in the domain, the integral converges, absolutely.
    sharp : bool
        Whether the integral is +oo wherever, in the domain, `converges` fails. Its integrand is positive.
    differentiable : tuple of str
        The parameters in which both sides may be differentiated, any number of times, the left one under its sign.
        Kinds, `domain` and `converges` are open in them, so that a point has a compact box around it inside; there, each
        derivative of the integrand is at most a sum of the integrands at the corners of a slightly larger box, times
        powers of logarithms or of bounded factors, which converges. No ends of the range: it would move. No integers.
    completes : str
        The fact whose gap or edge this one fills; it has the same parameters but those that are fixed there.
    note : str
        What is not evident.

    Examples
    --------
    >>> row = Fact("f", "", {"p": "positive"}, "(integral (^ y p) y 0 1)", "(^ (+ p 1) -1)")
    >>> row.instantiate({"p": "q"}, "x")
    (('integral', ('^', 'x', 'q'), 'x', 0, 1), 'true', ('^', ('+', 'q', 1), -1))
    """

    name: str
    reference: str
    parameters: Mapping[str, str]
    integral: str
    value: str
    domain: str = "true"
    converges: str = "true"
    sharp: bool = False
    differentiable: tuple[str, ...] = ()
    completes: str = ""
    note: str = ""

    @cached_property
    def terms(self) -> tuple[Any, Term, Term, Term]:
        """The integral, the domain, the condition of convergence and the value, as terms."""
        return parse(self.integral), parse(self.domain), parse(self.converges), parse(self.value)

    @cached_property
    def condition(self) -> Term:
        """Where the fact holds, kinds apart: in its domain, where it converges."""
        _, domain, converges, _ = self.terms
        parts = [part for term in (domain, converges) for part in conjuncts(term)]
        return ("and", *parts) if len(parts) > 1 else parts[0] if parts else "true"

    def instantiate(self, values: Mapping[str, Term], variable: str) -> tuple[Any, Term, Term]:
        """The integral in the variable that is asked for, the condition and the value, at values of the parameters.

        What the kinds demand comes apart, from `kinds_at`.

        Raises
        ------
        CertificateError
            When a parameter is missing, unknown or infinite, or when its value holds the variable.
        """
        self._demand(values, variable)
        head, body, own, lower, upper = self.terms[0]
        ends = (replace_together(lower, values), replace_together(upper, values))
        integral = (head, replace_together(body, {**values, own: variable}), variable, *ends)
        return integral, replace_together(self.condition, values), replace_together(self.terms[3], values)

    def divergence(self, values: Mapping[str, Term], variable: str) -> tuple[Any, Term, Term]:
        """Of a sharp fact: the integral, its domain, and the condition without which it is +oo there.

        Raises
        ------
        CertificateError
            When the fact is not sharp, or as for `instantiate`.
        """
        if not self.sharp:
            raise CertificateError("where this integral does not converge it need not be infinite", self.name)
        _, domain, converges, _ = self.terms
        return (
            self.instantiate(values, variable)[0],
            replace_together(domain, values),
            replace_together(converges, values),
        )

    def kinds_at(self, values: Mapping[str, Term]) -> tuple[Term, ...]:
        """What the kinds of the parameters demand of their values, as conditions."""
        words = [(word, values[name]) for name, kind in self.parameters.items() for word in kind.split()]
        signs: list[Term] = [(_SIGNS[word], 0, value) for word, value in words if word in _SIGNS]
        return (*signs, *(("integer", value) for word, value in words if word == "integer"))

    def _demand(self, values: Mapping[str, Term], bound: str) -> None:
        """All parameters are given, as finite values that do not hold the bound variable."""
        odd = sorted(set(values) ^ set(self.parameters))
        if odd:
            raise CertificateError(f"missing or unknown parameter {odd[0][:40]!r}", self.name)
        if not is_name(bound):
            raise CertificateError(f"bad name {str(bound)[:40]!r} of a variable", self.name)
        for name, value in values.items():
            if sort_of(value) != "value" or _is_infinite(value):
                raise CertificateError(f"{name} is a finite number, not {dump(value)[:40]}", self.name)
            if bound in free_symbols(value):
                raise CertificateError(f"the value of {name} holds the variable {bound}", self.name)


def _is_infinite(term: Term) -> bool:
    """Whether an infinity stands in a term as a number: not as an end of a range, nor as the place of a limit."""

    def combine(part: Term, parts: list[bool]) -> bool:
        if isinstance(part, tuple) and part[0] in ("integral", "sum", "limit"):
            return parts[0]
        return part in INFINITE if isinstance(part, str) else any(parts)

    found: bool = fold(term, combine)
    return found
