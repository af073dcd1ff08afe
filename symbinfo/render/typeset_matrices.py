"""How matrices are written: transposes, inverses, determinants in bars, traces, and integrals over the whole space."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sympy import MatMul, S

from symbinfo.render import layout as lay
from symbinfo.render.formula_setter import FormulaSetter
from symbinfo.render.layout import Apply, Atom, Big, Fence, Layout, Level, Row, Sup, fenced, level_of, operator
from symbinfo.render.names import name_of, number, upright, word

__all__ = ["MATRICES", "space"]

TRANSPOSED = Atom(r"\top", "⊤", "T")
INVERTED = Row((lay.NEGATIVE, number("1")))
TRACE = upright("tr")
REALS = Atom(r"\mathbb{R}", "ℝ", "R")
OUTER = operator(r" \otimes ", " ⊗ ", " (x) ")
CROSS = operator(r" \times ", "×", "x")


def space(t: FormulaSetter, rows: Any, columns: Any) -> Layout:
    """The space of columns, or of matrices, with real entries."""
    size = t(rows) if columns == 1 else Row((t(rows), CROSS, t(columns)))
    return REALS if rows == columns == 1 else Sup(REALS, size)


def _one(layout: Layout) -> Layout:
    """Something that a superscript can stand on, or a matrix can stand next to."""
    return layout if level_of(layout) is Level.ATOM and not isinstance(layout, (Sup, Row)) else fenced(layout)


def _product(t: FormulaSetter, expr: Any) -> Layout:
    """Numbers in front, then the matrices side by side."""
    coefficient, matrices = expr.as_coeff_matrices()
    factors = [t(m) for m in matrices]
    negative, number_ = t.signed(coefficient)
    parts = [] if number_ == number("1") and factors else [number_]
    shown = [fenced(f) if level_of(f) is Level.SUM else f for f in (*parts, *factors)]
    items: list[Layout] = []
    for part in shown:
        items += [lay.TIMES] if items else []
        items += part.items if isinstance(part, Row) and part.level is Level.PRODUCT else [part]
    body = items[0] if len(items) == 1 else Row(tuple(items), Level.PRODUCT)
    return Row((lay.NEGATIVE, body), Level.SUM) if negative else body


def _kronecker(t: FormulaSetter, expr: Any) -> Layout:
    items: list[Layout] = []
    for factor in expr.args:
        shown = t(factor)
        items += [OUTER] if items else []
        items.append(shown if level_of(shown) is Level.ATOM else fenced(shown))
    return Row(tuple(items), Level.PRODUCT)


def _sum(t: FormulaSetter, expr: Any) -> Layout:
    """Terms in the order in which they were written."""
    items: list[Layout] = []
    for term in expr.args:
        coefficient, matrices = term.as_coeff_matrices() if isinstance(term, MatMul) else (S.One, [term])
        negative = t.signed(coefficient)[0]
        body = t(
            MatMul(-coefficient, *matrices) if negative and coefficient != -1 else matrices[0] if negative else term
        )
        body = fenced(body) if level_of(body) is Level.SUM else body
        if items:
            items += [lay.MINUS if negative else lay.PLUS, body]
        else:
            items += [lay.NEGATIVE, body] if negative else [body]
    return Row(tuple(items), Level.SUM)


def _trace(t: FormulaSetter, expr: Any) -> Layout:
    """The one entry of a matrix that has no other is written as the product that it is."""
    inner = t(expr.arg)
    return inner if expr.arg.shape == (1, 1) else Apply(TRACE, inner, lay.LEFT, lay.RIGHT)


def _integral(t: FormulaSetter, expr: Any) -> Layout:
    body = t(expr.body)
    d = Row((Atom("d", "d", "d"), t(expr.variable)))
    whole = space(t, *expr.variable.shape)
    return Big(operator(r"\int", "∫", "int"), whole, None, fenced(body) if level_of(body) is Level.SUM else body, d)


def _rows(t: FormulaSetter, expr: Any) -> Layout:
    """A matrix with its entries."""
    return lay.Grid(tuple(tuple(t(entry) for entry in row) for row in expr.tolist()))


MATRICES: dict[str, Callable[[FormulaSetter, Any], Layout]] = {
    "MatrixSymbol": lambda t, expr: name_of(expr.name),
    "Identity": lambda t, expr: name_of("I"),
    "KroneckerProduct": _kronecker,
    "OneMatrix": lambda t, expr: name_of("J"),
    "ZeroMatrix": lambda t, expr: number("0"),
    "MatMul": _product,
    "MatAdd": _sum,
    "MatPow": lambda t, expr: Sup(_one(t(expr.base)), t.inline(expr.exp)),
    "Inverse": lambda t, expr: Sup(_one(t(expr.arg)), INVERTED),
    "Transpose": lambda t, expr: Sup(_one(t(expr.arg)), TRANSPOSED),
    "Determinant": lambda t, expr: Fence(lay.BAR_LEFT, t(expr.arg), lay.BAR_RIGHT),
    "Trace": _trace,
    "ImmutableDenseMatrix": _rows,
    "SpaceIntegral": _integral,
    "MeanMatrix": lambda t, expr: t.expectation(expr),
    "PositiveDefinite": lambda t, expr: Row((t(expr.args[0]), word(" positive definite")), Level.SUM),
}
