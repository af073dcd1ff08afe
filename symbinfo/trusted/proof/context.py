"""Where a term is looked at: what its symbols are, what is assumed of them, and the ranges of what is bound.

A context stands for the set of all its points: values of the free symbols and of the bound variables that are of the
declared kinds, fulfil the conditions and lie in the ranges. Whatever is said of a term in a context is said of each of
these points. Ranges of integrals are open: a null set does not matter there. Of a range it is used only that the variable
lies in it, and only where its ends are proved to be in order; an integral whose ends may be reversed tells nothing.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import Any, NamedTuple

from ..terms import Term
from .forms import Algebra, Form, Monomial, Rational
from .sign_sets import ANY, NEGATIVE, NONNEGATIVE, NONZERO, POSITIVE

__all__ = ["KINDS", "Context", "Range"]

KINDS = {
    "real": ANY,
    "positive": POSITIVE,
    "nonnegative": NONNEGATIVE,
    "negative": NEGATIVE,
    "nonzero": NONZERO,
    "probability": NONNEGATIVE,
    "open probability": POSITIVE,
    "integer": ANY,
    "positive integer": POSITIVE,
    "nonnegative integer": NONNEGATIVE,
}


class Range(NamedTuple):
    """Where a bound variable runs, its ends read in the context outside."""

    head: str
    lower: Term
    upper: Term
    outside: Context


class Context:
    """Symbols with their kinds, conditions, abstract functions with theirs, and bound variables.

    Parameters
    ----------
    symbols : mapping
        Name -> kind, one of `statements.KINDS`.
    conditions : iterable of Term
        What is assumed.
    functions : mapping
        Abstract function -> kind, such as ``"density on R"``.

    Examples
    --------
    >>> from symbinfo.trusted.terms import parse
    >>> inside = Context({"a": "positive"}).within("integral", "x", 0, parse("%oo"))
    >>> inside.kinds
    {'a': 'positive', 'x': 'real'}
    """

    def __init__(
        self, symbols: Mapping[str, str], conditions: Iterable[Term] = (), functions: Mapping[str, str] | None = None
    ) -> None:
        unknown = sorted(set(symbols.values()) - set(KINDS))
        if unknown:
            raise ValueError(f"{unknown[0]!r} is no kind of a symbol")
        self.algebra = Algebra()
        #: Internal name -> kind; and what a symbol of a term is called inside.
        self.kinds: dict[str, str] = dict(symbols)
        self.names: dict[str, str] = {name: name for name in symbols}
        self.functions: dict[str, str] = dict(functions or {})
        self.conditions: tuple[Term, ...] = tuple(conditions)
        self.ranges: dict[str, Range] = {}
        self.factors: tuple[tuple[Term, Term], ...] = ()
        self._outer: Context | None = None
        self.forget()

    def forget(self) -> None:
        """Empty everything that is remembered: it depends on what is assumed."""
        self.prepared = False
        #: Whether what is assumed was found to hold nowhere.
        self.impossible = False
        self.remembered: dict[Term, Form] = {}
        #: Signs of bases; forms that are positive, or not negative (False); bases that are not 0.
        self.signs: dict[int, int] = {}
        #: The depth of search at which the sign of a base was looked for.
        self.tried: dict[int, int] = {}
        self.facts: list[tuple[Form, bool]] = []
        self.nonzero: set[int] = set()
        #: Of sums as bases, what they were before they were multiplied out: q times a monomial times the sum is the sum
        #: of these terms; of a term there is the form or the sign.
        self.written: dict[int, tuple[Rational, Monomial, tuple[Form | int, ...]]] = {}
        #: Of integrals and sums over ranges whose ends are in order, the context inside and the body, also as it was
        #: written, as a number times a monomial.
        self.bodies: dict[int, tuple[Context, Monomial, tuple[Rational, Monomial]]] = {}
        #: Of cases, the context of each and its value there.
        self.alternatives: dict[int, tuple[tuple[Context, Form], ...]] = {}
        #: Lower and upper ends of ranges and of symbols, None where there is none; and whether they are left out.
        self.ends: dict[str, tuple[Form | None, Form | None, bool]] = {}
        #: Bound variables whose ranges are known not to be empty.
        self.in_range: set[str] = set()
        self.hints: dict[int, Form] = {}
        #: Conditions that hold, terms that are defined, the keys of terms, and stored facts that hold at given values.
        self.held: set[Term] = set()
        self.defined: set[Term] = set()
        self.keys: dict[Term, Hashable] = {}
        self.stored: dict[Hashable, tuple[Any, Term]] = {}
        #: The contexts that were made from this one, by what makes them so: each is prepared once.
        self.made: dict[Hashable, Context] = {}

    def _copy(self) -> Context:
        copy: Context = Context.__new__(Context)
        copy.__dict__.update(self.__dict__)
        copy.kinds, copy.names, copy.ranges = dict(self.kinds), dict(self.names), dict(self.ranges)
        copy._outer = self
        copy.forget()
        return copy

    def within(self, head: str, name: str, lower: Term, upper: Term, inner_name: str = "") -> Context:
        """The context inside of an integral or a sum (or inside of anything else that binds a symbol: then no range).

        Parameters
        ----------
        head : str
            ``integral``, ``sum``, or another head that binds.
        name : str
            The symbol that is bound.
        lower, upper : Term
            The ends of its range.
        inner_name : str, optional
            What it is called in normal forms.
        """
        wanted = (head, name, lower, upper, inner_name)
        if wanted not in self.made:
            self.made[wanted] = self._within(*wanted)
        return self.made[wanted]

    def _within(self, head: str, name: str, lower: Term, upper: Term, inner_name: str) -> Context:
        inside = self._copy()
        inner_name = inner_name or name
        while inner_name in inside.kinds:
            inner_name += "'"
        inside.names[name] = inner_name
        inside.kinds[inner_name] = "integer" if head == "sum" else "real"
        if head in ("integral", "sum"):
            inside.ranges[inner_name] = Range(head, lower, upper, self)
        # A condition on an outer symbol of the same name speaks of that one.
        inside.conditions = ()
        return inside

    def assuming(self, *conditions: Term) -> Context:
        """The context with more conditions."""
        if ("assuming", conditions) not in self.made:
            copy = self.made["assuming", conditions] = self._copy()
            copy.conditions = conditions
        return self.made["assuming", conditions]

    def with_factors(self, factors: Iterable[tuple[Term, Term]]) -> Context:
        """The context with hints: sums as products, each verified where it is used."""
        hints = tuple(factors)
        if ("factors", hints) not in self.made:
            copy = self.made["factors", hints] = self._copy()
            copy.conditions, copy.factors = (), (*self.factors, *hints)
        return self.made["factors", hints]

    def integrates(self, name: str) -> bool:
        """Whether a symbol is the variable of an integral: there almost all of its values are enough."""
        own = self.ranges.get(self.names.get(name, ""))
        return own is not None and own.head == "integral"

    @property
    def outer(self) -> Context | None:
        """The context that this one was made from; all that is known there holds here."""
        return self._outer
