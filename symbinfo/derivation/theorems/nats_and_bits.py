"""A change of the base of the logarithm is a change of unit."""

from __future__ import annotations

from dataclasses import replace

from sympy import N, log

from symbinfo.derivation import Derivation
from symbinfo.derivation.rules.recognition import recognise_total
from symbinfo.derivation.rules.rule import run
from symbinfo.derivation.rules.totals import AS_TOTAL
from symbinfo.derivation.rules.unfolding import DEFINITION
from symbinfo.expressions.domain import Domain
from symbinfo.laws.abstract import abstract_mass
from symbinfo.measures import Entropy

TITLE = "Nats and bits: a quantity in bits is the quantity in nats divided by log 2"


def derive() -> Derivation:
    """Derive it for the entropy of an abstract mass: the base comes out of the sum."""
    law = abstract_mass("P")
    plan = (DEFINITION, AS_TOTAL, recognise_total(Entropy(law)))
    derivation = run(Entropy(law, unit="bits"), plan, Domain())
    remark = f"One bit is log(2) = {N(log(2), 5)} nats, and one nat is 1/log(2) = {N(1 / log(2), 5)} bits."
    return replace(derivation, remarks=(remark,))
