"""Bases and statistics at a place of their own: ``|x - m|`` and ``log(a + b x)``, whose m and b/a a statistic brings."""

from __future__ import annotations

from sympy import Add, Expr, Pow, Rational, S, Symbol, expand, log, oo

from symbinfo.derivation.integrals.coordinate_forms import Form
from symbinfo.derivation.integrals.normalisers import Normaliser
from symbinfo.derivation.simplify.factoring import as_product
from symbinfo.expressions.rough_values import is_clearly_not_zero

__all__ = ["Places", "from_one"]


class Places:
    """What of a row stands at a place of its own: ``|y - m|`` and ``log(1 - u y)`` with the m and the u left open."""

    def __init__(self, row: Normaliser, y: Symbol) -> None:
        self.y = y
        self.fixed = {log(b.xreplace({row.variable: y})) for b, _ in row.exponents if not b.has(*row.places)}
        self.rows: list[tuple[Symbol, Expr, Symbol, Expr]] = []
        for statistic, symbol in [(log(base), symbol) for base, symbol in row.exponents] + list(row.tilts):
            for place in statistic.free_symbols & set(row.places):
                own, moving = statistic.xreplace({row.variable: y}).as_independent(y, as_Add=False)
                self.rows.append((symbol, own, place, moving))

    def of(self, moving: Expr, values: dict[Symbol, Expr]) -> tuple[Symbol, Expr, Symbol, Expr] | None:
        """The symbol, the number in front of the statistic, the place, and where it is; None where none is open."""
        for symbol, own, place, pattern in self.rows:
            if moving.func != pattern.func:
                continue
            at = self._solved(moving.args[0], pattern.args[0], place)
            if at is not None and pattern.xreplace({place: at}) in self.fixed:
                continue
            if at is not None and (values.get(symbol, S.Zero) == 0 or values.get(place) == at):
                return symbol, own, place, at
        return None

    def _solved(self, inner: Expr, pattern: Expr, place: Symbol) -> Expr | None:
        """The place with which the pattern, which is affine in it, is what stands inside."""
        moving = (inner - pattern.xreplace({place: S.Zero})) / pattern.diff(place)
        if _clearly_moves(moving, self.y):
            return None
        at = as_product(moving.expand())
        return at if not at.has(self.y) else None


def _clearly_moves(expr: Expr, y: Symbol) -> bool:
    """Whether an expression has two values at two places of a variable (False: not seen to)."""
    return expr.has(y) and is_clearly_not_zero(expr.xreplace({y: Rational(1, 3)}) - expr.xreplace({y: Rational(1, 2)}))


def _is_square(base: Expr, y: Symbol) -> bool:
    """Whether a base is ``a + b y**2``."""
    slope = base.diff(y, 2) if isinstance(base, Add) and base.is_polynomial(y) else S.Zero
    return slope != 0 and not slope.has(y) and base.diff(y).xreplace({y: S.Zero}) == 0


def from_one(branches: list[Expr], form: Form) -> tuple[list[Expr], tuple[Expr, ...]]:
    """``log(a + b y)`` as ``log a + log(1 + b y/a)``, powers likewise, where that is positive over the whole range.

    Returned as well are the values at the ends that must not be 0, and are known to be at least 0.
    """
    y = form.variable
    apart: list[Expr] = []

    def split(affine: Expr) -> tuple[Expr, Expr] | None:
        if _is_square(affine, y):
            start = affine.xreplace({y: S.Zero})
            rest = ((affine - start) / (start * y**2)).expand().factor()
            return (start, 1 + rest * y**2) if form.domain.positive(start) and form.domain.nonnegative(rest) else None
        if not isinstance(affine, Add) or affine.diff(y).has(y) or not affine.has(y) or affine == form.upper - y:
            return None
        start, slope = expand(affine.xreplace({y: S.Zero})), affine.diff(y)
        last = slope if form.upper == oo else expand(start + slope)
        if start == 0 or not (form.domain.nonnegative(start) and form.domain.nonnegative(last)):
            return None
        apart.extend(value for value in (start, last) if not form.domain.positive(value))
        return start, 1 + (slope / start).factor() * y

    def change(node: Expr) -> Expr:
        parts = split(node.args[0])
        if parts is None:
            return node
        if isinstance(node, log):
            return log(parts[0]) + log(parts[1])
        return parts[0] ** node.args[1] * parts[1] ** node.args[1]

    def wanted(node: Expr) -> bool:
        return isinstance(node, log) or (isinstance(node, Pow) and not node.args[1].is_Integer)

    return [branch.replace(wanted, change) for branch in branches], tuple(dict.fromkeys(apart))
