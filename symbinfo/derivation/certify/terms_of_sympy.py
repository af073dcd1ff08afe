"""From SymPy to terms of certificates: the operators, the heads of functions, and what needs more than a head.

Nothing is evaluated on the way: expectations are lowered to integrals and sums, and named densities to their
expressions.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

import sympy as sp
from sympy.core.function import AppliedUndef
from sympy.core.relational import Relational
from sympy.logic.boolalg import And, Boolean, BooleanFalse, BooleanTrue, Not, Or

from symbinfo.expressions.errors import MeasureError
from symbinfo.expressions.free_names import free_name
from symbinfo.expressions.functions import FUNCTIONS, MANY
from symbinfo.laws.by_coordinates import CoordinateLaw
from symbinfo.laws.expectation import ConditionalValue, DensityValue, Expectation, explicit
from symbinfo.laws.joint_density import JointLaw
from symbinfo.laws.joint_normal import JointNormal
from symbinfo.laws.law import FiniteLaw, Law
from symbinfo.laws.matrices import PositiveDefinite, SpaceIntegral
from symbinfo.laws.shells import ShellLaw
from symbinfo.measures.base import Measure
from symbinfo.measures.conditional_entropy import EntropyGivenValue
from symbinfo.trusted import Term

__all__ = ["UNKNOWN_SIZE", "density_term", "kind_of", "term_of"]

CONSTANTS = {
    sp.pi: "%pi",
    sp.E: "%e",
    sp.EulerGamma: "%gamma",
    sp.Catalan: "%catalan",
    sp.oo: "%oo",
    -sp.oo: "%-oo",
}

OPERATORS: dict[Any, str] = {sp.Add: "+", sp.Mul: "*", sp.Pow: "^"}
#: SymPy class -> heads by the number of arguments, which stand in the same order.
HEADS: dict[Any, Mapping[int, str]] = {f.kind: f.by_count for f in FUNCTIONS}

RELATIONS = {"<": "<", "<=": "<=", "==": "=", "!=": "!="}


def term_of(expr: sp.Basic) -> Term:
    """The expression as a term of a certificate.

    Parameters
    ----------
    expr : Expr or Boolean
        Any expression over the closed set of heads, named densities and expectations included.

    Raises
    ------
    MeasureError
        When the expression has a head that certificates do not know.

    Examples
    --------
    >>> from sympy import log, symbols
    >>> term_of(log(symbols("a")/2))
    ('log', ('*', Fraction(1, 2), 'a'))
    """
    if isinstance(expr, sp.Integer):
        return int(expr)
    if isinstance(expr, sp.Rational):
        return Fraction(int(expr.p), int(expr.q))
    if expr in CONSTANTS:
        return CONSTANTS[expr]
    if isinstance(expr, sp.Symbol):
        return expr.name
    if isinstance(expr, (Boolean, Relational)) and not isinstance(expr, PositiveDefinite):
        return _condition(expr)
    for kind, lower in _SPECIAL:
        if isinstance(expr, kind):
            return lower(expr)
    return (_head(expr), *(term_of(arg) for arg in expr.args))


def _head(expr: Any) -> str:
    if expr.func in OPERATORS:
        return OPERATORS[expr.func]
    heads = HEADS.get(expr.func, {})
    head = heads.get(MANY) or heads.get(len(expr.args))
    if head is None:
        of = f" of {len(expr.args)} arguments" if heads else ""
        raise MeasureError(f"{type(expr).__name__}{of} cannot be written into a certificate")
    return head


def _condition(expr: Any) -> Any:
    if isinstance(expr, (BooleanTrue, BooleanFalse)):
        return "true" if expr == True else "false"  # noqa: E712 - a SymPy Boolean
    if isinstance(expr, (And, Or)):
        word = "and" if isinstance(expr, And) else "or"
        return (word, *(term_of(arg) for arg in sorted(expr.args, key=str)))
    if isinstance(expr, Not):
        return ("not", term_of(expr.args[0]))
    if expr.rel_op in (">", ">="):
        expr = expr.reversed
    return (RELATIONS[expr.rel_op], term_of(expr.lhs), term_of(expr.rhs))


def _binder(head: str) -> Any:
    return lambda expr: _bound(term_of(expr.function), head, expr.limits)


def _bound(body: Any, head: str, limits: Iterable[Any]) -> Any:
    """Nested sums or integrals of a body, the innermost limits first."""
    for variable, low, high in limits:
        body = (head, body, variable.name, term_of(low), term_of(high))
    return body


def _expectation(expr: Expectation) -> Any:
    law = expr.law
    if isinstance(law, FiniteLaw):
        if any(term.has(sp.zoo) for term in expr.terms()):  # log(p/0) where the other law has no mass
            return "%oo"
        terms = tuple(term_of(term) for term in expr.terms())
        return terms[0] if len(terms) == 1 else ("+", *terms)
    if isinstance(law, CoordinateLaw):
        return _expectation(Expectation(law.in_coordinates(explicit(expr.body)), law.coordinates))
    body = ("*", density_term(law), term_of(expr.body))
    if isinstance(law, JointLaw):
        return _bound(body, "integral" if law.continuous else "sum", law.binders)
    return ("integral" if law.continuous else "sum", body, law.variable.name, term_of(law.lower), term_of(law.upper))


def density_term(law: Law) -> Term:
    """The density; that of jointly normal variables as the product of those of each given the ones before it.

    Of a law over shells it is that of the number, which is integrated over.
    """
    if isinstance(law, JointNormal):
        return ("*", *(term_of(part.density) for part in law.chain()))
    return term_of(law.of_number.density if isinstance(law, ShellLaw) else law.density)


def _derivative_at(expr: sp.Subs) -> Any:
    """A derivative taken at a point, and a plain substitution."""
    inner, (variable,), (point,) = expr.expr, expr.variables, expr.point
    if isinstance(inner, sp.Derivative):
        (name, order) = inner.variable_count[0]
        return ("diff", term_of(inner.expr), name.name, term_of(point), int(order))
    return term_of(inner.xreplace({variable: point}))


def _derivative(expr: sp.Derivative) -> Any:
    inner, (variable, order) = expr.expr, expr.variable_count[0]
    if isinstance(inner, sp.zeta) and len(inner.args) == 1 and inner.args[0] == variable and order == 1:
        return ("dzeta", term_of(variable))
    return ("diff", term_of(inner), variable.name, term_of(variable), int(order))


def _piecewise(expr: sp.Piecewise) -> Any:
    return ("cases", *(("case", term_of(value), term_of(condition)) for value, condition in expr.args))


def _harmonic(expr: sp.harmonic) -> Term:
    """A harmonic number; one of another order as its sum."""
    if len(expr.args) == 1:
        return ("harmonic", term_of(expr.args[0]))
    n, order = expr.args
    name = free_name("jihl", expr.free_symbols)
    return ("sum", ("^", name, term_of(-order)), name, 1, term_of(n))


def _hyper(expr: sp.hyper) -> Any:
    if (len(expr.ap), len(expr.bq)) == (1, 0):  # the binomial series
        return ("^", ("+", 1, ("*", -1, term_of(expr.argument))), ("*", -1, term_of(expr.ap[0])))
    head = f"hyper{len(expr.ap)}f{len(expr.bq)}"
    if head not in HEADS[sp.hyper].values():
        raise MeasureError(f"{expr} cannot be written into a certificate")
    return (head, *(term_of(a) for a in (*expr.ap, *expr.bq, expr.argument)))


def _limit(expr: sp.Limit) -> Any:
    body, variable, point, direction = expr.args
    return ("limit", term_of(body), variable.name, term_of(point), str(direction))


def _delta(expr: sp.KroneckerDelta) -> Any:
    left, right = (term_of(arg) for arg in expr.args[:2])
    return ("cases", ("case", 1, ("=", left, right)), ("case", 0, "true"))


UNKNOWN_SIZE = "matrices of unknown size are not written into certificates"


def _refused(expr: Any) -> Any:
    raise MeasureError(UNKNOWN_SIZE)


_SPECIAL: tuple[tuple[Any, Any], ...] = (
    ((sp.MatrixExpr, sp.Trace, sp.Determinant, SpaceIntegral, PositiveDefinite), _refused),
    (Expectation, _expectation),
    ((DensityValue, ConditionalValue, EntropyGivenValue), lambda expr: term_of(expr.doit())),
    (Measure, lambda expr: term_of(expr.definition())),
    (AppliedUndef, lambda expr: ("apply", expr.func.__name__, *(term_of(a) for a in expr.args))),
    (sp.Integral, _binder("integral")),
    (sp.Sum, _binder("sum")),
    (sp.Subs, _derivative_at),
    (sp.Derivative, _derivative),
    (sp.Piecewise, _piecewise),
    (sp.hyper, _hyper),
    (sp.harmonic, _harmonic),
    (sp.Limit, _limit),
    (sp.KroneckerDelta, _delta),
    (sp.ceiling, lambda expr: ("*", -1, ("floor", ("*", -1, term_of(expr.args[0]))))),
    (sp.catalan, lambda expr: term_of(expr.rewrite(sp.gamma))),
    (sp.exp_polar, lambda expr: ("exp", term_of(expr.args[0]))),
)


def kind_of(symbol: sp.Symbol) -> str:
    """What a symbol stands for, in the words of certificates."""
    if symbol.is_integer:
        sign = "positive " if symbol.is_positive else "nonnegative " if symbol.is_nonnegative else ""
        return f"{sign}integer"
    for assumption in ("positive", "nonnegative", "negative", "nonzero"):
        if getattr(symbol, f"is_{assumption}"):
            return assumption
    return "real"
