"""That a law adds up to 1, as a derivation of its own: by the stored kernel of which its density is a multiple."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from sympy import Add, Expr, Integral, S, Sum, Tuple, harmonic, hyper

from symbinfo.derivation import Derivation, Relation, Status, Step
from symbinfo.derivation.certify.totals_of_families import total_by_family
from symbinfo.derivation.integrals.by_normaliser import total_by_normaliser
from symbinfo.derivation.integrals.full_turns import total_over_a_turn
from symbinfo.derivation.integrals.mirrored_totals import total_by_mirror_image
from symbinfo.derivation.integrals.pieces import total_by_pieces
from symbinfo.derivation.integrals.plain_totals import total_by_terms
from symbinfo.derivation.integrals.totals_by_substitution import total_by_substitution
from symbinfo.derivation.integrals.weights import total_of_polynomial
from symbinfo.derivation.plans.closed_marginals import closed_marginal
from symbinfo.derivation.rules.rule import run
from symbinfo.derivation.rules.substitutions import DENSITY_INTEGRATES_TO_ONE, substitution
from symbinfo.derivation.rules.totals import LINEARITY_OF_TOTAL, total, value
from symbinfo.derivation.witness import KernelTerm, Reasoning, StoredFact, Transformed
from symbinfo.expressions.domain import Domain
from symbinfo.expressions.unevaluated import add, mul
from symbinfo.laws.abstract import kinds_of
from symbinfo.laws.hierarchy import is_mean
from symbinfo.laws.law import AbstractLaw, ContinuousLaw, DiscreteLaw, FiniteLaw, Law

__all__ = ["total_of"]


@lru_cache(maxsize=512)
def total_of(law: Law) -> Derivation | None:
    """The derivation of the total of a law, or None where no stored kernel serves.

    Parameters
    ----------
    law : Law
        A law on a range, or a list of outcomes.
    """
    domain = Domain.of([law.condition])
    if is_mean(law):
        return _of_marginal(law, domain)
    if isinstance(law, FiniteLaw):
        step = Step(Relation.EQ, S.One, "total-is-one", "Probabilities add up to 1.", witness=Reasoning("same"))
        return Derivation(left=_whole(law), domain=domain).then(step).closing(Status.CLOSED)
    if law.family == "scaled":
        return _of_scaled(law, domain)
    if isinstance(law, DiscreteLaw) and isinstance(law.density, Add) and kinds_of(law):
        return _of_mixed(law, domain)
    if isinstance(law, AbstractLaw) or not isinstance(law, (ContinuousLaw, DiscreteLaw)):
        return None
    if isinstance(law, DiscreteLaw) and not law.density.has(law.variable):
        return _of_equal_masses(law, domain)
    dense = isinstance(law, ContinuousLaw)
    pieces = total_by_pieces(law, domain) or total_of_polynomial(law, domain) if dense else None
    turn = total_over_a_turn(law, domain) if dense else None
    known = pieces or turn or total_by_normaliser(law, domain) or total_by_family(law, domain)
    known = known or total_by_terms(law, domain)
    if known is not None and isinstance(law, DiscreteLaw) and _factors(known).has(harmonic):
        return _of_own_sum(law, domain)
    if not isinstance(law, ContinuousLaw) or (known is not None and _is_elementary(known)):
        return known
    return total_by_mirror_image(law, domain) or total_by_substitution(law, domain) or known


def _is_elementary(known: Derivation) -> bool:
    """Whether no factor of a stored kernel holds a hypergeometric function, whose zeros nothing is known of."""
    return not _factors(known).has(hyper)


def _factors(known: Derivation) -> Tuple:
    """What stands in front of the stored kernels."""
    entries = [entry for step in known.steps if step.witness is not None for entry in step.witness.integrals]
    return Tuple(*(part.times for entry in entries for part in entry.parts))


def _of_own_sum(law: DiscreteLaw, domain: Domain) -> Derivation:
    """By the sum that it is divided by, once that is taken out: no stored value is needed."""
    words = "A sum over itself, once what is free of the variable is taken out of it."
    step = Step(Relation.EQ, S.One, "total-is-one", words, start=_whole(law), witness=Reasoning("fubini"))
    return Derivation(left=_whole(law), domain=domain).then(step).closing(Status.CLOSED)


def _whole(law: Any) -> Expr:
    if isinstance(law, FiniteLaw):
        return add(*(probability for _, probability in law.outcomes))
    return (Integral if law.continuous else Sum)(law.density, (law.variable, law.lower, law.upper))


def _of_marginal(law: Any, domain: Domain) -> Derivation | None:
    """By the closed form of its density, which is a mean."""
    closed = closed_marginal(law, domain)
    known = None if closed is None else total_of(closed.law)
    if closed is None or known is None or not known.steps:
        return None
    whole, inserted = (_whole(of) for of in (law, closed.law))
    words = "The density is the mean of that given the other variable."
    witness = Reasoning("lemmas", at=closed.at)
    first = Step(Relation.EQ, inserted, "marginal-law", words, closed.lemmas, witness=witness)
    last = Step(Relation.EQ, S.One, "total-is-one", "The total of this law.", (known,), witness=Reasoning("lemmas"))
    return Derivation(left=whole, domain=domain).then(first).then(last).closing(Status.CLOSED)


def _of_scaled(law: Any, domain: Domain) -> Derivation:
    """By the change of variable that leaves the density of which it is a multiple."""
    y, (factor, _, shift) = law.variable, law.parameters
    new = factor * y + shift
    plan = (substitution(y, new, f"Put {new} for {y}."), DENSITY_INTEGRATES_TO_ONE)
    return run(Integral(law.density, (y, law.lower, law.upper)), plan, domain, Status.CLOSED)


def _of_mixed(law: DiscreteLaw, domain: Domain) -> Derivation:
    """By the totals of the masses that are mixed."""
    apart = [term.as_independent(law.variable, as_Add=False) for term in law.density.args]
    sums = add(*(mul(weight, Sum(mass, (law.variable, law.lower, law.upper))) for weight, mass in apart))
    first = Step(Relation.EQ, sums, "linearity", LINEARITY_OF_TOTAL.why, witness=Reasoning("linear"))
    words = "The masses that are mixed add up to 1 each, and so do their weights."
    last = Step(Relation.EQ, S.One, "total-is-one", words, witness=Reasoning("totals"))
    return Derivation(left=total(value(law), law), domain=domain).then(first).then(last).closing(Status.CLOSED)


def _of_equal_masses(law: DiscreteLaw, domain: Domain) -> Derivation:
    """Their number times one of them."""
    whole = Sum(law.density, (law.variable, law.lower, law.upper))
    values = (("l", law.lower), ("h", law.upper))
    ones = KernelTerm(law.density, StoredFact("sum-of-ones", law.variable, values))
    witness = Reasoning("integral", integrals=(Transformed(whole, None, (ones,)),))
    step = Step(Relation.EQ, S.One, "sum-of-equal-terms", "Their number times one of them.", witness=witness)
    return Derivation(left=whole, domain=domain).then(step).closing(Status.CLOSED)
