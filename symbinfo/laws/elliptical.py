"""Elliptical laws: the density depends on the distance from a centre, measured by a positive definite matrix.

``r**2 = (x - mu)' A**(-1) (x - mu)``, where the scale matrix is ``Sigma = c A``. The shell of radius r is an ellipsoid,
of the size ``|A|**(1/2) 2 pi**(d/2)/Gamma(d/2) r**(d - 1)``: the surface of a sphere, stretched by an affine map.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sympy import (
    And,
    Expr,
    Identity,
    ImmutableMatrix,
    MatrixBase,
    MatrixExpr,
    MatrixSymbol,
    S,
    Symbol,
    Tuple,
    cancel,
    exp,
    gamma,
    oo,
    pi,
    sqrt,
    sympify,
)
from sympy.core.symbol import Str

from symbinfo.expressions.domain import Variable
from symbinfo.expressions.errors import DomainError
from symbinfo.expressions.free_names import free_name
from symbinfo.laws.law import simplified
from symbinfo.laws.shells import ShellLaw

__all__ = [
    "Shape",
    "centre_of",
    "multivariate_cauchy",
    "multivariate_power_exponential",
    "multivariate_t",
    "size_of",
    "surface",
    "uniform_in_ball",
]

DISTANCE = "distance from the centre"


def surface(d: Expr) -> Expr:
    """The surface of the unit sphere in d dimensions."""
    found: Expr = 2 * pi ** (d / 2) / gamma(d / 2)
    return found


def size_of(family: str, d: Any, *parts: Any) -> Expr:
    """The number of components: of what is written out, as stated, or the letter d.

    Raises
    ------
    DomainError
        When the sizes are known to differ, or the number is no positive integer.
    """
    sizes = [S(len(part)) for part in parts if isinstance(part, (list, tuple, Tuple))]
    sizes += [sympify(part.shape[0]) for part in parts if isinstance(part, (MatrixBase, MatrixExpr))]
    stated = [] if d is None else [sympify(d)]
    found: Expr = next(iter((*sizes, *stated)), Symbol("d", positive=True))
    for other in (*sizes, *stated):
        if (other - found).is_zero is False:
            raise DomainError(family, "the number of components", f"{other} and {found}", "one number")
    if found.is_positive is False or found.is_integer is False:
        raise DomainError(family, "the number of components", found, "a positive integer")
    return found


def centre_of(mean: Any) -> Any:
    """The centre as it is compared and shown: entries, or a name."""
    if isinstance(mean, str):
        return Str(mean)
    if isinstance(mean, (list, tuple, Tuple)):
        return Tuple(*(sympify(m) for m in mean))
    if isinstance(mean, MatrixSymbol):
        return Str(mean.name)
    if isinstance(mean, MatrixBase):
        return Tuple(*mean)
    return S.Zero if getattr(mean, "is_ZeroMatrix", False) else sympify(mean)


class Shape:
    """A scale matrix as a number times a matrix: its parts, and what must hold for it to be positive definite."""

    def __init__(self, family: str, scale: Any, d: Expr) -> None:
        self.condition: Any = S.true
        self.root = S.One  # |A|**(1/2)
        if isinstance(scale, str):
            self.number, self.base, self.shown = S.One, Str(scale), Str(scale)
            self.root = sqrt(Symbol(f"det_{scale}", positive=True))
            return
        if isinstance(scale, MatrixSymbol):
            self.__init__(family, scale.name, d)  # type: ignore[misc]
            return
        if isinstance(scale, MatrixExpr) and not isinstance(scale, MatrixBase):
            number, factors = scale.as_coeff_matrices() if scale.is_MatMul else (S.One, [scale])
            if len(factors) != 1 or not isinstance(factors[0], (Identity, MatrixSymbol)):
                raise DomainError(
                    family, "the scale matrix", scale, "a matrix by its entries, or a multiple of a letter"
                )
            inner = Shape(family, 1 if isinstance(factors[0], Identity) else factors[0].name, d)
            self.base, self.root = inner.base, inner.root
            self._times(family, number)
            self.shown = scale
            return
        if not isinstance(scale, (list, tuple, Tuple, MatrixBase)):
            self.base = S.One
            self._times(family, sympify(scale))
            return
        self._by_entries(family, ImmutableMatrix(scale))

    def _times(self, family: str, number: Expr) -> None:
        if number.is_positive is False:
            raise DomainError(family, "the scale", number, "positive")
        self.number = self.shown = number
        self.condition = S.true if number.is_positive else number > 0

    def _by_entries(self, family: str, matrix: ImmutableMatrix) -> None:
        if matrix.shape[0] != matrix.shape[1] or matrix != matrix.T:
            raise DomainError(family, "the scale matrix", matrix, "a symmetric matrix")
        minors = [simplified(matrix[: i + 1, : i + 1].det()) for i in range(matrix.shape[0])]
        if any(minor.is_positive is False for minor in minors):
            raise DomainError(family, "the scale matrix", matrix, "positive definite")
        self.condition = And(*(minor > 0 for minor in minors if not minor.is_positive))
        self.shown = matrix
        self.number = matrix[0, 0]
        rest = (matrix / self.number).applyfunc(cancel)
        identity = rest == ImmutableMatrix.eye(matrix.shape[0])
        self.base = S.One if identity else rest
        self.root = S.One if identity else sqrt(simplified(rest.det()))


Profile = Callable[[Expr, Expr, Expr], Expr]


def _elliptical(
    family: str,
    shown: Callable[[Any, Any], tuple[Any, ...]],
    mean: Any,
    scale: Any,
    d: Any,
    profile: Profile,
    **more: Any,
) -> ShellLaw:
    """The law whose density is a profile of the squared distance over the number in front of the scale matrix."""
    size = size_of(family, d, mean, scale)
    shape, centre = Shape(family, scale, size), centre_of(mean)
    symbols = {*shape.root.free_symbols, *size.free_symbols, *sympify(shape.number).free_symbols}
    r = Variable(free_name("rstu", (*symbols, *more.get("symbols", ()))), real=True)
    c = sympify(shape.number)
    density = profile(r, c, size) / (shape.root * c ** (size / 2))
    volume = shape.root * surface(size) * r ** (size - 1)
    condition = And(shape.condition, more.get("condition", S.true))
    parameters = shown(centre, shape.shown)
    upper = more.get("upper", oo)
    chart = (DISTANCE, centre, shape.base, size)
    return ShellLaw(more.get("name", "P"), family, parameters, condition, r, density, S.Zero, upper, volume, chart)


def _positive(family: str, what: str, value: Any) -> tuple[Expr, Any]:
    """A positive number, and the condition that it is."""
    number: Expr = sympify(value)
    if number.is_positive is False or number.is_extended_real is False:
        raise DomainError(family, what, number, "positive")
    return number, S.true if number.is_positive else number > 0


def multivariate_t(nu: Any, mean: Any, scale: Any, d: Any = None, name: str = "P") -> ShellLaw:
    """The t law of a vector, with nu degrees of freedom.

    Parameters
    ----------
    nu : Expr
        Positive.
    mean : list, Matrix, MatrixSymbol or str
        The centre: by its entries, or a letter.
    scale : list of lists, Matrix, MatrixSymbol, Expr or str
        The scale matrix: by its entries, a letter, or a number for a multiple of the identity.
    d : Expr, optional
        The number of components where nothing is written out: the letter d by default.
    name : str
        What to call the law.

    Raises
    ------
    DomainError
        When a parameter is known to lie outside of its domain.

    References
    ----------
    S. Kotz and S. Nadarajah, Multivariate t Distributions and Their Applications (2004), equation (1.1).

    Examples
    --------
    >>> import symbinfo as si
    >>> si.Entropy(multivariate_t(1, [0, 0], [[1, 0], [0, 1]])).doit()
    log(2*pi) + 3
    """
    family = "MultivariateT"
    nu, valid = _positive(family, "nu", nu)

    def profile(r: Expr, c: Expr, d: Expr) -> Expr:
        constant = gamma((nu + d) / 2) / (gamma(nu / 2) * (pi * nu) ** (d / 2))
        found: Expr = constant * (1 + r**2 / (c * nu)) ** (-(nu + d) / 2)
        return found

    more = {"condition": valid, "name": name, "symbols": nu.free_symbols}
    return _elliptical(family, lambda mu, sigma: (nu, mu, sigma), mean, scale, d, profile, **more)


def multivariate_cauchy(mean: Any, scale: Any, d: Any = None, name: str = "P") -> ShellLaw:
    """The Cauchy law of a vector: the t law with one degree of freedom.

    Parameters
    ----------
    mean, scale, d, name
        As for `multivariate_t`.

    Examples
    --------
    >>> import symbinfo as si
    >>> si.Entropy(multivariate_cauchy([0, 0], [[1, 0], [0, 1]])).doit()
    log(2*pi) + 3
    """
    law = multivariate_t(1, mean, scale, d, name)
    found: ShellLaw = law.func(law.args[0], "MultivariateCauchy", law.parameters[1:], *law.args[3:])
    return found


def multivariate_power_exponential(mean: Any, scale: Any, beta: Any, d: Any = None, name: str = "P") -> ShellLaw:
    """The power exponential (generalised normal) law of a vector: ``exp(-r**(2*beta)/2)`` up to a factor.

    Parameters
    ----------
    mean, scale, d, name
        As for `multivariate_t`.
    beta : Expr
        Positive; 1 is the normal law, 1/2 a law of Laplace.

    References
    ----------
    E. Gomez, M. A. Gomez-Villegas and J. M. Marin, A multivariate generalization of the power exponential family of
    distributions (1998), definition 2.1.

    Examples
    --------
    >>> import symbinfo as si
    >>> si.Entropy(multivariate_power_exponential([0, 0], [[1, 0], [0, 1]], 1)).doit()
    1 + log(2*pi)
    """
    family = "MultivariatePowerExponential"
    beta, valid = _positive(family, "beta", beta)

    def profile(r: Expr, c: Expr, d: Expr) -> Expr:
        power = d / (2 * beta)
        constant = gamma(1 + d / 2) / (pi ** (d / 2) * gamma(1 + power) * 2**power)
        found: Expr = constant * exp(-(r ** (2 * beta)) * c ** (-beta) / 2)
        return found

    more = {"condition": valid, "name": name, "symbols": beta.free_symbols}
    return _elliptical(family, lambda mu, sigma: (mu, sigma, beta), mean, scale, d, profile, **more)


def uniform_in_ball(radius: Any, d: Any = None, name: str = "P") -> ShellLaw:
    """The uniform law in a ball about 0.

    Parameters
    ----------
    radius : Expr
        Positive.
    d, name
        As for `multivariate_t`.

    Examples
    --------
    >>> import symbinfo as si
    >>> si.Entropy(uniform_in_ball(1, 3)).doit()
    log(4*pi/3)
    """
    family = "UniformBall"
    radius, valid = _positive(family, "the radius", radius)

    def profile(r: Expr, c: Expr, d: Expr) -> Expr:
        found: Expr = gamma(1 + d / 2) / (pi ** (d / 2) * radius**d)
        return found

    more = {"condition": valid, "name": name, "symbols": radius.free_symbols, "upper": radius}
    size = size_of(family, d)
    return _elliptical(family, lambda mu, sigma: (radius, size), S.Zero, S.One, size, profile, **more)
