"""Expressions of measures: every measure a lemma, means of them taken, and the whole collected."""

from __future__ import annotations

from collections.abc import Callable

from sympy import Expr, default_sort_key, hyper, nan, zoo

from symbinfo.derivation import Derivation, Relation, Status, Step
from symbinfo.derivation.plans.by_averaging import averaged_twice, closings, inserted_measures
from symbinfo.derivation.plans.closed_marginals import with_closed_laws
from symbinfo.derivation.plans.means_of_logarithms import taken_apart
from symbinfo.derivation.rules.algebra import COLLECT
from symbinfo.derivation.rules.calculus import DIFFERENTIATE
from symbinfo.derivation.rules.expectations import EVALUATE_EXPECTATIONS
from symbinfo.derivation.rules.gathering import LINEARITY_WHERE_IT_SERVES
from symbinfo.derivation.rules.infinite_expectations import DIVERGENT_EXPECTATION
from symbinfo.derivation.rules.rule import Context, Rule
from symbinfo.derivation.witness import Reasoning
from symbinfo.expressions.domain import Domain
from symbinfo.expressions.unevaluated import replace_where
from symbinfo.laws.expectation import Expectation
from symbinfo.laws.strengthen import averages_in
from symbinfo.measures.base import Measure

__all__ = ["derived_expression"]

Derive = Callable[[Measure, Domain], Derivation]
Along = Callable[[tuple[Rule, ...], Derivation, Context], Derivation]

# What follows where measures given the values of other variables are averaged.
OVER_MEANS: tuple[Rule, ...] = (LINEARITY_WHERE_IT_SERVES, EVALUATE_EXPECTATIONS, DIVERGENT_EXPECTATION, COLLECT)


def derived_expression(expr: Expr, domain: Domain, derive: Derive, along: Along) -> Derivation:
    """Every measure derived as a lemma, its result inserted, means of them taken, and the whole collected.

    Parameters
    ----------
    expr : Expr
        An expression over measures, which may stand in means over variables that they are given.
    domain : Domain
        Where the parameters live.
    derive, along : callable
        What derives a measure, and what applies rules in order and says what was reached.
    """
    derivation = _inserted(Derivation(left=expr, domain=domain), domain, derive, along)
    if derivation.status is Status.CLOSED and not derivation.stands.has(hyper):
        return derivation
    apart = taken_apart(expr, domain) if averages_in(expr) else None
    other = derivation if apart is None else _inserted(apart, domain, derive, along)
    return other if other.status is Status.CLOSED else derivation


def _inserted(start: Derivation, domain: Domain, derive: Derive, along: Along) -> Derivation:
    """What each measure comes to, inserted, and what follows."""
    expr = start.stands
    found = inserted_measures(expr, domain, derive)
    if found is None:
        return start.closing(Status.REDUCED)
    inserted, lemmas, values, requires = found
    witness = Reasoning("lemmas", at=values, cites=closings(lemmas.values(), values)) if values else None
    derivation = start
    if lemmas:
        each = tuple(lemmas.values())
        words = "Insert each measure."
        step = Step(Relation.EQ, inserted, "insert-measures", words, each, expr, requires, None, witness)
        derivation = start.then(step)
    statuses = {lemma.status for lemma in lemmas.values()}
    context = Context(domain.and_(requires))
    if Status.UNDEFINED in statuses:
        return derivation.closing(Status.UNDEFINED)
    if averages_in(expr):
        once = averaged_twice(derivation)
        if once is None:
            return derivation.closing(Status.REDUCED)
        return along(OVER_MEANS, _linear(with_closed_laws(once, context.domain), context), context)
    if Status.REDUCED in statuses:
        return derivation.closing(Status.REDUCED)
    derivation = along((DIFFERENTIATE, COLLECT), derivation, context)
    if derivation.stands.has(nan, zoo):
        return derivation.closing(Status.UNDEFINED)
    return derivation


def _linear(derivation: Derivation, context: Context) -> Derivation:
    """Linearity of one mean after the other: so a replay sees that each one exists."""
    for node in sorted(derivation.stands.atoms(Expectation), key=default_sort_key):
        found = LINEARITY_WHERE_IT_SERVES.rewrite(node, context)
        if found is None or found.expr == node:
            continue
        new = _replaced(derivation.stands, node, found.expr)
        rule, why = LINEARITY_WHERE_IT_SERVES.name, found.because or LINEARITY_WHERE_IT_SERVES.why
        step = Step(Relation.EQ, new, rule, why, found.lemmas, derivation.stands, found.requires, None, found.witness)
        derivation = derivation.then(step)
    return derivation


def _replaced(expr: Expr, old: Expr, new: Expr) -> Expr:
    found: Expr = replace_where(expr, lambda node: new if node == old else None)
    return found
