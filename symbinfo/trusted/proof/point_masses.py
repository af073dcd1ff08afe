"""Laws that put all their mass on one place of each sum: such a sum is its term there.

A certificate writes such a weight as cases, 1 where a variable is some value and 0 elsewhere. As the weight of a law it
follows the convention of the measures, 0 log 0 = 0: where the weight is 0 the term is, whatever stands beside it. So a
finite sum of the weight times something is what that is at the one place, if the place lies in the range. Of a weight that
is no law's the same is said only where nothing stands beside it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..statements import Law, sizes_of
from ..terms import INFINITE, Term, free_symbols, replace
from .context import Context
from .definedness import undefined
from .orders_of_summation import Binder, chain_of, factors_of, inside_of, rebound
from .signs import implied

__all__ = ["indicators_of", "with_point_masses"]


def indicators_of(laws: Iterable[Law]) -> frozenset[Term]:
    """The factors of densities that are 1 where an equation holds and 0 elsewhere."""
    return frozenset(factor for law in laws for factor in factors_of(law.density) if _equation(factor) is not None)


def _equation(term: Any) -> tuple[Term, Term] | None:
    """The two sides of the equation at which a term is 1, if it is 0 elsewhere."""
    if not isinstance(term, tuple) or term[0] != "cases" or len(term) != 3 or term[2] != ("case", 0, "true"):
        return None
    _, value, condition = term[1]
    if value != 1 or not isinstance(condition, tuple) or condition[0] != "=":
        return None
    return condition[1], condition[2]


def with_point_masses(term: Term, weights: frozenset[Term], context: Context) -> Term:
    """The term with its finite sums over such weights replaced by their one term, the outer ones first.

    Parameters
    ----------
    term : Term
        A value.
    weights : frozenset of Term
        The weights of the laws at hand.
    context : Context
        Where the term stands.
    """
    if not isinstance(term, tuple) or not _has_cases(term):
        return term
    if term[0] != "sum":
        return (term[0], *(with_point_masses(part, weights, context) for part in term[1:]))
    binders, body = chain_of(term)
    inside = inside_of(binders, context)
    factors = factors_of(body)
    for factor in factors:
        equation = _equation(factor)
        rest = [other for other in factors if other is not factor]
        if equation is None or (rest and factor not in weights):
            continue
        for variable, place in (equation, equation[::-1]):
            left = _without(variable, binders)
            if left is not None and _lies_in_range(place, variable, binders, left, context):
                found = rebound(left, ("*", 1, *(replace(other, str(variable), place) for other in rest)))
                return with_point_masses(found, weights, context)
    return rebound(binders, with_point_masses(body, weights, inside))


def _has_cases(term: Term) -> bool:
    return isinstance(term, tuple) and (term[0] == "cases" or any(_has_cases(part) for part in term[1:]))


def _without(name: Term, binders: list[Binder]) -> list[Binder] | None:
    """The other sums of a chain of finite sums, no range of which depends on another; None if it is no such variable."""
    names: list[Term] = [own for _, own, _, _ in binders]
    ends = [end for _, _, lower, upper in binders for end in (lower, upper)]
    finite = all(head == "sum" for head, _, _, _ in binders) and not any(end in INFINITE for end in ends)
    if names.count(name) != 1 or len(set(names)) < len(names) or not finite:
        return None
    if any(free_symbols(end) & set(names) for end in ends):
        return None
    return [binder for binder in binders if binder[1] != name]


def _lies_in_range(place: Term, name: Term, binders: list[Binder], left: list[Binder], context: Context) -> bool:
    """Whether a place is a whole number of the range of a variable, at each value of the other variables."""
    if name in free_symbols(place):
        return False
    inside = inside_of(left, context)
    _, _, low, high = next(binder for binder in binders if binder[1] == name)
    if undefined(place, inside):
        return False
    if isinstance(place, tuple) and place[0] == "apply":
        kind = context.functions.get(place[1], "")
        return kind.startswith("map") and (low, str(high)) == (1, sizes_of(kind)[1])
    return all(implied(c, inside) for c in (("integer", place), ("<=", low, place), ("<=", place, high)))
