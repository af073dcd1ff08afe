"""Derivatives of special functions in a parameter that have no name of their own: of K in its order, of U in b."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import mpmath
from sympy import Derivative, Dummy, Expr, Float, Integer, Subs, Symbol, hyper, lambdify, sympify

from symbinfo.expressions import struve
from symbinfo.expressions.free_names import free_name

__all__ = ["ParameterSlope"]


class ParameterSlope(Subs):
    """The derivative of a function in one of its parameters, at a place, with values to any number of digits.

    SymPy's own ``Subs(Derivative(besselk(v, z), v), v, p)`` has no values. In all else this is one.

    Parameters
    ----------
    expr : Derivative
        The derivative of a function in a symbol.
    variables : Symbol
        That symbol.
    point : Expr
        The place.

    Examples
    --------
    >>> from sympy import Integer, besselk, symbols
    >>> z = symbols("z", positive=True)
    >>> slope = ParameterSlope.of(lambda s: besselk(s, z), Integer(2))
    >>> slope
    Subs(Derivative(besselk(v, z), v), v, 2)
    >>> slope.subs(z, 1).evalf(20)
    2.0458633368758858161
    """

    @classmethod
    def of(cls, function: Callable[[Symbol], Expr], point: Expr, order: int = 1) -> Expr:
        """The derivative at a place of a function that is given as a Python function, in a symbol of its own."""
        slot = Dummy()
        variable = Symbol(free_name("vsw", function(slot).free_symbols - {slot}), real=True)
        return cls(Derivative(function(variable), (variable, order)), variable, sympify(point))

    def doit(self, **hints: Any) -> Expr:
        """Itself: no derivative of SymPy's is shorter."""
        return self

    def _eval_subs(self, old: Expr, new: Expr) -> Expr:
        (variable,), (point,) = self.variables, self.point
        if old == variable:
            return self
        order = self.expr.variable_count[0][1]
        function = self.expr.expr

        def moved(symbol: Symbol) -> Expr:
            slot = Dummy()
            return function.xreplace({variable: slot})._subs(old, new).xreplace({slot: symbol})

        return self.of(moved, point._subs(old, new), order)

    def _eval_evalf(self, prec: int) -> Expr | None:
        (variable,), (point,) = self.variables, self.point
        if self.free_symbols:
            return None
        function, (_, order) = self.expr.expr, self.expr.variable_count[0]
        slot = Dummy("v")
        with mpmath.workprec(2 * prec + 20):
            inner = function.xreplace({variable: slot})
            inner = inner.xreplace({a: a.evalf(mpmath.mp.dps + 10) for a in _numbers(inner)})
            body = lambdify(slot, inner, [{"struvek": struve.value, "harmonic": _power_sum}, "mpmath"])
            value = mpmath.diff(body, mpmath.mpmathify(point.evalf(mpmath.mp.dps + 10)), int(order))
            return Float._new(mpmath.mpf(mpmath.re(value))._mpf_, prec)

    def evalf(self, n: int = 15, **options: Any) -> Expr:
        """The value, where no symbol is left."""
        return Expr.evalf(self, n, **options)

    n = evalf


def _power_sum(n: Any, order: Any) -> Any:
    """The sum of k^-order for k from 1 to n."""
    return mpmath.fsum(mpmath.mpf(k) ** -order for k in range(1, int(n) + 1))


def _numbers(function: Expr) -> list[Expr]:
    """The arguments that are numbers, which are not to be rounded to a machine's precision."""
    parts = (
        (a for a in function.args)
        if not isinstance(function, hyper)
        else (*function.ap, *function.bq, function.argument)
    )
    return [a for a in parts if a.is_number and not isinstance(a, Integer)]
