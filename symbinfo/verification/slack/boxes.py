"""Functions of one parameter over boxes: balls of a function and its derivatives, and where they are surely positive."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import cached_property
from itertools import islice
from typing import Any

from sympy import Expr, Pow, Rational, Symbol, cancel, factor, together

from symbinfo.derivation.certify.terms_of_sympy import term_of
from symbinfo.verification.values.rigorous.ball_functions import Function
from symbinfo.verification.values.rigorous.balls import real

__all__ = ["Box", "Curve", "ball_over", "is_quick_to_expand", "rational"]

#: A closed interval with rational ends.
Box = tuple[Fraction, Fraction]
# Derivatives are taken up to this order, and not of expressions that have grown larger.
HIGHEST, LARGEST = 6, 1500
# What is multiplied out: expressions up to a size, powers of sums up to an exponent.
LARGEST_EXPANDED, HIGHEST_EXPANDED = 250, 8
# How many derivatives are used in Taylor's formula.
ORDERS = 5


def rational(x: Fraction) -> Rational:
    """A fraction as a SymPy number."""
    return Rational(x.numerator, x.denominator)


def is_quick_to_expand(expr: Expr) -> bool:
    """Whether no sum is raised to a high power, so that multiplying out and factoring stay quick."""
    powers = (power for power in expr.atoms(Pow) if power.base.is_Add and power.exp.is_Rational)
    return expr.count_ops() <= LARGEST_EXPANDED and all(abs(power.exp) <= HIGHEST_EXPANDED for power in powers)


def ball_over(box: Box) -> Any:
    """The real ball around a box."""
    return real(box[0]).union(real(box[1]))


class Curve:
    """A function of one symbol with its derivatives, in balls.

    Parameters
    ----------
    expr : Expr
        Without other symbols.
    symbol : Symbol
        Its parameter.
    """

    def __init__(self, expr: Expr, symbol: Symbol) -> None:
        self.expr, self.symbol = expr, symbol
        self.points: dict[Fraction, Any] = {}

    @cached_property
    def derivative(self) -> Curve:
        """Its derivative; a rational one in factors, where squares are seen to be no less than 0."""
        slope = self.expr.diff(self.symbol)
        if slope.is_rational_function(self.symbol) and is_quick_to_expand(slope):
            slope = factor(cancel(together(slope)))
        return Curve(slope, self.symbol)

    def derivatives(self) -> Iterator[Curve]:
        """The function and its derivatives, as far as they stay small."""
        curve = self
        for _ in range(HIGHEST + 1):
            yield curve
            curve = curve.derivative
            if curve.expr.count_ops() > LARGEST:
                return

    @cached_property
    def _function(self) -> Function:
        return Function(term_of(self.expr), (self.symbol.name,))

    def over(self, ball: Any) -> Any:
        """A ball around all values over a real ball, or None where the function is not known to be defined on it."""
        from flint import acb

        found = self._function(acb(ball))
        return found.real if found.is_finite() and found.imag.contains(0) else None

    def at(self, x: Fraction) -> Any:
        """A ball around the value at a place, or None."""
        if x not in self.points:
            self.points[x] = self.over(real(x))
        return self.points[x]

    def positive_on(self, box: Box) -> bool:
        """Whether the function is surely defined and positive on a box: by its ball, its monotony, or Taylor's formula."""
        ball = ball_over(box)
        if (found := self.over(ball)) is None:
            return False
        if found > 0:
            return True
        if box[0] == box[1] or (slope := self.derivative.over(ball)) is None:
            return False
        if slope > 0 or slope < 0:
            least = self.at(box[0] if slope > 0 else box[1])
            if least is not None and least > 0:
                return True
        return self._by_taylor(box, ball)

    def _by_taylor(self, box: Box, ball: Any) -> bool:
        """Taylor's formula about the middle, the rest by a derivative over the whole box: of one order after another."""
        middle = (box[0] + box[1]) / 2
        step = ball - real(middle)
        total, power = real(0), real(1)
        for order, curve in enumerate(islice(self.derivatives(), ORDERS)):
            if order and (rest := curve.over(ball)) is not None and total + rest * power > 0:
                return True
            if (value := curve.at(middle)) is None or (order == 0 and not value > 0):
                return False
            total += value * power
            power = power * step / (order + 1)
        return False
