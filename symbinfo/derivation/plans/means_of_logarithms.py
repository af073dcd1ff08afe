"""Entropies given another variable, with the logarithm taken apart: what is free of that variable has its own mean.

Of -log g(y | x) the terms in y alone are averaged over the law of Y, and the others given x first.
"""

from __future__ import annotations

from typing import Any

from sympy import Add, E, Expr, S, default_sort_key, expand, log, preorder_traversal

from symbinfo.derivation import Derivation, Relation, Status, Step
from symbinfo.derivation.plans.by_averaging import at_values
from symbinfo.derivation.plans.symbols_for_variables import freed, holds, settled
from symbinfo.derivation.rules.expectations import EVALUATE_EXPECTATIONS
from symbinfo.derivation.rules.linearity import LINEARITY
from symbinfo.derivation.rules.rule import Context, apply_rule
from symbinfo.derivation.simplify.log_of import log_of
from symbinfo.derivation.witness import Reasoning
from symbinfo.expressions.domain import Domain
from symbinfo.expressions.unevaluated import add, mul, replace_where
from symbinfo.laws.expectation import Expectation
from symbinfo.laws.hierarchy import is_mean, others_in
from symbinfo.laws.law import ContinuousLaw, DiscreteLaw
from symbinfo.measures import Entropy

__all__ = ["taken_apart"]


def taken_apart(expr: Expr, domain: Domain) -> Derivation | None:
    """Means of entropies given a variable, with the terms of the logarithm apart; None where that serves nothing."""
    derivation = Derivation(left=expr, domain=domain)
    nodes = sorted((n for n in preorder_traversal(expr) if isinstance(n, Expectation)), key=default_sort_key)
    for node in dict.fromkeys(nodes):
        found = _of_one(node, domain)
        if found is None:
            continue
        for old, new, rule, words, witness, lemmas in found:
            whole = _replaced(derivation.stands, node, _inside(node, old, new))
            step = Step(Relation.EQ, whole, rule, words, lemmas, derivation.stands, witness=witness)
            derivation = derivation.then(step)
            node = _inside(node, old, new)
    return derivation if derivation.steps else None


def _inside(node: Expectation, old: Expr, new: Expr) -> Expectation:
    return Expectation(_replaced(node.body, old, new), node.law)


def _of_one(node: Expectation, domain: Domain) -> list[Any] | None:
    """The two steps for one mean: the terms apart, and the mean of those with both variables inserted."""
    parts = _parts(node, domain)
    if parts is None:
        return None
    both, own, factor = parts
    measure, (given,) = node.body, node.body.laws
    free = freed([node.law], domain.and_(node.law.condition))
    placed = at_values(measure, free)
    apart = [Expectation(part.xreplace(free.forth), placed.laws[0]) for part in (both, own)]
    first, second = (_mean(part, free.domain) for part in apart)
    if first is None:
        return None
    cites = tuple((lemma, ()) for lemma in (first, second) if lemma is not None)
    words = f"The terms of the logarithm in {given.variable} alone stand apart."
    whole = mul(factor, add(*apart))
    split = Step(Relation.EQ, whole, "log-of-product", words, start=placed, witness=Reasoning("linear", cites=cites))
    lemma = Derivation(left=placed, domain=free.domain).then(split).closing(Status.REDUCED)
    pair = [Expectation(part, given) for part in (both, own)]
    cited = () if second is None else ((second, free.at),)
    opened = Reasoning("lemmas", at=free.at)
    inserted = Reasoning("lemmas", at=free.at, cites=cited)
    said = "Insert the mean given the other variable."
    value = first.stands.xreplace(free.back)
    return [
        (measure, mul(factor, add(*pair)), "log-of-product", words, opened, (lemma,)),
        (pair[0], value, "insert-expectations", said, inserted, (first,)),
    ]


def _replaced(expr: Expr, old: Expr, new: Expr) -> Expr:
    found: Expr = replace_where(expr, lambda node: new if node == old else None)
    return found


def _parts(node: Expectation, domain: Domain) -> tuple[Expr, Expr, Expr] | None:
    """Of the mean of an entropy given a variable: the terms with that variable, those of the other alone, and a factor."""
    measure = node.body
    if not isinstance(measure, Entropy) or not isinstance(measure.laws[0], (ContinuousLaw, DiscreteLaw)):
        return None
    (given,) = measure.laws
    if others_in(given) != {node.law.variable} or is_mean(given) or is_mean(node.law):
        return None
    free = freed([node.law, given], domain.and_(node.law.condition))
    logarithm = expand(-log_of(given.density.xreplace(free.forth), free.domain))
    x, y = (symbol for symbol, _ in free.at)
    terms = Add.make_args(logarithm)
    own = [t for t in terms if t.has(y) and not t.has(x)]
    rest = [t for t in terms if t not in own]
    if not own or not any(t.has(x) and t.has(y) for t in rest):
        return None
    factor = S.One if measure.base == E else 1 / log(measure.base)
    return Add(*rest).xreplace(free.back), Add(*own).xreplace(free.back), factor


def _mean(node: Expectation, domain: Domain) -> Derivation | None:
    """The mean of a sum of terms, given the first variable."""
    start, context = Derivation(left=node, domain=domain), Context(domain)
    found = apply_rule(apply_rule(start, LINEARITY, context), EVALUATE_EXPECTATIONS, context)
    if found.stands.has(Expectation) or not holds(found.requires, domain):
        return None
    return settled(found, domain).closing(Status.CLOSED)
