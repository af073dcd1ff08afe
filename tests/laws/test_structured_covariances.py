"""Covariances of any size with a structure, Kronecker products and equally correlated components, at small sizes."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from sympy import Identity, KroneckerProduct, Matrix, MatrixSymbol, OneMatrix, Rational, ZeroMatrix, symbols

import symbinfo as si

n, m = symbols("n m", integer=True, positive=True)
r, t = symbols("r t", real=True)
s = symbols("s", positive=True)
AT = {r: Rational(3, 10), t: Rational(-1, 5), s: Rational(7, 4)}


def alike(correlation: Any, scale: Any = 1) -> Any:
    return scale * ((1 - correlation) * Identity(n) + correlation * OneMatrix(n, n))


P, Q = (si.normal_vector(ZeroMatrix(n, 1), alike(c), name) for c, name in ((r, "P"), (t, "Q")))
ROUND = si.normal_vector(ZeroMatrix(n, 1), s * Identity(n), "Q")


def explicit(correlation: Any, size: int) -> Any:
    c = float(AT[correlation])
    return (1 - c) * np.eye(size) + c * np.ones((size, size))


def entropy(covariance: Any) -> float:
    return 0.5 * float(len(covariance) * np.log(2 * np.pi * np.e) + np.linalg.slogdet(covariance)[1])


def divergence(first: Any, second: Any) -> float:
    logs = np.linalg.slogdet(second)[1] - np.linalg.slogdet(first)[1]
    return 0.5 * float(np.trace(np.linalg.solve(second, first)) - len(first) + logs)


def renyi(order: float, covariance: Any) -> float:
    return entropy(covariance) + 0.5 * len(covariance) * (np.log(order) / (order - 1) - 1)


CASES = {
    "entropy": (si.Entropy(P), lambda k: entropy(explicit(r, k))),
    "scaled": (si.Entropy(si.normal_vector(ZeroMatrix(n, 1), alike(r, s))), lambda k: entropy(1.75 * explicit(r, k))),
    "from the round law": (si.KL(P, ROUND), lambda k: divergence(explicit(r, k), 1.75 * np.eye(k))),
    "of the round law": (si.KL(ROUND, P), lambda k: divergence(1.75 * np.eye(k), explicit(r, k))),
    "of two correlations": (si.KL(P, Q), lambda k: divergence(explicit(r, k), explicit(t, k))),
    "Renyi": (si.Renyi(P, 3), lambda k: renyi(3.0, explicit(r, k))),
}


@pytest.mark.parametrize("name", CASES)
def test_equally_correlated_components(name: str) -> None:
    measure, wanted = CASES[name]
    derived = si.derive(measure)
    assert derived.status == "closed"
    for size in (2, 3, 5):
        found = float(derived.result.subs(AT).subs(n, size).doit())
        assert abs(found - wanted(size)) < 1e-12, size


def test_where_equally_correlated_components_have_a_density() -> None:
    inside = si.derive(si.Entropy(P)).condition
    for size in (2, 3, 5):
        for value in (Rational(-3, 5), Rational(-1, 3), Rational(-1, 5), Rational(9, 10), Rational(11, 10)):
            definite = bool(
                min(np.linalg.eigvalsh(np.eye(size) + float(value) * (np.ones((size, size)) - np.eye(size)))) > 0
            )
            assert bool(inside.subs({n: size, r: value})) == definite, (size, value)


LETTERS = {name: MatrixSymbol(name, size, size) for name, size in (("A", n), ("B", m), ("C", n), ("D", m))}
ENTRIES = {"A": [[2.0, 1.0], [1.0, 3.0]], "B": [[1.0, 0.5, 0.0], [0.5, 2.0, 0.25], [0.0, 0.25, 1.0]]}
ENTRIES |= {"C": [[1.0, 0.25], [0.25, 1.0]], "D": [[2.0, 0.0, 0.5], [0.0, 1.0, 0.0], [0.5, 0.0, 1.5]]}


def at_sizes(expr: Any) -> float:
    placed = expr.subs({n: 2, m: 3})
    entries = {MatrixSymbol(k, len(v), len(v)): Matrix(v) for k, v in ENTRIES.items()}
    return float(placed.subs(entries).doit())


def test_kronecker_products() -> None:
    first, second = (
        si.normal_vector(ZeroMatrix(n * m, 1), KroneckerProduct(LETTERS[a], LETTERS[b]), name)
        for a, b, name in (("A", "B", "P"), ("C", "D", "Q"))
    )
    own, other = np.kron(ENTRIES["A"], ENTRIES["B"]), np.kron(ENTRIES["C"], ENTRIES["D"])
    assert abs(at_sizes(si.derive(si.Entropy(first)).result) - entropy(own)) < 1e-12
    assert abs(at_sizes(si.derive(si.KL(first, second)).result) - divergence(own, other)) < 1e-12


def test_they_are_written_as_such() -> None:
    law = si.normal_vector(ZeroMatrix(n * m, 1), KroneckerProduct(LETTERS["A"], LETTERS["B"]))
    shown = si.derive(si.Entropy(law))
    assert "A ⊗ B" in shown.text() and r"A \otimes B" in shown.latex()
    assert "r J + (1 − r) I" in si.derive(si.Entropy(P)).text()
