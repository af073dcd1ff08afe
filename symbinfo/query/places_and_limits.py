"""Values at a place, ``Subs(expr, (x, a))``, and limits, ``limit(expr, x, a)`` and ``Limit(expr, (x, a))``.

A limit is the value where the expression is continuous, as written; of a product of something that vanishes there with
the logarithm of something that does, each a polynomial in the variable, it is 0. Another limit of an expression is taken
by the rule of derivations; that of measures is kept as it stands, and derived.
"""

from __future__ import annotations

from typing import Any

import sympy
from sympy import Add, Expr, Integer, Mul, S, Symbol, log

from symbinfo.expressions.errors import QueryError
from symbinfo.expressions.parameter_slopes import ParameterSlope
from symbinfo.measures.base import Measure
from symbinfo.query.arguments import only_commas
from symbinfo.query.bounded_arithmetic import checked, guarded
from symbinfo.query.nodes import Call, Keyword, Name, Sequence, Weighted, below
from symbinfo.query.vocabulary import MEASURES, RATE

__all__ = ["LIMIT", "PLACED", "SUBS", "limit_of", "limit_parts", "of_measures", "place_of", "value_at"]

SUBS = "Subs(expr, (x, a))"
LIMIT = "limit(expr, x, a), or limit(expr, x, a, 1) from above"
#: How a side is written.
SIDES = {-1: "-", 0: "+-", 1: "+"}
#: What binds the name of a variable to a place, and how it is written.
PLACED = {"Subs": SUBS, "Limit": LIMIT, "limit": LIMIT}
#: Functions that are continuous wherever they have a finite value.
CONTINUOUS = (sympy.Pow, sympy.exp, log, sympy.Abs, sympy.sin, sympy.cos, sympy.tanh, sympy.erf, sympy.gamma, Add, Mul)


def place_of(call: Call) -> tuple[Any, Name, Any, Any]:
    """The expression, the variable, its place, and the side (None: none is said) of a call.

    Raises
    ------
    QueryError
        When it is written in another way (without the text).
    """
    only_commas(call)
    items = call.arguments.items
    if len(items) == 3 and call.name == "Subs" and isinstance(items[1], Name):  # as it is printed
        return items[0], items[1], items[2], None
    body, place = items if len(items) == 2 else (None, None)
    if body is not None and not isinstance(body, Keyword | Weighted) and isinstance(place, Sequence):
        variable, *rest = place.items
        if isinstance(variable, Name) and 1 <= len(rest) <= (1 if call.name == "Subs" else 2):
            return body, variable, rest[0], rest[1] if len(rest) == 2 else None
    raise QueryError(f"a name and its place are expected here: write {PLACED[call.name]}", "", call.start)


def value_at(builder: Any, node: Call) -> Expr:
    """The value of an expression at a place."""
    body, variable, place, _ = builder.at(node.start, place_of, node)
    symbol, value = Symbol(variable.name, real=True), builder.expression(place)
    if isinstance(body, Call) and body.name == "Derivative":
        return _slope_at(builder, body, symbol, value)
    expr = builder.part({variable.name: symbol}).expression(body)
    made = builder.at(node.start, lambda: guarded(expr.xreplace, {symbol: value}, what="this value"))
    found: Expr = builder.at(node.start, checked, made, "this value")
    return found


def _slope_at(builder: Any, node: Call, symbol: Symbol, value: Expr) -> Expr:
    """A derivative of a function in the symbol, at a place: one that has no name, as it is printed."""
    items = node.arguments.items
    by = items[1] if len(items) == 2 else None
    name, order = by.items if isinstance(by, Sequence) and len(by.items) == 2 else (by, None)
    times = Integer(1) if order is None else builder.expression(order)
    if builder.inner or not isinstance(name, Name) or name.name != symbol.name or times not in (1, 2):
        what = "outside laws and sums, a first or second derivative in the name that has a place"
        raise builder.fail(f"{what} is read: write Subs(Derivative(f, x), (x, a))", node)
    function = builder.part({symbol.name: symbol}).expression(items[0])
    return (
        ParameterSlope(sympy.Derivative(function, (symbol, times)), symbol, value) if function.has(symbol) else S.Zero
    )


def limit_of(builder: Any, node: Call) -> Expr:
    """The limit of an expression at a place: read off where the expression is continuous, derived otherwise."""
    body, variable, place, side = builder.at(node.start, limit_parts, node)
    value = builder.expression(place)
    sign = 0 if side is None else builder.expression(side)
    if sign not in (-1, 0, 1):
        raise builder.fail(f"a limit is taken from above (1) or from below (-1): write {LIMIT}", node)
    if of_measures(body):
        return _asked(builder, node, body, variable, value, sign)
    symbol = Symbol(variable.name, real=True) if value.is_finite else Symbol(variable.name, positive=True)
    expr = builder.part({variable.name: symbol}).expression(body)
    try:
        found = [builder.at(node.start, _of_term, term, symbol, value, sign) for term in Add.make_args(expr)]
        return builder.at(node.start, checked, Add(*found), "this limit")
    except QueryError:
        from symbinfo.derivation.rules.limits_by_growth import limit_by_growth

        known = (
            None
            if builder.inner
            else limit_by_growth(expr, symbol, value, SIDES[int(sign)] if value.is_finite else "-")
        )
        if known is None:
            raise
        return builder.at(node.start, checked, known, "this limit")


def limit_parts(call: Call) -> tuple[Any, Name, Any, Any]:
    """The same of a limit as it is typed, ``limit(expr, x, a)`` with a side behind it where one is meant.

    Raises
    ------
    QueryError
        When it is written in another way (without the text).
    """
    items = call.arguments.items
    if len(items) not in (3, 4):
        return place_of(call)
    only_commas(call)
    body, variable, place, *side = items
    if not isinstance(variable, Name) or any(isinstance(item, Keyword | Weighted) for item in items):
        raise QueryError(f"a name and its place are expected here: write {PLACED['Limit']}", "", call.start)
    return body, variable, place, side[0] if side else None


def of_measures(body: Any) -> bool:
    """Whether a measure stands in what a limit is taken of: its variable is then a parameter of laws."""
    return any(isinstance(part, Call) and (part.name in MEASURES or part.name == RATE) for part in below(body))


def _asked(builder: Any, node: Call, body: Any, variable: Name, value: Expr, sign: Any) -> Expr:
    """The limit of an expression of measures, not evaluated: it is derived."""
    from symbinfo.derivation.plans.limits_of_measures import side_of

    symbol = builder.expression(variable)
    if not isinstance(symbol, Symbol):
        raise builder.fail(f"{variable.name} is no parameter: write {LIMIT}", variable)
    if value.has(symbol):
        raise builder.fail(f"the place of a limit does not speak of {variable.name}", variable)
    expr = builder.expression(body)
    if not expr.has(symbol):
        return expr
    measures = expr.atoms(Measure)
    conditions = [law.condition for measure in measures for law in measure.laws]
    side = SIDES[int(sign)] if sign else side_of(symbol, value, [*conditions, *builder.declared])
    return sympy.Limit(expr, symbol, value, side)


def _of_term(term: Expr, symbol: Symbol, value: Expr, sign: Any) -> Expr:
    if not term.has(symbol):
        return term
    if _is_continuous(term, symbol, value):
        return term.xreplace({symbol: value})
    logarithms = [f for f in Mul.make_args(term) if isinstance(f, log) and f.has(symbol)]
    rest = Mul(*(f for f in Mul.make_args(term) if f not in logarithms))
    if len(logarithms) == 1 and _vanishes(rest, symbol, value) and _vanishes(logarithms[0].args[0], symbol, value):
        slope = logarithms[0].args[0].diff(symbol).xreplace({symbol: value})
        if slope.is_nonzero and (sign == 0 or (slope * sign).is_positive):
            return Integer(0)
    raise QueryError("this limit is not read: it is read of what is continuous there, and of x*log(x) at 0")


def _is_continuous(term: Expr, symbol: Symbol, value: Expr) -> bool:
    """Whether all parts are of the continuous functions, and have a finite value at the place."""
    for part in sympy.preorder_traversal(term):
        if part.has(symbol) and not isinstance(part, (*CONTINUOUS, Symbol)):
            return False
        at = guarded(part.xreplace, {symbol: value}, what="this limit")
        if at.has(sympy.zoo, sympy.nan, sympy.oo) or at.is_finite is False or at.is_real is False:
            return False
        if (
            isinstance(part, log)
            and part.has(symbol)
            and at.args
            and not part.args[0].xreplace({symbol: value}).is_positive
        ):
            return False
        if (
            isinstance(part, sympy.Pow)
            and part.base.has(symbol)
            and part.base.xreplace({symbol: value}).is_zero is not False
        ):
            return bool(part.exp.is_positive and not part.exp.has(symbol))
    return True


def _vanishes(expr: Expr, symbol: Symbol, value: Expr) -> bool:
    """Whether a polynomial in the variable is 0 at the place."""
    return bool(expr.is_polynomial(symbol) and expr.xreplace({symbol: value}).expand() == 0)
