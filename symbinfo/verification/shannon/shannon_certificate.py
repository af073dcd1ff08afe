"""A proof or a counterexample as plain data, which `symbinfo.trusted.shannon_check` re-checks."""

from __future__ import annotations

from typing import Any, TypedDict

from symbinfo.query.shannon_measures import ShannonClaim, ShannonSum, ShannonTerm
from symbinfo.verification.shannon.fair_bits import Table
from symbinfo.verification.shannon.linear_proof import Proof
from symbinfo.verification.shannon.search import Question

__all__ = ["ProbableOutcome", "of_counterexample", "of_proof", "pmf_of"]


def of_proof(proof: Proof) -> dict[str, Any]:
    """The certificate of a proof."""
    parts = [
        {
            "direction": part.direction,
            "terms": [_term(factor, inequality.term(proof.at)) for factor, inequality in part.terms],
            "uses": [[str(factor), number] for factor, number in part.uses],
        }
        for part in proof.parts
    ]
    copies = [{"new": [copy.new], "of": [copy.of], "over": list(copy.over)} for copy in proof.copies]
    given = [_statement(line.statement) for line in proof.given]
    return {**_head(proof.claim, given), "copies": copies, "proof": parts}


def of_counterexample(question: Question, claim: ShannonClaim, table: Table) -> dict[str, Any]:
    """The certificate of a counterexample."""
    given = [_statement(line.statement) for line in question.given]
    example = {"variables": list(question.at.variables), "pmf": pmf_of(table)}
    return {**_head(claim, given), "counterexample": example}


class ProbableOutcome(TypedDict):
    """A row of a law: values of the variables in their order, and their probability as a fraction."""

    outcome: list[int]
    p: str


def pmf_of(table: Table) -> list[ProbableOutcome]:
    """The outcomes of a table with their probabilities, in order."""
    return [{"outcome": list(outcome), "p": str(p)} for outcome, p in sorted(table.items())]


def _head(claim: ShannonClaim, given: list[Any]) -> dict[str, Any]:
    return {"schema": 1, "kind": "shannon", "claim": _statement(claim), "given": given}


def _statement(claim: ShannonClaim) -> dict[str, Any]:
    return {"left": _sum(claim.left), "relation": str(claim.relation), "right": _sum(claim.right)}


def _sum(side: ShannonSum) -> list[Any]:
    return [_term(factor, term) for factor, term in side.terms]


def _term(factor: Any, term: ShannonTerm) -> list[Any]:
    return [str(factor), [list(group) for group in term.groups], list(term.given)]
