"""Matrices of unknown size: vectors to integrate over, positive definiteness, and the scalars made of matrices.

A scalar is a determinant or a trace; the quadratic form of a vector is the trace of a matrix of one entry, so that
everything is in the language of SymPy and ``subs`` and ``doit`` do what they always do.
"""

from __future__ import annotations

from typing import Any

from sympy import (
    And,
    Determinant,
    Dummy,
    Expr,
    Identity,
    Inverse,
    KroneckerProduct,
    MatAdd,
    MatMul,
    MatrixBase,
    MatrixExpr,
    MatrixSymbol,
    Mul,
    OneMatrix,
    S,
    Symbol,
    Trace,
    Transpose,
    ZeroMatrix,
    cancel,
    default_sort_key,
    expand,
    factor_terms,
    sympify,
    true,
)
from sympy.logic.boolalg import Boolean, BooleanFunction

from symbinfo.expressions.domain import Domain
from symbinfo.expressions.unevaluated import mul
from symbinfo.laws.matrix_structures import (
    eigenvalues,
    equally_correlated,
    times,
    with_structure,
    without_number,
)

__all__ = [
    "MeanMatrix",
    "PositiveDefinite",
    "SpaceIntegral",
    "VectorVariable",
    "canonical",
    "combined",
    "definite",
    "determinant",
    "difference",
    "inverse",
    "is_definite",
    "quadratic",
    "times",
    "trace",
    "without_matrices",
    "without_number",
]


class VectorVariable(MatrixSymbol):
    """A bound vector (the x of a density): never equal to a user's vector of the same name."""


class PositiveDefinite(BooleanFunction):
    """Whether a real matrix is symmetric and positive definite; decided as soon as its entries are numbers.

    Examples
    --------
    >>> from sympy import Matrix, MatrixSymbol
    >>> A = MatrixSymbol("A", 2, 2)
    >>> PositiveDefinite(A).subs(A, Matrix([[2, 1], [1, 2]])), PositiveDefinite(A).subs(A, Matrix([[1, 2], [2, 1]]))
    (True, False)
    """

    @classmethod
    def eval(cls, matrix: Any) -> Any:
        """The answer where the entries decide it."""
        if isinstance(matrix, MatrixExpr) and not matrix.atoms(MatrixSymbol) and _is_sized(matrix):
            matrix = matrix.as_explicit()
        if not isinstance(matrix, MatrixBase) or matrix.free_symbols:
            return None
        symmetric = bool(matrix.is_symmetric())
        return sympify(symmetric and matrix.is_positive_definite)

    def _eval_simplify(self, **options: Any) -> Boolean:
        return self


class SpaceIntegral(Expr):
    """The integral of a body over all values of a vector.

    Parameters
    ----------
    body : Expr
        In terms of the variable.
    variable : VectorVariable
        A column.
    """

    is_commutative = True
    is_extended_real = True

    def __new__(cls, body: Any, variable: Any) -> SpaceIntegral:
        """The integral, not evaluated."""
        return Expr.__new__(cls, sympify(body, strict=True), variable)

    body = property(lambda self: self.args[0])
    variable = property(lambda self: self.args[1])

    @property
    def free_symbols(self) -> set[Symbol]:
        """The parameters."""
        return set(self.body.free_symbols) - {self.variable}


class MeanMatrix(MatrixExpr):
    """The expectation of a matrix, entry by entry.

    Parameters
    ----------
    body : MatrixExpr
        In terms of the variable of the law.
    law : Law
        A law of a vector.
    """

    body = property(lambda self: self.args[0])
    law = property(lambda self: self.args[1])
    shape = property(lambda self: self.args[0].shape)

    @property
    def free_symbols(self) -> set[Symbol]:
        """The parameters."""
        return (set(self.body.free_symbols) | set(self.law.free_symbols)) - {self.law.variable}


def _is_sized(matrix: Any) -> bool:
    return all(sympify(size).is_Integer for size in matrix.shape)


# --- scalars ---------------------------------------------------------------------------------------------------------


def determinant(matrix: Any) -> Expr:
    """The determinant, by those of the factors: ``|c A B| = c**n |A| |B|`` and ``|1/A| = 1/|A|``.

    Examples
    --------
    >>> from sympy import symbols
    >>> c, n = symbols("c n", positive=True)
    >>> determinant(c * MatrixSymbol("A", n, n).I)
    c**n/Determinant(A)
    """
    if isinstance(matrix, MatrixBase):
        return matrix.det()
    if isinstance(matrix, Identity):
        return S.One
    if isinstance(matrix, Transpose):
        return determinant(matrix.arg)
    if isinstance(matrix, Inverse):
        return 1 / determinant(matrix.arg)
    if isinstance(matrix, KroneckerProduct) and all(f.shape[0] == f.shape[1] for f in matrix.args):
        size = matrix.shape[0]
        return Mul(*(determinant(f) ** cancel(size / f.shape[0]) for f in matrix.args))
    if (alike := equally_correlated(matrix)) is not None:
        own, common, size = alike
        return own ** (size - 1) * (own + size * common)
    if isinstance(matrix, MatMul):
        coefficient, factors = matrix.as_coeff_matrices()
        if all(f.shape[0] == f.shape[1] for f in factors):
            return Mul(coefficient ** matrix.shape[0], *(determinant(f) for f in factors))
    return Determinant(matrix)


def trace(matrix: Any) -> Expr:
    """The trace, with ``1/A A = I``, ``tr I = n``, and numbers taken out.

    Examples
    --------
    >>> from sympy import symbols
    >>> n = symbols("n", positive=True, integer=True)
    >>> A, B = MatrixSymbol("A", n, n), MatrixSymbol("B", n, n)
    >>> trace(A.I * A), trace(2 * A * B)
    (n, 2*Trace(A*B))
    """
    plain = with_structure(matrix.doit())
    if isinstance(plain, MatAdd):
        return sum((trace(term) for term in plain.args), S.Zero)
    coefficient, rest = without_number(plain)
    if isinstance(rest, OneMatrix):
        return coefficient * rest.shape[0]
    if isinstance(rest, KroneckerProduct) and all(f.shape[0] == f.shape[1] for f in rest.args):
        return coefficient * Mul(*map(trace, rest.args))
    if isinstance(rest, (Identity, MatrixBase)):
        return coefficient * (rest.trace() if isinstance(rest, MatrixBase) else rest.shape[0])
    return S.Zero if isinstance(rest, ZeroMatrix) else coefficient * Trace(rest)


def quadratic(matrix: Any, vector: Any) -> Expr:
    """The quadratic form ``v.T A v``, as the trace of a matrix of one entry; numbers come out in front."""
    if vector.is_ZeroMatrix:
        return S.Zero
    (coefficient, rest), (scale, vector) = without_number(matrix), without_number(vector)
    inner = () if isinstance(rest, Identity) else MatMul.make_args(rest)
    return mul(coefficient, scale**2, Trace(MatMul(Transpose(vector), *inner, vector)))


def combined(a: Expr, first: Any, b: Expr, second: Any) -> Any:
    """``a A + b B``, as one matrix where both are multiples of one."""
    (one, rest), (two, other) = without_number(first), without_number(second)
    if rest != other:
        return MatAdd(times(a, first), times(b, second))
    return times(factor_terms(expand(a * one + b * two)), rest)


def inverse(matrix: Any) -> Any:
    """The inverse, with numbers in front of it."""
    coefficient, rest = without_number(matrix)
    if isinstance(rest, KroneckerProduct):
        return times(1 / coefficient, KroneckerProduct(*map(inverse, rest.args)))
    plain = rest.arg if isinstance(rest, Inverse) else rest if isinstance(rest, Identity) else Inverse(rest)
    return times(1 / coefficient, plain)


def difference(first: Any, second: Any) -> Any:
    """One vector minus another, in the order in which a reader writes it."""
    if first == second:
        return ZeroMatrix(*first.shape)
    if second.is_ZeroMatrix:
        return first
    minus = MatMul(S.NegativeOne, second)
    return minus if first.is_ZeroMatrix else MatAdd(first, minus)


# --- positive definite matrices --------------------------------------------------------------------------------------


def definite(matrix: Any, domain: Domain | None = None) -> Boolean:
    """The condition under which a matrix is positive definite, given what the domain says of others."""
    domain = domain or Domain()
    if is_definite(matrix, domain):
        return true
    if isinstance(matrix, (Inverse, Transpose)):
        return definite(matrix.arg, domain)
    if isinstance(matrix, KroneckerProduct):
        return And(*(definite(factor, domain) for factor in matrix.args))
    if (alike := equally_correlated(matrix)) is not None:
        return And(*(value > 0 for value in eigenvalues(*alike) if not domain.positive(value)))
    coefficient, rest = without_number(matrix)
    if coefficient != 1 and is_definite(rest, domain):
        return coefficient > 0
    if coefficient != 1 and domain.positive(coefficient):
        return definite(rest, domain)
    return PositiveDefinite(matrix)


def is_definite(matrix: Any, domain: Domain) -> bool:
    """Whether a matrix is known to be positive definite: sums, positive multiples and inverses of such matrices are."""
    if isinstance(matrix, Identity):
        return True
    if isinstance(matrix, KroneckerProduct):
        return all(is_definite(factor, domain) for factor in matrix.args)
    if (alike := equally_correlated(matrix)) is not None:
        return all(domain.positive(value) or domain.implies(value > 0) for value in eigenvalues(*alike))
    if isinstance(matrix, MatAdd) and all(is_definite(term, domain) for term in matrix.args):
        return True
    if isinstance(matrix, (Inverse, Transpose)):
        return is_definite(matrix.arg, domain)
    if isinstance(matrix, MatMul):
        coefficient, rest = without_number(matrix)
        if coefficient != 1 and domain.positive(coefficient) and is_definite(rest, domain):
            return True
    return bool(domain.implies(PositiveDefinite(matrix)))


def conditions_on(*matrices: Any) -> Boolean:
    """All of them are positive definite."""
    return And(*(definite(matrix) for matrix in matrices))


# --- one form for equal scalars --------------------------------------------------------------------------------------


def canonical(expr: Any, domain: Domain) -> Any:
    """The expression with every trace opened into traces of products, each in one of its equal forms.

    Factors go round in a trace, and a matrix has the trace of its transpose.

    Examples
    --------
    >>> from sympy import symbols
    >>> n = symbols("n", positive=True, integer=True)
    >>> A, B = MatrixSymbol("A", n, n), MatrixSymbol("B", n, n)
    >>> canonical(Trace(A * B) - Trace(B * A), Domain())
    0
    """
    changes = {node: _opened(node.arg, domain) for node in expr.atoms(Trace)}
    changes |= {node: determinant(node.arg.doit()) for node in expr.atoms(Determinant)}
    return expr.xreplace(changes)


def _opened(matrix: Any, domain: Domain) -> Expr:
    plain = matrix.doit().expand()
    total = S.Zero
    for term in plain.args if isinstance(plain, MatAdd) else (plain,):
        coefficient, rest = without_number(term)
        turned = [_transposed(f, domain) for f in reversed(MatMul.make_args(rest))]
        factors = [_transposed(f, domain) for f in reversed(turned)]
        forms = [side[i:] + side[:i] for side in (factors, turned) for i in range(len(factors))]
        total += coefficient * trace(MatMul(*min(forms, key=lambda form: [default_sort_key(f) for f in form])))
    return total


def _transposed(matrix: Any, domain: Domain) -> Any:
    if isinstance(matrix, Transpose):
        return matrix.arg
    return matrix if is_definite(matrix, domain) or isinstance(matrix, Identity) else Transpose(matrix)


# --- for algebra that knows numbers only -----------------------------------------------------------------------------


def without_matrices(expr: Any, domain: Domain) -> tuple[Any, dict[Dummy, Expr]]:
    """The expression with every scalar made of matrices as one symbol, and the way back.

    Parameters
    ----------
    expr : Expr
        Any expression.
    domain : Domain
        Says which matrices are positive definite: their determinants are positive.
    """
    if not expr.has(Trace, Determinant):
        return expr, {}
    found = sorted(expr.atoms(Trace, Determinant), key=default_sort_key)
    symbols = {scalar: Dummy("s", **_signs(scalar, domain)) for scalar in found}
    return expr.xreplace(symbols), {symbol: scalar for scalar, symbol in symbols.items()}


def _signs(scalar: Any, domain: Domain) -> dict[str, bool]:
    if isinstance(scalar, Determinant) and is_definite(scalar.arg, domain):
        return {"positive": True}
    return {"real": True}
