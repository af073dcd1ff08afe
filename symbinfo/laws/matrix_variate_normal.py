"""The normal law of a matrix, as that of the vector of its columns: the covariance is a Kronecker product."""

from __future__ import annotations

from typing import Any

from sympy import (
    Expr,
    Identity,
    KroneckerProduct,
    Matrix,
    MatrixSymbol,
    S,
    Symbol,
    ZeroMatrix,
    kronecker_product,
    sympify,
)
from sympy.matrices.dense import MutableDenseMatrix

from symbinfo.expressions.errors import DomainError
from symbinfo.laws.joint_normal import JointNormal
from symbinfo.laws.law import Law
from symbinfo.laws.matrix_normal import LARGEST, normal_vector
from symbinfo.laws.matrix_structures import times

__all__ = ["matrix_variate_normal"]

FAMILY = "MatrixNormal"


def matrix_variate_normal(mean: Any, rows: Any, columns: Any, n: Any = None, p: Any = None, name: str = "P") -> Law:
    """The normal law of a matrix of n rows and p columns: the covariance of entries (i, k) and (j, l) is U[i, j] V[k, l].

    Parameters
    ----------
    mean : list of lists, Matrix, 0 or str
        The mean, or a letter for it: for the column of its columns, where a covariance or a size is a letter.
    rows, columns : list of lists, Matrix, str or Expr
        The covariances U of the rows and V of the columns: by entries, letters, or numbers for those multiples of the
        identity.
    n, p : Expr, optional
        How many rows and columns, where no entries say so: the letters n and p by default.
    name : str
        What to call the law.

    Raises
    ------
    DomainError
        When shapes are known not to fit, or a covariance is known not to be positive definite.

    References
    ----------
    A. K. Gupta and D. K. Nagar, Matrix Variate Distributions (2000), definition 2.2.1.

    Examples
    --------
    >>> import symbinfo as si
    >>> si.Entropy(matrix_variate_normal(0, [[1, 0], [0, 1]], [[2, 0], [0, 2]])).doit()
    2 + 2*log(4*pi)
    """
    parts = [_entries(part) for part in (rows, columns)]
    sizes = [_size(part, given, letter) for part, given, letter in zip(parts, (n, p), "np", strict=True)]
    if any(isinstance(part, str) for part in (rows, columns)) or not all(size.is_Integer for size in sizes):
        total = sizes[0] * sizes[1]
        if not (isinstance(mean, str) or mean == 0):
            raise DomainError(FAMILY, "the mean", mean, "0 or a letter, where a covariance or a size is a letter")
        column = MatrixSymbol(mean, total, 1) if isinstance(mean, str) else ZeroMatrix(total, 1)
        number, factors = S.One, []
        for part, given, size in zip(parts, (rows, columns), sizes, strict=True):
            whole = MatrixSymbol(given, size, size) if isinstance(given, str) else part
            number = number * sympify(given) if whole is None else number
            factors.append(Identity(size) if whole is None else whole)
        alike = all(isinstance(factor, Identity) for factor in factors)
        covariance = Identity(total) if alike else KroneckerProduct(factors[1], factors[0])
        return normal_vector(column, times(number, covariance), name)
    if not all(size.is_Integer for size in sizes) or sizes[0] * sizes[1] > LARGEST:
        raise DomainError(FAMILY, "the size", f"{sizes[0]} by {sizes[1]}", f"numbers, with at most {LARGEST} entries")
    height, width = (int(size) for size in sizes)
    both = [
        part if part is not None else sympify(number) * Matrix.eye(int(size))
        for part, number, size in zip(parts, (rows, columns), sizes, strict=True)
    ]
    entries = _mean(mean, height, width)
    stacked = [entries[i, k] for k in range(width) for i in range(height)]
    return JointNormal.of(stacked, kronecker_product(both[1], both[0]), name=name)


def _entries(part: Any) -> MutableDenseMatrix | None:
    """The matrix, where it is written out."""
    return None if isinstance(part, (str, int, Expr)) else Matrix(part)


def _size(part: MutableDenseMatrix | None, given: Any, letter: str) -> Expr:
    if part is None:
        return Symbol(letter, integer=True, positive=True) if given is None else sympify(given)
    if part.shape[0] != part.shape[1] or (given is not None and sympify(given) != part.shape[0]):
        raise DomainError(FAMILY, "a covariance", part, "a square matrix of as many rows as stated")
    return S(part.shape[0])


def _mean(mean: Any, height: int, width: int) -> MutableDenseMatrix:
    """The entries of the mean; those of a letter are its own symbols."""
    if isinstance(mean, str):
        return Matrix(height, width, lambda i, k: Symbol(f"{mean}_{i + 1}{k + 1}", real=True))
    found = Matrix.zeros(height, width) if mean == 0 else Matrix(mean)
    if found.shape != (height, width):
        raise DomainError(FAMILY, "the mean", mean, f"{height} rows of {width} entries")
    return found
