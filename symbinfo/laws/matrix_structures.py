"""Matrices of unknown size with a structure: multiples, Kronecker products, and equally correlated components."""

from __future__ import annotations

from typing import Any

from sympy import Expr, Identity, Inverse, KroneckerProduct, MatAdd, MatMul, OneMatrix, S
from sympy.matrices.expressions.kronecker import combine_kronecker

__all__ = ["eigenvalues", "equally_correlated", "times", "with_structure", "without_number"]


def without_number(matrix: Any) -> tuple[Expr, Any]:
    """The number in front of a matrix, and the matrix."""
    if not isinstance(matrix, MatMul):
        return S.One, matrix
    coefficient, factors = matrix.as_coeff_matrices()
    return coefficient, factors[0] if len(factors) == 1 else MatMul(*factors)


def times(number: Expr, matrix: Any) -> Any:
    """A multiple of a matrix, the number in front."""
    coefficient, rest = without_number(matrix)
    whole = number * coefficient
    return rest if whole == 1 else MatMul(whole, *MatMul.make_args(rest))


def equally_correlated(matrix: Any) -> tuple[Expr, Expr, Expr] | None:
    """Of ``a I + b J``, with J all ones, the numbers a and b, and the size; None of other matrices.

    Its eigenvalues are a, of all that adds up to 0, and ``a + n b``, of what is the same everywhere.

    Examples
    --------
    >>> from sympy import Identity, symbols
    >>> n, r = symbols("n r", positive=True)
    >>> equally_correlated((1 - r) * Identity(n) + r * OneMatrix(n, n))
    (1 - r, r, n)
    """
    if not isinstance(matrix, MatAdd) or len(matrix.args) != 2:
        return None
    parts = {type(rest): (coefficient, rest) for coefficient, rest in map(without_number, matrix.args)}
    if set(parts) != {Identity, OneMatrix}:
        return None
    return parts[Identity][0], parts[OneMatrix][0], matrix.shape[0]


def eigenvalues(own: Expr, common: Expr, size: Expr) -> tuple[Expr, Expr]:
    """Of ``a I + b J``: that of what adds up to 0, and that of what is the same everywhere."""
    return own, own + size * common


def with_structure(matrix: Any) -> Any:
    """A product with the inverses of equally correlated components written out, and Kronecker products as one."""
    if not isinstance(matrix, MatMul):
        own = _written_inverse(matrix)
        return matrix if own is None else own
    known = {f: own for f in matrix.args if (own := _written_inverse(f)) is not None}
    if known:
        opened = MatMul(*(known.get(f, f) for f in matrix.args)).expand().doit()
        return MatAdd(*map(with_structure, opened.args)) if isinstance(opened, MatAdd) else opened
    return combine_kronecker(matrix) if matrix.has(KroneckerProduct) else matrix


def _written_inverse(matrix: Any) -> Any:
    """The inverse of ``a I + b J``, which is of that form, too; None of another matrix."""
    alike = equally_correlated(matrix.arg) if isinstance(matrix, Inverse) else None
    if alike is None:
        return None
    own, common, size = alike
    spread = times(-common / (own * (own + size * common)), OneMatrix(size, size))
    return MatAdd(times(1 / own, Identity(size)), spread)
