"""Wishart and inverse Wishart laws of positive definite matrices of a size that is a number.

By Bartlett's decomposition ``X = C T T' C'`` with ``V = C C'``, where T is lower triangular: ``T[i, i]**2`` is chi-squared
with ``n - i`` degrees of freedom (i from 0), what stands below the diagonal is standard normal, and all are independent.
So ``|X| = |V| times the product of the T[i, i]**2``, and ``tr(X/V)`` is the sum of all squares.
"""

from __future__ import annotations

from typing import Any

from sympy import Add, And, Expr, Mul, Rational, S, exp, expand, gamma, pi, sympify

from symbinfo.expressions.domain import Variable
from symbinfo.expressions.errors import DomainError
from symbinfo.laws.by_coordinates import CoordinateLaw
from symbinfo.laws.catalogue import FAMILIES
from symbinfo.laws.elliptical import Shape, size_of
from symbinfo.laws.from_catalogue import law_of_family
from symbinfo.laws.independent_parts import ProductLaw, of_independent
from symbinfo.laws.vector import LARGEST

__all__ = ["inverse_wishart", "multigamma", "wishart"]

WISHART, INVERSE = "Wishart", "InverseWishart"


def multigamma(x: Expr, p: int) -> Expr:
    """The multivariate gamma function of size p, written out (DLMF 35.3.4).

    Examples
    --------
    >>> from sympy import Symbol
    >>> multigamma(Symbol("x"), 2)
    sqrt(pi)*gamma(x)*gamma(x - 1/2)
    """
    found: Expr = pi ** Rational(p * (p - 1), 4) * Mul(*(gamma(expand(x - Rational(i, 2))) for i in range(p)))
    return found


def _bartlett(n: Expr, p: int) -> ProductLaw:
    """The squares: of the diagonal one by one, and all the others together."""
    shapes = [expand((n - i) / 2) for i in range(p)] + [Rational(p * (p - 1), 4)]
    return of_independent([law_of_family(FAMILIES["Gamma"], (shape, S(2)), f"U{i}") for i, shape in enumerate(shapes)])


def _read(family: str, n: Any, scale: Any, d: Any) -> tuple[Expr, Shape, int, Any]:
    n = sympify(n)
    size = size_of(family, d, scale)
    if not size.is_Integer or not 2 <= size < LARGEST:
        raise DomainError(family, "the size of the matrix", size, f"a number from 2 to {LARGEST - 1}")
    p = int(size)
    if (n - p + 1).is_positive is False or n.is_extended_real is False:
        raise DomainError(family, "n", n, f"more than {p - 1}, one less than the size of the matrix")
    shape = Shape(family, scale, size)
    return n, shape, p, And(shape.condition, S.true if (n - p + 1).is_positive else n > p - 1)


def _law(
    head: tuple[str, str], n: Expr, shape: Shape, p: int, condition: Any, exponent: Expr, power: Expr, kind: str
) -> CoordinateLaw:
    """The law with ``|X|**exponent`` in its density; the determinant is a power of that of the squares."""
    taken = {s.name for s in (*n.free_symbols, *shape.root.free_symbols, *sympify(shape.number).free_symbols)}
    names = next(pair for pair in (("D", "T"), ("G", "S"), ("D0", "T0")) if not taken & set(pair))
    determinant, trace = (Variable(name, real=True) for name in names)
    c = sympify(shape.number)
    scale = c**p * shape.root**2
    constant = 1 / (2 ** (n * p / 2) * multigamma(n / 2, p)) * scale ** (-power * n / 2)
    density = constant * determinant**exponent * exp(-trace * c ** (-power) / 2)
    coordinates = _bartlett(n, p)
    squares = coordinates.variable
    images = (scale * Mul(*squares[:p]) ** power, c**power * Add(*squares))
    name, family = head
    kinds = (kind, shape.base, S(p))
    both = (determinant, trace)
    return CoordinateLaw(name, family, (n, shape.shown), condition, both, density, both, kinds, coordinates, images)


def wishart(n: Any, scale: Any, d: Any = None, name: str = "P") -> CoordinateLaw:
    """The Wishart law of a positive definite matrix: of the sum of n squares of normal vectors.

    Parameters
    ----------
    n : Expr
        The degrees of freedom, more than the size of the matrix less 1.
    scale : list of lists, Matrix, MatrixSymbol, Expr or str
        The scale matrix V: by its entries, a letter, or a number for that multiple of the identity.
    d : int, optional
        The size of the matrix, where it is not written out.
    name : str
        What to call the law.

    Raises
    ------
    DomainError
        When a parameter is known to lie outside of its domain, or the size is no number.

    References
    ----------
    R. J. Muirhead, Aspects of Multivariate Statistical Theory (1982), theorems 3.2.1 and 3.2.14.

    Examples
    --------
    >>> import symbinfo as si
    >>> si.Entropy(wishart(3, [[1, 0], [0, 1]])).doit()
    log(4*pi) + 3
    """
    n, shape, p, condition = _read(WISHART, n, scale, d)
    exponent = (n - p - 1) / 2
    return _law((name, WISHART), n, shape, p, condition, exponent, S.One, WISHART)


def inverse_wishart(n: Any, scale: Any, d: Any = None, name: str = "P") -> CoordinateLaw:
    """The law of the inverse of a Wishart matrix, whose scale matrix is the inverse of `scale`.

    Parameters
    ----------
    n, scale, d, name
        As for `wishart`.

    Examples
    --------
    >>> import symbinfo as si
    >>> round(float(si.Entropy(inverse_wishart(4, [[1, 0], [0, 1]])).doit()), 6)
    0.764681
    """
    n, shape, p, condition = _read(INVERSE, n, scale, d)
    exponent = -(n + p + 1) / 2
    return _law((name, INVERSE), n, shape, p, condition, exponent, S.NegativeOne, INVERSE)
