"""What is asked of a slip: a refuted claim with its closed form, and numbers of both at a few places."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import Any

from sympy import Abs, And, Derivative, Expr, Integral, Max, Min, Piecewise, Sum, Symbol, Tuple, nan, oo, zoo

from symbinfo.derivation import Status
from symbinfo.derivation.certify.terms_of_sympy import kind_of, term_of
from symbinfo.derivation.plans.derive import derive
from symbinfo.expressions.domain import Domain
from symbinfo.expressions.errors import BudgetExceeded, SymbinfoError
from symbinfo.expressions.limit_variables import free_conditions
from symbinfo.laws.expectation import Expectation
from symbinfo.laws.strengthen import laws_in
from symbinfo.measures import JensenShannon, TotalVariation
from symbinfo.measures.base import Measure
from symbinfo.measures.marginals import by_marginals
from symbinfo.trusted import Term
from symbinfo.verification.claims.sample_points import Places
from symbinfo.verification.claims.side_values import CONFIRMED, Numbers
from symbinfo.verification.diagnosis.case import Case
from symbinfo.verification.diagnosis.number_tree import CTX, Node, agree, near, number, tree

__all__ = ["MOST_SYMBOLS", "Found", "Neighbours", "Question", "closed_form", "no_neighbours", "question_of"]

POINTS = 3
#: A decimal with fewer digits agrees with too much.
FEWEST_DIGITS = 3
MOST_OPERATIONS, MOST_SYMBOLS = 400, 8
# Seconds for the true values from a definition.
LONGEST = 3.0

Found = Iterator[str]
Neighbours = Callable[[], Iterable[tuple[str, Expr]]]


def no_neighbours() -> Iterable[tuple[str, Expr]]:
    """Of a question without a setting."""
    return ()


@dataclass(frozen=True)
class Question:
    """A refuted claim: what was asked, its closed form, what was claimed, and numbers of both."""

    left: Expr
    true_form: Expr | None
    case: Case
    claimed: Node
    within: Any = None
    """How far the claim, a decimal of a few digits, may be from what it was rounded from; None of an exact claim."""
    neighbours: Neighbours = no_neighbours
    """Other measures that the setting of the question asks for, with words for each."""

    @property
    def digits(self) -> int:
        """How many digits of a decimal count."""
        largest = max(abs(c) for c in self.claimed.values)
        return int(CTX.floor(CTX.log10(largest / (2 * self.within)))) + 1 if self.within and largest else 0

    def admits(self, slip: Any) -> bool:
        """Whether a slip is looked for: some need a closed form, and a short decimal is compared with few values."""
        if self.within is not None and (not slip.of_decimals or self.digits < FEWEST_DIGITS):
            return False
        return self.true_form is not None or not slip.needs_form

    @property
    def is_number(self) -> bool:
        """Whether claim and answer are the same two numbers everywhere."""
        return all(agree(values[0], v) for values in (self.case.truth, self.claimed.values) for v in values)

    @cached_property
    def missing(self) -> list[Any]:
        """What is missing to the answer at each place."""
        return [t - c for t, c in zip(self.case.truth, self.claimed.values, strict=True)]

    def times(self, factor: Expr) -> Question:
        """The same question, with the claim multiplied by a number."""
        claimed = self.case.claimed * factor
        within = None if self.within is None else self.within * abs(number(factor))
        return replace(
            self, case=replace(self.case, claimed=claimed), claimed=tree(claimed, self.case.at), within=within
        )

    @property
    def pairs(self) -> dict[Symbol, Symbol]:
        """Each parameter of P with its counterpart of Q, where both are symbols of laws of one family."""
        laws = laws_in(self.left)
        if len(laws) != 2 or laws[0].family != laws[1].family:
            return {}
        both = zip(_flat(laws[0].parameters), _flat(laws[1].parameters), strict=False)
        return {a: b for a, b in both if isinstance(a, Symbol) and isinstance(b, Symbol) and a != b}

    @property
    def scales(self) -> list[Symbol]:
        """The parameters that are positive: scales and rates."""
        return [s for s in self.case.symbols if s.is_positive and not s.is_integer][:MOST_SYMBOLS]

    def true_values(self, at: Sequence[Any]) -> Sequence[Any]:
        """The true values at other places; None where they cannot be had in a moment."""
        if self.true_form is not None:
            return tree(self.true_form, at).values
        points = [{s.name: _exact(value) for s, value in point.items()} for point in at]
        values = _defined(self.left, points)
        return values if len(values) == len(points) else [None] * len(points)

    def claimed_is(self, values: Sequence[Any]) -> bool:
        """Whether the claimed values are those of something else, or are rounded from them."""
        if self.within is None:
            return all(map(agree, values, self.claimed.values))
        return all(near(v, c, self.within) for v, c in zip(values, self.claimed.values, strict=True))

    def claimed_is_form(self, form: Expr | None) -> bool:
        """Whether the claimed values are those of another closed form."""
        return form is not None and self.claimed_is(tree(form, self.case.at).values)

    def claimed_is_form_of(self, other: Expr) -> bool:
        """Whether the claim is the answer to another question."""
        by_cases = self.case.claimed.has(Abs, Max, Min, Piecewise)
        return (by_cases or not _is_known_by_cases(other)) and self.claimed_is_form(closed_form(other))

    def claimed_is_at(self, points: Sequence[Any]) -> bool:
        """Whether the claim is the truth at other parameters."""
        return self.true_form is not None and self.claimed_is(tree(self.true_form, points).values)


def _flat(parameters: Any) -> list[Any]:
    """The parameters of a law, those in lists included."""
    return [p for given in parameters for p in (_flat(given) if isinstance(given, Tuple) else [given])]


def _is_known_by_cases(other: Expr) -> bool:
    """Whether a form has a case for each order of its parameters, if it has any: no claim without cases is that."""
    asked = (m for m in other.atoms(Measure) if isinstance(m, (JensenShannon, TotalVariation)))
    return any(m.laws[0].continuous and bool(m.free_symbols) for m in asked)


@lru_cache(maxsize=64)
def closed_form(expr: Expr) -> Expr | None:
    """The closed form of an expression of measures, which one without them is; or None."""
    if not expr.has(Measure, Expectation, Integral, Sum, Derivative):
        return expr
    try:
        derivation = derive(expr)
    except (SymbinfoError, TypeError, ValueError):
        return None
    return derivation.result if derivation.status is Status.CLOSED else None


def question_of(
    left: Expr,
    claimed: Expr,
    domain: Domain | None = None,
    within: Expr | None = None,
    neighbours: Neighbours = no_neighbours,
) -> Question | None:
    """The question that a claim is, or None where it cannot be put in numbers.

    Parameters
    ----------
    left : Expr
        What was asked: a measure, or an expression of measures.
    claimed : Expr
        What was claimed of it, wrongly.
    domain : Domain, optional
        Where the parameters live, beyond the conditions of the laws.
    within : Expr, optional
        How far the claim may be from what it was rounded from.
    neighbours : callable, optional
        Other measures that the setting of the question asks for.
    """
    if _open(claimed) or claimed.has(oo, -oo, nan, zoo) or claimed.count_ops() > MOST_OPERATIONS:
        return None
    of_laws = free_conditions(left, And(*(law.condition for law in laws_in(left))))
    conditions = Domain.of([of_laws, *(domain.conditions if domain else ())]).conditions
    own = left.free_symbols | claimed.free_symbols
    conditions = tuple(c for c in conditions if c.free_symbols <= own)
    symbols = sorted(own, key=lambda s: str(s.name))
    kinds = [(s.name, kind_of(s)) for s in symbols]
    terms: list[Term] = [term_of(c) for c in conditions]
    points = Places(kinds, terms).moderate(POINTS)
    if not points or (symbols and len(points) < POINTS):
        return None
    at = [{s: _number(point[s.name]) for s in symbols} for point in points]
    form = closed_form(left)
    form = None if form is None or _open(form) else form
    values = tree(form, at).values if form is not None else _defined(left, points)
    stated = tree(claimed, at)
    if any(v is None for v in (*values, *stated.values)):
        return None
    rounded = None if within is None else number(within)
    return Question(left, form, Case(claimed, at, values, form), stated, rounded, neighbours)


def _defined(left: Expr, points: list[Any]) -> list[Any]:
    """The true values from the definition, where there is no closed form."""
    numbers = Numbers(CONFIRMED, time.process_time() + LONGEST)
    try:
        found = [numbers.of(by_marginals(left), point) for point in points]
    except BudgetExceeded:
        return [None]
    return [None if value.estimate is None else CTX.mpf(value.estimate.value) for value in found]


def _number(value: Fraction) -> Any:
    return CTX.mpf(value.numerator) / value.denominator


def _exact(value: Any) -> Fraction:
    """A number of our context as the fraction that it is."""
    sign, man, exponent, _ = CTX.mpf(value)._mpf_
    return (-1 if sign else 1) * Fraction(int(man)) * Fraction(2) ** exponent


def _open(expr: Expr) -> bool:
    return bool(expr.has(Integral, Sum, Expectation, Derivative, Measure))
