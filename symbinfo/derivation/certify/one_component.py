"""A derivation about vectors of unknown size, read for vectors of one component: every matrix is then a number.

The checker knows no matrices. An instance proves nothing about other sizes, but a step that is false there is false.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from sympy import (
    Basic,
    Determinant,
    Expr,
    Identity,
    Integral,
    Inverse,
    MatAdd,
    MatMul,
    MatPow,
    MatrixExpr,
    MatrixSymbol,
    S,
    Symbol,
    Trace,
    Transpose,
    ZeroMatrix,
    oo,
    sqrt,
)

from symbinfo.derivation import Derivation, Step
from symbinfo.expressions.domain import Domain, Variable
from symbinfo.expressions.unevaluated import add, evaluated, mul, power, replace_where
from symbinfo.laws.catalogue import FAMILIES
from symbinfo.laws.expectation import DensityValue, Expectation
from symbinfo.laws.from_catalogue import law_of_family
from symbinfo.laws.law import Law
from symbinfo.laws.matrices import MeanMatrix, PositiveDefinite, SpaceIntegral, VectorVariable
from symbinfo.laws.matrix_normal import MatrixNormal

__all__ = ["of_unknown_size", "with_one_component"]


def of_unknown_size(derivation: Derivation) -> bool:
    """Whether a derivation, or a lemma of it, speaks of matrices that have no entries."""
    if isinstance(derivation.left, Basic) and derivation.left.has(MatrixNormal, MatrixSymbol):
        return True
    return any(of_unknown_size(lemma) for step in derivation.steps for lemma in step.lemmas)


def with_one_component(derivation: Derivation) -> Derivation | None:
    """The same derivation for vectors of one component, or None where the size is not a symbol.

    Parameters
    ----------
    derivation : Derivation
        About normal vectors whose size is a symbol.

    Examples
    --------
    >>> from sympy import MatrixSymbol, symbols
    >>> import symbinfo as si
    >>> n = symbols("n", integer=True, positive=True)
    >>> law = si.normal_vector(MatrixSymbol("m", n, 1), MatrixSymbol("S", n, n))
    >>> with_one_component(si.derive(si.Entropy(law))).result
    log(S)/2 + 1/2 + log(2*pi)/2
    """
    laws = derivation.left.atoms(MatrixNormal)
    sizes = {law.dimension for law in laws}
    if len(sizes) != 1 or not isinstance(size := sizes.pop(), Symbol):
        return None
    return _Reading(size, derivation).derivation(derivation)


class _Reading:
    """Every matrix as the number that it then is."""

    def __init__(self, size: Symbol, derivation: Derivation) -> None:
        self.size = size
        definite = {c.args[0] for c in derivation.domain.conditions if isinstance(c, PositiveDefinite)}
        self.taken = {s.name for s in derivation.left.free_symbols if isinstance(s, Symbol)}
        self.numbers: dict[Any, Symbol] = {}
        for matrix in sorted(derivation.left.atoms(MatrixSymbol), key=str):
            if not isinstance(matrix, VectorVariable):
                signs = {"positive": True} if matrix in definite else {"real": True}
                self.numbers[matrix] = Symbol(self.name(matrix), **signs)
        self.laws: dict[Any, Law] = {}

    def name(self, matrix: MatrixSymbol | VectorVariable) -> str:
        """A name that certificates can carry, of no other symbol."""
        plain = re.sub(r"[^A-Za-z0-9_]", "", matrix.name) or "v"
        plain = plain if plain[0].isalpha() else f"v{plain}"
        while plain in self.taken:
            plain += "_"
        self.taken.add(plain)
        return plain

    def variable(self, vector: VectorVariable) -> Variable:
        """The bound variable."""
        if vector not in self.numbers:
            self.numbers[vector] = Variable(self.name(vector), real=True)
        return self.numbers[vector]

    def law(self, law: MatrixNormal) -> Law:
        """The normal law on the line."""
        if law not in self.laws:
            mean, variance = (evaluated(self.number(part)) for part in law.parameters)
            normal = law_of_family(FAMILIES["Normal"], (mean, sqrt(variance)), law.name)
            self.laws[law] = normal.on(self.variable(law.variable))
        return self.laws[law]

    def number(self, matrix: MatrixExpr) -> Expr:
        """The one entry of a matrix, as it is written."""
        if isinstance(matrix, VectorVariable):
            return self.variable(matrix)
        if isinstance(matrix, MatrixSymbol):
            return self.numbers[matrix]
        if isinstance(matrix, (MatMul, MatAdd)):
            parts = [self.number(a) if isinstance(a, MatrixExpr) else self(a) for a in matrix.args]
            return (mul if isinstance(matrix, MatMul) else add)(*parts)
        if isinstance(matrix, Transpose):
            return self.number(matrix.arg)
        if isinstance(matrix, Inverse):
            return power(self.number(matrix.arg), S.NegativeOne)
        if isinstance(matrix, MatPow):
            return power(self.number(matrix.base), self(matrix.exp))
        if isinstance(matrix, MeanMatrix):
            return Expectation(self.number(matrix.body), self.law(matrix.law))
        if isinstance(matrix, (Identity, ZeroMatrix)):
            return S.One if isinstance(matrix, Identity) else S.Zero
        return matrix[0, 0]

    def __call__(self, expr: Any) -> Any:
        """An expression or a condition."""
        return replace_where(expr, self.change)

    def change(self, node: Basic) -> Basic | None:
        """What one node becomes; None to look inside."""
        if node == self.size:
            return S.One
        if isinstance(node, (Trace, Determinant)):
            return self.number(node.arg)
        if isinstance(node, MatrixExpr):
            return self.number(node)
        if isinstance(node, PositiveDefinite):
            return evaluated(self.number(node.args[0])) > 0
        if isinstance(node, DensityValue):
            return DensityValue(self.law(node.law), self.number(node.point))
        if isinstance(node, Expectation):
            return Expectation(self(node.body), self.law(node.law))
        if isinstance(node, SpaceIntegral):
            return Integral(self(node.body), (self.variable(node.variable), -oo, oo))
        if isinstance(node, MatrixNormal):
            return self.law(node)
        return None

    def derivation(self, derivation: Derivation) -> Derivation:
        """A derivation with its lemmas."""
        steps = tuple(self.step(step) for step in derivation.steps)
        domain = Domain.of(self(c) for c in derivation.domain.conditions)
        left = self(derivation.left)
        return replace(derivation, left=left, domain=domain, steps=steps, limits=(), symbols=(), given=None)

    def step(self, step: Step) -> Step:
        """One step."""
        lemmas = tuple(self.derivation(lemma) for lemma in step.lemmas)
        start = None if step.start is None else self(step.start)
        return replace(step, expr=self(step.expr), lemmas=lemmas, start=start, requires=self(step.requires))
