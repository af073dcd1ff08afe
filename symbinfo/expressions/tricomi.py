"""Tricomi's confluent hypergeometric function U(a, b, z), which SymPy does not have."""

from __future__ import annotations

from typing import Any

from sympy import Expr, Function, S
from sympy.core.function import ArgumentIndexError

__all__ = ["hyperu"]


class hyperu(Function):
    """U(a, b, z) for z > 0, by the name that SciPy and mpmath have for it (DLMF 13.2.6, 13.4.4).

    Parameters
    ----------
    a, b, z : Expr
        Its arguments. U(0, b, z) is 1, and U(a, a + 1, z) is z**(-a).

    Examples
    --------
    >>> from sympy import symbols
    >>> a, z = symbols("a z", positive=True)
    >>> hyperu(a, a + 1, z), hyperu(1, 1, z).diff(z)
    (z**(-a), -hyperu(2, 2, z))
    """

    nargs = 3

    @classmethod
    def eval(cls, a: Expr, b: Expr, z: Expr) -> Any:
        """The places at which it is elementary (DLMF 13.2.7, 13.6.4)."""
        if a == 0:
            return S.One
        return z ** (-a) if (b - a - 1).expand() == 0 else None

    def fdiff(self, argindex: int = 3) -> Expr:
        """The derivative in z (DLMF 13.3.22); those in the parameters have no name."""
        if argindex != 3:
            raise ArgumentIndexError(self, argindex)
        a, b, z = self.args
        return -a * hyperu(a + 1, b + 1, z)

    def _eval_is_positive(self) -> bool | None:
        a, b, z = self.args
        return True if a.is_positive and b.is_real and z.is_positive else None

    def _eval_is_real(self) -> bool | None:
        return True if all(x.is_real for x in self.args) and self.args[2].is_positive else None

    _eval_is_extended_real = _eval_is_real
