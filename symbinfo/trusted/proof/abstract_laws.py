"""Totals of abstract masses and densities, which are 1 by their kind; and which integrals and sums converge by themselves.

Only what stands there is read: a chain of sums, or of integrals, over the whole range of each argument of one function,
after what is free of a bound variable was taken out. A marginal is none: it keeps a variable.
"""

from __future__ import annotations

from collections.abc import Callable, Container
from typing import Any

from ..abstract_functions import whole_ranges
from ..terms import INFINITE, Term, bound_symbols, free_symbols, functions
from .context import Context
from .orders_of_summation import chain_of, factors_apart, factors_of, inside_of
from .refusal import Refused
from .totals_in_terms import TOTALS, totals_in

__all__ = ["converges", "demand_converging_inside", "masses_at_most_one", "without_totals"]


def without_totals(term: Term, context: Context) -> Term:
    """The term with all totals of abstract laws replaced by 1, the inner ones first, at any depth.

    Factors that are free of a bound variable are taken out of its sum or integral, which is sound as the rest converges.
    """
    if not isinstance(term, tuple):
        return term
    parts = [without_totals(part, context) for part in term[1:]]
    whole = (term[0], *parts)
    if term[0] == "*":
        return _cancelled(whole)
    if term[0] not in TOTALS:
        return whole
    outer, own = _apart(whole)
    if own is not None and _is_known(own, context):
        return ("*", 1, *outer)
    return whole


def _cancelled(product: Any) -> Term:
    """A product without what stands in it and in its denominator, which is not 0 where the product is defined."""
    above = [factor for factor in factors_of(product) if not _is_inverse(factor)]
    kept: list[Term] = []
    for inverse in filter(_is_inverse, factors_of(product)):
        below = []
        for factor in factors_of(inverse[1]):  # type: ignore[index]
            if factor in above:
                above.remove(factor)
            else:
                below.append(factor)
        kept += [("^", ("*", 1, *below), -1)] if below else []
    return ("*", 1, *above, *kept)


def _is_inverse(term: Term) -> bool:
    return isinstance(term, tuple) and term[0] == "^" and term[2] == -1


def _apart(total: Any) -> tuple[list[Term], Term | None]:
    """The factors free of the bound variable, and the total of the only other factor; None where there are more."""
    outside, inside = factors_apart(total)
    return (outside, (total[0], *inside, *total[2:])) if len(inside) == 1 else ([], None)


def _is_known(total: Any, context: Context) -> bool:
    """Whether it is the total of a declared mass or density: over each argument once, over the whole of its range."""
    found = _over_whole_ranges(total, context)
    return found is not None and not found


def _over_whole_ranges(total: Any, context: Context) -> list[Term] | None:
    """Of one mass or density added up over the whole ranges of some arguments, the arguments that are left; or None."""
    ranges: dict[str, tuple[str, Term, Term]] = {}
    body: Any = total
    while isinstance(body, tuple) and body[0] in TOTALS:
        head, inner, name, lower, upper = body
        if name in ranges or free_symbols(("+", 0, lower, upper)) & set(ranges):
            return None
        ranges[name] = (head, lower, upper)
        factors = factors_of(inner)
        body = factors[0] if len(factors) == 1 else inner
    if not isinstance(body, tuple) or body[0] != "apply":
        return None
    wanted = whole_ranges(context.functions.get(body[1], ""))
    arguments = list(body[2:])
    plain = all(isinstance(name, str) for name in arguments) and len(set(arguments)) == len(arguments)
    sizes = {end for row in wanted for end in row[1:] if isinstance(end, str) and end not in INFINITE}
    if not plain or not wanted or not set(ranges) <= set(arguments) or sizes & set(ranges):
        return None
    if any(context.names.get(size) != size for size in sizes):  # a size is no bound variable
        return None
    if any(ranges[name] != row for name, row in zip(arguments, wanted, strict=True) if name in ranges):
        return None
    return [name for name in arguments if name not in ranges]


def _is_marginal(total: Any, context: Context) -> bool:
    """Whether it is a marginal of an abstract density at places that are variables of integrals: finite almost everywhere."""
    left = _over_whole_ranges(total, context)
    return bool(left) and all(isinstance(name, str) and context.integrates(name) for name in left or ())


def converges(total: Any, context: Context) -> bool:
    """Whether an integral or a sum has a value by itself, if each part of its body has one.

    A sum from one number to another is finite, and the total of an abstract law is 1; what stands inside must converge.
    """
    head, body, name, lower, upper = total
    outer, own = _apart(total)
    if own is not None and _is_known(own, context):
        return all(converges(inner, there) for factor in outer for inner, there in totals_in(factor, context))
    if head != "sum" or lower in INFINITE or upper in INFINITE:
        return False
    inside = context.within(head, name, lower, upper)
    return all(converges(inner, there) for inner, there in totals_in(body, inside))


def demand_converging_inside(
    term: Term,
    context: Context,
    assumed: Callable[[Term], bool],
    known: Callable[[Term, Context], bool],
    proved: Container[Term] = (),
) -> None:
    """What stands inside of an integral or a sum must converge by itself, or at almost every place.

    Of an integral of an integral that is assumed to converge absolutely the inner one does so at almost every place, by
    Fubini's theorem.

    Parameters
    ----------
    term : Term
        What is looked at.
    context : Context
        Where.
    assumed : callable
        Whether an integral is assumed to converge.
    known : callable
        Whether one is known to, in a context.
    proved : container of Term, optional
        Integrals and sums of which a lemma says, as they are written, that they and all in them have values.

    Raises
    ------
    Refused
        When that is not known.
    """
    for whole, there in totals_in(term, context):
        if there is context and whole in proved:
            continue
        binders, body = chain_of(whole)
        if len(binders) == 1 or not assumed(whole):
            binders, body = binders[:1], whole[1]
        inside = inside_of(binders, there)
        for inner, place in totals_in(body, inside):
            if not converges(inner, place) and not _is_marginal(inner, place) and not known(inner, place):
                raise Refused("an integral or a sum inside of another: that it converges is not shown")


def masses_at_most_one(term: Term, context: Context) -> list[Term]:
    """That no value of a mass in a term is above 1, as all are positive and add up to 1; of those with free places."""
    found: dict[Term, None] = {}
    bound = bound_symbols(term)
    _collect(term, context, bound, found)
    return list(found)


def _collect(term: Term, context: Context, bound: frozenset[str], found: dict[Term, None]) -> None:
    if not isinstance(term, tuple) or not functions(term):
        return
    if term[0] == "apply" and context.functions.get(term[1], "").startswith("mass") and not free_symbols(term) & bound:
        found[("<=", term, 1)] = None
    for part in term[1:]:
        _collect(part, context, bound, found)
