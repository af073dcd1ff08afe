"""Wishart and inverse Wishart laws of positive definite matrices of a size that is a number.

By Bartlett's decomposition ``X = C T T' C'`` with ``V = C C'``, where T is lower triangular: ``T[i, i]**2`` is chi-squared
with ``n - i`` degrees of freedom (i from 0), what stands below the diagonal is standard normal, and all are independent.
So ``|X| = |V| times the product of the T[i, i]**2``, and ``tr(X/V)`` is the sum of all squares.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sympy import (
    Add,
    And,
    Expr,
    ImmutableMatrix,
    Mul,
    Rational,
    S,
    Symbol,
    cancel,
    exp,
    expand,
    gamma,
    pi,
    sqrt,
    sympify,
)
from sympy.core.symbol import Str

from symbinfo.expressions.domain import Variable
from symbinfo.expressions.errors import DomainError, MeasureError
from symbinfo.laws.by_coordinates import CoordinateLaw
from symbinfo.laws.catalogue import FAMILIES
from symbinfo.laws.elliptical import Shape, size_of
from symbinfo.laws.from_catalogue import law_of_family
from symbinfo.laws.independent_parts import ProductLaw, of_independent
from symbinfo.laws.law import Law, simplified
from symbinfo.laws.vector import LARGEST

__all__ = ["inverse_wishart", "multigamma", "wishart", "with_both_traces"]

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


def with_both_traces(laws: Sequence[Law]) -> list[Law]:
    """Two Wishart laws, or two inverse ones, with different scale matrices over a determinant and both traces.

    With ``V = C C'`` and ``C' W**(-1) C = O L O'`` the matrix ``O' Y O`` has the law of ``Y = T T'``, so ``tr(X/W)`` is the
    sum of the diagonal of Y, by the eigenvalues L of ``V/W``; and ``Y[i, i]`` is ``T[i, i]**2`` with i squares more. Of
    letters the eigenvalues are symbols: eig_1, eig_2, ...; other laws are returned as they are.

    Examples
    --------
    >>> import symbinfo as si
    >>> si.KL(wishart(5, [[1, 0], [0, 1]]), wishart(5, [[2, 1], [1, 2]])).doit()
    -5/3 + 5*log(3)/2
    """
    first, second = (laws[0], laws[-1])
    if len(laws) != 2 or not all(
        isinstance(law, CoordinateLaw) and law.kind[0].name in (WISHART, INVERSE) for law in laws
    ):
        return list(laws)
    if first.kind[0] != second.kind[0] or first.kind[2] != second.kind[2] or first.kind[1] == second.kind[1]:
        return list(laws)
    p = int(first.kind[2])
    eigenvalues, roots = _eigenvalues(first.kind[1], second.kind[1], p)
    sides = [_OneScale(law, root) for law, root in zip(laws, roots, strict=True)]
    taken = {s.name for law in laws for s in law.free_symbols}
    names = next(three for three in (("D", "T", "S"), ("G", "R", "Q"), ("D0", "T0", "S0")) if not taken & set(three))
    variables = tuple(Variable(name, real=True) for name in names)
    kinds = (*first.kind, second.kind[1])
    ratios = [S.One / e for e in eigenvalues] if first.kind[0].name == INVERSE else eigenvalues
    own, other = ([S.One] * p, ratios), ([S.One / e for e in ratios], [S.One] * p)
    weights = (own, other)
    return [side.over(variables, i, weights[i], kinds) for i, side in enumerate(sides)]


class _OneScale:
    """A law by its degrees of freedom, the number in front of its scale matrix, and the determinant of that."""

    def __init__(self, law: CoordinateLaw, root: Expr) -> None:
        self.law, self.n, self.p = law, law.parameters[0], int(law.kind[2])
        shown = law.parameters[1]
        self.c = sympify(Shape(law.family, getattr(shown, "name", shown), S(self.p)).number)
        self.scale = self.c**self.p * root**2
        self.power = S.One if law.kind[0].name == WISHART else S.NegativeOne

    def over(self, variables: Any, i: int, weights: Any, kinds: Any) -> CoordinateLaw:
        n, p, power, c = self.n, self.p, self.power, self.c
        determinant, trace = variables[0], variables[1 + i]
        constant = 1 / (2 ** (n * p / 2) * multigamma(n / 2, p)) * self.scale ** (-power * n / 2)
        exponent = (n - p - 1) / 2 if power == 1 else -(n + p + 1) / 2
        density = constant * determinant**exponent * exp(-trace * c ** (-power) / 2)
        shapes = [expand((n - j) / 2) for j in range(p)] + [Rational(j, 2) for j in range(1, p)]
        gammas = [law_of_family(FAMILIES["Gamma"], (shape, S(2)), f"U{j}") for j, shape in enumerate(shapes)]
        coordinates = of_independent(gammas)
        squares = coordinates.variable
        rows = [squares[0], *(squares[j] + squares[p + j - 1] for j in range(1, p))]
        traces = (c**power * Add(*(w * row for w, row in zip(ws, rows, strict=True))) for ws in weights)
        images = (self.scale * Mul(*squares[:p]) ** power, *traces)
        name, family, parameters, condition = self.law.args[:4]
        return CoordinateLaw(
            name, family, parameters, condition, variables, density, variables, kinds, coordinates, images
        )


def _eigenvalues(first: Any, second: Any, p: int) -> tuple[list[Expr], tuple[Expr, Expr]]:
    """Those of the first matrix over the second, and the roots of both determinants."""
    if isinstance(first, Str) or isinstance(second, Str):
        found = [Symbol(f"eig_{i + 1}", positive=True) for i in range(p)]
        share = sqrt(Mul(*found))
        if isinstance(first, Str) and not isinstance(second, Str):
            root = sqrt(_entries(second, p).det())
            return found, (root * share, root)
        root = sqrt(Symbol(f"det_{first}", positive=True)) if isinstance(first, Str) else sqrt(_entries(first, p).det())
        return found, (root, root / share)
    one, other = _entries(first, p), _entries(second, p)
    ratio = (other.inv() * one).applyfunc(cancel)
    roots = (sqrt(simplified(one.det())), sqrt(simplified(other.det())))
    if ratio.is_diagonal():
        return list(ratio.diagonal()), roots
    if p > 2:
        raise MeasureError(
            "two Wishart laws with scale matrices of more than two rows are compared by letters, or by diagonals"
        )
    half, determinant = ratio.trace() / 2, ratio.det()
    apart = sqrt(simplified(half**2 - determinant))
    return [half + apart, half - apart], roots


def _entries(base: Any, p: int) -> ImmutableMatrix:
    return ImmutableMatrix.eye(p) if base == 1 else base
