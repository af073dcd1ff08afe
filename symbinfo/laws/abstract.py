"""Abstract laws: an unspecified density on the line, and the law of a scaled variable."""

from __future__ import annotations

from sympy import Abs, Expr, Function, Ne, oo, true

from symbinfo.laws.law import AbstractLaw, ContinuousLaw, real_variable

__all__ = ["abstract_density", "scaled"]


def abstract_density(name: str = "X", function: str = "p") -> AbstractLaw:
    """A law on the real line whose density is an undefined positive function.

    Parameters
    ----------
    name : str
        What the law is called.
    function : str
        What its density is called.

    Examples
    --------
    >>> abstract_density().density
    p(x)
    """
    x = real_variable("x")
    density = Function(function, positive=True)(x)
    return AbstractLaw(name, "density", (density,), true, x, density, -oo, oo)


def scaled(law: AbstractLaw, factor: Expr, name: str = "Y") -> ContinuousLaw:
    """The law of ``factor * X``: its density is ``p(y / factor) / |factor|``.

    Parameters
    ----------
    law : AbstractLaw
        The law of X, on the whole line.
    factor : Expr
        A real number other than 0.
    name : str
        What the new law is called.
    """
    y = law.variable
    density = law.density.xreplace({y: y / factor}) / Abs(factor)
    condition = true if factor.is_nonzero else Ne(factor, 0)
    return ContinuousLaw(name, "scaled", (factor, law.name), condition, y, density, -oo, oo)
