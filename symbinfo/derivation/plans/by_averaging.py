"""Means of measures over the variables that they are given, and of means that are given a variable.

A measure given another variable is a function of it, whose mean is taken.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from sympy import (
    Add,
    And,
    Dummy,
    Expr,
    Integral,
    Mul,
    Sum,
    Symbol,
    default_sort_key,
    expand,
    nan,
    preorder_traversal,
    true,
    zoo,
)
from sympy.logic.boolalg import Boolean

from symbinfo.derivation import Derivation, Relation, Step
from symbinfo.derivation.plans.symbols_for_variables import Freed, Values, freed, holds, settled
from symbinfo.derivation.witness import Reasoning
from symbinfo.expressions.domain import Domain, Variable
from symbinfo.expressions.errors import MeasureError
from symbinfo.expressions.unevaluated import add, mul, replace_where
from symbinfo.laws.expectation import Expectation
from symbinfo.laws.hierarchy import law_of_second, others_in
from symbinfo.laws.law import Law
from symbinfo.laws.strengthen import averages_in
from symbinfo.measures.base import Measure

__all__ = ["at_values", "averaged_twice", "closings", "inserted_measures"]

#: How many means of means are taken in one derivation.
MOST_MEANS = 6

Derive = Callable[[Measure, Domain], Derivation]


# --- means of means --------------------------------------------------------------------------------------------------


def averaged_twice(derivation: Derivation) -> Derivation | None:
    """What is averaged given another variable and does not hold it, averaged over its own law: E[E[f(Y) | X]] = E[f(Y)].

    None where a mean given another variable is left.
    """
    apart = replace_where(derivation.stands, lambda node: _apart(node) if isinstance(node, Expectation) else None)
    if apart != derivation.stands:
        words = "Linearity of expectation."
        step = Step(
            Relation.EQ, apart, "linearity-of-expectation", words, start=derivation.stands, witness=Reasoning("linear")
        )
        derivation = derivation.then(step)
    for _ in range(MOST_MEANS):
        whole = min(filter(_holds_mean, _means_in(derivation.stands)), key=default_sort_key, default=None)
        if whole is None:
            return derivation
        inner = whole.body
        if not isinstance(inner, Expectation) or others_in(inner.body) - {inner.law.variable}:
            return None
        own = _own_law(whole.law, inner.law) if others_in(inner.law) == {whole.law.variable} else None
        if own is None:
            return None
        kinds = [Integral if law.continuous else Sum for law in (inner.law, whole.law)]
        body = mul(whole.law.density, inner.law.density, inner.body)
        nested = kinds[1](kinds[0](body, _range(inner.law)), _range(whole.law))
        for before, after, rule, words, witness in (
            (whole, nested, "write-as-integral", "Written out.", Reasoning("linear")),
            (
                nested,
                Expectation(inner.body, own),
                "exchange-variables",
                f"The mean of the means given {whole.law.variable} is the mean under the law of {inner.law.variable} itself.",
                Reasoning("fubini", exchanged=(nested,)),
            ),
        ):
            new = _replaced(derivation.stands, before, after)
            derivation = derivation.then(Step(Relation.EQ, new, rule, words, start=derivation.stands, witness=witness))
    return None


def _replaced(expr: Expr, old: Expr, new: Expr) -> Expr:
    found: Expr = replace_where(expr, lambda node: new if node == old else None)
    return found


def _holds_mean(node: Expectation) -> bool:
    """Whether a mean stands in what is averaged that holds the variable."""
    return any(node.law.variable in others_in(inner) for inner in _means_in(node.body))


def _means_in(expr: Any) -> Iterator[Expectation]:
    """The means that stand in an expression, and not in a law that it names."""
    if isinstance(expr, Expectation):
        yield expr
        yield from _means_in(expr.body)
    elif not isinstance(expr, Law):
        for part in getattr(expr, "args", ()):
            yield from _means_in(part)


def _apart(node: Expectation) -> Expr | None:
    """A mean in which stand other ones, each by itself."""
    if not _holds_mean(node):
        return None
    names = {inner: Dummy() for inner in _means_in(node.body)}
    opened = expand(node.body.xreplace(names))
    terms = [term.xreplace({name: inner for inner, name in names.items()}) for term in Add.make_args(opened)]
    moving = [term for term in terms if term.has(Expectation)]
    rest = Add(*(term for term in terms if not term.has(Expectation)))
    parts = [] if rest == 0 else [Expectation(rest, node.law)]
    for term in moving:
        numbers = [f for f in Mul.make_args(term) if not f.has(Expectation) and not others_in(f)]
        inside = Mul(*(f for f in Mul.make_args(term) if f not in numbers))
        parts.append(mul(*numbers, Expectation(inside, node.law)))
    return add(*parts)


def _range(law: Any) -> tuple[Any, Expr, Expr]:
    return (law.variable, law.lower, law.upper)


def _own_law(outer: Any, inner: Any) -> Law | None:
    """The law of the second variable, when that of the first and that given the first are known."""
    try:
        return law_of_second(outer, inner)
    except MeasureError:
        return None


# --- means of measures -----------------------------------------------------------------------------------------------


def inserted_measures(
    expr: Expr, domain: Domain, derive: Derive
) -> tuple[Expr, dict[Measure, Derivation], Values, Boolean] | None:
    """An expression in which measures given values of variables are replaced by what they come to.

    Returns
    -------
    tuple or None
        The expression, the derivation of each measure, the variables that their symbols stand for, and what is needed.
        None where one is not known at all values.
    """
    lemmas: dict[Measure, Derivation] = {}
    values: dict[Symbol, Expr] = {}
    requires: list[Boolean] = []
    results: dict[Measure, Expr] = {}
    over = {law.variable: law for law in averages_in(expr)}
    for measure in dict.fromkeys(node for node in preorder_traversal(expr) if isinstance(node, Measure)):
        inside = set().union(*map(others_in, measure.laws))
        laws = [over[v] for v in over if v in _tied(inside, over)]
        own = Domain.of([*(law.condition for law in (*measure.laws, *laws)), measure.condition])
        free = freed(laws, own)
        lemma = derive(at_values(measure, free), free.domain)
        lemmas[measure] = lemma
        if free.at and not holds(lemma.requires, free.domain):
            return None
        requires.append(lemma.requires if not free.at else true)
        values |= dict(free.at)
        if free.at:
            lemma = lemmas[measure] = settled(lemma, free.domain)
        if any(lemma.stands.subs(symbol, 0).has(nan, zoo) for symbol, _ in free.at if _counts_from_zero(symbol)):
            return None  # the closed form has a gap at an outcome
        results[measure] = lemma.stands.xreplace(free.back)
    new = replace_where(expr, lambda node: results.get(node) if isinstance(node, Measure) else None)
    return new, lemmas, tuple(values.items()), And(*requires)


def closings(lemmas: Iterable[Derivation], values: Values) -> tuple[tuple[Derivation, Values], ...]:
    """What lemmas say of the integrals in densities, each with the values at which it is cited beside them."""
    first = [lemma.steps[0] for lemma in lemmas if lemma.steps and lemma.steps[0].rule == "marginal-law"]
    return tuple((found, values) for found in dict.fromkeys(lemma for step in first for lemma in step.lemmas))


def at_values(measure: Measure, free: Freed) -> Measure:
    """The measure at values of variables, its laws under the conditions that these fulfil."""
    found: Measure = measure.xreplace(free.forth)
    if not free.at:
        return found
    more = [c for c in free.domain.conditions if c.free_symbols & set(free.back)]
    changes = {law: law.func(*law.args[:3], And(law.condition, *more), *law.args[4:]) for law in found.laws}
    return found.func(*(changes.get(arg, arg) for arg in found.args))


def _counts_from_zero(symbol: Symbol) -> bool:
    return bool(symbol.is_integer and symbol.is_nonnegative and not symbol.is_positive)


def _tied(found: set[Variable], over: dict[Variable, Law]) -> set[Variable]:
    """Variables, with those that stand in the laws of these."""
    more = found.union(*(others_in(over[v]) for v in found if v in over))
    return more if more == found else _tied(more, over)
