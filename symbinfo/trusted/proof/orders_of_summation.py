"""Sums inside of sums: compared term by term, and added up in another order."""

from __future__ import annotations

from typing import Any

from ..terms import INFINITE, Term, bound_symbols, dump, free_symbols, fresh, replace
from .context import Context
from .normal_form import equal
from .range_ends import same_range
from .refusal import Refused
from .signs import sign
from .totals_in_terms import TOTALS

__all__ = [
    "chain_of",
    "demand_equal_terms",
    "exchanged",
    "factors_apart",
    "factors_of",
    "inside_of",
    "is_nested",
    "rebound",
    "taken_out",
]

Binder = tuple[str, str, Term, Term]  # head, variable, lower and upper end
ONE_SIGN = ("positive", "nonnegative", "negative", "nonpositive", "zero")


def chain_of(total: Any) -> tuple[list[Binder], Term]:
    """The sums and integrals that stand directly inside of one another, the outermost first, and what is inside of all."""
    binders: list[Binder] = []
    while isinstance(total, tuple) and total[0] in TOTALS:
        head, body, name, lower, upper = total
        binders.append((head, name, lower, upper))
        total = body
    return binders, total


def rebound(binders: list[Binder], body: Term) -> Term:
    """A body under sums and integrals, the outermost first."""
    for head, name, lower, upper in reversed(binders):
        body = (head, body, name, lower, upper)
    return body


def inside_of(binders: list[Binder], context: Context) -> Context:
    """The context inside of sums and integrals, the outermost first."""
    for binder in binders:
        context = context.within(*binder)
    return context


def is_nested(total: Any) -> bool:
    """Whether a sum, or an integral, is that of another."""
    return isinstance(total, tuple) and isinstance(total[1], tuple) and total[1][0] in TOTALS


def demand_equal_terms(
    rows: list[tuple[Term, Any]], constant: Term, factors: tuple[tuple[Term, Term], ...], context: Context
) -> None:
    """A combination of sums of sums over the same ranges must be 0 as that of their terms is 0 at each place.

    Finite sums are taken apart and put together freely. Of others the inner ones must converge, as those of a term that
    is defined do: then their combination is 0 at each place of the outer one, and so is that of the outer ones.

    Parameters
    ----------
    rows : list of pairs
        Factors, and sums whose terms are sums.
    constant : Term
        What stands beside them: it must be 0.
    factors : tuple of pairs
        Hints for the normal form.
    context : Context
        Where the symbols live.

    Raises
    ------
    Refused
        When the ranges differ or depend on one another, or the terms do.
    """
    if not equal(constant, 0, context):
        raise Refused("a constant is left over")
    chains = [_opened(total) if _may_be_infinite(total) else chain_of(total) for _, total in rows]
    bodies, inside = _side_by_side(chains, _names_in(rows, context), context)
    terms = [("*", factor, body) for (factor, _), body in zip(rows, bodies, strict=True)]
    if not equal(("+", 0, *terms), 0, inside, factors):
        raise Refused("the terms of the sums differ")


def _may_be_infinite(total: Any) -> bool:
    return any(end in INFINITE or head != "sum" for head, _, *ends in chain_of(total)[0] for end in ends)


def _names_in(rows: list[tuple[Term, Any]], context: Context) -> frozenset[str]:
    return frozenset(context.names).union(*(free_symbols(t) | bound_symbols(t) for row in rows for t in row))


def _side_by_side(
    chains: list[tuple[list[Binder], Term]], taken: frozenset[str], context: Context
) -> tuple[list[Term], Context]:
    """What chains over the same ranges add up, in the same variables, which are none of the taken ones; and where.

    The range of an inner one may depend on the variables outside of it.
    """
    rows, bodies, inside = [list(binders) for binders, _ in chains], [body for _, body in chains], context
    for binders in rows:
        names = [name for _, name, _, _ in binders]
        if len(set(names)) < len(names):
            raise Refused("a variable is bound twice")
        if len(binders) != len(rows[0]):
            raise Refused("sums over different ranges are compared")
    for place, first in enumerate(rows[0]):
        if not all(same_range(binders[place], first, inside) for binders in rows):
            raise Refused("sums over different ranges are compared")
        new = fresh("x", taken)
        taken |= {new}
        head, _, lower, upper = rows[0][place]
        names = [binders[place][1] for binders in rows]
        bodies = [replace(body, name, new) for body, name in zip(bodies, names, strict=True)]
        for binders, name in zip(rows, names, strict=True):
            binders[place + 1 :] = [
                (h, n, replace(a, name, new), replace(b, name, new)) for h, n, a, b in binders[place + 1 :]
            ]
        inside = inside.within(head, new, lower, upper)
    return bodies, inside


def _opened(total: Any) -> tuple[list[Binder], Term]:
    """A chain of integrals, with the factors before an inner one taken into it."""
    binders: list[Binder] = []
    while isinstance(total, tuple) and total[0] in TOTALS:
        head, body, name, lower, upper = total
        binders.append((head, name, lower, upper))
        parts = factors_of(body)
        inner = [part for part in parts if isinstance(part, tuple) and part[0] in TOTALS]
        if len(inner) != 1:
            return binders, body
        others = [part for part in parts if part is not inner[0]]
        if inner[0][2] in frozenset().union(*map(free_symbols, others)):
            return binders, body  # it would be captured
        total = (inner[0][0], ("*", *others, inner[0][1]), *inner[0][2:])
    return binders, total


def _demand_independent(binders: list[Binder]) -> None:
    """No end of a range may hold a variable of another sum, and no variable may be bound twice."""
    names = [name for _, name, _, _ in binders]
    if len(set(names)) < len(names):
        raise Refused("a variable is bound twice")
    for _, _, lower, upper in binders:
        if (free_symbols(lower) | free_symbols(upper)) & set(names):
            raise Refused("the range of one sum depends on the variable of another")


def exchanged(total: Any, context: Context) -> Term:
    """The two outermost sums or integrals in the other order, of a sum of sums or an integral of integrals.

    Finite sums may be exchanged. Where one is infinite the body must be of one sign: then both orders have one value, or
    both are infinite, by Tonelli's theorem.

    Raises
    ------
    Refused
        When that is not known, or a range depends on the other variable.
    """
    if not is_nested(total):
        raise Refused(f"{dump(total)[:60]} is no sum of sums")
    binders, body = chain_of(total)
    outer, inner, *rest = binders
    _demand_independent([outer, inner])
    finite = all(head == "sum" and not {lower, upper} & set(INFINITE) for head, _, lower, upper in (outer, inner))
    if not finite and sign(body, inside_of(binders, context)) not in ONE_SIGN:
        raise Refused("that the order of two sums does not matter is not shown: they are infinite, of both signs")
    return rebound([inner, outer, *rest], body)


def factors_of(term: Term) -> list[Term]:
    """The factors of a product, those of products in it among them."""
    if isinstance(term, tuple) and term[0] == "*":
        return [factor for part in term[1:] for factor in factors_of(part)]
    return [] if term == 1 else [term]


def factors_apart(total: Any) -> tuple[list[Term], list[Term]]:
    """The factors of the body of a sum or an integral that are free of its variable, and those that are not."""
    _, body, name, _, _ = total
    parts: tuple[list[Term], list[Term]] = [], []
    for factor in factors_of(body):
        parts[name in free_symbols(factor)].append(factor)
    return parts


def taken_out(term: Term) -> Term:
    """The term with the factors that are free of the variable of a sum or an integral outside of it, the inner ones first.

    Examples
    --------
    >>> taken_out(("sum", ("*", "a", "x"), "x", 1, "n"))
    ('*', 'a', ('sum', ('*', 'x'), 'x', 1, 'n'))
    """
    if not isinstance(term, tuple):
        return term
    whole: Any = (term[0], *map(taken_out, term[1:]))
    if whole[0] not in TOTALS:
        return whole
    outside, inside = factors_apart(whole)
    if not outside or not inside:
        return whole
    return ("*", *outside, (whole[0], ("*", *inside), *whole[2:]))
