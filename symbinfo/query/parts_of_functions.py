"""Parts of a function that hold all that there is of their variables: each can be one variable with a law of its own."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from sympy import (
    Abs,
    Add,
    Dummy,
    Expr,
    Function,
    Max,
    Min,
    Mod,
    Mul,
    Poly,
    Pow,
    S,
    Symbol,
    cancel,
    expand,
    preorder_traversal,
)

__all__ = ["Taken", "as_square", "common_part", "own_part", "without_extremes"]

#: The function with a dummy for the part, the dummy, and the part.
Taken = tuple[Expr, Dummy, Expr]


def common_part(value: Expr, places: Sequence[Symbol]) -> Taken | None:
    """A part that stands several times, or terms of a sum or a product that stand there alone.

    Examples
    --------
    >>> from sympy.abc import x, z, w
    >>> _, _, part = common_part(x/(x + z + w), (x, z, w))
    >>> part
    w + z
    """
    part = Dummy("p")
    for node in sorted(value.atoms(Add, Mul, Min, Max, Pow, Function), key=lambda node: node.count_ops()):
        if node == value or not (own := _in(node, places)):
            continue
        alone = [a for a in node.args if (of := _in(a, places)) and _often(of, a) == _often(of, value)]
        if 1 < len(alone) < len(node.args):
            rest = node.func(part, *(a for a in node.args if a not in alone))
            return value.xreplace({node: rest}), part, node.func(*alone)
        if _often([node], value) > 1 and not value.xreplace({node: S.Zero}).has(*own):
            return value.xreplace({node: part}), part, node
    return None


def own_part(value: Expr, places: Sequence[Symbol]) -> Taken | None:
    """A sum of two that is all there is of them, or a function of one variable that stands nowhere else, as X^2.

    Examples
    --------
    >>> from sympy.abc import x, z, w
    >>> own_part((x + z)/(x + z + w), (x, z, w))[2]
    x + z
    """
    part = Dummy("p")
    for first, second in combinations(_in(value, places), 2):
        if value.is_rational_function(first, second):
            told = cancel(value.xreplace({second: part - first}))
            if not told.has(first):
                return told, part, first + second
    for node in sorted(value.atoms(Pow, Function), key=lambda node: node.count_ops()):
        own = _in(node, places)
        divides = isinstance(node, Pow) and node.exp.is_negative
        if len(own) == 1 and not divides and node != value and _often(own, node) == _often(own, value):
            return value.xreplace({node: part}), part, node
    return None


def as_square(value: Expr, place: Symbol) -> Expr:
    """A quadratic with its square completed."""
    if not value.is_polynomial(place) or value.has(Mod):
        return value
    found = Poly(value, place)
    if found.degree() != 2 or found.coeff_monomial(place) == 0:
        return value
    a, b, c = found.all_coeffs()
    return a * (place + b / (2 * a)) ** 2 + c - b**2 / (4 * a)


def without_extremes(value: Expr) -> Expr:
    """The larger and the smaller of the same two, side by side, by their sum and their distance.

    Examples
    --------
    >>> from sympy import symbols
    >>> x, z = symbols("x z", real=True)
    >>> without_extremes(Max(x, z) - Min(x, z))
    Abs(x - z)
    """
    for first, second in {node.args for node in value.atoms(Max, Min) if len(node.args) == 2}:
        larger, smaller = Max(first, second), Min(first, second)
        if value.has(larger) and value.has(smaller):
            middle, half = (first + second) / 2, Abs(first - second) / 2
            told = expand(value.xreplace({larger: middle + half, smaller: middle - half}))
            value = value if told.has(half) and not told.xreplace({half: S.Zero}).is_number else told
    return value


def _in(value: Expr, places: Sequence[Symbol]) -> list[Symbol]:
    return [place for place in places if value.has(place)]


def _often(parts: Sequence[Expr], value: Expr) -> int:
    """How often parts stand in an expression."""
    return sum(node in parts for node in preorder_traversal(value))
