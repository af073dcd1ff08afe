"""What is infinite as one law has mass where the other has none."""

from __future__ import annotations

from sympy import oo

from symbinfo.derivation import Derivation, Relation, Status, Step
from symbinfo.derivation.rules.rule import Context, apply_rule
from symbinfo.derivation.rules.unfolding import DEFINITION
from symbinfo.derivation.witness import Reasoning
from symbinfo.expressions.domain import Domain
from symbinfo.laws.support import range_outside
from symbinfo.measures.base import Measure

__all__ = ["infinite_by_support"]


def infinite_by_support(measure: Measure, domain: Domain) -> Derivation:
    """P has mass where Q has none: log(p/0) is +oo on a set of positive probability."""
    first, *others = measure.laws
    derivation = Derivation(left=measure, domain=domain)
    because = f"{first.name} has no mass at {measure.args[0]}: minus the logarithm of 0 is +oo."
    witness = None
    if others:
        derivation = apply_rule(derivation, DEFINITION, Context(domain))
        because = f"{first.name} has mass where {others[0].name} has none, and there the logarithm is +oo."
        outside = range_outside(first, others[0], domain)
        witness = None if outside is None else Reasoning("infinite-support", interval=outside)
    step = Step(Relation.EQ, oo, "support-mismatch", because, start=derivation.stands, witness=witness)
    return derivation.then(step).closing(Status.INFINITE)
