"""Limits that are asked for: of the closed form of a measure, or of an expression of measures, in a parameter."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from sympy import Expr, Limit, Symbol, oo
from sympy.logic.boolalg import Boolean

from symbinfo.derivation import Derivation, Relation, Status, Step
from symbinfo.derivation.rules.limits_at_ends import LIMIT_TERM_BY_TERM, SIMPLIFY_LIMIT
from symbinfo.derivation.rules.limits_by_growth import LIMIT_BY_GROWTH
from symbinfo.derivation.rules.removable_gaps import LIMIT_OF_QUOTIENT
from symbinfo.derivation.rules.rule import Context, apply_rule
from symbinfo.expressions.domain import Domain
from symbinfo.expressions.limit_variables import free_conditions
from symbinfo.expressions.unevaluated import evaluated, replace_where
from symbinfo.laws.expectation import Expectation
from symbinfo.measures.base import Measure

__all__ = ["by_parts", "derived_limit", "side_of"]

Derive = Callable[[Expr, Domain], Derivation]

#: What is tried, the more usual reason first.
RULES = (LIMIT_TERM_BY_TERM, LIMIT_OF_QUOTIENT, LIMIT_BY_GROWTH)


def side_of(variable: Symbol, point: Expr, conditions: Iterable[Boolean]) -> str:
    """The side from which a parameter can come to a place: "+" from above, "-" from below, "+-" from both.

    Examples
    --------
    >>> from sympy import S, oo, symbols
    >>> p = symbols("p", positive=True)
    >>> side_of(p, S.Zero, []), side_of(p, S.One, [p < 1]), side_of(p, S.One, []), side_of(p, oo, [])
    ('+', '-', '+-', '-')
    """
    if not point.is_finite:
        return "-" if point == oo else "+"
    domain = Domain.of(conditions)
    if domain.positive(variable - point):
        return "+"
    return "-" if domain.positive(point - variable) else "+-"


def derived_limit(expr: Limit, domain: Domain, derive: Derive) -> Derivation:
    """The limit of what is derived first: of its closed form.

    Parameters
    ----------
    expr : Limit
        The limit of a measure or of an expression of measures.
    domain : Domain
        Where the parameters live, the one that tends somewhere among them.
    derive : callable
        What derives a measure or an expression.
    """
    body, variable, point, direction = expr.args
    outside = Domain.of([free_conditions(expr, domain.condition)])
    start = Derivation(left=expr, domain=outside)
    lemma = derive(body, domain)
    if lemma.status is not Status.CLOSED:
        return start.closing(Status.REDUCED)
    inserted = Limit(evaluated(lemma.stands), variable, point, direction)
    words = "The closed form, derived first."
    step = Step(Relation.EQ, inserted, "insert-lemma", words, (lemma,), expr)
    derivation = start.then(step)
    context = Context(outside)
    for rule in RULES:
        further = apply_rule(derivation, rule, context)
        if further is not derivation:
            derivation = apply_rule(further, SIMPLIFY_LIMIT, context)
            infinite = derivation.stands in (oo, -oo)
            return derivation.closing(Status.INFINITE if infinite else Status.CLOSED)
    return derivation.closing(Status.REDUCED)


def by_parts(
    expr: Expr, domain: Domain, derive: Derive, collected: Callable[[Derivation, Context], Derivation]
) -> Derivation:
    """An expression of measures with limits or means beside them: each part a lemma, and the whole collected."""
    outside = Domain.of([free_conditions(expr, domain.condition)])
    lemmas: dict[Expr, Derivation] = {}

    def insert(node: Any) -> Any:
        if not isinstance(node, (Limit, Measure, Expectation)):
            return None
        if node not in lemmas:
            own = (c for c in domain.conditions if c.free_symbols <= node.free_symbols | node.args[0].free_symbols)
            lemmas[node] = derive(node, Domain.of(own) if isinstance(node, Limit) else outside)
        return lemmas[node].stands

    inserted = replace_where(expr, insert)
    step = Step(Relation.EQ, inserted, "insert-lemma", "Insert each part.", tuple(lemmas.values()), expr)
    derivation = Derivation(left=expr, domain=outside).then(step)
    if any(lemma.status is not Status.CLOSED for lemma in lemmas.values()):
        return derivation.closing(Status.REDUCED)
    return collected(derivation, Context(outside))
