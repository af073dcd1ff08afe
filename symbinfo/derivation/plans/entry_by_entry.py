"""Matrices of measures, entry by entry: each entry is derived once, as a lemma, and equal entries are one."""

from __future__ import annotations

from collections.abc import Callable

from sympy import And, ImmutableMatrix

from symbinfo.derivation import Derivation, Relation, Status, Step
from symbinfo.expressions.domain import Domain
from symbinfo.measures.base import Measure
from symbinfo.measures.fisher_information import FisherInformationMatrix

__all__ = ["by_entries"]

#: The status of a matrix is that of its worst entry.
WORST = (Status.UNDEFINED, Status.REDUCED, Status.INFINITE, Status.CLOSED)
SYMMETRIC = "The matrix is symmetric: insert its entries, each derived once."


def by_entries(
    matrix: FisherInformationMatrix, domain: Domain, derive: Callable[[Measure, Domain], Derivation]
) -> Derivation:
    """Derive a Fisher information matrix.

    Parameters
    ----------
    matrix : FisherInformationMatrix
        Not evaluated.
    domain : Domain
        Where the parameters live.
    derive : callable
        What derives an entry.
    """
    entries = matrix.entries()
    asked = dict.fromkeys(entries[i, j] for i in range(entries.rows) for j in range(i, entries.cols))
    lemmas = {entry: derive(entry, domain) for entry in asked}
    values = ImmutableMatrix(entries.rows, entries.cols, [lemmas[entry].stands for entry in entries.flat()])
    requires = And(*(lemma.requires for lemma in lemmas.values()))
    start = Derivation(left=matrix, domain=domain)
    named = start.then(Step(Relation.EQ, entries, "definition", matrix.because, (), matrix))
    step = Step(Relation.EQ, values, "insert-entries", SYMMETRIC, tuple(lemmas.values()), entries, requires)
    found = {lemma.status for lemma in lemmas.values()}
    return named.then(step).closing(next(status for status in WORST if status in found))
