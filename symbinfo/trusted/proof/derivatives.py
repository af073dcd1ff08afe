"""Exact derivatives of terms: a row for each head, the chain rule for the rest.

Each formula holds where the term is analytic; a term made of |u|, min, max, cases, floor or sign of what depends on the
variable has no row and is refused, but |u|, whose derivative u |u|^-1 is not defined where u is 0. Nothing is
differentiated under an integral or a sum. References: DLMF chapters 4 to 10 under the names of the functions.
"""

from __future__ import annotations

from ..exceptions import CertificateError
from ..terms import BINDERS, Term, fold, free_symbols
from .function_rules import partial, rules

__all__ = ["binds_over", "depth_of_binders", "derivative", "is_partial"]


def derivative(term: Term, name: str) -> Term:
    """The derivative of a term in a symbol.

    Raises
    ------
    CertificateError
        When there is no rule for it.

    Examples
    --------
    >>> from symbinfo.trusted.terms import dump, parse
    >>> dump(derivative(parse("(* a (log x))"), "x"))
    '(* (^ x -1) a)'
    """
    if term == name:
        return 1
    if not isinstance(term, tuple):
        return 0
    head, *parts = term
    if head == "+":
        return _plus([derivative(part, name) for part in parts])
    if head == "*":
        return _plus([_times(derivative(p, name), *parts[:i], *parts[i + 1 :]) for i, p in enumerate(parts)])
    if head == "^":
        return _of_power(parts[0], parts[1], name)
    if head in BINDERS or head == "apply":
        if name not in free_symbols(term):
            return 0
        raise CertificateError("nothing is differentiated under a binder or an abstract function", head)
    sums = []
    for place, part in enumerate(parts):
        slope = derivative(part, name)
        if slope != 0:
            rule = partial(head, place)
            if rule is not None:
                sums.append(_times(slope, rule.at(dict(zip(rule.pattern, parts, strict=True)))[1]))
            elif rules(head, "analytic"):
                sums.append(_times(slope, _in_parameter(head, parts, place)))
            else:
                raise CertificateError(f"{head} is not differentiated in its argument {place + 1}")
    return _plus(sums)


def is_partial(term: Term, name: str) -> bool:
    """Whether a term is a function of a symbol in an argument without a row: its derivative is named, not computed."""
    if not isinstance(term, tuple) or not rules(term[0], "analytic") or term[1:].count(name) != 1:
        return False
    place = term.index(name) - 1
    others = (part for i, part in enumerate(term[1:]) if i != place)
    return partial(term[0], place) is None and not any(name in free_symbols(part) for part in others)


def _in_parameter(head: str, parts: list[Term], place: int) -> Term:
    """The partial derivative in an argument without a row, named as it is: at a new symbol, where that is the argument."""
    new = "t"
    while any(new in free_symbols(part) for part in parts):
        new += "_"
    return ("diff", (head, *parts[:place], new, *parts[place + 1 :]), new, parts[place], 1)


def _of_power(base: Term, exponent: Term, name: str) -> Term:
    """b^e (e' log b + e b'/b); of a constant exponent e b^(e-1) b'."""
    down, up = derivative(base, name), derivative(exponent, name)
    if up == 0:
        lower = exponent - 1 if not isinstance(exponent, (str, tuple)) else ("+", exponent, -1)
        return _times(down, exponent, ("^", base, lower))
    return _times(("^", base, exponent), _plus([_times(up, ("log", base)), _times(down, exponent, ("^", base, -1))]))


def _plus(parts: list[Term]) -> Term:
    parts = [part for part in parts if part != 0]
    return 0 if not parts else parts[0] if len(parts) == 1 else ("+", *parts)


def _times(*parts: Term) -> Term:
    if any(part == 0 for part in parts):
        return 0
    left = [part for part in parts if part != 1]
    return 1 if not left else left[0] if len(left) == 1 else ("*", *left)


def _is_binder(term: Term) -> bool:
    return isinstance(term, tuple) and term[0] in ("integral", "sum", "limit")


def binds_over(term: Term, name: str) -> bool:
    """Whether an integral, a sum or a limit inside depends on a symbol: through it nothing is differentiated."""
    found: bool = fold(
        term, lambda t, parts: any(p is True for p in parts) or (_is_binder(t) and name in free_symbols(t))
    )
    return found


def depth_of_binders(term: Term) -> int:
    """How many integrals, sums and limits stand in one another."""
    depth: int = fold(term, lambda t, parts: max([0, *parts]) + _is_binder(t))
    return depth
