"""The integrals and sums of a term: which there are, what they become, and the term as a combination of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from ..terms import BINDERS, Term, dump, free_symbols
from .context import Context
from .refusal import Refused

__all__ = [
    "TOTALS",
    "alone",
    "around",
    "combination",
    "everywhere_between",
    "has_nested_total",
    "has_total",
    "replaced",
    "totals_in",
]

TOTALS = ("integral", "sum")


def around(name: str, context: Context) -> Context:
    """The context in which a derivative is taken: its variable is a real number."""
    return context.within("diff", name, 0, 0)


def everywhere_between(name: str, low: Term, high: Term, context: Context) -> Context:
    """The context at every place between two ends; inside of an integral a null set of places would not matter.

    Raises
    ------
    Refused
        When an end holds a symbol of that name: it would speak of the place itself.
    """
    for end in (low, high):
        if name in free_symbols(end):
            raise Refused(f"the end {dump(end)} of the range of {name} holds {name}")
    ends: list[Term] = [("<", low, name)] if low != "%-oo" else []
    ends += [("<", name, high)] if high != "%oo" else []
    return around(name, context).assuming(*ends)


def has_total(term: Term) -> bool:
    """Whether an integral or a sum stands in a term."""
    return isinstance(term, tuple) and (term[0] in TOTALS or any(has_total(part) for part in term[1:]))


def has_nested_total(term: Term) -> bool:
    """Whether an integral or a sum stands inside of another."""
    return isinstance(term, tuple) and (
        (term[0] in TOTALS and has_total(term[1])) or any(has_nested_total(part) for part in term[1:])
    )


def totals_in(term: Term, context: Context) -> Iterator[tuple[Any, Context]]:
    """The outermost integrals and sums, each with the context in which it stands.

    Raises
    ------
    Refused
        When one stands under a limit, under cases, or under a derivative at another place than 0: what converges at one
        place need not converge at another.
    """
    if not isinstance(term, tuple) or not has_total(term):
        return
    if term[0] in TOTALS:
        yield term, context
        yield from (found for end in term[3:] for found in totals_in(end, context))
        return
    if term[0] in ("limit", "cases", "case"):
        raise Refused(f"an integral or a sum under {term[0]}")
    if term[0] == "diff" and term[3] != 0:
        raise Refused("an integral or a sum is differentiated at another place than 0")
    inner = around(term[2], context) if term[0] == "diff" else context
    for i, part in enumerate(term[1:], 1):
        yield from totals_in(part, inner if i == 1 else context)


def alone(term: Term) -> Iterator[Term]:
    """The outermost integrals and sums, each under the derivatives in which it stands."""
    if isinstance(term, tuple) and term[0] in TOTALS:
        yield term
    elif isinstance(term, tuple) and has_total(term):
        inner = [part for own in term[1:] for part in alone(own)]
        yield from ((term[0], part, *term[2:]) if term[0] == "diff" else part for part in inner)


def replaced(term: Term, context: Context, change: Callable[[Term, Context], Term | None]) -> Term:
    """The term with its outermost integrals and sums changed where `change` gives something.

    Under a derivative only at the place 0: near it the values of stored facts with a parameter are known.
    """
    if not isinstance(term, tuple) or not has_total(term):
        return term
    if term[0] in TOTALS:
        new = change(term, context)
        return term if new is None else new
    if term[0] in BINDERS and term[3] != 0:
        return term
    if term[0] in BINDERS:
        inner = around(term[2], context)
        return (term[0], replaced(term[1], inner, change), *term[2:])
    return (term[0], *(replaced(part, context, change) for part in term[1:]))


def combination(term: Term) -> list[tuple[Term, Term | None]]:
    """The term as a sum of factors times integrals or sums; None stands for the factor 1.

    Raises
    ------
    Refused
        When it is none.
    """
    if not has_total(term) or not isinstance(term, tuple):
        return [(term, None)]
    if term[0] in TOTALS:
        return [(1, term)]
    if term[0] == "+":
        return [row for part in term[1:] for row in combination(part)]
    moving = [part for part in term[1:] if has_total(part)]
    if term[0] != "*" or len(moving) != 1:
        raise Refused("integrals or sums stand in more than a linear combination")
    others = tuple(part for part in term[1:] if part is not moving[0])
    return [(("*", *others, factor), total) for factor, total in combination(moving[0])]
