"""A claim as a derivation that a replay can follow: from the definition to the closed form, and on to what is claimed.

What proves a claim is the replay of its certificate, and nothing else. An inequality has two ways: the closed form is
related to the bound by signs, or a theorem says it of the laws of the claim, with the theorem's own steps.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain

from sympy import Abs, Add, Expr, Max, Min, Pow, fraction, oo, together, true
from sympy.polys.polyerrors import PolynomialError

from symbinfo.derivation import Derivation, Relation, Status, Step
from symbinfo.derivation.certify.export import certificate_of
from symbinfo.derivation.certify.hidden_products import products_of
from symbinfo.derivation.certify.terms_of_sympy import term_of
from symbinfo.derivation.witness import Reasoning
from symbinfo.expressions.domain import Domain
from symbinfo.expressions.errors import SymbinfoError
from symbinfo.expressions.unevaluated import replace_where
from symbinfo.measures.base import Measure
from symbinfo.trusted import Certificate, Report, prove
from symbinfo.verification.claims.stated_claim import StatedClaim, measures_in
from symbinfo.verification.referee.exact_rewriting import zero_by
from symbinfo.verification.referee.nonnegativity import sign_by
from symbinfo.verification.referee.replayed_bounds import bounds_by_gibbs

__all__ = ["Replayed", "replayed"]

CLAIMED = "What is claimed."
BY_SIGN = "The sign of the difference is known on the domain."
UPWARD = (Relation.GE, Relation.GT)
# Larger sums are not brought over one denominator in search of factors.
LARGEST = 60
# So many values are told apart at most.
MOST_CASES = 3
# Reasons may quote large terms.
LONGEST = 160


@dataclass(frozen=True)
class Replayed:
    """What the replay of a claim's certificate says.

    Attributes
    ----------
    certificate : Certificate or None
        What was replayed; None where the claim could not be written as a derivation.
    report : Report or None
        What was found.
    """

    certificate: Certificate | None = None
    report: Report | None = None

    @property
    def proved(self) -> bool:
        """Whether all of it was replayed."""
        return self.report is not None and self.report.accepted

    @property
    def stops(self) -> str:
        """Where the replay stops, and why, in a line."""
        text = "" if self.report is None or self.proved else self.report.reason
        return text if len(text) <= LONGEST else f"{text[:LONGEST]} ..."


def replayed(claim: StatedClaim, seconds: float) -> Replayed:
    """Write a claim as a derivation, and replay it.

    Parameters
    ----------
    claim : StatedClaim
        An equation or an inequality.
    seconds : float
        A limit of time for the replay.
    """
    found = Replayed()
    for derivation in _derivations(claim):
        if derivation.requires != true:
            continue
        try:
            certificate = certificate_of(derivation)
            if _assumes_more(certificate, claim):
                continue
            found = Replayed(certificate, prove(certificate, seconds))
        except SymbinfoError:
            continue
        if found.proved:
            break
    return found


def _assumes_more(certificate: Certificate, claim: StatedClaim) -> bool:
    """Whether a certificate has a condition that the claim has not: it would say less."""
    stated = {term_of(condition) for condition in claim.domain.conditions}
    return not set(certificate[certificate.main].conditions) <= stated


def _derivations(claim: StatedClaim) -> Iterator[Derivation]:
    """The claim as derivations: as it stands, and by cases where it holds absolute values."""
    left, relation, right = claim.left, claim.relation, claim.written
    if left == oo or (not left.has(Measure) and right.has(Measure)):
        left, relation, right = right, relation.turned, left
    if relation is not Relation.EQ:
        for bound in bounds_by_gibbs(left, relation, right, claim.domain):
            yield _everywhere(bound, claim.domain)
    forms = claim.forms
    if forms is None:
        return
    infinite = [m for m, form in forms.items() if form.status is not Status.CLOSED]
    if infinite:
        strict = relation in (Relation.LT, Relation.GT)
        above = not strict if right == oo else right.is_real and right.is_number and relation in UPWARD
        if above and not claim.cancelled and infinite == [left] and forms[left].result == oo:
            yield _everywhere(forms[left], claim.domain)
        return
    start = _to_closed_form(left, claim)
    if relation is not Relation.EQ:
        if not right.has(Measure) and sign_by(start.stands - right, relation.value, claim.domain) is not None:
            yield start.then(Step(relation, right, "sign", BY_SIGN)).closing(Status.CLOSED)
        if (
            relation in (Relation.LT, Relation.GT)
            or zero_by(start.stands - _closed(right, claim), claim.domain) is None
        ):
            return
    cases = _told_apart(start.stands, _closed(right, claim))
    for told in ((), cases) if cases else ((),):
        yield start.then(_claimed(start.stands, right, claim, told)).closing(Status.CLOSED)


def _to_closed_form(side: Expr, claim: StatedClaim) -> Derivation:
    """From a side to its closed form: the derivation of its measure, or the results of its measures inserted."""
    forms = claim.forms or {}
    if isinstance(side, Measure):
        return _everywhere(forms[side], claim.domain)
    start = Derivation(left=side, domain=claim.domain)
    lemmas = tuple(forms[measure] for measure in measures_in(side))
    if not lemmas:
        return start
    inserted = _closed(side, claim)
    return start.then(Step(Relation.EQ, inserted, "insert-measures", "Insert each measure.", lemmas, side))


def _everywhere(derivation: Derivation, domain: Domain) -> Derivation:
    """A derivation on the whole domain of a claim: there is nothing beyond its condition."""
    return replace(derivation, domain=domain, otherwise=None, silent=(), limits=())


def _closed(side: Expr, claim: StatedClaim) -> Expr:
    forms = claim.forms or {}
    return replace_where(side, lambda node: forms[node].stands if node in forms else None)


def _claimed(closed: Expr, right: Expr, claim: StatedClaim, told: tuple[Expr, ...]) -> Step:
    """The last step: the closed form is what is claimed, by normal forms, with the measures of the other side inserted."""
    lemmas = tuple((claim.forms or {})[measure] for measure in measures_in(right))
    products = tuple(_products(closed, _closed(right, claim)))
    witness = Reasoning("lemmas" if lemmas else "same", products=products, cases=told)
    return Step(Relation.EQ, right, "claim", CLAIMED, lemmas, witness=witness)


def _products(*sides: Expr) -> Iterator[tuple[Expr, Expr]]:
    """Sums that are products, as they stand and over one denominator."""
    seen: set[Expr] = set()
    for total, product in products_of(*sides, *chain.from_iterable(map(_numerators, sides))):
        if total not in seen:
            seen.add(total)
            yield total, product


def _numerators(side: Expr) -> Iterator[Expr]:
    for node in sorted(side.atoms(Add), key=str):
        if node.count_ops() <= LARGEST and any(power.exp.is_negative for power in node.atoms(Pow)):
            try:
                yield fraction(together(node))[0].expand()
            except PolynomialError:
                continue


def _told_apart(*sides: Expr) -> tuple[Expr, ...]:
    """Values whose sign decides which of two formulas a side is."""
    found: list[Expr] = []
    for side in sides:
        for node in sorted(side.atoms(Abs, Max, Min), key=str):
            values = [node.args[0]] if isinstance(node, Abs) else [node.args[0] - other for other in node.args[1:]]
            found += [-value if value.could_extract_minus_sign() else value for value in values]
    free = [value for value in dict.fromkeys(found) if value.free_symbols]
    return tuple(free) if len(free) <= MOST_CASES else ()
