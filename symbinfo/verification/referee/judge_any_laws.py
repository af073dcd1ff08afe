"""The judge of claims about any laws: by Gibbs' inequality and the definitions, or refuted by laws of a short list."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from functools import lru_cache, partial
from itertools import permutations

from sympy import E, Expr, Integer, oo, simplify

from symbinfo.derivation import Claim, Relation
from symbinfo.derivation.certify.export import certificate_of
from symbinfo.derivation.theorems import theorem
from symbinfo.expressions.domain import Domain
from symbinfo.expressions.errors import SymbinfoError
from symbinfo.expressions.verdict_words import Level, Outcome
from symbinfo.jobs.soft_limit import attempted
from symbinfo.laws.abstract import abstract_mass
from symbinfo.query.any_laws import AnyLawsClaim, LinearForm
from symbinfo.query.setting import parse_in
from symbinfo.trusted import Certificate, Report, prove
from symbinfo.verification.claims.verdict import Verdict, Witness
from symbinfo.verification.referee.nonnegativity import sign_by_theorem
from symbinfo.verification.referee.trial import judged

__all__ = ["judged_of_any_laws", "proof_of"]

#: Laws that refute what is not true of all, in the order in which they are tried.
COUNTEREXAMPLES = (
    ("Bernoulli(1/2)", "Bernoulli(1/4)", "Bernoulli(1/8)"),
    ("Bernoulli(1/3)", "Bernoulli(2/3)", "Bernoulli(1/10)"),
    ("Normal(0, 1)", "Normal(1, 2)", "Normal(0, 1/100)"),
)
#: Seconds of processor time for these laws.
REFUTING = 10.0
#: A value that bounds, and why it does.
End = tuple[Expr, list[str]]
NO_BOUND = (oo, "")
SAME = "both sides are the same by the definitions"
#: Claims that theorems state: one of any positive mass, one of any positive density.
THEOREMS: dict[tuple[str, Relation, str], tuple[str, ...]] = {
    ("KL(P||Q)", Relation.GE, "0"): ("gibbs-inequality", "gibbs-inequality-for-densities"),
    ("KL(P||Q)", Relation.EQ, "H(P,Q)-H(P)"): ("kl-as-difference", "kl-as-integral"),
    ("H(P,Q)", Relation.EQ, "H(P)+KL(P||Q)"): ("cross-entropy-decomposition", "kl-as-integral"),
}


def judged_of_any_laws(claim: AnyLawsClaim, seconds: float) -> Verdict:
    """Judge a claim about laws of which nothing is known.

    Parameters
    ----------
    claim : AnyLawsClaim
        The claim.
    seconds : float
        A limit of time.
    """
    return (
        _known(claim)
        or _refuted(claim, time.process_time() + min(seconds / 2, REFUTING))
        or Verdict.undecided(
            "neither follows from what is known of all laws, nor fails for the laws that were tried: declare the laws by --given"
        )
    )


def _known(claim: AnyLawsClaim) -> Verdict | None:
    """What follows from the definitions and from what is known of divergences; proved where the theorems are replayed."""
    form = claim.difference
    if form is None:
        return _of_divergences(claim, claim.whole)
    densities = form.constant + form.scaled
    masses = densities if claim.differential else form.constant
    of_masses, of_densities = (_follows(claim, form, value) for value in (masses, densities))
    if of_masses is not None and of_densities is not None:
        reason = f"of any laws whose measures are finite: {of_masses}"
        return _replayed(claim, reason) or Verdict(Outcome.HOLDS, Level.CERTIFIED, 0, reason=reason)
    if of_masses is not None or of_densities is not None:
        one, other = ("masses", "densities") if of_masses is not None else ("densities", "masses")
        reason = f"it is so for {one}, and for {other} not in general: say by --given what the variable is"
        return Verdict.undecided(reason)
    return _of_divergences(claim, claim.whole)


def _of_divergences(claim: AnyLawsClaim, difference: Expr | None) -> Verdict | None:
    """What follows from bounds between divergences, which are the same for masses and for densities."""
    if difference is None or claim.relation not in (Relation.LE, Relation.GE):
        return None
    reason = sign_by_theorem(difference, claim.relation.value, Domain())
    if reason is None:
        return None
    return Verdict(Outcome.HOLDS, Level.CERTIFIED, 0, reason=f"of any laws whose measures are finite: {reason}")


def _replayed(claim: AnyLawsClaim, reason: str) -> Verdict | None:
    """The claim as the theorems state it of masses and of densities, each replayed; the first one's certificate."""
    left, right = (_written(side, claim) for side in (claim.left, claim.right))
    names = THEOREMS.get((left, claim.relation, right)) or THEOREMS.get((right, claim.relation.turned, left))
    if names is None or claim.base != E:
        return None
    first, *others = (proof_of(name) for name in names)
    if not first[1].accepted or not all(report.accepted for _, report in others):
        return None
    reason += f"; replayed for positive masses on finite alphabets ({first[1].reason}), and for positive densities"
    found = Verdict(Outcome.HOLDS, Level.PROVED, 0, reason=reason)
    return replace(found, certificate=first[0].to_dict(), statement=first[1].statement, axioms=first[1].axioms)


def _written(side: str, claim: AnyLawsClaim) -> str:
    """A side without spaces, its laws called P and Q."""
    letters = dict(zip(sorted(claim.names, key=f"{claim.left} {claim.right}".find), "PQ", strict=False))
    return re.sub(r"\w+", lambda word: letters.get(word[0], word[0]), side.replace(" ", ""))


@lru_cache
def proof_of(name: str) -> tuple[Certificate, Report]:
    """The certificate of a theorem, and what its replay says."""
    certificate = certificate_of(theorem(name))
    return certificate, prove(certificate)


def _follows(claim: AnyLawsClaim, form: LinearForm, constant: Expr) -> str | None:
    """Why a claim with this constant is true of any laws, or None."""
    ends = _ends(claim, form, simplify(constant))
    if ends is None:
        return None
    (low, below), (high, above) = ends
    if claim.relation is Relation.EQ:
        return SAME if low == 0 and high == 0 else None
    why = below if claim.relation in (Relation.GE, Relation.GT) else above
    holds = {
        Relation.GE: low.is_nonnegative,
        Relation.GT: low.is_positive,
        Relation.LE: high.is_nonpositive,
        Relation.LT: high.is_negative,
    }
    return (" and ".join(dict.fromkeys(why)) or SAME) if holds[claim.relation] is True else None


def _ends(claim: AnyLawsClaim, form: LinearForm, constant: Expr) -> tuple[End, End] | None:
    """The least and the largest value that the difference can have, as far as that is known, each with its reasons."""
    low: End = constant, []
    high: End = constant, []
    for (kind, *names), factor in form.terms.items():
        keeps_order = kind.unitless or (claim.base - 1).is_positive
        if kind.nonnegative is None or not factor.is_number or not keeps_order:
            return None
        ends = (Integer(0), kind.nonnegative), kind(*map(abstract_mass, names), base=claim.base).bound() or NO_BOUND
        least, most = ends if factor.is_positive else reversed(ends)
        low = low[0] + factor * least[0], [*low[1], least[1]]
        high = high[0] + factor * most[0], [*high[1], most[1]]
    return low, high


def _refuted(claim: AnyLawsClaim, deadline: float) -> Verdict | None:
    """The first laws of the list for which the claim fails."""
    if any(not name.isidentifier() for name in claim.names) or len(claim.names) > 3:
        return None
    for laws in COUNTEREXAMPLES:
        for chosen in (*permutations(laws, len(claim.names)), laws[:1] * len(claim.names)):
            left = deadline - time.process_time()
            if left <= 0:
                return None
            found = attempted(partial(_of_laws, claim, chosen, left), min(left, 5.0), None)
            if found is not None:
                return found
    return None


def _of_laws(claim: AnyLawsClaim, laws: tuple[str, ...], seconds: float) -> Verdict | None:
    """The claim of these laws, where it is refuted."""
    lines = [f"{name} = {law}" for name, law in zip(claim.names, laws, strict=True)]
    try:
        concrete = parse_in(claim.text, lines, base=claim.base, form="text")
        found = judged(concrete, seconds) if isinstance(concrete, Claim) else None
    except SymbinfoError:
        return None
    if found is None or found.verdict is not Outcome.REFUTED or found.witness is None:
        return None
    parameters = {**dict(zip(claim.names, laws, strict=True)), **found.witness["parameters"]}
    witness: Witness = {
        "parameters": parameters,
        "claimed": found.witness["claimed"],
        "actual": found.witness["actual"],
    }
    return Verdict(Outcome.REFUTED, found.level, 1, witness, f"it fails for {', '.join(lines)}")
