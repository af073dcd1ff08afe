"""Equations that are put in at any depth: under the binders of a term their symbols may stand for bound variables.

A lemma was proved for all values of its symbols that fulfil what it assumes. So inside of an integral over x it may be
cited for a symbol x, or at values that hold x, where what it assumes follows there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any, cast

from ..terms import BINDERS, INFINITE, Term, bound_symbols, free_symbols, fresh, replace
from .context import Context
from .form_signs import sign_of_monomial
from .forms import Form, NoNormalForm
from .inference import Lemma
from .lemma_instances import instance
from .normal_form import equal, key, normalised
from .orders_of_summation import chain_of, demand_equal_terms
from .range_ends import same_range
from .refusal import Refused
from .sign_sets import NEGATIVE, POSITIVE
from .totals_in_terms import TOTALS, has_total
from .zero_test import is_zero

__all__ = ["LemmasInside"]

Values = tuple[tuple[str, Term], ...]


class LemmasInside:
    """Equations, each with the values that are put in for its symbols."""

    def __init__(self, lemmas: Iterable[tuple[Lemma, Values]]) -> None:
        self.lemmas = tuple(lemmas)

    def at(self, context: Context) -> Iterator[Lemma]:
        """Those that may be cited in a context, at their values; of one whose values mean nothing there nothing is said."""
        for lemma, values in self.lemmas:
            try:
                found = instance(lemma, dict(values), context) if values else lemma
            except Refused:
                continue
            plain = found.relation == "=" and not found.converging and found.right not in INFINITE
            if plain and found.follows_from(context) and all(map(context.integrates, found.almost)):
                yield found

    def inserted(self, term: Term, context: Context) -> Term:
        """The term with its integrals and sums, at any depth, replaced where one is the left side of an equation."""
        if not isinstance(term, tuple) or not has_total(term) or term[0] in ("cases", "case"):
            return term
        if term[0] not in TOTALS:
            return term if term[0] in BINDERS else (term[0], *(self.inserted(part, context) for part in term[1:]))
        for lemma in self.at(context):
            if _are_one(term, lemma.left, context):
                return lemma.right
        head, body, variable, lower, upper = term
        return (head, self.inserted(body, context.within(head, variable, lower, upper)), variable, lower, upper)

    def converges(self, total: Any, context: Context) -> bool:
        """Whether a total is a multiple of one that stands on the left side of an equation, by a factor that is not 0.

        Where totals stand in it, what all of them add up must be the same: so those inside converge, too.
        """
        ways = (_add_up_the_same,) if has_total(total[1]) else (_are_one, _are_multiples)
        return any(alike(total, lemma.left, context) for lemma in self.at(context) for alike in ways)


def _bodies(one: Any, other: Any, context: Context) -> tuple[Term, Term, Context] | None:
    """What two integrals, or sums, over one range add up, in one variable; None of others."""
    totals = all(isinstance(total, tuple) and total[0] in TOTALS for total in (one, other))
    if not totals or not same_range(one, other, context):
        return None
    taken = frozenset(context.names).union(*(free_symbols(t) | bound_symbols(t) for t in (one, other)))
    name = fresh("x", taken)
    first, second = (replace(total[1], total[2], name) for total in (one, other))
    return first, second, context.within(one[0], name, one[3], one[4])


def _are_one(one: Term, other: Term, context: Context) -> bool:
    """Whether two totals over one range add up the same."""
    found = _bodies(one, other, context)
    return found is not None and equal(*found)


def _add_up_the_same(one: Term, other: Term, context: Context) -> bool:
    """Whether two chains of totals over the same ranges have equal bodies, in which nothing is added up."""
    if any(not isinstance(total, tuple) or has_total(chain_of(total)[1]) for total in (one, other)):
        return False
    try:
        demand_equal_terms([(1, one), (-1, other)], 0, (), context)
    except Refused:
        return False
    return True


def _are_multiples(one: Term, other: Term, context: Context) -> bool:
    """Whether two totals over one range add up the same but for factors that stand before them, of which none is 0."""
    found, factors = _bodies(one, other, context), [_before(total, context) for total in (one, other)]
    if found is None or None in factors:
        return False
    algebra, (body, other_body, inside) = context.algebra, found
    first, second = (cast("Form", factor) for factor in factors)
    try:
        left = algebra.times(normalised(body, inside), second)
        right = algebra.times(normalised(other_body, inside), first)
        return is_zero(algebra.plus(left, algebra.scaled(right, -1)), inside)
    except (NoNormalForm, RecursionError):
        return False


def _before(total: Term, context: Context) -> Form | None:
    """What stands before the only integral or sum of a normal form, where it is not 0."""
    number, monomial = cast("tuple[Any, Any]", key(total, context))
    if not isinstance(number, (int, Fraction)) or not number:
        return None
    algebra = context.algebra
    kinds = ("integral", "sum over")
    rest = tuple(pair for pair in monomial if algebra.bases[algebra.generators[pair[0]][0]][0] not in kinds)
    known = len(rest) == len(monomial) - 1 and sign_of_monomial(rest, context) in (POSITIVE, NEGATIVE)
    return {rest: number} if known else None
