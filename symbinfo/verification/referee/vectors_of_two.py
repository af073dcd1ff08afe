"""A claim about vectors of unknown size, for vectors of two components with numbers for their letters.

One component tells no determinant from a trace, and no number of components from 1; two do.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from sympy import Expr, ImmutableMatrix, Integer, MatrixSymbol, Symbol, default_sort_key

from symbinfo.laws.matrices import VectorVariable
from symbinfo.laws.matrix_normal import MatrixNormal
from symbinfo.verification.claims.verdict import Verdict

__all__ = ["shown", "with_two_components"]

SIZE = 2


def with_two_components(sides: Iterable[Expr]) -> tuple[list[Expr], dict[str, Any]] | None:
    """The sides with numbers for their vectors and matrices, and these by their letters; None where the size is none to choose.

    Examples
    --------
    >>> import symbinfo as si
    >>> sides, numbers = with_two_components([si.parse("H(MultivariateNormal(mu, Sigma))")])
    >>> sides[0].doit(), numbers["Sigma"]
    (1 + log(5*pi**2)/2, Matrix([
    [  1, 1/2],
    [1/2, 3/2]]))
    """
    sides = list(sides)
    sizes = {law.dimension for side in sides for law in side.atoms(MatrixNormal)}
    if len(sizes) != 1 or not isinstance(size := sizes.pop(), Symbol):
        return None
    sized = [side.subs(size, SIZE) for side in sides]
    letters = sorted(set().union(*(side.atoms(MatrixSymbol) for side in sized)), key=default_sort_key)
    numbers = {m: _numbers(m, at) for at, m in enumerate(m for m in letters if not isinstance(m, VectorVariable))}
    explicit = [side.subs(numbers) for side in sized]
    plain = [side.doit() if not side.has(MatrixNormal) else side for side in explicit]
    return plain, {matrix.name: value for matrix, value in numbers.items()}


def _numbers(matrix: MatrixSymbol, at: int) -> ImmutableMatrix:
    if matrix.shape == (SIZE, SIZE):
        return ImmutableMatrix([[2 + at, 1], [1, 3 + 2 * at]]) / 2
    return ImmutableMatrix([Integer(1 + at), Integer(-1)])


def shown(verdict: Verdict, numbers: dict[str, Any]) -> Verdict:
    """A refutation with these numbers in its witness."""
    if verdict.witness is None:
        return verdict
    matrices = {name: str(value.tolist()) for name, value in numbers.items()}
    witness = verdict.witness.copy()
    witness["parameters"] = {**matrices, **witness["parameters"]}
    return replace(verdict, witness=witness, reason="for vectors of two components")
