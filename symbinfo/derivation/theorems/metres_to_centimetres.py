"""Measuring in centimetres what was measured in metres adds log 100 to a differential entropy."""

from __future__ import annotations

from dataclasses import replace

from sympy import Integer

from symbinfo.derivation import Derivation, Relation, Status, Step
from symbinfo.derivation.theorems import scaling_law
from symbinfo.derivation.witness import Reasoning
from symbinfo.expressions.unevaluated import add, ln
from symbinfo.laws.abstract import abstract_density, scaled
from symbinfo.measures import Entropy

TITLE = "From metres to centimetres: differential entropy grows by log 100"


def derive() -> Derivation:
    """The scaling law for the factor 100."""
    law, lemma = abstract_density("X"), scaling_law.derive()
    (factor,) = lemma.left.free_symbols
    step = Step(
        Relation.EQ,
        add(Entropy(law), ln(Integer(100))),
        "insert-lemma",
        "A length in centimetres is 100 times the length in metres: the scaling law with a = 100.",
        (lemma,),
        witness=Reasoning("lemmas", at=((factor, Integer(100)),)),
    )
    derivation = Derivation(left=Entropy(scaled(law, Integer(100)))).then(step).closing(Status.CLOSED)
    remark = "Differential entropy is no absolute measure of uncertainty: it depends on the unit of measurement."
    return replace(derivation, remarks=(remark,))
