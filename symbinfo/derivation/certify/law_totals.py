"""That a law adds up to 1, as a derivation of its own: by the stored kernel of which its density is a multiple."""

from __future__ import annotations

from functools import lru_cache

from sympy import Expr, S, Sum

from symbinfo.derivation import Derivation, Relation, Status, Step
from symbinfo.derivation.certify.totals_of_families import total_by_family
from symbinfo.derivation.rules.by_normaliser import total_by_normaliser
from symbinfo.derivation.rules.pieces import total_by_pieces
from symbinfo.derivation.witness import KernelTerm, Reasoning, StoredFact, Transformed
from symbinfo.expressions.domain import Domain
from symbinfo.expressions.unevaluated import add
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
    if isinstance(law, FiniteLaw):
        whole: Expr = add(*(probability for _, probability in law.outcomes))
        step = Step(Relation.EQ, S.One, "total-is-one", "Probabilities add up to 1.", witness=Reasoning("same"))
        return Derivation(left=whole, domain=domain).then(step).closing(Status.CLOSED)
    if isinstance(law, AbstractLaw) or not isinstance(law, (ContinuousLaw, DiscreteLaw)):
        return None
    if isinstance(law, DiscreteLaw) and not law.density.has(law.variable):
        return _of_equal_masses(law, domain)
    pieces = total_by_pieces(law, domain) if isinstance(law, ContinuousLaw) else None
    return pieces or total_by_normaliser(law, domain) or total_by_family(law, domain)


def _of_equal_masses(law: DiscreteLaw, domain: Domain) -> Derivation:
    """Their number times one of them."""
    whole = Sum(law.density, (law.variable, law.lower, law.upper))
    values = (("l", law.lower), ("h", law.upper))
    ones = KernelTerm(law.density, StoredFact("sum-of-ones", law.variable, values))
    witness = Reasoning("integral", integrals=(Transformed(whole, None, (ones,)),))
    step = Step(Relation.EQ, S.One, "sum-of-equal-terms", "Their number times one of them.", witness=witness)
    return Derivation(left=whole, domain=domain).then(step).closing(Status.CLOSED)
