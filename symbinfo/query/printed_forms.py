"""What results are printed with besides functions of numbers: cases, integrals, derivatives, lists of parameters.

Each is read by the grammar and built from its parts, never evaluated as text: ``Piecewise((a, x < 1), (b, True))``,
``Integral(f, (x, a, b))``, ``Derivative(f, x)``, ``hyper((a, b), (c,), z)``, ``Subs(f, (x, a))``, ``Limit(f, (x, a))``. The builder that each is handed is that of
`symbinfo.query.build_expressions`, which reads the parts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import sympy
from sympy import Derivative, Expr, Integer, Symbol, Tuple, false, true

from symbinfo.laws.function_laws import OrderStatistic
from symbinfo.query.arguments import only_commas
from symbinfo.query.bounded_arithmetic import COMPARISONS, JUNCTIONS, apply, checked, combine, compared, guarded
from symbinfo.query.nodes import Call, Keyword, Name, Operation, Sequence
from symbinfo.query.places_and_limits import limit_of, value_at

__all__ = ["FORMS", "HIGHEST_DERIVATIVE"]

MOST_CASES, HIGHEST_DERIVATIVE = 20, 4
PIECEWISE = "Piecewise((value, condition), ..., (value, True))"
HYPER = "hyper((a, b), (c,), z)"
KRAFT = "Kraft([1, 2, 3, 3]), or Kraft([1, 2, 2], 3) of words of three letters"
ORDER = "OrderStatistic(X, k, n), the k-th smallest of n independent copies of X"
DERIVATIVE = "Derivative(expr, x), or Derivative(expr, (x, 2))"
WORDS = {"Eq": "==", "Ne": "!="}


def _items(builder: Any, node: Call, least: int, most: int, form: str) -> tuple[Any, ...]:
    """The arguments, separated by commas, as many as there may be."""
    builder.at(node.start, only_commas, node)
    items = node.arguments.items
    if not least <= len(items) <= most or any(isinstance(item, Keyword) for item in items):
        raise builder.fail(f"write {form}", node)
    return items


def _piecewise(builder: Any, node: Call) -> Expr:
    pairs = []
    for item in _items(builder, node, 1, MOST_CASES, PIECEWISE):
        if not isinstance(item, Sequence) or len(item.items) != 2:
            raise builder.fail(f"a case is a value and a condition in brackets: write {PIECEWISE}", item)
        value, condition = item.items
        pairs.append((builder.expression(value), _condition(builder, condition)))
    made = builder.at(node.start, lambda: guarded(sympy.Piecewise, *pairs, what="Piecewise(...)"))
    found: Expr = builder.at(node.start, checked, made, "Piecewise(...)")
    return found


def _condition(builder: Any, node: Any) -> Any:
    """A comparison, True, or several conditions joined by & or by |."""
    if isinstance(node, Name) and node.name in ("True", "False"):
        return true if node.name == "True" else false
    if isinstance(node, Operation) and node.sign in JUNCTIONS:
        return JUNCTIONS[node.sign](_condition(builder, node.left), _condition(builder, node.right))
    if isinstance(node, Operation) and node.sign in COMPARISONS:
        return builder.at(node.at, compared, node.sign, builder.expression(node.left), builder.expression(node.right))
    if isinstance(node, Call) and node.name in WORDS:
        left, right = _items(builder, node, 2, 2, f"{node.name}(a, b)")
        return builder.at(node.start, compared, WORDS[node.name], builder.expression(left), builder.expression(right))
    raise builder.fail("a condition such as x > 0, Eq(x, 1) or True is expected here", node)


def _check_outside(builder: Any, node: Call) -> None:
    """Not inside a law, a sum or another integral, whose variables are put into what has variables of its own."""
    if builder.inner:
        what = f"{node.name}(...) is read only outside laws, sums and integrals"
        raise builder.fail(f"{what}: write its value, or diff(expr, x) for a derivative", node)


def _integral(builder: Any, node: Call) -> Expr:
    _check_outside(builder, node)
    body, limits = builder.over(node, "Integral(expr, (x, a, b))", "real")
    made: Expr = builder.at(node.start, lambda: guarded(sympy.Integral, body, limits, what="this integral"))
    found: Expr = builder.at(node.start, checked, made, "this integral")
    return found


def _derivative(builder: Any, node: Call) -> Expr:
    _check_outside(builder, node)
    expr, by = _items(builder, node, 2, 2, DERIVATIVE)
    variable, order = by.items if isinstance(by, Sequence) and len(by.items) == 2 else (by, None)
    symbol = builder.expression(variable)
    times = Integer(1) if order is None else builder.expression(order)
    if not isinstance(symbol, Symbol) or not isinstance(times, Integer) or not 1 <= times <= HIGHEST_DERIVATIVE:
        raise builder.fail(f"write {DERIVATIVE}, with at most {HIGHEST_DERIVATIVE} derivatives", by)
    body = builder.expression(expr)
    made = builder.at(node.start, lambda: guarded(Derivative, body, (symbol, times), what="this derivative"))
    found: Expr = builder.at(node.start, checked, made, "this derivative")
    return found


def _hyper(builder: Any, node: Call) -> Expr:
    items = _items(builder, node, 3, 3, HYPER)
    above, below, argument = items
    for group in (above, below):
        if not isinstance(group, Sequence):
            raise builder.fail(f"the parameters stand in brackets: write {HYPER}", group)
    lists = [Tuple(*(builder.expression(entry) for entry in group.items)) for group in (above, below)]
    found: Expr = builder.at(node.start, apply, "hyper", [*lists, builder.expression(argument)])
    return found


def _kraft(builder: Any, node: Call) -> Expr:
    """The sum of D**-length over the words of a code."""
    lengths, *rest = _items(builder, node, 1, 2, KRAFT)
    if not isinstance(lengths, Sequence) or not lengths.items:
        raise builder.fail(f"the lengths of the words are a list: write {KRAFT}", node)
    letters = builder.expression(rest[0]) if rest else Integer(2)
    terms = [combine("**", letters, -builder.expression(item)) for item in lengths.items]
    found: Expr = builder.at(node.start, checked, sympy.Add(*terms), "this sum")
    return found


def _order_statistic(builder: Any, node: Call) -> Expr:
    """The k-th smallest of n copies of a variable."""
    items = _items(builder, node, 3, 3, ORDER)
    return OrderStatistic(*(builder.expression(item) for item in items))


def _xor(builder: Any, node: Call) -> Expr:
    """The exclusive or of bits: whether an odd number of them are 1."""
    bits = [builder.expression(item) for item in _items(builder, node, 2, MOST_CASES, "xor(X, Z)")]
    if not all(bit in (0, 1) for bit in bits):
        raise builder.fail("xor is read of outcomes 0 and 1: write (X + Z) % n for others", node)
    return Integer(sum(bits) % 2)


#: The forms by their names.
FORMS: Mapping[str, Callable[[Any, Call], Expr]] = {
    "Piecewise": _piecewise,
    "Integral": _integral,
    "Derivative": _derivative,
    "hyper": _hyper,
    "Kraft": _kraft,
    "xor": _xor,
    "OrderStatistic": _order_statistic,
    "Subs": value_at,
    "Limit": limit_of,
    "limit": limit_of,
}
