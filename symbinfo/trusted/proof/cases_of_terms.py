"""What tells the cases of a term apart: comparisons, zeros of what stands in |u| or sign u; derivatives case by case."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..terms import BINDERS, Term, free_symbols, replace

__all__ = ["comparisons_in", "comparisons_of", "kinks_in", "opened"]


def comparisons_in(term: Term) -> Iterator[Term]:
    """The comparisons of the cases of a term, outside of binders.

    Examples
    --------
    >>> from symbinfo.trusted.terms import parse
    >>> list(comparisons_in(parse("(+ 1 (cases (case x (and (< 0 x) (< x y))) (case 0 true)))")))
    [('<', 0, 'x'), ('<', 'x', 'y')]
    """
    if not isinstance(term, tuple) or term[0] in BINDERS:
        return
    for part in term[1:]:
        if term[0] == "cases" and isinstance(part, tuple):
            yield from comparisons_in(part[1])
            yield from comparisons_of(part[2])
        else:
            yield from comparisons_in(part)


def comparisons_of(condition: Term) -> Iterator[Term]:
    """The comparisons of which a condition is made; whatever else it says is given as it is."""
    if isinstance(condition, tuple) and condition[0] in ("and", "or", "not"):
        for part in condition[1:]:
            yield from comparisons_of(part)
    elif condition not in ("true", "false"):
        yield condition


def kinks_in(term: Term) -> Iterator[Term]:
    """What stands in a sign or in bars in a term, outside of binders."""
    if isinstance(term, tuple) and term[0] not in BINDERS:
        if term[0] in ("sign", "abs"):
            yield term[1]
        for part in term[1:]:
            yield from kinks_in(part)


def opened(term: Term) -> Term:
    """The term with derivatives of cases as cases of derivatives, the conditions at the point.

    It is so wherever the derivative is defined: the two sides of each comparison differ at the point, and so near by.

    Examples
    --------
    >>> from symbinfo.trusted.terms import dump, parse
    >>> dump(opened(parse("(diff (log (cases (case t (< 1 t)) (case 2 true))) t a 1)")))
    '(cases (case (diff (log t) t a 1) (< 1 a)) (case (diff (log 2) t a 1) true))'
    """
    if not isinstance(term, tuple) or term[0] in ("integral", "sum", "limit"):
        return term
    if term[0] != "diff":
        return (term[0], *map(opened, term[1:]))
    _, body, name, point, order = term
    cases = next(_moving_cases(body, name), None)
    if cases is None:
        return term
    parts: list[Term] = []
    for _, value, condition in cases[1:]:
        slope = opened(("diff", _with(body, cases, value), name, point, order))
        parts.append(("case", slope, replace(condition, name, point)))
    return ("cases", *parts)


def _moving_cases(term: Term, name: str) -> Iterator[Any]:
    """The cases of a term, outside of binders, that hold a symbol."""
    if not isinstance(term, tuple) or term[0] in BINDERS:
        return
    if term[0] == "cases" and name in free_symbols(term):
        yield term
    for part in term[1:]:
        yield from _moving_cases(part, name)


def _with(term: Term, old: Term, new: Term) -> Term:
    """The term with a part replaced wherever it stands outside of binders."""
    if term == old:
        return new
    if not isinstance(term, tuple) or term[0] in BINDERS:
        return term
    return (term[0], *(_with(part, old, new) for part in term[1:]))
