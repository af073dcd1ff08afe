"""The way of a question for an optimum to what answers it."""

from __future__ import annotations

from symbinfo.derivation.optima.capacity_of_channel import capacity_of_channel
from symbinfo.derivation.optima.found import OptimumDerivation, as_answered, is_proved
from symbinfo.derivation.optima.gaussian_capacity import gaussian_capacity
from symbinfo.derivation.optima.largest_entropy_law import largest_entropy_law
from symbinfo.derivation.optima.over_parameters import over_parameters
from symbinfo.expressions.doors import door
from symbinfo.expressions.errors import MeasureError
from symbinfo.expressions.verdict_words import Level
from symbinfo.measures.optimum import (
    Capacity,
    GaussianCapacity,
    LargestEntropy,
    Optimum,
    OverParameters,
    SymmetricCapacity,
)

__all__ = ["derive_optimum"]


def derive_optimum(question: Optimum) -> OptimumDerivation:
    """The answer to a question for an optimum.

    Raises
    ------
    MeasureError
        When none is found.
    """
    if isinstance(question, OverParameters):
        return over_parameters(question)
    if isinstance(question, Capacity):
        return capacity_of_channel(question)
    if isinstance(question, SymmetricCapacity):
        return _of_symmetry(question)
    if isinstance(question, GaussianCapacity):
        return gaussian_capacity(question)
    if isinstance(question, LargestEntropy):
        return largest_entropy_law(question)
    raise MeasureError(f"{question} is not answered")


#: Why a channel that treats all letters alike is used best by letters that are equally likely.
SYMMETRY = (
    "The information is concave in the law of the input, and does not change where the letters are renamed: the mean over all "
    "renamings of a law of the input is the uniform one, and gives at least as much.",
    "So the maximum is taken where all letters are equally likely.",
)


def _of_symmetry(question: SymmetricCapacity) -> OptimumDerivation:
    found = door("derive")(question.information)
    evidence = Level.CERTIFIED if is_proved(found) else Level.CHECKED
    return as_answered(found.closing(found.status, remarks=SYMMETRY), question, found.result, evidence=evidence)
