"""The referee of claims over named random variables: a proof, a counterexample, or neither.

Whatever is found is handed to `symbinfo.trusted.shannon_check` before it is told; what that does not confirm is not told.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction
from typing import Any

from symbinfo.derivation import Relation
from symbinfo.expressions.errors import QueryError, SymbinfoError
from symbinfo.expressions.verdict_words import Level, Outcome
from symbinfo.query.assumptions import assumptions
from symbinfo.query.shannon_measures import ShannonClaim
from symbinfo.trusted import MOST_GROUPS, confirm, facts_of_shannon, statement_of_shannon
from symbinfo.verification.shannon.copy_lemma import prove_with_copies
from symbinfo.verification.shannon.fair_bits import Table, has_arrays
from symbinfo.verification.shannon.linear import Coordinates, terms_of, variables_of
from symbinfo.verification.shannon.linear_proof import MOST_VARIABLES, Proof, prove
from symbinfo.verification.shannon.search import Question, of_bits, of_parts, value_of
from symbinfo.verification.shannon.shannon_certificate import of_counterexample, of_proof, pmf_of
from symbinfo.verification.shannon.shannon_diagnosis import diagnosed
from symbinfo.verification.shannon.shannon_verdict import ShannonVerdict, ShannonWitness

__all__ = ["judge"]

# Seconds for each of the searches that may fail: laws at random, one copy, laws again, two copies.
SHARES = (0.8, 3.0, 1.5, 4.0)
NEITHER = "not implied by the elemental inequalities; no counterexample found"
WITHOUT_ARRAYS = "among sums of fair bits: laws are drawn at random where NumPy is installed"
LONGEST = 10**6
WEAK = {Relation.LT: Relation.LE, Relation.GT: Relation.GE}


def judge(claim: ShannonClaim, given: Iterable[str] | str = (), seconds: float = 60.0) -> ShannonVerdict:
    """Judge a claim over named random variables.

    Parameters
    ----------
    claim : ShannonClaim
        As `symbinfo.parse` reads it.
    given : iterable of str
        What may be assumed: see `symbinfo.query.assumptions`.
    seconds : float
        A limit of time.

    Returns
    -------
    ShannonVerdict
        ``holds`` with a proof that was re-checked exactly; ``refuted`` with a law that keeps all that is given and
        breaks the claim, re-checked exactly; or ``undecided``.

    Raises
    ------
    QueryError
        When what is given cannot be read, or there are too many variables.

    Examples
    --------
    >>> from symbinfo.query import parse
    >>> judge(parse("I(X;Z) <= I(X;Y)"), ["X-Y-Z Markov"]).verdict
    'holds'
    >>> print(judge(parse("I(X;Y|Z) <= I(X;Y)")).text())
    refuted     left side 0.69314718055994530942, right side 0 (nats) for the law
                  X  Y  Z  probability
                  0  0  0  1/4
                  0  1  1  1/4
                  1  0  1  1/4
                  1  1  0  1/4
                it holds when I(Y;Z|X) = 0
    """
    end = time.process_time() + seconds
    lines = assumptions(given)
    variables = variables_of([claim, *(line.statement for line in lines)])
    question = Question(
        replace(claim, relation=WEAK.get(claim.relation, claim.relation)), lines, Coordinates(variables)
    )
    if len(variables) > MOST_VARIABLES and (lines or question.at.of(claim)):
        counted = f"the claim and what is given speak of {len(variables)} variables"
        raise QueryError(f"{counted}: at most {MOST_VARIABLES} are judged")
    if any(max(abs(factor.p), factor.q) >= LONGEST for factor, _ in terms_of([claim, *(g.statement for g in lines)])):
        raise QueryError("the factors of a claim have at most 6 digits above and below the line")
    if any(len(term.groups) > MOST_GROUPS for _, term in terms_of([claim, *(line.statement for line in lines)])):
        raise QueryError(f"an information is between at most {MOST_GROUPS} groups")
    found = _decided(question, end)
    if claim.relation in WEAK and not isinstance(found, dict):
        return _equal_at_constants(question, claim, found)
    if isinstance(found, Proof):
        return _proved(found)
    if isinstance(found, dict):
        return _refuted(question, claim, found)
    return ShannonVerdict.undecided(NEITHER if has_arrays() else f"{NEITHER} {WITHOUT_ARRAYS}")


def _decided(question: Question, end: float) -> Proof | Table | None:
    """A confirmed proof, a counterexample, or neither; what is quick and likely comes first."""
    claim, given, variables = question.claim, question.given, question.at.variables
    proof = prove(claim, given, variables)
    if proof is not None:
        return proof
    table = of_bits(question) or of_parts(question)
    for number, share in enumerate(SHARES):
        if table is not None:
            return table
        until = min(end, time.process_time() + share)
        if number % 2:
            proof = prove_with_copies(claim, given, variables, number // 2 + 1, until)
            if proof is not None:
                return proof
        else:
            table = _improved(question, until, number)
    return table


def _improved(question: Question, until: float, seed: int) -> Table | None:
    """A counterexample among laws drawn at random; without NumPy none is drawn."""
    if not has_arrays():
        return None
    from symbinfo.verification.shannon.random_laws import improved

    return improved(question, until, seed=seed)


def _proved(proof: Proof) -> ShannonVerdict:
    certificate = of_proof(proof)
    _demand(certificate)
    count = len({inequality for part in proof.parts for _, inequality in part.terms})
    used = len({proof.given[number].words for part in proof.parts for _, number in part.uses})
    parts = [f"{count} inequalit{'y' if count == 1 else 'ies'} of Shannon's measures"] if count else []
    if used:
        parts.append(f"{used} of the assumptions" if used > 1 else "an assumption")
    if proof.copies:
        parts.append("the copy lemma")
    reason = f"proved from {' and '.join(parts)}" if parts else "proved: an identity of joint entropies"
    said, facts = statement_of_shannon(certificate), facts_of_shannon(certificate)
    found = ShannonVerdict(Outcome.HOLDS, Level.PROVED, 0, reason=reason, statement=said, axioms=facts)
    return replace(found, proof=proof, certificate=certificate)


def _refuted(question: Question, claim: ShannonClaim, table: Table, diagnosis: str | None = None) -> ShannonVerdict:
    certificate = of_counterexample(question, claim, table)
    _demand(certificate)
    at = question.at
    base, unit = _unit(claim)
    actual, claimed = (value_of(at, table, at.of_sum(side), base) for side in (claim.left, claim.right))
    pmf = pmf_of(table)
    witness: ShannonWitness = {
        "parameters": {f"P({_outcome(at.variables, row['outcome'])})": row["p"] for row in pmf},
        "claimed": claimed,
        "actual": actual,
        "unit": unit,
        "variables": list(at.variables),
        "pmf": pmf,
    }
    reason = f"left side {actual}, right side {claimed} ({unit}) for the law"
    words = diagnosed(question) if diagnosis is None else diagnosis
    return ShannonVerdict(Outcome.REFUTED, Level.CERTIFIED, 1, witness, reason, words, certificate=certificate)


def _outcome(variables: tuple[str, ...], outcome: list[int]) -> str:
    return ", ".join(f"{name}={x}" for name, x in zip(variables, outcome, strict=True))


def _unit(claim: ShannonClaim) -> tuple[float | None, str]:
    """The base in which values are shown, where it is a number, and its name."""
    if not claim.base.is_Integer or claim.base < 2:
        return None, "nats"
    return int(claim.base), "bits" if claim.base == 2 else f"base {claim.base}"


def _equal_at_constants(question: Question, claim: ShannonClaim, found: Proof | None) -> ShannonVerdict:
    """A strict inequality is never true of constants, which keep whatever is assumed: all their measures are 0."""
    table = {tuple(0 for _ in question.at.variables): Fraction(1)}
    weak = question.claim.relation
    told = f"with {weak} it holds" if found is not None else f"whether it holds with {weak} was not decided"
    return _refuted(question, claim, table, f"for constants both sides are 0; {told}")


def _demand(certificate: dict[str, Any]) -> None:
    verdict, reason = confirm(certificate)
    if Outcome(verdict) is not Outcome.HOLDS:
        raise SymbinfoError(f"the checker does not confirm what was found: {reason}")
