"""Derivations over matrices at small sizes: every step by arrays and Gauss-Hermite quadrature, without the rules."""

from __future__ import annotations

from dataclasses import replace
from functools import reduce
from itertools import product
from typing import Any

import numpy as np
import scipy.stats as st
import sympy as sp
from sympy import Determinant, E, Identity, MatrixSymbol, Rational, Trace, ZeroMatrix, log, pi, symbols
from sympy.stats import MultivariateNormal

from symbinfo.derivation import Derivation
from symbinfo.laws.expectation import DensityValue, Expectation
from symbinfo.laws.matrices import MeanMatrix, SpaceIntegral, VectorVariable
from symbinfo.laws.matrix_normal import MatrixNormal
from symbinfo.measures.base import Measure

n = symbols("n", integer=True, positive=True)
alpha, s = symbols("alpha s", positive=True)
mu1, mu2 = MatrixSymbol("mu1", n, 1), MatrixSymbol("mu2", n, 1)
Sigma1, Sigma2 = MatrixSymbol("Sigma1", n, n), MatrixSymbol("Sigma2", n, n)
P, Q = MultivariateNormal("P", mu1, Sigma1), MultivariateNormal("Q", mu2, Sigma2)
ZERO, ONE = ZeroMatrix(n, 1), Identity(n)
half = Rational(1, 2)

# Means near one another and covariances near one another: every order below converges, and quadrature is accurate.
FIRST = {1: [[2]], 2: [[2, 1], [1, 2]], 3: [[2, 1, 0], [1, 2, half], [0, half, 1]]}
SECOND = {1: [[3]], 2: [[3, 1], [1, 2]], 3: [[3, 1, 0], [1, 3, half], [0, half, 2]]}
ORDER = {alpha: Rational(6, 5), s: Rational(3, 2)}


class Numeric:
    """Values at one size: matrices are arrays whose last two axes are rows and columns; a bound vector is many."""

    def __init__(self, size: int) -> None:
        means = (np.arange(1, size + 1) / 4, np.ones(size) / 2)
        self.size = size
        self.known: dict[Any, Any] = {mu1: means[0][:, None], mu2: means[1][:, None], n: size}
        self.known |= {Sigma1: np.array(FIRST[size], float), Sigma2: np.array(SECOND[size], float)}
        self.known |= {symbol: float(value) for symbol, value in ORDER.items()}
        nodes, weights = np.polynomial.hermite_e.hermegauss({1: 80, 2: 60, 3: 36}[size])
        self.nodes = np.array(list(product(nodes, repeat=size)))
        self.weights = reduce(np.multiply.outer, [weights / weights.sum()] * size).ravel()

    def points(self, mean: Any, covariance: Any) -> Any:
        """Points and weights under which polynomials average to their means under a normal law."""
        return (np.ravel(mean) + self.nodes @ np.linalg.cholesky(covariance).T)[:, :, None]

    def law(self, law: MatrixNormal) -> tuple[Any, Any]:
        mean, covariance = (self(part) for part in law.parameters)
        return np.broadcast_to(mean, (self.size, 1)), covariance

    def mean(self, body: Any, law: MatrixNormal) -> Any:
        values = self.with_(law.variable, self.points(*self.law(law)))(body)
        if np.ndim(values) == 0:
            return values
        return np.tensordot(self.weights, values, axes=(0, 0))

    def with_(self, variable: Any, points: Any) -> Numeric:
        other = object.__new__(Numeric)
        other.__dict__ = {**self.__dict__, "known": {**self.known, variable: points}}
        return other

    def integral(self, node: SpaceIntegral) -> Any:
        mean, covariance = np.ones((self.size, 1)) / 4, np.array(FIRST[self.size], float)
        points = self.points(mean, covariance)
        density = st.multivariate_normal(mean.ravel(), covariance).logpdf(points[:, :, 0])
        return self.weights @ (self.with_(node.variable, points)(node.body) / np.exp(density).reshape(len(points)))

    def density(self, node: DensityValue) -> Any:
        mean, covariance = self.law(node.law)
        return np.exp(st.multivariate_normal(mean.ravel(), covariance).logpdf(self(node.point)[..., 0]))

    def __call__(self, e: Any) -> Any:
        if e in self.known:
            return self.known[e]
        special = {
            Expectation: lambda: self.mean(e.body, e.law),
            MeanMatrix: lambda: self.mean(e.body, e.law),
            SpaceIntegral: lambda: self.integral(e),
            DensityValue: lambda: self.density(e),
            sp.Identity: lambda: np.eye(self.size),
            sp.ZeroMatrix: lambda: np.zeros((self.size, 1)),
        }
        if type(e) in special:
            return special[type(e)]()
        if e.is_Number or e in (pi, E):
            return float(e)
        args = [self(a) for a in e.args]
        return APPLIED[type(e)](args)


def joined(factors: list[Any]) -> Any:
    numbers = [f for f in factors if np.ndim(f) < 2]
    matrices = [f for f in factors if np.ndim(f) >= 2]
    return reduce(np.multiply, numbers, 1.0) * reduce(np.matmul, matrices)


APPLIED: dict[Any, Any] = {
    sp.Add: lambda a: reduce(np.add, a),
    sp.Mul: lambda a: reduce(np.multiply, a),
    sp.Pow: lambda a: np.power(np.asarray(a[0], float), a[1]),
    sp.exp: lambda a: np.exp(a[0]),
    log: lambda a: np.log(a[0]),
    sp.MatMul: joined,
    sp.MatAdd: lambda a: reduce(np.add, a),
    sp.Transpose: lambda a: np.swapaxes(a[0], -1, -2),
    sp.Inverse: lambda a: np.linalg.inv(a[0]),
    Trace: lambda a: np.trace(a[0], axis1=-2, axis2=-1),
    Determinant: lambda a: np.linalg.det(a[0]),
}


def chains(derivation: Derivation) -> list[Derivation]:
    """A derivation and all its lemmas."""
    lemmas = [inner for step in derivation.steps for lemma in step.lemmas for inner in chains(lemma)]
    return [derivation, *lemmas]


def false_steps(derivation: Derivation, size: int) -> list[str]:
    """The rules of the steps that do not hold at a size; free bound vectors stand for any point."""
    at = Numeric(size)
    wrong = []
    for chain in chains(derivation):
        free = {v for step in chain.steps for v in step.expr.atoms(VectorVariable)}
        here = reduce(lambda a, v: a.with_(v, np.arange(1, size + 1)[:, None] / 3), free, at)
        before = here(by_definition(chain.left))
        for step in chain.steps:
            after = here(by_definition(step.expr))
            if not np.allclose(before, after, rtol=1e-7, atol=1e-9):
                wrong.append(step.rule)
            before = after
    return wrong


def by_definition(expr: Any) -> Any:
    return expr.replace(lambda node: isinstance(node, Measure), lambda node: node.definition())


def broken(derivation: Derivation, rule: str, change: Any) -> Derivation:
    """The derivation with the step of one rule, wherever it is, changed."""
    steps = []
    for step in derivation.steps:
        lemmas = tuple(broken(lemma, rule, change) for lemma in step.lemmas)
        steps.append(replace(step, lemmas=lemmas, expr=change(step.expr) if step.rule == rule else step.expr))
    return replace(derivation, steps=tuple(steps))
