"""Coefficients of expansions: exact numbers with a ball around each, so that what cancels is seen to cancel."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from sympy import Expr, Integer, Pow, Rational, exp, log, radsimp, sympify

from symbinfo.derivation.certify.terms_of_sympy import term_of
from symbinfo.expressions.domain import Domain
from symbinfo.expressions.errors import SymbinfoError
from symbinfo.verification.referee.exact_rewriting import zero_by
from symbinfo.verification.values.rigorous.asymptotic_bounds import NotCovered
from symbinfo.verification.values.rigorous.ball_functions import constant

__all__ = ["Exact", "ball_of_number", "is_zero", "plain"]


def ball_of_number(expr: Expr) -> Any:
    """The real ball of an expression without symbols; `NotCovered` where it has no proven finite value."""
    try:
        return constant(term_of(expr))
    except SymbinfoError:
        raise NotCovered("a number that no ball is known for") from None


@lru_cache(maxsize=4096)
def is_zero(expr: Expr) -> bool:
    """Whether an expression without symbols is 0 by exact rewriting (False: not known to be)."""
    if zero_by(expr, Domain()) is not None:
        return True
    if not any(power.exp.is_Rational and not power.exp.is_Integer for power in expr.atoms(Pow)):
        return False
    rational = expr.replace(
        log, lambda u: log(radsimp(u).expand())
    )  # square roots out of denominators, in logarithms, too
    return zero_by(radsimp(rational).expand(log=False), Domain()) is not None


class Exact:
    """A real number as an expression, with a ball around it; with anything that is only a ball it makes a ball.

    Parameters
    ----------
    expr : Expr
        Without free symbols.
    ball : arb, optional
        A ball around it.
    """

    __slots__ = ("ball", "expr")

    def __init__(self, expr: Expr | int, ball: Any = None) -> None:
        self.expr = sympify(expr)
        self.ball = ball_of_number(self.expr) if ball is None else ball

    # --- arithmetic

    def __add__(self, other: Any) -> Any:
        other = _lifted(other)
        if not isinstance(other, Exact):
            return self.ball + other
        return Exact(self.expr + other.expr, self.ball + other.ball)

    def __mul__(self, other: Any) -> Any:
        other = _lifted(other)
        if not isinstance(other, Exact):
            return self.ball * other
        return Exact((self.expr * other.expr).expand(log=False), self.ball * other.ball)

    def __truediv__(self, other: Any) -> Any:
        other = _lifted(other)
        if not isinstance(other, Exact):
            return self.ball / other
        return Exact(self.expr / other.expr, self.ball / other.ball)

    def __rtruediv__(self, other: Any) -> Any:
        other = _lifted(other)
        return other / self if isinstance(other, Exact) else other / self.ball

    def __pow__(self, exponent: Any) -> Exact:
        return Exact(self.expr ** sympify(exponent))

    def __neg__(self) -> Exact:
        return Exact(-self.expr, -self.ball)

    def __sub__(self, other: Any) -> Any:
        return self + (-other)

    def __abs__(self) -> Any:
        if self.ball > 0 or self.ball < 0:
            return self if self.ball > 0 else -self
        return abs(self.ball)

    __radd__, __rmul__ = __add__, __mul__

    def log(self) -> Exact:
        """The logarithm."""
        return Exact(log(self.expr), self.ball.log())

    def exp(self) -> Exact:
        """The exponential."""
        return Exact(exp(self.expr), self.ball.exp())

    # --- what a ball is asked

    def __gt__(self, other: Any) -> bool:
        return bool(self.ball > plain(other))

    def __lt__(self, other: Any) -> bool:
        return bool(self.ball < plain(other))

    def contains(self, number: int) -> bool:
        """Whether the ball does."""
        return bool(self.ball.contains(number))

    def is_zero(self) -> bool:
        """Whether the number is known to be exactly 0."""
        return self.contains(0) and is_zero(self.expr)

    def is_finite(self) -> bool:
        """Whether the ball is."""
        return bool(self.ball.is_finite())

    def upper(self) -> Any:
        """The upper end of the ball."""
        return self.ball.upper()

    def lower(self) -> Any:
        """The lower end of the ball."""
        return self.ball.lower()

    def union(self, other: Any) -> Any:
        """A ball around both."""
        return self.ball.union(plain(other))


def plain(number: Any) -> Any:
    """The ball of a coefficient."""
    return number.ball if isinstance(number, Exact) else number


def _lifted(number: Any) -> Any:
    """Whole and dyadic numbers as exact ones."""
    if isinstance(number, (Exact, Expr)) or not hasattr(number, "is_exact"):
        return number if isinstance(number, Exact) else Exact(number)
    if not number.is_exact() or not number.is_finite():
        return number
    mantissa, exponent = (int(n) for n in number.man_exp())
    return Exact(Integer(mantissa) * Rational(2) ** exponent, number) if abs(exponent) < 64 else number
