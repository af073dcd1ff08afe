"""Covariances of any size with a structure, Kronecker products and equally correlated components, at small sizes."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from sympy import Identity, KroneckerProduct, Matrix, MatrixSymbol, OneMatrix, Rational, ZeroMatrix, symbols

import symbinfo as si
from symbinfo.expressions.errors import SymbinfoError

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


def at_two_by_three(expr: Any) -> float:
    """U and C of rows, V and D of columns, a mean of ones; n = 2, p = 3, d = 2 and r = 3/10."""
    entries = {"Sigma": ENTRIES["A"], "U": ENTRIES["A"], "W": ENTRIES["C"], "V": ENTRIES["B"], "D": ENTRIES["D"]}
    sizes = {s: {"n": 2, "p": 3, "d": 2}[s.name] for s in expr.free_symbols if s.name in ("n", "p", "d")}
    placed = expr.subs(sizes)
    means = {letter: Matrix.ones(*letter.shape) for letter in placed.atoms(MatrixSymbol) if letter.shape[1] == 1}
    matrices = {letter: Matrix(entries[letter.name]) for letter in placed.atoms(MatrixSymbol) if letter not in means}
    found = placed.subs({**means, **matrices}).doit()
    return float(found.subs(dict.fromkeys(found.free_symbols, AT[r])))


OF_ROWS, OF_COLUMNS = np.array(ENTRIES["A"]), np.array(ENTRIES["B"])
BY_LETTERS = {
    "H(MultivariateNormal(mu, Sigma))": lambda: entropy(OF_ROWS),
    "H(MultivariateNormal(mu, 4))": lambda: entropy(4 * np.eye(2)),
    "H(MultivariateNormal(0, (1 - r)*I + r*J))": lambda: entropy(explicit(r, 2)),
    "KL(MultivariateNormal(mu, Sigma) || MultivariateNormal(0, I))": lambda: divergence(OF_ROWS, np.eye(2)) + 1,
    "H(MatrixNormal(M, U, V))": lambda: entropy(np.kron(OF_COLUMNS, OF_ROWS)),
    "H(MatrixNormal(0, U, V, 2, 3))": lambda: entropy(np.kron(OF_COLUMNS, OF_ROWS)),
    "KL(MatrixNormal(M, U, V) || MatrixNormal(M, W, D))": lambda: divergence(
        np.kron(OF_COLUMNS, OF_ROWS), np.kron(ENTRIES["D"], ENTRIES["C"])
    ),
}


@pytest.mark.parametrize("text", BY_LETTERS)
def test_normal_laws_by_letters(text: str) -> None:
    derived = si.derive(text, given=["r in (0, 1)"] if "J" in text else [])
    assert derived.status == "closed"
    assert abs(at_two_by_three(derived.result) - BY_LETTERS[text]()) < 1e-12


@pytest.mark.parametrize(
    "text",
    ["MultivariateNormal(2, Sigma)", "MultivariateNormal([0, 0], I, 3)", "MatrixNormal([[0, 0]], U, V)"],
)
def test_normal_laws_by_letters_that_are_refused(text: str) -> None:
    with pytest.raises(SymbinfoError, match=r"the mean|the number of components"):
        si.derive(f"H({text})")
