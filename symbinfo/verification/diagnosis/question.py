"""What is asked of a slip: a refuted claim with its closed form, and numbers of both at a few places."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from sympy import Derivative, Expr, Integral, Sum, Symbol, Tuple, nan, oo, zoo

from symbinfo.derivation import Status
from symbinfo.derivation.certify.terms_of_sympy import kind_of, term_of
from symbinfo.derivation.plans.derive import derive
from symbinfo.expressions.domain import Domain
from symbinfo.expressions.errors import BudgetExceeded, SymbinfoError
from symbinfo.laws.expectation import Expectation
from symbinfo.laws.strengthen import laws_in
from symbinfo.measures.base import Measure
from symbinfo.measures.marginals import by_marginals
from symbinfo.trusted import Term
from symbinfo.verification.claims.sample_points import Places
from symbinfo.verification.claims.side_values import CONFIRMED, Numbers
from symbinfo.verification.diagnosis.number_tree import CTX, Node, agree, tree
from symbinfo.verification.diagnosis.one_place import Case

__all__ = ["MOST_SYMBOLS", "Found", "Question", "closed_form", "question_of"]

POINTS = 3
MOST_OPERATIONS, MOST_SYMBOLS = 400, 8
# Seconds for the true values from a definition.
LONGEST = 3.0

Found = Iterator[str]


@dataclass(frozen=True)
class Question:
    """A refuted claim: what was asked, its closed form, what was claimed, and numbers of both."""

    left: Expr
    true_form: Expr | None
    case: Case
    claimed: Node

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

    def claimed_is(self, values: Sequence[Any]) -> bool:
        """Whether the claimed values are those of something else."""
        return all(map(agree, values, self.claimed.values))

    def claimed_is_form(self, form: Expr | None) -> bool:
        """Whether the claimed values are those of another closed form."""
        return form is not None and self.claimed_is(tree(form, self.case.at).values)

    def claimed_is_at(self, points: Sequence[Any]) -> bool:
        """Whether the claim is the truth at other parameters."""
        return self.true_form is not None and self.claimed_is(tree(self.true_form, points).values)


def _flat(parameters: Any) -> list[Any]:
    """The parameters of a law, those in lists included."""
    return [p for given in parameters for p in (_flat(given) if isinstance(given, Tuple) else [given])]


def closed_form(expr: Expr) -> Expr | None:
    """The closed form of an expression of measures, or None."""
    try:
        derivation = derive(expr)
    except (SymbinfoError, TypeError, ValueError):
        return None
    return derivation.result if derivation.status is Status.CLOSED else None


def question_of(left: Expr, claimed: Expr, domain: Domain | None = None) -> Question | None:
    """The question that a claim is, or None where it cannot be put in numbers.

    Parameters
    ----------
    left : Expr
        What was asked: a measure, or an expression of measures.
    claimed : Expr
        What was claimed of it, wrongly.
    domain : Domain, optional
        Where the parameters live, beyond the conditions of the laws.
    """
    if _open(claimed) or claimed.has(oo, -oo, nan, zoo) or claimed.count_ops() > MOST_OPERATIONS:
        return None
    conditions = Domain.of(
        [*(law.condition for law in laws_in(left)), *(domain.conditions if domain else ())]
    ).conditions
    symbols = sorted(left.free_symbols | claimed.free_symbols, key=lambda s: str(s.name))
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
    return Question(left, form, Case(claimed, at, values, form), stated)


def _defined(left: Expr, points: list[Any]) -> list[Any]:
    """The true values from the definition, where there is no closed form."""
    numbers = Numbers(CONFIRMED, time.monotonic() + LONGEST)
    try:
        found = [numbers.of(by_marginals(left), point) for point in points]
    except BudgetExceeded:
        return [None]
    return [None if value.estimate is None else CTX.mpf(value.estimate.value) for value in found]


def _number(value: Fraction) -> Any:
    return CTX.mpf(value.numerator) / value.denominator


def _open(expr: Expr) -> bool:
    return bool(expr.has(Integral, Sum, Expectation, Derivative, Measure))
