"""That a law adds up to 1, as a derivation of its own: by the stored kernel of which its density is a multiple."""

from __future__ import annotations

from functools import lru_cache

from sympy import Expr, S

from symbinfo.derivation import Derivation, Relation, Status, Step
from symbinfo.derivation.rules.by_normaliser import total_by_normaliser
from symbinfo.derivation.witness import Reasoning
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
    return total_by_normaliser(law, domain)
