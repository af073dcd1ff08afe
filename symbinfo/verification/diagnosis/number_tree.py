"""An expression as a tree of numbers: its value at a few places, and quickly again when one node is changed.

Most changes lead elsewhere, and machine numbers at the first place tell so; only what they do not exclude is evaluated to
many digits at all places.
"""

from __future__ import annotations

import cmath
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import mpmath
import sympy as sp
from mpmath.ctx_mp import MPContext
from sympy import Expr, Symbol

from symbinfo.expressions.functions import named

__all__ = ["CTX", "Node", "agree", "near", "number", "tree", "tried"]

DIGITS, SAME = 30, 20
CTX = MPContext()
CTX.dps = DIGITS

FAST = mpmath.fp


def _functions(ctx: Any) -> Mapping[Any, Callable[..., Any]]:
    """The functions of a context by the classes of SymPy."""
    return {
        sp.Add: lambda *a: ctx.fsum(a),
        sp.Mul: lambda *a: ctx.fprod(a),
        sp.Pow: lambda b, e: b**e,
        **{kind: getattr(ctx, name) for kind, name in named("mpmath").items() if hasattr(ctx, name)},
        # What is more than a function of mpmath.
        sp.polygamma: lambda n, x: ctx.psi(int(n), x),
        sp.lowergamma: lambda a, x: ctx.gammainc(a, 0, x),
        sp.catalan: lambda n: ctx.binomial(2 * n, n) / (n + 1),
        sp.Max: max,
        sp.Min: min,
    }


_FUNCTIONS, _ROUGHLY = _functions(CTX), _functions(FAST)
#: How near a machine number must come, of the answer and of the largest number on the way.
ROUGH, LOST = 1e-6, 1e-10
# What arithmetic on an edited expression may meet; it then agrees with nothing.
_FAILURES = (ArithmeticError, ValueError, TypeError, NotImplementedError, RecursionError)
At = Mapping[Symbol, Any]


def number(value: Any) -> Any:
    """A rational or real SymPy number in our context."""
    if isinstance(value, sp.Rational):
        return CTX.mpf(int(value.p)) / int(value.q)
    return CTX.mpf(str(sp.N(value, DIGITS + 5)))


class Node:
    """A node with its value at each place (None where it has none).

    Parameters
    ----------
    expr : Expr
        What it stands for.
    at : sequence of mapping
        The places: symbol -> number.
    parent : Node, optional
        The node above.
    place : int
        Which argument of the parent it is.
    """

    def __init__(self, expr: Expr, at: Sequence[At], parent: Node | None = None, place: int = 0) -> None:
        self.expr, self.parent, self.place = expr, parent, place
        known = expr.func in _FUNCTIONS and bool(expr.args)
        self.function = _FUNCTIONS[expr.func] if known else None
        self.args = [Node(arg, at, self, i) for i, arg in enumerate(expr.args)] if known else []
        self.values = [self._value(k, point) for k, point in enumerate(at)]
        self.rough = _rough(self.values[0]) if self.values else None

    def _value(self, k: int, point: At) -> Any:
        if self.function is not None:
            return self.applied(k, {})
        if self.expr in point:
            return point[self.expr]
        try:
            exact = {s: sp.Float(str(v), DIGITS + 5) for s, v in point.items() if self.expr.has(s)}
            return number(self.expr.xreplace(exact))
        except _FAILURES:
            return None

    def applied(self, k: int, changed: Mapping[int, Any]) -> Any:
        """The value at place k with some of the arguments changed."""
        values = [changed.get(i, arg.values[k]) for i, arg in enumerate(self.args)]
        if self.function is None or any(v is None for v in values):
            return None
        try:
            return self.function(*values)
        except _FAILURES:
            return None

    def whole_with(self, value: Any, k: int) -> Any:
        """The value of the whole expression at place k when this node has another value there."""
        node = self
        while node.parent is not None and value is not None:
            value = node.parent.applied(k, {node.place: value})
            node = node.parent
        return value

    def may_be(self, whole: Any) -> bool:
        """Whether this may be a number at the first place, by machine numbers."""
        return self.may_give(self.values[0], whole) if self.values[0] is not None else False

    def may_give(self, value: Any, whole: Any) -> bool:
        """Whether the whole expression may be a number at the first place, by machine numbers, when this node has a value."""
        node, target = self, _rough(whole)
        changed: Any = _rough(value)
        if changed is None or target is None:
            return True
        largest = abs(changed)
        while node.parent is not None:
            values = [changed if i == node.place else arg.rough for i, arg in enumerate(node.parent.args)]
            function = _ROUGHLY.get(node.parent.expr.func)
            if function is None or any(v is None for v in values):
                return True
            try:
                changed = function(*values)
                largest = max(largest, abs(changed), *(abs(v) for v in values if v is not None))
            except _FAILURES:
                return True
            node = node.parent
        gap = abs(changed - target)
        return not gap > ROUGH * max(1.0, abs(target)) + LOST * largest  # nan excludes nothing

    def below(self) -> Iterator[Node]:
        """The node and all below it, the outer ones first."""
        waiting = [self]
        while waiting:
            node = waiting.pop(0)
            yield node
            waiting.extend(node.args)


def _rough(value: Any) -> Any:
    """A machine number; None where there is none."""
    try:
        found = complex(value)
    except (TypeError, ValueError, OverflowError):
        return None
    if not cmath.isfinite(found):
        return None
    return found if found.imag else found.real


def tree(expr: Expr, at: Sequence[At]) -> Node:
    """The expression as a tree over some places."""
    return Node(expr, at)


def agree(first: Any, second: Any) -> bool:
    """Whether two values agree to many digits; what has no value agrees with nothing."""
    if first is None or second is None:
        return False
    try:
        size = max(1, abs(first), abs(second))
        return bool(CTX.isfinite(size)) and near(first, second, size * CTX.mpf(10) ** -SAME)
    except _FAILURES:
        return False


def near(first: Any, second: Any, gap: Any) -> bool:
    """Whether two values are no further from each other than a gap; what has no value is near to nothing."""
    if first is None or second is None:
        return False
    try:
        return bool(abs(first - second) <= gap)
    except _FAILURES:
        return False


def tried(change: Callable[[Any], Any], value: Any) -> Any:
    """A changed value; None where the change has no value there."""
    try:
        return change(value)
    except (ArithmeticError, ValueError, TypeError):
        return None
