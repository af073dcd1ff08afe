"""Struve's function of the second kind, which SymPy does not have."""

from __future__ import annotations

from typing import Any

import mpmath
from sympy import Expr, Function, Rational, S, pi, sqrt
from sympy.core.function import ArgumentIndexError

__all__ = ["struvek"]


class struvek(Function):
    """K(nu, z) = H(nu, z) - Y(nu, z) for z > 0, Struve's H without the Bessel function of the second kind (DLMF 11.2.5).

    Parameters
    ----------
    nu, z : Expr
        Its order and its argument. Of order 1/2 it is sqrt(2/(pi z)).

    Examples
    --------
    >>> from sympy import Rational, symbols
    >>> z = symbols("z", positive=True)
    >>> struvek(Rational(1, 2), z), struvek(1, 2).evalf(20)
    (sqrt(2)/(sqrt(pi)*sqrt(z)), 0.75379615982449966401)
    """

    nargs = 2

    @classmethod
    def eval(cls, nu: Expr, z: Expr) -> Any:
        """Orders 1/2 and -1/2 (DLMF 11.4.5, 11.4.6 and 10.16.1)."""
        return {Rational(1, 2): sqrt(2 / (pi * z)), -Rational(1, 2): S.Zero}.get(nu)

    def fdiff(self, argindex: int = 2) -> Expr:
        """The derivative in z (DLMF 11.4.27); that in the order has no name."""
        if argindex != 2:
            raise ArgumentIndexError(self, argindex)
        nu, z = self.args
        return struvek(nu - 1, z) - nu * struvek(nu, z) / z

    def _eval_is_positive(self) -> bool | None:
        nu, z = self.args
        return True if (nu + Rational(1, 2)).is_positive and z.is_positive else None

    def _eval_mpmath(self) -> tuple[Any, tuple[Expr, ...]]:
        return value, self.args


def value(nu: Any, z: Any) -> Any:
    """Its value by mpmath, at a precision that bears the cancellation of the two."""
    prec = mpmath.mp.prec
    with mpmath.workprec(prec + 20 + int(2 * mpmath.log(2 + abs(z), 2)) * (1 + int(abs(nu)))):
        return mpmath.struveh(nu, z) - mpmath.bessely(nu, z)
