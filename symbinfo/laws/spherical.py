"""Laws on the unit sphere about an axis: the density depends on the height ``t = mu . x`` alone.

The points of height t form a sphere of one dimension less, and their share of the surface is
``2 pi**((d - 1)/2)/Gamma((d - 1)/2) (1 - t**2)**((d - 3)/2)`` per unit of height.
"""

from __future__ import annotations

from typing import Any

from sympy import And, Expr, S, Symbol, Tuple, besseli, exp, gamma, gammasimp, pi, sinh, sympify
from sympy.core.symbol import Str

from symbinfo.expressions.domain import Variable
from symbinfo.expressions.errors import DomainError
from symbinfo.expressions.free_names import free_name
from symbinfo.laws.elliptical import centre_of, size_of, surface
from symbinfo.laws.shells import HEIGHT, ShellLaw

__all__ = ["power_spherical", "uniform_on_sphere", "von_mises_fisher"]


def _spherical(
    family: str, axis: Any, parameters: tuple[Any, ...], d: Expr, density: Expr, t: Variable, condition: Any, name: str
) -> ShellLaw:
    if (d - 1).is_positive is False:
        raise DomainError(family, "the number of components", d, "at least 2")
    condition = And(condition, S.true if (d - 1).is_positive else d > 1)
    volume = surface(d - 1) * (1 - t) ** ((d - 3) / 2) * (1 + t) ** ((d - 3) / 2)
    return ShellLaw(name, family, parameters, condition, t, density, -S.One, S.One, volume, (HEIGHT, axis, d))


def _axis(family: str, mu: Any) -> Any:
    axis = centre_of(mu)
    if isinstance(axis, Tuple):
        length = sum(m**2 for m in axis)
        if not length.free_symbols and sympify(length) != 1:
            raise DomainError(family, "mu", axis, "a vector of length 1")
    elif not isinstance(axis, (Str, Symbol)):
        raise DomainError(family, "mu", axis, "a vector of length 1, by its entries or as a letter")
    return axis


def _concentration(family: str, kappa: Any) -> tuple[Expr, Any, Variable]:
    kappa = sympify(kappa)
    if kappa.is_positive is False or kappa.is_extended_real is False:
        raise DomainError(family, "kappa", kappa, "positive")
    t = Variable(free_name("tus", kappa.free_symbols), real=True)
    return kappa, S.true if kappa.is_positive else kappa > 0, t


def von_mises_fisher(mu: Any, kappa: Any, d: Any = None, name: str = "P") -> ShellLaw:
    """The von Mises-Fisher law on the unit sphere: ``exp(kappa mu . x)`` up to a factor.

    Parameters
    ----------
    mu : list, Matrix, MatrixSymbol or str
        The mean direction: a vector of length 1 by its entries, or a letter.
    kappa : Expr
        The concentration, positive.
    d : Expr, optional
        The number of components of the points, where mu is a letter: the letter d by default.
    name : str
        What to call the law.

    Raises
    ------
    DomainError
        When a parameter is known to lie outside of its domain.

    References
    ----------
    K. V. Mardia and P. E. Jupp, Directional Statistics (2000), section 9.3.2.

    Examples
    --------
    >>> import symbinfo as si
    >>> from sympy import symbols
    >>> round(float(si.Entropy(von_mises_fisher([0, 0, 1], 2)).doit()), 6)
    2.051615
    """
    family = "VonMisesFisher"
    size = size_of(family, d, mu)
    axis = _axis(family, mu)
    kappa, valid, t = _concentration(family, kappa)
    constant = kappa ** (size / 2 - 1) / ((2 * pi) ** (size / 2) * besseli(size / 2 - 1, kappa))
    if size == 3:
        constant = kappa / (4 * pi * sinh(kappa))
    shown = (axis, kappa) if isinstance(axis, Tuple) else (axis, kappa, size)
    return _spherical(family, axis, shown, size, constant * exp(kappa * t), t, valid, name)


def power_spherical(mu: Any, kappa: Any, d: Any = None, name: str = "P") -> ShellLaw:
    """The power spherical law on the unit sphere: ``(1 + mu . x)**kappa`` up to a factor.

    Parameters
    ----------
    mu, kappa, d, name
        As for `von_mises_fisher`.

    References
    ----------
    N. De Cao and W. Aziz, The Power Spherical distribution (2020), equations (2) and (3).

    Examples
    --------
    >>> import symbinfo as si
    >>> si.Entropy(power_spherical([0, 0, 1], 1)).doit()
    1/2 + log(2*pi)
    """
    family = "PowerSpherical"
    size = size_of(family, d, mu)
    axis = _axis(family, mu)
    kappa, valid, t = _concentration(family, kappa)
    a, b = (size - 1) / 2 + kappa, (size - 1) / 2
    constant = gammasimp(gamma(a + b) / (2 ** (a + b) * pi**b * gamma(a)))
    shown = (axis, kappa) if isinstance(axis, Tuple) else (axis, kappa, size)
    return _spherical(family, axis, shown, size, constant * (1 + t) ** kappa, t, valid, name)


def uniform_on_sphere(d: Any = None, name: str = "P") -> ShellLaw:
    """The uniform law on the unit sphere.

    Parameters
    ----------
    d : Expr, optional
        The number of components of the points: the letter d by default.
    name : str
        What to call the law.

    Examples
    --------
    >>> import symbinfo as si
    >>> si.Entropy(uniform_on_sphere(3)).doit()
    log(4*pi)
    """
    family = "UniformSphere"
    size = size_of(family, d)
    t = Variable("t", real=True)
    return _spherical(family, S.Zero, (size,), size, 1 / surface(size), t, S.true, name)
