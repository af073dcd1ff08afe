"""The edges of a condition: closed where the closed form has its value there, open where it has none.

``provided a >= 0`` is said of a formula with ``a*log(a)``, which tends to its value; a formula with ``log(a)`` holds for
a > 0.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sympy import Add, And, Expr, Mul, Ne, Symbol, expand, log, nan, oo, zoo
from sympy.core.relational import Ge, Le
from sympy.logic.boolalg import Boolean

from symbinfo.derivation.derivation import Derivation, Status
from symbinfo.derivation.rules.limits_at_ends import limit_of_term
from symbinfo.derivation.simplify.factoring import as_product
from symbinfo.derivation.simplify.lengths import cost
from symbinfo.expressions.errors import SymbinfoError
from symbinfo.expressions.unevaluated import evaluated
from symbinfo.measures.base import Measure

__all__ = ["with_open_edges"]

#: Longer results are not brought over one denominator.
LONGEST = 400


def with_open_edges(
    support: Boolean, derivation: Derivation, measure: Measure, derive: Callable[[Measure], Derivation]
) -> tuple[Boolean, tuple[Boolean, ...]]:
    """What the supports need, each edge open at which the result has no value, and the parts of whose edge no more is known.

    Parameters
    ----------
    support : Boolean
        That the support of P lies in that of Q.
    derivation : Derivation
        What was derived where it does.
    measure : Measure
        The measure, which is derived at an edge by itself.
    derive : callable
        From a measure to its derivation.
    """
    result = expand(evaluated(derivation.stands))
    parts, unknown = [], []
    for part in And.make_args(support):
        edge = _edge(part)
        if edge is None or _has_value(result, *edge):
            parts.append(part)
            continue
        parts.append(part.gts > part.lts)
        if not _is_infinite(measure, edge, derive):
            unknown.append(Ne(part.gts, part.lts))  # beyond the edge it is known
    return And(*parts), tuple(unknown)


def _edge(part: Any) -> tuple[Symbol, Expr] | None:
    """A parameter and its value at the edge of a condition, where it stands alone on a side."""
    if not isinstance(part, (Le, Ge)):
        return None
    sides = ((part.lts, part.gts), (part.gts, part.lts))
    return next(((s, end) for s, end in sides if isinstance(s, Symbol) and end.is_finite and not end.has(s)), None)


def _has_value(result: Expr, symbol: Symbol, end: Expr) -> bool:
    """Whether every term has a value there, or a limit."""
    if not result.has(symbol):
        return True
    if all(_is_finite(term, symbol, end) for term in Add.make_args(result)):
        return True
    return cost(result) <= LONGEST and all(_is_finite(term, symbol, end) for term in _by_logarithm(result, symbol, end))


def _is_finite(term: Expr, symbol: Symbol, end: Expr) -> bool:
    value = limit_of_term(term, symbol, end)
    return value is not None and not value.has(nan, zoo, oo)


def _by_logarithm(result: Expr, symbol: Symbol, end: Expr) -> list[Expr]:
    """The terms, those with a power of the same logarithm that is infinite at the end as one."""
    grouped: dict[Expr, list[Expr]] = {}
    for term in Add.make_args(result):
        large = [
            f for f in Mul.make_args(term) if isinstance(f.as_base_exp()[0], log) and f.subs(symbol, end).has(zoo, oo)
        ]
        grouped.setdefault(Mul(*large), []).append(term / Mul(*large))
    return [as_product(Add(*coefficients)) * large for large, coefficients in grouped.items()]


def _is_infinite(measure: Measure, edge: tuple[Symbol, Expr], derive: Callable[[Measure], Derivation]) -> bool:
    """Whether the measure at the edge is known to be +oo, as it is beyond."""
    try:
        found = derive(measure.xreplace(dict([edge])))
    except SymbinfoError:
        return False
    return found.status is Status.INFINITE and found.stands == oo
