"""The value of one integral or sum, by maps onto the range of stored facts."""

from __future__ import annotations

from typing import Any

from ..terms import Term, dump, free_symbols, replace
from ..witnesses import ByFacts, Chart, FactInstance, Part
from .context import Context
from .definedness import undefined
from .derivatives import derivative
from .facts import FACTS
from .normal_form import equal
from .range_ends import limit_at_end, same_end
from .refusal import Refused
from .signs import implied, sign
from .supports import demand_below
from .totals_in_terms import everywhere_between, has_total

Factors = tuple[tuple[Term, Term], ...]

__all__ = ["demand_tiling", "fact_of", "moved", "value_of"]


def fact_of(instance: FactInstance, context: Context) -> tuple[Any, Term]:
    """A stored integral or sum at given values, with its value.

    With a parameter, both hold it, and are meant in a neighbourhood of parameter = 0: conditions are open, so that
    it is enough that they hold at 0.

    Raises
    ------
    Refused
        When there is no such fact, or its condition does not follow from the context.
    """
    if instance not in context.stored:
        context.stored[instance] = _fact_of(instance, context)
    return context.stored[instance]


def _fact_of(instance: FactInstance, context: Context) -> tuple[Any, Term]:
    fact = FACTS.get(instance.fact)
    if fact is None:
        raise Refused(f"no stored fact is called {instance.fact}")
    values, parameter = dict(instance.values), instance.parameter
    if parameter in (*context.names, instance.variable):
        raise Refused(f"the parameter {parameter} has a meaning already")
    integral, condition, value = fact.instantiate(values, instance.variable)
    if any(has_total(value) for value in values.values()):
        raise Refused(f"a value of {fact.name} holds an integral or a sum")
    moving = [name for name, value in values.items() if parameter and parameter in free_symbols(value)]
    fixed = sorted(set(moving) - set(fact.differentiable))
    if fixed:
        raise Refused(f"{fact.name} is not differentiated in {fixed[0]}")
    for name in moving:
        _demand_defined(("diff", values[name], parameter, 0, 1), context)
    for part in (condition, *fact.kinds_at(values)):
        here = replace(part, parameter, 0) if parameter else part
        if not implied(here, context):
            raise Refused(f"{fact.name} needs {dump(here)}, which does not follow")
    _demand_defined(replace(value, parameter, 0) if parameter else value, context)
    return integral, value


def value_of(evaluation: ByFacts, context: Context, factors: Factors = ()) -> Term:
    """The value of an integral or a sum, which is shown to converge, absolutely.

    After the change of variables x = g(y), on each branch, the integrand with |g'| must be the given combination of
    kernels of stored facts (or of their derivatives in a parameter), as a whole; the branches must tile the range.
    Sums that are products, also in y, may be hinted at: `factors`.

    Raises
    ------
    Refused
        When a condition of that is not proved.
    """
    total: Any = evaluation.integral
    head, body, x, lower, upper = total
    chart = evaluation.chart or Chart(x, lower, upper, (x,))
    y = chart.variable
    if head == "integral":
        demand_below(chart.lower, chart.upper, context)
        demand_below(lower, upper, context)
    inside = context.within(head, y, chart.lower, chart.upper)
    demand_tiling(evaluation.integral, chart, inside, context)
    branches = [moved(head, body, x, branch, y, inside) for branch in chart.branches]
    _demand_combination(("+", 0, *branches), evaluation.parts, evaluation.integral, chart, context, factors)
    if len(branches) > 1:
        if len(evaluation.each) != len(branches):
            raise Refused("that each branch converges by itself is not shown")
        for branch, parts in zip(branches, evaluation.each, strict=True):
            _demand_combination(branch, parts, evaluation.integral, chart, context, factors)
    return ("+", 0, *(_at_zero(part, fact_of(part.instance, context)[1]) for part in evaluation.parts))


def _demand_defined(term: Term, context: Context) -> None:
    missing = undefined(term, context)
    if missing:
        raise Refused(f"not defined for certain: {missing[0]}")


def moved(head: str, body: Term, x: str, branch: Term, y: str, inside: Context) -> Term:
    """The integrand in the new variable, times the size of the slope."""
    new = body if branch == x else replace(body, x, branch)
    if branch == y:
        return new
    slope = derivative(branch, y)
    if head == "sum":
        if not any(equal(slope, unit, inside) for unit in (1, -1)) or not implied(("integer", branch), inside):
            raise Refused("a sum is only shifted or mirrored")
        return new
    direction = sign(slope, inside)
    if direction not in ("positive", "negative"):
        raise Refused(f"that {dump(branch)} is monotone in {y} is not shown")
    return ("*", new, slope) if direction == "positive" else ("*", -1, new, slope)


def demand_tiling(integral: Any, chart: Chart, inside: Context, context: Context) -> None:
    """The images of the branches, laid one after the other, must cover the range of the integral.

    Those of a sum would have their ends in common, so that it has one branch.
    """
    head, _, x, lower, upper = integral
    y = chart.variable
    if y != x and (y in free_symbols(integral) or y in context.names):
        raise Refused(f"the new variable {y} has a meaning already")
    if head == "sum" and len(chart.branches) > 1:
        raise Refused("a sum has one branch")
    images = []
    everywhere = everywhere_between(chart.variable, chart.lower, chart.upper, context)
    for branch in chart.branches:
        for term in (branch, derivative(branch, chart.variable)):  # not only almost everywhere: no pole on the way
            _demand_defined(term, everywhere)
        ends = [limit_at_end(branch, chart.variable, end, inside, context) for end in (chart.lower, chart.upper)]
        found = [end for end in ends if end is not None]
        if len(found) < 2:
            raise Refused(f"where {dump(branch)} goes at the ends of its range is not known")
        falling = sign(derivative(branch, chart.variable), inside) == "negative"
        images.append(found[::-1] if falling else found)
    here = lower
    while images:
        following = next((image for image in images if same_end(image[0], here, context)), None)
        if following is None:
            raise Refused("the branches do not tile the range")
        images.remove(following)
        here = following[1]
    if not same_end(here, upper, context):
        raise Refused("the branches do not reach the end of the range")


def _demand_combination(
    body: Term, parts: tuple[Part, ...], integral: Any, chart: Chart, context: Context, factors: Factors
) -> None:
    """The integrand must be the combination of stored kernels, each of which converges, that is named."""
    kernels = [_kernel(part, integral[0], chart, context, factors) for part in parts]
    inside = context.within(integral[0], chart.variable, chart.lower, chart.upper)
    if not equal(body, ("+", 0, *kernels), inside, factors, almost=True):
        raise Refused("the integrand is not the combination of stored kernels that is named")


def _kernel(part: Part, head: str, chart: Chart, context: Context, factors: Factors) -> Term:
    """One part of the integrand: a stored kernel, differentiated, times what is free of the variable."""
    instance = part.instance
    if instance.variable != chart.variable:
        raise Refused(f"the fact speaks of {instance.variable}, the integral of {chart.variable}")
    if free_symbols(part.times) & {chart.variable, instance.parameter}:
        raise Refused(f"the factor {dump(part.times)} is not free of the variable")
    if has_total(part.times):
        raise Refused("a factor holds an integral or a sum")
    _demand_defined(part.times, context.with_factors(factors))
    total, _ = fact_of(instance, context)
    ends = zip(total[3:], (chart.lower, chart.upper), strict=True)
    if total[0] != head or not all(same_end(own, given, context) for own, given in ends):
        raise Refused(f"{instance.fact} has another range")
    return _at_zero(part, total[1])


def _at_zero(part: Part, term: Term) -> Term:
    """``times * d^n term / d parameter^n`` at parameter = 0."""
    parameter = part.instance.parameter
    if not parameter:
        return ("*", part.times, term)
    for _ in range(part.order):
        term = derivative(term, parameter)
    return ("*", part.times, replace(term, parameter, 0))
