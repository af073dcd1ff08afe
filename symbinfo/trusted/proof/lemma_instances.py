"""Lemmas at values of their symbols: what is true for all values is true for those of some terms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace as changed

from ..statements import sizes_of
from ..terms import Term, dump, free_symbols, replace_together
from .context import Context
from .inference import Lemma, demand_values
from .refusal import Refused

__all__ = ["instance"]


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
