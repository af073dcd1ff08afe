"""Matrices and vectors by letters in an expression: ``tr(S2^-1 S1)``, ``log |S|``, ``(m2 - m1)^T S^-1 (m2 - m1)``.

Which letters are matrices is said by the laws of the query. What comes out is a number: determinants, traces, and
quadratic forms as traces of one entry, as `laws.matrices` has them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from sympy import Expr, Identity, MatrixExpr, MatrixSymbol, S, Trace, Transpose, log

from symbinfo.expressions.errors import QueryError
from symbinfo.laws.matrices import determinant, difference, inverse, times, trace
from symbinfo.laws.vector_catalogue import VECTORS
from symbinfo.query.arguments import bound
from symbinfo.query.nodes import Call, Name, Node, Sequence, below
from symbinfo.query.typed.typed_words import stem_of
from symbinfo.query.typed.vectors_by_letters import SIZE, UNIT

__all__ = [
    "MATRIX_FUNCTIONS",
    "SIZE",
    "TRANSPOSE",
    "combined_matrices",
    "is_of_letters",
    "is_of_matrices",
    "letters_of",
    "scalar_of",
]

#: The exponent that transposes.
TRANSPOSE = "T"
#: The matrix of ones.
ONES = "J"


def is_of_letters(call: Node) -> bool:
    """Whether this is a law of vectors with a letter for one of them."""
    return (
        isinstance(call, Call)
        and call.name in VECTORS
        and VECTORS[call.name].letters
        and not any(isinstance(item, Sequence) for item in call.arguments.items)
    )


def letters_of(nodes: Iterable[Any], builder: Any) -> dict[str, MatrixExpr]:
    """The letters that laws of vectors make matrices of, and I; `builder` is that of the query.

    A letter by itself is one; in a larger expression, such as ``2*Sigma + s**2*I``, a capital letter is one where there is
    no I beside it, which would make it a number, and Sigma always.
    """
    found: dict[str, Any] = {}
    for call in filter(is_of_letters, nodes):
        family, arguments = VECTORS[call.name], bound(call, VECTORS[call.name])
        if not any(parameter.name == SIZE for parameter in family.parameters):
            symbols = (part for part in builder.law(call).free_symbols if isinstance(part, MatrixSymbol))
            found |= {symbol.name: symbol for symbol in symbols}
            continue
        size = builder.part({}).expression(arguments[SIZE]) if SIZE in arguments else builder.symbols[SIZE]
        found[UNIT] = Identity(size)
        for parameter, depth in zip(family.parameters, family.depths, strict=True):
            argument = arguments.get(parameter.name)
            if depth == 1 and isinstance(argument, Name):
                found[argument.name] = MatrixSymbol(argument.name, size, 1)
            elif depth == 2:
                names = {node.name for node in below(argument) if isinstance(node, Name)}
                found |= {name: MatrixSymbol(name, size, size) for name in names if _is_matrix(name, names)}
    return found


def _is_matrix(name: str, beside: set[str]) -> bool:
    alone = not beside & {UNIT, ONES}
    return name not in (UNIT, ONES) and (stem_of(name) == "Sigma" or (alone and name[0].isupper()))


def combined_matrices(sign: str, left: Any, right: Any) -> Any:
    """An operation of which one side at least is a matrix.

    Examples
    --------
    >>> from sympy import Symbol
    >>> A, v = MatrixSymbol("A", 2, 2), MatrixSymbol("v", 2, 1)
    >>> combined_matrices("*", combined_matrices("*", v.T, A), v)
    Trace(v.T*A*v)
    >>> combined_matrices("+", A, v)
    Traceback (most recent call last):
    ...
    symbinfo.expressions.errors.QueryError: matrices of these sizes have no sum: 2 by 2, and 2 by 1
    """
    if sign == "**":
        return _powered(left, right)
    both = isinstance(left, MatrixExpr) and isinstance(right, MatrixExpr)
    if sign == "*":
        if not both:
            return times(left, right) if isinstance(right, MatrixExpr) else times(right, left)
        if left.shape[1] != right.shape[0]:
            raise QueryError(f"matrices of these sizes have no product: {_sizes(left, right)}")
        product = left * right
        return Trace(product) if product.shape == (1, 1) else product
    if sign == "/" and not isinstance(right, MatrixExpr):
        return times(1 / right, left)
    if sign == "/":
        raise QueryError("nothing is divided by a matrix: write its inverse, such as Sigma^-1")
    if sign in "+-" and both:
        if left.shape != right.shape:
            raise QueryError(f"matrices of these sizes have no sum: {_sizes(left, right)}")
        return difference(left, right) if sign == "-" else left + right
    raise QueryError("a number and a matrix have no sum: take a trace, a determinant, or a multiple of I")


def _sizes(*matrices: Any) -> str:
    return ", and ".join(f"{m.shape[0]} by {m.shape[1]}" for m in matrices)


def _powered(matrix: Any, exponent: Any) -> Any:
    if exponent == TRANSPOSE:
        return Transpose(matrix).doit()
    if exponent == S.NegativeOne and isinstance(matrix, MatrixExpr) and matrix.shape[0] == matrix.shape[1]:
        return inverse(matrix)
    raise QueryError("a matrix has the powers -1 and T: write Sigma^-1, or mu^T")


def is_of_matrices(node: Any, matrices: dict[str, MatrixExpr]) -> bool:
    """Whether an argument of a law is more than a number times I: one of the letters stands in it."""
    return any(isinstance(part, Name) and part.name in matrices and part.name != UNIT for part in below(node))


def scalar_of(value: Any) -> Expr:
    """A number; a matrix by itself is refused."""
    if isinstance(value, MatrixExpr):
        raise QueryError("a number is expected here, and this is a matrix: take tr(...), det(...), or x^T A x")
    return value


def _square(matrix: Any, of: Callable[[Any], Any]) -> Any:
    if not isinstance(matrix, MatrixExpr) or matrix.shape[0] != matrix.shape[1]:
        raise QueryError(
            "a square matrix by its letter is expected here, such as Sigma of MultivariateNormal(mu, Sigma)"
        )
    return of(matrix)


def _trace(matrix: Any) -> Any:
    """Of a number, which `x^T A x` is, that number."""
    return matrix if isinstance(matrix, Trace) else _square(matrix, trace)


#: What is asked of a matrix, by the words for it.
MATRIX_FUNCTIONS: dict[str, Callable[[Any], Any]] = {
    **dict.fromkeys(("det", "Det", "Abs"), lambda matrix: _square(matrix, determinant)),
    **dict.fromkeys(("tr", "Tr", "trace", "Trace"), _trace),
    **dict.fromkeys(("inv", "inverse"), lambda matrix: _square(matrix, inverse)),
    "logdet": lambda matrix: log(_square(matrix, determinant)),
    "transpose": lambda matrix: _powered(matrix, TRANSPOSE),
}
