"""Lemmas at values of their symbols, and terms where two values that are told apart are equal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace as changed

from ..statements import sizes_of
from ..terms import Term, dump, free_symbols, replace, replace_together
from .context import Context
from .inference import Lemma, demand_values
from .refusal import Refused
from .signs import implied

__all__ = ["instance", "where_equal"]


def instance(lemma: Lemma, values: Mapping[str, Term], context: Context) -> Lemma:
    """The lemma at values of some of its symbols, which have to fulfil what it assumes of these.

    Parameters
    ----------
    lemma : Lemma
        What was proved.
    values : mapping
        Symbol of the lemma -> a term of the context.
    context : Context
        Where the values live.

    Raises
    ------
    Refused
        When a name is no symbol of the lemma, or is the size of an alphabet; when a value is not defined, or holds a
        variable of the case of equality.
    """
    if not values:
        return lemma
    sizes = {size for _, kind in lemma.functions for size in sizes_of(kind)}
    for name in values:
        if name not in lemma.symbols:
            raise Refused(f"{name} is no symbol of the lemma")
        if name in sizes:
            raise Refused(f"{name} is the size of an alphabet of the lemma")
    demand_values(tuple(values.values()), context)

    def at(term: Term) -> Term:
        return replace_together(term, values)

    equality = lemma.equality
    if equality is not None:
        condition, over = equality
        bound = {name for name, _, _ in over}
        inside = frozenset().union(*map(free_symbols, values.values()), values)
        if bound & inside:
            raise Refused(f"{dump(min(bound & inside))} is a variable of the case of equality")
        equality = (condition[0], *map(at, condition[1:])), tuple((n, at(low), at(high)) for n, low, high in over)
    return changed(
        lemma,
        left=at(lemma.left),
        right=at(lemma.right),
        symbols=lemma.symbols - set(values),
        assumed=tuple(map(at, lemma.assumed)),
        equality=equality,
        converging=tuple(map(at, lemma.converging)),
    )


def where_equal(terms: Iterable[Term], cases: Iterable[Term], lemmas: Iterable[Lemma], context: Context) -> list[Term]:
    """Terms with a symbol by its value, where what is told apart is 0 and so gives it one.

    So s - t is 0 where it is neither below nor above 0, and a lemma that speaks of t alone speaks of what s stands for there.
    """
    symbols = [lemma.symbols for lemma in lemmas]
    for case in cases:
        for name, value in _solutions(case):
            if any(name not in own for own in symbols) and implied(("=", case, 0), context):
                return [replace(term, name, value) for term in terms]
    return list(terms)


def _solutions(case: Term) -> Iterator[tuple[str, Term]]:
    """The symbols of which a sum holds just once plus or minus 1, each with the value at which the sum is 0."""
    parts = case[1:] if isinstance(case, tuple) and case[0] == "+" else ()
    for i, part in enumerate(parts):
        rest: Term = ("+", 0, *parts[:i], *parts[i + 1 :])
        name, turn = (
            (part[2], 1) if isinstance(part, tuple) and part[:2] == ("*", -1) and len(part) == 3 else (part, -1)
        )
        if isinstance(name, str) and name in free_symbols(case) and name not in free_symbols(rest):
            yield name, ("*", turn, rest)
