"""Gibbs' inequality as derivations of the laws of a claim, and what follows from it: a divergence that a side has more.

The theorem's own steps are taken of these laws; that its integrals converge the closed form of the divergence says, which
is cited as a lemma.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sympy import Expr, S, log

from symbinfo.derivation import Derivation, Relation, Status, Step
from symbinfo.derivation.plans.derive import derive
from symbinfo.derivation.theorems import gibbs_inequality
from symbinfo.derivation.witness import Reasoning, TangentLine
from symbinfo.expressions.domain import Domain
from symbinfo.expressions.errors import SymbinfoError
from symbinfo.expressions.unevaluated import add, evaluated, mul, quotient
from symbinfo.laws.law import FiniteLaw
from symbinfo.measures import KL
from symbinfo.measures.base import Measure
from symbinfo.verification.claims.stated_claim import measures_in
from symbinfo.verification.referee.nonnegativity import decomposed

__all__ = ["bounds_by_gibbs"]

TANGENT = "log t <= t - 1 for every t > 0: the graph of log lies below its tangent at 1."
# Longer lists would be as many steps.
LONGEST = 12


def bounds_by_gibbs(left: Expr, relation: Relation, right: Expr, domain: Domain) -> Iterator[Derivation]:
    """An inequality whose sides differ by a multiple of one divergence, which is not negative.

    Parameters
    ----------
    left, relation, right
        The claim.
    domain : Domain
        Where its parameters live.
    """
    if relation not in (Relation.LE, Relation.GE):
        return
    sign = 1 if relation is Relation.GE else -1
    more = decomposed(sign * (left - right))
    factor, divergence = more.as_coeff_Mul()
    if not isinstance(divergence, KL) or not factor.is_positive:
        return
    gibbs = _gibbs(divergence)
    if gibbs is None:
        return
    if (left, right) == (divergence, 0):
        yield replace(gibbs, domain=domain)
        return
    forms = tuple(derive(measure) for measure in measures_in(left, right, divergence))
    if any(form.status is not Status.CLOSED for form in forms):
        return
    times = sign * factor
    apart = Step(
        Relation.EQ,
        add(right, mul(times, divergence)),
        "insert-lemma",
        "The sides differ by a divergence.",
        forms,
        witness=Reasoning("lemmas"),
    )
    witness = Reasoning("lemmas", times=times)
    bounded = Step(relation, right, "insert-lemma", "Gibbs' inequality.", (gibbs,), witness=witness)
    yield Derivation(left=left, domain=domain).then(apart).then(bounded).closing(Status.CLOSED)


def _gibbs(divergence: Measure) -> Derivation | None:
    """That a divergence of given laws is not negative; None where its closed form or the theorem's steps do not serve."""
    form = derive(divergence)
    if form.status is not Status.CLOSED:
        return None
    form = replace(form, otherwise=None, silent=(), limits=())
    first, second = divergence.laws
    try:
        if isinstance(first, FiniteLaw) and isinstance(second, FiniteLaw):
            found = _of_lists(divergence, first, second)
        else:
            found = gibbs_inequality.derive(first, second)
    except (SymbinfoError, TypeError, ValueError):
        return None  # a rule does not know these laws
    if found is None or (found.left, found.relation, evaluated(found.stands)) != (divergence, Relation.GE, S.Zero):
        return None
    # The claim says nothing of when both sides are equal, which need not be shown of a sum without an end.
    head, *rest = (replace(step, equality=None) for step in found.steps)
    steps = (replace(head, lemmas=(*head.lemmas, form)), *rest)
    return replace(found, steps=steps, otherwise=None, silent=(), limits=())


def _of_lists(divergence: Measure, first: FiniteLaw, second: FiniteLaw) -> Derivation | None:
    """The same of two lists of outcomes: one tangent an outcome."""
    masses = dict(second.outcomes)
    if divergence.base != S.Exp1 or {o for o, _ in first.outcomes} != set(masses) or len(masses) > LONGEST:
        return None
    pairs = [(p, masses[outcome]) for outcome, p in first.outcomes]
    terms = [mul(S.NegativeOne, p, log(quotient(q, p), evaluate=False)) for p, q in pairs]
    derivation = Derivation(left=divergence, domain=Domain.of(law.condition for law in (first, second)))
    turned = Step(Relation.EQ, add(*terms), "log-of-inverse", "log u = -log(1/u).", witness=Reasoning("same"))
    derivation = derivation.then(turned)
    for place, (p, q) in enumerate(pairs):
        line = TangentLine(None, S.NegativeOne, p, quotient(q, p))
        terms[place] = mul(S.NegativeOne, p, add(quotient(q, p), S.NegativeOne))
        witness = Reasoning("log-tangent", tangent=line)
        derivation = derivation.then(Step(Relation.GE, add(*terms), "tangent-of-log", TANGENT, witness=witness))
    last = Step(Relation.EQ, S.Zero, "collect", "Probabilities add up to 1.", witness=Reasoning("same"))
    return derivation.then(last).closing(Status.CLOSED)
