"""Derivations of matrices, which are checked entry by entry: a certificate speaks of numbers."""

from __future__ import annotations

from dataclasses import replace

from symbinfo.derivation import Derivation
from symbinfo.expressions.verdict_words import Level, Outcome
from symbinfo.trusted import Report

__all__ = ["entries_of", "report_of_entries"]


def entries_of(derivation: Derivation) -> tuple[tuple[tuple[int, int], Derivation], ...]:
    """The entries of a derived matrix in and above the diagonal, each with its place; empty for what is no matrix.

    Each is given the way back to the user's symbols, as if it had been derived alone.
    """
    if not getattr(derivation.left, "is_Matrix", False) or not derivation.steps:
        return ()
    lemmas = {lemma.left: lemma for step in derivation.steps for lemma in step.lemmas}
    matrix = derivation.steps[0].expr
    places = [(i, j) for i in range(matrix.rows) for j in range(i, matrix.cols)]
    return tuple((place, replace(lemmas[matrix[place]], symbols=derivation.symbols)) for place in places)


def report_of_entries(reports: dict[tuple[int, int], Report]) -> Report:
    """What is said of a matrix: the weakest of what is said of its entries."""
    order = (Outcome.REFUTED, Outcome.UNDECIDED, Outcome.HOLDS)
    place, weakest = min(reports.items(), key=lambda pair: order.index(Outcome(pair[1].verdict)))
    levels = list(Level)
    level = max((r.level for r in reports.values() if r.level), key=lambda word: levels.index(Level(word)), default="")
    reason = f"all {len(reports)} entries hold" if weakest.accepted else f"entry {list(place)}: {weakest.reason}"
    return replace(
        weakest,
        reason=reason,
        level=level if weakest.accepted else "",
        points=sum(r.points for r in reports.values()),
        digits=min(r.digits for r in reports.values()),
        worst_error=max((r.worst_error for r in reports.values()), key=float),
        records=tuple(record for r in reports.values() for record in r.records),
        statement="; ".join(r.statement for r in reports.values() if r.statement),
        assumptions=tuple(dict.fromkeys(a for r in reports.values() for a in r.assumptions)),
        axioms=tuple(dict.fromkeys(a for r in reports.values() for a in r.axioms)),
        beyond=tuple(dict.fromkeys(b for r in reports.values() for b in r.beyond)),
    )
