"""Expressions as a reader would write them: built without SymPy's automatic simplification.

SymPy cancels and combines while it constructs, and so swallows the very steps that a derivation is to show. What is
built here keeps its shape; `evaluated` lets SymPy have its way again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sympy import Add, Basic, Expr, Mul, Pow, S, log

__all__ = ["add", "evaluated", "ln", "mul", "power", "quotient", "replace", "replace_where", "signs_in"]


def add(*terms: Expr) -> Expr:
    """A sum in the order given; zeros are left out."""
    kept = [t for t in terms if t != 0]
    return kept[0] if len(kept) == 1 else Add(*kept, evaluate=False) if kept else S.Zero


def mul(*factors: Expr) -> Expr:
    """A product in the order given; ones are left out, signs gathered in front, and 0 times a number is 0."""
    if S.Zero in factors and all(f.is_Number and f.is_finite for f in factors):
        return S.Zero
    negative, kept = False, []
    for f in factors:
        if isinstance(f, Mul) and f.args[0] == -1:
            negative, f = not negative, mul(*f.args[1:])
        if f == -1:
            negative = not negative
        elif f != 1:
            kept.append(f)
    if negative:
        kept.insert(0, S.NegativeOne)
    return kept[0] if len(kept) == 1 else Mul(*kept, evaluate=False) if kept else S.One


def power(base: Expr, exponent: Expr) -> Expr:
    """A power that stays one."""
    return Pow(base, exponent, evaluate=False)


def quotient(top: Expr, bottom: Expr) -> Expr:
    """A fraction whose sides are not cancelled."""
    return mul(top, power(bottom, S.NegativeOne)) if bottom != 1 else top


def ln(argument: Expr) -> Expr:
    """A logarithm that is not expanded."""
    return log(argument, evaluate=False)


def replace(expr: Expr, changes: Mapping[Basic, Basic]) -> Expr:
    """Replace subexpressions and keep the shape of everything on the way down to them."""
    return replace_where(expr, lambda node: changes.get(node))


def replace_where(expr: Any, change: Callable[[Any], Any]) -> Any:
    """Replace every topmost node for which `change` returns something, keeping the shape of the rest."""
    new = change(expr)
    if new is not None:
        return new
    if not expr.args:
        return expr
    args = [replace_where(arg, change) for arg in expr.args]
    if all(a is b for a, b in zip(args, expr.args, strict=True)):
        return expr
    return rebuilt(expr, args)


def rebuilt(expr: Any, args: Iterable[Any]) -> Any:
    """The head of `expr` over other arguments, unevaluated where SymPy would simplify."""
    args = list(args)
    if isinstance(expr, Add):
        return add(*args)
    if isinstance(expr, Mul):
        return mul(*args)
    if isinstance(expr, Pow):
        return power(*args)
    if isinstance(expr, log):
        return ln(*args)
    return expr.func(*args)


def evaluated(expr: Any) -> Any:
    """The expression as SymPy itself would have built it; bound structure (integrals, expectations) is kept."""
    if not expr.args:
        return expr
    args = [evaluated(arg) for arg in expr.args]
    return expr.func(*args)


def signs_in(expr: Expr) -> Expr:
    """A minus sign in front of a bracket goes to its terms."""
    if isinstance(expr, Mul) and expr.args[0] == -1 and len(expr.args) == 2 and isinstance(expr.args[1], Add):
        return add(*(mul(S.NegativeOne, term) for term in expr.args[1].args))
    return expr
