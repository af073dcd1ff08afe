"""The judge of claims that a theorem may make: by its proof, and the signs of what the claim gives away beyond it."""

from __future__ import annotations

import re
import time
from dataclasses import replace

from sympy import Expr

from symbinfo.derivation import Claim, Relation
from symbinfo.derivation.theorems import names
from symbinfo.expressions.domain import Domain
from symbinfo.expressions.errors import SymbinfoError
from symbinfo.expressions.verdict_words import Level, Outcome
from symbinfo.jobs.soft_limit import attempted
from symbinfo.query.setting import parse_in
from symbinfo.query.theorem_claims import Instance, TheoremClaim
from symbinfo.verification.claims.verdict import Verdict, Witness
from symbinfo.verification.referee.judge_any_laws import proof_of
from symbinfo.verification.referee.nonnegativity import sign_by_theorem
from symbinfo.verification.referee.trial import judged
from symbinfo.verification.slack.positive_slack import slack_of

__all__ = ["judged_by_theorems"]

#: Seconds for the signs of what is left over, and for a setting in which a theorem is sharp.
SIGNS, SHARP = 5.0, 10.0


def judged_by_theorems(claim: TheoremClaim, seconds: float) -> Verdict:
    """Judge a claim of whose measures theorems speak.

    Parameters
    ----------
    claim : TheoremClaim
        The claim.
    seconds : float
        A limit of time.
    """
    end = time.process_time() + seconds
    weak = claim.relation in (Relation.LE, Relation.GE)
    for instance in claim.instances if weak else ():
        if (found := _follows(instance, end)) is not None:
            return found
    for instance in claim.instances:
        if instance.sharp and (refuted := _refuted(claim, instance, end)) is not None:
            return refuted
    nearest = claim.instances[0]
    return Verdict.undecided(f"the claim does not follow from what is known: {_said(nearest)}")


def _said(instance: Instance) -> str:
    """What the theorem says, by its title."""
    return f"{dict(names())[instance.theorem].partition(':')[0]}: {instance.says}"


def _follows(instance: Instance, end: float) -> Verdict | None:
    """The theorem, and why what the claim gives away beyond it is not negative."""
    why = "" if instance.rest == 0 else _sign(instance.rest, Domain.of(instance.conditions), end)
    if why is None:
        return None
    certificate, report = proof_of(instance.theorem)
    reason = f"{instance.theorem}, {report.reason}" if report.accepted else instance.theorem
    said = (_said(instance),)
    if why or not report.accepted or not instance.literal:
        reason = f"{reason}; {why}" if why else reason
        unproved = "" if instance.literal else "that the sums of the theorem are these measures is said in its remark"
        return Verdict(Outcome.HOLDS, Level.CERTIFIED, 0, reason=reason, reading=said, unproved=unproved)
    found = Verdict(Outcome.HOLDS, Level.PROVED, 0, reason=reason, reading=said)
    return replace(found, certificate=certificate.to_dict(), statement=report.statement, axioms=report.axioms)


def _sign(rest: Expr, domain: Domain, end: float) -> str | None:
    """Why an expression is never negative, or None."""

    def nonnegative(part: Expr) -> bool:
        return domain.nonnegative(part) or slack_of(part, domain, False, time.process_time() + SIGNS / 2).proven

    def why() -> str | None:
        by_theorem = sign_by_theorem(rest, ">=", domain, nonnegative)
        return by_theorem or ("the rest is never negative" if nonnegative(rest) else None)

    return attempted(why, min(SIGNS, end - time.process_time()), None)


def _refuted(claim: TheoremClaim, instance: Instance, end: float) -> Verdict | None:
    """The claim where the theorem is sharp, if it fails there."""
    try:
        concrete = parse_in(str(claim), instance.sharp, base=claim.base, form="text")
        found = judged(concrete, min(SHARP, end - time.process_time())) if isinstance(concrete, Claim) else None
    except SymbinfoError:
        return None
    if found is None or found.verdict is not Outcome.REFUTED or found.witness is None:
        return None
    lines = (re.split(r"\s*[~=]\s*", line.removeprefix("let "), maxsplit=1) for line in instance.sharp)
    witness: Witness = {**found.witness, "parameters": dict(map(tuple, lines))}  # type: ignore[arg-type]
    return replace(found, witness=witness, reading=(_said(instance),))
