"""Laws with random parameters: the closed forms of their densities, which are means.

The density of a variable whose law holds another one is the mean of its density given that one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

from sympy import (
    Dict,
    Expr,
    Integral,
    Mul,
    Poly,
    Sum,
    Symbol,
    Tuple,
    binomial,
    default_sort_key,
    expand,
    factorial,
    gamma,
    hyper,
    preorder_traversal,
)

from symbinfo.derivation import Derivation, Relation, Status, Step
from symbinfo.derivation.integrals.plain_totals import by_plain_total, total_of_kernel
from symbinfo.derivation.plans.symbols_for_variables import Values, freed, holds, settled
from symbinfo.derivation.rules.expectations import moment
from symbinfo.derivation.rules.reference_laws import over_a_reference
from symbinfo.derivation.simplify.tidying import simplest_of, tidy
from symbinfo.derivation.witness import Reasoning
from symbinfo.expressions.domain import Domain
from symbinfo.expressions.unevaluated import replace_where
from symbinfo.laws.expectation import Expectation
from symbinfo.laws.hierarchy import is_mean
from symbinfo.laws.law import FiniteLaw, Law
from symbinfo.laws.strengthen import averages_in
from symbinfo.measures.base import Measure

__all__ = ["by_marginal_density", "closed_marginal", "with_closed_laws"]

Derive = Callable[[Measure, Domain], Derivation]


@dataclass(frozen=True)
class _Closed:
    """A law whose density was a mean, with what was derived for it."""

    law: Law
    lemmas: tuple[Derivation, ...]
    at: Values


def by_marginal_density(measure: Measure, domain: Domain, derive: Derive) -> Derivation | None:
    """A measure of laws with random parameters, by the closed form of their densities; None where there is none."""
    mixed = [law for law in measure.laws if is_mean(law)]
    if not mixed:
        return None
    closed = {law: closed_marginal(law, domain) for law in mixed}
    if any(found is None for found in closed.values()):
        return None
    known = {law: found for law, found in closed.items() if found is not None}
    new = measure.func(*(known[a].law if a in known else a for a in measure.args))
    lemmas = tuple(dict.fromkeys(lemma for found in known.values() for lemma in found.lemmas))
    at = tuple(pair for found in known.values() for pair in found.at)
    words = "The density is the mean of that given the other variable."
    step = Step(Relation.EQ, new, "marginal-law", words, lemmas, measure, witness=Reasoning("lemmas", at=at))
    after = derive(new, domain)
    derivation = Derivation(left=measure, domain=domain).then(step)
    return replace(after, left=measure, steps=(*derivation.steps, *after.steps))


def with_closed_laws(derivation: Derivation, domain: Domain) -> Derivation:
    """The means over laws with random parameters by the closed forms of these, where there are such."""
    mixed = [law for law in averages_in(derivation.stands) if is_mean(law)]
    found = {law: closed for law in mixed if (closed := closed_marginal(law, domain)) is not None}
    if not found:
        return derivation
    lemmas = tuple(dict.fromkeys(lemma for closed in found.values() for lemma in closed.lemmas))
    at = tuple(pair for closed in found.values() for pair in closed.at)
    new = replace_where(derivation.stands, lambda node: found[node].law if node in found else None)
    words = "The density is the mean of that given the other variable."
    return derivation.then(Step(Relation.EQ, new, "marginal-law", words, lemmas, witness=Reasoning("lemmas", at=at)))


def closed_marginal(law: Any, domain: Domain) -> _Closed | None:
    """The law with its density, or its probabilities, in closed form."""
    if isinstance(law, FiniteLaw):
        found = [_closed_mean(p, domain) for _, p in law.outcomes]
        if any(part is None for part in found):
            return None
        parts = [part for part in found if part is not None]
        pairs = [(o, value) for (o, _), (value, _) in zip(law.outcomes, parts, strict=True)]
        lemmas = tuple(dict.fromkeys(lemma for _, some in parts for lemma in some))
        return _Closed(law.func(law.name, "FiniteRV", (Dict(dict(pairs)),), law.condition, pairs), lemmas, ())
    free = freed([law], domain)
    mean = _closed_mean(law.density.xreplace(free.forth), free.domain, tuple(free.back))
    if mean is None:
        return None
    density = _simplified(mean[0], free.domain).xreplace(free.back)
    word = "Density" if law.continuous else "Mass"
    shown = (density, Tuple(law.variable, law.lower, law.upper))
    head = (law.name, word, shown, law.condition)
    named = tuple(
        (symbol, variable) for symbol, variable in free.at if not law.continuous or symbol.name != variable.name
    )
    return _Closed(law.func(*head, law.variable, density, law.lower, law.upper), mean[1], named)


def _closed_mean(
    expr: Expr, domain: Domain, almost: tuple[Symbol, ...] = ()
) -> tuple[Expr, tuple[Derivation, ...]] | None:
    """The value of the means in an expression, the innermost first, and their derivations."""
    lemmas: list[Derivation] = []
    while (node := _innermost(expr)) is not None:
        plain = node
        if isinstance(node, Expectation) and is_mean(node.law):
            inner = closed_marginal(node.law, domain)
            if inner is None:
                return None
            lemmas += inner.lemmas
            plain = Expectation(node.body, inner.law)
        lemma = _mean(plain, domain, almost)
        if lemma is None:
            return None
        lemmas.append(lemma)
        expr = expr.xreplace({node: lemma.stands})
    return expr, tuple(lemmas)


def _mean(node: Any, domain: Domain, almost: tuple[Symbol, ...]) -> Derivation | None:
    """The derivation of a mean, an integral or a sum that exists on the whole domain."""
    ways = (moment, by_plain_total) if isinstance(node, Expectation) else (total_of_kernel, over_a_reference)
    first: Derivation | None = None
    for way in ways:
        lemma = way(node, domain)
        if lemma is None or lemma.status is not Status.CLOSED or not holds(lemma.requires, domain, almost):
            continue
        first = first or lemma
        if not lemma.stands.has(hyper):
            return settled(lemma, domain, almost)
    return None if first is None else settled(first, domain, almost)


def _innermost(expr: Expr) -> Any:
    """A mean, an integral or a sum in which stands no other one; None where there is none."""
    kinds = (Expectation, Integral, Sum)
    nodes = [n for n in preorder_traversal(expr) if isinstance(n, kinds)]
    free = [n for n in nodes if not n.args[0].has(*kinds)]
    return min(free, key=default_sort_key, default=None)


def _simplified(density: Expr, domain: Domain) -> Expr:
    """A density in few words: gamma functions beside factorials, and squares completed."""
    squares = replace_where(density, lambda node: _square(node) if node.is_Add else None)
    forms = [squares, tidy(squares, domain)]
    if density.has(factorial):
        forms += [
            form.replace(gamma, lambda z: factorial(z - 1) if z.is_integer and z.is_positive else gamma(z))
            for form in forms
        ]
        forms += [replace_where(form, _binomial) for form in forms]
    return simplest_of(forms)


def _binomial(node: Any) -> Expr | None:
    """``gamma(k + a)/(k! gamma(a))`` as a binomial coefficient."""
    if not isinstance(node, Mul):
        return None
    parts = node.as_powers_dict()
    counts = [f for f, power in parts.items() if isinstance(f, factorial) and power == -1]
    for above, low in product([f for f, power in parts.items() if isinstance(f, gamma) and power == 1], counts):
        below = gamma(above.args[0] - low.args[0])
        if parts.get(below) == -1:
            return binomial(above.args[0] - 1, low.args[0]) * node * low * below / above
    return None


def _square(expr: Expr) -> Expr | None:
    """A quadratic in one symbol as a multiple of a square and a constant."""
    for symbol in sorted(expr.free_symbols, key=default_sort_key):
        if not expr.is_polynomial(symbol) or Poly(expr, symbol).degree() != 2:
            continue
        a, b, c = Poly(expr, symbol).all_coeffs()
        rest = expand(c - b**2 / (4 * a))
        if b != 0 and (found := a * (symbol + b / (2 * a)) ** 2 + rest).count_ops() < expr.count_ops():
            return found
    return None
