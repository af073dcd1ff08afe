"""What holds beyond a condition: for each part of it a derivation where that part fails, the parts before it given."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from sympy import And, Eq, Expr, Integral, Ne, Sum, Symbol, false, nan, oo, true, zoo
from sympy.core.relational import Ge, Gt, Le, Lt
from sympy.logic.boolalg import Boolean

from symbinfo.derivation.derivation import Derivation, Status
from symbinfo.derivation.plans.derive import ROUTES, Case
from symbinfo.expressions.domain import Domain
from symbinfo.expressions.errors import SymbinfoError
from symbinfo.expressions.unevaluated import evaluated
from symbinfo.laws.expectation import DensityValue, Expectation
from symbinfo.measures.base import Measure

__all__ = ["Elsewhere", "elsewhere", "opened_edges"]

#: The routes that end in an infinite value.
WAYS = ("supports-apart", "mass-outside", "by-the-plan", "as-one-integral")


@dataclass(frozen=True)
class Elsewhere:
    """The value where a part of a condition fails.

    Parameters
    ----------
    instead_of : Boolean
        The part.
    where : Boolean
        Where it fails: its negation, or a half of that.
    derivation : Derivation
        The derivation there.
    at : pair of Symbol and Expr, or None
        On an edge: a symbol with its value, at which the derivation's laws are taken.
    """

    instead_of: Boolean
    where: Boolean
    derivation: Derivation
    at: tuple[Symbol, Any] | None = None


def elsewhere(derivation: Derivation) -> Iterator[Elsewhere]:
    """The parts of the condition beyond the domain, each with the derivation where it fails, if it has one value there.

    Where a formula has no value at a closed edge, the part is taken as open, and the edge has a derivation of its own.

    Parameters
    ----------
    derivation : Derivation
        Of a measure that has one value where its condition fails.
    """
    if not isinstance(derivation.left, Measure) or derivation.otherwise is None:
        return
    domain, opened = derivation.domain, opened_edges(derivation)
    for part in sorted(And.make_args(derivation.requires), key=str):
        if not isinstance(part, Ne):
            yield from _beyond(opened.get(part, part), part in opened, derivation, domain)
            domain = domain.and_(opened.get(part, part))


def opened_edges(derivation: Derivation) -> dict[Any, Any]:
    """Closed parts of the condition at whose edge some formula of the derivation has no value, each with the open part.

    ``0 <= a`` beside ``a*log(a)``: the value there is a limit, or that of another formula. Parts that are open already, but
    were closed for the lemmas, stand by their closed form, too.
    """
    found: dict[Any, Any] = {}
    for part in And.make_args(derivation.requires):
        edge = _edge(part)
        if edge is None:
            continue
        strict = part.lts < part.gts
        if isinstance(part, (Lt, Gt)):
            closed = (part.lts <= part.gts, part.gts >= part.lts)
            found |= {one: strict for one in closed if isinstance(one, (Le, Ge))}  # it may be true of all values
        elif not all(_has_value(expr, *edge) for expr in _formulas(derivation)):
            found |= {part: strict, part.reversed: strict}
    return found


def _edge(part: Any) -> tuple[Symbol, Any] | None:
    """A symbol and its value where the two sides are equal, if it stands alone on one."""
    if not isinstance(part, (Lt, Gt, Le, Ge)):
        return None
    pairs = ((part.lts, part.gts), (part.gts, part.lts))
    return next(((s, v) for s, v in pairs if isinstance(s, Symbol) and not v.has(s)), None)


def _formulas(derivation: Derivation) -> Iterator[Expr]:
    """The closed formulas of a derivation and of its lemmas."""
    for step in derivation.steps:
        if not step.expr.has(Expectation, DensityValue, Measure, Integral, Sum):
            yield step.expr
        for lemma in step.lemmas:
            yield from _formulas(lemma)


def _has_value(expr: Expr, symbol: Symbol, value: Any) -> bool:
    return not expr.has(symbol) or not evaluated(expr).xreplace({symbol: value}).has(nan, zoo, oo, -oo)


def _beyond(part: Any, opened: bool, derivation: Derivation, domain: Domain) -> Iterator[Elsewhere]:
    """Where a part fails as a whole; otherwise beyond its edge, and on it."""
    failing = ~part
    found = None if opened else _at_once(derivation, derivation.left, domain.and_(failing))
    if found is not None:
        yield Elsewhere(part, failing, found)
        return
    edge = _edge(part)
    if edge is None or not isinstance(part, (Lt, Gt)):
        return
    strictly = part.gts < part.lts
    found = _at_once(derivation, derivation.left, domain.and_(strictly))
    if found is not None:
        yield Elsewhere(part, strictly, found)
    at = dict([edge])
    measure, there = derivation.left.xreplace(at), Domain.of([c.xreplace(at) for c in domain.conditions])
    found = _on_edge(measure, there) if opened else _at_once(derivation, measure, there)
    if found is not None:
        yield Elsewhere(part, Eq(*edge, evaluate=False), found, edge)


def _through(measure: Measure, domain: Domain, ways: Collection[str]) -> Derivation:
    """What some of the routes reach."""
    case, reached = Case(measure, domain), Derivation(left=measure, domain=domain)
    for route in ROUTES:
        if route.name in ways and route.when(case, reached):
            found = route.what(case, reached)
            reached = found or reached
            if route.last and found is not None:
                break
    return reached


def _on_edge(measure: Measure, domain: Domain) -> Derivation | None:
    """The value on an edge, whatever it is."""
    if false in domain.conditions:
        return None
    try:
        found = _through(measure, domain, {route.name for route in ROUTES} - {"limits"})
    except (SymbinfoError, ValueError):
        return None
    return found if found.status in (Status.CLOSED, Status.INFINITE) and found.requires == true else None


def _at_once(derivation: Derivation, measure: Measure, domain: Domain) -> Derivation | None:
    """The derivation of the value beyond, if that is what it gives, without a condition of its own."""
    if false in domain.conditions:
        return None
    try:
        case = Case(measure, domain)
        found = _through(measure, domain, WAYS) if case.support == true or case.escapes else None
    except (SymbinfoError, ValueError):
        return None
    if found is None or found.stands != derivation.otherwise or found.requires != true:
        return None
    return found if found.status is Status.INFINITE else None
