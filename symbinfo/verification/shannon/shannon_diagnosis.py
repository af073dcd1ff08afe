"""What is wrong with a refuted claim: the direction, or an assumption that is missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, permutations

from sympy import Integer

from symbinfo.derivation import Relation
from symbinfo.query.assumptions import Given
from symbinfo.query.shannon_measures import ShannonClaim, ShannonSum, ShannonTerm
from symbinfo.verification.shannon.linear_proof import Proof, prove
from symbinfo.verification.shannon.proof_text import identity_of
from symbinfo.verification.shannon.search import Question

__all__ = ["diagnosed"]

MOST_VARIABLES = 4


def diagnosed(question: Question) -> str:
    """In a sentence, what would make a refuted claim true; nothing where that is not seen.

    Parameters
    ----------
    question : Question
        A claim with =, <= or >= that was refuted.
    """
    claim = question.claim
    if claim.relation is Relation.EQ:
        for relation in (Relation.LE, Relation.GE):
            proof = _proof(question, replace(claim, relation=relation))
            if proof is not None:
                left, _, right = identity_of(proof, proof.parts[0]).partition(" = ")
                return f"only {relation} holds" + (f": {left} = {right}" if left != right else "")
    elif _proof(question, replace(claim, relation=claim.relation.turned)) is not None:
        return f"the reverse holds: {claim.left} {claim.relation.turned} {claim.right}"
    if len(question.at.variables) > MOST_VARIABLES:
        return ""
    for missing in _candidates(question.at.variables):
        if _proof(question, claim, (Given(str(missing), missing),)) is not None:
            return f"it holds when {missing}"
    return ""


def _proof(question: Question, claim: ShannonClaim, more: tuple[Given, ...] = ()) -> Proof | None:
    return prove(claim, (*question.given, *more), question.at.variables)


def _candidates(names: tuple[str, ...]) -> Iterator[ShannonClaim]:
    """Independence, Markov chains, and functions of one variable."""
    for first, second in combinations(names, 2):
        yield _zero(ShannonTerm("I", ((first,), (second,))))
    for middle in names:
        for first, second in combinations([name for name in names if name != middle], 2):
            yield _zero(ShannonTerm("I", ((first,), (second,)), (middle,)))
    for first, second in permutations(names, 2):
        yield _zero(ShannonTerm("H", ((first,),), (second,)))


def _zero(term: ShannonTerm) -> ShannonClaim:
    return ShannonClaim(ShannonSum(((Integer(1), term),)), Relation.EQ, ShannonSum())
