"""Stationary Markov chains on finitely many states: the law that a step leaves as it is, and the law of two steps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sympy import And, Dict, Expr, Integer, Matrix, S, Tuple, cancel, eye, sympify

from symbinfo.expressions.errors import DomainError, MeasureError
from symbinfo.expressions.shortest import shortest
from symbinfo.laws.from_catalogue import finite_law
from symbinfo.laws.table import JointTable

__all__ = ["MOST_STATES", "chain_of", "stationary_law", "walk_on"]

MOST_STATES = 30


def stationary_law(rows: Sequence[Sequence[Expr]]) -> list[Expr]:
    """The law that a step of a chain leaves as it is: proportional to the principal minors of 1 - P, without division.

    Parameters
    ----------
    rows : sequence of sequences
        Of each state the probabilities of the next one.

    Raises
    ------
    MeasureError
        When the matrix is not one of transitions, or leaves more than one law as it is.

    References
    ----------
    D. Aldous and J. A. Fill, Reversible Markov Chains and Random Walks on Graphs, section 9.1 (Markov chain tree theorem).

    Examples
    --------
    >>> from sympy import symbols
    >>> a, b = symbols("a b", positive=True)
    >>> stationary_law([[1 - a, a], [b, 1 - b]])
    [b/(a + b), a/(a + b)]
    """
    size = len(rows)
    if any(len(row) != size for row in rows) or not 0 < size <= MOST_STATES:
        raise MeasureError(f"a chain has a square matrix with at most {MOST_STATES} rows")
    for i, row in enumerate(rows):
        if cancel(sum(row, S.Zero)) != 1:
            raise MeasureError(f"row {i + 1} does not sum to 1: a row holds the probabilities of the next state")
    leaving = eye(size) - Matrix(rows)
    weights = [
        cancel(leaving.minor_submatrix(i, i).det(method="berkowitz")) if size > 1 else S.One for i in range(size)
    ]
    total = cancel(sum(weights, S.Zero))
    if total == 0:
        raise MeasureError("this chain has more than one stationary law: its states fall apart")
    return [cancel(weight / total) for weight in weights]


def chain_of(rows: Any, names: Sequence[str] = ("X0", "X1"), name: str = "P") -> JointTable:
    """The joint law of two steps of the stationary chain, the first one in its stationary law.

    Parameters
    ----------
    rows : nested sequence or Matrix
        The probabilities of the next state, a row for each state.
    names : sequence of str
        What the two steps are called.
    name : str
        What the joint law is called.

    Examples
    --------
    >>> from sympy import Rational
    >>> half = Rational(1, 2)
    >>> chain_of([[half, half], [1, 0]]).marginal([0]).outcomes
    ((0, 2/3), (1, 1/3))
    """
    listed = rows.tolist() if hasattr(rows, "tolist") else rows
    if not isinstance(listed, (list, tuple, Tuple)) or not all(isinstance(r, (list, tuple, Tuple)) for r in listed):
        raise MeasureError("a chain is given by the rows of its transitions: [[9/10, 1/10], [1/2, 1/2]]")
    exact = [[_exact(entry) for entry in row] for row in listed]
    first = stationary_law(exact)
    laws = [finite_law(dict(enumerate(row))) for row in exact]
    conditions = And(*(law.condition for law in laws))
    pairs = [
        (Tuple(Integer(i), Integer(j)), cancel(first[i] * p))
        for i, row in enumerate(exact)
        for j, p in enumerate(row)
        if cancel(first[i] * p) != 0
    ]
    for (i, _), mass in pairs:
        if mass.is_negative:
            raise DomainError("chain", f"row {i + 1}", mass, "probabilities")
    return JointTable(name, "table", (Dict(dict(pairs)),), shortest([conditions]), pairs, names)


def walk_on(weights: Any) -> list[list[Expr]]:
    """The transitions of a random walk on a graph: to each neighbour with the share of its edge in all edges there.

    Parameters
    ----------
    weights : nested sequence or Matrix
        Symmetric: the weight of the edge between two nodes, 0 where there is none.

    Raises
    ------
    MeasureError
        When the weights are not symmetric, or a node has no edge.

    Examples
    --------
    >>> walk_on([[0, 1, 1], [1, 0, 0], [1, 0, 0]])
    [[0, 1/2, 1/2], [1, 0, 0], [1, 0, 0]]
    """
    matrix = Matrix(weights.tolist() if hasattr(weights, "tolist") else [list(map(_exact, row)) for row in weights])
    if matrix.rows != matrix.cols or matrix != matrix.T:
        raise MeasureError("the weights of a graph are a symmetric matrix: [[0, 1, 1], [1, 0, 1], [1, 1, 0]]")
    degrees = [sum(matrix.row(i), S.Zero) for i in range(matrix.rows)]
    if any(degree == 0 for degree in degrees):
        raise MeasureError("every node of a random walk has an edge: one row of the weights is 0")
    return [[cancel(matrix[i, j] / degrees[i]) for j in range(matrix.cols)] for i in range(matrix.rows)]


def _exact(entry: Any) -> Expr:
    """A decimal is the fraction that was typed."""
    return sympify(str(entry), rational=True) if isinstance(entry, float) else sympify(entry)
